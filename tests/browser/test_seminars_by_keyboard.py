"""A guest asks for a seat and a trainer lets people in by keyboard alone; what has the focus is always seen."""

from flask import Flask
from playwright.sync_api import expect

from tests.browser import house
from tests.browser.conftest import Open
from tests.browser.house import link_to, work_off
from tests.browser.test_accessible import follow, tab_to
from tests.conftest import Clock
from tests.seminars import making
from tests.seminars.day import Day

TITLE = "First hour of a breach"
SOFIA = "sofia@canalstreet.example"


def test_a_guest_asks_confirms_and_gives_the_seat_back(app: Flask, clock: Clock, visitor: Open) -> None:
    house.build(app)
    making.session(making.seminar(TITLE))
    window = visitor()
    page = window.open("/seminars/")
    follow(page, TITLE)
    fields = (("Your name", "Sofia Lindqvist"), ("Work e-mail", SOFIA), ("Organisation", "Canal Street Dental"))
    for label, words in fields:
        tab_to(page, label)
        page.keyboard.type(words)
    tab_to(page, "Keep my name")
    page.keyboard.press("Space")
    clock.forward(seconds=3)
    follow(page, "Ask for a seat")
    assert window.heading == "Look into your mailbox. One step is left."
    work_off(app)
    page = window.open(link_to(SOFIA, "verify"))
    follow(page, "Yes, I come")
    assert window.heading.startswith("You have a seat.")
    follow(page, "Give the seat back")
    assert window.heading.startswith("You have no seat any more.")


def test_a_trainer_lets_people_in(app: Flask, clock: Clock, visitor: Open) -> None:
    day = Day(app, clock, capacity=12, venue_id=making.venue(seats=20))
    clock.set(making.begun())
    window = visitor()
    window.known_as(day.trainer.id, app)
    page = window.open("/today")
    follow(page, "Check people in")
    tab_to(page, "Here")
    name = page.evaluate("document.activeElement.closest('.door-line').querySelector('b').innerText")
    page.keyboard.press("Enter")
    expect(page.locator(".door-line").filter(has_text=name).locator(".tag")).to_have_text("Here")
