"""Looks at what attempts led to: minutes saved, and results that changed when a question was taken out."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from training.core.db import database, scoped
from training.core.permissions import Permission, Viewer
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


class Saved(NamedTuple):
    """How many minutes of lessons did not have to be read, and by how many people."""

    minutes: int
    people: int


SAVED_BY_ALL = scoped(
    select(_MINUTES, func.count(SkippedLesson.person_id.distinct())).where(
        SkippedLesson.happened_at >= bindparam("since")
    ),
    by="sums alone",
)


def saved_by_all(viewer: Viewer, since: datetime) -> Saved:
    """Return what everybody together has saved since an instant. Raises NotFound for who may not see the programme."""
    viewer.must(Permission.RECALL_READ)
    row = database.session.execute(SAVED_BY_ALL, {"since": since}).one()
    return Saved(int(row[0]), row[1])
