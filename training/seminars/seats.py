"""The only door to a session's seats: lock the session's row, change, then let the head of the queue have what is free.

A newcomer joins the queue and never takes a seat; `settle` alone gives seats away. Nothing else sets a registration's
state or the number of seats taken, so that whatever frees a seat (a cancellation, more chairs) ends in the same lines.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, or_, update
from sqlalchemy import insert as plain_insert

from training.core.db import amend, database, insert
from training.core.errors import Conflict, Refused
from training.core.text import text
from training.core.world import new_public_id
from training.seminars import needs, seat_queries
from training.seminars.letters import About
from training.seminars.models import Registration, RegistrationEvent, SeminarSession
from training.seminars.organisation_models import Allotment, Invitation
from training.seminars.rules import (
    DEAD,
    EDGES,
    HOLDING,
    PUBLIC,
    BlockState,
    InQueue,
    SessionStatus,
    State,
    counts_for_code,
    offer_ends,
    place_words,
    share_out,
    takes_people,
)

UNLIMITED = 1_000_000
"""How many may be promoted at once where there is no limit."""
AT_ONCE = 500
"""Ids in one statement."""
_events: Any = RegistrationEvent.__table__
HISTORY = plain_insert(_events)
MOVED = (Registration.id, Registration.calendar_sequence, Registration.allotment_id, Registration.invitation_id)


class Joined(NamedTuple):
    """A new registration, still in the queue."""

    id: int
    public_id: str
    queue_number: int


class Booked(NamedTuple):
    """A registration that was moved, for example one to which `settle` has given a seat."""

    id: int
    calendar_sequence: int
    allotment_id: int | None
    invitation_id: int | None = None


class Kept(NamedTuple):
    """A block that waited and holds its seats now."""

    id: int
    seats: int


@dataclass
class Door:
    """One session, locked until the end of the transaction.

    `booked`, `offered` and `kept` are filled by `settle`, when the door closes.
    """

    session: SeminarSession
    about: About
    row: Row[Any]
    """What the lock brought along: the subject, and whom the verb is about."""
    by_id: int | None
    now: datetime
    booked: list[Booked] = field(default_factory=list)
    offered: list[Booked] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    asking: set[int] = field(default_factory=set)
    """Who asks just now: they need no offer, for they are there to take the seat."""
    history: list[dict[str, Any]] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether the session gives seats."""
        return takes_people(self.session.status, self.session.starts_at, self.now)

    def join(
        self, attendee_id: int, first: State, *, priority: int = 0, reason: str | None = None, **more: Any
    ) -> Joined | None:
        """Put somebody into the queue, or before it. None if they are registered already.

        `more` are further columns. Who begins `booked` takes a seat that is kept for them: out of the block that
        `allotment_id` names, or one that somebody left in this very door.
        """
        joined = self.join_all([attendee_id], first, priority=priority, reason=reason, **more)
        return joined[0] if joined else None

    def join_all(
        self, attendee_ids: Sequence[int], first: State, *, priority: int = 0, reason: str | None = None, **more: Any
    ) -> list[Joined]:
        """Put many into the queue in their order, in one statement; return those who were not registered already."""
        _check_edge(None, first)
        rows = []
        for attendee_id in attendee_ids:
            self.session.queue_number += 1
            rows.append({
                "public_id": new_public_id(), "session_id": self.session.id, "attendee_id": attendee_id, "state": first,
                "priority": priority, "queue_number": self.session.queue_number, "link_version": 0,
                "calendar_sequence": 0, "registered_at": self.now, "named_in_id": more.get("allotment_id"), **more,
            })  # fmt: skip
        joining = insert(Registration).values(rows).on_conflict_do_nothing()
        returned = joining.returning(Registration.id, Registration.public_id, Registration.queue_number)
        joined = [Joined(*row) for row in database.session.execute(returned)] if rows else []
        ids = [one.id for one in joined]
        self.asking |= set(ids) if first is State.WAITLISTED else set()
        self.note(ids, None, first, reason)
        self._count([Booked(one, 0, more.get("allotment_id"), more.get("invitation_id")) for one in ids], None, first)
        return joined

    def move(
        self, ids: Sequence[int], old: State, new: State, *, reason: str | None = None, **more: Any
    ) -> list[Booked]:
        """Move registrations of this session along one edge; return those that were still where they were said.

        `more` are further columns to set.
        """
        _check_edge(old, new)
        parts = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
        moved = [one for part in parts for one in self._moved(part, old, new, more)]
        self.note([one.id for one in moved], old, new, reason)
        self._count(moved, old, new)
        needs.forget([one.id for one in moved if new in DEAD])
        return moved

    def _count(self, moved: Sequence[Booked], old: State | None, new: State) -> None:
        """Count the seats: those in a block that is held were taken with the block, all others are everyone's."""
        step = (new in HOLDING) - (old in HOLDING)
        self.session.taken += step * len(moved) if step else 0
        of_blocks = Counter(one.allotment_id for one in moved if step and one.allotment_id is not None)
        for block, number in of_blocks.items():
            if _use(block, step * number) is BlockState.HELD:
                self.session.taken -= step * number
        _count_codes(moved, old, new)

    def _moved(self, ids: Sequence[int], old: State, new: State, more: dict[str, Any]) -> list[Booked]:
        told = State.BOOKED in {old, new} and new in {State.BOOKED, State.CANCELLED, State.WAITLISTED}
        rows = [Registration.session_id == self.session.id, Registration.id.in_(ids), Registration.state == old]
        if new is State.WAITLISTED:
            # Who waits, waits for a seat of everyone's: nobody leaves a block for the queue with its seat in hand.
            more = more | {"allotment_id": None}
            rows += [Registration.allotment_id.is_(None)] if old in HOLDING else []
            self.asking |= set(ids) if old not in HOLDING else set()
        moving = (
            update(Registration)
            .where(*rows)
            .values(state=new, calendar_sequence=Registration.calendar_sequence + int(told), **more)
            .returning(*MOVED)
        )
        return _changed(moving)

    def resize(self, capacity: int | None) -> None:
        """Give the session more or fewer seats. Raises Refused below the number taken."""
        if capacity is not None and capacity < self.session.taken:
            raise Refused(
                "capacity",
                text(
                    "%(n)s seats are taken. Choose at least that many, or ask people to give theirs back.",
                    n=self.session.taken,
                ),
            )
        self.session.capacity = capacity

    def end(self, status: SessionStatus) -> None:
        """Close the session: cancelled, or held once its attendance is signed."""
        self.session.status = status

    def note(self, ids: Sequence[int], old: State | None, new: State, reason: str | None = None) -> None:
        """Write the history of a move."""
        self.history += [
            {"registration_id": one, "old": old, "new": new, "reason": reason, "happened_at": self.now,
             "recorded_at": self.now, "recorded_by_id": self.by_id}
            for one in ids
        ]  # fmt: skip


