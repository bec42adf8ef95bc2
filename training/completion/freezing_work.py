"""The jobs that freeze figures: each Monday the week before, each first of a month the month before."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from training.completion import freezing, freezing_queries
from training.completion.as_of import known_then
from training.completion.freezing import NewFigures
from training.completion.rules import FigureKind
from training.core.db import database, writing
from training.core.site import SiteMemory
from training.jobs.service import Claimed, NewJob
from training.jobs.worker import Handler, Tools

FREEZE = "completion.freeze"
FROZEN_AT = time(1)
"""By the organisation's clock, after the day: whatever was being written at its end has long been written."""


def freeze(job: Claimed, tools: Tools) -> None:
    """Freeze the five parts of the day in the payload as they were known at its end, however late this job is."""
    now, kind, day = tools.world.now(), FigureKind(job.payload["kind"]), date.fromisoformat(job.payload["day"])
    as_of = known_then(day, now=now, zone=_zone(now))
    lines = () if freezing_queries.frozen(kind, day) else freezing_queries.lines(as_of)
    database.session.rollback()
    with writing():
        freezing.freeze(NewFigures(kind, as_of, lines), now=now)


def schedule(now: datetime) -> tuple[NewJob, ...]:
    """The newest of each kind: a worker that comes back days later finds them still to do."""
    zone = _zone(now)
    today = now.astimezone(zone).date()
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    return _freezing(FigureKind.WEEKLY, monday, zone), _freezing(FigureKind.MONTHLY, first, zone)


def _freezing(kind: FigureKind, morning: date, zone: ZoneInfo) -> NewJob:
    """The job of a Monday or a first of the month, for the day before."""
    day = (morning - timedelta(days=1)).isoformat()
    due = datetime.combine(morning, FROZEN_AT, zone)
    return NewJob(FREEZE, f"{kind.value} {day}", {"kind": kind.value, "day": day}, due)


def _zone(now: datetime) -> ZoneInfo:
    return ZoneInfo(SiteMemory().site(now).zone or "UTC")


HANDLERS: dict[str, Handler] = {FREEZE: freeze}
