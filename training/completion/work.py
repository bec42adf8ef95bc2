"""The jobs of completion: making all duties as they ought to be, and the roll-ups as of today."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from training.completion import queries, rollups, service
from training.completion.unsettled import unsettled
from training.core.db import writing
from training.core.site import SiteMemory
from training.jobs.service import Claimed, NewJob, progress
from training.jobs.worker import Tools

DAILY = "completion.daily"
EVERY = 6  # hours


def reconcile(job: Claimed, tools: Tools) -> None:
    """Make the duties of the people in the payload as they ought to be, or of everybody who needs it."""
    now = tools.world.now()
    today = _today(now)
    ids = job.payload.get("person_ids")
    _in_parts(job, unsettled(queries.book().current, today) if ids is None else ids, now, today)


def daily(job: Claimed, tools: Tools) -> None:
    """Once a day: all duties, then all roll-ups. A day on which it does not run shows no wrong number."""
    reconcile(job, tools)
    with writing():
        rollups.roll(_today(tools.world.now()))


def schedule(now: datetime) -> tuple[NewJob, ...]:
    """One job for each day, and again every six hours: a day begins at another hour in each zone."""
    return (NewJob(DAILY, f"{now.date().isoformat()} {now.hour // EVERY * EVERY:02d}"),)


def _in_parts(job: Claimed, ids: Sequence[int], now: datetime, today: date) -> None:
    # The write lock is held for one part at a time, well under a second.
    for start in range(0, len(ids), service.PEOPLE_AT_ONCE):
        part = ids[start : start + service.PEOPLE_AT_ONCE]
        with writing():
            service.reconcile(now=now, today=today, person_ids=part)
            progress(job.id, done=start + len(part), total=len(ids), now=now)


def _today(now: datetime) -> date:
    """The organisation's day."""
    return now.astimezone(ZoneInfo(SiteMemory().site(now).zone)).date()
