"""Roll-ups: with the corrections of time they say what the facts say, on any day, after any history."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from tests import make
from tests.completion import making
from tests.completion.test_reconciling import leave, move
from training.completion import corrections, excusing, rollups, service
from training.completion.models import Extension, RollUp
from training.completion.rules import ExemptionKind, FiveParts
from training.core.db import database, writing
from training.core.errors import Conflict

START = date(2026, 11, 1)
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Shrinking would take minutes: each step is an organisation anew."""
NAMES = ("done", "done_late", "exempt", "open", "overdue")


def kept() -> dict[tuple[int, int], FiveParts]:
    database.session.rollback()
    rows = database.session.execute(
        select(RollUp.department_id, RollUp.requirement_id, *(getattr(RollUp, name) for name in NAMES))
    )
    return {(row[0], row[1]): FiveParts(*row[2:]) for row in rows}


def shown(on: date) -> dict[tuple[int, int], FiveParts]:
    """What a page of that day shows: the roll-ups and what time has changed since."""
    found = kept()
    for row in database.session.execute(corrections.CORRECTIONS, {"today": on}):
        found[row[0], row[1]] += FiveParts(*row[2:])
    return {key: parts for key, parts in found.items() if parts.total}


@dataclass
class World:
    """A small organisation to which things happen."""

    people: list[int]
    departments: list[int]
    subjects: list[int]
    completions: list[int] = field(default_factory=list)

    def happen(self, kind: str, one: int, other: int, day: date) -> None:
        getattr(self, kind)(self.people[one % len(self.people)], other, day)

    def record(self, person: int, other: int, day: date) -> None:
        late = timedelta(days=other % 3 * 20)
        with writing():
            new = service.NewCompletion(person, self.subjects[other % 2], making.How.QUIZ, making.noon(day), day - late)
            self.completions.append(service.record(new, recorded_by_id=None, now=making.noon(day)).id)

    def take_back(self, _person: int, other: int, day: date) -> None:
        if not self.completions:
            return
        try:
            with writing():
                service.take_back(
                    self.completions[other % len(self.completions)],
                    reason="Wrong",
                    by_person_id=None,
                    now=making.noon(day),
                )
        except Conflict:
            pass

    def exempt(self, person: int, other: int, day: date) -> None:
        since = day + timedelta(days=other % 40 - 20)
        until = since + timedelta(days=other) if other % 4 else None
        new = excusing.NewExemption(person, None, ExemptionKind.LEAVE, since, until, "Leave", None)
        with writing():
            excusing.exempt(new, by_person_id=None, now=making.noon(day), today=day)

    def move(self, person: int, other: int, day: date) -> None:
        move(person, self.departments[other % len(self.departments)], day)
        making.reconcile(day)

    def leave(self, person: int, other: int, day: date) -> None:
        leave(person, day + timedelta(days=other % 30) if other % 3 else None)
        making.reconcile(day)

    def extend(self, person: int, other: int, day: date) -> None:
        """Move the due day of a cycle that stands, or take the extension back."""
        duties = [one for one in making.duties(person) if one.done_on is None]
        if not duties:
            return
        duty = duties[other % len(duties)]
        key = {"person_id": person, "requirement_id": duty.requirement_id, "cycle": duty.cycle}
        until = duty.due + timedelta(days=other % 14 + 1)
        with writing():
            known = [getattr(Extension, name) == value for name, value in key.items()]
            retire = update(Extension).where(*known, Extension.retired_at.is_(None)).values(retired_at=making.noon(day))
            database.session.execute(retire)
            if other % 4:
                row = {"valid_from": day, "until": until, "reason": "Away", "recorded_at": making.noon(day)}
                database.session.add(Extension(**key, **row))
        making.reconcile(day, [person])

    def roll(self, _person: int, _other: int, day: date) -> None:
        with writing():
            rollups.roll(day)

    def reconcile(self, _person: int, _other: int, day: date) -> None:
        making.reconcile(day)


