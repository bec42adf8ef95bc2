"""Codes of invitation: made, revoked, and checked in an open door, when somebody asks and again when they confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import amend, database, insert
from training.core.errors import Conflict, NotFound, Refused
from training.core.text import text
from training.core.world import new_public_id
from training.seminars import block_queries, seat_queries
from training.seminars.block_queries import Code
from training.seminars.organisation_models import Invitation
from training.seminars.organisation_rules import (
    CODE_LENGTH,
    MOST_CODES,
    OPEN_TO_CONTACTS,
    is_address,
    is_domain,
    lets_in,
    still_opens,
)
from training.seminars.rules import BlockState, State
from training.seminars.seats import Door

WRONG = text(
    "This code does not open this date for this address, or it is over or used up. Compare both with your invitation,"
    " or ask whoever sent it."
)
MOST_USES = 1000


@dataclass(frozen=True)
class NewCode:
    """Whom a code lets in, how often, and until when."""

    bound_to: Sequence[str]
    """Domains and addresses."""
    most: int | None = None
    ends_at: datetime | None = None


def make_code(
    session_id: int, new: NewCode, *, allotment_id: int | None = None, by_person_id: int | None, now: datetime
) -> str:
    """Make a code for a session, or for the seats of one of its blocks, and return it. Raises Refused."""
    _check(new, now)
    if allotment_id is not None:
        _check_number(allotment_id, now)
    values = {
        "session_id": session_id, "allotment_id": allotment_id, "domains": [o for o in new.bound_to if "@" not in o],
        "addresses": [one for one in new.bound_to if "@" in one], "most": new.most, "used": 0, "ends_at": new.ends_at,
        "created_at": now, "created_by_id": by_person_id,
    }  # fmt: skip
    code = new_public_id()[:CODE_LENGTH]
    adding = insert(Invitation).values(code=code, **values).on_conflict_do_nothing().returning(Invitation.id)
    number = database.session.scalar(adding)
    if number is None:  # one in a million million
        raise Conflict(text("Try once more."))
    record(Happening("code-made", "invitation", number), actor_id=by_person_id, now=now)
    return code


def revoke_code(invitation_id: int, *, by_person_id: int | None, now: datetime) -> None:
    """Let a code open nothing any more. Who came with it keeps what they have. Harmless when repeated."""
    revoking = (
        update(Invitation)
        .where(Invitation.id == invitation_id, Invitation.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(Invitation.id)
    )
    if amend(revoking).scalar_one_or_none() is not None:
        record(Happening("code-revoked", "invitation", invitation_id), actor_id=by_person_id, now=now)


def admit(door: Door, email: str, code: str) -> dict[str, Any]:
    """Check a code for who asks, and return what their registration is to hold. Raises NotFound and Refused."""
    found = _checked(door, block_queries.code(code), email)
    return {"invitation_id": found.id, "allotment_id": found.allotment_id}


def readmit(door: Door) -> State:
    """Check the code of who confirms once more, and return where they go. Raises NotFound and Refused."""
    code = block_queries.code_of(door.row.invitation_id)
    _checked(door, code, door.row.email or "")
    block_id = door.row.allotment_id
    if block_id is None:
        return State.WAITLISTED
    block = seat_queries.block(door.session.id, block_id)
    # Who was named by the contact comes before who only holds the code.
    free = block.state is BlockState.HELD and block_queries.named_in(block_id) < block.seats
    return State.BOOKED if free else State.WAITLISTED


def _checked(door: Door, code: Code | None, email: str) -> Code:
    if door.session.audience not in OPEN_TO_CONTACTS:
        raise NotFound
    if code is None or code.session_id != door.session.id or not lets_in(code.bound, email, door.now):
        raise Refused("", WRONG)
    return code


def _check_number(allotment_id: int, now: datetime) -> None:
    live = sum(still_opens(one, now) for one in block_queries.bounds_of_block(allotment_id))
    if live >= MOST_CODES:
        raise Refused("", text("%(n)s codes are open for these seats. Revoke one that nobody needs first.", n=live))


def _check(new: NewCode, now: datetime) -> None:
    wrong = [one for one in new.bound_to if not (is_address(one) if "@" in one else is_domain(one))]
    if wrong:
        words = text("“%(word)s” is neither a domain nor an address. Write company.example or"
                     " name@company.example.", word=wrong[0])  # fmt: skip
        raise Refused("bound_to", words)
    if not new.bound_to:
        raise Refused("bound_to", text("Say for which domains or addresses it is: a code for everybody is no code."))
    if new.ends_at is not None and new.ends_at <= now:
        raise Refused("ends_on", text("This day is past. Choose a later one."))
