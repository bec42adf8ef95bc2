"""The pure rules: draws cover the objectives, grading looks at stored answers alone, and everybody finds their place."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.world import shuffled
from training.learning.rules import (
    AttemptState,
    Candidate,
    Drawn,
    Given,
    Terms,
    draw,
    drawn_from,
    first_unread,
    following,
    grade,
    missed,
    needed_of,
    next_position,
    position_to_show,
    to_read_again,
)

OBJECTIVES = "abcdef"


def chance(source: Any) -> Any:
    """Chance that can be had again: the real one is core.world.shuffled."""

    def in_some_order(items: Iterable[Any]) -> list[Any]:
        order = list(items)
        source.shuffle(order)
        return order

    return in_some_order


@st.composite
def pools(make: Any) -> list[Candidate]:
    objectives = make(st.lists(st.sampled_from(OBJECTIVES), min_size=1, max_size=40))
    return [
        Candidate(
            number, f"q{number}", f"digest-{number}", objective, "look", tuple(f"{number}-{key}" for key in "xyz")
        )
        for number, objective in enumerate(objectives)
    ]


terms = st.builds(
    Terms, draw=st.integers(1, 20), from_each_objective=st.integers(0, 3), pass_percent=st.integers(1, 100)
)
sources = st.randoms()


@given(pools(), terms, sources)
def test_a_draw_is_of_the_pool_without_repeats(pool: list[Candidate], terms: Terms, source: Any) -> None:
    drawn = draw(pool, terms, chance(source))

    assert len(drawn) == min(terms.draw, len(pool))
    assert len({one.question for one in drawn}) == len(drawn)
    by_id = {one.id: one for one in pool}
    for one in drawn:
        assert one.digest == by_id[one.question].digest
        assert sorted(one.options) == sorted(by_id[one.question].options)


@given(pools(), terms, sources)
def test_a_draw_covers_each_objective(pool: list[Candidate], terms: Terms, source: Any) -> None:
    drawn = draw(pool, terms, chance(source))

    has = {one.id: one.objective for one in pool}
    counts = {name: sum(has[one.question] == name for one in drawn) for name in has.values()}
    wanted = {name: min(terms.from_each_objective, sum(have == name for have in has.values())) for name in counts}
    if sum(wanted.values()) <= len(drawn):
        assert all(counts[name] >= wanted[name] for name in counts)
    else:
        assert max(counts.values()) - min(counts.values()) <= max(wanted.values()), "a small draw takes turns"


def test_the_order_tells_nothing() -> None:
    """What is drawn for an objective does not stand in front: every question comes first at times, every option too."""
    pool = [Candidate(number, f"q{number}", "d", "aab"[number], "look", ("x", "y", "z")) for number in range(3)]
    draws = [draw(pool, Terms(3, 1, 80), shuffled)[0] for _ in range(300)]
    assert {one.question for one in draws} == {0, 1, 2}
    assert {one.options[0] for one in draws} == {"x", "y", "z"}


@given(pools(), terms, sources)
def test_a_draw_is_sealed_and_read_back(pool: list[Candidate], terms: Terms, source: Any) -> None:
    drawn = draw(pool, terms, chance(source))
    assert drawn_from([one.as_data() for one in drawn]) == drawn


@pytest.mark.parametrize(
    ("asked", "per_cent", "needed"),
    [(8, 80, 7), (10, 80, 8), (2, 80, 2), (5, 100, 5), (3, 1, 1), (1, 50, 1), (10, 50, 5)],
)
def test_needed_is_rounded_up(asked: int, per_cent: int, needed: int) -> None:
    assert needed_of(asked, Terms(asked, 0, per_cent)) == needed


sealed = st.integers(1, 20).map(lambda n: tuple(Drawn(number, "d", ("a", "b")) for number in range(n)))
stored = st.dictionaries(st.integers(1, 20), st.builds(Given, chosen=st.just(("a",)), credit=st.integers(0, 100)))


@given(sealed, stored, st.integers(0, 20))
def test_a_grade_is_a_pure_function_of_stored_answers(drawn: Any, answers: dict[int, Given], needed: int) -> None:
    graded = grade(drawn, answers, needed)

    here = {position: answer for position, answer in answers.items() if position <= len(drawn)}
    assert grade(drawn, dict(reversed(list(here.items()))), needed) == graded, "order and what is beyond do not count"
    assert graded.right == sum(answer.credit for answer in here.values()) // 100
    assert (graded.state is AttemptState.OPEN) == (len(here) < len(drawn))
    if graded.state is not AttemptState.OPEN:
        assert (graded.state is AttemptState.PASSED) == (graded.right >= needed)


@given(sealed, stored, st.integers(1, 20))
def test_one_more_right_answer_never_harms(drawn: Any, answers: dict[int, Given], position: int) -> None:
    better = answers | {position: Given(("a",), 100)}
    worse = answers | {position: Given(("b",), 0)}
    assert grade(drawn, better, 3).right >= grade(drawn, worse, 3).right


@given(sealed, stored)
def test_what_is_next_is_the_first_without_an_answer(drawn: Any, answers: dict[int, Given]) -> None:
    following_one = next_position(len(drawn), answers)
    open_ones = [position for position in range(1, len(drawn) + 1) if position not in answers]
    assert following_one == (open_ones[0] if open_ones else None)
    for wished in range(1, len(drawn) + 1):
        shown = position_to_show(len(drawn), answers, wished)
        assert shown == wished if wished in answers or following_one is None else shown == following_one


def test_missed_and_what_to_read_again() -> None:
    answers = {2: Given(("a",), 0), 1: Given(("a",), 100), 3: Given(("b",), 0)}
    assert missed(answers) == (2, 3)
    assert to_read_again([(3, "tell"), (1, "look"), (3, "tell")]) == ("look", "tell")
    assert missed({1: replace(answers[1])}) == ()


def test_where_a_learner_left_off() -> None:
    assert first_unread([("look", True), ("tell", False), ("more", False)]) == "tell"
    assert first_unread([("look", True)]) is None
    assert following(["look", "tell"], "look") == "tell"
    assert following(["look", "tell"], "tell") is None
