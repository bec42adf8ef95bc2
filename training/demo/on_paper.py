"""What was signed on paper in the warehouse, and brought to the desk days after the month had been published."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from training.completion.rules import How
from training.demo.calendar import DAY, HOME_ZONE, Calendar, instant, working_day
from training.demo.scene import Scene
from training.demo.signing_in import ADMINISTRATOR
from training.demo.staff import Worker
from training.demo.taking import Taking

UNIT = "Operations / Logistics / Warehouse"
LISTED = 10
"""So many last days of the month stand on the list."""
BROUGHT = 10 * 60 + 20
"""Minute of the day at which the list was entered."""


@dataclass(frozen=True)
class PaperList:
    """The list of the newest month whose list has been entered by now."""

    calendar: Calendar

    @cached_property
    def until(self) -> date:
        """The last day on the list: that of the month."""
        end = self.calendar.today.replace(day=1) - DAY
        return end if _entered(end) < self.calendar.now else end.replace(day=1) - DAY

    @property
    def entered(self) -> datetime:
        """When somebody typed it in."""
        return _entered(self.until)

    def holds(self, worker: Worker, day: date) -> bool:
        """Tell whether what somebody did on a day stands on it."""
        return worker.stay(day).unit == UNIT and self.until - timedelta(days=LISTED) < day <= self.until


def _entered(end: date) -> datetime:
    fourth = end + 4 * DAY
    return instant(working_day(fourth, fourth + 2 * DAY), BROUGHT, HOME_ZONE)


@dataclass(frozen=True)
class Entering:
    """That the administrator enters what somebody did at an instant before."""

    scene: Scene
    taking: Taking
    done_at: datetime

    def __call__(self, at: datetime) -> None:
        """Record it, unless the duty has been settled otherwise meanwhile."""
        by_id = self.scene.id_of(ADMINISTRATOR.name)
        marks: dict[str, object] = {
            "how": How.IMPORT, "right": None, "asked": None, "needed": None, "statement": None, "recorded_at": at,
            "recorded_by_id": by_id,
        }  # fmt: skip
        self.taking.enter(marks, self.done_at)
