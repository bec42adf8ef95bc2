"""Looks at the kits from which seminars are held. A kit belongs to nobody: whoever runs seminars sees them all."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, select

from training.catalogue.models import Edition, Subject
from training.catalogue.rules import SubjectKind
from training.core.db import database
from training.core.errors import NotFound
from training.seminars.models import Seminar

_KIT = and_(Subject.kind == SubjectKind.SEMINAR, Subject.retired_on.is_(None))


class KitEntry(NamedTuple):
    slug: str
    title: str
    summary: str
    minutes: int


KITS = (
    select(Subject.slug, Subject.title, Subject.summary, Subject.minutes)
    .where(_KIT, Subject.edition_id.is_not(None))
    .order_by(Subject.title)
)


def kits() -> list[KitEntry]:
    """Return all kits, by title."""
    return [KitEntry(*row) for row in database.session.execute(KITS)]


class Kit(NamedTuple):
    """A kit with the whole content of its present edition, and whether a seminar is described from it."""

    slug: str
    title: str
    number: int
    content: Mapping[str, Any]
    described: bool


KIT = (
    select(Subject.slug, Subject.title, Edition.number, Edition.content, Seminar.id.is_not(None))
    .join(Edition, Edition.id == Subject.edition_id)
    .outerjoin(Seminar, Seminar.slug == Subject.slug)
    .where(_KIT, Subject.slug == bindparam("slug"))
)


def kit(slug: str) -> Kit:
    """Return a kit. Raises NotFound."""
    row = database.session.execute(KIT, {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound
    return Kit(*row)
