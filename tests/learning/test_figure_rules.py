"""What is said to be wrong with a question, told from its figures alone."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.learning.figure_rules import FEWEST, Fault, Figures, faults, worst

MISLEADS, HARD, NOTHING, DEAD, EASY = (
    Fault.MISLEADS, Fault.TOO_HARD, Fault.TELLS_NOTHING, Fault.DEAD_OPTIONS, Fault.TOO_EASY,
)  # fmt: skip


untimed = settings(deadline=None)


def figures(**values: Any) -> Figures:
    """A question with which nothing is wrong, but for what is said."""
    good: dict[str, Any] = {"answers": 100, "difficulty": 0.7, "discrimination": 0.3, "options": {"a": 20, "b": 10}}
    return Figures(**(good | values))


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, ()),
        ({"discrimination": -0.06}, (MISLEADS,)),
        ({"discrimination": -0.05}, (NOTHING,)),
        ({"discrimination": -1.0, "difficulty": 0.39}, (MISLEADS, HARD)),
        ({"discrimination": 0.0}, (NOTHING,)),
        ({"discrimination": 0.149}, (NOTHING,)),
        ({"discrimination": 0.15}, ()),
        ({"discrimination": None}, ()),
        ({"difficulty": 0.4}, ()),
        ({"difficulty": 0.399}, (HARD,)),
        ({"difficulty": 0.39, "discrimination": 0.1}, (HARD, NOTHING)),
        ({"difficulty": 0.95}, ()),
        ({"difficulty": 0.951}, (EASY,)),
        # Where nearly all are right nothing separates: that it is too easy says it already.
        ({"difficulty": 0.96, "discrimination": 0.1}, (EASY,)),
        ({"difficulty": 0.95, "discrimination": 0.1}, (NOTHING,)),
        ({"difficulty": 0.96, "discrimination": -0.1}, (MISLEADS, EASY)),
        ({"options": {"a": 5, "b": 5}}, ()),
        ({"options": {"a": 4, "b": 20}}, (DEAD,)),
        ({"options": {"a": 0, "b": 0}, "difficulty": 0.99}, (DEAD, EASY)),
        ({"options": {"a": 0}, "answers": 49}, ()),
        ({"options": {"a": 0}, "answers": 50}, (DEAD,)),
        ({"options": {"a": 2, "b": 3}, "answers": 50}, (DEAD,)),
        ({"options": {}}, ()),
        ({"answers": FEWEST, "difficulty": 0.1}, (HARD,)),
        ({"answers": FEWEST - 1, "difficulty": 0.1, "discrimination": -1.0, "options": {"a": 0}}, ()),
        ({"answers": 0, "difficulty": 0.0, "discrimination": None, "options": {}}, ()),
    ],
)
def test_what_may_be_wrong(values: dict[str, Any], found: tuple[Fault, ...]) -> None:
    assert faults(figures(**values)) == found


def test_the_options_that_hardly_anybody_chooses() -> None:
    assert figures(options={"a": 4, "b": 5, "c": 0}).dead == ("a", "c")
    assert figures(options={"a": 0}, answers=49).dead == ()


def test_twenty_answers_are_enough() -> None:
    assert FEWEST == 20


def test_the_worst_comes_first() -> None:
    questions = {
        "easy": figures(difficulty=0.99), "dead": figures(options={"a": 0}), "nothing": figures(discrimination=0.1),
        "nothing-at-all": figures(discrimination=0.0), "hard": figures(difficulty=0.2),
        "misleads": figures(discrimination=-0.1), "misleads-more": figures(discrimination=-0.4), "good": figures(),
        "few": figures(answers=3, difficulty=0.0),
    }  # fmt: skip
    order = ["misleads-more", "misleads", "hard", "nothing-at-all", "nothing", "dead", "easy"]
    assert list(worst(questions, most=20)) == order
    assert list(worst(questions)) == order[:5]
    assert list(worst(questions, most=1)) == order[:1]


some = st.builds(
    Figures,
    answers=st.integers(0, 200),
    difficulty=st.floats(0, 1),
    discrimination=st.none() | st.floats(-1, 1),
    options=st.dictionaries(st.sampled_from("abc"), st.integers(0, 50)),
)


@untimed
@given(st.dictionaries(st.text(max_size=3), some, max_size=12))
def test_only_what_has_a_fault_is_named(questions: dict[str, Figures]) -> None:
    named = worst(questions)
    assert len(named) == len(set(named)) == min(5, sum(bool(faults(one)) for one in questions.values()))
    ranks = [list(Fault).index(faults(questions[name])[0]) for name in named]
    assert ranks == sorted(ranks)
    left = [
        list(Fault).index(found[0]) for name, one in questions.items() if name not in named and (found := faults(one))
    ]
    assert not left or min(left) >= max(ranks), "none that is left out is worse"
