"""The arithmetic of answers, held against scipy, against roots found by search, and against published tables."""

from collections.abc import Callable
from math import isclose, sqrt
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binomtest, norm, pointbiserialr

from training.learning.statistics import (
    FEWEST_FOR_ALARM,
    Answering,
    Pairs,
    Share,
    difference,
    fades,
    looks_leaked,
    middle,
    share_of,
)

untimed = settings(deadline=None)
parts = st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


# --- a share with its interval ----------------------------------------------------------------------------------------


@untimed
@given(parts)
def test_the_interval_of_a_share_is_wilson_s(of: tuple[int, int]) -> None:
    found = share_of(*of)
    expected = binomtest(*of).proportion_ci(0.95, method="wilson")
    assert (found.part, found.whole) == of
    assert isclose(found.share, of[0] / of[1])
    assert isclose(found.low, expected.low, abs_tol=1e-9)
    assert isclose(found.high, expected.high, abs_tol=1e-9)
    assert 0 <= found.low <= found.share <= found.high <= 1


@pytest.mark.parametrize("whole", [1, 2, 3, 7, 10, 49, 1000])
def test_nought_begins_at_nought_and_all_ends_at_one(whole: int) -> None:
    assert share_of(0, whole).low == 0.0
    assert share_of(whole, whole).high == 1.0


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (1, 0), (3, 2), (-1, 2)])
def test_what_is_no_part_of_anything_has_no_share(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match=r"\(-?\d+, \d+\)"):
        share_of(part, whole)


# --- a difference of shares -------------------------------------------------------------------------------------------

TABLE = [
    ((56, 70), (48, 80), (0.0524, 0.3339)), ((9, 10), (3, 10), (0.1705, 0.8090)), ((6, 7), (2, 7), (0.0582, 0.8062)),
    ((5, 56), (0, 29), (-0.0381, 0.1926)), ((0, 10), (0, 20), (-0.1611, 0.2775)), ((0, 10), (0, 10), (-0.2775, 0.2775)),
    ((10, 10), (0, 20), (0.6791, 1.0000)), ((10, 10), (0, 10), (0.6075, 1.0000)),
]  # fmt: skip
"""Newcombe 1998 (Statistics in Medicine 17, 873-890), table II, the row of method 10."""


@pytest.mark.parametrize(("one", "other", "expected"), TABLE)
def test_the_interval_of_a_difference_is_as_it_was_published(
    one: tuple[int, int], other: tuple[int, int], expected: tuple[float, float]
) -> None:
    found = difference(share_of(*one), share_of(*other))
    assert found == pytest.approx(expected, abs=5e-5)
    assert found == pytest.approx(by_search(one, other), abs=1e-9)


@untimed
@given(parts, parts)
def test_the_interval_of_a_difference_is_newcombe_s(one: tuple[int, int], other: tuple[int, int]) -> None:
    low, high = difference(share_of(*one), share_of(*other))
    assert (low, high) == pytest.approx(by_search(one, other), abs=1e-7)
    assert low <= one[0] / one[1] - other[0] / other[1] <= high
    turned = difference(share_of(*other), share_of(*one))
    assert turned == pytest.approx((-high, -low)), "turned round it is the same"


def by_search(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float]:
    """Newcombe's interval from limits that were searched for, not reckoned: where the score test just rejects."""
    (p, q), (low1, high1), (low2, high2) = (one[0] / one[1], other[0] / other[1]), score(*one), score(*other)
    return p - q - sqrt((p - low1) ** 2 + (high2 - q) ** 2), p - q + sqrt((high1 - p) ** 2 + (q - low2) ** 2)


def score(part: int, whole: int) -> tuple[float, float]:
    share, wide = part / whole, norm.ppf(0.975)

    def beyond(theta: float) -> float:
        return abs(share - theta) - float(wide) * sqrt(theta * (1 - theta) / whole)

    # The share itself, and nought and one, are no limits: the search begins a hair beside it.
    return root(beyond, 0.0, share - HAIR), root(beyond, share + HAIR, 1.0)


HAIR = 1e-12


def root(beyond: Callable[[float], float], low: float, high: float) -> float:
    return float(brentq(beyond, low, high, xtol=1e-14)) if low < high else round(low)


@pytest.mark.parametrize(
    ("now", "before", "less"),
    [
        ((48, 80), (56, 70), True), ((56, 70), (48, 80), False), ((2, 7), (6, 7), True),
        ((3, 7), (5, 7), False), ((0, 29), (5, 56), False), ((70, 100), (70, 100), False),
    ],
)  # fmt: skip
def test_what_fades_is_less_beyond_chance(now: tuple[int, int], before: tuple[int, int], less: bool) -> None:
    assert fades(share_of(*now), share_of(*before)) is less


