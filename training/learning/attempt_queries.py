"""Looks at attempts: one's own only. The draw is sealed in the attempt, the answers are facts beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Edition, Lesson, Question, Subject
from training.catalogue.rules import SubjectKind
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.learning.models import Answer, Attempt
from training.learning.rules import (
    AttemptState,
    Candidate,
    Drawn,
    Given,
    drawn_from,
    next_position,
    position_to_show,
)

AT_THE_END = "at the end"

_ANSWERED = select(func.count()).select_from(Answer).where(Answer.attempt_id == Attempt.id)
_MINE = Attempt.person_id == bindparam("person_id")
_OF_COURSE = and_(Subject.kind == SubjectKind.COURSE, Subject.slug == bindparam("slug"))


@dataclass(frozen=True)
class AttemptPlace:
    """A question of an attempt, as its address names it."""

    slug: str
    public_id: str
    position: int = 1


@dataclass(frozen=True)
class AttemptNow:
    """An attempt with its sealed draw and the answers so far (position → answer)."""

    id: int
    public_id: str
    person_id: int
    slug: str
    title: str
    subject_id: int
    edition_id: int
    digest: str
    edition_number: int
    language: str
    """In which the attempt was started, and goes on."""
    feedback_at_end: bool
    drawn: tuple[Drawn, ...]
    needed: int
    state: AttemptState
    finished_at: datetime | None
    answers: Mapping[int, Given]

    @property
    def asked(self) -> int:
        return len(self.drawn)

    @property
    def next(self) -> int | None:
        """The position that may be answered now; None when all are."""
        return next_position(self.asked, self.answers)

    @property
    def explains(self) -> bool:
        """Whether an answer may be explained: at once, or only after the last one, as the author wished."""
        return not self.feedback_at_end or self.next is None

    def shows(self, position: int) -> int:
        """Return what a learner who wishes to see a position sees. Raises NotFound for one that was never drawn."""
        if position > self.asked:
            raise NotFound
        if self.explains:
            return position_to_show(self.asked, self.answers, position)
        return self.next or position


_ATTEMPT = (
    select(
        Attempt.id, Attempt.public_id, Attempt.person_id, Subject.slug,
        Edition.content["title"].as_string().label("title"), Attempt.subject_id,
        Attempt.edition_id, Edition.digest, Edition.number.label("edition_number"), Attempt.language,
        Edition.content["quiz"]["feedback"].as_string().label("feedback"),
        Attempt.draw, Attempt.needed, Attempt.state, Attempt.finished_at,
    )
    .join(Subject, Subject.id == Attempt.subject_id)
    .join(Edition, Edition.id == Attempt.edition_id)
    .where(Attempt.public_id == bindparam("public_id"), _MINE, _OF_COURSE)
)  # fmt: skip
ATTEMPT = scoped(_ATTEMPT, by="own person")
ATTEMPT_LOCKED = scoped(_ATTEMPT.with_for_update(of=Attempt.__table__), by="own person")
ANSWERS = scoped(
    select(Answer.position, Answer.chosen, Answer.right).where(Answer.attempt_id == bindparam("attempt_id")),
    by="own attempt",
)


def attempt(viewer: Viewer, place: AttemptPlace, *, to_answer: bool = False) -> AttemptNow:
    """Return one's own attempt; `to_answer` locks it until the transaction ends. Raises NotFound."""
    values = {"person_id": viewer.person_id, "public_id": place.public_id, "slug": place.slug}
    row = database.session.execute(ATTEMPT_LOCKED if to_answer else ATTEMPT, values).one_or_none()
    if row is None:
        raise NotFound
    given = database.session.execute(ANSWERS, {"attempt_id": row.id})
    answers = {one.position: Given(one.chosen, one.right) for one in given}
    return AttemptNow(
        id=row.id, public_id=row.public_id, person_id=row.person_id, slug=row.slug, title=row.title,
        subject_id=row.subject_id, edition_id=row.edition_id, digest=row.digest, edition_number=row.edition_number,
        language=row.language,
        feedback_at_end=row.feedback == AT_THE_END, drawn=drawn_from(row.draw), needed=row.needed, state=row.state,
        finished_at=row.finished_at, answers=answers,
    )  # fmt: skip


