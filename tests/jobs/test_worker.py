"""Jobs: one effect for one key, taken by one worker, tried again when it fails, brought back when its worker died."""

import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import Clock
from training.core.db import database, writing
from training.core.links import Links
from training.core.world import World
from training.jobs import queries, service, worker
from training.jobs.models import Job
from training.jobs.rules import LEASE, MOST_ATTEMPTS, JobState, pause
from training.jobs.service import NewJob
from training.jobs.worker import GiveUp, Tools


@pytest.fixture
def tools(app: Flask, clock: Clock) -> Tools:
    world: World = app.extensions["muster"].world
    return Tools(world, Links("http://localhost", "k" * 40, clock))


def add(*keys: str, clock: Clock) -> None:
    with writing():
        service.add(*(NewJob("test", key, {"word": key}) for key in keys), now=clock())


def job(key: str) -> Job:
    database.session.rollback()
    found = select(Job).where(Job.key == key).execution_options(populate_existing=True)
    return database.session.scalars(found).one()


def test_a_key_is_one_effect(tools: Tools, clock: Clock) -> None:
    done: list[str] = []
    for _ in range(3):
        add("a", "b", clock=clock)
    assert worker.run_due({"test": lambda claimed, _tools: done.append(claimed.payload["word"])}, tools) == 2
    add("a", clock=clock)
    assert worker.run_due({"test": lambda *_: done.append("again")}, tools) == 0
    assert done == ["a", "b"]
    assert job("a").state is JobState.DONE


def test_the_effect_runs_with_no_transaction_open(tools: Tools, clock: Clock) -> None:
    def handler(*_: Any) -> None:
        assert not database.session().in_transaction()

    add("a", clock=clock)
    worker.run_due({"test": handler}, tools)
    assert job("a").state is JobState.DONE


def test_a_failure_is_tried_again_after_a_pause_and_given_up_in_the_end(tools: Tools, clock: Clock) -> None:
    def handler(*_: Any) -> None:
        raise OSError("the server is away")

    add("a", clock=clock)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert worker.run_one({"test": handler}, tools)
        assert not worker.run_one({"test": handler}, tools), "not before its time"
        assert job("a").attempts == attempt
        clock.moment += pause(attempt)
    assert job("a").state is JobState.FAILED
    assert "the server is away" in str(job("a").last_error)
    assert queries.depth() == (0, 1)


@pytest.mark.parametrize("handlers", [{}, {"test": lambda *_: (_ for _ in ()).throw(GiveUp("no such address"))}])
def test_what_cannot_succeed_is_given_up_at_once(tools: Tools, clock: Clock, handlers: dict[str, Any]) -> None:
    add("a", clock=clock)
    assert worker.run_due(handlers, tools) == 1
    assert job("a").state is JobState.FAILED


def test_a_job_waits_for_its_time(tools: Tools, clock: Clock) -> None:
    with writing():
        service.add(NewJob("test", "later", due_at=clock() + timedelta(hours=1)), now=clock())
    assert worker.run_due({"test": lambda *_: None}, tools) == 0
    clock.forward(hours=1)
    assert worker.run_due({"test": lambda *_: None}, tools) == 1


def test_a_killed_worker_s_job_comes_back_when_its_lease_is_over(tools: Tools, clock: Clock) -> None:
    add("a", clock=clock)
    database.session.remove()
    child = os.fork()
    if child == 0:
        database.engine.dispose(close=False)
        worker.run_one({"test": lambda *_: os._exit(9)}, tools)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    done: list[int] = []
    handlers = {"test": lambda claimed, _tools: done.append(claimed.attempts)}
    assert worker.run_due(handlers, tools) == 0, "the dead worker still holds it"
    clock.moment += LEASE + timedelta(seconds=1)
    assert worker.run_due(handlers, tools) == 1
    assert done == [2]


def test_many_workers_take_each_job_once(app: Flask, tools: Tools, clock: Clock) -> None:
    keys = [f"job {number}" for number in range(40)]
    add(*keys, clock=clock)
    done: list[str] = []

    def work() -> None:
        with app.app_context():
            worker.run_due({"test": lambda claimed, _tools: done.append(claimed.key)}, tools)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == sorted(keys)


def test_progress_is_told_and_renews_the_lease(tools: Tools, clock: Clock) -> None:
    def handler(claimed: service.Claimed, _tools: Tools) -> None:
        clock.forward(minutes=4)
        with writing():
            service.progress(claimed.id, done=3, total=10, now=clock())
        told = queries.progress("test", "a")
        assert told is not None
        assert (told.done, told.total) == (3, 10)
        assert job("a").lease_until == clock() + LEASE
        database.session.rollback()

    add("a", clock=clock)
    assert worker.run_due({"test": handler}, tools) == 1
    assert job("a").state is JobState.DONE


def test_the_loop_schedules_once_and_ends_when_told(tools: Tools, clock: Clock) -> None:
    stop = threading.Event()
    done: list[str] = []

    def schedule(now: Any) -> tuple[NewJob, ...]:
        return (NewJob("test", f"{now:%Y-%m-%d}"),)

    def handler(claimed: service.Claimed, _tools: Tools) -> None:
        done.append(claimed.key)
        stop.set()

    worker.run_for_ever({"test": handler}, tools, (schedule, schedule), stop)
    assert done == ["2026-11-23"]


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level("CRITICAL"):
        yield
