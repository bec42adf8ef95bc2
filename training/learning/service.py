"""The verbs of learning: read a lesson, answer. The last answer ends the attempt; what it leads to is in outcomes."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import database, insert
from training.core.errors import Refused
from training.core.permissions import Viewer
from training.core.text import Text, text
from training.learning import attempt_queries, outcomes, recalling
from training.learning.attempt_queries import Asked, AttemptNow, AttemptPlace
from training.learning.marking import Kind, Misfit, MisfitError, Sent, beliefs, credit, kind_of, read_answer
from training.learning.models import Answer, Attempt
from training.learning.queries import LessonNow
from training.learning.readiness import Moment
from training.learning.rules import Given, Grade, seconds_taken

MISFITS: Mapping[tuple[Kind, Misfit], Text] = {
    (Kind.ONE, Misfit.NONE): text("Choose one answer"),
    (Kind.ONE, Misfit.SEVERAL): text("Choose one answer"),
    (Kind.MANY, Misfit.NONE): text("Choose at least one answer"),
    (Kind.INSPECT, Misfit.NONE): text("Mark at least one part"),
    (Kind.ORDER, Misfit.UNPLACED): text("Give each step a place of its own"),
    (Kind.MATCH, Misfit.UNPAIRED): text("Choose something for each line"),
}


def mark_read(viewer: Viewer, lesson: LessonNow, *, now: datetime) -> None:
    """Record that the viewer has read a lesson. Reading it again moves the time and nothing else."""
    outcomes.note_lesson(
        viewer.person_id, lesson.subject_id, lesson.slug, edition_id=lesson.edition_id, at=now, known=False
    )
    record(Happening("lesson-read", "subject", lesson.subject_id), actor_id=viewer.person_id, now=now)


def submit_answer(viewer: Viewer, place: AttemptPlace, sent: Sent, *, at: Moment) -> int:
    """Answer the question that is next; return the position to show now. The answer is final.

    The attempt and the position are the key under which an answer counts once: what was answered before stays as it is,
    and a position that is further on is not answered. Both do nothing. After the time of an attempt has passed it is
    ended instead. Raises NotFound, and Refused for what is no answer to the question.
    """
    attempt = attempt_queries.attempt(viewer, place, to_answer=True)
    if attempt.over(at.now):
        _finish(viewer, attempt, attempt.answers, at)
        return place.position
    if attempt.shows(place.position) != place.position or attempt.next != place.position:
        return place.position
    asked = attempt_queries.question(attempt.drawn[place.position - 1])
    given = _read(attempt, place.position, asked, sent)
    if _store(attempt, place.position, given, at.now):
        record(Happening("answered", "attempt", attempt.id), actor_id=viewer.person_id, now=at.now)
        recalling.hold(attempt.person_id, beliefs(asked.content, given.chosen or ()), now=at.now)
        _finish(viewer, attempt, {**attempt.answers, place.position: given}, at)
    return place.position


def finish_over(viewer: Viewer, place: AttemptPlace, *, at: Moment) -> None:
    """End an attempt whose time has passed, with the answers that were given. Any other is left as it is."""
    attempt = attempt_queries.attempt(viewer, place, to_answer=True)
    if attempt.over(at.now):
        _finish(viewer, attempt, attempt.answers, at)


def _read(attempt: AttemptNow, position: int, asked: Asked, sent: Sent) -> Given:
    drawn, kind = attempt.drawn[position - 1], kind_of(asked.content)
    try:
        chosen = read_answer(kind, drawn.options, drawn.choices, sent)
    except MisfitError as wrong:
        raise Refused("choice", MISFITS[kind, wrong.misfit]) from wrong
    return Given(chosen, credit(asked.content, chosen))


def _store(attempt: AttemptNow, position: int, given: Given, now: datetime) -> bool:
    row = {
        "attempt_id": attempt.id, "position": position, "question_id": attempt.drawn[position - 1].question,
        "chosen": list(given.chosen or ()), "credit": given.credit, "answered_at": now,
        "seconds": seconds_taken(attempt.last_at, now),
    }  # fmt: skip
    # The attempt's row is locked, so this never conflicts; if it did, the stored answer would hold.
    stored = insert(Answer).values(row).on_conflict_do_nothing(index_elements=[Answer.attempt_id, Answer.position])
    return database.session.execute(stored.returning(Answer.id)).first() is not None


def _finish(viewer: Viewer, attempt: AttemptNow, answers: Mapping[int, Given], at: Moment) -> None:
    over = attempt.over(at.now)
    if not over and len(answers) < attempt.asked:
        return
    graded: Grade = attempt.graded(answers, attempt_queries.voids(attempt.drawn), over=over)
    finished = {"state": graded.state, "right": graded.right, "finished_at": at.now}
    database.session.execute(update(Attempt).where(Attempt.id == attempt.id).values(finished))
    record(Happening(f"attempt-{graded.state}", "attempt", attempt.id), actor_id=viewer.person_id, now=at.now)
    outcomes.carry_out(viewer, attempt, graded, at)
