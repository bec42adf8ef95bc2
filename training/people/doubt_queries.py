"""Looks at the doubts about the roster."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.departments import within
from training.people.models import Department, Person, RosterDoubt
from training.people.rules import DoubtState

SHOWN = 100


OPEN_DOUBT = scoped(
    select(RosterDoubt.raised_at).where(
        RosterDoubt.person_id == bindparam("person_id"), RosterDoubt.state == DoubtState.OPEN
    ),
    by="subtree",
)


def doubted_at(person_id: int) -> datetime | None:
    """Return since when somebody says that a person is in the wrong team, or None."""
    return database.session.scalars(OPEN_DOUBT, {"person_id": person_id}).first()


class Doubt(NamedTuple):
    """One doubt as the desk shows it."""

    id: int
    public_id: str
    person: str
    given: str
    family: str
    department: str
    reason: str
    state: DoubtState
    raised_at: datetime
    raiser_id: int
    raiser_given: str
    raiser_family: str
    raiser_email: str | None
    raiser_language: str
    settled_at: datetime | None
    answer: str | None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def raised_by(self) -> str:
        return f"{self.raiser_given} {self.raiser_family}"


_Raiser = aliased(Person)
_ALL: Select[*tuple[Any, ...]] = scoped(
    select(
        RosterDoubt.id, RosterDoubt.public_id, Person.public_id, Person.given, Person.family, Department.name,
        RosterDoubt.reason, RosterDoubt.state, RosterDoubt.raised_at, _Raiser.id, _Raiser.given, _Raiser.family,
        _Raiser.email, _Raiser.language, RosterDoubt.settled_at, RosterDoubt.answer,
    )
    .join(Person, Person.id == RosterDoubt.person_id)
    .join(Department, Department.id == RosterDoubt.department_id)
    .join(_Raiser, _Raiser.id == RosterDoubt.raised_by_id)
    .order_by(RosterDoubt.state != DoubtState.OPEN, RosterDoubt.raised_at.desc(), RosterDoubt.id.desc()),
    by="roster",
)  # fmt: skip


def doubts(viewer: Viewer) -> list[Doubt]:
    """Return the doubts about the departments whose roster the viewer keeps, open ones first. One SELECT."""
    visible = within(Department.path, viewer.paths(Permission.ROSTER_IMPORT))
    return [Doubt(*row) for row in database.session.execute(_ALL.where(visible).limit(SHOWN))]


def all_doubts(viewer: Viewer) -> Iterator[Doubt]:
    """Yield all of them in the same order, however many."""
    visible = within(Department.path, viewer.paths(Permission.ROSTER_IMPORT))
    for row in database.session.execute(_ALL.where(visible), execution_options={"yield_per": 1000}):
        yield Doubt(*row)


def doubt(viewer: Viewer, public_id: str) -> Doubt:
    """Return one doubt. Raises NotFound. One SELECT."""
    visible = within(Department.path, viewer.paths(Permission.ROSTER_IMPORT))
    row = database.session.execute(_ALL.where(visible, RosterDoubt.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    return Doubt(*row)


WAITING = scoped(
    select(func.count())
    .select_from(RosterDoubt)
    .join(Department, Department.id == RosterDoubt.department_id)
    .where(RosterDoubt.state == DoubtState.OPEN),
    by="roster",
)


def waiting(viewer: Viewer) -> int:
    """Return how many doubts wait for the viewer. One SELECT."""
    visible = within(Department.path, viewer.paths(Permission.ROSTER_IMPORT))
    return database.session.scalar(WAITING.where(visible)) or 0
