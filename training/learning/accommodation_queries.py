"""Looks at what was arranged for people: for those who arrange it, and for the person alone."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.learning.models import Accommodation
from training.people.departments import within
from training.people.models import Department, Membership, Person

_HOLDS = (
    Accommodation.retired_at.is_(None),
    or_(Accommodation.valid_until.is_(None), Accommodation.valid_until > bindparam("today")),
)


class Arrangement(NamedTuple):
    """What was arranged for somebody, and why."""

    public_id: str
    given: str
    family: str
    time_percent: int | None
    without_pause: bool
    plain_questions: bool
    reason: str
    since: date
    until: date | None


_COLUMNS = (
    Accommodation.public_id, Person.given, Person.family, Accommodation.time_percent, Accommodation.without_pause,
    Accommodation.plain_questions, Accommodation.reason, Accommodation.valid_from, Accommodation.valid_until,
)  # fmt: skip
LISTED = scoped(
    select(*_COLUMNS)
    .join(Person, Person.id == Accommodation.person_id)
    .join(Membership, Membership.person_id == Person.id)
    .join(Department, Department.id == Membership.department_id)
    .where(*_HOLDS, Membership.retired_at.is_(None), Membership.valid_until.is_(None))
    .order_by(Person.family, Person.given),
    by="subtree",
)
OWN = scoped(
    select(*_COLUMNS)
    .join(Person, Person.id == Accommodation.person_id)
    .where(*_HOLDS, Accommodation.person_id == bindparam("person_id")),
    by="own person",
)


def arrangements(viewer: Viewer, today: date) -> list[Arrangement]:
    """Return what is arranged for the people whom the viewer looks after. One SELECT."""
    visible = within(Department.path, viewer.paths(Permission.ACCOMMODATION_ARRANGE))
    return [Arrangement(*row) for row in database.session.execute(LISTED.where(visible), {"today": today})]


def own_arrangement(viewer: Viewer, today: date) -> Arrangement | None:
    """Return what was arranged for the viewer, or None."""
    row = database.session.execute(OWN, {"person_id": viewer.person_id, "today": today}).first()
    return Arrangement(*row) if row else None


def arrangement(viewer: Viewer, public_id: str, today: date) -> Arrangement:
    """Return one of them. Raises NotFound, also for a person outside the viewer's departments."""
    found = next((one for one in arrangements(viewer, today) if one.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


PERSON = scoped(
    select(Person.id)
    .join(Membership, Membership.person_id == Person.id)
    .join(Department, Department.id == Membership.department_id)
    .where(
        func.lower(Person.email) == bindparam("email"),
        Membership.retired_at.is_(None), Membership.valid_until.is_(None),
        or_(Person.left_on.is_(None), Person.left_on > bindparam("today")),
    ),
    by="subtree",
)  # fmt: skip


def person_by_email(viewer: Viewer, email: str, today: date) -> int | None:
    """Return the person of that address whom the viewer looks after, or None."""
    visible = within(Department.path, viewer.paths(Permission.ACCOMMODATION_ARRANGE))
    values = {"email": email.strip().lower(), "today": today}
    return database.session.scalar(PERSON.where(visible), values)


CURRENT = scoped(
    select(Accommodation)
    .where(*_HOLDS, Accommodation.person_id == bindparam("person_id"))
    .order_by(Accommodation.id.desc())
    .limit(1)
    .with_for_update(),
    by="subtree",
)
BY_ID = scoped(
    select(Accommodation)
    .where(Accommodation.public_id == bindparam("public_id"), Accommodation.retired_at.is_(None))
    .with_for_update(),
    by="subtree",
)


def current(person_id: int, today: date) -> Accommodation | None:
    """Return what is arranged for a person now, locked. What has ended is left as it is."""
    return database.session.scalars(CURRENT, {"person_id": person_id, "today": today}).first()


def by_public_id(public_id: str) -> Accommodation | None:
    """Return one arrangement, locked. Whether the viewer may have it was asked before."""
    return database.session.scalars(BY_ID, {"public_id": public_id}).first()