def world(start: date = START) -> World:
    departments = [make.department().id for _number in range(2)]
    subjects = [making.subject("course"), making.subject("other")]
    people = [making.person(started_on=date(2026, 10, 1) + timedelta(days=20 * number)) for number in range(4)]
    making.publish(
        making.written("yearly", grace_days=3),
        making.written(
            "half",
            due={"kind": "rolling", "months": 2},
            renewal_months=None,
            window_days=20,
            satisfied_by=({"course": "other"},),
        ),
        making.written(
            "date",
            due={"kind": "fixed-date", "month": 12, "day": 10},
            renewal_months=None,
            satisfied_by=({"course": "course"}, {"course": "other"}),
        ),
        on=start,
    )
    making.reconcile(start)
    return World(people, departments, subjects)


KINDS = ("record", "record", "record", "take_back", "exempt", "extend", "move", "leave", "roll", "reconcile")
happenings = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 3), st.integers(1, 119), st.integers(0, 60),
    ),
    min_size=1, max_size=9,
)  # fmt: skip


def forget_all(store: Any) -> None:
    """Begin again within one test: facts cannot be deleted, so the guards are put aside."""
    from tests import databases
    from training.core import guards
    from training.core.db import Base, as_writer

    with as_writer(), database.engine.begin() as connection:
        tables = [table.name for table in Base.metadata.tables.values()]
        if store.kind == "postgresql":
            databases.empty_postgresql(connection, tables)
            return
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        guards.remove(connection)
        for table in tables:
            connection.exec_driver_sql(f'DELETE FROM "{table}"')
        guards.install(connection)


@settings(max_examples=12, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=happenings, days_on=st.lists(st.integers(-30, 500), min_size=1, max_size=4))
def test_roll_ups_with_corrections_are_the_facts_on_any_day(
    app: Flask, store: Any, history: list[Any], days_on: list[int]
):
    database.session.rollback()
    forget_all(store)
    small, day = world(), START
    for kind, one, other, forward in history:
        day += timedelta(days=forward)
        small.happen(kind, one, other, day)
        assert rollups.differences() == [], kind
    for offset in days_on:
        on = day + timedelta(days=offset)
        assert shown(on) == making.counted(on), on
    before = kept()
    with writing():
        rollups.roll(day)
    rolled = kept()
    assert {key: parts for key, parts in rolled.items() if parts.total} == making.counted(day)
    with writing():
        rollups.rebuild(day)
    assert kept() == rolled
    assert set(before) == set(rolled)
    making.reconcile(day)
    assert making.reconcile(day).changed == 0
    assert making.reconcile(day, small.people).changed == 0


def test_a_roll_up_that_lies_is_found_and_put_right(app: Flask):
    making.subject("course")
    making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    with writing():
        database.session.execute(update(RollUp.__table__).values(open=7))
    (wrong,) = rollups.differences()
    assert (wrong.kept, wrong.counted) == (FiveParts(open=7), FiveParts(open=1))
    with writing():
        database.session.execute(delete(RollUp.__table__))
    (missing,) = rollups.differences()
    assert (missing.kept, missing.counted.total) == (None, 0)
    with writing():
        rollups.rebuild(START)
    assert rollups.differences() == []
    assert list(kept().values()) == [FiveParts(open=1)]


def test_a_late_job_shows_no_wrong_number(app: Flask):
    making.subject("course")
    making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    assert list(shown(date(2026, 12, 1)).values()) == [FiveParts(open=1)]
    assert list(shown(date(2026, 12, 2)).values()) == [FiveParts(overdue=1)]
    assert list(kept().values()) == [FiveParts(open=1)], "the roll-up itself still says what its own day said"
    with writing():
        assert rollups.roll(date(2026, 12, 2)) == 1
    assert list(kept().values()) == [FiveParts(overdue=1)]
    assert list(shown(date(2026, 12, 1)).values()) == [FiveParts(open=1)], (
        "nor does a reader who is a day behind see one"
    )


def test_counting_costs_one_statement(app: Flask, statements: Any):
    making.subject("course")
    for _number in range(3):
        making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    database.session.rollback()
    with statements() as counted, writing():
        rollups.rebuild(START)
    assert len([one for one in counted.texts if "GROUP BY" in one]) == 1
    assert len(counted) == 3, counted.texts