@contextmanager
def change(session_public_id: str, *, by_id: int | None, now: datetime, person_id: int | None = None) -> Iterator[Door]:
    """Lock a session, let the block change it, then settle. `person_id`: whose attendee the lock looks up."""
    yield from _through(seat_queries.lock(session_public_id, person_id), by_id, now)


@contextmanager
def change_of(registration_public_id: str, *, by_id: int | None, now: datetime) -> Iterator[Door]:
    """Lock the session of a registration, let the block change it, then settle."""
    yield from _through(seat_queries.lock_by_registration(registration_public_id), by_id, now)


def _through(row: Row[Any], by_id: int | None, now: datetime) -> Iterator[Door]:
    door = Door(row.SeminarSession, about(row), row, by_id, now)
    with database.session.no_autoflush:  # the session's row is written once, at the end
        yield door
        settle(door)
    database.session.flush()
    if door.history:
        database.session.execute(HISTORY, door.history)


def settle(door: Door) -> None:
    """Give what is free to the head of the queue, at once. The only place that promotes."""
    free = UNLIMITED if door.session.capacity is None else door.session.capacity - door.session.taken
    if free <= 0 or not door.open:
        return
    if door.session.offer_hours is None and not door.session.waiting_blocks:
        _promote(door, seat_queries.HEAD.params(session=door.session.id, free=free), State.BOOKED)
        return
    _promote_in_order(door, share_out(seat_queries.queue(door.session.id, free, door.now), free))


