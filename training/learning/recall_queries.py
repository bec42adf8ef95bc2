"""Looks for remembering: what was passed, where somebody stands on the ladder, which questions there are for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Edition, Question, Subject, Translation
from training.catalogue.rules import SubjectKind
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.learning.drawing_queries import candidate
from training.learning.models import Accommodation, Answer, Attempt, HeldBelief, QuestionVoid, Recall
from training.learning.rules import AttemptKind, AttemptState, Candidate
from training.people.models import Account, Person

OBJECTIVES = (
    select(Question.objective)
    .where(Question.edition_id == bindparam("edition_id"))
    .distinct()
    .order_by(Question.objective)
)


def objectives(edition_id: int) -> Sequence[str]:
    """Return the objectives that an edition has questions for."""
    return database.session.scalars(OBJECTIVES, {"edition_id": edition_id}).all()


class Place(NamedTuple):
    """Where somebody stands on the ladder with one objective."""

    objective: str
    step: int


RUNG = scoped(
    select(Recall.objective, Recall.step)
    .join(Question, Question.objective == Recall.objective)
    .where(
        Recall.person_id == bindparam("person_id"),
        Recall.subject_id == bindparam("subject_id"),
        Question.id == bindparam("question_id"),
    )
    .with_for_update(of=Recall),
    by="own person",
)


def rung_of(person_id: int, subject_id: int, question_id: int) -> Place | None:
    """Return where a person stands with the objective of a question, locked; None where they never passed it."""
    values = {"person_id": person_id, "subject_id": subject_id, "question_id": question_id}
    row = database.session.execute(RUNG, values).first()
    return Place(*row) if row else None


# --- what is to be asked of whom ----------------------------------------------------------------------------------

_HERE = and_(Person.left_on.is_(None) | (Person.left_on > bindparam("today")), Person.email.is_not(None))
_ASKED = aliased(Attempt)
_BUSY = (
    select(_ASKED.id)
    .where(
        _ASKED.person_id == Recall.person_id,
        _ASKED.kind == AttemptKind.REFRESHER,
        or_(_ASKED.state == AttemptState.OPEN, _ASKED.started_at >= bindparam("monday")),
    )
    .correlate(Recall)
    .exists()
)
READY = scoped(
    select(Recall.person_id)
    .join(Person, Person.id == Recall.person_id)
    .join(Subject, and_(Subject.id == Recall.subject_id, Subject.retired_on.is_(None)))
    .where(Recall.due_on <= bindparam("today"), _HERE, ~_BUSY)
    .distinct()
    .order_by(Recall.person_id),
    by="system",
)


def ready(today: date, monday: datetime) -> Sequence[int]:
    """Return the people to whom something may be asked: whose turn has come, and who have nothing open or new.

    Whoever leaves a question lying is not asked another one: it waits, and nothing piles up.
    """
    return database.session.scalars(READY, {"today": today, "monday": monday}).all()


class Asking(NamedTuple):
    """Somebody who is asked, and an objective that is due."""

    person_id: int
    name: str
    email: str
    language: str
    subject_id: int
    objective: str
    due_on: date


DUE = scoped(
    select(
        Recall.person_id, Person.given, Person.email, func.coalesce(func.nullif(Account.language, ""), Person.language),
        Recall.subject_id, Recall.objective, Recall.due_on,
    )
    .join(Person, Person.id == Recall.person_id)
    .join(Subject, and_(Subject.id == Recall.subject_id, Subject.retired_on.is_(None)))
    .outerjoin(Account, Account.person_id == Person.id)
    .where(Recall.person_id.in_(bindparam("ids", expanding=True)), Recall.due_on <= bindparam("today"))
    .order_by(Recall.person_id, Recall.due_on),
    by="system",
)  # fmt: skip
WEAK = scoped(
    select(HeldBelief.person_id, HeldBelief.belief_slug).where(
        HeldBelief.person_id.in_(bindparam("ids", expanding=True)), HeldBelief.held
    ),
    by="system",
)
SEEN = scoped(
    select(Attempt.person_id, Attempt.subject_id, Question.slug, func.count())
    .join(Answer, Answer.attempt_id == Attempt.id)
    .join(Question, Question.id == Answer.question_id)
    .where(Attempt.person_id.in_(bindparam("ids", expanding=True)))
    .group_by(Attempt.person_id, Attempt.subject_id, Question.slug),
    by="system",
)
NUMBERS = scoped(
    select(Attempt.person_id, Attempt.subject_id, func.max(Attempt.number))
    .where(Attempt.person_id.in_(bindparam("ids", expanding=True)), Attempt.kind == AttemptKind.REFRESHER)
    .group_by(Attempt.person_id, Attempt.subject_id),
    by="system",
)


@dataclass(frozen=True)
class Part:
    """All that is needed to ask some people something."""

    due: Mapping[int, list[Asking]]
    weak: Mapping[int, frozenset[str]]
    seen: Mapping[tuple[int, int], Mapping[str, int]]
    numbers: Mapping[tuple[int, int], int]
    plain: frozenset[int]
    """For whom only questions were arranged that are answered by choosing from a list."""


PLAIN = scoped(
    select(Accommodation.person_id).where(
        Accommodation.person_id.in_(bindparam("ids", expanding=True)),
        Accommodation.plain_questions,
        Accommodation.retired_at.is_(None),
        Accommodation.valid_from <= bindparam("today"),
        or_(Accommodation.valid_until.is_(None), Accommodation.valid_until > bindparam("today")),
    ),
    by="system",
)


def part(person_ids: Sequence[int], today: date) -> Part:
    """Return what is due for some people, and what they have seen. Five SELECTs."""
    ids = {"ids": list(person_ids)}
    due: dict[int, list[Asking]] = defaultdict(list)
    for row in database.session.execute(DUE, ids | {"today": today}):
        due[row[0]].append(Asking(*row))
    weak: dict[int, set[str]] = defaultdict(set)
    for person_id, belief in database.session.execute(WEAK, ids):
        weak[person_id].add(belief)
    seen: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for person_id, subject_id, slug, times in database.session.execute(SEEN, ids):
        seen[person_id, subject_id][slug] = times
    numbers = {(row[0], row[1]): row[2] for row in database.session.execute(NUMBERS, ids)}
    plain = frozenset(database.session.scalars(PLAIN, ids | {"today": today}))
    return Part(due, {key: frozenset(held) for key, held in weak.items()}, seen, numbers, plain)


class Banked(NamedTuple):
    """The questions of an objective, with the edition that they are of and its language."""

    edition_id: int
    language: str
    candidates: list[Candidate]


BANK = (
    select(
        Subject.id.label("subject_id"), Edition.id.label("edition_id"), Edition.language, Edition.source_digest,
        Question.id, Question.slug, Question.digest, Question.objective, Question.lesson_slug, Question.content,
    )
    .select_from(Subject)
    .join(Edition, or_(Edition.id == Subject.edition_id, Edition.id.in_(
        select(Translation.edition_id).where(Translation.subject_id == Subject.id).correlate(Subject)
    )))
    .join(Question, Question.edition_id == Edition.id)
    .where(
        Subject.kind == SubjectKind.COURSE, Subject.retired_on.is_(None),
        ~select(QuestionVoid.id).where(QuestionVoid.digest == Question.digest).correlate(Question).exists(),
    )
    .order_by(Question.id)
)  # fmt: skip
OWN = ""
"""Stands for the language in which a course was written."""


def bank() -> dict[tuple[int, str, str], Banked]:
    """Return all questions that are taught now: (subject, objective, language) → questions. One SELECT."""
    found: dict[tuple[int, str, str], Banked] = {}
    for row in database.session.execute(BANK):
        language = row.language if row.source_digest else OWN
        key = (row.subject_id, row.objective, language)
        found.setdefault(key, Banked(row.edition_id, row.language, [])).candidates.append(candidate(row))
    return found


# --- one question that waits --------------------------------------------------------------------------------------


class Waiting(NamedTuple):
    """A refresher: whose it is, of which course, and whether it is still open."""

    public_id: str
    person_id: int
    slug: str
    state: AttemptState
    started_at: datetime


_REFRESHER = (
    select(Attempt.public_id, Attempt.person_id, Subject.slug, Attempt.state, Attempt.started_at)
    .join(Subject, Subject.id == Attempt.subject_id)
    .where(Attempt.kind == AttemptKind.REFRESHER)
)
REFRESHER = scoped(_REFRESHER.where(Attempt.public_id == bindparam("public_id")), by="a signed link")
OPEN = scoped(
    _REFRESHER.where(Attempt.person_id == bindparam("person_id"), Attempt.state == AttemptState.OPEN).order_by(
        Attempt.id
    ),
    by="own person",
)


def refresher(public_id: str) -> Waiting:
    """Return the refresher that a signed link names. Raises NotFound."""
    row = database.session.execute(REFRESHER, {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return Waiting(*row)


def waiting(person_id: int | None) -> list[Waiting]:
    """Return the refreshers that wait for a person, the oldest first."""
    return [Waiting(*row) for row in database.session.execute(OPEN, {"person_id": person_id})]
