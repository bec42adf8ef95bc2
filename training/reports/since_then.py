"""What came of somebody's duty since a past day: done, gone, or how it stands today. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from training.completion.as_of import AsOf
from training.completion.rules import Duty, Status, status_now

DID = (Status.DONE, Status.DONE_LATE)


class DutyNow(NamedTuple):
    """One cycle of a duty as it is recorded today."""

    cycle: int
    opened: date
    until: date | None
    due: date
    done_on: date | None
    exempt_from: date | None
    exempt_until: date | None

    def state(self, today: date) -> Status:
        return status_now(Duty(self.due, self.done_on, self.exempt_from, self.exempt_until), today)


class PlaceNow(NamedTuple):
    """Where somebody belongs, or belonged, as it is recorded today."""

    since: date
    until: date | None
    path: str

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class Kind(StrEnum):
    """What came since then, each with its day where it has one."""

    NOTHING = "nothing"
    DONE = "done"
    DONE_LATE = "done-late"
    RECORDED_LATER = "recorded-later"
    """It had been done by that day, and was recorded after it."""
    AGAIN = "again"
    TAKEN_BACK = "taken-back"
    LEFT = "left"
    ELSEWHERE = "elsewhere"
    """As it is recorded today they never were in the team."""
    OVER = "over"
    OPEN = "open"
    OVERDUE = "overdue"
    EXEMPT = "exempt"


@dataclass(frozen=True)
class Since:
    kind: Kind
    day: date | None = None


@dataclass(frozen=True)
class Then:
    """How it stood: the cycle and its state on the day, and in which subtree one looks."""

    as_of: AsOf
    cycle: int
    state: Status
    path: str


_TODAY = {Status.OPEN: Kind.OPEN, Status.OVERDUE: Kind.OVERDUE, Status.EXEMPT: Kind.EXEMPT}


def since_then(then: Then, duties: Sequence[DutyNow], places: Sequence[PlaceNow], today: date) -> Since:
    """Tell what came of a duty since the day. `duties` are those of the requirement by cycle."""
    same = next((one for one in duties if one.cycle == then.cycle), None)
    present = next((one for one in duties if one.opened <= today and (one.until is None or today < one.until)), None)
    came = _taken_back(same) if then.state in DID else _done_since(then, same)
    return came or _gone(then, places, today) or _today(then, same, present, today)


def _taken_back(same: DutyNow | None) -> Since | None:
    return Since(Kind.TAKEN_BACK) if same is None or same.done_on is None else None


def _done_since(then: Then, same: DutyNow | None) -> Since | None:
    if same is None or same.done_on is None:
        return None
    if same.done_on <= then.as_of.day:
        return Since(Kind.RECORDED_LATER, same.done_on)
    return Since(Kind.DONE if same.done_on <= same.due else Kind.DONE_LATE, same.done_on)


def _gone(then: Then, places: Sequence[PlaceNow], today: date) -> Since | None:
    within = [one for one in places if one.path.startswith(then.path)]
    if any(one.holds(today) for one in within):
        return None
    ends = [one.until for one in within if one.until is not None and one.until <= today]
    return Since(Kind.LEFT, max(ends)) if ends and max(ends) > then.as_of.day else Since(Kind.ELSEWHERE)


def _today(then: Then, same: DutyNow | None, present: DutyNow | None, today: date) -> Since:
    if present is None:
        return Since(Kind.OVER)
    state = present.state(today)
    if state not in DID:
        return Since(_TODAY[state])
    again = present is not same
    return Since(Kind.AGAIN, present.done_on) if again and then.state in DID else Since(Kind.NOTHING)
