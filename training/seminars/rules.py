"""Rules of seminars: states of a registration and the moves between them, audiences, marks of attendance."""

from enum import StrEnum


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
