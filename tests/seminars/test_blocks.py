"""Blocks by their verbs: kept or waited for, limits, what a name costs, swaps to the last minute, and what time does."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.browser import house
from tests.conftest import Clock
from tests.seminars import contacting, making
from tests.seminars.contacting import NINA, NOW
from training.core.db import writing
from training.core.errors import Conflict, MusterError, NotFound, Refused, TooMany
from training.jobs.models import Job
from training.jobs.service import add
from training.notices.models import Message
from training.seminars import block_work, contacts, holding, naming, planning, roster_queries, seats, service
from training.seminars.contacts import ContactClaim
from training.seminars.holding import Wish
from training.seminars.models import Attendee, Registration, SeminarSession
from training.seminars.organisation_models import Allotment
from training.seminars.rules import Audience, BlockState, SessionStatus, State
from training.seminars.service import Claim

LATER = NOW + timedelta(days=11)
"""A day after the seats without a name have gone back."""


@pytest.fixture
def nina(app: Flask) -> ContactClaim:
    return contacting.contact(app, contacting.organisation())


def taken(session: str) -> int:
    return int(contacting.session_row(session).taken)


def test_seats_are_kept_at_once_or_waited_for_as_one(app: Flask, nina: ContactClaim) -> None:
    session = making.session(capacity=4)
    first = making.register(app, session, make.person())
    waits = contacting.hold(app, nina, session, 4)
    assert waits.seats == 0 and contacting.block(waits.block).state is BlockState.WAITING
    some = contacting.hold(app, nina, session, 4, least=2)
    assert some.seats == 3 and taken(session) == 4, "content with fewer: they are had at once"
    making.register(app, session, make.person())
    with writing():
        holding.give_rest_back(nina, some.block, host=making.host(app), now=NOW)
    assert contacting.block(waits.block).state is BlockState.WAITING
    assert taken(session) == 2, "the person behind the block has a seat: the block needs more than are free"
    (person,) = making.rows(
        select(Attendee.person_id).join(Registration).where(Registration.public_id == first.registration)
    )
    with writing():
        service.cancel_registration(
            Claim(first.registration, person_id=person.person_id), host=making.host(app), now=NOW
        )
    assert contacting.block(waits.block).state is BlockState.WAITING
    with writing():
        planning.resize_session(session, 5, by_person_id=None, host=making.host(app), now=NOW)
    assert contacting.block(waits.block).state is BlockState.HELD and taken(session) == 5
    kept = [one for one in contacting.subjects(NINA) if "We keep" in one]
    assert [one.split()[2] for one in kept] == ["3", "4"], (
        "each block is told once, the second by whoever freed the seats"
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"seats": 101}, "seats"), ({"seats": 3, "least": 4}, "least"), ({"until": date(2026, 11, 20)}, "release_at"),
        ({"seats": 60, "least": 60}, "seats"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_told(app: Flask, nina: ContactClaim, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        contacting.hold(app, nina, making.session(capacity=50), **({"seats": 3} | values))
    assert refused.value.field == field


def test_five_blocks_and_a_hundred_seats_are_the_most(app: Flask, nina: ContactClaim) -> None:
    big = making.session(capacity=None)
    contacting.hold(app, nina, big, 60)
    with pytest.raises(Refused, match="40 more seats"):
        contacting.hold(app, nina, big, 41)
    held = [contacting.hold(app, nina, big, 10) for _ in range(4)]
    with pytest.raises(Refused, match="5 blocks open"):
        contacting.hold(app, nina, big, 1)
    with writing():
        holding.give_rest_back(nina, held[0].block, host=making.host(app), now=NOW)
    contacting.hold(app, nina, big, 1)


def test_an_agreement_that_is_over_and_closed_dates_keep_nothing(app: Flask) -> None:
    over = contacting.contact(
        app, contacting.organisation("Old friends", agreement_until=date(2026, 11, 22)), "Al Dunn", "al@old.example"
    )
    still = contacting.contact(
        app, contacting.organisation("Friends", agreement_until=date(2026, 11, 23)), "Bo Dunn", "bo@new.example"
    )
    session = making.session(capacity=9)
    with pytest.raises(Refused, match="agreement with Old friends is over"):
        contacting.hold(app, over, session, 1)
    contacting.hold(app, still, session, 1)
    with pytest.raises(NotFound):
        contacting.hold(app, still, making.session(audience=Audience.STAFF), 1)
    with writing():
        row = make.database.session.scalars(select(SeminarSession).where(SeminarSession.public_id == session)).one()
        row.status = SessionStatus.CLOSED
    with pytest.raises(Refused, match="takes nobody any more"):
        contacting.hold(app, still, session, 1)


def test_named_may_not_exceed_seats_and_shrinking_keeps_the_named(app: Flask, nina: ContactClaim) -> None:
    session = making.session(capacity=9)
    block = contacting.hold(app, nina, session, 3).block
    contacting.name(app, nina, block, "Ada Moss", "Tom Price")
    with pytest.raises(Refused, match="for one seat, not for more"):
        contacting.name(app, nina, block, "Lea Marchand", "Noor Haddad")
    assert contacting.name(app, nina, block, "Tom Price") == 0, "who is registered is passed over"
    with pytest.raises(Refused, match="Named already: 2"), writing():
        holding.keep_fewer(nina, block, 1, host=making.host(app), now=NOW)
    with writing():
        assert holding.give_rest_back(nina, block, host=making.host(app), now=NOW) == 1
    assert (contacting.block(block).state, contacting.block(block).seats) == (BlockState.HELD, 2)
    assert contacting.confirm(app, "Ada Moss").state is State.BOOKED
    assert taken(session) == 2 == contacting.block(block).used + 1


def test_a_name_holds_no_seat_and_the_late_wait_like_everybody(app: Flask, nina: ContactClaim) -> None:
    session = making.session(capacity=3)
    block = contacting.hold(app, nina, session, 3).block
    contacting.name(app, nina, block, "Ada Moss", "Tom Price")
    contacting.confirm(app, "Ada Moss")
    staff = [making.register(app, session, make.person()).registration for _ in range(2)]
    assert contacting.release(app, session, now=LATER) == 2
    assert (contacting.block(block).state, contacting.block(block).seats, taken(session)) == (BlockState.RETURNED, 1, 3)
    states = {row.public_id: row.state for row in making.rows(select(Registration.public_id, Registration.state))}
    assert {states[one] for one in staff} == {State.BOOKED}, "the queue moved up"
    late = contacting.confirm(app, "Tom Price", now=LATER)
    assert (late.state, late.place) == (State.WAITLISTED, 1)
    assert contacting.row_of("Tom Price").allotment_id is None
    assert contacting.subjects(NINA)[-1].startswith("Given back, 2 seats")
    assert contacting.release(app, session, now=LATER) == 0, "safe to repeat"


def test_confirming_twice_is_harmless_and_a_void_link_opens_nothing(app: Flask, nina: ContactClaim) -> None:
    session = making.session(capacity=3)
    contacting.name(app, nina, contacting.hold(app, nina, session, 2).block, "Ada Moss")
    assert contacting.confirm(app, "Ada Moss").state is contacting.confirm(app, "Ada Moss").state is State.BOOKED
    assert taken(session) == 2
    assert contacting.row_of("Ada Moss").consent_id is not None
    with pytest.raises(NotFound), writing():
        naming.confirm_colleague(
            Claim(contacting.registration("Ada Moss"), link_version=7),
            contacting.CONSENT,
            host=making.host(app),
            now=NOW,
        )


def test_a_swap_the_day_before_loses_no_seat(app: Flask, nina: ContactClaim) -> None:
    """The block went back long ago and somebody waits: the seat is the substitute's all the same."""
    session = making.session(capacity=2)
    block = contacting.hold(app, nina, session, 2).block
    contacting.name(app, nina, block, "Ada Moss", "Tom Price")
    contacting.confirm(app, "Ada Moss")
    contacting.confirm(app, "Tom Price")
    waiting = making.register(app, session, make.person())
    contacting.release(app, session, now=LATER)
    eve = making.begun() - timedelta(days=1)
    contacting.swap(app, nina, "Tom Price", "Lea Marchand", now=eve)
    assert taken(session) == 2
    assert contacting.row_of("Tom Price").state is State.CANCELLED
    assert contacting.release(app, session, now=eve + timedelta(hours=1)) == 0, "no job takes the seat"
    assert state_of(waiting.registration) is State.WAITLISTED, "nor does who waits"
    assert contacting.confirm(app, "Lea Marchand", now=eve + timedelta(hours=2)).state is State.BOOKED
    assert taken(session) == 2 and contacting.block(block).used == 1
    contacting.swap(app, nina, "Lea Marchand", "Noor Haddad", now=eve + timedelta(hours=3))
    blocks = making.rows(select(Allotment.state, Allotment.seats, Allotment.used).order_by(Allotment.id))
    assert [tuple(row) for row in blocks] == [(BlockState.RETURNED, 1, 1), (BlockState.HELD, 1, 0)], (
        "one keeps all swaps"
    )


