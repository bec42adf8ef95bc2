"""Looks at the queue for those who change it by hand: its head, the seats of the room, who could be registered."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.models import Account, Department, Membership, Person
from training.seminars.models import Registration, RegistrationEvent, Seminar, SeminarSession, Venue
from training.seminars.organisation_models import Allotment
from training.seminars.rules import BlockState, State

MOST_FOUND = 20
FIRST_PERSON = scoped(
    select(func.min(Registration.priority)).where(
        Registration.session_id == bindparam("session"), Registration.state == State.WAITLISTED
    ),
    by="session",
)
FIRST_BLOCK = scoped(
    select(func.min(Allotment.priority)).where(
        Allotment.session_id == bindparam("session"), Allotment.state == BlockState.WAITING
    ),
    by="session",
)


def before_all(session_id: int) -> int:
    """Return the priority that is before all who wait, blocks too."""
    values = {"session": session_id}
    found = (database.session.scalar(FIRST_PERSON, values), database.session.scalar(FIRST_BLOCK, values))
    return min([0, *(number for number in found if number is not None)]) - 1


ROOM = select(Venue.seats).where(Venue.id == bindparam("venue"))


def room_seats(venue_id: int | None) -> int | None:
    """Return how many seats a room has; None where nobody said."""
    return database.session.scalar(ROOM, {"venue": venue_id}) if venue_id is not None else None


class Found(NamedTuple):
    """Somebody who works here."""

    id: int
    public_id: str
    given: str
    family: str
    email: str
    language: str
    department: str


_PEOPLE = (
    select(
        Person.id, Person.public_id, Person.given, Person.family, func.coalesce(Person.email, ""),
        func.coalesce(func.nullif(Account.language, ""), Person.language), Department.name,
    )
    .join(Membership, Membership.person_id == Person.id)
    .join(Department, Department.id == Membership.department_id)
    .outerjoin(Account, Account.person_id == Person.id)
    .where(
        Membership.retired_at.is_(None), Membership.valid_until.is_(None),
        or_(Person.left_on.is_(None), Person.left_on > bindparam("today")), Person.erased_at.is_(None),
    )
)  # fmt: skip
_NAME = func.lower(Person.given + " " + Person.family + " " + func.coalesce(Person.email, ""))
SEARCH = scoped(
    _PEOPLE.where(_NAME.like(bindparam("like"), escape="\\"))
    .order_by(Person.family, Person.given, Person.id)
    .limit(MOST_FOUND),
    by="seminar:run",
)
PERSON = scoped(_PEOPLE.where(Person.public_id == bindparam("public_id")), by="seminar:run")


def search(viewer: Viewer, words: str, today: date) -> list[Found]:
    """Return the people whose name or address has the words in this order; nobody for no words."""
    parts = [part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for part in words.lower().split()]
    if not parts or not viewer.may(Permission.SEMINAR_RUN):
        return []
    rows = database.session.execute(SEARCH, {"like": f"%{'%'.join(parts)}%", "today": today})
    return [Found._make(row) for row in rows]


def person(public_id: str, today: date) -> Found:
    """Return somebody who works here. Raises NotFound."""
    row = database.session.execute(PERSON, {"public_id": public_id, "today": today}).one_or_none()
    if row is None:
        raise NotFound
    return Found._make(row)


_later = aliased(RegistrationEvent)
_LAST = ~select(_later.id).where(
    _later.registration_id == RegistrationEvent.registration_id, _later.id > RegistrationEvent.id,
    _later.reason.is_not(None),
).correlate(RegistrationEvent).exists()  # fmt: skip
_author = aliased(Person)
REASONS = scoped(
    select(
        Registration.public_id, RegistrationEvent.reason, RegistrationEvent.happened_at, _author.given, _author.family
    )
    .join(Registration, Registration.id == RegistrationEvent.registration_id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .outerjoin(_author, _author.id == RegistrationEvent.recorded_by_id)
    .where(SeminarSession.public_id == bindparam("public_id"), RegistrationEvent.reason.is_not(None), _LAST),
    by="seminar:run",
)


class Reason(NamedTuple):
    """The last reason that somebody gave, and who."""

    words: str
    at: datetime
    by: str


def reasons(viewer: Viewer, session: str) -> dict[str, Reason]:
    """Return the last reason in the history of each registration of a date that has one."""
    viewer.must(Permission.SEMINAR_RUN)
    rows = database.session.execute(REASONS, {"public_id": session})
    return {
        one: Reason(words or "", at, f"{given or ''} {family or ''}".strip()) for one, words, at, given, family in rows
    }


KEPT_DAYS = (
    select(Seminar.retention_days)
    .join(SeminarSession, SeminarSession.seminar_id == Seminar.id)
    .where(SeminarSession.id == bindparam("session"))
)


def kept_days(session_id: int) -> int:
    """Return how long guests of a date are kept."""
    return database.session.execute(KEPT_DAYS, {"session": session_id}).scalar_one()
