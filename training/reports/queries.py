"""Looks across rooms for one's own pages: what is to do, what was done."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, bindparam, or_, select

from training.catalogue.models import Subject, Translation
from training.catalogue.queries import IN_LANGUAGE, TITLE_READ
from training.catalogue.rules import SubjectKind
from training.completion.models import Assignment, Completion, RequirementSubject, RequirementVersion
from training.completion.rules import How
from training.core.db import database, scoped
from training.core.permissions import Viewer
from training.learning.queries import LESSONS_OF, LESSONS_READ, MINUTES_READ, STANDS


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


_NOW = (
    Assignment.retired_at.is_(None),
    Assignment.valid_from <= bindparam("today"),
    or_(Assignment.valid_until.is_(None), Assignment.valid_until > bindparam("today")),
)
_EXEMPT = and_(
    Assignment.exempt_from <= bindparam("today"),
    or_(Assignment.exempt_until.is_(None), Assignment.exempt_until > bindparam("today")),
)
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
    .order_by(Assignment.due, Assignment.id, Subject.kind),
    by="own person",
)


def to_do(viewer: Viewer, today: date) -> list[ToDo]:
    """Return the viewer's open duties, the first due first, each with the course that satisfies it if there is one."""
    values = {"person_id": viewer.person_id, "today": today, "language": viewer.language}
    rows = database.session.execute(TO_DO, values)
    first: dict[int, ToDo] = {}
    for row in rows:
        first.setdefault(row[10], ToDo(*row[:10]))
    return list(first.values())


class Done(NamedTuple):
    """One completion of the viewer."""

    public_id: str
    title: str
    kind: SubjectKind
    how: How
    local_date: date
    valid_until: date | None


RECORD = scoped(
    select(
        Completion.public_id, Subject.title, Subject.kind, Completion.how, Completion.local_date, Completion.valid_until
    )
    .join(Subject, Subject.id == Completion.subject_id)
    .where(Completion.person_id == bindparam("person_id"), STANDS)
    .order_by(Completion.local_date.desc(), Completion.id.desc())
    .limit(bindparam("limit")),
    by="own person",
)


def record(viewer: Viewer, limit: int = 200) -> list[Done]:
    """Return what the viewer completed, the latest first."""
    values = {"person_id": viewer.person_id, "limit": limit}
    return [Done(*row) for row in database.session.execute(RECORD, values)]
