"""When duties open, are due and come again: tables by hand, and what must hold for every history."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from training.completion.due import (
    DAY,
    Cycle,
    Done,
    History,
    Moment,
    Rule,
    Settled,
    Terms,
    add_months,
    next_due,
    opening,
    plan,
    terms_of,
)
from training.completion.unsettled import latest_done

START = date(2026, 3, 2)
ONCE = Terms(Rule("days-from-start", days=30))
YEARLY = Terms(Rule("days-from-start", days=30), renewal_months=12, window_days=60)
ROLLING = Terms(Rule("rolling", months=6), window_days=30)
FIRST = Terms(Rule("before-access"), renewal_months=12)
QUARTER = Terms(Rule("calendar-quarter", days=14))
NERC = Terms(Rule("month-end", days=30, months=15))
RISK = Terms(Rule("linked-risk", days=30, risk="fraud", low=24, medium=12, high=6, level="high"))
INCIDENT = Terms(Rule("on-event", event="incident", days=14, on=(date(2026, 2, 1), date(2026, 5, 4), date(2026, 6, 1))))
NEVER = Terms(Rule("on-event", event="bulletin", days=14))
DECEMBER = Terms(Rule("fixed-date", month=12, day=1), window_days=60)


def done(*days: date) -> tuple[Done, ...]:
    return tuple(Done(day, number) for number, day in enumerate(days, 1))


def spans(cycles: tuple[Cycle, ...]) -> list[tuple[date, date, date | None, date | None]]:
    return [(one.opens, one.due, one.until, one.done_on) for one in cycles]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 10, 31), 4, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_clip_to_the_end_of_a_month(day: date, months: int, expected: date):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("terms", "at", "expected"),
    [
        (ONCE, Moment(START), date(2026, 4, 1)),
        (ONCE, Moment(START, done_on=date(2026, 3, 9)), None),
        (YEARLY, Moment(START, done_on=date(2026, 3, 9)), date(2027, 3, 9)),
        (YEARLY, Moment(START, done_on=date(2027, 2, 1), old_end=date(2027, 3, 9)), date(2028, 3, 9)),
        (YEARLY, Moment(START, done_on=date(2027, 3, 9), old_end=date(2027, 3, 9)), date(2028, 3, 9)),
        (YEARLY, Moment(START, done_on=date(2027, 3, 10), old_end=date(2027, 3, 9)), date(2028, 3, 10)),
        (ROLLING, Moment(date(2026, 8, 31)), date(2027, 2, 28)),
        (ROLLING, Moment(START, done_on=date(2026, 8, 31)), date(2027, 2, 28)),
        (DECEMBER, Moment(START), date(2026, 12, 1)),
        (DECEMBER, Moment(date(2026, 12, 1)), date(2026, 12, 1)),
        (DECEMBER, Moment(date(2026, 12, 2)), date(2027, 12, 1)),
        (DECEMBER, Moment(START, done_on=date(2026, 3, 9), last_due=date(2026, 12, 1)), date(2027, 12, 1)),
        (DECEMBER, Moment(START, done_on=date(2027, 3, 9), last_due=date(2026, 12, 1)), date(2027, 12, 1)),
        (FIRST, Moment(START), START),
        (FIRST, Moment(START, done_on=date(2026, 3, 9)), date(2027, 3, 9)),
        (QUARTER, Moment(START), date(2026, 3, 31)),
        (QUARTER, Moment(date(2026, 3, 17)), date(2026, 3, 31)),
        (QUARTER, Moment(date(2026, 3, 18)), date(2026, 6, 30)),  # two weeks are not left
        (QUARTER, Moment(START, done_on=date(2026, 3, 9), last_due=date(2026, 3, 31)), date(2026, 6, 30)),
        (QUARTER, Moment(START, done_on=date(2026, 4, 5), last_due=date(2026, 3, 31)), date(2026, 6, 30)),
        (QUARTER, Moment(START, done_on=date(2026, 7, 5), last_due=date(2026, 3, 31)), date(2026, 9, 30)),
        (QUARTER, Moment(START, done_on=date(2026, 11, 30)), date(2027, 3, 31)),
        (NERC, Moment(START), date(2026, 4, 1)),
        (NERC, Moment(START, done_on=date(2026, 2, 10)), date(2027, 5, 31)),
        (NERC, Moment(START, done_on=date(2026, 11, 30)), date(2028, 2, 29)),
        (RISK, Moment(START), date(2026, 4, 1)),
        (RISK, Moment(START, done_on=date(2026, 3, 9)), date(2026, 9, 9)),
        (INCIDENT, Moment(START), date(2026, 5, 18)),
        (INCIDENT, Moment(date(2026, 5, 4)), date(2026, 5, 18)),
        (INCIDENT, Moment(date(2026, 5, 5)), date(2026, 6, 15)),
        (INCIDENT, Moment(date(2026, 6, 2)), None),
        (INCIDENT, Moment(START, done_on=date(2026, 5, 6)), date(2026, 6, 15)),
        (INCIDENT, Moment(START, done_on=date(2026, 6, 1)), None),
        (NEVER, Moment(START), None),
        # Ten months late, but within the window before the next date: nobody does it twice in a row.
        (DECEMBER, Moment(START, done_on=date(2027, 10, 15), last_due=date(2026, 12, 1)), date(2028, 12, 1)),
    ],
)
def test_each_kind_of_rule(terms: Terms, at: Moment, expected: date | None):
    assert next_due(terms, at) == expected


def test_a_date_that_some_years_lack_clips():
    leap = Terms(Rule("fixed-date", month=2, day=29))
    assert next_due(leap, Moment(date(2026, 3, 1))) == date(2027, 2, 28)
    assert next_due(leap, Moment(date(2027, 3, 1))) == date(2028, 2, 29)


def test_terms_come_from_the_columns_of_a_version():
    assert terms_of({"kind": "days-from-start", "days": 30}, 12, 60, 0) == YEARLY
    assert terms_of({"kind": "fixed-date", "month": 12, "day": 1}, None, 60, 0) == DECEMBER
    days = ["2026-02-01", "2026-05-04", "2026-06-01"]
    assert terms_of({"kind": "on-event", "event": "incident", "days": 14, "on": days}, None, 0, 0) == INCIDENT


def test_open_until_done():
    assert spans(plan(History(START), YEARLY)) == [(START, date(2026, 4, 1), None, None)]


def test_done_once_is_done_for_ever():
    assert spans(plan(History(START, done(date(2026, 3, 9))), ONCE)) == [
        (START, date(2026, 4, 1), None, date(2026, 3, 9))
    ]


def test_the_next_cycle_takes_over_when_the_window_opens():
    assert spans(plan(History(START, done(date(2026, 3, 9))), YEARLY)) == [
        (START, date(2026, 4, 1), date(2027, 1, 8), date(2026, 3, 9)),
        (date(2027, 1, 8), date(2027, 3, 9), None, None),
    ]


def test_what_opens_after_the_horizon_is_not_planned():
    history = History(START, done(date(2026, 3, 9)))
    assert spans(plan(history, YEARLY, until=date(2027, 1, 7))) == [(START, date(2026, 4, 1), None, date(2026, 3, 9))]
    assert len(plan(history, YEARLY, until=date(2027, 1, 8))) == 2


def test_early_in_the_window_counts_from_the_old_end():
    cycles = plan(History(START, done(date(2026, 3, 9), date(2027, 1, 20))), YEARLY)
    assert spans(cycles)[1:] == [
        (date(2027, 1, 8), date(2027, 3, 9), date(2028, 1, 9), date(2027, 1, 20)),
        (date(2028, 1, 9), date(2028, 3, 9), None, None),
    ]


def test_again_before_the_window_moves_the_next_cycle_later():
    cycles = plan(History(START, done(date(2026, 3, 9), date(2026, 9, 1))), YEARLY)
    assert spans(cycles) == [
        (START, date(2026, 4, 1), date(2027, 7, 3), date(2026, 3, 9)),
        (date(2027, 7, 3), date(2027, 9, 1), None, None),
    ]


def test_late_is_late_and_counts_from_the_day_it_was_done():
    cycles = plan(History(START, done(date(2026, 5, 20))), YEARLY)
    assert cycles[0].due < date(2026, 5, 20)
    assert cycles[1].due == date(2027, 5, 20)


def test_grace_moves_the_due_day_and_not_what_is_done():
    terms = Terms(YEARLY.rule, 12, 60, grace_days=14)
    cycles = plan(History(START, done(date(2026, 3, 9))), terms)
    assert [one.due for one in cycles] == [date(2026, 4, 15), date(2027, 3, 23)]
    assert cycles[1].opens == date(2027, 1, 8)


def test_done_before_the_start_counts_while_it_is_worth_something():
    cycles = plan(History(START, done(date(2025, 9, 1))), YEARLY)
    assert spans(cycles) == [
        (START, date(2026, 4, 1), date(2026, 7, 3), date(2025, 9, 1)),
        (date(2026, 7, 3), date(2026, 9, 1), None, None),
    ]


def test_done_before_the_start_and_about_to_end_is_the_first_renewal():
    cycles = plan(History(START, done(date(2025, 4, 10), date(2026, 3, 20))), YEARLY)
    assert spans(cycles) == [
        (START, date(2026, 4, 10), date(2027, 2, 9), date(2026, 3, 20)),
        (date(2027, 2, 9), date(2027, 4, 10), None, None),
    ]


def test_done_too_long_before_the_start_counts_no_more():
    assert spans(plan(History(START, done(date(2024, 3, 1))), YEARLY)) == [(START, date(2026, 4, 1), None, None)]


def test_hired_before_the_window_of_a_yearly_date():
    hired = date(2026, 9, 11)
    cycles = plan(History(hired, done(date(2026, 9, 12))), DECEMBER)
    assert spans(cycles) == [
        (hired, date(2026, 12, 1), date(2027, 10, 2), date(2026, 9, 12)),
        (date(2027, 10, 2), date(2027, 12, 1), None, None),
    ]


def test_done_before_the_start_in_the_window_of_a_yearly_date():
    cycles = plan(History(date(2026, 11, 20), done(date(2026, 11, 2))), DECEMBER)
    assert cycles[0].done_on == date(2026, 11, 2)
    assert cycles[1].due == date(2027, 12, 1)


def test_a_settled_cycle_keeps_its_days_when_the_terms_change():
    stricter = Terms(Rule("days-from-start", days=7), renewal_months=6, window_days=30)
    history = History(START, done(date(2026, 3, 20)), settled=(Settled(1, START, date(2026, 4, 1)),))
    assert spans(plan(history, stricter)) == [
        (START, date(2026, 4, 1), date(2026, 8, 21), date(2026, 3, 20)),
        (date(2026, 8, 21), date(2026, 9, 20), None, None),
    ]
    unsettled = History(START, (), settled=history.settled)
    assert plan(unsettled, stricter)[0].due == date(2026, 3, 9), "taken back: it is open under the terms of now"


def test_nothing_is_asked_before_anything_came_about():
    assert plan(History(START), NEVER) == ()
    assert plan(History(date(2026, 6, 2)), INCIDENT) == (), "who joins later is not concerned"


def test_each_incident_opens_a_cycle_on_its_day():
    opened = spans(plan(History(START), INCIDENT))
    assert opened == [(date(2026, 5, 4), date(2026, 5, 18), None, None)]
    both = spans(plan(History(START, done(date(2026, 5, 10))), INCIDENT))
    assert both == [
        (date(2026, 5, 4), date(2026, 5, 18), date(2026, 6, 1), date(2026, 5, 10)),
        (date(2026, 6, 1), date(2026, 6, 15), None, None),
    ]


def test_what_was_done_stays_when_a_rule_begins_to_wait():
    kept = (Settled(1, START, date(2026, 4, 1)),)
    assert spans(plan(History(START, done(date(2026, 3, 9)), kept), NEVER)) == [
        (START, date(2026, 4, 1), None, date(2026, 3, 9))
    ]


def test_a_quarter_opens_on_its_first_day_or_the_day_after_it_was_done_late():
    in_time = spans(plan(History(START, done(date(2026, 3, 9))), QUARTER))
    assert in_time[1][:2] == (date(2026, 4, 1), date(2026, 6, 30))
    late = spans(plan(History(START, done(date(2026, 4, 5))), QUARTER))
    assert late[1][:2] == (date(2026, 4, 6), date(2026, 6, 30))


# --- properties -------------------------------------------------------------------------------------------------------

days = st.dates(date(2020, 1, 1), date(2032, 12, 31))
rules = st.one_of(
    st.builds(Rule, st.just("days-from-start"), days=st.integers(0, 400)),
    st.builds(Rule, st.just("rolling"), months=st.integers(1, 36)),
    st.builds(Rule, st.just("fixed-date"), month=st.integers(1, 12), day=st.integers(1, 31)),
    st.builds(Rule, st.just("before-access")),
    st.builds(Rule, st.just("calendar-quarter"), days=st.integers(0, 60)),
    st.builds(Rule, st.just("month-end"), days=st.integers(0, 90), months=st.integers(1, 36)),
    st.builds(
        Rule, st.just("linked-risk"), days=st.integers(0, 90), low=st.just(24), medium=st.just(12), high=st.integers(1, 6),
        level=st.sampled_from(["low", "medium", "high"]),
    ),
    st.builds(
        lambda days, on: Rule("on-event", days=days, on=tuple(sorted(on))),
        st.integers(0, 60), st.lists(days, unique=True, max_size=6),
    ),
)  # fmt: skip
all_terms = st.builds(
    Terms,
    rules,
    st.one_of(st.none(), st.integers(1, 36)),
    window_days=st.integers(0, 366),
    grace_days=st.integers(0, 60),
)
histories = st.builds(
    lambda start, completed: History(start, done(*sorted(completed))), days, st.lists(days, max_size=8)
)


@settings(max_examples=400, deadline=None)
@given(histories, all_terms)
def test_cycles_follow_each_other_without_gap_or_overlap(history: History, terms: Terms):
    cycles = plan(history, terms)
    if terms.rule.kind == "on-event":
        opened = {day for day in terms.rule.on if day >= history.start}
        assert {one.opens for one in cycles} <= opened | {one.done_on + DAY for one in cycles if one.done_on}
        assert bool(cycles) == bool(opened)
    else:
        assert cycles[0].opens == history.start
    assert [one.number for one in cycles] == list(range(1, len(cycles) + 1))
    for one, after in pairwise(cycles):
        assert one.until == after.opens
        assert one.opens < after.opens
        assert one.done_on is not None, "the next cycle comes when this one is done"
        assert one.done_on < after.opens
    assert not cycles or cycles[-1].until is None


@settings(max_examples=400, deadline=None)
@given(histories, all_terms)
def test_nothing_is_due_before_it_opens(history: History, terms: Terms):
    for cycle in plan(history, terms):
        assert cycle.opens <= cycle.due


@settings(max_examples=400, deadline=None)
@given(histories, all_terms)
def test_a_horizon_only_cuts_the_end_off(history: History, terms: Terms):
    whole, horizon = plan(history, terms), history.start + timedelta(days=500)
    part = plan(history, terms, until=horizon)
    assert [one.opens for one in part] == [one.opens for one in whole[: len(part)]]
    assert all(one.opens <= horizon for one in part[1:])
    assert all(one.opens > horizon for one in whole[len(part) :])
    assert len(part) > 0 or not whole


@settings(max_examples=400, deadline=None)
@given(days, all_terms, st.data())
def test_nobody_loses_by_being_early(start: date, terms: Terms, data: st.DataObject):
    """Of two people, the one who renews earlier within the window is never asked again before the other.

    But for the kind that a law counts from the completion, whatever had been valid until then.
    """
    assume(terms.rule.kind != "month-end")
    first = start + timedelta(days=data.draw(st.integers(0, 30)))
    cycles = plan(History(start, done(first)), terms)
    if len(cycles) < 2:
        return
    second = cycles[1]
    in_time = second.due - timedelta(days=terms.grace_days)
    late = second.opens + timedelta(days=data.draw(st.integers(0, max(0, (in_time - second.opens).days))))
    early = second.opens + timedelta(days=data.draw(st.integers(0, (late - second.opens).days)))
    ends = [plan(History(start, done(first, day)), terms)[-1].due for day in (early, late)]
    assert ends[0] >= ends[1]


@settings(max_examples=300, deadline=None)
@given(days, all_terms, st.integers(0, 30), st.integers(0, 1500))
def test_once_more_before_the_next_cycle_opens_never_brings_it_forward(
    start: date, terms: Terms, first: int, again: int
):
    day = start + timedelta(days=first)
    before = plan(History(start, done(day)), terms)
    more = day + timedelta(days=again)
    if len(before) == 2 and more < before[1].opens:
        after = plan(History(start, done(day, more)), terms)
        assert after[1].due >= before[1].due
        assert after[0].done_on == day


@settings(max_examples=200, deadline=None)
@given(days, all_terms)
def test_planning_again_with_what_was_settled_changes_nothing(start: date, terms: Terms):
    completed = done(start + timedelta(days=5), start + timedelta(days=400), start + timedelta(days=900))
    cycles = plan(History(start, completed), terms)
    settled = tuple(
        Settled(one.number, one.opens, one.due - timedelta(days=terms.grace_days)) for one in cycles if one.done_on
    )
    assert plan(History(start, completed, settled), terms) == cycles


@settings(max_examples=300, deadline=None)
@given(all_terms, days, st.integers(-2000, 60))
def test_the_latest_done_is_never_too_early(terms: Terms, horizon: date, offset: int):
    """Whoever did it after that day is not asked again by the horizon."""
    day = horizon + timedelta(days=offset)
    due = next_due(terms, Moment(day, done_on=day))
    comes = due is not None and opening(terms, due, day) <= horizon
    latest = latest_done(terms, horizon)
    assert not comes or (latest is not None and day <= latest)
