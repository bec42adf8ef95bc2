"""Looks at the job table."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from training.core.db import database
from training.jobs.models import Job
from training.jobs.rules import JobState

PROGRESS = select(Job.state, Job.done, Job.total, Job.attempts, Job.last_error).where(
    Job.kind == bindparam("kind"), Job.key == bindparam("key")
)
WAITING = select(func.count()).select_from(Job).where(Job.state.in_([JobState.READY, JobState.RUNNING]))
FAILED = select(func.count()).select_from(Job).where(Job.state == JobState.FAILED)


class Progress(NamedTuple):
    """How far a job is: `done` of `total` parts."""

    state: JobState
    done: int
    total: int
    attempts: int
    last_error: str | None


def progress(kind: str, key: str) -> Progress | None:
    """Return how far one job is, or None if there is no such job."""
    row = database.session.execute(PROGRESS, {"kind": kind, "key": key}).one_or_none()
    return Progress(*row) if row else None


def depth() -> tuple[int, int]:
    """Return how many jobs wait or run, and how many were given up."""
    return database.session.scalar(WAITING) or 0, database.session.scalar(FAILED) or 0
