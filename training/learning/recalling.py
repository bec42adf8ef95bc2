"""The verbs of remembering: begin the ladder of a course, move along it, keep which false beliefs were shown."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import case, update

from training.core.db import database, insert
from training.learning import recall_queries
from training.learning.attempt_queries import AttemptNow
from training.learning.ladder import LADDER, after
from training.learning.models import HeldBelief, Recall


def hold(person_id: int, shown: Mapping[str, bool], *, now: datetime) -> None:
    """Keep whether an answer showed the false beliefs that its question traps: the last answer counts. One INSERT."""
    rows = [
        {"person_id": person_id, "belief_slug": belief, "held": held, "answered_at": now}
        for belief, held in shown.items()
    ]
    if rows:
        written = insert(HeldBelief).values(rows)
        changes = {"held": written.excluded.held, "answered_at": written.excluded.answered_at}
        key = [HeldBelief.person_id, HeldBelief.belief_slug]
        database.session.execute(written.on_conflict_do_update(index_elements=key, set_=changes))


def begin(attempt: AttemptNow, *, today: date) -> None:
    """Put every objective of a course that was passed on the ladder. One SELECT and one INSERT.

    Whoever passes it again stays on the step reached, and is asked as long after today as that step says.
    """
    later = [today + timedelta(days=days) for days in LADDER]
    rows = [
        {
            "person_id": attempt.person_id, "subject_id": attempt.subject_id, "objective": objective,
            "learned_on": today, "step": 0, "due_on": later[0],
        }
        for objective in recall_queries.objectives(attempt.edition_id)
    ]  # fmt: skip
    if rows:
        written = insert(Recall).values(rows)
        due_on = case(*((Recall.step == step, day) for step, day in enumerate(later)), else_=later[-1])
        key = [Recall.person_id, Recall.subject_id, Recall.objective]
        changes = {"learned_on": today, "due_on": due_on}
        # An attempt that passes since a question was taken out may be older than what was learned last.
        newer = Recall.learned_on <= today
        database.session.execute(written.on_conflict_do_update(index_elements=key, set_=changes, where=newer))


def move(attempt: AttemptNow, *, right: bool, today: date) -> None:
    """Move the objective of a refresher up the ladder, or back a step. One SELECT and one UPDATE."""
    place = recall_queries.rung_of(attempt.person_id, attempt.subject_id, attempt.drawn[0].question)
    if place is not None:
        rung = after(place.step, right=right, today=today)
        moved = update(Recall).where(
            Recall.person_id == attempt.person_id,
            Recall.subject_id == attempt.subject_id,
            Recall.objective == place.objective,
        )
        database.session.execute(moved.values(step=rung.step, due_on=rung.due_on))
