"""Looks for the pages of contacts and of whoever holds a code. A contact sees what is their organisation's, no more."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.people.models import Site
from training.seminars.block_queries import NAMED, OUTSIDE, Acting
from training.seminars.day_models import AttendanceRecord
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession, Venue
from training.seminars.organisation_models import Allotment, Contact, Invitation, Organisation
from training.seminars.organisation_rules import OPEN_TO_CONTACTS, Bound
from training.seminars.roster_queries import STANDS
from training.seminars.rules import AFTER, DEAD, HOLDING, PUBLIC, BlockState, Mark, SessionStatus, State

MOST_DATES = 200


class OpenDate(NamedTuple):
    """A date for which a contact may keep seats."""

    session: str
    slug: str
    title: str
    language: str
    minutes: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: str | None
    city: str | None
    capacity: int | None
    taken: int
    waiting: int


_waiting = (
    select(func.count())
    .where(Registration.session_id == SeminarSession.id, Registration.state == State.WAITLISTED)
    .correlate(SeminarSession)
    .scalar_subquery()
)
_OPEN = (
    select(
        SeminarSession.public_id, Seminar.slug, Seminar.title, Seminar.language, Seminar.minutes,
        SeminarSession.starts_at, SeminarSession.ends_at, SeminarSession.zone, Venue.name, Site.city,
        SeminarSession.capacity, SeminarSession.taken, _waiting,
    )
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
    .where(
        SeminarSession.status == SessionStatus.OPEN,
        SeminarSession.starts_at > bindparam("now"),
        or_(SeminarSession.opens_at.is_(None), SeminarSession.opens_at <= bindparam("now")),
        or_(SeminarSession.closes_at.is_(None), SeminarSession.closes_at > bindparam("now")),
    )
    .order_by(SeminarSession.starts_at, SeminarSession.id)
    .limit(MOST_DATES)
)  # fmt: skip
_THERE = or_(
    SeminarSession.audience.in_(PUBLIC),
    SeminarSession.audience.in_(OPEN_TO_CONTACTS)
    & exists().where(Allotment.session_id == SeminarSession.id, Allotment.organisation_id == bindparam("organisation")),
)
"""A date by invitation is there for an organisation that has, or had, seats of it: the desk keeps the first."""
DESK_DATES = scoped(_OPEN.where(SeminarSession.audience.in_(OPEN_TO_CONTACTS)), by="seminar:run")
OPEN_DATES = scoped(_OPEN.where(_THERE), by="own organisation")
OPEN_DATE = scoped(_OPEN.where(_THERE, SeminarSession.public_id == bindparam("session")), by="own organisation")
THERE = scoped(
    select(SeminarSession.id).where(_THERE, SeminarSession.public_id == bindparam("session")), by="own organisation"
)


def open_dates(contact: Acting, now: datetime) -> list[OpenDate]:
    """Return the dates for which a contact may keep seats, the earliest first."""
    values = {"organisation": contact.organisation_id, "now": now}
    return [OpenDate._make(row) for row in database.session.execute(OPEN_DATES, values)]


def open_date(contact: Acting, session: str, now: datetime) -> OpenDate:
    """Return one of them. Raises NotFound."""
    return OpenDate._make(_one(OPEN_DATE, {"organisation": contact.organisation_id, "session": session, "now": now}))


def is_there(contact: Acting, session: str) -> bool:
    """Tell whether a date exists for a contact."""
    return database.session.scalar(THERE, {"organisation": contact.organisation_id, "session": session}) is not None


class BlockRow(NamedTuple):
    """A block as its organisation and the desk see it."""

    block: str
    session: str
    slug: str
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: str | None
    city: str | None
    status: SessionStatus
    state: BlockState
    seats: int
    least: int
    used: int
    named: int
    release_at: datetime
    asked_at: datetime
    id: int
    session_id: int
    seated: int
    """How many of the named have a seat of everyone's, because the block had none any more."""
    queued: int
    """How many of them wait for one."""

    @property
    def people(self) -> int:
        """How many are named, wherever their seat comes from."""
        return self.named + self.seated + self.queued


def _counted(*rules: ColumnElement[bool]) -> ColumnElement[int]:
    number = select(func.count()).select_from(Registration).where(*rules)
    return number.correlate(Allotment).scalar_subquery()


_NAMED_HERE = Registration.named_in_id == Allotment.id


