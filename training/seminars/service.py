"""The verbs of seats: ask for one, confirm, give it up. Every one goes through the door in `seats`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from training.audit.service import Happening, record, record_all
from training.core.db import amend
from training.core.errors import Conflict, NotFound, Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.notices.service import NewMessage, forget, write
from training.seminars import attendees, codes, contact_telling, mailing, needs, questions, seat_queries, seats
from training.seminars.admission_mailing import to_asker, to_offered
from training.seminars.admitting import (
    admit_confirmed,
    admit_employee,
    admit_guest,
    first_step,
    refuse_twice,
    to_decide,
)
from training.seminars.attendees import Guest
from training.seminars.letters import Host
from training.seminars.models import Attendee
from training.seminars.questions import NOTHING_TOLD, Told
from training.seminars.rules import AFTER, DEAD, VERIFY_HOLDS, State, is_late, offer_ends
from training.seminars.seat_queries import Recipient
from training.seminars.seats import Door

LETTERS_AT_ONCE = 200
"""Mails in one INSERT."""


@dataclass(frozen=True)
class Claim:
    """Whose registration it is said to be: an employee's own, or the one that a guest's link names in this version."""

    registration: str
    person_id: int | None = None
    link_version: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What somebody has now. `place` is their place in the queue, 0 with a seat."""

    registration: str
    state: State
    place: int = 0


def register_employee(
    viewer: Viewer, session_public_id: str, *, host: Host, now: datetime, told: Told = NOTHING_TOLD, knows: bool = False
) -> Outcome:
    """Put the viewer into the queue, or before their manager; with a free seat they have it at once.

    `knows`: that they have another seat at the same time. Raises NotFound and Refused.
    """
    with seats.change(session_public_id, by_id=viewer.person_id, now=now, person_id=viewer.person_id) as door:
        admit_employee(door, viewer, knows=knows)
        first = first_step(door, viewer.person_id or 0)
        attendee_id = door.row.attendee_id or attendees.of_employee(viewer)
        answers = questions.frozen(questions.read(door.row.questions), told.given)
        more: dict[str, Any] = {"approver_id": first.approver_id, "answers": answers}
        joined = door.join(attendee_id, first.state, reason=first.reason, **more)
        if joined is None:
            raise refuse_twice()
        needs.keep(joined.id, told.need)
    # Its own history says so: an event in the log too would be the tenth statement of a first registration.
    own = Recipient(joined.id, joined.public_id, 0, 0, viewer.person_id, viewer.name, viewer.email, viewer.language)
    if first.state is State.PENDING:
        tell_booked(door, host, now)
        send([to_decide(door.about, host, own, first.approver), to_asker(door.about, host, own, first.approver)], now)
        return Outcome(own.public_id, State.PENDING)
    return tell_newcomer(door, own, joined.queue_number, host, now)


def register_guest(
    session_public_id: str, guest: Guest, *, host: Host, now: datetime, mail: bool = True, told: Told = NOTHING_TOLD
) -> None:
    """Take a guest's queue number and mail the link that confirms it. Known or not, it does and answers the same.

    `mail` is False once the address has used up its letters of the day; `told.code` is the invitation with which they
    come. Raises NotFound and Refused.
    """
    with seats.change(session_public_id, by_id=None, now=now) as door:
        came_by = codes.admit(door, guest.email, told.code) if told.code else {}
        admit_guest(door, invited=bool(came_by))
        attendee_id = attendees.of_guest(guest)
        agreed = attendees.consent(guest, now=now)
        answers = questions.frozen(questions.read(door.row.questions), told.given)
        more: dict[str, Any] = {"consent_id": agreed, "consent_at": now, "answers": answers, **came_by}
        if joined := door.join(attendee_id, State.UNVERIFIED, **more):
            needs.keep(joined.id, told.need)
    to, state = seat_queries.live_registration(door.session.id, attendee_id)
    record(Happening("seminar-asked", "registration", to.registration_id), actor_id=None, now=now)
    letter = mailing.to_verify if state is State.UNVERIFIED else mailing.to_already_there
    message = letter(door.about, host, to, now=now)
    send([message] if mail else [], now)


def verify_guest(claim: Claim, *, host: Host, now: datetime, agreeing: Callable[[int], Guest] | None = None) -> Outcome:
    """Confirm a guest's address: from now on they wait like everybody else. Harmless when repeated.

    `agreeing` makes of the days for which names are kept the sentence to which whoever was entered by others agrees
    with the button; who entered themselves agreed when they asked.

    Raises NotFound for a link that has been made void, and Refused when the session takes nobody any more.
    """
    with seats.change_of(claim.registration, by_id=None, now=now) as door:
        own = owned(door, claim)
        if door.row.state is not State.UNVERIFIED:
            return Outcome(claim.registration, door.row.state)
        admit_confirmed(door)
        first = codes.readmit(door) if door.row.invitation_id else State.WAITLISTED
        more: dict[str, Any] = {}
        if agreeing is not None and door.row.consent_id is None:
            agreed = agreeing(door.row.retention_days)
            more = {"consent_id": attendees.consent(agreed, now=now), "consent_at": now}
        moved = door.move([own.registration_id], State.UNVERIFIED, first, **more)
        if not moved:
            return Outcome(claim.registration, State.WAITLISTED)  # the button was pressed twice at once
        door.booked += moved if first is State.BOOKED else []
        amend(update(Attendee).where(Attendee.id == door.row.attendee_id).values(verified_at=now))
    record(Happening("seminar-verified", "registration", own.registration_id), actor_id=None, now=now)
    return tell_newcomer(door, own, door.row.queue_number, host, now)


