"""Recording and taking back: the fact, the duties, the roll-ups, in five statements."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import make
from tests.completion import making
from training.audit.models import Event
from training.completion import rollups, service
from training.completion.models import Completion, RollUp
from training.core.db import database, scoped, writing
from training.core.errors import Conflict, NotFound

START = date(2026, 11, 1)


@pytest.fixture
def course(app: Flask) -> int:
    return making.subject("course")


def rolled() -> tuple[int, ...]:
    database.session.rollback()
    return tuple(
        database.session.execute(
            select(RollUp.done, RollUp.done_late, RollUp.exempt, RollUp.open, RollUp.overdue)
        ).one()
    )


def test_recording_settles_the_duty_and_moves_the_roll_up(app: Flask, course: int):
    person = making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    assert rolled() == (0, 0, 0, 1, 0)

    recorded = making.record(person, course, date(2026, 11, 20))

    (duty,) = making.duties(person)
    assert (duty.done_on, duty.completion_id, duty.due) == (date(2026, 11, 20), recorded.id, date(2026, 12, 1))
    assert recorded.valid_until == date(2027, 11, 20)
    assert rolled() == (1, 0, 0, 0, 0)
    assert rollups.differences() == []


def test_recording_takes_five_statements_for_one_or_five_requirements(app: Flask, course: int, statements: Any):
    person, other = making.person(), making.person()
    making.publish(making.written("first"), on=START)
    making.reconcile(START)
    with statements() as one:
        making.record(person, course, date(2026, 11, 20))
    making.publish(*(making.written(slug) for slug in ("first", "second", "third", "fourth", "fifth")), on=START)
    making.reconcile(START)
    with statements() as five:
        making.record(other, course, date(2026, 11, 21))
    assert len(one) == 5, one.texts
    assert len(five) == 5, five.texts
    assert [duty.done_on for duty in making.duties(other)] == [date(2026, 11, 21)] * 5
    assert rollups.differences() == []


def test_a_completion_without_a_duty_is_a_fact_all_the_same(app: Flask, course: int):
    person = making.person()
    recorded = making.record(person, course, date(2026, 11, 20))
    assert recorded.valid_until is None
    making.publish(making.written(), on=date(2026, 11, 25))
    making.reconcile(date(2026, 11, 25))
    (duty,) = making.duties(person)
    assert (duty.done_on, duty.completion_id) == (date(2026, 11, 20), recorded.id)


def test_taking_back_reopens_the_duty(app: Flask, course: int):
    person = making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    recorded = making.record(person, course, date(2026, 11, 20))
    with writing():
        service.take_back(recorded.id, reason="Recorded for the wrong person", by_person_id=person, now=make.NOW)
    (duty,) = making.duties(person)
    assert (duty.done_on, duty.completion_id) == (None, None)
    assert rolled() == (0, 0, 0, 1, 0)
    assert rollups.differences() == []
    facts = database.session.scalar(scoped(select(func.count()).select_from(Completion), by="test"))
    assert facts == 2, "the fact stays and another one supersedes it"


def test_taking_back_falls_back_to_an_earlier_completion(app: Flask, course: int):
    person = making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    first = making.record(person, course, date(2026, 11, 10))
    second = making.record(person, course, date(2026, 11, 20))
    with writing():
        service.take_back(first.id, reason="Wrong person", by_person_id=None, now=make.NOW)
    (duty,) = making.duties(person)
    assert (duty.done_on, duty.completion_id) == (date(2026, 11, 20), second.id)
    assert rollups.differences() == []


def test_nothing_is_taken_back_twice(app: Flask, course: int):
    person = making.person()
    recorded = making.record(person, course, date(2026, 11, 20))
    with writing():
        service.take_back(recorded.id, reason="Wrong person", by_person_id=None, now=make.NOW)
    with pytest.raises(Conflict), writing():
        service.take_back(recorded.id, reason="Wrong person", by_person_id=None, now=make.NOW)
    with pytest.raises(NotFound), writing():
        service.take_back(recorded.id + 100, reason="Wrong person", by_person_id=None, now=make.NOW)


def test_an_earlier_completion_that_is_recorded_later_counts(app: Flask, course: int):
    person = making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    making.record(person, course, date(2026, 12, 5))
    assert rolled() == (0, 1, 0, 0, 0)
    proof = making.record(person, course, date(2026, 11, 28))
    (duty,) = making.duties(person)
    assert (duty.done_on, duty.completion_id) == (date(2026, 11, 28), proof.id)
    assert rolled() == (1, 0, 0, 0, 0)


def test_the_event_names_the_completion(app: Flask, course: int):
    person = making.person()
    recorded = making.record(person, course, date(2026, 11, 20))
    event = database.session.scalars(select(Event).where(Event.action == "completion-recorded")).one()
    assert (event.subject_id, event.actor_id) == (recorded.id, person)
