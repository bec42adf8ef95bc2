"""Many write at once: completions, moves of time and reconciling leave the roll-ups as the facts are."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from flask import Flask

from tests import make
from tests.completion import making
from training.completion import rollups
from training.core.db import database, writing
from training.people.models import Department

START = date(2026, 11, 1)
PEOPLE, AT_ONCE = 24, 4


def _at_once(app: Flask, tasks: list[Callable[[], object]]) -> None:
    """Run tasks in threads, each with a session of its own; any error fails the test."""
    waiting, errors = iter(tasks), []
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                task = next(waiting, None)
            if task is None:
                return
            try:
                with app.app_context():
                    task()
            except Exception as error:  # noqa: BLE001  told below
                errors.append(error)

    threads = [threading.Thread(target=work) for _number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def _roll(day: date) -> None:
    with writing():
        rollups.roll(day)


def _rebuild(day: date) -> None:
    with writing():
        rollups.rebuild(day)


def test_roll_ups_are_the_facts_after_many_wrote_at_once(app: Flask) -> None:
    home = make.department("Finance").id
    course = making.subject("course")
    people = [make.person(department=database.session.get(Department, home)).id for _number in range(PEOPLE)]
    making.publish(making.written("first"), making.written("second"), making.written("third"), on=START)
    making.reconcile(START)
    late = START + timedelta(days=40)
    tasks: list[Callable[[], object]] = []
    for number, person in enumerate(people):
        tasks.append(partial(making.record, person, course, START + timedelta(days=25 + number)))
        tasks.append(partial(_roll if number % 3 else _rebuild, late if number % 2 else START))
        if number % 6 == 0:
            tasks.append(partial(making.reconcile, late, people))
    database.session.rollback()
    _at_once(app, tasks)
    database.session.rollback()
    assert rollups.differences() == []
    counted = making.counted(late)
    _roll(late)
    assert sum(parts.total for parts in counted.values()) == PEOPLE * 3
    assert sum(parts.did for parts in counted.values()) == PEOPLE * 3
    assert rollups.differences() == []
