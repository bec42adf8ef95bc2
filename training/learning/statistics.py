"""The arithmetic of answers: shares with their intervals, differences of shares, correlations. Pure.

Wilson's score interval: Wilson 1927. The interval of a difference of shares: Newcombe 1998, method 10. Both hold for
few answers, where the textbook's plus and minus does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

Z = 1.959963984540054
"""Of the normal distribution: 95 % lie between minus and plus this."""


@dataclass(frozen=True)
class Share:
    """So many of so many were right, or held a belief: with the 95 % interval, all from 0 to 1."""

    part: int
    whole: int
    share: float
    low: float
    high: float


def share_of(part: int, whole: int) -> Share:
    """Return a share with Wilson's interval. Raises ValueError without anything to share."""
    if whole < 1 or not 0 <= part <= whole:
        raise ValueError((part, whole))
    share, square = part / whole, Z * Z
    middle = share + square / (2 * whole)
    spread = Z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    low, high = ((middle - spread) / (1 + square / whole), (middle + spread) / (1 + square / whole))
    # What is certain in numbers that are not quite exact: nought of n begins at nought, all of n ends at one.
    return Share(part, whole, share, 0.0 if part == 0 else max(0.0, low), 1.0 if part == whole else min(1.0, high))


def difference(now: Share, before: Share) -> tuple[float, float]:
    """Return the 95 % interval of the change from one share to another."""
    change = now.share - before.share
    down = sqrt((now.share - now.low) ** 2 + (before.high - before.share) ** 2)
    up = sqrt((now.high - now.share) ** 2 + (before.share - before.low) ** 2)
    return change - down, change + up


def fades(now: Share, before: Share) -> bool:
    """Tell whether less is right than before, beyond what chance explains."""
    return difference(now, before)[1] < 0


@dataclass
class Pairs:
    """Pairs of numbers, kept as their sums, so that any number of them fits."""

    number: int = 0
    left: float = 0
    right: float = 0
    left_squares: float = 0
    right_squares: float = 0
    products: float = 0

    def add(self, left: float, right: float) -> None:
        self.number += 1
        self.left += left
        self.right += right
        self.left_squares += left * left
        self.right_squares += right * right
        self.products += left * right

    @property
    def correlation(self) -> float | None:
        """Pearson's correlation, which for a right or wrong on one side is the point-biserial one.

        None where one side does not vary.
        """
        spread_left = _spread(self.number * self.left_squares, self.left * self.left)
        spread_right = _spread(self.number * self.right_squares, self.right * self.right)
        if not spread_left or not spread_right:
            return None
        together = self.number * self.products - self.left * self.right
        return max(-1.0, min(1.0, together / sqrt(spread_left * spread_right)))


_NOTHING = 1e-9
"""What long sums lose by rounding, as a part of them: less is no spread."""


def _spread(squares: float, square: float) -> float:
    return squares - square if squares - square > _NOTHING * squares else 0.0


def middle(values: Sequence[int]) -> int | None:
    """Return the median, rounded to a whole number; None of none."""
    return round(median(values)) if values else None


# --- the leaked key -----------------------------------------------------------------------------------------------

FEWEST_FOR_ALARM = 30
JUMP = 0.05
"""By so much at least the share of right answers must have risen, beyond what chance explains."""


@dataclass(frozen=True)
class Answering:
    """How a course was answered in a time: answers, how many were right, and the median seconds for one."""

    answers: int
    right: int
    seconds: int | None


def looks_leaked(before: Answering, lately: Answering) -> bool:
    """Tell whether answers became right and quick at once, as when a key goes round.

    More right answers alone are good news, and quick ones alone are haste; together, they are worth a look.
    """
    if min(before.answers, lately.answers) < FEWEST_FOR_ALARM or not before.seconds or lately.seconds is None:
        return False
    rose = difference(share_of(lately.right, lately.answers), share_of(before.right, before.answers))[0] > JUMP
    return rose and lately.seconds * 2 < before.seconds
