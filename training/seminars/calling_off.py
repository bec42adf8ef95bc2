"""Calling a date off: what becomes of its blocks and its invitations."""

from sqlalchemy import update

from training.core.db import amend
from training.seminars import block_queries, blocks
from training.seminars.organisation_models import Invitation
from training.seminars.seats import Door


def end_blocks(door: Door) -> list[int]:
    """Return all blocks of a date and make its invitations void, in its open door, once its people are out."""
    ids = block_queries.open_in(door.session.id)
    for one in ids:
        blocks.give_back(door, one)
    revoking = update(Invitation).where(Invitation.session_id == door.session.id, Invitation.revoked_at.is_(None))
    amend(revoking.values(revoked_at=door.now))
    return ids
