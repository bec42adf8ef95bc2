"""Looks at the register of laws and standards, and at what in the catalogue serves it. Nothing belongs to a person."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from training.catalogue.models import Clause, Edition, Framework, Subject
from training.catalogue.rules import SubjectKind
from training.completion.models import RequirementVersion
from training.core.db import database
from training.core.errors import NotFound


class FrameworkEntry(NamedTuple):
    """A framework with its number of clauses, and how many of them were never checked against a source."""

    slug: str
    name: str
    force: str
    checked_on: date | None
    clauses: int
    unchecked: int


FRAMEWORKS = (
    select(
        Framework.slug, Framework.name, Framework.force, Framework.checked_on, func.count(Clause.id),
        func.count(Clause.id) - func.count(Clause.checked_on),
    )
    .join(Clause, Clause.framework_id == Framework.id)
    .group_by(Framework.id, Framework.slug, Framework.name, Framework.force, Framework.checked_on)
    .order_by(Framework.name)
)  # fmt: skip


def frameworks() -> list[FrameworkEntry]:
    """Return all frameworks that have clauses, by name."""
    return [FrameworkEntry(*row) for row in database.session.execute(FRAMEWORKS)]


class FrameworkRow(NamedTuple):
    id: int
    name: str
    force: str
    version: str
    penalty: str
    reuse: str
    note: str
    source: str
    checked_on: date | None


FRAMEWORK = select(
    Framework.id, Framework.name, Framework.force, Framework.version, Framework.penalty, Framework.reuse,
    Framework.note, Framework.source, Framework.checked_on,
).where(Framework.slug == bindparam("slug"))  # fmt: skip


def framework(slug: str) -> FrameworkRow:
    """Return one framework. Raises NotFound."""
    row = database.session.execute(FRAMEWORK, {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound
    return FrameworkRow(*row)


class ClauseRow(NamedTuple):
    """A clause as the register says it."""

    slug: str
    citation: str
    title: str
    who: str
    frequency: str
    content: str
    evidence: str
    test: str
    claim: str
    status: str
    effective_on: date | None
    served_by: str
    note: str
    certainty: str
    source: str
    checked_on: date | None


CLAUSES = (
    select(
        Clause.slug, Clause.citation, Clause.title, Clause.who, Clause.frequency, Clause.content, Clause.evidence,
        Clause.test, Clause.claim, Clause.status, Clause.effective_on, Clause.served_by, Clause.note, Clause.certainty,
        Clause.source, Clause.checked_on,
    )
    .where(Clause.framework_id == bindparam("framework_id"))
    .order_by(Clause.id)
)  # fmt: skip


def clauses(framework_id: int) -> list[ClauseRow]:
    """Return the clauses of a framework in the order of the register."""
    rows: Any = database.session.execute(CLAUSES, {"framework_id": framework_id})
    return [ClauseRow(*row) for row in rows]


class Server(NamedTuple):
    """What says that it serves a clause, and how far. `strength` is empty for a requirement: it makes no claim."""

    kind: str
    slug: str
    title: str
    strength: str
    note: str


SERVING = (
    select(Subject.kind, Subject.slug, Subject.title, Edition.content["serves"])
    .join(Edition, Edition.id == Subject.edition_id)
    .where(Subject.retired_on.is_(None))
    .order_by(Subject.kind, Subject.title)
)
REQUIRING = (
    select(RequirementVersion.title, RequirementVersion.clauses)
    .where(RequirementVersion.retired_at.is_(None), RequirementVersion.valid_until.is_(None))
    .order_by(RequirementVersion.title)
)


def servers() -> dict[str, list[Server]]:
    """Return what serves each clause: clause → courses, policies, kits and requirements. Two SELECTs."""
    found: dict[str, list[Server]] = defaultdict(list)
    for clause, server in (*_claims(), *_requirements()):
        found[clause].append(server)
    return found


def _claims() -> Iterator[tuple[str, Server]]:
    rows: Any = database.session.execute(SERVING)
    for kind, slug, title, serves in rows:
        for one in serves or ():
            yield one["clause"], Server(kind.value, slug, title, one["strength"], one["note"] or "")


def _requirements() -> Iterator[tuple[str, Server]]:
    for title, slugs in database.session.execute(REQUIRING):
        for slug in slugs:
            yield slug, Server(REQUIREMENT, "", title, "", "")


REQUIREMENT = "requirement"
COURSE, POLICY = SubjectKind.COURSE.value, SubjectKind.POLICY.value
