"""The only door to a session's seats: lock the session's row, change, then let the head of the queue have what is free.

A newcomer joins the queue and never takes a seat; `settle` alone gives seats away. Nothing else sets a registration's
state or the number of seats taken, so that whatever frees a seat (a cancellation, more chairs) ends in the same lines.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, update
from sqlalchemy import insert as plain_insert

from training.core.db import database, insert
from training.core.errors import Conflict, Refused
from training.core.text import text
from training.core.world import new_public_id
from training.seminars import seat_queries
from training.seminars.letters import About
from training.seminars.models import Registration, RegistrationEvent, SeminarSession
from training.seminars.rules import EDGES, HOLDING, SessionStatus, State, place_words, takes_people

UNLIMITED = 1_000_000
"""How many may be promoted at once where there is no limit."""
AT_ONCE = 500
"""Ids in one statement."""
_events: Any = RegistrationEvent.__table__
HISTORY = plain_insert(_events)


class Joined(NamedTuple):
    """A new registration, still in the queue."""

    id: int
    public_id: str
    queue_number: int


class Booked(NamedTuple):
    """A registration to which `settle` has given a seat."""

    id: int
    calendar_sequence: int


@dataclass
class Door:
    """One session, locked until the end of the transaction. `booked` is filled by `settle`, when the door closes."""

    session: SeminarSession
    about: About
    row: Row[Any]
    """What the lock brought along: the subject, and whom the verb is about."""
    by_id: int | None
    now: datetime
    booked: list[Booked] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether the session takes anybody."""
        return takes_people(self.session.status, self.session.starts_at, self.now)

    def join(self, attendee_id: int, first: State, *, priority: int = 0) -> Joined | None:
        """Put somebody into the queue (or before it, unverified). None if they are registered already."""
        _check_edge(None, first)
        self.session.queue_number += 1
        public_id = new_public_id()
        values = {
            "public_id": public_id, "session_id": self.session.id, "attendee_id": attendee_id, "state": first,
            "priority": priority, "queue_number": self.session.queue_number, "link_version": 0, "calendar_sequence": 0,
            "registered_at": self.now,
        }  # fmt: skip
        joining = insert(Registration).values(values).on_conflict_do_nothing().returning(Registration.id)
        number = database.session.execute(joining).scalar_one_or_none()
        if number is None:
            return None
        self.note([number], None, first)
        return Joined(number, public_id, self.session.queue_number)

    def move(self, ids: Sequence[int], old: State, new: State, *, reason: str | None = None) -> list[Booked]:
        """Move registrations of this session along one edge; return those that were still where they were said."""
        _check_edge(old, new)
        moved = [
            one for start in range(0, len(ids), AT_ONCE) for one in self._moved(ids[start : start + AT_ONCE], old, new)
        ]
        self.note([one.id for one in moved], old, new, reason)
        self.session.taken += len(moved) * ((new in HOLDING) - (old in HOLDING))
        return moved

    def _moved(self, ids: Sequence[int], old: State, new: State) -> list[Booked]:
        told = State.BOOKED in {old, new} and new in {State.BOOKED, State.CANCELLED}
        rows = (Registration.session_id == self.session.id, Registration.id.in_(ids), Registration.state == old)
        moving = (
            update(Registration).where(*rows)
            .values(state=new, calendar_sequence=Registration.calendar_sequence + int(told))
            .returning(Registration.id, Registration.calendar_sequence)
        )  # fmt: skip
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
    head = seat_queries.HEAD.params(session=door.session.id, free=free)
    promoting = (
        update(Registration)
        .where(Registration.id.in_(head))
        .values(state=State.BOOKED, calendar_sequence=Registration.calendar_sequence + 1)
        .returning(Registration.id, Registration.calendar_sequence)
    )
    door.booked = _changed(promoting)
    door.note([one.id for one in door.booked], State.WAITLISTED, State.BOOKED)
    door.session.taken += len(door.booked)


def _check_edge(old: State | None, new: State) -> None:
    if new not in EDGES[old]:
        raise Conflict(text("This cannot be done any more. Reload the page and look again."))


def _changed(statement: Any) -> list[Booked]:
    rows = database.session.execute(statement, execution_options={"synchronize_session": False})
    return [Booked(*row) for row in rows]


def about(row: Row[Any]) -> About:
    """Return what letters say of the session in a row of the lock."""
    session = row.SeminarSession
    return About(
        row.title, row.slug, session.public_id, session.starts_at, session.ends_at, session.zone,
        place_words(row.venue, row.address, row.city), session.join_url or "",
    )  # fmt: skip
