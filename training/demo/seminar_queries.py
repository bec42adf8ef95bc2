"""Looks at what the room of seminars has written so far: who has what, under which public id."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from training.core.db import database, scoped
from training.people.models import Person
from training.seminars.models import Attendee, Registration, SeminarSession
from training.seminars.organisation_models import Allotment, Contact, Organisation
from training.seminars.plan_models import Interest
from training.seminars.rules import State

_EMAIL = func.coalesce(Person.email, Attendee.email, "")


class Seated(NamedTuple):
    """Somebody who has registered for a date, whatever became of it. `person_id` is None for a guest."""

    email: str
    registration: str
    state: State
    person_id: int | None
    approver_id: int | None
    in_block: bool


SEATED = scoped(
    select(
        _EMAIL, Registration.public_id, Registration.state, Attendee.person_id, Registration.approver_id,
        Registration.allotment_id.is_not(None),
    )
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
    .where(SeminarSession.public_id == bindparam("public_id"))
    .order_by(Registration.priority, Registration.queue_number),
    by="one session",
)  # fmt: skip


def registered(session: str, *states: State) -> list[Seated]:
    """Return who registered for a date, in the order of its queue; with `states` only those in one of them."""
    found = [Seated._make(row) for row in database.session.execute(SEATED, {"public_id": session})]
    return [one for one in found if not states or one.state in states]


def seated(session: str) -> dict[str, str]:
    """Return the registrations of a date: mail address → public id, the last one of each."""
    return {one.email: one.registration for one in registered(session)}


SESSION_ID = select(SeminarSession.id).where(SeminarSession.public_id == bindparam("public_id"))


def session_id(session: str) -> int:
    """Return the id of a date."""
    return int(database.session.execute(SESSION_ID, {"public_id": session}).scalar_one())


ORGANISATION_ID = scoped(select(Organisation.id).where(Organisation.name == bindparam("name")), by="system")


def organisation_id(name: str) -> int:
    """Return the id of an organisation."""
    return int(database.session.execute(ORGANISATION_ID, {"name": name}).scalar_one())


CONTACT_MARK = scoped(
    select(Contact.public_id)
    .join(Attendee, Attendee.id == Contact.attendee_id)
    .where(Attendee.email == bindparam("email")),
    by="system",
)


def contact_mark(email: str) -> str:
    """Return the public id of a contact."""
    return str(database.session.execute(CONTACT_MARK, {"email": email}).scalar_one())


BLOCKS = scoped(
    select(Allotment.public_id)
    .join(SeminarSession, SeminarSession.id == Allotment.session_id)
    .where(SeminarSession.public_id == bindparam("public_id"))
    .order_by(Allotment.queue_number),
    by="one session",
)


def first_block(session: str) -> str:
    """Return the public id of the first block of a date."""
    return str(database.session.scalars(BLOCKS, {"public_id": session}).first())


INTEREST_MARK = scoped(
    select(Interest.public_id)
    .join(Attendee, Attendee.id == Interest.attendee_id)
    .where(Attendee.email == bindparam("email")),
    by="system",
)


def interest_mark(email: str) -> str:
    """Return the public id of what a guest said."""
    return str(database.session.execute(INTEREST_MARK, {"email": email}).scalar_one())
