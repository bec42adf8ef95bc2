"""Nobody gives two dates at one time, also where two plan at once; a move that makes it so says so before and after."""

import threading
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import make
from tests.client import Client
from tests.seminars import making, planned
from tests.seminars.day import trains
from tests.seminars.making import NOW
from tests.seminars.test_moving import aim, look
from training.core.db import writing
from training.core.errors import Refused
from training.seminars import moving, trainers
from training.seminars.moving import Decision, Keep
from training.seminars.plan_models import SessionTrainer, TrainerRole
from training.seminars.trainers import NewTrainer


def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever has looked wait for the other one to have looked too, for a second."""
    both, check = threading.Barrier(2, timeout=1), trainers._check_person

    def looked(*arguments: Any, **named: Any) -> None:
        check(*arguments, **named)
        with suppress(threading.BrokenBarrierError):
            both.wait()

    monkeypatch.setattr(trainers, "_check_person", looked)


def test_two_who_name_one_trainer_at_once_for_one_time_are_not_both_right(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions, runner, refused = [making.session(), making.session()], planned.runner(), []
    new = NewTrainer(TrainerRole.TRAINER, person=make.person().public_id)

    def name(session: str) -> None:
        with app.app_context():
            try:
                with writing():
                    trainers.add_trainer(runner, session, new, now=NOW)
            except Refused as error:
                refused.append(str(error.message))

    meeting(monkeypatch)
    making.rows(select(SessionTrainer.id))
    threads = [threading.Thread(target=name, args=[session]) for session in sessions]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert making.rows(select(func.count()).select_from(SessionTrainer))[0][0] == 1
    assert len(refused) == 1 and "at that time" in refused[0]


def test_a_trainer_who_is_elsewhere_then_is_told_before_and_after(app: Flask, client: Client) -> None:
    trainer, session = planned.apart(make.person("Petro", "Milan")), making.session()
    trains(trainer, session)
    seen = look(session, aim())
    assert not seen.trainers
    other = making.session(making.seminar("Tabletop"), local_start=aim().local_start)
    trains(trainer, other)
    with writing():
        decision = Decision(Keep.INFORM, seen.stamp)
        done = moving.move_session(session, aim(), decision, by_person_id=None, host=making.host(app), now=NOW)
    assert not done.done and [one.title for one in done.impact.trainers] == ["Tabletop"], "it has to be seen first"
    planned.desk(client)
    words = "At the time of this date: Milan, Petro gives “Tabletop” (Thu 17 Dec, 14:00)."
    assert words not in client.get(f"/desk/sessions/{session}").words
    with writing():
        decision = Decision(Keep.INFORM, done.impact.stamp)
        assert moving.move_session(session, aim(), decision, by_person_id=None, host=making.host(app), now=NOW).done, (
            "whoever has seen it may do it"
        )
    assert words in client.get(f"/desk/sessions/{session}").words
    page = client.get(f"/desk/sessions/{session}/trainers")
    client.submit(page, action="remove")
    assert "At the time of this date" not in client.get(f"/desk/sessions/{session}").words
