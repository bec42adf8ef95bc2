"""Looks at all that is kept of a guest, for the guest: whoever holds the link of one of their registrations."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from training.core.db import database, scoped
from training.people.models import Site
from training.seminars.day_models import AttendanceRecord, SpecialNeed
from training.seminars.models import (
    Attendee,
    Consent,
    Registration,
    RegistrationEvent,
    Seminar,
    SeminarSession,
    Venue,
)
from training.seminars.organisation_models import Organisation
from training.seminars.plan_models import Interest
from training.seminars.rules import ASKING, MANAGE_HOLDS, State

GIVEN_UP_FIRST = (*ASKING, State.OFFERED, State.BOOKED)


class Guest(NamedTuple):
    """A guest as they are stored."""

    id: int
    name: str
    email: str
    organisation: str | None
    language: str
    verified_at: datetime | None


GUEST = scoped(
    select(Attendee.id, Attendee.name, Attendee.email, Organisation.name, Attendee.language, Attendee.verified_at)
    .join(Registration, Registration.attendee_id == Attendee.id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .outerjoin(Organisation, Organisation.id == Attendee.organisation_id)
    .where(
        Registration.public_id == bindparam("public_id"), Registration.link_version == bindparam("version"),
        Attendee.person_id.is_(None), Attendee.erased_at.is_(None), SeminarSession.ends_at > bindparam("since"),
    ),
    by="holder of the link",
)  # fmt: skip


def guest_of_link(registration: str, link_version: int, now: datetime) -> Guest | None:
    """Return the guest whose link this is, or None: void, long over, or forgotten."""
    values = {"public_id": registration, "version": link_version, "since": now - MANAGE_HOLDS}
    row = database.session.execute(GUEST, values).one_or_none()
    return Guest._make(row) if row and row.email else None


class Own(NamedTuple):
    """One registration of a guest, in full."""

    id: int
    public_id: str
    link_version: int
    seminar: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: str | None
    city: str | None
    state: State
    registered_at: datetime
    answers: list[list[str]]
    sentence: str | None
    consent_at: datetime | None
    late: bool
    need: str | None


REGISTRATIONS = scoped(
    select(
        Registration.id, Registration.public_id, Registration.link_version, Seminar.title, SeminarSession.starts_at,
        SeminarSession.ends_at, SeminarSession.zone, Venue.name, Site.city, Registration.state,
        Registration.registered_at, Registration.answers, Consent.sentence, Registration.consent_at, Registration.late,
        SpecialNeed.need,
    )
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
    .outerjoin(Consent, Consent.id == Registration.consent_id)
    .outerjoin(SpecialNeed, SpecialNeed.registration_id == Registration.id)
    .where(Registration.attendee_id == bindparam("attendee"))
    .order_by(Registration.session_id, Registration.id),
    by="holder of the link",
)  # fmt: skip


def registrations(attendee_id: int) -> list[Own]:
    """Return all registrations of a guest, by date: whoever locks several dates locks them in this order."""
    return [Own._make(row) for row in database.session.execute(REGISTRATIONS, {"attendee": attendee_id})]


_OF: Any = bindparam("attendee")
HISTORY = scoped(
    select(Registration.public_id, RegistrationEvent.old, RegistrationEvent.new, RegistrationEvent.happened_at,
           RegistrationEvent.reason)
    .join(Registration, Registration.id == RegistrationEvent.registration_id)
    .where(Registration.attendee_id == _OF)
    .order_by(RegistrationEvent.id),
    by="holder of the link",
)  # fmt: skip
ATTENDANCE = scoped(
    select(Registration.public_id, AttendanceRecord.mark, AttendanceRecord.minutes, AttendanceRecord.happened_at,
           AttendanceRecord.reason)
    .join(Registration, Registration.id == AttendanceRecord.registration_id)
    .where(Registration.attendee_id == _OF)
    .order_by(AttendanceRecord.id),
    by="holder of the link",
)  # fmt: skip
WISHES = scoped(
    select(Seminar.title, Interest.said_at, Interest.ended_at, Consent.sentence, Interest.consent_at)
    .join(Seminar, Seminar.id == Interest.seminar_id)
    .outerjoin(Consent, Consent.id == Interest.consent_id)
    .where(Interest.attendee_id == _OF)
    .order_by(Interest.id),
    by="holder of the link",
)


class Facts(NamedTuple):
    """What else is kept: how registrations changed, what was signed, which seminars they wished for."""

    history: list[Any]
    attendance: list[Any]
    wishes: list[Any]


def facts(attendee_id: int) -> Facts:
    """Return what else is kept of a guest."""
    values = {"attendee": attendee_id}
    return Facts(*(list(database.session.execute(one, values)) for one in (HISTORY, ATTENDANCE, WISHES)))
