"""The calendar of due days (RFC 5545, RFC 7986): an entry for a whole day for each open duty, and nobody's name."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from training.core.text import text
from training.core.translating import said
from training.reports.feed_queries import DueDay, Feed

PRODUCT = "-//Muster//Due days//EN"
ASK_AGAIN = timedelta(hours=12)
"""How often a calendar program should ask."""


def calendar_of(found: Feed, *, host: str, house: str, address: Callable[[DueDay], str]) -> str:
    """Return the iCalendar text. `host` makes names unique in the world, `address` gives the page of a duty.

    It depends on the duties alone and not on when it is asked for: the same duties give the same bytes.
    """
    calendar, name = Calendar(), said(text("Due days, %(house)s", house=house), found.language)
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", "PUBLISH"), ("name", name)):
        calendar.add(key, value)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for one in found.days:
        calendar.add_component(_event(one, found.language, host, address(one)))
    return str(calendar.to_ical().decode())


def _event(one: DueDay, language: str, host: str, address: str) -> Event:
    event = Event()
    event.add("uid", f"{_name(one)}@{host}")
    # The row of a duty is written anew when its day moves: when that was is the stamp, how often the sequence.
    event.add("dtstamp", one.said_at)
    event.add("last-modified", one.said_at)
    event.add("sequence", one.moved)
    event.add("dtstart", one.due)
    event.add("dtend", one.due + timedelta(days=1))
    event.add("summary", said(text("Due: %(title)s", title=_line(one.title)), language))
    event.add("description", f"{_line(one.why)}\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _name(one: DueDay) -> str:
    """A name that stays when the row is written anew, and from which nobody's public id can be read."""
    return sha256(f"{one.person}/{one.requirement}/{one.cycle}".encode()).hexdigest()[:32]


def _line(value: str) -> str:
    return "".join(character if character.isprintable() else " " for character in value).strip()
