"""What a finished attempt leads to: a completion, lessons that need not be read, the next step of a ladder."""

from collections.abc import Iterable
from datetime import datetime

from training.audit.service import Happening, record
from training.completion import service as completion_service
from training.completion.rules import How
from training.completion.service import NewCompletion
from training.core.db import database, insert
from training.core.permissions import Viewer
from training.learning import drawing_queries, queries, recalling
from training.learning.attempt_queries import AttemptNow
from training.learning.models import LessonProgress, SkippedLesson
from training.learning.queries import Step
from training.learning.readiness import Moment, round_began
from training.learning.rules import AttemptKind, AttemptState, Grade, Way


def carry_out(viewer: Viewer, attempt: AttemptNow, graded: Grade, at: Moment) -> None:
    """Do what follows from an attempt that has just ended. An attempt that did not pass leads to nothing."""
    if attempt.kind is AttemptKind.REFRESHER:
        recalling.move(attempt, right=graded.state is AttemptState.PASSED, today=at.today)
    elif graded.state is not AttemptState.PASSED:
        return
    elif attempt.kind is AttemptKind.TOPIC:
        _skip(viewer, attempt, graded, at)
    else:
        complete(viewer, attempt, graded, at)


def pass_later(viewer: Viewer, attempt: AttemptNow, graded: Grade, at: Moment, *, recorded_at: datetime) -> None:
    """Do what follows where an attempt passes since a question was taken out. `at` is when it was answered.

    Lessons that were failed by it are left: a topic that is read by now needs nothing any more.
    """
    if attempt.kind is not AttemptKind.TOPIC:
        complete(viewer, attempt, graded, at, recorded_at=recorded_at)


def complete(
    viewer: Viewer, attempt: AttemptNow, graded: Grade, at: Moment, *, recorded_at: datetime | None = None
) -> None:
    """Record that passing an attempt completed its course, and what of it did not have to be read."""
    steps = queries.steps_of(viewer, attempt.subject_id, attempt.edition_id, at.today)
    unread = [step for step in steps if step.way is None]
    _ledger(attempt, unread if attempt.kind is AttemptKind.COURSE else (), at)
    _record(viewer, attempt, _how(attempt, steps), graded, at, recorded_at)


def _how(attempt: AttemptNow, steps: Iterable[Step]) -> How:
    if attempt.kind is AttemptKind.CHANGES:
        return How.CHANGES
    return How.QUIZ if all(step.way == Way.READ for step in steps) else How.TEST_OUT


def _record(
    viewer: Viewer, attempt: AttemptNow, how: How, graded: Grade, at: Moment, recorded_at: datetime | None = None
) -> None:
    carried = attempt.carried
    new = NewCompletion(
        person_id=attempt.person_id, subject_id=attempt.subject_id, how=how,
        happened_at=at.now, local_date=at.today, edition_id=attempt.edition_id, digest=attempt.digest,
        right=graded.right + carried, asked=graded.asked + carried, needed=graded.needed + carried,
        edition_number=attempt.edition_number,
    )  # fmt: skip
    completion_service.record(new, recorded_by_id=viewer.person_id, now=recorded_at or at.now)
    recalling.begin(attempt, today=at.today)


# --- lessons that need not be read --------------------------------------------------------------------------------


def _skip(viewer: Viewer, attempt: AttemptNow, graded: Grade, at: Moment) -> None:
    """The questions of a lesson were all right: it need not be read. The last one of a course completes it."""
    note_lesson(
        attempt.person_id, attempt.subject_id, attempt.part, edition_id=attempt.edition_id, at=at.now, known=True
    )
    steps = queries.steps_of(viewer, attempt.subject_id, attempt.edition_id, at.today)
    _ledger(attempt, [step for step in steps if step.slug == attempt.part], at)
    record(Happening("lesson-skipped", "subject", attempt.subject_id), actor_id=viewer.person_id, now=at.now)
    since = round_began(viewer, attempt.subject_id)
    passed = drawing_queries.carried(viewer, attempt.subject_id, attempt.edition_number, since)
    if {step.slug for step in steps} <= set(passed):
        right = sum(passed.values())
        _record(viewer, attempt, How.TEST_OUT, Grade(graded.state, right, right, right), at)


def note_lesson(
    person_id: int | None, subject_id: int, lesson: str, *, edition_id: int, at: datetime, known: bool
) -> None:
    """Note that somebody is done with a lesson: read it, or is known to know it. Again, it moves the time."""
    said = {"edition_id": edition_id, "read_at": at, "known": known}
    row = {"person_id": person_id, "subject_id": subject_id, "lesson_slug": lesson, **said}
    key = [LessonProgress.person_id, LessonProgress.subject_id, LessonProgress.lesson_slug]
    database.session.execute(insert(LessonProgress).values(row).on_conflict_do_update(index_elements=key, set_=said))


def _ledger(attempt: AttemptNow, lessons: Iterable[Step], at: Moment) -> None:
    rows = [
        {
            "attempt_id": attempt.id, "person_id": attempt.person_id, "subject_id": attempt.subject_id,
            "lesson_slug": step.slug, "minutes": step.minutes, "happened_at": at.now,
        }
        for step in lessons
    ]  # fmt: skip
    if rows:
        database.session.execute(insert(SkippedLesson).values(rows))
