"""Looks at all duties as of any day, from the rows that were known at an instant: the five parts, and who is behind.

*As known then* reads what the pages of that day read: every row as it stood at the end of the day, in the department
where it counted, done where the completion was recorded by then (so `status_now` of that day). *As known now* reads the
rows that stand today for that day, in the department where each person belonged on it as the roster says today, with
the exemptions that held on it, and counts what was done by then (`status`).

Each statement is built once, unless people are narrowed further; the cost follows the number of duties of the
requirements and departments that are asked for. Nobody is counted twice: the duties of a person and requirement do not
overlap, and neither do memberships.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, FromClause, Select, and_, bindparam, case, func, or_, select

from training.completion import states
from training.completion.as_of import AsOf, Known
from training.completion.models import Assignment, Completion, Exemption, Requirement, RequirementVersion
from training.completion.rules import FiveParts, Status
from training.core.db import UTCDateTime, database, scoped
from training.people.models import Department, Membership

DAY: Any = bindparam("day", type_=Date())
KNOWN_AT: Any = bindparam("known_at", type_=UTCDateTime())


@dataclass(frozen=True)
class Look:
    """One of the two ways to read the rows: what to select from, and what each duty was on that day."""

    source: FromClause
    conditions: tuple[ColumnElement[bool], ...]
    department_id: Any
    done: ColumnElement[bool]
    exempt: ColumnElement[bool]
    exempt_until: Any
    """The day on which an exemption that held ended or was to end, if there is one; else of no meaning."""

    def part(self, order: tuple[Status, ...] = states.PARTS) -> Any:
        """Return the state of a duty as the place of its part in an order."""
        late, overdue = Assignment.done_on > Assignment.due, Assignment.due < DAY
        return case(
            (and_(self.done, late), order.index(Status.DONE_LATE)), (self.done, order.index(Status.DONE)),
            (self.exempt, order.index(Status.EXEMPT)), (overdue, order.index(Status.OVERDUE)),
            else_=order.index(Status.OPEN),
        )  # fmt: skip


def _held(row: Any) -> tuple[ColumnElement[bool], ...]:
    return row.valid_from <= DAY, or_(row.valid_until.is_(None), row.valid_until > DAY)


def _recorded(row: Any) -> tuple[ColumnElement[bool], ...]:
    return row.recorded_at <= KNOWN_AT, or_(row.retired_at.is_(None), row.retired_at > KNOWN_AT)


MEMBERS = {
    Known.THEN: (*_recorded(Membership), *_held(Membership)),
    Known.NOW: (Membership.retired_at.is_(None), *_held(Membership)),
}
"""Where people belonged on a day, by what was or is recorded."""


def _then() -> Look:
    # Whatever is done is filled in later: the completion itself says since when it is known.
    recorded = and_(Completion.id == Assignment.completion_id, Completion.recorded_at <= KNOWN_AT)
    return Look(
        source=Assignment.__table__.outerjoin(Completion.__table__, recorded),
        conditions=(*_recorded(Assignment), *_held(Assignment)),
        department_id=Assignment.department_id,
        done=Completion.id.is_not(None),
        exempt=states.exempt(Assignment, DAY),
        exempt_until=Assignment.exempt_until,
    )


def _now() -> Look:
    excused = (
        select(Exemption.id)
        .where(
            Exemption.person_id == Assignment.person_id,
            or_(Exemption.requirement_id.is_(None), Exemption.requirement_id == Assignment.requirement_id),
            Exemption.retired_at.is_(None), *_held(Exemption),
        )
        .correlate(Assignment)
    )  # fmt: skip
    until = excused.with_only_columns(func.max(func.coalesce(Exemption.valid_until, date.max))).scalar_subquery()
    belonged = and_(Membership.person_id == Assignment.person_id, *MEMBERS[Known.NOW])
    return Look(
        source=Assignment.__table__.join(Membership.__table__, belonged),
        conditions=(Assignment.retired_at.is_(None), *_held(Assignment)),
        department_id=Membership.department_id,
        done=and_(Assignment.done_on.is_not(None), Assignment.done_on <= DAY),
        exempt=excused.exists(),
        exempt_until=func.nullif(until, date.max, type_=Date()),
    )


LOOKS = {Known.THEN: _then(), Known.NOW: _now()}
SUBTREE: Any = select(Department.id).where(Department.path.like(bindparam("below")))
"""The departments of a subtree; `below` is its path with a % behind."""
ONE: Any = Assignment.requirement_id == bindparam("requirement_id")
ALL: Any = Assignment.requirement_id.in_(select(Requirement.id))
"""Always true: it lets the index of the requirements be read for a few departments."""


def values(as_of: AsOf, path: str) -> dict[str, Any]:
    """Return the bound values that every statement on a look takes. `path` is a subtree; "/" is everywhere."""
    return {"day": as_of.day, "known_at": as_of.known_at, "below": f"{path}%"}


# --- numbers ----------------------------------------------------------------------------------------------------------


def counted(look: Look, departments: Any, requirement: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Select (department, requirement, place of the part, number of duties) in some departments: one GROUP BY.

    `departments` is a SELECT of their ids, `requirement` is `ONE` or `ALL`.
    """
    duty = (
        select(look.department_id.label("department_id"), Assignment.requirement_id, look.part().label("part"))
        .select_from(look.source)
        .where(*look.conditions, look.department_id.in_(departments), requirement)
        .subquery("duty")
    )
    key = (duty.c.department_id, duty.c.requirement_id, duty.c.part)
    return select(*key, func.count().label("number")).group_by(*key)