def test_who_is_swapped_is_told_and_their_calendar_too(app: Flask, nina: ContactClaim) -> None:
    session = making.session(capacity=2)
    contacting.name(app, nina, contacting.hold(app, nina, session, 2).block, "Tom Price")
    contacting.confirm(app, "Tom Price")
    contacting.swap(app, nina, "Tom Price", "Lea Marchand")
    contacting.confirm(app, "Lea Marchand")
    old, new = contacting.address("Tom Price"), contacting.address("Lea Marchand")
    told = making.rows(
        select(Message.subject, Message.calendar_method, Message.calendar)
        .where(Message.recipient == old).order_by(Message.id)
    )  # fmt: skip
    assert told[-1].subject.startswith("Your seat was taken back")
    assert str(told[-1].calendar_method) == "CANCEL" and "SEQUENCE:2" in told[-1].calendar
    assert [one.split(":")[0] for one in contacting.subjects(new)] == ["Nina Roth named you", "Your seat"]


def test_a_swap_in_a_held_block_outlives_its_end(app: Flask, nina: ContactClaim) -> None:
    session = making.session(capacity=2)
    block = contacting.hold(app, nina, session, 2).block
    contacting.name(app, nina, block, "Ada Moss")
    contacting.confirm(app, "Ada Moss")
    making.register(app, session, make.person())
    contacting.swap(app, nina, "Ada Moss", "Tom Price")
    assert taken(session) == 2 and contacting.block(block).seats == 1
    assert contacting.release(app, session, now=LATER) == 1
    assert taken(session) == 2
    assert contacting.confirm(app, "Tom Price", now=LATER).state is State.BOOKED
    with pytest.raises(Refused, match="has begun"):
        contacting.swap(app, nina, "Tom Price", "Lea Marchand", now=making.begun())


