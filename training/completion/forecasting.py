"""Who will get which mail on the coming days if nothing changes: the same rules as planning, day by day. Pure.

A test holds this equal to what the jobs then plan.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from training.completion.reminding import DAY, MORNING, PLANNED_KINDS, Calendar, Ladder, Reader, Span, first_day
from training.completion.rules import ReminderKind


class Ahead(NamedTuple):
    """A duty that is not done: whose, when it is due and counts, and who else may be told of it."""

    id: int
    person_id: int
    version_id: int
    due: date
    opens: date
    until: date | None
    exempt: Span | None
    site_id: int
    manager_id: int | None
    leads: tuple[int, ...]
    """Whoever leads the department above, but for the person and their manager."""

    def open_on(self, day: date) -> bool:
        """Tell whether somebody may be reminded of it on a day."""
        current = self.opens <= day and (self.until is None or day < self.until)
        return current and not (self.exempt is not None and self.exempt.holds(day))

    def told(self, kind: ReminderKind) -> tuple[int, ...]:
        """Return who is told of it at a step of this kind."""
        if kind is ReminderKind.OWN:
            return (self.person_id,)
        if kind is ReminderKind.DIRECTOR:
            return self.leads
        return () if self.manager_id in {None, self.person_id} else (self.manager_id or 0,)


class Item(NamedTuple):
    """Why somebody gets a mail: a duty, to whom it speaks of it, and at which step."""

    duty_id: int
    kind: ReminderKind
    step: int


Told = tuple[int, int, ReminderKind]
"""A duty, who was told of it, and of what kind."""


@dataclass(frozen=True)
class Known:
    """All that the coming mails depend on."""

    duties: Mapping[int, Ahead]
    told: Mapping[Told, int]
    """The furthest step of which somebody was told."""
    waiting: Sequence[tuple[int, Item]]
    """Reminders that no mail has carried yet, with whom they are for."""
    readers: Mapping[int, Reader]
    calendars: Mapping[int, Calendar]


Mails = dict[date, dict[int, tuple[Item, ...]]]
"""Day → person → why."""


def forecast(known: Known, ladder: Ladder, now: datetime, until: date) -> Mails:
    """Return the mails of all mornings from now on until a day, that day included. Days without mail are left out."""
    return _Run(known, ladder, now, until).mails()


class _Steps(NamedTuple):
    """When the duties of one calendar reach the steps of a kind: for each step, the last due day of each morning."""

    kind: ReminderKind
    columns: tuple[tuple[int, tuple[date, ...]], ...]
    """The furthest step first; in a column no day comes before an earlier one."""

    @property
    def last(self) -> int:
        return self.columns[0][0]

    @property
    def latest(self) -> date:
        """The last due day that reaches any step within the time."""
        return self.columns[-1][1][-1]

    def reached(self, due: date, place: int) -> int | None:
        """Return the furthest step that a duty has reached on a morning."""
        return next((step for step, column in self.columns if due <= column[place]), None)

    def places(self, due: date) -> set[int]:
        """Return the mornings on which a duty reaches a step."""
        return {bisect_left(column, due) for _step, column in self.columns}


@dataclass
class _Run:
    known: Known
    ladder: Ladder
    now: datetime
    until: date
    waits: dict[int, dict[Item, None]] = field(default_factory=lambda: defaultdict(dict))
    mailed: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    firsts: dict[str, date] = field(default_factory=dict)
    steps: dict[tuple[int, date], tuple[_Steps, ...]] = field(default_factory=dict)

    def mails(self) -> Mails:
        self.firsts = {zone: first_day(self.now, zone) for zone in {one.zone for one in self.known.readers.values()}}
        for person_id, item in self.known.waiting:
            self.waits[person_id][item] = None
        coming = self._coming()
        found: Mails = {}
        day = min(self.firsts.values(), default=self.until)
        while day <= self.until:
            for person_id, item in coming.get(day, ()):
                self.waits[person_id][item] = None
            if mails := dict(self._morning(day)):
                found[day] = mails
            day += DAY
        return found

    def _morning(self, day: date) -> Iterator[tuple[int, tuple[Item, ...]]]:
        for person_id in [one for one, waits in self.waits.items() if waits]:
            reader = self.known.readers.get(person_id)
            if reader is None or day < self.firsts[reader.zone]:
                continue
            if not reader.may_be_mailed(day, self.ladder.most_a_week, self.mailed[person_id]):
                continue
            waits = self.waits[person_id]
            live = tuple(item for item in waits if self._live(item, day))
            if live:
                self.mailed[person_id].append(day)
                self.waits[person_id] = {item: None for item in waits if item not in live}
                yield person_id, live

    def _live(self, item: Item, day: date) -> bool:
        duty = self.known.duties.get(item.duty_id)
        return duty is not None and duty.open_on(day)

    def _coming(self) -> dict[date, list[tuple[int, Item]]]:
        """Return what each morning adds: the day → whom, and why."""
        found: dict[date, list[tuple[int, Item]]] = defaultdict(list)
        for duty in self.known.duties.values():
            worker = self.known.readers.get(duty.person_id)
            if worker is not None:
                for steps in self._steps(worker):
                    for person_id in duty.told(steps.kind):
                        for day, step in self._new(duty, worker, steps, person_id):
                            heard = self._heard(day, worker.zone, person_id)
                            found[heard].append((person_id, Item(duty.id, steps.kind, step)))
        return found

    def _steps(self, worker: Reader) -> tuple[_Steps, ...]:
        first = self.firsts[worker.zone]
        key = (id(worker.calendar), first)
        found = self.steps.get(key)
        if found is None:
            mornings = [first + DAY * ahead for ahead in range((self.until - first).days + 1)]
            found = self.steps[key] = tuple(
                _Steps(kind, tuple(
                    (step, tuple(worker.calendar.due_until(step, day) for day in mornings))
                    for step in sorted(self.ladder.of(kind), reverse=True)
                ))
                for kind in (PLANNED_KINDS if mornings else ())
            )  # fmt: skip
        return found

    def _new(self, duty: Ahead, worker: Reader, steps: _Steps, person_id: int) -> Iterator[tuple[date, int]]:
        """Yield the mornings on which somebody is to be told of a duty, each with its step."""
        told = self.known.told.get((duty.id, person_id, steps.kind))
        if duty.due > steps.latest or (told is not None and told >= steps.last):
            return
        first = self.firsts[worker.zone]
        for place in self._places(duty, steps, first):
            day, step = first + place * DAY, steps.reached(duty.due, place)
            here = duty.open_on(day) and (worker.left_on is None or day < worker.left_on)
            if here and step is not None and (told is None or told < step):
                told = step
                yield day, step

    def _places(self, duty: Ahead, steps: _Steps, first: date) -> list[int]:
        """Return the mornings on which anything can change: the first, those that reach a step or end an excuse."""
        found = steps.places(duty.due) | {0, (duty.opens - first).days}
        if duty.exempt is not None and duty.exempt.until is not None:
            found.add((duty.exempt.until - first).days)
        last = (self.until - first).days
        return sorted(place for place in found if 0 <= place <= last)

    def _heard(self, day: date, zone: str, person_id: int) -> date:
        """Return on which morning of theirs somebody hears of what is planned on a day in another zone."""
        reader = self.known.readers.get(person_id)
        if reader is None or reader.zone == zone or _before(zone, reader.zone, day):
            return day
        return day + DAY


@lru_cache(maxsize=4096)
def _before(zone: str, other: str, day: date) -> bool:
    """Tell whether the morning of a day is planned in one zone before it is in another."""
    return (_morning_of(day, zone), zone) < (_morning_of(day, other), other)


def _morning_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(MORNING), ZoneInfo(zone))
