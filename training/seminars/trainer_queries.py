"""Looks at who gives a date: for the desk by row, for everybody by name; and at people to choose from."""

from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.models import Department, Membership, Person
from training.seminars.models import SeminarSession
from training.seminars.plan_models import SessionTrainer, TrainerRole

MOST_FOUND = 12


class Trainer(NamedTuple):
    """Who gives a date; `family` is empty for somebody from outside, whose name is in `given`."""

    public_id: str
    given: str
    family: str
    role: TrainerRole


TRAINERS = scoped(
    select(
        SessionTrainer.public_id, func.coalesce(Person.given, SessionTrainer.name), func.coalesce(Person.family, ""),
        SessionTrainer.role,
    )
    .join(SeminarSession, SeminarSession.id == SessionTrainer.session_id)
    .outerjoin(Person, Person.id == SessionTrainer.person_id)
    .where(SeminarSession.public_id == bindparam("public_id"))
    .order_by(SessionTrainer.role.desc(), SessionTrainer.id),
    by="session",
)  # fmt: skip


def trainers(session_public_id: str) -> list[Trainer]:
    """Return who gives a date that the reader has been let in to: trainers first."""
    return [Trainer._make(row) for row in database.session.execute(TRAINERS, {"public_id": session_public_id})]


class Found(NamedTuple):
    """One of our people to choose from."""

    public_id: str
    given: str
    family: str
    department: str


_STAFF = and_(Membership.person_id == Person.id, Membership.retired_at.is_(None), Membership.valid_until.is_(None))
FOUND = scoped(
    select(Person.public_id, Person.given, Person.family, Department.name)
    .join(Membership, _STAFF)
    .join(Department, Department.id == Membership.department_id)
    .order_by(Person.family, Person.given, Person.id)
    .limit(MOST_FOUND),
    by="seminar:run",
)


def find(viewer: Viewer, words: str) -> list[Found]:
    """Return our people whose names have all the words, for those who plan; none for no word."""
    wanted = words.casefold().split()
    if not wanted or not viewer.may(Permission.SEMINAR_RUN):
        return []
    name = func.lower(Person.given + " " + Person.family)
    limited = FOUND.where(*(or_(name.contains(word, autoescape=True)) for word in wanted))
    return [Found._make(row) for row in database.session.execute(limited)]


PERSON = scoped(
    select(Person.id).join(Membership, _STAFF).where(Person.public_id == bindparam("public_id")), by="seminar:run"
)
BY_EMAIL = scoped(
    select(Person.id).join(Membership, _STAFF).where(func.lower(Person.email) == bindparam("email")), by="seminar:run"
)


def person(viewer: Viewer, public_id: str) -> int:
    """Return the id of one of our people, for those who plan. Raises NotFound."""
    number = database.session.scalar(PERSON, {"public_id": public_id}) if _plans(viewer) else None
    if number is None:
        raise NotFound
    return number


def person_by_email(viewer: Viewer, email: str) -> int | None:
    """Return the id of the one of our people with this address, for those who plan."""
    return database.session.scalar(BY_EMAIL, {"email": email.lower()}) if _plans(viewer) else None


def _plans(viewer: Viewer) -> bool:
    return viewer.may(Permission.SEMINAR_RUN)


# What two write at once about one person is done one after the other. Rows that only point at a person go on freely.
ONE_LOCKED = scoped(
    select(Person.id).where(Person.id == bindparam("person")).with_for_update(key_share=True), by="seminar:run"
)
GIVERS_LOCKED = scoped(
    select(Person.id)
    .join(SessionTrainer, SessionTrainer.person_id == Person.id)
    .where(SessionTrainer.session_id == bindparam("session"))
    .order_by(Person.id)
    .with_for_update(key_share=True, of=Person),
    by="session",
)


def lock_person(person_id: int) -> None:
    """Let nobody else plan with this person until the transaction ends."""
    database.session.execute(ONE_LOCKED, {"person": person_id})


def lock_trainers(session_id: int) -> None:
    """Let nobody else plan with those who give a date until the transaction ends; in the order of ids."""
    database.session.execute(GIVERS_LOCKED, {"session": session_id})


GIVES = scoped(
    select(SessionTrainer.id).where(
        SessionTrainer.session_id == bindparam("session"), SessionTrainer.person_id == bindparam("person")
    ),
    by="session",
)
TRAINER = scoped(
    select(SessionTrainer.id).where(
        SessionTrainer.session_id == bindparam("session"), SessionTrainer.public_id == bindparam("public_id")
    ),
    by="session",
)


def gives(session_id: int, person_id: int) -> bool:
    """Tell whether somebody gives a date already."""
    return database.session.scalar(GIVES, {"session": session_id, "person": person_id}) is not None


def trainer_id(session_id: int, public_id: str) -> int:
    """Return the id of a trainer of a date. Raises NotFound."""
    number = database.session.scalar(TRAINER, {"session": session_id, "public_id": public_id})
    if number is None:
        raise NotFound
    return number
