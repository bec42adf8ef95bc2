"""On which days a series falls: every so many weeks, or once a month. Days by the calendar at the place. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FEWEST, MOST = 2, 26
"""How many dates are planned at once."""
LONGEST_PAUSE = 12  # weeks
WEEK = 7


class Rhythm(StrEnum):
    WEEKS = "weeks"
    SAME_DAY = "same-day"
    """The 15th of each month; the last day of a month that is too short."""
    SAME_WEEKDAY = "same-weekday"
    """The second Tuesday of each month; the last one where a month has no fifth."""


@dataclass(frozen=True)
class Pattern:
    """How a series goes on after its first day. `every` counts weeks and means nothing for months."""

    rhythm: Rhythm
    times: int
    every: int = 1


def days(first: date, pattern: Pattern) -> list[date]:
    """Return the days of a series, the first included."""
    if pattern.rhythm is Rhythm.WEEKS:
        return [first + timedelta(weeks=pattern.every * number) for number in range(pattern.times)]
    chosen = _same_day if pattern.rhythm is Rhythm.SAME_DAY else _same_weekday
    return [chosen(first, year, month) for year, month in _months(first, pattern.times)]


def _months(first: date, times: int) -> Iterator[tuple[int, int]]:
    for number in range(first.month - 1, first.month - 1 + times):
        yield first.year + number // 12, number % 12 + 1


def _same_day(first: date, year: int, month: int) -> date:
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def _same_weekday(first: date, year: int, month: int) -> date:
    begins, length = monthrange(year, month)
    day = 1 + (first.weekday() - begins) % WEEK + WEEK * ((first.day - 1) // WEEK)
    return date(year, month, day if day <= length else day - WEEK)
