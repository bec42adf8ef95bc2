"""Looks at packs and engagements: whole for those who prove, and for an auditor only what they were let in for."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Edition, Subject
from training.completion.evidence_models import Engagement, EvidencePack, EvidencePart
from training.completion.evidence_queries import check_everywhere
from training.completion.models import Requirement, RequirementVersion
from training.completion.rules import PackState
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import ROLES, Permission, Role, Viewer
from training.learning.attempt_queries import RIGHT_NOW, STATE_NOW
from training.learning.models import Attempt
from training.learning.rules import AttemptKind, AttemptState
from training.people.models import Person
from training.reports.pack_queries import subject_ids
from training.reports.population_queries import Matter

MOST = 50
"""Packs, or engagements that are over, that a list shows."""
_VERSION = and_(
    RequirementVersion.requirement_id == Requirement.id,
    RequirementVersion.retired_at.is_(None),
    RequirementVersion.valid_until.is_(None),
)
_TODAY: Any = bindparam("today")


def sees_all(viewer: Viewer) -> bool:
    """Tell whether somebody reads all evidence: whoever holds the right otherwise than as an auditor, everywhere."""
    return any(
        Permission.EVIDENCE_READ in ROLES[held.role] and held.role is not Role.AUDITOR and not held.department_path
        for held in viewer.held
    )


# --- packs ------------------------------------------------------------------------------------------------------------


class PackRow(NamedTuple):
    """A pack as its pages need it."""

    id: int
    public_id: str
    requirement_id: int
    slug: str
    title: str
    since: date
    until: date
    known_at: datetime
    seed: str
    sample: int
    state: PackState
    digest: str | None
    size: int | None
    asked_at: datetime
    finished_at: datetime | None
    given: str
    family: str

    @property
    def by(self) -> str:
        return f"{self.given} {self.family}"


_PACKS: Select[*tuple[Any, ...]] = (
    select(
        EvidencePack.id, EvidencePack.public_id, EvidencePack.requirement_id, Requirement.slug,
        RequirementVersion.title, EvidencePack.since, EvidencePack.until, EvidencePack.known_at, EvidencePack.seed,
        EvidencePack.sample, EvidencePack.state, EvidencePack.digest, EvidencePack.size, EvidencePack.asked_at,
        EvidencePack.finished_at, Person.given, Person.family,
    )
    .join(Requirement, Requirement.id == EvidencePack.requirement_id)
    .join(RequirementVersion, _VERSION)
    .join(Person, Person.id == EvidencePack.asked_by_id)
)  # fmt: skip
_NEWEST = (EvidencePack.asked_at.desc(), EvidencePack.id.desc())
ALL_PACKS = scoped(_PACKS.order_by(*_NEWEST), by="evidence")
PACKS = ALL_PACKS.limit(MOST)
PACK = scoped(_PACKS.where(EvidencePack.public_id == bindparam("public_id")), by="evidence")
COVERED = (
    EvidencePack.requirement_id == Engagement.requirement_id,
    EvidencePack.since >= Engagement.since,
    EvidencePack.until <= Engagement.until,
)
"""A pack that says nothing beyond what an engagement lets read."""
_READY = EvidencePack.state == PackState.READY
_HOLDS = (
    Engagement.retired_at.is_(None),
    Engagement.valid_from <= _TODAY,
    Engagement.valid_until > _TODAY,
)
OWN_PACK = scoped(
    _PACKS.where(
        EvidencePack.public_id == bindparam("public_id"),
        _READY,
        select(Engagement.id)
        .where(*COVERED, *_HOLDS, Engagement.person_id == bindparam("person_id"))
        .correlate(EvidencePack)
        .exists(),
    ),
    by="own engagement",
)
ALL_WITHIN = scoped(
    _PACKS.where(
        _READY,
        EvidencePack.requirement_id == bindparam("requirement_id"),
        EvidencePack.since >= bindparam("since"),
        EvidencePack.until <= bindparam("until"),
    ).order_by(*_NEWEST),
    by="evidence",
)
PACKS_WITHIN = ALL_WITHIN.limit(MOST)
PARTS = select(EvidencePart.content).where(EvidencePart.pack_id == bindparam("pack_id")).order_by(EvidencePart.number)


def packs(viewer: Viewer) -> list[PackRow]:
    """Return the latest packs, the newest first. One SELECT."""
    check_everywhere(viewer)
    return [PackRow._make(row) for row in database.session.execute(PACKS)]


def whole_packs(viewer: Viewer) -> Iterator[PackRow]:
    """Yield all packs, the newest first, however many. Raises NotFound at once."""
    check_everywhere(viewer)
    return (PackRow._make(row) for row in _streamed(ALL_PACKS))


def _streamed(statement: Select[*tuple[Any, ...]], values: dict[str, Any] | None = None) -> Iterator[Any]:
    yield from database.session.execute(statement, values, execution_options=STREAMED)


def pack(viewer: Viewer, public_id: str) -> PackRow:
    """Return one pack. Raises NotFound. One SELECT."""
    check_everywhere(viewer)
    return _one(database.session.execute(PACK, {"public_id": public_id}).one_or_none())


def pack_to_read(viewer: Viewer, public_id: str, today: date) -> PackRow:
    """Return a pack that is ready and that the viewer may have. Raises NotFound. One SELECT."""
    values = {"public_id": public_id, "person_id": viewer.person_id, "today": today}
    if sees_all(viewer):
        found = _one(database.session.execute(PACK, {"public_id": public_id}).one_or_none())
        if found.state is not PackState.READY:
            raise NotFound
        return found
    return _one(database.session.execute(OWN_PACK, values).one_or_none())


def _one(row: Any) -> PackRow:
    if row is None:
        raise NotFound
    return PackRow._make(row)


def parts(found: PackRow) -> Iterator[bytes]:
    """Yield the file of a pack part by part; never more than one of them is in memory."""
    yield from database.session.scalars(PARTS, {"pack_id": found.id}, execution_options={"yield_per": 1})


# --- engagements ------------------------------------------------------------------------------------------------------


class EngagementRow(NamedTuple):
    """What an auditor may read: of which requirement, over which period, until which day (the first without)."""

    id: int
    public_id: str
    requirement_id: int
    slug: str
    title: str
    since: date
    until: date
    valid_from: date
    valid_until: date
    reason: str
    given: str
    family: str
    email: str
    by_given: str | None
    by_family: str | None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def by(self) -> str:
        return f"{self.by_given or ''} {self.by_family or ''}".strip()

    def matter(self, known_at: datetime) -> Matter:
        """Return what it proves, as known at an instant."""
        return Matter(self.requirement_id, self.since, self.until, known_at)


_by = aliased(Person)
_ENGAGEMENTS: Select[*tuple[Any, ...]] = (
    select(
        Engagement.id, Engagement.public_id, Engagement.requirement_id, Requirement.slug, RequirementVersion.title,
        Engagement.since, Engagement.until, Engagement.valid_from, Engagement.valid_until, Engagement.reason,
        Person.given, Person.family, func.coalesce(Person.email, ""), _by.given, _by.family,
    )
    .join(Requirement, Requirement.id == Engagement.requirement_id)
    .join(RequirementVersion, _VERSION)
    .join(Person, Person.id == Engagement.person_id)
    .outerjoin(_by, _by.id == Engagement.given_by_id)
)  # fmt: skip
_FOR = or_(bindparam("person_id") == 0, Engagement.person_id == bindparam("person_id"))
"""The viewer's own; 0 stands for whoever sees all."""
_IN_ORDER = (RequirementVersion.title, Engagement.since, Engagement.id)
ENGAGEMENTS = scoped(_ENGAGEMENTS.where(*_HOLDS, _FOR).order_by(*_IN_ORDER), by="own engagement")
ENGAGEMENT = scoped(
    _ENGAGEMENTS.where(*_HOLDS, _FOR, Engagement.public_id == bindparam("public_id")), by="own engagement"
)
ALL_LISTED = scoped(
    _ENGAGEMENTS.where(Engagement.retired_at.is_(None)).order_by(
        Engagement.valid_until.desc(), Person.family, Person.given, RequirementVersion.title, Engagement.id
    ),
    by="evidence",
)
LISTED = ALL_LISTED.limit(4 * MOST)
STREAMED = {"yield_per": 1000}


