"""Looks for the people whose duties are not as they ought to be: one pass over the table, not a plan for everybody."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, literal, not_, or_, select

from training.catalogue.models import Edition
from training.completion import reach
from training.completion.due import Moment, Terms, next_due, opening
from training.completion.duties import Version
from training.completion.models import Assignment, Completion, Exemption
from training.completion.planning import AHEAD
from training.completion.queries import MEMBERSHIP
from training.core.db import database, scoped
from training.people.models import Department, Membership, Person, Site

LOOKED_BACK = 365 * 15
"""Days: no renewal is longer."""


def unsettled(versions: Sequence[Version], today: date) -> list[int]:
    """Return the ids of people for whom something may have to be written. One SELECT a requirement, and two.

    They stand by department: what is written for some of them together then moves few roll-ups.
    """
    found: dict[int, int] = {}
    for version in versions:
        if version.ended_on is None:
            found.update(_pairs(_without_duty(version, today)))
    found.update(_pairs(_with_wrong_duty(versions, today)))
    found.update(_pairs(_SEVERAL_EXCUSES))
    return sorted(found, key=lambda person_id: (found[person_id], person_id))


def _pairs(statement: Select[int, int]) -> dict[int, int]:
    return {row[0]: row[1] for row in database.session.execute(statement)}


def _without_duty(version: Version, today: date) -> Select[int, int]:
    """Who is in the audience and has no duty that lives."""
    living = exists().where(
        Assignment.person_id == Person.id,
        Assignment.requirement_id == version.requirement_id,
        Assignment.retired_at.is_(None),
        or_(Assignment.valid_until.is_(None), Assignment.valid_until > today),
    )
    return scoped(
        select(Person.id, Membership.department_id)
        .join(Membership, MEMBERSHIP)
        .join(Department, Department.id == Membership.department_id)
        .join(Site, Site.id == Membership.site_id)
        .where(or_(Person.left_on.is_(None), Person.left_on > today), reach.condition(version.rule), not_(living)),
        by="system",
    )


def _with_wrong_duty(versions: Sequence[Version], today: date) -> Select[int, int]:
    """Whose duty ended, moved, changed its terms, or comes again soon."""
    endless = Assignment.valid_until.is_(None)
    # Of one who is to leave, the last row ends on that day; until then it may come again.
    last = or_(endless, Assignment.valid_until == Person.left_on)
    return scoped(
        select(Assignment.person_id, Assignment.department_id)
        .distinct()
        .join(Person, Person.id == Assignment.person_id)
        .outerjoin(Membership, MEMBERSHIP)
        .outerjoin(Department, Department.id == Membership.department_id)
        .outerjoin(Site, Site.id == Membership.site_id)
        .where(
            Assignment.retired_at.is_(None),
            or_(endless, Assignment.valid_until > today),
            or_(
                Membership.id.is_(None),
                Membership.department_id != Assignment.department_id,
                _leaves_otherwise(),
                not_(_by_requirement(versions, _in_audience)),
                and_(Assignment.done_on.is_(None), not_(_by_requirement(versions, _as_said_now))),
                and_(last, _by_requirement(versions, lambda one: _comes_again(one.terms, today + AHEAD))),
                and_(Assignment.done_on.is_not(None), _by_requirement(versions, lambda one: _asks_again(one, today))),
            ),
        ),
        by="system",
    )


def _by_requirement(versions: Sequence[Version], form: Callable[[Version], ColumnElement[bool]]) -> ColumnElement[bool]:
    forms = [(Assignment.requirement_id == version.requirement_id, form(version)) for version in versions]
    return case(*forms, else_=false()) if forms else false()


def _in_audience(version: Version) -> ColumnElement[bool]:
    return false() if version.ended_on else reach.condition(version.rule)


def _as_said_now(version: Version) -> ColumnElement[bool]:
    return Assignment.version_id == version.id


def _asks_again(version: Version, today: date) -> ColumnElement[bool]:
    """Whether a duty was done with an earlier edition than is asked for since."""
    again = max((day for day in version.asked_again if day <= today), default=None)
    if again is None:
        return false()
    earlier = [
        and_(Completion.subject_id == subject_id, Edition.number < least)
        for subject_id, least in version.least.items()
        if least is not None
    ]
    done_with = (
        exists()
        .where(Completion.id == Assignment.completion_id, or_(false(), *earlier))
        .where(Edition.id == Completion.edition_id)
    )
    return and_(Assignment.valid_from < again, done_with)


def _leaves_otherwise() -> ColumnElement[bool]:
    """Whether the last row of a duty ends on another day than the person leaves."""
    following = Assignment.__table__.alias("following")
    taken_over = exists().where(
        following.c.person_id == Assignment.person_id,
        following.c.requirement_id == Assignment.requirement_id,
        following.c.retired_at.is_(None),
        following.c.valid_from == Assignment.valid_until,
    )
    never = date(9999, 12, 31)
    other = func.coalesce(Assignment.valid_until, never) != func.coalesce(Person.left_on, never)
    return and_(other, or_(Assignment.valid_until.is_(None), not_(taken_over)))


def _comes_again(terms: Terms, horizon: date) -> ColumnElement[bool]:
    """Whether the next cycle may open by the horizon: never wrongly no, seldom wrongly yes."""
    day = latest_done(terms, horizon)
    if day is None:
        return false()
    # Whoever took only the changed part of a raised edition takes the whole when they would have without it.
    kept = exists().where(Completion.id == Assignment.anew_after_id, Completion.local_date <= day)
    done = or_(Assignment.done_on <= day, and_(Assignment.anew_after_id.is_not(None), kept))
    if terms.rule.kind == "calendar-quarter":
        # Done late, in the next quarter: that one is asked for too. What counts is the quarter that was due.
        return Assignment.due <= horizon + timedelta(days=terms.grace_days)
    if terms.rule.kind != "fixed-date":
        return done
    # Done months before its date: what counts is the date.
    return and_(done, Assignment.due <= day + timedelta(days=terms.window_days + terms.grace_days))


def latest_done(terms: Terms, horizon: date) -> date | None:
    """Return the latest day of a completion after which the next cycle opens by the horizon, or None. Pure."""
    low, high = -LOOKED_BACK, LOOKED_BACK

    def comes(back: int) -> bool:
        day = horizon - timedelta(days=back)
        due = next_due(terms, Moment(day, done_on=day))
        return due is not None and opening(terms, due, day) <= horizon

    if not comes(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if comes(middle) else (middle + 1, high)
    return horizon - timedelta(days=low)


_SEVERAL_EXCUSES = scoped(
    select(Exemption.person_id, literal(0))
    .where(Exemption.retired_at.is_(None))
    .group_by(Exemption.person_id)
    .having(func.count() > 1),
    by="system",
)
