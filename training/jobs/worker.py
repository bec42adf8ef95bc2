"""The worker: claim, carry out with no transaction open, tell the outcome."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from training.core.db import database, writing
from training.core.links import Links
from training.core.world import World
from training.jobs import service

log = logging.getLogger("muster.worker")
POLL = 1.0  # seconds between looks at an empty table
GONE_WRONG = 10.0  # seconds to wait when the database itself cannot be asked


@dataclass(frozen=True)
class Tools:
    """What a handler may use of the outside world."""

    world: World
    links: Links


class GiveUp(Exception):
    """Trying again is pointless: the job fails for good with this reason."""


Handler = Callable[[service.Claimed, Tools], None]
"""Carries out one job. Must bear being run twice. Opens its own short `writing()` blocks; may raise GiveUp."""

Schedule = Callable[[datetime], tuple[service.NewJob, ...]]
"""Which jobs should exist by now, each with the key of its day or hour: doubled schedulers add nothing."""


def run_one(handlers: Mapping[str, Handler], tools: Tools) -> bool:
    """Carry out one due job, if there is one; tell whether there was."""
    with writing():
        job = service.claim(now=tools.world.now())
    if job is None:
        return False
    try:
        handlers[job.kind](job, tools)
    except Exception as error:  # noqa: BLE001  whatever happened, the job must learn of it
        _failed(job, error, tools)
        return True
    with writing():
        service.finish(job.id, now=tools.world.now())
    return True


def _failed(job: service.Claimed, error: Exception, tools: Tools) -> None:
    given_up = isinstance(error, GiveUp | KeyError) and (isinstance(error, GiveUp) or error.args == (job.kind,))
    log.warning("job %s %s failed", job.kind, job.key, exc_info=None if given_up else error)
    with writing():
        service.fail(job, f"{type(error).__name__}: {error}", now=tools.world.now(), for_good=given_up)


def run_due(handlers: Mapping[str, Handler], tools: Tools, *, most: int = 10_000) -> int:
    """Carry out everything that is due now and return how many jobs ran."""
    ran = 0
    while ran < most and run_one(handlers, tools):
        ran += 1
    return ran


def run_for_ever(
    handlers: Mapping[str, Handler], tools: Tools, schedules: tuple[Schedule, ...], stop: threading.Event
) -> None:
    """Work until `stop` is set. A database that cannot be reached is waited for."""
    next_schedule = tools.world.now()
    while not stop.is_set():
        try:
            next_schedule = _schedule(schedules, tools, next_schedule)
            idle = not run_one(handlers, tools)
        except Exception:
            log.exception("the worker cannot reach its table")
            stop.wait(GONE_WRONG)
            continue
        finally:
            database.session.remove()
        if idle:
            stop.wait(POLL)


def _schedule(schedules: tuple[Schedule, ...], tools: Tools, due: datetime) -> datetime:
    now = tools.world.now()
    if now < due:
        return due
    jobs = [job for schedule in schedules for job in schedule(now)]
    if jobs:
        with writing():
            service.add(*jobs, now=now)
    return now + timedelta(minutes=1)
