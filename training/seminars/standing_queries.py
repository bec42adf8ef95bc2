"""Looks at a date as it stands: all that its forms are filled with, and who has answered since it was moved."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select

from training.catalogue.models import Topic
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.models import Person, Site
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession, Venue
from training.seminars.rules import KEPT_FOR, Audience, SessionStatus, State


class Standing(NamedTuple):
    """A date as it is planned. `venue` and its zone are empty for a date without a room."""

    id: int
    public_id: str
    slug: str
    title: str
    local_start: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    venue: str
    venue_zone: str
    join_url: str
    audience: Audience
    capacity: int | None
    taken: int
    status: SessionStatus
    opens_at: datetime | None
    closes_at: datetime | None
    cancel_until: datetime | None
    needs_approval: bool
    offer_hours: int | None
    arrival: str

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


STANDING = (
    select(
        SeminarSession.id, SeminarSession.public_id, Seminar.slug, Seminar.title, SeminarSession.local_start,
        SeminarSession.starts_at, SeminarSession.ends_at, SeminarSession.zone, func.coalesce(Venue.public_id, ""),
        func.coalesce(Site.zone, ""), func.coalesce(SeminarSession.join_url, ""), SeminarSession.audience,
        SeminarSession.capacity, SeminarSession.taken, SeminarSession.status, SeminarSession.opens_at,
        SeminarSession.closes_at, SeminarSession.cancel_until, SeminarSession.needs_approval,
        SeminarSession.offer_hours, SeminarSession.arrival,
    )
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
    .where(SeminarSession.public_id == bindparam("public_id"))
)  # fmt: skip


def standing(viewer: Viewer, public_id: str) -> Standing:
    """Return a date as it is planned, for those who plan. Raises NotFound."""
    row = database.session.execute(STANDING, {"public_id": public_id}).one_or_none() if _plans(viewer) else None
    if row is None:
        raise NotFound
    return Standing._make(row)


class Answer(NamedTuple):
    """Somebody who was asked whether a new date suits, and what came of it."""

    given: str
    family: str
    state: State
    asked_at: datetime
    answered_at: datetime | None


ANSWERS = scoped(
    select(
        case((Attendee.person_id.is_(None), Attendee.name), else_=Person.given), func.coalesce(Person.family, ""),
        Registration.state, Registration.asked_at, Registration.answered_at,
    )
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
    .where(SeminarSession.public_id == bindparam("public_id"), Registration.asked_at.is_not(None))
    .order_by(Registration.answered_at.is_not(None), Registration.queue_number),
    by="seminar:run",
)  # fmt: skip


def answers(viewer: Viewer, session_public_id: str) -> list[Answer]:
    """Return who was asked about a new date, those without an answer first; for those who plan."""
    if not _plans(viewer):
        raise NotFound
    return [Answer._make(row) for row in database.session.execute(ANSWERS, {"public_id": session_public_id})]


class Described(NamedTuple):
    """A seminar as its form is filled."""

    slug: str
    title: str
    summary: str
    minutes: int
    language: str
    good_to_know: str
    agenda: list[dict[str, object]]
    topic: str
    retention_days: int


DESCRIBED = select(
    Seminar.slug, Seminar.title, Seminar.summary, Seminar.minutes, Seminar.language, Seminar.good_to_know,
    Seminar.agenda, func.coalesce(Seminar.topic_slug, ""), Seminar.retention_days,
).where(Seminar.slug == bindparam("slug"))  # fmt: skip
TOPICS = select(Topic.slug, Topic.title).order_by(Topic.position, Topic.slug)


def described(viewer: Viewer, slug: str) -> Described:
    """Return what a seminar is about, for those who plan. Raises NotFound."""
    row = database.session.execute(DESCRIBED, {"slug": slug}).one_or_none() if _plans(viewer) else None
    if row is None:
        raise NotFound
    return Described._make(row)


def topics() -> list[tuple[str, str]]:
    """Return the topics of the catalogue (slug, title) in their order."""
    return [(slug, title) for slug, title in database.session.execute(TOPICS)]


HOPING = (*KEPT_FOR, State.WAITLISTED, State.PENDING)
"""Who has a seat, or hopes for one and has had a mail when the date was moved."""


class Told(NamedTuple):
    """What somebody is told of a moved date; how to get in, and whether it suits, is only for who has a seat."""

    previous: datetime | None
    asked_at: datetime | None
    answered_at: datetime | None
    arrival: str


_SEATED = Registration.state == State.BOOKED
_TOLD = select(
    SeminarSession.previous_starts_at, case((_SEATED, Registration.asked_at)),
    case((_SEATED, Registration.answered_at)), case((_SEATED, SeminarSession.arrival), else_=""),
).join(Registration, Registration.session_id == SeminarSession.id)  # fmt: skip
OWN_TOLD = scoped(
    _TOLD.where(Registration.public_id == bindparam("registration"), Registration.state.in_(HOPING)),
    by="one registration",
)


def told(registration: str) -> Told | None:
    """Return what somebody is told, of a registration that the caller has found; None for who has come or is gone."""
    row = database.session.execute(OWN_TOLD, {"registration": registration}).one_or_none()
    return Told._make(row) if row else None


def _plans(viewer: Viewer) -> bool:
    return viewer.may(Permission.SEMINAR_RUN)
