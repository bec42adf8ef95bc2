"""Tables of seminars. Only `settle` hands out seats; under it the database itself refuses to oversell."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import SCOPED, Base, Fact, Json, Line, Long, PublicId, Short, Slug
from training.seminars.rules import Audience, Mark, Mode, SessionStatus, State

LIVE = sql("state NOT IN ('cancelled', 'expired')")


class Seminar(Base):
    __tablename__ = "seminar"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    slug: Mapped[Slug] = mapped_column(unique=True)
    title: Mapped[Line]
    summary: Mapped[Long]
    good_to_know: Mapped[Long]
    agenda: Mapped[Json]
    """What happens, in order: a list of {after: minutes from the start, title, text}."""
    language: Mapped[Short]
    minutes: Mapped[int]
    retention_days: Mapped[int]
    """How long after a session the names of guests are kept."""
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    """What attending it completes."""


class Venue(Base):
    __tablename__ = "venue"
    __table_args__ = (UniqueConstraint("site_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    name: Mapped[Line]
    seats: Mapped[int | None]


class SeminarSession(Base):
    """One date of a seminar: a promise in wall-clock time at a place, kept with its zone."""

    __tablename__ = "seminar_session"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND (capacity IS NULL OR taken <= capacity)", "seats"),
        CheckConstraint("starts_at < ends_at", "times"),
        Index(None, "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminar.id"), index=True)
    local_start: Mapped[Short]
    """Wall-clock time as ISO 8601 without zone, to the minute."""
    zone: Mapped[Short]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    mode: Mapped[Mode]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    join_url: Mapped[Line | None]
    audience: Mapped[Audience]
    capacity: Mapped[int | None]
    """NULL: as many as come."""
    taken: Mapped[int] = mapped_column(default=0)
    queue_number: Mapped[int] = mapped_column(default=0)
    """The last number given out."""
    status: Mapped[SessionStatus] = mapped_column(default=SessionStatus.OPEN)
    revision: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Organisation(Base):
    """An outside organisation that sends people."""

    __tablename__ = "organisation"
    __table_args__ = (SCOPED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    name: Mapped[Line]
    key: Mapped[Line] = mapped_column(unique=True)
    """The name casefolded and without doubled spaces."""


class Attendee(Base):
    """Somebody who comes to seminars: an employee (then `person_id`) or a guest without an account."""

    __tablename__ = "attendee"
    __table_args__ = (CheckConstraint("person_id IS NULL OR email IS NULL", "one_identity"), SCOPED)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[Line | None] = mapped_column(unique=True)
    name: Mapped[Line]
    """Of a guest; an employee's name is the person's."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    language: Mapped[Short]
    verified_at: Mapped[datetime | None]
    consent_text: Mapped[Long | None]
    consent_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class Registration(Base):
    __tablename__ = "registration"
    __table_args__ = (
        Index(
            "uq_registration_live", "session_id", "attendee_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        ),
        UniqueConstraint("session_id", "queue_number"),
        Index(None, "session_id", "state", "priority", "queue_number"),
        Index(None, "attendee_id"),
        SCOPED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    session_id: Mapped[int] = mapped_column(ForeignKey("seminar_session.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id"))
    state: Mapped[State]
    priority: Mapped[int] = mapped_column(default=0)
    queue_number: Mapped[int]
    link_version: Mapped[int] = mapped_column(default=0)
    """Raised to make every mailed link of this registration void."""
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    registered_at: Mapped[datetime]


class RegistrationEvent(Fact, Base):
    __tablename__ = "registration_event"
    __table_args__ = (Index(None, "registration_id", "id"), {"info": {"scoped": True}, "sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    old: Mapped[State | None]
    new: Mapped[State]


class AttendanceRecord(Fact, Base):
    """What was signed about one registration. The newest one that no other supersedes holds."""

    __tablename__ = "attendance_record"
    __table_args__ = (Index(None, "registration_id"), {"info": {"scoped": True}, "sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    mark: Mapped[Mark]
    minutes: Mapped[int]
    completion_id: Mapped[int | None] = mapped_column(ForeignKey("completion.id"))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_record.id"), unique=True)


class AttendanceMark(Base):
    """What the trainer ticked before signing: a working row."""

    __tablename__ = "attendance_mark"
    __table_args__ = (CheckConstraint("minutes IS NULL OR minutes >= 0", "minutes"), SCOPED)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), primary_key=True)
    mark: Mapped[Mark]
    minutes: Mapped[int | None]
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime]
