"""How scans at the door and ticks in the register become one mark for each person, in whatever order they arrive.

Of each person the latest word holds. A scan says that somebody is here; it comes too late to undo a tick that was made
after it, and never takes the minutes from somebody who is here for a part. So the same scans and ticks give the same
marks in any order, repeated or not, all at once or one by one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from training.seminars.rules import Mark

CLOCK_OFF = timedelta(minutes=5)
"""From when on we say that a telephone's clock is wrong."""


@dataclass(frozen=True)
class Tick:
    """What stands beside a name, and since when."""

    mark: Mark
    at: datetime


@dataclass(frozen=True)
class Scan:
    """Somebody was seen at the door."""

    registration_id: int
    at: datetime


def merged(ticks: Mapping[int, Tick], scans: Iterable[Scan]) -> dict[int, Tick]:
    """Return the marks that scans change, by registration."""
    latest: dict[int, datetime] = {}
    for one in scans:
        latest[one.registration_id] = max(one.at, latest.get(one.registration_id, one.at))
    return {who: Tick(Mark.HERE, at) for who, at in latest.items() if _holds(ticks.get(who), at)}


def _holds(tick: Tick | None, at: datetime) -> bool:
    return tick is None or (tick.mark is not Mark.PARTLY and tick.at < at)


def clock_error(sent_at: datetime | None, received_at: datetime) -> timedelta:
    """Return how much a telephone's clock is behind ours, by the time that it wrote on what it sent."""
    return received_at - sent_at if sent_at is not None else timedelta(0)


def put_right(scanned_at: datetime, error: timedelta, received_at: datetime) -> datetime:
    """Return when a scan happened by our clock; never after it reached us."""
    try:
        return min(scanned_at + error, received_at)
    except OverflowError:
        return received_at
