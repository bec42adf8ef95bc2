"""Looks at requirements for the desk: all of them with their numbers, one with its history, and the gaps."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, bindparam, cast, exists, func, not_, or_, select, union_all
from sqlalchemy.orm import aliased

from training.audit.models import Event, EventDetail
from training.catalogue.models import Clause, Framework, Subject
from training.catalogue.rules import SubjectKind
from training.completion import corrections, states
from training.completion.audience_queries import Sample, all_people_where, check_everywhere, people_where, visible
from training.completion.models import Assignment, Requirement, RequirementSubject, RequirementVersion, RollUp
from training.completion.publishing_queries import SAID
from training.completion.rules import FiveParts, RequirementSource
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.people.models import Department, Person

# --- all of them ------------------------------------------------------------------------------------------------------


class Line(NamedTuple):
    """A requirement as it is now. The owner's names are None where it has none."""

    id: int
    slug: str
    source: RequirementSource
    ended_on: date | None
    title: str
    clauses: list[str]
    given: str | None
    family: str | None
    owner_left_on: date | None
    since: date
    """Since when it holds, in whatever version."""

    def owner(self, today: date) -> str:
        """Return who answers for it; empty where nobody does, or nobody who still works here."""
        gone = self.owner_left_on is not None and self.owner_left_on <= today
        return "" if self.family is None or gone else f"{self.family}, {self.given}"


_NOW = and_(
    RequirementVersion.requirement_id == Requirement.id, RequirementVersion.retired_at.is_(None),
    RequirementVersion.valid_until.is_(None),
)  # fmt: skip
_first = aliased(RequirementVersion)
_since = (
    select(func.min(_first.valid_from))
    .where(_first.requirement_id == Requirement.id, _first.retired_at.is_(None))
    .correlate(Requirement)
    .scalar_subquery()
)
LINES = scoped(
    select(
        Requirement.id, Requirement.slug, Requirement.source, Requirement.ended_on, RequirementVersion.title,
        RequirementVersion.clauses, Person.given, Person.family, Person.left_on, _since,
    )
    .join(RequirementVersion, _NOW)
    .outerjoin(Person, Person.id == RequirementVersion.owner_id)
    .order_by(RequirementVersion.title, Requirement.slug),
    by="managers of requirements",
)  # fmt: skip
LINE = LINES.where(Requirement.slug == bindparam("slug"))


def lines() -> list[Line]:
    """Return all requirements by their titles, those that have ended too. One SELECT."""
    return [Line(*row) for row in database.session.execute(LINES)]


