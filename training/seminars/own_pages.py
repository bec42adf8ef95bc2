"""The part of a date's page that is about the reader: why not, what else they have then, an offer, a late goodbye."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from training.core.permissions import Viewer
from training.seminars.admission import Asker, Rule, hindrance, terms
from training.seminars.own_queries import Overlap
from training.seminars.queries import Seat, SessionRow
from training.seminars.rules import State, is_late
from training.seminars.seat_words import give_up_words
from training.seminars.times import place_name
from training.web.language import clock, day_full
from training.web.request import local, translated
from training.web.words import _


@dataclass(frozen=True)
class AtOnce:
    """Another date at the same time. `swap`: the registration that could be given up for this one, or nothing."""

    words: str
    href: str
    swap: str


@dataclass(frozen=True)
class OwnPart:
    """What the page says to its reader alone."""

    may: bool
    why_not: str
    then: str
    at_once: tuple[AtOnce, ...]
    knows: bool
    """Whether a tick is asked for: there is a seat elsewhere at the same time."""
    asks: str
    """Whom the request goes to first."""
    offer: str
    late: str
    give_up: str


def own_part(viewer: Viewer, row: SessionRow, now: datetime, *, invited: bool = False) -> OwnPart:
    """Build it for a viewer, of what the date says and what they have. `invited`: they came with a code for it."""
    asker = Asker(staff=viewer.works_here, registered=row.state is not None, invited=invited)
    found = hindrance(terms(row), asker, now)
    told = found is not None and found.rule is not Rule.REGISTERED
    return OwnPart(
        may=found is None,
        why_not=translated(found.why) if found and told else "",
        then=translated(found.then) if found and told else "",
        at_once=tuple(_at_once(one, swaps=found is None and not row.needs_approval) for one in row.overlaps),
        knows=any(one.registration for one in row.overlaps),
        asks=_asks(row) if found is None else "",
        offer=_offer(row.state, row.offer_until, row.zone, now),
        late=_late(row.state, row.cancel_until, row.starts_at, row.zone, now),
        give_up=give_up_words(row.state),
    )


def _at_once(one: Overlap, *, swaps: bool) -> AtOnce:
    day, start, end = day_full(local(one.starts_at, one.zone).date()), *_hours(one)
    told = {"title": one.title, "day": day, "start": start, "end": end}
    words = (
        _("You have a seat in “%(title)s” at that time: %(day)s, %(start)s to %(end)s.", **told)
        if one.registration
        else _("You give “%(title)s” at that time: %(day)s, %(start)s to %(end)s.", **told)
    )
    href = url_for("seminars.session", slug=one.slug, session_id=one.session)
    return AtOnce(words, href, (one.registration or "") if swaps else "")


def _hours(one: Overlap) -> tuple[str, str]:
    return clock(one.starts_at, one.zone), clock(one.ends_at, one.zone)


def _asks(row: SessionRow) -> str:
    if not row.needs_approval:
        return ""
    return _("Your manager is asked first, unless the seminar is a duty of yours.")


def seat_offer(seat: Seat, now: datetime) -> str:
    """Say until when a guest may take what is offered."""
    return _offer(seat.state, seat.offer_until, seat.zone, now)


def seat_late(seat: Seat, now: datetime) -> str:
    """Say to a guest that the deadline has passed."""
    return _late(seat.state, seat.cancel_until, seat.starts_at, seat.zone, now)


def _offer(state: State | None, until: datetime | None, zone: str, now: datetime) -> str:
    if state is not State.OFFERED or until is None or now >= until:
        return ""
    return _("Take it until %(when)s. After that it goes to the next.", when=_moment(until, zone))


def _late(state: State | None, cancel_until: datetime | None, starts_at: datetime, zone: str, now: datetime) -> str:
    if state is not State.BOOKED or cancel_until is None or now >= starts_at:
        return ""
    if is_late(cancel_until, now):
        words = _(
            "The day to give it up was %(when)s. You still can, but it is noted as late.",
            when=_moment(cancel_until, zone),
        )
        return str(words)
    return _("You can give it up until %(when)s.", when=_moment(cancel_until, zone))


def _moment(moment: datetime, zone: str) -> str:
    there = local(moment, zone)
    return _(
        "%(day)s, %(time)s (%(place)s)", day=day_full(there.date()), time=clock(moment, zone), place=place_name(zone)
    )
