"""Wall-clock time at a place and the instant that it means: one that does not exist is refused, a doubled one told."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from training.core.errors import Refused
from training.core.text import text


@dataclass(frozen=True)
class Resolved:
    """The instant, and whether the clock shows that time twice on that day (then the earlier one is meant)."""

    at: datetime
    twice: bool


def zone_named(name: str) -> ZoneInfo:
    """Return an IANA zone. Raises Refused at `zone`."""
    if not name:
        raise Refused("zone", text("Choose the time zone in which the clock is meant."))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused("zone", text("“%(name)s” is not a time zone. Choose one from the list.", name=name)) from None


def resolve(local: datetime, zone: str, *, field: str = "starts") -> Resolved:
    """Return the instant of a wall-clock time (naive) in a zone.

    Raises Refused at `field` where the clocks jump over that time. Where it comes twice the earlier one is taken.
    """
    place = zone_named(zone)
    first, second = local.replace(tzinfo=place, fold=0), local.replace(tzinfo=place, fold=1)
    if _shown(first, place) != local:
        raise Refused(
            field,
            text(
                "The clocks in %(zone)s go forward then: %(time)s does not exist on that day."
                " Choose %(later)s or later.",
                zone=place_name(zone),
                time=f"{local:%H:%M}",
                later=f"{_after_the_gap(first, place):%H:%M}",
            ),
        )
    return Resolved(first.astimezone(UTC), first.utcoffset() != second.utcoffset())


def place_name(zone: str) -> str:
    """Return the place that a zone is named after: "New York" of America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")


def _shown(moment: datetime, place: ZoneInfo) -> datetime:
    return moment.astimezone(UTC).astimezone(place).replace(tzinfo=None)


def _after_the_gap(inside: datetime, place: ZoneInfo) -> datetime:
    # fold=0 inside a gap counts with the offset before it, fold=1 with the one after: their difference is the gap.
    low = inside.replace(fold=1).astimezone(UTC)
    high = inside.astimezone(UTC)
    before = low.astimezone(place).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(place).utcoffset() == before else (low, middle)
    return high.astimezone(place)
