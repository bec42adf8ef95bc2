"""What the page of demand shows, as frozen values in the reader's language; and the form that it leads to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from training.seminars.demand_queries import GUEST, ONLINE, Demand
from training.seminars.forms import MOST_SEATS
from training.seminars.plan_forms import SessionForm
from training.web.words import _, ngettext


@dataclass(frozen=True)
class DemandLine:
    place: str
    people: int
    interested: int
    owing: int
    width: str
    act: str
    act_href: str


@dataclass(frozen=True)
class SeminarDemand:
    id: str
    title: str
    lines: tuple[DemandLine, ...]
    together: str


@dataclass(frozen=True)
class DemandPage:
    statement: str
    rest: str
    seminars: tuple[SeminarDemand, ...]


def demand_page(found: Sequence[Demand]) -> DemandPage:
    """Build the page of demand: the bars of all seminars have one scale."""
    most = max((one.people for one in found), default=0)
    groups = [(slug, list(rows)) for slug, rows in groupby(found, key=lambda one: one.slug)]
    total = sum(one.people for one in found)
    return DemandPage(
        statement=ngettext("%(Word)s seat is wished for.", "%(Word)s seats are wished for.", total)
        if total
        else _("Nobody waits for a seminar."),
        rest=ngettext("In %(word)s seminar.", "In %(word)s seminars.", len(groups)) if total else "",
        seminars=tuple(
            SeminarDemand(
                f"demand-{number}", rows[0].title, tuple(_line(one, most) for one in rows),
                ngettext("%(num)d person", "%(num)d people", sum(one.people for one in rows)),
            )
            for number, (_slug, rows) in enumerate(groups, start=1)
        ),
    )  # fmt: skip


def _line(one: Demand, most: int) -> DemandLine:
    asked = {"seats": one.people} | ({"site": one.site} if one.site else {})
    return DemandLine(
        place=place_words(one), people=one.people, interested=one.interested, owing=one.people - one.interested,
        width=f"{100 * one.people / most:.3f}%",
        act=_act(one, ngettext("%(num)d person", "%(num)d people", one.people)),
        act_href=f"{url_for('seminars.new_session_form', slug=one.slug)}?{urlencode(asked)}",
    )  # fmt: skip


def _act(one: Demand, people: str) -> str:
    if one.place == ONLINE:
        return _("Plan online, %(people)s", people=people)
    if one.place == GUEST:
        return _("Plan for guests, %(people)s", people=people)
    return _("Plan %(place)s, %(people)s", place=place_words(one), people=people)


def place_words(one: Demand) -> str:
    """Say where these people would come."""
    return {ONLINE: _("Online"), GUEST: _("Guests")}.get(one.place, one.site_name or _("No site known"))


def rows(found: Sequence[Demand]) -> Iterator[tuple[object, ...]]:
    """Yield the demand for a file, the head first."""
    yield _("Seminar"), _("Place"), _("People"), _("Interested"), _("Owe it and have not said so")
    for one in found:
        yield one.title, place_words(one), one.people, one.interested, one.people - one.interested


def lead_with(form: SessionForm, rooms: Sequence[str], seats: str) -> SessionForm:
    """Offer the rooms of a site first, the first of them chosen, and fill in how many seats are wished for."""
    if rooms:
        choices: Any = form.venue.choices
        ordered: list[Any] = sorted(choices, key=lambda choice: choice.value not in rooms)
        form.venue.choices = ordered
        form.venue.data = rooms[0]
    if seats.isdecimal() and 0 < int(seats[:9]) <= MOST_SEATS:
        form.capacity.data = int(seats[:9])
    return form
