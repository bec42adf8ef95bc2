"""Looks at attempts: one's own only. The draw is sealed in the attempt, the answers are facts beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Edition, Lesson, Question, Subject
from training.catalogue.rules import SubjectKind
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.learning.models import Answer, Attempt, QuestionVoid, Rescore
from training.learning.rules import (
    AttemptKind,
    AttemptState,
    Drawn,
    Given,
    Grade,
    drawn_from,
    grade,
    next_position,
    position_to_show,
    with_voids,
)

AT_THE_END = "at the end"

_MINE = Attempt.person_id == bindparam("person_id")
OF_COURSE = and_(Subject.kind == SubjectKind.COURSE, Subject.slug == bindparam("slug"))
_Taught = aliased(Edition)


def since_voided(column: Any, of_attempt: Any) -> ColumnElement[Any]:
    """Return how an attempt stands since a question of it was taken out, else as it ended, for a SELECT from it."""
    last = select(column).where(Rescore.attempt_id == Attempt.id).order_by(Rescore.id.desc()).limit(1)
    return func.coalesce(last.correlate(Attempt).scalar_subquery(), of_attempt)


RIGHT_NOW = since_voided(Rescore.right_after, Attempt.right)
STATE_NOW = since_voided(Rescore.state_after, Attempt.state)


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
    kind: AttemptKind
    part: str
    slug: str
    title: str
    subject_id: int
    edition_id: int
    digest: str
    edition_number: int
    language: str
    """In which the attempt was started, and goes on."""
    words: Mapping[str, str]
    """The local words as they were then."""
    feedback_at_end: bool
    drawn: tuple[Drawn, ...]
    needed: int
    carried: int
    state: AttemptState
    started_at: datetime
    closes_at: datetime | None
    finished_at: datetime | None
    right: int | None
    answers: Mapping[int, Given]
    last_at: datetime
    """When the last answer was given, or the start."""

    @property
    def asked(self) -> int:
        return len(self.drawn)

    @property
    def next(self) -> int | None:
        """The position that may be answered now; None when all are, or when it has ended."""
        return next_position(self.asked, self.answers) if self.state is AttemptState.OPEN else None

    @property
    def explains(self) -> bool:
        """Whether an answer may be explained: at once, or only after the last one, as the author wished."""
        return not self.feedback_at_end or self.next is None

    def over(self, now: datetime) -> bool:
        """Whether its time has passed while it was open."""
        return self.state is AttemptState.OPEN and self.closes_at is not None and now >= self.closes_at

    def shows(self, position: int) -> int:
        """Return what a learner who wishes to see a position sees. Raises NotFound for one that was never drawn."""
        if position > self.asked:
            raise NotFound
        if self.state is not AttemptState.OPEN:
            return position
        if self.explains:
            return position_to_show(self.asked, self.answers, position)
        return self.next or position

    def graded(self, answers: Mapping[int, Given], voids: Collection[str], *, over: bool = False) -> Grade:
        """Grade it with these answers, in which the wordings that were taken out count as right."""
        return grade(self.drawn, with_voids(self.drawn, answers, voids), self.needed, over=over)


WHOLE_ATTEMPT = (
    select(
        Attempt.id, Attempt.public_id, Attempt.person_id, Attempt.kind, Attempt.part, Subject.slug,
        Edition.content["title"].as_string().label("title"), Attempt.subject_id,
        Attempt.edition_id, Edition.digest, Edition.number.label("edition_number"), Attempt.language, Attempt.words,
        Edition.content["quiz"]["feedback"].as_string().label("feedback"),
        Attempt.draw, Attempt.needed, Attempt.carried, Attempt.state, Attempt.started_at, Attempt.closes_at,
        Attempt.finished_at, Attempt.right,
    )
    .join(Subject, Subject.id == Attempt.subject_id)
    .join(Edition, Edition.id == Attempt.edition_id)
)  # fmt: skip
"""All that `attempt_of` needs of an attempt; whose it may be is for each statement to say."""
_ATTEMPT = WHOLE_ATTEMPT.where(Attempt.public_id == bindparam("public_id"), _MINE, OF_COURSE)
ATTEMPT = scoped(_ATTEMPT, by="own person")
ATTEMPT_LOCKED = scoped(_ATTEMPT.with_for_update(of=Attempt.__table__), by="own person")
ANSWERS = scoped(
    select(Answer.position, Answer.chosen, Answer.credit, Answer.answered_at).where(
        Answer.attempt_id == bindparam("attempt_id")
    ),
    by="own attempt",
)


def attempt(viewer: Viewer, place: AttemptPlace, *, to_answer: bool = False) -> AttemptNow:
    """Return one's own attempt; `to_answer` locks it until the transaction ends. Raises NotFound."""
    values = {"person_id": viewer.person_id, "public_id": place.public_id, "slug": place.slug}
    row = database.session.execute(ATTEMPT_LOCKED if to_answer else ATTEMPT, values).one_or_none()
    if row is None:
        raise NotFound
    return attempt_of(row)


def attempt_of(row: Row[Any]) -> AttemptNow:
    """Make a row of the columns of `ATTEMPT` into an attempt, with its answers. One SELECT."""
    given = database.session.execute(ANSWERS, {"attempt_id": row.id}).all()
    plain = {name: value for name, value in row._asdict().items() if name in _COLUMNS}
    feedback, sealed = plain.pop("feedback"), plain.pop("draw")
    return AttemptNow(
        **plain,
        feedback_at_end=feedback == AT_THE_END and row.kind is not AttemptKind.REFRESHER,
        drawn=drawn_from(sealed),
        answers={one.position: _given(one.chosen, one.credit) for one in given},
        last_at=max((one.answered_at for one in given), default=row.started_at),
    )


