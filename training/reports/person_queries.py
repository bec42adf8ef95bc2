"""Looks at one person as whoever is responsible for them may: duties, leave, completions, days of mails; no answers."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Edition, Subject
from training.completion.models import Completion
from training.completion.rules import How
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.learning.queries import STANDS
from training.notices.models import Message
from training.people.departments import sees, within
from training.people.models import Department, Membership, Person, RosterDoubt, Site
from training.people.rules import DoubtState
from training.reports import duty_queries
from training.reports.duty_queries import Absence, DutyRow

MAILS_SHOWN = 30
PRIVATE_MAILS = ("learning.refresher", "people.set-password")
"""What a person still knows, and how they sign in, is between them and us."""


class PersonHead(NamedTuple):
    """Who somebody is by the roster. Where they are no more on it, the department is empty."""

    id: int
    public_id: str
    given: str
    family: str
    left_on: date | None
    title: str | None
    attributes: list[str] | None
    since: date | None
    department: str | None
    department_id: str | None
    path: str | None
    site: str | None
    manager_given: str | None
    manager_family: str | None
    doubted_at: datetime | None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def manager(self) -> str:
        return f"{self.manager_given} {self.manager_family}" if self.manager_given else ""


class CompletionRow(NamedTuple):
    id: int
    title: str
    how: How
    local_date: date
    edition: int | None
    right: int | None
    asked: int | None
    valid_until: date | None


class MailRow(NamedTuple):
    kind: str
    at: datetime


class PersonSeen(NamedTuple):
    """What one viewer may see of a person. `whole`: the person is in their departments now, not only once was."""

    head: PersonHead
    duties: list[DutyRow]
    absences: list[Absence]
    completions: list[CompletionRow]
    mails: list[MailRow]
    whole: bool


_Manager = aliased(Person)
HEAD = scoped(
    select(
        Person.id, Person.public_id, Person.given, Person.family, Person.left_on, Membership.title,
        Membership.attributes, Membership.valid_from, Department.name, Department.public_id, Department.path, Site.name,
        _Manager.given, _Manager.family, RosterDoubt.raised_at,
    )
    .outerjoin(
        Membership,
        and_(Membership.person_id == Person.id, Membership.retired_at.is_(None), Membership.valid_until.is_(None)),
    )
    .outerjoin(Department, Department.id == Membership.department_id)
    .outerjoin(Site, Site.id == Membership.site_id)
    .outerjoin(_Manager, _Manager.id == Membership.manager_id)
    .outerjoin(RosterDoubt, and_(RosterDoubt.person_id == Person.id, RosterDoubt.state == DoubtState.OPEN))
    .where(Person.public_id == bindparam("public_id"), Person.erased_at.is_(None))
    .order_by(RosterDoubt.raised_at.desc())
    .limit(1),
    by="subtree",
)  # fmt: skip
COMPLETIONS = scoped(
    select(
        Completion.id, Subject.title, Completion.how, Completion.local_date, Edition.number, Completion.right,
        Completion.asked, Completion.valid_until,
    )
    .join(Subject, Subject.id == Completion.subject_id)
    .outerjoin(Edition, Edition.id == Completion.edition_id)
    .where(Completion.person_id == bindparam("person_id"), STANDS)
    .order_by(Completion.local_date.desc(), Completion.id.desc()),
    by="subtree",
)  # fmt: skip
ALL_MAILS = scoped(
    select(Message.kind, Message.created_at)
    .where(Message.person_id == bindparam("person_id"), Message.kind.not_in(PRIVATE_MAILS))
    .order_by(Message.created_at.desc(), Message.id.desc()),
    by="subtree",
)
MAILS = ALL_MAILS.limit(MAILS_SHOWN)


def person(viewer: Viewer, public_id: str) -> PersonSeen:
    """Return what the viewer may see of a person. Raises NotFound where that is nothing. Five SELECTs.

    Who was once in a department of theirs is seen with the duties of that time, and what was done for them.
    """
    row = database.session.execute(HEAD, {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    head = PersonHead(*row)
    if head.path is not None and sees(viewer, head.path):
        return _whole(head)
    duties = duty_queries.duties(head.id, within(Department.path, viewer.paths(Permission.DEPARTMENT_READ)))
    if not duties:
        raise NotFound
    return _once(head, duties)


def _whole(head: PersonHead) -> PersonSeen:
    mails = [MailRow(*row) for row in database.session.execute(MAILS, {"person_id": head.id})]
    duties, absences = duty_queries.duties(head.id), duty_queries.absences(head.id)
    return PersonSeen(head, duties, absences, _completions(head), mails, whole=True)


def _once(head: PersonHead, duties: list[DutyRow]) -> PersonSeen:
    settling = {duty.completion_id for duty in duties}
    done = [one for one in _completions(head) if one.id in settling]
    there = head._replace(
        title=None, attributes=None, since=None, department=None, department_id=None, site=None, manager_given=None,
        doubted_at=None,
    )  # fmt: skip
    return PersonSeen(there, duties, [], done, [], whole=False)


def _completions(head: PersonHead) -> list[CompletionRow]:
    return [CompletionRow(*row) for row in database.session.execute(COMPLETIONS, {"person_id": head.id})]


def all_mails(seen: PersonSeen) -> Iterator[MailRow]:
    """Yield all mails of a person, however many, to whoever sees the whole person; to others none. One SELECT."""
    if seen.whole:
        values, streamed = {"person_id": seen.head.id}, {"yield_per": 1000}
        for row in database.session.execute(ALL_MAILS, values, execution_options=streamed):
            yield MailRow(*row)
