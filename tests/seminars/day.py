"""Makers of the day of a seminar: who trains a date, the date itself with its seats, taps of a telephone."""

import json
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client, Page
from tests.conftest import Clock
from tests.seminars import making
from training.core.db import database, writing
from training.core.permissions import Role
from training.people.models import Person
from training.seminars import checking_in, service, walk_ins
from training.seminars.checking_in import Batch, Received, Tap
from training.seminars.day_models import AttendanceMark
from training.seminars.models import Registration, SeminarSession
from training.seminars.plan_models import SessionTrainer, TrainerRole
from training.seminars.rules import Mark, State
from training.seminars.walk_ins import LetIn, WalkIn


def trains(person: Person, session: str, role: TrainerRole = TrainerRole.TRAINER) -> None:
    """Name somebody as the trainer (or host, or helper) of a date."""
    number = making.rows(select(SeminarSession.id).where(SeminarSession.public_id == session))[0].id
    with writing():
        database.session.add(SessionTrainer(session_id=number, person_id=person.id, name="", role=role))


def employee(given: str, family: str) -> Person:
    """Somebody who can be looked at whatever happens to the session."""
    person = make.person(given, family)
    assert person.email
    database.session.expunge(person)
    return person


class Day:
    """A date of 180 minutes that has begun: two employees and a guest have seats, Ines trains it, Hugo helps."""

    def __init__(self, app: Flask, clock: Clock, **values: Any) -> None:
        self.app, self.clock = app, clock
        self.slug = making.seminar("First hour of a breach")
        self.session = making.session(self.slug, **({"venue_id": making.venue(seats=4), "capacity": 4} | values))
        self.trainer, self.helper = make.person("Ines", "Trainer"), make.person("Hugo", "Helper")
        self.people = [make.person("Tunde", "Abiola"), make.person("Jonas", "Beck")]
        database.session.expunge_all()
        trains(self.trainer, self.session)
        trains(self.helper, self.session, TrainerRole.HELPER)
        self.seats = [making.register(app, self.session, person).registration for person in self.people]
        self.seats.append(self.guest("Sofia Lindqvist", "sofia@canalstreet.example"))
        clock.set(making.begun())

    def guest(self, name: str, email: str) -> str:
        """Register a guest who confirms at once; return the registration."""
        making.ask(self.app, self.session, making.guest(name=name, email=email))
        asked = select(Registration.public_id).where(Registration.state == State.UNVERIFIED)
        registration: str = making.rows(asked)[0].public_id
        with writing():
            claim = service.Claim(registration, link_version=0)
            service.verify_guest(claim, host=making.host(self.app), now=making.NOW)
        return registration

    def tap(self, *taps: Tap, sent_at: datetime | None = None, session: str = "") -> Received:
        with writing():
            return checking_in.check_in(
                session or self.session, Batch(taps, sent_at), by_person_id=self.trainer.id, now=self.clock()
            )

    def let_in(self, name: str, email: str, **boxes: bool) -> LetIn:
        who = WalkIn(name, email, "en", **boxes)
        with writing():
            return walk_ins.let_in(
                self.session, who, by_person_id=self.trainer.id, host=making.host(self.app), now=self.clock()
            )

    def address(self, rest: str = "check-in/") -> str:
        return f"/desk/sessions/{self.session}/{rest}"


def marks() -> dict[str, Mark]:
    """Return the working marks by registration."""
    found = select(Registration.public_id, AttendanceMark.mark).join(
        AttendanceMark, AttendanceMark.registration_id == Registration.id
    )
    return {row.public_id: row.mark for row in making.rows(found)}


def send(client: Client, day: Day, taps: list[dict[str, Any]], sent_at: Any = "") -> tuple[Page, dict[str, Any]]:
    """Send taps as the script does; return the answer and what it holds."""
    page = client.post(day.address("check-in/taps"), {"taps": json.dumps(taps), "sent_at": sent_at}, follow=False)
    return page, json.loads(page.text) if page.status == 200 else {}


def as_trainer(client: Client, day: Day) -> None:
    make.sign_in(client, day.trainer)


def as_team(client: Client, day: Day) -> None:
    make.sign_in(client, day.trainer, role=Role.SECURITY_TEAM)
