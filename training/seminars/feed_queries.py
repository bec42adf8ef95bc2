"""Looks at what the public feeds tell: dates for visitors, those to come and for thirty days those that were."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select

from training.audit.models import Event
from training.core.db import database
from training.core.permissions import NOBODY
from training.people.models import Site
from training.seminars.listing_queries import WISHED, Wishes, wish_values
from training.seminars.models import Seminar, SeminarSession, Venue
from training.seminars.queries import seen_by
from training.seminars.rules import SessionStatus, place_words

KEPT_AFTER = timedelta(days=30)
"""How long a date stays in the feeds once it is over, or would have been."""
MOST_FED = 500
TOLD = ("seminar-planned", "seminar-published", "seminar-moved", "seminar-cancelled")
"""What in the log of a date changes what the feeds say of it."""
SUBJECT = "seminar-session"
IN_FEEDS = (SessionStatus.OPEN, SessionStatus.CLOSED, SessionStatus.CANCELLED, SessionStatus.HELD)


def told_at() -> ColumnElement[datetime]:
    """Return when a date was planned, moved or called off last, as part of a SELECT on sessions."""
    last = select(func.max(Event.at)).where(
        Event.subject_kind == SUBJECT, Event.subject_id == SeminarSession.id, Event.action.in_(TOLD)
    )
    return last.correlate(SeminarSession).scalar_subquery()


class Told(NamedTuple):
    """One date as feeds tell it."""

    public_id: str
    slug: str
    title: str
    summary: str
    language: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    status: SessionStatus
    revision: int
    told_at: datetime

    @property
    def cancelled(self) -> bool:
        """Whether it was called off."""
        return self.status is SessionStatus.CANCELLED

    @property
    def sequence(self) -> int:
        """How often it was said anew: moved, and called off at the end."""
        return self.revision + int(self.cancelled)


FED = (
    select(
        SeminarSession.public_id, Seminar.slug, Seminar.title, Seminar.summary, Seminar.language,
        SeminarSession.starts_at, SeminarSession.ends_at, SeminarSession.zone, Venue.name, Site.address, Site.city,
        SeminarSession.status, SeminarSession.revision, told_at(),
    )
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
    .where(
        SeminarSession.audience.in_(bindparam("audiences", expanding=True)),
        SeminarSession.status.in_(IN_FEEDS),
        SeminarSession.ends_at > bindparam("since"),
        WISHED,
    )
    .order_by(SeminarSession.starts_at, SeminarSession.id)
    .limit(MOST_FED)
)  # fmt: skip


def told(wishes: Wishes, now: datetime) -> list[Told]:
    """Return the dates of the public feeds that fit, the earliest first. They are a visitor's, whoever asks."""
    values = {"audiences": seen_by(NOBODY), "since": now - KEPT_AFTER, **wish_values(wishes)}
    return [_told(row) for row in database.session.execute(FED, values)]


def _told(row: Any) -> Told:
    before, (venue, address, city), (status, revision, at) = row[:8], row[8:11], row[11:]
    return Told._make((*before, place_words(venue, address, city), status, revision, at or row.starts_at))