def test_who_never_confirmed_is_swapped_without_a_seat_and_without_a_mail(app: Flask, nina: ContactClaim) -> None:
    session = making.session(capacity=2)
    block = contacting.hold(app, nina, session, 1).block
    contacting.name(app, nina, block, "Ada Moss")
    contacting.swap(app, nina, "Ada Moss", "Tom Price")
    assert contacting.block(block).seats == 1 and taken(session) == 1
    assert len(contacting.subjects(contacting.address("Ada Moss"))) == 1
    with pytest.raises(Refused, match="registered for the date already"):
        swap_with_guest(app, nina, session)


def swap_with_guest(app: Flask, nina: ContactClaim, session: str) -> None:
    making.ask(app, session, making.guest(email=contacting.address("Lea Marchand")))
    contacting.swap(app, nina, "Tom Price", "Lea Marchand")


def test_a_withdrawn_seat_stays_in_a_held_block_and_is_everyones_later(app: Flask, nina: ContactClaim) -> None:
    session = making.session(capacity=2)
    block = contacting.hold(app, nina, session, 2).block
    contacting.name(app, nina, block, "Ada Moss", "Tom Price")
    contacting.confirm(app, "Ada Moss")
    contacting.confirm(app, "Tom Price")
    waiting = making.register(app, session, make.person())
    contacting.withdraw(app, nina, "Ada Moss")
    assert (contacting.block(block).used, taken(session)) == (1, 2)
    assert state_of(waiting.registration) is State.WAITLISTED
    contacting.release(app, session, now=LATER)
    assert state_of(waiting.registration) is State.BOOKED
    other = making.register(app, session, make.person())
    contacting.withdraw(app, nina, "Tom Price", now=LATER)
    assert state_of(other.registration) is State.BOOKED, "of a block that went back a seat goes to everybody"
    with pytest.raises(Refused, match="has no seat any more"):
        contacting.withdraw(app, nina, "Tom Price", now=LATER)


def test_a_contact_is_reminded_once_five_days_before(app: Flask, nina: ContactClaim, clock: Clock) -> None:
    session, soon = making.session(capacity=9), making.session(capacity=9)
    contacting.hold(app, nina, session, 3)
    contacting.hold(app, nina, soon, 3, until=date(2026, 11, 25))
    clock.set(NOW + timedelta(days=5))
    work(app)
    assert not reminders(), "five days and a part are left of one; the other was asked for too late to be reminded"
    for days in (6, 6.1, 7):
        clock.set(NOW + timedelta(days=days))
        work(app)
    assert reminders() == ["Still without a name, 3 seats"]
    clock.set(LATER)
    work(app)
    assert taken(session) == 0 == taken(soon)
    work(app)
    assert [one.split(":")[0] for one in contacting.subjects(NINA)].count("Given back, 3 seats") == 2


def reminders() -> list[str]:
    return [one.split(":")[0] for one in contacting.subjects(NINA) if "without a name" in one]


