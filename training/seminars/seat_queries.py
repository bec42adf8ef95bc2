"""Looks at one session's seats for the verbs: a lock takes the session's row and brings what the verb must know."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.people.models import Person, Site
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession, Venue
from training.seminars.organisation_models import Allotment, Contact
from training.seminars.plan_models import Interest
from training.seminars.rules import DEAD, KEPT_FOR, BlockState, InQueue, State

_ABOUT = (
    Seminar.title,
    Seminar.slug,
    Seminar.subject_id,
    Seminar.questions,
    Seminar.retention_days,
    Venue.name.label("venue"),
    Site.address,
    Site.city,
)
_LOCKED = (
    select(SeminarSession, *_ABOUT)
    .select_from(SeminarSession)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
    .with_for_update(of=SeminarSession)
    # Without it a session that the unit of work has seen before keeps its old numbers although the lock was taken.
    .execution_options(populate_existing=True)
)
_other, _theirs, _at_once = aliased(SeminarSession), aliased(Attendee), aliased(Registration)
_BUSY = (
    select(_at_once.id)
    .join(_theirs, _theirs.id == _at_once.attendee_id)
    .join(_other, _other.id == _at_once.session_id)
    .where(
        _theirs.person_id == bindparam("person_id"), _at_once.state.in_(KEPT_FOR), _other.id != SeminarSession.id,
        _other.starts_at < SeminarSession.ends_at, _other.ends_at > SeminarSession.starts_at,
    )
    .correlate(SeminarSession)
    .exists()
)  # fmt: skip
_HAS = (
    select(_at_once.id)
    .join(_theirs, _theirs.id == _at_once.attendee_id)
    .where(
        _theirs.person_id == bindparam("person_id"), _at_once.session_id == SeminarSession.id,
        _at_once.state.not_in(DEAD),
    )
    .correlate(SeminarSession)
    .exists()
)  # fmt: skip
LOCK = scoped(
    # `busy`: whether the person has a seat elsewhere at that time; `has`: whether they have asked for this date.
    _LOCKED.add_columns(Attendee.id.label("attendee_id"), _BUSY.label("busy"), _HAS.label("has"))
    .outerjoin(Attendee, Attendee.person_id == bindparam("person_id"))
    .where(SeminarSession.public_id == bindparam("public_id")),
    by="own person",
)
_HELD = (
    Registration.id.label("registration_id"), Registration.public_id, Registration.state, Registration.queue_number,
    Registration.link_version, Registration.calendar_sequence, Registration.allotment_id, Registration.offer_until,
    Registration.approver_id, Registration.priority, Registration.invitation_id, Registration.consent_id,
    Attendee.id.label("attendee_id"), Attendee.person_id,
    Attendee.name, Attendee.email, Attendee.language, Person.given, Person.family, Person.email.label("person_email"),
)  # fmt: skip
LOCK_BY_REGISTRATION = scoped(
    _LOCKED.add_columns(*_HELD)
    .join(Registration, Registration.session_id == SeminarSession.id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
    .where(Registration.public_id == bindparam("public_id")),
    by="one registration",
)


def lock(public_id: str, person_id: int | None) -> Row[Any]:
    """Lock a session and return it with what it is about and the person's own `attendee_id`. Raises NotFound."""
    return _one(LOCK, {"public_id": public_id, "person_id": person_id})


def lock_by_registration(public_id: str) -> Row[Any]:
    """Lock the session of a registration and return both. Raises NotFound."""
    return _one(LOCK_BY_REGISTRATION, {"public_id": public_id})


def _one(statement: Any, values: dict[str, Any]) -> Row[Any]:
    row = database.session.execute(statement, values).one_or_none()
    if row is None:
        raise NotFound
    return row


