"""What the desk has to tell, gathered from all rooms for one viewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from training.completion.rules import FiveParts
from training.core.permissions import Permission, Viewer
from training.learning import figure_queries, outcome_queries, recalled_queries
from training.learning.grouping import Count
from training.learning.outcome_queries import Saved
from training.learning.recall_scope import company, fading
from training.learning.recalled_queries import Recalled
from training.learning.rules import Period
from training.learning.statistics import Share
from training.reports import departments, desk_queries
from training.reports.departments import Team
from training.reports.desk_queries import Gap, Waiting

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class View:
    """The teams that a viewer may see, each top followed by those below it."""

    teams: Sequence[Team]

    @property
    def tops(self) -> list[Team]:
        """Where the view begins."""
        return [team for team in self.teams if team.top]

    @property
    def shown(self) -> list[Team]:
        """The rows of the table: the departments at the top, or those below it where there is one alone."""
        tops = self.tops
        below = [team for team in self.teams if not team.top]
        return below if len(tops) == 1 and below else tops

    @property
    def top_ids(self) -> list[int]:
        return [team.id for team in self.tops]

    @property
    def team_ids(self) -> list[int]:
        return list(dict.fromkeys(team.id for team in (*self.tops, *self.shown)))


@dataclass(frozen=True)
class Knowing:
    """What is known of what people know. `recalled` is None while too few have answered."""

    fading: Sequence[str]
    recalled: Share | None
    leaked: Sequence[str]
    saved: Saved


@dataclass(frozen=True)
class Attention:
    """All that the desk shows. Numbers by team are keyed by the team's id."""

    view: View
    coverage: Mapping[int, FiveParts]
    overdue: Mapping[int, int]
    waiting: Waiting
    gaps: Sequence[Gap]
    knowing: Knowing | None
    """None for a viewer who may not see recall."""


def attention(viewer: Viewer, now: datetime, today: date) -> Attention:
    """Gather it: eleven SELECTs, however many departments, people and duties there are."""
    view = View(departments.teams(viewer))
    return Attention(
        view, desk_queries.coverage(view.team_ids, today), desk_queries.overdue(view.team_ids, today),
        desk_queries.waiting(view.top_ids, now, today), desk_queries.gaps(today), _knowing(viewer, now),
    )  # fmt: skip


def _knowing(viewer: Viewer, now: datetime) -> Knowing | None:
    if not viewer.may(Permission.RECALL_READ):
        return None
    here, topics, found = company(viewer), recalled_queries.topics(), recalled_queries.recalled(viewer)
    return Knowing(
        [one.topic for one in fading(here, topics, found)], here.share(_all_topics(found)), figure_queries.alarms(),
        outcome_queries.saved_by_all(viewer, now - YEAR),
    )  # fmt: skip


def _all_topics(found: Recalled) -> dict[int, Count]:
    """Add up all topics of the present period, by department.

    One person answers on several topics: of a department there are at least as many people as on its busiest topic,
    and no more are taken for granted.
    """
    whole: dict[int, Count] = {}
    for (_topic, period), counts in found.counts.items():
        if period is Period.NOW:
            for department_id, one in counts.items():
                before = whole.get(department_id, Count())
                people = max(before.people, one.people)
                whole[department_id] = Count(people, before.answers + one.answers, before.right + one.right)
    return whole
