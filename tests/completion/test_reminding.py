"""Working days, steps of the ladder, who may be mailed: by table, and for any calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.completion.reminding import (
    Calendar,
    Ladder,
    Reader,
    Span,
    begins_month,
    bounds,
    due_days,
    first_day,
    morning,
    reached,
)
from training.completion.rules import ReminderKind

USUAL = Calendar()
CHRISTMAS = Calendar("12345", frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}))
GULF = Calendar("71234")
THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("calendar", "due", "step", "day"),
    [
        (USUAL, "2026-11-26", 0, "2026-11-26"),
        (USUAL, "2026-11-26", -3, "2026-11-23"),
        (USUAL, "2026-11-26", -4, "2026-11-20"),
        (USUAL, "2026-11-26", -14, "2026-11-06"),
        (USUAL, "2026-11-26", 3, "2026-12-01"),
        (USUAL, "2026-11-28", 0, "2026-11-27"),  # due on a Saturday: told on Friday, not when it is late
        (USUAL, "2026-11-29", 1, "2026-11-30"),
        (USUAL, "2026-11-28", -3, "2026-11-24"),
        (CHRISTMAS, "2026-12-25", 0, "2026-12-24"),
        (CHRISTMAS, "2026-12-24", 1, "2026-12-29"),
        (CHRISTMAS, "2026-12-31", 3, "2027-01-06"),
        (GULF, "2026-11-27", 0, "2026-11-26"),
        (GULF, "2026-11-27", 1, "2026-11-29"),
    ],
)
def test_a_step_counts_working_days(calendar: Calendar, due: str, step: int, day: str) -> None:
    assert calendar.step_day(date.fromisoformat(due), step) == date.fromisoformat(day)


days = st.dates(date(2025, 1, 1), date(2029, 12, 31))
calendars = st.builds(
    Calendar,
    st.sets(st.sampled_from("1234567"), min_size=1).map(lambda found: "".join(sorted(found))),
    st.frozensets(st.dates(date(2025, 1, 1), date(2029, 12, 31)), max_size=8),
)
steps = st.integers(-20, 20)


@given(calendars, days, steps)
def test_a_step_falls_on_a_working_day(calendar: Calendar, due: date, step: int) -> None:
    assert calendar.works(calendar.step_day(due, step))


@given(calendars, days, steps, st.integers(-60, 60))
def test_due_days_that_have_reached_a_step_are_those_whose_day_of_it_has_come(
    calendar: Calendar, due: date, step: int, ahead: int
) -> None:
    today = due + timedelta(days=ahead)
    assert (due <= calendar.due_until(step, today)) == (calendar.step_day(due, step) <= today)


@given(calendars, days, steps)
def test_so_many_working_days_lie_between(calendar: Calendar, due: date, step: int) -> None:
    start, end = sorted((calendar.step_day(due, 0), calendar.step_day(due, step)))
    between = sum(calendar.works(start + timedelta(days=ahead)) for ahead in range((end - start).days))
    assert between == abs(step)


@given(calendars, days, st.lists(steps, min_size=1, max_size=5, unique=True), st.integers(-60, 60))
def test_the_furthest_step_counts(calendar: Calendar, due: date, ladder: list[int], ahead: int) -> None:
    today = due + timedelta(days=ahead)
    wanted = max((step for step in ladder if calendar.step_day(due, step) <= today), default=None)
    assert reached(due, bounds(calendar, tuple(ladder), today)) == wanted


@given(calendars, days, st.lists(steps, min_size=1, max_size=4, unique=True), st.integers(0, 9), st.integers(-90, 90))
def test_who_comes_to_a_step_between_two_days(
    calendar: Calendar, first: date, ladder: list[int], length: int, away: int
) -> None:
    last, due = first + timedelta(days=length), first + timedelta(days=away)
    comes = any(first <= calendar.step_day(due, step) <= last for step in ladder)
    assert (due in due_days(Ladder(tuple(ladder)), first, last, calendar)) == comes


def test_managers_and_directors_are_told_from_their_own_step_on() -> None:
    ladder = Ladder(steps=(-3, 0, 3, 10, 20), manager_from=5, director_from=14)
    assert ladder.of(ReminderKind.OWN) == (-3, 0, 3, 10, 20)
    assert ladder.of(ReminderKind.MANAGER) == (5, 10, 20)
    assert ladder.of(ReminderKind.DIRECTOR) == (14, 20)


# --- who may be mailed ------------------------------------------------------------------------------------------------


def reader(*mailed: str, away: tuple[Span, ...] = (), **values: object) -> Reader:
    return Reader(1, USUAL, "Europe/London", away, frozenset(map(date.fromisoformat, mailed)), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "day", "may"),
    [
        (reader(), "2026-11-26", True),
        (reader(), "2026-11-28", False),
        (reader("2026-11-26"), "2026-11-26", False),
        (reader("2026-11-24"), "2026-11-26", True),
        (reader("2026-11-20", "2026-11-24"), "2026-11-26", False),
        (reader("2026-11-19", "2026-11-24"), "2026-11-26", True),
        (reader(away=(Span(date(2026, 11, 26), date(2026, 11, 27)),)), "2026-11-26", False),
        (reader(away=(Span(date(2026, 11, 26), date(2026, 11, 27)),)), "2026-11-27", True),
        (reader(away=(Span(date(2026, 11, 26), None),)), "2027-11-26", False),
        (reader(left_on=date(2026, 11, 26)), "2026-11-26", False),
        (reader(left_on=date(2026, 11, 26)), "2026-11-25", True),
        (reader(reachable=False), "2026-11-26", False),
    ],
)
def test_who_may_be_mailed_on_a_day(one: Reader, day: str, may: bool) -> None:
    assert one.may_be_mailed(date.fromisoformat(day), 2) is may


@given(calendars, days, st.integers(1, 5))
def test_whoever_is_mailed_whenever_it_is_allowed_gets_at_most_so_many_in_any_seven_days(
    calendar: Calendar, first: date, most: int
) -> None:
    mailed: list[date] = []
    one = Reader(1, calendar, "UTC")
    for ahead in range(40):
        day = first + timedelta(days=ahead)
        if one.may_be_mailed(day, most, mailed):
            mailed.append(day)
    for start in range(40):
        week = {first + timedelta(days=start + ahead) for ahead in range(7)}
        assert len(week & set(mailed)) <= most
    assert all(calendar.works(day) for day in mailed)


def test_the_next_mail_comes_on_the_next_day_that_is_allowed() -> None:
    assert reader().next_day(date(2026, 11, 28), 2) == date(2026, 11, 30)
    assert reader("2026-11-24", "2026-11-26").next_day(date(2026, 11, 27), 2) == date(2026, 12, 1)
    assert reader(away=(Span(date(2026, 1, 1), None),)).next_day(THURSDAY, 2) is None


def test_a_morning_is_one_of_its_own_zone() -> None:
    now = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
    assert morning(now, "Pacific/Auckland") == date(2026, 11, 24)
    assert morning(now, "Europe/London") is None, "in the evening nobody is written to"
    assert morning(now, "America/Chicago") == date(2026, 11, 23)
    assert first_day(now, "America/Los_Angeles") == date(2026, 11, 24)
    assert first_day(now, "Asia/Kolkata") == date(2026, 11, 24), "01:00 there: the morning is still to come"


def test_the_first_working_day_of_a_month() -> None:
    assert [day for day in range(1, 10) if begins_month(date(2026, 11, day), USUAL)] == [2]
    assert [day for day in range(1, 10) if begins_month(date(2027, 1, day), CHRISTMAS)] == [4]
