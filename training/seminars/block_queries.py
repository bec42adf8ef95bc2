"""Looks of the verbs that act for an organisation: the contact, a block and who is named in it, what is due, codes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.seminars.models import Attendee, Registration, SeminarSession
from training.seminars.organisation_models import Allotment, Contact, Invitation, Organisation
from training.seminars.organisation_rules import Bound
from training.seminars.rules import DEAD, BlockState, State

OPEN = (BlockState.WAITING, BlockState.HELD)


class Acting(NamedTuple):
    """A contact whose link is good, and the organisation for which they act."""

    id: int
    public_id: str
    link_version: int
    confirmed_at: datetime | None
    organisation_id: int
    organisation: str
    domains: list[str]
    agreement_until: date | None
    name: str
    email: str
    language: str


_CONTACTS = (
    select(
        Contact.id, Contact.public_id, Contact.link_version, Contact.confirmed_at, Organisation.id, Organisation.name,
        Organisation.domains, Organisation.agreement_until, Attendee.name, Attendee.email, Attendee.language,
    )
    .join(Organisation, Organisation.id == Contact.organisation_id)
    .join(Attendee, Attendee.id == Contact.attendee_id)
    .where(Contact.ended_at.is_(None), Attendee.email.is_not(None))
)  # fmt: skip
BY_LINK = scoped(
    _CONTACTS.where(Contact.public_id == bindparam("public_id"), Contact.link_version == bindparam("version")),
    by="holder of the link",
)
# `key_share`: rows that name the organisation can still be written. Whoever writes one holds a date, for which the one
# who has this lock may be waiting.
BY_LINK_LOCKED = scoped(BY_LINK.with_for_update(of=Organisation, key_share=True), by="holder of the link")
BY_ADDRESS = scoped(_CONTACTS.where(Attendee.email == bindparam("email")).order_by(Contact.id), by="own address")
BY_PUBLIC_ID = scoped(_CONTACTS.where(Contact.public_id == bindparam("public_id")), by="seminar:run")
BY_PUBLIC_ID_LOCKED = scoped(BY_PUBLIC_ID.with_for_update(of=Organisation), by="seminar:run")


def acting(public_id: str, link_version: int, *, locked: bool = False) -> Acting:
    """Return the contact of a link; `locked`: nobody else acts for the organisation meanwhile. Raises NotFound."""
    values = {"public_id": public_id, "version": link_version}
    return Acting._make(_one(BY_LINK_LOCKED if locked else BY_LINK, values))


def contacts_with(email: str) -> list[Acting]:
    """Return the contacts of an address, one for each organisation."""
    return [Acting._make(row) for row in database.session.execute(BY_ADDRESS, {"email": email})]


def contact(public_id: str, *, locked: bool = False) -> Acting:
    """Return a contact that has not ended; `locked`: nobody else acts for the organisation. Raises NotFound."""
    return Acting._make(_one(BY_PUBLIC_ID_LOCKED if locked else BY_PUBLIC_ID, {"public_id": public_id}))


class Place(NamedTuple):
    """Which block is meant, and of which session."""

    id: int
    session: str


PLACE = scoped(
    select(Allotment.id, SeminarSession.public_id)
    .join(SeminarSession, SeminarSession.id == Allotment.session_id)
    .where(
        Allotment.public_id == bindparam("public_id"), Allotment.organisation_id == bindparam("organisation"),
    ),
    by="own organisation",
)  # fmt: skip


def place(organisation_id: int, block_public_id: str) -> Place:
    """Return where a block of an organisation is. Raises NotFound."""
    return Place._make(_one(PLACE, {"public_id": block_public_id, "organisation": organisation_id}))


OPEN_BLOCKS = scoped(
    select(func.count(), func.coalesce(func.sum(Allotment.seats), 0)).where(
        Allotment.organisation_id == bindparam("organisation"), Allotment.state.in_(OPEN)
    ),
    by="own organisation",
)


def open_blocks(organisation_id: int) -> tuple[int, int]:
    """Return how many blocks an organisation has open, and their seats."""
    number, seats = database.session.execute(OPEN_BLOCKS, {"organisation": organisation_id}).one()
    return number, seats


NAMED = and_(
    Registration.state.not_in(DEAD), or_(Registration.state != State.UNVERIFIED, Registration.invitation_id.is_(None))
)
"""Who counts against the seats of a block: whoever the contact named, and whoever came with a code and confirmed."""
OUTSIDE = and_(Registration.allotment_id.is_(None), Registration.state.not_in(DEAD))
"""Who was named in a block and has, or waits for, a seat of everyone's: the block had none any more."""
NAMED_IN = scoped(
    select(func.count()).select_from(Registration).where(Registration.allotment_id == bindparam("block"), NAMED),
    by="one block",
)


