"""Journey of the organiser: a date is moved. What it would do is told first; then people hear, and answer with a press."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser import house
from tests.browser.conftest import PHONE, Open, Visitor, in_all_modes
from tests.browser.house import House, link_to, mails_to, work_off
from tests.make import NOW
from tests.seminars import making, planned
from training.core.db import writing
from training.seminars import service
from training.seminars.service import Claim

TITLE, SOFIA = "First hour of a breach", "sofia@canalstreet.example"


@pytest.fixture
def filled(app: Flask) -> House:
    return house.build(app)


@pytest.fixture
def session(app: Flask, filled: House) -> str:
    """A date with Amara, Jonas and a guest; Jonas has a seat elsewhere on the day after. A block of Acme."""
    one = making.session(making.seminar(TITLE), venue_id=filled.room, capacity=12)
    other = making.session(
        making.seminar("Second hour of a breach"), local_start=planned.at("2026-12-16T09:00"), capacity=5
    )
    making.ask(app, one, making.guest(name="Sofia Lindqvist", email=SOFIA))
    (asked,) = planned.registrations(one)
    with writing():
        service.verify_guest(Claim(asked.public_id, link_version=0), host=making.host(app), now=NOW)
    making.register(app, one, filled.amara)
    for date in (one, other):
        making.register(app, date, filled.jonas)
    planned.block(app, one)
    return one


@in_all_modes
def test_the_organiser_moves_the_date(app: Flask, filled: House, session: str, visitor: Open, javascript: bool) -> None:
    desk = visitor(javascript=javascript)
    desk.known_as(filled.rafael.id, app)
    see_what_it_would_do(desk, session)
    move(desk)
    work_off(app)
    say_yes(app, visitor(javascript=javascript, width=PHONE), filled)
    give_up(visitor(javascript=javascript))
    see_who_has_answered(desk, session)


def see_what_it_would_do(window: Visitor, session: str) -> None:
    page = window.open(f"/desk/sessions/{session}")
    page.get_by_role("link", name="Move it").click()
    assert window.heading == "Move the date"
    page.get_by_label("Date and time").fill("2026-12-15T09:00")
    page.get_by_role("button", name="See what it would do").click()
    expect(page.get_by_role("alert")).to_contain_text("planned already")
    page.get_by_label("Date and time").fill("2026-12-16T10:00")
    page.get_by_role("button", name="See what it would do").click()
    assert window.heading == "Move the date? Three people keep their seats."
    main = page.locator("main")
    for words in (
        "Tue 15 Dec 2026, 09:00 to 12:00", "Wed 16 Dec 2026, 10:00 to 13:00", "4 mails go out",
        "3 entries in calendars are moved", "Beck, Jonas has a seat in “Second hour of a breach”", "Acme, 2 seats",
        "The room is free then.",
    ):  # fmt: skip
        expect(main).to_contain_text(words)
    assert not window.complaints_of_axe() if window.javascript else True
    page.set_viewport_size({"width": 1280, "height": 900})


def move(window: Visitor) -> None:
    page = window.page
    page.get_by_label("Keep the seats and ask people whether the new date suits them").check()
    page.get_by_role("button", name="Move the date").click()
    expect(page.get_by_text("The date is moved. Mails on their way: 4.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Wed 16 Dec 2026, 10:00 to 13:00")


def say_yes(app: Flask, window: Visitor, filled: House) -> None:
    mail: Any = mails_to(filled.amara.email or "")[-1]
    assert mail.subject == f"New date: {TITLE}"
    assert "Tuesday 15 December 2026" in mail.body and "Wednesday 16 December 2026" in mail.body
    assert "METHOD:REQUEST" in mail.calendar and "SEQUENCE:2" in mail.calendar
    path = mail.body.partition("yes or no:\nhttp://localhost")[2].split()[0]
    window.known_as(filled.amara.id, app)
    page = window.open(path)
    expect(page.get_by_text("This date was moved. It was to be on Tue 15 Dec 2026, 09:00.")).to_be_visible()
    page.get_by_role("button", name="Yes, I come").click()
    expect(page.get_by_text("You have told us that the new date suits you.")).to_be_visible()
    expect(page.get_by_role("button", name="Yes, I come")).to_have_count(0)


def give_up(window: Visitor) -> None:
    page = window.open(link_to(SOFIA, "manage"))
    expect(page.get_by_text("Does the new date suit you?")).to_be_visible()
    page.get_by_role("button", name="Give the seat back").click()
    assert window.heading.startswith("You have no seat any more.")


def see_who_has_answered(window: Visitor, session: str) -> None:
    page = window.open(f"/desk/sessions/{session}")
    page.get_by_role("link", name="Answers to a move").click()
    assert window.heading == "One person has not answered."
    for name, answer in (
        ("Beck, Jonas", "No answer yet"),
        ("Okafor, Amara", "Comes"),
        ("Sofia Lindqvist", "Gave the seat back"),
    ):
        expect(page.get_by_role("row", name=name)).to_contain_text(answer)


def test_pages_that_a_post_shows_are_accessible(app: Flask, filled: House, visitor: Open) -> None:
    window = visitor()
    window.known_as(filled.rafael.id, app)
    page = window.open(f"/desk/seminars/{making.seminar(TITLE)}/series/new")
    page.get_by_label("Date and time").fill("2027-03-07T02:30")
    page.get_by_label("Room").select_option("Chicago: Building C, room 204, 24 seats")
    page.get_by_label("How many dates").fill("3")
    page.get_by_role("button", name="Show the dates").click()
    assert window.heading == "Two dates can be planned. One day cannot be."
    assert not window.complaints_of_axe()
