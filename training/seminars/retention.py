"""The verbs of forgetting: the guests of one date now, addresses in codes, the mark on dates that know nobody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from training.audit.service import Happening, record, record_all
from training.core.db import amend
from training.core.errors import Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.seminars import retention_queries
from training.seminars.models import SeminarSession
from training.seminars.organisation_models import Invitation
from training.seminars.retention_queries import BoundCode
from training.seminars.service import forget_guests


def forget_date(viewer: Viewer, session_public_id: str, *, now: datetime) -> int:
    """Forget the guests of a date now, without those needed for another one; return how many. Facts and counts stay.

    Raises NotFound, and Refused before the date is over.
    """
    if not retention_queries.kept_one(viewer, session_public_id).over(now):
        raise Refused("", text("This date is not over. Its guests are needed by name until then."))
    going = retention_queries.leaving(session_public_id, now).going
    forget_guests(going, now=now)
    _unbind([one for one in retention_queries.bound_codes() if one.session == session_public_id], now=now)
    mark_forgotten(now=now)
    happening = Happening(
        "seminar-forgotten", "seminar-session", None, {"date": session_public_id, "guests": len(going)}
    )
    record(happening, actor_id=viewer.person_id, now=now)
    return len(going)


def forget_codes(*, now: datetime) -> None:
    """Erase the addresses to which codes are bound once their date is over for as long as was promised."""
    _unbind([one for one in retention_queries.bound_codes() if one.over(now)], now=now)


def forget_address(email: str, *, now: datetime) -> None:
    """Erase an address wherever a code is bound to it, also for dates to come."""
    _unbind([one for one in retention_queries.bound_codes() if email in one.addresses], only=email, now=now)


def _unbind(codes: Sequence[BoundCode], *, now: datetime, only: str = "") -> None:
    """Take addresses (or only one) out of codes. How often each was used stays."""
    for one in codes:
        kept = [address for address in one.addresses if only and address != only]
        unbinding = update(Invitation).where(Invitation.id == one.id).values(addresses=kept)
        amend(unbinding)
    record_all([Happening("code-addresses-forgotten", "invitation", one.id) for one in codes], actor_id=None, now=now)


def mark_forgotten(*, now: datetime) -> None:
    """Note when dates came to know none of their guests by name."""
    marking = update(SeminarSession).where(retention_queries.FORGOTTEN).values(purged_at=now)
    amend(marking, {"now": now})
