"""Looks at the public list: a page of the dates that fit some wishes, and what there is to choose from."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Integer, String, and_, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from training.catalogue.models import Topic
from training.core.db import database, scoped
from training.core.permissions import Viewer
from training.people.models import Site
from training.seminars.interest_queries import TOLD, VISIBLE
from training.seminars.models import Seminar, SeminarSession, Venue
from training.seminars.queries import DATES, TO_COME, Date, seen_by
from training.seminars.rules import Mode

PAGE = 25
ONLINE = "online"
"""The place of online dates in the filter."""
OWN_SITE = "own-site"
"""What the filter calls the site where the viewer works."""
MOST_UNPLANNED = 200


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
_last = aliased(SeminarSession)
_LAST = select(_last.starts_at, _last.id).where(_last.public_id == bindparam("after"))
LATER = scoped(
    LISTED.where(or_(~_LAST.exists(), tuple_(SeminarSession.starts_at, SeminarSession.id) > _LAST.scalar_subquery())),
    by="session counts",
)
"""The dates after the last one of the page before; all where nobody knows that one."""


class Choice(NamedTuple):
    """How many dates have this place, this language and this topic."""

    city: str | None
    mode: Mode
    language: str
    topic: str | None
    topic_title: str | None
    site_id: int | None
    dates: int


class Unplanned(NamedTuple):
    """A seminar without a date to come, and whether the viewer is told when it is held."""

    slug: str
    title: str
    summary: str
    language: str
    minutes: int
    told: bool


@dataclass(frozen=True)
class Offer:
    """What is offered beyond a page of dates: what all dates can be limited to, and the seminars without one."""

    choices: tuple[Choice, ...]
    unplanned: tuple[Unplanned, ...]


_CHOICE = (Site.city, SeminarSession.mode, Seminar.language, Seminar.topic_slug, Topic.title, Venue.site_id)
_SEMINAR = (Seminar.slug, Seminar.title, Seminar.summary, Seminar.language, Seminar.minutes, TOLD)
OFFER = scoped(
    select(*_CHOICE, func.count(SeminarSession.id), *_SEMINAR)
    .select_from(Seminar)
    .outerjoin(SeminarSession, and_(SeminarSession.seminar_id == Seminar.id, *TO_COME))
    .outerjoin(Topic, Topic.slug == Seminar.topic_slug)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
    .where(VISIBLE)
    .group_by(Seminar.id, *_CHOICE)
    .order_by(Seminar.title, Seminar.id),
    by="own person",
)
"""A row for each seminar and each kind of date that it has; one without a date for a seminar that has none."""


def listed(viewer: Viewer, wishes: Wishes, now: datetime) -> tuple[list[Date], str]:
    """Return a page of the dates to come that fit, the earliest first, and the id to go on from (empty at the end)."""
    values = {"audiences": seen_by(viewer), "now": now, "limit": PAGE + 1, **wish_values(wishes, viewer.site_id)}
    found = database.session.execute(LATER if wishes.after else LISTED, values | {"after": wishes.after})
    rows = [Date._make(row) for row in found]
    return rows[:PAGE], rows[PAGE - 1].public_id if len(rows) > PAGE else ""


def wish_values(wishes: Wishes, site_id: int | None = None) -> dict[str, Any]:
    """Return what WISHED asks for. `site_id`: where the viewer works."""
    return {"topic": wishes.topic, "where": wishes.where, "language": wishes.language, "site": site_id}


def offer(viewer: Viewer, now: datetime) -> Offer:
    """Return what there is to choose from, and the seminars that the viewer may see without a date, by title."""
    values = {"audiences": seen_by(viewer), "staff": viewer.works_here, "now": now, "person_id": viewer.person_id}
    rows, kinds = list(database.session.execute(OFFER, values)), len(Choice._fields)
    choices = tuple(choice for row in rows if (choice := Choice._make(row[:kinds])).dates)
    unplanned = (Unplanned._make(row[kinds:]) for row in rows if not row[kinds - 1])
    return Offer(choices, tuple(islice(unplanned, MOST_UNPLANNED)))
