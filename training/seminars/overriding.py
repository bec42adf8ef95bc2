"""The verbs of the security team's hand: to the front, a seat though full, a seat away, in on behalf. Each says why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import amend
from training.core.errors import Conflict, Refused
from training.core.text import text
from training.seminars import admission_mailing, attendees, override_queries, seat_queries, seats
from training.seminars.attendees import Guest
from training.seminars.letters import Host
from training.seminars.models import Registration
from training.seminars.rules import KEPT_FOR, State, some_seats
from training.seminars.seat_queries import Recipient
from training.seminars.seats import Door
from training.seminars.service import Outcome, send, tell_booked, tell_newcomer


class Change(StrEnum):
    """What can be done with somebody's place."""

    FIRST = "first"
    SEAT = "seat"
    AWAY = "away"


LEAVABLE = (*KEPT_FOR, State.WAITLISTED, State.PENDING)


@dataclass(frozen=True)
class Hand:
    """Who changes it by hand, and why."""

    by_person_id: int | None
    reason: str


@dataclass(frozen=True)
class Wanted:
    """What is to be done; `confirmed`: that one more fits into the room."""

    what: Change
    confirmed: bool = False


def change(registration: str, wanted: Wanted, hand: Hand, *, host: Host, now: datetime) -> None:
    """Do with somebody's place what was chosen. Raises what its verbs raise."""
    if wanted.what is Change.SEAT:
        give_seat(registration, hand, confirmed=wanted.confirmed, host=host, now=now)
        return
    verb = put_first if wanted.what is Change.FIRST else take_away
    verb(registration, hand, host=host, now=now)


def put_first(registration: str, hand: Hand, *, host: Host, now: datetime) -> None:
    """Put somebody who waits before all others. Raises NotFound, and Refused for somebody who does not wait."""
    with seats.change_of(registration, by_id=hand.by_person_id, now=now) as door:
        if door.row.state is not State.WAITLISTED:
            raise Refused("", text("Only who waits can be put first."))
        _to_the_front(door, hand.reason)
    _record("seminar-put-first", door.row.registration_id, hand, now)
    tell_booked(door, host, now)


def give_seat(registration: str, hand: Hand, *, confirmed: bool, host: Host, now: datetime) -> Outcome:
    """Give somebody who waits, for a seat or for a manager, a seat though all are taken: one more is made.

    Raises NotFound, Refused once it has begun, and at `confirmed` where the room has no more seats.
    """
    with seats.change_of(registration, by_id=hand.by_person_id, now=now) as door:
        _check_open(door)
        if door.row.state is State.PENDING:
            door.move([door.row.registration_id], State.PENDING, State.WAITLISTED, reason=hand.reason)
        elif door.row.state is not State.WAITLISTED:
            raise Refused("", text("Only who waits can be given a seat."))
        _to_the_front(door, hand.reason)
        door.asking.add(door.row.registration_id)
        _one_more(door, confirmed=confirmed)
    _record("seminar-seat-given", door.row.registration_id, hand, now)
    return tell_newcomer(door, seat_queries.recipient(door.row), door.row.queue_number, host, now)


def take_away(registration: str, hand: Hand, *, host: Host, now: datetime) -> None:
    """Take somebody's seat, offer, place or request away, and tell them why; whoever waits moves up.

    Raises NotFound, and Refused once it has begun or where there is nothing to take.
    """
    with seats.change_of(registration, by_id=hand.by_person_id, now=now) as door:
        old: State = door.row.state
        if old not in LEAVABLE or now >= door.session.starts_at:
            raise Refused("", text("There is nothing to take away any more. Reload the page and look again."))
        moved = door.move([door.row.registration_id], old, State.CANCELLED, reason=hand.reason)
        if not moved:
            raise Conflict(text("Somebody changed this meanwhile. Reload the page and look again."))
    _record("seminar-taken-away", door.row.registration_id, hand, now)
    to = seat_queries.recipient(door.row)._replace(sequence=moved[0].calendar_sequence)
    had_seat = old in KEPT_FOR
    send([admission_mailing.to_taken_away(door.about, host, to, reason=hand.reason, had_seat=had_seat, now=now)], now)
    tell_booked(door, host, now)


def register_person(session: str, person: str, hand: Hand, *, host: Host, now: datetime) -> Outcome:
    """Put one of our people into the queue of a date, whatever its window, audience or manager.

    Raises NotFound, and Refused at `person`, also once it has begun.
    """
    found = override_queries.person(person, now.date())
    with seats.change(session, by_id=hand.by_person_id, now=now, person_id=found.id) as door:
        _check_open(door)
        attendee_id = door.row.attendee_id or attendees.of_person(found.id, found.language)
        joined = door.join(attendee_id, State.WAITLISTED, reason=hand.reason)
        if joined is None:
            raise Refused("person", text("This person is registered for this date already."))
    _record("seminar-registered-for", joined.id, hand, now)
    name = f"{found.given} {found.family}"
    own = Recipient(joined.id, joined.public_id, 0, 0, found.id, name, found.email, found.language)
    return tell_newcomer(door, own, joined.queue_number, host, now)


def register_guest_for(session: str, guest: Guest, hand: Hand, *, host: Host, now: datetime) -> str:
    """Take a queue number for somebody from outside and mail them the link that confirms it; return the registration.

    Raises NotFound, and Refused at `email`, also once it has begun.
    """
    with seats.change(session, by_id=hand.by_person_id, now=now) as door:
        _check_open(door)
        joined = door.join(attendees.of_guest(guest), State.UNVERIFIED, reason=hand.reason)
        if joined is None:
            raise Refused("email", text("This address is registered for this date already."))
    _record("seminar-registered-for", joined.id, hand, now)
    days = override_queries.kept_days(door.session.id)
    (to,) = seat_queries.recipients([joined.id])
    send([admission_mailing.to_asked_for(door.about, host, to, days, now)], now)
    return joined.public_id


def _check_open(door: Door) -> None:
    if not door.open:
        raise Refused("", text("This date gives no seats any more: it has begun, or was called off."))


def _to_the_front(door: Door, reason: str) -> None:
    """Give the place before all others. The history keeps the state and says why. Raises Conflict.

    What the lock brought along may be older than the lock: who waited for it looks again.
    """
    number: int = door.row.registration_id
    changing = update(Registration).where(Registration.id == number, Registration.state == State.WAITLISTED)
    moving = changing.values(priority=override_queries.before_all(door.session.id)).returning(Registration.id)
    if amend(moving).scalar_one_or_none() is None:
        raise Conflict(text("Somebody changed this meanwhile. Reload the page and look again."))
    door.note([number], State.WAITLISTED, State.WAITLISTED, reason)


def _one_more(door: Door, *, confirmed: bool) -> None:
    capacity = door.session.capacity
    if capacity is None or door.session.taken < capacity:
        return
    room = override_queries.room_seats(door.session.venue_id)
    if room is not None and capacity + 1 > room and not confirmed:
        words = text("The room has %(seats)s. Tick the box if one more person fits in.", seats=some_seats(room))
        raise Refused("confirmed", words)
    door.resize(capacity + 1)


def _record(action: str, registration_id: int, hand: Hand, now: datetime) -> None:
    happening = Happening(action, "registration", registration_id, {"reason": hand.reason})
    record(happening, actor_id=hand.by_person_id, now=now)
