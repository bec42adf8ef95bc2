"""The ladder of days: one step up when right, one back when not, and what is asked of somebody in one week."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.learning.ladder import LADDER, Due, Rung, after, begun, to_ask, week_of

untimed = settings(deadline=None)
TODAY = date(2026, 11, 23)
LAST = len(LADDER) - 1
steps = st.integers(0, LAST)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_the_steps_are_a_week_a_month_three_and_four_months() -> None:
    assert LADDER == (7, 30, 90, 120)


@pytest.mark.parametrize(
    ("step", "right", "then", "in_days"),
    [
        (0, True, 1, 30), (1, True, 2, 90), (2, True, 3, 120), (3, True, 3, 120),
        (0, False, 0, 7), (1, False, 0, 7), (2, False, 1, 30), (3, False, 2, 90),
    ],
)  # fmt: skip
def test_one_up_when_right_and_one_back_when_not(step: int, right: bool, then: int, in_days: int) -> None:
    assert after(step, right=right, today=TODAY) == Rung(then, TODAY + timedelta(days=in_days))


@untimed
@given(days)
def test_what_was_learned_comes_back_in_a_week(today: date) -> None:
    assert begun(today) == Rung(0, today + timedelta(days=7))


@untimed
@given(days, st.lists(st.booleans(), max_size=40))
def test_nobody_climbs_beyond_the_ends_nor_waits_longer_than_the_last_step(today: date, answers: list[bool]) -> None:
    rung = begun(today)
    for right in answers:
        before, day = rung, rung.due_on
        rung = after(before.step, right=right, today=day)
        assert 0 <= rung.step <= LAST
        assert abs(rung.step - before.step) <= 1
        assert timedelta(days=7) <= rung.due_on - day <= timedelta(days=120)


@untimed
@given(days, steps)
def test_a_wrong_answer_never_waits_longer_than_a_right_one(today: date, step: int) -> None:
    assert after(step, right=False, today=today).due_on < after(step, right=True, today=today).due_on


# --- what is asked in a week ------------------------------------------------------------------------------------------

dues = st.lists(
    st.builds(
        Due,
        subject_id=st.integers(1, 4),
        objective=st.sampled_from("abc"),
        due_on=st.integers(-40, 10).map(lambda number: TODAY + timedelta(days=number)),
        weak=st.booleans(),
    ),
    max_size=20,
)


def by_hand(due: list[Due], most: int) -> list[tuple[bool, date, int]]:
    """Take the most urgent that is left, again and again; how urgent each one was, for two may be equally so."""
    left, taken = [one for one in due if one.due_on <= TODAY], []
    while left and len(taken) < most:
        urgent = min(left, key=urgency)
        taken.append(urgency(urgent))
        left = [one for one in left if one.subject_id != urgent.subject_id]
    return taken


def urgency(one: Due) -> tuple[bool, date, int]:
    return not one.weak, one.due_on, one.subject_id


@untimed
@given(dues, st.integers(0, 3))
def test_what_is_asked(due: list[Due], most: int) -> None:
    asked = to_ask(due, most, TODAY)

    assert len(asked) <= most
    assert all(one in due for one in asked)
    assert all(one.due_on <= TODAY for one in asked), "never before its time"
    assert len({one.subject_id for one in asked}) == len(asked), "one of each course"
    assert [urgency(one) for one in asked] == by_hand(due, most)


@untimed
@given(dues, st.integers(0, 3), st.randoms())
def test_the_order_in_which_it_is_found_does_not_count(due: list[Due], most: int, source: object) -> None:
    mixed = list(due)
    source.shuffle(mixed)  # type: ignore[attr-defined]
    assert to_ask(mixed, most, TODAY) == to_ask(due, most, TODAY)


def test_a_weak_belief_goes_before_what_is_due_longer() -> None:
    long = Due(1, "report", TODAY - timedelta(days=60))
    weak = Due(2, "examine", TODAY, weak=True)
    ahead = Due(3, "examine", TODAY + timedelta(days=1), weak=True)
    assert to_ask([long, ahead, weak], 1, TODAY) == (weak,)
    assert to_ask([long, ahead, weak], 2, TODAY) == (weak, long)
    assert to_ask([long, weak], 0, TODAY) == ()


@untimed
@given(days)
def test_a_week_begins_on_monday(day: date) -> None:
    monday = week_of(day)
    assert monday.weekday() == 0
    assert timedelta(0) <= day - monday < timedelta(days=7)
