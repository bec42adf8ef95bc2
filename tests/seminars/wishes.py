"""Makers of what people tell us: questions, somebody who is interested, a date that was held, opinions."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests import make
from tests.seminars import making
from training.core.db import database, writing
from training.core.links import Links
from training.core.permissions import NOBODY, Viewer
from training.jobs.worker import Tools, run_due
from training.people.models import Person
from training.seminars import asking, attendance, feedback, feedback_queries, interest, questioning, wish_work, work
from training.seminars.addresses import CONFIRM_INTEREST, END_INTEREST
from training.seminars.asking import FORM, Asked
from training.seminars.attendance import Marked
from training.seminars.attendees import Guest
from training.seminars.feedback import Opinion
from training.seminars.models import Registration
from training.seminars.plan_models import Interest
from training.seminars.questions import Question, QuestionKind
from training.seminars.rules import Mark

NOW = make.NOW
ROLE = Question("", QuestionKind.CHOICE, "What is your role?", ("Front desk", "Office"), needed=True)
LUNCH = Question("", QuestionKind.YES_NO, "Do you stay for lunch?")
HOPE = Question("", QuestionKind.LINE, "What do you hope for?")


def kept(row: Any) -> Any:
    """Take a row out of the session: a test may look at it whatever happens to the transaction."""
    assert row.id
    database.session.expunge(row)
    return row


def person(**values: Any) -> Person:
    row: Person = kept(make.person(**values))
    return row


def ask_for(slug: str, *questions: Question) -> None:
    for one in questions:
        with writing():
            questioning.add_question(slug, one, by_person_id=None, now=NOW)


def interested(person: Person, slug: str, *, site_id: int | None = None, now: datetime = NOW) -> None:
    viewer = at_site(person, site_id)
    with writing():
        interest.say_interested(viewer, slug, online=site_id is None, now=now)


def at_site(person: Person, site_id: int | None = None) -> Viewer:
    return replace(making.viewer(person), site_id=site_id, language="en")


def guest_interested(app: Flask, slug: str, email: str, *, confirmed: bool = True, now: datetime = NOW) -> str:
    """A guest who said so, and confirmed it; return the public id of the interest."""
    host, guest = making.host(app), Guest("Sofia Lindqvist", email, "", "en", "Keep my name.")
    opened = host.links.sign(FORM, int(now.timestamp()) - 10)
    asking.ask_interest(NOBODY, slug, guest, Asked("", opened, "192.0.2.1"), host=host, now=now)
    public_id: str = making.rows(select(Interest.public_id).order_by(Interest.id.desc()))[0][0]
    if confirmed:
        with writing():
            interest.confirm_interest(public_id, 0, now=now)
    return public_id


def link(app: Flask, public_id: str, purpose: str = CONFIRM_INTEREST) -> str:
    token = making.host(app).links.sign(purpose, [public_id, 0])
    return f"/seminars/interest/{token}" + ("/end" if purpose == END_INTEREST else "")


def work_off(app: Flask) -> None:
    """Carry out every job of seminars that is due."""
    house = app.extensions["muster"]
    links = Links(house.settings.site_url, house.settings.secret_key, house.world.now)
    run_due(wish_work.handlers("training@alderfinch.example") | work.HANDLERS, Tools(house.world, links))


def held(app: Flask, slug: str, people: list[Person], *, absent: int = 0) -> str:
    """A date whose attendance is signed: everybody was there but the first `absent`."""
    one = making.session(slug, capacity=None)
    ids = [making.register(app, one, person).registration for person in people]
    end = making.begun()
    marks = {number: Marked(Mark.ABSENT if place < absent else Mark.HERE) for place, number in enumerate(ids)}
    with writing():
        attendance.mark_attendance(one, marks, by_person_id=None, now=end)
    with writing():
        attendance.close_attendance(one, by_person_id=None, now=end)
    return one


def said(person: Person, slug: str, session: str, grade: int = 4, comment: str = "") -> None:
    now = making.begun() + timedelta(days=1)
    asked = feedback_queries.own(making.viewer(person), slug, session)
    with writing():
        feedback.give_feedback(asked, Opinion(grade, 3, grade, comment), now=now)


def registrations() -> list[Any]:
    return making.rows(
        select(Registration.public_id, Registration.answers, Registration.state).order_by(Registration.id)
    )