_BLOCKS = (
    select(
        Allotment.public_id, SeminarSession.public_id, Seminar.slug, Seminar.title, SeminarSession.starts_at,
        SeminarSession.ends_at, SeminarSession.zone, Venue.name, Site.city, SeminarSession.status, Allotment.state,
        Allotment.seats, Allotment.least, Allotment.used, _counted(Registration.allotment_id == Allotment.id, NAMED),
        Allotment.release_at, Allotment.asked_at, Allotment.id, Allotment.session_id,
        _counted(_NAMED_HERE, OUTSIDE, Registration.state.in_(HOLDING)),
        _counted(_NAMED_HERE, OUTSIDE, Registration.state.not_in(HOLDING)),
    )
    .join(SeminarSession, SeminarSession.id == Allotment.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
    .where(Allotment.organisation_id == bindparam("organisation"))
)  # fmt: skip
BLOCKS = scoped(_BLOCKS.order_by(SeminarSession.starts_at, Allotment.queue_number), by="own organisation")
BLOCK = scoped(_BLOCKS.where(Allotment.public_id == bindparam("block")), by="own organisation")


def blocks_of(organisation_id: int) -> list[BlockRow]:
    """Return all blocks that an organisation ever had, by the date of their seminar."""
    return [BlockRow._make(row) for row in database.session.execute(BLOCKS, {"organisation": organisation_id})]


def block_of(organisation_id: int, public_id: str) -> BlockRow:
    """Return a block of an organisation. Raises NotFound."""
    return BlockRow._make(_one(BLOCK, {"organisation": organisation_id, "block": public_id}))


BLOCKS_OF_DATE = scoped(
    _BLOCKS.where(SeminarSession.public_id == bindparam("session")).order_by(Allotment.queue_number).limit(1),
    by="own organisation",
)


def any_block(organisation_id: int, session: str) -> BlockRow:
    """Return a block of an organisation for a date. Raises NotFound where it never had one."""
    return BlockRow._make(_one(BLOCKS_OF_DATE, {"organisation": organisation_id, "session": session}))


class Member(NamedTuple):
    """Somebody named in a block: their name and what they have. Nothing else is for the contact.

    `of_block`: their seat is, or will be, one of the block. `place` of `waiting`: where they stand in everyone's queue.
    """

    registration: str
    name: str
    state: State
    of_block: bool = True
    place: int = 0
    waiting: int = 0


_ahead = aliased(Registration)
_in_queue = (
    select(func.count())
    .where(_ahead.session_id == Registration.session_id, _ahead.state == State.WAITLISTED)
    .correlate(Registration)
)
_up_to_them = tuple_(_ahead.priority, _ahead.queue_number) <= tuple_(Registration.priority, Registration.queue_number)
_waits = Registration.state == State.WAITLISTED
MEMBERS = scoped(
    select(
        Registration.public_id, Attendee.name, Registration.state, Registration.allotment_id.is_not(None),
        case((_waits, _in_queue.where(_up_to_them).scalar_subquery()), else_=0),
        case((_waits, _in_queue.scalar_subquery()), else_=0),
    )
    .select_from(Registration)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .where(
        Registration.named_in_id == bindparam("block"),
        or_(Registration.state != State.UNVERIFIED, Registration.invitation_id.is_(None)),
    )
    .order_by(case((Registration.state.in_(DEAD), 1), else_=0), Attendee.name, Registration.id),
    by="own organisation",
)  # fmt: skip
MEMBER = scoped(
    select(Registration.public_id, Attendee.name, Registration.state, Allotment.public_id)
    .select_from(Registration)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .join(Allotment, Allotment.id == Registration.allotment_id)
    .where(Registration.public_id == bindparam("registration"), Allotment.organisation_id == bindparam("organisation")),
    by="own organisation",
)


def members(block_id: int) -> list[Member]:
    """Return who is, or was, named in a block, those who are gone last; also who waits among everybody now."""
    return [Member._make(row) for row in database.session.execute(MEMBERS, {"block": block_id})]


def member(organisation_id: int, registration: str) -> tuple[Member, str]:
    """Return somebody whose seat is one of a block of an organisation, and that block. Raises NotFound."""
    row = _one(MEMBER, {"organisation": organisation_id, "registration": registration})
    return Member(*row[:3]), row[3]


class NamedBy(NamedTuple):
    """Who named somebody, for whom, and whether the seat is kept still."""

    name: str
    organisation: str
    retention_days: int
    kept: bool


NAMED_BY = scoped(
    select(
        func.coalesce(Attendee.name, ""), Organisation.name, Seminar.retention_days,
        and_(Allotment.state == BlockState.HELD, Allotment.used < Allotment.seats),
    )
    .select_from(Registration)
    .join(Allotment, Allotment.id == Registration.allotment_id)
    .join(Organisation, Organisation.id == Allotment.organisation_id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Contact, Contact.id == Allotment.contact_id)
    .outerjoin(Attendee, Attendee.id == Contact.attendee_id)
    .where(Registration.public_id == bindparam("registration")),
    by="holder of the link",
)  # fmt: skip


def named_by(registration: str) -> NamedBy:
    """Return who named somebody. Raises NotFound."""
    return NamedBy._make(_one(NAMED_BY, {"registration": registration}))


class Attended(NamedTuple):
    """Of somebody in a block, what was signed; `mark` is None where nothing was."""

    session: str
    title: str
    starts_at: datetime
    zone: str
    name: str
    mark: Mark | None
    minutes: int | None


_ATTENDED = (
    select(
        SeminarSession.public_id, Seminar.title, SeminarSession.starts_at, SeminarSession.zone, Attendee.name,
        AttendanceRecord.mark, AttendanceRecord.minutes,
    )
    .select_from(Registration)
    .join(Allotment, Allotment.id == Registration.named_in_id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(AttendanceRecord, and_(AttendanceRecord.registration_id == Registration.id, STANDS))
    .where(Allotment.organisation_id == bindparam("organisation"))
    .order_by(SeminarSession.starts_at.desc(), Attendee.name, Registration.id)
)  # fmt: skip
OF_DATE = scoped(
    _ATTENDED.where(SeminarSession.public_id == bindparam("session"), Registration.state.in_(HOLDING)),
    by="own organisation",
)
OVER_TIME = scoped(_ATTENDED.where(Registration.state.in_(AFTER)), by="seminar:run")


def attended(organisation_id: int, session: str) -> list[Attended]:
    """Return the people whom an organisation named and who had a seat at a date."""
    values = {"organisation": organisation_id, "session": session}
    return [Attended._make(row) for row in database.session.execute(OF_DATE, values)]


def attended_over_time(organisation_id: int) -> list[Attended]:
    """Return what was signed about the people of an organisation, the latest date first."""
    return [Attended._make(row) for row in database.session.execute(OVER_TIME, {"organisation": organisation_id})]


class CodeRow(NamedTuple):
    """A code in the list of a date or a block."""

    id: int
    code: str
    bound: Bound


_CODES = select(
    Invitation.id, Invitation.code, Invitation.domains, Invitation.addresses,
    Invitation.most, Invitation.used, Invitation.ends_at, Invitation.revoked_at,
).order_by(Invitation.id.desc())  # fmt: skip
CODES_OF_BLOCK = scoped(_CODES.where(Invitation.allotment_id == bindparam("block")), by="own organisation")
CODES_OF_SESSION = scoped(
    _CODES.join(SeminarSession, SeminarSession.id == Invitation.session_id).where(
        SeminarSession.public_id == bindparam("session")
    ),
    by="seminar:run",
)


def codes_of_block(block_id: int) -> list[CodeRow]:
    """Return the codes for the seats of a block, the newest first."""
    return [_code(row) for row in database.session.execute(CODES_OF_BLOCK, {"block": block_id})]


def codes_of_session(session: str) -> list[CodeRow]:
    """Return all codes of a date, the newest first. Only for who runs seminars."""
    return [_code(row) for row in database.session.execute(CODES_OF_SESSION, {"session": session})]


class Opened(NamedTuple):
    """What a code opens: the date, and what it is bound to."""

    slug: str
    session: str
    bound: Bound


OPENED = scoped(
    select(
        Seminar.slug, SeminarSession.public_id, Invitation.domains, Invitation.addresses, Invitation.most,
        Invitation.used, Invitation.ends_at, Invitation.revoked_at,
    )
    .select_from(Invitation)
    .join(SeminarSession, SeminarSession.id == Invitation.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(
        Invitation.code == bindparam("code"), SeminarSession.audience.in_(OPEN_TO_CONTACTS),
        SeminarSession.status != SessionStatus.DRAFT,
    ),
    by="holder of the code",
)  # fmt: skip


def opened_by(code: str) -> Opened | None:
    """Return what a code opens, or None."""
    row = database.session.execute(OPENED, {"code": code}).one_or_none()
    return Opened(row[0], row[1], Bound(*row[2:])) if row else None


def _code(row: Any) -> CodeRow:
    return CodeRow(row[0], row[1], Bound(*row[2:]))


def _one(statement: Any, values: dict[str, Any]) -> Any:
    row = database.session.execute(statement, values).one_or_none()
    if row is None:
        raise NotFound
    return row
