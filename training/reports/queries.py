"""Looks across rooms for one's own pages: what is to do, what was done."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, or_, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Subject, Translation
from training.catalogue.queries import IN_LANGUAGE, TITLE_READ
from training.catalogue.rules import SubjectKind
from training.completion.models import Assignment, Completion, OutsideProof, RequirementSubject, RequirementVersion
from training.completion.rules import How, ProofState
from training.core.db import database, scoped
from training.core.permissions import Viewer
from training.learning.queries import LESSONS_OF, LESSONS_READ, MINUTES_READ, STANDS
from training.seminars.closing_queries import minutes_signed


class ToDo(NamedTuple):
    """One open duty of the viewer with the subject that satisfies it."""

    requirement: str
    why: str
    due: date
    kind: SubjectKind
    slug: str
    title: str
    minutes: int
    lessons: int
    read: int
    minutes_read: int
    duty: str = ""
    """The public id of the duty."""
    proof: str | None = None
    """The public id of what a proof from elsewhere would count as; None where none is accepted."""
    proof_waits: bool = False
    """Whether one was handed in and nobody has decided yet."""


_NOW = (
    Assignment.retired_at.is_(None),
    Assignment.valid_from <= bindparam("today"),
    or_(Assignment.valid_until.is_(None), Assignment.valid_until > bindparam("today")),
)
_EXEMPT = and_(
    Assignment.exempt_from <= bindparam("today"),
    or_(Assignment.exempt_until.is_(None), Assignment.exempt_until > bindparam("today")),
)
_other, _paper = aliased(RequirementSubject), aliased(Subject)
_PROOF = (
    select(_paper.public_id)
    .join(_other, _other.subject_id == _paper.id)
    .where(_other.version_id == Assignment.version_id, _paper.kind == SubjectKind.PROOF, _paper.retired_on.is_(None))
    .limit(1)
    .scalar_subquery()
)
_WAITS = (
    select(OutsideProof.id)
    .join(_other, _other.subject_id == OutsideProof.subject_id)
    .where(
        _other.version_id == Assignment.version_id, OutsideProof.person_id == Assignment.person_id,
        OutsideProof.state == ProofState.WAITING,
    )
    .exists()
)  # fmt: skip
TO_DO = scoped(
    select(
        RequirementVersion.title.label("requirement"),
        RequirementVersion.why,
        Assignment.due,
        Subject.kind,
        Subject.slug,
        TITLE_READ,
        Subject.minutes,
        LESSONS_OF,
        LESSONS_READ,
        MINUTES_READ,
        Assignment.public_id,
        _PROOF,
        _WAITS,
        Assignment.id,
    )
    .join(RequirementVersion, RequirementVersion.id == Assignment.version_id)
    .join(RequirementSubject, RequirementSubject.version_id == Assignment.version_id)
    .join(Subject, and_(Subject.id == RequirementSubject.subject_id, Subject.retired_on.is_(None)))
    .outerjoin(Translation, IN_LANGUAGE)
    .where(
        Assignment.person_id == bindparam("person_id"),
        Assignment.done_on.is_(None),
        *_NOW,
        or_(Assignment.exempt_from.is_(None), ~_EXEMPT),
    )
    # What can be done here comes before what was done elsewhere.
    .order_by(Assignment.due, Assignment.id, case((Subject.kind == SubjectKind.PROOF, 1), else_=0), Subject.kind),
    by="own person",
)


def to_do(viewer: Viewer, today: date) -> list[ToDo]:
    """Return the viewer's open duties, the first due first, each with the course that satisfies it if there is one."""
    values = {"person_id": viewer.person_id, "today": today, "language": viewer.language}
    rows = database.session.execute(TO_DO, values)
    first: dict[int, ToDo] = {}
    for row in rows:
        first.setdefault(row[-1], ToDo(*row[:-1]))
    return list(first.values())


class Done(NamedTuple):
    """One completion of the viewer."""

    public_id: str
    title: str
    kind: SubjectKind
    how: How
    local_date: date
    valid_until: date | None
    origin: str | None = None
    """What another system or organisation said of it."""
    minutes: int | None = None
    """Spent in a seminar."""


ALL_RECORD = scoped(
    select(
        Completion.public_id,
        Subject.title,
        Subject.kind,
        Completion.how,
        Completion.local_date,
        Completion.valid_until,
        Completion.origin,
        minutes_signed(),
    )
    .join(Subject, Subject.id == Completion.subject_id)
    .where(Completion.person_id == bindparam("person_id"), STANDS)
    .order_by(Completion.local_date.desc(), Completion.id.desc()),
    by="own person",
)
RECORD = ALL_RECORD.limit(bindparam("limit"))


def record(viewer: Viewer, limit: int = 200) -> list[Done]:
    """Return what the viewer completed, the latest first."""
    values = {"person_id": viewer.person_id, "limit": limit}
    return [Done(*row) for row in database.session.execute(RECORD, values)]


def whole_record(viewer: Viewer) -> Iterator[Done]:
    """Yield all that the viewer completed, however much, the latest first. One SELECT."""
    values, streamed = {"person_id": viewer.person_id}, {"yield_per": 1000}
    for row in database.session.execute(ALL_RECORD, values, execution_options=streamed):
        yield Done(*row)
