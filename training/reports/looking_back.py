"""Lets a page of today answer for an earlier day: where its address asks for one, it is read as of that day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from flask.typing import ResponseReturnValue

from training.completion.as_of import AsOf, Known, known_now, known_then
from training.completion.as_of_queries import first_known
from training.completion.cuts import KINDS
from training.core.errors import Refused
from training.core.permissions import Viewer
from training.core.text import Text, text
from training.reports.blueprint import blueprint
from training.web.request import asked, now, site, today, translated

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True)
class DayField:
    """The field in which a day is asked for: what stands in it, and what speaks against what was typed."""

    value: str
    latest: str
    fault: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
    """What else the address keeps when another day is asked for."""


@dataclass(frozen=True)
class Wished:
    """What an address asks for: today (neither), an earlier day, or one that cannot be shown."""

    as_of: AsOf | None = None
    fault: Text | None = None


def or_as_of(past: View, *, today_stays: bool = True) -> Callable[[View], View]:
    """Answer with `past` (viewer, as of, parts of the address) where the address asks for an earlier day.

    A day that cannot be shown is said above the page of today, with 422; or, where nobody would see that there, instead
    of it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(viewer: Viewer, **parts: Any) -> ResponseReturnValue:
            wished = _wished(asked("on"), asked("known"))
            if wished.as_of is not None:
                return past(viewer, wished.as_of, **parts)
            if wished.fault is None:
                return view(viewer, **parts)
            if not today_stays:
                raise Refused("on", wished.fault)
            g.day_fault = translated(wished.fault)
            return str(view(viewer, **parts)), 422

        return answer

    return decorate


@blueprint.context_processor
def _day_field() -> dict[str, DayField]:
    """Give the pages of this room the field for a day."""
    day, kept = today().isoformat(), {name: asked(name) for name in ("part", "known", *KINDS) if asked(name)}
    return {"day_field": DayField(asked("on") or day, day, g.get("day_fault", ""), kept)}


def _wished(on: str, known: str) -> Wished:
    day = _day(on)
    if not on or day == today():
        return Wished()
    if day is None:
        return Wished(fault=text("Enter a day that exists, as year, month and day: 2026-09-30."))
    if day > today():
        return Wished(fault=text("%(day)s has not come yet. Enter today or an earlier day.", day=day))
    return _past(day, Known.NOW if known == Known.NOW else Known.THEN)


def _past(day: date, known: Known) -> Wished:
    first, zone = first_known(), ZoneInfo(site().zone or "UTC")
    if first is None:
        return Wished(fault=text("No roster has been brought in yet, so there is no past to look at."))
    since = first.astimezone(zone).date()
    if day < since:
        return Wished(
            fault=text("The first roster was brought in on %(day)s. Enter that day or a later one.", day=since)
        )
    look = known_now if known is Known.NOW else known_then
    return Wished(look(day, now=now(), zone=zone))


def _day(on: str) -> date | None:
    try:
        return date.fromisoformat(on)
    except ValueError:
        return None
