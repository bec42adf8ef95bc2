"""Tables of reminders: the ladder, who is to be told of which duty, and the one mail that a person gets of a day."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from training.completion.rules import BrakeState, DigestState, ReminderKind
from training.core.db import SCOPED, Base, Interval, Json, Line


class ReminderLadder(Interval, Base):
    """When people are reminded, in working days from the due day; one row holds, and an edit holds at once."""

    __tablename__ = "reminder_ladder"

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(default=1)
    """Always 1: no two rows can hold at once."""
    steps: Mapped[Json]
    """Sorted list of working days: negative before the due day."""
    manager_from: Mapped[int]
    """So many working days after the due day the manager is told,"""
    director_from: Mapped[int]
    """and whoever leads the department above."""
    most_a_week: Mapped[int]
    brake: Mapped[int]
    """More digests than this on one day wait for two people."""
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[Line]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        current = sql("retired_at IS NULL")
        return (
            CheckConstraint("place = 1", "one"),
            Index("uq_reminder_ladder_current", "place", unique=True, sqlite_where=current, postgresql_where=current),
        )


class Reminder(Base):
    """That somebody is to be reminded of a duty at one step: once, and then in one digest of theirs."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index("ix_reminder_waiting", "person_id", sqlite_where=sql("digest_day IS NULL"),
              postgresql_where=sql("digest_day IS NULL")),
        Index(None, "assignment_id"),
        SCOPED,
    )  # fmt: skip

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    """Who is told."""
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), primary_key=True)
    kind: Mapped[ReminderKind] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    """Working days from the due day; for what a manager asked, the day as a number (date.toordinal)."""
    planned_on: Mapped[date]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    digest_day: Mapped[date | None]
    """The day of the digest that carried it; NULL while it waits, and for ever if the duty was done before."""


class Digest(Base):
    """A person's one mail of a day."""

    __tablename__ = "digest"
    __table_args__ = (Index(None, "day", "state"), SCOPED)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    state: Mapped[DigestState]
    planned_at: Mapped[datetime]
    written_at: Mapped[datetime | None]


class DigestDay(Base):
    """All digests of one day, and whether the brake holds them."""

    __tablename__ = "digest_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    planned: Mapped[int]
    state: Mapped[BrakeState]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """A second person; the digests go out once there is one."""
    released_at: Mapped[datetime | None]


class Subscription(Interval, Base):
    """That somebody wants the monthly summary of a department by mail."""

    __tablename__ = "subscription"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        current = sql("retired_at IS NULL AND valid_until IS NULL")
        return (
            Index("uq_subscription_current", "person_id", "department_id", unique=True, sqlite_where=current,
                  postgresql_where=current),
            SCOPED,
        )  # fmt: skip
