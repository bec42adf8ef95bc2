"""When duties open, are due and come again. Pure: days in, days out; nothing here asks what day it is.

A kind of due rule is one function of a `Moment`: it returns the day on which the next cycle is due, without grace, or
None when nothing comes again. For a cycle that renews, that day is also the end of what the last completion is worth.
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)
LAST = date(9999, 12, 31)


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day where it is shorter: 31 January + 1 = 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Rule:
    """A due rule as it was written: a kind and its numbers."""

    kind: str
    days: int = 0
    months: int = 0
    month: int = 1
    day: int = 1
    event: str = ""
    on: tuple[date, ...] = ()
    """The days on which what is waited for came about, in order."""
    risk: str = ""
    low: int = 0
    medium: int = 0
    high: int = 0
    level: str = ""
    """How high the risk is rated: which of the three numbers of months holds."""


@dataclass(frozen=True)
class Terms:
    """What a requirement version says about time. Months and days are whole numbers, none of them negative."""

    rule: Rule
    renewal_months: int | None = None
    window_days: int = 0
    """How early a completion counts for the next cycle; so many days before the old end the next one opens."""
    grace_days: int = 0
    """Added to every due day; never to what a completion is worth."""


def terms_of(due: Mapping[str, Any], renewal_months: int | None, window_days: int, grace_days: int) -> Terms:
    """Return the terms from the columns of a version; `due` is the mapping of requirements.yaml."""
    days = tuple(date.fromisoformat(day) for day in due.get("on", ()))
    return Terms(Rule(**{**due, "on": days}), renewal_months, window_days, grace_days)


@dataclass(frozen=True)
class Moment:
    """What a kind of rule may look at."""

    start: date
    """The first day of the duty, or the day on which the cycle opened."""
    done_on: date | None = None
    """The last completion that counts; None for a first cycle."""
    last_due: date | None = None
    """What was done: the due day, without grace, of that cycle."""
    old_end: date | None = None
    """Until when the completion before it was worth something, if there was one."""


def before_access(terms: Terms, at: Moment) -> date | None:
    """On the first day, before anything is opened for them; again so many months after each completion."""
    return at.start if at.done_on is None else _renewed(terms.renewal_months, at)


def days_from_start(terms: Terms, at: Moment) -> date | None:
    """N days from the start; again so many months after each completion, where a renewal is set."""
    return at.start + timedelta(days=terms.rule.days) if at.done_on is None else _renewed(terms.renewal_months, at)


def rolling(terms: Terms, at: Moment) -> date | None:
    """N months after the last completion, or after the start for one who has none."""
    return (
        add_months(at.start, terms.rule.months)
        if at.done_on is None
        else _renewed(terms.renewal_months or terms.rule.months, at)
    )


def fixed_date(terms: Terms, at: Moment) -> date | None:
    """A date each year. What is done within the window before a date counts for that date too."""
    if at.done_on is None:
        return _on_or_after(at.start, terms.rule)
    covered = at.done_on + timedelta(days=terms.window_days)
    return _on_or_after(max(covered, at.last_due or covered) + DAY, terms.rule)


def calendar_quarter(terms: Terms, at: Moment) -> date | None:
    """Once in each quarter, by its last day; the first by the first such day that leaves time enough."""
    if at.done_on is None:
        return _quarter_end(at.start + timedelta(days=terms.rule.days))
    return _quarter_end(max(at.done_on, at.last_due or _quarter_end(at.done_on)) + DAY)


def month_end(terms: Terms, at: Moment) -> date | None:
    """By the end of the Nth calendar month after a completion, as NERC counts; the first N days from the start.

    Counted from the completion also where it was early: such a law says since when, not until when.
    """
    if at.done_on is None:
        return at.start + timedelta(days=terms.rule.days)
    return _month_end(add_months(at.done_on, terms.rule.months))


def linked_risk(terms: Terms, at: Moment) -> date | None:
    """N days from the start, and again after as many months as the rating of a risk says."""
    if at.done_on is None:
        return at.start + timedelta(days=terms.rule.days)
    return _renewed(getattr(terms.rule, terms.rule.level), at)


def on_event(terms: Terms, at: Moment) -> date | None:
    """N days after something came about: a new edition, an incident, a bulletin. None while nothing has.

    Whoever joins later, or did it since, is not concerned.
    """
    for day in terms.rule.on:
        if day >= at.start if at.done_on is None else day > at.done_on:
            return day + timedelta(days=terms.rule.days)
    return None


KINDS: dict[str, Callable[[Terms, Moment], date | None]] = {
    "before-access": before_access,
    "days-from-start": days_from_start,
    "rolling": rolling,
    "fixed-date": fixed_date,
    "calendar-quarter": calendar_quarter,
    "month-end": month_end,
    "linked-risk": linked_risk,
    "on-event": on_event,
}


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _quarter_end(day: date) -> date:
    return _month_end(day.replace(day=1, month=(day.month + 2) // 3 * 3))


def _renewed(months: int | None, at: Moment) -> date | None:
    if months is None or at.done_on is None:
        return None
    # Done early, in the window: counted from the old end, so that nobody loses by being early.
    early = at.old_end is not None and at.done_on <= at.old_end
    return add_months(at.old_end if early and at.old_end else at.done_on, months)


def _on_or_after(day: date, rule: Rule) -> date:
    for year in (day.year, day.year + 1):
        found = date(year, rule.month, min(rule.day, monthrange(year, rule.month)[1]))
        if found >= day:
            return found
    raise ValueError(rule)  # a date each year is found within two years


def next_due(terms: Terms, at: Moment) -> date | None:
    """Return the due day, without grace, that the rule sets; None when nothing comes again."""
    return KINDS[terms.rule.kind](terms, at)


def opening(terms: Terms, due: date, done_on: date) -> date:
    """Return when the next cycle opens: the window before its due day, but never on the day of a completion."""
    return max(_opens(terms, due), done_on + DAY)


def _opens(terms: Terms, due: date) -> date:
    """The window before the due day; the first day of its quarter; the day on which something came about."""
    if terms.rule.kind == "calendar-quarter":
        return due.replace(day=1, month=due.month - 2)
    return due - timedelta(days=terms.rule.days if terms.rule.kind == "on-event" else terms.window_days)


# --- cycles -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    """A completion that counts."""

    on: date
    id: int
    changes: bool = False
    """Whether only the changed part of a raised edition was taken."""


@dataclass(frozen=True)
class Cycle:
    """One cycle of a duty: current from `opens` until the day `until`, when the next one takes over."""

    number: int
    opens: date
    due: date
    until: date | None = None
    done_on: date | None = None
    completion_id: int | None = None


@dataclass(frozen=True)
class Settled:
    """A cycle that was done as it stood: later terms do not change its days. `due` is without grace."""

    number: int
    opens: date
    due: date
    before: Done | None = None
    """The completion from before it opened that had settled it, if that still stands."""


@dataclass(frozen=True)
class History:
    """What is known of one person and one requirement."""

    start: date
    completed: tuple[Done, ...] = ()
    """Of any subject that satisfies, by day."""
    settled: tuple[Settled, ...] = ()
    first_number: int = 1
    kept: "NextCycle | None" = None
    """What the completion was worth after which a raised edition began the duty anew. Taking the changed part alone
    keeps that: it never makes the whole come later."""


@dataclass(frozen=True)
class NextCycle:
    opens: date
    due: date
    """Without grace: the end of what was done."""


@dataclass(frozen=True)
class _Pending:
    number: int
    opens: date
    due: date
    old_end: date | None = None
    done: Done | None = None
    """A completion from before the start that is still worth something then,"""
    worth: "NextCycle | None" = None
    """and what follows from it."""


def next_cycle(terms: Terms, done: Sequence[date], at: Moment) -> NextCycle | None:
    """Return when the cycle after a completion opens and is due, or None when nothing comes again.

    `done` are the days of completions from the one that settled the cycle on; `at` is the cycle (without `done_on`).
    One more completion before the next cycle opens moves that cycle later, never earlier.
    """
    due = next_due(terms, replace(at, done_on=done[0]))
    return None if due is None else _moved(NextCycle(opening(terms, due, done[0]), due), done[1:], terms, at)


def _moved(after: NextCycle, again: Sequence[date], terms: Terms, at: Moment) -> NextCycle:
    for day in again:
        if day >= after.opens:
            break
        due = max(after.due, next_due(terms, replace(at, done_on=day, old_end=None)) or after.due)
        after = NextCycle(opening(terms, due, day), due)
    return after


def plan(history: History, terms: Terms, *, until: date = LAST) -> tuple[Cycle, ...]:
    """Return the cycles of a duty in order, up to the first that is not done or the last that opens by `until`.

    There are none where the rule waits for something that has not come about.
    """
    cycles: list[Cycle] = []
    kept = {one.number: one for one in history.settled}
    pending = _first(history, terms)
    if pending is None and history.first_number not in kept:
        return ()
    pending = pending or _Pending(history.first_number, history.start, LAST)
    while True:
        cycle, after = _cycle(_as_settled(pending, kept.get(pending.number), history, terms), history, terms)
        after = _settled_after(cycle, kept.get(cycle.number + 1), history) or after
        if after is None or after.opens > until:
            return (*cycles, replace(cycle, until=None))
        cycles.append(replace(cycle, until=after.opens))
        pending = _Pending(cycle.number + 1, after.opens, after.due, old_end=after.due)


def _cycle(pending: _Pending, history: History, terms: Terms) -> tuple[Cycle, NextCycle | None]:
    due = min(pending.due, LAST - timedelta(days=terms.grace_days)) + timedelta(days=terms.grace_days)
    later = history.completed[bisect_left(history.completed, pending.opens, key=_day) :]
    first = pending.done or (later[0] if later else None)
    if first is None:
        return Cycle(pending.number, pending.opens, due), None
    after = _after(pending, [one.on for one in later], terms)
    if first.changes and pending.number == history.first_number and history.kept:
        after = replace(history.kept, opens=max(history.kept.opens, first.on + DAY))
    return Cycle(pending.number, pending.opens, due, after.opens if after else None, first.on, first.id), after


def _after(pending: _Pending, days: list[date], terms: Terms) -> NextCycle | None:
    at = Moment(pending.opens, last_due=pending.due, old_end=pending.old_end)
    if pending.done:
        return pending.worth and _moved(pending.worth, days, terms, at)
    return next_cycle(terms, days, at)


def _day(done: Done) -> date:
    return done.on


def _as_settled(pending: _Pending, kept: Settled | None, history: History, terms: Terms) -> _Pending:
    # What was settled keeps its days only where it still follows what comes before it: see `_settled_after`.
    follows = pending.number == history.first_number or (kept is not None and kept.opens == pending.opens)
    if kept is None or not follows:
        return pending
    if kept.before:
        worth = _worth(terms, [one for one in history.completed if one.on < kept.opens])
        return replace(pending, opens=kept.opens, due=kept.due, done=kept.before, worth=_not_before(kept.opens, worth))
    old_end = kept.due if pending.number > history.first_number else pending.old_end
    as_it_was = replace(pending, opens=kept.opens, due=kept.due, old_end=old_end)
    still_done = pending.done or (history.completed and history.completed[-1].on >= kept.opens)
    return as_it_was if still_done else pending


def _not_before(opens: date, worth: NextCycle | None) -> NextCycle | None:
    """What a completion is worth by later terms: the next cycle comes after the one that it has settled."""
    if worth is None or worth.opens > opens:
        return worth
    return NextCycle(opens + DAY, max(worth.due, opens + DAY))


def _settled_after(cycle: Cycle, kept: Settled | None, history: History) -> NextCycle | None:
    """The next cycle as it was, if it was done: later terms do not open it on another day, nor take it away."""
    if kept is None or cycle.done_on is None or kept.opens <= cycle.done_on:
        return None
    still_done = bool(history.completed) and history.completed[-1].on >= kept.opens
    return NextCycle(kept.opens, kept.due) if still_done else None


def _first(history: History, terms: Terms) -> _Pending | None:
    """The first cycle; None while nothing has come about that would open it."""
    due = next_due(terms, Moment(history.start))
    if due is None:
        return None
    opens = max(_opens(terms, due), history.start) if terms.rule.kind == "on-event" else history.start
    plain = _Pending(history.first_number, opens, due)
    earlier = [one for one in history.completed if one.on < history.start]
    # What was done before something came about is no answer to it.
    if not earlier or terms.rule.kind == "on-event":
        return plain
    worth = _worth(terms, earlier)
    if worth is None or worth.opens > history.start:
        return replace(plain, done=earlier[-1], worth=worth)
    return plain if worth.due < history.start else replace(plain, due=max(due, worth.due), old_end=worth.due)


def _worth(terms: Terms, earlier: list[Done]) -> NextCycle | None:
    """Return what completions from before the start are worth together; None means for ever."""
    at, rest = Moment(earlier[0].on), [one.on for one in earlier]
    while True:
        after = next_cycle(terms, rest, at)
        rest = [day for day in rest if after and day >= after.opens]
        if not after or not rest:
            return after
        at = Moment(after.opens, last_due=after.due, old_end=after.due)
