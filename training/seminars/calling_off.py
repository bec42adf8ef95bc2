"""Calling a date off: registrations end, blocks go back, invitations let nobody in any more, and all are told why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from training.core.db import database
from training.seminars import blocks, impact_queries, planning_mail
from training.seminars.impact_queries import BlockRow, ContactRow
from training.seminars.letters import About, Host
from training.seminars.organisation_models import Invitation
from training.seminars.seats import Door
from training.seminars.service import send


@dataclass(frozen=True)
class Ended:
    """Blocks that were returned, with whom to tell."""

    told: tuple[tuple[BlockRow, ContactRow], ...] = ()

    def tell(self, about: About, host: Host, reason: str, now: datetime) -> None:
        """Write to the contacts."""
        send([planning_mail.to_called_off_contact(about, host, to, reason=reason) for to in self.told], now)


def end_blocks(door: Door) -> Ended:
    """Return all blocks of a date and make its invitations void, in its open door, once its people are out."""
    found = impact_queries.blocks(door.session.id)
    contacts: Sequence[ContactRow] = impact_queries.contacts(door.session.id) if found else ()
    for one in found:
        blocks.give_back(door, one.id)
    revoking = update(Invitation).where(Invitation.session_id == door.session.id, Invitation.revoked_at.is_(None))
    database.session.execute(
        revoking.values(revoked_at=door.now), execution_options={"synchronize_session": False}
    )  # fmt: skip
    by_id = {one.id: one for one in found}
    return Ended(tuple((by_id[to.block_id], to) for to in contacts))
