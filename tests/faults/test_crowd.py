"""Two hundred learners answer at once, from eight processes, each pressing twice: nothing is lost, nothing is double."""

import multiprocessing
from collections import Counter
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, func, insert, select

from tests import answers
from tests.learning import making
from training.catalogue.models import Question
from training.completion.models import Completion
from training.core.db import database, scoped, writing
from training.core.permissions import Held, Role, Viewer
from training.core.world import new_public_id
from training.learning import attempt_queries, queries, service, starting
from training.learning.attempt_queries import AttemptPlace
from training.learning.models import Answer, Attempt, HeldBelief, Recall
from training.learning.readiness import Moment
from training.learning.rules import AttemptState
from training.people.models import Person

LEARNERS, PROCESSES, PRESSES = 200, 8, 2
FORK = multiprocessing.get_context("fork")
AT = Moment(making.NOW, making.TODAY)


def crowd() -> list[Viewer]:
    rows = [
        {"public_id": new_public_id(), "given": "Given", "family": f"Family {n}", "email": f"learner{n}@alderfinch.example",
         "language": "", "zone": ""}
        for n in range(LEARNERS)
    ]  # fmt: skip
    with writing():
        ids = database.session.scalars(insert(Person).returning(Person.id), rows).all()
    return [Viewer(person_id=number, held=(Held(Role.EMPLOYEE),)) for number in ids]


def _learn(app: Flask, learners: list[Viewer], right: dict[int, Any], barrier: Any, told: Any) -> None:
    failures: Counter[str] = Counter()
    with app.app_context():
        event.listen(database.engine, "connect", _wait_long)
        barrier.wait()
        for viewer in learners:
            try:
                _take(viewer, right)
            except Exception as error:  # noqa: BLE001  whatever it is, the learner has lost an answer
                failures[repr(error)[:200]] += 1
        database.session.remove()
    told.put(failures)


def _take(viewer: Viewer, right: dict[int, Any]) -> None:
    for _press in range(PRESSES):
        with writing():
            begun = starting.start_course(viewer, queries.course(viewer, "spot-it"), {}, at=AT)
    assert begun is not None
    for position in (1, 2):
        place = AttemptPlace("spot-it", begun.public_id, position)
        drawn = attempt_queries.attempt(viewer, place).drawn[position - 1]
        for _press in range(PRESSES):
            with writing():
                service.submit_answer(viewer, place, right[drawn.question], at=AT)


def _wait_long(connection: Any, _entry: Any) -> None:
    # A busy machine may keep one of eight waiting for longer than the program does; that is a wait, and not what is tested.
    if database.engine.dialect.name == "sqlite":
        connection.execute("PRAGMA busy_timeout=120000")


def count(table: Any, *where: Any) -> int:
    database.session.rollback()
    found = scoped(select(func.count()).select_from(table).where(*where), by="test")
    return int(database.session.scalar(found) or 0)


def test_nothing_is_lost_and_nothing_is_double(app: Flask, tmp_path: Path) -> None:
    making.publish(tmp_path)
    learners = crowd()
    database.session.rollback()
    right = {
        number: answers.sent(content)
        for number, content in database.session.execute(select(Question.id, Question.content))
    }
    barrier, told = FORK.Barrier(PROCESSES), FORK.SimpleQueue()
    database.session.remove()
    database.engine.dispose()
    runners = [
        FORK.Process(target=_learn, args=(app, learners[share::PROCESSES], right, barrier, told))
        for share in range(PROCESSES)
    ]
    for runner in runners:
        runner.start()
    failures = sum((told.get() for _runner in runners), Counter[str]())
    for runner in runners:
        runner.join()
        assert runner.exitcode == 0

    assert failures == Counter()
    assert count(Attempt) == count(Attempt, Attempt.state == AttemptState.PASSED, Attempt.right == 2) == LEARNERS
    assert count(Answer) == count(Answer, Answer.credit == 100) == 2 * LEARNERS
    assert count(Completion) == LEARNERS
    assert count(Recall) == 2 * LEARNERS, "each of the two objectives of each of them"
    assert count(HeldBelief) == count(HeldBelief, HeldBelief.held.is_(False)) == 2 * LEARNERS
