"""Looks at what one person remembers: their own answers, weeks after they learned. Nobody else's page asks for it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, and_, bindparam, case, func, select

from training.catalogue.models import Belief, Lesson, Question, Subject, Topic
from training.catalogue.rules import SubjectKind
from training.completion.models import Completion
from training.core.db import database, scoped
from training.core.permissions import Viewer
from training.learning.models import Answer, Attempt, HeldBelief
from training.learning.queries import STANDS
from training.learning.rules import FULL, AttemptKind

_ME: BindParameter[int] = bindparam("person_id")


class Remembered(NamedTuple):
    """One answer to a refresher, and when the course was completed last before it."""

    topic: str
    right: bool
    answered_at: datetime
    learned_at: datetime | None

    @property
    def days(self) -> int | None:
        """How many days after learning it was."""
        return None if self.learned_at is None else (self.answered_at - self.learned_at).days


_LEARNED = (
    select(func.max(Completion.happened_at))
    .where(
        Completion.person_id == Attempt.person_id, Completion.subject_id == Attempt.subject_id,
        Completion.happened_at < Attempt.started_at, STANDS,
    )
    .correlate(Attempt)
    .scalar_subquery()
)  # fmt: skip
REMEMBERED = scoped(
    select(func.coalesce(Topic.title, Question.topic), Answer.credit, Answer.answered_at, _LEARNED)
    .select_from(Attempt)
    .join(Answer, Answer.attempt_id == Attempt.id)
    .join(Question, Question.id == Answer.question_id)
    .outerjoin(Topic, Topic.slug == Question.topic)
    .where(Attempt.person_id == _ME, Attempt.kind == AttemptKind.REFRESHER)
    .order_by(Answer.answered_at.desc())
    .limit(500),
    by="own person",
)


def remembered(viewer: Viewer) -> list[Remembered]:
    """Return the viewer's answers to refreshers, the latest first: five hundred at most."""
    rows = database.session.execute(REMEMBERED, {"person_id": viewer.person_id})
    return [Remembered(row[0], row[1] == FULL, row[2], row[3]) for row in rows]


class Held(NamedTuple):
    """A false belief that the viewer showed last, and a lesson that speaks of it."""

    says: str
    slug: str
    lesson: str
    title: str


_TRAPS = (
    select(HeldBelief.belief_slug, Belief.says, HeldBelief.answered_at)
    .join(Belief, Belief.slug == HeldBelief.belief_slug)
    .where(HeldBelief.person_id == _ME, HeldBelief.held)
    .order_by(HeldBelief.answered_at.desc())
    .limit(12)
)
HELD = scoped(_TRAPS, by="own person")
_PASSED = (
    select(Completion.id)
    .where(Completion.person_id == _ME, Completion.subject_id == Subject.id, STANDS)
    .correlate(Subject)
    .exists()
)
LESSONS = scoped(
    select(Question.content, Subject.slug, Lesson.slug, Lesson.title)
    .select_from(Subject)
    .join(Question, Question.edition_id == Subject.edition_id)
    .join(Lesson, and_(Lesson.edition_id == Question.edition_id, Lesson.slug == Question.lesson_slug))
    .where(Subject.kind == SubjectKind.COURSE, Subject.retired_on.is_(None))
    # What one has read before comes first.
    .order_by(case((_PASSED, 0), else_=1), Subject.id, Question.id),
    by="own person",
)


def held(viewer: Viewer) -> list[Held]:
    """Return the false beliefs that the viewer showed last, each with the first lesson that speaks of it."""
    beliefs = database.session.execute(HELD, {"person_id": viewer.person_id}).all()
    if not beliefs:
        return []
    lessons: dict[str, tuple[str, str, str]] = {}
    for content, slug, lesson, title in database.session.execute(LESSONS, {"person_id": viewer.person_id}):
        for option in content["options"]:
            if option.get("misconception"):
                lessons.setdefault(option["misconception"], (slug, lesson, title))
    return [Held(row.says, *lessons[row.belief_slug]) for row in beliefs if row.belief_slug in lessons]
