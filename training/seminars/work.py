"""The jobs of seminars: end what guests never confirmed, forget guests when their time is over. Safe to run twice."""

from datetime import datetime, timedelta

from training.core import files
from training.core.db import database, writing
from training.jobs.service import Claimed, NewJob
from training.jobs.worker import Handler, Tools
from training.seminars import retention, roster_queries, seat_queries, service
from training.seminars.rules import VERIFY_HOLDS

EXPIRE = "seminars.expire"
FORGET = "seminars.forget"
QUARTER = 15  # minutes
FORGOTTEN_AT_ONCE = 500
UNNAMED_FOR = timedelta(days=1)
"""How long bytes may wait for the row that names them."""


def expire(_job: Claimed, tools: Tools) -> None:
    """End what was not confirmed within 24 hours, one session a transaction."""
    now = tools.world.now()
    sessions = seat_queries.sessions_with_lapsed(now - VERIFY_HOLDS)
    database.session.rollback()
    for public_id in sessions:
        with writing():
            service.expire_unverified(public_id, now=now)


def forget(_job: Claimed, tools: Tools) -> None:
    """Erase guests whose seminars are over for longer than was promised to them, and files that were taken away."""
    now = tools.world.now()
    while guests := roster_queries.guests_to_forget(now, FORGOTTEN_AT_ONCE):
        with writing():
            service.forget_guests(guests, now=now)
    with writing():
        retention.forget_codes(now=now)
        retention.mark_forgotten(now=now)
    with writing():
        files.forget_unnamed(before=now - UNNAMED_FOR)


def schedule(now: datetime) -> tuple[NewJob, ...]:
    """Return the job of this quarter of an hour and the one of this day."""
    quarter = now.replace(minute=now.minute - now.minute % QUARTER)
    return NewJob(EXPIRE, f"{quarter:%Y-%m-%dT%H:%M}"), NewJob(FORGET, f"{now:%Y-%m-%d}")


HANDLERS: dict[str, Handler] = {EXPIRE: expire, FORGET: forget}
