"""Looks at a small team: everybody in it, and what each of them has open."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, and_, bindparam, or_, select

from training.completion import states
from training.completion.models import Assignment, RequirementVersion
from training.core.db import database, scoped
from training.people.departments import within
from training.people.models import Department, Membership, Person

MOST_ROWS = 1000


class OpenRow(NamedTuple):
    """One person of a team, with one duty that is open; without a duty where nothing is."""

    person: str
    given: str
    family: str
    team: str
    duty: str | None
    title: str | None
    due: date | None


_today: Any = bindparam("today", type_=Date())
_open = and_(
    Assignment.person_id == Person.id, Assignment.retired_at.is_(None), Assignment.done_on.is_(None),
    states.current(Assignment, _today), or_(Assignment.exempt_from.is_(None), ~states.exempt(Assignment, _today)),
)  # fmt: skip
TEAM = scoped(
    select(
        Person.public_id, Person.given, Person.family, Department.name, Assignment.public_id, RequirementVersion.title,
        Assignment.due,
    )
    .select_from(Membership)
    .join(Department, Department.id == Membership.department_id)
    .join(Person, Person.id == Membership.person_id)
    .outerjoin(Assignment, _open)
    .outerjoin(RequirementVersion, RequirementVersion.id == Assignment.version_id)
    .where(
        Membership.retired_at.is_(None), Membership.valid_until.is_(None),
        or_(Person.left_on.is_(None), Person.left_on > _today),
    )
    .order_by(Assignment.due, Person.family, Person.given, Assignment.id)
    .limit(MOST_ROWS),
    by="subtree",
)  # fmt: skip


def team(paths: Sequence[str], today: date) -> list[OpenRow]:
    """Return everybody in some subtrees with what they have open, the first due first. One SELECT."""
    rows = database.session.execute(TEAM.where(within(Department.path, paths)), {"today": today})
    return [OpenRow(*row) for row in rows]
