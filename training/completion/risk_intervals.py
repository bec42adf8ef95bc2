"""The verb that carries the rating of a risk into the requirements which take their interval from it."""

from datetime import date, datetime

from training.audit.service import Happening, record
from training.completion import publishing, publishing_queries
from training.completion.service import RECONCILE
from training.jobs.service import NewJob, add


def risk_rated(
    risk: str, level: str, *, by_person_id: int | None, reason: str, now: datetime, today: date
) -> list[int]:
    """Give the requirements that follow a risk the interval of its level; return the ids of those that changed.

    Each gets a new version, so that a past day can be read with the interval that held then. Days that were settled
    stay; what comes next moves, by a job. A second call changes nothing.
    """
    changed = []
    for said in publishing_queries.following(risk):
        if said.row["due"]["level"] == level:
            continue
        publishing.rate(said, level, publishing.By(by_person_id, reason[:200]), now=now, today=today)
        event = Happening("requirement-published", "requirement", said.requirement_id)
        record(event, actor_id=by_person_id, now=now)
        changed.append(said.requirement_id)
    if changed:
        add(NewJob(RECONCILE, f"risk {risk}:{now.isoformat()}"), now=now)
    return changed
