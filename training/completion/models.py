"""Tables of completion. Requirement versions, assignments and exemptions are intervals; a completion is a fact."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from training.completion.rules import (
    DraftState,
    ExemptionKind,
    FigureKind,
    HistoryState,
    How,
    ProofState,
    RequirementSource,
)
from training.core.db import SCOPED, Base, Fact, Interval, Json, Line, Long, PublicId, Slug

CURRENT = "retired_at IS NULL"


class Requirement(Base):
    """The identity of a rule; what it says is in its versions."""

    __tablename__ = "requirement"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    slug: Mapped[Slug] = mapped_column(unique=True)
    source: Mapped[RequirementSource] = mapped_column(default=RequirementSource.FILE)
    ended_on: Mapped[date | None]


class RequirementVersion(Interval, Base):
    __tablename__ = "requirement_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    number: Mapped[int]
    title: Mapped[Line]
    why: Mapped[Long]
    """One sentence for the person who has to do it."""
    audience: Mapped[Json]
    due: Mapped[Json]
    renewal_months: Mapped[int | None]
    window_days: Mapped[int]
    """How many days before the old validity ends the next cycle opens; what is done in it counts from the old end."""
    grace_days: Mapped[int]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    clauses: Mapped[Json]
    asked_again: Mapped[Json] = mapped_column(default=list)
    """The days on which a material edition of a subject began to be asked of those who had done an earlier one."""
    digest: Mapped[str]
    """SHA-256 of what the version says, so that an unchanged file publishes nothing."""
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who put it into force; NULL for the file."""
    reason: Mapped[Line] = mapped_column(default="")
    """Why it was changed, in the words of whoever did."""

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("requirement_id", "number"),
            Index(
                "uq_requirement_version_current", "requirement_id", unique=True,
                sqlite_where=sql("retired_at IS NULL AND valid_until IS NULL"),
                postgresql_where=sql("retired_at IS NULL AND valid_until IS NULL"),
            ),
        )  # fmt: skip


