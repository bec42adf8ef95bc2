"""The one verb by which answers expire: what was chosen is forgotten; what it was worth, and what follows, stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import database
from training.learning.models import Answer


def expire_answers(first: int, last: int, *, before: datetime, now: datetime) -> int:
    """Forget what was chosen in the answers with ids from `first` to `last` that are older; return how many there were.

    Marks stay, so every grade can still be reckoned from them; which option was chosen can no longer be shown, not even
    to the learner. The log says how many answers were forgotten.
    """
    old = update(Answer).where(
        Answer.id >= first, Answer.id <= last, Answer.answered_at < before, Answer.chosen.is_not(None)
    )
    done: Any = database.session.execute(old.values(chosen=None))
    forgotten = int(done.rowcount)
    if forgotten:
        detail = {"answers": forgotten, "before": before.isoformat()}
        record(Happening("answers-forgotten", "answer", None, detail), actor_id=None, now=now)
    return forgotten
