"""Looks at requests that wait for a manager: who decides, whose they are, which are old or overtaken."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from training.completion.models import Assignment, RequirementSubject
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.notices.models import Message
from training.people.models import Account, Department, Membership, Person, Site
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession, Venue
from training.seminars.rules import HOLDING, State, place_words

MOST = 500
REMINDER = "seminar.approval-reminder"
"""The kind of the mail that reminds; its key ends in the public id of the registration."""
_approver, _department = aliased(Person), aliased(Department)
_CURRENT = (Membership.retired_at.is_(None), Membership.valid_until.is_(None))


class Approver(NamedTuple):
    """The manager who decides."""

    person_id: int
    name: str
    email: str
    language: str


MANAGER = scoped(
    select(
        Person.id, Person.given, Person.family, func.coalesce(Person.email, ""),
        func.coalesce(func.nullif(Account.language, ""), Person.language),
    )
    .select_from(Membership)
    .join(Person, Person.id == Membership.manager_id)
    .outerjoin(Account, Account.person_id == Person.id)
    .where(
        Membership.person_id == bindparam("person_id"), *_CURRENT, Person.id != Membership.person_id,
        or_(Person.left_on.is_(None), Person.left_on > bindparam("today")),
    ),
    by="own person",
)  # fmt: skip


def manager_of(person_id: int, today: date) -> Approver | None:
    """Return a person's manager; None for nobody, and for one who works here no more."""
    row = database.session.execute(MANAGER, {"person_id": person_id, "today": today}).first()
    return Approver(row[0], f"{row[1]} {row[2]}", row[3], row[4] or "") if row else None


OPEN_DUTY = scoped(
    select(Assignment.id)
    .join(RequirementSubject, RequirementSubject.version_id == Assignment.version_id)
    .where(
        Assignment.person_id == bindparam("person_id"), RequirementSubject.subject_id == bindparam("subject_id"),
        Assignment.retired_at.is_(None), Assignment.done_on.is_(None), Assignment.valid_from <= bindparam("today"),
        or_(Assignment.valid_until.is_(None), Assignment.valid_until > bindparam("today")),
        or_(
            Assignment.exempt_from.is_(None), Assignment.exempt_from > bindparam("today"),
            Assignment.exempt_until <= bindparam("today"),
        ),
    )
    .limit(1),
    by="own person",
)  # fmt: skip


def has_open_duty(person_id: int, subject_id: int, today: date) -> bool:
    """Tell whether somebody has a duty, not done yet, that a subject satisfies."""
    values = {"person_id": person_id, "subject_id": subject_id, "today": today}
    return database.session.scalar(OPEN_DUTY, values) is not None