def named_in(block_id: int) -> int:
    """Return how many are named in a block and not gone."""
    return database.session.scalar(NAMED_IN, {"block": block_id}) or 0


NAMED_ONE = scoped(
    select(Allotment.id)
    .join(Registration, Registration.allotment_id == Allotment.id)
    .where(Registration.id == bindparam("registration"), Allotment.organisation_id == bindparam("organisation")),
    by="own organisation",
)


def check_named(registration_id: int, organisation_id: int) -> None:
    """Raise NotFound for somebody whose seat is in no block of an organisation."""
    _one(NAMED_ONE, {"registration": registration_id, "organisation": organisation_id})


REGISTERED = scoped(
    select(Attendee.email)
    .join(Registration, Registration.attendee_id == Attendee.id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .where(
        SeminarSession.public_id == bindparam("session"), Registration.state.not_in(DEAD),
        Attendee.email.in_(bindparam("emails", expanding=True)),
    ),
    by="session",
)  # fmt: skip


def registered(session_public_id: str, emails: Sequence[str]) -> set[str]:
    """Return which of these addresses have a registration for a session."""
    return set(database.session.scalars(REGISTERED, {"session": session_public_id, "emails": list(emails)}))


SWAPS = scoped(
    select(Allotment.id).where(
        Allotment.session_id == bindparam("session"), Allotment.organisation_id == bindparam("organisation"),
        Allotment.state == BlockState.HELD, Allotment.release_at >= bindparam("starts_at"),
    )
    .order_by(Allotment.id)
    .limit(1),
    by="own organisation",
)  # fmt: skip


def held_to_the_start(session_id: int, organisation_id: int, starts_at: datetime) -> int | None:
    """Return a block of an organisation that keeps its seats until the session begins."""
    values = {"session": session_id, "organisation": organisation_id, "starts_at": starts_at}
    found: int | None = database.session.scalar(SWAPS, values)
    return found


# --- what is due ------------------------------------------------------------------------------------------------------

DUE_SESSIONS = scoped(
    select(SeminarSession.public_id)
    .join(Allotment, Allotment.session_id == SeminarSession.id)
    .where(Allotment.state.in_(OPEN), Allotment.release_at <= bindparam("now"))
    .distinct(),
    by="system",
)
_IN_SESSION = (
    select(Allotment.id)
    .where(Allotment.session_id == bindparam("session"), Allotment.state.in_(OPEN))
    .order_by(Allotment.queue_number)
)
DUE = scoped(_IN_SESSION.where(Allotment.release_at <= bindparam("now")), by="session")
OPEN_IN_SESSION = scoped(_IN_SESSION, by="session")
STALE_SESSIONS = scoped(
    select(SeminarSession.public_id)
    .join(Registration, Registration.session_id == SeminarSession.id)
    .where(
        Registration.state == State.UNVERIFIED, Registration.allotment_id.is_not(None),
        SeminarSession.starts_at <= bindparam("now"),
    )
    .distinct(),
    by="system",
)  # fmt: skip
STALE = scoped(
    select(Registration.id).where(
        Registration.session_id == bindparam("session"), Registration.state == State.UNVERIFIED,
        Registration.allotment_id.is_not(None),
    ),
    by="system",
)  # fmt: skip


def sessions_with_due(now: datetime) -> list[str]:
    """Return the sessions with blocks whose time is over."""
    return list(database.session.scalars(DUE_SESSIONS, {"now": now}))


def due(session_id: int, now: datetime) -> list[int]:
    """Return the blocks of a session whose time is over."""
    return list(database.session.scalars(DUE, {"session": session_id, "now": now}))


def open_in(session_id: int) -> list[int]:
    """Return the blocks of a session that wait or hold seats."""
    return list(database.session.scalars(OPEN_IN_SESSION, {"session": session_id}))


def sessions_with_stale(now: datetime) -> list[str]:
    """Return the sessions that have begun and for which somebody was named who never answered."""
    return list(database.session.scalars(STALE_SESSIONS, {"now": now}))


def stale(session_id: int) -> list[int]:
    """Return who was named for a session and never answered."""
    return list(database.session.scalars(STALE, {"session": session_id}))


_still = aliased(Contact)
FORMER = scoped(
    select(Attendee.id, Attendee.email)
    .join(Contact, Contact.attendee_id == Attendee.id)
    .where(
        Contact.ended_at <= bindparam("before"), Attendee.person_id.is_(None), Attendee.erased_at.is_(None),
        ~select(_still.id)
        .where(_still.attendee_id == Attendee.id, or_(_still.ended_at.is_(None), _still.ended_at > bindparam("before")))
        .exists(),
        ~select(Registration.id).where(Registration.attendee_id == Attendee.id).exists(),
    ),
    by="system",
)  # fmt: skip


def former_contacts(before: datetime) -> dict[int, str]:
    """Return who acted for an organisation until an instant (id → address) and never came to a seminar themselves."""
    rows = database.session.execute(FORMER, {"before": before})
    return {number: email or "" for number, email in rows}


class Kept(NamedTuple):
    """A block in a letter to its contact."""

    block: str
    session: str
    seats: int
    used: int
    release_at: datetime
    asked_at: datetime
    contact: str
    link_version: int
    name: str
    email: str
    language: str
    organisation: str


_KEPT = (
    select(
        Allotment.public_id, SeminarSession.public_id, Allotment.seats, Allotment.used, Allotment.release_at,
        Allotment.asked_at, Contact.public_id, Contact.link_version, Attendee.name, Attendee.email, Attendee.language,
        Organisation.name,
    )
    .join(SeminarSession, SeminarSession.id == Allotment.session_id)
    .join(Organisation, Organisation.id == Allotment.organisation_id)
    .join(Contact, Contact.id == Allotment.contact_id)
    .join(Attendee, Attendee.id == Contact.attendee_id)
    .where(Contact.ended_at.is_(None), Attendee.email.is_not(None))
)  # fmt: skip
KEPT = scoped(_KEPT.where(Allotment.id.in_(bindparam("ids", expanding=True))).order_by(Allotment.id), by="session")
TO_REMIND = scoped(
    _KEPT.where(
        Allotment.state == BlockState.HELD, Allotment.reminded_at.is_(None), Allotment.used < Allotment.seats,
        Allotment.release_at > bindparam("now"), Allotment.release_at <= bindparam("soon"),
    ).order_by(Allotment.id),
    by="system",
)  # fmt: skip


def kept(ids: Sequence[int]) -> list[Kept]:
    """Return what letters say of these blocks, those with a contact who can be written to."""
    return [Kept._make(row) for row in database.session.execute(KEPT, {"ids": list(ids)})] if ids else []


def to_remind(now: datetime, before: timedelta) -> list[Kept]:
    """Return the blocks with seats that nobody holds by name and that go back soon, those asked for before that."""
    found = [Kept._make(row) for row in database.session.execute(TO_REMIND, {"now": now, "soon": now + before})]
    return [one for one in found if one.asked_at <= one.release_at - before]


# --- codes ------------------------------------------------------------------------------------------------------------


class Code(NamedTuple):
    """A code as its session's lock sees it."""

    id: int
    session_id: int
    allotment_id: int | None
    bound: Bound


_CODES = select(
    Invitation.id, Invitation.session_id, Invitation.allotment_id, Invitation.domains, Invitation.addresses,
    Invitation.most, Invitation.used, Invitation.ends_at, Invitation.revoked_at,
)  # fmt: skip
CODE = scoped(_CODES.where(Invitation.code == bindparam("code")), by="holder of the code")
CODE_OF = scoped(_CODES.where(Invitation.id == bindparam("id")), by="one registration")


SESSION_LOCKED = scoped(
    select(SeminarSession.id)
    .join(Allotment, Allotment.session_id == SeminarSession.id)
    .where(Allotment.id == bindparam("block"))
    .with_for_update(of=SeminarSession),
    by="own organisation",
)
"""Who locks anything of a date locks the date first: a new code refers to it, and its seats move in its door."""
BOUNDS_OF_BLOCK = scoped(
    select(
        Invitation.domains, Invitation.addresses, Invitation.most, Invitation.used, Invitation.ends_at,
        Invitation.revoked_at,
    ).where(Invitation.allotment_id == bindparam("block")),
    by="own organisation",
)  # fmt: skip


def bounds_of_block(block_id: int) -> list[Bound]:
    """Lock the date of a block, and return how far each of the codes of the block goes."""
    database.session.execute(SESSION_LOCKED, {"block": block_id})
    return [Bound(*row) for row in database.session.execute(BOUNDS_OF_BLOCK, {"block": block_id})]


def code(code: str) -> Code | None:
    """Return a code, whatever became of it."""
    return _code(database.session.execute(CODE, {"code": code}).one_or_none())


def code_of(invitation_id: int) -> Code | None:
    """Return the code with which somebody came."""
    return _code(database.session.execute(CODE_OF, {"id": invitation_id}).one_or_none())


def _code(row: Any) -> Code | None:
    return None if row is None else Code(row[0], row[1], row[2], Bound(*row[3:]))


def _one(statement: Any, values: dict[str, Any]) -> Any:
    row = database.session.execute(statement, values).one_or_none()
    if row is None:
        raise NotFound
    return row
