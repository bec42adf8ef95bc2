"""Which groups may be shown: never one of fewer than five people, nor one that could be reckoned from the others. Pure.

Each department is counted for itself. A page shows a department with its sub-departments, and a total of all of them:
whoever subtracts what is shown from the total must not get at fewer than five people either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self, TypeVar

Name = TypeVar("Name", str, int)

FEWEST = 5
"""People, below which nothing is shown of a group."""


@dataclass(frozen=True)
class Count:
    """Answers of some people. Two add up, since everybody is in one department."""

    people: int = 0
    answers: int = 0
    right: int = 0

    def __add__(self, other: Self) -> "Count":
        return Count(self.people + other.people, self.answers + other.answers, self.right + other.right)


def shown(groups: Mapping[Name, Count]) -> dict[Name, Count | None]:
    """Return the groups that stand side by side, with None for those that are not shown.

    A group without anybody shows nothing and hides nobody. While what is hidden adds up to fewer than five people, the
    smallest group that is still shown is hidden too.
    """
    hidden = {name for name, count in groups.items() if 0 < count.people < FEWEST}
    left = sorted((name for name in groups if name not in hidden), key=lambda name: (groups[name].people, str(name)))
    candidates = [name for name in left if groups[name].people > 0]
    while hidden and sum(groups[name].people for name in hidden) < FEWEST and candidates:
        hidden.add(candidates.pop(0))
    return {name: None if name in hidden or not count.people else count for name, count in groups.items()}


def together(groups: Mapping[Name, Count]) -> Count | None:
    """Return all groups together, or None where they are too few people even so."""
    whole = sum(groups.values(), Count())
    return whole if whole.people >= FEWEST else None


class Tree:
    """Departments as a tree. `parents`: department → the one above it, None (or one that is not among them) at the top.

    Counts are of each department itself. What is hidden at one level is hidden with everything below it: otherwise the
    figures of a level below would give it away.
    """

    def __init__(self, parents: Mapping[int, int | None]) -> None:
        self._parents = {node: above if above in parents else None for node, above in parents.items()}
        self._below: dict[int | None, list[int]] = {}
        for node, above in self._parents.items():
            self._below.setdefault(above, []).append(node)

    def below(self, node: int | None) -> list[int]:
        """Return the departments directly below one; those at the top for None."""
        return self._below.get(node, [])

    def whole(self, counts: Mapping[int, Count], node: int) -> Count:
        """Return a department with all below it."""
        return sum((self.whole(counts, child) for child in self.below(node)), counts.get(node, Count()))

    def beside(self, counts: Mapping[int, Count], node: int | None) -> dict[int, Count]:
        """Return what stands side by side below a department: each one below it, and (by its own id) itself alone."""
        groups = {child: self.whole(counts, child) for child in self.below(node)}
        return groups if node is None else {**groups, node: counts.get(node, Count())}

    def is_shown(self, counts: Mapping[int, Count], node: int | None) -> bool:
        """Tell whether the figures of a department may be shown, with all below it."""
        if node is None:
            return together(self.beside(counts, None)) is not None
        above = self._parents[node]
        level = shown(self.beside(counts, above))
        return level[node] is not None and (above is None or self.is_shown(counts, above))

    def cells(self, counts: Mapping[int, Count], node: int | None) -> dict[int, Count | None]:
        """Return what is shown side by side below a department: None for what may not be, or has nobody."""
        groups = self.beside(counts, node)
        level = shown(groups) if node is None or self.is_shown(counts, node) else {}
        return {group: level.get(group) for group in groups}
