"""Journey of the security team and its guests: a seminar, a date, seats and a queue, the register, a correction."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.browser import house
from tests.browser.conftest import PHONE, Open, Visitor, in_all_modes
from tests.browser.house import House, link_to, mails_to, work_off
from tests.conftest import Clock

TITLE = "First hour of a breach"
SOFIA, TOM = "sofia@canalstreet.example", "tom@lakeside.example"
BEGUN = datetime(2026, 12, 15, 15, 20, tzinfo=UTC)


@pytest.fixture
def filled(app: Flask) -> House:
    return house.build(app)


@in_all_modes
def test_from_the_first_word_to_the_last_correction(
    app: Flask, filled: House, clock: Clock, visitor: Open, javascript: bool
) -> None:
    desk, guest = visitor(javascript=javascript), visitor(javascript=javascript)
    desk.known_as(filled.rafael.id, app)
    plan_a_date(desk)
    read_the_public_list(guest)
    be_too_quick(guest)
    for name, email in (("Sofia Lindqvist", SOFIA), ("Tom Price", TOM)):
        ask(guest, clock, name, email)
        confirm(app, guest, email)
    own = visitor(javascript=javascript)
    own.known_as(filled.amara.id, app)
    register_from_home(own)
    give_up(app, guest)
    hear_of_the_seat(app, own, filled.amara.email or "")

    clock.set(BEGUN)
    phone = visitor(javascript=javascript, width=PHONE)
    phone.known_as(filled.rafael.id, app)
    keep_the_register(phone)
    own.known_as(filled.amara.id, app)
    own.open("/record")
    expect(own.page.get_by_role("row", name=TITLE)).to_contain_text("A seminar")


def plan_a_date(window: Visitor) -> None:
    describe(window)
    plan(window)


def describe(window: Visitor) -> None:
    page = window.open("/desk/seminars/")
    page.get_by_role("link", name="Describe a new seminar").click()
    page.get_by_role("button", name="Save the seminar").click()
    expect(page.get_by_role("alert")).to_contain_text("Three things to put right")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("What it is about").fill(
        "The calls, the notes and the decisions of the first sixty minutes, practised."
    )
    page.get_by_label("Minutes", exact=True).fill("180")
    page.get_by_label("What happens").fill("0; A real case, hour by hour\n50; The first call; Who calls whom")
    page.get_by_role("button", name="Save the seminar").click()
    assert window.heading == "Plan a date"


def plan(window: Visitor) -> None:
    page = window.page
    page.get_by_label("Date and time").fill("2026-12-15T09:00")
    page.get_by_label("Room").select_option("Chicago: Building C, room 204, 24 seats")
    page.get_by_label("Seats", exact=True).fill("2")
    page.get_by_role("button", name="Plan the date").click()
    expect(page.get_by_text("The date is planned.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Tue 15 Dec 2026, 09:00 to 12:00")


def read_the_public_list(window: Visitor) -> None:
    page = window.open("/seminars/")
    december = page.get_by_role("region", name="December 2026").get_by_role("listitem")
    expect(december).to_contain_text("09:00 to 12:00")
    expect(december).to_contain_text("2 seats left")
    december.get_by_role("link", name=TITLE).click()
    expect(page.locator("dl").first).to_contain_text("400 Canal Street, Chicago")
    expect(page.get_by_role("listitem").filter(has_text="The first call")).to_contain_text("09:50")


def be_too_quick(window: Visitor) -> None:
    fill(window.page, "Sofia Lindqvist", SOFIA)
    window.page.get_by_role("button", name="Ask for a seat").click()
    expect(window.page.get_by_role("alert")).to_contain_text("That was quicker than people type.")
    assert window.page.get_by_label("Your name").input_value() == "Sofia Lindqvist"


def ask(window: Visitor, clock: Clock, name: str, email: str) -> None:
    page = window.open("/seminars/")
    page.get_by_role("link", name=TITLE).click()
    fill(page, name, email)
    clock.forward(seconds=3)
    page.get_by_role("button", name="Ask for a seat").click()
    assert window.heading == "Look into your mailbox. One step is left."


def fill(page: Page, name: str, email: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Work e-mail").fill(email)
    page.get_by_label("Organisation").fill("Canal Street Dental")
    page.get_by_label("Keep my name and e-mail").check()
    assert page.locator("#website").input_value() == "", "what only robots see stays empty"


def confirm(app: Flask, window: Visitor, email: str) -> None:
    work_off(app)
    page = window.open(link_to(email, "verify"))
    assert window.heading == "Confirm that you come. Then the seat is yours."
    page.get_by_role("button", name="Yes, I come").click()
    assert window.heading.startswith("You have a seat.")


def register_from_home(window: Visitor) -> None:
    page = window.open("/")
    page.get_by_role("link", name="See what is coming").click()
    expect(page.get_by_role("listitem").filter(has_text=TITLE)).to_contain_text("your time: 15:00 to 18:00")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Join the waiting list").click()
    expect(page.get_by_role("heading", name="You are number 1 on the waiting list.")).to_be_visible()
    window.open("/")
    expect(page.get_by_role("region", name="Your seminars")).to_contain_text("Waiting list, place 1")


def give_up(app: Flask, window: Visitor) -> None:
    work_off(app)
    page = window.open(link_to(SOFIA, "manage"))
    page.get_by_role("button", name="Give the seat back").click()
    assert window.heading.startswith("You have no seat any more.")
    expect(page.get_by_role("button", name="Give the seat back")).to_have_count(0)


def hear_of_the_seat(app: Flask, window: Visitor, email: str) -> None:
    work_off(app)
    mail = mails_to(email)[-1]
    assert mail.subject == f"Your seat: {TITLE}"
    assert "BEGIN:VCALENDAR" in mail.calendar
    page = window.open("/")
    expect(page.get_by_role("region", name="Your seminars")).to_contain_text("09:00 to 12:00")
    expect(page.get_by_role("region", name="Your seminars")).not_to_contain_text("Waiting list")


def person(page: Page, name: str) -> Locator:
    return page.locator(".segment-list > li").filter(has=page.get_by_role("group", name=name))


def keep_the_register(window: Visitor) -> None:
    take_attendance(window)
    sign(window)
    correct(window)


def take_attendance(window: Visitor) -> None:
    page = window.open("/desk/seminars/")
    page.get_by_role("link", name=f"Take attendance {TITLE}").click()
    expect(page.get_by_text("0 of 2 here")).to_be_visible()
    person(page, "Tom Price").get_by_role("radio", name="Here").check()
    person(page, "Okafor, Amara").get_by_role("radio", name="Partly").check()
    page.get_by_role("button", name="Save and review").click()
    expect(page.get_by_role("alert")).to_contain_text("minutes")
    person(page, "Okafor, Amara").get_by_label("Minutes present").fill("60")
    page.get_by_role("button", name="Save and review").click()


def sign(window: Visitor) -> None:
    page = window.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("One person completes it.")
    expect(page.locator("main")).to_contain_text("Okafor, Amara (Payments), 60 minutes")
    page.get_by_role("button", name="Sign the attendance").click()
    expect(page.get_by_text("The attendance is signed. Completed: 1. Absent: 0.")).to_be_visible()
    expect(page.get_by_role("row", name="Okafor, Amara")).to_contain_text("Partly, 60 minutes")


def correct(window: Visitor) -> None:
    page = window.page
    page.get_by_role("link", name="Correct Okafor, Amara").click()
    page.get_by_label("Here").check()
    page.get_by_role("button", name="Correct the record").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why.")
    page.get_by_label("Why it was signed differently").fill("Her name stood on the second sheet.")
    page.get_by_role("button", name="Correct the record").click()
    expect(page.get_by_text("The record is corrected.")).to_be_visible()
    row = page.get_by_role("row", name="Okafor, Amara")
    expect(row).to_contain_text("Was here")
    expect(row).to_contain_text("Her name stood on the second sheet.")
