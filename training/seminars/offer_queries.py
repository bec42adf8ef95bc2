"""Looks at offers of seats: which have lapsed."""

from datetime import datetime

from sqlalchemy import bindparam, select

from training.core.db import database, scoped
from training.seminars.models import Registration, SeminarSession
from training.seminars.rules import State

LAPSED = scoped(
    select(SeminarSession.public_id)
    .join(Registration, Registration.session_id == SeminarSession.id)
    .where(Registration.state == State.OFFERED, Registration.offer_until <= bindparam("now"))
    .distinct(),
    by="system",
)
LAPSED_IDS = scoped(
    select(Registration.id)
    .where(
        Registration.session_id == bindparam("session"), Registration.state == State.OFFERED,
        Registration.offer_until <= bindparam("now"),
    )
    .order_by(Registration.id),
    by="system",
)  # fmt: skip


def sessions_with_lapsed(now: datetime) -> list[str]:
    """Return the dates with offers whose moment has passed."""
    return list(database.session.scalars(LAPSED, {"now": now}))


def lapsed_ids(session_id: int, now: datetime) -> list[int]:
    """Return the registrations of a date whose offer has lapsed."""
    return list(database.session.scalars(LAPSED_IDS, {"session": session_id, "now": now}))
