"""Makers: each writes one true row and what it needs, and returns it. Call inside an application context."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import update

from tests.client import Client
from training.core.db import database, writing
from training.core.permissions import Role
from training.core.world import new_token
from training.people.models import Account, Department, Grant, Membership, Person, Site
from training.people.passwords import hash_password
from training.people.rules import GrantSource
from training.people.service import NewSignIn
from training.people.service import sign_in as record_sign_in

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_number = count(1)


def department(name: str = "", *, parent: Department | None = None, **values: Any) -> Department:
    name = name or f"Department {next(_number)}"
    code = f"{parent.code} / {name}" if parent else name
    with writing():
        row = Department(code=code, name=name, parent_id=parent.id if parent else None, path="", **values)
        database.session.add(row)
        database.session.flush()
        row.path = f"{parent.path if parent else '/'}{row.id}/"
    return row


def site(name: str = "", **values: Any) -> Site:
    name = name or f"Site {next(_number)}"
    defaults: dict[str, Any] = {
        "code": name, "name": name, "zone": "Europe/London", "city": "Leeds", "address": "1 Mill Lane", "report_phone": "+44 555 0100",
        "report_mail": "report@alderfinch.example", "contact": "Site security", "how_to_report": "Call or use the button.",
    }  # fmt: skip
    with writing():
        row = Site(**(defaults | values))
        database.session.add(row)
    return row


def person(
    given: str = "", family: str = "", *, department: Department | None = None, site: Site | None = None, **values: Any
) -> Person:
    """A person with a membership since their start, recorded `known_since`, and an account without a password."""
    number = next(_number)
    where, place = department or globals()["department"](), site or globals()["site"]()
    defaults: dict[str, Any] = {
        "given": given or f"Given{number}", "family": family or f"Family{number}", "email": f"person{number}@alderfinch.example",
        "external_id": f"E{number:05d}", "language": "", "zone": "", "started_on": date(2025, 1, 6),
    }  # fmt: skip
    membership = {key: values.pop(key) for key in ("manager_id", "title", "attributes") if key in values}
    recorded_at = values.pop("known_since", NOW)
    with writing():
        row = Person(**(defaults | values))
        database.session.add(row)
        database.session.flush()
        database.session.add(Account(person_id=row.id))
        database.session.add(
            Membership(
                person_id=row.id, department_id=where.id, site_id=place.id, valid_from=row.started_on or NOW.date(),
                recorded_at=recorded_at, **({"title": "Clerk", "attributes": []} | membership),
            )
        )  # fmt: skip
    return row


def grant(person: Person, role: Role, *, department: Department | None = None) -> Grant:
    with writing():
        row = Grant(
            person_id=person.id, role=role, department_id=department.id if department else None, source=GrantSource.PERSON,
            valid_from=date(2025, 1, 6), recorded_at=NOW,
        )  # fmt: skip
        database.session.add(row)
    return row


def sign_in(
    client: Client, person: Person, *, role: Role | None = None, department: Department | None = None
) -> Person:
    """Sign a person in on this client, with a role given first where one is named."""
    if role is not None:
        grant(person, role, department=department)
    token = new_token()
    now = client.app.extensions["muster"].world.now()
    with writing():
        record_sign_in(NewSignIn(person.id, token, "test browser", privileged=False), now=now)
    client.keep(_user_id=token)
    return person


def employee(client: Client, **values: Any) -> Person:
    """A signed-in employee."""
    return sign_in(client, person(**values))


PASSWORD = "correct horse battery staple"


def password(person: Person) -> str:
    """Give a person a password and return it."""
    hashed = hash_password(PASSWORD)
    with writing():
        change = update(Account).where(Account.person_id == person.id).values(password_hash=hashed)
        database.session.execute(change)
    return PASSWORD
