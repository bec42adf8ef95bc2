"""Journey of a manager: the own subtree and nothing else, five parts that sum, the people behind each number."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests import make
from tests.browser import house
from tests.browser.conftest import Open, Visitor, in_all_modes
from tests.browser.house import House
from tests.conftest import Clock
from training.completion import excusing
from training.completion import service as completion
from training.completion.rules import ExemptionKind
from training.core.db import writing

CHRISTMAS = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
"""A day after the course on phishing was due."""
PARTS = {
    "Done": "Beck, Jonas",
    "Done late": "Okafor, Amara",
    "Exempt": "Sato, Ken",
    "Open": "Haddad, Leila",
    "Overdue": "Duarte, Ines",
}


@pytest.fixture
def filled(app: Flask, clock: Clock) -> House:
    """On the day before Christmas somebody stands in each of the five parts."""
    found = house.build(app)
    ken = make.person("Ken", "Sato", department=found.payments)
    make.person("Leila", "Haddad", department=found.payments, started_on=date(2026, 12, 14))
    clock.set(CHRISTMAS)
    with writing():
        completion.reconcile(now=CHRISTMAS, today=CHRISTMAS.date())
    house.pass_course(found.amara, CHRISTMAS)
    with writing():
        leave = excusing.NewExemption(
            ken.id, None, ExemptionKind.LEAVE, date(2026, 12, 1), date(2027, 3, 1), "On leave", found.rafael.id
        )
        excusing.exempt(leave, by_person_id=found.rafael.id, now=CHRISTMAS, today=CHRISTMAS.date())
    return found


def numbers(page: Page) -> list[int]:
    page.wait_for_load_state()
    return [int(words.split()[0]) for words in page.locator(".sum dd").all_inner_texts()]


@in_all_modes
def test_a_team_and_nobody_else(app: Flask, filled: House, visitor: Open, javascript: bool) -> None:
    window = visitor(javascript=javascript)
    window.known_as(filled.ines.id, app)
    page = window.open("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Team").click()
    *parts, total = numbers(page)
    assert sum(parts) == total
    teams = page.get_by_role("region", name="By team").get_by_role("rowheader")
    assert [words.split("\n")[0] for words in teams.all_inner_texts()] == ["Finance", "Payments"]
    page.get_by_role("region", name="By team").get_by_role("link", name="Finance", exact=True).click()
    page.get_by_role("region", name="By requirement").get_by_role("link", name="Recognising phishing").first.click()
    assert window.heading == "Finance: 2 of 4 have done it"
    assert numbers(page) == [1, 1, 1, 1, 1, 5]
    open_each_number(window)
    download(page)
    see_nothing_of_others(window, filled)


def open_each_number(window: Visitor) -> None:
    page, here = window.page, window.page.url
    for part, name in PARTS.items():
        page.locator(".sum").get_by_role("link", name=f"1 {part}", exact=True).click()
        people = page.get_by_role("table").get_by_role("row")
        expect(people).to_have_count(2)
        expect(people.last).to_contain_text(name)
        expect(people.last).to_contain_text(part)
    page.locator(".sum").get_by_role("link", name="5 People").click()
    assert page.url == here
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(6)
    expect(page.get_by_role("table").get_by_role("row").nth(1)).to_contain_text("Duarte, Ines")


def download(page: Page) -> None:
    with page.expect_download() as coming:
        page.get_by_role("link", name="CSV").first.click()
    assert coming.value.suggested_filename == "phishing-each-year.csv"
    with Path(coming.value.path()).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["State"]: row["Person"] for row in rows} == PARTS


def see_nothing_of_others(window: Visitor, filled: House) -> None:
    for path in ("", "/phishing-each-year", "/phishing-each-year/people.csv"):
        answer = window.page.goto(f"{window.address}/departments/{filled.operations.public_id}{path}")
        assert answer is not None
        assert answer.status == 404
        assert window.heading == "Nothing is here."
        assert "Operations" not in window.page.content()
