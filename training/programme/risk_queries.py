"""Looks at risks: the last rating of each, and how it was rated before."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.models import Person
from training.programme.models import Risk, RiskRating
from training.programme.rules import RiskLevel, level


class RiskRow(NamedTuple):
    """A risk as it was rated last. `owner` is empty where nobody who works here answers for it."""

    id: int
    slug: str
    title: str
    owner: str
    closed_on: date | None
    likelihood: int
    impact: int
    rated_at: datetime

    @property
    def product(self) -> int:
        return self.likelihood * self.impact

    @property
    def level(self) -> RiskLevel:
        return level(self.likelihood, self.impact)


_later = aliased(RiskRating)
_owns = and_(Person.id == Risk.owner_id, Person.left_on.is_(None) | (Person.left_on > bindparam("today")))
_name = Person.given + " " + Person.family
_RISK = (
    select(
        Risk.id, Risk.slug, Risk.title, _name, Risk.closed_on, RiskRating.likelihood, RiskRating.impact,
        RiskRating.rated_at,
    )
    .join(RiskRating, RiskRating.risk_id == Risk.id)
    .outerjoin(Person, _owns)
    .where(~exists().where(_later.risk_id == Risk.id, _later.id > RiskRating.id))
)  # fmt: skip
RISKS: Select[*tuple[Any, ...]] = scoped(_RISK.order_by(Risk.title), by="owners alone")
RISK: Select[*tuple[Any, ...]] = scoped(_RISK.where(Risk.slug == bindparam("slug")), by="owners alone")


def risks(viewer: Viewer, today: date) -> list[RiskRow]:
    """Return all risks, the highest first; closed ones too. One SELECT."""
    viewer.must(Permission.RISK_RATE)
    found = [_row(row) for row in database.session.execute(RISKS, {"today": today})]
    return sorted(found, key=lambda one: (-one.product, one.title))


def risk(viewer: Viewer, slug: str, today: date) -> RiskRow:
    """Return one risk. Raises NotFound. One SELECT."""
    viewer.must(Permission.RISK_RATE)
    row = database.session.execute(RISK, {"slug": slug, "today": today}).one_or_none()
    if row is None:
        raise NotFound
    return _row(row)


def _row(row: Any) -> RiskRow:
    return RiskRow(row[0], row[1], row[2], row[3] or "", *row[4:])


class Rating(NamedTuple):
    """How a risk was rated once, by whom (empty: the system) and why."""

    likelihood: int
    impact: int
    reason: str
    by: str
    at: datetime


RATINGS: Select[*tuple[Any, ...]] = scoped(
    select(RiskRating.likelihood, RiskRating.impact, RiskRating.reason, _name, RiskRating.rated_at)
    .outerjoin(Person, Person.id == RiskRating.rated_by_id)
    .where(RiskRating.risk_id == bindparam("risk_id"))
    .order_by(RiskRating.id.desc()),
    by="owners alone",
)


def ratings(risk_id: int) -> list[Rating]:
    """Return how a risk was rated, the latest first. One SELECT."""
    rows = database.session.execute(RATINGS, {"risk_id": risk_id})
    return [Rating(row[0], row[1], row[2], row[3] or "", row[4]) for row in rows]


SLUGS = select(Risk.slug)


def slugs() -> Sequence[str]:
    """Return the names in addresses that are taken."""
    return database.session.scalars(SLUGS).all()


OWNER = scoped(
    select(Person.id).where(
        Person.email == bindparam("email"), Person.left_on.is_(None) | (Person.left_on > bindparam("today"))
    ),
    by="owners alone",
)


def owner_id(email: str, today: date) -> int | None:
    """Return who has this work address, or None."""
    return database.session.scalar(OWNER, {"email": email.strip().lower(), "today": today})


LOCKED = select(Risk.id).where(Risk.slug == bindparam("slug")).with_for_update()


def lock(slug: str) -> None:
    """Hold a risk for this transaction, so that two ratings come one after the other. Raises NotFound."""
    if database.session.scalar(LOCKED, {"slug": slug}) is None:
        raise NotFound
