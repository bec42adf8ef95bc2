"""Looks at what is known differently of a published day: then and now, person by person, with the reason.

The sides are the two ways to read the rows of a past day (`as_of_queries`): as they were known at the instant that was
frozen, and as they are known now. So the published numbers and the differences add up to what is known now.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    Date,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from training.completion import states
from training.completion.as_of import Known
from training.completion.as_of_queries import DAY, KNOWN_AT, LOOKS
from training.completion.models import Assignment, Completion, Exemption, Extension, Requirement, RequirementVersion
from training.completion.rules import ExemptionKind, How, Status
from training.completion.states import PARTS
from training.core.db import database, scoped
from training.core.permissions import Viewer
from training.people.models import Department, Membership, Person
from training.reports.figure_queries import SEEN, TITLE, VERSION, Month, view
from training.reports.figure_rules import Why

FIRST_DAY = literal(date(1, 1, 1), Date())
_DID, _EXEMPT = PARTS.index(Status.EXEMPT), PARTS.index(Status.EXEMPT)
"""Places of the parts: those before the first are done."""


def _counted(known: Known) -> Any:
    """Everybody who counts in the view in one of the two ways to read the rows."""
    look = LOOKS[known]
    return (
        select(
            literal(known is Known.NOW, Boolean()).label("now"), Assignment.id.label("duty_id"), Assignment.person_id,
            Assignment.requirement_id, look.department_id.label("team"), look.part().label("place"),
        )
        .select_from(look.source)
        .where(*look.conditions, look.department_id.in_(select(SEEN.c.id)))
    )  # fmt: skip


_either = union_all(_counted(Known.THEN), _counted(Known.NOW)).subquery("either")


def _of(column: Any, *, now: bool) -> Any:
    return func.max(case((_either.c.now if now else not_(_either.c.now), column)))


_pair = (
    select(
        _either.c.person_id, _either.c.requirement_id,
        _of(_either.c.duty_id, now=False).label("duty_then"), _of(_either.c.duty_id, now=True).label("duty_now"),
        _of(_either.c.team, now=False).label("team_then"), _of(_either.c.team, now=True).label("team_now"),
        _of(_either.c.place, now=False).label("then"), _of(_either.c.place, now=True).label("now"),
    )
    .group_by(_either.c.person_id, _either.c.requirement_id)
    .cte("pair")
)  # fmt: skip
"""One row for each person and requirement that counts in the view in either way, with the place of the part in both."""
_s = _pair.c
_differs = or_(
    func.coalesce(_s.then, -1) != func.coalesce(_s.now, -1), and_(_s.then.is_not(None), _s.team_then != _s.team_now)
)

# --- why --------------------------------------------------------------------------------------------------------------

_then, _now = aliased(Assignment), aliased(Assignment)
_done, _later = aliased(Completion), aliased(Completion)


def _here(*known: Any) -> Any:
    """Whether the roster says that the person belonged to the view on the day."""
    return exists().where(
        Membership.person_id == _s.person_id, states.current(Membership, DAY), *known,
        Membership.department_id.in_(select(SEEN.c.id)),
    )  # fmt: skip


_known_then = (
    Membership.recorded_at <= KNOWN_AT,
    or_(Membership.retired_at.is_(None), Membership.retired_at > KNOWN_AT),
)
_here_then, _here_now = _here(*_known_then), _here(Membership.retired_at.is_(None))
_excuse = and_(
    Exemption.person_id == _s.person_id, Exemption.retired_at.is_(None), states.current(Exemption, DAY),
    or_(Exemption.requirement_id.is_(None), Exemption.requirement_id == _s.requirement_id),
)  # fmt: skip
"""The exemptions that count now on the day."""
_taken_back = (
    select(_later.recorded_at).where(_later.supersedes_id == _then.completion_id, _later.void).scalar_subquery()
)
_did_then, _did_now = _s.then < _DID, _s.now < _DID
_until_then, _until_now = (case((duty.due_before.is_not(None), duty.due)) for duty in (_then, _now))
_extended = and_(
    _then.cycle == _now.cycle, func.coalesce(_until_then, FIRST_DAY) != func.coalesce(_until_now, FIRST_DAY)
)
_REASONS: tuple[tuple[Any, Why], ...] = (
    (and_(_s.then.is_(None), not_(_here_then)), Why.JOINED),
    (_s.then.is_(None), Why.OPENED),
    (and_(_s.now.is_(None), not_(_here_now)), Why.LEFT),
    (_s.now.is_(None), Why.ENDED),
    (_s.then == _s.now, Why.MOVED),
    (and_(_did_now, _done.recorded_at > KNOWN_AT), Why.COMPLETED),
    (and_(_did_then, not_(_did_now), _taken_back.is_not(None)), Why.TAKEN_BACK),
    (and_(_did_then, not_(_did_now), _now.done_on > DAY), Why.DAY_AFTER),
    (and_(_s.now == _EXEMPT, exists().where(_excuse, Exemption.kind == ExemptionKind.LEAVE)), Why.ON_LEAVE),
    (_s.now == _EXEMPT, Why.EXEMPTED),
    (_s.then == _EXEMPT, Why.EXCUSE_ENDED),
    (_extended, Why.EXTENDED),
    (_then.version_id != _now.version_id, Why.RULE),
)
"""The reasons of a difference: the first that fits."""
_why = case(*((condition, why.value) for condition, why in _REASONS), else_=Why.RECKONED.value)


def _with_facts(statement: Any) -> Any:
    """Join what the reasons look at."""
    return (
        statement.outerjoin(_then, _then.id == _s.duty_then)
        .outerjoin(_now, _now.id == _s.duty_now)
        .outerjoin(_done, _done.id == _now.completion_id)
    )


# --- how many ---------------------------------------------------------------------------------------------------------

_why_if = case((_differs, _why))
_numbers = (
    _with_facts(
        select(_s.requirement_id, _s.then, _s.now, _why_if.label("why"), func.count().label("people")).select_from(
            _pair
        )
    )
    .group_by(_s.requirement_id, _s.then, _s.now, _why_if)
    .subquery("numbers")
)
COUNTS = scoped(
    select(Requirement.slug, TITLE, _numbers.c.then, _numbers.c.now, _numbers.c.why, _numbers.c.people)
    .join(_numbers, _numbers.c.requirement_id == Requirement.id)
    .outerjoin(RequirementVersion, VERSION)
    .order_by(TITLE, Requirement.slug),
    by="subtree",
)


class Count(NamedTuple):
    """How many people of one requirement counted so and count so now. None: not at all in the viewer's departments."""

    slug: str
    title: str
    then: Status | None
    now: Status | None
    why: Why | None
    """None where nothing differs."""
    people: int


