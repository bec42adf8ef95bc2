"""Reminders end to end: the worker's jobs, a real mail server, a worker that dies, two workers at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests import make
from tests.completion import making, reminded
from tests.completion.reminded import MONDAY
from tests.conftest import Clock
from tests.mailbox import Mailbox
from training.completion import reminder_work, work
from training.completion.digesting import KIND
from training.completion.rules import DigestState
from training.core import site as settings
from training.core.db import database, writing
from training.core.post import smtp_post
from training.core.world import World
from training.jobs.models import Job
from training.jobs.rules import LEASE, JobState
from training.jobs.service import claim
from training.jobs.worker import Tools, _schedule, run_due
from training.notices import service as notices
from training.notices.work import sender

FROM, DUE = "training@alderfinch.example", date(2026, 11, 26)
HANDLERS = {**reminder_work.HANDLERS, notices.SEND: sender(FROM, "Alder & Finch", keep=False)}


@pytest.fixture
def tools(app: Flask, clock: Clock, mailbox: Mailbox) -> Tools:
    world: World = app.extensions["muster"].world
    with writing():
        settings.change({"name": "Alder & Finch"}, by_person_id=None, now=make.NOW)
    clock.set(reminded.morning(MONDAY))
    return Tools(replace(world, post=smtp_post(mailbox.url)), reminded.links(app))


def live(tools: Tools) -> None:
    """One minute of a worker: what should exist by now, and everything that is due."""
    _schedule((reminder_work.schedule,), tools, tools.world.now())
    run_due(HANDLERS, tools)


def test_a_reminder_arrives_in_plain_words(tools: Tools, mailbox: Mailbox) -> None:
    team = reminded.team(due=DUE, people=1)
    team.duty("phishing-two", date(2026, 12, 11))
    live(tools)
    (mail,) = mailbox.got
    assert mail["Subject"] == "2 things, 40 minutes, the first due 26 November"
    body = mail.get_content().replace("\r\n", "\n")
    assert "Hello Amara," in body
    assert "    Phishing · 20 minutes · due 26 November\n" in body
    assert "\nhttp://localhost/\n" in body
    assert "type that address into your browser" in body
    assert mail.get_content_type() == "text/plain", "nothing in it can follow the reader"
    for word in ("urgent", "immediately", "final", "!", "?"):
        assert word not in body.lower()


def test_a_mail_in_the_readers_language(tools: Tools, mailbox: Mailbox) -> None:
    team = reminded.team(due=DUE, people=1)
    with writing():
        from training.people.models import Person

        database.session.execute(update(Person).where(Person.id == team.people[0]).values(language="es"))
    live(tools)
    assert "26 de noviembre" in mailbox.got[0].get_content()


def test_a_day_is_planned_and_written_once_however_often_the_worker_looks(tools: Tools, mailbox: Mailbox, clock: Clock):
    reminded.team(due=DUE)
    for _half_hour in range(6):
        live(tools)
        clock.forward(minutes=30)
    assert len(mailbox.got) == 2
    clock.set(reminded.morning(MONDAY) + timedelta(hours=11))
    live(tools)
    assert len(mailbox.got) == 2


def test_nobody_is_written_to_before_eight_or_in_the_evening(tools: Tools, mailbox: Mailbox, clock: Clock) -> None:
    reminded.team(due=DUE)
    clock.set(reminded.morning(MONDAY) - timedelta(minutes=1))
    live(tools)
    clock.set(reminded.morning(MONDAY) + timedelta(hours=10))
    live(tools)
    assert mailbox.got == []
    clock.set(reminded.morning(MONDAY + timedelta(days=1)))
    live(tools)
    assert len(mailbox.got) == 2, "the step that was missed is caught up the next morning"


def test_each_zone_has_its_own_morning(tools: Tools, mailbox: Mailbox, clock: Clock) -> None:
    reminded.team(due=DUE, people=1, zone="America/Chicago")
    live(tools)
    assert mailbox.got == []
    clock.set(reminded.morning(MONDAY, "America/Chicago"))
    live(tools)
    assert len(mailbox.got) == 1


# --- dying and racing -------------------------------------------------------------------------------------------------


def test_a_worker_that_dies_after_writing_doubles_no_mail(tools: Tools, mailbox: Mailbox, clock: Clock) -> None:
    reminded.team(due=DUE)
    reminded.plan(MONDAY)
    with writing():
        database.session.execute(update(Job).values(state=JobState.DONE))
    job = reminder_work.NewJob(reminder_work.WRITE, "2026-11-23 test", {"day": "2026-11-23"})
    with writing():
        reminder_work.add(job, now=clock())
    with writing():
        claimed = claim(now=clock())
    assert claimed is not None
    reminder_work.write(claimed, tools)
    # It dies here: the mails are written, the job does not know. Its lease runs out, another worker takes it up.
    clock.forward(seconds=LEASE.total_seconds() + 1)
    run_due(HANDLERS, tools)
    assert len(mailbox.got) == 2
    assert set(_states()) == {JobState.DONE}


def _states() -> list[JobState]:
    database.session.rollback()
    return list(database.session.scalars(select(Job.state)))


def test_a_worker_that_dies_while_writing_has_written_nothing(
    tools: Tools, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    reminded.team(due=DUE)
    reminded.plan(MONDAY)
    with monkeypatch.context() as patched:
        patched.setattr("training.completion.digesting._settle", _die)
        with pytest.raises(KeyboardInterrupt):
            reminder_work.write_part(MONDAY, reminder_work.House("A", tools.links), now=clock())
    assert reminded.mails() == []
    assert set(reminded.digests().values()) == {DigestState.PLANNED}
    reminder_work.write_part(MONDAY, reminder_work.House("A", tools.links), now=clock())
    assert len(reminded.mails()) == 2


def _die(*_: Any) -> None:
    raise KeyboardInterrupt


def test_a_worker_that_dies_while_planning_is_taken_up(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    reminded.team(due=DUE)
    with monkeypatch.context() as patched:
        patched.setattr("training.completion.reminder_planning.settle", _die)
        with pytest.raises(KeyboardInterrupt):
            reminded.plan(MONDAY)
    assert set(reminded.digests().values()) == {DigestState.HELD}, "what has not been counted does not go"
    reminded.plan(MONDAY)
    assert set(reminded.digests().values()) == {DigestState.PLANNED}
    assert len(reminded.reminders()) == 2


def test_two_workers_at_once_plan_and_write_each_mail_once(app: Flask, clock: Clock, tools: Tools) -> None:
    reminded.team(due=DUE, people=12)
    house = reminder_work.House("Alder & Finch", tools.links)
    barrier = threading.Barrier(3)

    def work_on(_worker: int) -> None:
        with app.app_context():
            barrier.wait()
            reminder_work.plan_morning(MONDAY, reminded.LONDON, now=clock())
            while reminder_work.write_part(MONDAY, house, now=clock()):
                pass
            database.session.remove()

    database.session.rollback()
    with ThreadPoolExecutor(3) as workers:
        list(workers.map(work_on, range(3)))
    mails = reminded.mails()
    assert len(mails) == len({mail.person_id for mail in mails}) == 12
    assert len(reminded.reminders()) == 12
    sends = select(func.count()).select_from(Job).where(Job.kind == notices.SEND)
    assert database.session.scalar(sends) == 12


def test_the_jobs_are_known_to_the_house() -> None:
    from training.rooms import SCHEDULES

    assert reminder_work.schedule in SCHEDULES
    assert work.schedule in SCHEDULES
    assert KIND == "completion.digest"
    assert making.noon(MONDAY).hour == 12
