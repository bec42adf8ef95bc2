"""Looks at departments: the five parts of every requirement from the roll-ups, and the people behind each number.

A page costs the same for one department and for fifty, one person and fifty: the numbers are one statement, and a list
of people is one more, read from where the reader left off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from training.completion import corrections, cut_queries, states
from training.completion.cuts import WHOLE, Cut
from training.completion.models import Assignment, Completion, Requirement, RequirementVersion, RollUp
from training.completion.rules import FiveParts, Status, together
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.departments import EVERYWHERE, DepartmentRow
from training.people.models import Department, Person
from training.reports.wishes import FIRST_DAY, Place, Wish

# --- teams ------------------------------------------------------------------------------------------------------------


class Team(NamedTuple):
    """A department on a page of teams. `top` is where the viewer's own view begins."""

    id: int
    public_id: str
    name: str
    path: str
    top: bool


_above = aliased(Department)
_TEAM = (Department.id, Department.public_id, Department.name, Department.path)
_OPEN = Department.closed_on.is_(None)
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


def teams(viewer: Viewer) -> list[Team]:
    """Return where the viewer's view begins, each followed by its subdepartments. One SELECT."""
    paths = viewer.paths(Permission.DEPARTMENT_READ)
    if EVERYWHERE in paths:
        return [Team(*row) for row in database.session.execute(_COMPANY)]
    highest = [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
    return [Team(*row) for row in database.session.execute(_OWN, {"paths": highest})]


def below(department: DepartmentRow) -> list[Team]:
    """Return the open subdepartments of a department that the viewer may see. One SELECT."""
    return [Team(*row, top=False) for row in database.session.execute(_BELOW, {"parent_id": department.id})]


class Scope(NamedTuple):
    """Whose numbers and people: one department with all below it, or everybody."""

    name: str
    team_ids: tuple[int, ...]
    path: str
    public_id: str = ""
    """Empty for everybody."""


def scope_of(department: DepartmentRow) -> Scope:
    """Return a department as a scope; who may see it was asked before."""
    return Scope(department.name, (department.id,), department.path, department.public_id)


def everybody(viewer: Viewer, name: str) -> Scope:
    """Return the whole organisation as a scope. Raises NotFound for a viewer who may not see all of it. One SELECT."""
    if EVERYWHERE not in viewer.paths(Permission.DEPARTMENT_READ):
        raise NotFound
    return Scope(name, tuple(team.id for team in teams(viewer) if team.top), EVERYWHERE)


# --- numbers ----------------------------------------------------------------------------------------------------------


NOTHING = FiveParts()


@dataclass(frozen=True)
class Line:
    """One requirement: its five parts in each team, the subdepartments of that team included."""

    slug: str
    title: str
    parts: dict[int, FiveParts]

    def of(self, *team_ids: int) -> FiveParts:
        """Return the five parts of some teams, none of which holds another."""
        if len(team_ids) == 1:
            return self.parts.get(team_ids[0], NOTHING)
        return together([self.parts[team_id] for team_id in team_ids if team_id in self.parts])


_group, _each = aliased(Department), aliased(Department)
_member = (
    select(_group.id.label("team_id"), _each.id.label("department_id"))
    .join(_each, func.substr(_each.path, 1, func.length(_group.path)) == _group.path)
    .where(_group.id.in_(bindparam("team_ids", expanding=True)))
    .cte("member")
    .prefix_with("MATERIALIZED")
)
_NAMES = tuple(part.name.lower() for part in states.PARTS)
_kept = (
    select(_member.c.team_id, RollUp.requirement_id, *(func.sum(getattr(RollUp, name)).label(name) for name in _NAMES))
    .join(RollUp, RollUp.department_id == _member.c.department_id)
    .group_by(_member.c.team_id, RollUp.requirement_id)
)
_since = corrections.moved(RollUp.department_id.in_(select(_member.c.department_id))).subquery("since")
_moved = (
    select(_member.c.team_id, _since.c.requirement_id, *(func.sum(_since.c[name]).label(name) for name in _NAMES))
    .join(_since, _since.c.department_id == _member.c.department_id)
    .group_by(_member.c.team_id, _since.c.requirement_id)
)
_both = union_all(_kept, _moved).subquery("both")
NUMBERS: Select[*tuple[Any, ...]] = scoped(
    select(
        Requirement.slug, RequirementVersion.title, _both.c.team_id,
        *(cast(func.sum(_both.c[name]), Integer).label(name) for name in _NAMES),
    )
    .join(_both, _both.c.requirement_id == Requirement.id)
    .join(
        RequirementVersion,
        and_(
            RequirementVersion.requirement_id == Requirement.id, RequirementVersion.retired_at.is_(None),
            RequirementVersion.valid_until.is_(None),
        ),
    )
    .group_by(Requirement.slug, RequirementVersion.title, _both.c.team_id)
    .order_by(RequirementVersion.title, Requirement.slug),
    by="subtree",
)  # fmt: skip
NUMBERS_OF_ONE = NUMBERS.where(Requirement.slug == bindparam("slug"))
_CURRENT = and_(RequirementVersion.retired_at.is_(None), RequirementVersion.valid_until.is_(None))
TITLE = (
    select(RequirementVersion.title)
    .join(Requirement, Requirement.id == RequirementVersion.requirement_id)
    .where(Requirement.slug == bindparam("slug"), _CURRENT)
)


def lines(team_ids: Sequence[int], today: date) -> list[Line]:
    """Return the requirements of which somebody has a duty, with the five parts of each team. One SELECT."""
    return _lines(database.session.execute(NUMBERS, {"team_ids": list(team_ids), "today": today}))


def line(scope: Scope, slug: str, today: date, cut: Cut = WHOLE) -> Line:
    """Return one requirement in a scope, or for the people of a cut. Raises NotFound where there is none such.

    One SELECT from the roll-ups; two where a cut has the duties themselves counted.
    """
    if cut.narrows:
        counted = cut_queries.parts(scope.path, slug, cut, today)
        return Line(slug, _title(slug), dict.fromkeys(scope.team_ids[:1], counted))
    values = {"team_ids": list(scope.team_ids), "today": today, "slug": slug}
    found = _lines(database.session.execute(NUMBERS_OF_ONE, values))
    return found[0] if found else Line(slug, _title(slug), {})


def _title(slug: str) -> str:
    title = database.session.scalar(TITLE, {"slug": slug})
    if title is None:
        raise NotFound
    return title


def _lines(rows: Any) -> list[Line]:
    found: dict[str, Line] = {}
    for slug, title, team_id, *parts in rows:
        found.setdefault(slug, Line(slug, title, {})).parts[team_id] = FiveParts(*parts)
    return [one for one in found.values() if any(parts.total for parts in one.parts.values())]


# --- people -----------------------------------------------------------------------------------------------------------

RANKS = (Status.OVERDUE, Status.OPEN, Status.EXEMPT, Status.DONE_LATE, Status.DONE)
"""The order of a list: who has not done it comes first."""
MANY = 2000
"""People: from here on the open ones are read along the index of due days."""


class PersonRow(NamedTuple):
    """One person behind a number."""

    rank: int
    mark: str
    family: str
    given: str
    team: str
    due: date
    done_on: date | None
    exempt_until: date | None
    valid_until: date | None
    sort_due: date
    person_id: int
    person: str
    """The person's public id."""
    path: str
    """Of the department of the duty."""
    due_before: date | None
    """The rule's due day, where somebody moved it."""

    @property
    def state(self) -> Status:
        return RANKS[self.rank]

    def place(self, number: int) -> Place:
        """Return the place after this row, which is the number-th of its list."""
        return Place(number, self.rank, self.sort_due, self.mark)


_today: Any = bindparam("today", type_=Date())
_rank = case(
    (and_(Assignment.done_on.is_not(None), Assignment.done_on <= Assignment.due), 4),
    (Assignment.done_on.is_not(None), 3),
    (states.exempt(Assignment, _today), 2),
    (Assignment.due < _today, 0),
    else_=1,
)
_sort_due = case((_rank < RANKS.index(Status.EXEMPT), Assignment.due), else_=literal(FIRST_DAY, Date()))
_ORDER: tuple[Any, ...] = (Person.family, Person.given, Assignment.public_id)
_mark: Any = bindparam("after_mark")
_after = aliased(Assignment)
_someone = aliased(Person)


def _name_after(column: Any) -> Any:
    return (
        select(column).join(_after, _after.person_id == _someone.id).where(_after.public_id == _mark).scalar_subquery()
    )


_names_after = (_name_after(_someone.family), _name_after(_someone.given), _mark)
_after_rank, _after_due = bindparam("after_rank", type_=Integer()), bindparam("after_due", type_=Date())
_below = aliased(Department)
_in_team = Assignment.department_id.in_(select(_below.id).where(_below.path.like(bindparam("below"))))
_requirement = select(Requirement.id).where(Requirement.slug == bindparam("slug")).scalar_subquery()
# coalesce: SQLite keeps no statistics by itself, and would take the index of opening days for the short way in.
_current = and_(
    func.coalesce(Assignment.valid_from, Assignment.valid_from) <= _today,
    or_(Assignment.valid_until.is_(None), Assignment.valid_until > _today),
)
_ROWS = (
    select(
        _rank.label("rank"), Assignment.public_id, Person.family, Person.given, Department.name, Assignment.due,
        Assignment.done_on, Assignment.exempt_until, Completion.valid_until, _sort_due.label("sort_due"),
        Person.id.label("person_id"), Person.public_id.label("person"), Department.path, Assignment.due_before,
    )
    .select_from(Assignment)
    .join(Person, Person.id == Assignment.person_id)
    .join(Department, Department.id == Assignment.department_id)
    .outerjoin(Completion, Completion.id == Assignment.completion_id)
    .where(Assignment.retired_at.is_(None), _current)
)  # fmt: skip
_of_one = Assignment.requirement_id == _requirement
# In large departments, those who have not done it stand within a day as their duties were written and not by name: so
# the index gives the order, however many are due on one day.
_many, _outstanding = bindparam("many", type_=Integer()), RANKS.index(Status.EXEMPT)
_id_of_mark = select(_after.id).where(_after.public_id == _mark).scalar_subquery()
_sort_id = case((and_(_many == 1, _rank < _outstanding), Assignment.id), else_=0)
_id_after = case((and_(_many == 1, _after_rank < _outstanding), _id_of_mark), else_=0)
PEOPLE: Any = scoped(
    _ROWS.where(
        _of_one,
        _in_team,
        _rank.in_(bindparam("ranks", expanding=True)),
        tuple_(_rank, _sort_due, _sort_id, *_ORDER) > tuple_(_after_rank, _after_due, _id_after, *_names_after),
    )
    .order_by(_rank, _sort_due, _sort_id, *_ORDER)
    .limit(bindparam("limit")),
    by="subtree",
)
OUTSTANDING: Any = scoped(
    _ROWS.where(
        _of_one,
        _in_team,
        Assignment.done_on.is_(None),
        # Plain conditions: PostgreSQL takes any CASE for rare, and would read all open ones of each team.
        or_(Assignment.exempt_from.is_(None), ~states.exempt(Assignment, _today)),
        Assignment.due >= bindparam("first_due", type_=Date()),
        Assignment.due < bindparam("before_due", type_=Date()),
        tuple_(Assignment.due, Assignment.id) > tuple_(_after_due, _id_of_mark),
    )
    .order_by(Assignment.due, Assignment.id)
    .limit(bindparam("limit")),
    by="subtree",
)
# Days stay as the database writes them: an export has no use for what it would turn into text again.
_TEXT: Any = [
    type_coerce(day, String)
    for day in (Assignment.due, Assignment.done_on, Assignment.exempt_until, Completion.valid_until)
]
EVERYBODY: Any = scoped(
    _ROWS.with_only_columns(
        Person.family + ", " + Person.given, Department.name, _rank, *_TEXT, maintain_column_froms=True
    )
    .where(_of_one, _in_team, _rank.in_(bindparam("ranks", expanding=True)))
    .order_by(_rank, _sort_due, *_ORDER),
    by="subtree",
)


def people(scope: Scope, parts: FiveParts, wish: Wish, today: date) -> list[PersonRow]:
    """Return the people behind the numbers, open first. One SELECT.

    `parts` are the numbers of the same page: they tell how far down the order this page reaches.
    """
    ranks = _reached(parts, wish)
    many = parts.total > MANY
    values = _values(scope, wish, today) | {
        "ranks": ranks, "limit": wish.limit, "after_rank": wish.after.rank, "after_due": wish.after.due,
        "after_mark": wish.after.mark,
    }  # fmt: skip
    only = cut_queries.narrowed(wish.cut)
    if many and max(ranks) < _outstanding:
        values |= _due_in(ranks, wish.after.due, today)
        return [PersonRow(*row) for row in database.session.execute(OUTSTANDING.where(*only), values)]
    return [PersonRow(*row) for row in database.session.execute(PEOPLE.where(*only), values | {"many": int(many)})]


def _due_in(ranks: Sequence[int], after: date, today: date) -> dict[str, date]:
    """Return between which days those are due who are overdue, open, or both."""
    overdue, opens = (RANKS.index(state) in ranks for state in (Status.OVERDUE, Status.OPEN))
    return {"first_due": after if overdue else max(after, today), "before_due": date.max if opens else today}


def export(scope: Scope, wish: Wish, today: date) -> Iterator[tuple[Any, ...]]:
    """Yield (name, team, rank, due, done, exempt until, valid until) of all people or of one part, however many."""
    ranks = [RANKS.index(wish.part)] if wish.part else list(range(len(RANKS)))
    values = _values(scope, wish, today) | {"ranks": ranks}
    statement = EVERYBODY.where(*cut_queries.narrowed(wish.cut))
    yield from database.session.execute(statement, values, execution_options={"yield_per": 2000})


def _values(scope: Scope, wish: Wish, today: date) -> dict[str, Any]:
    return {"below": f"{scope.path}%", "slug": wish.slug, "today": today}


def _reached(parts: FiveParts, wish: Wish) -> list[int]:
    """Return the states that a page can show: from where it begins, until it is full by the numbers.

    Those of which there is nobody are left out: to find nobody, the duties of all other teams would be read.
    """
    if wish.part:
        return [RANKS.index(wish.part)]
    reached, left = [], -wish.after.number
    for rank, state in enumerate(RANKS):
        left += parts.of(state)
        if rank >= wish.after.rank and parts.of(state):
            reached.append(rank)
            if left >= wish.limit:
                break
    return reached or list(range(len(RANKS)))
