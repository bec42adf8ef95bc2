"""Journey of a manager who acts in place: remind, more time, leave, a doubt; wide and on a phone, with and without script."""

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests import make
from tests.browser import house
from tests.browser.conftest import PHONE, WIDE, Open, Visitor, in_all_modes
from tests.browser.house import House
from training.completion import service
from training.core.db import writing


@pytest.fixture
def filled(app: Flask) -> House:
    found = house.build(app)
    for given, family in (("Leila", "Haddad"), ("Rui", "Costa")):
        make.person(given, family, department=found.payments)
    make.person("Nadia", "Brandt", department=found.operations)
    with writing():
        service.reconcile(now=make.NOW, today=make.NOW.date())
    return found


@in_all_modes
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_manager_acts_where_the_people_stand(
    app: Flask, filled: House, visitor: Open, javascript: bool, width: int
) -> None:
    window = visitor(javascript=javascript, width=width)
    window.known_as(filled.ines.id, app)
    page = window.open("/departments/")
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        "All 5 people here have something open, nobody is overdue."
    )
    page.get_by_role("region", name="By requirement").get_by_role("link", name="Recognising phishing").first.click()
    here = page.url
    remind(page)
    give_more_time(window, here)
    put_on_leave(window, here)
    doubt(window, here)
    leave_oneself_alone(page)
    bring_back(window)


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def change(page: Page, name: str, what: str) -> None:
    row(page, name).locator("summary").click()
    row(page, name).get_by_role("link", name=what, exact=True).click()


def said(page: Page) -> Locator:
    return page.locator(".notices")


def remind(page: Page) -> None:
    expect(page.get_by_text("A reminder joins the mail that each person gets on Tuesday at 08:00.")).to_be_visible()
    page.get_by_role("button", name="Remind 3 people").click()
    expect(said(page)).to_have_text("3 people are reminded, each with the next mail.")
    expect(row(page, "Haddad, Leila")).to_contain_text("with the next mail")
    expect(page.get_by_role("button", name="Remind")).to_have_count(0)


def give_more_time(window: Visitor, here: str) -> None:
    page = window.page
    change(page, "Haddad, Leila", "Give more time")
    assert window.heading == "Until when may Leila Haddad do it?"
    page.get_by_label("New due day").fill("2027-02-01")
    page.get_by_label("Why?").fill("At a customer's")
    page.get_by_role("button", name="Give more time").click()
    expect(page.get_by_role("alert")).to_contain_text("or an earlier day: the security team can allow more.")
    expect(page.get_by_label("Why?")).to_have_value("At a customer's")
    page.get_by_label("New due day").fill("2027-01-06")
    page.get_by_role("button", name="Give more time").click()
    expect(said(page)).to_have_text("Leila Haddad has until 6 January 2027.")
    assert page.url == here
    expect(row(page, "Haddad, Leila")).to_contain_text("Wed 6 Jan")


def put_on_leave(window: Visitor, here: str) -> None:
    page = window.page
    change(page, "Costa, Rui", "Mark on leave")
    assert window.heading == "From when until when is Rui Costa away?"
    page.get_by_label("First day back").fill("2027-03-01")
    page.get_by_label("Why?").fill("Parental leave")
    page.get_by_role("button", name="Mark on leave").click()
    expect(said(page)).to_have_text("Rui Costa is on leave and back on 1 March 2027.")
    assert page.url == here
    expect(row(page, "Costa, Rui")).to_contain_text("Exempt")
    expect(row(page, "Costa, Rui")).to_contain_text("On leave until Mon 1 Mar 2027")


def doubt(window: Visitor, here: str) -> None:
    page = window.page
    change(page, "Okafor, Amara", "Not in my team")
    assert window.heading == "Is Amara Okafor not in your team?"
    page.get_by_label("What do you know?").fill("Moved to Operations")
    page.get_by_role("button", name="Ask for the roster to be checked").click()
    expect(said(page)).to_contain_text("Whoever keeps the roster is asked about Amara Okafor.")
    assert page.url == here
    expect(row(page, "Okafor, Amara")).to_contain_text("said not to be in the team on 23 Nov")


def leave_oneself_alone(page: Page) -> None:
    expect(row(page, "Duarte, Ines")).to_contain_text("you")
    expect(row(page, "Duarte, Ines").locator("summary")).to_have_count(0)


def bring_back(window: Visitor) -> None:
    page = window.page
    row(page, "Costa, Rui").get_by_role("link", name="View").click()
    assert window.heading == "Rui Costa"
    expect(page.get_by_role("region", name="Leave and exemptions")).to_contain_text("Parental leave")
    page.get_by_role("link", name="Change the end of leave").click()
    page.get_by_label("First day back").fill("2026-11-23")
    page.get_by_label("What has changed?").fill("It was somebody else")
    page.get_by_role("button", name="Change the end of leave").click()
    expect(said(page)).to_have_text("Rui Costa is back on 23 November 2026.")
    expect(page.get_by_role("region", name="Leave and exemptions")).to_have_count(0)
    page.get_by_role("region", name="Duties now").get_by_role("link", name="Recognising phishing").click()
    expect(page.get_by_text("It is asked of everybody.")).to_be_visible()
