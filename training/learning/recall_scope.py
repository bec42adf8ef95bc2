"""Whose recall is looked at, and which topics fade there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.learning.grouping import Count, Tree, together
from training.learning.recalled_queries import Recalled, TopicRow
from training.learning.rules import Period
from training.learning.statistics import Share, fades, share_of
from training.people.departments import DepartmentRow, visible_departments

TARGET = 80
"""Per cent of answers that should be right."""


@dataclass(frozen=True)
class Company:
    """The open departments that a viewer may see, and the one that is looked at: None for all of them together."""

    departments: Sequence[DepartmentRow]
    here: DepartmentRow | None

    @cached_property
    def tree(self) -> Tree:
        return Tree({one.id: one.parent_id for one in self.departments})

    @cached_property
    def node(self) -> int | None:
        """Below which the groups stand side by side: the only department at the top is the company itself."""
        if self.here is not None:
            return self.here.id
        tops = self.tree.below(None)
        return tops[0] if len(tops) == 1 else None

    def share(self, counts: Mapping[int, Count]) -> Share | None:
        """Return the share of all groups together; None where it may not be shown."""
        tree, node = self.tree, self.node
        whole = together(tree.beside(counts, node)) if tree.is_shown(counts, node) else None
        return share_of(whole.right, whole.answers) if whole else None


def company(viewer: Viewer, public_id: str = "") -> Company:
    """Return the departments that the viewer may see, and the one asked for. Raises NotFound. One SELECT."""
    every = visible_departments(viewer, permission=Permission.RECALL_READ)
    departments = [one for one in every if one.closed_on is None]
    here = next((one for one in departments if one.public_id == public_id), None)
    if public_id and here is None:
        raise NotFound
    return Company(departments, here)


@dataclass(frozen=True)
class Fading:
    """A topic of which less is known than before (`before` is then), or surely less than the target."""

    topic: str
    now: Share
    before: Share | None


def fading(of: Company, topics: Sequence[TopicRow], found: Recalled) -> tuple[Fading, ...]:
    """Return the topics of which less is known than ninety days ago, beyond chance; and those below the target."""
    trends = []
    for topic in topics:
        now = of.share(found.counts.get((topic.slug, Period.NOW), {}))
        before = of.share(found.counts.get((topic.slug, Period.BEFORE), {}))
        if now and before and fades(now, before):
            trends.append(Fading(topic.title, now, before))
        elif now and ceil(100 * now.high) < TARGET:
            trends.append(Fading(topic.title, now, None))
    return tuple(trends)
