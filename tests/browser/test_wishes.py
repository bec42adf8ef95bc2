"""Journey of what people tell us: questions and a need, read by the organiser; an interest, from which a date is planned."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser import house
from tests.browser.conftest import Open, Visitor, in_all_modes
from tests.browser.house import House, work_off
from tests.browser.test_seminars import confirm, fill
from tests.conftest import Clock
from tests.seminars import making

SOFIA = "sofia@canalstreet.example"
ASKED, OTHER = "First hour of a breach", "Lost and stolen devices"


@pytest.fixture
def filled(app: Flask) -> House:
    return house.build(app)


@in_all_modes
def test_what_people_tell_us_reaches_those_who_plan(
    app: Flask, filled: House, clock: Clock, visitor: Open, javascript: bool
) -> None:
    slug = making.seminar(ASKED)
    session = making.session(slug, venue_id=filled.room, capacity=2)
    making.seminar(OTHER)
    desk, guest, own = (visitor(javascript=javascript) for _ in range(3))
    desk.known_as(filled.rafael.id, app)
    own.known_as(filled.amara.id, app)
    ask_a_question(desk, session)
    register(app, guest, clock)
    read_both(desk, session)
    say_interested(own)
    plan_from_the_demand(desk)
    work_off(app)
    assert house.mails_to(filled.amara.email or "")[-1].subject == f"It is held: {OTHER}"


def ask_a_question(window: Visitor, session: str) -> None:
    page = window.open(f"/desk/sessions/{session}")
    page.get_by_role("link", name="Questions of the seminar").click()
    assert window.heading == "Nothing is asked but who comes. At most 6."
    page.get_by_label("Question", exact=True).fill("What is your role?")
    page.get_by_label("By one of a list").check()
    page.get_by_label("The list").fill("Front desk\nOffice")
    page.get_by_label("Nobody can register without").check()
    page.get_by_role("button", name="Ask this question").click()
    expect(page.get_by_text("The question is asked from now on.")).to_be_visible()


def register(app: Flask, window: Visitor, clock: Clock) -> None:
    page = window.open("/seminars/")
    page.get_by_role("link", name=ASKED).click()
    fill(page, "Sofia Lindqvist", SOFIA)
    page.get_by_label("What do you need in order to take part?").fill("A ramp at the entrance")
    clock.forward(seconds=3)
    page.get_by_role("button", name="Ask for a seat").click()
    expect(page.get_by_role("alert")).to_contain_text("Answer this question")
    page.get_by_label("What is your role?").select_option("Front desk")
    clock.forward(seconds=3)
    page.get_by_role("button", name="Ask for a seat").click()
    assert window.heading == "Look into your mailbox. One step is left."
    confirm(app, window, SOFIA)


def read_both(window: Visitor, session: str) -> None:
    page = window.open(f"/desk/sessions/{session}")
    page.get_by_role("link", name="Answers to questions", exact=True).click()
    expect(page.get_by_role("row", name="Sofia Lindqvist")).to_contain_text("Front desk")
    page.get_by_role("link", name=ASKED).click()
    page.get_by_role("link", name="What they need", exact=True).click()
    assert window.heading == "One person needs something."
    expect(page.get_by_role("main")).to_contain_text("A ramp at the entrance")


def say_interested(window: Visitor) -> None:
    page = window.open("/seminars/")
    region = page.get_by_role("region", name="Not planned at present")
    region.get_by_role("button", name="Tell me when it is held").click()
    expect(page.get_by_role("heading", name="You are told when it is held in Leeds.")).to_be_visible()


def plan_from_the_demand(window: Visitor) -> None:
    page = window.open("/desk/seminars/")
    page.get_by_role("link", name="Demand: who waits for what").click()
    page.get_by_role("link", name="Plan Leeds, 1 person").click()
    assert window.heading == "Plan a date"
    plan(page)
    expect(page.get_by_text("The date is planned.")).to_be_visible()


def plan(page: Page) -> None:
    assert page.get_by_label("Seats", exact=True).input_value() == "1"
    page.get_by_label("Date and time").fill("2026-12-16T09:00")
    page.get_by_label("Room").select_option("")
    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_label("Link to join").fill("https://meet.alderfinch.example/devices")
    page.get_by_role("button", name="Plan the date").click()