def _own(viewer: Viewer, today: date) -> dict[str, Any]:
    return {"today": today, "person_id": 0 if sees_all(viewer) else viewer.person_id}


def engagements(viewer: Viewer, today: date) -> list[EngagementRow]:
    """Return what the viewer may read today. One SELECT."""
    return [EngagementRow._make(row) for row in database.session.execute(ENGAGEMENTS, _own(viewer, today))]


def engagement(viewer: Viewer, public_id: str, today: date) -> EngagementRow:
    """Return one of them. Raises NotFound. One SELECT."""
    values = _own(viewer, today) | {"public_id": public_id}
    row = database.session.execute(ENGAGEMENT, values).one_or_none()
    if row is None:
        raise NotFound
    return EngagementRow._make(row)


def all_engagements(viewer: Viewer) -> list[EngagementRow]:
    """Return who was let in, those that hold longest first. One SELECT."""
    check_everywhere(viewer)
    return [EngagementRow._make(row) for row in database.session.execute(LISTED)]


def whole_engagements(viewer: Viewer) -> Iterator[EngagementRow]:
    """Yield all who were let in, in the same order, however many. Raises NotFound at once."""
    check_everywhere(viewer)
    return (EngagementRow._make(row) for row in _streamed(ALL_LISTED))


def packs_within(one: EngagementRow) -> list[PackRow]:
    """Return the latest packs that say nothing beyond an engagement, the newest first. One SELECT."""
    return [PackRow._make(row) for row in database.session.execute(PACKS_WITHIN, _within(one))]


