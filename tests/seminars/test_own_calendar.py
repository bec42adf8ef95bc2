"""An employee's own calendar address: their seats and the dates that they give stand in it, and nobody else's."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import vobject
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.make import NOW
from tests.seminars import making, public
from tests.seminars.icalendar_reader import Component, read
from training.core.db import database, writing
from training.core.world import new_public_id
from training.people.feeds import make_feed
from training.people.models import Account, Person
from training.seminars import planning, service
from training.seminars.models import Registration, SeminarSession
from training.seminars.plan_models import SessionTrainer, TrainerRole
from training.seminars.service import Claim

TOKEN = "t" * 43


@pytest.fixture
def ada(app: Flask) -> Person:
    person = make.person("Ada", "Quist")
    with writing():
        if (
            database.session.scalar(
                select(Account.person_id).where(Account.person_id == person.id).execution_options(scoped="test")
            )
            is None
        ):
            database.session.add(Account(person_id=person.id))
    with writing():
        make_feed(making.viewer(person), TOKEN, now=NOW)
    return person


def entries(client: Client) -> dict[str, Component]:
    text = client.get(f"/calendar/{TOKEN}.ics").text
    found = {part.one("SUMMARY").text: part for part in read(text).parts}
    assert sorted(one.summary.value for one in getattr(vobject.readOne(text), "vevent_list", [])) == sorted(found)
    return found


def gives(session_id: str, person: Person) -> None:
    with writing():
        number = database.session.scalar(select(SeminarSession.id).where(SeminarSession.public_id == session_id))
        database.session.add(
            SessionTrainer(
                public_id=new_public_id(), session_id=number, person_id=person.id, name="", role=TrainerRole.TRAINER
            )
        )


def test_a_seat_stands_in_it_as_in_the_mail(app: Flask, client: Client, ada: Person) -> None:
    session = making.session(making.seminar("First hour; for all"), venue_id=making.venue())
    booked = making.register(app, session, ada)
    making.register(app, making.session(making.seminar("Of another")), make.person())
    (event,) = entries(client).values()
    assert event.one("SUMMARY").text == "First hour; for all"
    assert event.one("UID").value == f"{booked.registration}@localhost" and event.one("SEQUENCE").value == "1"
    assert event.one("DTSTART").instant == datetime(2026, 12, 15, 15, tzinfo=NOW.tzinfo)
    assert event.one("LOCATION").text == "Building C, room 204, 400 Canal Street, Chicago"
    assert "09:00 to 12:00, Chicago time" in event.one("DESCRIPTION").text
    assert not {"ATTENDEE", "ORGANIZER"} & set(event.names()) and event.one("CLASS").value == "PRIVATE"


def test_it_follows_the_seat(app: Flask, client: Client, ada: Person) -> None:
    session = making.session(making.seminar("First hour"), capacity=1)
    other = make.person()
    ada_id, other_id = ada.id, other.id
    making.register(app, session, other)
    booked = making.register(app, session, ada)
    assert entries(client) == {}, "who waits has no date yet"
    first = Claim(making.rows(select(Registration.public_id).order_by(Registration.id))[0][0], other_id)
    with writing():
        service.cancel_registration(first, host=making.host(app), now=NOW)
    assert list(entries(client)) == ["First hour"]
    public.moved(app, session, NOW + timedelta(days=40))
    assert entries(client)["First hour"].one("SEQUENCE").value == "2"
    with writing():
        service.cancel_registration(Claim(booked.registration, ada_id), host=making.host(app), now=NOW)
    assert entries(client) == {}


def test_what_somebody_gives_stands_in_it(app: Flask, client: Client, ada: Person) -> None:
    session = making.session(making.seminar("First hour"))
    gives(session, ada)
    gives(making.session(), make.person())
    (event,) = entries(client).values()
    assert event.one("SUMMARY").text == "You give: First hour" and event.one("STATUS").value == "CONFIRMED"
    with writing():
        planning.cancel_session(session, "The room is flooded.", by_person_id=None, host=making.host(app), now=NOW)
    (event,) = entries(client).values()
    assert (event.one("STATUS").value, event.one("SEQUENCE").value) == ("CANCELLED", "1")


def test_it_ends_thirty_days_after_and_costs_two_statements(
    app: Flask, client: Client, ada: Person, clock: Clock, statements: Any
) -> None:
    for _ in range(3):
        making.register(app, making.session(), ada)
    client.get(f"/calendar/{TOKEN}.ics")
    with statements() as counted:
        assert len(read(client.get(f"/calendar/{TOKEN}.ics").text).parts) == 3
    assert len(counted) == 2, counted.texts
    clock.set(making.begun() + timedelta(days=29))
    assert len(read(client.get(f"/calendar/{TOKEN}.ics").text).parts) == 3
    clock.forward(days=2)
    assert read(client.get(f"/calendar/{TOKEN}.ics").text).parts == []


def test_the_same_dates_are_the_same_bytes(app: Flask, client: Client, ada: Person, clock: Clock) -> None:
    making.register(app, making.session(), ada)
    first = client.get(f"/calendar/{TOKEN}.ics")
    clock.forward(hours=9)
    again = client.get(f"/calendar/{TOKEN}.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
