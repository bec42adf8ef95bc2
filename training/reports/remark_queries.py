"""Looks at what else is to be said of the people of one page: their last reminder, leave, a doubt about the roster."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from training.completion.models import Assignment, Exemption
from training.completion.reminder_models import Reminder
from training.completion.rules import ExemptionKind, ReminderKind
from training.core.db import database, scoped
from training.core.permissions import Viewer
from training.people.models import RosterDoubt
from training.people.rules import DoubtState


class Remark(NamedTuple):
    """What is said beside one row. Nothing of it stands on the duty itself."""

    mark: str
    """The public id of the duty."""
    reminded_on: date | None
    waits: bool
    """Whether a reminder joins the person's next mail."""
    on_leave: bool
    doubted_at: datetime | None


NO_REMARK = Remark("", None, waits=False, on_leave=False, doubted_at=None)
_today: Any = bindparam("today", type_=Date())
# An extension writes the row of a duty anew: what was said of the row before it was said of the same duty.
_row = aliased(Assignment)
_of_duty = (
    Reminder.person_id == Assignment.person_id,
    Reminder.kind.in_((ReminderKind.OWN, ReminderKind.ASKED)),
    _row.id == Reminder.assignment_id,
    _row.requirement_id == Assignment.requirement_id,
    _row.cycle == Assignment.cycle,
)
_reminded = select(func.max(Reminder.digest_day)).where(*_of_duty).correlate(Assignment).scalar_subquery()
_still_so = or_(Reminder.kind == ReminderKind.ASKED, Reminder.assignment_id == Assignment.id)
_waits = exists().where(*_of_duty, Reminder.digest_day.is_(None), _still_so).correlate(Assignment)
_on_leave = (
    exists()
    .where(
        Exemption.person_id == Assignment.person_id,
        Exemption.retired_at.is_(None),
        Exemption.kind == ExemptionKind.LEAVE,
        Exemption.valid_from <= _today,
        or_(Exemption.valid_until.is_(None), Exemption.valid_until > _today),
    )
    .correlate(Assignment)
)
_doubt = and_(RosterDoubt.person_id == Assignment.person_id, RosterDoubt.state == DoubtState.OPEN)
_doubted = select(func.max(RosterDoubt.raised_at)).where(_doubt).correlate(Assignment).scalar_subquery()
REMARKS = scoped(
    select(Assignment.public_id, _reminded, _waits, _on_leave, _doubted).where(
        Assignment.public_id.in_(bindparam("marks", expanding=True)), Assignment.retired_at.is_(None)
    ),
    by="subtree",
)


def remarks(marks: Sequence[str], today: date) -> dict[str, Remark]:
    """Return what is said of some duties by their public ids, which the viewer saw before. One SELECT."""
    rows = database.session.execute(REMARKS, {"marks": list(marks), "today": today}) if marks else ()
    return {row[0]: Remark(*row) for row in rows}


class Beside(NamedTuple):
    """Who looks at a list of people, and what is said beside its rows and numbers."""

    viewer: Viewer
    remarks: Mapping[str, Remark]
    site: str = ""
    """The name of the site that the list is narrowed to."""
    to_remind: int = 0
    """How many duties the viewer may have people reminded of. Nought: none, or too many for one press."""
    too_many: bool = False
    mail_days: tuple[date, ...] = ()
    """When the next mails go to those who are on the page and are not told already."""

    def of(self, mark: str) -> Remark:
        """Return what is said beside one row."""
        return self.remarks.get(mark, NO_REMARK)
