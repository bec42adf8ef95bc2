"""Rules of seminars: states of a registration and the moves between them, audiences, marks of attendance."""

import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

VERIFY_HOLDS = timedelta(hours=24)
"""How long a guest may take to press the button of the mail."""
MANAGE_HOLDS = timedelta(days=14)
"""How long after a session the link of a guest still opens."""
PART_THAT_COUNTS = 80  # per cent of the session's minutes
RESERVED = frozenset({"manage", "verify"})
"""First parts of addresses below /seminars/ that no seminar may take."""


class Mode(StrEnum):
    IN_PERSON = "in-person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Audience(StrEnum):
    STAFF = "staff"
    OUTSIDE = "outside"
    BOTH = "both"


class SessionStatus(StrEnum):
    """`held` means that attendance has been signed."""

    OPEN = "open"
    CANCELLED = "cancelled"
    HELD = "held"


class State(StrEnum):
    UNVERIFIED = "unverified"
    WAITLISTED = "waitlisted"
    BOOKED = "booked"
    ATTENDED = "attended"
    PARTIAL = "partial"
    ABSENT = "absent"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Mark(StrEnum):
    """What the trainer ticks."""

    HERE = "here"
    PARTLY = "partly"
    ABSENT = "absent"


HOLDING = frozenset({State.BOOKED, State.ATTENDED, State.PARTIAL, State.ABSENT})
"""States that hold a seat."""
DEAD = frozenset({State.CANCELLED, State.EXPIRED})
"""States after which the same attendee may register anew."""
AFTER = frozenset({State.ATTENDED, State.PARTIAL, State.ABSENT})

EDGES: dict[State | None, frozenset[State]] = {
    None: frozenset({State.UNVERIFIED, State.WAITLISTED}),
    State.UNVERIFIED: frozenset({State.WAITLISTED, State.CANCELLED, State.EXPIRED}),
    State.WAITLISTED: frozenset({State.BOOKED, State.CANCELLED, State.EXPIRED}),
    State.BOOKED: frozenset({State.CANCELLED}) | AFTER,
    State.ATTENDED: AFTER - {State.ATTENDED},
    State.PARTIAL: AFTER - {State.PARTIAL},
    State.ABSENT: AFTER - {State.ABSENT},
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
}
"""The only moves there are."""


def takes_people(status: SessionStatus, starts_at: datetime, now: datetime) -> bool:
    """Tell whether a session still takes anybody: not one that is cancelled, held or begun."""
    return status is SessionStatus.OPEN and now < starts_at


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
    return {Mark.HERE: State.ATTENDED, Mark.PARTLY: State.PARTIAL, Mark.ABSENT: State.ABSENT}[mark]


def minutes_present(mark: Mark, minutes: int | None, of: int) -> int:
    """Return the minutes that a record states: all of them, those noted, or none."""
    return {Mark.HERE: of, Mark.PARTLY: minutes or 0, Mark.ABSENT: 0}[mark]


def place_words(venue: str | None, address: str | None, city: str | None) -> str:
    """Say where: "Building C, room 204, 400 Canal Street, Chicago"; nothing for an online session.

    A city that stands between the commas of the venue or the address already is not said twice.
    """
    said = {part.strip() for line in (venue, address) if line for part in line.split(",")}
    return ", ".join(part for part in (venue, address, None if city in said else city) if part)
