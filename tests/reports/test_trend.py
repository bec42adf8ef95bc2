"""The trend over twelve months and what changed since last week: gaps stay gaps, words and numbers agree."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import Client, Page
from tests.completion import making
from tests.completion.test_freezing import freeze
from tests.reports.company import Company
from training.completion import freezing
from training.completion.as_of import AsOf, Known
from training.completion.freezing_queries import Line
from training.completion.models import Requirement
from training.completion.rules import FigureKind
from training.core.db import database, writing
from training.web.trend_picture import TrendPoint, trend

TODAY = date(2026, 11, 23)
START = date(2026, 11, 3)
NAMES = ("done", "done_late", "exempt", "open", "overdue")


@pytest.fixture
def company(app: Flask, client: Client) -> Company:
    return Company(client)


def begin(company: Company, *more: Any) -> list[int]:
    people = [company.person(team) for team in (0, 0, 1, 2)]
    company.publish(*more)
    return people


def put(kind: FigureKind, day: date, *numbers: tuple[int, tuple[int, ...]], of: str = "phishing") -> None:
    """Freeze numbers as they are given: (department id, five parts)."""
    number = requirement_id(of)
    with writing():
        lines = [Line(department, number, *parts) for department, parts in numbers]
        new = freezing.NewFigures(kind, AsOf(day, making.noon(day), Known.THEN), lines)
        assert freezing.freeze(new, now=making.noon(day))


def requirement_id(slug: str) -> int:
    return database.session.scalars(select(Requirement.id).where(Requirement.slug == slug)).one()


def month(company: Company, day: date, done: int, still_open: int) -> None:
    put(FigureKind.MONTHLY, day, (company.teams[0], (done, 0, 0, still_open, 0)))


def table(page: Page) -> list[list[str]]:
    rows = page.soup.select("table.months tbody tr")
    return [[one.get_text(strip=True) for one in row.select("th, td")] for row in rows]


def changes(page: Page) -> list[list[str]]:
    rows = page.soup.select("section[aria-labelledby=changed] tbody tr")
    return [[one.get_text(strip=True) for one in row.select("th, td")] for row in rows]


# --- twelve months ----------------------------------------------------------------------------------------------------


def test_the_last_twelve_months_and_today_with_gaps(company: Company, client: Client):
    begin(company)
    month(company, date(2025, 10, 31), 1, 1)
    month(company, date(2026, 3, 31), 1, 3)
    month(company, date(2026, 4, 30), 2, 2)
    month(company, date(2026, 10, 31), 3, 1)
    company.manager()
    page = client.get(f"/departments/{company.finance}")
    rows = table(page)
    assert [row[0] for row in rows] == [
        "Today", "Oct 2026", "Sep 2026", "Aug 2026", "Jul 2026", "Jun 2026", "May 2026", "Apr 2026", "Mar 2026",
    ]  # fmt: skip
    assert rows[0][1:] == ["0", "0", "0", "3", "0", "0 of 3"]
    assert rows[1][1:] == ["3", "0", "0", "1", "0", "3 of 4"]
    assert rows[2][1:] == ["", "", "", "", "", "not frozen"]
    assert "At the end of March 2026, 1 of 4 were done. Today it is 0 of 3." in page.words
    drawn = page.soup.select_one(".trend svg[role=img]")
    assert len(drawn.select(".trend-point")) == 4
    assert len(drawn.select(".curve-line")) == 2, "March to April, October to today: no line over a gap"
    assert [one.get_text(strip=True) for one in drawn.select(".curve-label")] == ["25 %", "0 %"]
    links = [one["href"] for one in page.soup.select("table.months a")]
    assert links[0] == "/departments/figures/2026-10"
    assert len(links) == 3


def test_each_department_has_its_own_and_what_is_below_it(company: Company, client: Client):
    begin(company)
    at = date(2026, 10, 31)
    put(
        FigureKind.MONTHLY, at, (company.finance_id, (1, 0, 0, 0, 0)), (company.teams[0], (0, 2, 0, 0, 0)),
        (company.teams[1], (0, 0, 3, 0, 0)), (company.legal_id, (0, 0, 0, 4, 0)),
    )  # fmt: skip
    company.manager()
    assert table(client.get(f"/departments/{company.finance}"))[1][1:] == ["1", "2", "3", "0", "0", "3 of 3"]
    assert table(client.get(f"/departments/{company.legal}"))[1][1:] == ["0", "0", "0", "4", "0", "0 of 4"]
    assert table(client.get("/departments/"))[1][1:] == ["1", "2", "3", "4", "0", "3 of 7"]


def test_a_manager_sees_the_trend_of_their_own_departments(company: Company, client: Client):
    begin(company)
    put(
        FigureKind.MONTHLY, date(2026, 10, 31), (company.teams[0], (1, 0, 0, 0, 0)), (company.legal_id, (5, 0, 0, 0, 0))
    )
    company.manager(company.finance_id)
    assert table(client.get("/departments/"))[1][1:] == ["1", "0", "0", "0", "0", "1 of 1"]


def test_a_requirement_has_a_trend_of_its_own(company: Company, client: Client):
    begin(company, making.written("second"))
    at = date(2026, 10, 31)
    numbers = {1: requirement_id("phishing"), 2: requirement_id("second")}
    with writing():
        lines = [Line(company.teams[0], number, done, 0, 0, 0, 0) for done, number in numbers.items()]
        freezing.freeze(
            freezing.NewFigures(FigureKind.MONTHLY, AsOf(at, making.noon(at), Known.THEN), lines), now=making.noon(at)
        )
    company.manager()
    found = {table(client.get(f"/departments/{company.finance}/{slug}"))[1][1] for slug in ("phishing", "second")}
    assert found == {"1", "2"}


def test_before_anything_was_frozen_it_says_when(company: Company, client: Client):
    begin(company)
    company.manager()
    page = client.get(f"/departments/{company.finance}")
    assert "The trend begins with the first month that is frozen" in page.words
    assert "What changed is told as soon as a week has been frozen" in page.words
    assert not page.soup.select(".trend")


# --- since last week --------------------------------------------------------------------------------------------------


def week(company: Company, day: date, **numbers: int) -> None:
    put(FigureKind.WEEKLY, day, (company.teams[0], tuple(numbers.get(name, 0) for name in NAMES)))


def test_what_changed_since_the_newest_week_of_seven_days_ago(company: Company, client: Client):
    people = begin(company)
    week(company, date(2026, 11, 8), open=40)
    week(company, date(2026, 11, 15), open=2, overdue=1, exempt=1)
    week(company, date(2026, 11, 22), open=70)
    making.record(people[0], company.course, date(2026, 11, 20))
    company.manager()
    page = client.get(f"/departments/{company.finance}")
    assert (
        "Since Sunday 15 November 2026: 1 more done, 1 fewer exempt, 1 fewer overdue, 1 duty fell away." in page.words
    )
    assert changes(page) == [["Recognising phishing", "+1", "\u2013", "\u22121", "\u2013", "\u22121", "\u22121"]]
    assert "no older week" not in page.words


def test_a_younger_week_is_better_than_none_and_is_named(company: Company, client: Client):
    begin(company)
    week(company, date(2026, 11, 22), open=1)
    company.manager()
    page = client.get(f"/departments/{company.finance}")
    assert "Since Sunday 22 November 2026: 2 more open, 2 duties came in addition." in page.words
    assert "Compared with yesterday: no older week has been frozen yet." in page.words


def test_where_nothing_changed_a_sentence_says_so(company: Company, client: Client):
    begin(company)
    week(company, date(2026, 11, 15), open=3)
    company.manager(company.finance_id)
    page = client.get(f"/departments/{company.finance}")
    assert "Nothing has changed since Sunday 15 November 2026." in page.words
    assert changes(page) == []


def test_what_was_asked_last_week_and_is_no_more(company: Company, client: Client):
    begin(company, making.written("second"))
    put(FigureKind.WEEKLY, date(2026, 11, 15), (company.legal_id, (0, 0, 0, 4, 0)), of="second")
    company.manager()
    rows = changes(client.get(f"/departments/{company.legal}"))
    assert sorted(rows) == [
        ["Recognising phishing", "\u2013", "\u2013", "\u2013", "+1", "\u2013", "+1"],
        ["Second", "\u2013", "\u2013", "\u2013", "\u22123", "\u2013", "\u22123"],
    ]


def test_the_demonstration_of_real_weeks(company: Company, client: Client, clock: Any):
    """From freezing itself, not from numbers put in."""
    people = begin(company)
    freeze(TODAY, kind=FigureKind.WEEKLY)
    clock.set(making.noon(date(2026, 12, 1)))
    making.record(people[0], company.course, date(2026, 11, 30))
    making.record(people[1], company.course, date(2026, 12, 1))
    company.manager()
    page = client.get(f"/departments/{company.finance}")
    assert "Since Monday 23 November 2026: 2 more done, 2 fewer open." in page.words


# --- the picture ------------------------------------------------------------------------------------------------------


def test_the_picture_is_on_a_scale_from_nought_to_all() -> None:
    drawn = trend([TrendPoint("a", 0, 4), TrendPoint("b", 4, 4), TrendPoint("c", 2, 4)], goal=50)
    floor, top, middle = (mark.y for mark in drawn.marks)
    assert floor == drawn.floor_y and top == 28 and middle == drawn.goal_y == (floor + top) // 2
    assert [mark.share for mark in drawn.marks] == [0, 100, 50]
    assert len({other.x - one.x for one, other in pairwise(drawn.marks)}) == 1, "equal room for each"
    assert all(
        0 <= mark.x <= drawn.width and 0 <= label.y <= drawn.height for mark in drawn.marks for label in drawn.labels
    )


def test_labels_stand_where_no_line_goes() -> None:
    rising = trend([TrendPoint("a", 1, 4), TrendPoint("b", 3, 4)])
    first, last = rising.labels
    assert first.y > (rising.marks[0].y or 0) and last.y < (rising.marks[1].y or 0)


def test_a_picture_of_one_known_moment_has_no_line_and_no_label() -> None:
    alone = trend([TrendPoint("a", 0, 0), TrendPoint("b", 1, 2)])
    assert (alone.lines, alone.labels) == ((), ())
    assert [mark.y is None for mark in alone.marks] == [True, False]


def test_every_third_step_is_named_and_always_the_last() -> None:
    marks = trend([TrendPoint(str(number), 1, 2) for number in range(13)]).marks
    assert [mark.short for mark in marks if mark.named] == ["0", "3", "6", "9", "12"]
