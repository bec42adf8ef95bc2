"""What the security team has written on the desk: a requirement that was changed once, and a draft that waits."""

from datetime import date
from typing import Any

from training.completion import draft_queries, drafting
from training.completion.draft_queries import FORESEE
from training.completion.drafting import Asked, At
from training.completion.work import consequences
from training.core.db import database, writing
from training.demo.cast import PHISHING
from training.demo.outbox import carry_out
from training.demo.scene import Scene
from training.jobs.service import Claimed
from training.jobs.worker import Tools

OWNER = "Rafael Castellanos"
BEGUN, CHANGED = 4, 2
"""Rosters ago."""
SLUG = "working-with-third-parties"
THIRD_PARTIES: dict[str, Any] = {
    "title": "Working with third parties",
    "why": "Whoever writes our contracts is the first to see what a supplier may touch.",
    "audience": {"all": [{"departments": ["Legal"]}, {"titles": ["Contract manager"]}]},
    "satisfied_by": [{"policy": "third-parties"}],
    "due": {"kind": "days-from-start", "days": 90}, "renewal_months": 12, "window_days": 60, "grace_days": 0,
    "clauses": ["pci.12.8", "soc2.cc2.3"],
}  # fmt: skip


def write(scene: Scene, day: date) -> None:
    """Do what was done on the desk on the day of a roster."""
    at = At(scene.calendar.morning(day), day)
    if day == scene.calendar.roster_day(BEGUN):
        new = Asked("", THIRD_PARTIES, OWNER, "Two suppliers were given more than they needed")
        _put(scene, new, at)
    if day == scene.calendar.roster_day(CHANGED):
        content = THIRD_PARTIES | {"due": {"kind": "days-from-start", "days": 150}}
        _put(scene, Asked(SLUG, content, OWNER, "The autumn is full of renewals; there is time until spring"), at)


def leave_a_draft(scene: Scene) -> None:
    """Write what somebody has to decide on today: recognising phishing twice a year."""
    at = At(scene.calendar.now, scene.calendar.today)
    found = next(one for one in scene.asked if one.id == PHISHING)
    content = found.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"id", "owner"})
    changed = content | {
        "audience": found.audience.as_data(), "due": found.due.as_data(), "renewal_months": 6,
    }  # fmt: skip
    new = Asked(PHISHING, changed, OWNER, "Would twice a year be too much?", everybody=True)
    _reckon(scene, _draft(scene, new, at), at)
    with writing():
        carry_out()


def _put(scene: Scene, new: Asked, at: At) -> None:
    public_id = _draft(scene, new, at)
    _reckon(scene, public_id, at)
    with writing():
        drafting.put_into_force(scene.team, public_id, at=at)


def _draft(scene: Scene, new: Asked, at: At) -> str:
    with writing():
        return drafting.draft(scene.team, new, at=at)


def _reckon(scene: Scene, public_id: str, at: At) -> None:
    job = Claimed(0, FORESEE, draft_queries.key(public_id, 1), {"draft": public_id}, 1)
    consequences(job, Tools(scene.world_at(at.now), scene.host_at(at.now).links))
    database.session.rollback()
