"""Tables of completion. Requirement versions, assignments and exemptions are intervals; a completion is a fact."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from training.completion.rules import ExemptionKind, How
from training.core.db import SCOPED, Base, Fact, Interval, Json, Line, Long, PublicId, Slug

CURRENT = "retired_at IS NULL"


class Requirement(Base):
    """The identity of a rule; what it says is in its versions."""

    __tablename__ = "requirement"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    slug: Mapped[Slug] = mapped_column(unique=True)
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

    `department_id` is copied so that lists and roll-ups need no join (a move rewrites it); `done_on`, `completion_id`
    and the exemption's days are a projection of the facts, kept by the same verbs that write them.
    """

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("requirement_version.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cycle: Mapped[int]
    due: Mapped[date]
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
            Index("ix_assignment_opens", "valid_from", "department_id", "requirement_id",
                  sqlite_where=current, postgresql_where=current),
            Index("ix_assignment_lapses", "valid_until", "department_id", "requirement_id",
                  sqlite_where=ended, postgresql_where=ended),
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
