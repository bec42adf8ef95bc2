"""Looks at who asked last for a seat of a date, and at the places of those who went back to its list."""

from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select

from training.core.db import database, scoped
from training.people.models import Person
from training.seminars.models import Attendee, Registration
from training.seminars.rules import State


class Last(NamedTuple):
    """Somebody with a seat of everyone's, not one of a block."""

    id: int
    state: State
    given: str
    family: str


LAST = scoped(
    select(
        Registration.id, Registration.state, case((Attendee.person_id.is_(None), Attendee.name), else_=Person.given),
        func.coalesce(Person.family, ""),
    )
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
    .where(
        Registration.session_id == bindparam("session"), Registration.allotment_id.is_(None),
        Registration.state.in_([State.BOOKED, State.OFFERED]),
    )
    .order_by(Registration.priority.desc(), Registration.queue_number.desc())
    .limit(bindparam("most")),
    by="session",
)  # fmt: skip


def last_to_ask(session_id: int, most: int) -> list[Last]:
    """Return who would be the first to go back, at most so many."""
    return [Last._make(row) for row in database.session.execute(LAST, {"session": session_id, "most": most})]


PLACES = scoped(
    select(Registration.id, func.row_number().over(order_by=(Registration.priority, Registration.queue_number))).where(
        Registration.session_id == bindparam("session"), Registration.state == State.WAITLISTED
    ),
    by="session",
)


def places(session_id: int, ids: list[int]) -> dict[int, int]:
    """Return the places on the list of these registrations, from 1."""
    wanted = set(ids)
    found = database.session.execute(PLACES, {"session": session_id})
    return {number: place for number, place in found if number in wanted}
