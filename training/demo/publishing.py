"""The figures of the last months and weeks, frozen on the mornings on which they would have been."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from training.completion import freezing, freezing_queries
from training.completion.as_of import known_then
from training.completion.freezing import NewFigures
from training.completion.freezing_work import FROZEN_AT
from training.completion.rules import FigureKind
from training.core.db import database, writing
from training.demo.calendar import DAY, HOME_ZONE, Calendar, instant
from training.demo.scene import Scene

MONTHS_BACK, WEEKS_BACK = timedelta(days=396), timedelta(weeks=8)
MONDAY = 0


def publish(scene: Scene, since: datetime, until: datetime) -> None:
    """Freeze what ought to have been frozen from one instant until before another."""
    for kind, morning in _mornings(scene.calendar, since, until):
        at = instant(morning, FROZEN_AT.hour * 60, HOME_ZONE)
        if since <= at < until:
            as_of = known_then(morning - DAY, now=at, zone=ZoneInfo(HOME_ZONE))
            lines = freezing_queries.lines(as_of)
            database.session.rollback()
            with writing():
                freezing.freeze(NewFigures(kind, as_of, lines), now=at)


def _mornings(calendar: Calendar, since: datetime, until: datetime) -> Iterator[tuple[FigureKind, date]]:
    day = since.date() - DAY
    while day <= until.date():
        if day.day == 1 and day >= calendar.today - MONTHS_BACK:
            yield FigureKind.MONTHLY, day
        if day.weekday() == MONDAY and day >= calendar.today - WEEKS_BACK:
            yield FigureKind.WEEKLY, day
        day += DAY
