"""Looks at the public list: a page of the dates that fit some wishes, and what there is to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, String, and_, bindparam, func, or_, select, tuple_

from training.catalogue.models import Topic
from training.core.db import database, scoped
from training.core.permissions import Viewer
from training.people.models import Site
from training.seminars.models import Seminar, SeminarSession, Venue
from training.seminars.queries import DATES, Date, seen_by
from training.seminars.rules import Mode, SessionStatus

PAGE = 25
ONLINE = "online"
"""The place of online dates in the filter."""
OWN_SITE = "own-site"
"""What the filter calls the site where the viewer works."""


@dataclass(frozen=True)
class Wishes:
    """What the list is limited to, each empty for all; `after` is the last date of the page before."""

    topic: str = ""
    where: str = ""
    language: str = ""
    after: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        """What an address must name to keep them, without the page."""
        wished = {"topic": self.topic, "where": self.where, "language": self.language}
        return {name: value for name, value in wished.items() if value}


def _wish(name: str) -> Any:
    return bindparam(name, type_=String())


WISHED = and_(
    or_(_wish("topic") == "", Seminar.topic_slug == _wish("topic")),
    or_(_wish("language") == "", Seminar.language == _wish("language")),
    or_(
        _wish("where") == "",
        Site.city == _wish("where"),
        and_(_wish("where") == ONLINE, SeminarSession.mode != Mode.IN_PERSON),
        and_(_wish("where") == OWN_SITE, Venue.site_id == bindparam("site", type_=Integer())),
    ),
)
"""The part of a WHERE on dates that keeps what fits; its values are `Wishes`."""
LISTED = scoped(DATES.where(WISHED), by="session counts")
ANCHOR = select(SeminarSession.starts_at, SeminarSession.id).where(SeminarSession.public_id == bindparam("public_id"))


class Choice(NamedTuple):
    """How many dates have this place, this language and this topic."""

    city: str | None
    mode: Mode
    language: str
    topic: str | None
    topic_title: str | None
    site_id: int | None
    dates: int


_CHOICE = (Site.city, SeminarSession.mode, Seminar.language, Seminar.topic_slug, Topic.title, Venue.site_id)
CHOICES = (
    select(*_CHOICE, func.count())
    .select_from(SeminarSession)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Topic, Topic.slug == Seminar.topic_slug)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
    .where(
        SeminarSession.audience.in_(bindparam("audiences", expanding=True)),
        SeminarSession.status == SessionStatus.OPEN,
        SeminarSession.starts_at > bindparam("now"),
    )
    .group_by(*_CHOICE)
    .order_by(*_CHOICE)
)


def listed(viewer: Viewer, wishes: Wishes, now: datetime) -> tuple[list[Date], str]:
    """Return a page of the dates to come that fit, the earliest first, and the id to go on from (empty at the end)."""
    statement = LISTED
    if wishes.after and (anchor := database.session.execute(ANCHOR, {"public_id": wishes.after}).one_or_none()):
        statement = statement.where(tuple_(SeminarSession.starts_at, SeminarSession.id) > tuple_(*anchor))
    values = {"audiences": seen_by(viewer), "now": now, "limit": PAGE + 1, **wish_values(wishes, viewer.site_id)}
    rows = [Date._make(row) for row in database.session.execute(statement, values)]
    return rows[:PAGE], rows[PAGE - 1].public_id if len(rows) > PAGE else ""


def wish_values(wishes: Wishes, site_id: int | None = None) -> dict[str, Any]:
    """Return what WISHED asks for. `site_id`: where the viewer works."""
    return {"topic": wishes.topic, "where": wishes.where, "language": wishes.language, "site": site_id}


def choices(viewer: Viewer, now: datetime) -> Sequence[Choice]:
    """Return what all dates to come can be limited to."""
    return [Choice(*row) for row in database.session.execute(CHOICES, {"audiences": seen_by(viewer), "now": now})]
