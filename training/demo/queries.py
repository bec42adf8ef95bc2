"""Looks at what the rooms have written so far. All of them are the system's own."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy import text as sql

from training.catalogue.models import Edition, Question
from training.completion.duties import Weighed
from training.completion.models import Assignment, Completion, Requirement
from training.core.db import database, scoped
from training.core.site import Setting
from training.people.models import Person


def look_at_sizes() -> None:
    """Let PostgreSQL count its rows, so that it finds them in a good way: by itself it does so minutes later."""
    if database.session.get_bind().dialect.name == "postgresql":
        database.session.execute(scoped(sql("ANALYZE"), by="system"))


class Opened(NamedTuple):
    """A duty that was written down and is not done. Its days are local ones; the first may lie ahead."""

    number: str
    requirement: str
    cycle: int
    opens: date
    due: date


OPENED = scoped(
    select(Person.external_id, Requirement.slug, Assignment.cycle, Assignment.valid_from, Assignment.due)
    .join(Person, Person.id == Assignment.person_id)
    .join(Requirement, Requirement.id == Assignment.requirement_id)
    .where(
        Assignment.recorded_at >= bindparam("since", type_=Assignment.recorded_at.type),
        Assignment.retired_at.is_(None),
        Assignment.done_on.is_(None),
    )
    .order_by(Person.external_id, Requirement.slug, Assignment.cycle),
    by="system",
)


def opened(since: datetime) -> list[Opened]:
    """Return the open duties that were written down since an instant, by person."""
    return [Opened._make(row) for row in database.session.execute(OPENED, {"since": since})]


class Standing(NamedTuple):
    """A duty's row as roll-ups weigh it."""

    id: int
    weighed: Weighed


STANDING = scoped(
    select(
        Assignment.person_id, Assignment.cycle, Assignment.id, Assignment.department_id, Assignment.requirement_id,
        Assignment.valid_from, Assignment.valid_until, Assignment.due, Assignment.done_on, Assignment.exempt_from,
        Assignment.exempt_until,
    ).where(Assignment.person_id.in_(bindparam("people", expanding=True)), Assignment.retired_at.is_(None)),
    by="system",
)  # fmt: skip


def standing(people: Collection[int]) -> dict[tuple[int, int, int], Standing]:
    """Return the duties of some people: (person's id, requirement's id, cycle) → the row."""
    rows = database.session.execute(STANDING, {"people": sorted(people)})
    found = ((row[0], row[1], Standing(row[2], Weighed._make(row[3:]))) for row in rows)
    return {(person_id, duty.weighed.requirement_id, cycle): duty for person_id, cycle, duty in found}


PERSON_MARK = scoped(select(Person.public_id).where(Person.id == bindparam("person_id")), by="system")


def person_mark(person_id: int) -> str:
    """Return a person's public id."""
    return str(database.session.scalar(PERSON_MARK, {"person_id": person_id}))


MARK = select(Setting.value).where(Setting.key == bindparam("key"))


def setting(key: str) -> str | None:
    """Return one setting as it is stored."""
    found: str | None = database.session.scalar(MARK, {"key": key})
    return found


REQUIREMENTS = select(Requirement.slug, Requirement.id)


def requirement_ids() -> dict[str, int]:
    """Return the requirements: slug → id."""
    return {row.slug: row.id for row in database.session.execute(REQUIREMENTS)}


QUESTIONS = select(Question.id, Question.content).where(Question.edition_id == bindparam("edition_id"))


def questions(edition_id: int) -> Mapping[int, Mapping[str, Any]]:
    """Return the frozen contents of all questions of an edition, by id."""
    rows = database.session.execute(QUESTIONS, {"edition_id": edition_id})
    return {number: content for number, content in rows}  # noqa: C416  a row is no pair to mypy


class Learned(NamedTuple):
    """That somebody completed a course, and on which day."""

    person_id: int
    subject_id: int
    day: date


LEARNED = scoped(
    select(Completion.person_id, Completion.subject_id, Completion.local_date)
    .join(Edition, Edition.id == Completion.edition_id)
    .join(Question, Question.edition_id == Edition.id)
    .where(Completion.void.is_(False))
    .distinct()
    .order_by(Completion.person_id, Completion.local_date, Completion.subject_id),
    by="system",
)


def learned() -> list[Learned]:
    """Return who completed which course when, by person and day."""
    return [Learned(*row) for row in database.session.execute(LEARNED)]


CONTENTS = select(Question.id, Question.topic, Question.content).where(
    Question.edition_id.in_(bindparam("ids", expanding=True))
)


def contents_of(edition_ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
    """Return the frozen contents of all questions of some editions, each with its topic."""
    rows = database.session.execute(CONTENTS, {"ids": sorted(set(edition_ids))})
    return {row.id: {**row.content, "topic": row.topic} for row in rows}
