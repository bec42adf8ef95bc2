"""Looks at who is to be reminded of a date: those with a seat who have not been, of this date as it stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, bindparam, cast, func, literal, or_, select

from training.core.db import database, scoped
from training.notices.models import Message
from training.people.models import Person, Site
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession, Venue
from training.seminars.plan_models import Material
from training.seminars.rules import SessionStatus, State
from training.seminars.seat_queries import RECIPIENT, Recipient, recipient

AHEAD = (
    select(
        SeminarSession, Seminar.title, Seminar.slug, Seminar.good_to_know, Venue.name.label("venue"), Site.address,
        Site.city,
    )
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
    .where(
        SeminarSession.status.in_([SessionStatus.OPEN, SessionStatus.CLOSED]),
        SeminarSession.starts_at > bindparam("after"),
        SeminarSession.starts_at <= bindparam("until"),
    )
    .order_by(SeminarSession.starts_at, SeminarSession.id)
)  # fmt: skip


def _key(kind: str) -> Any:
    """Return the key that the mail about a registration would have: another one after each move of the date."""
    sequence = cast(Registration.calendar_sequence, String())
    return literal(f"{kind}:") + Registration.public_id + literal(":") + sequence


def _to_remind(kind: str) -> Any:
    reminded = select(Message.id).where(Message.key == _key(kind)).correlate(Registration).exists()
    return scoped(
        RECIPIENT.where(
            Registration.session_id == bindparam("session"),
            Registration.state == State.BOOKED,
            Registration.registered_at < bindparam("before"),
            func.coalesce(Person.email, Attendee.email, "") != "",
            ~reminded,
        )
        .order_by(Registration.id)
        .limit(bindparam("limit")),
        by="session",
    )


MATERIALS = (
    select(Material.title)
    .where(
        or_(Material.session_id == bindparam("session"), Material.seminar_id == bindparam("seminar")),
        Material.after.is_(False),
    )
    .order_by(Material.id)
)


def ahead(after: datetime, until: datetime) -> list[Row[Any]]:
    """Return the dates that begin in a span of time, the earliest first."""
    return list(database.session.execute(AHEAD, {"after": after, "until": until}))


def to_remind(kind: str, session_id: int, before: datetime, limit: int) -> list[Recipient]:
    """Return some of those with a seat since before an instant who have no mail of this kind about the date yet."""
    values = {"session": session_id, "before": before, "limit": limit}
    return [recipient(row) for row in database.session.execute(_to_remind(kind), values)]


def to_read(session: SeminarSession) -> tuple[str, ...]:
    """Return the titles of what is to be read before a date."""
    values = {"session": session.id, "seminar": session.seminar_id}
    return tuple(database.session.scalars(MATERIALS, values))
