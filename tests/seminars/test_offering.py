"""Seats that are offered: told with their deadline, taken or left with a press, passed on by time."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import admitting, making
from tests.seminars.admitting import mails, state_of
from training.core.db import writing
from training.core.errors import NotFound, Refused
from training.seminars import admission_work, offering, planning
from training.seminars.rules import State
from training.seminars.service import Claim


@pytest.fixture
def offered(app: Flask) -> Any:
    """A date with one seat and offers of six hours: one has given it up, one has the offer, one waits."""
    session = admitting.on_terms(making.session(making.seminar("First hour of a breach"), capacity=1), offer_hours=6)
    people = [admitting.person() for _ in range(3)]
    seats = [making.register(app, session, one) for one in people]
    assert [seat.state for seat in seats] == [State.BOOKED, State.WAITLISTED, State.WAITLISTED]
    admitting.give_up(app, seats[0], people[0])
    return session, people, [seat.registration for seat in seats]


def test_who_moves_up_is_offered_the_seat_until_a_moment(app: Flask, offered: Any) -> None:
    session, people, seats = offered
    assert [state_of(one) for one in seats] == [State.CANCELLED, State.OFFERED, State.WAITLISTED]
    assert admitting.taken(session) == 1
    (mail,) = mails("seminar.offer")
    assert mail.recipient == people[1].email and mail.calendar is None
    assert "until Monday 23 November 2026, 09:00 (Chicago)" in mail.body


def test_one_press_takes_it(app: Flask, client: Client, clock: Clock, offered: Any) -> None:
    session, people, seats = offered
    make.sign_in(client, people[1])
    home = client.get("/")
    assert "A seat is kept for you" in home.words
    path = next(one["href"] for one in home.soup.select("main h3 a") if session in one["href"])
    page = client.get(path)
    assert (
        "A seat is kept for you." in page.words and "Take it until Mon 23 November 2026" in page.words
    ) or "Take it until" in page.words
    assert client.get(f"{path}/calendar.ics").status == 404
    taken = client.submit(page, action="accept")
    assert "The seat is yours." in taken.text and "You have a seat." in taken.words
    assert state_of(seats[1]) is State.BOOKED
    mail = mails()[-1]
    assert mail.kind == "seminar.seat" and "METHOD:REQUEST" in mail.calendar
    admission_work.look_after(making.host(app), making.NOW + timedelta(hours=7))
    assert state_of(seats[1]) is State.BOOKED


def test_another_press_leaves_it_to_the_next(app: Flask, client: Client, offered: Any) -> None:
    session, people, seats = offered
    make.sign_in(client, people[1])
    path = next(one["href"] for one in client.get("/").soup.select("main h3 a") if session in one["href"])
    page = client.get(path)
    assert "No, leave it to the next" in page.words
    client.submit(page, action="cancel")
    assert [state_of(one) for one in seats[1:]] == [State.CANCELLED, State.OFFERED]
    assert [one.recipient for one in mails("seminar.offer")] == [people[1].email, people[2].email]


def test_time_passes_it_on(app: Flask, offered: Any) -> None:
    session, people, seats = offered
    host, after = making.host(app), making.NOW + timedelta(hours=6)
    admission_work.look_after(host, after - timedelta(seconds=1))
    assert state_of(seats[1]) is State.OFFERED
    for _ in range(2):
        admission_work.look_after(host, after)
    assert [state_of(one) for one in seats[1:]] == [State.EXPIRED, State.OFFERED]
    assert [one.recipient for one in mails("seminar.offer-over")] == [people[1].email]
    assert [one.recipient for one in mails("seminar.offer")] == [people[1].email, people[2].email]
    admission_work.look_after(host, after + timedelta(hours=6))
    assert (state_of(seats[2]), admitting.taken(session)) == (State.EXPIRED, 0)


def test_an_offer_that_is_over_cannot_be_taken(app: Flask, offered: Any) -> None:
    _session, people, seats = offered
    host, late = making.host(app), making.NOW + timedelta(hours=6)
    mine = Claim(seats[1], person_id=people[1].id)
    with pytest.raises(Refused, match="over"), writing():
        offering.accept_offer(mine, host=host, now=late)
    for claim in (Claim(seats[1], person_id=people[2].id), Claim(seats[1], link_version=0)):
        with pytest.raises(NotFound), writing():
            offering.accept_offer(claim, host=host, now=making.NOW)
    with pytest.raises(Refused), writing():
        offering.accept_offer(Claim(seats[2], person_id=people[2].id), host=host, now=making.NOW)
    with writing():
        offering.accept_offer(mine, host=host, now=making.NOW)


def test_a_guest_answers_behind_the_link(app: Flask, client: Client, clock: Clock) -> None:
    session = admitting.on_terms(making.session(capacity=1), offer_hours=6)
    person = admitting.person()
    first = making.register(app, session, person)
    making.ask(app, session, making.guest())
    registration, host = admitting.newest(), making.host(app)
    client.submit(client.get(f"/seminars/verify/{host.links.sign('seminar.verify', [registration, 0])}"))
    admitting.give_up(app, first, person)
    manage = f"/seminars/manage/{host.links.sign('seminar.manage', [registration, 0])}"
    page = client.get(manage)
    assert page.heading.startswith("A seat is kept for you.") and "Take it until" in page.words
    assert state_of(registration) is State.OFFERED, "looking changes nothing"
    done = client.submit(page, action="accept")
    assert done.heading.startswith("You have a seat.")
    assert client.post(f"{manage}/accept").status == 422


def test_more_chairs_are_offered_and_calling_off_ends_offers(app: Flask, offered: Any) -> None:
    session, people, seats = offered
    host = making.host(app)
    with writing():
        planning.resize_session(session, 2, by_person_id=None, host=host, now=making.NOW)
    assert state_of(seats[2]) is State.OFFERED
    assert mails()[-1].recipient == people[2].email
    with writing():
        assert planning.cancel_session(session, "Flooded.", by_person_id=None, host=host, now=making.NOW) == 2
    assert {state_of(one) for one in seats} == {State.CANCELLED} and admitting.taken(session) == 0


def test_an_offer_never_outlasts_the_start(app: Flask) -> None:
    session = admitting.on_terms(making.session(capacity=1), offer_hours=48)
    people = [admitting.person() for _ in range(2)]
    seats = [making.register(app, session, one) for one in people]
    hour_before = making.begun() - timedelta(hours=2)
    admitting.give_up(app, seats[0], people[0], now=hour_before)
    assert "15 December 2026, 09:00 (Chicago)" in mails("seminar.offer")[0].body
    admission_work.look_after(making.host(app), making.begun())
    assert state_of(seats[1].registration) is State.EXPIRED
