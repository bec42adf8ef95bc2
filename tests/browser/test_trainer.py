"""Journey of a trainer on the day, on a telephone: the door, a code, somebody unexpected, the signature, a correction."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Error, Locator, expect
from sqlalchemy import func, select

from tests.browser.conftest import PHONE, Open, Visitor, in_all_modes
from tests.browser.house import mails_to, work_off
from tests.conftest import Clock
from tests.seminars import making
from tests.seminars.day import Day, marks
from training.seminars.day_models import CheckIn
from training.seminars.passes import short

TITLE = "First hour of a breach"


@pytest.fixture
def day(app: Flask, clock: Clock) -> Day:
    made = Day(app, clock, capacity=12, venue_id=making.venue(seats=20))
    clock.set(making.NOW)
    for name in ("Ada Berg", "Bo Carlsen", "Cleo Dahl"):
        made.seats.append(made.guest(name, f"{name.split()[0].lower()}@lakeside.example"))
    clock.set(making.begun())
    return made


def line(window: Visitor, name: str) -> Locator:
    return window.page.locator(".door-line").filter(has_text=name)


def is_here(window: Visitor, name: str) -> None:
    expect(line(window, name).locator(".tag")).to_have_text("Here")


def person(window: Visitor, name: str) -> Locator:
    return window.page.locator(".segment-list > li").filter(has=window.page.get_by_role("group", name=name))


@in_all_modes
def test_a_trainer_on_the_day(app: Flask, day: Day, visitor: Open, javascript: bool) -> None:
    phone = visitor(javascript=javascript, width=PHONE)
    phone.known_as(day.trainer.id, app)
    open_the_door(phone)
    for name in ("Abiola, Tunde", "Ada Berg", "Bo Carlsen"):
        tap(phone, name)
    find_by_code(phone, day)
    let_somebody_in(phone)
    close(phone)
    sign(phone)
    correct(phone)
    work_off(app)
    subjects = {mail.subject for mail in mails_to("ada@lakeside.example")}
    assert {f"Your certificate: {TITLE}", f"How was it? {TITLE}"} <= subjects


def open_the_door(window: Visitor) -> None:
    window.open("/")
    window.page.get_by_role("link", name="See your dates").click()
    assert window.heading.startswith("You give one seminar today.")
    window.page.get_by_role("link", name=f"Check people in {TITLE}").click()
    expect(window.page.get_by_text("0 of 6 here")).to_be_visible()


def tap(window: Visitor, name: str) -> None:
    line(window, name).get_by_role("button", name="Here").click()
    is_here(window, name)


def find_by_code(window: Visitor, day: Day) -> None:
    field = window.page.get_by_label("Find a name, or type the code")
    field.fill(short(day.seats[2]).lower())
    field.press("Enter")
    if not window.javascript:
        expect(window.page.locator(".door-line")).to_have_count(1)
        line(window, "Sofia Lindqvist").get_by_role("button", name="Here").click()
    is_here(window, "Sofia Lindqvist")
    expect(window.page.get_by_text("4 of 6 here")).to_be_visible()


def let_somebody_in(window: Visitor) -> None:
    page = window.page
    page.get_by_role("link", name="Let somebody in").click()
    page.get_by_label("E-mail").fill("noor@canalstreet.example")
    page.get_by_role("button", name="Let them in").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the name")
    page.get_by_label("Name").fill("Noor Haddad")
    page.get_by_role("button", name="Let them in").click()
    is_here(window, "Noor Haddad")


def close(window: Visitor) -> None:
    page = window.page
    page.get_by_role("link", name="Close attendance").click()
    expect(page.get_by_text("5 of 7 here")).to_be_visible()
    person(window, "Cleo Dahl").get_by_role("radio", name="Absent").check()
    person(window, "Beck, Jonas").get_by_role("radio", name="Excused").check()
    page.get_by_role("button", name="Save and review").click()
    assert window.heading.endswith("Five people complete it.")
    expect(page.locator("main")).to_contain_text("Noor Haddad")


def sign(window: Visitor) -> None:
    window.page.get_by_role("button", name="Sign the attendance").click()
    assert window.heading.startswith("Five people completed it. 5 of 7 were here.")
    kept = window.page.evaluate("Object.keys(localStorage)") if window.javascript else []
    assert kept == [], "what the telephone kept is gone"


def correct(window: Visitor) -> None:
    page = window.page
    page.get_by_role("link", name="Correct Cleo Dahl").click()
    page.get_by_label("Here").check()
    page.get_by_label("Why it was signed differently").fill("She sat in the last row.")
    page.get_by_role("button", name="Correct the record").click()
    expect(page.get_by_role("row", name="Cleo Dahl")).to_contain_text("She sat in the last row.")
    assert window.heading.startswith("Six people completed it.")


def test_taps_wait_for_the_network_and_count_once(app: Flask, day: Day, visitor: Open) -> None:
    phone, other = visitor(width=PHONE), visitor(width=PHONE)
    phone.known_as(day.trainer.id, app)
    other.known_as(day.helper.id, app)
    phone.page.context.clock.set_fixed_time(day.clock())
    phone.open(day.address()).wait_for_selector("#door[data-kept]")
    tap_without_a_network(phone)
    assert marks() == {}
    phone.page.reload()
    expect(phone.page.get_by_text("2 taps wait for the network.")).to_be_visible()
    tap_on_another_telephone(other, day)

    phone.page.context.set_offline(False)
    expect(phone.page.locator("[data-waits]")).to_be_empty()
    expect(phone.page.get_by_text("Everything is sent.")).to_be_visible()
    assert set(marks()) == {day.seats[3], day.seats[4]}
    assert making.rows(select(func.count()).select_from(CheckIn))[0][0] == 3
    phone.page.reload()
    expect(phone.page.get_by_text("2 of 6 here")).to_be_visible()
    # The browser itself says on its console that there was no network.
    phone.complaints[:] = [one for one in phone.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def tap_without_a_network(window: Visitor) -> None:
    window.page.context.set_offline(True)
    for name in ("Ada Berg", "Bo Carlsen", "Cleo Dahl"):
        tap(window, name)
    expect(window.page.get_by_text("3 taps wait for the network.")).to_be_visible()
    line(window, "Cleo Dahl").get_by_role("button", name="Take back").click()
    expect(window.page.get_by_text("2 taps wait for the network.")).to_be_visible()


def tap_on_another_telephone(window: Visitor, day: Day) -> None:
    """Its clock is weeks off: that is told, and the tap counts all the same."""
    page = window.open(day.address())
    tap(window, "Ada Berg")
    expect(page.get_by_text("The times were put right.")).to_be_visible()


KEPT = """async () => [Object.keys(localStorage).length, (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length]"""


def keeps(window: Visitor, number: int) -> None:
    """The telephone keeps so many names of storage, copies of the page, and workers: one of each, or none."""
    for _try in range(50):
        found = window.page.evaluate(KEPT)
        if found == [number] * 3:
            return
        window.page.wait_for_timeout(100)
    pytest.fail(f"kept: {found}")


def test_what_the_telephone_keeps_is_gone_once_the_day_is_over(app: Flask, day: Day, visitor: Open) -> None:
    """The date ends at noon in Chicago: at 23:00 there its names are still kept, at 1:00 nothing is."""
    phone = visitor(width=PHONE)
    phone.known_as(day.trainer.id, app)
    time = phone.page.context.clock
    time.set_fixed_time(day.clock())
    phone.open(day.address()).wait_for_selector("#door[data-kept]")
    phone.page.context.set_offline(True)
    tap(phone, "Ada Berg")
    phone.page.context.set_offline(False)
    time.set_fixed_time(day.clock() + timedelta(hours=13, minutes=30))
    phone.open("/today")
    keeps(phone, 1)
    time.set_fixed_time(day.clock() + timedelta(hours=15, minutes=30))
    phone.open("/today")
    keeps(phone, 0)
    phone.page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        phone.open(day.address())
    phone.complaints[:] = [one for one in phone.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_where_the_camera_is_denied_the_code_is_typed(app: Flask, day: Day, visitor: Open) -> None:
    phone = visitor(width=PHONE)
    phone.known_as(day.trainer.id, app)
    # This browser reads no codes of its own: the test gives it something to read them with, and no camera.
    phone.page.add_init_script("window.BarcodeDetector = class { async detect() { return []; } };")
    denied = {"permission": {"name": "camera"}, "setting": "denied"}
    phone.page.context.new_cdp_session(phone.page).send("Browser.setPermission", denied)
    page = phone.open(day.address())
    page.get_by_role("button", name="Scan").click()
    expect(page.get_by_text("The camera cannot be used. Type the code that stands below the square.")).to_be_visible()
    expect(page.get_by_label("Camera")).to_be_hidden()
    field = page.get_by_label("Find a name, or type the code")
    field.fill(short(day.seats[3]))
    field.press("Enter")
    is_here(phone, "Ada Berg")
    expect(page.locator("[data-waits]")).to_be_empty()
    assert set(marks()) == {day.seats[3]}
