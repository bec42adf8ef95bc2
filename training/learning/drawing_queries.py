"""Looks for drawing questions: which there are, what a learner has seen of them, and what was passed before."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, bindparam, func, or_, select

from training.catalogue.models import Edition, Lesson, Question, Subject
from training.core.db import database, scoped
from training.core.permissions import Viewer
from training.learning.attempt_queries import OF_COURSE, STATE_NOW, WHOLE
from training.learning.marking import Kind, kind_of
from training.learning.models import Accommodation, Answer, Attempt, HeldBelief, LessonProgress, QuestionVoid
from training.learning.rules import FULL, AttemptKind, AttemptState, Candidate, Known

_MINE = Attempt.person_id == bindparam("person_id")
_VOID = select(QuestionVoid.id).where(QuestionVoid.digest == Question.digest).correlate(Question).exists()
CANDIDATES = (
    select(Question.id, Question.slug, Question.digest, Question.objective, Question.lesson_slug, Question.content)
    .where(Question.edition_id == bindparam("edition_id"), ~_VOID)
    .order_by(Question.id)
)


def candidates(edition_id: int) -> list[Candidate]:
    """Return the questions from which an attempt at an edition is drawn, without those that were taken out."""
    return [candidate(row) for row in database.session.execute(CANDIDATES, {"edition_id": edition_id})]


def candidate(row: Row[Any]) -> Candidate:
    """Make a candidate of a row with id, slug, digest, objective, lesson_slug and content of a question."""
    content = row.content
    kind = kind_of(content)
    beliefs = (option.get("misconception") for option in content["options"])
    return Candidate(
        id=row.id,
        slug=row.slug,
        digest=row.digest,
        objective=row.objective,
        lesson=row.lesson_slug,
        options=tuple(option["key"] for option in content["options"]),
        choices=tuple(choice["key"] for choice in content.get("choices", ())),
        fixed=kind is Kind.INSPECT,
        plain=kind.plain,
        beliefs=frozenset(belief for belief in beliefs if belief),
    )


SEEN = scoped(
    select(Question.slug, func.count())
    .join(Answer, Answer.question_id == Question.id)
    .join(Attempt, Attempt.id == Answer.attempt_id)
    .where(_MINE, Attempt.subject_id == bindparam("subject_id"))
    .group_by(Question.slug),
    by="own person",
)
WEAK = scoped(
    select(HeldBelief.belief_slug).where(HeldBelief.person_id == bindparam("person_id"), HeldBelief.held),
    by="own person",
)


def known(person_id: int, subject_id: int) -> Known:
    """Return what a person was asked of a course before, and which false beliefs they showed last. Two SELECTs."""
    values = {"person_id": person_id, "subject_id": subject_id}
    seen = {row[0]: row[1] for row in database.session.execute(SEEN, values)}
    return Known(seen, frozenset(database.session.scalars(WEAK, {"person_id": person_id})))


class Arranged(NamedTuple):
    """How the questions are made to fit a person."""

    time_percent: int | None = 100
    without_pause: bool = False
    plain_questions: bool = False


ARRANGED = scoped(
    select(Accommodation.time_percent, Accommodation.without_pause, Accommodation.plain_questions).where(
        Accommodation.person_id == bindparam("person_id"),
        Accommodation.retired_at.is_(None),
        Accommodation.valid_from <= bindparam("today"),
        or_(Accommodation.valid_until.is_(None), Accommodation.valid_until > bindparam("today")),
    ),
    by="own person",
)


def arranged(viewer: Viewer, today: Any) -> Arranged:
    """Return what was arranged for the viewer; the plain case where nothing was."""
    row = database.session.execute(ARRANGED, {"person_id": viewer.person_id, "today": today}).first()
    return Arranged(*row) if row else Arranged()


# --- lessons that were passed by their questions ------------------------------------------------------------------


class TopicTry(NamedTuple):
    """The questions of one lesson: how many there are, and the viewer's attempt at them since the round began."""

    lesson: str
    questions: int
    public_id: str | None
    state: AttemptState | None


