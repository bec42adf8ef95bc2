"""A contact brings twelve: a link by mail, seats kept, a pasted list with a typing error, a swap, what goes back, a report."""

import re
from datetime import timedelta

from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.browser import house
from tests.browser.conftest import Built, Open, Visitor, in_all_modes
from tests.browser.house import mails_to, work_off
from tests.seminars import contacting, making
from training.core.db import writing
from training.jobs.service import add
from training.seminars import attendance, block_work
from training.seminars.attendance import Marked
from training.seminars.rules import Mark

TITLE = "First hour of a breach"
ORGANISATION = "Canal Street Dental"
NINA = "nina.roth@canalstreet.example"
NAMES = (
    "Ada Moss",
    "Tom Price",
    "Lea Marchand",
    "Noor Haddad",
    "Sam Reed",
    "Kim Sorel",
    "Max Kerr",
    "Eva Lund",
    "Ola Berg",
)
PASTED = "\n".join(f"{name} <{contacting.address(name)}>" for name in NAMES).replace("ola.berg@", "ola.berg(at)")


@in_all_modes
def test_a_contact_brings_twelve(app: Flask, built: Built, visitor: Open, javascript: bool) -> None:
    found = house.build(app)
    session = making.session(making.seminar(TITLE), venue_id=found.room, capacity=14)
    desk, nina = visitor(javascript=javascript), visitor(javascript=javascript)
    desk.known_as(found.rafael.id, app)
    invite(desk)
    work_off(app)
    own = open_own_page(nina)
    keep_twelve(nina)
    paste_nine(nina)
    colleagues_confirm(app, visitor, javascript=javascript)
    time_takes_what_has_no_name(app, built)
    swap_on_the_eve(app, built, nina, own, visitor(javascript=javascript))
    read_the_report(app, built, nina, own, session)


def invite(desk: Visitor) -> None:
    page = desk.open("/desk/organisations/")
    page.get_by_role("link", name="Describe an organisation").click()
    page.get_by_label("Name", exact=True).fill(ORGANISATION)
    page.get_by_label("Domains of its mail addresses").fill("canalstreet.example")
    page.get_by_role("button", name="Save it").click()
    page.get_by_role("link", name="Invite a contact").click()
    page.get_by_label("Name", exact=True).fill("Nina Roth")
    page.get_by_label("Work e-mail").fill(NINA)
    page.get_by_role("button", name="Invite them").click()
    expect(page.get_by_role("row", name="Nina Roth")).to_contain_text("not opened yet")


def link(to: str, kind: str) -> str:
    found = [re.search(rf"http://localhost(/{kind}/\S+)", mail.body) for mail in mails_to(to)]
    return [one[1] for one in found if one][-1]


def open_own_page(nina: Visitor) -> str:
    own = link(NINA, "organisations/contact")
    page = nina.open(own)
    assert nina.heading == f"You act for {ORGANISATION}. Is that right?"
    page.get_by_role("button", name="Yes, open my page").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"No seats are kept for {ORGANISATION}.")
    return own


def keep_twelve(nina: Visitor) -> None:
    page = nina.page
    page.get_by_role("link", name=f"Keep seats {TITLE}").click()
    page.get_by_role("button", name="Keep the seats").click()
    expect(page.get_by_role("alert")).to_contain_text("Two things to put right")
    page.get_by_label("Seats", exact=True).fill("12")
    page.get_by_label("You name everybody by").fill("2026-12-03")
    page.get_by_role("button", name="Keep the seats").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("12 seats are kept, to name by Thu 3 Dec.")


def paste_nine(nina: Visitor) -> None:
    page = nina.page
    page.get_by_role("link", name="Name colleagues").click()
    page.get_by_label("Names and addresses").fill(PASTED)
    page.get_by_role("button", name="Look through them").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Eight people can be named. One line needs a look.")
    expect(page.get_by_role("region", name="To look at")).to_contain_text("There is no address with an @ in it.")
    assert nina.complaints_of_axe() == [] if nina.javascript else True
    nina.page.set_viewport_size({"width": 1280, "height": 900})
    assert not mails_to(contacting.address("Ada Moss"))
    page.get_by_label("Names and addresses").fill(PASTED.replace("(at)", "@"))
    page.get_by_role("button", name="Look through them again").click()
    page.get_by_role("button", name="Send 9 mails").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "12 seats are kept, nine named, three to name by Thu 3 Dec."
    )


def colleagues_confirm(app: Flask, visitor: Open, *, javascript: bool) -> None:
    """Two with a browser of their own, the others by verbs; one never does."""
    for name in NAMES[:2]:
        window = visitor(javascript=javascript)
        confirm(window, name)
    for name in NAMES[2:-1]:
        contacting.confirm(app, name)


def confirm(window: Visitor, name: str) -> None:
    page = window.open(link(contacting.address(name), "seminars/colleague"))
    expect(page.get_by_role("main")).to_contain_text(f"Nina Roth of {ORGANISATION} named you.")
    page.get_by_role("button", name="Yes, I come").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box")
    page.get_by_label("Keep my name and e-mail for this seminar").check()
    page.get_by_role("button", name="Yes, I come").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("You have a seat.")


def time_takes_what_has_no_name(app: Flask, built: Built) -> None:
    for days in (7, 12):
        built.clock.set(making.NOW + timedelta(days=days))
        with writing():
            add(*block_work.schedule(built.clock()), now=built.clock())
        work_off(app)
    told = [mail.subject.split(":")[0] for mail in mails_to(NINA)]
    assert told[-2:] == ["Still without a name, 4 seats", "Given back, 4 seats"]


def swap_on_the_eve(app: Flask, built: Built, nina: Visitor, own: str, window: Visitor) -> None:
    built.clock.set(making.begun() - timedelta(days=1))
    page = nina.open(own)
    expect(page.get_by_role("region", name="Seats for your organisation")).to_contain_text("9 named")
    page.get_by_role("region", name="Seats for your organisation").get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Change Tom Price").click()
    page.get_by_label("Name", exact=True).fill("Ivo Lang")
    page.get_by_label("Work e-mail").fill(contacting.address("Ivo Lang"))
    page.get_by_role("button", name="Swap them").click()
    expect(page.get_by_text("Ivo Lang gets a mail.")).to_be_visible()
    taken_back = mails_to(contacting.address("Tom Price"))[-1]
    assert taken_back.subject == f"Your seat was taken back: {TITLE}" and "METHOD:CANCEL" in taken_back.calendar
    confirm(window, "Ivo Lang")


def read_the_report(app: Flask, built: Built, nina: Visitor, own: str, session: str) -> None:
    built.clock.set(making.begun() + timedelta(hours=4))
    here = [*(name for name in NAMES[:-1] if name != "Tom Price"), "Ivo Lang"]
    marks = {contacting.registration(name): Marked(Mark.HERE) for name in here}
    marks[contacting.registration("Ada Moss")] = Marked(Mark.ABSENT)
    with writing():
        attendance.mark_attendance(session, marks, by_person_id=None, now=built.clock())
    with writing():
        attendance.close_attendance(session, by_person_id=None, now=built.clock())
    page = nina.open(own)
    page.get_by_role("region", name="Over").get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("7 of 8 were there.")
    expect(row(page, "Ada Moss")).to_contain_text("Absent")
    expect(row(page, "Ivo Lang")).to_contain_text("180")
    assert page.get_by_role("link", name="XLSX").count() == 1


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row", name=name)
