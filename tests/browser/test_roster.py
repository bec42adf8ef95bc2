"""Journey of the security team: a roster with a fault, its dry run, the changes, a second yes for many leavers."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests import make
from tests.browser.conftest import Open, Visitor, in_all_modes
from tests.browser.house import work_off
from training.core.permissions import Role
from training.people import importing

HEADER = "external_id,given,family,email,department,site,site_name,site_zone,site_city,manager,leads,title"
CLERKS = [
    f"{number},Given{number},Family{number},clerk{number}@alderfinch.example,Operations,LEEDS,,,,1001,,Clerk"
    for number in range(1002, 1014)
]
DANA = "1001,Dana,Ford,dana@alderfinch.example,Operations,LEEDS,Leeds,Europe/London,Leeds,,yes,Head"


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BREATH", 0)


def send(window: Visitor, *lines: str, complete: bool = False) -> Page:
    page = window.open("/admin/roster/")
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": "\n".join([HEADER, *lines]).encode()}
    page.get_by_label("Roster as CSV").set_input_files(file)  # type: ignore[arg-type]
    if complete:
        page.get_by_label("The file is complete").check()
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The file is being read.")
    return page


def count(page: Page, kind: str) -> str:
    row = page.get_by_role("region", name="In numbers").get_by_role("row", name=kind)
    return row.get_by_role("cell").inner_text().split()[0]


@in_all_modes
def test_a_roster_is_read_planned_and_applied(app: Flask, visitor: Open, javascript: bool) -> None:
    window = visitor(javascript=javascript)
    rafael = make.person("Rafael", "Castellanos", external_id=None)
    make.grant(rafael, Role.SECURITY_TEAM)
    window.known_as(rafael.id, app)
    refuse_a_fault(app, window)
    bring_everybody_in(app, window)
    move_one(app, window)
    let_many_leave(app, window)


def refuse_a_fault(app: Flask, window: Visitor) -> None:
    page = window.open("/admin/roster/")
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the file")

    page = send(window, DANA, "1002,Ravi,Nair,not an address,Operations,LEEDS,,,,1001,,Clerk")
    expect(page.get_by_role("progressbar")).to_be_visible()
    work_off(app)
    # The page looks again by itself, with and without JavaScript.
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nothing was changed. One fault stands in the way.")
    fault = page.get_by_role("region", name="What to put right").get_by_role("row").last
    expect(fault.get_by_role("rowheader")).to_have_text("3")
    expect(fault).to_contain_text("email")
    expect(page.get_by_role("button", name="Make these changes")).to_have_count(0)


def bring_everybody_in(app: Flask, window: Visitor) -> None:
    page = send(window, DANA, *CLERKS)
    work_off(app)
    page.reload()
    assert window.heading == "Nothing is changed yet. 13 new."
    assert count(page, "New") == "13"
    assert count(page, "Departments opened") == "1"
    expect(page.get_by_role("region", name="New", exact=True).get_by_role("row").nth(1)).to_contain_text(
        "Dana Ford (1001)"
    )
    apply(app, page)


def apply(app: Flask, page: Page) -> None:
    page.get_by_role("button", name="Make these changes").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The changes are being made.")
    expect(page.get_by_role("progressbar")).to_be_visible()
    work_off(app)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The roster is up to date.")


def move_one(app: Flask, window: Visitor) -> None:
    page = send(window, CLERKS[0].replace("Operations", "Operations / Night shift"))
    work_off(app)
    page.reload()
    assert window.heading == "Nothing is changed yet. 1 moved."
    moved = page.get_by_role("region", name="Moved").get_by_role("row").last
    expect(moved).to_contain_text("Given1002 Family1002 (1002)")
    expect(moved).to_contain_text("Operations / Night shift")
    page.get_by_role("button", name="Discard the file").click()
    expect(page.get_by_text("The plan is discarded. Nothing was changed.")).to_be_visible()
    expect(page.get_by_role("region", name="Earlier files").get_by_role("row").nth(1)).to_contain_text("discarded")


def let_many_leave(app: Flask, window: Visitor) -> None:
    page = send(window, DANA, *CLERKS[:5], complete=True)
    work_off(app)
    page.reload()
    assert count(page, "Left") == "7"
    expect(page.get_by_text("7 of 13 people would leave: more than one in ten. Is the file cut off?")).to_be_visible()
    page.get_by_role("button", name="Make these changes").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Yes, so many people have left").check()
    apply(app, page)
    window.open("/admin/roster/")
    expect(page.get_by_role("region", name="Earlier files").get_by_role("row").nth(1)).to_contain_text("applied")
