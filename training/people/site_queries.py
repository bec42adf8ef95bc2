"""Looks at sites for those who keep their working weeks."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.people.models import Membership, Site


class Week(NamedTuple):
    """A site with the days on which people work there."""

    id: int
    public_id: str
    name: str
    city: str
    zone: str
    working_days: str
    days_off: list[str]
    people: int


_PEOPLE = (
    select(func.count())
    .select_from(Membership)
    .where(Membership.site_id == Site.id, Membership.retired_at.is_(None), Membership.valid_until.is_(None))
    .correlate(Site)
    .scalar_subquery()
)
_WEEK = scoped(
    select(Site.id, Site.public_id, Site.name, Site.city, Site.zone, Site.working_days, Site.days_off, _PEOPLE),
    by="counts only",
)
WEEKS = _WEEK.order_by(Site.name)
BY_PUBLIC_ID = _WEEK.where(Site.public_id == bindparam("public_id"))


def weeks() -> list[Week]:
    """Return all sites by name. One SELECT."""
    return [Week(*row) for row in database.session.execute(WEEKS)]


def week(public_id: str) -> Week:
    """Return one site. Raises NotFound."""
    row = database.session.execute(BY_PUBLIC_ID, {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return Week(*row)