HEAD = (
    select(Registration.id)
    .where(Registration.session_id == bindparam("session"), Registration.state == State.WAITLISTED)
    .order_by(Registration.priority, Registration.queue_number)
    .limit(bindparam("free"))
)
"""The head of a session's queue, as part of the one UPDATE that promotes."""
QUEUE = scoped(
    select(Registration.id, Registration.priority, Registration.queue_number)
    .where(Registration.session_id == bindparam("session"), Registration.state == State.WAITLISTED)
    .order_by(Registration.priority, Registration.queue_number)
    .limit(bindparam("free")),
    by="session",
)
WAITING_BLOCKS = scoped(
    select(Allotment.id, Allotment.priority, Allotment.queue_number, Allotment.least, Allotment.seats).where(
        Allotment.session_id == bindparam("session"), Allotment.state == BlockState.WAITING,
        Allotment.release_at > bindparam("now"),
    ),
    by="session",
)  # fmt: skip


def queue(session_id: int, free: int, now: datetime) -> list[InQueue]:
    """Return who waits for a session's seats, blocks too; of the people only as many as could get one."""
    people = database.session.execute(QUEUE, {"session": session_id, "free": free})
    blocks = database.session.execute(WAITING_BLOCKS, {"session": session_id, "now": now})
    found = [InQueue(number, (priority, place)) for number, priority, place in people]
    return found + [InQueue(number, (priority, place), block=True, least=least, seats=seats)
                    for number, priority, place, least, seats in blocks]  # fmt: skip


class Recipient(NamedTuple):
    """Whom a letter about a registration goes to. Employees have a person and look after their seat when signed in."""

    registration_id: int
    public_id: str
    link_version: int
    sequence: int
    """Of the calendar entry."""
    person_id: int | None
    name: str
    email: str
    language: str
    """In which they were reading when they asked for the seat."""


RECIPIENT = (
    select(
        Registration.id.label("registration_id"),
        Registration.public_id,
        Registration.link_version,
        Registration.calendar_sequence,
        Attendee.person_id,
        Attendee.name,
        Attendee.email,
        Attendee.language,
        Person.given,
        Person.family,
        Person.email.label("person_email"),
        Registration.state,
    )
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
)
RECIPIENTS = scoped(
    RECIPIENT.where(Registration.id.in_(bindparam("ids", expanding=True))).order_by(Registration.queue_number),
    by="session",
)
OF_ATTENDEE = scoped(
    RECIPIENT.where(
        Registration.session_id == bindparam("session"),
        Registration.attendee_id == bindparam("attendee"),
        Registration.state.not_in(DEAD),
    ),
    by="one registration",
)


def recipient(row: Any) -> Recipient:
    """Make a recipient of a row (also of the lock's) with the names and addresses of both kinds of attendee."""
    name = f"{row.given} {row.family}" if row.person_id else row.name
    email = (row.person_email if row.person_id else row.email) or ""
    return Recipient(
        row.registration_id, row.public_id, row.link_version, row.calendar_sequence, row.person_id, name, email,
        row.language or "",
    )  # fmt: skip


def recipients(ids: list[int]) -> list[Recipient]:
    """Return whom letters about these registrations go to, in the order of the queue."""
    return [recipient(row) for row in database.session.execute(RECIPIENTS, {"ids": ids})] if ids else []


def reachable(ids: list[int]) -> list[Recipient]:
    """Return those of `recipients` who have an address, so that a mail finds them."""
    return [to for to in recipients(ids) if to.email]


def live_registration(session_id: int, attendee_id: int) -> tuple[Recipient, State]:
    """Return an attendee's live registration for a session. Raises NotFound."""
    row = _one(OF_ATTENDEE, {"session": session_id, "attendee": attendee_id})
    return recipient(row), row.state


def found_registration(session_id: int, attendee_id: int) -> tuple[Recipient, State] | tuple[None, None]:
    """Return an attendee's live registration for a session, or nothing."""
    row = database.session.execute(OF_ATTENDEE, {"session": session_id, "attendee": attendee_id}).one_or_none()
    return (recipient(row), row.state) if row is not None else (None, None)


LIVE_IDS = scoped(
    select(Registration.id, Registration.state).where(
        Registration.session_id == bindparam("session"), Registration.state.in_(bindparam("states", expanding=True))
    ),
    by="session",
)


