"""The verbs by which a bad question is taken out: for everybody who was asked it, at once and for good."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from training.audit.service import Happening, record
from training.core.db import database, insert
from training.core.errors import Conflict, NotFound, Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.core.world import new_public_id
from training.jobs.service import NewJob, add
from training.learning import attempt_queries, figure_queries, outcomes, void_queries
from training.learning.models import QuestionVoid, Rescore
from training.learning.readiness import Moment
from training.learning.rules import AttemptState, Grade
from training.learning.void_queries import Ended, Stood

RESCORE = "learning.rescore"
SHORTEST_REASON = 10
to_rescore = void_queries.to_rescore


def void_question(viewer: Viewer, course: str, question: str, reason: str, *, now: datetime) -> None:
    """Take a question out in its present wordings. It is not asked again, and counts as right for whoever was asked it.

    Attempts are graded again by a job, whose rows say what changed. The question itself stays as it was: write it anew,
    and it is asked in its new wording. Raises NotFound, Refused without a reason, Conflict if it was taken out before.
    """
    said = " ".join(reason.split())
    if len(said) < SHORTEST_REASON:
        raise Refused("reason", text("Say in a sentence what is wrong with it: people whose result changes may ask."))
    subject = figure_queries.detail(course)
    digests = figure_queries.wordings(subject.id, question)
    if not digests:
        raise NotFound
    ids = [void_id for digest in digests if (void_id := _insert(viewer, subject.id, (question, digest), said, now))]
    if not ids:
        raise Conflict(text("This question was taken out before."))
    add(*(NewJob(RESCORE, str(void_id), {"void": void_id}) for void_id in ids), now=now)


def _insert(viewer: Viewer, subject_id: int, wording: tuple[str, str], reason: str, now: datetime) -> int | None:
    slug, digest = wording
    row: dict[str, Any] = {
        "public_id": new_public_id(), "subject_id": subject_id, "slug": slug, "digest": digest, "reason": reason[:200],
        "happened_at": now, "recorded_at": now, "recorded_by_id": viewer.person_id,
    }  # fmt: skip
    made = insert(QuestionVoid).values(row).on_conflict_do_nothing().returning(QuestionVoid.id)
    void_id: int | None = database.session.execute(made).scalar_one_or_none()
    if void_id is not None:
        record(Happening("question-voided", "question-void", void_id), actor_id=viewer.person_id, now=now)
    return void_id


def rescore(void_id: int, ids: Sequence[int], *, now: datetime) -> int:
    """Grade some ended attempts again; return how many now stand otherwise. Grading one twice changes nothing.

    The attempt stays as it was: a row beside it says how it stands. Whoever passes by it has completed the course, on
    the day on which they answered.
    """
    before = void_queries.stood(ids)
    changed = 0
    for one in void_queries.ended(ids):
        graded = _graded(one)
        if graded.right != before[one.attempt.id].right and _note(void_id, one, before[one.attempt.id], graded, now):
            changed += 1
    return changed


def _graded(one: Ended) -> Grade:
    attempt = one.attempt
    return attempt.graded(attempt.answers, attempt_queries.voids(attempt.drawn), over=True)


def _note(void_id: int, one: Ended, before: Stood, graded: Grade, now: datetime) -> bool:
    row = {
        "attempt_id": one.attempt.id, "void_id": void_id, "right_before": before.right, "right_after": graded.right,
        "state_before": before.state, "state_after": graded.state, "recorded_at": now,
    }  # fmt: skip
    made = insert(Rescore).values(row).on_conflict_do_nothing().returning(Rescore.id)
    if database.session.execute(made).first() is None:
        return False
    record(Happening("attempt-rescored", "attempt", one.attempt.id), actor_id=None, now=now)
    if before.state is AttemptState.FAILED and graded.state is AttemptState.PASSED:
        viewer = Viewer(person_id=one.attempt.person_id)
        ended = replace(one.attempt, state=graded.state)
        outcomes.pass_later(viewer, ended, graded, Moment(one.finished_at, one.day), recorded_at=now)
    return True
