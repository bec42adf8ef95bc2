"""Calendar entries (RFC 5545, RFC 5546): one event, one attendee, times in UTC, which every program reads alike."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from icalendar import Calendar, Event, vCalAddress, vText

from training.core.text import text
from training.core.translating import said, translated
from training.notices.rules import CalendarMethod
from training.seminars.times import place_name

PRODUCT = "-//Muster//Seminars//EN"


@dataclass(frozen=True)
class Appointment:
    """One session, as a calendar shows it. `zone` is the zone in whose words the description tells the time."""

    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    address: str
    """The web address of its page; empty where its holder may not open it."""
    language: str = "en"


@dataclass(frozen=True)
class Holder:
    """Whose entry it is: their registration, how often we wrote about it, and their name and mail address."""

    registration: str
    sequence: int
    name: str
    email: str


@dataclass(frozen=True)
class Organiser:
    """Who invites; `host` makes the entry's name unique in the world."""

    name: str
    email: str
    host: str
    listens: bool = False
    """Whether answers of calendars are read."""


def entry(what: Appointment, holder: Holder, organiser: Organiser, method: CalendarMethod, *, now: datetime) -> str:
    """Return an iCalendar text for one person. REQUEST puts the entry in, CANCEL (a higher sequence) takes it out."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", str(method))
    event = Event()
    event.add("uid", f"{holder.registration}@{organiser.host}")
    event.add("sequence", holder.sequence)
    event.add("dtstamp", now)
    event.add("last-modified", now)
    event.add("dtstart", what.starts_at)
    event.add("dtend", what.ends_at)
    _describe(event, what)
    event.add("status", "CANCELLED" if method is CalendarMethod.CANCEL else "CONFIRMED")
    event.add("organizer", _person(organiser.name, organiser.email))
    event.add("attendee", _attendee(holder, organiser))
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def local_words(starts_at: datetime, ends_at: datetime, zone: str, language: str = "en") -> str:
    """Say a time at its place: "Tuesday 15 December 2026, 09:00 to 12:00, Chicago time"."""
    start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (starts_at, ends_at))
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{_day(end, language)}, {end:%H:%M}"
    words = text(
        "%(day)s, %(start)s to %(until)s, %(place)s time",
        day=_day(start, language), start=f"{start:%H:%M}", until=until, place=place_name(zone),
    )  # fmt: skip
    return said(words, language)


def _day(moment: datetime, language: str) -> str:
    if language in translated():
        return format_date(moment.date(), "full", language)
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def _describe(event: Event, what: Appointment) -> None:
    event.add("summary", _line(what.title))
    event.add("location", _line(what.place))
    words = [local_words(what.starts_at, what.ends_at, what.zone, what.language), _line(what.place)]
    if what.address:
        event.add("url", what.address)
        words.append(what.address)
    event.add("description", "\n".join(words))


def _person(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{_line(email)}")
    address.params["cn"] = vText(_quotable(name))
    return address


def _attendee(holder: Holder, organiser: Organiser) -> vCalAddress:
    # Who registered has accepted: no program needs to ask. An answer is wanted only where somebody reads it.
    address = _person(holder.name, holder.email)
    address.params.update(
        {
            "cutype": vText("INDIVIDUAL"),
            "role": vText("REQ-PARTICIPANT"),
            "partstat": vText("ACCEPTED"),
            "rsvp": vText("TRUE" if organiser.listens else "FALSE"),
        }
    )
    return address


def _line(value: str) -> str:
    return "".join(character if character.isprintable() else " " for character in value).strip()


def _quotable(name: str) -> str:
    # A parameter can hold no quotation mark; programs that do not know RFC 6868 would print its substitute.
    return _line(name).replace('"', "'")