def in_states(session_id: int, states: tuple[State, ...]) -> dict[State, list[int]]:
    """Return the ids of a session's registrations by their state."""
    found: dict[State, list[int]] = {state: [] for state in states}
    for number, state in database.session.execute(LIVE_IDS, {"session": session_id, "states": list(states)}):
        found[state].append(number)
    return found


PLACE = scoped(
    select(func.count())
    .select_from(Registration)
    .where(
        Registration.session_id == bindparam("session"),
        Registration.state == State.WAITLISTED,
        tuple_(Registration.priority, Registration.queue_number)
        <= tuple_(bindparam("priority", 0), bindparam("number", 0)),
    ),
    by="session counts",
)


def place_in_queue(session_id: int, queue_number: int, priority: int = 0) -> int:
    """Return somebody's place among those who wait, from 1."""
    values = {"session": session_id, "priority": priority, "number": queue_number}
    return database.session.scalar(PLACE, values) or 0


_BY_THEMSELVES = or_(Registration.allotment_id.is_(None), Registration.invitation_id.is_not(None))
"""Who was named by a contact did not ask, and may answer until the seminar begins."""
LAPSED = scoped(
    select(SeminarSession.public_id).join(Registration, Registration.session_id == SeminarSession.id)
    .where(Registration.state == State.UNVERIFIED, Registration.registered_at <= bindparam("before"), _BY_THEMSELVES)
    .distinct(),
    by="system",
)  # fmt: skip
LAPSED_IDS = scoped(
    select(Registration.id).where(
        Registration.session_id == bindparam("session"), Registration.state == State.UNVERIFIED,
        Registration.registered_at <= bindparam("before"), _BY_THEMSELVES,
    ),
    by="system",
)  # fmt: skip


def sessions_with_lapsed(before: datetime) -> list[str]:
    """Return the sessions for which somebody asked before an instant and never pressed the button."""
    return list(database.session.scalars(LAPSED, {"before": before}))


def lapsed(session_id: int, before: datetime) -> list[int]:
    """Return the registrations of a session that were never confirmed."""
    return list(database.session.scalars(LAPSED_IDS, {"session": session_id, "before": before}))


"""All registrations of some attendees, as part of a DELETE."""
_unheard = aliased(Registration)
UNHEARD_OF = scoped(
    select(Attendee.id, Attendee.email)
    .join(Registration, Registration.attendee_id == Attendee.id)
    .where(
        Registration.id.in_(bindparam("ids", expanding=True)),
        Attendee.person_id.is_(None),
        Attendee.verified_at.is_(None),
        Attendee.erased_at.is_(None),
        ~select(Contact.id).where(Contact.attendee_id == Attendee.id, Contact.ended_at.is_(None)).exists(),
        ~select(_unheard.id).where(_unheard.attendee_id == Attendee.id, _unheard.state.not_in(DEAD)).exists(),
        ~select(Interest.id).where(Interest.attendee_id == Attendee.id, Interest.ended_at.is_(None)).exists(),
    ),
    by="system",
)


def unheard_of(ids: list[int]) -> dict[int, str]:
    """Return the guests of these registrations (id → address) who never confirmed anything and hold nothing now."""
    if not ids:
        return {}
    return {number: email or "" for number, email in database.session.execute(UNHEARD_OF, {"ids": ids})}


class Block(NamedTuple):
    """A block of seats as it stands under the lock of its session."""

    id: int
    organisation_id: int
    state: BlockState
    seats: int
    least: int
    used: int
    release_at: datetime


BLOCK = scoped(
    select(
        Allotment.id, Allotment.organisation_id, Allotment.state, Allotment.seats, Allotment.least, Allotment.used,
        Allotment.release_at,
    ).where(Allotment.session_id == bindparam("session"), Allotment.id == bindparam("block")),
    by="session",
)  # fmt: skip


def block(session_id: int, block_id: int) -> Block:
    """Return a block of a session. Raises NotFound."""
    return Block._make(_one(BLOCK, {"session": session_id, "block": block_id}))
