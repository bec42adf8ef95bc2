"""The SQL forms of `rules.status`: conditions and counts over duties, for tables, aliases and bound values alike."""

from typing import Any

from sqlalchemy import Case, ColumnElement, and_, case, func, literal, or_

from training.completion.rules import Status

PARTS = (Status.DONE, Status.DONE_LATE, Status.EXEMPT, Status.OPEN, Status.OVERDUE)


DutyColumns = Any
"""The six days of a duty as SQL expressions: Assignment, an alias of it, or an object with bound values."""


def exempt(duty: DutyColumns, on: Any) -> ColumnElement[bool]:
    """Whether the exemption holds on a day."""
    return and_(duty.exempt_from <= on, or_(duty.exempt_until.is_(None), duty.exempt_until > on))


def _states(duty: DutyColumns, on: Any, done: ColumnElement[bool]) -> Case[str]:
    return case(
        (and_(done, duty.done_on <= duty.due), literal(Status.DONE.value)),
        (done, literal(Status.DONE_LATE.value)),
        (exempt(duty, on), literal(Status.EXEMPT.value)),
        (duty.due >= on, literal(Status.OPEN.value)),
        else_=literal(Status.OVERDUE.value),
    )


def status(duty: DutyColumns, on: Any) -> Case[str]:
    """The SQL form of `rules.status`."""
    return _states(duty, on, and_(duty.done_on.is_not(None), duty.done_on <= on))


def status_now(duty: DutyColumns, today: Any) -> Case[str]:
    """The SQL form of `rules.status_now`: what all pages of today and the roll-ups count by."""
    return _states(duty, today, duty.done_on.is_not(None))


def current(duty: DutyColumns, on: Any) -> ColumnElement[bool]:
    """Whether a duty (of a row that is not retired) is the one that counts on a day."""
    return and_(duty.valid_from <= on, or_(duty.valid_until.is_(None), duty.valid_until > on))


def is_part(part: Status, duty: DutyColumns, on: Any, *, among: Any = None) -> ColumnElement[int]:
    """1 where a current duty stands in this part on the day, else 0."""
    counts = and_(current(duty, on), status_now(duty, on) == part.value)
    return case((counts if among is None else and_(among, counts), 1), else_=0)


def counts(duty: DutyColumns, on: Any) -> list[ColumnElement[int]]:
    """Five sums for a GROUP BY, in the order of the parts and named as the columns of a roll-up."""
    return [func.coalesce(func.sum(is_part(part, duty, on)), 0).label(part.name.lower()) for part in PARTS]
