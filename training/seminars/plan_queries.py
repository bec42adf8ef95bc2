"""Looks for planning: the seminar, rooms and zones to choose from, and whether a room is free."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from training.core.db import database
from training.core.errors import NotFound, Refused
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.people.models import Site
from training.seminars.models import Seminar, SeminarSession, Venue
from training.seminars.rules import SessionStatus


class SeminarRow(NamedTuple):
    id: int
    slug: str
    title: str
    minutes: int


class VenueRow(NamedTuple):
    id: int
    name: str
    seats: int | None
    zone: str
    address: str | None = None
    city: str | None = None


class Choice(NamedTuple):
    """A room to choose from."""

    public_id: str
    name: str
    site: str
    seats: int | None
    zone: str


SEMINAR = select(Seminar.id, Seminar.slug, Seminar.title, Seminar.minutes).where(Seminar.slug == bindparam("slug"))
VENUE = (
    select(Venue.id, Venue.name, Venue.seats, Site.zone, Site.address, Site.city)
    .join(Site, Site.id == Venue.site_id)
    .where(Venue.public_id == bindparam("public_id"))
    .with_for_update(of=Venue)
)
IN_USE = select(SeminarSession.id).where(
    SeminarSession.venue_id == bindparam("venue"),
    SeminarSession.status != SessionStatus.CANCELLED,
    SeminarSession.starts_at < bindparam("ends"),
    SeminarSession.ends_at > bindparam("starts"),
    SeminarSession.id != bindparam("besides"),
)
VENUES = (
    select(Venue.public_id, Venue.name, Site.name.label("site"), Venue.seats, Site.zone)
    .join(Site, Site.id == Venue.site_id)
    .order_by(Site.name, Venue.name)
)
ZONES = select(Site.zone).distinct().order_by(Site.zone)


def seminar(slug: str) -> SeminarRow:
    """Return what a new date needs of its seminar. Raises NotFound."""
    row = database.session.execute(SEMINAR, {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound
    return SeminarRow(*row)


def lock_venue(public_id: str) -> VenueRow:
    """Return a room and keep others from planning in it until the transaction ends. Raises Refused at `venue`."""
    row = database.session.execute(VENUE, {"public_id": public_id}).one_or_none()
    if row is None:
        raise Refused("venue", text("This room is not in the list any more. Choose another one."))
    return VenueRow(*row)


def in_use(venue_id: int, starts_at: datetime, ends_at: datetime, besides: int = 0) -> bool:
    """Tell whether a date, but for the one `besides`, has the room at some time in between."""
    values = {"venue": venue_id, "starts": starts_at, "ends": ends_at, "besides": besides}
    return database.session.execute(IN_USE, values).first() is not None


TAKEN = (
    select(SeminarSession.starts_at, SeminarSession.ends_at)
    .where(
        SeminarSession.venue_id == bindparam("venue"),
        SeminarSession.status != SessionStatus.CANCELLED,
        SeminarSession.starts_at < bindparam("until"),
        SeminarSession.ends_at > bindparam("since"),
    )
    .order_by(SeminarSession.starts_at)
)


def taken_times(venue_id: int, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Return from when to when a room is in use between two instants."""
    values = {"venue": venue_id, "since": since, "until": until}
    return [(starts, ends) for starts, ends in database.session.execute(TAKEN, values)]


SITES = select(Site.public_id, Site.name).order_by(Site.name)
SITE = select(Site.id).where(Site.public_id == bindparam("public_id"))


def sites(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the sites (public id, name), for those who plan."""
    if not viewer.may(Permission.SEMINAR_RUN):
        return []
    return [(public_id, name) for public_id, name in database.session.execute(SITES)]


def site_id(public_id: str) -> int:
    """Return a site's id. Raises NotFound."""
    number = database.session.scalar(SITE, {"public_id": public_id})
    if number is None:
        raise NotFound
    return number


def venues(viewer: Viewer) -> list[Choice]:
    """Return the rooms of all sites, for those who plan."""
    if not viewer.may(Permission.SEMINAR_RUN):
        return []
    return [Choice(*row) for row in database.session.execute(VENUES)]


def zones(viewer: Viewer) -> list[str]:
    """Return the zones of the sites, for those who plan."""
    return list(database.session.scalars(ZONES)) if viewer.may(Permission.SEMINAR_RUN) else []
