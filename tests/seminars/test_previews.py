"""What calling off, moving and shrinking say that they will do is what they do, whoever has whatever on the date."""

from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from tests.seminars import admitting, contacting, making, planned, public
from training.core.db import amend, writing
from training.notices.rules import CalendarMethod
from training.people.models import Person
from training.seminars import calling_off, contacts, moving, planning, shrinking
from training.seminars.contacts import ContactClaim
from training.seminars.moving import Decision, Keep
from training.seminars.placing import Aim
from training.seminars.rules import State

NOW = making.NOW
AIM = Aim(
    local_start=planned.at("2026-12-17T14:00"), minutes=180, zone="America/Chicago",
    join_url="https://meet.alderfinch.example/first-hour",
)  # fmt: skip
STATES = {
    State.BOOKED: 5, State.OFFERED: 1, State.WAITLISTED: 2, State.PENDING: 2, State.UNVERIFIED: 3, State.CANCELLED: 1,
}  # fmt: skip
CASES = pytest.mark.parametrize(("contact_left", "without_address"), [(False, False), (True, False), (False, True)])


def everybody(app: Flask, *, contact_left: bool, without_address: bool) -> str:
    """A date with people in every state and two blocks; somebody of each kind may have lost what mails go to."""
    session, people = making.session(capacity=8), [admitting.person() for _ in range(9)]
    claim = contacting.contact(app, contacting.organisation())
    in_all_states(app, session, people, claim)
    assert Counter(one.state for one in planned.registrations(session)) == STATES
    with writing():
        if contact_left:
            contacts.end_contact(claim.contact, by_person_id=None, now=NOW)
        if without_address:
            amend(update(Person).where(Person.id.in_([people[at].id for at in (1, 3, 5, 8)])).values(email=None))
    return session


def in_all_states(app: Flask, session: str, people: list[Person], claim: ContactClaim) -> None:
    """A block of which one seat is used, one that waits, and people around them."""
    contacting.name(app, claim, contacting.hold(app, claim, session, 3).block, "Sofia Lindqvist", "Tom Price")
    contacting.confirm(app, "Sofia Lindqvist")
    first, *_others = [making.register(app, session, one) for one in people[:4]]
    public.seated(app, session)
    making.register(app, session, people[4])
    contacting.hold(app, claim, session, 2)
    ask_all(app, session, people[5:7])
    making.ask(app, session, making.guest())
    making.ask(app, session, making.guest())
    admitting.on_terms(session, needs_approval=True, offer_hours=24)
    ask_all(app, session, people[7:])
    admitting.give_up(app, first, people[0])


def ask_all(app: Flask, session: str, people: list[Person]) -> None:
    for one in people:
        making.register(app, session, one)


def since(before: int) -> list[Any]:
    """The mails that were written since there were so many."""
    return planned.mails()[before:]


@CASES
def test_calling_off_does_what_it_said(app: Flask, contact_left: bool, without_address: bool) -> None:
    session, before = everybody(app, contact_left=contact_left, without_address=without_address), len(planned.mails())
    would = calling_off.look(planned.runner(), session)
    assert (would.people, would.entries) == ((6, 3) if without_address else (10, 5))
    assert (would.unconfirmed, would.blocks, would.seats, would.contacts) == (3, 2, 3, 0 if contact_left else 2)
    with writing():
        told = planning.cancel_session(session, "Ill.", by_person_id=None, host=making.host(app), now=NOW)
    mails = since(before)
    assert told == len(mails) == would.people + would.contacts
    assert sum(mail.calendar_method is CalendarMethod.CANCEL for mail in mails) == would.entries
    assert {one.state for one in planned.registrations(session)} == {State.CANCELLED}


@CASES
@pytest.mark.parametrize("keep", list(Keep))
def test_moving_does_what_it_said(app: Flask, contact_left: bool, without_address: bool, keep: Keep) -> None:
    session, before = everybody(app, contact_left=contact_left, without_address=without_address), len(planned.mails())
    with writing():
        would = moving.look(session, AIM, now=NOW)
    assert would.numbers == {state: number for state, number in STATES.items() if state is not State.CANCELLED}
    assert (would.updates, would.told) == ((3, 3) if without_address else (5, 5))
    with writing():
        decision = Decision(keep, would.stamp)
        done = moving.move_session(session, AIM, decision, by_person_id=None, host=making.host(app), now=NOW)
    kinds = Counter(mail.kind for mail in since(before))
    said = {"seminar.moved": would.updates, "seminar.moved-waiting": would.told, "seminar.moved-block": would.contacts}
    assert done.done and kinds == {kind: number for kind, number in said.items() if number}
    assert would.contacts == (0 if contact_left else 2) and kinds.total() == would.mails
    assert Counter(one.state for one in planned.registrations(session)) == STATES


@CASES
def test_shrinking_does_what_it_said(app: Flask, contact_left: bool, without_address: bool) -> None:
    session, before = everybody(app, contact_left=contact_left, without_address=without_address), len(planned.mails())
    row = planned.date(session)
    would = shrinking.look(shrinking.Seats(row.id, session, row.capacity, row.taken, open=True), 6)
    assert [one.state for one in would.back] == [State.OFFERED, State.BOOKED]
    with writing():
        told = {"by_person_id": None, "host": making.host(app), "now": NOW}
        assert shrinking.shrink_session(session, 6, seen=would.stamp, **told) == len(would.back)
    states = {one.id: one.state for one in planned.registrations(session)}
    assert {states[one.id] for one in would.back} == {State.WAITLISTED}
    assert Counter(states.values()) == Counter(STATES | {State.BOOKED: 4, State.OFFERED: 0, State.WAITLISTED: 4})
    assert [mail.kind for mail in since(before)] == ["seminar.back-on-the-list"] * 2
