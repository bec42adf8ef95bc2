"""Reconciling: duties open, come again, follow moves and end; a second run changes nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.completion import making
from training.completion import excusing, rollups, service, work
from training.completion.models import Assignment, Requirement, RequirementVersion, RollUp
from training.completion.reconciling import Reconciled
from training.completion.rules import ExemptionKind
from training.core.db import database, scoped, writing
from training.core.errors import Refused
from training.jobs.models import Job
from training.people.models import Department, Membership, Person

START = date(2026, 11, 1)


@pytest.fixture
def course(app: Flask) -> int:
    return making.subject("course")


def again(on: date) -> None:
    """A second run changes nothing, and the roll-ups say what the facts say."""
    assert making.reconcile(on).changed == 0
    assert (
        making.reconcile(on, [row[0] for row in database.session.execute(scoped(select(Person.id), by="test"))]).changed
        == 0
    )
    assert rollups.differences() == []


def move(person_id: int, department_id: int, on: date, *, at: date | None = None, **values: Any) -> None:
    """Move somebody from a day on, as recorded on it or (`at`) on another."""
    told = making.noon(at or on)
    with writing():
        found = select(Membership).where(
            Membership.person_id == person_id, Membership.retired_at.is_(None), Membership.valid_until.is_(None)
        )
        old = database.session.scalars(scoped(found, by="test")).one()
        old.retired_at, on = told, max(on, old.valid_from)
        database.session.flush()
        kept = {name: getattr(old, name) for name in ("person_id", "site_id", "title", "attributes")}
        closed = Membership(
            **kept,
            department_id=old.department_id,
            valid_from=old.valid_from,
            valid_until=on,
            recorded_at=told,
        )
        new = Membership(**(kept | values), department_id=department_id, valid_from=on, recorded_at=told)
        database.session.add_all([closed, new])


def leave(person_id: int, on: date | None) -> None:
    with writing():
        database.session.execute(update(Person.__table__).where(Person.__table__.c.id == person_id).values(left_on=on))


def spans(person_id: int) -> list[tuple[Any, ...]]:
    return [(one.cycle, one.valid_from, one.valid_until, one.due) for one in making.duties(person_id)]


def test_opens_from_the_start_of_the_requirement_or_of_the_person(app: Flask, course: int):
    old, new = making.person(), making.person(started_on=date(2026, 11, 16))
    making.publish(making.written(), on=START)
    assert making.reconcile(date(2026, 11, 20)).opened == 2
    assert spans(old) == [(1, START, None, date(2026, 12, 1))]
    assert spans(new) == [(1, date(2026, 11, 16), None, date(2026, 12, 16))]
    assert making.duties(old)[0].because == "everyone"
    again(date(2026, 11, 20))


def test_the_next_cycle_is_written_down_before_it_opens(app: Flask, course: int):
    person = making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    making.record(person, course, date(2026, 11, 20))
    opens = date(2027, 11, 20) - timedelta(days=60)
    again(opens - timedelta(days=32))
    assert making.reconcile(opens - timedelta(days=31)).opened == 2
    assert spans(person) == [(1, START, opens, date(2026, 12, 1)), (2, opens, None, date(2027, 11, 20))]
    again(opens)


def test_an_early_renewal_counts_from_the_old_end(app: Flask, course: int):
    person = making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    making.record(person, course, date(2026, 11, 20))
    making.reconcile(date(2027, 10, 1))
    assert making.record(person, course, date(2027, 10, 10)).valid_until == date(2028, 11, 20)
    assert [one.done_on for one in making.duties(person)] == [date(2026, 11, 20), date(2027, 10, 10)]
    again(date(2027, 10, 11))


def test_once_more_before_the_planned_cycle_moves_it(app: Flask, course: int):
    person = making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    making.record(person, course, date(2026, 11, 20))
    making.reconcile(date(2027, 9, 1))
    assert len(spans(person)) == 2
    assert making.record(person, course, date(2027, 9, 2)).valid_until == date(2028, 9, 2)
    assert spans(person) == [(1, START, None, date(2026, 12, 1))]
    again(date(2027, 9, 2))


def test_a_move_takes_the_duty_along(app: Flask, course: int):
    person = making.person()
    there = make.department("Treasury").id
    making.publish(making.written(), on=START)
    making.reconcile(START)
    move(person, there, date(2026, 11, 10))
    assert making.reconcile(date(2026, 11, 10)) == Reconciled(opened=1, ended=1)
    assert making.duties(person)[0].department_id == there
    assert [row.open for row in database.session.execute(select(RollUp.open).order_by(RollUp.department_id))] == [0, 1]
    again(date(2026, 11, 10))


def test_leaving_the_audience_ends_the_duty_and_coming_back_begins_anew(app: Flask, course: int):
    person = making.person()
    other, code = make.department("Legal"), ""
    other_id = other.id
    home = database.session.execute(select(Department.id, Department.code).where(Department.id != other_id)).one()
    code = home.code
    making.publish(making.written(audience={"departments": (code,)}), on=START)
    making.reconcile(START)
    move(person, other_id, date(2026, 11, 10))
    making.reconcile(date(2026, 11, 10))
    assert spans(person) == [(1, START, date(2026, 11, 10), date(2026, 12, 1))]
    again(date(2026, 11, 12))
    move(person, home.id, date(2026, 11, 15))
    making.reconcile(date(2026, 11, 16))
    assert spans(person)[1:] == [(2, date(2026, 11, 15), None, date(2026, 12, 15))]
    again(date(2026, 11, 16))


def test_a_leaver_keeps_what_was_and_owes_nothing_more(app: Flask, course: int):
    person = making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    leave(person, date(2026, 12, 24))
    making.reconcile(date(2026, 11, 20))
    assert spans(person) == [(1, START, date(2026, 12, 24), date(2026, 12, 1))]
    again(date(2026, 11, 20))
    leave(person, None)
    making.reconcile(date(2026, 11, 21))
    assert spans(person) == [(1, START, None, date(2026, 12, 1))]
    again(date(2026, 11, 21))


def test_somebody_who_was_thought_to_have_left_goes_on_where_they_were(app: Flask, course: int):
    person = making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    leave(person, date(2026, 11, 10))
    making.reconcile(date(2026, 11, 12))
    assert spans(person) == [(1, START, date(2026, 11, 10), date(2026, 12, 1))]
    again(date(2026, 11, 12))
    leave(person, None)
    making.reconcile(date(2026, 11, 15))
    assert spans(person) == [(1, START, None, date(2026, 12, 1))]
    again(date(2026, 11, 15))


def test_a_new_version_changes_what_is_open_and_not_what_is_done(app: Flask, course: int):
    early, late = making.person(), making.person()
    making.publish(making.written("rule"), on=START)
    making.reconcile(START)
    making.record(early, course, date(2026, 11, 5))
    making.publish(making.written("rule", due={"kind": "days-from-start", "days": 45}), on=date(2026, 11, 10))
    making.reconcile(date(2026, 11, 10))
    assert [one.due for one in making.duties(early)] == [date(2026, 12, 1)]
    assert [one.due for one in making.duties(late)] == [date(2026, 12, 16)]
    again(date(2026, 11, 10))


def test_an_unchanged_file_publishes_nothing(app: Flask, course: int):
    making.publish(making.written("rule"), on=START)
    with writing():
        assert service.publish_requirements([making.written("rule")], now=making.noon(START), today=START).versions == 0
    assert len(database.session.scalars(select(RequirementVersion)).all()) == 1
    assert len(database.session.scalars(select(Job).where(Job.kind == service.RECONCILE)).all()) == 1


def test_a_requirement_that_is_not_in_the_file_any_more_ends_and_may_come_back(app: Flask, course: int):
    person = making.person()
    making.publish(making.written("rule"), making.written("other"), on=START)
    making.reconcile(START)
    making.publish(making.written("other"), on=date(2026, 11, 10))
    making.reconcile(date(2026, 11, 10))
    assert [one.valid_until for one in making.duties(person)] == [date(2026, 11, 10), None]
    again(date(2026, 11, 10))
    making.publish(making.written("rule"), making.written("other"), on=date(2026, 11, 20))
    assert database.session.scalars(select(Requirement.ended_on)).all() == [None, None]
    making.reconcile(date(2026, 11, 20))
    assert len(making.duties(person)) == 3
    again(date(2026, 11, 20))


def test_a_requirement_that_nothing_satisfies_is_refused(app: Flask):
    with pytest.raises(Refused), writing():
        service.publish_requirements([making.written()], now=making.noon(START), today=START)


def test_leave_excuses_at_once_and_ends_by_itself(app: Flask, course: int):
    person = making.person()
    making.publish(making.written("rule"), making.written("other"), on=START)
    making.reconcile(START)
    leave_of = excusing.NewExemption(
        person, None, ExemptionKind.LEAVE, date(2026, 11, 20), date(2027, 3, 1), "Parental leave", None
    )
    with writing():
        excusing.exempt(leave_of, by_person_id=None, now=making.noon(START), today=date(2026, 11, 20))
    assert {(one.exempt_from, one.exempt_until) for one in making.duties(person)} == {
        (date(2026, 11, 20), date(2027, 3, 1))
    }
    with writing():
        rollups.roll(date(2026, 12, 15))
    assert [row.exempt for row in database.session.execute(select(RollUp.exempt))] == [1, 1]
    again(date(2026, 12, 15))
    with writing():
        rollups.roll(date(2027, 3, 1))
    assert [row.overdue for row in database.session.execute(select(RollUp.overdue))] == [1, 1]
    again(date(2027, 3, 1))


def test_leave_that_is_extended_does_not_end_in_between(app: Flask, course: int):
    person = making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    for since, until in (
        (date(2026, 11, 20), date(2027, 3, 1)),
        (date(2027, 3, 1), date(2027, 6, 1)),
        (date(2028, 1, 1), None),
    ):
        leave_of = excusing.NewExemption(person, None, ExemptionKind.LEAVE, since, until, "Parental leave", None)
        with writing():
            excusing.exempt(leave_of, by_person_id=None, now=making.noon(START), today=date(2026, 11, 20))
    assert [(one.exempt_from, one.exempt_until) for one in making.duties(person)] == [
        (date(2026, 11, 20), date(2027, 6, 1))
    ]
    making.reconcile(date(2027, 6, 1))
    assert [(one.exempt_from, one.exempt_until) for one in making.duties(person)] == [(date(2028, 1, 1), None)]
    again(date(2027, 6, 1))


@pytest.mark.parametrize(("until", "reason", "field"), [(date(2026, 11, 20), "Leave", "until"), (None, "  ", "reason")])
def test_an_exemption_needs_an_end_after_its_beginning_and_a_reason(
    app: Flask, until: date | None, reason: str, field: str
):
    new = excusing.NewExemption(making.person(), None, ExemptionKind.LEAVE, date(2026, 11, 20), until, reason, None)
    with pytest.raises(Refused) as refused, writing():
        excusing.exempt(new, by_person_id=None, now=making.noon(START), today=START)
    assert refused.value.field == field


def test_the_daily_job_does_all_of_it_and_may_run_twice(app: Flask, course: int, clock: Any):
    from training.jobs.service import add
    from training.jobs.worker import Tools, run_due

    house = app.extensions["muster"]
    tools = Tools(house.world, None)  # type: ignore[arg-type]
    for _number in range(3):
        making.person()
    making.publish(making.written(), on=START)
    handlers = {work.DAILY: work.daily, service.RECONCILE: work.reconcile}
    with writing():
        add(*work.schedule(clock()), now=clock())
        add(*work.schedule(clock()), now=clock())
    assert run_due(handlers, tools) == 2
    assert set(database.session.scalars(select(RollUp.rolled_to))) == {clock().date()}
    assert len(database.session.scalars(scoped(select(Assignment), by="test")).all()) == 3
    clock.forward(days=40)
    with writing():
        add(*work.schedule(clock()), now=clock())
    run_due(handlers, tools)
    assert database.session.scalars(select(RollUp.overdue)).all() == [1, 1, 1]
    again(clock().date())


def test_one_who_is_to_leave_renews_until_then(app: Flask, course: int):
    """The last row of a leaver ends on that day: the cycle that comes before it must be found all the same."""
    making.publish(making.written("rule"), on=START)
    person = making.person()
    making.reconcile(START)
    making.record(person, course, START)
    leave(person, date(2028, 3, 1))
    making.reconcile(START)
    later = date(2027, 10, 20)
    making.reconcile(later)
    assert [(row.cycle, row.valid_until) for row in making.duties(person)] == [
        (1, date(2027, 9, 2)),
        (2, date(2028, 3, 1)),
    ]
    assert not making.reconcile(later).changed


def test_what_ended_long_ago_keeps_its_cycles_when_the_rule_changes(app: Flask, course: int):
    making.publish(making.written("rule"), on=START)
    person = making.person()
    making.reconcile(START)
    making.record(person, course, START)
    leave(person, date(2027, 6, 1))
    making.reconcile(date(2027, 6, 1))
    before = [(row.id, row.cycle, row.valid_from, row.valid_until, row.due) for row in making.duties(person)]
    making.publish(making.written("rule", renewal_months=3, window_days=20), on=date(2027, 9, 1))
    making.reconcile(date(2027, 9, 1), [person])
    assert [(row.id, row.cycle, row.valid_from, row.valid_until, row.due) for row in making.duties(person)] == before
