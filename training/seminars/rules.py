"""Rules of seminars: states of a registration and the moves between them, audiences, marks of attendance."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from training.core.text import Text, text

VERIFY_HOLDS = timedelta(hours=24)
"""How long a guest may take to press the button of the mail."""
MANAGE_HOLDS = timedelta(days=14)
"""How long after a session the link of a guest still opens."""
LONGEST_GREETED = 60
PART_THAT_COUNTS = 80  # per cent of the session's minutes
RESERVED = frozenset(
    {"approvals", "colleague", "embed", "erased", "here", "interest", "invitation", "manage", "verify"}
)
"""First parts of addresses below /seminars/ that no seminar may take."""


class Mode(StrEnum):
    IN_PERSON = "in-person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Audience(StrEnum):
    """Whom a session is for. `invited`: outsiders with an invitation; it stands in no list."""

    STAFF = "staff"
    OUTSIDE = "outside"
    BOTH = "both"
    INVITED = "invited"


PUBLIC = frozenset({Audience.OUTSIDE, Audience.BOTH})
"""Whose page everybody may open."""


class SessionStatus(StrEnum):
    """`closed`: nobody new may ask, who waits may still move up. `held`: attendance has been signed."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    HELD = "held"
    ARCHIVED = "archived"


class State(StrEnum):
    """`pending`: a manager has to agree. `offered`: a seat is kept until the offer lapses."""

    UNVERIFIED = "unverified"
    PENDING = "pending"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    BOOKED = "booked"
    ATTENDED = "attended"
    PARTIAL = "partial"
    ABSENT = "absent"
    EXCUSED = "excused"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    EXPIRED = "expired"


class BlockState(StrEnum):
    """A block of seats for an organisation: it waits as one, holds its seats, or has given them back."""

    WAITING = "waiting"
    HELD = "held"
    RETURNED = "returned"
    GIVEN_UP = "given-up"


class Mark(StrEnum):
    """What the trainer ticks."""

    HERE = "here"
    PARTLY = "partly"
    ABSENT = "absent"
    EXCUSED = "excused"


HERE = (Mark.HERE, Mark.PARTLY)
"""Ticks of who is in the room."""
AFTER = frozenset({State.ATTENDED, State.PARTIAL, State.ABSENT, State.EXCUSED})
HOLDING = AFTER | {State.BOOKED, State.OFFERED}
"""States that hold a seat."""
KEPT_FOR = (State.BOOKED, State.OFFERED)
"""States in which a seat waits for somebody who has not come yet."""
DEAD = frozenset({State.CANCELLED, State.DECLINED, State.EXPIRED})
"""States after which the same attendee may register anew."""
ASKING = (State.UNVERIFIED, State.PENDING, State.WAITLISTED)
"""States that hope for a seat."""

EDGES: dict[State | None, frozenset[State]] = {
    None: frozenset({State.UNVERIFIED, State.PENDING, State.WAITLISTED, State.BOOKED}),
    State.UNVERIFIED: frozenset({State.PENDING, State.WAITLISTED, State.BOOKED, State.CANCELLED, State.EXPIRED}),
    State.PENDING: frozenset({State.WAITLISTED, State.DECLINED, State.CANCELLED, State.EXPIRED}),
    State.WAITLISTED: frozenset({State.BOOKED, State.OFFERED, State.CANCELLED, State.EXPIRED}),
    State.OFFERED: frozenset({State.BOOKED, State.WAITLISTED, State.CANCELLED, State.EXPIRED}),
    State.BOOKED: frozenset({State.CANCELLED, State.WAITLISTED}) | AFTER,
    **{state: AFTER - {state} for state in AFTER},
    **{state: frozenset() for state in DEAD},
}
"""The only moves there are. Straight to `booked` go only those whose seat is kept already, in a block or by a swap."""


def takes_people(status: SessionStatus, starts_at: datetime, now: datetime) -> bool:
    """Tell whether a session still gives seats: planned, not called off, held or begun."""
    return status in {SessionStatus.OPEN, SessionStatus.CLOSED} and now < starts_at