def all_packs_within(one: EngagementRow) -> Iterator[PackRow]:
    """Yield all of them, however many. One SELECT."""
    return (PackRow._make(row) for row in _streamed(ALL_WITHIN, _within(one)))


def _within(one: EngagementRow) -> dict[str, Any]:
    return {"requirement_id": one.requirement_id, "since": one.since, "until": one.until}


# --- attempts ---------------------------------------------------------------------------------------------------------


class AttemptRow(NamedTuple):
    """How one attempt at a whole course went. What was chosen is nobody's but the person's."""

    title: str
    edition: int
    digest: str
    started_at: datetime
    finished_at: datetime | None
    state: AttemptState
    right: int
    asked: int
    needed: int


ATTEMPTS = scoped(
    select(
        Subject.title, Edition.number, Edition.digest, Attempt.started_at, Attempt.finished_at, STATE_NOW,
        RIGHT_NOW, Attempt.draw, Attempt.needed, Attempt.carried,
    )
    .join(Subject, Subject.id == Attempt.subject_id)
    .join(Edition, Edition.id == Attempt.edition_id)
    .where(
        Attempt.person_id == bindparam("person_id"),
        Attempt.subject_id.in_(subject_ids()),
        Attempt.kind.in_([AttemptKind.COURSE, AttemptKind.CHANGES]),
        Attempt.started_at <= bindparam("known_at"),
    )
    .order_by(Attempt.started_at, Attempt.id),
    by="evidence",
)  # fmt: skip


def attempts(matter: Matter, person_id: int) -> list[AttemptRow]:
    """Return the attempts of one person at what satisfies the requirement. One SELECT."""
    rows: Any = database.session.execute(ATTEMPTS, matter.values | {"person_id": person_id})
    return [_attempt(*row) for row in rows]


def _attempt(*row: Any) -> AttemptRow:
    *said, right, draw, needed, carried = row
    return AttemptRow._make((*said, (right or 0) + carried, len(draw) + carried, needed + carried))
