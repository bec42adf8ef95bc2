"""Looks at whose calendar entry an answer is about."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from training.core.db import database, scoped
from training.people.models import Person
from training.seminars.models import Attendee, Registration
from training.seminars.rules import State


class Answered(NamedTuple):
    """The registration of an entry, with what its holder must show."""

    registration: str
    person_id: int | None
    link_version: int
    email: str
    state: State
    sequence: int


ANSWERED = scoped(
    select(
        Registration.public_id, Attendee.person_id, Registration.link_version,
        func.coalesce(Person.email, Attendee.email, ""), Registration.state, Registration.calendar_sequence,
    )
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
    .where(Registration.public_id == bindparam("public_id")),
    by="one registration",
)  # fmt: skip


def answered(registration_public_id: str) -> Answered | None:
    """Return the registration of an entry, or None."""
    row = database.session.execute(ANSWERED, {"public_id": registration_public_id}).one_or_none()
    return Answered(*row) if row else None
