"""The trend over twelve months and what changed since last week, as frozen values in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from training.completion.rules import FiveParts, Status, together
from training.reports.departments import Line, Scope
from training.reports.difference_pages import signed
from training.reports.figure_pages import address, share_of
from training.reports.figure_queries import view_below
from training.reports.parts import KINDS
from training.reports.trend_queries import WEEK, Frozen, Past, View, past
from training.reports.wishes import Wish
from training.web.language import day_full, month_short, month_year, month_year_short
from training.web.trend_picture import Trend, TrendPoint, trend
from training.web.words import _, ngettext

MONTHS = 12


@dataclass(frozen=True)
class Moment:
    """One row of the table beside the picture. Where nothing was frozen the numbers are empty and `share` says so."""

    label: str
    href: str
    parts: tuple[str, ...]
    share: str


@dataclass(frozen=True)
class Change:
    """One requirement: what each of the five parts and their sum gained or lost."""

    label: str
    parts: tuple[str, ...]
    total: str


@dataclass(frozen=True)
class OverTime:
    """Both parts of an overview that look back."""

    sentence: str
    picture: Trend | None
    """None as long as nothing was frozen."""
    moments: tuple[Moment, ...]
    figures_href: str
    change: str
    """The answer in a sentence."""
    compared: str
    """With which day, where that needs to be said."""
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Looking:
    """On which day it is looked, and the share in per cent that is aimed at."""

    today: date
    goal: int


def over_time(view: View, lines: Sequence[Line], team_ids: Sequence[int], at: Looking, *, slug: str = "") -> OverTime:
    """Look back on what was frozen of a view, and compare it with the lines of the same page. One SELECT.

    `lines` are the numbers of today; `slug` limits it to one requirement.
    """
    return looked_back(past(view, at.today, slug=slug), lines, team_ids, at)


def of_requirement(scope: Scope, line: Line, wish: Wish, at: Looking) -> OverTime | None:
    """Look back on one requirement; None for some people only, since nothing is frozen of a site or an attribute."""
    if wish.cut.narrows:
        return None
    return over_time(view_below(scope.path), [line], scope.team_ids, at, slug=line.slug)


def looked_back(past: Past, lines: Sequence[Line], team_ids: Sequence[int], at: Looking) -> OverTime:
    """Build both parts from what was frozen and the numbers of today."""
    now = {line.slug: line.of(*team_ids) for line in lines}
    titles = {line.slug: line.title for line in lines}
    moments = _moments(past, together(list(now.values())), at.today)
    several, week = len(moments) > 1, past.week
    points = [TrendPoint(one.short, one.parts.did, one.parts.counted) for one in moments]
    return OverTime(
        sentence=_sentence(moments, at.today),
        picture=trend(points, at.goal) if several else None,
        moments=tuple(_row(one) for one in reversed(moments)) if several else (),
        figures_href=url_for("reports.figures"),
        change=_changed(week, now),
        compared=_compared(week.day, at.today) if week else "",
        changes=tuple(_changes(week, now, titles)) if week else (),
    )


# --- twelve months ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Point:
    label: str
    short: str
    parts: FiveParts
    day: date | None
    """None: nothing was frozen."""
    href: str = ""


def _moments(past: Past, now: FiveParts, today: date) -> list[_Point]:
    """Return the months from the first that is known, oldest first, and today. What was not frozen is a gap."""
    known = {one.day: together([part.parts for part in one.parts]) for one in past.months}
    ends = [day for day in month_ends(today) if known and day >= min(known)]
    points = [
        _Point(
            month_year_short(day), month_short(day), known.get(day, FiveParts()), day if day in known else None,
            address(day) if day in known else "",
        )
        for day in ends
    ]  # fmt: skip
    return [*points, _Point(_("Today"), _("Today"), now, today)]


def month_ends(today: date) -> list[date]:
    """Return the last days of the twelve months before this one, oldest first."""
    ends, first = [], today.replace(day=1)
    for _month in range(MONTHS):
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    return ends[::-1]


def _sentence(moments: Sequence[_Point], today: date) -> str:
    first, last = moments[0], moments[-1]
    if first is last:
        return _("The trend begins with the first month that is frozen, on the morning after its last day.")
    return _(
        "At the end of %(month)s, %(did)d of %(of)d were done. Today it is %(now)d of %(all)d.",
        month=month_year(first.day or today), did=first.parts.did, of=first.parts.counted, now=last.parts.did,
        all=last.parts.counted,
    )  # fmt: skip


def _row(one: _Point) -> Moment:
    if one.day is None:
        return Moment(one.label, "", ("",) * len(KINDS), _("not frozen"))
    return Moment(one.label, one.href, tuple(str(one.parts.of(state)) for state in KINDS), share_of(one.parts))


# --- since last week --------------------------------------------------------------------------------------------------


def _compared(day: date, today: date) -> str:
    """Say with which day, where it is not the usual week ago."""
    if today - day >= WEEK:
        return ""
    days = (today - day).days
    return ngettext(
        "Compared with yesterday: no older week has been frozen yet.",
        "Compared with %(num)d days ago: no older week has been frozen yet.", days,
    )  # fmt: skip


def _changed(week: Frozen | None, now: Mapping[str, FiveParts]) -> str:
    if week is None:
        return _("What changed is told as soon as a week has been frozen: on a Monday morning.")
    before, after = together([part.parts for part in week.parts]), together(list(now.values()))
    then = {part.slug: part.parts for part in week.parts}
    if all(now.get(slug, FiveParts()) == then.get(slug, FiveParts()) for slug in {*then, *now}):
        return _("Nothing has changed since %(day)s.", day=day_full(week.day))
    words = ", ".join(_gains(before, after))
    if not words:
        return _("Since %(day)s, only single requirements have changed: the sums are the same.", day=day_full(week.day))
    return _("Since %(day)s: %(changes)s.", day=day_full(week.day), changes=words)


def _gains(before: FiveParts, after: FiveParts) -> Iterator[str]:
    for state in KINDS:
        gained = after.of(state) - before.of(state)
        if gained:
            yield _gain(state, gained)
    joined = after.total - before.total
    if joined > 0:
        yield ngettext("%(num)d duty came in addition", "%(num)d duties came in addition", joined)
    if joined < 0:
        yield ngettext("%(num)d duty fell away", "%(num)d duties fell away", -joined)


def _gain(state: Status, gained: int) -> str:
    many = abs(gained)
    more = {
        Status.DONE: lambda: ngettext("%(num)d more done", "%(num)d more done", many),
        Status.DONE_LATE: lambda: ngettext("%(num)d more done late", "%(num)d more done late", many),
        Status.EXEMPT: lambda: ngettext("%(num)d more exempt", "%(num)d more exempt", many),
        Status.OPEN: lambda: ngettext("%(num)d more open", "%(num)d more open", many),
        Status.OVERDUE: lambda: ngettext("%(num)d more overdue", "%(num)d more overdue", many),
    }
    fewer = {
        Status.DONE: lambda: ngettext("%(num)d fewer done", "%(num)d fewer done", many),
        Status.DONE_LATE: lambda: ngettext("%(num)d fewer done late", "%(num)d fewer done late", many),
        Status.EXEMPT: lambda: ngettext("%(num)d fewer exempt", "%(num)d fewer exempt", many),
        Status.OPEN: lambda: ngettext("%(num)d fewer open", "%(num)d fewer open", many),
        Status.OVERDUE: lambda: ngettext("%(num)d fewer overdue", "%(num)d fewer overdue", many),
    }
    return (more if gained > 0 else fewer)[state]()


def _changes(week: Frozen, now: Mapping[str, FiveParts], titles: Mapping[str, str]) -> Iterator[Change]:
    then = {part.slug: part.parts for part in week.parts}
    named = {part.slug: part.title for part in week.parts} | dict(titles)
    for slug in sorted(named, key=named.__getitem__):
        before, after = then.get(slug, FiveParts()), now.get(slug, FiveParts())
        if before != after:
            gained = [after.of(state) - before.of(state) for state in KINDS]
            yield Change(named[slug], tuple(signed(one) for one in gained), signed(sum(gained)))
