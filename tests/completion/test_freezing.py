"""Figures that freeze: what was known of a day stays what was known, whatever is found out later."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from tests.completion import making
from tests.completion.test_rollups import forget_all, happenings, shown, world
from training.audit.models import Event
from training.catalogue.models import Subject
from training.completion import as_of_queries, freezing, freezing_queries, freezing_work, service, work
from training.completion.as_of import AsOf, Known
from training.completion.freezing import NewFigures
from training.completion.models import FigureLine, Figures, Requirement
from training.completion.rules import FigureKind, FiveParts
from training.core import guards
from training.core.db import as_writer, database, writing
from training.core.site import change
from training.jobs.service import add
from training.jobs.worker import Tools, run_due

START = date(2026, 12, 1)
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Shrinking would take minutes: each step is an organisation anew."""
Parts = dict[tuple[int, int], FiveParts]


def evening(day: date) -> datetime:
    """An instant after whatever happened on the day."""
    return making.noon(day) + timedelta(hours=9)


def known(day: date, at: datetime) -> Parts:
    database.session.rollback()
    return as_of_queries.parts(AsOf(day, at, Known.THEN))


def freeze(day: date, at: datetime | None = None, kind: FigureKind = FigureKind.MONTHLY) -> int | None:
    at = at or evening(day)
    as_of = AsOf(day, at, Known.THEN)
    lines = freezing_queries.lines(as_of)
    with writing():
        return freezing.freeze(NewFigures(kind, as_of, lines), now=at)


def kept() -> list[Any]:
    database.session.rollback()
    rows = select(FigureLine.__table__).order_by(*FigureLine.__table__.primary_key.columns)
    return [tuple(row) for row in database.session.execute(rows)]


@settings(max_examples=12, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=happenings, after=happenings)
def test_what_was_frozen_stays_what_was_known(app: Flask, store: Any, before: list[Any], after: list[Any]):
    database.session.rollback()
    forget_all(store)
    small, day = world(START), START
    for kind, one, other, forward in before:
        day += timedelta(days=forward)
        small.happen(kind, one, other, day)
    making.reconcile(day)
    known_then = known(day, evening(day))
    assert known_then == shown(day), "on the day itself it is what the pages of the day show"
    freeze(day)
    lines, later = kept(), day
    for kind, one, other, forward in after:
        later += timedelta(days=forward + 1)
        small.happen(kind, one, other, later)
        assert known(day, evening(day)) == known_then, kind
    assert kept() == lines
    assert {(one[1], one[2]): FiveParts(*one[3:]) for one in lines} == known_then
    assert freezing.tampered() == []


@pytest.fixture
def three(app: Flask) -> list[int]:
    """Three people with one duty, due on 31 December; the first has done it."""
    subject, people = making.subject("course"), [making.person() for _number in range(3)]
    making.publish(making.written(), on=START)
    making.reconcile(START)
    making.record(people[0], subject, date(2026, 12, 5))
    return people


def test_freezing_writes_lines_a_digest_and_an_event_once(three: list[int]):
    first = freeze(date(2026, 12, 31))
    assert first is not None
    assert [one[3:] for one in kept()] == [(1, 0, 0, 0, 0), (0, 0, 0, 1, 0), (0, 0, 0, 1, 0)]
    assert freeze(date(2026, 12, 31)) is None, "the same month a second time"
    assert freeze(date(2026, 12, 31), kind=FigureKind.WEEKLY) is not None
    event = database.session.scalars(
        select(Event).where(Event.subject_id == first, Event.subject_kind == "figures")
    ).one()
    assert event.action == "figures-frozen"
    (row,) = database.session.execute(select(Figures.digest, Figures.frozen_at).where(Figures.id == first)).all()
    lines = freezing_queries.lines(AsOf(date(2026, 12, 31), row.frozen_at, Known.THEN))
    assert row.digest == freezing.digest_of(FigureKind.MONTHLY, date(2026, 12, 31), row.frozen_at, lines[::-1])


def test_where_nothing_was_asked_nothing_is_frozen(app: Flask):
    making.person()
    assert freeze(START) is None
    assert kept() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE figure_line SET done = done + 1",
        "DELETE FROM figure_line",
        "UPDATE figures SET digest = 'another'",
        "UPDATE figures SET day = '2026-11-30'",
    ],
)
def test_frozen_figures_are_guarded_and_a_change_past_the_guards_is_found(three: list[int], change: str):
    freeze(date(2026, 12, 31))
    assert freezing.tampered() == []
    with pytest.raises(DatabaseError, match="never rewritten"), writing():
        database.session.execute(text(change), execution_options={"scoped": "test"})
    database.session.rollback()
    with as_writer(), database.engine.begin() as connection:
        guards.remove(connection)
        connection.exec_driver_sql(change)
        guards.install(connection)
    assert len(freezing.tampered()) == 1


