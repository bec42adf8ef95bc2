"""Makers of planning: people of the desk, a date with people in all states, a block with its contact, mails to one."""

from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.seminars import making
from training.core.db import database, writing
from training.core.permissions import Role, Viewer
from training.notices.models import Message
from training.people.models import Person
from training.seminars import attendees, blocks, seats
from training.seminars.blocks import NewBlock
from training.seminars.models import Registration, SeminarSession
from training.seminars.organisation_models import Allotment, Contact, Organisation

NOW = making.NOW


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def desk(client: Client) -> Person:
    return make.sign_in(client, make.person("Rafael", "Castellanos"), role=Role.SECURITY_TEAM)


def apart(person: Person) -> Person:
    """Take somebody out of the session: they can be asked for their name whatever becomes of it."""
    database.session.expunge(person)
    return person


def runner() -> Viewer:
    return making.viewer(make.person("Ines", "Duarte"), Role.SECURITY_TEAM)


def date(public_id: str) -> Any:
    table: Any = SeminarSession.__table__
    (row,) = making.rows(select(table).where(table.c.public_id == public_id))
    return row


def registrations(public_id: str) -> list[Any]:
    table: Any = Registration.__table__
    wanted = select(table).join(SeminarSession, SeminarSession.id == table.c.session_id)
    return making.rows(wanted.where(SeminarSession.public_id == public_id).order_by(table.c.queue_number))


def block(app: Flask, session_id: str, *, seats_kept: int = 2, release: str = "2026-12-08T12:00:00+00:00") -> str:
    """A block that is asked for, of an organisation with one contact; return its public id."""
    with writing():
        organisation = Organisation(name="Acme", key="acme")
        database.session.add(organisation)
        database.session.flush()
        who = attendees.of_guest(making.guest(name="Tom Price", email="tom@acme.example", organisation="Acme"))
        contact = Contact(organisation_id=organisation.id, attendee_id=who, invited_at=NOW)
        database.session.add(contact)
        database.session.flush()
        with seats.change(session_id, by_id=None, now=NOW) as door:
            new = NewBlock(organisation.id, seats_kept, 1, at(release), contact.id)
            return blocks.ask_for_block(door, new)


def kept(public_id: str) -> Any:
    table: Any = Allotment.__table__
    return making.rows(select(table).where(table.c.public_id == public_id))[0]


def mails(kind: str = "") -> list[Any]:
    table: Any = Message.__table__
    found = making.rows(select(table).order_by(table.c.id))
    return [one for one in found if not kind or one.kind == kind]
