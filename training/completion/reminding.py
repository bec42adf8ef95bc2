"""When people are reminded: working days of a site, steps of the ladder, and who may be mailed on a day. Pure.

A step counts working days from the due day: 0 is the due day itself, or the last working day before it; -3 is three
working days earlier, 3 the third working day after it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from training.completion.rules import ReminderKind
from training.core.errors import Refused
from training.core.text import text
from training.people.rules import WORKING_WEEK

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
"""In any so many days, a person gets at most so many mails as the ladder says."""
MORNING, EVENING = 8, 18
"""Mail goes out from this hour on, in the reader's own zone; what is late by the evening waits for the next day."""
EARLIEST, LATEST = -60, 60
"""Working days: the furthest steps that a ladder may have."""
MOST_STEPS = 12
MOST_BRAKE = 1_000_000


@dataclass(frozen=True)
class Calendar:
    """The days on which people work at a site: days of the week (Monday is "1") without public holidays."""

    working_days: str = WORKING_WEEK
    days_off: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Tell whether people work on a day. A week without any working day would stop time: it counts as Monday's."""
        return str(day.isoweekday()) in (self.working_days or WORKING_WEEK) and day not in self.days_off

    def last_until(self, day: date) -> date:
        """Return the last working day up to a day, the day itself included."""
        while not self.works(day):
            day -= DAY
        return day

    def next_from(self, day: date) -> date:
        """Return the first working day from a day on, the day itself included."""
        while not self.works(day):
            day += DAY
        return day

    def moved(self, day: date, count: int) -> date:
        """Return the working day that lies so many working days after a working day, or before it."""
        for _step in range(abs(count)):
            day = self.next_from(day + DAY) if count > 0 else self.last_until(day - DAY)
        return day

    def step_day(self, due: date, step: int) -> date:
        """Return the day on which a duty stands at a step."""
        return self.moved(self.last_until(due), step)

    def due_until(self, step: int, today: date) -> date:
        """Return the last due day of which the step is reached today: the other way round, for whole sets of duties."""
        return self.next_from(self.moved(self.last_until(today), -step) + DAY) - DAY


@dataclass(frozen=True)
class Ladder:
    """The steps in working days from the due day, who else is told from which on, and how much mail is too much."""

    steps: tuple[int, ...] = (-14, -3, 0, 3)
    manager_from: int = 3
    director_from: int = 14
    most_a_week: int = 2
    brake: int = 500

    def of(self, kind: ReminderKind) -> tuple[int, ...]:
        """Return the steps at which somebody is told: managers and directors from their first one on."""
        first = {ReminderKind.MANAGER: self.manager_from, ReminderKind.DIRECTOR: self.director_from}.get(kind)
        return self.steps if first is None else (first, *(step for step in self.steps if step > first))


def checked(ladder: Ladder) -> Ladder:
    """Return the ladder with its steps in order. Raises Refused at the field to put right."""
    if not ladder.steps:
        raise Refused("steps", text("Enter at least one working day, such as -3, 0"))
    if len(ladder.steps) > MOST_STEPS:
        raise Refused("steps", text("Enter at most %(most)s steps", most=MOST_STEPS))
    if min(ladder.steps) < EARLIEST or max(ladder.steps) > LATEST:
        raise Refused("steps", text("Enter working days from %(first)s to %(last)s", first=EARLIEST, last=LATEST))
    if not 1 <= ladder.manager_from <= LATEST:
        raise Refused("manager_from", text("Enter from 1 to %(last)s working days after the due day", last=LATEST))
    if not ladder.manager_from <= ladder.director_from <= LATEST:
        words = text("Enter a day that is not before the manager's, and at most %(last)s", last=LATEST)
        raise Refused("director_from", words)
    return _few(ladder)


def _few(ladder: Ladder) -> Ladder:
    if not 1 <= ladder.most_a_week <= 5:  # noqa: PLR2004  the days of a working week
        raise Refused("most_a_week", text("Enter from 1 to 5 mails"))
    if not 1 <= ladder.brake <= MOST_BRAKE:
        raise Refused("brake", text("Enter a number from 1 on"))
    steps = tuple(sorted(set(ladder.steps)))
    return Ladder(steps, ladder.manager_from, ladder.director_from, ladder.most_a_week, ladder.brake)


