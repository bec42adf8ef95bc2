"""Looks at departments as they were on a day: their five parts, the people behind a number, and what came since."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, String, bindparam, case, cast, func, literal, or_, select, type_coerce
from sqlalchemy.orm import aliased

from training.completion import as_of_queries, cut_queries
from training.completion.as_of import AsOf
from training.completion.as_of_queries import ALL, LOOKS, ONE, SUBTREE, Asked, Look
from training.completion.cuts import Cut
from training.completion.models import Assignment, Completion, Requirement, RequirementVersion
from training.completion.rules import FiveParts, Status, together
from training.completion.states import PARTS
from training.core.db import UTCDateTime, database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.departments import EVERYWHERE, DepartmentRow
from training.people.models import Department, Membership, Person
from training.reports.departments import RANKS, Line, Scope, Team
from training.reports.since_then import DutyNow, PlaceNow
from training.reports.wishes import FIRST_DAY, Place, Wish

_day: Any = bindparam("day", type_=Date())

# --- teams ------------------------------------------------------------------------------------------------------------

_above = aliased(Department)
_TEAM = (Department.id, Department.public_id, Department.name, Department.path)
_OPEN = or_(Department.closed_on.is_(None), Department.closed_on > _day)
_COMPANY = (
    select(*_TEAM, Department.parent_id.is_(None))
    .outerjoin(_above, _above.id == Department.parent_id)
    .where(_OPEN, or_(Department.parent_id.is_(None), _above.parent_id.is_(None)))
    .order_by(Department.code)
)
_PATHS: Any = bindparam("paths", expanding=True)
_OWN = (
    select(*_TEAM, Department.path.in_(_PATHS))
    .outerjoin(_above, _above.id == Department.parent_id)
    .where(_OPEN, or_(Department.path.in_(_PATHS), _above.path.in_(_PATHS)))
    .order_by(Department.code)
)
_BELOW = select(*_TEAM).where(_OPEN, Department.parent_id == bindparam("parent_id")).order_by(Department.name)


def teams(viewer: Viewer, day: date) -> list[Team]:
    """Return where the viewer's view begins today, each with its subdepartments; open ones of that day. One SELECT."""
    paths = viewer.paths(Permission.DEPARTMENT_READ)
    if EVERYWHERE in paths:
        return [Team(*row) for row in database.session.execute(_COMPANY, {"day": day})]
    highest = [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
    return [Team(*row) for row in database.session.execute(_OWN, {"paths": highest, "day": day})]


def below(department: DepartmentRow, day: date) -> list[Team]:
    """Return the subdepartments of that day. One SELECT."""
    rows = database.session.execute(_BELOW, {"parent_id": department.id, "day": day})
    return [Team(*row, top=False) for row in rows]


# --- numbers ----------------------------------------------------------------------------------------------------------

_group, _each = aliased(Department), aliased(Department)
_member = (
    select(_group.id.label("team_id"), _each.id.label("department_id"))
    .join(_each, func.substr(_each.path, 1, func.length(_group.path)) == _group.path)
    .where(_group.id.in_(bindparam("team_ids", expanding=True)))
    .cte("member")
    .prefix_with("MATERIALIZED")
)


def _numbers(look: Look) -> Any:
    counted = as_of_queries.counted(look, select(_member.c.department_id), ALL).subquery("counted")
    number = cast(func.sum(counted.c.number), Integer)
    key = (counted.c.requirement_id, _member.c.team_id, counted.c.part)
    joined = select(*key, number).join(_member, _member.c.department_id == counted.c.department_id)
    return scoped(joined.group_by(*key), by="subtree")


NUMBERS = {known: _numbers(look) for known, look in LOOKS.items()}


def lines(team_ids: Sequence[int], as_of: AsOf) -> list[Line]:
    """Return the requirements of which somebody had a duty, with the five parts of each team. Two SELECTs."""
    values = {"team_ids": list(team_ids), "day": as_of.day, "known_at": as_of.known_at}
    found: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0] * len(PARTS)))
    for requirement_id, team_id, part, number in database.session.execute(NUMBERS[as_of.known], values):
        found[requirement_id][team_id][part] = number
    called = as_of_queries.requirements(as_of)
    made = [
        Line(called[key].slug, called[key].title, {team: FiveParts(*parts) for team, parts in teams.items()})
        for key, teams in found.items()
    ]
    return sorted(made, key=lambda line: (line.title, line.slug))


