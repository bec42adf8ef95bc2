"""Looks for the desk: what needs attention this week, in as many statements for fifty departments as for one.

Everything counts the departments in which the viewer's view begins, with all below them.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, and_, bindparam, case, func, or_, select, true
from sqlalchemy.orm import aliased

from training.completion import states
from training.completion.models import (
    Assignment,
    Completion,
    FigureLine,
    Figures,
    Requirement,
    RequirementVersion,
    RollUp,
)
from training.completion.reminder_models import Digest, Reminder
from training.completion.reminder_queries import ladder
from training.completion.reminding import DAY, due_days
from training.completion.rules import DigestState, FigureKind, FiveParts
from training.core.db import database, scoped
from training.notices.models import Message
from training.notices.rules import MessageState
from training.people.models import Department, Membership, Person
from training.reports.departments import NUMBERS
from training.seminars.models import SeminarSession
from training.seminars.rules import SessionStatus

TO_SIGN = (SessionStatus.OPEN, SessionStatus.CLOSED)
SOON = timedelta(days=30)
"""How far ahead the desk looks for completions that run out,"""
WEEK = timedelta(days=6)
"""and, today included, for mail that leaves."""

_TODAY: Any = bindparam("today", type_=Date())
_group, _each = aliased(Department), aliased(Department)


def _below(name: str, parameter: str) -> Any:
    """The departments below some teams, as a table of its own within a statement."""
    return (
        select(_group.id.label("team_id"), _each.id.label("department_id"))
        .join(_each, func.substr(_each.path, 1, func.length(_group.path)) == _group.path)
        .where(_group.id.in_(bindparam(parameter, expanding=True)))
        .cte(name)
        .prefix_with("MATERIALIZED")
    )


# --- coverage ---------------------------------------------------------------------------------------------------------

_numbers = NUMBERS.order_by(None).subquery("numbers")
_PARTS = [_numbers.c[part.name.lower()] for part in states.PARTS]
COVERAGE: Select[Any] = scoped(
    select(_numbers.c.team_id, *(func.sum(part) for part in _PARTS)).group_by(_numbers.c.team_id), by="subtree"
)
_shown = _below("shown", "team_ids")
_overdue = and_(
    Assignment.retired_at.is_(None),
    Assignment.done_on.is_(None),
    Assignment.due < _TODAY,
    states.current(Assignment, _TODAY),
    or_(Assignment.exempt_from.is_(None), ~states.exempt(Assignment, _TODAY)),
)
OVERDUE: Select[Any] = scoped(
    select(_shown.c.team_id, func.count(Assignment.person_id.distinct()))
    .join(Assignment, Assignment.department_id == _shown.c.department_id)
    .where(_overdue)
    .group_by(_shown.c.team_id),
    by="subtree",
)


def coverage(team_ids: Sequence[int], today: date) -> dict[int, FiveParts]:
    """Return the five parts of some teams, all requirements together. One SELECT, from the roll-ups."""
    rows = database.session.execute(COVERAGE, {"team_ids": list(team_ids), "today": today})
    return {row[0]: FiveParts(*map(int, row[1:])) for row in rows}


def overdue(team_ids: Sequence[int], today: date) -> dict[int, int]:
    """Return how many people of some teams have something overdue. One SELECT along the index of due days."""
    rows = database.session.execute(OVERDUE, {"team_ids": list(team_ids), "today": today})
    return {row[0]: row[1] for row in rows}


# --- what waits -------------------------------------------------------------------------------------------------------


class Waiting(NamedTuple):
    """What the desk counts beside coverage, in one row."""

    registers: int
    """Registers to sign,"""
    failed_mails: int
    """mails that could not be delivered."""
    running_out: int
    """Completions that run out within `SOON`, and have not been renewed,"""
    told: int
    """and how many of them their people were written to about."""
    mailed: int
    """People who are to be mailed within the week,"""
    held: int
    """and those of them whose mail the brake holds."""
    before: date | None
    """The last day whose figures were kept for comparing,"""
    overdue_before: int
    """and how many duties were overdue then."""


_tops = _below("tops", "top_ids")
_in_view = select(_tops.c.department_id)
_registers = (
    select(func.count())
    .select_from(SeminarSession)
    .where(SeminarSession.status.in_(TO_SIGN), SeminarSession.ends_at < bindparam("now"))
    .scalar_subquery()
)
_failed = select(func.count()).select_from(Message).where(Message.state == MessageState.FAILED).scalar_subquery()

# What was done last, and the open cycle that follows it. Those stand on the index of due days: a cycle is written down
# a month before it opens, so only renewals of the next months are looked at.
_settled = aliased(Assignment)
_was_told = (
    select(Reminder.person_id)
    .where(
        Reminder.assignment_id == Assignment.id,
        Reminder.person_id == Assignment.person_id,
        Reminder.digest_day.is_not(None),
    )
    .correlate(Assignment)
    .exists()
)
RENEWALS = and_(
    Assignment.retired_at.is_(None),
    Assignment.done_on.is_(None),
    Assignment.due >= _TODAY,
    Assignment.cycle > 1,
    or_(Assignment.valid_until.is_(None), Assignment.valid_until > _TODAY),
    or_(Assignment.exempt_from.is_(None), ~states.exempt(Assignment, _TODAY)),
    Assignment.department_id.in_(_in_view),
    Completion.valid_until.between(_TODAY, bindparam("soon", type_=Date())),
)
_one = (
    select(
        Completion.id,
        Assignment.requirement_id,
        Assignment.person_id,
        case((_was_told, 1), else_=0).label("told"),
    )
    .join_from(
        Assignment,
        _settled,
        and_(
            _settled.person_id == Assignment.person_id,
            _settled.requirement_id == Assignment.requirement_id,
            _settled.cycle == Assignment.cycle - 1,
            _settled.retired_at.is_(None),
        ),
    )
    .join(Completion, Completion.id == _settled.completion_id)
    .where(RENEWALS)
).subquery("renewal")  # fmt: skip
_running = select(
    func.count(_one.c.id.distinct()).label("running_out"),
    func.count(case((_one.c.told == 1, _one.c.id)).distinct()).label("told"),
).subquery("running")
_mailed = (
    select(Reminder.person_id, case((true(), 0)).label("held"))
    .join(Assignment, Assignment.id == Reminder.assignment_id)
    .where(
        Reminder.digest_day.is_(None), Reminder.planned_on <= bindparam("week", type_=Date()),
        Assignment.retired_at.is_(None), Assignment.done_on.is_(None), Assignment.department_id.in_(_in_view),
    )
    .union_all(
        select(Assignment.person_id, case((true(), 0)))
        .where(
            Assignment.due.in_(bindparam("due_days", expanding=True)), Assignment.retired_at.is_(None),
            Assignment.done_on.is_(None), Assignment.valid_from <= _TODAY, Assignment.department_id.in_(_in_view),
            or_(Assignment.valid_until.is_(None), Assignment.valid_until > _TODAY),
            or_(Assignment.exempt_from.is_(None), ~states.exempt(Assignment, _TODAY)),
        ),
        select(Digest.person_id, case((Digest.state == DigestState.HELD, 1), else_=0))
        .join(
            Membership,
            and_(
                Membership.person_id == Digest.person_id, Membership.retired_at.is_(None),
                Membership.valid_until.is_(None),
            ),
        )
        .where(
            Membership.department_id.in_(_in_view), Digest.state.in_([DigestState.PLANNED, DigestState.HELD]),
            Digest.day.between(_TODAY, bindparam("week", type_=Date())),
        )
    )
    .subquery("mailed")
)  # fmt: skip
_leaving = select(
    func.count(_mailed.c.person_id.distinct()).label("mailed"),
    func.count(case((_mailed.c.held == 1, _mailed.c.person_id)).distinct()).label("held"),
).subquery("leaving")
_last = (
    select(Figures.id, Figures.day)
    .where(Figures.kind == FigureKind.WEEKLY, Figures.day < _TODAY)
    .order_by(Figures.day.desc())
    .limit(1)
    .subquery("last")
)
_then = (
    select(func.max(_last.c.day).label("day"), func.coalesce(func.sum(FigureLine.overdue), 0).label("overdue"))
    .select_from(_last)
    .outerjoin(FigureLine, and_(FigureLine.figures_id == _last.c.id, FigureLine.department_id.in_(_in_view)))
    .subquery("then")
)
WAITING: Select[Any] = scoped(
    select(
        _registers, _failed, _running.c.running_out, _running.c.told, _leaving.c.mailed, _leaving.c.held, _then.c.day,
        _then.c.overdue,
    ).select_from(_running.join(_leaving, true()).join(_then, true())),
    by="subtree",
)  # fmt: skip


def waiting(top_ids: Sequence[int], now: datetime, today: date) -> Waiting:
    """Return what waits, in the departments of the viewer's view. Two SELECTs: the ladder, and one row.

    Who comes to a step of the ladder within the week is counted by the usual working week: what each site has days off
    for, and who had two mails already, the page of reminders knows.
    """
    values = {
        "top_ids": list(top_ids), "now": now, "today": today, "soon": today + SOON, "week": today + WEEK,
        "due_days": due_days(ladder(), today + DAY, today + WEEK),
    }  # fmt: skip
    return Waiting(*database.session.execute(WAITING, values).one())


class RunningOut(NamedTuple):
    """How many completions of one requirement run out soon, and of how many their people were told."""

    slug: str
    title: str
    running_out: int
    told: int
    first: date


BY_REQUIREMENT: Select[*tuple[Any, ...]] = scoped(
    select(
        Requirement.slug, RequirementVersion.title, func.count(_one.c.id), func.sum(_one.c.told),
        func.min(Completion.valid_until),
    )
    .select_from(_one)
    .join(Completion, Completion.id == _one.c.id)
    .join(Requirement, Requirement.id == _one.c.requirement_id)
    .join(
        RequirementVersion,
        and_(
            RequirementVersion.requirement_id == Requirement.id, RequirementVersion.retired_at.is_(None),
            RequirementVersion.valid_until.is_(None),
        ),
    )
    .group_by(Requirement.slug, RequirementVersion.title)
    .order_by(func.min(Completion.valid_until), RequirementVersion.title),
    by="subtree",
)  # fmt: skip


def running_out(top_ids: Sequence[int], today: date) -> list[RunningOut]:
    """Return the requirements for which completions run out soon, the first to run out first. One SELECT."""
    values = {"top_ids": list(top_ids), "today": today, "soon": today + SOON}
    return [
        RunningOut(row[0], row[1], row[2], int(row[3]), row[4])
        for row in database.session.execute(BY_REQUIREMENT, values)
    ]


# --- requirements -----------------------------------------------------------------------------------------------------


class Gap(NamedTuple):
    """A requirement that nobody answers for, or that asks nobody for anything."""

    title: str
    without_owner: bool
    empty: bool
    since: date


_held_by = select(func.sum(sum((getattr(RollUp, part.name.lower()) for part in states.PARTS), start=0)))
_asked = func.coalesce(
    _held_by.where(RollUp.requirement_id == Requirement.id).correlate(Requirement).scalar_subquery(), 0
)
_no_owner = or_(Person.id.is_(None), Person.left_on <= _TODAY)
GAPS: Select[Any] = scoped(
    select(
        RequirementVersion.title, case((_no_owner, 1), else_=0), case((_asked == 0, 1), else_=0),
        RequirementVersion.valid_from,
    )
    .join(Requirement, Requirement.id == RequirementVersion.requirement_id)
    .outerjoin(Person, Person.id == RequirementVersion.owner_id)
    .where(
        RequirementVersion.retired_at.is_(None), RequirementVersion.valid_until.is_(None),
        or_(Requirement.ended_on.is_(None), Requirement.ended_on > _TODAY), or_(_no_owner, _asked == 0),
    )
    .order_by(RequirementVersion.title),
    by="owners alone",
)  # fmt: skip


def gaps(today: date) -> list[Gap]:
    """Return the requirements without an owner who works here, and those under which nobody has a duty. One SELECT."""
    rows = database.session.execute(GAPS, {"today": today})
    return [Gap(row[0], bool(row[1]), bool(row[2]), row[3]) for row in rows]