def line(slug: str) -> Line:
    """Return one requirement. Raises NotFound. One SELECT."""
    row = database.session.execute(LINE, {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound
    return Line(*row)


def line_everywhere(viewer: Viewer, slug: str) -> Line:
    """Return one requirement to a viewer who may change it. Raises NotFound."""
    check_everywhere(viewer)
    return line(slug)


_NAMES = tuple(part.name.lower() for part in states.PARTS)


def parts(viewer: Viewer, today: date) -> dict[int, FiveParts]:
    """Return the five parts of each requirement in the viewer's departments, from the roll-ups. One SELECT."""
    mine = visible(viewer)
    kept = (
        select(RollUp.requirement_id, *(getattr(RollUp, name) for name in _NAMES))
        .join(Department, Department.id == RollUp.department_id)
        .where(mine)
    )
    since = corrections.moved(RollUp.department_id.in_(select(Department.id).where(mine))).subquery("since")
    moved = (
        select(since.c.requirement_id, *(since.c[name] for name in _NAMES))
        .join(Department, Department.id == since.c.department_id)
        .where(mine)
    )
    both = union_all(kept, moved).subquery("both")
    sums = [cast(func.sum(both.c[name]), Integer) for name in _NAMES]
    numbers = scoped(select(both.c.requirement_id, *sums).group_by(both.c.requirement_id), by="subtree")
    return {row[0]: FiveParts(*row[1:]) for row in database.session.execute(numbers, {"today": today})}


def under_none(viewer: Viewer, today: date) -> Sample:
    """Return the people of the viewer's departments of whom nothing is required today. One SELECT."""
    return people_where(viewer, _owes_nothing(today), today)


def all_under_none(viewer: Viewer, today: date) -> Iterator[tuple[str, str, str]]:
    """Yield all of them, however many: (family, given, department)."""
    return all_people_where(viewer, _owes_nothing(today), today)


def _owes_nothing(today: date) -> ColumnElement[bool]:
    living = (
        exists()
        .where(
            Assignment.person_id == Person.id,
            Assignment.retired_at.is_(None),
            Assignment.valid_from <= today,
            or_(Assignment.valid_until.is_(None), Assignment.valid_until > today),
        )
        .correlate(Person)
    )
    return not_(living)


# --- one of them ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VersionRow:
    """One version: what it says (`row`), since when, by whom and why. `by` is empty for the file."""

    number: int
    since: date
    recorded_at: datetime
    reason: str
    by: str
    row: Mapping[str, Any]
    owner: str
    subjects: tuple["SubjectRow", ...]


class SubjectRow(NamedTuple):
    """What satisfies a version. `summary` of a proof says what counts."""

    kind: SubjectKind
    slug: str
    title: str
    summary: str
    retired_on: date | None
    edition_number: int | None


_by, _owner = Person.__table__.alias("changed_by"), Person.__table__.alias("owner")
VERSIONS = scoped(
    select(
        RequirementVersion.id, RequirementVersion.number, RequirementVersion.valid_from, RequirementVersion.recorded_at,
        RequirementVersion.reason, _by.c.given + " " + _by.c.family, _owner.c.given + " " + _owner.c.family, *SAID,
    )
    .outerjoin(_by, _by.c.id == RequirementVersion.changed_by_id)
    .outerjoin(_owner, _owner.c.id == RequirementVersion.owner_id)
    .where(RequirementVersion.requirement_id == bindparam("requirement_id"))
    .order_by(RequirementVersion.number.desc()),
    by="managers of requirements",
)  # fmt: skip
SUBJECTS = (
    select(
        RequirementSubject.version_id, Subject.kind, Subject.slug, Subject.title, Subject.summary, Subject.retired_on,
        RequirementSubject.edition_number,
    )
    .join(Subject, Subject.id == RequirementSubject.subject_id)
    .join(RequirementVersion, RequirementVersion.id == RequirementSubject.version_id)
    .where(RequirementVersion.requirement_id == bindparam("requirement_id"))
    .order_by(Subject.kind, Subject.title)
)  # fmt: skip


def versions(requirement_id: int) -> list[VersionRow]:
    """Return all versions of a requirement, the newest first. Two SELECTs."""
    subjects: dict[int, list[SubjectRow]] = defaultdict(list)
    for row in database.session.execute(SUBJECTS, {"requirement_id": requirement_id}):
        subjects[row[0]].append(SubjectRow(*row[1:]))
    names = [column.key for column in SAID]
    return [
        VersionRow(
            row[1], row[2], row[3], row[4], row[5] or "", dict(zip(names, row[7:], strict=True)), row[6] or "",
            tuple(subjects[row[0]]),
        )
        for row in database.session.execute(VERSIONS, {"requirement_id": requirement_id})
    ]  # fmt: skip


class EndRow(NamedTuple):
    """That a requirement was ended: when, by whom (None: since the file named it no more), why."""

    at: datetime
    by: str | None
    detail: dict[str, Any] | None


ENDS = scoped(
    select(Event.at, Person.given + " " + Person.family, EventDetail.detail)
    .outerjoin(Person, Person.id == Event.actor_id)
    .outerjoin(EventDetail, EventDetail.event_id == Event.id)
    .where(
        Event.subject_kind == "requirement", Event.subject_id == bindparam("requirement_id"),
        Event.action == "requirement-ended",
    )
    .order_by(Event.id.desc()),
    by="managers of requirements",
)  # fmt: skip


def ends(requirement_id: int) -> list[EndRow]:
    """Return when a requirement was ended, the last time first. One SELECT."""
    return [EndRow(*row) for row in database.session.execute(ENDS, {"requirement_id": requirement_id})]


# --- what a form offers -----------------------------------------------------------------------------------------------


class Choice(NamedTuple):
    """A subject or a clause to choose, under the name of its shelf or framework."""

    shelf: str
    value: str
    words: str


_CHOSEN_KINDS = (SubjectKind.COURSE, SubjectKind.POLICY, SubjectKind.SEMINAR)
TAUGHT = (
    select(Subject.kind, Subject.slug, Subject.title, Subject.retired_on)
    .where(
        Subject.kind.in_(_CHOSEN_KINDS),
        or_(Subject.retired_on.is_(None), (Subject.slug).in_(bindparam("also", expanding=True))),
    )
    .order_by(Subject.title, Subject.slug)
)
CLAUSES = (
    select(Framework.name, Clause.slug, Clause.citation, Clause.title)
    .join(Framework, Framework.id == Clause.framework_id)
    .order_by(Framework.name, Clause.id)
)


class Taught(NamedTuple):
    kind: SubjectKind
    slug: str
    title: str
    retired_on: date | None


def taught(also: Sequence[str] = ()) -> list[Taught]:
    """Return what can satisfy, by title; of what is retired only what is named. One SELECT."""
    return [Taught(*row) for row in database.session.execute(TAUGHT, {"also": list(also)})]


def clauses() -> list[Choice]:
    """Return all clauses by framework. One SELECT."""
    return [Choice(row[0], row[1], f"{row[2]}: {row[3]}") for row in database.session.execute(CLAUSES)]


def named_subjects(content: Mapping[str, Any]) -> list[SubjectRow]:
    """Return what satisfies a requirement that is only written yet, in its order. One SELECT."""
    ways = [pair for one in content["satisfied_by"] for pair in one.items()]
    found = {(one.kind, one.slug): one for one in taught([slug for _kind, slug in ways])}
    rows = [_written_row(kind, slug, found) for kind, slug in ways]
    return [row for row in rows if row is not None]


def _written_row(kind: str, slug: str, found: Mapping[tuple[SubjectKind, str], Taught]) -> SubjectRow | None:
    if kind == SubjectKind.PROOF:
        return SubjectRow(SubjectKind.PROOF, "", "", slug, None, None)
    one = found.get((SubjectKind(kind), slug))
    return SubjectRow(one.kind, one.slug, one.title, "", one.retired_on, None) if one else None
