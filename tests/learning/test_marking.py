"""What an answer is worth: whole, part and nothing, for every kind, against a calculation that is made another way."""

from collections.abc import Sequence
from copy import deepcopy
from itertools import permutations
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.learning import blind, making
from training.learning.marking import Kind, Misfit, MisfitError, beliefs, credit, kind_of, pairs_of, read_answer
from training.learning.service import MISFITS

Content = dict[str, Any]
BELIEFS = ("padlock", "delete-is-enough", "it-is-spam")
KEYS = "abcdefgh"
CHOICES = "uvwxyz"
unhurried = settings(deadline=None)


# --- questions of every kind, and answers to them ---------------------------------------------------------------------


@st.composite
def ticked(draw: Any, kind: Kind) -> Content:
    """A question in which options are ticked: some right, some not; of kind one, exactly one."""
    number = draw(st.integers(2, 8))
    most = 1 if kind is Kind.ONE else number - 1
    right = draw(st.sets(st.sampled_from(KEYS[:number]), min_size=1, max_size=most))
    parts = [
        {"key": key, "right": key in right, "misconception": draw(st.sampled_from((None, *BELIEFS)))}
        for key in KEYS[:number]
    ]
    return {"kind": kind.value, "options": parts, "choices": []}


@st.composite
def ordered(draw: Any, _kind: Kind = Kind.ORDER) -> Content:
    keys = KEYS[: draw(st.integers(2, 8))]
    places = draw(st.permutations(range(1, len(keys) + 1)))
    parts = [{"key": key, "place": place} for key, place in zip(keys, places, strict=True)]
    return {"kind": "order", "options": parts, "choices": []}


@st.composite
def matched(draw: Any, _kind: Kind = Kind.MATCH) -> Content:
    keys, choices = KEYS[: draw(st.integers(2, 8))], CHOICES[: draw(st.integers(2, 6))]
    parts = [{"key": key, "answer": draw(st.sampled_from(choices))} for key in keys]
    return {"kind": "match", "options": parts, "choices": [{"key": key} for key in choices]}


MAKERS = {Kind.ONE: ticked, Kind.MANY: ticked, Kind.ORDER: ordered, Kind.MATCH: matched, Kind.INSPECT: ticked}
contents = st.sampled_from(Kind).flatmap(lambda kind: MAKERS[kind](kind))
several = st.sampled_from((Kind.MANY, Kind.INSPECT)).flatmap(ticked)


def keys_of(content: Content) -> list[str]:
    return [part["key"] for part in content["options"]]


def choices_of(content: Content) -> list[str]:
    return [choice["key"] for choice in content["choices"]]


def right_keys(content: Content) -> list[str]:
    return [part["key"] for part in content["options"] if part["right"]]


def sent_as(fields: dict[str, Any]) -> list[tuple[str, str]]:
    """What the form hands on for these fields of a request."""
    pairs = [(name, one) for name, value in fields.items() for one in ([value] if isinstance(value, str) else value)]
    return [("" if name == "choice" else name.removeprefix("part-"), value) for name, value in pairs]


