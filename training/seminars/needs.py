"""What somebody needs in order to take part: kept with their registration, and gone with it or the day after."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update

from training.audit.service import Happening, record
from training.core.db import amend, database, insert
from training.seminars import wish_queries
from training.seminars.day_models import SpecialNeed
from training.seminars.models import Registration

AT_ONCE = 500


def keep(registration_id: int, need: str) -> None:
    """Keep what somebody needs beside their new registration; nothing for who needs nothing."""
    if need:
        values = {"registration_id": registration_id, "need": need}
        database.session.execute(insert(SpecialNeed).values(values))


def forget(registration_ids: Sequence[int]) -> None:
    """Erase what these registrations need, as where they die."""
    for start in range(0, len(registration_ids), AT_ONCE):
        part = registration_ids[start : start + AT_ONCE]
        amend(delete(SpecialNeed).where(SpecialNeed.registration_id.in_(part)))


def forget_over(*, now: datetime) -> int:
    """Erase the needs of dates that ended on an earlier day; return how many. Safe to repeat."""
    over = wish_queries.needs_that_are_over(now)
    forget(over)
    if over:
        record(Happening("needs-forgotten", "registration", None, {"number": len(over)}), actor_id=None, now=now)
    return len(over)


def forget_answers(attendee_ids: Sequence[int]) -> None:
    """Erase what guests answered and need, as their names are."""
    of_them = Registration.attendee_id.in_(attendee_ids)
    emptying = update(Registration).where(of_them).values(answers=[]).returning(Registration.id)
    forget([number for (number,) in amend(emptying)])
