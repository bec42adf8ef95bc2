"""The one verb by which answers expire: what was chosen is forgotten; what it was worth, and what follows, stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from training.audit.service import Happening, record
from training.core.db import database, scoped, writing
from training.learning.models import Answer

AT_ONCE = 5_000
_OLD: Any = scoped(select(func.min(Answer.id), func.max(Answer.id)).where(Answer.chosen.is_not(None)), by="system")


def expire_answers(*, before: datetime, now: datetime) -> int:
    """Forget what was chosen in all answers from before an instant, and return how many there were.

    Opens its own short transactions. Marks stay, so every grade can still be reckoned from them; which option was
    chosen can no longer be shown, not even to the learner.
    """
    first, last = database.session.execute(_OLD.where(Answer.answered_at < before)).one()
    database.session.rollback()
    forgotten = 0
    for start in range(first or 0, (last or -1) + 1, AT_ONCE):
        with writing():
            old = update(Answer).where(
                Answer.id >= start, Answer.id < start + AT_ONCE, Answer.answered_at < before, Answer.chosen.is_not(None)
            )
            forgotten += database.session.execute(old.values(chosen=None)).rowcount  # type: ignore[attr-defined]
    if forgotten:
        with writing():
            detail = {"answers": forgotten, "before": before.isoformat()}
            record(Happening("answers-forgotten", "answer", None, detail), actor_id=None, now=now)
    return forgotten
