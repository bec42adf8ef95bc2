"""What is going to happen: acts with their instants, carried out in that order."""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime

Act = Callable[[datetime], None]
"""Carries something out at an instant, inside a write transaction."""


class Diary:
    """Holds acts until their time has come. Of two acts at one instant the one that was entered first comes first."""

    def __init__(self) -> None:
        self._entries: list[tuple[datetime, int, Act]] = []
        self._entered = 0

    def enter(self, at: datetime, act: Act) -> None:
        """Enter an act."""
        heapq.heappush(self._entries, (at, self._entered, act))
        self._entered += 1

    def until(self, end: datetime) -> Iterator[tuple[datetime, Act]]:
        """Take out what happens before an instant; acts may enter others meanwhile."""
        while self._entries and self._entries[0][0] < end:
            at, _number, act = heapq.heappop(self._entries)
            yield at, act