class RequirementSubject(Base):
    """Any one of these subjects satisfies the version."""

    __tablename__ = "requirement_subject"

    version_id: Mapped[int] = mapped_column(ForeignKey("requirement_version.id"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True, index=True)
    edition_number: Mapped[int | None]
    """The least edition that counts since the last day of `asked_again`; NULL where there are no editions."""


class Assignment(Interval, Base):
    """One person's duty for one cycle. valid_from is the day it opens; valid_until the day the next cycle takes over.

    `department_id` and the exemption's days are copied so that lists and roll-ups need no join. `completion_id` and
    `done_on` are filled once, when the completion is recorded. Whatever else would have to change, a move or leave too,
    retires the row and writes another, so that a past day can be read as it was known then.
    """

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("requirement_version.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cycle: Mapped[int]
    due: Mapped[date]
    due_before: Mapped[date | None]
    """The day that the rule had set, where an extension moved it to `due`."""
    because: Mapped[Line]
    anew_after_id: Mapped[int | None] = mapped_column(ForeignKey("completion.id"))
    """The completion of an earlier edition after which a raised one began the duty anew: what it knows stays known."""
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    completion_id: Mapped[int | None] = mapped_column(ForeignKey("completion.id"))
    done_on: Mapped[date | None]
    exempt_from: Mapped[date | None]
    exempt_until: Mapped[date | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        current, pending = sql(CURRENT), sql(f"{CURRENT} AND done_on IS NULL")
        exempt = sql(f"{CURRENT} AND exempt_from IS NOT NULL")
        ended = sql(f"{CURRENT} AND valid_until IS NOT NULL")
        return (
            Index("uq_assignment_current", "person_id", "requirement_id", "cycle", unique=True,
                  sqlite_where=current, postgresql_where=current),
            Index("ix_assignment_roll", "department_id", "requirement_id", "valid_from",
                  sqlite_where=current, postgresql_where=current),
            Index("ix_assignment_due", "due", "department_id", "requirement_id",
                  sqlite_where=pending, postgresql_where=pending),
            Index("ix_assignment_outstanding", "requirement_id", "due", "id", "department_id",
                  sqlite_where=pending, postgresql_where=pending),
            Index("ix_assignment_opens", "valid_from", "department_id", "requirement_id",
                  sqlite_where=current, postgresql_where=current),
            Index("ix_assignment_lapses", "valid_until", "department_id", "requirement_id",
                  sqlite_where=ended, postgresql_where=ended),
            Index("ix_assignment_as_of", "requirement_id", "department_id", "valid_from", "valid_until", "recorded_at",
                  "retired_at", "due", "done_on", "completion_id", "exempt_from", "exempt_until", "person_id"),
            Index("ix_assignment_exempt_from", "exempt_from", sqlite_where=exempt, postgresql_where=exempt),
            Index("ix_assignment_exempt_until", "exempt_until", sqlite_where=exempt, postgresql_where=exempt),
            SCOPED,
        )  # fmt: skip


class Completion(Fact, Base):
    """That a person completed a subject. `void` with `supersedes_id` takes an earlier one back."""

    __tablename__ = "completion"
    __table_args__ = (
        CheckConstraint("NOT void OR supersedes_id IS NOT NULL", "void"),
        Index(None, "person_id", "subject_id", "local_date"),
        {"info": {"scoped": True}, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    digest: Mapped[str | None]
    """Of the content that was taken."""
    how: Mapped[How]
    right: Mapped[int | None]
    asked: Mapped[int | None]
    needed: Mapped[int | None]
    statement: Mapped[Long | None]
    """The sentence that was agreed to, word for word."""
    origin: Mapped[Long | None]
    """What another system or organisation said of it, word for word; NULL for what was done here."""
    local_date: Mapped[date]
    """The day at the person's site: due dates are compared with it."""
    valid_until: Mapped[date | None]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("completion.id"), unique=True)
    void: Mapped[bool] = mapped_column(default=False)


class Exemption(Interval, Base):
    __tablename__ = "exemption"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    requirement_id: Mapped[int | None] = mapped_column(ForeignKey("requirement.id"))
    """NULL: from all of them, as on leave."""
    kind: Mapped[ExemptionKind]
    reason: Mapped[Line]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (Index(None, "person_id", "requirement_id"), SCOPED)


class Extension(Interval, Base):
    """That one cycle of a duty may be done later. valid_from is the day on which that was said."""

    __tablename__ = "extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    cycle: Mapped[int]
    until: Mapped[date]
    """The due day instead of the rule's; an earlier one than the rule's changes nothing."""
    reason: Mapped[Line]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        current = sql(CURRENT)
        return (
            Index("uq_extension_current", "person_id", "requirement_id", "cycle", unique=True,
                  sqlite_where=current, postgresql_where=current),
            SCOPED,
        )  # fmt: skip


class RequirementDraft(Base):
    """A requirement as it was written on the desk, with what it would bring about."""

    __tablename__ = "requirement_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    requirement_id: Mapped[int | None] = mapped_column(ForeignKey("requirement.id"))
    """NULL: a new one."""
    content: Mapped[Json]
    """What requirements.yaml would say of it."""
    reason: Mapped[Line]
    consequences: Mapped[Json] = mapped_column(default=dict)
    """Numbers and first names, and the version that they were reckoned against."""
    state: Mapped[DraftState]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


# --- credit from elsewhere --------------------------------------------------------------------------------------------


class OutsideProof(Base):
    """A certificate or the like from elsewhere, handed in with its file and decided by somebody else."""

    __tablename__ = "outside_proof"
    __table_args__ = (Index(None, "state", "handed_in_at"), SCOPED)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    """What it is to count as."""
    title: Mapped[Line]
    issuer: Mapped[Line]
    done_on: Mapped[date]
    file_digest: Mapped[str] = mapped_column(ForeignKey("file.digest"))
    state: Mapped[ProofState]
    handed_in_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    handed_in_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[Line | None]
    """Why it was accepted or refused."""
    completion_id: Mapped[int | None] = mapped_column(ForeignKey("completion.id"))


class HistoryImport(Base):
    """One uploaded file of what an older system knew: planned first, applied after a yes."""

    __tablename__ = "history_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    file_digest: Mapped[str] = mapped_column(ForeignKey("file.digest"))
    system: Mapped[Line]
    """What the older system is called."""
    state: Mapped[HistoryState]
    plan: Mapped[Json]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]


# --- numbers ----------------------------------------------------------------------------------------------------------


class RollUp(Base):
    """Counts of the duties of one department itself (not its subdepartments) as of the day `rolled_to`."""

    __tablename__ = "roll_up"
    __table_args__ = (
        CheckConstraint("done >= 0 AND done_late >= 0 AND exempt >= 0 AND open >= 0 AND overdue >= 0", "counts"),
    )

    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), primary_key=True)
    rolled_to: Mapped[date]
    done: Mapped[int]
    done_late: Mapped[int]
    exempt: Mapped[int]
    open: Mapped[int]
    overdue: Mapped[int]


class Figures(Base):
    """The five parts of all departments on a day, frozen: they never change, whatever is found out later."""

    __tablename__ = "figures"
    __table_args__ = (UniqueConstraint("kind", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    kind: Mapped[FigureKind]
    day: Mapped[date]
    """The last day that they speak of."""
    frozen_at: Mapped[datetime]
    """They say what was known at this instant: the end of the day in the organisation's zone."""
    digest: Mapped[str]
    """SHA-256 of their kind, day and instant, and of their lines in the order of the key."""


class FigureLine(Base):
    """Duties of one department itself (not its subdepartments) and one requirement, as frozen."""

    __tablename__ = "figure_line"

    figures_id: Mapped[int] = mapped_column(ForeignKey("figures.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), primary_key=True)
    done: Mapped[int]
    done_late: Mapped[int]
    exempt: Mapped[int]
    open: Mapped[int]
    overdue: Mapped[int]
