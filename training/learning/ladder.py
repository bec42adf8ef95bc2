"""When a question comes back: a plain ladder of days. Pure.

Spacing is what keeps knowledge; the exact spacing hardly matters (Latimier, Peyre and Ramus 2021), and after about half
a year of silence most of it is gone (Reinheimer and others 2020). So the ladder is short and ends at 120 days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LADDER = (7, 30, 90, 120)
"""Days until the next question, by step."""


@dataclass(frozen=True)
class Rung:
    """Where somebody stands: the step, and the day on which the next question is due."""

    step: int
    due_on: date


def begun(today: date) -> Rung:
    """Return the first step, on the day on which something was learned."""
    return Rung(0, today + timedelta(days=LADDER[0]))


def after(step: int, *, right: bool, today: date) -> Rung:
    """Return the step after an answer: one up when it was right, one back when it was not."""
    moved = min(step + 1, len(LADDER) - 1) if right else max(step - 1, 0)
    return Rung(moved, today + timedelta(days=LADDER[moved]))


@dataclass(frozen=True)
class Due:
    """An objective that may be asked of somebody: how long it has been due, and whether a weak belief belongs to it."""

    subject_id: int
    objective: str
    due_on: date
    weak: bool = False


def to_ask(due: Iterable[Due], most: int, today: date) -> Sequence[Due]:
    """Choose what is asked this week: weak beliefs first, then what has been due longest; one of each course."""
    chosen: dict[int, Due] = {}
    for one in sorted(due, key=lambda one: (not one.weak, one.due_on, one.subject_id, one.objective)):
        if one.due_on <= today and len(chosen) < most:
            chosen.setdefault(one.subject_id, one)
    return tuple(chosen.values())


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
