"""Looks at the job table."""

from sqlalchemy import Row, bindparam, func, select

from training.core.db import database
from training.jobs.models import Job
from training.jobs.rules import JobState

PROGRESS = select(Job.state, Job.done, Job.total, Job.attempts, Job.last_error).where(
    Job.kind == bindparam("kind"), Job.key == bindparam("key")
)
WAITING = select(func.count()).select_from(Job).where(Job.state.in_([JobState.READY, JobState.RUNNING]))
FAILED = select(func.count()).select_from(Job).where(Job.state == JobState.FAILED)


def progress(kind: str, key: str) -> Row[tuple[JobState, int, int, int, str | None]] | None:
    """Return (state, done, total, attempts, last error) of one job."""
    return database.session.execute(PROGRESS, {"kind": kind, "key": key}).one_or_none()


def depth() -> tuple[int, int]:
    """Return how many jobs wait or run, and how many were given up."""
    return database.session.scalar(WAITING) or 0, database.session.scalar(FAILED) or 0
