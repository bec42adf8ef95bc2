"""The verbs of learning: read a lesson, start an attempt, answer. The last answer finishes the attempt."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from training.audit.service import Happening, record
from training.completion import service as completion_service
from training.completion.rules import How
from training.completion.service import NewCompletion
from training.core.db import database, insert
from training.core.errors import Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.core.world import new_public_id, shuffled
from training.learning import attempt_queries, queries
from training.learning.attempt_queries import AttemptNow, AttemptPlace, Try
from training.learning.models import Answer, Attempt, LessonProgress
from training.learning.queries import Course, LessonNow
from training.learning.rules import AttemptState, Given, Grade, Terms, draw, grade, needed_of


@dataclass(frozen=True)
class Moment:
    """When a verb happens: the instant, and the day at the person's site."""

    now: datetime
    today: date


def mark_read(viewer: Viewer, lesson: LessonNow, *, now: datetime) -> None:
    """Record that the viewer has read a lesson. Reading it again moves the time and nothing else."""
    row = {
        "person_id": viewer.person_id, "subject_id": lesson.subject_id, "lesson_slug": lesson.slug,
        "edition_id": lesson.edition_id, "read_at": now,
    }  # fmt: skip
    key = [LessonProgress.person_id, LessonProgress.subject_id, LessonProgress.lesson_slug]
    changes = {name: row[name] for name in ("edition_id", "read_at")}
    database.session.execute(insert(LessonProgress).values(row).on_conflict_do_update(index_elements=key, set_=changes))
    record(Happening("lesson-read", "subject", lesson.subject_id), actor_id=viewer.person_id, now=now)


def start_attempt(viewer: Viewer, course: Course, *, now: datetime) -> Try:
    """Start an attempt with a fresh sealed draw, or return the open one. There is never more than one open."""
    last = attempt_queries.last_try(viewer, course.slug)
    if last is not None and last.state is AttemptState.OPEN:
        return last
    _insert_attempt(viewer, course, number=last.number + 1 if last else 1, now=now)
    # Asked again: of two starts at one instant one has inserted nothing, and both go on with the other's attempt.
    return attempt_queries.started_try(viewer, course.slug)


def _insert_attempt(viewer: Viewer, course: Course, *, number: int, now: datetime) -> None:
    quiz = course.content["quiz"]
    terms = Terms(quiz["draw"], quiz["from_each_objective"], quiz["pass_percent"])
    drawn = draw(attempt_queries.candidates(course.edition_id), terms, shuffled)
    row = {
        "public_id": new_public_id(), "person_id": viewer.person_id, "subject_id": course.subject_id,
        "edition_id": course.edition_id, "number": number, "language": course.content["language"],
        "draw": [one.as_data() for one in drawn], "needed": needed_of(len(drawn), terms),
        "state": AttemptState.OPEN, "started_at": now,
    }  # fmt: skip
    made = insert(Attempt).values(row).on_conflict_do_nothing().returning(Attempt.id)
    attempt_id = database.session.execute(made).scalar_one_or_none()
    if attempt_id is not None:
        record(Happening("attempt-started", "attempt", attempt_id), actor_id=viewer.person_id, now=now)


def submit_answer(viewer: Viewer, place: AttemptPlace, chosen: str, *, at: Moment) -> int:
    """Answer the question that is next; return the position to show now. The answer is final.

    What was answered before stays as it is, and a position that is further on is not answered: both do nothing.
    Raises NotFound, and Refused for a choice that the question does not offer.
    """
    attempt = attempt_queries.attempt(viewer, place, to_answer=True)
    if attempt.shows(place.position) != place.position or place.position in attempt.answers:
        return place.position
    drawn = attempt.drawn[place.position - 1]
    if chosen not in drawn.options:
        raise Refused("choice", text("Choose one answer"))
    given = _store(attempt, place.position, chosen, at.now)
    if given is not None:
        record(Happening("answered", "attempt", attempt.id), actor_id=viewer.person_id, now=at.now)
        _finish(viewer, attempt, {**attempt.answers, place.position: given}, at)
    return place.position


def _store(attempt: AttemptNow, position: int, chosen: str, now: datetime) -> Given | None:
    drawn = attempt.drawn[position - 1]
    options = attempt_queries.question(drawn).content["options"]
    given = Given(chosen, right=any(option["key"] == chosen and option["right"] for option in options))
    row = {
        "attempt_id": attempt.id, "position": position, "question_id": drawn.question, "chosen": given.chosen,
        "right": given.right, "answered_at": now,
    }  # fmt: skip
    # The attempt's row is locked, so this never conflicts; if it did, the stored answer would hold.
    stored = insert(Answer).values(row).on_conflict_do_nothing(index_elements=[Answer.attempt_id, Answer.position])
    return given if database.session.execute(stored.returning(Answer.id)).first() else None


def _finish(viewer: Viewer, attempt: AttemptNow, answers: dict[int, Given], at: Moment) -> None:
    graded = grade(attempt.drawn, answers, attempt.needed)
    if graded.state is AttemptState.OPEN:
        return
    finished = {"state": graded.state, "right": graded.right, "finished_at": at.now}
    database.session.execute(update(Attempt).where(Attempt.id == attempt.id).values(finished))
    record(Happening(f"attempt-{graded.state}", "attempt", attempt.id), actor_id=viewer.person_id, now=at.now)
    if graded.state is AttemptState.PASSED:
        _record_completion(viewer, attempt, graded, at)


def _record_completion(viewer: Viewer, attempt: AttemptNow, graded: Grade, at: Moment) -> None:
    read = queries.all_read(viewer, attempt.subject_id, attempt.edition_id, at.today)
    new = NewCompletion(
        person_id=attempt.person_id, subject_id=attempt.subject_id, how=How.QUIZ if read else How.TEST_OUT,
        happened_at=at.now, local_date=at.today, edition_id=attempt.edition_id, digest=attempt.digest,
        right=graded.right, asked=graded.asked, needed=graded.needed, edition_number=attempt.edition_number,
    )  # fmt: skip
    completion_service.record(new, recorded_by_id=viewer.person_id, now=at.now)