def counts_for_code(state: State | None) -> bool:
    """Tell whether a registration counts as a use of the code with which it came: confirmed, and not gone."""
    return state not in DEAD | {None, State.UNVERIFIED}


def is_late(cancel_until: datetime | None, now: datetime) -> bool:
    """Tell whether the deadline for giving a seat up has passed."""
    return cancel_until is not None and now >= cancel_until


def offer_ends(hours: int, starts_at: datetime, now: datetime) -> datetime:
    """Return when an offer made now lapses: after some hours, and never after the start."""
    return min(now + timedelta(hours=hours), starts_at)


@dataclass(frozen=True)
class InQueue:
    """Who waits: one person, or a block that takes at least `least` seats and at most `seats`."""

    id: int
    rank: tuple[int, int]
    """Priority, queue number: the smallest first."""
    block: bool = False
    least: int = 1
    seats: int = 1


def share_out(waiting: Iterable[InQueue], free: int) -> list[tuple[InQueue, int]]:
    """Give free seats in the order of the queue; who needs more than are left is passed over. → (who, how many)."""
    given: list[tuple[InQueue, int]] = []
    for one in sorted(waiting, key=lambda each: each.rank):
        if one.least <= free:
            seats = min(one.seats, free)
            given.append((one, seats))
            free -= seats
    return given


def audiences(*, staff: bool, runs: bool) -> tuple[Audience, ...]:
    """Return which sessions somebody may see: those who run them see all, staff theirs, a visitor the public ones."""
    if runs:
        return tuple(Audience)
    return (Audience.STAFF, Audience.BOTH) if staff else (Audience.OUTSIDE, Audience.BOTH)


def seats_left(capacity: int | None, taken: int) -> int | None:
    """Return how many seats are free; None: as many as come."""
    return None if capacity is None else capacity - taken


def few(capacity: int | None, taken: int) -> bool:
    """Tell whether a quarter of the seats or fewer are left."""
    return capacity is not None and 0 < 4 * (capacity - taken) <= capacity


def organisation_key(name: str) -> str:
    """Return the name by which an organisation is found again: casefolded, compatible forms, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def counts(mark: Mark, minutes: int, of: int) -> bool:
    """Tell whether a mark completes the seminar: who was here, and who was partly here for 80 % of its minutes."""
    return mark is Mark.HERE or (mark is Mark.PARTLY and 100 * minutes >= PART_THAT_COUNTS * of)


def state_after(mark: Mark) -> State:
    """Return the state of a registration once its mark is signed."""
    return {
        Mark.HERE: State.ATTENDED, Mark.PARTLY: State.PARTIAL, Mark.ABSENT: State.ABSENT, Mark.EXCUSED: State.EXCUSED,
    }[mark]  # fmt: skip


def minutes_present(mark: Mark, minutes: int | None, of: int) -> int:
    """Return the minutes that a record states: all of them, those noted, or none."""
    return {Mark.HERE: of, Mark.PARTLY: minutes or 0}.get(mark, 0)


def place_words(venue: str | None, address: str | None, city: str | None) -> str:
    """Say where: "Building C, room 204, 400 Canal Street, Chicago"; nothing for an online session.

    A city that stands between the commas of the venue or the address already is not said twice.
    """
    said = {part.strip() for line in (venue, address) if line for part in line.split(",")}
    return ", ".join(part for part in (venue, address, None if city in said else city) if part)


def fit_to_greet(name: str) -> str:
    """Return a name as a letter may begin with it, or "" for words that are none.

    Anybody may type anything as the name of a guest: our letters carry no address or number for a stranger.
    """
    plain = " ".join(name.split())
    signs = set(plain.replace(". ", " ").rstrip("."))
    return plain if len(plain) <= LONGEST_GREETED and all(map(_of_a_name, signs)) else ""


def _of_a_name(sign: str) -> bool:
    return sign.isalpha() or unicodedata.combining(sign) > 0 or sign in " -'’·"


def some_seats(number: int) -> Text:
    """Return "one seat" or "12 seats", for a sentence that names a number of them."""
    return text("one seat") if number == 1 else text("%(n)s seats", n=number)