TEAM = scoped(
    select(Person.given, Person.family, Seminar.title)
    .select_from(Membership)
    .join(Person, Person.id == Membership.person_id)
    .join(Attendee, Attendee.person_id == Person.id)
    .join(Registration, Registration.attendee_id == Attendee.id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(
        Membership.manager_id == bindparam("manager"), *_CURRENT, Person.id != bindparam("besides"),
        Registration.state.in_(HOLDING), SeminarSession.starts_at < bindparam("until"),
        SeminarSession.ends_at > bindparam("since"),
    )
    .order_by(Person.family, Person.given, Person.id)
    .limit(20),
    by="own team",
)  # fmt: skip


def team_that_day(manager_id: int | None, besides: int | None, since: datetime, until: datetime) -> list[str]:
    """Name who of a manager's people has a seat in some seminar between two instants, with its title."""
    values = {"manager": manager_id, "besides": besides or 0, "since": since, "until": until}
    return [f"{given} {family} ({title})" for given, family, title in database.session.execute(TEAM, values)]


class Request(NamedTuple):
    """Somebody who would like to come, as whoever decides sees it."""

    registration: str
    registration_id: int
    person_id: int
    given: str
    family: str
    department: str
    title: str
    slug: str
    session: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    capacity: int | None
    taken: int
    asked_at: datetime
    approver_id: int | None


_REQUESTS = (
    select(
        Registration.public_id, Registration.id, Person.id, Person.given, Person.family,
        func.coalesce(_department.name, ""), Seminar.title, Seminar.slug, SeminarSession.public_id,
        SeminarSession.starts_at, SeminarSession.ends_at, SeminarSession.zone, SeminarSession.capacity,
        SeminarSession.taken, Registration.registered_at, Registration.approver_id, Venue.name, Site.address, Site.city,
    )
    .select_from(Registration)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .join(Person, Person.id == Attendee.person_id)
    .outerjoin(Membership, and_(Membership.person_id == Person.id, *_CURRENT))
    .outerjoin(_department, _department.id == Membership.department_id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .outerjoin(Venue, Venue.id == SeminarSession.venue_id)
    .outerjoin(Site, Site.id == Venue.site_id)
)  # fmt: skip
_gone = select(_approver.id).where(
    _approver.id == Registration.approver_id, _approver.left_on.is_not(None), _approver.left_on <= bindparam("today")
)
_DECIDES = (
    Registration.state == State.PENDING,
    or_(
        Registration.approver_id == bindparam("viewer"),
        and_(
            bindparam("runs"), Attendee.person_id != bindparam("viewer"),
            or_(Registration.approver_id.is_(None), _gone.correlate(Registration).exists()),
        ),
    ),
)  # fmt: skip
WAITING = scoped(
    _REQUESTS.where(*_DECIDES, SeminarSession.starts_at > bindparam("now"))
    .order_by(SeminarSession.starts_at, Registration.id)
    .limit(MOST),
    by="own team",
)
ONE = scoped(
    _REQUESTS.where(
        *_DECIDES, SeminarSession.starts_at > bindparam("now"), Registration.public_id == bindparam("public_id")
    ),
    by="own team",
)
NUMBER = scoped(
    select(func.count())
    .select_from(Registration)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .where(*_DECIDES, SeminarSession.starts_at > bindparam("now")),
    by="own team",
)


def waiting(viewer: Viewer, now: datetime) -> list[Request]:
    """Return the requests on which the viewer decides, the date that comes first first."""
    return [_request(row) for row in database.session.execute(WAITING, decides(viewer, now))]


def request(viewer: Viewer, registration: str, now: datetime) -> Request:
    """Return one request on which the viewer decides. Raises NotFound."""
    row = database.session.execute(ONE, decides(viewer, now) | {"public_id": registration}).one_or_none()
    if row is None:
        raise NotFound
    return _request(row)


def decides(viewer: Viewer, now: datetime) -> dict[str, Any]:
    """Return the values of the statements about what the viewer decides."""
    runs = viewer.may(Permission.SEMINAR_RUN)
    return {"viewer": viewer.person_id, "runs": runs, "now": now, "today": now.date()}


def _request(row: Any) -> Request:
    before, asked_at, approver_id, places = row[:12], row[14], row[15], row[16:]
    return Request._make((*before, place_words(*places), row[12], row[13], asked_at, approver_id))


class Unanswered(NamedTuple):
    """A request that has waited for days."""

    registration: str
    registration_id: int
    approver_id: int | None


_REMINDED = (
    select(Message.id).where(Message.key == REMINDER + ":" + Registration.public_id).correlate(Registration).exists()
)
OLD = scoped(
    select(Registration.public_id, Registration.id, Registration.approver_id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .where(
        Registration.state == State.PENDING, Registration.registered_at <= bindparam("before"),
        SeminarSession.starts_at > bindparam("now"),
        ~_REMINDED,
    )
    .order_by(Registration.id)
    .limit(MOST),
    by="system",
)  # fmt: skip
OVERTAKEN = scoped(
    select(SeminarSession.public_id)
    .join(Registration, Registration.session_id == SeminarSession.id)
    .where(Registration.state == State.PENDING, SeminarSession.starts_at <= bindparam("now"))
    .distinct(),
    by="system",
)


def unanswered(now: datetime, after: timedelta) -> list[Unanswered]:
    """Return the requests that have waited for so long and of which nobody has been reminded."""
    return [Unanswered(*row) for row in database.session.execute(OLD, {"before": now - after, "now": now})]


def overtaken(now: datetime) -> list[str]:
    """Return the dates that have begun while somebody still waited for a manager."""
    return list(database.session.scalars(OVERTAKEN, {"now": now}))


APPROVER = scoped(
    select(
        Person.id,
        Person.given,
        Person.family,
        func.coalesce(Person.email, ""),
        func.coalesce(func.nullif(Account.language, ""), Person.language),
    )
    .outerjoin(Account, Account.person_id == Person.id)
    .where(Person.id == bindparam("person_id"), or_(Person.left_on.is_(None), Person.left_on > bindparam("today"))),
    by="own team",
)


def approver(person_id: int | None, today: date) -> Approver | None:
    """Return who was asked; None for nobody, and for one who works here no more."""
    row = database.session.execute(APPROVER, {"person_id": person_id, "today": today}).first()
    return Approver(row[0], f"{row[1]} {row[2]}", row[3], row[4] or "") if row else None
