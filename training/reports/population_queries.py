"""Looks at everybody with a duty of one requirement in a period, as it was known at an instant.

Nothing here reads what is projected on a duty (its department, its exemption): that is rewritten. Rows that were
recorded by the instant and not retired by then, completions recorded by then, memberships and exemptions likewise.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, String, and_, bindparam, case, cast, func, null, or_, select, tuple_
from sqlalchemy.orm import aliased

from training.completion import states
from training.completion.models import Assignment, Completion, Exemption, RequirementVersion
from training.completion.rules import Duty, FiveParts, Status, status
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.people.models import Department, Membership, Person, Site
from training.reports.wishes import Wish

KNOWN_AT: Any = bindparam("known_at")
SINCE: Any = bindparam("since", type_=Date())
UNTIL: Any = bindparam("until", type_=Date())
REQUIREMENT: Any = bindparam("requirement_id")
STREAMED = {"yield_per": 2000}


@dataclass(frozen=True)
class Matter:
    """What is to be proved: a requirement over a period (both days included), as known at an instant."""

    requirement_id: int
    since: date
    until: date
    known_at: datetime

    @property
    def values(self) -> dict[str, Any]:
        """As the statements of evidence want them."""
        return {
            "requirement_id": self.requirement_id, "since": self.since, "until": self.until, "known_at": self.known_at
        }  # fmt: skip


def known(table: Any) -> ColumnElement[bool]:
    """Return whether a row of an interval table was known at the instant."""
    return and_(table.recorded_at <= KNOWN_AT, or_(table.retired_at.is_(None), table.retired_at > KNOWN_AT))


IN_PERIOD = and_(
    Assignment.requirement_id == REQUIREMENT,
    known(Assignment),
    Assignment.valid_from <= UNTIL,
    or_(Assignment.valid_until.is_(None), Assignment.valid_until > SINCE),
)
"""The duties of the period. One that ended before it began, or opens after it, is not among them."""
PEOPLE = select(Assignment.person_id).where(IN_PERIOD)
"""The ids of everybody in the population."""
AT_THE_END = or_(Assignment.valid_until.is_(None), Assignment.valid_until > UNTIL)
"""Whether a duty of the period stands on its last day: then it counts in the five parts."""

_done = aliased(Completion)
_stay, _other = aliased(Membership), aliased(Membership)
_stays = (
    select(_other.id)
    .where(
        _other.person_id == Assignment.person_id,
        known(_other),
        _other.valid_from <= UNTIL,
        or_(Assignment.valid_until.is_(None), _other.valid_from < Assignment.valid_until),
    )
    .order_by(_other.valid_from.desc(), _other.id.desc())
    .limit(1)
    .correlate(Assignment)
    .scalar_subquery()
)
_excuse = aliased(Exemption)
_for_this = and_(
    _excuse.person_id == Assignment.person_id,
    or_(_excuse.requirement_id.is_(None), _excuse.requirement_id == Assignment.requirement_id),
    known(_excuse),
)
# Without adding or taking days, which each database writes in its own way: the last day of a duty that has ended is the
# one before valid_until.
_holds = case(
    (AT_THE_END, and_(_excuse.valid_from <= UNTIL, or_(_excuse.valid_until.is_(None), _excuse.valid_until > UNTIL))),
    else_=and_(
        _excuse.valid_from < Assignment.valid_until,
        or_(_excuse.valid_until.is_(None), _excuse.valid_until >= Assignment.valid_until),
    ),
)
EXEMPT = select(_excuse.id).where(_for_this, _holds).correlate(Assignment).exists()
DONE_ON = case((_done.id.is_not(None), Assignment.done_on))


class _AsKnown:
    """A duty in the shape that the SQL forms of the status take."""

    due = Assignment.due
    done_on = DONE_ON
    exempt_from = case((EXEMPT, UNTIL))
    exempt_until = cast(null(), Date)


_state = states.status(_AsKnown, UNTIL)
_known_completion = and_(_done.id == Assignment.completion_id, _done.recorded_at <= KNOWN_AT)


class DutyRow(NamedTuple):
    """One duty of the period, whose it is and on which membership it rests."""

    id: int
    public_id: str
    person_id: int
    person: str
    """The roster's number, or the public id of somebody without one: the key of a person in the files."""
    given: str
    family: str
    department: str
    site: str
    title: str
    member_since: date | None
    member_until: date | None
    member_recorded_at: datetime | None
    cycle: int
    opened: date
    ended: date | None
    due: date
    due_before: date | None
    because: str
    version: int
    completion: str | None
    done_on: date | None
    exempt: bool

    @property
    def name(self) -> str:
        return f"{self.family}, {self.given}"

    def on(self, until: date) -> date:
        """Return the day of which its state is told: the end of the period, or its own last day before that."""
        return until if self.ended is None or self.ended > until else self.ended - timedelta(days=1)

    def counts(self, until: date) -> bool:
        """Tell whether it stands at the end of the period."""
        return self.ended is None or self.ended > until

    def state(self, until: date) -> Status:
        """Return its state on that day, by the one rule."""
        on = self.on(until)
        excused = on if self.exempt else None
        return status(Duty(self.due, self.done_on, excused), on)

    def days_late(self, until: date) -> int:
        """Return by how many days it was done late, or is late on that day; nought where it is neither."""
        state = self.state(until)
        if state is Status.DONE_LATE and self.done_on:
            return (self.done_on - self.due).days
        return (self.on(until) - self.due).days if state is Status.OVERDUE else 0


