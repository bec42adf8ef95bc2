"""Calendar entries, read back by a reader that did not write them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.seminars.icalendar_reader import Wrong, lines_of, read
from training.notices.rules import CalendarMethod
from training.seminars.calendar import Appointment, Holder, Organiser, entry, local_words
from training.seminars.rules import place_words
from training.seminars.times import resolve

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ORGANISER = Organiser("Alder & Finch", "training@alderfinch.example", "training.alderfinch.example")
STARTS = datetime(2026, 12, 15, 15, 0, tzinfo=UTC)

# The last time before and the first after each change of the clocks in 2026 and 2027, and both readings of a doubled hour.
EDGES = {
    "America/New_York": ("2026-03-08T01:59", "2026-03-08T03:00", "2026-11-01T01:30", "2026-11-01T02:00"),
    "Europe/London": ("2026-03-29T00:59", "2026-03-29T02:00", "2026-10-25T01:30", "2026-10-25T02:00"),
    "Australia/Lord_Howe": ("2026-10-04T01:59", "2026-10-04T02:30", "2026-04-05T01:45", "2026-04-05T02:00"),
    "America/Santiago": ("2026-09-05T23:59", "2026-09-06T01:00", "2026-04-04T23:30", "2026-04-05T00:00"),
    "Africa/Casablanca": ("2026-02-15T02:30", "2026-03-22T03:00", "2026-02-15T03:00", "2026-03-22T01:59"),
}


def appointment(**values: object) -> Appointment:
    given_values: dict[str, object] = {
        "title": "First hour of a breach", "starts_at": STARTS, "ends_at": STARTS + timedelta(hours=3), "zone": "America/Chicago",
        "place": "Building C, room 204, 400 Canal Street, Chicago", "address": "https://training.alderfinch.example/seminars/x/y",
    }  # fmt: skip
    return Appointment(**(given_values | values))  # type: ignore[arg-type]


def holder(**values: object) -> Holder:
    return Holder(
        **(
            {"registration": "4t8r0p2k9m6c", "sequence": 3, "name": "Sofia Lindqvist", "email": "sofia@canal.example"}
            | values
        )
    )  # type: ignore[arg-type]


def test_a_request_has_what_clients_need() -> None:
    calendar = read(entry(appointment(), holder(), ORGANISER, CalendarMethod.REQUEST, now=NOW))
    (event,) = calendar.parts
    assert calendar.names() == ["METHOD", "PRODID", "VERSION"]
    assert (calendar.one("METHOD").value, calendar.one("VERSION").value, event.name) == ("REQUEST", "2.0", "VEVENT")
    assert event.one("UID").text == "4t8r0p2k9m6c@training.alderfinch.example"
    assert event.one("SEQUENCE").value == "3"
    assert event.one("DTSTAMP").instant == event.one("LAST-MODIFIED").instant == NOW
    assert (event.one("DTSTART").instant, event.one("DTEND").instant) == (STARTS, STARTS + timedelta(hours=3))
    assert event.one("STATUS").value == "CONFIRMED"
    assert event.one("ORGANIZER").value == "mailto:training@alderfinch.example"
    attendee = event.one("ATTENDEE")
    assert attendee.value == "mailto:sofia@canal.example"
    assert attendee.parameters["CN"] == ["Sofia Lindqvist"]
    assert (attendee.parameters["PARTSTAT"], attendee.parameters["RSVP"]) == (["ACCEPTED"], ["FALSE"])
    assert "Tuesday 15 December 2026, 09:00 to 12:00, Chicago time" in event.one("DESCRIPTION").text
    assert event.one("LOCATION").text == "Building C, room 204, 400 Canal Street, Chicago"


def test_a_cancellation_says_so_twice() -> None:
    calendar = read(entry(appointment(), holder(sequence=4), ORGANISER, CalendarMethod.CANCEL, now=NOW))
    assert calendar.one("METHOD").value == "CANCEL"
    assert calendar.parts[0].one("STATUS").value == "CANCELLED"
    assert calendar.parts[0].one("UID").text == "4t8r0p2k9m6c@training.alderfinch.example"
    assert calendar.parts[0].one("SEQUENCE").value == "4"


@pytest.mark.parametrize("zone", EDGES)
def test_times_are_right_on_both_sides_of_every_change_of_the_clocks(zone: str) -> None:
    for wall in EDGES[zone]:
        local = datetime.fromisoformat(wall)
        start = resolve(local, zone).at
        text = entry(
            appointment(starts_at=start, ends_at=start + timedelta(hours=2), zone=zone),
            holder(),
            ORGANISER,
            CalendarMethod.REQUEST,
            now=NOW,
        )
        event = read(text).parts[0]
        read_back = event.one("DTSTART").instant.astimezone(ZoneInfo(zone))
        assert read_back.replace(tzinfo=None, fold=0) == local
        assert event.one("DTEND").instant - event.one("DTSTART").instant == timedelta(hours=2)
        assert f"{local:%H:%M} to " in event.one("DESCRIPTION").text
        assert "VTIMEZONE" not in text and "TZID" not in text


HOSTILE = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        [
            "\r\nATTENDEE:mailto:x@y.example",
            'A";X="B',
            "a\nBEGIN:VALARM",
            "^n^'",
            "Zoë;,:\\n",
            "é" * 90,
            "\U0001f600" * 40,
            "\x00\x0b\x7f",
            "a\u2028b",
        ]
    ),
)


@given(name=HOSTILE, title=HOSTILE, place=HOSTILE)
def test_a_hostile_name_never_makes_a_property(name: str, title: str, place: str) -> None:
    calendar = read(
        entry(appointment(title=title, place=place), holder(name=name), ORGANISER, CalendarMethod.REQUEST, now=NOW)
    )
    (event,) = calendar.parts
    assert event.parts == []
    assert event.names() == sorted(
        ["ATTENDEE", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "LOCATION", "ORGANIZER", "SEQUENCE", "STATUS",
         "SUMMARY", "UID", "URL"]
    )  # fmt: skip
    assert event.one("SUMMARY").text == "".join(c if c.isprintable() else " " for c in title).strip()
    assert set(event.one("ATTENDEE").parameters) == {"CN", "CUTYPE", "PARTSTAT", "ROLE", "RSVP"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "end"),
        ("BEGIN:VCALENDAR\r\nX:" + "a" * 80 + "\r\nEND:VCALENDAR\r\n", "octets"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "closes"),
        ("BEGIN:VCALENDAR\r\nX:a\\q\r\nEND:VCALENDAR\r\n", "escape"),
        ("BEGIN:VCALENDAR\r\nno colon\r\nEND:VCALENDAR\r\n", "no property"),
    ],
)
def test_the_reader_is_strict(text: str, why: str) -> None:
    with pytest.raises(Wrong, match=why):
        _ = [prop.text for prop in read(text).properties]


def test_folding_counts_octets_and_cuts_no_letter() -> None:
    title = "ä€\U0001f600" * 30
    lines = lines_of(entry(appointment(title=title), holder(), ORGANISER, CalendarMethod.REQUEST, now=NOW))
    assert f"SUMMARY:{title}" in lines


def test_a_session_over_midnight_names_both_days() -> None:
    words = local_words(STARTS.replace(hour=4), STARTS.replace(hour=7), "America/Chicago")
    assert words == "Monday 14 December 2026, 22:00 to Tuesday 15 December 2026, 01:00, Chicago time"


@pytest.mark.parametrize(
    ("said", "venue", "address", "city"),
    [
        ("Room 2, 400 Canal Street, Chicago", "Room 2", "400 Canal Street", "Chicago"),
        ("Room 2, 400 Canal Street, Chicago", "Room 2", "400 Canal Street, Chicago", "Chicago"),
        ("Canal Street, Chicago", "Canal Street, Chicago", None, "Chicago"),
        ("London Room, 1 High Street, London", "London Room", "1 High Street", "London"),
        ("Yorkshire House, York", "Yorkshire House", None, "York"),
        ("Chicago", None, None, "Chicago"),
        ("", None, None, None),
    ],
)
def test_a_place_names_its_city_once(said: str, venue: str | None, address: str | None, city: str | None) -> None:
    assert place_words(venue, address, city) == said
