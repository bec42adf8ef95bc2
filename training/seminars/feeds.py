"""The public feeds: a calendar (RFC 5545, RFC 7986) and news (RFC 4287). Nobody's name is in them.

They depend on the dates alone and not on when they are asked for: the same dates give the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from icalendar import Calendar, Event

from training.core.links import Links
from training.core.text import text
from training.core.translating import said
from training.seminars.addresses import session_path
from training.seminars.calendar import local_words
from training.seminars.feed_queries import Told

PRODUCT = "-//Muster//Seminar dates//EN"
ASK_AGAIN = timedelta(hours=4)
"""How often a calendar program should ask."""
ATOM = "http://www.w3.org/2005/Atom"
BORN = 2026
"""The year in the names of news (RFC 4151): any in which the host was ours."""


@dataclass(frozen=True)
class Publisher:
    """Who tells: the house, its host, its links, and the language of the reader."""

    name: str
    host: str
    links: Links
    language: str

    @property
    def title(self) -> str:
        """What the feed is called."""
        return said(text("Security seminars, %(house)s", house=self.name), self.language)


def calendar_of(dates: Sequence[Told], publisher: Publisher) -> str:
    """Return the dates as a calendar to subscribe to."""
    calendar = Calendar()
    # No METHOD: it is no message between calendars, and PUBLISH would want an ORGANIZER in each entry (RFC 5546).
    for key, value in (
        ("prodid", PRODUCT), ("version", "2.0"), ("name", publisher.title), ("x-wr-calname", publisher.title),
        ("x-published-ttl", "PT4H"),
    ):  # fmt: skip
        calendar.add(key, value)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    for one in dates:
        calendar.add_component(_event(one, publisher))
    return str(calendar.to_ical().decode())


def _event(one: Told, publisher: Publisher) -> Event:
    event, address = Event(), publisher.links.to(session_path(one.slug, one.public_id))
    when = local_words(one.starts_at, one.ends_at, one.zone, publisher.language)
    event.add("uid", f"{one.public_id}@{publisher.host}")
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.told_at)
    event.add("last-modified", one.told_at)
    event.add("dtstart", one.starts_at)
    event.add("dtend", one.ends_at)
    event.add("summary", _line(one.title))
    event.add("location", _line(one.place) or said(text("Online"), publisher.language))
    event.add("description", f"{when}\n{_line(one.summary)}\n{address}")
    event.add("url", address)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a date that is offered keeps nobody busy
    return event


def news_of(dates: Sequence[Told], publisher: Publisher, own_path: str, page_path: str) -> str:
    """Return the dates as an Atom feed, what changed last first. The paths are those of the feed and of its page."""
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": publisher.language})
    _add(feed, "id", f"tag:{publisher.host},{BORN}:seminars")
    _add(feed, "title", publisher.title)
    _add(feed, "updated", _instant(max(dates, key=_told_at)) if dates else f"{BORN}-01-01T00:00:00Z")
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": publisher.links.to(own_path)})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": publisher.links.to(page_path)})
    _add(SubElement(feed, "author"), "name", publisher.name)
    for one in sorted(dates, key=_told_at, reverse=True):
        _entry(feed, one, publisher)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(feed, encoding="unicode")}\n'


def _entry(feed: Element, one: Told, publisher: Publisher) -> None:
    entry = SubElement(feed, "entry", {"xml:lang": one.language})
    when = local_words(one.starts_at, one.ends_at, one.zone, publisher.language)
    cancelled = said(text("Cancelled: %(title)s", title=one.title), publisher.language)
    place = one.place or said(text("Online"), publisher.language)
    _add(entry, "id", f"tag:{publisher.host},{BORN}:seminars/{one.public_id}")
    _add(entry, "title", cancelled if one.cancelled else one.title)
    _add(entry, "updated", _instant(one))
    address = publisher.links.to(session_path(one.slug, one.public_id))
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    _add(entry, "summary", f"{when}. {place}. {one.summary}")


def _told_at(one: Told) -> tuple[object, str]:
    return one.told_at, one.public_id


def _instant(one: Told) -> str:
    return f"{one.told_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: Element, name: str, value: str) -> None:
    SubElement(parent, name).text = "".join(sign if sign.isprintable() else " " for sign in value)


def _line(value: str) -> str:
    return "".join(character if character.isprintable() else " " for character in value).strip()
