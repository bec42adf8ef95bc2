"""What putting a requirement into force would bring about: for one person by the real planner, and summed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from training.completion.due import Terms
from training.completion.duties import Known, Row, Version
from training.completion.planning import wanted
from training.completion.reminding import Calendar, Ladder
from training.completion.rules import Duty, Status, status, status_now

FIRST_WEEK = 7
MOST_NAMES = 10


@dataclass(frozen=True)
class Case:
    """A requirement before and after the change. `grace` holds that of every version, the new one's too."""

    before: Version | None
    after: Version
    grace: Mapping[int, int]
    today: date
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    """The working days by the code of the site."""
    steps: tuple[int, ...] = Ladder().steps
    """On how many working days before and after a due day its person is reminded."""


ORDINARY = Calendar()


class Outcome(NamedTuple):
    """What becomes of one person: whether they have the duty, how many cycles open, and what that means at once."""

    had: bool
    has: bool
    opened: int
    was_overdue: bool
    is_overdue: bool
    is_mailed: bool
    """Whether a step of the ladder falls into the first seven days."""


def outcome(known: Known, case: Case) -> Outcome:
    """Plan one person's duties as they are and as they would be."""
    kept = sorted((one.row for one in known.rows if one.row.requirement_id == case.after.requirement_id), key=_cycle)
    old = wanted(known, case.before, kept, case.grace, case.today) if case.before else []
    new = wanted(known, case.after, kept, case.grace, case.today)
    calendar = case.calendars.get(known.member.place.site_code, ORDINARY)
    return Outcome(
        had=_lives(old, case.today), has=_lives(new, case.today),
        opened=len({row.cycle for row in new} - {row.cycle for row in old}),
        was_overdue=_is_overdue(old, case.today), is_overdue=_is_overdue(new, case.today),
        is_mailed=any(_is_mailed(row, calendar, case) for row in new if row.done_on is None),
    )  # fmt: skip


def _cycle(row: Row) -> int:
    return row.cycle


def _lives(rows: Sequence[Row], today: date) -> bool:
    return any(row.valid_until is None or row.valid_until > today for row in rows)


def _holds(row: Row, day: date) -> bool:
    return row.valid_from <= day and (row.valid_until is None or day < row.valid_until)


def _duty(row: Row) -> Duty:
    return Duty(row.due, row.done_on, row.exempt_from, row.exempt_until)


def _is_overdue(rows: Sequence[Row], today: date) -> bool:
    return any(status_now(_duty(row), today) is Status.OVERDUE for row in rows if _holds(row, today))


def _is_mailed(row: Row, calendar: Calendar, case: Case) -> bool:
    until = case.today + timedelta(days=FIRST_WEEK)
    return any(
        case.today <= day < until and _holds(row, day) and status(_duty(row), day) is not Status.EXEMPT
        for day in _step_days(row.due, calendar, case.steps)
    )


@lru_cache(maxsize=4096)
def _step_days(due: date, calendar: Calendar, steps: tuple[int, ...]) -> tuple[date, ...]:
    """The days on which a duty with this due day is mailed about: people share all three."""
    return tuple(calendar.step_day(due, step) for step in steps)


# --- sums -------------------------------------------------------------------------------------------------------------


@dataclass
class Sum:
    """Of many people. `names` are the ids of the first who come in."""

    come_in: int = 0
    go_out: int = 0
    stay: int = 0
    opened: int = 0
    overdue: int = 0
    overdue_before: int = 0
    mails: int = 0
    names: list[int] = field(default_factory=list)

    def add(self, person_id: int, one: Outcome) -> None:
        """Count one person; whoever is counted first is named first."""
        self.come_in += one.has and not one.had
        self.go_out += one.had and not one.has
        self.stay += one.had and one.has
        self.opened += one.opened
        self.overdue += one.is_overdue
        self.overdue_before += one.was_overdue
        self.mails += one.is_mailed
        if one.has and not one.had and len(self.names) < MOST_NAMES:
            self.names.append(person_id)


def numbers(total: Sum, case: Case, minutes: int, minutes_before: int) -> dict[str, Any]:
    """Return the sums as a draft keeps them, fit for JSON; `minutes` are those of the shortest subject."""
    before, after = total.go_out + total.stay, total.come_in + total.stay
    old = effort(minutes_before, before, case.before.terms) if case.before else Effort(0, once=False)
    new = effort(minutes, after, case.after.terms)
    return {
        "come_in": total.come_in, "go_out": total.go_out, "stay": total.stay, "people": after, "people_before": before,
        "opened": total.opened, "overdue": total.overdue, "overdue_before": total.overdue_before, "mails": total.mails,
        "minutes": minutes, "hours": new.hours, "once": new.once, "hours_before": old.hours, "once_before": old.once,
        "names": total.names,
    }  # fmt: skip


class Effort(NamedTuple):
    """Hours: each year, or (`once`) only the first time, or each time that something comes about."""

    hours: int
    once: bool


def effort(minutes: int, people: int, terms: Terms) -> Effort:
    """Return how much time people spend: minutes × people × cycles a year, rounded to hours."""
    cycles = cycles_a_year(terms)
    return Effort(round(minutes * people * (cycles or 1) / 60), once=cycles is None)


def cycles_a_year(terms: Terms) -> Fraction | None:
    """Return how often a duty comes in a year; None where it comes once, or each time that something comes about."""
    rule = terms.rule
    months = {
        "on-event": None, "fixed-date": 12, "calendar-quarter": 3, "month-end": rule.months,
        "linked-risk": getattr(rule, rule.level, None),
    }.get(rule.kind, terms.renewal_months or rule.months)  # fmt: skip
    return Fraction(12, months) if months else None