def cancel_registration(claim: Claim, *, host: Host, now: datetime, reason: str | None = None) -> None:
    """Give up a seat, an offer, a place in the queue, or what was never confirmed. After the deadline it is marked.

    `reason` says how we know, where the person did not say so on a page of ours: then nobody is named as who did it.
    Raises NotFound for somebody else's, Refused once the session has begun, and Conflict if it changed meanwhile.
    """
    by_id = claim.person_id if reason is None else None
    with seats.change_of(claim.registration, by_id=by_id, now=now) as door:
        own = owned(door, claim)
        old = _still_to_give_up(door, now)
        late = old is State.BOOKED and is_late(door.session.cancel_until, now)
        moved = door.move([own.registration_id], old, State.CANCELLED, reason=reason, late=late)
        if not moved:
            raise Conflict(text("Somebody changed this meanwhile. Reload the page and look again."))
    detail = {} if reason is None else {"reason": reason}
    record(Happening("seminar-given-up", "registration", own.registration_id, detail), actor_id=by_id, now=now)
    if old not in {State.UNVERIFIED, State.PENDING}:
        own = own._replace(sequence=moved[0].calendar_sequence)
        send([mailing.to_given_up(door.about, host, own, had_seat=old is State.BOOKED, now=now)], now)
    tell_booked(door, host, now)


def expire_unverified(session_public_id: str, *, now: datetime) -> int:
    """End what guests of a session never confirmed and forget those guests; return how many. Safe to repeat."""
    with seats.change(session_public_id, by_id=None, now=now) as door:
        moved = door.move(seat_queries.lapsed(door.session.id, now - VERIFY_HOLDS), State.UNVERIFIED, State.EXPIRED)
    record_all([Happening("seminar-expired", "registration", one.id) for one in moved], actor_id=None, now=now)
    forget_guests(seat_queries.unheard_of([one.id for one in moved]), now=now)
    return len(moved)


def forget_guests(guests: dict[int, str], *, now: datetime) -> None:
    """Erase names, addresses, answers and needs of guests (id → address), also in the mails to them.

    What they attended stays.
    """
    values = {"name": "", "email": None, "organisation_id": None, "erased_at": now}
    if guests:
        amend(update(Attendee).where(Attendee.id.in_(guests)).values(values))
        needs.forget_answers(list(guests))
        forget(list(guests.values()), now=now)
    record_all([Happening("guest-forgotten", "attendee", number) for number in guests], actor_id=None, now=now)


# --- letters ----------------------------------------------------------------------------------------------------------


def tell_newcomer(door: Door, own: Recipient, queue_number: int, host: Host, now: datetime) -> Outcome:
    """Write to a newcomer what they have, once the door is closed."""
    given = {one.id: one.calendar_sequence for one in door.booked}
    sequence = given.pop(own.registration_id, 0)
    tell_booked(door, host, now, besides=own.registration_id)
    if sequence:
        send([mailing.with_seat(door.about, host, own._replace(sequence=sequence), moved_up=False, now=now)], now)
        return Outcome(own.public_id, State.BOOKED)
    place = seat_queries.place_in_queue(door.session.id, queue_number)
    send([mailing.to_waiting(door.about, host, own, place)], now)
    return Outcome(own.public_id, State.WAITLISTED, place)


def tell_booked(door: Door, host: Host, now: datetime, *, besides: int = 0) -> None:
    """Write to those whom `settle` gave, or offers, a seat that somebody else left."""
    ids = [one.id for one in door.booked if one.id != besides]
    moved_up = seat_queries.recipients(ids)
    send([mailing.with_seat(door.about, host, to, moved_up=True, now=now) for to in moved_up], now)
    contact_telling.tell_kept(door, host, now)
    offered = seat_queries.recipients([one.id for one in door.offered])
    until = offer_ends(door.session.offer_hours or 1, door.session.starts_at, now)
    send([to_offered(door.about, host, to, until) for to in offered], now)


def send(messages: list[NewMessage], now: datetime) -> None:
    """Put mails into the outbox, some at a time; people without an address get none."""
    reachable = [message for message in messages if message.recipient]
    for start in range(0, len(reachable), LETTERS_AT_ONCE):
        write(*reachable[start : start + LETTERS_AT_ONCE], now=now)


# --- what the verbs share ---------------------------------------------------------------------------------------------


def owned(door: Door, claim: Claim) -> Recipient:
    """Return whose registration a claim is good for. Raises NotFound."""
    row = door.row
    own = row.person_id == claim.person_id if claim.person_id is not None else row.link_version == claim.link_version
    if not own or (claim.person_id is None and row.person_id is not None):
        raise NotFound
    return seat_queries.recipient(row)


def _still_to_give_up(door: Door, now: datetime) -> State:
    state: State = door.row.state
    if state in DEAD:
        raise Refused("", text("This was given up, or called off, before."))
    if now >= door.session.starts_at or state in AFTER:
        raise Refused("", text("The seminar has begun. Tell the trainer if you cannot stay."))
    return state