def test_a_line_that_was_slipped_in_is_found_too(three: list[int]):
    first, second = freeze(date(2026, 12, 31)), freeze(date(2026, 12, 27), kind=FigureKind.WEEKLY)
    making.publish(making.written("other-rule"), on=START)
    department = kept()[0][1]
    with writing():
        other = database.session.scalar(select(func.max(Requirement.id)))
        numbers = dict.fromkeys(("done", "done_late", "exempt", "open", "overdue"), 1)
        row = FigureLine(figures_id=second, department_id=department, requirement_id=other, **numbers)
        database.session.add(row)
    assert [head.id for head in freezing.tampered()] == [second] != [first]


# --- jobs -------------------------------------------------------------------------------------------------------------


def run(app: Flask, clock: Any, *moments: datetime) -> None:
    """Let a worker schedule and work at some instants."""
    tools = Tools(app.extensions["muster"].world, None)  # type: ignore[arg-type]
    handlers = {work.DAILY: work.daily, **freezing_work.HANDLERS, service.RECONCILE: work.reconcile}
    for moment in moments:
        clock.set(moment)
        for _twice in range(2):
            with writing():
                add(*work.schedule(clock()), *freezing_work.schedule(clock()), now=clock())
            run_due(handlers, tools)


def frozen() -> list[tuple[str, date]]:
    database.session.rollback()
    rows = database.session.execute(select(Figures.kind, Figures.day).order_by(Figures.day, Figures.kind))
    return [(kind.value, day) for kind, day in rows]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return making.noon(day).replace(hour=hour, minute=minute)


def test_each_monday_and_each_first_of_a_month_freeze_the_day_before_once(three: list[int], app: Flask, clock: Any):
    run(app, clock, at(date(2026, 12, 6), 23), at(date(2026, 12, 7), 0, 30))
    assert frozen() == [], "not before the day is well over"
    run(app, clock, at(date(2026, 12, 7), 1), at(date(2026, 12, 7), 2), at(date(2026, 12, 9), 2))
    assert frozen() == [("weekly", date(2026, 12, 6))]
    run(app, clock, at(date(2027, 1, 1), 1))
    assert frozen()[1:] == [("weekly", date(2026, 12, 27)), ("monthly", date(2026, 12, 31))]


def test_the_day_is_the_organisations(three: list[int], app: Flask, clock: Any):
    with writing():
        change({"zone": "America/Chicago"}, by_person_id=None, now=clock())
    run(app, clock, at(date(2027, 1, 1), 2), at(date(2027, 1, 1), 6, 59))
    assert ("monthly", date(2026, 12, 31)) not in frozen()
    run(app, clock, at(date(2027, 1, 1), 7))
    assert ("monthly", date(2026, 12, 31)) in frozen()
    at_end = database.session.scalar(select(Figures.frozen_at).where(Figures.day == date(2026, 12, 31)))
    assert at_end.isoformat() == "2027-01-01T05:59:59.999999+00:00"


def test_a_late_job_freezes_what_was_known_in_time(three: list[int], app: Flask, clock: Any):
    known_then = known(date(2026, 12, 31), evening(date(2026, 12, 31)))
    subject = database.session.scalar(select(Subject.id))
    making.record(three[1], subject, date(2027, 1, 3))
    run(app, clock, at(date(2027, 1, 7), 9))
    monthly = database.session.scalar(select(Figures.id).where(Figures.kind == FigureKind.MONTHLY))
    lines = {(one[1], one[2]): FiveParts(*one[3:]) for one in kept() if one[0] == monthly}
    assert lines == known_then


def test_freezing_twice_at_once_is_freezing_once(three: list[int], app: Flask, clock: Any):
    as_of = AsOf(date(2026, 12, 31), evening(date(2026, 12, 31)), Known.THEN)
    lines = freezing_queries.lines(as_of)
    database.session.rollback()
    with writing():
        freezing.freeze(NewFigures(FigureKind.MONTHLY, as_of, lines), now=evening(date(2027, 1, 1)))
        assert freezing.freeze(NewFigures(FigureKind.MONTHLY, as_of, lines), now=evening(date(2027, 1, 1))) is None
    assert len(kept()) == len(lines)