def read(content: Content, sent: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return read_answer(kind_of(content), keys_of(content), choices_of(content), sent)


def right_answer(content: Content) -> tuple[str, ...]:
    return read(content, sent_as(making.fields(content)))


@st.composite
def answered(draw: Any, questions: Any = contents) -> tuple[Content, tuple[str, ...]]:
    """A question and anything that is an answer to it, as it is stored."""
    content = draw(questions)
    keys, kind = keys_of(content), kind_of(content)
    if kind is Kind.ORDER:
        return content, tuple(draw(st.permutations(keys)))
    if kind is Kind.MATCH:
        return content, tuple(f"{key}:{draw(st.sampled_from(choices_of(content)))}" for key in keys)
    most = len(keys) if kind.ticks_several else 1
    return content, tuple(sorted(draw(st.sets(st.sampled_from(keys), min_size=1, max_size=most))))


def worth(content: Content, chosen: Sequence[str]) -> int:
    """The credit, reckoned from the sentences that stand under the question."""
    parts = content["options"]
    if content["kind"] == "order":
        by_place = {part["place"]: part["key"] for part in parts}
        order = list(chosen)
        counts = [
            order[0] == key if place == 1 else by_place[place - 1] in order[: order.index(key)][-1:]
            for place, key in by_place.items()
        ]
        return 100 * counts.count(True) // len(parts)
    if content["kind"] == "match":
        lines = {f"{part['key']}:{part['answer']}" for part in parts}
        return 100 * len(lines & set(chosen)) // len(parts)
    right, ticks = set(right_keys(content)), set(chosen)
    if content["kind"] == "one":
        return 100 if ticks == right else 0
    share = len(ticks & right) - len(ticks - right)
    return 100 * share // len(right) if share > 0 else 0


# --- what is worth how much -------------------------------------------------------------------------------------------


@unhurried
@given(contents)
def test_the_right_answer_is_worth_all(content: Content) -> None:
    assert credit(content, right_answer(content)) == 100


@unhurried
@given(answered())
def test_a_credit_is_what_the_sentence_under_the_question_says(case: tuple[Content, tuple[str, ...]]) -> None:
    content, chosen = case
    assert 0 <= credit(content, chosen) <= 100
    assert credit(content, chosen) == worth(content, chosen)


@unhurried
@given(answered())
def test_only_the_right_answer_is_worth_all(case: tuple[Content, tuple[str, ...]]) -> None:
    content, chosen = case
    assert (credit(content, chosen) == 100) == (chosen == right_answer(content))


@unhurried
@given(answered(), st.randoms(use_true_random=False))
def test_a_credit_depends_on_the_question_and_the_choice_alone(
    case: tuple[Content, tuple[str, ...]], source: Any
) -> None:
    content, chosen = case
    before, first = deepcopy(content), credit(content, chosen)
    other = {**content, "options": source.sample(content["options"], len(content["options"])), "stem_html": "Other"}

    assert credit(other, chosen) == first, "neither words nor the order in which the parts are frozen"
    assert credit(content, chosen) == first, "nor how often it is asked"
    assert content == before, "and nothing is changed by asking"


@unhurried
@given(answered(contents.filter(lambda content: content["kind"] != "order")), st.randoms(use_true_random=False))
def test_neither_the_order_of_ticks_nor_doubles_count(case: tuple[Content, tuple[str, ...]], source: Any) -> None:
    content, chosen = case
    doubled = [*chosen, *chosen]
    source.shuffle(doubled)
    assert credit(content, doubled) == credit(content, chosen)


@unhurried
@given(answered(several))
def test_one_more_tick_helps_where_it_is_right_and_never_where_it_is_wrong(
    case: tuple[Content, tuple[str, ...]],
) -> None:
    content, chosen = case
    for part in content["options"]:
        if part["key"] not in chosen:
            with_it, without = credit(content, [*chosen, part["key"]]), credit(content, chosen)
            assert with_it >= without if part["right"] else with_it <= without


@unhurried
@given(several)
def test_ticking_everything_is_worth_less_than_what_is_right(content: Content) -> None:
    assert credit(content, keys_of(content)) < credit(content, right_keys(content))


@pytest.mark.parametrize("steps", [2, 3, 4, 5])
def test_of_all_orders_one_is_worth_all_and_its_reversal_nothing(steps: int) -> None:
    content = {"kind": "order", "options": [{"key": KEYS[place - 1], "place": place} for place in range(1, steps + 1)]}
    right = tuple(KEYS[:steps])
    found = {order: credit(content, order) for order in permutations(right)}
    assert [order for order, share in found.items() if share == 100] == [right]
    assert found[right[::-1]] == 0
    assert found == {order: worth(content, order) for order in found}


@pytest.mark.parametrize(
    ("order", "worth"), [("abcd", 100), ("bcda", 50), ("abdc", 50), ("acbd", 25), ("dabc", 50), ("dcba", 0), ("badc", 0)]
)  # fmt: skip
def test_a_step_counts_where_it_comes_directly_after_the_right_one(order: str, worth: int) -> None:
    content = {"kind": "order", "options": [{"key": key, "place": "abcd".index(key) + 1} for key in "dbca"]}
    assert credit(content, tuple(order)) == worth


@pytest.mark.parametrize(("right", "worth"), [(0, 0), (1, 33), (2, 66), (3, 100)])
def test_each_line_of_a_match_counts_its_share(right: int, worth: int) -> None:
    content = blind.content("match", (0, 1, 2))
    lines = [f"{key}:{blind.CHOICES[number if number < right else number - 1]}" for number, key in enumerate(blind.KEYS[:3])]  # fmt: skip
    assert credit(content, lines) == worth


@pytest.mark.parametrize(("ticks", "worth"), [("ab", 100), ("a", 50), ("ac", 0), ("abc", 50), ("abcd", 0), ("cd", 0)])
@pytest.mark.parametrize("kind", ["many", "inspect"])
def test_a_wrong_tick_takes_one_away(kind: str, ticks: str, worth: int) -> None:
    content = {"kind": kind, "options": [{"key": key, "right": key in "ab"} for key in "abcd"]}
    assert credit(content, tuple(ticks)) == worth


# --- what is an answer ------------------------------------------------------------------------------------------------

A, B, C, D = "abcd"
U, V = "uv"
BAD = [
    (Kind.ONE, [], Misfit.NONE, "nothing"),
    (Kind.ONE, [("", "z")], Misfit.NONE, "a key of another question"),
    (Kind.ONE, [("", A), ("", B)], Misfit.SEVERAL, "two radios"),
    (Kind.ONE, [("", A), ("", "z")], Misfit.NONE, "one that is offered and one that is not"),
    (Kind.ONE, [(A, A)], Misfit.NONE, "a part, where options are chosen"),
    (Kind.ONE, [("", "")], Misfit.NONE, "an empty value"),
    (Kind.MANY, [], Misfit.NONE, "nothing"),
    (Kind.MANY, [("", A), ("", "z")], Misfit.NONE, "one that is offered and one that is not"),
    (Kind.MANY, [(A, A), ("b", B)], Misfit.NONE, "parts, where options are ticked"),
    (Kind.INSPECT, [], Misfit.NONE, "nothing"),
    (Kind.INSPECT, [("", "a" * 100_000)], Misfit.NONE, "something huge"),
    (Kind.ORDER, [], Misfit.UNPLACED, "nothing"),
    (Kind.ORDER, [("", A), ("", B), ("", C)], Misfit.UNPLACED, "ticks, where places are given"),
    (Kind.ORDER, [(A, "1"), (B, "2")], Misfit.UNPLACED, "a place is missing"),
    (Kind.ORDER, [(A, "1"), (B, "2"), (C, "")], Misfit.UNPLACED, "a place is left open"),
    (Kind.ORDER, [(A, "1"), (B, "2"), (C, "2")], Misfit.UNPLACED, "two at one place"),
    (Kind.ORDER, [(A, "0"), (B, "1"), (C, "2")], Misfit.UNPLACED, "place 0"),
    (Kind.ORDER, [(A, "2"), (B, "3"), (C, "4")], Misfit.UNPLACED, "one place too far"),
    (Kind.ORDER, [(A, "1"), (B, "2"), (C, "03")], Misfit.UNPLACED, "a place written another way"),
    (Kind.ORDER, [(A, "1"), (B, "2"), (C, "٣")], Misfit.UNPLACED, "a digit of another script"),
    (Kind.ORDER, [(A, "1"), (B, "2"), ("z", "3")], Misfit.UNPLACED, "a part of another question"),
    (Kind.ORDER, [(A, "1"), (B, "2"), (C, "3"), (D, "4")], Misfit.UNPLACED, "one part more than there are"),
    (Kind.ORDER, [(A, "2"), (A, "1"), (B, "2"), (C, "3")], Misfit.UNPLACED, "one part twice"),
    (Kind.MATCH, [], Misfit.UNPAIRED, "nothing"),
    (Kind.MATCH, [(A, U), (B, V)], Misfit.UNPAIRED, "a line is missing"),
    (Kind.MATCH, [(A, U), (B, V), (C, "")], Misfit.UNPAIRED, "a line is left open"),
    (Kind.MATCH, [(A, U), (B, V), (C, "w")], Misfit.UNPAIRED, "a choice that is not offered"),
    (Kind.MATCH, [(A, U), (B, V), (C, A)], Misfit.UNPAIRED, "a part as a choice"),
    (Kind.MATCH, [(A, U), (B, V), ("z", U)], Misfit.UNPAIRED, "a part of another question"),
    (Kind.MATCH, [(A, U), (B, V), (C, U), ("z", U)], Misfit.UNPAIRED, "one line more than there are"),
    (Kind.MATCH, [(A, U), (A, V), (B, V), (C, U)], Misfit.UNPAIRED, "one line twice"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sent", "misfit"), [case[:3] for case in BAD], ids=[f"{k}: {w}" for k, _, _, w in BAD])  # fmt: skip
def test_what_is_no_answer(kind: Kind, sent: list[tuple[str, str]], misfit: Misfit) -> None:
    with pytest.raises(MisfitError) as raised:
        read_answer(kind, ("c", "a", "b"), ("v", "u"), sent)
    assert raised.value.misfit is misfit


def test_an_answer_is_stored_the_same_however_it_was_sent() -> None:
    options, choices = ("c", "a", "b"), ("v", "u")
    assert read_answer(Kind.MANY, options, (), [("", "c"), ("", "a"), ("", "c")]) == ("a", "c")
    assert read_answer(Kind.ORDER, options, (), [("a", "3"), ("b", "1"), ("c", "2")]) == ("b", "c", "a")
    paired = read_answer(Kind.MATCH, options, choices, [("b", "u"), ("a", "u"), ("c", "v")])
    assert paired == ("c:v", "a:u", "b:u")
    assert pairs_of(paired) == {"a": "u", "b": "u", "c": "v"}


near = st.one_of(st.text(max_size=5), st.sampled_from([*KEYS, *CHOICES, "", "0", "1", "2", "3", "4", "-1", "1.0"]))


def outcome(content: Content, sent: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], Misfit | None]:
    try:
        return read(content, sent), None
    except MisfitError as wrong:
        return (), wrong.misfit


@unhurried
@given(st.data(), contents)
def test_whatever_is_sent_is_an_answer_or_a_misfit_with_a_sentence(data: Any, content: Content) -> None:
    kind, keys, choices = kind_of(content), keys_of(content), choices_of(content)
    full = st.tuples(*(st.tuples(st.just(key), near) for key in keys)).map(list)
    sent = data.draw(st.one_of(st.lists(st.tuples(near, near), max_size=9), full))
    chosen, misfit = outcome(content, sent)
    if misfit is not None:
        assert (kind, misfit) in MISFITS
    elif kind is Kind.ORDER:
        assert sorted(chosen) == keys
    elif kind is Kind.MATCH:
        assert list(pairs_of(chosen)) == keys
        assert set(pairs_of(chosen).values()) <= set(choices)
    else:
        assert chosen
        assert list(chosen) == sorted(set(chosen) & set(keys))
        assert kind.ticks_several or len(chosen) == 1


@unhurried
@given(contents, st.randoms(use_true_random=False))
def test_every_real_answer_is_read(content: Content, source: Any) -> None:
    """The fuzz must not pass because everything is refused."""
    sent = sent_as(making.fields(content))
    source.shuffle(sent)
    assert read(content, sent) == right_answer(content)
    assert credit(content, read(content, sent_as(making.fields(content, right=False)))) < 100


# --- false beliefs ----------------------------------------------------------------------------------------------------


@unhurried
@given(st.sampled_from((Kind.ONE, Kind.MANY, Kind.INSPECT)).flatmap(ticked))
def test_a_right_answer_shows_no_false_belief(content: Content) -> None:
    found = beliefs(content, right_answer(content))
    assert set(found) == {part["misconception"] for part in content["options"]} - {None}
    assert not any(found.values())


@unhurried
@given(answered(several))
def test_what_was_wrongly_chosen_and_what_was_missed_shows_its_belief(case: tuple[Content, tuple[str, ...]]) -> None:
    content, chosen = case
    wrong = [part for part in content["options"] if (part["key"] in chosen) != part["right"]]
    assume(wrong)
    found = beliefs(content, chosen)
    assert {belief for belief, held in found.items() if held} == {part["misconception"] for part in wrong} - {None}


def test_a_missed_sign_shows_its_belief() -> None:
    content = {
        "kind": "inspect",
        "options": [
            {"key": "a", "right": True, "misconception": "padlock"},
            {"key": "b", "right": True, "misconception": None},
            {"key": "c", "right": False, "misconception": "it-is-spam"},
        ],
    }
    assert beliefs(content, ("b",)) == {"padlock": True, "it-is-spam": False}
    assert beliefs(content, ("a", "c")) == {"padlock": False, "it-is-spam": True}


@unhurried
@given(answered(st.one_of(ordered(), matched())))
def test_orders_and_matches_trap_no_belief(case: tuple[Content, tuple[str, ...]]) -> None:
    assert beliefs(*case) == {}