_version = RequirementVersion
_known = case(
    ((_version.recorded_at <= bindparam("known_at", type_=UTCDateTime())) & (_version.valid_from <= _day), 0), else_=1
)
ASKED = (
    select(_version.requirement_id, Requirement.slug, _version.title, _version.id)
    .join(Requirement, Requirement.id == _version.requirement_id)
    .where(Requirement.slug == bindparam("slug"))
    .order_by(_known, case((_known == 0, -_version.number), else_=_version.number))
    .limit(1)
)


def asked(slug: str, as_of: AsOf) -> Asked:
    """Return a requirement as it was put on that day, or as it was first. Raises NotFound for none. One SELECT."""
    row = database.session.execute(ASKED, {"slug": slug, "day": as_of.day, "known_at": as_of.known_at}).one_or_none()
    if row is None:
        raise NotFound
    return Asked(*row)


def line(scope: Scope, slug: str, cut: Cut, as_of: AsOf) -> tuple[Asked, FiveParts]:
    """Return one requirement in a scope with the five parts of a cut. Raises NotFound for none. Two SELECTs."""
    found = asked(slug, as_of)
    only = cut_queries.narrowed_then(cut, as_of.known)
    parts = as_of_queries.parts(as_of, path=scope.path, requirement_id=found.requirement_id, only=only)
    return found, together(list(parts.values()))


# --- people -----------------------------------------------------------------------------------------------------------


class PastRow(NamedTuple):
    """One person behind a number of a past day."""

    rank: int
    mark: str
    person_id: int
    family: str
    given: str
    team: str
    cycle: int
    due: date
    done_on: date | None
    exempt_until: date | None
    sort_due: date

    @property
    def state(self) -> Status:
        return RANKS[self.rank]

    def place(self, number: int) -> Place:
        """Return the place after this row, which is the number-th of its list."""
        return Place(number, self.rank, self.sort_due, self.mark)


def _rows(look: Look, *columns: Any) -> Any:
    # The department's name and the person's are as they are today: the roster keeps no older ones.
    return (
        select(*columns)
        .select_from(
            look.source.join(Person.__table__, Person.id == Assignment.person_id).join(
                Department.__table__, Department.id == look.department_id
            )
        )
        .where(
            *look.conditions, look.department_id.in_(SUBTREE), ONE,
            look.part(RANKS).in_(bindparam("ranks", expanding=True)),
        )
    )  # fmt: skip


def _in_order(look: Look) -> tuple[Any, ...]:
    rank = look.part(RANKS)
    due = case((rank < RANKS.index(Status.EXEMPT), Assignment.due), else_=literal(FIRST_DAY, Date()))
    return rank.label("rank"), due.label("sort_due")


def _people(look: Look) -> Any:
    rank, due = _in_order(look)
    done = case((look.done, Assignment.done_on))
    rows = _rows(
        look, rank, Assignment.public_id, Person.id, Person.family, Person.given, Department.name, Assignment.cycle,
        Assignment.due, done, look.exempt_until, due,
    )  # fmt: skip
    ordered = rows.order_by("rank", "sort_due", Person.family, Person.given, Assignment.public_id)
    return scoped(ordered.offset(bindparam("passed")).limit(bindparam("limit")), by="subtree")


_settled_by = aliased(Completion)


