"""Two hundred people, twenty seats, eight processes at once: exactly twenty get one. And what happens without the guards."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, insert, select

from tests.faults.seat_lanes import FORK, begin_late, wait_long, without_lock
from tests.seminars import making
from training.core.db import database, writing
from training.core.permissions import Held, Role, Viewer
from training.core.world import new_public_id
from training.people.models import Person
from training.seminars import service
from training.seminars.models import Registration, RegistrationEvent, SeminarSession
from training.seminars.rules import State

PEOPLE, SEATS, PROCESSES = 200, 20, 8


@dataclass
class Race:
    """What came of it: how many sign-ups were answered, and how the others failed."""

    answered: int
    failures: Counter[str]


def crowd() -> list[Viewer]:
    """Two hundred employees with an address each."""
    rows = [
        {"public_id": new_public_id(), "given": "Given", "family": f"Family {n}", "email": f"racer{n}@alderfinch.example",
         "language": "", "zone": ""}
        for n in range(PEOPLE)
    ]  # fmt: skip
    with writing():
        found = database.session.execute(insert(Person).returning(Person.id, Person.email), rows).all()
    return [
        Viewer(person_id=number, public_id="", name="Given Family", email=email, held=(Held(Role.EMPLOYEE),))
        for number, email in found
    ]


def race(app: Flask, session_id: str, people: list[Viewer], unguard: Callable[[], None] = lambda: None) -> Race:
    """Let each process sign its share up, one after the other, all processes starting together."""
    barrier, answers = FORK.Barrier(PROCESSES), FORK.SimpleQueue()
    database.session.remove()
    database.engine.dispose()
    runners = [
        FORK.Process(target=_run, args=(app, session_id, people[share::PROCESSES], unguard, barrier, answers))
        for share in range(PROCESSES)
    ]
    for runner in runners:
        runner.start()
    told = [answers.get() for _runner in runners]
    for runner in runners:
        runner.join()
        assert runner.exitcode == 0
    failures: Counter[str] = Counter()
    for _answered, failed in told:
        failures.update(failed)
    return Race(sum(answered for answered, _failed in told), failures)


def _run(
    app: Flask, session_id: str, people: list[Viewer], unguard: Callable[[], None], barrier: Any, answers: Any
) -> None:
    with app.app_context():
        answered, failures, host = 0, Counter[str](), making.host(app)
        event.listen(database.engine, "connect", wait_long)
        unguard()
        with database.engine.connect():
            barrier.wait()
        for viewer in people:
            try:
                with writing():
                    service.register_employee(viewer, session_id, host=host, now=making.NOW)
                answered += 1
            except Exception as error:  # noqa: BLE001  whatever it is, the person has no seat
                failures[str(getattr(error, "orig", error)).splitlines()[0]] += 1
        database.session.remove()
        answers.put((answered, failures))


def states() -> dict[State, int]:
    database.session.rollback()
    counted = select(Registration.state, func.count()).group_by(Registration.state).execution_options(scoped="test")
    return {state: number for state, number in database.session.execute(counted)}  # noqa: C416  rows are no pairs to mypy


def taken() -> int:
    database.session.rollback()
    return database.session.scalar(select(SeminarSession.taken)) or 0


def test_exactly_twenty_get_a_seat(app: Flask) -> None:
    session_id = making.session(capacity=SEATS)
    ran = race(app, session_id, crowd())
    assert (ran.answered, ran.failures) == (PEOPLE, Counter())
    assert states() == {State.BOOKED: SEATS, State.WAITLISTED: PEOPLE - SEATS}
    assert taken() == SEATS
    last = select(func.max(Registration.queue_number)).where(Registration.state == State.BOOKED)
    first = select(func.min(Registration.queue_number)).where(Registration.state == State.WAITLISTED)
    assert making.rows(last)[0][0] < making.rows(first)[0][0], "who came first has the seat"
    promotions = select(func.count()).where(RegistrationEvent.new == State.BOOKED)
    assert making.rows(promotions)[0][0] == SEATS


# --- controls: the same race, with one guard taken away, must go wrong -------------------------------------------------


@pytest.mark.parametrize("built", ["postgresql"], indirect=True)
def test_without_the_lock_postgresql_oversells(unchecked: Flask) -> None:
    with unchecked.app_context():
        session_id = making.session(capacity=SEATS)
        race(unchecked, session_id, crowd(), without_lock)
        sold = states()[State.BOOKED]
        database.session.remove()
        database.engine.dispose()
    assert sold > SEATS, "the race did not happen: this test would not notice a missing lock"


@pytest.mark.parametrize("built", ["postgresql"], indirect=True)
def test_with_the_lock_the_same_copy_sells_what_there_is(unchecked: Flask) -> None:
    """The control of the control: the lock alone is enough, the constraints are only the net."""
    with unchecked.app_context():
        session_id = making.session(capacity=SEATS)
        ran = race(unchecked, session_id, crowd())
        assert ran.failures == Counter()
        assert states() == {State.BOOKED: SEATS, State.WAITLISTED: PEOPLE - SEATS}
        database.session.remove()
        database.engine.dispose()


@pytest.mark.parametrize("built", ["sqlite"], indirect=True)
def test_with_a_deferred_begin_sqlite_loses_people(app: Flask) -> None:
    session_id = making.session(capacity=SEATS)
    ran = race(app, session_id, crowd(), begin_late)
    assert set(ran.failures) == {"database is locked"}
    assert ran.answered + ran.failures.total() == PEOPLE
    assert sum(states().values()) == ran.answered < PEOPLE, (
        "nobody was lost: this test would not notice a deferred BEGIN"
    )
    assert taken() <= SEATS
