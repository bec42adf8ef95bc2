"""What an answer is worth: a pure function of a frozen question and of what was chosen. Nothing else marks.

What was chosen is a tuple of words, as it is stored: the key of an option (one), keys in alphabetical order (many,
inspect), all keys in the order in which they were put (order), or `part:choice` for each part (match).
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any

from training.learning.rules import FULL

Content = Mapping[str, Any]
Chosen = tuple[str, ...]
Sent = Sequence[tuple[str, str]]
"""What a form sent: (name of the part, or "" where parts are ticked; the value), as it came."""


class Kind(StrEnum):
    """How a question is asked."""

    ONE = "one"
    MANY = "many"
    ORDER = "order"
    MATCH = "match"
    INSPECT = "inspect"

    @property
    def plain(self) -> bool:
        """Whether it is answered by choosing from a list."""
        return self in {Kind.ONE, Kind.MANY}

    @property
    def ticks_several(self) -> bool:
        return self in {Kind.MANY, Kind.INSPECT}


class Misfit(StrEnum):
    """Why what was sent is no answer."""

    NONE = "none"
    """Nothing was chosen, or what the question does not offer."""
    SEVERAL = "several"
    """More than one where one is asked for."""
    UNPLACED = "unplaced"
    """Two steps at one place, or one at none."""
    UNPAIRED = "unpaired"
    """A part for which nothing was chosen."""


class MisfitError(Exception):
    """What was sent is no answer to the question."""

    def __init__(self, misfit: Misfit) -> None:
        super().__init__(misfit.value)
        self.misfit = misfit


def kind_of(content: Content) -> Kind:
    """Return how a frozen question is asked."""
    return Kind(content["kind"])


# --- reading ----------------------------------------------------------------------------------------------------------


def read_answer(kind: Kind, options: Sequence[str], choices: Sequence[str], sent: Sent) -> Chosen:
    """Return what was chosen, as it is stored. Raises MisfitError for what is no answer, or is more than one.

    `options` and `choices` are the keys that the sealed draw offers.
    """
    if kind is Kind.ORDER:
        return _placed(options, sent)
    if kind is Kind.MATCH:
        return _paired(options, choices, sent)
    return _ticked(kind, options, [value for part, value in sent if not part])


def _ticked(kind: Kind, options: Sequence[str], values: Sequence[str]) -> Chosen:
    ticked = sorted(set(values))
    if not ticked or not set(ticked) <= set(options):
        raise MisfitError(Misfit.NONE)
    if len(ticked) > 1 and not kind.ticks_several:
        raise MisfitError(Misfit.SEVERAL)
    return tuple(ticked)


def _placed(options: Sequence[str], sent: Sent) -> Chosen:
    wanted = [str(place) for place in range(1, len(options) + 1)]
    places = dict(sent)
    given = {places.get(key, ""): key for key in options}
    if len(sent) != len(options) or sorted(given) != sorted(wanted):
        raise MisfitError(Misfit.UNPLACED)
    return tuple(given[place] for place in wanted)


def _paired(options: Sequence[str], choices: Sequence[str], sent: Sent) -> Chosen:
    given = dict(sent)
    if len(sent) != len(options) or any(given.get(key) not in choices for key in options):
        raise MisfitError(Misfit.UNPAIRED)
    return tuple(f"{key}:{given[key]}" for key in options)


def pairs_of(chosen: Sequence[str]) -> dict[str, str]:
    """Return a stored answer to a match: part → choice."""
    return {part: choice for part, _, choice in (pair.partition(":") for pair in chosen)}


# --- marking ----------------------------------------------------------------------------------------------------------


def credit(content: Content, chosen: Sequence[str]) -> int:
    """Return what an answer is worth, in whole per cents of the question, rounded down."""
    return _CREDIT[kind_of(content)](content["options"], chosen)


Options = Sequence[Mapping[str, Any]]


def _one(options: Options, chosen: Sequence[str]) -> int:
    return FULL if any(option["right"] and option["key"] in chosen for option in options) else 0


def _several(options: Options, chosen: Sequence[str]) -> int:
    right = {option["key"] for option in options if option["right"]}
    found = len(right & set(chosen))
    wrong = len(set(chosen) - right)
    return max(0, found - wrong) * FULL // len(right)


def _order(options: Options, chosen: Sequence[str]) -> int:
    places = {option["key"]: option["place"] for option in options}
    put: list[int] = [0, *(places.get(key, 0) for key in chosen)]
    follows = sum(int(after == before + 1) for before, after in pairwise(put))
    return follows * FULL // len(options)


def _match(options: Options, chosen: Sequence[str]) -> int:
    given = pairs_of(chosen)
    fitting = sum(int(given.get(option["key"]) == option["answer"]) for option in options)
    return fitting * FULL // len(options)


_CREDIT: Mapping[Kind, Callable[[Options, Sequence[str]], int]] = {
    Kind.ONE: _one,
    Kind.MANY: _several,
    Kind.ORDER: _order,
    Kind.MATCH: _match,
    Kind.INSPECT: _several,
}


def beliefs(content: Content, chosen: Sequence[str]) -> dict[str, bool]:
    """Return the false beliefs that a question traps, each with whether the answer shows it.

    An option that was chosen wrongly shows its belief; so does a sign that was missed.
    """
    shown: dict[str, bool] = {}
    for option in content["options"]:
        belief = option.get("misconception")
        if belief:
            held = (option["key"] in chosen) != option["right"]
            shown[belief] = held or shown.get(belief, False)
    return shown