def work(app: Flask) -> None:
    """Carry out the job of this quarter of an hour."""
    now = app.extensions["muster"].world.now()
    with writing():
        add(*block_work.schedule(now), now=now)
    house.work_off(app)
    assert not making.rows(select(Job.last_error).where(Job.last_error.is_not(None)))


def test_waiting_blocks_and_names_without_an_answer_end_in_time(app: Flask, nina: ContactClaim, clock: Clock) -> None:
    session = making.session(capacity=1)
    kept = contacting.hold(app, nina, session, 1).block
    waits = contacting.hold(app, nina, session, 1).block
    contacting.name(app, nina, kept, "Ada Moss")
    with writing():
        service.expire_unverified(session, now=NOW + timedelta(days=3))
    assert contacting.row_of("Ada Moss").state is State.UNVERIFIED, "who was named may take longer than a day"
    clock.set(LATER)
    work(app)
    assert contacting.block(waits).state is BlockState.GIVEN_UP and contacting.session_row(session).waiting_blocks == 0
    assert (
        "No seats came free" in contacting.subjects(NINA)[-1] or "No seats came free" in contacting.subjects(NINA)[-2]
    )
    clock.set(making.begun())
    work(app)
    (row,) = making.rows(
        select(Registration.state, Attendee.name, Attendee.email).join(
            Attendee, Attendee.id == Registration.attendee_id
        )
    )
    assert tuple(row) == (State.EXPIRED, "", None)


def test_calling_a_date_off_ends_its_blocks_and_tells(app: Flask, nina: ContactClaim) -> None:
    session = making.session(capacity=3)
    kept, waits = (contacting.hold(app, nina, session, 2).block for _ in range(2))
    contacting.name(app, nina, kept, "Ada Moss")
    contacting.confirm(app, "Ada Moss")
    with writing():
        planning.cancel_session(session, "The room is flooded.", by_person_id=None, host=making.host(app), now=NOW)
    assert contacting.block(kept).state is BlockState.RETURNED and contacting.block(waits).state is BlockState.GIVEN_UP
    assert taken(session) == 0
    assert sum(one.startswith("Cancelled") for one in contacting.subjects(NINA)) == 2


def test_mails_to_one_address_and_names_of_one_contact_have_a_measure(app: Flask, nina: ContactClaim) -> None:
    session = making.session(capacity=3)
    block = contacting.hold(app, nina, session, 2).block
    for _ in range(5):
        contacting.name(app, nina, block, "Ada Moss")
        contacting.withdraw(app, nina, "Ada Moss")
    with pytest.raises(Refused, match="as many mails from us today"):
        contacting.name(app, nina, block, "Ada Moss")
    with pytest.raises(TooMany), writing():
        naming._count_names(naming.acting(nina), 201, NOW)


def test_who_acts_for_an_organisation_is_not_forgotten(app: Flask, nina: ContactClaim) -> None:
    session = making.session(capacity=3)
    block = contacting.hold(app, nina, session, 2).block
    contacting.name(app, nina, block, "Nina Roth", "Ada Moss")
    for who in ("Nina Roth", "Ada Moss"):
        contacting.confirm(app, who)
    gone = roster_queries.guests_to_forget(NOW + timedelta(days=200))
    assert list(gone.values()) == [contacting.address("Ada Moss")]


def test_who_acted_once_and_never_came_is_forgotten(app: Flask, clock: Clock) -> None:
    claim = contacting.contact(app, contacting.organisation())
    with writing():
        contacts.end_contact(claim.contact, by_person_id=None, now=NOW)
    names = select(Attendee.name, Attendee.email)
    for days, kept in ((29, ("Nina Roth", NINA)), (30, ("", None))):
        clock.set(NOW + timedelta(days=days))
        work(app)
        assert tuple(making.rows(names)[0]) == kept


def test_a_block_of_another_session_is_not_touched(app: Flask, nina: ContactClaim) -> None:
    one, other = making.session(capacity=3), making.session(capacity=3)
    block = contacting.hold(app, nina, one, 2).block
    number = contacting.block(block).id
    with pytest.raises(NotFound), writing(), seats.change(other, by_id=None, now=NOW) as door:
        from training.seminars import blocks

        blocks.give_back(door, number)
    with pytest.raises(MusterError), writing():
        holding.hold_seats(
            ContactClaim(nina.contact, 9), one, Wish(1, 1, contacting.UNTIL), host=making.host(app), now=NOW
        )
    with pytest.raises(Conflict):
        contacting.name(app, nina, contacting.hold(app, nina, one, 2).block, "Ada Moss")


def state_of(registration: str) -> State:
    (row,) = making.rows(select(Registration.state).where(Registration.public_id == registration))
    state: State = row.state
    return state
