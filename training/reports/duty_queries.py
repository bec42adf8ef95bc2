"""Looks at the duties of one person: all of them, and one with everything that explains it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Clause, Subject, Translation
from training.catalogue.queries import IN_LANGUAGE, TITLE_READ
from training.catalogue.rules import SubjectKind
from training.completion.models import (
    Assignment,
    Completion,
    Exemption,
    Extension,
    Requirement,
    RequirementSubject,
    RequirementVersion,
)
from training.completion.rules import Duty, ExemptionKind, Status, status_now
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.departments import within
from training.people.models import Department, Membership, Person

_approver, _owner, _changer = aliased(Person), aliased(Person), aliased(Person)
_Present = aliased(Department)
_MEMBER = and_(Membership.retired_at.is_(None), Membership.valid_until.is_(None))


class DutyRow(NamedTuple):
    """One duty of a person, as it stands now or stood on its last day."""

    public_id: str
    requirement_id: int
    slug: str
    title: str
    cycle: int
    valid_from: date
    valid_until: date | None
    due: date
    due_before: date | None
    because: str
    department: str
    path: str
    completion_id: int | None
    done_on: date | None
    exempt_from: date | None
    exempt_until: date | None
    extended_for: str | None
    """Why somebody gave more time, and who did."""
    extended_given: str | None
    extended_family: str | None
    extended_on: date | None

    def state(self, today: date) -> Status:
        """Return its state today, or on its last day if that has passed."""
        days = Duty(self.due, self.done_on, self.exempt_from, self.exempt_until)
        over = self.valid_until is not None and self.valid_until <= today
        return status_now(
            days, date.fromordinal(self.valid_until.toordinal() - 1) if over and self.valid_until else today
        )

    @property
    def extended_by(self) -> str:
        return f"{self.extended_given} {self.extended_family}" if self.extended_given else ""


_DUTY: tuple[Any, ...] = (
    Assignment.public_id, Assignment.requirement_id, Requirement.slug, RequirementVersion.title, Assignment.cycle,
    Assignment.valid_from, Assignment.valid_until, Assignment.due, Assignment.due_before, Assignment.because,
    Department.name, Department.path, Assignment.completion_id, Assignment.done_on, Assignment.exempt_from,
    Assignment.exempt_until, Extension.reason, _approver.given, _approver.family, Extension.valid_from,
)  # fmt: skip


def _duties(*more: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*_DUTY, *more)
        .select_from(Assignment)
        .join(Requirement, Requirement.id == Assignment.requirement_id)
        .join(RequirementVersion, RequirementVersion.id == Assignment.version_id)
        .join(Department, Department.id == Assignment.department_id)
        .outerjoin(
            Extension,
            and_(
                Extension.person_id == Assignment.person_id, Extension.requirement_id == Assignment.requirement_id,
                Extension.cycle == Assignment.cycle, Extension.retired_at.is_(None),
            ),
        )
        .outerjoin(_approver, _approver.id == Extension.approved_by_id)
        .where(Assignment.retired_at.is_(None))
    )  # fmt: skip


ALL = scoped(
    _duties()
    .where(Assignment.person_id == bindparam("person_id"))
    .order_by(Assignment.done_on.is_not(None), Assignment.due, Assignment.id),
    by="own person or subtree",
)


def duties(person_id: int, *only: ColumnElement[bool]) -> list[DutyRow]:
    """Return all duties of a person that stand, the open ones first. One SELECT; who may see them was asked before."""
    return [DutyRow(*row) for row in database.session.execute(ALL.where(*only), {"person_id": person_id})]


def own(viewer: Viewer) -> list[DutyRow]:
    """Return all duties of the viewer, the open ones first. One SELECT."""
    return duties(viewer.person_id or 0)


# --- one duty and what explains it ------------------------------------------------------------------------------------


class Explained(NamedTuple):
    """A duty with its rule, its neighbours and the people who answer for it."""

    duty: DutyRow
    person_id: int
    person: str
    given: str
    family: str
    started_on: date | None
    member_since: date | None
    version_id: int
    number: int
    version_since: date
    why: str
    rule: dict[str, Any]
    renewal_months: int | None
    window_days: int
    grace_days: int
    clauses: Sequence[str]
    reason: str
    changer_given: str | None
    changer_family: str | None
    owner_given: str | None
    owner_family: str | None
    owner_email: str | None
    done_before: date | None
    """When the cycle before was done, and by when it was due."""
    due_before: date | None
    next_opens: date | None
    next_due: date | None
    valid_until: date | None
    """Until when what was done is worth something."""
    ended_on: date | None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def changed_by(self) -> str:
        return f"{self.changer_given} {self.changer_family}" if self.changer_given else ""

    @property
    def owner(self) -> str:
        return f"{self.owner_given} {self.owner_family}" if self.owner_given else ""


_before, _next, _asked = aliased(Assignment), aliased(Assignment), aliased(Assignment)


def _neighbour(other: Any, cycle: Any) -> ColumnElement[bool]:
    return and_(
        other.person_id == Assignment.person_id, other.requirement_id == Assignment.requirement_id,
        other.cycle == cycle, other.retired_at.is_(None),
    )  # fmt: skip


# A change writes the row of a duty anew: an address that was kept leads to the row that stands in its place.
_STANDING: Select[*tuple[Any, ...]] = scoped(
    _duties(
        Assignment.person_id, Person.public_id, Person.given, Person.family, Person.started_on, Membership.valid_from,
        RequirementVersion.id, RequirementVersion.number, RequirementVersion.valid_from, RequirementVersion.why,
        RequirementVersion.due, RequirementVersion.renewal_months, RequirementVersion.window_days,
        RequirementVersion.grace_days, RequirementVersion.clauses, RequirementVersion.reason, _changer.given,
        _changer.family, _owner.given, _owner.family, _owner.email, _before.done_on,
        func.coalesce(_before.due_before, _before.due), _next.valid_from, _next.due, Completion.valid_until,
        Requirement.ended_on,
    )
    .join(_asked, and_(
        _asked.person_id == Assignment.person_id, _asked.requirement_id == Assignment.requirement_id,
        _asked.cycle == Assignment.cycle,
    ))
    .join(Person, Person.id == Assignment.person_id)
    .outerjoin(Membership, and_(Membership.person_id == Person.id, _MEMBER))
    .outerjoin(_Present, _Present.id == Membership.department_id)
    .outerjoin(_changer, _changer.id == RequirementVersion.changed_by_id)
    .outerjoin(_owner, _owner.id == RequirementVersion.owner_id)
    .outerjoin(_before, _neighbour(_before, Assignment.cycle - 1))
    .outerjoin(_next, _neighbour(_next, Assignment.cycle + 1))
    .outerjoin(Completion, Completion.id == Assignment.completion_id)
    .where(_asked.public_id == bindparam("public_id")),
    by="own person or subtree",
)  # fmt: skip


def explained(viewer: Viewer, public_id: str) -> Explained:
    """Return a duty: one's own, or one of a department that the viewer may see. Raises NotFound. One SELECT."""
    paths = viewer.paths(Permission.DEPARTMENT_READ)
    seen = or_(Assignment.person_id == viewer.person_id, within(Department.path, paths), within(_Present.path, paths))
    row = database.session.execute(_STANDING.where(seen), {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return Explained(DutyRow(*row[: len(_DUTY)]), *row[len(_DUTY) :])


class Satisfier(NamedTuple):
    """One thing that satisfies a requirement."""

    kind: SubjectKind
    slug: str
    title: str
    minutes: int
    summary: str


SATISFIERS = (
    select(Subject.kind, Subject.slug, TITLE_READ, Subject.minutes, Subject.summary)
    .join(RequirementSubject, RequirementSubject.subject_id == Subject.id)
    .outerjoin(Translation, IN_LANGUAGE)
    .where(RequirementSubject.version_id == bindparam("version_id"))
    .order_by(Subject.kind, Subject.title)
)


def satisfiers(version_id: int, language: str) -> list[Satisfier]:
    """Return what satisfies a version of a requirement, any one of them. One SELECT."""
    rows = database.session.execute(SATISFIERS, {"version_id": version_id, "language": language})
    return [Satisfier(*row) for row in rows]


class ClauseLine(NamedTuple):
    citation: str
    title: str


CLAUSES = (
    select(Clause.citation, Clause.title)
    .where(Clause.slug.in_(bindparam("slugs", expanding=True)))
    .order_by(Clause.citation)
)


def clauses(slugs: Sequence[str]) -> list[ClauseLine]:
    """Return the clauses that a requirement supports, as they are cited. One SELECT."""
    return [ClauseLine(*row) for row in database.session.execute(CLAUSES, {"slugs": list(slugs)})]


class Absence(NamedTuple):
    """Leave, or an exemption from one requirement."""

    kind: ExemptionKind
    requirement: str | None
    since: date
    until: date | None
    reason: str
    given: str | None
    family: str | None

    @property
    def approver(self) -> str:
        return f"{self.given} {self.family}" if self.given else ""


ABSENCES = scoped(
    select(
        Exemption.kind, RequirementVersion.title, Exemption.valid_from, Exemption.valid_until, Exemption.reason,
        _approver.given, _approver.family,
    )
    .outerjoin(
        RequirementVersion,
        and_(
            RequirementVersion.requirement_id == Exemption.requirement_id, RequirementVersion.retired_at.is_(None),
            RequirementVersion.valid_until.is_(None),
        ),
    )
    .outerjoin(_approver, _approver.id == Exemption.approved_by_id)
    .where(Exemption.person_id == bindparam("person_id"), Exemption.retired_at.is_(None))
    .order_by(Exemption.valid_from.desc(), Exemption.id),
    by="own person or subtree",
)  # fmt: skip
_OF_ONE = or_(Exemption.requirement_id.is_(None), Exemption.requirement_id == bindparam("requirement_id"))
ABSENCES_OF_ONE: Any = ABSENCES.where(_OF_ONE)


def absences(person_id: int) -> list[Absence]:
    """Return a person's leave and exemptions, the latest first. One SELECT; who may see them was asked before."""
    return [Absence(*row) for row in database.session.execute(ABSENCES, {"person_id": person_id})]


def absences_from(person_id: int, requirement_id: int) -> list[Absence]:
    """Return a person's leave and exemptions that concern one requirement. One SELECT."""
    values = {"person_id": person_id, "requirement_id": requirement_id}
    return [Absence(*row) for row in database.session.execute(ABSENCES_OF_ONE, values)]
