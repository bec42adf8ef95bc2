"""Looks at requirements, people and their duties, for the verbs of this room. All of them are the system's own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, select

from training.catalogue.models import Edition, Subject
from training.catalogue.rules import SubjectKind
from training.completion.audience import Particulars, Place
from training.completion.due import Terms, terms_of
from training.completion.duties import Completed, Excused, Extended, Kept, Known, Member, Row, Version, Weighed
from training.completion.models import (
    Assignment,
    Completion,
    Exemption,
    Extension,
    Requirement,
    RequirementSubject,
    RequirementVersion,
)
from training.completion.rules import How, RequirementSource
from training.core.db import database, scoped
from training.people.models import Department, Membership, Person, Site

MEMBERSHIP = and_(Membership.person_id == Person.id, Membership.retired_at.is_(None), Membership.valid_until.is_(None))
_TERMS = (
    RequirementVersion.due,
    RequirementVersion.renewal_months,
    RequirementVersion.window_days,
    RequirementVersion.grace_days,
)
_WEIGHED = (
    Assignment.department_id, Assignment.requirement_id, Assignment.valid_from, Assignment.valid_until, Assignment.due,
    Assignment.done_on, Assignment.exempt_from, Assignment.exempt_until,
)  # fmt: skip


# --- recording --------------------------------------------------------------------------------------------------------


class DutyRow(NamedTuple):
    """A duty that a subject satisfies, with the terms of its version."""

    id: int
    cycle: int
    last: bool
    """Whether no later cycle of the same requirement stands."""
    weighed: Weighed
    terms: Terms
    least_edition: int | None = None
    kept_until: date | None = None
    """Until when the completion holds after which a raised edition began the duty anew."""
    due_before: date | None = None
    """The rule's due day, where an extension moved it."""

    def counts(self, edition_number: int | None) -> bool:
        """Tell whether that edition is recent enough; what has no editions always is."""
        return edition_number is None or self.least_edition is None or edition_number >= self.least_edition

    @property
    def valid_from(self) -> date:
        return self.weighed.valid_from

    @property
    def valid_until(self) -> date | None:
        return self.weighed.valid_until

    @property
    def done_on(self) -> date | None:
        return self.weighed.done_on

    @property
    def due_without_grace(self) -> date:
        return (self.due_before or self.weighed.due) - timedelta(days=self.terms.grace_days)


_earlier = Completion.__table__.alias("earlier")
_SATISFIED = (
    select(
        Assignment.id,
        Assignment.cycle,
        *_WEIGHED,
        *_TERMS,
        RequirementSubject.edition_number,
        _earlier.c.valid_until,
        Assignment.due_before,
    )
    .join(RequirementSubject, RequirementSubject.version_id == Assignment.version_id)
    .join(RequirementVersion, RequirementVersion.id == Assignment.version_id)
    .outerjoin(_earlier, _earlier.c.id == Assignment.anew_after_id)
    .where(Assignment.retired_at.is_(None))
    .order_by(Assignment.id)
    .with_for_update(of=Assignment)
)
DUTIES = scoped(
    _SATISFIED.where(
        Assignment.person_id == bindparam("person_id"), RequirementSubject.subject_id == bindparam("subject_id")
    ),
    by="own person",
)
DUTIES_OF_MANY = scoped(
    _SATISFIED.add_columns(Assignment.person_id, RequirementSubject.subject_id).where(
        Assignment.person_id.in_(bindparam("person_ids", expanding=True)),
        RequirementSubject.subject_id.in_(bindparam("subject_ids", expanding=True)),
    ),
    by="system",
)


def duties_for_record(person_id: int, subject_id: int) -> list[DutyRow]:
    """Return a person's duties that a subject satisfies, locked. One SELECT."""
    return _duty_rows(database.session.execute(DUTIES, {"person_id": person_id, "subject_id": subject_id}).all())


def duties_of_many(person_ids: Sequence[int], subject_ids: Sequence[int]) -> dict[tuple[int, int], list[DutyRow]]:
    """Return the duties that some subjects satisfy, locked, by person and subject. One SELECT."""
    values = {"person_ids": list(person_ids), "subject_ids": list(subject_ids)}
    rows: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in database.session.execute(DUTIES_OF_MANY, values):
        rows[row[-2], row[-1]].append(row[:-2])
    return {key: _duty_rows(found) for key, found in rows.items()}


def _duty_rows(rows: Sequence[Any]) -> list[DutyRow]:
    newest: dict[int, int] = {}
    for row in rows:
        newest[row[3]] = max(row[1], newest.get(row[3], 0))
    return [
        DutyRow(row[0], row[1], row[1] == newest[row[3]], Weighed(*row[2:10]), terms_of(*row[10:14]), *row[14:])
        for row in rows
    ]


