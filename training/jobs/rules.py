"""Rules of jobs: states, how long a claim holds, when to try again."""

from datetime import timedelta
from enum import StrEnum

LEASE = timedelta(minutes=5)
"""A job whose worker died comes back when its lease has run out."""
MOST_ATTEMPTS = 12


class JobState(StrEnum):
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


def pause(attempts: int) -> timedelta:
    """Return how long to wait after the given number of failed attempts: 30 s, doubling, at most six hours."""
    return min(timedelta(seconds=30) * 2 ** max(0, attempts - 1), timedelta(hours=6))
