"""No group of fewer than five people is shown, nor one that could be reckoned: an attacker with algebra tries it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from training.learning.grouping import FEWEST, Count, Tree, shown, together

Parents = dict[int, int | None]
Counts = dict[int, Count]

untimed = settings(deadline=None)
counts = st.integers(0, 12).flatmap(
    lambda people: st.integers(people, 3 * people).flatmap(
        lambda answers: st.integers(0, answers).map(lambda right: Count(people, answers, right))
    )
)
levels = st.dictionaries(st.sampled_from("abcdefgh"), counts, max_size=8)


@st.composite
def companies(make: st.DrawFn, most: int = 8) -> tuple[Parents, Counts]:
    """Departments as a random tree, each with people of its own or without anybody."""
    number = make(st.integers(1, most))
    parents: Parents = {node: make(st.sampled_from([None, *range(1, node)])) for node in range(1, number + 1)}
    nodes = make(st.sets(st.sampled_from(sorted(parents))))
    return parents, {node: make(counts) for node in sorted(nodes)}


def test_five_people_are_a_group() -> None:
    assert FEWEST == 5


# --- one level --------------------------------------------------------------------------------------------------------


@untimed
@given(levels)
def test_no_small_group_is_shown(groups: dict[str, Count]) -> None:
    found = shown(groups)
    assert set(found) == set(groups)
    for name, count in found.items():
        assert count is None or (count == groups[name] and count.people >= 5)


@untimed
@given(levels)
def test_what_is_hidden_is_together_never_one_to_four_people(groups: dict[str, Count]) -> None:
    """Where anything is shown: the whole, or a group beside it."""
    found = shown(groups)
    hidden = sum(groups[name].people for name, count in found.items() if count is None)
    assert hidden == 0 or hidden >= 5 or (not any(found.values()) and together(groups) is None)


@untimed
@given(levels)
def test_no_more_is_hidden_than_must_be(groups: dict[str, Count]) -> None:
    found = shown(groups)
    small = sum(count.people for count in groups.values() if count.people < 5)
    taken = sorted(groups[name].people for name, count in found.items() if count is None and groups[name].people >= 5)
    if small == 0 or small >= 5:
        assert taken == [], "nothing has to hide with them"
    else:
        assert taken == sorted(count.people for count in groups.values() if count.people >= 5)[:1], (
            "the smallest is enough"
        )


@untimed
@given(levels)
def test_all_together_are_shown_from_five_people_on(groups: dict[str, Count]) -> None:
    whole = together(groups)
    people, answers, right = (
        sum(getattr(one, name) for one in groups.values()) for name in ("people", "answers", "right")
    )
    assert whole == (Count(people, answers, right) if people >= 5 else None)


# --- a tree of departments --------------------------------------------------------------------------------------------


def places(parents: Parents) -> Iterator[int | None]:
    """Every page that can be asked for: of the company, and of each department by its address."""
    yield from (None, *parents)


def whole_of(parents: Parents, node: int | None) -> frozenset[int]:
    """A department with all below it, found from below: whose way to the top leads through it."""
    return frozenset(one for one in parents if node is None or node in way(parents, one))


def way(parents: Parents, node: int) -> set[int]:
    above = parents[node]
    return {node} | (way(parents, above) if above is not None else set())


def people(counts: Counts, group: frozenset[int]) -> int:
    return sum(counts[one].people for one in group if one in counts)


@untimed
@given(companies())
def test_what_is_shown_is_true_and_of_five_people_at_least(company: tuple[Parents, Counts]) -> None:
    parents, counts = company
    tree = Tree(parents)
    for node in places(parents):
        for name, count in tree.cells(counts, node).items():
            group = frozenset({name}) if name == node else whole_of(parents, name)
            assert count is None or count == sum((counts[one] for one in group if one in counts), Count())
            assert count is None or count.people >= 5


@untimed
@given(companies())
def test_totals_add_up(company: tuple[Parents, Counts]) -> None:
    parents, counts = company
    tree = Tree(parents)
    for node in places(parents):
        beside = tree.beside(counts, node)
        assert sum(beside.values(), Count()) == (
            tree.whole(counts, node) if node is not None else sum(counts.values(), Count())
        )
        for child in tree.below(node):
            assert beside[child] == sum(tree.beside(counts, child).values(), Count()), (
                "one level is the sum of the next"
            )


@untimed
@given(companies())
def test_below_a_hidden_department_nothing_is_shown(company: tuple[Parents, Counts]) -> None:
    parents, counts = company
    tree = Tree(parents)
    for node in parents:
        if tree.cells(counts, parents[node])[node] is None:
            for below in whole_of(parents, node):
                assert not any(tree.cells(counts, below).values())
                assert not tree.is_shown(counts, below)


@untimed
@given(companies())
def test_what_has_too_few_people_together_shows_nothing(company: tuple[Parents, Counts]) -> None:
    parents, counts = company
    tree = Tree(parents)
    if people(counts, frozenset(parents)) < 5:
        assert not tree.is_shown(counts, None)
        assert not any(count for node in places(parents) for count in tree.cells(counts, node).values())


# --- the attacker -----------------------------------------------------------------------------------------------------


@dataclass
class Attacker:
    """Knows every number that stands on any page, and may add and subtract them as often as they like.

    Each number is the sum of some departments: a row of ones and noughts. A group of departments can be reckoned if its
    own row is made of the known ones.
    """

    nodes: list[int]
    rows: list[list[Fraction]] = field(default_factory=list)

    def learns(self, group: frozenset[int]) -> None:
        rest = self.reduced(group)
        if any(rest):
            first = next(value for value in rest if value)
            self.rows.append([value / first for value in rest])

    def can_reckon(self, group: frozenset[int]) -> bool:
        return not any(self.reduced(group))

    def reduced(self, group: frozenset[int]) -> list[Fraction]:
        """What is left of a group's row once every known row was taken out of it."""
        rest = [Fraction(int(node in group)) for node in self.nodes]
        for row in self.rows:
            leading = next(place for place, value in enumerate(row) if value)
            if rest[leading]:
                factor = rest[leading]
                rest = [mine - factor * theirs for mine, theirs in zip(rest, row, strict=True)]
        return rest


