"""Looks at what people told us when they registered: the questions of a seminar, the answers, what somebody needs."""

from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, exists, or_, select

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.models import Person
from training.seminars import questions
from training.seminars.day_models import SpecialNeed
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession
from training.seminars.plan_models import SessionTrainer, TrainerRole
from training.seminars.questions import Asked
from training.seminars.rules import DEAD

READERS = (TrainerRole.TRAINER, TrainerRole.HOST)
"""Who of those who give a date reads what people need. Whoever only checks people in does not."""


class OfSeminar(NamedTuple):
    """A seminar with what it asks."""

    id: int
    slug: str
    title: str
    asked: Asked


OF_SEMINAR = select(Seminar.id, Seminar.slug, Seminar.title, Seminar.questions).where(Seminar.slug == bindparam("slug"))
LOCKED = OF_SEMINAR.with_for_update()


def of_seminar(viewer: Viewer, slug: str) -> OfSeminar:
    """Return what a seminar asks, for those who run it. Raises NotFound."""
    viewer.must(Permission.SEMINAR_RUN)
    return _of(OF_SEMINAR, slug)


def locked(slug: str) -> OfSeminar:
    """Return the same, and keep others from changing it until the transaction ends. Raises NotFound."""
    return _of(LOCKED, slug)


def _of(statement: Any, slug: str) -> OfSeminar:
    row = database.session.execute(statement, {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound
    return OfSeminar(row[0], row[1], row[2], questions.read(row[3]))


Pairs = tuple[tuple[str, str], ...]
ANSWERS = scoped(
    select(Registration.public_id, Registration.answers)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .where(SeminarSession.public_id == bindparam("public_id"))
    .order_by(Registration.priority, Registration.queue_number),
    by="seminar:run",
)


def answers(viewer: Viewer, session_public_id: str) -> dict[str, Pairs]:
    """Return what everybody who registered for a date was asked and answered, in the order of the queue."""
    viewer.must(Permission.SEMINAR_RUN)
    rows = database.session.execute(ANSWERS, {"public_id": session_public_id})
    return {public_id: tuple((label, answer) for label, answer in pairs or ()) for public_id, pairs in rows}


class NeedsOf(NamedTuple):
    """A date as the page of needs names it, and how its reader came to see it."""

    id: int
    public_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str


class Need(NamedTuple):
    """What somebody needs. `family` is empty for a guest."""

    name: str
    family: str
    need: str


_GIVES = exists().where(
    SessionTrainer.session_id == SeminarSession.id,
    SessionTrainer.person_id == bindparam("person_id"),
    SessionTrainer.role.in_(READERS),
)
NEEDS_OF = scoped(
    select(
        SeminarSession.id, SeminarSession.public_id, Seminar.title, SeminarSession.starts_at, SeminarSession.ends_at,
        SeminarSession.zone,
    )
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(SeminarSession.public_id == bindparam("public_id"), or_(bindparam("runs"), _GIVES)),
    by="session",
)  # fmt: skip
NEEDS = scoped(
    select(Attendee.name, Person.given, Person.family, SpecialNeed.need)
    .select_from(SpecialNeed)
    .join(Registration, Registration.id == SpecialNeed.registration_id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
    .where(Registration.session_id == bindparam("session"), Registration.state.not_in(DEAD))
    .order_by(Registration.priority, Registration.queue_number),
    by="session",
)


def needs(viewer: Viewer, session_public_id: str) -> tuple[NeedsOf, list[Need]]:
    """Return what those who come to a date need, for those who run seminars and who gives this one. Raises NotFound."""
    values = {
        "public_id": session_public_id, "person_id": viewer.person_id, "runs": viewer.may(Permission.SEMINAR_RUN),
    }  # fmt: skip
    row = database.session.execute(NEEDS_OF, values).one_or_none()
    if row is None:
        raise NotFound
    found = database.session.execute(NEEDS, {"session": row.id})
    return NeedsOf._make(row), [Need(given or name, family or "", need) for name, given, family, need in found]


WITH_NEEDS = scoped(
    select(SeminarSession.id, SeminarSession.ends_at, SeminarSession.zone)
    .where(
        SeminarSession.ends_at < bindparam("now"),
        exists().where(SpecialNeed.registration_id == Registration.id, Registration.session_id == SeminarSession.id),
    )
    .order_by(SeminarSession.id),
    by="system",
)
NEEDING = scoped(
    select(SpecialNeed.registration_id)
    .join(Registration, Registration.id == SpecialNeed.registration_id)
    .where(Registration.session_id.in_(bindparam("sessions", expanding=True))),
    by="system",
)


def needs_that_are_over(now: datetime) -> list[int]:
    """Return the registrations whose needs are to go: at their place the day of the date is over."""
    rows = database.session.execute(WITH_NEEDS, {"now": now})
    over = [number for number, ends_at, zone in rows if _day(now, zone) > _day(ends_at, zone)]
    return list(database.session.scalars(NEEDING, {"sessions": over})) if over else []


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