COUNTED = {
    (known, single): scoped(counted(look, SUBTREE, ONE if single else ALL), by="subtree")
    for known, look in LOOKS.items()
    for single in (True, False)
}


def parts(
    as_of: AsOf, *, path: str = "/", requirement_id: int | None = None, only: Sequence[ColumnElement[bool]] = ()
) -> dict[tuple[int, int], FiveParts]:
    """Return the five parts by (department id, requirement id) of one requirement or all in a subtree. One SELECT.

    Each department stands for itself, without those below it; where nobody had a duty there is no entry. `only` narrows
    it to the duties that meet some conditions.
    """
    single = requirement_id is not None
    statement = COUNTED[as_of.known, single]
    if only:
        narrowed = and_(ONE if single else ALL, *only)
        statement = scoped(counted(LOOKS[as_of.known], SUBTREE, narrowed), by="subtree")
    given = values(as_of, path) | ({"requirement_id": requirement_id} if single else {})
    found: dict[tuple[int, int], list[int]] = {}
    for department, requirement, part, number in database.session.execute(statement, given):
        found.setdefault((department, requirement), [0] * len(states.PARTS))[part] = number
    return {key: FiveParts(*numbers) for key, numbers in found.items()}


# --- people -----------------------------------------------------------------------------------------------------------


class DutyAsOf(NamedTuple):
    """One person's duty as it was on a day."""

    assignment_id: int
    person_id: int
    department_id: int
    requirement_id: int
    version_id: int
    cycle: int
    opened: date
    due: date
    due_before: date | None
    """The rule's due day, where an extension had moved it."""
    because: str
    place: int
    done_on: date | None
    completion_id: int | None

    @property
    def state(self) -> Status:
        return states.PARTS[self.place]


def _listed(look: Look, requirement: ColumnElement[bool]) -> Any:
    return scoped(
        select(
            Assignment.id, Assignment.person_id, look.department_id, Assignment.requirement_id, Assignment.version_id,
            Assignment.cycle, Assignment.valid_from, Assignment.due, Assignment.due_before, Assignment.because,
            look.part(), case((look.done, Assignment.done_on)), case((look.done, Assignment.completion_id)),
        )
        .select_from(look.source)
        .where(*look.conditions, look.department_id.in_(SUBTREE), requirement)
        .order_by(Assignment.requirement_id, Assignment.person_id),
        by="subtree",
    )  # fmt: skip


LISTED = {
    (known, single): _listed(look, ONE if single else ALL) for known, look in LOOKS.items() for single in (True, False)
}


def duties(as_of: AsOf, *, path: str = "/", requirement_id: int | None = None) -> Iterator[DutyAsOf]:
    """Yield the duties behind `parts`, by requirement and person: those who are counted there. One SELECT."""
    given = values(as_of, path) | ({} if requirement_id is None else {"requirement_id": requirement_id})
    rows = database.session.execute(
        LISTED[as_of.known, requirement_id is not None], given, execution_options={"yield_per": 2000}
    )
    return (DutyAsOf(*row) for row in rows)


# --- what was asked ---------------------------------------------------------------------------------------------------

_version = RequirementVersion
TITLES = (
    select(_version.requirement_id, Requirement.slug, _version.title, _version.id)
    .join(Requirement, Requirement.id == _version.requirement_id)
    .where(_version.recorded_at <= KNOWN_AT, _version.valid_from <= DAY)
    .order_by(_version.requirement_id, _version.number)
)


class Asked(NamedTuple):
    """A requirement as it was put on a day."""

    requirement_id: int
    slug: str
    title: str
    version_id: int


def requirements(as_of: AsOf) -> dict[int, Asked]:
    """Return the requirements by their ids, each in the version of that day, as known. One SELECT."""
    rows = database.session.execute(TITLES, {"day": as_of.day, "known_at": as_of.known_at})
    return {row[0]: Asked(*row) for row in rows}


FIRST = scoped(select(Membership.recorded_at).order_by(Membership.id).limit(1), by="system")


def first_known() -> datetime | None:
    """Return when the first roster was brought in; None as long as nobody is known. One SELECT."""
    return database.session.scalar(FIRST)
