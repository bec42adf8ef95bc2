"""A day in the past, and what is taken as known of it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from training.completion.due import DAY


class Known(StrEnum):
    """As known then: what the pages of that day said in the end. As known now: with what was found out since."""

    THEN = "then"
    NOW = "now"


@dataclass(frozen=True)
class AsOf:
    """A day as it was known at an instant, in one of the two ways."""

    day: date
    known_at: datetime
    known: Known


def known_then(day: date, *, now: datetime, zone: tzinfo) -> AsOf:
    """Return a day as it was known at its end in the organisation's zone; today as it is known by now."""
    return AsOf(day, min(end_of(day, zone), now), Known.THEN)


def known_now(day: date, *, now: datetime, zone: tzinfo) -> AsOf:
    """Return a day as it is recorded now. For today the two ways are one."""
    return AsOf(day, now, Known.NOW) if end_of(day, zone) < now else known_then(day, now=now, zone=zone)


def end_of(day: date, zone: tzinfo) -> datetime:
    """Return the last instant of a day."""
    return datetime.combine(day + DAY, time(), zone) - timedelta(microseconds=1)
