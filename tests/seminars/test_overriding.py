"""The security team's hand: to the front, one seat more, a seat away, in on behalf; with a reason, in the history."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.seminars import admitting, making
from tests.seminars.admitting import history, mails, state_of
from training.audit.models import Event
from training.core.db import writing
from training.core.errors import NotFound, Refused
from training.core.permissions import Role
from training.people.models import Person
from training.seminars import blocks, overriding, seats
from training.seminars.blocks import NewBlock
from training.seminars.models import Consent, Registration, SeminarSession
from training.seminars.overriding import Hand
from training.seminars.rules import Audience, State

WHY = "She trains the others next week."


@pytest.fixture
def full(app: Flask) -> Any:
    """A date with one seat; two wait behind the one who has it."""
    session = making.session(making.seminar("First hour of a breach"), venue_id=making.venue(seats=2), capacity=1)
    people = [admitting.person() for _ in range(3)]
    return session, people, [making.register(app, session, one).registration for one in people]


@pytest.fixture
def hand() -> Hand:
    return Hand(admitting.person().id, WHY)


def capacity(session: str) -> int:
    return int(making.rows(select(SeminarSession.capacity).where(SeminarSession.public_id == session))[0].capacity)


def test_put_first_is_served_first(app: Flask, full: Any, hand: Hand) -> None:
    _session, people, found = full
    with writing():
        overriding.put_first(found[2], hand, host=making.host(app), now=making.NOW)
    admitting.give_up(app, making.service.Outcome(found[0], State.BOOKED), people[0])
    assert [state_of(one) for one in found] == [State.CANCELLED, State.WAITLISTED, State.BOOKED]
    remark = history(found[2])[1]
    assert (remark.old, remark.new, remark.reason) == (State.WAITLISTED, State.WAITLISTED, WHY)
    assert remark.recorded_by_id == hand.by_person_id
    assert "seminar-put-first" in {one.action for one in making.rows(select(Event.action))}


def test_put_first_twice_stands_before_the_first(app: Flask, full: Any, hand: Hand) -> None:
    _session, people, found = full
    for one in (found[1], found[2]):
        with writing():
            overriding.put_first(one, hand, host=making.host(app), now=making.NOW)
    admitting.give_up(app, making.service.Outcome(found[0], State.BOOKED), people[0])
    assert state_of(found[2]) is State.BOOKED


def test_a_seat_though_full_makes_one_more(app: Flask, full: Any, hand: Hand) -> None:
    session, people, found = full
    with writing():
        outcome = overriding.give_seat(found[2], hand, confirmed=False, host=making.host(app), now=making.NOW)
    assert outcome.state is State.BOOKED
    assert [state_of(one) for one in found] == [State.BOOKED, State.WAITLISTED, State.BOOKED]
    assert (capacity(session), admitting.taken(session)) == (2, 2)
    assert mails()[-1].recipient == people[2].email and mails()[-1].kind == "seminar.seat"


def test_above_the_room_only_with_a_yes(app: Flask, full: Any, hand: Hand) -> None:
    session, _people, found = full
    host = making.host(app)
    with writing():
        overriding.give_seat(found[1], hand, confirmed=False, host=host, now=making.NOW)
    with pytest.raises(Refused, match="The room has 2 seats") as refused, writing():
        overriding.give_seat(found[2], hand, confirmed=False, host=host, now=making.NOW)
    assert refused.value.field == "confirmed"
    assert (capacity(session), state_of(found[2])) == (2, State.WAITLISTED)
    with writing():
        overriding.give_seat(found[2], hand, confirmed=True, host=host, now=making.NOW)
    assert (capacity(session), state_of(found[2])) == (3, State.BOOKED)


def test_a_seat_by_hand_passes_blocks_offers_and_managers(app: Flask, hand: Hand) -> None:
    session = admitting.on_terms(making.session(capacity=1), offer_hours=6)
    making.register(app, session, admitting.person())
    with writing(), seats.change(session, by_id=None, now=making.NOW) as door:
        block = NewBlock(making.organisation(), 1, 1, door.session.starts_at)
        blocks.ask_for_block(door, block, priority=-5)
    admitting.on_terms(session, needs_approval=True)
    pending = making.register(app, session, admitting.person()).registration
    assert state_of(pending) is State.PENDING
    with writing():
        overriding.give_seat(pending, hand, confirmed=False, host=making.host(app), now=making.NOW)
    assert state_of(pending) is State.BOOKED, "neither offered nor behind the block"


def test_a_seat_taken_away_is_told_and_passed_on(app: Flask, full: Any, hand: Hand) -> None:
    session, people, found = full
    with writing():
        overriding.take_away(found[0], hand, host=making.host(app), now=making.NOW)
    assert [state_of(one) for one in found] == [State.CANCELLED, State.BOOKED, State.WAITLISTED]
    mail = next(one for one in mails() if one.kind == "seminar.taken-away")
    assert mail.recipient == people[0].email and WHY in mail.body and "METHOD:CANCEL" in mail.calendar
    with pytest.raises(Refused), writing():
        overriding.take_away(found[0], hand, host=making.host(app), now=making.NOW)
    with pytest.raises(Refused), writing():
        overriding.take_away(found[1], hand, host=making.host(app), now=making.begun())
    assert admitting.taken(session) == 1


def test_one_of_our_people_is_registered_past_every_rule(app: Flask, hand: Hand) -> None:
    session = admitting.on_terms(
        making.session(capacity=1, audience=Audience.OUTSIDE), closes_at=making.NOW, needs_approval=True
    )
    person, host = admitting.person(), making.host(app)
    with writing():
        outcome = overriding.register_person(session, person.public_id, hand, host=host, now=making.NOW)
    assert outcome.state is State.BOOKED and history(outcome.registration)[0].reason == WHY
    assert mails()[-1].recipient == person.email
    with pytest.raises(Refused, match="already"), writing():
        overriding.register_person(session, person.public_id, hand, host=host, now=making.NOW)
    with pytest.raises(Refused), writing():
        overriding.register_person(session, admitting.person().public_id, hand, host=host, now=making.begun())
    for gone in ("0" * 12, admitting.person(left_on=making.NOW.date()).public_id):
        with pytest.raises(NotFound), writing():
            overriding.register_person(session, gone, hand, host=host, now=making.NOW)


def test_a_guest_entered_by_us_confirms_themselves(app: Flask, client: Client, hand: Hand) -> None:
    session, host = making.session(audience=Audience.STAFF), making.host(app)
    admitting.on_terms(session, audience=Audience.INVITED)
    who = making.guest()
    with writing():
        registration = overriding.register_guest_for(session, who, hand, host=host, now=making.NOW)
    assert state_of(registration) is State.UNVERIFIED
    mail = mails()[-1]
    assert mail.recipient == who.email and "asked for a seat in this seminar for you" in mail.body
    assert "erased 30 days after it" in mail.body
    page = client.get(f"/seminars/verify/{host.links.sign('seminar.verify', [registration, 0])}")
    sentence = "Keep my name and e-mail for this seminar. They are erased 30 days after it."
    assert sentence in page.words
    kept = select(Consent.sentence, Registration.consent_at).join(Registration, Registration.consent_id == Consent.id)
    assert making.rows(kept) == [], "nobody agrees on behalf of somebody else"
    done = client.submit(page)
    assert making.rows(kept) == [(sentence, making.NOW)]
    assert done.heading.startswith("You have a seat.")
    with pytest.raises(Refused) as refused, writing():
        overriding.register_guest_for(session, who, hand, host=host, now=making.NOW)
    assert refused.value.field == "email"


# --- the pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def team(app: Flask, client: Client) -> Person:
    return make.sign_in(client, admitting.person("Rafael", "Castellanos"), role=Role.SECURITY_TEAM)


def test_the_desk_does_it_and_shows_the_reason(client: Client, team: Person, full: Any) -> None:
    session, _people, found = full
    desk = client.get(f"/desk/sessions/{session}")
    link = next(one["href"] for one in desk.soup.select("main nav a") if "by hand" in one.get_text())
    places = client.get(link)
    assert places.heading.startswith("One seat is taken. Two people wait.")
    page = client.get(f"/desk/registrations/{found[2]}/place")
    wrong = client.submit(page)
    assert wrong.status == 422 and "Choose what is to be done" in wrong.words and "Say why." in wrong.words
    done = client.submit(wrong, {"what": "seat", "reason": WHY})
    assert "It is done" in done.text and f"{WHY} (Rafael Castellanos)" in done.words
    assert state_of(found[2]) is State.BOOKED
    assert WHY in client.get(f"{link}/people.csv").text
    page = client.get(f"/desk/registrations/{found[1]}/place")
    refused = client.submit(page, {"what": "seat", "reason": WHY})
    assert refused.status == 422 and "The room has 2 seats" in refused.words
    client.submit(refused, {"what": "first", "reason": WHY})
    assert state_of(found[1]) is State.WAITLISTED


def test_somebody_is_looked_for_and_registered(client: Client, team: Person, full: Any) -> None:
    session, _people, _found = full
    make.person("Noor", "Haddad")
    path = f"/desk/sessions/{session}/register"
    assert "Nobody who works here" in client.get(f"{path}?find=zebra").words
    page = client.get(f"{path}?find=noor+hadd")
    chosen = page.soup.select_one("select[name=person] option")
    assert chosen.get_text().startswith("Haddad, Noor")
    wrong = client.post(f"{path}?find=noor+hadd", {"person": chosen["value"]})
    assert wrong.status == 422 and "Say why." in wrong.words
    token = {"person": chosen["value"], "why": WHY}
    done = client.post(f"{path}?find=noor+hadd", token)
    assert "The person is registered" in done.text and "Haddad, Noor" in done.words
    guest = client.submit(client.get(path), {"name": "Tom", "email": "not an address", "reason": ""}, action="guest")
    assert guest.status == 422 and "Enter an e-mail address" in guest.words
    done = client.submit(guest, {"email": "tom@lakeside.example", "reason": WHY}, action="guest")
    assert "The guest has a mail" in done.text and "Not confirmed" in done.words


def test_late_ones_are_shown(app: Flask, client: Client, team: Person) -> None:
    session = admitting.on_terms(making.session(capacity=3), cancel_until=making.NOW)
    for now in (making.NOW, making.NOW.replace(hour=8)):
        person = admitting.person()
        admitting.give_up(app, making.register(app, session, person, now=now), person, now=now)
    words = client.get(f"/desk/sessions/{session}").words
    assert words.count("Given up late") == 1 and words.count("Given up") == 2
