"""The sixty weeks on which the demonstration looks back, counted from the day on which it is filled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from training.demo.chance import Chance

ROSTERS = 30
"""How many rosters came after the first one: one every other Monday."""
FORTNIGHT = timedelta(weeks=2)
HOME_ZONE = "America/Chicago"
DAY = timedelta(days=1)
SATURDAY, FRIDAY = 5, 4
MORNING = time(5)
"""When a roster comes in, by the clock of the organisation."""
OPENS, CLOSES = 8 * 60, 17 * 60 + 20  # minutes of the day between which people learn


@dataclass(frozen=True)
class Calendar:
    """The days of the demonstration. `now` is aware."""

    now: datetime

    @property
    def today(self) -> date:
        """The organisation's day."""
        return self.now.astimezone(ZoneInfo(HOME_ZONE)).date()

    @property
    def monday(self) -> date:
        """The Monday of this week."""
        return self.today - self.today.weekday() * DAY

    @property
    def first(self) -> date:
        """The Monday on which everything begins."""
        return self.monday - ROSTERS * FORTNIGHT

    def roster_day(self, ago: int) -> date:
        """Return the Monday on which the roster came that was the last but so many."""
        return self.monday - ago * FORTNIGHT

    def roster_days(self) -> Iterator[date]:
        """Yield every day on which a roster has come, from the first."""
        for ago in range(ROSTERS, -1, -1):
            if self.morning(self.roster_day(ago)) < self.now:
                yield self.roster_day(ago)

    def morning(self, day: date) -> datetime:
        """Return the instant at which a day's roster comes in."""
        return instant(day, MORNING.hour * 60, HOME_ZONE)

    @property
    def last_working_day(self) -> date:
        """The last one before today."""
        day = self.today - DAY
        return day - max(day.weekday() - SATURDAY + 1, 0) * DAY

    @property
    def friday(self) -> date:
        """The next Friday; on a Friday the Thursday after, so that its name alone says which one is meant."""
        return self.today + ((FRIDAY - self.today.weekday()) % 7 or 6) * DAY


def instant(day: date, minute: int, zone: str) -> datetime:
    """Return the instant of a minute of the day by the clock in a zone."""
    local = datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(zone))
    return local.astimezone(UTC)


def working_moment(day: date, zone: str, chance: Chance) -> datetime:
    """Return an instant within the working hours of a day."""
    return instant(day, chance.between(OPENS, CLOSES), zone) + timedelta(seconds=chance.below(60))


def working_day(day: date, latest: date) -> date:
    """Return the day, or for a weekend the Monday after it, unless that is too late: then the Friday before."""
    ahead = max(7 - day.weekday(), 0) if day.weekday() >= SATURDAY else 0
    moved = day + ahead * DAY
    return moved if moved <= latest else day - (day.weekday() - FRIDAY) * DAY if ahead else day
