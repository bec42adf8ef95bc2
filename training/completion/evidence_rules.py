"""Rules of evidence: how large a sample is and how it is drawn, how long an auditor may read, what a job is called."""

from collections.abc import Iterable
from datetime import timedelta
from heapq import nsmallest

from training.core.digest import digest

BUILD_PACK = "reports.evidence-pack"
"""The job that builds a pack; its room stands above this one."""
SAMPLE, MOST_SAMPLED = 25, 500
LONGEST_READING = 90
"""Days from today on which an auditor may still read."""
SETTLES = timedelta(seconds=12)
"""Nobody waits longer to write (core.db: ten seconds): by then all that was recorded before the asking can be read."""
PART = 4 * 1024 * 1024
"""Bytes of a pack that one row holds."""


def draw_key(seed: str, person: str) -> str:
    """Return the SHA-256 by which a person stands in the draw. `person` is their key in population.csv."""
    return digest(f"{seed}:{person}".encode())


def drawn(seed: str, people: Iterable[str], number: int) -> list[tuple[str, str]]:
    """Return (SHA-256, person) of the drawn: those with the smallest, in that order. Needs the memory of the drawn."""
    return nsmallest(number, ((draw_key(seed, person), person) for person in people))