_ROWS = (
    select(
        Assignment.id, Assignment.public_id, Assignment.person_id,
        func.coalesce(Person.external_id, Person.public_id).label("person"), Person.given, Person.family,
        func.coalesce(Department.code, ""), func.coalesce(Site.code, ""), func.coalesce(_stay.title, ""),
        _stay.valid_from, _stay.valid_until, _stay.recorded_at,
        Assignment.cycle, Assignment.valid_from, Assignment.valid_until, Assignment.due, Assignment.due_before,
        Assignment.because, RequirementVersion.number, _done.public_id, DONE_ON, EXEMPT,
    )
    .select_from(Assignment)
    .join(Person, Person.id == Assignment.person_id)
    .join(RequirementVersion, RequirementVersion.id == Assignment.version_id)
    .outerjoin(_done, _known_completion)
    .outerjoin(_stay, _stay.id == _stays)
    .outerjoin(Department, Department.id == _stay.department_id)
    .outerjoin(Site, Site.id == _stay.site_id)
    .where(IN_PERIOD)
)  # fmt: skip
POPULATION = scoped(_ROWS.order_by(Assignment.person_id, Assignment.cycle, Assignment.id), by="evidence")
ONE = scoped(_ROWS.where(Assignment.public_id == bindparam("public_id")), by="evidence")
KEYS = scoped(
    select(func.coalesce(Person.external_id, Person.public_id)).where(Person.id.in_(PEOPLE)).order_by(Person.id),
    by="evidence",
)


def population(matter: Matter) -> Iterator[DutyRow]:
    """Yield every duty of the period by person and cycle, however many there are."""
    for row in database.session.execute(POPULATION, matter.values, execution_options=STREAMED):
        yield DutyRow._make(row)


def keys(matter: Matter) -> Iterator[str]:
    """Yield the key of everybody in the population, each once."""
    yield from database.session.scalars(KEYS, matter.values, execution_options=STREAMED)


def duty(matter: Matter, public_id: str) -> DutyRow:
    """Return one duty of the period. Raises NotFound. One SELECT."""
    row = database.session.execute(ONE, matter.values | {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return DutyRow._make(row)


# --- pages ------------------------------------------------------------------------------------------------------------


class Counted(NamedTuple):
    """How many people and duties a period has, and the five parts of those that stand at its end."""

    people: int
    duties: int
    parts: FiveParts


_each = (
    select(Assignment.person_id, case((AT_THE_END, _state)).label("state"))
    .outerjoin(_done, _known_completion)
    .where(IN_PERIOD)
    .subquery("each")
)
COUNTED = scoped(
    select(
        func.count(_each.c.person_id.distinct()),
        func.count(),
        *(func.coalesce(func.sum(case((_each.c.state == part.value, 1), else_=0)), 0) for part in states.PARTS),
    ).select_from(_each),
    by="evidence",
)


def counted(matter: Matter) -> Counted:
    """Count a period. One SELECT."""
    people, duties, *parts = database.session.execute(COUNTED, matter.values).one()
    return Counted(people, duties, FiveParts(*(int(part) for part in parts)))


_after, _someone = aliased(Assignment), aliased(Person)
_mark: Any = bindparam("after", type_=String())
_part: Any = bindparam("part", type_=String())


def _of_mark(column: Any) -> Any:
    return (
        select(column).join(_after, _after.person_id == _someone.id).where(_after.public_id == _mark).scalar_subquery()
    )


_ORDER: tuple[Any, ...] = (Person.family, Person.given, Assignment.public_id)
LISTED = scoped(
    _ROWS.where(
        or_(_part == "", and_(AT_THE_END, _state == _part)),
        or_(_mark == "", tuple_(*_ORDER) > tuple_(_of_mark(_someone.family), _of_mark(_someone.given), _mark)),
    )
    .order_by(*_ORDER)
    .limit(bindparam("limit")),
    by="evidence",
)  # fmt: skip
FOUND = scoped(
    _ROWS.where(func.coalesce(Person.external_id, Person.public_id).in_(bindparam("people", expanding=True))).order_by(
        Assignment.person_id, Assignment.cycle.desc()
    ),
    by="evidence",
)


def listed(matter: Matter, wish: Wish) -> list[DutyRow]:
    """Return one page of the duties by name, of one part where one is wished for. One SELECT."""
    part = wish.part.value if wish.part else ""
    values = matter.values | {"part": part, "after": wish.after.mark, "limit": wish.limit}
    return [DutyRow._make(row) for row in database.session.execute(LISTED, values)]


def of_people(matter: Matter, people: list[str]) -> dict[str, DutyRow]:
    """Return the last duty of each of some people, by their keys. One SELECT."""
    found: dict[str, DutyRow] = {}
    for row in database.session.execute(FOUND, matter.values | {"people": people}):
        one = DutyRow._make(row)
        found.setdefault(one.person, one)
    return found