_BANK = (
    select(func.count())
    .select_from(Question)
    .where(Question.edition_id == Lesson.edition_id, Question.lesson_slug == Lesson.slug, ~_VOID)
    .correlate(Lesson)
    .scalar_subquery()
)
TOPICS = scoped(
    select(Lesson.slug, _BANK, Attempt.public_id, Attempt.state)
    .select_from(Subject)
    .join(Lesson, Lesson.edition_id == Subject.edition_id)
    .outerjoin(
        Attempt,
        and_(
            _MINE, Attempt.subject_id == Subject.id, Attempt.kind == AttemptKind.TOPIC, Attempt.part == Lesson.slug,
            Attempt.started_at > bindparam("since"),
        ),
    )
    .where(OF_COURSE)
    .order_by(Lesson.position, Attempt.number),
    by="own person",
)  # fmt: skip


def topics(viewer: Viewer, slug: str, since: datetime) -> dict[str, TopicTry]:
    """Return the lessons of a course with their questions and the attempt at them since the round began."""
    values = {"person_id": viewer.person_id, "slug": slug, "since": since}
    return {row[0]: TopicTry(*row) for row in database.session.execute(TOPICS, values)}


CARRIED = scoped(
    select(Attempt.part, Attempt.right)
    .join(LessonProgress, and_(
        LessonProgress.person_id == Attempt.person_id, LessonProgress.subject_id == Attempt.subject_id,
        LessonProgress.lesson_slug == Attempt.part, LessonProgress.known,
        LessonProgress.read_at == Attempt.finished_at,
    ))
    .join(Edition, Edition.id == LessonProgress.edition_id)
    .where(
        _MINE, Attempt.subject_id == bindparam("subject_id"), Attempt.kind == AttemptKind.TOPIC,
        Attempt.state == AttemptState.PASSED, Edition.number == bindparam("number"),
        Attempt.started_at > bindparam("since"),
    ),
    by="own person",
)  # fmt: skip


def carried(viewer: Viewer, subject_id: int, number: int, since: datetime) -> dict[str, int]:
    """Return the lessons that the viewer passed by their questions in this round: lesson → right answers."""
    values = {"person_id": viewer.person_id, "subject_id": subject_id, "number": number, "since": since}
    return {row[0]: row[1] or 0 for row in database.session.execute(CARRIED, values)}


# --- trying again -------------------------------------------------------------------------------------------------


class Ended(NamedTuple):
    """An attempt that has ended."""

    id: int
    state: AttemptState
    finished_at: datetime


ENDED = scoped(
    select(Attempt.id, STATE_NOW.label("state"), Attempt.finished_at)
    .where(
        _MINE, Attempt.subject_id == bindparam("subject_id"), Attempt.kind.in_(WHOLE),
        Attempt.finished_at.is_not(None), Attempt.state != AttemptState.STOPPED,
    )
    .order_by(Attempt.finished_at.desc(), Attempt.id.desc()),
    by="own person",
)  # fmt: skip
MISSED_LESSONS = scoped(
    select(Lesson.slug)
    .distinct()
    .select_from(Answer)
    .join(Question, Question.id == Answer.question_id)
    .join(Attempt, Attempt.id == Answer.attempt_id)
    .join(Subject, Subject.id == Attempt.subject_id)
    .join(Lesson, and_(Lesson.edition_id == Subject.edition_id, Lesson.slug == Question.lesson_slug))
    .outerjoin(
        LessonProgress,
        and_(
            LessonProgress.person_id == Attempt.person_id, LessonProgress.subject_id == Subject.id,
            LessonProgress.lesson_slug == Lesson.slug, LessonProgress.read_at > Attempt.finished_at,
            LessonProgress.known.is_(False),
        ),
    )
    .where(Answer.attempt_id == bindparam("attempt_id"), Answer.credit < FULL, ~_VOID, LessonProgress.id.is_(None)),
    by="own attempt",
)  # fmt: skip


def failed_in_a_row(viewer: Viewer, subject_id: int) -> list[Ended]:
    """Return the viewer's last attempts that did not pass, the latest first, back to one that did."""
    values = {"person_id": viewer.person_id, "subject_id": subject_id}
    found: list[Ended] = []
    for row in database.session.execute(ENDED, values):
        if row.state is not AttemptState.FAILED:
            break
        found.append(Ended(row.id, row.state, row.finished_at))
    return found


def to_read_first(attempt_id: int) -> Sequence[str]:
    """Return the lessons of what was missed in an attempt that were not read again since it ended."""
    return database.session.scalars(MISSED_LESSONS, {"attempt_id": attempt_id}).all()


def of_lessons(pool: Collection[Candidate], lessons: Collection[str]) -> list[Candidate]:
    """Return the questions of some lessons."""
    return [one for one in pool if one.lesson in lessons]
