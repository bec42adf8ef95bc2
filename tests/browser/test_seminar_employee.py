"""Journey of an employee: asks for a seat, the manager agrees, saves the date, gives it up, and a colleague moves up."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser import house
from tests.browser.conftest import PHONE, Open, Visitor, in_all_modes
from tests.browser.house import House, mails_to, work_off
from tests.seminars import admitting, making

TITLE = "First hour of a breach"


@pytest.fixture
def filled(app: Flask) -> House:
    found = house.build(app)
    for person in (found.amara, found.jonas):
        admitting.works_for(person.id, found.ines.id)
    return found


@in_all_modes
def test_from_the_wish_to_the_colleague_who_moves_up(
    app: Flask, filled: House, visitor: Open, javascript: bool
) -> None:
    slug = making.seminar(TITLE)
    path = f"/seminars/{slug}/{admitting.on_terms(making.session(slug, capacity=1), needs_approval=True)}"
    own, colleague = visitor(javascript=javascript), visitor(javascript=javascript, width=PHONE)
    boss = visitor(javascript=javascript)
    for window, person in ((own, filled.amara), (colleague, filled.jonas), (boss, filled.ines)):
        window.known_as(person.id, app)
    ask(own, path)
    agree(app, boss, filled.ines.email or "", "Okafor, Amara")
    save_the_date(own, path)
    ask(colleague, path)
    agree(app, boss, filled.ines.email or "", "Beck, Jonas")
    wait(colleague, path)
    give_up(own, path)
    hear_of_it(app, colleague, path, filled.jonas.email or "")


def ask(window: Visitor, path: str) -> None:
    page = window.open(path)
    expect(page.get_by_text("Your manager is asked first")).to_be_visible()
    page.get_by_role("button", name="Take a seat").or_(page.get_by_role("button", name="Join the waiting list")).click()
    expect(page.get_by_role("heading", name="Your request waits for an answer.")).to_be_visible()
    window.open("/")
    expect(page.get_by_role("region", name="Your seminars")).to_contain_text("Waits for an answer")


def agree(app: Flask, window: Visitor, email: str, who: str) -> None:
    work_off(app)
    assert TITLE in mails_to(email)[-1].subject
    page = window.open("/")
    expect(page.get_by_text("One person waits for your decision.")).to_be_visible()
    page.get_by_role("link", name="Decide").click()
    expect(page.get_by_role("listitem").filter(has_text=who)).to_contain_text(TITLE)
    page.get_by_role("button", name=f"Agree {who}").click()
    expect(page.get_by_text("You agreed.")).to_be_visible()


def save_the_date(window: Visitor, path: str) -> None:
    page = window.open(path)
    expect(page.get_by_role("heading", name="You have a seat.")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save to your calendar").click()
    assert saved.value.suggested_filename == "seminar.ics"
    assert "BEGIN:VEVENT" in saved.value.path().read_text()


def wait(window: Visitor, path: str) -> None:
    page = window.open(path)
    expect(page.get_by_role("heading", name="You are number 1 on the waiting list.")).to_be_visible()
    expect(page.get_by_text("Place 1 of 1.")).to_be_visible()


def give_up(window: Visitor, path: str) -> None:
    page = window.open(path)
    page.get_by_role("button", name="Give the seat back").click()
    expect(page.get_by_text("You have given it up.")).to_be_visible()
    expect(page.get_by_role("button", name="Join the waiting list")).to_be_visible()


def hear_of_it(app: Flask, window: Visitor, path: str, email: str) -> None:
    work_off(app)
    mail = mails_to(email)[-1]
    assert mail.subject == f"Your seat: {TITLE}" and "BEGIN:VCALENDAR" in mail.calendar
    page = window.open(path)
    expect(page.get_by_role("heading", name="You have a seat.")).to_be_visible()
