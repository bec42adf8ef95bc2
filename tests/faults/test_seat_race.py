"""Two hundred people, twenty seats, eight processes at once: exactly twenty get one. And what happens without the guards."""

import multiprocessing
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, event, func, insert, select, text

from tests import databases
from tests.conftest import Built, settings_for
from tests.seminars import making
from training.app import create_app
from training.core import db
from training.core.db import database, writing
from training.core.permissions import Held, Role, Viewer
from training.core.world import new_public_id
from training.people.models import Person
from training.seminars import seat_queries, service
from training.seminars.models import Registration, RegistrationEvent, SeminarSession
from training.seminars.rules import State

PEOPLE, SEATS, PROCESSES = 200, 20, 8
FORK = multiprocessing.get_context("fork")


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
        event.listen(database.engine, "connect", _wait_long)
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


def _wait_long(connection: Any, _entry: Any) -> None:
    # A busy machine may keep one of eight waiting for longer than the program does; that is a wait, and not what is tested.
    if database.engine.dialect.name == "sqlite":
        connection.execute("PRAGMA busy_timeout=120000")


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


@pytest.fixture
def unchecked(built: Built, tmp_path: Path) -> Flask:
    """A private copy of the PostgreSQL database without the net below the lock: no CHECK, no unique queue numbers."""
    with built.app.app_context():
        database.engine.dispose()
    url = databases.make_postgresql(f"race_{databases.WORKER}")
    server = create_engine(
        built.store.url.replace(f"muster_{databases.WORKER}", "postgres"), isolation_level="AUTOCOMMIT"
    )
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "race_{databases.WORKER}"'))
        connection.execute(text(f'CREATE DATABASE "race_{databases.WORKER}" TEMPLATE "muster_{databases.WORKER}"'))
    server.dispose()
    copy = create_engine(url, isolation_level="AUTOCOMMIT")
    with copy.connect() as connection:
        for table, constraint in (
            ("seminar_session", "%seats"),
            ("registration", "uq_registration_session_id_queue_number"),
        ):
            found = text(
                "SELECT conname FROM pg_constraint WHERE conname LIKE :name AND conrelid = CAST(:table AS regclass)"
            )
            names = list(connection.scalars(found, {"name": constraint, "table": table}))
            assert len(names) == 1, names
            connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{names[0]}"'))
    copy.dispose()
    return create_app(settings_for(url, tmp_path))


@pytest.mark.parametrize("built", ["postgresql"], indirect=True)
def test_without_the_lock_postgresql_oversells(unchecked: Flask) -> None:
    def without_lock() -> None:
        seat_queries.LOCK = seat_queries.LOCK._clone()
        seat_queries.LOCK._for_update_arg = None

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
    def deferred(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.exec_driver_sql("BEGIN")

    def begin_late() -> None:
        event.remove(database.engine, "begin", db._begin_sqlite)
        event.listen(database.engine, "begin", deferred)

    session_id = making.session(capacity=SEATS)
    ran = race(app, session_id, crowd(), begin_late)
    assert set(ran.failures) == {"database is locked"}
    assert ran.answered + ran.failures.total() == PEOPLE
    assert sum(states().values()) == ran.answered < PEOPLE, (
        "nobody was lost: this test would not notice a deferred BEGIN"
    )
    assert taken() <= SEATS
