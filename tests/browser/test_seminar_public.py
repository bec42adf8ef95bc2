"""Journey of a guest: finds a date, asks whether a mail is ours, takes their data, has it erased; the list elsewhere."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug import Response
from werkzeug.serving import make_server

from tests.browser import house
from tests.browser.conftest import Open, Visitor, in_all_modes
from tests.browser.house import House, link_to, mails_to, work_off
from tests.conftest import Clock
from tests.seminars import making

TITLE, ELSEWHERE = "First hour of a breach", "Visiteurs, badges et portes"
SOFIA = "sofia@canalstreet.example"


@pytest.fixture
def filled(app: Flask) -> House:
    found = house.build(app)
    making.session(making.seminar(TITLE), venue_id=found.room, capacity=2)
    making.session(making.seminar(ELSEWHERE, language="fr"), capacity=20)
    return found


@in_all_modes
def test_from_the_list_to_the_last_trace(
    app: Flask, filled: House, clock: Clock, visitor: Open, javascript: bool
) -> None:
    guest = visitor(javascript=javascript)
    limit_the_list(guest)
    ask(guest, clock)
    check_the_mail(app, guest)
    confirm(app, guest)
    take_the_data(guest)
    erase(guest)
    work_off(app)
    clock.forward(minutes=6)
    work_off(app)
    assert mails_to(SOFIA) == [], "the last word has left, and is forgotten too"


def limit_the_list(window: Visitor) -> None:
    page = window.open("/seminars/")
    expect(page.get_by_role("link", name=ELSEWHERE)).to_be_visible()
    page.get_by_label("Where").select_option("Chicago")
    page.get_by_label("Language").select_option("English")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("1 date fits.")).to_be_visible()
    expect(page.get_by_role("link", name=ELSEWHERE)).to_have_count(0)
    assert "where=Chicago" in page.url, "the address can be shared"
    page.get_by_role("link", name=TITLE).click()
    told = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
    assert (told["@type"], told["name"]) == ("Event", TITLE)
    assert page.locator("link[rel=canonical]").get_attribute("href") == told["url"]


def ask(window: Visitor, clock: Clock) -> None:
    page = window.page
    page.get_by_label("Your name").fill("Sofia Lindqvist")
    page.get_by_label("Work e-mail").fill(SOFIA)
    page.get_by_label("Organisation").fill("Canal Street Dental")
    page.get_by_label("Keep my name and e-mail").check()
    clock.forward(seconds=3)
    page.get_by_role("button", name="Ask for a seat").click()
    assert window.heading == "Look into your mailbox. One step is left."


def check_the_mail(app: Flask, window: Visitor) -> None:
    work_off(app)
    code = re.search(r"check code is (\S+):", mails_to(SOFIA)[-1].body)
    assert code
    page = window.open("/seminars/")
    page.get_by_role("link", name="Is it from us?").click()
    enter(page, "0000-0000")
    assert window.heading == "No mail of ours has this code. Do not press its links."
    enter(page, code[1].lower().replace("-", " "))
    assert window.heading == "Yes: we sent this mail."
    expect(page.locator("dl")).to_contain_text(f"One step left: {TITLE}")
    expect(page.locator("dl")).to_contain_text("s… at c….example")


def enter(page: Page, code: str) -> None:
    page.get_by_label("Check code").fill(code)
    page.get_by_role("button", name="Check it").click()


def confirm(app: Flask, window: Visitor) -> None:
    page = window.open(link_to(SOFIA, "verify"))
    page.get_by_role("button", name="Yes, I come").click()
    assert window.heading.startswith("You have a seat.")
    work_off(app)


def take_the_data(window: Visitor) -> None:
    page = window.page
    page.get_by_role("link", name="Your data: take it, or have it erased").click()
    assert window.heading == "This is what we keep of you. It is yours."
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Save as a file (JSON)").click()
    taken = json.loads(Path(waiting.value.path()).read_text())
    assert (taken["email"], taken["registrations"][0]["state"]) == (SOFIA, "booked")


def erase(window: Visitor) -> None:
    page, address = window.page, window.page.url
    expect(page.locator("main")).to_contain_text("1 seat or place is given up first.")
    page.get_by_role("button", name="Erase my data").click()
    assert window.heading == "Your data is erased. Thank you for coming by."
    page.goto(address)
    assert window.heading == "This link is over. Nothing is lost."


@contextmanager
def partner(window: Visitor, path: str) -> Iterator[Page]:
    """A page of somebody else's site, on a server of its own, with one of ours in it."""
    body = (
        f'<!doctype html><title>Partner</title><iframe src="{window.address}{path}" width="600" height="500"></iframe>'
    )
    server = make_server("127.0.0.1", 0, Response(body, mimetype="text/html"), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site = f"http://127.0.0.1:{server.server_port}"
    window.page.goto(f"{site}/")
    yield window.page
    window.complaints[:] = [one for one in window.complaints if not one.startswith(f"asks a third party: {site}")]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_list_stands_in_a_page_of_somebody_else(filled: House, visitor: Open, javascript: bool) -> None:
    window = visitor(javascript=javascript)
    with partner(window, "/seminars/embed") as page:
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("link", name=TITLE)).to_be_visible()
        assert page.context.cookies() == []
        frame.get_by_role("link", name=TITLE).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        assert page.url.startswith(f"{window.address}/seminars/"), "the whole window went there"


def test_no_other_page_of_ours_does(filled: House, visitor: Open) -> None:
    window = visitor()
    with partner(window, "/seminars/") as page:
        page.wait_for_timeout(500)
        expect(page.frame_locator("iframe").get_by_role("link", name=TITLE)).to_have_count(0)
    assert any("frame-ancestors" in one for one in window.complaints), window.complaints
    window.complaints.clear()
