"""Looks at what a mail tells: the duties that wait, the people of a manager, and to whom it goes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Subject
from training.completion.models import Assignment, RequirementSubject, RequirementVersion
from training.completion.reminder_models import Digest, Reminder
from training.completion.reminder_queries import DAY, MAILABLE, duty, open_on, place, waiting, zone_there
from training.completion.rules import DigestState, ReminderKind
from training.core.db import database, scoped
from training.people.models import Account, Department, Membership, Person, Site

_IDS: Any = bindparam("ids", expanding=True)
PLANNED = scoped(
    select(Digest.person_id)
    .where(Digest.day == DAY, Digest.state == DigestState.PLANNED)
    .order_by(Digest.person_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True),
    by="system",
)


def planned(day: date, most: int) -> Sequence[int]:
    """Return some people whose mail of a day is to be written, locked: another worker takes others."""
    return database.session.scalars(PLANNED, {"day": day, "most": most}).all()


class Recipient(NamedTuple):
    """To whom a mail goes, and where their day is."""

    person_id: int
    given: str
    email: str
    language: str
    zone: str


RECIPIENTS = scoped(
    select(
        Person.id, Person.given, Person.email, func.coalesce(func.nullif(Account.language, ""), Person.language),
        zone_there,
    )
    .join(Membership, and_(Membership.person_id == Person.id, Membership.retired_at.is_(None),
                           Membership.valid_until.is_(None)))
    .join(Site, Site.id == Membership.site_id)
    .outerjoin(Account, Account.person_id == Person.id)
    .where(Person.id.in_(_IDS), *MAILABLE),
    by="system",
)  # fmt: skip


class Told(NamedTuple):
    """One reminder that waits, with the duty of which it speaks."""

    person_id: int
    assignment_id: int
    kind: ReminderKind
    step: int
    duty_id: int
    about_id: int
    title: str
    due: date
    minutes: int
    name: str
    """Family, given: of the person of the duty."""
    department: str
    asked_by: str

    @property
    def key(self) -> tuple[int, int, ReminderKind, int]:
        return self.person_id, self.assignment_id, self.kind, self.step


_about, _asker = aliased(Person), aliased(Person)
MINUTES = func.coalesce(
    select(Subject.minutes)
    .join(RequirementSubject, RequirementSubject.subject_id == Subject.id)
    .where(RequirementSubject.version_id == duty.version_id, Subject.retired_on.is_(None))
    .order_by(Subject.kind, Subject.id)
    .limit(1)
    .correlate(duty)
    .scalar_subquery(),
    0,
)
_NAME = _about.family + ", " + _about.given
TOLD = scoped(
    waiting(
        Reminder.person_id, Reminder.assignment_id, Reminder.kind, Reminder.step, duty.id, duty.person_id,
        RequirementVersion.title, duty.due, MINUTES, _NAME, Department.name,
        func.coalesce(_asker.given + " " + _asker.family, ""),
    )
    .join(RequirementVersion, RequirementVersion.id == duty.version_id)
    .join(_about, _about.id == duty.person_id)
    .join(Department, Department.id == place.department_id)
    .outerjoin(_asker, _asker.id == Reminder.asked_by_id)
    .where(Reminder.person_id.in_(_IDS))
    .order_by(Reminder.person_id, duty.due, RequirementVersion.title, duty.id),
    by="system",
)  # fmt: skip


class Owed(NamedTuple):
    """A duty of one of a manager's people that is not done; without a title where somebody has none."""

    manager_id: int
    person_id: int
    name: str
    title: str | None
    due: date | None


TEAM = scoped(
    select(
        Membership.manager_id, Person.id, Person.family + ", " + Person.given, RequirementVersion.title, Assignment.due
    )
    .join(Person, Person.id == Membership.person_id)
    .outerjoin(Assignment, and_(Assignment.person_id == Person.id, open_on(Assignment, DAY)))
    .outerjoin(RequirementVersion, RequirementVersion.id == Assignment.version_id)
    .where(
        Membership.manager_id.in_(_IDS), Membership.retired_at.is_(None), Membership.valid_until.is_(None),
        or_(Person.left_on.is_(None), Person.left_on > DAY),
    )
    .order_by(Membership.manager_id, Assignment.due, Person.family, Person.given, Person.id),
    by="own team",
)  # fmt: skip


@dataclass(frozen=True)
class Letters:
    """Everything that the mails of some people tell on a day."""

    recipients: Sequence[Recipient]
    told: Mapping[int, list[Told]] = field(default_factory=dict)
    teams: Mapping[int, list[Owed]] = field(default_factory=dict)


def letters(person_ids: Sequence[int], day: date) -> Letters:
    """Return what is to be told to some people as it stands now. Two SELECTs, three where a manager is among them."""
    values = {"ids": list(person_ids), "day": day}
    told: dict[int, list[Told]] = defaultdict(list)
    for waits in database.session.execute(TOLD, values):
        told[waits[0]].append(Told(*waits))
    managers = [one for one, found in told.items() if any(each.kind is ReminderKind.MANAGER for each in found)]
    teams: dict[int, list[Owed]] = defaultdict(list)
    rows: Sequence[Any] = database.session.execute(TEAM, {"ids": managers, "day": day}).all() if managers else ()
    for row in rows:
        teams[row[0]].append(Owed(*row))
    recipients = [Recipient(*row) for row in database.session.execute(RECIPIENTS, values)]
    return Letters(recipients, told, teams)
