"""Dates in a row: on which days they fall, at which instants, and what stands in their way."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.seminars import making, planned
from training.core.db import writing
from training.core.errors import Refused
from training.seminars import series
from training.seminars.models import SeminarSession
from training.seminars.plan_models import SessionTrainer
from training.seminars.planning import NewSession
from training.seminars.recurrence import Pattern, Rhythm, days
from training.seminars.series import NewSeries
from training.seminars.terms import Terms

NOW = making.NOW
FIRST = st.dates(date(2020, 1, 1), date(2060, 12, 31))
TIMES = st.integers(2, 26)


@given(FIRST, TIMES, st.integers(1, 12))
def test_weeks_keep_the_weekday(first: date, times: int, every: int) -> None:
    found = days(first, Pattern(Rhythm.WEEKS, times, every))
    assert found[0] == first and len(found) == times
    assert {later - earlier for earlier, later in pairwise(found)} == {timedelta(weeks=every)}


@given(FIRST, TIMES)
def test_each_month_has_one_on_the_same_day_or_its_last(first: date, times: int) -> None:
    found = days(first, Pattern(Rhythm.SAME_DAY, times))
    one_a_month(first, found, times)
    for day in found:
        assert day.day == min(first.day, monthrange(day.year, day.month)[1])


@given(FIRST, TIMES)
def test_each_month_has_one_on_the_same_weekday(first: date, times: int) -> None:
    found = days(first, Pattern(Rhythm.SAME_WEEKDAY, times))
    one_a_month(first, found, times)
    for day in found:
        assert day.weekday() == first.weekday()
        last = (day + timedelta(days=7)).month != day.month
        assert (day.day - 1) // 7 == (first.day - 1) // 7 or (last and (first.day - 1) // 7 == 4)


def one_a_month(first: date, found: list[date], times: int) -> None:
    assert found[0] == first
    months = [day.year * 12 + day.month for day in found]
    assert months == list(range(months[0], months[0] + times))


# --- planned ----------------------------------------------------------------------------------------------------------


def wanted(slug: str, start: str = "2027-03-02T09:00", pattern: Pattern | None = None, **values: Any) -> NewSeries:
    more = {name: values.pop(name) for name in ("trainer", "leave_out") if name in values}
    given: dict[str, Any] = {"capacity": 5, "zone": "America/Chicago", "join_url": "https://meet.example/x"} | values
    first = NewSession(slug, planned.at(start), **given)
    return NewSeries(first, pattern or Pattern(Rhythm.WEEKS, 4), **more)


def plan(new: NewSeries) -> list[str]:
    runner = planned.runner()
    with writing():
        return series.plan_series(runner, new, now=NOW)


def test_each_date_is_found_by_the_clock_of_its_own_day(app: Flask) -> None:
    terms = Terms(cancel_until=planned.at("2027-03-01T12:00"))
    found = [planned.date(one) for one in plan(wanted(making.seminar(), terms=terms))]
    assert [row.local_start for row in found] == [f"2027-03-{day:02}T09:00" for day in (2, 9, 16, 23)]
    # The clocks of Chicago go forward on 14 March 2027.
    assert [row.starts_at.hour for row in found] == [15, 15, 14, 14]
    assert [row.cancel_until.hour for row in found] == [18, 18, 17, 17]
    assert len({row.series for row in found}) == 1 and found[0].series


def test_a_day_in_the_gap_is_told_and_nothing_is_planned(app: Flask) -> None:
    gap = wanted(making.seminar(), "2027-03-07T02:30")
    with pytest.raises(Refused, match=r"2027-03-14: .*02:30 does not exist"):
        plan(gap)
    assert not making.rows(select(SeminarSession.id))
    without = wanted(making.seminar(), "2027-03-07T02:30", leave_out=True)
    assert [planned.date(one).local_start[8:10] for one in plan(without)] == ["07", "21", "28"]


def test_a_room_in_use_is_told_with_its_day(app: Flask) -> None:
    slug, room = making.seminar(), making.venue(seats=9)
    making.session(slug, venue_id=room, local_start=planned.at("2027-03-16T11:00"))
    busy = wanted(slug, venue=room, zone="", join_url="")
    with pytest.raises(Refused, match="2027-03-16: Building C, room 204 is in use"):
        plan(busy)
    with pytest.raises(Refused, match="has 9 seats"):
        plan(wanted(slug, venue=room, zone="", join_url="", capacity=10))


def test_a_busy_trainer_is_told_with_the_day(app: Flask) -> None:
    slug, person = making.seminar("First hour"), make.person("Ines", "Duarte")
    email = person.email or ""
    plan(wanted(slug, trainer=email.upper()))
    assert len(making.rows(select(SessionTrainer.id).where(SessionTrainer.person_id.is_not(None)))) == 4
    with pytest.raises(Refused, match="2027-03-02: The trainer is in “First hour” at that time"):
        plan(wanted(slug, trainer=email))
    with pytest.raises(Refused, match="Nobody of ours"):
        plan(wanted(slug, trainer="robin@elsewhere.example"))


@pytest.mark.parametrize("pattern", [Pattern(Rhythm.WEEKS, 1), Pattern(Rhythm.WEEKS, 27), Pattern(Rhythm.WEEKS, 3, 13)])
def test_the_numbers_have_bounds(app: Flask, pattern: Pattern) -> None:
    with pytest.raises(Refused, match="Enter a number from"):
        plan(wanted(making.seminar(), pattern=pattern))


def test_a_series_needs_few_looks_however_long(app: Flask, statements: Any) -> None:
    slug, room, runner = making.seminar(), making.venue(seats=9), planned.runner()
    counts = []
    for times in (2, 26):
        new = wanted(slug, venue=room, zone="", join_url="", pattern=Pattern(Rhythm.WEEKS, times))
        with writing(), statements() as counted:
            series.look(runner, new, now=NOW)
        counts.append(len(counted))
    assert counts[0] == counts[1] <= 4


def test_the_pages_of_a_series(app: Flask, client: Client) -> None:
    planned.desk(client)
    slug = making.seminar("First hour of a breach")
    making.venue()
    values = {
        "starts": "2027-03-07T02:30", "zone": "America/Chicago", "join_url": "https://meet.example/x", "times": "4", "every": "1",
        "rhythm": "weeks", "life": "draft",
    }  # fmt: skip
    form = client.get(f"/desk/seminars/{slug}/series/new")
    wrong = client.submit(form, values | {"times": "40"})
    assert wrong.status == 422 and "from 2 to 26" in wrong.words
    preview = client.submit(form, values)
    assert "Three dates can be planned. One day cannot be." in preview.heading
    assert "Sun 14 Mar 2027" in preview.words and "does not exist on that day" in preview.words
    assert not making.rows(select(SeminarSession.id))
    refused = client.submit(preview)
    assert refused.status == 422 and "14 March 2027: " in refused.words
    done = client.submit(preview, {"leave_out": "y"})
    assert "Three dates are planned." in done.text
    assert "Planned together with" in done.words and "Sun 21 Mar 2027, 02:30" in done.words
    assert {row.status for row in making.rows(select(SeminarSession.status))} == {"draft"}
    assert datetime(2027, 3, 7, 8, 30, tzinfo=UTC) in {row[0] for row in making.rows(select(SeminarSession.starts_at))}
