"""Looks at people from outside: who holds an address, and until when somebody may read as an auditor."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select

from training.core.db import database, scoped
from training.core.permissions import Role
from training.people.models import Grant, Membership, Person


class Holder(NamedTuple):
    """Whose address it is. `inside`: they work or worked here, or hold a role of the house."""

    person_id: int
    inside: bool


HOLDER = scoped(
    select(
        Person.id,
        or_(
            select(Membership.id).where(Membership.person_id == Person.id).correlate(Person).exists(),
            select(Grant.id).where(Grant.person_id == Person.id, Grant.role != Role.AUDITOR).correlate(Person).exists(),
        ),
    ).where(Person.email == bindparam("email")),
    by="system",
)


def holder(email: str) -> Holder | None:
    """Return whose address it is, or None."""
    row = database.session.execute(HOLDER, {"email": email}).one_or_none()
    return Holder(row[0], bool(row[1])) if row else None


class Reading(NamedTuple):
    """That somebody may read as an auditor, until the day on which it ends."""

    grant_id: int
    since: date
    until: date | None


READINGS = scoped(
    select(Grant.id, Grant.valid_from, Grant.valid_until)
    .where(
        Grant.person_id == bindparam("person_id"),
        Grant.role == Role.AUDITOR,
        Grant.retired_at.is_(None),
        or_(Grant.valid_until.is_(None), Grant.valid_until > bindparam("today")),
    )
    .with_for_update(),
    by="system",
)


def readings(person_id: int, today: date) -> list[Reading]:
    """Return what holds of this role today or later, locked."""
    rows = database.session.execute(READINGS, {"person_id": person_id, "today": today})
    return [Reading(*row) for row in rows]
