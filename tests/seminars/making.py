"""Makers of this room: a seminar with dates, guests, and the house that writes the letters."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask

from tests import make
from training.core.db import database, writing
from training.core.links import Links
from training.core.permissions import Held, Role, Viewer
from training.people.models import Person
from training.seminars import attendees, planning, service
from training.seminars.attendees import Guest
from training.seminars.letters import Host
from training.seminars.rules import Audience

NOW = make.NOW
_number = count(1)


def host(app: Flask) -> Host:
    house = app.extensions["muster"]
    links = Links(site_url=house.settings.site_url, secret_key=house.settings.secret_key, now=house.world.now)
    return Host("Alder & Finch", house.settings.mail_from, "seminars@alderfinch.example", "+1 555 0140", links)


def seminar(title: str = "", **values: Any) -> str:
    """A described seminar; return its slug."""
    number = next(_number)
    described: dict[str, Any] = {
        "slug": f"first-hour-{number}", "title": title or f"First hour of a breach {number}", "minutes": 180,
        "summary": "The calls, the notes and the decisions of the first sixty minutes, practised.",
        "good_to_know": "Bring your phone list.",
        "agenda": (planning.AgendaItem(0, "A real case"), planning.AgendaItem(50, "The first call", "Who calls whom")),
    }  # fmt: skip
    with writing():
        return planning.create_seminar(planning.NewSeminar(**(described | values)), by_person_id=None, now=NOW)


def venue(name: str = "Building C, room 204", *, seats: int | None = None, **site: Any) -> str:
    place = make.site(**({"zone": "America/Chicago", "city": "Chicago", "address": "400 Canal Street"} | site))
    with writing():
        return planning.create_venue(place.id, name, seats=seats)


def session(slug: str = "", *, venue_id: str = "", now: datetime = NOW, **values: Any) -> str:
    """A date three weeks ahead, online unless a room is named; return its public id."""
    given: dict[str, Any] = {
        "seminar": slug or seminar(), "local_start": datetime.fromisoformat("2026-12-15T09:00"), "venue": venue_id, "capacity": 2,
        "zone": "" if venue_id else "America/Chicago", "join_url": "" if venue_id else "https://meet.alderfinch.example/first-hour",
        "audience": Audience.BOTH,
    }  # fmt: skip
    with writing():
        return planning.plan_session(planning.NewSession(**(given | values)), by_person_id=None, now=now).public_id


def viewer(person: Person, *roles: Role) -> Viewer:
    held = (Held(Role.EMPLOYEE), *(Held(role) for role in roles))
    return Viewer(
        person_id=person.id, public_id=person.public_id, name=f"{person.given} {person.family}", given_name=person.given,
        email=person.email or "", held=held,
    )  # fmt: skip


def register(app: Flask, session_id: str, person: Person, *, now: datetime = NOW) -> service.Outcome:
    with writing():
        return service.register_employee(viewer(person), session_id, host=host(app), now=now, knows=True)


def guest(number: int = 0, **values: Any) -> Guest:
    number = number or next(_number)
    given = {
        "name": f"Guest {number}", "email": f"guest{number}@canalstreet.example", "organisation": "Canal Street Dental",
        "language": "en", "consent": "Keep my name.",
    }  # fmt: skip
    return Guest(**(given | values))


def ask(app: Flask, session_id: str, who: Guest, *, now: datetime = NOW) -> None:
    with writing():
        service.register_guest(session_id, who, host=host(app), now=now)


def begun(days: int = 22) -> datetime:
    """The moment at which the usual date has begun: 15 December 2026, 09:00 in Chicago is 15:00 UTC."""
    return NOW + timedelta(days=days, hours=6, minutes=30)


def rows(statement: Any) -> list[Any]:
    database.session.rollback()
    return list(database.session.execute(statement.execution_options(scoped="test")))


def organisation(name: str = "Canal Street Dental") -> int:
    """An outside organisation; return its id."""
    with writing():
        return attendees.organisation(name) or 0
