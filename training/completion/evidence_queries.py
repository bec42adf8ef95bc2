"""Looks for the verbs of evidence: the requirement that is meant, a pack to be built, who may read until when."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select

from training.completion.evidence_models import Engagement, EvidencePack
from training.completion.models import Requirement, RequirementVersion
from training.completion.rules import PackState
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.models import Person

EVERYWHERE = ("/",)
_CURRENT = and_(
    RequirementVersion.requirement_id == Requirement.id,
    RequirementVersion.retired_at.is_(None),
    RequirementVersion.valid_until.is_(None),
)


def check_everywhere(viewer: Viewer) -> None:
    """Raise NotFound unless the viewer may have evidence made of the whole company: a pack knows no departments."""
    if viewer.paths(Permission.EVIDENCE_MAKE) != EVERYWHERE:
        raise NotFound


class Named(NamedTuple):
    """A requirement and what it is called now."""

    id: int
    slug: str
    title: str


NAMED = (
    select(Requirement.id, Requirement.slug, RequirementVersion.title)
    .join(RequirementVersion, _CURRENT)
    .order_by(RequirementVersion.title, Requirement.slug)
)


def requirements() -> list[Named]:
    """Return all requirements by title, ended ones too: what was asked is proved long after."""
    return [Named._make(row) for row in database.session.execute(NAMED)]


class Order(NamedTuple):
    """A pack as its job has to know it."""

    id: int
    public_id: str
    requirement_id: int
    slug: str
    since: date
    until: date
    known_at: datetime
    seed: str
    sample: int


ORDER = (
    select(
        EvidencePack.id, EvidencePack.public_id, EvidencePack.requirement_id, Requirement.slug, EvidencePack.since,
        EvidencePack.until, EvidencePack.known_at, EvidencePack.seed, EvidencePack.sample,
    )
    .join(Requirement, Requirement.id == EvidencePack.requirement_id)
    .where(EvidencePack.public_id == bindparam("public_id"), EvidencePack.state == PackState.BUILDING)
)  # fmt: skip


def order(public_id: str) -> Order | None:
    """Return a pack that is to be built, for the system; None where it has been, or was given up."""
    row = database.session.execute(ORDER, {"public_id": public_id}).one_or_none()
    return Order._make(row) if row else None


class Reader(NamedTuple):
    """An engagement, and whose it is."""

    id: int
    person_id: int
    since: date
    until: date
    valid_from: date
    valid_until: date
    requirement_id: int
    reason: str
    given_by_id: int | None
    given: str
    family: str
    email: str
    language: str


_HOLDS = (Engagement.retired_at.is_(None), Engagement.valid_until > bindparam("today"))
READER = scoped(
    select(
        Engagement.id, Engagement.person_id, Engagement.since, Engagement.until, Engagement.valid_from,
        Engagement.valid_until, Engagement.requirement_id, Engagement.reason, Engagement.given_by_id,
        Person.given, Person.family, func.coalesce(Person.email, ""), Person.language,
    )
    .join(Person, Person.id == Engagement.person_id)
    .where(Engagement.public_id == bindparam("public_id"), *_HOLDS)
    .with_for_update(of=Engagement),
    by="evidence",
)  # fmt: skip
LAST_DAY = scoped(
    select(func.max(Engagement.valid_until)).where(Engagement.person_id == bindparam("person_id"), *_HOLDS),
    by="evidence",
)


def reader(viewer: Viewer, public_id: str, today: date) -> Reader:
    """Return an engagement that holds, locked. Raises NotFound."""
    check_everywhere(viewer)
    row = database.session.execute(READER, {"public_id": public_id, "today": today}).one_or_none()
    if row is None:
        raise NotFound
    return Reader._make(row)


def last_day(person_id: int, today: date) -> date | None:
    """Return the first day on which an auditor may read nothing more, or None where nothing holds."""
    return database.session.scalar(LAST_DAY, {"person_id": person_id, "today": today})