_COLUMNS = {column.name for column in _ATTEMPT.selected_columns}


def _given(chosen: list[str] | None, credit: int) -> Given:
    return Given(None if chosen is None else tuple(chosen), credit)


VOIDS = select(QuestionVoid.digest).where(QuestionVoid.digest.in_(bindparam("digests", expanding=True)))


def voids(drawn: Collection[Drawn]) -> frozenset[str]:
    """Return which of these wordings were taken out."""
    return frozenset(database.session.scalars(VOIDS, {"digests": [one.digest for one in drawn]}))


class Asked(NamedTuple):
    """A drawn question with its words, and its lesson (position from 1), which may have left the course since."""

    id: int
    slug: str
    objective: str
    content: Mapping[str, Any]
    lesson_slug: str
    lesson_title: str
    lesson_position: int
    lesson_minutes: int
    lesson_taught: bool
    voided: bool
    """Whether it was taken out since: then it counts as right."""


_Today = aliased(Lesson)
_TAUGHT = (
    select(Subject.id)
    .join(Edition, Edition.subject_id == Subject.id)
    .join(_Today, _Today.edition_id == Subject.edition_id)
    .where(Edition.id == Question.edition_id, _Today.slug == Question.lesson_slug, Subject.retired_on.is_(None))
    .correlate(Question)
    .exists()
)
_VOIDED = select(QuestionVoid.id).where(QuestionVoid.digest == Question.digest).correlate(Question).exists()
_ASKED = select(
    Question.id, Question.slug, Question.objective, Question.content, Lesson.slug, Lesson.title, Lesson.position,
    Lesson.minutes, _TAUGHT, _VOIDED,
).join(Lesson, and_(Lesson.edition_id == Question.edition_id, Lesson.slug == Question.lesson_slug))  # fmt: skip
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


class Try(NamedTuple):
    """The last attempt as the course's own pages show it: where it goes on, or how it ended."""

    public_id: str
    number: int
    state: AttemptState
    answered: int
    right: int | None
    needed: int
    closes_at: datetime | None
    asked: int
    stale: bool
    """Whether the course has a newer edition by now."""

    @property
    def position(self) -> int:
        """The position at which it goes on; answers are given in order."""
        return min(self.answered + 1, self.asked)

    def over(self, now: datetime) -> bool:
        """Whether its time has passed while it was open."""
        return self.state is AttemptState.OPEN and self.closes_at is not None and now >= self.closes_at


_ANSWERED = select(func.count()).select_from(Answer).where(Answer.attempt_id == Attempt.id)
WHOLE = (AttemptKind.COURSE, AttemptKind.CHANGES)
"""The attempts whose passing completes a course."""
LAST_TRY = scoped(
    select(
        Attempt.public_id, Attempt.number, Attempt.state,
        _ANSWERED.scalar_subquery().label("answered"), RIGHT_NOW.label("right"), Attempt.needed, Attempt.closes_at,
        Attempt.draw,
        Edition.number.label("then"), _Taught.number.label("now"),
    )
    .join(Subject, Subject.id == Attempt.subject_id)
    .join(Edition, Edition.id == Attempt.edition_id)
    .join(_Taught, _Taught.id == Subject.edition_id)
    .where(
        _MINE, OF_COURSE, Attempt.kind.in_(bindparam("kinds", expanding=True)), Attempt.part == bindparam("part"),
    )
    .order_by(Attempt.started_at.desc(), Attempt.id.desc())
    .limit(1),
    by="own person",
)  # fmt: skip


def last_try(viewer: Viewer, slug: str, kinds: Collection[AttemptKind] = WHOLE, part: str = "") -> Try | None:
    """Return the viewer's last attempt at the questions of a course or of one lesson. An open one is the last."""
    values = {"person_id": viewer.person_id, "slug": slug, "kinds": list(kinds), "part": part}
    row = database.session.execute(LAST_TRY, values).one_or_none()
    if row is None:
        return None
    plain = row._asdict()
    sealed, then, now = plain.pop("draw"), plain.pop("then"), plain.pop("now")
    return Try(**plain, asked=len(sealed), stale=then != now)


def started_try(viewer: Viewer, slug: str, kinds: Collection[AttemptKind] = WHOLE, part: str = "") -> Try:
    """Return the viewer's last attempt where there must be one. Raises NotFound."""
    found = last_try(viewer, slug, kinds, part)
    if found is None:
        raise NotFound
    return found


class PastTry(NamedTuple):
    """An attempt that has ended, as the learner finds it again."""

    public_id: str
    finished_at: datetime
    right: int | None
    asked: int


TRIES = scoped(
    select(Attempt.public_id, Attempt.finished_at, RIGHT_NOW.label("right"), Attempt.draw, Attempt.carried)
    .where(
        _MINE,
        Attempt.subject_id == bindparam("subject_id"),
        Attempt.kind.in_(WHOLE),
        Attempt.finished_at.is_not(None),
    )
    .order_by(Attempt.finished_at.desc())
    .limit(12),
    by="own person",
)


def tries(viewer: Viewer, subject_id: int) -> list[PastTry]:
    """Return the viewer's ended attempts at a course, the latest first: a dozen at most."""
    rows = database.session.execute(TRIES, {"person_id": viewer.person_id, "subject_id": subject_id})
    return [
        PastTry(row.public_id, row.finished_at, (row.right or 0) + row.carried, len(row.draw) + row.carried)
        for row in rows
        if row.finished_at
    ]
