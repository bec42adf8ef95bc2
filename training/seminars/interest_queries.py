"""Looks at who would come: one's own interest, and whom to tell of a date."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.models import Person, Site
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession, Venue
from training.seminars.plan_models import Interest
from training.seminars.rules import DEAD, Audience, SessionStatus, audiences

LIVE = Interest.ended_at.is_(None)
CONFIRMED = and_(LIVE, Interest.confirmed_at.is_not(None))


def _of(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the seminar has a date of that kind."""
    return (
        select(SeminarSession.id)
        .where(SeminarSession.seminar_id == Seminar.id, *conditions)
        .correlate(Seminar)
        .exists()
    )


_FOR_THEM = SeminarSession.audience.in_(bindparam("audiences", expanding=True))
_PUBLIC = or_(_of(_FOR_THEM, SeminarSession.status != SessionStatus.DRAFT), ~_of())
VISIBLE = or_(bindparam("staff"), _PUBLIC)
"""Staff see every seminar; a visitor sees what has or had a public date, and what never had any date."""
TOLD = exists().where(
    Interest.seminar_id == Seminar.id, CONFIRMED, Attendee.id == Interest.attendee_id,
    Attendee.person_id == bindparam("person_id"),
)  # fmt: skip
"""Whether the viewer is told when the seminar is held."""


class Known(NamedTuple):
    """A seminar that somebody may be interested in."""

    id: int
    slug: str
    title: str


KNOWN = select(Seminar.id, Seminar.slug, Seminar.title).where(Seminar.slug == bindparam("slug"), VISIBLE)


