"""Looks at the editions of a course: which there were, and what one of them said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Edition, Subject
from training.catalogue.rules import SubjectKind
from training.core.db import database
from training.core.errors import NotFound

_Taught = aliased(Edition)
_OF_COURSE = and_(Subject.kind == SubjectKind.COURSE, Subject.slug == bindparam("slug"))
# In the language of the course itself: a translation says the same.
_ORIGINAL = and_(Edition.subject_id == Subject.id, Edition.source_digest.is_(None))


class EditionEntry(NamedTuple):
    """A number, and when the last content of that number was published."""

    number: int
    published_at: datetime


EDITIONS = (
    select(Edition.number, func.max(Edition.published_at))
    .join(Subject, _ORIGINAL)
    .where(_OF_COURSE, Subject.retired_on.is_(None))
    .group_by(Edition.number)
    .order_by(Edition.number.desc())
)


def editions(slug: str) -> list[EditionEntry]:
    """Return the editions of a course that is taught now, the newest first. Raises NotFound."""
    found = [EditionEntry(*row) for row in database.session.execute(EDITIONS, {"slug": slug})]
    if not found:
        raise NotFound
    return found


CONTENT = (
    select(Edition.content)
    .join(Subject, _ORIGINAL)
    .where(_OF_COURSE, Edition.number == bindparam("number"))
    .order_by(Edition.id.desc())
    .limit(1)
)


def content(slug: str, number: int) -> Mapping[str, Any]:
    """Return what an edition said when it was published last. Raises NotFound."""
    found: Mapping[str, Any] | None = database.session.scalar(CONTENT, {"slug": slug, "number": number})
    if found is None:
        raise NotFound
    return found


TAUGHT_CONTENT = (
    select(_Taught.content)
    .join(Subject, _Taught.id == Subject.edition_id)
    .where(_OF_COURSE, Subject.retired_on.is_(None))
)


def taught(slug: str) -> Mapping[str, Any] | None:
    """Return what is taught now, or None where the course is not published."""
    found: Mapping[str, Any] | None = database.session.scalar(TAUGHT_CONTENT, {"slug": slug})
    return found
