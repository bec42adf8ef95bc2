"""What we send is read alike by three parsers, of which two did not write it: no minute off, whatever the clocks do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests import make
from tests.make import NOW
from tests.seminars import making, public
from tests.seminars.icalendar_reader import read
from tests.seminars.test_calendar import HOSTILE, ORGANISER, appointment, holder
from training.core.db import writing
from training.core.errors import Refused
from training.core.links import Links
from training.notices.models import Message
from training.notices.rules import CalendarMethod
from training.reports import due_days
from training.reports.feed_queries import Feed
from training.seminars import planning, service
from training.seminars.calendar import entry
from training.seminars.feed_queries import Told
from training.seminars.feeds import Publisher, calendar_of
from training.seminars.rules import SessionStatus
from training.seminars.times import resolve

Times = tuple[datetime, datetime]


def ours(text: str) -> Times:
    event = read(text).parts[0]
    return event.one("DTSTART").instant, event.one("DTEND").instant


def of_vobject(text: str) -> Times:
    event = vobject.readOne(text).vevent
    return event.dtstart.value, event.dtend.value


def of_icalendar(text: str) -> Times:
    event = icalendar.Calendar.from_ical(text).events[0]
    return event.start, event.end


READERS: dict[str, Callable[[str], Times]] = {"ours": ours, "vobject": of_vobject, "icalendar": of_icalendar}

# zone → the last wall clock before the gap, the first after it, one that comes twice, and how many minutes that is.
CLOCKS = {
    "America/New_York": ("2027-03-14T01:59", "2027-03-14T03:00", "2027-11-07T01:30", 60),
    "Europe/London": ("2027-03-28T00:59", "2027-03-28T02:00", "2027-10-31T01:30", 60),
    "Australia/Lord_Howe": ("2027-10-03T01:59", "2027-10-03T02:30", "2027-04-04T01:45", 30),
    "America/Santiago": ("2027-09-04T23:59", "2027-09-05T01:00", "2027-04-03T23:30", 60),
    "Asia/Kolkata": ("2027-03-28T01:59", "2027-03-28T02:00", "", 0),
}
SEASONS = ("2027-01-20T09:00", "2027-07-20T09:00", "2040-01-20T09:00", "2040-07-20T09:00")


def moments(zone: str) -> dict[str, datetime]:
    """Instants that programs get wrong, named by what is hard about them."""
    before, after, twice, shift = CLOCKS[zone]
    place = ZoneInfo(zone)
    found = {wall: resolve(datetime.fromisoformat(wall), zone).at for wall in (*SEASONS, before, after)}
    if twice:
        first, second = (
            datetime.fromisoformat(twice).replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)
        )
        assert second - first == timedelta(minutes=shift)
        assert (
            resolve(datetime.fromisoformat(twice), zone).at == first
            and resolve(datetime.fromisoformat(twice), zone).twice
        )
        found |= {f"{twice} first": first, f"{twice} second": second}
    return found


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("zone", CLOCKS)
def test_no_reader_is_a_minute_off(zone: str, reader: str) -> None:
    for name, at in moments(zone).items():
        span = (at, at + timedelta(minutes=150))
        for method in CalendarMethod:
            text = entry(
                appointment(starts_at=span[0], ends_at=span[1], zone=zone), holder(), ORGANISER, method, now=NOW
            )
            start, end = READERS[reader](text)
            off = (abs(start - span[0]) + abs(end - span[1])).total_seconds() / 60
            assert off == 0, f"{reader} reads {name} in {zone} {off} minutes off"
            assert start.utcoffset() == timedelta(0), "in UTC"


@pytest.mark.parametrize("reader", READERS)
def test_the_public_feed_is_read_alike(reader: str) -> None:
    publisher = Publisher(
        "Alder & Finch", "training.alderfinch.example", Links("https://x.example", "s" * 40, lambda: NOW), "en"
    )
    for zone in CLOCKS:
        for at in moments(zone).values():
            told = Told(
                "4t8r0p2k9m6c",
                "x",
                "Title",
                "Text",
                "en",
                at,
                at + timedelta(hours=1),
                zone,
                "",
                SessionStatus.OPEN,
                0,
                NOW,
            )
            assert READERS[reader](calendar_of([told], publisher)) == (at, at + timedelta(hours=1))


@pytest.mark.parametrize("zone", [zone for zone in CLOCKS if CLOCKS[zone][3]])
def test_a_time_that_the_clocks_jump_over_is_refused(zone: str) -> None:
    inside = datetime.fromisoformat(CLOCKS[zone][0]) + timedelta(minutes=11)
    with pytest.raises(Refused):
        resolve(inside, zone)


SPAN = (datetime.fromisoformat("2026-01-01T00:00"), datetime.fromisoformat("2060-01-01T00:00"))


@given(st.datetimes(*SPAN, timezones=st.just(UTC)), st.integers(1, 2000), st.sampled_from(sorted(CLOCKS)))
def test_any_instant_comes_back(at: datetime, minutes: int, zone: str) -> None:
    at = at.replace(microsecond=0)
    end = at + timedelta(minutes=minutes)
    text = entry(
        appointment(starts_at=at, ends_at=end, zone=zone), holder(), ORGANISER, CalendarMethod.REQUEST, now=NOW
    )
    assert ours(text) == of_vobject(text) == of_icalendar(text) == (at, end)


@given(name=HOSTILE, title=HOSTILE, place=HOSTILE)
def test_a_hostile_name_makes_no_property_in_any_reader(name: str, title: str, place: str) -> None:
    text = entry(appointment(title=title, place=place), holder(name=name), ORGANISER, CalendarMethod.REQUEST, now=NOW)
    wanted = read(text).parts[0].names()
    by_vobject = vobject.readOne(text).vevent
    assert sorted(child.name for child in by_vobject.getChildren()) == wanted
    by_icalendar = icalendar.Calendar.from_ical(text).events[0]
    assert sorted(by_icalendar.keys()) == wanted and not by_icalendar.subcomponents
    plain = "".join(sign if sign.isprintable() else " " for sign in title).strip()
    assert by_vobject.summary.value == str(by_icalendar["summary"]) == plain
    assert by_vobject.attendee.value == "mailto:sofia@canal.example"
    data = text.encode()
    assert all(len(line) <= 75 for line in data.split(b"\r\n")) and data.count(b"\n") == data.count(b"\r\n")


# --- one registration, one entry --------------------------------------------------------------------------------------


def entries(email: str) -> list[tuple[str, str, int]]:
    """What of calendars was mailed to somebody: method, UID, SEQUENCE, as vobject reads them."""
    texts = making.rows(
        select(Message.calendar).where(Message.recipient == email, Message.calendar.is_not(None)).order_by(Message.id)
    )
    found = [vobject.readOne(text) for (text,) in texts]
    return [(one.method.value, one.vevent.uid.value, int(one.vevent.sequence.value)) for one in found]


def test_each_word_about_a_seat_is_newer_than_the_last(app: Flask) -> None:
    one, who = making.session(capacity=5), making.guest()
    first = public.seated(app, one, who=who)
    public.moved(app, one, NOW + timedelta(days=30))
    with writing():
        service.cancel_registration(first, host=making.host(app), now=NOW)
    second = public.seated(app, one, who=who)
    with writing():
        planning.cancel_session(one, "The room is flooded.", by_person_id=None, host=making.host(app), now=NOW)
    told = entries(who.email)
    assert [method for method, *_ in told] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    assert {uid for _, uid, _ in told[:3]} == {f"{first.registration}@localhost"}
    assert {uid for _, uid, _ in told[3:]} == {f"{second.registration}@localhost"}, "a new seat is a new entry"
    for part in (told[:3], told[3:]):
        numbers = [sequence for *_, sequence in part]
        assert numbers == sorted(set(numbers)), "a later word has a higher number"


def test_the_file_to_save_is_the_entry_of_the_mail(app: Flask) -> None:
    person, one = make.person(), making.session()
    making.register(app, one, person)
    ((method, uid, sequence),) = entries(person.email or "")
    assert (method, sequence) == ("REQUEST", 1) and uid.endswith("@localhost")


def test_a_feed_is_no_message_between_calendars() -> None:
    """Strict readers want an ORGANIZER in each entry of a PUBLISH; a feed has none, and no METHOD."""
    publisher = Publisher(
        "Alder & Finch", "training.alderfinch.example", Links("https://x.example", "s" * 40, lambda: NOW), "en"
    )
    assert "METHOD" not in read(calendar_of([], publisher)).names()
    own = due_days.calendar_of(
        Feed("en", [], 1), (), due_days.Publisher("training.alderfinch.example", "Alder & Finch", str)
    )
    assert "METHOD" not in read(own).names()
