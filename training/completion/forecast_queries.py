"""Looks at all that the mails of the coming days depend on, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from training.completion.forecasting import Ahead, Item, Known
from training.completion.models import Assignment
from training.completion.reminder_models import Reminder
from training.completion.reminder_queries import (
    DAY,
    calendars,
    duty,
    leads,
    pending,
    readers,
    same_duty,
    waiting_whenever,
)
from training.completion.reminding import Calendar, Span, local_day
from training.core.db import database, scoped
from training.people.models import Department, Grant, Membership

_LAST: Any = bindparam("last", type_=Date())
_AHEAD = (
    pending(bindparam("due_until", type_=Date())), Assignment.valid_from <= _LAST,
    or_(Assignment.valid_until.is_(None), Assignment.valid_until > DAY),
)  # fmt: skip
DUTIES = scoped(
    select(
        Assignment.id, Assignment.person_id, Assignment.version_id, Assignment.due, Assignment.valid_from,
        Assignment.valid_until, Assignment.exempt_from, Assignment.exempt_until, Membership.site_id,
        Membership.manager_id, Membership.department_id,
    )
    .join(
        Membership,
        and_(
            Membership.person_id == func.coalesce(Assignment.person_id, Assignment.person_id),
            Membership.retired_at.is_(None), Membership.valid_until.is_(None),
        ),
    )
    .where(*_AHEAD),
    by="system",
)  # fmt: skip
_before: Any = aliased(Assignment)
TOLD = scoped(
    select(Assignment.id, Reminder.person_id, Reminder.kind, func.max(Reminder.step))
    .select_from(Reminder)
    .join(_before, _before.id == Reminder.assignment_id)
    .join(Assignment, and_(same_duty(Assignment, _before), Assignment.due == _before.due, *_AHEAD))
    .group_by(Assignment.id, Reminder.person_id, Reminder.kind),
    by="system",
)
WAITING = scoped(waiting_whenever(Reminder.person_id, duty.id, Reminder.kind, Reminder.step), by="system")
LEADS = scoped(
    select(Department.id, Grant.person_id).join(Grant, leads(Grant, Department.parent_id, DAY)).order_by(Grant.id),
    by="system",
)


def known(now: datetime, steps: Sequence[int], until: date) -> Known:
    """Return all that the mails until a day depend on, for ladders with these steps. Nine SELECTs."""
    by_site = calendars()
    today = local_day(now, "UTC")
    values = {"due_until": _furthest(by_site.values(), min(steps), until), "last": until, "day": today}
    above: dict[int, list[int]] = defaultdict(list)
    for department_id, person_id in database.session.execute(LEADS, {"day": today}):
        above[department_id].append(person_id)
    duties = {
        row[0]: Ahead(
            *row[:6], None if row[6] is None else Span(row[6], row[7]), row[8], row[9],
            tuple(one for one in above.get(row[10], ()) if one not in {row[1], row[9]}),
        )
        for row in database.session.execute(DUTIES, values)
    }  # fmt: skip
    told = {(row[0], row[1], row[2]): row[3] for row in database.session.execute(TOLD, values)}
    waiting = [(row[0], Item(*row[1:])) for row in database.session.execute(WAITING, {"day": today})]
    return Known(duties, told, waiting, readers(None, today), by_site)


def _furthest(found: Any, step: int, until: date) -> date:
    return max((calendar.due_until(step, until) for calendar in found), default=Calendar().due_until(step, until))