# --- requirements -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Book:
    """All requirements: the version of each that holds now, and the grace of every version that ever held."""

    current: tuple[Version, ...]
    grace: Mapping[int, int]


VERSIONS = (
    select(
        RequirementVersion.id, RequirementVersion.requirement_id, RequirementVersion.valid_from,
        RequirementVersion.audience, *_TERMS, Requirement.ended_on, RequirementVersion.asked_again,
        and_(RequirementVersion.retired_at.is_(None), RequirementVersion.valid_until.is_(None)).label("current"),
    )
    .join(Requirement, Requirement.id == RequirementVersion.requirement_id)
    .order_by(RequirementVersion.requirement_id, RequirementVersion.number)
)  # fmt: skip
SUBJECTS = select(RequirementSubject.version_id, RequirementSubject.subject_id, RequirementSubject.edition_number)


def book() -> Book:
    """Return all requirements. Two SELECTs."""
    subjects: dict[int, dict[int, int | None]] = defaultdict(dict)
    for version_id, subject_id, edition_number in database.session.execute(SUBJECTS):
        subjects[version_id][subject_id] = edition_number
    rows: Sequence[Any] = database.session.execute(VERSIONS).all()
    return Book(
        tuple(
            Version(
                row[0],
                row[1],
                row[2],
                row[3],
                terms_of(*row[4:8]),
                frozenset(subjects[row[0]]),
                row.ended_on,
                tuple(map(date.fromisoformat, row.asked_again)),
                subjects[row[0]],
            )
            for row in rows
            if row.current
        ),
        {row.id: row.grace_days for row in rows},
    )


# --- people -----------------------------------------------------------------------------------------------------------

MEMBERS = scoped(
    select(
        Person.id, Person.started_on, Person.left_on, Membership.valid_from, Membership.department_id, Department.code,
        Site.code, Membership.attributes, Membership.title, Person.external_id,
    )
    .outerjoin(Membership, MEMBERSHIP)
    .outerjoin(Department, Department.id == Membership.department_id)
    .outerjoin(Site, Site.id == Membership.site_id)
    .where(Person.id.in_(bindparam("ids", expanding=True)))
    .order_by(Person.id),
    by="system",
)  # fmt: skip
ROWS = scoped(
    select(
        Assignment.person_id, Assignment.id, Assignment.requirement_id, Assignment.version_id, Assignment.cycle,
        Assignment.valid_from, Assignment.valid_until, Assignment.due, Assignment.due_before, Assignment.because,
        Assignment.anew_after_id,
        Assignment.department_id, Assignment.completion_id, Assignment.done_on, Assignment.exempt_from,
        Assignment.exempt_until,
    )
    .where(Assignment.person_id.in_(bindparam("ids", expanding=True)), Assignment.retired_at.is_(None))
    .order_by(Assignment.id),
    by="system",
)  # fmt: skip
LOCKED_ROWS = ROWS.with_for_update()
_later = Completion.__table__.alias("later")
STANDING = scoped(
    select(
        Completion.person_id,
        Completion.subject_id,
        Completion.local_date,
        Completion.id,
        Edition.number,
        Completion.how == How.CHANGES,
    )
    .outerjoin(_later, _later.c.supersedes_id == Completion.id)
    .outerjoin(Edition, Edition.id == Completion.edition_id)
    .where(
        Completion.person_id.in_(bindparam("ids", expanding=True)), Completion.void.is_(False), _later.c.id.is_(None)
    ),
    by="system",
)
EXCUSED = scoped(
    select(Exemption.person_id, Exemption.requirement_id, Exemption.valid_from, Exemption.valid_until).where(
        Exemption.person_id.in_(bindparam("ids", expanding=True)), Exemption.retired_at.is_(None)
    ),
    by="system",
)

EXTENDED = scoped(
    select(Extension.person_id, Extension.requirement_id, Extension.cycle, Extension.until).where(
        Extension.person_id.in_(bindparam("ids", expanding=True)), Extension.retired_at.is_(None)
    ),
    by="system",
)


