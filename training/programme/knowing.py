"""What the desk tells of what people know, gathered from the room of learning."""

from datetime import datetime, timedelta

from training.core.permissions import Permission, Viewer
from training.learning import figure_queries, outcome_queries, recalled_queries
from training.learning.recall_scope import company, fading
from training.programme.pages import Knowing

YEAR = timedelta(days=365)


def knowing(viewer: Viewer, now: datetime) -> Knowing | None:
    """Return it for whoever may see recall; None for anybody else. Five SELECTs."""
    if not viewer.may(Permission.RECALL_READ):
        return None
    found = fading(company(viewer), recalled_queries.topics(), recalled_queries.recalled(viewer))
    return Knowing(
        [one.topic for one in found], figure_queries.alarms(), outcome_queries.saved_by_all(viewer, now - YEAR)
    )
