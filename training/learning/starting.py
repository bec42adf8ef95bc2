"""The verbs that begin questions: all of a course, those of one lesson before it is read, one as a refresher."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import database, insert
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.core.world import new_public_id, shuffled
from training.learning import attempt_queries, drawing_queries, queries, service
from training.learning.attempt_queries import AttemptPlace, Try
from training.learning.drawing_queries import of_lessons
from training.learning.models import Attempt
from training.learning.queries import Course, Step
from training.learning.readiness import Moment, Readiness, fitting, readiness, round_began
from training.learning.rules import (
    FEWEST_FOR_TOPIC,
    TOPIC_TERMS,
    AttemptKind,
    AttemptState,
    Candidate,
    Drawn,
    draw,
    needed_of,
)

Words = dict[str, str]


@dataclass(frozen=True)
class NewAttempt:
    """A sealed attempt, ready to be written."""

    person_id: int
    subject_id: int
    edition_id: int
    kind: AttemptKind
    language: str
    drawn: tuple[Drawn, ...]
    needed: int
    words: Words
    number: int = 1
    part: str = ""
    carried: int = 0
    closes_at: datetime | None = None


def start_course(viewer: Viewer, course: Course, words: Words, *, at: Moment) -> Try | None:
    """Start the questions of a course with a fresh sealed draw, or return the open attempt. Never two are open.

    Returns None where something comes first (`readiness` says what). An open attempt whose time has passed is ended
    with what was answered, one at an earlier edition is stopped, and a new one begins.
    """
    last = attempt_queries.last_try(viewer, course.slug)
    if last is not None and last.state is AttemptState.OPEN:
        if not (last.stale or last.over(at.now)):
            return last
        _end(viewer, course, last, at)
    ready = readiness(viewer, course, at)
    if not ready.may_begin:
        return None
    insert_attempt(_of_course(viewer, course, ready, words, at), now=at.now, number_after=last)
    # Asked again: of two starts at one instant one has inserted nothing, and both go on with the other's attempt.
    return attempt_queries.started_try(viewer, course.slug)


def _of_course(viewer: Viewer, course: Course, ready: Readiness, words: Words, at: Moment) -> NewAttempt:
    known = drawing_queries.known(viewer.person_id or 0, course.subject_id)
    return NewAttempt(
        person_id=viewer.person_id or 0, subject_id=course.subject_id, edition_id=course.edition_id, kind=ready.kind,
        language=course.content["language"], drawn=draw(ready.pool, ready.terms, shuffled, known), needed=ready.needed,
        words=words, carried=ready.right_before, closes_at=at.now + ready.limit if ready.limit else None,
    )  # fmt: skip


def _end(viewer: Viewer, course: Course, last: Try, at: Moment) -> None:
    if last.over(at.now):
        service.finish_over(viewer, AttemptPlace(course.slug, last.public_id), at=at)
    else:
        _stop(viewer, last, at)


def _stop(viewer: Viewer, last: Try, at: Moment) -> None:
    stopped = (
        update(Attempt)
        .where(Attempt.public_id == last.public_id, Attempt.state == AttemptState.OPEN)
        .values(state=AttemptState.STOPPED, finished_at=at.now)
        .returning(Attempt.id)
    )
    attempt_id = database.session.execute(stopped).scalar_one_or_none()
    if attempt_id is not None:
        record(Happening("attempt-stopped", "attempt", attempt_id), actor_id=viewer.person_id, now=at.now)


@dataclass(frozen=True)
class Offer:
    """The questions of a lesson that can be tried before it is read. `begun` is the attempt at them in this round."""

    lesson: Step
    pool: tuple[Candidate, ...]
    begun: str | None

    @property
    def asked(self) -> int:
        return min(TOPIC_TERMS.draw, len(self.pool))


def offered(viewer: Viewer, course: Course, lesson: str, *, at: Moment) -> Offer:
    """Return the questions of a lesson that can be tried first. Raises NotFound where that is not offered.

    It is not where a clause asks for the lessons themselves, where the lesson is done with, and where it has fewer than
    two questions. There is one try in a round: what is left after it is to read the lesson.
    """
    steps = {step.slug: step for step in queries.steps_of(viewer, course.subject_id, course.edition_id, at.today)}
    topic = drawing_queries.topics(viewer, course.slug, round_began(viewer, course.subject_id)).get(lesson)
    if topic is None or lesson not in steps:
        raise NotFound
    whole = of_lessons(drawing_queries.candidates(course.edition_id), (lesson,))
    pool = fitting(whole, drawing_queries.arranged(viewer, at.today))
    closed = steps[lesson].read or queries.seat_time(viewer, course.subject_id, at.today)
    if topic.public_id is None and (closed or len(pool) < FEWEST_FOR_TOPIC):
        raise NotFound
    return Offer(steps[lesson], tuple(pool), topic.public_id)


def start_topic(viewer: Viewer, course: Course, lesson: str, words: Words, *, at: Moment) -> Try:
    """Start the questions of one lesson before it is read, or return the attempt at them.

    Raises NotFound where that is not `offered`.
    """
    offer = offered(viewer, course, lesson, at=at)
    if offer.begun is None:
        drawn = draw(offer.pool, TOPIC_TERMS, shuffled, drawing_queries.known(viewer.person_id or 0, course.subject_id))
        new = NewAttempt(
            person_id=viewer.person_id or 0, subject_id=course.subject_id, edition_id=course.edition_id,
            kind=AttemptKind.TOPIC, language=course.content["language"], drawn=drawn,
            needed=needed_of(len(drawn), TOPIC_TERMS), words=words, part=lesson,
        )  # fmt: skip
        before = attempt_queries.last_try(viewer, course.slug, (AttemptKind.TOPIC,), lesson)
        insert_attempt(new, now=at.now, number_after=before)
    return attempt_queries.started_try(viewer, course.slug, (AttemptKind.TOPIC,), lesson)


def insert_attempt(new: NewAttempt, *, now: datetime, number_after: Try | None = None) -> int | None:
    """Write a sealed attempt; return its id, or None where one of its kind is open already."""
    row: dict[str, Any] = {
        "public_id": new_public_id(), "person_id": new.person_id, "subject_id": new.subject_id,
        "edition_id": new.edition_id, "kind": new.kind, "part": new.part,
        "number": number_after.number + 1 if number_after else new.number, "language": new.language,
        "draw": [one.as_data() for one in new.drawn], "words": new.words, "needed": new.needed,
        "carried": new.carried, "state": AttemptState.OPEN, "started_at": now, "closes_at": new.closes_at,
    }  # fmt: skip
    made = insert(Attempt).values(row).on_conflict_do_nothing().returning(Attempt.id)
    attempt_id: int | None = database.session.execute(made).scalar_one_or_none()
    if attempt_id is not None:
        record(Happening("attempt-started", "attempt", attempt_id), actor_id=new.person_id, now=now)
    return attempt_id