def known(person_ids: Sequence[int], *, locked: bool = True) -> list[Known]:
    """Return all that is known of some people, their duties locked in the order of their ids. Five SELECTs.

    Whoever only reckons with it writes nothing, and must not lock either.
    """
    ids = {"ids": list(person_ids)}
    members: Sequence[Any] = database.session.execute(MEMBERS, ids).all()
    rows = _by_person(database.session.execute(LOCKED_ROWS if locked else ROWS, ids))
    completed = _by_person(database.session.execute(STANDING, ids))
    excused = _by_person(database.session.execute(EXCUSED, ids))
    extended = _by_person(database.session.execute(EXTENDED, ids))
    return [
        Known(
            Member(
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                Place(row[5] or "", row[6] or "", frozenset(row[7] or ())),
                Particulars(row[8] or "", row[1], row[9]),
            ),
            [Kept(one[1], Row(*one[2:])) for one in rows.get(row[0], ())],
            [Completed(*one[1:]) for one in completed.get(row[0], ())],
            [Excused(*one[1:]) for one in excused.get(row[0], ())],
            [Extended(*one[1:]) for one in extended.get(row[0], ())],
        )
        for row in members
    ]


def _by_person(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


# --- one completion ---------------------------------------------------------------------------------------------------


class Fact(NamedTuple):
    """A completion as it was recorded."""

    person_id: int
    subject_id: int
    edition_id: int | None
    digest: str | None
    how: How
    happened_at: datetime
    local_date: date
    void: bool
    superseded: bool


FACTS = scoped(
    select(
        Completion.person_id, Completion.subject_id, Completion.edition_id, Completion.digest, Completion.how,
        Completion.happened_at, Completion.local_date, Completion.void, _later.c.id.is_not(None), Completion.id,
    )
    .outerjoin(_later, _later.c.supersedes_id == Completion.id)
    .where(Completion.id.in_(bindparam("ids", expanding=True)))
    .order_by(Completion.id),
    by="system",
)  # fmt: skip


def completion(completion_id: int) -> Fact | None:
    """Return one completion, or None."""
    return completions([completion_id]).get(completion_id)


IDS = scoped(
    select(Completion.id)
    .where(Completion.public_id.in_(bindparam("public_ids", expanding=True)))
    .order_by(Completion.id),
    by="system",
)


def completion_ids(public_ids: Sequence[str]) -> list[int]:
    """Return the ids of completions by their public ids, in the order in which they were recorded."""
    return list(database.session.scalars(IDS, {"public_ids": list(public_ids)}))


def completions(ids: Sequence[int]) -> dict[int, Fact]:
    """Return completions by their ids."""
    return {row[9]: Fact(*row[:9]) for row in database.session.execute(FACTS, {"ids": list(ids)})}


# --- publishing -------------------------------------------------------------------------------------------------------


class Published(NamedTuple):
    """A requirement as it stands now."""

    requirement_id: int
    slug: str
    ended_on: date | None
    version_id: int
    number: int
    digest: str
    asked_again: list[str]
    source: RequirementSource
    due: dict[str, Any]


PUBLISHED = select(
    Requirement.id, Requirement.slug, Requirement.ended_on, RequirementVersion.id, RequirementVersion.number,
    RequirementVersion.digest, RequirementVersion.asked_again, Requirement.source, RequirementVersion.due,
).join(
    RequirementVersion,
    and_(
        RequirementVersion.requirement_id == Requirement.id, RequirementVersion.retired_at.is_(None),
        RequirementVersion.valid_until.is_(None),
    ),
)  # fmt: skip


def published() -> dict[str, Published]:
    """Return all requirements by their slugs, ended ones too."""
    return {row.slug: Published(*row) for row in database.session.execute(PUBLISHED)}


SATISFIERS = select(Subject.kind, Subject.slug, Subject.id, Edition.number).outerjoin(
    Edition, Edition.id == Subject.edition_id
)
LEAST_EDITIONS = select(RequirementSubject.subject_id, RequirementSubject.edition_number).where(
    RequirementSubject.version_id == bindparam("version_id")
)
OWNERS = scoped(
    select(Person.external_id, Person.id).where(Person.external_id.in_(bindparam("external_ids", expanding=True))),
    by="system",
)


def satisfiers() -> dict[tuple[SubjectKind, str], tuple[int, int | None]]:
    """Return all subjects by kind and slug: their ids, and the numbers of their present editions."""
    rows = database.session.execute(SATISFIERS)
    return {(kind, slug): (subject_id, number) for kind, slug, subject_id, number in rows}


def least_editions(version_id: int) -> dict[int, int | None]:
    """Return the least edition of each subject that a version counts."""
    return {row[0]: row[1] for row in database.session.execute(LEAST_EDITIONS, {"version_id": version_id})}


def owner_ids(external_ids: Sequence[str]) -> dict[str | None, int]:
    """Return the ids of people by the roster's key."""
    rows = database.session.execute(OWNERS, {"external_ids": list(external_ids)})
    return {row[0]: row[1] for row in rows}
