"""Looks for figures: answers as they are counted, and what was counted. Nothing here names a person."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, func, literal, select

from training.catalogue.models import Edition, Question, Subject, Translation
from training.catalogue.rules import SubjectKind
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.learning.models import Answer, Attempt, CourseFigures, HeldBelief, QuestionFigures, QuestionVoid, Rescore
from training.learning.rules import FULL, AttemptKind, AttemptState, Period
from training.people.models import Membership

# --- counting -----------------------------------------------------------------------------------------------------


class Counted(NamedTuple):
    """Answers of the people of one department on one topic in one period."""

    department_id: int
    topic: str
    period: Period
    people: int
    answers: int
    right: int


_PERIOD = case(
    (Answer.answered_at >= bindparam("middle"), literal(Period.NOW.value)), else_=literal(Period.BEFORE.value)
)
RECALLED = scoped(
    select(
        Membership.department_id, Question.topic, _PERIOD.label("period"), func.count(Attempt.person_id.distinct()),
        func.count(), func.sum(case((Answer.credit == FULL, 1), else_=0)),
    )
    .select_from(Attempt)
    .join(Answer, Answer.attempt_id == Attempt.id)
    .join(Question, Question.id == Answer.question_id)
    .join(Membership, and_(
        Membership.person_id == Attempt.person_id, Membership.retired_at.is_(None), Membership.valid_until.is_(None),
    ))
    .where(Attempt.kind == AttemptKind.REFRESHER, Attempt.finished_at >= bindparam("since"))
    .group_by(Membership.department_id, Question.topic, "period"),
    by="system",
)  # fmt: skip


def recalled(since: datetime, middle: datetime) -> list[Counted]:
    """Count the answers to refreshers since an instant, in two periods, by department and topic."""
    rows = database.session.execute(RECALLED, {"since": since, "middle": middle})
    return [Counted(row[0], row[1], Period(row[2]), row[3], row[4], int(row[5])) for row in rows]


class Held(NamedTuple):
    """How many people of one department met a false belief, and how many of them showed it when they last did."""

    department_id: int
    belief_slug: str
    people: int
    held: int


HELD = scoped(
    select(
        Membership.department_id, HeldBelief.belief_slug, func.count(),
        func.sum(case((HeldBelief.held, 1), else_=0)),
    )
    .join(Membership, and_(
        Membership.person_id == HeldBelief.person_id, Membership.retired_at.is_(None),
        Membership.valid_until.is_(None),
    ))
    .where(HeldBelief.answered_at >= bindparam("since"))
    .group_by(Membership.department_id, HeldBelief.belief_slug),
    by="system",
)  # fmt: skip


def held(since: datetime) -> list[Held]:
    """Count who met which false belief since an instant, by department."""
    return [Held(row[0], row[1], row[2], int(row[3])) for row in database.session.execute(HELD, {"since": since})]


class Course(NamedTuple):
    """A course and its present questions: digest → (slug, content)."""

    subject_id: int
    slug: str
    questions: Mapping[str, tuple[str, Mapping[str, Any]]]


COURSES = (
    select(Subject.id, Subject.slug, Question.slug.label("question"), Question.digest, Question.content)
    .join(Question, Question.edition_id == Subject.edition_id)
    .where(Subject.kind == SubjectKind.COURSE, Subject.retired_on.is_(None))
    .order_by(Subject.id)
)


def courses() -> list[Course]:
    """Return the courses that are taught now, with their questions."""
    rows = database.session.execute(COURSES).all()
    return [
        Course(key[0], key[1], {row.digest: (row.question, row.content) for row in group})
        for key, group in groupby(rows, key=lambda row: (row.id, row.slug))
    ]


class Given(NamedTuple):
    """One answer of an attempt."""

    attempt_id: int
    digest: str
    credit: int
    seconds: int | None
    chosen: Sequence[str] | None
    answered_at: datetime


GIVEN = scoped(
    select(Answer.attempt_id, Question.digest, Answer.credit, Answer.seconds, Answer.chosen, Answer.answered_at)
    .join(Attempt, Attempt.id == Answer.attempt_id)
    .join(Question, Question.id == Answer.question_id)
    .where(
        Attempt.subject_id == bindparam("subject_id"), Attempt.kind == AttemptKind.COURSE,
        Attempt.finished_at >= bindparam("since"), Attempt.state != AttemptState.STOPPED,
    )
    .order_by(Answer.attempt_id)
    .execution_options(yield_per=5_000),
    by="system",
)  # fmt: skip


def given(subject_id: int, since: datetime) -> Iterator[list[Given]]:
    """Yield the answers of each attempt at a course that has ended since an instant."""
    rows = (Given(*row) for row in database.session.execute(GIVEN, {"subject_id": subject_id, "since": since}))
    for _attempt, answers in groupby(rows, key=lambda row: row.attempt_id):
        yield list(answers)


class Span(NamedTuple):
    """From the first to the last of some answers, by id; None where there are none."""

    first: int | None
    last: int | None


OLD = scoped(
    select(func.min(Answer.id), func.max(Answer.id)).where(
        Answer.chosen.is_not(None), Answer.answered_at < bindparam("before")
    ),
    by="system",
)


def old_answers(before: datetime) -> Span:
    """Return where the answers stand of which it is still known what was chosen, and that are older than an instant."""
    return Span(*database.session.execute(OLD, {"before": before}).one())


# --- what was counted ---------------------------------------------------------------------------------------------


class CourseRow(NamedTuple):
    """A course of the list: how many of its questions were counted, and whether its key may have leaked."""

    slug: str
    title: str
    questions: int
    answers: int
    alarm: bool
    counted_on: date | None


LIST = (
    select(
        Subject.slug, Subject.title, func.count(QuestionFigures.slug),
        func.coalesce(func.sum(QuestionFigures.answers), 0), func.coalesce(CourseFigures.alarm, False),
        CourseFigures.counted_on,
    )
    .outerjoin(QuestionFigures, QuestionFigures.subject_id == Subject.id)
    .outerjoin(CourseFigures, CourseFigures.subject_id == Subject.id)
    .where(Subject.kind == SubjectKind.COURSE, Subject.retired_on.is_(None))
    .group_by(Subject.slug, Subject.title, CourseFigures.alarm, CourseFigures.counted_on)
    .order_by(Subject.title)
)  # fmt: skip


def listed() -> list[CourseRow]:
    """Return the courses that are taught now, by title."""
    return [
        CourseRow(row[0], row[1], row[2], int(row[3]), bool(row[4]), row[5]) for row in database.session.execute(LIST)
    ]


class FigureRow(NamedTuple):
    """One present question of a course with what was counted of it; None where nothing was yet."""

    slug: str
    digest: str
    content: Mapping[str, Any]
    answers: int | None
    difficulty: float | None
    discrimination: float | None
    median_seconds: int | None
    options: Mapping[str, int] | None
    voided: bool


class CourseDetail(NamedTuple):
    """A course as its figures name it."""

    id: int
    slug: str
    title: str
    language: str
    figures: Mapping[str, Any] | None
    alarm: bool
    counted_on: date | None


DETAIL = (
    select(
        Subject.id, Subject.slug, Subject.title, Edition.language, CourseFigures.figures,
        func.coalesce(CourseFigures.alarm, False), CourseFigures.counted_on,
    )
    .join(Edition, Edition.id == Subject.edition_id)
    .outerjoin(CourseFigures, CourseFigures.subject_id == Subject.id)
    .where(Subject.kind == SubjectKind.COURSE, Subject.retired_on.is_(None), Subject.slug == bindparam("slug"))
)  # fmt: skip
FIGURES = (
    select(
        Question.slug, Question.digest, Question.content, QuestionFigures.answers, QuestionFigures.difficulty,
        QuestionFigures.discrimination, QuestionFigures.median_seconds, QuestionFigures.options,
        QuestionVoid.id.is_not(None),
    )
    .select_from(Subject)
    .join(Question, Question.edition_id == Subject.edition_id)
    .outerjoin(QuestionFigures, and_(
        QuestionFigures.subject_id == Subject.id, QuestionFigures.slug == Question.slug,
        QuestionFigures.digest == Question.digest,
    ))
    .outerjoin(QuestionVoid, and_(QuestionVoid.subject_id == Subject.id, QuestionVoid.digest == Question.digest))
    .where(Subject.id == bindparam("subject_id"))
    .order_by(Question.id)
)  # fmt: skip


def detail(slug: str) -> CourseDetail:
    """Return a course that is taught now, with its own figures. Raises NotFound."""
    row = database.session.execute(DETAIL, {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound
    return CourseDetail(*row)


def figures(subject_id: int) -> list[FigureRow]:
    """Return the present questions of a course with what was counted, in the order of the course."""
    return [FigureRow(*row) for row in database.session.execute(FIGURES, {"subject_id": subject_id})]


class VoidRow(NamedTuple):
    """That a wording was taken out, how many attempts were graded again, and how many pass since."""

    slug: str
    reason: str | None
    happened_at: datetime
    rescored: int
    passed: int


_RESCORED = select(func.count()).select_from(Rescore).where(Rescore.void_id == QuestionVoid.id)
_PASSED = _RESCORED.where(Rescore.state_before != Rescore.state_after)
VOIDED = scoped(
    select(
        QuestionVoid.slug, QuestionVoid.reason, QuestionVoid.happened_at,
        _RESCORED.correlate(QuestionVoid).scalar_subquery(), _PASSED.correlate(QuestionVoid).scalar_subquery(),
    )
    .where(QuestionVoid.subject_id == bindparam("subject_id"))
    .order_by(QuestionVoid.id.desc()),
    by="counts alone",
)  # fmt: skip


def voided(subject_id: int) -> list[VoidRow]:
    """Return the wordings of a course that were taken out, the latest first."""
    return [VoidRow(*row) for row in database.session.execute(VOIDED, {"subject_id": subject_id})]


WORDINGS = (
    select(Question.digest)
    .join(Edition, Edition.id == Question.edition_id)
    .join(Subject, Subject.id == Edition.subject_id)
    .where(
        Subject.id == bindparam("subject_id"), Question.slug == bindparam("slug"),
        Edition.id.in_(
            select(Translation.edition_id).where(Translation.subject_id == Subject.id).correlate(Subject)
        ) | (Edition.id == Subject.edition_id),
    )
    .distinct()
)  # fmt: skip


def wordings(subject_id: int, slug: str) -> Sequence[str]:
    """Return in which wordings a question is asked now: its own, and those of translations."""
    return database.session.scalars(WORDINGS, {"subject_id": subject_id, "slug": slug}).all()


def question_of(subject_id: int, slug: str) -> FigureRow:
    """Return one present question that was not taken out. Raises NotFound."""
    found = next((row for row in figures(subject_id) if row.slug == slug and not row.voided), None)
    if found is None:
        raise NotFound
    return found


ALARMS = (
    select(Subject.title)
    .join(CourseFigures, CourseFigures.subject_id == Subject.id)
    .where(CourseFigures.alarm, Subject.retired_on.is_(None))
    .order_by(Subject.title)
)


def alarms() -> Sequence[str]:
    """Return the courses whose key may have leaked, by title."""
    return database.session.scalars(ALARMS).all()
