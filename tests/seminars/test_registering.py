"""Employees take seats: what they get, what it costs, and what they may not do."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import making
from tests.seminars.icalendar_reader import read
from training.core.db import database, writing
from training.core.errors import NotFound, Refused
from training.core.permissions import Role
from training.notices.models import Message
from training.seminars import planning, queries, seats, service
from training.seminars.models import Attendee, Registration, RegistrationEvent, SeminarSession
from training.seminars.rules import Audience, State
from training.seminars.service import Claim

BUDGET = 9


def test_a_seat_is_one_press_away_and_given_back_by_another(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar("First hour of a breach")
    path = f"/seminars/{slug}/{making.session(slug, venue_id=making.venue(), capacity=1)}"
    make.employee(client, given="Tunde", family="Abiola")
    taken = client.submit(client.get(path), action="register")
    assert "You have a seat." in taken.words
    assert "0 of 1" in taken.words or "Full" in taken.words
    calendar = read(client.get(f"{path}/calendar.ics").text)
    assert calendar.parts[0].one("ATTENDEE").parameters["CN"] == ["Tunde Abiola"]
    home = client.get("/")
    assert "First hour of a breach" in home.words
    given_up = client.submit(taken, action="cancel")
    assert "Take a seat" in given_up.words
    assert client.get(f"{path}/calendar.ics").status == 404
    subjects = [row.subject.split(":")[0] for row in making.rows(select(Message.subject).order_by(Message.id))]
    assert subjects == ["Your seat", "You gave up your seat"]


def test_a_full_date_offers_the_waiting_list(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = making.session(slug, capacity=1)
    making.register(app, session, make.person())
    making.register(app, session, make.person())
    person = make.employee(client)
    page = client.get(f"/seminars/{slug}/{session}")
    assert "Join the waiting list" in page.words
    waiting = client.submit(page, action="register")
    assert "You are number 2 on the waiting list." in waiting.words
    (seat,) = queries.own_seats(making.viewer(person), making.NOW)
    assert (seat.state, seat.place_in_queue, seat.session_public_id) == (State.WAITLISTED, 2, session)
    assert "Waiting list, place 2" in client.get("/").words
    assert "Waiting list, 2 waiting" in client.get("/seminars/").words


@pytest.mark.parametrize("capacity", [1, 5, None])
def test_signing_up_stays_within_nine_statements(
    app: Flask, client: Client, statements: Any, capacity: int | None
) -> None:
    slug = making.seminar()
    session, another_day = making.session(slug, capacity=capacity), datetime(2026, 12, 16, 9, 0)  # noqa: DTZ001
    warmed = making.session(slug, capacity=capacity, local_start=another_day)
    making.register(app, session, make.person())
    person = make.employee(client)
    making.register(app, warmed, person)
    page = client.get(f"/seminars/{slug}/{session}")
    with statements() as counted:
        assert client.submit(page, action="register", follow=False).status == 303
    assert len(counted) <= BUDGET, "\n".join(text[:90] for text in counted.texts)


def test_the_very_first_time_too(app: Flask, client: Client, statements: Any) -> None:
    """The row that makes an employee an attendee, written once in their life here."""
    slug = making.seminar()
    session = making.session(slug)
    make.employee(client)
    page = client.get(f"/seminars/{slug}/{session}")
    with statements() as counted:
        assert client.submit(page, action="register", follow=False).status == 303
    assert len(counted) <= BUDGET, counted.texts


@pytest.mark.parametrize("capacity", [1, 5])
def test_confirming_stays_within_nine_statements(app: Flask, client: Client, statements: Any, capacity: int) -> None:
    session = making.session(capacity=capacity)
    making.register(app, session, make.person())
    making.ask(app, session, making.guest())
    registration = making.rows(select(Registration.public_id).where(Registration.state == State.UNVERIFIED))[0][0]
    token = making.host(app).links.sign("seminar.verify", [registration, 0])
    page = client.get(f"/seminars/verify/{token}")
    with statements() as counted:
        assert client.submit(page, follow=False).status == 303
    assert len(counted) <= BUDGET, "\n".join(text[:90] for text in counted.texts)


def test_looking_costs_few_statements(app: Flask, client: Client, statements: Any) -> None:
    slug = making.seminar()
    session = making.session(slug)
    for path, most in (("/seminars/", 2), (f"/seminars/{slug}/", 2), (f"/seminars/{slug}/{session}", 2)):
        client.get(path)
        with statements() as counted:
            client.get(path)
        assert len(counted) <= most, counted.texts


def test_the_home_page_asks_once_what_seminars_want_of_somebody(app: Flask, client: Client, statements: Any) -> None:
    make.employee(client)
    client.get("/")
    with statements() as counted:
        client.get("/")
    assert len(counted) <= 6, "\n".join(text[:90] for text in counted.texts)


def test_twice_is_refused_and_said(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = making.session(slug)
    person = make.employee(client)
    page = client.get(f"/seminars/{slug}/{session}")
    making.register(app, session, person)
    again = client.submit(page, action="register")
    assert again.status == 422
    assert "You are registered for this date already." in again.words
    assert making.rows(select(SeminarSession.taken))[0].taken == 1


@pytest.mark.parametrize("why", ["begun", "called off", "for guests"])
def test_a_date_that_takes_nobody(app: Flask, why: str) -> None:
    session = making.session(audience=Audience.OUTSIDE if why == "for guests" else Audience.STAFF)
    if why == "called off":
        with writing():
            planning.cancel_session(session, "No.", by_person_id=None, host=making.host(app), now=making.NOW)
    now = making.begun() if why == "begun" else making.NOW
    with pytest.raises(NotFound if why == "for guests" else Refused):
        making.register(app, session, make.person(), now=now)
    assert not making.rows(select(Registration.id))
    assert not making.rows(select(RegistrationEvent.id))


def test_nobody_gives_up_the_seat_of_another(app: Flask) -> None:
    session = making.session()
    mine = making.register(app, session, make.person())
    making.ask(app, session, making.guest())
    guests = making.rows(select(Registration.public_id).where(Registration.state == State.UNVERIFIED))[0][0]
    other = make.person()
    claims = (
        Claim(mine.registration, person_id=other.id), Claim(mine.registration, link_version=0),
        Claim(guests, person_id=other.id), Claim(guests, link_version=1), Claim("", person_id=other.id),
    )  # fmt: skip
    for claim in claims:
        with pytest.raises(NotFound), writing():
            service.cancel_registration(claim, host=making.host(app), now=making.NOW)
    assert {row.state for row in making.rows(select(Registration.state))} == {State.BOOKED, State.UNVERIFIED}


def test_a_seat_cannot_be_given_up_once_it_has_begun(app: Flask) -> None:
    person = make.person()
    mine = making.register(app, making.session(), person)
    with pytest.raises(Refused, match="begun"), writing():
        service.cancel_registration(
            Claim(mine.registration, person_id=person.id), host=making.host(app), now=making.begun()
        )


def test_a_lock_reads_the_session_anew(app: Flask) -> None:
    """A session that the unit of work holds already must not keep its old numbers behind the lock."""
    session = making.session(capacity=3)
    with writing():
        held = database.session.scalars(select(SeminarSession)).one()
        database.session.execute(SeminarSession.__table__.update().values(taken=2))
        assert held.taken == 0
        with seats.change(session, by_id=None, now=making.NOW) as door:
            assert door.session.taken == 2
            assert door.session is held


def test_an_employee_without_an_address_gets_a_seat_and_no_mail(app: Flask) -> None:
    person = make.person(email=None)
    assert making.register(app, making.session(), person).state is State.BOOKED
    assert not making.rows(select(Message.id))


def test_who_cancelled_may_register_anew_with_a_new_entry(app: Flask) -> None:
    session, person = making.session(), make.person()
    first = making.register(app, session, person)
    with writing():
        service.cancel_registration(
            Claim(first.registration, person_id=person.id), host=making.host(app), now=making.NOW
        )
    second = making.register(app, session, person)
    assert second.registration != first.registration
    uids = [
        read(row.calendar).parts[0].one("UID").value
        for row in making.rows(select(Message.calendar).order_by(Message.id))
    ]
    assert uids[0] == uids[1] != uids[2]
    assert len(making.rows(select(Attendee.id))) == 1


def test_own_time_stands_beside_the_time_of_the_place(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = making.session(slug, venue_id=making.venue())
    assert "your time" not in client.get(f"/seminars/{slug}/{session}").words
    make.employee(client, zone="Asia/Kolkata")
    page = client.get(f"/seminars/{slug}/{session}")
    assert "09:00 to 12:00" in page.words
    assert "your time: 20:30 to 23:30" in page.words
    assert "your time: 20:30 to 23:30" in client.get("/seminars/").words


def test_the_list_can_be_limited_to_a_place_and_a_language(app: Flask, client: Client) -> None:
    making.session(making.seminar("Portes", language="fr"), venue_id=making.venue(city="Lyon", zone="Europe/Paris"))
    making.session(making.seminar("Doors"), venue_id=making.venue())
    making.session(making.seminar("Calls"))
    shown = {
        query: [title.get_text() for title in client.get(f"/seminars/?{query}").soup.select("main h3")]
        for query in ("", "where=Lyon", "where=online", "language=fr", "where=Lyon&language=en", "where=%00'\"")
    }
    assert shown["where=Lyon"] == shown["language=fr"] == ["Portes"]
    assert shown["where=online"] == ["Calls"]
    assert sorted(shown[""]) == ["Calls", "Doors", "Portes"]
    assert shown["where=Lyon&language=en"] == shown["where=%00'\""] == []
    assert "Français" in client.get("/seminars/").words


def test_an_empty_list_says_what_is_true(app: Flask, client: Client) -> None:
    page = client.get("/seminars/")
    assert "No seminar is planned." in page.heading


def test_the_link_to_join_is_told_to_those_with_a_seat_only(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = making.session(slug, capacity=1)
    make.employee(client)
    path = f"/seminars/{slug}/{session}"
    assert "meet.alderfinch.example" not in client.get(path).text
    client.submit(client.get(path), action="register")
    assert "https://meet.alderfinch.example/first-hour" in client.get(path).text
    with_link = making.rows(select(Message.body))[0].body
    assert "Join here: https://meet.alderfinch.example/first-hour" in with_link
    make.sign_in(client, make.person(), role=Role.MANAGER)
    assert "meet.alderfinch.example" not in client.get(path).text
