"""What is wrong with a question, told from how it was answered. Pure.

The limits are those of classical item analysis (Haladyna and Rodriguez 2013): an option that fewer than one in twenty
chooses does no work, and a question that the knowing miss more often than the others measures something else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST = 20
"""Answers, below which nothing is said of a question."""
FEWEST_FOR_OPTIONS = 50
TOO_EASY, TOO_HARD, SEPARATES, MISLEADING = 0.95, 0.4, 0.15, -0.05
DEAD = 0.05


class Fault(StrEnum):
    """What may be wrong, the worst first."""

    MISLEADS = "misleads"
    """Those who know the rest get it wrong more often than the others."""
    TOO_HARD = "too-hard"
    TELLS_NOTHING = "tells-nothing"
    """Those who know the rest and those who do not answer it alike."""
    DEAD_OPTIONS = "dead-options"
    TOO_EASY = "too-easy"


@dataclass(frozen=True)
class Figures:
    """What was counted of one question: `options` are the wrong ones, with how often each was chosen."""

    answers: int
    difficulty: float
    discrimination: float | None
    options: Mapping[str, int]

    @property
    def dead(self) -> tuple[str, ...]:
        """The options that hardly anybody chooses."""
        if self.answers < FEWEST_FOR_OPTIONS:
            return ()
        return tuple(key for key, times in self.options.items() if times < DEAD * self.answers)


def faults(figures: Figures) -> tuple[Fault, ...]:
    """Return what may be wrong with a question, the worst first; nothing while there are too few answers."""
    if figures.answers < FEWEST:
        return ()
    separates = figures.discrimination
    found = {
        Fault.MISLEADS: separates is not None and separates < MISLEADING,
        Fault.TOO_HARD: figures.difficulty < TOO_HARD,
        Fault.TELLS_NOTHING: separates is not None
        and MISLEADING <= separates < SEPARATES
        and figures.difficulty <= TOO_EASY,
        Fault.DEAD_OPTIONS: bool(figures.dead),
        Fault.TOO_EASY: figures.difficulty > TOO_EASY,
    }
    return tuple(fault for fault, there in found.items() if there)


def worst(all_figures: Mapping[str, Figures], most: int = 5) -> Sequence[str]:
    """Return the names of the questions with the worst faults, the worst first."""
    order = list(Fault)
    ranked = [
        (order.index(found[0]), _weight(one), name) for name, one in all_figures.items() if (found := faults(one))
    ]
    return [name for _fault, _weight, name in sorted(ranked)[:most]]


def _weight(figures: Figures) -> float:
    """Among questions with one fault the one that separates least comes first."""
    return figures.discrimination if figures.discrimination is not None else 1.0
