"""Calling a date off: whom it would hit, as it is told before, and what becomes of its blocks and its invitations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import update

from training.core.db import amend
from training.core.permissions import Viewer
from training.seminars import block_queries, blocks, impact_queries, seat_queries, standing_queries
from training.seminars.organisation_models import Invitation
from training.seminars.rules import BlockState, State
from training.seminars.seat_queries import Recipient
from training.seminars.seats import Door

TOLD = (State.BOOKED, State.OFFERED, State.WAITLISTED, State.PENDING)
CALLED_OFF = (*TOLD, State.UNVERIFIED)


@dataclass(frozen=True)
class CallingOff:
    """What calling a date off would do, in numbers: `people` and `contacts` get a mail."""

    people: int
    entries: int
    unconfirmed: int
    blocks: int
    seats: int
    contacts: int
    invitations: int


def look(viewer: Viewer, session_public_id: str) -> CallingOff:
    """Tell what calling a date off would do; nothing is changed. Raises NotFound."""
    number = standing_queries.standing(viewer, session_public_id).id
    ids, kept = seat_queries.in_states(number, CALLED_OFF), impact_queries.blocks(number)
    told = whom_to_tell(ids)
    return CallingOff(
        people=len(told), entries=sum(1 for to in told if to.sequence), unconfirmed=len(ids[State.UNVERIFIED]),
        blocks=len(kept), seats=sum(one.seats for one in kept if one.state is BlockState.HELD),
        contacts=len(block_queries.kept([one.id for one in kept])), invitations=impact_queries.invitations(number),
    )  # fmt: skip


def whom_to_tell(ids: Mapping[State, Sequence[int]]) -> list[Recipient]:
    """Return whom a mail finds of those whose registration ends: who never confirmed is not written to."""
    return seat_queries.reachable([one for state in TOLD for one in ids[state]])


def end_blocks(door: Door) -> list[int]:
    """Return all blocks of a date and make its invitations void, in its open door, once its people are out."""
    ids = block_queries.open_in(door.session.id)
    for one in ids:
        blocks.give_back(door, one)
    revoking = update(Invitation).where(Invitation.session_id == door.session.id, Invitation.revoked_at.is_(None))
    amend(revoking.values(revoked_at=door.now))
    return ids
