"""Blocks of seats for organisations: asked for, given back in part or whole. Each verb stands in an open door.

A block waits in the same queue as people and gets its seats from the same `settle`, all at once: at least `least`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from training.core.db import amend, database
from training.core.errors import Conflict, Refused
from training.core.text import text
from training.core.world import new_public_id
from training.seminars import block_queries, seat_queries
from training.seminars.organisation_models import Allotment
from training.seminars.rules import BlockState, some_seats
from training.seminars.seats import Door


@dataclass(frozen=True)
class NewBlock:
    """Seats wanted for an organisation; with fewer than `least` it would rather go on waiting."""

    organisation_id: int
    seats: int
    least: int
    release_at: datetime
    contact_id: int | None = None


def ask_for_block(door: Door, new: NewBlock, *, priority: int = 0) -> str:
    """Put a block into the queue and return its public id; with enough free seats it holds them when the door closes.

    Raises Refused at `seats`, `least` and `release_at`.
    """
    _check(door, new)
    door.session.queue_number += 1
    door.session.waiting_blocks += 1
    public_id = new_public_id()
    values = {
        "public_id": public_id, "session_id": door.session.id, "organisation_id": new.organisation_id,
        "contact_id": new.contact_id, "state": BlockState.WAITING, "seats": new.seats, "least": new.least, "used": 0,
        "priority": priority, "queue_number": door.session.queue_number, "release_at": new.release_at,
        "asked_at": door.now,
    }  # fmt: skip
    database.session.execute(insert(Allotment).values(values))
    return public_id


def give_back(door: Door, block_id: int) -> int:
    """Return the seats that nobody holds by name to everyone, or leave the queue; return how many came free.

    Harmless when repeated.
    """
    block = seat_queries.block(door.session.id, block_id)
    if block.state is BlockState.WAITING:
        _set(block_id, state=BlockState.GIVEN_UP)
        door.session.waiting_blocks -= 1
    if block.state is not BlockState.HELD:
        return 0
    _set(block_id, state=BlockState.RETURNED, seats=block.used)
    door.session.taken -= block.seats - block.used
    return block.seats - block.used


def shrink(door: Door, block_id: int, seats: int) -> int:
    """Keep fewer seats; return how many came free.

    Raises Refused at `seats`, and Conflict for a block that holds none any more.
    """
    block = seat_queries.block(door.session.id, block_id)
    if block.state is not BlockState.HELD:
        raise Conflict(text("This block was given back before. Reload the page and look again."))
    if not max(block.used, 1) <= seats <= block.seats:
        words = text("Enter a number from %(low)s to %(high)s.", low=max(block.used, 1), high=block.seats)
        raise Refused("seats", words)
    _set(block_id, seats=seats, least=min(block.least, seats))
    door.session.taken -= block.seats - seats
    return block.seats - seats


def keep_to_the_start(door: Door, block_id: int, contact_id: int | None) -> int:
    """Keep the seat that somebody has just left in a block until the session begins; return the block that keeps it.

    A block that lasts until then keeps it itself. Otherwise the seat goes on into one that does, so that neither the
    end of the first block nor the queue takes it.
    """
    block = seat_queries.block(door.session.id, block_id)
    starts_at = door.session.starts_at
    if block.state is BlockState.HELD:
        if block.release_at >= starts_at:
            return block_id
        rest = block.seats - 1
        _set(block_id, seats=rest, least=min(block.least, rest), state=BlockState.HELD if rest else BlockState.RETURNED)
        door.session.taken -= 1
    door.session.taken += 1
    lasting = block_queries.held_to_the_start(door.session.id, block.organisation_id, starts_at)
    if lasting is not None:
        _set(lasting, seats=Allotment.seats + 1)
        return lasting
    door.session.queue_number += 1
    values = {
        "public_id": new_public_id(), "session_id": door.session.id, "organisation_id": block.organisation_id,
        "contact_id": contact_id, "state": BlockState.HELD, "seats": 1, "least": 1, "used": 0,
        "queue_number": door.session.queue_number, "release_at": starts_at, "asked_at": door.now,
    }  # fmt: skip
    adding = insert(Allotment).values(values).returning(Allotment.id)
    number: int = database.session.execute(adding).scalar_one()
    return number


def _check(door: Door, new: NewBlock) -> None:
    capacity = door.session.capacity
    if capacity is not None and new.least > capacity:
        raise Refused("seats", text("The room has %(seats)s. Ask for at most that many.", seats=some_seats(capacity)))
    if not 1 <= new.least <= new.seats:
        raise Refused("least", text("Enter a number from %(low)s to %(high)s.", low=1, high=new.seats))
    if not door.now < new.release_at <= door.session.starts_at:
        raise Refused("release_at", text("Choose a time between now and the start of the seminar."))


def _set(block_id: int, **values: Any) -> None:
    amend(update(Allotment).where(Allotment.id == block_id).values(values))
