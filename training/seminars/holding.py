"""Verbs about blocks of seats: a contact or the desk holds them, fewer are kept, time gives back what has no name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from training.audit.service import Happening, record, record_all
from training.core.db import amend
from training.core.errors import NotFound, Refused
from training.core.text import text
from training.notices.service import write
from training.seminars import block_queries, blocks, contact_mailing, contact_queries, seat_queries, seats, service
from training.seminars.block_queries import Acting, Kept
from training.seminars.blocks import NewBlock
from training.seminars.contacts import ContactClaim, acting
from training.seminars.letters import Host
from training.seminars.organisation_models import Allotment
from training.seminars.organisation_rules import (
    MOST_BLOCKS,
    MOST_SEATS,
    OPEN_TO_CONTACTS,
    agreed,
    release_moment,
)
from training.seminars.rules import BlockState, SessionStatus, State
from training.seminars.seat_queries import Block
from training.seminars.seats import Door


@dataclass(frozen=True)
class Wish:
    """How many seats, with how few they would be content, and the last day on which somebody is named."""

    seats: int
    least: int
    until: date


@dataclass(frozen=True)
class Held:
    """The block, and how many seats it has at once; 0: it waits."""

    block: str
    seats: int


def hold_seats(claim: ContactClaim, session_public_id: str, wish: Wish, *, host: Host, now: datetime) -> Held:
    """Keep seats for the organisation of a contact, or put it into the queue as one.

    Raises NotFound and Refused: over, full up with blocks, too many seats, no agreement any more.
    """
    contact = acting(claim, locked=True)
    if not contact_queries.is_there(contact, session_public_id):
        raise NotFound
    return _hold(contact, session_public_id, wish, by_id=None, host=host, now=now)


def hold_for(
    contact_public_id: str, session_public_id: str, wish: Wish, *, by_id: int | None, host: Host, now: datetime
) -> Held:
    """Do the same on behalf of a contact, who gets the same mails.

    Raises what `hold_seats` does, and Refused at `contact` for who has not opened their page yet.
    """
    contact = block_queries.contact(contact_public_id, locked=True)
    if contact.confirmed_at is None:
        raise Refused("contact", text("This contact has not opened their page yet. Ask them to, then try again."))
    return _hold(contact, session_public_id, wish, by_id=by_id, host=host, now=now)


def _hold(contact: Acting, session_public_id: str, wish: Wish, *, by_id: int | None, host: Host, now: datetime) -> Held:
    _within_limits(contact, wish)
    with seats.change(session_public_id, by_id=by_id, now=now) as door:
        _admit(door, contact)
        release_at = release_moment(wish.until, door.session.zone, door.session.starts_at)
        new = NewBlock(contact.organisation_id, wish.seats, wish.least, release_at, contact.id)
        public_id = blocks.ask_for_block(door, new)
    place = block_queries.place(contact.organisation_id, public_id)
    record(Happening("seats-held", "allotment", place.id, {"contact": contact.public_id}), actor_id=by_id, now=now)
    service.tell_booked(door, host, now)
    had = sum(one.seats for one in door.kept if one.id == place.id)
    if not had:
        write(*(contact_mailing.to_waits(door.about, host, one) for one in block_queries.kept([place.id])), now=now)
    return Held(public_id, had)


def keep_fewer(claim: ContactClaim, block_public_id: str, number: int, *, host: Host, now: datetime) -> int:
    """Keep only so many seats of a block; return how many went back. Raises NotFound, Conflict, and Refused."""
    contact = acting(claim)
    place = block_queries.place(contact.organisation_id, block_public_id)
    with seats.change(place.session, by_id=None, now=now) as door:
        named = block_queries.named_in(place.id)
        if number < named:
            words = text("Named already: %(n)s. Take somebody back first, or keep at least as many.", n=named)
            raise Refused("seats", words)
        freed = blocks.shrink(door, place.id, number)
    _noted("seats-fewer", place.id, contact, now)
    service.tell_booked(door, host, now)
    return freed


def give_rest_back(claim: ContactClaim, block_public_id: str, *, host: Host, now: datetime) -> int:
    """Give back the seats for which nobody is named, or leave the queue; return how many went back.

    Who is named and has not confirmed keeps the seat that is meant for them. Harmless when repeated.
    """
    contact = acting(claim)
    place = block_queries.place(contact.organisation_id, block_public_id)
    with seats.change(place.session, by_id=None, now=now) as door:
        named = block_queries.named_in(place.id)
        held = seat_queries.block(door.session.id, place.id).state is BlockState.HELD
        freed = blocks.shrink(door, place.id, named) if held and named else blocks.give_back(door, place.id)
    _noted("seats-given-back", place.id, contact, now)
    service.tell_booked(door, host, now)
    return freed


# --- what time does ---------------------------------------------------------------------------------------------------


def release_due(session_public_id: str, *, host: Host, now: datetime) -> int:
    """Give back what nobody holds by name in the blocks of a session whose time is over; return how many seats.

    Safe to repeat.
    """
    with seats.change(session_public_id, by_id=None, now=now) as door:
        before = [seat_queries.block(door.session.id, one) for one in block_queries.due(door.session.id, now)]
        freed = {one.id: blocks.give_back(door, one.id) for one in before}
    record_all([Happening("seats-released", "allotment", one) for one in freed], actor_id=None, now=now)
    _tell_ended(door, before, freed, host, now)
    service.tell_booked(door, host, now)
    return sum(freed.values())


def remind_contact(block: Kept, *, host: Host, now: datetime) -> None:
    """Remind the contact of a block with seats without a name, once. Safe to repeat."""
    row = seat_queries.lock(block.session, None)
    marking = update(Allotment).where(Allotment.public_id == block.block, Allotment.reminded_at.is_(None))
    amend(marking.values(reminded_at=now))
    record(Happening("contact-reminded", "allotment", None, {"block": block.block}), actor_id=None, now=now)
    write(contact_mailing.to_reminder(seats.about(row), host, block), now=now)


def expire_named(session_public_id: str, *, now: datetime) -> int:
    """End what colleagues never confirmed once the session has begun, and forget them; return how many."""
    with seats.change(session_public_id, by_id=None, now=now) as door:
        over = now >= door.session.starts_at
        ids = block_queries.stale(door.session.id) if over else []
        moved = door.move(ids, State.UNVERIFIED, State.EXPIRED)
    record_all([Happening("seminar-expired", "registration", one.id) for one in moved], actor_id=None, now=now)
    service.forget_guests(seat_queries.unheard_of([one.id for one in moved]), now=now)
    return len(moved)


def _tell_ended(door: Door, before: Sequence[Block], freed: dict[int, int], host: Host, now: datetime) -> None:
    waited = {one.id for one in before if one.state is BlockState.WAITING}
    returned = [one.id for one in before if freed[one.id] and now < door.session.starts_at]
    messages = [contact_mailing.to_not_kept(door.about, host, one) for one in block_queries.kept(sorted(waited))]
    for number in returned:
        messages += [contact_mailing.to_returned(door.about, host, one, freed[number])
                     for one in block_queries.kept([number])]  # fmt: skip
    write(*messages, now=now)


def tell_called_off(door: Door, ids: Sequence[int], reason: str, *, host: Host, now: datetime) -> int:
    """Tell the contacts of blocks that their date does not take place; return how many were told."""
    told = block_queries.kept(ids)
    write(*(contact_mailing.to_called_off(door.about, host, one, reason) for one in told), now=now)
    return len(told)


# --- what the verbs share ---------------------------------------------------------------------------------------------


def _within_limits(contact: Acting, wish: Wish) -> None:
    number, kept = block_queries.open_blocks(contact.organisation_id)
    if number >= MOST_BLOCKS:
        words = text(
            "%(organisation)s has %(n)s blocks open. Give one back first.", organisation=contact.organisation, n=number
        )
        raise Refused("", words)
    if kept + wish.seats > MOST_SEATS:
        left = MOST_SEATS - kept
        raise Refused("seats", text("%(n)s more seats can be kept. Give others back first.", n=left))


def _admit(door: Door, contact: Acting) -> None:
    session = door.session
    if session.audience not in OPEN_TO_CONTACTS or session.status is SessionStatus.DRAFT:
        raise NotFound
    if not door.open or session.status is not SessionStatus.OPEN or not _in_the_window(door):
        raise Refused("", text("This date takes nobody any more. Choose another one."))
    if not agreed(contact.agreement_until, session.zone, door.now):
        raise Refused(
            "", text("The agreement with %(organisation)s is over. It has to be renewed first.",
                     organisation=contact.organisation)
        )  # fmt: skip


def _in_the_window(door: Door) -> bool:
    opens, closes = door.session.opens_at, door.session.closes_at
    return (opens is None or opens <= door.now) and (closes is None or door.now < closes)


def _noted(action: str, block_id: int, contact: Acting, now: datetime) -> None:
    record(Happening(action, "allotment", block_id, {"contact": contact.public_id}), actor_id=None, now=now)
