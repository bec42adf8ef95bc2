"""Chance that falls alike every time: whoever asks by the same names gets the same throws."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")

_SEED = "Alder & Finch"
_WIDTH = 1 << 64


class Chance:
    """A stream of numbers that begins from names, such as a person's number and a requirement.

    Each decision has a stream of its own, so that a new one does not change those that were there before.
    """

    def __init__(self, *names: object) -> None:
        told = "\n".join([_SEED, *map(str, names)])
        self._state = int.from_bytes(hashlib.sha256(told.encode()).digest()[:8])

    def number(self) -> int:
        """Return the next whole number of 64 bits (the generator SplitMix64)."""
        self._state = (self._state + 0x9E3779B97F4A7C15) % _WIDTH
        mixed = self._state
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 % _WIDTH
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % _WIDTH
        return mixed ^ (mixed >> 31)

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to below the limit."""
        return self.number() % limit

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def share(self) -> float:
        """Return a number from 0 to below 1."""
        return self.number() / _WIDTH

    def happens(self, per_cent: float) -> bool:
        """Tell whether something happens that happens so often in a hundred times."""
        return self.share() * 100 < per_cent

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[self.below(len(items))]

    def shuffled(self, items: Iterable[Item]) -> list[Item]:
        """Return the items in another order (Fisher and Yates)."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order