@untimed
@given(parts, parts)
def test_nothing_fades_and_grows_at_once(one: tuple[int, int], other: tuple[int, int]) -> None:
    now, before = share_of(*one), share_of(*other)
    assert not (fades(now, before) and fades(before, now))
    assert not fades(now, before) or now.share < before.share


# --- correlation ------------------------------------------------------------------------------------------------------

rests = st.integers(0, 300).map(lambda sum_of_credits: sum_of_credits / 3 / 100)
pairs = st.lists(st.tuples(st.booleans(), rests), min_size=2, max_size=80)


def correlation(found: list[tuple[Any, float]]) -> float | None:
    sums = Pairs()
    for right, rest in found:
        sums.add(float(right), rest)
    return sums.correlation


def varies(values: list[Any]) -> bool:
    return len(set(values)) > 1


@untimed
@given(pairs)
def test_the_correlation_is_the_point_biserial_one(found: list[tuple[bool, float]]) -> None:
    rights, others = [pair[0] for pair in found], [pair[1] for pair in found]
    assume(varies(rights) and varies(others))
    assert correlation(found) == pytest.approx(float(pointbiserialr(rights, others).statistic), abs=1e-7)


@untimed
@given(st.lists(rests, max_size=80), st.booleans())
def test_where_all_are_right_or_all_wrong_nothing_is_told(others: list[float], right: bool) -> None:
    assert correlation([(right, rest) for rest in others]) is None


@untimed
@given(st.lists(st.booleans(), max_size=80), rests)
def test_where_the_rest_is_alike_nothing_is_told(rights: list[bool], rest: float) -> None:
    assert correlation([(right, rest) for right in rights]) is None


@pytest.mark.parametrize("number", [1_000, 20_000])
@pytest.mark.parametrize("rest", [1 / 3, 0.1, 2 / 3, 0.99])
def test_where_the_rest_of_many_is_alike_rounding_tells_nothing_either(number: int, rest: float) -> None:
    assert correlation([(turn % 3 == 0, rest) for turn in range(number)]) is None


def test_one_who_is_alone_among_many_still_tells() -> None:
    found = [(True, 1.0)] * 999 + [(False, 0.99)]
    assert correlation(found) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(("values", "found"), [([], None), ([7], 7), ([1, 2, 90], 2), ([10, 20], 15)])
def test_the_middle_of_seconds(values: list[int], found: int | None) -> None:
    assert middle(values) == found


# --- a leaked key -----------------------------------------------------------------------------------------------------

BEFORE = Answering(answers=100, right=60, seconds=40)


@pytest.mark.parametrize(
    ("lately", "leaked"),
    [
        pytest.param(Answering(100, 95, 15), True, id="more right and much faster"),
        pytest.param(Answering(100, 95, 40), False, id="more right, but not faster"),
        pytest.param(Answering(100, 95, 20), False, id="more right, and only twice as fast"),
        pytest.param(Answering(100, 95, 19), True, id="more right, and more than twice as fast"),
        pytest.param(Answering(100, 60, 15), False, id="faster, but not more right"),
        pytest.param(Answering(100, 30, 15), False, id="faster, and less right"),
        pytest.param(Answering(40, 30, 15), False, id="a rise that chance explains"),
        pytest.param(Answering(FEWEST_FOR_ALARM - 1, FEWEST_FOR_ALARM - 1, 5), False, id="too few answers"),
        pytest.param(Answering(FEWEST_FOR_ALARM, FEWEST_FOR_ALARM, 5), True, id="just enough answers"),
        pytest.param(Answering(100, 95, None), False, id="nobody knows how fast"),
        pytest.param(Answering(0, 0, None), False, id="nothing lately"),
    ],
)
def test_a_key_goes_round_where_answers_are_right_and_quick_at_once(lately: Answering, leaked: bool) -> None:
    assert looks_leaked(BEFORE, lately) is leaked


@pytest.mark.parametrize(
    "before",
    [Answering(FEWEST_FOR_ALARM - 1, 10, 40), Answering(100, 60, None), Answering(100, 60, 0), Answering(0, 0, None)],
)
def test_without_a_before_nothing_is_told(before: Answering) -> None:
    assert not looks_leaked(before, Answering(100, 100, 1))


def test_a_small_rise_of_many_is_no_jump() -> None:
    """Beyond chance, but not by as much as a key brings."""
    before, lately = Answering(100_000, 80_000, 40), Answering(100_000, 83_000, 10)
    low = difference(share_of(lately.right, lately.answers), share_of(before.right, before.answers))[0]
    assert 0 < low < 0.05
    assert not looks_leaked(before, lately)


def test_a_share_is_a_plain_value() -> None:
    assert share_of(1, 2) == Share(1, 2, 0.5, share_of(1, 2).low, share_of(1, 2).high)
