"""Looks at what is kept of guests: at which dates, for how long, and what people agreed to."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, cast, distinct, func, or_, select, union

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.seminars.day_models import AttendanceRecord
from training.seminars.models import Attendee, Consent, Registration, Seminar, SeminarSession
from training.seminars.organisation_models import Invitation
from training.seminars.plan_models import Interest
from training.seminars.rules import DEAD, SessionStatus


class KeptDate(NamedTuple):
    """A date of which guests are known by name, or were until lately."""

    public_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    status: SessionStatus
    retention_days: int
    purged_at: datetime | None
    guests: int
    """How many of them still have a name."""

    @property
    def goes_at(self) -> datetime:
        """When what was promised to its guests is over."""
        return self.ends_at + timedelta(days=self.retention_days)

    def over(self, now: datetime) -> bool:
        """Whether nobody needs the names for the day itself any more."""
        return self.ends_at <= now or self.status is SessionStatus.CANCELLED


NAMED = and_(Attendee.person_id.is_(None), Attendee.erased_at.is_(None))
_ABOUT = (
    SeminarSession.public_id, Seminar.title, SeminarSession.starts_at, SeminarSession.ends_at, SeminarSession.zone,
    SeminarSession.status, Seminar.retention_days, SeminarSession.purged_at,
)  # fmt: skip
_KEPT = (
    select(*_ABOUT, func.count(distinct(Attendee.id)))
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Registration, Registration.session_id == SeminarSession.id)
    .outerjoin(Attendee, and_(Attendee.id == Registration.attendee_id, NAMED))
    .group_by(*_ABOUT, SeminarSession.id)
)
KEPT = scoped(
    _KEPT.having(or_(func.count(distinct(Attendee.id)) > 0, SeminarSession.purged_at > bindparam("since"))).order_by(
        SeminarSession.ends_at, SeminarSession.id
    ),
    by="seminar:run",
)
KEPT_ONE = scoped(_KEPT.where(SeminarSession.public_id == bindparam("public_id")), by="seminar:run")
PURGED_IN_SIGHT = timedelta(days=90)


def kept(viewer: Viewer, now: datetime) -> list[KeptDate]:
    """Return the dates of which guests are known by name, the oldest first, and those forgotten in the last 90 days."""
    viewer.must(Permission.SEMINAR_RUN)
    return [KeptDate._make(row) for row in database.session.execute(KEPT, {"since": now - PURGED_IN_SIGHT})]


def kept_one(viewer: Viewer, public_id: str) -> KeptDate:
    """Return one date. Raises NotFound."""
    viewer.must(Permission.SEMINAR_RUN)
    row = database.session.execute(KEPT_ONE, {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return KeptDate._make(row)


_THEIRS = (
    select(Attendee.id, Attendee.email)
    .join(Registration, Registration.attendee_id == Attendee.id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .where(SeminarSession.public_id == bindparam("public_id"), NAMED)
)
GUESTS = scoped(_THEIRS.distinct(), by="session")
ELSEWHERE = scoped(
    select(Registration.attendee_id, SeminarSession.ends_at, Seminar.retention_days)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(
        Registration.attendee_id.in_(_THEIRS.with_only_columns(Attendee.id)),
        SeminarSession.public_id != bindparam("public_id"),
        Registration.state.not_in(DEAD),
    ),
    by="session",
)


class Leaving(NamedTuple):
    """The guests of a date (id → address): who can be forgotten now, and who is still needed for another date."""

    going: dict[int, str]
    staying: dict[int, str]


def leaving(session_public_id: str, now: datetime) -> Leaving:
    """Say which guests of a date could be forgotten now."""
    values = {"public_id": session_public_id}
    guests = {number: email or "" for number, email in database.session.execute(GUESTS, values)}
    rows: Any = database.session.execute(ELSEWHERE, values)
    needed = {number for number, ended, days in rows if ended + timedelta(days=days) > now}
    return Leaving(
        {number: email for number, email in guests.items() if number not in needed},
        {number: email for number, email in guests.items() if number in needed},
    )


class BoundCode(NamedTuple):
    """A code that is bound to addresses, and until when its date needs them."""

    id: int
    addresses: list[str]
    session: str
    ends_at: datetime
    retention_days: int

    def over(self, now: datetime) -> bool:
        """Whether what was promised to the people of its date is over."""
        return self.ends_at + timedelta(days=self.retention_days) < now


BOUND_CODES = scoped(
    select(
        Invitation.id, Invitation.addresses, SeminarSession.public_id, SeminarSession.ends_at, Seminar.retention_days
    )
    .join(SeminarSession, SeminarSession.id == Invitation.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(cast(Invitation.addresses, String) != "[]")
    .order_by(Invitation.id),
    by="system",
)


def bound_codes() -> list[BoundCode]:
    """Return the codes that are bound to addresses. Few are: those of dates that are over lose them."""
    return [BoundCode._make(row) for row in database.session.execute(BOUND_CODES)]


class Counts(NamedTuple):
    """What stays of a date whoever is forgotten."""

    registrations: int
    records: int


COUNTS = scoped(
    select(func.count(distinct(Registration.id)), func.count(distinct(AttendanceRecord.id)))
    .select_from(SeminarSession)
    .outerjoin(Registration, Registration.session_id == SeminarSession.id)
    .outerjoin(AttendanceRecord, AttendanceRecord.registration_id == Registration.id)
    .where(SeminarSession.public_id == bindparam("public_id")),
    by="session counts",
)


def counts(session_public_id: str) -> Counts:
    """Count what stays of a date."""
    return Counts._make(database.session.execute(COUNTS, {"public_id": session_public_id}).one())


def before_forgetting(viewer: Viewer, public_id: str, now: datetime) -> tuple[KeptDate, Leaving, Counts]:
    """Return a date, who of its guests would go, and what would stay. Raises NotFound."""
    return kept_one(viewer, public_id), leaving(public_id, now), counts(public_id)


_GUESTS_OF = (
    select(Registration.id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .where(Registration.session_id == SeminarSession.id, Attendee.person_id.is_(None))
    .correlate(SeminarSession)
)
FORGOTTEN = and_(
    SeminarSession.purged_at.is_(None),
    or_(SeminarSession.ends_at < bindparam("now"), SeminarSession.status == SessionStatus.CANCELLED),
    _GUESTS_OF.exists(),
    ~_GUESTS_OF.where(Attendee.erased_at.is_(None)).exists(),
)
"""Part of an UPDATE: the dates that are over, had guests, and know none of them any more."""


class Sentence(NamedTuple):
    """A sentence to which people agreed, word for word."""

    sentence: str
    language: str
    first_shown_at: datetime
    agreed: int
    """How many different guests did, for a date or to be told of a seminar; those who are forgotten too."""


# A UNION knows each guest once for each sentence, however often and for whatever they agreed to it.
_AGREED = union(
    select(Registration.consent_id, Registration.attendee_id).where(Registration.consent_id.is_not(None)),
    select(Interest.consent_id, Interest.attendee_id).where(Interest.consent_id.is_not(None)),
).subquery()
CONSENTS = scoped(
    select(Consent.sentence, Consent.language, Consent.first_shown_at, func.count(_AGREED.c.attendee_id))
    .outerjoin(_AGREED, _AGREED.c.consent_id == Consent.id)
    .group_by(Consent.id, Consent.sentence, Consent.language, Consent.first_shown_at)
    .order_by(Consent.first_shown_at.desc(), Consent.id.desc()),
    by="session counts",
)


def consents(viewer: Viewer) -> list[Sentence]:
    """Return the sentences to which people agreed, the newest first."""
    viewer.must(Permission.SEMINAR_RUN)
    return [Sentence(*row) for row in database.session.execute(CONSENTS)]


WITHOUT = scoped(
    select(func.count(distinct(Attendee.id)))
    .select_from(Registration)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .where(NAMED, Registration.consent_id.is_(None), Registration.state.not_in(DEAD)),
    by="session counts",
)


def without_consent(viewer: Viewer) -> int:
    """Return how many guests somebody else entered who have not agreed to a sentence yet."""
    viewer.must(Permission.SEMINAR_RUN)
    return database.session.scalar(WITHOUT) or 0
