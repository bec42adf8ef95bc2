"""Looks at the dates in somebody's own calendar: those at which they have a seat, and those that they give."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, false, select, true, union_all

from training.core.db import database, scoped
from training.people.models import Site
from training.seminars.feed_queries import IN_FEEDS, KEPT_AFTER, told_at
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession, Venue
from training.seminars.plan_models import SessionTrainer
from training.seminars.rules import AFTER, SessionStatus, State, place_words


class OwnDate(NamedTuple):
    """One date in the calendar of an employee. `name` is the entry's, the same as in the mail for a seat."""

    name: str
    slug: str
    session: str
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    status: SessionStatus
    sequence: int
    stamp: datetime
    gives: bool
    """Whether they give it, and do not only come."""


_DATE = (
    Seminar.slug, SeminarSession.public_id, Seminar.title, SeminarSession.starts_at, SeminarSession.ends_at,
    SeminarSession.zone, Venue.name, Site.address, Site.city, SeminarSession.status,
)  # fmt: skip


def _dates(*columns: Any) -> Any:
    return (
        select(*columns, told_at(), *_DATE)
        .join(Seminar, Seminar.id == SeminarSession.seminar_id)
        .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
        .outerjoin(Site, Site.id == Venue.site_id)
        .where(SeminarSession.ends_at > bindparam("since"))
    )


_SEATS = (
    _dates(false(), Registration.public_id, Registration.calendar_sequence, Registration.registered_at)
    .join(Registration, Registration.session_id == SeminarSession.id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .where(Attendee.person_id == bindparam("person_id"), Registration.state.in_([State.BOOKED, *sorted(AFTER)]))
)
_GIVEN = (
    _dates(true(), SessionTrainer.public_id, SeminarSession.revision, SeminarSession.published_at)
    .join(SessionTrainer, SessionTrainer.session_id == SeminarSession.id)
    .where(SessionTrainer.person_id == bindparam("person_id"), SeminarSession.status.in_(IN_FEEDS))
)
OWN_DATES = scoped(union_all(_SEATS, _GIVEN), by="own person")


def own_dates(person_id: int, now: datetime) -> list[OwnDate]:
    """Return the dates in an employee's calendar: to come, and for thirty days those that were."""
    values = {"person_id": person_id, "since": now - KEPT_AFTER}
    found = [_own(row) for row in database.session.execute(OWN_DATES, values)]
    return sorted(found, key=lambda one: (one.starts_at, one.name))


def _own(row: Any) -> OwnDate:
    gives, name, sequence, since, told, slug, session, title, starts_at, ends_at, zone, *where, status = row
    off = int(gives and status is SessionStatus.CANCELLED)
    stamp = max(moment for moment in (since, told, datetime.min.replace(tzinfo=starts_at.tzinfo)) if moment)
    return OwnDate(
        name, slug, session, title, starts_at, ends_at, zone, place_words(*where), status, sequence + off, stamp, gives
    )
