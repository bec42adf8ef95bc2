"""What time alone has changed since the roll-ups were brought to their day: indexed ranges, never all duties.

Used by the pages (so that a late job never shows a wrong number) and by the verb that brings the roll-ups to a day. It
works in both directions: a reader may also be a day behind the roll-up.
"""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    union,
    union_all,
)

from training.completion import states
from training.completion.models import Assignment, RollUp
from training.core.db import scoped

_NAMES = tuple(part.name.lower() for part in states.PARTS)
TODAY: Any = bindparam("today", type_=Date())


def _least(one: Any, other: Any) -> ColumnElement[Any]:
    return case((one <= other, one), else_=other)


def _greatest(one: Any, other: Any) -> ColumnElement[Any]:
    return case((one >= other, one), else_=other)


_DUTY = (
    Assignment.id, Assignment.department_id, Assignment.requirement_id, Assignment.valid_from, Assignment.valid_until,
    Assignment.due, Assignment.done_on, Assignment.exempt_from, Assignment.exempt_until,
)  # fmt: skip


def _touched(bounds: CTE) -> Subquery:
    """All duties whose state may differ between two days: one range of an index for each reason, each duty once."""
    low, high = bounds.c.low, bounds.c.high
    kept = Assignment.retired_at.is_(None)
    excused = and_(kept, Assignment.exempt_from.is_not(None))
    reasons = (
        and_(kept, Assignment.done_on.is_(None), Assignment.due >= low, Assignment.due < high),
        and_(kept, Assignment.valid_from > low, Assignment.valid_from <= high),
        and_(kept, Assignment.valid_until.is_not(None), Assignment.valid_until > low, Assignment.valid_until <= high),
        and_(excused, Assignment.exempt_from > low, Assignment.exempt_from <= high),
        and_(excused, Assignment.exempt_until > low, Assignment.exempt_until <= high),
    )
    return union(*(select(*_DUTY).join_from(bounds, Assignment, reason) for reason in reasons)).subquery("touched")


def moved(*scope: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Select (department, requirement, five differences) between each roll-up's own day and today.

    `scope` says which roll-ups matter: the days are read from them. What is found of others does no harm.
    """
    low, high = func.min(RollUp.rolled_to), func.max(RollUp.rolled_to)
    bounds = (
        select(_least(low, TODAY).label("low"), _greatest(high, TODAY).label("high"))
        .where(*scope)
        .cte("bounds")
        .prefix_with("MATERIALIZED")
    )
    duty = _touched(bounds).c
    differences = [
        func.sum(states.is_part(part, duty, TODAY) - states.is_part(part, duty, RollUp.rolled_to)).label(name)
        for part, name in zip(states.PARTS, _NAMES, strict=True)
    ]
    same = and_(duty.department_id == RollUp.department_id, duty.requirement_id == RollUp.requirement_id)
    return (
        select(duty.department_id, duty.requirement_id, *differences)
        .join(RollUp, same)
        .where(RollUp.rolled_to != TODAY)
        .group_by(duty.department_id, duty.requirement_id)
    )


CORRECTIONS = scoped(moved(), by="system")
LOCKED = (
    select(RollUp.department_id, RollUp.requirement_id)
    .order_by(RollUp.department_id, RollUp.requirement_id)
    .with_for_update()
)
"""All roll-ups, in the order in which every writer takes them."""


def counted_from_facts(on: Any) -> Select[*tuple[Any, ...]]:
    """Select the five parts of every department and requirement on a day from the assignments: one GROUP BY."""
    return (
        select(Assignment.department_id, Assignment.requirement_id, *states.counts(Assignment, on))
        .where(Assignment.retired_at.is_(None))
        .group_by(Assignment.department_id, Assignment.requirement_id)
    )


_facts = (
    select(
        Assignment.department_id, Assignment.requirement_id,
        *(func.sum(states.is_part(part, Assignment, RollUp.rolled_to)).label(name)
          for part, name in zip(states.PARTS, _NAMES, strict=True)),
        func.max(RollUp.rolled_to).label("rolled_to"),
    )
    .outerjoin(
        RollUp,
        and_(RollUp.department_id == Assignment.department_id, RollUp.requirement_id == Assignment.requirement_id),
    )
    .where(Assignment.retired_at.is_(None))
    .group_by(Assignment.department_id, Assignment.requirement_id)
    .subquery("facts")
)  # fmt: skip
_kept = [getattr(RollUp, name) for name in _NAMES]
_counted = [func.coalesce(_facts.c[name], 0) for name in _NAMES]
_pair = and_(RollUp.department_id == _facts.c.department_id, RollUp.requirement_id == _facts.c.requirement_id)
_wrong = or_(*(kept != counted for kept, counted in zip(_kept, _counted, strict=True)))
DIFFERENCES = scoped(
    union_all(
        select(RollUp.department_id, RollUp.requirement_id, *_kept, *_counted).outerjoin(_facts, _pair).where(_wrong),
        select(_facts.c.department_id, _facts.c.requirement_id, *_kept, *_counted)
        .select_from(_facts.outerjoin(RollUp, _pair))
        .where(RollUp.department_id.is_(None)),
    ),
    by="system",
)
"""Roll-ups that say something else than the facts, and pairs that have facts and no roll-up."""
