"""Verbs about colleagues in a block: a contact names them, they confirm, the contact takes one back or swaps one.

Who is named holds no seat; the block keeps it until they confirm. A swap keeps the seat of who goes in a block that
lasts until the session begins, so that nothing takes it from the one who comes, not even the end of the first block.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update

from training.audit.service import Happening, record, record_all
from training.core.db import amend
from training.core.errors import Conflict, NotFound, Refused
from training.core.text import text
from training.people.service import count_try
from training.seminars import (
    attendees,
    block_queries,
    blocks,
    contact_mailing,
    mail_limit,
    seat_queries,
    seats,
    service,
)
from training.seminars.attendees import Guest
from training.seminars.block_queries import Acting
from training.seminars.colleagues import Colleague
from training.seminars.contacts import ContactClaim, acting
from training.seminars.letters import Host
from training.seminars.models import Attendee
from training.seminars.rules import AFTER, BlockState, State, some_seats
from training.seminars.seat_queries import Recipient
from training.seminars.seats import Door
from training.seminars.service import Claim, Outcome

NAMED_A_DAY = 200


def name_colleagues(
    claim: ContactClaim, block_public_id: str, people: Sequence[Colleague], *, host: Host, now: datetime
) -> int:
    """Name people for the seats of a block, and mail each their link; return how many were named.

    Who is registered for the date already is passed over. Raises NotFound, Conflict, and Refused: more than seats.
    """
    contact = acting(claim)
    place = block_queries.place(contact.organisation_id, block_public_id)
    _count_names(contact, len(people), now)
    with seats.change(place.session, by_id=None, now=now) as door:
        left = _seats_to_name(door, place.id)
        if len(people) > left:
            words = text("You can still name people for %(seats)s, not for more.", seats=some_seats(left))
            raise Refused("people", words)
        ids = _name(door, contact, place.id, people)
    record_all([Happening("colleague-named", "registration", one) for one in ids], actor_id=None, now=now)
    _ask_to_confirm(door, contact, ids, host, now)
    service.tell_booked(door, host, now)
    return len(ids)


def confirm_colleague(claim: Claim, who: Guest, *, host: Host, now: datetime) -> Outcome:
    """Take the seat that a contact keeps for somebody; without one they wait like everybody. Harmless when repeated.

    `who` is their name and the sentence to which they agreed. Raises NotFound for a void link, and Refused.
    """
    with seats.change_of(claim.registration, by_id=None, now=now) as door:
        own = _own(door, claim)
        if door.row.state is not State.UNVERIFIED:
            return Outcome(claim.registration, door.row.state)
        if not door.open:
            raise Refused("", text("This date takes nobody any more. Choose another one."))
        first = State.BOOKED if _kept_for(door) else State.WAITLISTED
        agreed = attendees.consent(who, now=now)
        moved = door.move([own.registration_id], State.UNVERIFIED, first, consent_id=agreed, consent_at=now)
        if not moved:
            raise Conflict(text("Somebody changed this meanwhile. Reload the page and look again."))
        _verified(door.row.attendee_id, now)
        door.booked += moved if first is State.BOOKED else []
    record(Happening("seminar-verified", "registration", own.registration_id), actor_id=None, now=now)
    return service.tell_newcomer(door, own, door.row.queue_number, host, now)


def withdraw_colleague(claim: ContactClaim, registration_public_id: str, *, host: Host, now: datetime) -> None:
    """Take a colleague back. The seat stays in the block while it is held; after that it is everyone's.

    Raises NotFound for somebody else's colleague, and Refused once the session has begun.
    """
    contact = acting(claim)
    with seats.change_of(registration_public_id, by_id=None, now=now) as door:
        gone = _take_back(door, contact)
    record(Happening("colleague-taken-back", "registration", gone.registration_id), actor_id=None, now=now)
    _tell_taken_back(door, contact, gone, host, now)
    service.tell_booked(door, host, now)


def substitute(
    claim: ContactClaim, registration_public_id: str, other: Colleague, *, host: Host, now: datetime
) -> None:
    """Put one colleague in the place of another, until the session begins.

    The first is out at once; their seat is kept for the second until the start. Raises NotFound and Refused.
    """
    contact = acting(claim)
    _count_names(contact, 1, now)
    with seats.change_of(registration_public_id, by_id=None, now=now) as door:
        had_seat = door.row.state is State.BOOKED
        gone = _take_back(door, contact)
        block_id = door.row.allotment_id
        if had_seat:
            block_id = blocks.keep_to_the_start(door, block_id, contact.id)
        joined = _name(door, contact, block_id, [other])
        if not joined:
            raise Refused("email", text("This person is registered for the date already. Choose somebody else."))
    happenings = [Happening("colleague-swapped", "registration", one) for one in (gone.registration_id, *joined)]
    record_all(happenings, actor_id=None, now=now)
    _tell_taken_back(door, contact, gone, host, now)
    _ask_to_confirm(door, contact, joined, host, now)
    service.tell_booked(door, host, now)


# --- what the verbs share ---------------------------------------------------------------------------------------------


def _seats_to_name(door: Door, block_id: int) -> int:
    block = seat_queries.block(door.session.id, block_id)
    if block.state is not BlockState.HELD or not door.open:
        raise Conflict(text("No seats are kept in this block now. Reload the page and look again."))
    return block.seats - block_queries.named_in(block_id)


def _name(door: Door, contact: Acting, block_id: int, people: Sequence[Colleague]) -> list[int]:
    """Register people for the seats of a block, as many statements for a hundred as for one."""
    by_address = {one.email: one for one in people}
    guests = [Guest(one.name, one.email, contact.organisation, contact.language, "") for one in by_address.values()]
    joined = door.join_all(attendees.of_guests(guests, contact.organisation), State.UNVERIFIED, allotment_id=block_id)
    return [one.id for one in joined]


def _kept_for(door: Door) -> bool:
    """Tell whether the block still has a seat for who confirms."""
    if door.row.allotment_id is None:
        return False
    block = seat_queries.block(door.session.id, door.row.allotment_id)
    return block.state is BlockState.HELD and block.used < block.seats


def _own(door: Door, claim: Claim) -> Recipient:
    if door.row.person_id is not None or door.row.link_version != claim.link_version:
        raise NotFound
    return seat_queries.recipient(door.row)


def _take_back(door: Door, contact: Acting) -> Recipient:
    """End the registration of a colleague; return whom to tell, `sequence` 0 for who had no seat."""
    block_queries.check_named(door.row.registration_id, contact.organisation_id)
    old: State = door.row.state
    if door.now >= door.session.starts_at or old in AFTER:
        raise Refused("", text("The seminar has begun: who comes can no longer be changed."))
    if old not in {State.UNVERIFIED, State.BOOKED}:
        raise Refused("", text("This colleague has no seat any more. Reload the page and look again."))
    moved = door.move([door.row.registration_id], old, State.CANCELLED, reason="contact")
    if not moved:
        raise Conflict(text("Somebody changed this meanwhile. Reload the page and look again."))
    sequence = moved[0].calendar_sequence if old is State.BOOKED else 0
    return seat_queries.recipient(door.row)._replace(sequence=sequence)


def _tell_taken_back(door: Door, contact: Acting, gone: Recipient, host: Host, now: datetime) -> None:
    # Who never confirmed has no seat that could be taken: their link says what became of it.
    if gone.sequence:
        service.send([contact_mailing.to_taken_back(door.about, host, gone, contact, now=now)], now)


def _ask_to_confirm(door: Door, contact: Acting, ids: list[int], host: Host, now: datetime) -> None:
    found = seat_queries.recipients(ids)
    for email in mail_limit.used_up([one.email for one in found], now=now)[:1]:
        words = text("%(email)s has had as many mails from us today as we send. Name them tomorrow.", email=email)
        raise Refused("people", words)
    service.send([contact_mailing.to_colleague(door.about, host, one, contact) for one in found], now)


def _count_names(contact: Acting, number: int, now: datetime) -> None:
    key = f"contact-names:{contact.public_id}"
    count_try(key, most=NAMED_A_DAY, now=now, window=timedelta(days=1), tries=number)


def _verified(attendee_id: int, now: datetime) -> None:
    amend(update(Attendee).where(Attendee.id == attendee_id).values(verified_at=now))
