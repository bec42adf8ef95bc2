"""The calendar of due days (RFC 5545, RFC 7986): an entry for a whole day for each open duty, and nobody's name.

The seminars at which its owner has a seat, or which they give, stand in it too, at their hours.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from training.core.text import text
from training.core.translating import said
from training.reports.feed_queries import DueDay, Feed
from training.seminars.calendar import local_words
from training.seminars.own_date_queries import OwnDate
from training.seminars.rules import SessionStatus

PRODUCT = "-//Muster//Due days//EN"
ASK_AGAIN = timedelta(hours=12)
"""How often a calendar program should ask."""


@dataclass(frozen=True)
class Publisher:
    """Who tells: `host` makes names unique in the world, `address` gives the page of a duty or of a date."""

    host: str
    house: str
    address: Callable[[DueDay | OwnDate], str]


def calendar_of(found: Feed, dates: Sequence[OwnDate], publisher: Publisher) -> str:
    """Return the iCalendar text.

    It depends on the duties alone and not on when it is asked for: the same duties give the same bytes.
    """
    calendar, name = Calendar(), said(text("Due days, %(house)s", house=publisher.house), found.language)
    # No METHOD: it is no message between calendars, and PUBLISH would want an ORGANIZER in each entry (RFC 5546).
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("name", name)):
        calendar.add(key, value)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for one in found.days:
        calendar.add_component(_event(one, found.language, publisher.host, publisher.address(one)))
    for date in dates:
        calendar.add_component(_date(date, found.language, publisher.host, publisher.address(date)))
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


def _date(one: OwnDate, language: str, host: str, address: str) -> Event:
    event = Event()
    event.add("uid", f"{one.name}@{host}")
    event.add("dtstamp", one.stamp)
    event.add("last-modified", one.stamp)
    event.add("sequence", one.sequence)
    event.add("dtstart", one.starts_at)
    event.add("dtend", one.ends_at)
    gives = said(text("You give: %(title)s", title=_line(one.title)), language)
    event.add("summary", gives if one.gives else _line(one.title))
    event.add("location", _line(one.place) or said(text("Online"), language))
    event.add("description", f"{local_words(one.starts_at, one.ends_at, one.zone, language)}\n{address}")
    event.add("url", address)
    event.add("status", "CANCELLED" if one.status is SessionStatus.CANCELLED else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def _name(one: DueDay) -> str:
    """A name that stays when the row is written anew, and from which nobody's public id can be read."""
    return sha256(f"{one.person}/{one.requirement}/{one.cycle}".encode()).hexdigest()[:32]


def _line(value: str) -> str:
    return "".join(character if character.isprintable() else " " for character in value).strip()
