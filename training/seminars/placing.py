"""Where and when a date takes place: whether the time is to come, the room big enough, free, or a link there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from training.core.errors import Refused
from training.core.text import text
from training.seminars import plan_queries
from training.seminars.plan_queries import VenueRow
from training.seminars.rules import Mode, some_seats
from training.seminars.times import resolve


@dataclass(frozen=True)
class Aim:
    """When and where, as it is entered: the wall clock at `zone`, or at the room's site where `zone` is empty."""

    local_start: datetime
    minutes: int
    zone: str = ""
    venue: str = ""
    join_url: str = ""

    @property
    def mode(self) -> Mode:
        """How people meet there."""
        if self.venue and self.join_url:
            return Mode.HYBRID
        return Mode.IN_PERSON if self.venue else Mode.ONLINE


@dataclass(frozen=True)
class Spot:
    """The same, found: the instants and the room. `twice`: the clock shows the time twice, the earlier one is meant."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: VenueRow | None
    twice: bool


def find(aim: Aim) -> Spot:
    """Return what an aim means, and lock its room. Raises Refused: neither room nor link, no such time or zone."""
    venue = room(aim)
    zone = aim.zone or (venue.zone if venue else "")
    start = resolve(aim.local_start, zone)
    return Spot(start.at, start.at + timedelta(minutes=aim.minutes), zone, venue, start.twice)


def room(aim: Aim) -> VenueRow | None:
    """Return the room of an aim, locked; None for an online date. Raises Refused without room and link."""
    if not aim.venue and not aim.join_url:
        raise Refused("venue", text("Choose a room, or enter the link on which people join."))
    return plan_queries.lock_venue(aim.venue) if aim.venue else None


def check(spot: Spot, capacity: int | None, *, now: datetime, besides: int = 0) -> None:
    """Raise Refused where a date cannot take place there: past, too many seats, or the room in use by another one."""
    if spot.starts_at <= now:
        raise Refused("starts", text("This time is past. Choose a later one."))
    check_size(spot.venue, capacity)
    if spot.venue and plan_queries.in_use(spot.venue.id, spot.starts_at, spot.ends_at, besides):
        words = text("%(room)s is in use at that time. Choose another room or time.", room=spot.venue.name)
        raise Refused("venue", words)


def check_size(venue: VenueRow | None, capacity: int | None) -> None:
    """Raise Refused at `capacity` where a room has fewer seats."""
    if venue and venue.seats is not None and (capacity is None or capacity > venue.seats):
        words = text(
            "%(room)s has %(seats)s. Choose at most that many.", room=venue.name, seats=some_seats(venue.seats)
        )
        raise Refused("capacity", words)
