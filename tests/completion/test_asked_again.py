"""A raised edition: whoever did an earlier one is asked again, and nobody else; nothing that was done is lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from tests.completion import making
from training.catalogue.models import Edition, Subject
from training.catalogue.rules import SubjectKind
from training.completion import rollups, service
from training.completion.rules import How
from training.core.db import database, writing

START, RAISED = date(2026, 11, 1), date(2027, 2, 1)
BEFORE, AFTER = date(2026, 11, 20), date(2027, 2, 5)


@pytest.fixture
def course(app: Flask) -> int:
    subject_id = making.subject("course")
    edition(subject_id, 1)
    return subject_id


def edition(subject_id: int, number: int) -> int:
    """Teach an edition with that number from now on."""
    with writing():
        row = Edition(
            subject_id=subject_id, number=number, digest=f"{subject_id}-{number}", language="en", source_digest=None,
            content={}, published_at=making.noon(START),
        )  # fmt: skip
        database.session.add(row)
        database.session.flush()
        database.session.execute(update(Subject).where(Subject.id == subject_id).values(edition_id=row.id))
        return row.id


def ask(on: date, **values: Any) -> None:
    defaults = {"renewal_months": None, "window_days": 0}
    making.publish(making.written("rule", **(defaults | values)), on=on)
    making.reconcile(on)
    assert making.reconcile(on).changed == 0
    assert rollups.differences() == []


def do(person_id: int, subject_id: int, on: date, number: int | None) -> None:
    with writing():
        edition_id = None
        if number is not None:
            found = database.session.query(Edition.id).filter_by(subject_id=subject_id, number=number)
            edition_id = found.scalar()
        how = How.SEMINAR if number is None else How.QUIZ
        new = service.NewCompletion(
            person_id, subject_id, how, making.noon(on), on, edition_id=edition_id, edition_number=number
        )
        service.record(new, recorded_by_id=person_id, now=making.noon(on))
    making.reconcile(on)
    assert making.reconcile(on).changed == 0


def said(person_id: int) -> list[tuple[Any, ...]]:
    return [(one.cycle, one.valid_from, one.valid_until, one.due, one.done_on) for one in making.duties(person_id)]


def raise_to(subject_id: int, number: int, on: date, **values: Any) -> None:
    edition(subject_id, number)
    ask(on, **values)


def test_who_did_an_earlier_edition_is_asked_again(course: int) -> None:
    person = making.person()
    ask(START)
    do(person, course, BEFORE, 1)
    raise_to(course, 2, RAISED)
    first = (1, START, RAISED, START + timedelta(days=30), BEFORE)
    assert said(person) == [first, (2, RAISED, None, RAISED + timedelta(days=30), None)]
    do(person, course, AFTER, 2)
    assert said(person) == [first, (2, RAISED, None, RAISED + timedelta(days=30), AFTER)]


def test_who_had_not_done_it_keeps_the_duty_and_its_day(course: int) -> None:
    person = making.person()
    ask(START)
    raise_to(course, 2, RAISED)
    assert said(person) == [(1, START, None, START + timedelta(days=30), None)]
    do(person, course, AFTER, 2)
    assert said(person) == [(1, START, None, START + timedelta(days=30), AFTER)]


def test_an_attempt_at_the_old_edition_that_ends_later_does_not_count(course: int) -> None:
    early, late = making.person(), making.person()
    ask(START)
    do(early, course, BEFORE, 1)
    raise_to(course, 2, RAISED)
    for person in (early, late):
        do(person, course, AFTER, 1)
    assert said(early)[-1][-1] is None
    assert said(late) == [(1, START, None, START + timedelta(days=30), None)]


def test_who_joins_later_needs_the_present_edition(course: int) -> None:
    ask(START)
    raise_to(course, 2, RAISED)
    person = making.person(started_on=AFTER)
    do(person, course, AFTER, 1)
    assert [row[-1] for row in said(person)] == [None]
    do(person, course, AFTER + timedelta(days=1), 2)
    assert [row[-1] for row in said(person)] == [AFTER + timedelta(days=1)]


def test_a_second_raise_asks_once_more_and_leaves_the_past_alone(course: int) -> None:
    person, idle = making.person(), making.person()
    ask(START)
    for one in (person, idle):
        do(one, course, BEFORE, 1)
    raise_to(course, 2, RAISED)
    do(person, course, AFTER, 2)
    again = date(2027, 5, 3)
    raise_to(course, 3, again)
    assert [row[:3] + row[4:] for row in said(person)] == [
        (1, START, RAISED, BEFORE),
        (2, RAISED, again, AFTER),
        (3, again, None, None),
    ]
    assert [row[:3] + row[4:] for row in said(idle)] == [
        (1, START, RAISED, BEFORE),
        (2, RAISED, None, None),
    ], "what is open stays open, with the day that was said"
    do(idle, course, again, 3)
    do(person, course, again, 3)
    assert [said(one)[-1][-1] for one in (person, idle)] == [again, again]


def test_twice_on_one_day_asks_from_the_next_day_on(course: int) -> None:
    person = making.person()
    ask(START)
    do(person, course, BEFORE, 1)
    raise_to(course, 2, RAISED)
    do(person, course, RAISED, 2)
    raise_to(course, 3, RAISED)
    assert said(person)[-1][-1] == RAISED
    making.reconcile(RAISED + timedelta(days=1))
    assert said(person)[-1] == (
        3, RAISED + timedelta(days=1), None, RAISED + timedelta(days=31), None,
    )  # fmt: skip


def test_renewals_go_on_from_the_new_beginning(course: int) -> None:
    person = making.person()
    rule = {"renewal_months": 12, "window_days": 60}
    ask(START, **rule)
    do(person, course, BEFORE, 1)
    raise_to(course, 2, RAISED, **rule)
    do(person, course, AFTER, 2)
    making.reconcile(date(2027, 12, 20))
    last = said(person)[-1]
    assert (last[0], last[3], last[4]) == (3, date(2028, 2, 5), None), "twelve months after the new edition was done"


def test_a_seminar_that_was_attended_still_counts(course: int) -> None:
    with writing():
        row = Subject(
            kind=SubjectKind.SEMINAR, slug="talk", title="Talk", summary="", minutes=60, track="seminars", audience=[]
        )
        database.session.add(row)
        database.session.flush()
        talk = row.id
    person = making.person()
    both = {"satisfied_by": ({"course": "course"}, {"seminar": "talk"})}
    ask(START, **both)
    do(person, talk, BEFORE, None)
    raise_to(course, 2, RAISED, **both)
    assert said(person) == [(1, START, None, START + timedelta(days=30), BEFORE)]


def test_the_same_edition_published_again_asks_nothing(course: int) -> None:
    person = making.person()
    ask(START)
    do(person, course, BEFORE, 1)
    ask(RAISED, title="Said otherwise")
    assert len(said(person)) == 1
