"""The verb that says on which days people work at a site."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import database
from training.core.errors import Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.people import site_queries
from training.people.models import Site

MOST_DAYS_OFF = 300


def set_week(
    viewer: Viewer, public_id: str, working_days: Sequence[str], days_off: Sequence[date], *, now: datetime
) -> str:
    """Set the working days of a site (Monday is "1") and its days off; return its name.

    Raises Refused for a week without a working day, and NotFound. Reminders are reckoned with it from then on.
    """
    before = site_queries.week(public_id)
    days = "".join(sorted(set(working_days) & set("1234567")))
    if not days:
        raise Refused("working_days", text("Choose at least one day"))
    if len(days_off) > MOST_DAYS_OFF:
        raise Refused("days_off", text("Enter at most %(most)s days", most=MOST_DAYS_OFF))
    off = [day.isoformat() for day in sorted(set(days_off))]
    if (days, off) != (before.working_days, before.days_off):
        database.session.execute(update(Site).where(Site.id == before.id).values(working_days=days, days_off=off))
        detail = {
            "before": [before.working_days, *before.days_off], "after": [days, *off],
        }  # fmt: skip
        record(Happening("working-week-changed", "site", before.id, detail), actor_id=viewer.person_id, now=now)
    return before.name
