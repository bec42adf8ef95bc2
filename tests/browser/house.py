"""The house of the journeys: Alder & Finch with its real courses, two branches that do not see each other, a room abroad."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests import answers, make, small_world
from tests.seminars import making
from tests.small_world import TODAY
from training import rooms
from training.catalogue.models import Subject
from training.catalogue.service import publish
from training.completion import service as completion
from training.completion.rules import How
from training.core import site as settings
from training.core.db import database, writing
from training.core.links import Links
from training.core.permissions import Role
from training.jobs.worker import Tools, run_due
from training.learning import attempt_queries
from training.learning import service as learning
from training.learning.attempt_queries import AttemptPlace
from training.learning.readiness import Moment
from training.notices.models import Message
from training.people.models import Department, Person
from training.seminars import planning

PHISHING = "recognising-phishing"
SITE = {
    "name": "Alder & Finch", "report_phone": "+44 555 0142", "report_mail": "report@alderfinch.example", "zone": "Europe/London",
    "seminar_mail": "seminars@alderfinch.example", "seminar_phone": "+44 555 0140",
}  # fmt: skip


@dataclass
class House:
    """Finance, with Payments below it, is led by Ines; Operations is not. Jonas has finished the course on phishing."""

    finance: Department
    payments: Department
    operations: Department
    ines: Person
    amara: Person
    jonas: Person
    mila: Person
    rafael: Person
    room: str


def build(app: Flask) -> House:
    """Fill the empty database of the application in whose context this runs."""
    with writing():
        publish(small_world.frozen(), now=make.NOW, today=TODAY)  # type: ignore[arg-type]
        settings.change(SITE, by_person_id=None, now=make.NOW)
    house = _people()
    with writing():
        completion.publish_requirements(small_world.written().requirements, now=make.NOW, today=TODAY)
    with writing():
        completion.reconcile(now=make.NOW, today=TODAY)
    pass_course(house.jonas, make.NOW)
    _let_go(house)
    return house


def _let_go(house: House) -> None:
    """Read all rows once more and take them out of the session: a test may look at them whatever happens to it."""
    for row in vars(house).values():
        if not isinstance(row, str):
            assert row.id
    database.session.expunge_all()
    database.session.rollback()


def _people() -> House:
    leeds = make.site("Leeds", zone="Europe/London", city="Leeds")
    chicago = make.site(
        "Chicago", zone="America/Chicago", city="Chicago", address="400 Canal Street", report_phone="+1 555 0100"
    )
    finance = make.department("Finance")
    payments = make.department("Payments", parent=finance)
    operations = make.department("Operations")
    ines = make.person("Ines", "Duarte", department=finance, site=leeds, known_since=make.NOW - timedelta(days=30))
    make.grant(ines, Role.MANAGER, department=finance)
    rafael = make.person("Rafael", "Castellanos", department=make.department("Security"), site=leeds)
    make.grant(rafael, Role.SECURITY_TEAM)
    with writing():
        room = planning.create_venue(chicago.id, "Building C, room 204", seats=24)
    return House(
        finance, payments, operations, ines,
        amara=make.person("Amara", "Okafor", department=payments, site=leeds),
        jonas=make.person("Jonas", "Beck", department=payments, site=leeds),
        mila=make.person("Mila", "Petrova", department=operations, site=chicago), rafael=rafael, room=room,
    )  # fmt: skip


def pass_course(person: Person, now: datetime, slug: str = PHISHING) -> None:
    """Record that a person passed the questions of a course."""
    with writing():
        subject = database.session.scalars(select(Subject.id).where(Subject.slug == slug)).one()
        done = completion.NewCompletion(person.id, subject, How.QUIZ, now, now.date(), right=7, asked=8, needed=7)
        completion.record(done, recorded_by_id=person.id, now=now)


def answer_by_verb(person: Person, place: AttemptPlace, position: int, *, right: bool) -> None:
    """Answer one question of an attempt without a browser."""
    viewer, asked = making.viewer(person), replace(place, position=position)
    options = attempt_queries.attempt(viewer, asked).drawn[position - 1].options
    sent = answers.sent(answers.content_of(options), right=right)
    with writing():
        learning.submit_answer(viewer, asked, sent, at=Moment(make.NOW, TODAY))


def links(app: Flask) -> Links:
    """Make links as the site itself would."""
    house = app.extensions["muster"]
    return Links(house.settings.site_url, house.settings.secret_key, house.world.now)


def work_off(app: Flask) -> int:
    """Carry out every job that is due, as a worker beside the server would."""
    house = app.extensions["muster"]
    ran = run_due(rooms.handlers(house.settings, SITE["name"]), Tools(house.world, links(app)))
    database.session.remove()
    return ran


def mails_to(address: str) -> list[Any]:
    """Return what was written to an address, the newest last."""
    database.session.rollback()
    wanted = select(Message).where(Message.recipient == address).order_by(Message.id)
    return list(database.session.scalars(wanted.execution_options(scoped="test")))


def link_to(address: str, kind: str) -> str:
    """Return the path of the newest link of this kind (verify or manage) that was written to an address."""
    found = [re.search(rf"http://localhost(/seminars/{kind}/\S+)", mail.body) for mail in mails_to(address)]
    return [one[1] for one in found if one][-1]
