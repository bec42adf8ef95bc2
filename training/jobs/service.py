"""The verbs of jobs: add one with its cause, claim a due one, tell its progress and its outcome."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update

from training.core.db import database, insert
from training.core.world import new_public_id
from training.jobs.models import Job
from training.jobs.rules import LEASE, MOST_ATTEMPTS, JobState, pause


@dataclass(frozen=True)
class NewJob:
    """An effect to come. `key` names it once for ever: a second job of the same kind and key is not added."""

    kind: str
    key: str
    payload: dict[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None


@dataclass(frozen=True)
class Claimed:
    """A job in the hands of one worker until its lease runs out."""

    id: int
    kind: str
    key: str
    payload: dict[str, Any]
    attempts: int


def add(*jobs: NewJob, now: datetime) -> None:
    """Add jobs in the transaction of their cause; those with a known key are left as they are. One INSERT."""
    rows = [
        {"public_id": new_public_id(), "kind": job.kind, "key": job.key, "payload": job.payload,
         "state": JobState.READY, "due_at": job.due_at or now, "attempts": 0, "done": 0, "total": 0, "created_at": now}
        for job in jobs
    ]  # fmt: skip
    if rows:
        statement = insert(Job).values(rows).on_conflict_do_nothing(index_elements=[Job.kind, Job.key])
        database.session.execute(statement)


def claim(*, now: datetime) -> Claimed | None:
    """Take the job that has been due longest, or one whose worker died."""
    due = or_(
        and_(Job.state == JobState.READY, Job.due_at <= now),
        and_(Job.state == JobState.RUNNING, Job.lease_until < now),
    )
    head = select(Job.id).where(due).order_by(Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True)
    taken = (
        update(Job)
        .where(Job.id == head.scalar_subquery())
        .values(state=JobState.RUNNING, attempts=Job.attempts + 1, lease_until=now + LEASE)
        .returning(Job.id, Job.kind, Job.key, Job.payload, Job.attempts)
    )
    row = database.session.execute(taken).one_or_none()
    return Claimed(*row) if row else None


def progress(job_id: int, *, done: int, total: int, now: datetime) -> None:
    """Say how far a long job is; this renews its lease."""
    database.session.execute(
        update(Job).where(Job.id == job_id).values(done=done, total=total, lease_until=now + LEASE)
    )


def finish(job_id: int, *, now: datetime) -> None:
    """Say that the effect has happened."""
    values = {"state": JobState.DONE, "finished_at": now, "lease_until": None, "last_error": None}
    database.session.execute(update(Job).where(Job.id == job_id).values(values))


def fail(job: Claimed, error: str, *, now: datetime, for_good: bool = False) -> None:
    """Say that it did not happen: it is tried again after a pause, or given up."""
    over = for_good or job.attempts >= MOST_ATTEMPTS
    values = {"last_error": error[:2000], "lease_until": None}
    later = {"state": JobState.READY, "due_at": now + pause(job.attempts)}
    ahead = {"state": JobState.FAILED, "finished_at": now} if over else later
    database.session.execute(update(Job).where(Job.id == job.id).values(values | ahead))
