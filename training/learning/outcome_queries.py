"""Looks at what attempts led to: minutes saved, and results that changed when a question was taken out."""

from sqlalchemy import bindparam, func, select

from training.core.db import database, scoped
from training.core.permissions import Viewer
from training.learning.models import Rescore, SkippedLesson

_MINUTES = func.coalesce(func.sum(SkippedLesson.minutes), 0)
SAVED_BY = scoped(select(_MINUTES).where(SkippedLesson.attempt_id == bindparam("attempt_id")), by="own attempt")
SAVED = scoped(select(_MINUTES).where(SkippedLesson.person_id == bindparam("person_id")), by="own person")
RIGHT_SINCE = scoped(
    select(Rescore.right_after)
    .where(Rescore.attempt_id == bindparam("attempt_id"))
    .order_by(Rescore.id.desc())
    .limit(1),
    by="own attempt",
)


def saved_by(attempt_id: int) -> int:
    """Return how many minutes of lessons an attempt of one's own has saved."""
    return int(database.session.execute(SAVED_BY, {"attempt_id": attempt_id}).scalar_one())


def saved(viewer: Viewer) -> int:
    """Return how many minutes of lessons the viewer did not have to read, ever."""
    return int(database.session.execute(SAVED, {"person_id": viewer.person_id}).scalar_one())


def right_since(attempt_id: int) -> int | None:
    """Return the right answers of an attempt since a question was taken out; None where none was."""
    return database.session.scalar(RIGHT_SINCE, {"attempt_id": attempt_id})
