"""Tables of the catalogue. An edition is frozen when published; a spelling fix is a new row with the same number."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from training.catalogue.rules import SubjectKind
from training.core.db import Base, Json, Line, Long, PublicId, Short, Slug


class Subject(Base):
    """What can be completed: a course, a policy or a kind of seminar."""

    __tablename__ = "subject"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    kind: Mapped[SubjectKind]
    slug: Mapped[Slug]
    title: Mapped[Line]
    summary: Mapped[Long]
    minutes: Mapped[int]
    track: Mapped[Short]
    audience: Mapped[Json] = mapped_column(default=list)
    """For whom the author wrote it: slugs."""
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id", use_alter=True))
    """The edition that is taught now, in the subject's own language."""
    retired_on: Mapped[date | None]


class Edition(Base):
    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("subject_id", "language", "digest"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    number: Mapped[int]
    digest: Mapped[str]
    """SHA-256 of the canonical content, 64 hexadecimal digits."""
    language: Mapped[Short]
    source_digest: Mapped[str | None]
    """For a translation: the digest of what it translates."""
    content: Mapped[Json]
    published_at: Mapped[datetime]


class Translation(Base):
    """In which other languages a subject is taught now. What has drifted from its original does not stand here."""

    __tablename__ = "translation"

    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    language: Mapped[Short] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    title: Mapped[Line]
    summary: Mapped[Long]


class Track(Base):
    """A shelf of the catalogue. `position` orders them."""

    __tablename__ = "track"

    slug: Mapped[Short] = mapped_column(primary_key=True)
    position: Mapped[int]
    title: Mapped[Line]
    summary: Mapped[Long]


class Topic(Base):
    """What recall is measured by. `position` orders them."""

    __tablename__ = "topic"

    slug: Mapped[Short] = mapped_column(primary_key=True)
    position: Mapped[int]
    title: Mapped[Line]
    summary: Mapped[Long]


class Belief(Base):
    """A false belief that wrong answers trap, in the words of a person who holds it."""

    __tablename__ = "belief"

    slug: Mapped[Slug] = mapped_column(primary_key=True)
    says: Mapped[Line]


class Lesson(Base):
    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("edition_id", "slug"), Index(None, "edition_id", "position", unique=True))

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    position: Mapped[int]
    slug: Mapped[Slug]
    title: Mapped[Line]
    minutes: Mapped[int]
    changed: Mapped[int] = mapped_column(default=1)
    """The number of the edition in which what it teaches changed last."""
    html: Mapped[Long]
    """Rendered and sanitised when published."""


class Question(Base):
    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("edition_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    slug: Mapped[Slug]
    digest: Mapped[str]
    objective: Mapped[Slug]
    topic: Mapped[Short] = mapped_column(default="", index=True)
    lesson_slug: Mapped[Slug]
    content: Mapped[Json]
    """kind, level, stem_html, takeaway_html, options and choices: see content/freezing_questions.py."""


class Framework(Base):
    __tablename__ = "framework"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[Slug] = mapped_column(unique=True)
    name: Mapped[Line]
    force: Mapped[Line]
    reuse: Mapped[Long]
    version: Mapped[Long]
    penalty: Mapped[Long]
    note: Mapped[Long]
    source: Mapped[Long]
    checked_on: Mapped[date | None]


class Clause(Base):
    __tablename__ = "clause"

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"))
    slug: Mapped[Slug] = mapped_column(unique=True)
    citation: Mapped[Line]
    title: Mapped[Long]
    who: Mapped[Long]
    frequency: Mapped[Long]
    content: Mapped[Long]
    evidence: Mapped[Long]
    test: Mapped[Long]
    claim: Mapped[Short]
    status: Mapped[Short]
    effective_on: Mapped[date | None]
    served_by: Mapped[Short]
    seat_time: Mapped[bool] = mapped_column(default=False)
    """Whether it asks that the lessons themselves are taken."""
    note: Mapped[Long]
    certainty: Mapped[Short]
    source: Mapped[Long]
    checked_on: Mapped[date | None]
    """None: known from memory alone."""


class Passage(Base):
    """A piece of what is taught now, for the search: a lesson, or (`lesson_slug` empty) what a subject says of itself.

    `folded` and `folded_title` hold the words in small letters without accents or signs. SQLite searches them through
    the FTS5 table `passage_index`, PostgreSQL through `vector`.
    """

    __tablename__ = "passage"
    __table_args__ = (
        UniqueConstraint("subject_id", "language", "lesson_slug"),
        Index(None, "vector", postgresql_using="gin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    language: Mapped[Short]
    lesson_slug: Mapped[Slug]
    title: Mapped[Line]
    text: Mapped[Long]
    folded_title: Mapped[Line]
    folded: Mapped[Long]
    vector: Mapped[str | None] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))