def _promote_in_order(door: Door, given: Sequence[tuple[InQueue, int]]) -> None:
    """Give seats to people and to blocks; who did not ask just now gets an offer where the session makes offers."""
    people = [one.id for one, _ in given if not one.block]
    at_once = set(people) if door.session.offer_hours is None else door.asking & set(people)
    for ids, new in (([one for one in people if one in at_once], State.BOOKED),
                     ([one for one in people if one not in at_once], State.OFFERED)):  # fmt: skip
        for start in range(0, len(ids), AT_ONCE):
            _promote(door, ids[start : start + AT_ONCE], new)
    for block, seats in ((one, seats) for one, seats in given if one.block):
        amend(update(Allotment).where(Allotment.id == block.id).values(state=BlockState.HELD, seats=seats))
        door.kept.append(Kept(block.id, seats))
        door.session.taken += seats
        door.session.waiting_blocks -= 1


def _promote(door: Door, ids: Any, new: State) -> None:
    values: dict[str, Any] = {"state": new}
    if new is State.BOOKED:
        values["calendar_sequence"] = Registration.calendar_sequence + 1
    else:
        values["offer_until"] = offer_ends(door.session.offer_hours or 1, door.session.starts_at, door.now)
    promoting = update(Registration).where(Registration.id.in_(ids)).values(values).returning(*MOVED)
    promoted = _changed(promoting)
    (door.booked if new is State.BOOKED else door.offered).extend(promoted)
    door.note([one.id for one in promoted], State.WAITLISTED, new)
    door.session.taken += len(promoted)


def _use(block_id: int, seats: int) -> BlockState:
    """Count seats of a block as used (or no longer); return its state. Raises Conflict where none is left in it."""
    rows = [Allotment.id == block_id]
    if seats > 0:
        rows += [Allotment.state == BlockState.HELD, Allotment.used + seats <= Allotment.seats]
    using = update(Allotment).where(*rows).values(used=Allotment.used + seats).returning(Allotment.state)
    state: BlockState | None = amend(using).scalar_one_or_none()
    if state is None:
        raise Conflict(text("The seats of this block are used up, or went back. Reload the page and look again."))
    if state is not BlockState.HELD:
        # What comes free in a block that has been returned is everyone's: the block keeps no seat for it.
        amend(update(Allotment).where(Allotment.id == block_id).values(seats=Allotment.used))
    return state


def _count_codes(moved: Sequence[Booked], old: State | None, new: State) -> None:
    """Count how many came with each code: those who confirmed and are not gone. Raises Conflict beyond its most."""
    step = counts_for_code(new) - counts_for_code(old)
    by_code = Counter(one.invitation_id for one in moved if step and one.invitation_id is not None)
    for code, number in by_code.items():
        rows = [Invitation.id == code]
        if step > 0:
            rows.append(or_(Invitation.most.is_(None), Invitation.used + number <= Invitation.most))
        using = update(Invitation).where(*rows).values(used=Invitation.used + step * number).returning(Invitation.id)
        if amend(using).scalar_one_or_none() is None:
            raise Conflict(text("This code is used up. Ask whoever sent it for another one."))


def _check_edge(old: State | None, new: State) -> None:
    if new not in EDGES[old]:
        raise Conflict(text("This cannot be done any more. Reload the page and look again."))


def _changed(statement: Any) -> list[Booked]:
    return [Booked(*row) for row in amend(statement)]


def about(row: Row[Any]) -> About:
    """Return what letters say of the session in a row of the lock."""
    session = row.SeminarSession
    return About(
        row.title, row.slug, session.public_id, session.starts_at, session.ends_at, session.zone,
        place_words(row.venue, row.address, row.city), session.join_url or "", public=session.audience in PUBLIC,
    )  # fmt: skip
