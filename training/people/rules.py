"""Rules of people: what a sign-in, a one-time link and a throttle may do, and for how long."""

from datetime import timedelta
from enum import StrEnum

WORKING_WEEK = "12345"
"""Monday to Friday, as ISO numbers the days: what a new site has."""
SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 1024
SIGN_IN_HOLDS = timedelta(days=30)
SIGN_IN_IDLE = timedelta(hours=12)
PRIVILEGED_HOLDS = timedelta(hours=12)
LINK_HOLDS = timedelta(hours=24)
SEEN_EVERY = timedelta(minutes=5)


class LinkPurpose(StrEnum):
    SET_PASSWORD = "set-password"  # noqa: S105  a purpose


class GrantSource(StrEnum):
    """Who said so: the roster (taken back by it too), a person, or the command line."""

    ROSTER = "roster"
    PERSON = "person"
    COMMAND = "command"


IMPORT_KEPT = timedelta(days=90)
"""How long an uploaded roster and the names in its plan are kept; the numbers stay."""
DAILY = "people.daily"
"""The job that lets go whose last day has come, and forgets old rosters."""
IMPORT_ROSTER = "people.import-roster"
"""The job that plans and applies a roster import."""


def planning_key(public_id: str) -> str:
    """Return the key of the job that plans an import."""
    return f"{public_id}:plan"


def applying_key(public_id: str, turn: int) -> str:
    """Return the key of the job that applies the plan of the given round."""
    return f"{public_id}:apply:{turn}"


class DoubtState(StrEnum):
    """What became of a doubt about the roster."""

    OPEN = "open"
    PUT_RIGHT = "put-right"
    STANDS = "stands"


class ImportState(StrEnum):
    """A roster import: read and planned, waiting for a yes, applying, and its ends."""

    PLANNING = "planning"
    PLANNED = "planned"
    REFUSED = "refused"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    DISCARDED = "discarded"
