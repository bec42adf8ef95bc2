"""Stops of the day of a seminar: a trainer's own dates, the door, paper, what was signed, a guest's certificate."""

import re

from flask import Flask
from sqlalchemy import select

from tests.browser import house
from tests.browser.desk_stops import Stop
from tests.browser.house import House
from tests.make import NOW
from tests.seminars import making
from tests.seminars.day import trains
from training.core.db import writing
from training.seminars import attendance, closing, service, walk_ins
from training.seminars.addresses import HERE, session_path
from training.seminars.attendance import Marked
from training.seminars.attendees import Guest
from training.seminars.models import Registration, Seminar, SeminarSession
from training.seminars.rules import Mark, State
from training.seminars.walk_ins import WalkIn

KIT, PIA = "kit@lakeside.example", "pia@lakeside.example"


def stops(app: Flask, found: House, begun: str) -> list[Stop]:
    """Return the pages of a date that has begun, and of one that Mila trained and signed with a guest in it."""
    trains(found.mila, begun)
    over = _signed(app, found)
    code = f"/seminars/here/{making.host(app).links.seal(HERE, _seat(begun))}"
    door, signed = f"/desk/sessions/{begun}", f"/desk/sessions/{over}/attendance"
    return [
        Stop("mila", "/today"), Stop("amara", "/today"), Stop("mila", f"{door}/check-in/"),
        Stop("mila", f"{door}/check-in/?find=nobody"), Stop("mila", f"{door}/walk-in", "Let them in"),
        Stop("mila", f"{door}/sign-in-sheet"), Stop("mila", f"{door}/badges"), Stop("mila", code), Stop("", code),
        Stop("mila", f"{signed}/signed"), Stop("mila", f"{signed}/forgotten", "Add them"),
        Stop("mila", f"/desk/sessions/{over}/check-in/"), Stop("", _certificate()), Stop("", _let_in(app, found, begun)),
        Stop("amara", _address(begun)),
    ]  # fmt: skip


def _let_in(app: Flask, found: House, begun: str) -> str:
    """The own page of a guest who came to the door, and has not agreed yet."""
    who = WalkIn("Kit Moss", KIT, "en")
    with writing():
        walk_ins.let_in(begun, who, by_person_id=found.mila.id, host=making.host(app), now=NOW)
    return house.link_to(KIT, "manage")


def _address(session: str) -> str:
    """The page of a date, for somebody with a seat."""
    of = select(Seminar.slug).join(SeminarSession).where(SeminarSession.public_id == session)
    return session_path(making.rows(of)[0].slug, session)


def _seat(session: str) -> str:
    found = select(Registration.public_id).where(Registration.state == State.BOOKED).order_by(Registration.id.desc())
    assert session
    return str(making.rows(found)[0].public_id)


def _signed(app: Flask, found: House) -> str:
    """An online date that Mila gave and signed, with one guest."""
    one = making.session(making.seminar("Calls that lie"), now=making.NOW)
    trains(found.mila, one)
    making.ask(app, one, Guest("Pia Lorenz", PIA, "Lakeside Clinic", "en", "Keep my name."))
    seat = making.rows(select(Registration.public_id).order_by(Registration.id.desc()))[0].public_id
    with writing():
        service.verify_guest(service.Claim(seat, link_version=0), host=making.host(app), now=NOW)
    with writing():
        attendance.mark_attendance(one, {seat: Marked(Mark.HERE)}, by_person_id=found.mila.id, now=NOW)
    with writing():
        closing.close(one, by_person_id=found.mila.id, host=making.host(app), now=making.begun())
    return one


def _certificate() -> str:
    links = [
        re.search(r"http://localhost(/seminars/manage/\S+/certificate)", mail.body) for mail in house.mails_to(PIA)
    ]
    return [one[1] for one in links if one][-1]
