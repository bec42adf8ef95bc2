"""When people do what they have to: most in time, many at the end, some late, a few very late. Pure."""

from dataclasses import dataclass
from datetime import date

from training.demo.calendar import DAY, Calendar, working_day
from training.demo.cast import AMARA, BY_NAME, PHISHING, Script
from training.demo.chance import Chance
from training.demo.places import BY_NAME as UNITS
from training.demo.queries import Opened
from training.demo.staff import Worker

LATE, VERY_LATE = 4.5, 4.0
"""Per cent of duties; `Unit.lax` adds to the first, a half of it to the second."""
LATE_DAYS, VERY_LATE_DAYS = (1, 24), (30, 110)
LAST_STRETCH = 75
"""Days before the due day within which most do it, however early it opened."""
AT_ONCE = 12
"""Days after the opening in which people do it of whom the script says that they are prompt."""
HISTORY = 100
"""Days ago: what was due before is long done, also by those of whom the script tells."""


@dataclass(frozen=True)
class Habits:
    """Knows for every duty on which day it is done."""

    calendar: Calendar
    script: Script

    def day(self, worker: Worker, duty: Opened, *, scripted: bool) -> date | None:
        """Return the local day on which somebody does a duty, also one that lies ahead; None: not for now."""
        chance = Chance("habit", duty.number, duty.requirement, duty.cycle)
        wished = self._scripted(worker, duty, chance) if scripted else _by_chance(worker, duty, chance)
        return None if wished is None else max(working_day(wished, max(duty.due, wished)), duty.opens)

    def _scripted(self, worker: Worker, duty: Opened, chance: Chance) -> date | None:
        if duty.due < self.calendar.today - HISTORY * DAY:
            return max(duty.opens + DAY, duty.due - chance.between(3, 11) * DAY)
        if self.script.leaves_open(worker.name, duty.requirement):
            return None
        member = BY_NAME.get(worker.name)
        late = member.done_after if member is not None and duty.requirement == PHISHING else None
        if late is not None:
            return duty.due + late * DAY
        prompt = member is not None or duty.requirement == PHISHING
        return duty.opens + chance.between(1, AT_ONCE) * DAY if prompt else _by_chance(worker, duty, chance)


def _by_chance(worker: Worker, duty: Opened, chance: Chance) -> date:
    lax, falls = UNITS[worker.stays[-1].unit].lax, chance.share() * 100
    if falls < VERY_LATE + lax / 2:
        return duty.due + chance.between(*VERY_LATE_DAYS) * DAY
    if falls < VERY_LATE + LATE + lax:
        return duty.due + chance.between(*LATE_DAYS) * DAY
    stretch = min((duty.due - duty.opens).days, LAST_STRETCH)
    return duty.due - int(stretch * _how_early(chance)) * DAY


def _how_early(chance: Chance) -> float:
    """Return a share of the last stretch: some begin at once, many wait for the last days."""
    share = chance.share()
    return 0.55 + 0.45 * share if chance.happens(55) else 0.55 * share


def answers_first(worker: Worker, requirement: str) -> bool:
    """Tell whether somebody answers the questions without reading the lessons."""
    if worker.name == AMARA.name:
        return requirement == PHISHING
    return Chance("first", worker.number).happens(16)
