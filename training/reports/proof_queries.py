"""Looks for what stands behind evidence: the rule in all its versions, the content as taught, the log, the rosters."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from training.audit.models import Event
from training.catalogue.models import Edition, Subject
from training.completion.models import RequirementSubject, RequirementVersion
from training.core.db import database, scoped
from training.people.models import Person, RosterImport
from training.people.rules import ImportState
from training.reports.pack_queries import completion_ids, digests, edition_ids, exemption_ids, extension_ids
from training.reports.population_queries import KNOWN_AT, REQUIREMENT, STREAMED, Matter

# --- the rule ---------------------------------------------------------------------------------------------------------


class Serving(NamedTuple):
    """What satisfies a version, and the least edition of it that counts."""

    kind: str
    slug: str
    title: str
    edition: int | None


class VersionRow(NamedTuple):
    """One version of the rule: what it says, since when, by whom and why."""

    id: int
    number: int
    title: str
    why: str
    audience: dict[str, Any]
    due: dict[str, Any]
    renewal_months: int | None
    window_days: int
    grace_days: int
    owner: str
    clauses: list[str]
    asked_again: list[str]
    digest: str
    changed_by: str
    reason: str
    valid_from: date
    valid_until: date | None
    recorded_at: datetime
    retired_at: datetime | None


_owner, _by = aliased(Person), aliased(Person)


def _name(person: Any) -> Any:
    return func.coalesce(person.family + ", " + person.given, "")


VERSIONS = scoped(
    select(
        RequirementVersion.id, RequirementVersion.number, RequirementVersion.title, RequirementVersion.why,
        RequirementVersion.audience, RequirementVersion.due, RequirementVersion.renewal_months,
        RequirementVersion.window_days, RequirementVersion.grace_days, _name(_owner), RequirementVersion.clauses,
        RequirementVersion.asked_again, RequirementVersion.digest, _name(_by), RequirementVersion.reason,
        RequirementVersion.valid_from, RequirementVersion.valid_until, RequirementVersion.recorded_at,
        case((RequirementVersion.retired_at <= KNOWN_AT, RequirementVersion.retired_at)),
    )
    .outerjoin(_owner, _owner.id == RequirementVersion.owner_id)
    .outerjoin(_by, _by.id == RequirementVersion.changed_by_id)
    .where(RequirementVersion.requirement_id == REQUIREMENT, RequirementVersion.recorded_at <= KNOWN_AT)
    .order_by(RequirementVersion.number),
    by="evidence",
)  # fmt: skip
SERVING = (
    select(RequirementSubject.version_id, Subject.kind, Subject.slug, Subject.title, RequirementSubject.edition_number)
    .join(Subject, Subject.id == RequirementSubject.subject_id)
    .join(RequirementVersion, RequirementVersion.id == RequirementSubject.version_id)
    .where(RequirementVersion.requirement_id == REQUIREMENT)
    .order_by(Subject.kind, Subject.slug)
)


def versions(matter: Matter) -> list[VersionRow]:
    """Return every version of the rule that was known, the oldest first. One SELECT."""
    return [VersionRow._make(row) for row in database.session.execute(VERSIONS, matter.values)]


def serving(matter: Matter) -> dict[int, list[Serving]]:
    """Return what satisfies each version, by the version's id. One SELECT."""
    found: dict[int, list[Serving]] = defaultdict(list)
    for version_id, *rest in database.session.execute(SERVING, matter.values):
        found[version_id].append(Serving._make(rest))
    return found


# --- content as taught ------------------------------------------------------------------------------------------------

CONTENTS = scoped(
    select(Edition.digest, Edition.content).where(Edition.digest.in_(digests())).order_by(Edition.digest),
    by="evidence",
)


def contents(matter: Matter) -> Iterator[tuple[str, Any]]:
    """Yield (digest, frozen content) of every edition that was completed, one at a time."""
    rows = database.session.execute(CONTENTS, matter.values, execution_options={"yield_per": 1})
    last = ""
    for digest, content in rows:
        # One content may be the edition of two languages or subjects: it is one file.
        if digest != last:
            yield digest, content
            last = digest


# --- the log ----------------------------------------------------------------------------------------------------------


class EventRow(NamedTuple):
    """One event of the log, with all that its leaf is made of."""

    event: int
    seq: int | None
    at: datetime
    actor: int | None
    actor_person: str | None
    action: str
    kind: str
    subject: int | None
    commitment: bytes
    leaf: bytes


EVENTS = scoped(
    select(
        Event.id, Event.seq, Event.at, Event.actor_id, func.coalesce(Person.external_id, Person.public_id),
        Event.action, Event.subject_kind, Event.subject_id, Event.commitment, Event.leaf,
    )
    .outerjoin(Person, Person.id == Event.actor_id)
    .where(
        Event.at <= KNOWN_AT,
        or_(
            and_(Event.subject_kind == "requirement", Event.subject_id == REQUIREMENT),
            and_(Event.subject_kind == "edition", Event.subject_id.in_(edition_ids())),
            and_(Event.subject_kind == "completion", Event.subject_id.in_(completion_ids())),
            and_(Event.subject_kind == "exemption", Event.subject_id.in_(exemption_ids())),
            and_(Event.subject_kind == "extension", Event.subject_id.in_(extension_ids())),
        ),
    )
    .order_by(Event.id),
    by="evidence",
)  # fmt: skip


def events(matter: Matter) -> Iterator[EventRow]:
    """Yield what the log says of these facts."""
    for row in database.session.execute(EVENTS, matter.values, execution_options=STREAMED):
        yield EventRow._make(row)


# --- rosters ----------------------------------------------------------------------------------------------------------

FROM_A_TERMINAL = timedelta(hours=1)
"""An import from the command line is noted when it is over: what it recorded is at most so much older."""


class RosterRow(NamedTuple):
    """One roster import that was applied."""

    applied_at: datetime
    uploaded_at: datetime
    public_id: str
    file_digest: str
    from_a_terminal: bool

    def recorded(self, at: datetime) -> bool:
        """Tell whether what was recorded at an instant before the end of this import came by it."""
        begun = self.uploaded_at - FROM_A_TERMINAL if self.from_a_terminal else self.uploaded_at
        return begun <= at <= self.applied_at


ROSTERS = scoped(
    select(
        RosterImport.applied_at, RosterImport.uploaded_at, RosterImport.public_id, RosterImport.file_digest,
        RosterImport.uploaded_by_id.is_(None),
    )
    .where(RosterImport.state == ImportState.APPLIED, RosterImport.applied_at.is_not(None))
    .order_by(RosterImport.applied_at, RosterImport.id),
    by="evidence",
)  # fmt: skip


@dataclass(frozen=True)
class Rosters:
    """All roster imports by the instant at which they were done: some hundreds in the life of an installation."""

    rows: tuple[RosterRow, ...]

    def behind(self, recorded_at: datetime | None) -> RosterRow | None:
        """Return the import by which a membership was recorded, if one is known."""
        if recorded_at is None:
            return None
        place = bisect_left(self.rows, recorded_at, key=lambda row: row.applied_at)
        found = self.rows[place] if place < len(self.rows) else None
        return found if found is not None and found.recorded(recorded_at) else None


def rosters() -> Rosters:
    """Return all roster imports that were applied. One SELECT."""
    return Rosters(tuple(RosterRow._make(row) for row in database.session.execute(ROSTERS)))
