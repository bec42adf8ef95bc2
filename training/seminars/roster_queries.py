"""Looks for those who run seminars: their dates, who comes, the register and what was signed."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, select
from sqlalchemy.orm import aliased

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.models import Department, Membership, Person, Site
from training.seminars.day_models import AttendanceMark, AttendanceRecord
from training.seminars.interest_queries import STILL_INTERESTED
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession, Venue
from training.seminars.organisation_models import Contact, Organisation
from training.seminars.rules import Audience, Mark, Mode, SessionStatus, State

KEPT_IN_SIGHT = timedelta(days=60)
"""How long dates that are over stay on the desk."""


def counted(state: State) -> ColumnElement[int]:
    """Return the number of a session's registrations in a state, as part of a SELECT on sessions."""
    number = select(func.count()).where(Registration.session_id == SeminarSession.id, Registration.state == state)
    return number.correlate(SeminarSession).scalar_subquery()


_ASKED = (
    exists()
    .where(Registration.session_id == SeminarSession.id, Registration.asked_at.is_not(None))
    .correlate(SeminarSession)
)


class DeskSession(NamedTuple):
    """One date as those who run it see it."""

    public_id: str
    slug: str
    title: str
    minutes: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    mode: Mode
    venue: str | None
    city: str | None
    join_url: str | None
    audience: Audience
    status: SessionStatus
    capacity: int | None
    taken: int
    waiting: int
    unverified: int
    asked: bool
    """Whether the date was moved and people are asked if it suits them."""


DESK = (
    select(
        SeminarSession.public_id,
        Seminar.slug,
        Seminar.title,
        Seminar.minutes,
        SeminarSession.starts_at,
        SeminarSession.ends_at,
        SeminarSession.zone,
        SeminarSession.mode,
        Venue.name,
        Site.city,
        SeminarSession.join_url,
        SeminarSession.audience,
        SeminarSession.status,
        SeminarSession.capacity,
        SeminarSession.taken,
        counted(State.WAITLISTED),
        counted(State.UNVERIFIED),
        _ASKED.label("asked"),
    )
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
)
SESSIONS = scoped(
    DESK.where(SeminarSession.ends_at > bindparam("since"), SeminarSession.status != SessionStatus.ARCHIVED).order_by(
        SeminarSession.starts_at
    ),
    by="seminar:run",
)
SESSION = scoped(DESK.where(SeminarSession.public_id == bindparam("public_id")), by="seminar:run")


def sessions(viewer: Viewer, now: datetime) -> list[DeskSession]:
    """Return the dates to come and those of the last 60 days, the earliest first."""
    viewer.must(Permission.SEMINAR_RUN)
    return [DeskSession._make(row) for row in database.session.execute(SESSIONS, {"since": now - KEPT_IN_SIGHT})]


