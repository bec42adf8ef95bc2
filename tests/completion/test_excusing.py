"""Leniency: a duty that may be done later, an exemption that ends otherwise; what was known before stays readable."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.completion import making
from training.completion import excusing, service
from training.completion.models import Assignment, Exemption
from training.completion.planning import Row
from training.completion.rules import Duty, ExemptionKind, Status, status_now
from training.core.db import database, scoped, writing
from training.core.errors import Conflict, NotFound, Refused

START = date(2026, 11, 2)
DUE = date(2026, 12, 2)


@pytest.fixture
def duty(app: Flask) -> tuple[int, int, int]:
    """A person, the requirement and the course."""
    course = making.subject("course")
    person = making.person()
    making.publish(making.written("rule"), on=START)
    making.reconcile(START)
    return person, making.duties(person)[0].requirement_id, course


def extend(person: int, requirement: int, until: date, on: date, cycle: int = 1, most: int | None = None) -> int:
    new = excusing.NewExtension(person, requirement, cycle, until, "Away at a customer", None)
    with writing():
        return excusing.extend(new, by_person_id=None, now=making.noon(on), today=on, most_days=most)


def all_rows(person: int) -> list[Assignment]:
    database.session.rollback()
    found = scoped(select(Assignment).where(Assignment.person_id == person).order_by(Assignment.id), by="test")
    return list(database.session.scalars(found.execution_options(populate_existing=True)))


def test_an_extension_moves_the_due_day_and_keeps_what_was_said(duty: tuple[int, int, int]):
    person, requirement, _course = duty
    extend(person, requirement, DUE + timedelta(days=10), START + timedelta(days=20))
    before, now = all_rows(person)
    assert (before.due, before.due_before, before.retired_at is not None) == (DUE, None, True)
    assert (now.due, now.due_before, now.retired_at) == (DUE + timedelta(days=10), DUE, None)
    day = DUE + timedelta(days=5)
    assert status_now(Duty(before.due), day) is Status.OVERDUE
    assert status_now(Duty(now.due), day) is Status.OPEN
    assert not making.reconcile(day).changed, "what was extended stays so"


def test_another_extension_takes_the_place_of_the_first(duty: tuple[int, int, int]):
    person, requirement, _course = duty
    extend(person, requirement, DUE + timedelta(days=10), START)
    extend(person, requirement, DUE + timedelta(days=3), START)
    (now,) = making.duties(person)
    assert (now.due, now.due_before) == (DUE + timedelta(days=3), DUE)


def test_what_is_done_in_the_extension_is_in_time_and_worth_as_much(duty: tuple[int, int, int]):
    person, requirement, course = duty
    extend(person, requirement, DUE + timedelta(days=10), START)
    done = DUE + timedelta(days=4)
    recorded = making.record(person, course, done)
    assert recorded.valid_until == date(2027, 12, 6), "a year from the day it was done"
    making.reconcile(date(2027, 11, 10))
    first, second = making.duties(person)
    assert (first.due, first.due_before, first.done_on) == (DUE + timedelta(days=10), DUE, done)
    assert (second.due, second.due_before) == (date(2027, 12, 6), None)


def test_an_extended_renewal_that_is_done_early_counts_from_the_old_end(duty: tuple[int, int, int]):
    """The extension gives time; it never makes a completion worth more."""
    person, requirement, course = duty
    making.record(person, course, START)
    making.reconcile(date(2027, 10, 1))
    old_end = date(2027, 11, 2)
    extend(person, requirement, old_end + timedelta(days=14), date(2027, 10, 1), cycle=2)
    making.record(person, course, old_end - timedelta(days=3))
    making.reconcile(date(2028, 10, 15))
    assert making.duties(person)[2].due == date(2028, 11, 2)


@pytest.mark.parametrize(
    ("until", "most", "told"),
    [
        (DUE, None, "due on"),
        (START - timedelta(days=1), None, "today or a later"),
        (DUE + timedelta(days=15), 14, "security team"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(duty: tuple[int, int, int], until: date, most: int | None, told: str):
    person, requirement, _course = duty
    with pytest.raises(Refused, match=told):
        extend(person, requirement, until, START, most=most)
    assert len(all_rows(person)) == 1


def test_what_is_done_or_does_not_exist_cannot_be_extended(duty: tuple[int, int, int]):
    person, requirement, course = duty
    with pytest.raises(NotFound):
        extend(person, requirement, DUE + timedelta(days=1), START, cycle=7)
    making.record(person, course, START)
    with pytest.raises(Conflict, match="done already"):
        extend(person, requirement, DUE + timedelta(days=1), START)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(until=st.integers(-40, 60), on=st.integers(0, 30))
def test_a_bounded_extension_is_never_earlier_and_never_beyond_the_bound(
    duty: tuple[int, int, int], until: int, on: int
):
    person, requirement, _course = duty
    today = START + timedelta(days=on)
    try:
        extend(person, requirement, DUE + timedelta(days=until), today, most=14)
    except Refused:
        assert not 1 <= until <= 14 or DUE + timedelta(days=until) < today
    (now,) = making.duties(person)
    assert DUE <= now.due <= DUE + timedelta(days=14)


def leave(person: int, since: date, until: date | None, on: date) -> int:
    new = excusing.NewExemption(person, None, ExemptionKind.LEAVE, since, until, "Parental leave", None)
    with writing():
        return excusing.exempt(new, by_person_id=None, now=making.noon(on), today=on)


def end(exemption: int, until: date, on: date) -> None:
    with writing():
        excusing.end_exemption(exemption, until, "Back early", by_person_id=None, now=making.noon(on), today=on)


def test_leave_that_ends_early_owes_again_from_that_day(duty: tuple[int, int, int]):
    person, _requirement, _course = duty
    exemption = leave(person, START, date(2027, 3, 1), START)
    end(exemption, date(2026, 12, 20), date(2026, 12, 15))
    (now,) = making.duties(person)
    assert (now.exempt_from, now.exempt_until) == (START, date(2026, 12, 20))
    rows = list(database.session.scalars(scoped(select(Exemption).order_by(Exemption.id), by="test")))
    assert [(row.valid_until, row.retired_at is None) for row in rows] == [
        (date(2027, 3, 1), False), (date(2026, 12, 20), True),
    ]  # fmt: skip


def test_leave_that_never_was_is_taken_back(duty: tuple[int, int, int]):
    person, _requirement, _course = duty
    exemption = leave(person, START, date(2027, 3, 1), START)
    end(exemption, START, date(2026, 12, 15))
    (now,) = making.duties(person)
    assert (now.exempt_from, now.exempt_until) == (None, None)
    with pytest.raises(NotFound):
        end(exemption, START, date(2026, 12, 15))


def test_an_end_before_the_beginning_is_refused(duty: tuple[int, int, int]):
    exemption = leave(duty[0], START, None, START)
    with pytest.raises(Refused, match="It began on"):
        end(exemption, START - timedelta(days=1), START)


def test_what_was_done_is_filled_in_once(duty: tuple[int, int, int]):
    """A completion that is taken back retires the row: a past day can be read as it was known then."""
    person, _requirement, course = duty
    recorded = making.record(person, course, START)
    with writing():
        service.take_back(recorded.id, reason="Somebody else sat there", by_person_id=None, now=making.noon(DUE))
    before, now = all_rows(person)
    assert (before.done_on, before.completion_id, before.retired_at is not None) == (START, recorded.id, True)
    assert (now.done_on, now.completion_id, now.retired_at) == (None, None, None)
    assert Row._fields.index("due_before") == Row._fields.index("due") + 1
