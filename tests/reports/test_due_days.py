"""The calendar of due days: who reads it, what stands in it, and that it follows when a day moves."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from tests import make
from tests.client import Client, Page
from tests.completion import making
from tests.seminars.icalendar_reader import Component, read
from training.audit.models import Event
from training.completion import excusing, service
from training.completion.models import Extension, Requirement
from training.completion.rules import ExemptionKind
from training.core.db import database, scoped, writing
from training.core.digest import token_hash
from training.core.permissions import Role
from training.people.models import Account, Person

TODAY = date(2026, 11, 23)
START = TODAY - timedelta(days=10)
DUE = START + timedelta(days=30)


@pytest.fixture
def ada(app: Flask, client: Client) -> int:
    """Somebody with two duties, signed in; one of them is fulfilled by a course or a policy."""
    making.subject("course")
    making.subject("doors")
    person = make.sign_in(client, make.person("Ada", "Quist", started_on=date(2025, 1, 6))).id
    making.publish(
        making.written(
            "phishing", title="Recognising phishing; lures, “bait”", why="Because a lure is cheap,\nand it works."
        ),
        making.written(
            "doors", title="Doors", due={"kind": "days-from-start", "days": 5}, satisfied_by=({"course": "doors"},)
        ),
        on=START,
    )
    making.reconcile(START)
    return person


def make_address(client: Client) -> str:
    page = client.submit(client.get("/account/calendar"), action="/account/calendar")
    address = str(page.soup.select_one("pre.code-block").get_text())
    assert address.startswith("http://localhost/calendar/")
    return address.removeprefix("http://localhost")


def look(client: Client, address: str, **headers: str) -> Page:
    return client.get(address, headers=headers)


def entries(client: Client, address: str) -> dict[str, Component]:
    """The entries by what they are called, read by our own strict reader and by the library."""
    text = look(client, address).text
    calendar = read(text)
    assert "METHOD" not in calendar.names(), "a feed is no message between calendars"
    assert len(icalendar.Calendar.from_ical(text).walk("VEVENT")) == len(calendar.parts)
    return {part.one("SUMMARY").text: part for part in calendar.parts}


# --- the address ------------------------------------------------------------------------------------------------------


def test_the_address_is_shown_once_and_kept_as_a_hash(ada: int, client: Client) -> None:
    assert "You have no address yet." in client.get("/account/calendar").words
    address = make_address(client)
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    database.session.rollback()
    kept = database.session.scalar(scoped(select(Account.feed_hash).where(Account.person_id == ada), by="test"))
    assert kept == token_hash(token)
    page = client.get("/account/calendar")
    assert token not in page.text and "It cannot be shown again" in page.words
    assert client.get("/account").soup.select_one("main a[href='/account/calendar']")


def test_a_new_address_ends_the_old_one(ada: int, client: Client, app: Flask) -> None:
    old, new = make_address(client), make_address(client)
    stranger = Client(app)
    assert old != new
    assert look(stranger, old).status == 404
    assert look(stranger, new).status == 200


def test_it_can_be_ended(ada: int, client: Client, app: Flask) -> None:
    address = make_address(client)
    client.submit(client.get("/account/calendar"), action="/account/calendar/end")
    assert look(Client(app), address).status == 404
    database.session.rollback()
    actions = database.session.scalars(
        select(Event.action).where(Event.action.startswith("calendar")).order_by(Event.id)
    ).all()
    assert actions == ["calendar-made", "calendar-ended"]


def test_nobody_else_is_touched(ada: int, client: Client, app: Flask) -> None:
    other = Client(app)
    make.employee(other)
    address = make_address(other)
    make_address(client)
    other_again = Client(app)
    assert look(other_again, address).status == 200


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert "/sign-in" in client.get("/account/calendar").path


# --- who reads it -----------------------------------------------------------------------------------------------------


def test_an_unknown_token_is_not_there_and_leads_to_nothing_else(
    ada: int, client: Client, app: Flask, statements: Any
) -> None:
    address, stranger = make_address(client), Client(app)
    look(stranger, address)
    with statements() as known:
        assert look(stranger, address).status == 200
    with statements() as unknown:
        assert look(stranger, "/calendar/" + "x" * 43 + ".ics").status == 404
    assert (len(known), len(unknown)) == (2, 1), (known.texts, unknown.texts)


def test_no_answer_tells_whether_an_address_ever_led_anywhere(ada: int, client: Client, app: Flask) -> None:
    ended = make_address(client)
    make_address(client)
    answers = [look(Client(app), path) for path in (ended, "/calendar/" + "x" * 43 + ".ics")]
    # Each page has a number of its own, with which somebody can ask us about it.
    words = {re.sub("[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", "", one.words) for one in answers}
    assert [one.status for one in answers] == [404, 404] and len(words) == 1
    assert {*answers[0].headers.keys()} == {*answers[1].headers.keys()}


@pytest.mark.parametrize("change", [{"left_on": TODAY}, {"left_on": TODAY - timedelta(days=30)}])
def test_who_left_has_no_calendar(ada: int, client: Client, app: Flask, change: dict[str, Any]) -> None:
    address = make_address(client)
    with writing():
        database.session.execute(scoped(update(Person).where(Person.id == ada).values(**change), by="test"))
    assert look(Client(app), address).status == 404


def test_who_is_locked_out_has_no_calendar(ada: int, client: Client, app: Flask) -> None:
    address = make_address(client)
    with writing():
        database.session.execute(
            scoped(update(Account).where(Account.person_id == ada).values(disabled_at=make.NOW), by="test")
        )
    assert look(Client(app), address).status == 404


# --- what stands in it ------------------------------------------------------------------------------------------------


def test_each_open_duty_is_a_day(ada: int, client: Client, app: Flask) -> None:
    found = entries(Client(app), make_address(client))
    assert list(found) == ["Due: Doors", "Due: Recognising phishing; lures, “bait”"]
    one = found["Due: Recognising phishing; lures, “bait”"]
    assert (one.one("DTSTART").value, one.one("DTSTART").parameters) == (f"{DUE:%Y%m%d}", {"VALUE": ["DATE"]})
    assert one.one("DTEND").value == f"{DUE + timedelta(days=1):%Y%m%d}"
    assert one.one("URL").value == "http://localhost/courses/course"
    assert one.one("DESCRIPTION").text == "Because a lure is cheap, and it works.\nhttp://localhost/courses/course"
    assert one.one("DTSTAMP").instant == one.one("LAST-MODIFIED").instant == making.noon(START)
    assert (one.one("SEQUENCE").value, one.one("TRANSP").value) == ("0", "TRANSPARENT")
    uids = {part.one("UID").text for part in found.values()}
    assert len(uids) == 2 and all(uid.endswith("@localhost") for uid in uids)


def test_it_names_nobody(ada: int, client: Client, app: Flask) -> None:
    text = look(Client(app), make_address(client)).text
    database.session.rollback()
    public_id = database.session.scalar(scoped(select(Person.public_id).where(Person.id == ada), by="test"))
    assert not [name for name in ("Ada", "Quist", "@alderfinch", public_id, "ORGANIZER", "ATTENDEE") if name in text]


def test_what_is_done_or_excused_is_not_there(ada: int, client: Client, app: Flask) -> None:
    address, program = make_address(client), Client(app)
    requirement = database.session.scalar(select(Requirement.id).where(Requirement.slug == "doors"))
    making.record(ada, _subject("course"), TODAY)
    assert list(entries(program, address)) == ["Due: Doors"]
    with writing():
        new = excusing.NewExemption(ada, requirement, ExemptionKind.EXEMPTION, START, date(2027, 1, 1), "Leave", None)
        excusing.exempt(new, by_person_id=None, now=make.NOW, today=TODAY)
    assert entries(program, address) == {}, "nobody has nothing: the calendar is there and empty"


def _subject(slug: str) -> int:
    from training.catalogue.models import Subject

    found = database.session.scalar(select(Subject.id).where(Subject.slug == slug))
    assert found is not None
    return found


def extend(person: int, until: date, at: datetime) -> None:
    with writing():
        requirement = database.session.scalar(select(Requirement.id).where(Requirement.slug == "phishing"))
        row = {
            "person_id": person,
            "requirement_id": requirement,
            "cycle": 1,
            "until": until,
            "reason": "Ill",
            "valid_from": TODAY,
            "recorded_at": at,
        }
        change = (
            update(Extension).where(Extension.person_id == person, Extension.retired_at.is_(None)).values(retired_at=at)
        )
        database.session.execute(scoped(change, by="test"))
        database.session.execute(insert(Extension).values(row))
        service.reconcile(now=at, today=TODAY, person_ids=[person])


def test_a_day_that_moves_keeps_its_name_and_says_that_it_moved(ada: int, client: Client, app: Flask) -> None:
    address, program = make_address(client), Client(app)
    name = "Due: Recognising phishing; lures, “bait”"
    before = entries(program, address)[name]
    for number, moved in ((1, DUE + timedelta(days=7)), (2, DUE + timedelta(days=3)), (3, DUE + timedelta(days=7))):
        at = make.NOW + timedelta(hours=number)
        extend(ada, moved, at)
        after = entries(program, address)[name]
        assert after.one("DTSTART").value == f"{moved:%Y%m%d}"
        assert after.one("UID").text == before.one("UID").text
        assert after.one("SEQUENCE").value == str(number), "it grows also where a day moves back"
        assert after.one("DTSTAMP").instant == at


def test_it_speaks_the_language_of_its_person(
    ada: int, client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing():
        database.session.execute(scoped(update(Person).where(Person.id == ada).values(language="es"), by="test"))
    address = make_address(client)
    asked: list[str] = []
    monkeypatch.setattr(
        "training.reports.due_days.said", lambda sentence, language: asked.append(language) or str(sentence)
    )
    look(Client(app), address, **{"Accept-Language": "en"})
    assert set(asked) == {"es"}
    with writing():
        database.session.execute(
            scoped(update(Account).where(Account.person_id == ada).values(language="en"), by="test")
        )
    asked.clear()
    look(Client(app), address)
    assert set(asked) == {"en"}, "what somebody chose comes first"


# --- asked again and again --------------------------------------------------------------------------------------------


def test_an_unchanged_calendar_is_not_sent_again(ada: int, client: Client, app: Flask, clock: Any) -> None:
    address, program = make_address(client), Client(app)
    first = look(program, address)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in first.headers
    clock.forward(hours=5)
    again = look(program, address, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.text) == (304, "")
    extend(ada, DUE + timedelta(days=7), make.NOW + timedelta(hours=1))
    assert look(program, address, **{"If-None-Match": first.headers["ETag"]}).status == 200


def test_an_auditor_may_have_one_too_and_it_is_empty(client: Client, app: Flask) -> None:
    make.sign_in(client, make.person(), role=Role.AUDITOR)
    assert entries(Client(app), make_address(client)) == {}


def test_the_clock_of_the_stamp_is_utc(ada: int, client: Client, app: Flask) -> None:
    assert all(
        part.one("DTSTAMP").instant.tzinfo is UTC for part in entries(Client(app), make_address(client)).values()
    )