def looked(parents: Parents, counts: Counts) -> Attacker:
    """Open every page and note what stands there: shares, totals, and which groups have no answers at all."""
    tree, attacker = Tree(parents), Attacker(sorted(parents))
    for node in places(parents):
        beside = tree.beside(counts, node)
        for name, count in tree.cells(counts, node).items():
            if count is not None or not beside[name].people:
                attacker.learns(frozenset({name}) if name == node else whole_of(parents, name))
        if tree.is_shown(counts, node) and together(beside):
            attacker.learns(whole_of(parents, node))
    return attacker


def test_the_attacker_knows_how_to_subtract() -> None:
    """Else the tests below would prove nothing."""
    attacker = Attacker([1, 2, 3, 4])
    for group in ({1, 2, 3}, {1, 2}, {2, 3, 4}):
        attacker.learns(frozenset(group))
    assert attacker.can_reckon(frozenset({3}))
    assert attacker.can_reckon(frozenset({2, 4}))
    assert not attacker.can_reckon(frozenset({2}))
    assert not attacker.can_reckon(frozenset({1, 4}))


@settings(max_examples=150, deadline=None)
@given(companies())
def test_nothing_small_can_be_reckoned_from_all_pages_together(company: tuple[Parents, Counts]) -> None:
    parents, counts = company
    attacker = looked(parents, counts)
    groups = chain.from_iterable(combinations(attacker.nodes, size) for size in range(1, len(attacker.nodes) + 1))
    for group in map(frozenset, groups):
        small = 0 < people(counts, group) < 5
        assert not (small and attacker.can_reckon(group)), (group, people(counts, group))


@untimed
@given(companies(most=25))
def test_no_parent_gives_away_what_its_children_hide(company: tuple[Parents, Counts]) -> None:
    """The plain attack, on bigger companies: a total, without all that is shown of its parts."""
    parents, counts = company
    tree = Tree(parents)
    for node in places(parents):
        if tree.is_shown(counts, node):
            cells = tree.cells(counts, node)
            rest = people(counts, whole_of(parents, node)) - sum(count.people for count in cells.values() if count)
            assert rest == 0 or rest >= 5


def test_a_company_by_hand() -> None:
    """Two tens and a three: the three hides, with one ten beside it; what is below the other ten is its own matter."""
    parents: Parents = {1: None, 2: 1, 3: 1, 4: 1, 5: 3}
    counts = {2: Count(10, 12, 9), 3: Count(4, 4, 4), 5: Count(7, 9, 3), 4: Count(3, 3, 0)}
    tree = Tree(parents)
    assert tree.cells(counts, 1) == {2: None, 3: Count(11, 13, 7), 4: None, 1: None}
    assert tree.cells(counts, 3) == {5: None, 3: None}, "seven beside four would give the four away"
    assert tree.cells(counts, None) == {1: Count(24, 28, 16)}
    assert tree.is_shown(counts, 3)
    assert not tree.is_shown(counts, 5)


def test_a_department_whose_parent_is_not_among_them_stands_at_the_top() -> None:
    tree = Tree({2: 1, 3: 2})
    assert tree.below(None) == [2]
    assert tree.cells({3: Count(6, 6, 6)}, None) == {2: Count(6, 6, 6)}