PLANNED_KINDS = (ReminderKind.OWN, ReminderKind.MANAGER, ReminderKind.DIRECTOR)
"""What the ladder says; the fourth kind is what a manager asked for."""


class Bound(NamedTuple):
    """Duties that are due until this day have reached the step."""

    step: int
    due_until: date


@lru_cache(maxsize=4096)
def bounds(calendar: Calendar, steps: tuple[int, ...], today: date) -> tuple[Bound, ...]:
    """Return what is reached today, the furthest step (with the earliest due days) first."""
    return tuple(Bound(step, calendar.due_until(step, today)) for step in sorted(steps, reverse=True))


def due_days(ladder: Ladder, first: date, last: date, calendar: Calendar = Calendar()) -> list[date]:
    """Return the due days, in order, of the duties that come to a step between two days, both included."""
    found: set[date] = set()
    for step in ladder.steps:
        day, until = calendar.due_until(step, first - DAY) + DAY, calendar.due_until(step, last)
        found |= {day + DAY * ahead for ahead in range((until - day).days + 1)}
    return sorted(found)


def reached(due: date, found: Iterable[Bound]) -> int | None:
    """Return the furthest step that a duty has reached, or None for none yet.

    A step that was passed over, as when the job did not run for a week, is not made up for: only the furthest counts.
    """
    return next((bound.step for bound in found if due <= bound.due_until), None)


class Span(NamedTuple):
    """From a day until another, on which it no longer holds; None: without end."""

    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Reader:
    """Somebody to whom mail may go: where they work, when they are away, on which of the last days they had a mail."""

    person_id: int
    calendar: Calendar
    zone: str
    away: tuple[Span, ...] = ()
    mailed: frozenset[date] = frozenset()
    left_on: date | None = None
    reachable: bool = True
    """Whether there is a mail address."""
    name: str = ""
    """Family, given."""

    def may_be_mailed(self, day: date, most_a_week: int, mailed: Collection[date] = ()) -> bool:
        """Tell whether a mail may go to them on a day; `mailed` are further days on which they will have had one."""
        if not self.reachable or not self.calendar.works(day) or (self.left_on is not None and self.left_on <= day):
            return False
        if any(span.holds(day) for span in self.away):
            return False
        lately = [one for one in (*self.mailed, *mailed) if day - WEEK < one <= day]
        return day not in lately and len(lately) < most_a_week

    def next_day(self, since: date, most_a_week: int, *, within: int = 60) -> date | None:
        """Return the first day from `since` on when a mail may go to them; None if there is none for so many days."""
        days = (since + DAY * ahead for ahead in range(within))
        return next((day for day in days if self.may_be_mailed(day, most_a_week)), None)


def local_day(now: datetime, zone: str) -> date:
    """Return the day at a place."""
    return now.astimezone(ZoneInfo(zone)).date()


def morning(now: datetime, zone: str) -> date | None:
    """Return the day at a place while mail may be planned there: between its morning and its evening."""
    there = now.astimezone(ZoneInfo(zone))
    return there.date() if MORNING <= there.hour < EVENING else None


def first_day(now: datetime, zone: str) -> date:
    """Return the first day at a place whose mail has not gone out yet: today before the morning, else tomorrow."""
    there = now.astimezone(ZoneInfo(zone))
    return there.date() if there.hour < MORNING else there.date() + DAY


def begins_month(day: date, calendar: Calendar) -> bool:
    """Tell whether a day is the first working day of its month."""
    return day == calendar.next_from(day.replace(day=1))


def grouped(calendars: Mapping[int, Calendar]) -> dict[Calendar, list[int]]:
    """Return the sites that share a calendar: what is reached is the same at all of them."""
    found: dict[Calendar, list[int]] = {}
    for site_id, calendar in sorted(calendars.items()):
        found.setdefault(calendar, []).append(site_id)
    return found


def calendar_of(working_days: str, days_off: Sequence[str]) -> Calendar:
    """Make a calendar of what a site's row holds."""
    return Calendar(working_days, frozenset(map(date.fromisoformat, days_off)))
