"""Tables of learning. A submitted answer is a fact; progress and an open attempt are working rows."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import SCOPED, Base, Json, PublicId, Short, Slug
from training.learning.rules import AttemptState

OPEN = sql("state = 'open'")


class LessonProgress(Base):
    __tablename__ = "lesson_progress"
    __table_args__ = (UniqueConstraint("person_id", "subject_id", "lesson_slug"), SCOPED)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    lesson_slug: Mapped[Slug]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    read_at: Mapped[datetime]


class Attempt(Base):
    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("person_id", "subject_id", "number"),
        Index("uq_attempt_open", "person_id", "subject_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        SCOPED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    number: Mapped[int]
    language: Mapped[Short]
    draw: Mapped[Json]
    """Sealed at the start: a list of {question: id, digest, options: [keys in the order shown]}."""
    needed: Mapped[int]
    """How many right answers pass."""
    state: Mapped[AttemptState] = mapped_column(default=AttemptState.OPEN)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    right: Mapped[int | None]


class Answer(Base):
    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position"),
        {"info": {"scoped": True}, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    """From 1, in the order of the draw."""
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    chosen: Mapped[Short]
    right: Mapped[bool]
    answered_at: Mapped[datetime]
