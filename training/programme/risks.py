"""The verbs of risks: add one, rate it anew, say who answers for it, close it, open it again."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, update

from training.audit.service import Happening, record
from training.catalogue.gift.slugs import Names
from training.completion.risk_intervals import risk_rated
from training.completion.risk_queries import followed
from training.core.db import database
from training.core.errors import Conflict, Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.programme import risk_queries
from training.programme.models import Risk, RiskRating
from training.programme.rules import RiskLevel, level

RESERVED = ("new",)
"""Names that are pages of ours."""


@dataclass(frozen=True)
class NewRating:
    """How likely and how bad, from 1 to 5, and why it is seen so."""

    likelihood: int
    impact: int
    reason: str

    @property
    def level(self) -> RiskLevel:
        return level(self.likelihood, self.impact)


def add_risk(viewer: Viewer, title: str, owner: str, rating: NewRating, *, now: datetime, today: date) -> str:
    """Add a risk with its first rating, and return its slug. Raises Refused for an owner whom nobody knows."""
    slug = Names([*RESERVED, *risk_queries.slugs()]).new(title)
    row = {"slug": slug, "title": title, "owner_id": _owner(owner, today)}
    risk_id = int(database.session.execute(insert(Risk).values(row).returning(Risk.id)).scalar_one())
    _rate(viewer, risk_id, rating, now)
    record(Happening("risk-added", "risk", risk_id), actor_id=viewer.person_id, now=now)
    risk_rated(slug, rating.level, by_person_id=viewer.person_id, reason=rating.reason, now=now, today=today)
    return slug


def rate_risk(viewer: Viewer, slug: str, rating: NewRating, *, now: datetime, today: date) -> int:
    """Rate a risk anew; the ratings before stay. Return how many requirements got another interval by it.

    Raises NotFound, and Conflict for a risk that is closed.
    """
    risk_queries.lock(slug)
    found = risk_queries.risk(viewer, slug, today)
    _check_open(found)
    _rate(viewer, found.id, rating, now)
    detail = {"likelihood": rating.likelihood, "impact": rating.impact}
    record(Happening("risk-rated", "risk", found.id, detail), actor_id=viewer.person_id, now=now)
    moved = risk_rated(slug, rating.level, by_person_id=viewer.person_id, reason=rating.reason, now=now, today=today)
    return len(moved)


def name_owner(viewer: Viewer, slug: str, owner: str, *, now: datetime, today: date) -> None:
    """Say who answers for a risk; an empty address: nobody. Raises NotFound and Refused."""
    found = risk_queries.risk(viewer, slug, today)
    database.session.execute(update(Risk).where(Risk.id == found.id).values(owner_id=_owner(owner, today)))
    record(Happening("risk-owner-named", "risk", found.id), actor_id=viewer.person_id, now=now)


def close_risk(viewer: Viewer, slug: str, *, now: datetime, today: date) -> None:
    """Close a risk. Its ratings stay. Raises NotFound, Conflict, and Refused while a requirement follows it."""
    found = risk_queries.risk(viewer, slug, today)
    _check_open(found)
    if following := followed().get(slug):
        titles = ", ".join(f"“{title}”" for title in following)
        raise Refused("", text("%(titles)s takes its interval from it. Change that requirement first.", titles=titles))
    _close(viewer, found.id, today, "risk-closed", now)


def open_risk(viewer: Viewer, slug: str, *, now: datetime, today: date) -> None:
    """Open a risk again that was closed, with the rating that it had. Raises NotFound."""
    found = risk_queries.risk(viewer, slug, today)
    if found.closed_on is not None:
        _close(viewer, found.id, None, "risk-opened-again", now)


def _close(viewer: Viewer, risk_id: int, day: date | None, action: str, now: datetime) -> None:
    database.session.execute(update(Risk).where(Risk.id == risk_id).values(closed_on=day))
    record(Happening(action, "risk", risk_id), actor_id=viewer.person_id, now=now)


def _check_open(found: risk_queries.RiskRow) -> None:
    if found.closed_on is not None:
        raise Conflict(text("This risk is closed. Open it again first."))


def _rate(viewer: Viewer, risk_id: int, rating: NewRating, now: datetime) -> None:
    row = {
        "risk_id": risk_id, "likelihood": rating.likelihood, "impact": rating.impact, "reason": rating.reason,
        "rated_by_id": viewer.person_id, "rated_at": now,
    }  # fmt: skip
    database.session.execute(insert(RiskRating).values(row))


def _owner(email: str, today: date) -> int | None:
    if not email.strip():
        return None
    found = risk_queries.owner_id(email, today)
    if found is None:
        raise Refused("owner", text("Nobody who works here has this address. Check it, or leave it empty."))
    return found
