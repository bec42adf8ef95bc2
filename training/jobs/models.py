"""The job table: the transactional outbox of everything that happens later."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base, Json, Line, Long, PublicId, Short
from training.jobs.rules import JobState


class Job(Base):
    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("kind", "key"), Index(None, "state", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    kind: Mapped[Short]
    key: Mapped[Line]
    """One effect, one key: a job with a known key is not added again."""
    payload: Mapped[Json]
    state: Mapped[JobState] = mapped_column(default=JobState.READY)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    """Progress: parts done, of `total`."""
    total: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[Long | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
