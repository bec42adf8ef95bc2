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
    doublings = min(max(0, attempts - 1), 10)
    return min(timedelta(seconds=30 << doublings), timedelta(hours=6))
