"""Tables of learning. A submitted answer is a fact; progress, an open attempt and what is counted are working rows."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import SCOPED, Base, Fact, Interval, Json, Line, PublicId, Short, Slug
from training.learning.rules import AttemptKind, AttemptState, Period

OPEN = sql("state = 'open'")
CURRENT = sql("retired_at IS NULL AND valid_until IS NULL")


class LessonProgress(Base):
    __tablename__ = "lesson_progress"
    __table_args__ = (UniqueConstraint("person_id", "subject_id", "lesson_slug"), SCOPED)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    lesson_slug: Mapped[Slug]
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    read_at: Mapped[datetime]
    known: Mapped[bool] = mapped_column(default=False)
    """Not read, but skipped: its questions were answered first, and all of them rightly."""


class Attempt(Base):
    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("person_id", "subject_id", "kind", "part", "number"),
        Index("uq_attempt_open", "person_id", "subject_id", "kind", "part", unique=True, sqlite_where=OPEN,
              postgresql_where=OPEN),
        Index(None, "kind", "finished_at"),
        Index(None, "subject_id", "kind", "finished_at"),
        SCOPED,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    kind: Mapped[AttemptKind] = mapped_column(default=AttemptKind.COURSE)
    part: Mapped[Slug] = mapped_column(default="")
    """The lesson whose questions are asked first; empty for the other kinds."""
    number: Mapped[int]
    language: Mapped[Short]
    draw: Mapped[Json]
    """Sealed at the start: a list of {question: id, digest, options: [keys in the order shown], choices}."""
    words: Mapped[Json] = mapped_column(default=dict)
    """The local words as they were at the start, so that all is shown later as it was seen: name → value."""
    needed: Mapped[int]
    """How many right answers pass."""
    carried: Mapped[int] = mapped_column(default=0)
    """Right answers of lessons that were passed by their questions before: they count, and are not asked again."""
    state: Mapped[AttemptState] = mapped_column(default=AttemptState.OPEN)
    started_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    """After it nothing more can be answered; NULL where no law sets a limit."""
    finished_at: Mapped[datetime | None]
    right: Mapped[int | None]


class Answer(Base):
    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position"),
        CheckConstraint("credit BETWEEN 0 AND 100", "credit"),
        {"info": {"scoped": True}, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    """From 1, in the order of the draw. With the attempt it is the key under which an answer counts once."""
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    chosen: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    """A list of keys: see marking.py. NULL once answers of that age were forgotten; what it was worth stays."""
    credit: Mapped[int]
    """Per cent of the question; 100 is right."""
    seconds: Mapped[int | None]
    """Since the answer before, or the start; NULL where somebody went away in between."""
    answered_at: Mapped[datetime]


class SkippedLesson(Base):
    """A lesson that somebody did not have to read: the ledger of minutes saved."""

    __tablename__ = "skipped_lesson"
    __table_args__ = (
        UniqueConstraint("attempt_id", "lesson_slug"),
        Index(None, "person_id"),
        {"info": {"scoped": True}, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    lesson_slug: Mapped[Slug]
    minutes: Mapped[int]
    happened_at: Mapped[datetime]


class HeldBelief(Base):
    """Whether a person's last answer to a question that traps a false belief showed it. The answers are the facts."""

    __tablename__ = "held_belief"
    __table_args__ = (Index(None, "belief_slug", "answered_at"), SCOPED)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    belief_slug: Mapped[Slug] = mapped_column(primary_key=True)
    held: Mapped[bool]
    answered_at: Mapped[datetime]


class Recall(Base):
    """Where a person stands on the ladder with one objective of a course that they passed."""

    __tablename__ = "recall"
    __table_args__ = (Index(None, "due_on"), SCOPED)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    objective: Mapped[Slug] = mapped_column(primary_key=True)
    learned_on: Mapped[date]
    step: Mapped[int]
    due_on: Mapped[date]


class RecallCount(Base):
    """Answers to refreshers, counted once a day: of the people who are in one department itself now, on one topic."""

    __tablename__ = "recall_count"

    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True)
    topic: Mapped[Short] = mapped_column(primary_key=True)
    period: Mapped[Period] = mapped_column(primary_key=True)
    people: Mapped[int]
    answers: Mapped[int]
    right: Mapped[int]
    counted_on: Mapped[date]


class BeliefCount(Base):
    """How many people of one department itself showed a false belief when they last met it, counted once a day."""

    __tablename__ = "belief_count"

    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True)
    belief_slug: Mapped[Slug] = mapped_column(primary_key=True)
    people: Mapped[int]
    held: Mapped[int]
    counted_on: Mapped[date]


class QuestionFigures(Base):
    """What the answers say of one question in its present wording, counted once a day. For authors, without people."""

    __tablename__ = "question_figures"

    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    slug: Mapped[Slug] = mapped_column(primary_key=True)
    digest: Mapped[str]
    answers: Mapped[int]
    difficulty: Mapped[float]
    """The mean credit, from 0 to 1: the higher, the easier."""
    discrimination: Mapped[float | None]
    """Point-biserial correlation of its credit with the rest of the attempt, from -1 to 1."""
    median_seconds: Mapped[int | None]
    options: Mapped[Json]
    """How often each part was chosen: key → number."""
    counted_on: Mapped[date]


class CourseFigures(Base):
    """How a course was answered lately and before, counted once a day: what tells of a leaked key."""

    __tablename__ = "course_figures"

    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    figures: Mapped[Json]
    """before and lately, each {answers, right, median_seconds}."""
    alarm: Mapped[bool]
    counted_on: Mapped[date]


class QuestionVoid(Fact, Base):
    """A wording that was taken out: everybody who was asked it has it as right."""

    __tablename__ = "question_void"
    __table_args__ = (UniqueConstraint("subject_id", "digest"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    slug: Mapped[Slug]
    digest: Mapped[str]


class Rescore(Base):
    """How a finished attempt stands since a question was taken out. The attempt itself stays as it was."""

    __tablename__ = "rescore"
    __table_args__ = (
        UniqueConstraint("attempt_id", "void_id"),
        {"info": {"scoped": True}, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    void_id: Mapped[int] = mapped_column(ForeignKey("question_void.id"), index=True)
    right_before: Mapped[int]
    right_after: Mapped[int]
    state_before: Mapped[AttemptState]
    state_after: Mapped[AttemptState]
    recorded_at: Mapped[datetime]


class Accommodation(Interval, Base):
    """How the questions are made to fit a person. Only those who arrange it and the person see it."""

    __tablename__ = "accommodation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    time_percent: Mapped[int | None]
    """Of a limit that a course sets: 150 is half as long again; NULL is without a limit."""
    without_pause: Mapped[bool]
    plain_questions: Mapped[bool]
    """Only questions that are answered by choosing from a list."""
    reason: Mapped[Line]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            Index("uq_accommodation_current", "person_id", unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT),
            SCOPED,
        )
