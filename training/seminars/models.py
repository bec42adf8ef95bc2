"""Tables of seminars and seats. Only `settle` hands out seats; under it the database itself refuses to oversell."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import SCOPED, Base, Fact, Json, Line, Long, PublicId, Short, Slug
from training.seminars.rules import Audience, Mode, SessionStatus, State

LIVE = sql("state NOT IN ('cancelled', 'declined', 'expired')")


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
    topic_slug: Mapped[str | None] = mapped_column(ForeignKey("topic.slug"))
    questions: Mapped[Json] = mapped_column(default=list)
    """What is asked of who registers: a list of {key, kind, label, options, needed}, see `questions`."""


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
        CheckConstraint("offer_hours IS NULL OR offer_hours > 0", "offer"),
        Index(None, "starts_at"),
        Index(None, "series"),
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
    waiting_blocks: Mapped[int] = mapped_column(default=0)
    """How many blocks wait for seats: while there is none, the queue is registrations alone."""
    revision: Mapped[int] = mapped_column(default=0)
    """Raised each time the date or the place changes."""
    series: Mapped[Short | None]
    """Shared by dates that were planned together."""
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    """The window in which people may register; NULL: from publication, until the start."""
    cancel_until: Mapped[datetime | None]
    """Who gives a seat up later is marked as late; NULL: the start."""
    needs_approval: Mapped[bool] = mapped_column(default=False)
    """Whether the manager of an employee has to agree."""
    offer_hours: Mapped[int | None]
    """How long somebody who moves up has to accept; NULL: the seat is theirs at once."""
    arrival: Mapped[Long] = mapped_column(default="")
    """How to get in, told only to people with a seat."""
    previous_starts_at: Mapped[datetime | None]
    """When it was to be before it was moved last."""
    published_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]
    """When the people of this date were forgotten."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


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
    erased_at: Mapped[datetime | None]


class Consent(Base):
    """A sentence about their data to which people agreed, word for word. A changed sentence is a new row."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the sentence."""
    language: Mapped[Short]
    sentence: Mapped[Long]
    first_shown_at: Mapped[datetime]


class Registration(Base):
    __tablename__ = "registration"
    __table_args__ = (
        Index(
            "uq_registration_live", "session_id", "attendee_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        ),
        UniqueConstraint("session_id", "queue_number"),
        Index(None, "session_id", "state", "priority", "queue_number"),
        Index(None, "attendee_id"),
        Index(None, "allotment_id"),
        Index(None, "named_in_id"),
        Index(None, "invitation_id"),
        Index(None, "approver_id", "state"),
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
    allotment_id: Mapped[int | None] = mapped_column(ForeignKey("allotment.id"))
    """The block whose seat this is, or will be once the address is confirmed."""
    named_in_id: Mapped[int | None] = mapped_column(ForeignKey("allotment.id"))
    """The block for which its contact named them, or whose code let them in; also once they wait among everybody."""
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    """The code with which they came."""
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who has to agree; NULL while pending: the security team."""
    offer_until: Mapped[datetime | None]
    answers: Mapped[Json] = mapped_column(default=list)
    """What was asked and answered, as it was worded then: a list of [question, answer]."""
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id"))
    consent_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    """When we asked whether the new date suits; NULL: never."""
    answered_at: Mapped[datetime | None]
    late: Mapped[bool] = mapped_column(default=False)
    """Whether it was given up after the deadline."""
    feedback_given: Mapped[bool] = mapped_column(default=False)


class RegistrationEvent(Fact, Base):
    __tablename__ = "registration_event"
    __table_args__ = (Index(None, "registration_id", "id"), {"info": {"scoped": True}, "sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    old: Mapped[State | None]
    new: Mapped[State]
