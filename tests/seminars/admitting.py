"""Makers of coming in: dates with a manager's word, with offers, with windows; who works for whom."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, update

from tests import make
from tests.seminars import making
from training.core.db import database, writing
from training.notices.models import Message
from training.people.models import Membership, Person, Site
from training.seminars import service
from training.seminars.models import Registration, RegistrationEvent, SeminarSession, Venue
from training.seminars.rules import State
from training.seminars.service import Claim, Outcome

NOW = making.NOW


def on_terms(session: str, **values: Any) -> str:
    """Give a date terms that its planning page would give it."""
    with writing():
        database.session.execute(
            update(SeminarSession).where(SeminarSession.public_id == session).values(values),
            execution_options={"synchronize_session": False},
        )
    return session


def with_manager(**values: Any) -> tuple[Person, Person]:
    """An employee and their manager."""
    manager = person("Ines", "Duarte")
    return person("Tunde", "Abiola", manager_id=manager.id, **values), manager


def person(*names: str, **values: Any) -> Person:
    """Somebody who can be looked at whatever happens to the transaction."""
    row = make.person(*names, **values)
    database.session.expunge(row)
    return row


def works_for(person_id: int, manager_id: int) -> None:
    """Give somebody a manager, as the roster would: the row is retired and another one says what is so now."""
    current = (Membership.person_id == person_id, Membership.retired_at.is_(None))
    found = making.rows(select(Membership.__table__).where(*current))[0]._asdict()
    found.pop("id")
    with writing():
        database.session.execute(update(Membership).where(*current).values(retired_at=NOW))
        database.session.execute(insert(Membership).values(found | {"manager_id": manager_id, "recorded_at": NOW}))


def state_of(registration: str) -> State:
    found = making.rows(select(Registration.state).where(Registration.public_id == registration))
    state: State = found[0].state
    return state


def newest() -> str:
    """The registration that was written last."""
    return str(making.rows(select(Registration.public_id).order_by(Registration.id.desc()))[0].public_id)


def taken(session: str) -> int:
    return int(making.rows(select(SeminarSession.taken).where(SeminarSession.public_id == session))[0].taken)


def history(registration: str) -> list[Any]:
    return making.rows(
        select(RegistrationEvent.old, RegistrationEvent.new, RegistrationEvent.reason, RegistrationEvent.recorded_by_id)
        .join(Registration, Registration.id == RegistrationEvent.registration_id)
        .where(Registration.public_id == registration)
        .order_by(RegistrationEvent.id)
    )


def mails(kind: str = "") -> list[Any]:
    """The mails, all or of one kind, in their order."""
    found = making.rows(select(Message.kind, Message.recipient, Message.subject, Message.body, Message.calendar)
                        .order_by(Message.id))  # fmt: skip
    return [one for one in found if not kind or one.kind == kind]


def give_up(app: Flask, mine: Outcome, person: Person, *, now: datetime = NOW) -> None:
    with writing():
        service.cancel_registration(Claim(mine.registration, person_id=person.id), host=making.host(app), now=now)


def another_day(days: int = 1) -> datetime:
    """A wall clock some days after the usual date."""
    return datetime(2026, 12, 15, 9, 0) + timedelta(days=days)  # noqa: DTZ001  a wall clock


def id_of(session: str) -> Any:
    """The statement for the id of a date."""
    return select(SeminarSession.id).where(SeminarSession.public_id == session)


def is_late(registration: str) -> bool:
    return bool(making.rows(select(Registration.late).where(Registration.public_id == registration))[0].late)


def site_of(venue: str) -> Site:
    """The site of a room."""
    found = select(Site).join(Venue, Venue.site_id == Site.id).where(Venue.public_id == venue)
    return database.session.scalars(found).one()
