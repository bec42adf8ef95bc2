"""Looks for evidence beside the population: what was done, excused, moved and mailed, the rules, the content, the log.

All of it as it was known at the instant of the matter, and streamed: the memory of a pack does not grow with people.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, bindparam, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Edition, Subject
from training.completion.digesting import KIND
from training.completion.models import (
    Assignment,
    Completion,
    Exemption,
    Extension,
    RequirementSubject,
    RequirementVersion,
)
from training.completion.reminder_models import Digest, Reminder
from training.core.db import database, scoped
from training.notices.models import Message
from training.notices.rules import MessageState
from training.people.models import Person
from training.reports.population_queries import (
    IN_PERIOD,
    KNOWN_AT,
    PEOPLE,
    REQUIREMENT,
    SINCE,
    STREAMED,
    UNTIL,
    Matter,
    known,
)

_by, _later, _before, _told = aliased(Person), aliased(Completion), aliased(Completion), aliased(Person)


def _key(person: Any) -> Any:
    return func.coalesce(person.external_id, person.public_id)


def _name(person: Any) -> Any:
    return func.coalesce(person.family + ", " + person.given, "")


def _rows(statement: Any, matter: Matter) -> Iterator[Any]:
    yield from database.session.execute(statement, matter.values, execution_options=STREAMED)


# --- what was done ----------------------------------------------------------------------------------------------------

_SUBJECTS = (
    select(RequirementSubject.subject_id)
    .join(RequirementVersion, RequirementVersion.id == RequirementSubject.version_id)
    .where(RequirementVersion.requirement_id == REQUIREMENT, RequirementVersion.recorded_at <= KNOWN_AT)
)
_MINE = and_(Completion.recorded_at <= KNOWN_AT, Completion.subject_id.in_(_SUBJECTS), Completion.person_id.in_(PEOPLE))
"""Completions of these people of what satisfies the requirement, or once did, whenever they were done."""


class CompletionRow(NamedTuple):
    record: int
    completion: str
    person: str
    name: str
    happened_at: datetime
    local_date: date
    recorded_at: datetime
    how: str
    kind: str
    subject: str
    title: str
    edition: int | None
    language: str | None
    digest: str | None
    right: int | None
    asked: int | None
    needed: int | None
    valid_until: date | None
    recorded_by: str
    origin: str | None
    statement: str | None
    supersedes: str | None
    takes_back: bool
    superseded_by: str | None
    superseded_at: datetime | None
    reason: str | None


_COMPLETIONS: Select[*tuple[Any, ...]] = (
    select(
        Completion.id, Completion.public_id, _key(Person), _name(Person), Completion.happened_at,
        Completion.local_date, Completion.recorded_at, Completion.how, Subject.kind, Subject.slug, Subject.title,
        Edition.number, Edition.language, Completion.digest, Completion.right, Completion.asked, Completion.needed,
        Completion.valid_until, _name(_by), Completion.origin, Completion.statement, _before.public_id,
        Completion.void, _later.public_id, _later.recorded_at, Completion.reason,
    )
    .join(Person, Person.id == Completion.person_id)
    .join(Subject, Subject.id == Completion.subject_id)
    .outerjoin(Edition, Edition.id == Completion.edition_id)
    .outerjoin(_by, _by.id == Completion.recorded_by_id)
    .outerjoin(_before, _before.id == Completion.supersedes_id)
    .outerjoin(_later, and_(_later.supersedes_id == Completion.id, _later.recorded_at <= KNOWN_AT))
    .where(_MINE)
    .order_by(Completion.person_id, Completion.id)
)  # fmt: skip
COMPLETIONS = scoped(_COMPLETIONS, by="evidence")
COMPLETIONS_OF_ONE = scoped(_COMPLETIONS.where(Completion.person_id == bindparam("person_id")), by="evidence")


def completions(matter: Matter) -> Iterator[CompletionRow]:
    """Yield what the people of the population did, what was taken back too."""
    for row in _rows(COMPLETIONS, matter):
        yield CompletionRow._make(row)


def completions_of(matter: Matter, person_id: int) -> list[CompletionRow]:
    """Return what one of them did. One SELECT."""
    rows = database.session.execute(COMPLETIONS_OF_ONE, matter.values | {"person_id": person_id})
    return [CompletionRow._make(row) for row in rows]


# --- what was excused, and what was moved -----------------------------------------------------------------------------


class ExemptionRow(NamedTuple):
    record: int
    person: str
    name: str
    kind: str
    everything: bool
    since: date
    until: date | None
    reason: str
    approved_by: str
    recorded_at: datetime
    retired_at: datetime | None


def _retired(table: Any) -> Any:
    return case((table.retired_at <= KNOWN_AT, table.retired_at))


_EXCUSES = and_(
    Exemption.recorded_at <= KNOWN_AT,
    or_(Exemption.requirement_id.is_(None), Exemption.requirement_id == REQUIREMENT),
    Exemption.person_id.in_(PEOPLE),
    Exemption.valid_from <= UNTIL,
    or_(Exemption.valid_until.is_(None), Exemption.valid_until >= SINCE),
)
_EXEMPTIONS: Select[*tuple[Any, ...]] = (
    select(
        Exemption.id, _key(Person), _name(Person), Exemption.kind, Exemption.requirement_id.is_(None),
        Exemption.valid_from, Exemption.valid_until, Exemption.reason, _name(_by), Exemption.recorded_at,
        _retired(Exemption),
    )
    .join(Person, Person.id == Exemption.person_id)
    .outerjoin(_by, _by.id == Exemption.approved_by_id)
    .where(_EXCUSES)
)  # fmt: skip
EXEMPTIONS = scoped(_EXEMPTIONS.order_by(Exemption.person_id, Exemption.id), by="evidence")
EXEMPTIONS_OF_ONE = scoped(_EXEMPTIONS.where(Exemption.person_id == bindparam("person_id")), by="evidence")
ALL_STANDING = scoped(
    _EXEMPTIONS.where(known(Exemption)).order_by(Exemption.valid_from.desc(), Exemption.id.desc()), by="evidence"
)
EXEMPTIONS_STANDING = ALL_STANDING.limit(bindparam("limit"))


def exemptions(matter: Matter) -> Iterator[ExemptionRow]:
    """Yield who was excused in the period, and what was taken back of it."""
    for row in _rows(EXEMPTIONS, matter):
        yield ExemptionRow._make(row)


def exemptions_of(matter: Matter, person_id: int) -> list[ExemptionRow]:
    """Return how one of them was excused. One SELECT."""
    rows = database.session.execute(EXEMPTIONS_OF_ONE, matter.values | {"person_id": person_id})
    return [ExemptionRow._make(row) for row in rows]


def exemptions_standing(matter: Matter, limit: int) -> list[ExemptionRow]:
    """Return the latest that were not taken back. One SELECT."""
    rows = database.session.execute(EXEMPTIONS_STANDING, matter.values | {"limit": limit})
    return [ExemptionRow._make(row) for row in rows]


def all_standing(matter: Matter) -> Iterator[ExemptionRow]:
    """Yield all of these, however many. One SELECT."""
    for row in _rows(ALL_STANDING, matter):
        yield ExemptionRow._make(row)


class ExtensionRow(NamedTuple):
    record: int
    person: str
    name: str
    cycle: int
    until: date
    reason: str
    approved_by: str
    said_on: date
    recorded_at: datetime
    retired_at: datetime | None


_SAME_DUTY = and_(Assignment.person_id == Extension.person_id, Assignment.cycle == Extension.cycle)
_MOVED = and_(
    Extension.recorded_at <= KNOWN_AT,
    Extension.requirement_id == REQUIREMENT,
    select(Assignment.id).where(IN_PERIOD, _SAME_DUTY).correlate(Extension).exists(),
)
_EXTENSIONS: Select[*tuple[Any, ...]] = (
    select(
        Extension.id, _key(Person), _name(Person), Extension.cycle, Extension.until, Extension.reason, _name(_by),
        Extension.valid_from, Extension.recorded_at, _retired(Extension),
    )
    .join(Person, Person.id == Extension.person_id)
    .outerjoin(_by, _by.id == Extension.approved_by_id)
    .where(_MOVED)
    .order_by(Extension.person_id, Extension.id)
)  # fmt: skip
EXTENSIONS = scoped(_EXTENSIONS, by="evidence")
EXTENSIONS_OF_ONE = scoped(_EXTENSIONS.where(Extension.person_id == bindparam("person_id")), by="evidence")


def extensions(matter: Matter) -> Iterator[ExtensionRow]:
    """Yield whose due day was moved, and what was taken back of it."""
    for row in _rows(EXTENSIONS, matter):
        yield ExtensionRow._make(row)


def extensions_of(matter: Matter, person_id: int) -> list[ExtensionRow]:
    """Return how the due days of one of them were moved. One SELECT."""
    rows = database.session.execute(EXTENSIONS_OF_ONE, matter.values | {"person_id": person_id})
    return [ExtensionRow._make(row) for row in rows]


# --- what was mailed --------------------------------------------------------------------------------------------------


class ReminderRow(NamedTuple):
    person: str
    name: str
    cycle: int
    told: str
    kind: str
    step: int
    planned_on: date
    digest_day: date | None
    digest_state: str | None
    written_at: datetime | None
    mail: str | None
    mail_state: str | None
    sent_at: datetime | None


_written = case((Digest.written_at <= KNOWN_AT, Digest.written_at))
_mail = aliased(Message)
# A digest is written into the outbox in one transaction with the note that it was: at the same instant.
_of_digest = (
    select(func.min(_mail.id))
    .where(_mail.person_id == Digest.person_id, _mail.kind == KIND, _mail.created_at == _written)
    .correlate(Digest)
    .scalar_subquery()
)
_sent = case((Message.sent_at <= KNOWN_AT, Message.sent_at))
_mail_state = case((Message.sent_at > KNOWN_AT, MessageState.WAITING.value), else_=cast(Message.state, String()))
_planned = and_(
    Reminder.planned_on >= SINCE, Reminder.planned_on <= UNTIL, Reminder.planned_on <= bindparam("known_on")
)
_REMINDERS: Select[*tuple[Any, ...]] = (
    select(
        _key(Person), _name(Person), Assignment.cycle, _key(_told), Reminder.kind, Reminder.step,
        Reminder.planned_on, Digest.day, cast(Digest.state, String()), _written, Message.public_id, _mail_state, _sent,
    )
    .join(Assignment, Assignment.id == Reminder.assignment_id)
    .join(Person, Person.id == Assignment.person_id)
    .join(_told, _told.id == Reminder.person_id)
    .outerjoin(
        Digest,
        and_(
            Digest.person_id == Reminder.person_id, Digest.day == Reminder.digest_day, Digest.planned_at <= KNOWN_AT
        ),
    )
    .outerjoin(Message, Message.id == _of_digest)
    .where(Assignment.requirement_id == REQUIREMENT, Assignment.person_id.in_(PEOPLE), _planned)
    .order_by(Assignment.person_id, Reminder.planned_on, Reminder.kind, Reminder.step, Reminder.person_id,
              Reminder.assignment_id)
)  # fmt: skip
REMINDERS = scoped(_REMINDERS, by="evidence")
REMINDERS_OF_ONE = scoped(_REMINDERS.where(Assignment.person_id == bindparam("person_id")), by="evidence")


def _on(matter: Matter) -> dict[str, Any]:
    return matter.values | {"known_on": matter.known_at.date()}


def reminders(matter: Matter) -> Iterator[ReminderRow]:
    """Yield who was reminded of these duties in the period, by which mail."""
    for row in database.session.execute(REMINDERS, _on(matter), execution_options=STREAMED):
        yield ReminderRow._make(row)


def reminders_of(matter: Matter, person_id: int) -> list[ReminderRow]:
    """Return of what one of them was reminded. One SELECT."""
    rows = database.session.execute(REMINDERS_OF_ONE, _on(matter) | {"person_id": person_id})
    return [ReminderRow._make(row) for row in rows]


# --- for other looks --------------------------------------------------------------------------------------------------


def subject_ids() -> Any:
    """Return the ids of all that satisfies the requirement, or once did, for a SELECT with the values of a matter."""
    return _SUBJECTS


def completion_ids() -> Any:
    """Return the ids of these completions, for a SELECT with the values of a matter."""
    return select(Completion.id).where(_MINE)


def edition_ids() -> Any:
    """Return the ids of the editions that were completed."""
    return select(Completion.edition_id).where(_MINE, Completion.edition_id.is_not(None))


def digests() -> Any:
    """Return the digests of the content that was completed."""
    return select(Completion.digest).where(_MINE, Completion.digest.is_not(None))


def exemption_ids() -> Any:
    """Return the ids of these exemptions."""
    return select(Exemption.id).where(_EXCUSES)


def extension_ids() -> Any:
    """Return the ids of these extensions."""
    return select(Extension.id).where(_MOVED)
