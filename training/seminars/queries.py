"""Looks at seminars for those who come: what is offered, one date, and what somebody has."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.people.models import Site
from training.seminars.day_models import AttendanceRecord
from training.seminars.interest_queries import VISIBLE
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession, Venue
from training.seminars.organisation_rules import OPEN_TO_CONTACTS
from training.seminars.own_queries import Overlap, overlaps
from training.seminars.plan_models import SessionTrainer
from training.seminars.rules import (
    DEAD,
    MANAGE_HOLDS,
    Audience,
    Mode,
    SessionStatus,
    State,
    audiences,
    place_words,
)

MOST_DATES = 500


def _waiting() -> ColumnElement[int]:
    number = select(func.count()).where(
        Registration.session_id == SeminarSession.id, Registration.state == State.WAITLISTED
    )
    return number.correlate(SeminarSession).scalar_subquery()


def _place() -> ColumnElement[int]:
    """Return the place of a registration among those who wait for the same session."""
    before = aliased(Registration)
    number = select(func.count()).where(
        before.session_id == Registration.session_id, before.state == State.WAITLISTED,
        Registration.state == State.WAITLISTED,
        tuple_(before.priority, before.queue_number) <= tuple_(Registration.priority, Registration.queue_number),
    )  # fmt: skip
    return number.correlate(Registration).scalar_subquery()


def _signed_minutes() -> ColumnElement[int]:
    """Return the minutes that were signed of a registration; NULL where nothing was."""
    later = aliased(AttendanceRecord)
    minutes = select(AttendanceRecord.minutes).where(
        AttendanceRecord.registration_id == Registration.id,
        ~select(later.id).where(later.supersedes_id == AttendanceRecord.id).exists(),
    )
    return minutes.correlate(Registration).scalar_subquery()


class Date(NamedTuple):
    """One date of a seminar as a list shows it."""

    public_id: str
    slug: str
    title: str
    summary: str
    language: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    mode: Mode
    venue: str | None
    city: str | None
    audience: Audience
    status: SessionStatus
    capacity: int | None
    taken: int
    waiting: int
    previous_starts_at: datetime | None
    site_id: int | None


TO_COME = (
    SeminarSession.audience.in_(bindparam("audiences", expanding=True)),
    SeminarSession.status == SessionStatus.OPEN,
    SeminarSession.starts_at > bindparam("now"),
)
"""The part of a WHERE that keeps the dates to come for `seen_by`."""
DATES = (
    select(
        SeminarSession.public_id, Seminar.slug, Seminar.title, Seminar.summary, Seminar.language,
        SeminarSession.starts_at, SeminarSession.ends_at, SeminarSession.zone, SeminarSession.mode, Venue.name,
        Site.city, SeminarSession.audience,
        SeminarSession.status, SeminarSession.capacity, SeminarSession.taken, _waiting(),
        SeminarSession.previous_starts_at,
        Venue.site_id,
    )
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
    .where(*TO_COME)
    .order_by(SeminarSession.starts_at, SeminarSession.id)
    .limit(bindparam("limit"))
)  # fmt: skip
LISTING = scoped(DATES, by="session counts")
OF_SEMINAR = scoped(DATES.where(Seminar.slug == bindparam("slug")), by="session counts")
_OWN_ATTENDEE = Attendee.person_id == bindparam("person_id")


def listing(viewer: Viewer, now: datetime) -> list[Date]:
    """Return the dates to come that the viewer may take, the earliest first."""
    return _dates(LISTING, viewer, {"now": now})


def _dates(statement: Any, viewer: Viewer, values: dict[str, Any]) -> list[Date]:
    given = {"audiences": seen_by(viewer), "limit": MOST_DATES} | values
    return [Date._make(row) for row in database.session.execute(statement, given)]


def seen_by(viewer: Viewer) -> tuple[Audience, ...]:
    """Return which dates somebody may see."""
    return audiences(staff=viewer.works_here, runs=viewer.may(Permission.SEMINAR_RUN))


class SeminarRow(NamedTuple):
    """What a seminar is about."""

    slug: str
    title: str
    summary: str
    good_to_know: str
    agenda: list[dict[str, Any]]
    language: str
    minutes: int
    questions: list[dict[str, Any]] | None = None


_SEMINAR = (
    Seminar.slug,
    Seminar.title,
    Seminar.summary,
    Seminar.good_to_know,
    Seminar.agenda,
    Seminar.language,
    Seminar.minutes,
    Seminar.questions,
)
SEMINAR = select(*_SEMINAR).where(Seminar.slug == bindparam("slug"), VISIBLE)


def seminar(viewer: Viewer, slug: str, now: datetime) -> tuple[SeminarRow, list[Date]]:
    """Return a seminar and its dates to come. A visitor finds only what has, or had, a public date, or none.

    Raises NotFound.
    """
    values = {"slug": slug, "staff": viewer.works_here, "audiences": seen_by(viewer)}
    row = database.session.execute(SEMINAR, values).one_or_none()
    if row is None:
        raise NotFound
    return SeminarRow._make(row), _dates(OF_SEMINAR, viewer, {"now": now, "slug": slug})


class SessionRow(NamedTuple):
    """One date in full, with what the viewer has of it: `state` is None for who has nothing."""

    public_id: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    mode: Mode
    venue: str | None
    address: str | None
    city: str | None
    join_url: str | None
    audience: Audience
    status: SessionStatus
    capacity: int | None
    taken: int
    retention_days: int
    waiting: int
    registration: str | None
    state: State | None
    sequence: int | None
    place: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    cancel_until: datetime | None
    needs_approval: bool
    offer_until: datetime | None
    approver_id: int | None
    previous_starts_at: datetime | None
    overlaps: tuple[Overlap, ...] = ()
    """What else the viewer has at that time; looked for while they have nothing here."""


_MINE = and_(
    Registration.session_id == SeminarSession.id,
    Registration.attendee_id == Attendee.id,
    Registration.state.not_in(DEAD),
)
_HAD = (
    select(Registration.id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .where(Registration.session_id == SeminarSession.id, _OWN_ATTENDEE)
    .correlate(SeminarSession)
    .exists()
)
_GIVES = (
    select(SessionTrainer.id)
    .where(SessionTrainer.session_id == SeminarSession.id, SessionTrainer.person_id == bindparam("person_id"))
    .correlate(SeminarSession)
    .exists()
)
"""Whoever was registered for a date by hand, and whoever gives it, finds its page whomever it is for."""
SESSION = scoped(
    select(
        *_SEMINAR, SeminarSession.public_id, SeminarSession.starts_at, SeminarSession.ends_at, SeminarSession.zone,
        SeminarSession.mode, Venue.name, Site.address, Site.city, SeminarSession.join_url, SeminarSession.audience,
        SeminarSession.status, SeminarSession.capacity, SeminarSession.taken, Seminar.retention_days, _waiting(),
        Registration.public_id, Registration.state, Registration.calendar_sequence, _place(), SeminarSession.opens_at,
        SeminarSession.closes_at, SeminarSession.cancel_until, SeminarSession.needs_approval, Registration.offer_until,
        Registration.approver_id, SeminarSession.previous_starts_at,
    )
    .select_from(SeminarSession)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
    .outerjoin(Attendee, _OWN_ATTENDEE)
    .outerjoin(Registration, _MINE)
    .where(
        SeminarSession.public_id == bindparam("public_id"), Seminar.slug == bindparam("slug"),
        or_(SeminarSession.audience.in_(bindparam("audiences", expanding=True)), _HAD, _GIVES),
        or_(SeminarSession.status != SessionStatus.DRAFT, bindparam("runs")),
    ),
    by="own person",
)  # fmt: skip


KNOWN = scoped(
    select(SeminarSession.id).where(SeminarSession.id == bindparam("session"), or_(_HAD, _GIVES)), by="own person"
)


def knows(viewer: Viewer, session_id: int) -> bool:
    """Tell whether the viewer finds the page of a date that is not for them: they had a seat of it, or give it."""
    values = {"session": session_id, "person_id": viewer.person_id}
    return database.session.scalar(KNOWN, values) is not None


def session(viewer: Viewer, slug: str, public_id: str, *, code: bool = False) -> tuple[SeminarRow, SessionRow]:
    """Return one date, whatever its state, with what the viewer has of it. Raises NotFound.

    `code`: they came with a code for it, which opens dates that stand in no list.
    """
    seen = OPEN_TO_CONTACTS if code else seen_by(viewer)
    values: dict[str, Any] = {"slug": slug, "public_id": public_id, "person_id": viewer.person_id}
    values |= {"audiences": seen, "runs": viewer.may(Permission.SEMINAR_RUN)}
    row = database.session.execute(SESSION, values).one_or_none()
    if row is None:
        raise NotFound
    about = len(SeminarRow._fields)
    found = SessionRow(*row[about:])
    if viewer.works_here and found.state is None:
        found = found._replace(overlaps=overlaps(viewer.person_id, public_id, found.starts_at, found.ends_at))
    return SeminarRow._make(row[:about]), found


class Seat(NamedTuple):
    """What somebody has: a seat (`place_in_queue` 0), a place in the queue, or a request that waits for its button."""

    registration: str
    title: str
    slug: str
    session_public_id: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    join_url: str
    status: SessionStatus
    state: State
    place_in_queue: int
    sequence: int
    link_version: int
    name: str
    email: str
    minutes: int | None
    """What was signed."""
    waiting: int
    offer_until: datetime | None
    cancel_until: datetime | None
    approver_id: int | None
    agreed: bool
    """Whether a guest agreed to what we keep."""
    retention_days: int
    audience: Audience
    moved: bool
    asked: bool
    """Whether we asked if a changed date suits them, and have no answer."""


_ASKED = and_(
    Registration.state == State.BOOKED, Registration.asked_at.is_not(None), Registration.answered_at.is_(None)
)
_SEATS = (
    select(
        Registration.public_id, Seminar.title, Seminar.slug, SeminarSession.public_id, SeminarSession.starts_at,
        SeminarSession.ends_at, SeminarSession.zone, Venue.name, Site.address, Site.city, SeminarSession.join_url,
        SeminarSession.status, Registration.state, _place(), Registration.calendar_sequence, Registration.link_version,
        Attendee.name, Attendee.email, _signed_minutes(), _waiting(), Registration.offer_until,
        SeminarSession.cancel_until, Registration.approver_id, Registration.consent_id.is_not(None),
        Seminar.retention_days, SeminarSession.audience, SeminarSession.previous_starts_at.is_not(None), _ASKED,
    )
    .select_from(Registration)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
)  # fmt: skip
OWN = scoped(
    _SEATS.where(
        _OWN_ATTENDEE,
        Registration.state.in_([State.BOOKED, State.OFFERED, State.WAITLISTED, State.PENDING]),
        SeminarSession.ends_at > bindparam("now"),
    ).order_by(SeminarSession.starts_at),
    by="own person",
)
OF_LINK = scoped(
    _SEATS.where(
        Registration.public_id == bindparam("public_id"), Registration.link_version == bindparam("version"),
        Attendee.person_id.is_(None), SeminarSession.ends_at > bindparam("since"),
    ),
    by="holder of the link",
)  # fmt: skip


def own_seats(viewer: Viewer, now: datetime) -> list[Seat]:
    """Return the viewer's seats and places in queues of what is not over, the earliest first."""
    values = {"person_id": viewer.person_id, "now": now}
    return [_seat(row) for row in database.session.execute(OWN, values)] if viewer.works_here else []


def seat_of_link(registration: str, link_version: int, now: datetime) -> Seat | None:
    """Return what the link of a guest shows, or None: void, or its session is over for more than two weeks."""
    values = {"public_id": registration, "version": link_version, "since": now - MANAGE_HOLDS}
    row = database.session.execute(OF_LINK, values).one_or_none()
    return _seat(row) if row else None


def _seat(row: Any) -> Seat:
    before, (venue, address, city), rest = row[:7], row[7:10], row[10:]
    place = place_words(venue, address, city) or str(text("Online"))
    join_url, status, state, queue, sequence, version, name, email, *more = rest
    told = (join_url or "", status, state, queue, sequence, version, name, email or "")
    return Seat._make((*before, place, *told, *more))
