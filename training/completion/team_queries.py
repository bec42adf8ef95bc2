"""Looks at the duties, leave and people that a manager acts on: only in their own departments, never their own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from training.completion.cut_queries import narrowed
from training.completion.cuts import WHOLE, Cut
from training.completion.due import LAST
from training.completion.models import Assignment, Exemption, Requirement, RequirementVersion
from training.completion.reminder_models import Reminder
from training.completion.reminder_queries import DAY, open_on
from training.completion.rules import ExemptionKind, ReminderKind, Status
from training.core.db import database, scoped
from training.core.errors import Forbidden, NotFound
from training.core.permissions import Permission, Viewer
from training.people.departments import sees, within
from training.people.models import Department, Person
from training.people.team_queries import OWN

MOST_DAYS = 14
"""How much later than the rule's day a manager may let a duty be done."""
MOST_REMINDED = 1000


class DutyInHand(NamedTuple):
    """One duty that somebody wants to give more time for."""

    public_id: str
    person_id: int
    person: str
    given: str
    family: str
    path: str
    requirement_id: int
    slug: str
    title: str
    cycle: int
    due: date
    due_before: date | None
    done_on: date | None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def due_by_rule(self) -> date:
        return self.due_before or self.due

    @property
    def is_without_day(self) -> bool:
        """Whether nothing has come about yet that would set its due day."""
        return self.due_by_rule >= LAST

    def last_day(self, viewer: Viewer) -> date | None:
        """Return the last day that the viewer may give; None for any."""
        if self.is_without_day or sees(viewer, self.path, permission=Permission.REQUIREMENT_MANAGE):
            return None
        return self.due_by_rule + timedelta(days=MOST_DAYS)


_asked: Any = aliased(Assignment)
# A change writes the row of a duty anew: the address of the row before leads to the one that stands.
DUTY: Select[*tuple[Any, ...]] = scoped(
    select(
        Assignment.public_id, Person.id, Person.public_id, Person.given, Person.family, Department.path, Requirement.id,
        Requirement.slug, RequirementVersion.title, Assignment.cycle, Assignment.due, Assignment.due_before,
        Assignment.done_on,
    )
    .join(_asked, and_(
        _asked.person_id == Assignment.person_id, _asked.requirement_id == Assignment.requirement_id,
        _asked.cycle == Assignment.cycle,
    ))
    .join(Person, Person.id == Assignment.person_id)
    .join(Department, Department.id == Assignment.department_id)
    .join(Requirement, Requirement.id == Assignment.requirement_id)
    .join(RequirementVersion, RequirementVersion.id == Assignment.version_id)
    .where(
        _asked.public_id == bindparam("public_id"), Assignment.retired_at.is_(None),
        or_(Assignment.valid_until.is_(None), Assignment.valid_until > bindparam("today")),
    ),
    by="subtree",
)  # fmt: skip


def duty_in_hand(viewer: Viewer, public_id: str, today: date) -> DutyInHand:
    """Return a duty of somebody whom the viewer may act for. One SELECT.

    Raises NotFound for one outside their departments or one that is over, and Forbidden for their own.
    """
    visible = within(Department.path, viewer.paths(Permission.TEAM_ACT))
    row = database.session.execute(DUTY.where(visible), {"public_id": public_id, "today": today}).one_or_none()
    if row is None:
        raise NotFound
    found = DutyInHand(*row)
    if found.person_id == viewer.person_id:
        raise Forbidden(OWN)
    return found


class Leave(NamedTuple):
    id: int
    since: date
    until: date | None


LEAVE = scoped(
    select(Exemption.id, Exemption.valid_from, Exemption.valid_until)
    .where(
        Exemption.person_id == bindparam("person_id"), Exemption.kind == ExemptionKind.LEAVE,
        Exemption.requirement_id.is_(None), Exemption.retired_at.is_(None),
        or_(Exemption.valid_until.is_(None), Exemption.valid_until > bindparam("today")),
    )
    .order_by(Exemption.valid_from, Exemption.id),
    by="subtree",
)  # fmt: skip


def leaves(person_id: int, today: date) -> list[Leave]:
    """Return the leave that somebody is on or that is to come, the first first. One SELECT."""
    return [Leave(*row) for row in database.session.execute(LEAVE, {"person_id": person_id, "today": today})]


# --- who is to be reminded --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Those who have not done a requirement: of a department with all below it, perhaps of one part or cut."""

    path: str
    slug: str
    part: Status | None = None
    cut: Cut = WHOLE


_before: Any = aliased(Assignment)
_told = (
    exists()
    .where(
        Reminder.person_id == Assignment.person_id, Reminder.digest_day.is_(None), _before.id == Reminder.assignment_id,
        _before.requirement_id == Assignment.requirement_id, _before.cycle == Assignment.cycle,
        or_(
            Reminder.kind == ReminderKind.ASKED,
            and_(Reminder.kind == ReminderKind.OWN, _before.id == Assignment.id),
        ),
    )
    .correlate(Assignment)
)  # fmt: skip
"""Whether a reminder of the duty goes out with the person's next mail anyway."""
_requirement = select(Requirement.id).where(Requirement.slug == bindparam("slug")).scalar_subquery()
_in_group = Assignment.department_id.in_(select(Department.id).where(Department.path.like(bindparam("below"))))
TO_REMIND: Select[Any] = scoped(
    select(Assignment.id)
    .join(Person, Person.id == Assignment.person_id)
    .join(Department, Department.id == Assignment.department_id)
    .where(
        _in_group, Assignment.requirement_id == _requirement,
        open_on(Assignment, DAY), ~_told, Assignment.person_id != bindparam("own_id"), Person.email.is_not(None),
    )
    .order_by(Assignment.due, Assignment.id)
    .limit(MOST_REMINDED + 1),
    by="subtree",
)  # fmt: skip


def to_remind(viewer: Viewer, group: Group, today: date) -> list[int]:
    """Return the duties of a group whose people the viewer may have reminded, the viewer's own left out. One SELECT.

    Left out is also who is reminded with the next mail anyway. More than `MOST_REMINDED`: too many to press for.
    """
    conditions = [within(Department.path, viewer.paths(Permission.TEAM_ACT)), *narrowed(group.cut)]
    if group.part is Status.OVERDUE:
        conditions.append(Assignment.due < DAY)
    elif group.part is Status.OPEN:
        conditions.append(Assignment.due >= DAY)
    elif group.part is not None:
        return []
    values = {"slug": group.slug, "below": f"{group.path}%", "day": today, "own_id": viewer.person_id}
    return list(database.session.scalars(TO_REMIND.where(*conditions), values))
