"""Everybody who works or worked for the demonstration: who came, moved and left, and when. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from training.demo import cast
from training.demo.calendar import DAY, FORTNIGHT, ROSTERS, Calendar
from training.demo.chance import Chance
from training.demo.names import Namer, address
from training.demo.places import BUILDING_CARE, BY_NAME, FINANCE, SITES, TOP, UNITS, Unit

JOINED, MOVED = 13, 5
"""Per cent of those present who came, or changed the department, within the sixty weeks."""
LEFT = 150
"""People who left in that time."""
FIRST_NUMBER = 10001
STEADY = (FINANCE, TOP)
"""Departments that nobody joins: the script tells of the first, nearly everybody's manager leads the second."""
SETTLED = 60
"""Weeks; who came before the cast's story begins has been here for at least so long before."""


@dataclass(frozen=True)
class Stay:
    """A department and a title from a day on."""

    since: date
    unit: str
    title: str


@dataclass(frozen=True)
class Worker:
    """One person of the roster. `leaves` is the first day on which they no longer work here."""

    given: str
    family: str
    site: str
    stays: tuple[Stay, ...]
    attributes: tuple[str, ...]
    leads: bool = False
    leaves: date | None = None
    number: str = ""

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def email(self) -> str:
        return address(self.given, self.family)

    @property
    def starts(self) -> date:
        return self.stays[0].since

    def stay(self, day: date) -> Stay:
        """Return where somebody works on a day; before their first day, where they will."""
        return next((stay for stay in reversed(self.stays) if stay.since <= day), self.stays[0])

    def here(self, day: date) -> bool:
        """Tell whether somebody works here on a day."""
        return self.starts <= day and (self.leaves is None or day < self.leaves)

    def changes(self, day: date) -> bool:
        """Tell whether the roster says something new of somebody on a day."""
        return self.leaves == day or any(stay.since == day for stay in self.stays)


@dataclass(frozen=True)
class Staff:
    """All of them, by number."""

    calendar: Calendar
    workers: tuple[Worker, ...]

    @cached_property
    def by_number(self) -> dict[str, Worker]:
        return {worker.number: worker for worker in self.workers}

    @cached_property
    def by_name(self) -> dict[str, Worker]:
        return {worker.name: worker for worker in self.workers}

    @cached_property
    def leads(self) -> dict[str, Worker]:
        """The lead of each department."""
        return {worker.stays[-1].unit: worker for worker in self.workers if worker.leads}

    def manager(self, worker: Worker, day: date) -> str:
        """Return the number of somebody's manager: the lead of the department, or of the one above it."""
        unit = BY_NAME[worker.stay(day).unit]
        if worker.leads:
            return "" if unit.code == TOP else self.leads[unit.above or TOP].number
        return self.leads[unit.code].number

    def steady(self, unit: str, site: str) -> Worker:
        """Return who works in a department at a site for all the time and leads nobody: the first by number."""
        return next(
            one for one in self.workers
            if one.stays[-1].unit == unit and len(one.stays) == 1 and one.site == site and one.leaves is None
            and not one.leads and one.here(self.calendar.first) and one.name not in cast.NAMES
        )  # fmt: skip

    def at_first(self) -> list[Worker]:
        """Return those who are here when everything begins."""
        return [worker for worker in self.workers if worker.here(self.calendar.first)]

    def changed(self, day: date) -> list[Worker]:
        """Return those of whom a later roster says something new."""
        return [worker for worker in self.workers if worker.changes(day)]


def employ(calendar: Calendar) -> Staff:
    """Return the staff of the demonstration. The same day gives the same people."""
    namer = Namer(set(cast.NAMES))
    everybody = [*_present(calendar, namer), *_leavers(calendar, namer)]
    everybody.sort(key=lambda worker: (worker.starts, worker.family, worker.given))
    numbered = (replace(worker, number=f"E{FIRST_NUMBER + place}") for place, worker in enumerate(everybody))
    return Staff(calendar, tuple(numbered))


def _present(calendar: Calendar, namer: Namer) -> Iterator[Worker]:
    for unit in UNITS:
        members = cast.of_unit(unit.code)
        if not (members and members[0].leads):
            members.insert(0, cast.Member(*namer.name(Chance("lead", unit.code)), unit.code, unit.lead, leads=True))
        for member in members:
            yield _member(calendar, unit, member)
        for place in range(len(members), unit.heads):
            yield _newcomer_or_not(calendar, unit, namer, Chance("worker", unit.code, place))


def _member(calendar: Calendar, unit: Unit, member: cast.Member) -> Worker:
    chance = Chance("member", member.name)
    site = SITES[0].code if member.title else _site(unit, chance)
    attributes = ("finance", "reception") if member is cast.AMARA else unit.attributes
    stay = Stay(_long_ago(calendar, chance), unit.code, member.title or chance.pick(unit.titles))
    return Worker(member.given, member.family, site, (stay,), attributes, member.leads)


def _newcomer_or_not(calendar: Calendar, unit: Unit, namer: Namer, chance: Chance) -> Worker:
    given, family = namer.name(chance)
    title, site = chance.pick(unit.titles), _site(unit, chance)
    came, moved = chance.happens(JOINED + unit.lax / 2), chance.happens(MOVED)
    stays: tuple[Stay, ...] = (Stay(_long_ago(calendar, chance), unit.code, title),)
    if came and not unit.code.startswith(STEADY):
        stays = (Stay(calendar.roster_day(chance.between(1, ROSTERS - 1)), unit.code, title),)
    elif moved and not unit.code.startswith(STEADY):
        stays = _moved(calendar, stays[0], chance)
    return Worker(given, family, site, stays, _attributes(unit, title))


def _moved(calendar: Calendar, now: Stay, chance: Chance) -> tuple[Stay, ...]:
    before = BY_NAME[chance.pick([unit.code for unit in UNITS if unit.code not in {now.unit, TOP}])]
    since = calendar.roster_day(chance.between(1, ROSTERS - 2))
    return Stay(now.since, before.code, chance.pick(before.titles)), Stay(since, now.unit, now.title)


def _leavers(calendar: Calendar, namer: Namer) -> Iterator[Worker]:
    seats = [unit for unit in UNITS if unit.code != TOP for _seat in range(unit.heads)]
    for place in range(LEFT):
        chance = Chance("leaver", place)
        unit, ago = chance.pick(seats), chance.between(1, ROSTERS - 2)
        leaves, stayed = calendar.roster_day(ago), chance.between(2, 20) * FORTNIGHT
        starts = leaves - stayed if chance.happens(30) else _long_ago(calendar, chance)
        given, family = namer.name(chance)
        title = chance.pick(unit.titles)
        stay = Stay(starts, unit.code, title)
        yield Worker(given, family, _site(unit, chance), (stay,), _attributes(unit, title), leaves=leaves)


def _long_ago(calendar: Calendar, chance: Chance) -> date:
    weeks = chance.between(SETTLED, SETTLED + 700) * chance.between(40, 100) // 100
    return calendar.first - timedelta(weeks=max(weeks, SETTLED)) + chance.below(5) * DAY


def _site(unit: Unit, chance: Chance) -> str:
    codes = [site.code for site, weight in zip(SITES, unit.sites, strict=True) for _time in range(weight)]
    return chance.pick(codes)


def _attributes(unit: Unit, title: str) -> tuple[str, ...]:
    return ("guard",) if unit.code == BUILDING_CARE and title == "Guard" else unit.attributes
