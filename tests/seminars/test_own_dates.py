"""Two dates at once, a swap, a late goodbye, the place in the queue, and dates at one's own site."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from tests import make
from tests.client import Client
from tests.seminars import admitting, making
from tests.seminars.admitting import mails, state_of
from training.core.db import database, writing
from training.core.errors import NotFound, Refused
from training.core.world import new_public_id
from training.seminars import service, swapping
from training.seminars.plan_models import SessionTrainer, TrainerRole
from training.seminars.queries import listing
from training.seminars.rules import State


@pytest.fixture
def two(app: Flask, client: Client) -> Any:
    """Somebody signed in who has a seat; another date at the same time with one seat."""
    first = making.session(making.seminar("First hour of a breach"), capacity=1)
    slug = making.seminar("Doors and badges")
    other = making.session(slug, capacity=1)
    person = admitting.person()
    make.sign_in(client, person)
    mine = making.register(app, first, person)
    return person, mine.registration, first, other, f"/seminars/{slug}/{other}"


def test_another_seat_at_that_time_is_told_and_takes_a_tick(app: Flask, client: Client, two: Any) -> None:
    _person, mine, _first, _other, path = two
    page = client.get(path)
    assert "You have a seat in “First hour of a breach” at that time" in page.words
    refused = client.submit(page, action="register")
    assert refused.status == 422 and "Tick the box" in refused.words
    taken = client.submit(refused, {"knows": "y"}, action="register")
    assert "You have a seat." in taken.words and state_of(mine) is State.BOOKED


def test_one_press_swaps(app: Flask, client: Client, two: Any) -> None:
    person, mine, first, other, path = two
    waiting = making.register(app, first, admitting.person())
    done = client.submit(client.get(path), action="swap")
    assert "You have a seat." in done.words
    assert [state_of(mine), state_of(waiting.registration)] == [State.CANCELLED, State.BOOKED]
    assert (admitting.taken(first), admitting.taken(other)) == (1, 1)
    own = [one for one in mails() if one.recipient == person.email]
    assert [one.kind for one in own] == ["seminar.seat", "seminar.given-up", "seminar.seat"]
    assert "METHOD:CANCEL" in own[1].calendar


def test_nobody_swaps_a_seat_for_a_queue(app: Flask, client: Client, two: Any) -> None:
    _person, mine, first, other, path = two
    page = client.get(path)
    making.register(app, other, admitting.person())
    refused = client.submit(page, action="swap")
    assert refused.status == 422 and "You keep the seat that you have." in refused.words
    assert (state_of(mine), admitting.taken(first), admitting.taken(other)) == (State.BOOKED, 1, 1)


def test_nobody_swaps_what_is_not_theirs_or_where_a_manager_is_asked(app: Flask, two: Any) -> None:
    person, mine, first, other, _path = two
    host, stranger = making.host(app), making.viewer(admitting.person())
    with pytest.raises(NotFound), writing():
        swapping.swap(stranger, mine, other, host=host, now=making.NOW)
    with pytest.raises(Refused, match="already"), writing():
        swapping.swap(making.viewer(person), mine, first, host=host, now=making.NOW)
    admitting.on_terms(other, needs_approval=True)
    with pytest.raises(Refused, match="manager"), writing():
        swapping.swap(making.viewer(person), mine, other, host=host, now=making.NOW)
    assert state_of(mine) is State.BOOKED


def test_a_date_that_one_gives_is_told_and_not_in_the_way(app: Flask, client: Client) -> None:
    given = making.session(making.seminar("Doors and badges"))
    slug = making.seminar()
    session, person = making.session(slug), admitting.person()
    make.sign_in(client, person)
    number = making.rows(admitting.id_of(given))[0].id
    with writing():
        row = {"public_id": new_public_id(), "session_id": number, "person_id": person.id, "name": ""}
        database.session.execute(insert(SessionTrainer).values(row | {"role": TrainerRole.TRAINER}))
    page = client.get(f"/seminars/{slug}/{session}")
    assert "You give “Doors and badges” at that time" in page.words
    assert "You have a seat." in client.submit(page, action="register").words


def test_dates_that_only_touch_are_not_at_once(app: Flask, client: Client) -> None:
    person = admitting.person()
    making.register(app, making.session(), person)
    slug = making.seminar()
    after = making.session(slug, local_start=admitting.another_day(0) + timedelta(hours=3))
    make.sign_in(client, person)
    page = client.get(f"/seminars/{slug}/{after}")
    assert "at that time" not in page.words
    assert "You have a seat." in client.submit(page, action="register").words


# --- giving up, waiting -----------------------------------------------------------------------------------------------------


def test_after_the_deadline_it_is_said_before_the_press_and_noted(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = admitting.on_terms(making.session(slug), cancel_until=making.NOW + timedelta(hours=1))
    person = admitting.person()
    make.sign_in(client, person)
    mine = making.register(app, session, person)
    assert "You can give it up until Mon" in client.get(f"/seminars/{slug}/{session}").words
    admitting.on_terms(session, cancel_until=making.NOW)
    page = client.get(f"/seminars/{slug}/{session}")
    assert "it is noted as late" in page.words
    client.submit(page, action="cancel")
    assert admitting.is_late(mine.registration)


def test_in_time_and_from_the_queue_nothing_is_noted(app: Flask) -> None:
    session = making.session(capacity=1)
    people = [admitting.person() for _ in range(2)]
    seats = [making.register(app, session, one) for one in people]
    admitting.on_terms(session, cancel_until=making.NOW)
    admitting.give_up(app, seats[1], people[1])
    admitting.on_terms(session, cancel_until=making.NOW + timedelta(seconds=1))
    admitting.give_up(app, seats[0], people[0])
    assert not any(admitting.is_late(one.registration) for one in seats)


def test_the_place_is_told_among_all_and_left_with_one_press(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = making.session(slug, capacity=1)
    person = admitting.person()
    for one in (admitting.person(), admitting.person(), person, admitting.person()):
        making.register(app, session, one)
    make.sign_in(client, person)
    page = client.get(f"/seminars/{slug}/{session}")
    assert "You are number 2 on the waiting list." in page.words and "Place 2 of 3." in page.words
    assert "Leave the waiting list" in page.words
    assert "Join the waiting list" in client.submit(page, action="cancel").words


def test_a_guest_reads_the_place_among_all(app: Flask, client: Client) -> None:
    session = making.session(capacity=1)
    for one in (admitting.person(), admitting.person()):
        making.register(app, session, one)
    making.ask(app, session, making.guest())
    registration, host = admitting.newest(), making.host(app)
    claim = service.Claim(registration, link_version=0)
    with writing():
        service.verify_guest(claim, host=host, now=making.NOW)
    page = client.get(f"/seminars/manage/{host.links.sign('seminar.manage', [registration, 0])}")
    assert "Place 2 of 2." in page.words and "Leave the waiting list" in page.words


# --- one's own site ---------------------------------------------------------------------------------------------------------


def test_dates_at_the_own_site_come_first_and_can_be_shown_alone(app: Flask, client: Client, statements: Any) -> None:
    here = making.venue()
    away = making.venue(city="Lyon", zone="Europe/Paris")
    making.session(making.seminar("Away"), venue_id=away)
    making.session(making.seminar("Here"), venue_id=here)
    person = make.employee(client, site=admitting.site_of(here))
    page = client.get("/seminars/")
    assert [one.get_text() for one in page.soup.select("main h2, main h3")][:4] == [
        "At your site", "Here", "December 2026", "Away",
    ]  # fmt: skip
    assert "15 Dec Tue, 09:00 to 12:00" in page.words and "At my site" in page.words
    own = client.get("/seminars/?where=own-site")
    assert [one.get_text() for one in own.soup.select("main h3")] == ["Here"]
    assert own.words.count("at your site") == 1 and "December 2026" in own.words
    with statements() as counted:
        listing(making.viewer(person), making.NOW)
    assert len(counted) == 1


def test_nobody_else_reads_of_an_own_site(app: Flask, client: Client) -> None:
    making.session(making.seminar("Here"), venue_id=making.venue())
    assert "t your site" not in client.get("/seminars/").words
    make.employee(client)
    assert "At my site" not in client.get("/seminars/").words
