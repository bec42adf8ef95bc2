"""Lanes of processes side by side: in each lane one after the other is killed, the last one lives. Each step is noted."""

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, event

from tests.faults.seat_lives import Life
from training.core import db
from training.core.db import database, writing
from training.core.errors import MusterError
from training.seminars import mail_limit, naming, seat_queries

FORK = multiprocessing.get_context("fork")
DIED = 9
"""How a process ends that dies right before its commit."""
MANY = 1_000_000
REFUSED, FAILED = "refused", "failed"


@dataclass(frozen=True)
class Span:
    """How many steps who lives takes, and how those die who do not: so many in each lane, one after the other."""

    steps: int
    deaths: int = 0
    earliest: float = 0.3
    latest: float = 1.0
    """Seconds between which a process is killed, wherever it is by then."""
    at_commit: float = 0.03
    """How likely a step of theirs ends right before its commit instead."""


@dataclass
class Story:
    """What was done and refused, how long each took in milliseconds, what failed, how many were killed and where."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    took: dict[str, list[float]] = field(default_factory=dict)
    killed: int = 0
    before_commit: int = 0

    def hear(self, line: str) -> None:
        name, outcome, milliseconds, *rest = line.split("\t")
        if outcome == FAILED:
            self.failures[f"{name}: {rest[0]}"] += 1
        elif outcome == REFUSED:
            self.refused[name] += 1
        else:
            self.done[name] += 1
            self.took.setdefault(name, []).append(float(milliseconds))


class Lanes:
    """Runs them. `prepare` is called in each process before its first step."""

    def __init__(self, app: Flask, span: Span, folder: Path, prepare: Callable[[], None] = lambda: None) -> None:
        self.app, self.span, self.folder, self.prepare = app, span, folder, prepare
        self.story = Story()
        self.waiting: list[list[Life]] = []
        self.running: dict[int, tuple[int, Any]] = {}

    def run(self, lives: Sequence[Sequence[Life]]) -> Story:
        database.session.remove()
        database.engine.dispose()
        barrier = FORK.Barrier(len(lives))
        self.waiting = [list(lane) for lane in lives]
        for lane in range(len(lives)):
            self.go_on(lane, barrier)
        while self.running:
            for sentinel in wait(list(self.running)):
                self.ended(sentinel)  # type: ignore[arg-type]
        for lane in range(len(lives)):
            self.read(self.folder / f"{lane}")
        return self.story

    def go_on(self, lane: int, barrier: Any = None) -> None:
        life = self.waiting[lane].pop(0)
        mortal = bool(self.waiting[lane])
        process = FORK.Process(target=self.live, args=(life, mortal, self.folder / f"{lane}", barrier))
        process.start()
        self.running[process.sentinel] = lane, process

    def ended(self, sentinel: int) -> None:
        lane, process = self.running.pop(sentinel)
        process.join()
        assert process.exitcode in ({-signal.SIGKILL, DIED} if self.waiting[lane] else {0}), process.exitcode
        self.story.killed += process.exitcode == -signal.SIGKILL
        self.story.before_commit += process.exitcode == DIED
        if self.waiting[lane]:
            self.go_on(lane)

    def read(self, log: Path) -> None:
        # The last line of somebody who was killed may be torn; it is then the first part of a line of the next one.
        for line in log.read_text(encoding="utf-8").splitlines():
            if line.startswith(START) and line.endswith(END):
                self.story.hear(line.removeprefix(START).removesuffix(END))

    def live(self, life: Life, mortal: bool, log: Path, barrier: Any) -> None:
        with self.app.app_context(), log.open("a", encoding="utf-8", buffering=1) as told:
            event.listen(database.engine, "connect", wait_long)
            # Chance names the same few people again and again: that many mails a day no real contact may cause.
            mail_limit.MAILS_A_DAY = naming.NAMED_A_DAY = MANY
            self.prepare()
            if barrier is not None:
                barrier.wait()
            if mortal:
                delay = life.chance.uniform(self.span.earliest, self.span.latest)
                threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL)).start()
            for _ in range(MANY if mortal else self.span.steps):
                told.write(_step(life, self.span.at_commit if mortal else 0))
            database.session.remove()


START, END = "+", "."


def _step(life: Life, dies: float) -> str:
    step, start, outcome, detail = life.step(), time.perf_counter(), "done", ""
    try:
        with writing():
            step()
            if life.chance.random() < dies:
                os._exit(DIED)
    except MusterError:
        outcome = REFUSED
    except Exception as error:  # noqa: BLE001  each is told at the end
        outcome, detail = FAILED, str(getattr(error, "orig", error)).splitlines()[0]
        with contextlib.suppress(Exception):
            database.session.rollback()
    took = (time.perf_counter() - start) * 1000
    return f"{START}{step.__name__}\t{outcome}\t{took:.3f}\t{detail}{END}\n"


# --- how the database is opened, with and without its guards ------------------------------------------------------------


def wait_long(connection: Any, _entry: Any) -> None:
    """Wait for a busy SQLite longer than the program does: that is a wait, and not what is tested."""
    if database.engine.dialect.name == "sqlite":
        connection.execute("PRAGMA busy_timeout=120000")


def without_lock() -> None:
    for name in ("LOCK", "LOCK_BY_REGISTRATION"):
        bare = getattr(seat_queries, name)._clone()
        bare._for_update_arg = None
        setattr(seat_queries, name, bare)


def begin_late() -> None:
    """Let SQLite begin with a reading transaction that turns into a writing one, as drivers do by themselves."""
    event.remove(database.engine, "begin", db._begin_sqlite)
    event.listen(database.engine, "begin", _deferred)


def _deferred(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA query_only=OFF")
    connection.exec_driver_sql("BEGIN")