class Asked(NamedTuple):
    """A drawn question with its words, and its lesson (position from 1), which may have left the course since."""

    id: int
    content: Mapping[str, Any]
    lesson_slug: str
    lesson_title: str
    lesson_position: int
    lesson_minutes: int
    lesson_taught: bool


_Today = aliased(Lesson)
_TAUGHT = (
    select(Subject.id)
    .join(Edition, Edition.subject_id == Subject.id)
    .join(_Today, _Today.edition_id == Subject.edition_id)
    .where(Edition.id == Question.edition_id, _Today.slug == Question.lesson_slug, Subject.retired_on.is_(None))
    .correlate(Question)
    .exists()
)
_ASKED = select(
    Question.id, Question.content, Lesson.slug, Lesson.title, Lesson.position, Lesson.minutes, _TAUGHT
).join(Lesson, and_(Lesson.edition_id == Question.edition_id, Lesson.slug == Question.lesson_slug))
# The digest must be the sealed one: what is shown and graded is what was drawn.
QUESTION = _ASKED.where(Question.id == bindparam("id"), Question.digest == bindparam("digest"))
QUESTIONS = _ASKED.where(Question.id.in_(bindparam("ids", expanding=True)))


def question(drawn: Drawn) -> Asked:
    """Return the words of a drawn question. Raises NotFound."""
    row = database.session.execute(QUESTION, {"id": drawn.question, "digest": drawn.digest}).one_or_none()
    if row is None:
        raise NotFound
    return Asked(*row)


def questions(drawn: Collection[Drawn]) -> dict[int, Asked]:
    """Return the words of several drawn questions by their ids."""
    rows = database.session.execute(QUESTIONS, {"ids": [one.question for one in drawn]})
    return {row.id: Asked(*row) for row in rows}


CANDIDATES = (
    select(Question.id, Question.digest, Question.objective, Question.content)
    .where(Question.edition_id == bindparam("edition_id"))
    .order_by(Question.id)
)


def candidates(edition_id: int) -> list[Candidate]:
    """Return the questions from which an attempt at an edition is drawn."""
    rows = database.session.execute(CANDIDATES, {"edition_id": edition_id})
    return [
        Candidate(row.id, row.digest, row.objective, tuple(option["key"] for option in row.content["options"]))
        for row in rows
    ]


class Try(NamedTuple):
    """The last attempt as the course's own pages show it: where it goes on, or how it ended."""

    public_id: str
    number: int
    state: AttemptState
    answered: int
    right: int | None
    needed: int
    asked: int

    @property
    def position(self) -> int:
        """The position at which it goes on; answers are given in order."""
        return min(self.answered + 1, self.asked)


LAST_TRY = scoped(
    select(
        Attempt.public_id, Attempt.number, Attempt.state,
        _ANSWERED.scalar_subquery().label("answered"), Attempt.right, Attempt.needed, Attempt.draw,
    )
    .join(Subject, Subject.id == Attempt.subject_id)
    .where(_MINE, _OF_COURSE)
    .order_by(Attempt.number.desc())
    .limit(1),
    by="own person",
)  # fmt: skip


def last_try(viewer: Viewer, slug: str) -> Try | None:
    """Return the viewer's last attempt at the questions of a course. An open one is always the last."""
    row = database.session.execute(LAST_TRY, {"person_id": viewer.person_id, "slug": slug}).one_or_none()
    if row is None:
        return None
    return Try(row.public_id, row.number, row.state, row.answered, row.right, row.needed, asked=len(row.draw))


def started_try(viewer: Viewer, slug: str) -> Try:
    """Return the viewer's last attempt where there must be one. Raises NotFound."""
    found = last_try(viewer, slug)
    if found is None:
        raise NotFound
    return found