def known(viewer: Viewer, slug: str) -> Known:
    """Return a seminar that the viewer may see. Raises NotFound."""
    row = database.session.execute(KNOWN, _seen(viewer) | {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound
    return Known._make(row)


def _seen(viewer: Viewer) -> dict[str, object]:
    seen = audiences(staff=viewer.works_here, runs=viewer.may(Permission.SEMINAR_RUN))
    return {"staff": viewer.works_here, "audiences": seen}


class Own(NamedTuple):
    """The viewer's interest in a seminar. `site` is the name of the site where they would come; None: online."""

    id: int
    site: str | None


OWN = scoped(
    select(Interest.id, Site.name)
    .join(Attendee, Attendee.id == Interest.attendee_id)
    .join(Seminar, Seminar.id == Interest.seminar_id)
    .outerjoin(Site, Site.id == Interest.site_id)
    .where(Seminar.slug == bindparam("slug"), Attendee.person_id == bindparam("person_id"), LIVE),
    by="own person",
)


def own(viewer: Viewer, slug: str) -> Own | None:
    """Return the viewer's interest in a seminar, or None; a visitor has none."""
    if not viewer.works_here:
        return None
    row = database.session.execute(OWN, {"slug": slug, "person_id": viewer.person_id}).one_or_none()
    return Own._make(row) if row else None


class Said(NamedTuple):
    """An interest with what a letter about it needs."""

    id: int
    public_id: str
    link_version: int
    confirmed_at: datetime | None
    ended_at: datetime | None
    attendee_id: int
    person_id: int | None
    name: str
    email: str
    language: str
    title: str
    slug: str


_SAID = (
    select(
        Interest.id, Interest.public_id, Interest.link_version, Interest.confirmed_at, Interest.ended_at,
        Interest.attendee_id, Attendee.person_id, Attendee.name, Attendee.email, Interest.language,
        Person.given, Person.family, Person.email.label("person_email"), Seminar.title, Seminar.slug,
    )
    .join(Attendee, Attendee.id == Interest.attendee_id)
    .join(Seminar, Seminar.id == Interest.seminar_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
)  # fmt: skip
OF_LINK = scoped(
    _SAID.where(Interest.public_id == bindparam("public_id"), Interest.link_version == bindparam("version")),
    by="holder of the link",
)
OF_ATTENDEE = scoped(
    _SAID.where(Interest.seminar_id == bindparam("seminar"), Interest.attendee_id == bindparam("attendee"), LIVE),
    by="one attendee",
)
TO_TELL = scoped(
    _SAID.where(
        Interest.seminar_id == bindparam("seminar"), CONFIRMED, Interest.id > bindparam("after"),
        or_(
            and_(Attendee.person_id.is_(None), bindparam("guests"), Attendee.email.is_not(None)),
            and_(Attendee.person_id.is_not(None), bindparam("staff"), Person.email.is_not(None)),
        ),
    )
    .order_by(Interest.id)
    .limit(bindparam("limit")),
    by="system",
)  # fmt: skip


def of_link(public_id: str, link_version: int) -> Said | None:
    """Return the interest that a link names, or None where the link was made void."""
    row = database.session.execute(OF_LINK, {"public_id": public_id, "version": link_version}).one_or_none()
    return _said(row) if row else None


def of_attendee(seminar_id: int, attendee_id: int) -> Said:
    """Return the live interest of an attendee in a seminar. Raises NotFound."""
    row = database.session.execute(OF_ATTENDEE, {"seminar": seminar_id, "attendee": attendee_id}).one_or_none()
    if row is None:
        raise NotFound
    return _said(row)


def _said(row: Any) -> Said:
    (number, public_id, version, confirmed, ended, attendee, person, name, email, language, given, family, own_email,
     title, slug) = row  # fmt: skip
    shown = f"{given} {family}" if person else name
    return Said(
        number, public_id, version, confirmed, ended, attendee, person, shown, (own_email if person else email) or "",
        language, title, slug,
    )  # fmt: skip


class Published(NamedTuple):
    """A date of which people are told."""

    id: int
    public_id: str
    seminar_id: int
    audience: Audience
    title: str
    slug: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: str | None
    address: str | None
    city: str | None


PUBLISHED = (
    select(
        SeminarSession.id, SeminarSession.public_id, SeminarSession.seminar_id, SeminarSession.audience, Seminar.title,
        Seminar.slug, SeminarSession.starts_at, SeminarSession.ends_at, SeminarSession.zone, Venue.name, Site.address,
        Site.city,
    )
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
    .where(
        SeminarSession.id == bindparam("session"), SeminarSession.status == SessionStatus.OPEN,
        SeminarSession.starts_at > bindparam("now"), SeminarSession.audience != Audience.INVITED,
    )
)  # fmt: skip
ANYBODY = scoped(
    select(Interest.id)
    .join(SeminarSession, SeminarSession.seminar_id == Interest.seminar_id)
    .where(SeminarSession.id == bindparam("session"), CONFIRMED)
    .limit(1),
    by="system",
)


def published(session_id: int, now: datetime) -> Published | None:
    """Return a date that people may still take, or None: it was called off, has begun, or stands in no list."""
    row = database.session.execute(PUBLISHED, {"session": session_id, "now": now}).one_or_none()
    return Published._make(row) if row else None


def anybody(session_id: int) -> bool:
    """Tell whether somebody waits for a date of this seminar."""
    return database.session.execute(ANYBODY, {"session": session_id}).first() is not None


def to_tell(date: Published, *, after: int, limit: int) -> list[Said]:
    """Return who is to hear of a date: those for whom it is, some at a time in the order of their ids."""
    values = {
        "seminar": date.seminar_id, "after": after, "limit": limit,
        "guests": date.audience in {Audience.OUTSIDE, Audience.BOTH},
        "staff": date.audience in {Audience.STAFF, Audience.BOTH},
    }  # fmt: skip
    return [_said(row) for row in database.session.execute(TO_TELL, values)]


# --- what is over -----------------------------------------------------------------------------------------------------

LAPSED = scoped(
    select(Interest.id)
    .where(
        LIVE,
        or_(
            and_(Interest.confirmed_at.is_(None), Interest.said_at <= bindparam("unconfirmed")),
            Interest.said_at <= bindparam("too_old"),
        ),
    )
    .order_by(Interest.id)
    .limit(bindparam("limit")),
    by="system",
)


def lapsed(*, unconfirmed: datetime, too_old: datetime, limit: int) -> list[int]:
    """Return the interests that were never confirmed, or said too long ago."""
    values = {"unconfirmed": unconfirmed, "too_old": too_old, "limit": limit}
    return list(database.session.scalars(LAPSED, values))


CAME = scoped(
    select(Interest.id)
    .join(SeminarSession, SeminarSession.seminar_id == Interest.seminar_id)
    .join(
        Registration,
        and_(Registration.session_id == SeminarSession.id, Registration.attendee_id == Interest.attendee_id),
    )
    .where(SeminarSession.id == bindparam("session"), Registration.state.in_(bindparam("states", expanding=True)), LIVE)
    .order_by(Interest.id),
    by="session",
)


def of_those_in(session_id: int, states: tuple[str, ...]) -> list[int]:
    """Return the live interests of those whose registration for a date is in one of these states."""
    return list(database.session.scalars(CAME, {"session": session_id, "states": list(states)}))


_other = aliased(Interest)
UNHEARD_OF = scoped(
    select(Attendee.id, Attendee.email)
    .where(
        Attendee.id.in_(bindparam("ids", expanding=True)), Attendee.person_id.is_(None), Attendee.erased_at.is_(None),
        ~exists().where(_other.attendee_id == Attendee.id, _other.ended_at.is_(None)),
        # Who came somewhere is forgotten when the time of that date is over, not before.
        ~exists().where(
            Registration.attendee_id == Attendee.id,
            or_(Attendee.verified_at.is_not(None), Registration.state.not_in(DEAD)),
        ),
    )
    .order_by(Attendee.id),
    by="system",
)  # fmt: skip


def unheard_of(attendee_ids: list[int]) -> dict[int, str]:
    """Return the guests among these (id → address) who want nothing of us any more."""
    rows = database.session.execute(UNHEARD_OF, {"ids": attendee_ids}) if attendee_ids else ()
    return {number: email or "" for number, email in rows}


STILL_INTERESTED = (
    select(func.count()).where(Interest.attendee_id == Attendee.id, CONFIRMED).correlate(Attendee).scalar_subquery() > 0
)
"""Whether an attendee has asked to be told of a seminar, as part of a SELECT on attendees."""
