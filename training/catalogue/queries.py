"""Looks at the catalogue: what is published, and which clauses there are. Nothing here belongs to a person."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select

from training.catalogue.models import Clause, Edition, Framework, Subject, Track, Translation
from training.catalogue.rules import SubjectKind
from training.core.db import database

IN_LANGUAGE = and_(Translation.subject_id == Subject.id, Translation.language == bindparam("language"))
"""How a SELECT from Subject joins (outer) the translation that the reader would like."""
EDITION_READ = func.coalesce(Translation.edition_id, Subject.edition_id)
TITLE_READ = func.coalesce(Translation.title, Subject.title)
SUMMARY_READ = func.coalesce(Translation.summary, Subject.summary)
"""What is shown of a subject, after that join: in the reader's language where all of it is translated."""


class Taught(NamedTuple):
    """A subject and the edition that is taught now; `digest` is None before the first one."""

    id: int
    slug: str
    edition_id: int | None
    digest: str | None
    retired: bool


TAUGHT = (
    select(Subject.id, Subject.slug, Subject.edition_id, Edition.digest, Subject.retired_on.is_not(None))
    .outerjoin(Edition, Edition.id == Subject.edition_id)
    .where(Subject.kind == bindparam("kind", type_=Subject.kind.type))
)


def taught(kind: SubjectKind) -> dict[str, Taught]:
    """Return all subjects of a kind by their slugs, the retired ones too."""
    rows = database.session.execute(TAUGHT, {"kind": kind})
    return {row.slug: Taught(*row) for row in rows}


EDITIONS = select(Edition.digest, Edition.id).where(Edition.digest.in_(bindparam("digests", expanding=True)))


def editions(digests: Collection[str]) -> dict[str, int]:
    """Return the editions that were published with one of these digests, however long ago: digest → id."""
    rows = database.session.execute(EDITIONS, {"digests": list(digests)})
    return {row.digest: row.id for row in rows}


FRAMEWORK_IDS = select(Framework.slug, Framework.id)


def framework_ids() -> dict[str, int]:
    """Return the frameworks: slug → id."""
    return {row.slug: row.id for row in database.session.execute(FRAMEWORK_IDS)}


CITATIONS = (
    select(Clause.slug, Clause.citation)
    .where(Clause.slug.in_(bindparam("slugs", expanding=True)))
    .order_by(Clause.citation)
)


def citations(slugs: Collection[str]) -> dict[str, str]:
    """Return how clauses are cited, in the order of the citations: slug → citation. Unknown slugs are left out."""
    rows = database.session.execute(CITATIONS, {"slugs": list(slugs)})
    return {row.slug: row.citation for row in rows}


SUBJECT_ID = select(Subject.id).where(
    Subject.kind == bindparam("kind", type_=Subject.kind.type), Subject.slug == bindparam("slug")
)


def subject_id(kind: SubjectKind, slug: str) -> int | None:
    """Return the subject of that name, or None."""
    return database.session.scalar(SUBJECT_ID, {"kind": kind, "slug": slug})


class Shelf(NamedTuple):
    """A track of the catalogue."""

    slug: str
    title: str
    summary: str


SHELVES = select(Track.slug, Track.title, Track.summary).order_by(Track.position)


def shelves() -> list[Shelf]:
    """Return the tracks in their order."""
    return [Shelf(*row) for row in database.session.execute(SHELVES)]


SUBJECT_IDS = select(Subject.kind, Subject.slug, Subject.id)


def subject_ids() -> dict[tuple[str, str], int]:
    """Return the ids of all subjects by kind and slug."""
    return {(row.kind.value, row.slug): row.id for row in database.session.execute(SUBJECT_IDS)}


TRANSLATIONS = select(Translation.subject_id, Translation.language, Translation.edition_id)


def translations() -> dict[tuple[int, str], int]:
    """Return which editions are taught in other languages: (subject, language) → edition."""
    return {(row[0], row[1]): row[2] for row in database.session.execute(TRANSLATIONS)}