def _everybody(look: Look) -> Any:
    rank, due = _in_order(look)
    done, valid = case((look.done, Assignment.done_on)), case((look.done, _settled_by.valid_until))
    # Days stay as the database writes them, as in the export of today.
    days = [type_coerce(day, String) for day in (Assignment.due, done, look.exempt_until, valid)]
    rows = _rows(look, Person.family + ", " + Person.given, Department.name, rank, *days)
    rows = rows.outerjoin(_settled_by, _settled_by.id == Assignment.completion_id)
    return scoped(rows.order_by(rank, due, Person.family, Person.given, Assignment.public_id), by="subtree")


PEOPLE = {known: _people(look) for known, look in LOOKS.items()}
EVERYBODY = {known: _everybody(look) for known, look in LOOKS.items()}


def people(scope: Scope, requirement: Asked, wish: Wish, as_of: AsOf) -> list[PastRow]:
    """Return the people behind the numbers, those who had not done it first. One SELECT."""
    values = _values(scope, requirement, wish, as_of) | {"passed": wish.after.number, "limit": wish.limit}
    only = cut_queries.narrowed_then(wish.cut, as_of.known)
    return [PastRow(*row) for row in database.session.execute(PEOPLE[as_of.known].where(*only), values)]


def export(scope: Scope, requirement: Asked, wish: Wish, as_of: AsOf) -> Iterator[tuple[Any, ...]]:
    """Yield (name, team, rank, due, done, exempt until, valid until) of all people or of one part, however many."""
    values = _values(scope, requirement, wish, as_of)
    statement = EVERYBODY[as_of.known].where(*cut_queries.narrowed_then(wish.cut, as_of.known))
    yield from database.session.execute(statement, values, execution_options={"yield_per": 2000})


def _values(scope: Scope, requirement: Asked, wish: Wish, as_of: AsOf) -> dict[str, Any]:
    ranks = [RANKS.index(wish.part)] if wish.part else list(range(len(RANKS)))
    return as_of_queries.values(as_of, scope.path) | {"requirement_id": requirement.requirement_id, "ranks": ranks}


# --- since then -------------------------------------------------------------------------------------------------------

_PEOPLE: Any = bindparam("ids", expanding=True)
DUTIES_NOW = scoped(
    select(
        Assignment.person_id, Assignment.cycle, Assignment.valid_from, Assignment.valid_until, Assignment.due,
        Assignment.done_on, Assignment.exempt_from, Assignment.exempt_until,
    )
    .where(
        Assignment.person_id.in_(_PEOPLE), ONE, Assignment.retired_at.is_(None),
        Assignment.valid_from <= bindparam("today", type_=Date()),
    )
    .order_by(Assignment.person_id, Assignment.cycle),
    by="subtree",
)  # fmt: skip
PLACES_NOW = scoped(
    select(Membership.person_id, Membership.valid_from, Membership.valid_until, Department.path)
    .join(Department, Department.id == Membership.department_id)
    .where(Membership.person_id.in_(_PEOPLE), Membership.retired_at.is_(None))
    .order_by(Membership.person_id, Membership.valid_from),
    by="subtree",
)


class Now(NamedTuple):
    """What is recorded today of those who stand on a page of the past."""

    duties: dict[int, list[DutyNow]]
    places: dict[int, list[PlaceNow]]


def now_of(people: Sequence[PastRow], requirement: Asked, today: date) -> Now:
    """Return the duties of one requirement, and where people belong, as they are recorded today. Two SELECTs."""
    ids = sorted({one.person_id for one in people})
    duties: dict[int, list[DutyNow]] = defaultdict(list)
    values = {"ids": ids, "requirement_id": requirement.requirement_id, "today": today}
    for row in database.session.execute(DUTIES_NOW, values):
        duties[row[0]].append(DutyNow(*row[1:]))
    places: dict[int, list[PlaceNow]] = defaultdict(list)
    for place in database.session.execute(PLACES_NOW, {"ids": ids}):
        places[place[0]].append(PlaceNow(*place[1:]))
    return Now(duties, places)
