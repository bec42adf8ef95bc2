"""The verbs of forgetting: the guests of one date now, and the mark on dates that know nobody any more."""

from datetime import datetime

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import amend
from training.core.errors import Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.seminars import retention_queries
from training.seminars.models import SeminarSession
from training.seminars.service import forget_guests


def forget_date(viewer: Viewer, session_public_id: str, *, now: datetime) -> int:
    """Forget the guests of a date now, without those needed for another one; return how many. Facts and counts stay.

    Raises NotFound, and Refused before the date is over.
    """
    if not retention_queries.kept_one(viewer, session_public_id).over(now):
        raise Refused("", text("This date is not over. Its guests are needed by name until then."))
    going = retention_queries.leaving(session_public_id, now).going
    forget_guests(going, now=now)
    mark_forgotten(now=now)
    happening = Happening(
        "seminar-forgotten", "seminar-session", None, {"date": session_public_id, "guests": len(going)}
    )
    record(happening, actor_id=viewer.person_id, now=now)
    return len(going)


def mark_forgotten(*, now: datetime) -> None:
    """Note when dates came to know none of their guests by name."""
    marking = update(SeminarSession).where(retention_queries.FORGOTTEN).values(purged_at=now)
    amend(marking, {"now": now})
