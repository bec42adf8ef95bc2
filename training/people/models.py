"""Tables of people. A person is never deleted: personal details are erased and the opaque row stays."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import SCOPED, Base, Interval, Json, Line, Long, PublicId, Short
from training.core.permissions import Role
from training.people.rules import WORKING_WEEK, DoubtState, GrantSource, ImportState, LinkPurpose

CURRENT = "retired_at IS NULL AND valid_until IS NULL"


class Department(Base):
    __tablename__ = "department"
    __table_args__ = (CheckConstraint("parent_id IS NULL OR parent_id <> id", "parent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    code: Mapped[Line] = mapped_column(unique=True)
    """The roster's key: the names from the top, joined by " / "."""
    name: Mapped[Line]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    path: Mapped[Line] = mapped_column(index=True)
    """Ids from the top as "/1/4/9/": a subtree is a prefix."""
    closed_on: Mapped[date | None]


class Site(Base):
    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    code: Mapped[Line] = mapped_column(unique=True)
    name: Mapped[Line]
    zone: Mapped[Short]
    city: Mapped[Line]
    address: Mapped[Line]
    report_phone: Mapped[Short]
    report_mail: Mapped[Line]
    contact: Mapped[Line]
    """Who answers for security there, by role and name."""
    how_to_report: Mapped[Long]
    working_days: Mapped[Short] = mapped_column(default=WORKING_WEEK)
    """The days of the week on which people work there, Monday as 1."""
    days_off: Mapped[Json] = mapped_column(default=list)
    """Public holidays: sorted days as texts."""


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (Index(None, "family", "given"), SCOPED)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    external_id: Mapped[Line | None] = mapped_column(unique=True)
    """The key of the roster."""
    given: Mapped[Line]
    family: Mapped[Line]
    email: Mapped[Line | None] = mapped_column(unique=True)
    """In small letters."""
    language: Mapped[Short]
    zone: Mapped[Short]
    """Empty: the zone of the site."""
    started_on: Mapped[date | None]
    left_on: Mapped[date | None]
    """The first day on which the person no longer works here."""
    erased_at: Mapped[datetime | None]


class Membership(Interval, Base):
    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[Line]
    attributes: Mapped[Json]
    """Sorted list: phi, cardholder, finance, privileged, …"""

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            Index(
                "uq_membership_current",
                "person_id",
                unique=True,
                sqlite_where=sql(CURRENT),
                postgresql_where=sql(CURRENT),
            ),
            Index(None, "department_id", "person_id"),
            Index(None, "person_id", "valid_from"),
            SCOPED,
        )


class Account(Base):
    __tablename__ = "account"
    __table_args__ = (SCOPED,)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    password_hash: Mapped[Line | None]
    password_changed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    language: Mapped[Short] = mapped_column(default="")
    """Chosen by the person; empty: as the roster says, else as the browser asks."""
    feed_hash: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of the secret in the address of the calendar of due days; NULL: there is none."""


class SignIn(Base):
    """A signed-in device."""

    __tablename__ = "sign_in"
    __table_args__ = (Index(None, "person_id", "ended_at"), SCOPED)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    device: Mapped[Line]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Grant(Interval, Base):
    __tablename__ = "grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    """NULL: everywhere."""
    source: Mapped[GrantSource]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (Index(None, "person_id", "retired_at"), SCOPED)


class OneTimeLink(Base):
    __tablename__ = "one_time_link"
    __table_args__ = (SCOPED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """Counts tries by a key (an account, a network) in windows of time."""

    __tablename__ = "throttle"
    __table_args__ = (UniqueConstraint("key", "window_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[Line]
    window_start: Mapped[datetime]
    tries: Mapped[int]


class RosterImport(Base):
    """One uploaded roster: planned first, applied after a yes."""

    __tablename__ = "roster_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    file_digest: Mapped[str] = mapped_column(ForeignKey("file.digest"))
    complete: Mapped[bool]
    """Whether a person who is missing from the file has left."""
    state: Mapped[ImportState]
    plan: Mapped[Json]
    """Counts, first names of each kind of change, and errors with line numbers: what the page shows."""
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]


class RosterDoubt(Base):
    """That a manager says: this person is not in my team. The roster's keeper puts it right, or says why it is so."""

    __tablename__ = "roster_doubt"
    __table_args__ = (Index(None, "state", "raised_at"), SCOPED)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    """Where the roster has them."""
    reason: Mapped[Line]
    state: Mapped[DoubtState]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    answer: Mapped[Line | None]
