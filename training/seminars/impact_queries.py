"""Looks at whom a change of a date would touch: its people, its blocks and their contacts, and who is busy then."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from training.core.db import database, scoped
from training.people.models import Person
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession
from training.seminars.organisation_models import Allotment, Invitation, Organisation
from training.seminars.plan_models import SessionTrainer
from training.seminars.rules import DEAD, BlockState, SessionStatus, State

PLANNED = (SessionStatus.DRAFT, SessionStatus.OPEN, SessionStatus.CLOSED)
SEATED = (State.BOOKED, State.OFFERED)


class Live(NamedTuple):
    """A registration that is not over."""

    id: int
    state: State


LIVE = scoped(
    select(Registration.id, Registration.state)
    .where(Registration.session_id == bindparam("session"), Registration.state.not_in(DEAD))
    .order_by(Registration.id),
    by="session",
)


def live(session_id: int) -> list[Live]:
    """Return the registrations of a date that are not over."""
    return [Live._make(row) for row in database.session.execute(LIVE, {"session": session_id})]


class BlockRow(NamedTuple):
    """A block that waits or is held."""

    id: int
    public_id: str
    organisation: str
    state: BlockState
    seats: int
    used: int
    release_at: datetime


_ALIVE = (Allotment.session_id == bindparam("session"), Allotment.state.in_([BlockState.WAITING, BlockState.HELD]))
BLOCKS = scoped(
    select(
        Allotment.id, Allotment.public_id, Organisation.name, Allotment.state, Allotment.seats, Allotment.used,
        Allotment.release_at,
    )
    .join(Organisation, Organisation.id == Allotment.organisation_id)
    .where(*_ALIVE)
    .order_by(Allotment.id),
    by="session",
)  # fmt: skip


def blocks(session_id: int) -> list[BlockRow]:
    """Return the blocks of a date that wait or are held."""
    return [BlockRow._make(row) for row in database.session.execute(BLOCKS, {"session": session_id})]


INVITATIONS = scoped(
    select(func.count()).where(Invitation.session_id == bindparam("session"), Invitation.revoked_at.is_(None)),
    by="session counts",
)


def invitations(session_id: int) -> int:
    """Return how many invitations to a date still let people in."""
    return database.session.scalar(INVITATIONS, {"session": session_id}) or 0


class Clash(NamedTuple):
    """Somebody who is elsewhere at that time: `duty` to give that date, else with a seat in it."""

    given: str
    family: str
    title: str
    starts_at: datetime
    zone: str
    duty: bool


_other, _theirs, _what = aliased(SeminarSession), aliased(Registration), aliased(Seminar)
_ELSEWHERE = (
    _other.id != bindparam("session"),
    _other.status.in_(PLANNED),
    _other.starts_at < bindparam("ends"),
    _other.ends_at > bindparam("starts"),
)
_NAMED = (
    case((Attendee.person_id.is_(None), Attendee.name), else_=Person.given), func.coalesce(Person.family, ""),
    _what.title, _other.starts_at, _other.zone,
)  # fmt: skip
_COMING = (
    select(*_NAMED)
    .select_from(Registration)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
    .where(Registration.session_id == bindparam("session"), Registration.state.in_(SEATED), *_ELSEWHERE)
    .order_by(Registration.queue_number)
)
SEATS_ELSEWHERE = scoped(
    _COMING.join(_theirs, and_(_theirs.attendee_id == Attendee.id, _theirs.state.in_(SEATED)))
    .join(_other, _other.id == _theirs.session_id)
    .join(_what, _what.id == _other.seminar_id),
    by="seminar:run",
)
DUTIES_ELSEWHERE = scoped(
    _COMING.join(SessionTrainer, SessionTrainer.person_id == Attendee.person_id)
    .join(_other, _other.id == SessionTrainer.session_id)
    .join(_what, _what.id == _other.seminar_id),
    by="seminar:run",
)


def clashes(session_id: int, starts_at: datetime, ends_at: datetime) -> list[Clash]:
    """Return who has a seat in a date and is elsewhere between two instants."""
    values = {"session": session_id, "starts": starts_at, "ends": ends_at}
    seats = [Clash._make((*row, False)) for row in database.session.execute(SEATS_ELSEWHERE, values)]
    return seats + [Clash._make((*row, True)) for row in database.session.execute(DUTIES_ELSEWHERE, values)]


_giving = aliased(SessionTrainer)
_GIVERS = (
    select(Person.given, Person.family, _what.title, _other.starts_at, _other.zone)
    .select_from(Person)
    .order_by(Person.family, Person.given, _other.starts_at)
)
TRAINERS_BUSY = scoped(
    _GIVERS.join(SessionTrainer, SessionTrainer.person_id == Person.id)
    .join(_giving, _giving.person_id == Person.id)
    .join(_other, _other.id == _giving.session_id)
    .join(_what, _what.id == _other.seminar_id)
    .where(SessionTrainer.session_id == bindparam("session"), *_ELSEWHERE),
    by="seminar:run",
)
TRAINERS_SEATED = scoped(
    _GIVERS.join(SessionTrainer, SessionTrainer.person_id == Person.id)
    .join(Attendee, Attendee.person_id == Person.id)
    .join(_theirs, and_(_theirs.attendee_id == Attendee.id, _theirs.state.in_(SEATED)))
    .join(_other, _other.id == _theirs.session_id)
    .join(_what, _what.id == _other.seminar_id)
    .where(SessionTrainer.session_id == bindparam("session"), *_ELSEWHERE),
    by="seminar:run",
)


def busy_trainers(session_id: int, starts_at: datetime, ends_at: datetime) -> list[Clash]:
    """Return which of our people who give a date are elsewhere between two instants, by duty or by seat."""
    values = {"session": session_id, "starts": starts_at, "ends": ends_at}
    duties = [Clash._make((*row, True)) for row in database.session.execute(TRAINERS_BUSY, values)]
    return duties + [Clash._make((*row, False)) for row in database.session.execute(TRAINERS_SEATED, values)]


DUTIES_OF = scoped(
    select(SeminarSession.starts_at, SeminarSession.ends_at, Seminar.title, SeminarSession.zone)
    .join(SessionTrainer, SessionTrainer.session_id == SeminarSession.id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(
        SessionTrainer.person_id == bindparam("person"), SeminarSession.id != bindparam("besides"),
        SeminarSession.status.in_(PLANNED), SeminarSession.starts_at < bindparam("until"),
        SeminarSession.ends_at > bindparam("since"),
    )
    .order_by(SeminarSession.starts_at),
    by="seminar:run",
)  # fmt: skip
SEATS_OF = scoped(
    select(SeminarSession.starts_at, SeminarSession.ends_at, Seminar.title, SeminarSession.zone)
    .join(Registration, Registration.session_id == SeminarSession.id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(
        Attendee.person_id == bindparam("person"), SeminarSession.id != bindparam("besides"),
        Registration.state.in_(SEATED), SeminarSession.status.in_(PLANNED),
        SeminarSession.starts_at < bindparam("until"), SeminarSession.ends_at > bindparam("since"),
    )
    .order_by(SeminarSession.starts_at),
    by="seminar:run",
)  # fmt: skip


class Engagement(NamedTuple):
    """Where somebody is, from when to when."""

    starts_at: datetime
    ends_at: datetime
    title: str
    zone: str


def duties_of(person_id: int, since: datetime, until: datetime, besides: int = 0) -> list[Engagement]:
    """Return the dates that somebody gives between two instants, but for one."""
    values = {"person": person_id, "since": since, "until": until, "besides": besides}
    return [Engagement._make(row) for row in database.session.execute(DUTIES_OF, values)]


def seats_of(person_id: int, since: datetime, until: datetime, besides: int = 0) -> list[Engagement]:
    """Return the dates between two instants in which somebody has a seat, but for one."""
    values = {"person": person_id, "since": since, "until": until, "besides": besides}
    return [Engagement._make(row) for row in database.session.execute(SEATS_OF, values)]
