"""Tables of planning: who gives a date, what goes with it, what it costs, who would like one."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import SCOPED, Base, Line, PublicId, Short

LIVE = sql("ended_at IS NULL")


class TrainerRole(StrEnum):
    TRAINER = "trainer"
    HOST = "host"
    HELPER = "helper"
    """Checks people in."""


class CostKind(StrEnum):
    ROOM = "room"
    TRAINER = "trainer"
    CATERING = "catering"
    TRAVEL = "travel"
    MATERIAL = "material"
    OTHER = "other"


class SessionTrainer(Base):
    """Who gives a date: one of our people, or somebody from outside by name."""

    __tablename__ = "session_trainer"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (name = '')", "one_name"),
        Index("uq_session_trainer_person", "session_id", "person_id", unique=True),
        Index(None, "person_id"),
        SCOPED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    session_id: Mapped[int] = mapped_column(ForeignKey("seminar_session.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[Line]
    role: Mapped[TrainerRole]


class Material(Base):
    """A file or an address for those who come, before or after."""

    __tablename__ = "material"
    __table_args__ = (
        CheckConstraint("(digest IS NULL) <> (address = '')", "one_source"),
        CheckConstraint("(session_id IS NULL) <> (seminar_id IS NULL)", "one_owner"),
        Index(None, "session_id"),
        Index(None, "seminar_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    seminar_id: Mapped[int | None] = mapped_column(ForeignKey("seminar.id"))
    """For every date of the seminar …"""
    session_id: Mapped[int | None] = mapped_column(ForeignKey("seminar_session.id"))
    """… or for one."""
    title: Mapped[Line]
    digest: Mapped[str | None] = mapped_column(ForeignKey("file.digest"))
    address: Mapped[Line]
    after: Mapped[bool]
    """For those who were there, once attendance is signed; else for all with a seat."""
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SeminarCost(Base):
    """What a date costs, and from which line of the budget it is paid."""

    __tablename__ = "seminar_cost"
    __table_args__ = (CheckConstraint("cents >= 0", "cents"), Index(None, "session_id"), Index(None, "budget_line"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    session_id: Mapped[int] = mapped_column(ForeignKey("seminar_session.id"))
    kind: Mapped[CostKind]
    cents: Mapped[int]
    """In hundredths of the house's currency."""
    budget_line: Mapped[Line]
    """As the finance department names it."""
    note: Mapped[Line]
    entered_on: Mapped[date]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Interest(Base):
    """Somebody would come to a seminar if it were held."""

    __tablename__ = "interest"
    __table_args__ = (
        Index("uq_interest_live", "seminar_id", "attendee_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index(None, "attendee_id"),
        SCOPED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminar.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    """Where they would come; NULL: online, or a guest."""
    language: Mapped[Short]
    link_version: Mapped[int] = mapped_column(default=0)
    said_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """NULL: a guest has not answered the mail yet."""
    told_at: Mapped[datetime | None]
    """When they heard of a date last."""
    ended_at: Mapped[datetime | None]
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id"))
    """What a guest agreed to; NULL: staff, who agree to nothing."""
    consent_at: Mapped[datetime | None]
