"""What the pages of working weeks show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from training.people.rules import WORKING_WEEK
from training.people.site_queries import Week
from training.web.language import day_year, weekday
from training.web.words import _, ngettext

MONDAY = date(2024, 1, 1)


@dataclass(frozen=True)
class SiteLine:
    name: str
    href: str
    below: str
    week: str
    off: str
    people: str


def site_lines(found: Sequence[Week], today: date) -> tuple[SiteLine, ...]:
    """Say of each site on which days people work there."""
    return tuple(
        SiteLine(
            one.name, url_for("people.site_week", site_id=one.public_id), one.city, week_words(one.working_days),
            _off(one, today), ngettext("%(num)d person", "%(num)d people", one.people),
        )
        for one in found
    )  # fmt: skip


def week_words(days: str) -> str:
    """Say a week: "Monday to Friday", or its days one by one."""
    if days == WORKING_WEEK:
        return _("Monday to Friday")
    if days == "1234567":
        return _("Every day")
    return ", ".join(weekday(MONDAY + timedelta(days=int(day) - 1)) for day in days)


def _off(one: Week, today: date) -> str:
    coming = _days_off(one, today)
    if not coming:
        return _("No days off are entered")
    first = day_year(date.fromisoformat(coming[0]))
    return ngettext("One day off: %(first)s", "%(num)d days off, the next on %(first)s", len(coming), first=first)


def _days_off(one: Week, today: date) -> list[str]:
    return [day for day in one.days_off if day >= today.isoformat()]


def site_rows(found: Sequence[Week], today: date) -> Iterator[tuple[object, ...]]:
    """Yield what a file of the list holds, its head first: of the days off those to come, one by one."""
    yield _("Site"), _("Place"), _("Working days"), _("Days off"), _("People")
    for one in found:
        yield one.name, one.city, week_words(one.working_days), "; ".join(_days_off(one, today)), one.people