def session(viewer: Viewer, public_id: str) -> DeskSession:
    """Return one date. Raises NotFound."""
    viewer.must(Permission.SEMINAR_RUN)
    row = database.session.execute(SESSION, {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return DeskSession._make(row)


class DeskSeminar(NamedTuple):
    slug: str
    title: str
    minutes: int
    language: str


SEMINARS = select(Seminar.slug, Seminar.title, Seminar.minutes, Seminar.language).order_by(Seminar.title)


def seminars(viewer: Viewer) -> list[DeskSeminar]:
    """Return all seminars, by title."""
    viewer.must(Permission.SEMINAR_RUN)
    return [DeskSeminar(*row) for row in database.session.execute(SEMINARS)]


class Comer(NamedTuple):
    """Somebody who registered. `house` is the department of an employee or the organisation of a guest."""

    registration: str
    name: str
    family: str
    house: str
    guest: bool
    state: State
    registered_at: datetime
    mark: Mark | None
    minutes: int | None
    signed: Mark | None
    signed_minutes: int | None
    reason: str | None
    session: str
    title: str
    late: bool


_later = aliased(AttendanceRecord)
STANDS = ~select(_later.id).where(_later.supersedes_id == AttendanceRecord.id).correlate(AttendanceRecord).exists()
_MEMBERSHIP = and_(
    Membership.person_id == Attendee.person_id, Membership.retired_at.is_(None), Membership.valid_until.is_(None)
)
_ATTENDEE = (
    select(
        Registration.public_id, case((Attendee.person_id.is_(None), Attendee.name), else_=Person.given),
        func.coalesce(Person.family, ""), func.coalesce(Department.name, Organisation.name, ""),
        Attendee.person_id.is_(None), Registration.state, Registration.registered_at, AttendanceMark.mark,
        AttendanceMark.minutes, AttendanceRecord.mark,
        AttendanceRecord.minutes, AttendanceRecord.reason, SeminarSession.public_id, Seminar.title, Registration.late,
    )
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
    .outerjoin(Membership, _MEMBERSHIP)
    .outerjoin(Department, Department.id == Membership.department_id)
    .outerjoin(Organisation, Organisation.id == Attendee.organisation_id)
    .outerjoin(AttendanceMark, AttendanceMark.registration_id == Registration.id)
    .outerjoin(AttendanceRecord, and_(AttendanceRecord.registration_id == Registration.id, STANDS))
)  # fmt: skip
COMERS = scoped(
    _ATTENDEE.where(SeminarSession.public_id == bindparam("public_id")).order_by(
        Registration.priority, Registration.queue_number
    ),
    by="seminar:run",
)
COMER = scoped(_ATTENDEE.where(Registration.public_id == bindparam("public_id")), by="seminar:run")


def comers(viewer: Viewer, session_public_id: str) -> list[Comer]:
    """Return everybody who ever registered for a date, in the order of the queue."""
    viewer.must(Permission.SEMINAR_RUN)
    return [Comer(*row) for row in database.session.execute(COMERS, {"public_id": session_public_id})]


def comer(viewer: Viewer, registration_public_id: str) -> Comer:
    """Return one registration. Raises NotFound."""
    viewer.must(Permission.SEMINAR_RUN)
    row = database.session.execute(COMER, {"public_id": registration_public_id}).one_or_none()
    if row is None:
        raise NotFound
    return Comer(*row)


class ToSign(NamedTuple):
    """What signing needs of one seat. `zone` is that of the employee's own site."""

    registration_id: int
    public_id: str
    person_id: int | None
    mark: Mark | None
    minutes: int | None
    zone: str | None


_SEATS = (
    select(
        Registration.id,
        Registration.public_id,
        Attendee.person_id,
        AttendanceMark.mark,
        AttendanceMark.minutes,
        Site.zone,
    )
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Membership, _MEMBERSHIP)
    .outerjoin(Site, Site.id == Membership.site_id)
    .outerjoin(AttendanceMark, AttendanceMark.registration_id == Registration.id)
)
TO_SIGN = scoped(
    _SEATS.where(Registration.session_id == bindparam("session"), Registration.state == State.BOOKED).order_by(
        Registration.id
    ),
    by="session",
)


def to_sign(session_id: int) -> list[ToSign]:
    """Return the seats of a session with the working marks."""
    return [ToSign(*row) for row in database.session.execute(TO_SIGN, {"session": session_id})]


class Signed(NamedTuple):
    """The record of attendance that stands."""

    id: int
    mark: Mark
    minutes: int
    completion_id: int | None
    happened_at: datetime
    person_id: int | None
    zone: str | None


SIGNED = scoped(
    select(
        AttendanceRecord.id, AttendanceRecord.mark, AttendanceRecord.minutes, AttendanceRecord.completion_id,
        AttendanceRecord.happened_at, Attendee.person_id, Site.zone,
    )
    .join(Registration, Registration.id == AttendanceRecord.registration_id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Membership, _MEMBERSHIP)
    .outerjoin(Site, Site.id == Membership.site_id)
    .where(Registration.id == bindparam("registration"), STANDS),
    by="one registration",
)  # fmt: skip


def signed(registration_id: int) -> Signed:
    """Return what was signed about a registration and not superseded since. Raises NotFound."""
    row = database.session.execute(SIGNED, {"registration": registration_id}).one_or_none()
    if row is None:
        raise NotFound
    return Signed(*row)


NO_CONTACT = (
    ~select(Contact.id)
    .where(Contact.attendee_id == Attendee.id, Contact.ended_at.is_(None))
    .correlate(Attendee)
    .exists()
)
"""Who acts for an organisation is still needed, whatever they attended."""
FORGETTABLE = scoped(
    select(Attendee.id, Attendee.email, func.max(SeminarSession.ends_at), func.max(Seminar.retention_days))
    .join(Registration, Registration.attendee_id == Attendee.id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(Attendee.person_id.is_(None), Attendee.erased_at.is_(None), NO_CONTACT, ~STILL_INTERESTED)
    .group_by(Attendee.id, Attendee.email)
    .having(func.max(SeminarSession.ends_at) < bindparam("now"))
    .order_by(func.max(SeminarSession.ends_at))
    .limit(bindparam("limit")),
    by="system",
)


def guests_to_forget(now: datetime, limit: int = 500) -> dict[int, str]:
    """Return the guests (id → address) all of whose seminars are longer over than their data may be kept."""
    rows = database.session.execute(FORGETTABLE, {"now": now, "limit": 100 * limit})
    over = [(number, email) for number, email, ended, days in rows if ended + timedelta(days=days) < now]
    return {number: email or "" for number, email in over[:limit]}
