"""Looks at what departments still know and believe, as counted once a day. No row of it is a person."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from training.catalogue.models import Belief, Topic
from training.core.db import database, scoped
from training.core.permissions import Permission, Viewer
from training.learning.grouping import Count
from training.learning.models import BeliefCount, RecallCount
from training.learning.rules import Period
from training.people.departments import within
from training.people.models import Department

READ = Permission.RECALL_READ


class TopicRow(NamedTuple):
    slug: str
    title: str


TOPICS = select(Topic.slug, Topic.title).order_by(Topic.position)


def topics() -> list[TopicRow]:
    """Return the topics in their order."""
    return [TopicRow(*row) for row in database.session.execute(TOPICS)]


RECALLED = scoped(
    select(
        RecallCount.department_id, RecallCount.topic, RecallCount.period, RecallCount.people, RecallCount.answers,
        RecallCount.right, RecallCount.counted_on,
    ).join(Department, Department.id == RecallCount.department_id),
    by="subtree",
)  # fmt: skip
Counts = Mapping[tuple[str, Period], Mapping[int, Count]]
"""(topic, period) → department → what was counted there."""


class Recalled(NamedTuple):
    """What was counted of the departments that a viewer may see."""

    counts: Counts
    counted_on: date | None


def recalled(viewer: Viewer) -> Recalled:
    """Return what was counted of recall. One SELECT, whose size follows departments and topics, not people."""
    found: dict[tuple[str, Period], dict[int, Count]] = {}
    counted_on = None
    visible = within(Department.path, viewer.paths(READ))
    for row in database.session.execute(RECALLED.where(visible)):
        found.setdefault((row.topic, row.period), {})[row.department_id] = Count(row.people, row.answers, row.right)
        counted_on = row.counted_on
    return Recalled(found, counted_on)


class Believed(NamedTuple):
    """How many people of each department met a false belief, and showed it: `Count.right` are those who did."""

    slug: str
    says: str
    counts: dict[int, Count]


BELIEVED = scoped(
    select(BeliefCount.department_id, BeliefCount.belief_slug, Belief.says, BeliefCount.people, BeliefCount.held)
    .join(Department, Department.id == BeliefCount.department_id)
    .join(Belief, Belief.slug == BeliefCount.belief_slug),
    by="subtree",
)


def believed(viewer: Viewer) -> Sequence[Believed]:
    """Return the false beliefs that people met within a year, by department. One SELECT."""
    found: dict[str, Believed] = {}
    visible = within(Department.path, viewer.paths(READ))
    for row in database.session.execute(BELIEVED.where(visible)):
        one = found.setdefault(row.belief_slug, Believed(row.belief_slug, row.says, {}))
        one.counts[row.department_id] = Count(row.people, row.people, row.held)
    return list(found.values())