def counts(viewer: Viewer, month: Month) -> list[Count]:
    """Return everybody who counted in the viewer's departments on the day, as known then or now. One SELECT."""
    rows = database.session.execute(COUNTS, _values(viewer, month))
    return [
        Count(slug, title, _status(then), _status(now), Why(why) if why else None, people)
        for slug, title, then, now, why, people in rows
    ]


def _status(place: int | None) -> Status | None:
    return None if place is None else PARTS[place]


def _values(viewer: Viewer, month: Month) -> dict[str, Any]:
    return view(viewer) | {"day": month.day, "known_at": month.frozen_at}


# --- who --------------------------------------------------------------------------------------------------------------


class Difference(NamedTuple):
    """One person who counts otherwise than was frozen, with the facts that say why."""

    title: str
    name: str
    """Empty: somebody whom the viewer may not see."""
    team_then: str
    team_now: str
    """Empty: not in the viewer's departments."""
    then: Status | None
    now: Status | None
    why: Why
    how: How | None
    done_on: date | None
    recorded_at: datetime | None
    """When the fact of the reason was written down; None for reasons that have no single one."""


_today = exists().where(
    Membership.person_id == _s.person_id, Membership.retired_at.is_(None), Membership.valid_until.is_(None),
    Membership.department_id.in_(select(SEEN.c.id)),
)  # fmt: skip
_name = case((or_(_here_now, _today), Person.family + ", " + Person.given), else_="")
_before, _after = aliased(Department), aliased(Department)
_extended_at = select(func.max(Extension.recorded_at)).where(
    Extension.person_id == _s.person_id, Extension.requirement_id == _s.requirement_id, Extension.cycle == _now.cycle,
    Extension.retired_at.is_(None),
)  # fmt: skip
_recorded_at = case(
    (_why == Why.COMPLETED.value, _done.recorded_at),
    (_why == Why.TAKEN_BACK.value, _taken_back),
    (
        _why.in_((Why.EXEMPTED.value, Why.ON_LEAVE.value)),
        select(func.max(Exemption.recorded_at)).where(_excuse).scalar_subquery(),
    ),
    (_why == Why.EXTENDED.value, _extended_at.scalar_subquery()),
)
DIFFERENCES = scoped(
    _with_facts(
        select(
            TITLE, _name, func.coalesce(_before.name, ""), func.coalesce(_after.name, ""), _s.then, _s.now, _why,
            _done.how, _done.local_date, type_coerce(_recorded_at, Completion.recorded_at.type),
        )
        .select_from(_pair)
        .join(Person, Person.id == _s.person_id)
        .join(Requirement, Requirement.id == _s.requirement_id)
        .outerjoin(RequirementVersion, VERSION)
        .outerjoin(_before, _before.id == _s.team_then)
        .outerjoin(_after, _after.id == _s.team_now)
    )
    .where(_differs)
    .order_by(TITLE, Requirement.slug, _name, _s.person_id)
    .offset(bindparam("offset", type_=Integer())),
    by="subtree",
)  # fmt: skip
_SOME = DIFFERENCES.limit(bindparam("limit", type_=Integer()))


def differences(viewer: Viewer, month: Month, *, offset: int, limit: int) -> list[Difference]:
    """Return who counts otherwise now, by requirement and name, from a place on. One SELECT.

    Somebody has a name here who belonged to the viewer's departments on that day, as is known now, or does today.
    """
    values = _values(viewer, month) | {"offset": offset, "limit": limit}
    return [_difference(row) for row in database.session.execute(_SOME, values)]


def export(viewer: Viewer, month: Month) -> Iterator[Difference]:
    """Yield everybody who counts otherwise now. One SELECT."""
    values = _values(viewer, month) | {"offset": 0}
    for row in database.session.execute(DIFFERENCES, values, execution_options={"yield_per": 2000}):
        yield _difference(row)


def _difference(row: Any) -> Difference:
    title, name, team_then, team_now, then, now, why, how, done_on, recorded_at = row
    return Difference(
        title, name, team_then, team_now, _status(then), _status(now), Why(why), how, done_on, recorded_at
    )
