"""Makers of the public side: guests who have confirmed, and every mail that there is."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from tests import make
from tests.seminars import making
from tests.seminars.making import NOW
from training.core.db import writing
from training.seminars import planning, service
from training.seminars.attendees import Guest
from training.seminars.models import Attendee, Registration
from training.seminars.service import Claim


def claim_of(email: str) -> Claim:
    """What the newest link of a guest is good for."""
    found = (
        select(Registration.public_id, Registration.link_version)
        .join(Attendee, Attendee.id == Registration.attendee_id)
        .where(Attendee.email == email)
        .order_by(Registration.id.desc())
    )
    registration, version = making.rows(found)[0]
    return Claim(registration, link_version=version)


def seated(app: Flask, session_id: str, *, now: datetime = NOW, who: Guest | None = None) -> Claim:
    """A guest who asked and pressed the button."""
    who = who or making.guest()
    making.ask(app, session_id, who, now=now)
    claim = claim_of(who.email)
    with writing():
        service.verify_guest(claim, host=making.host(app), now=now)
    return claim


def every_letter(app: Flask) -> None:
    """Write each kind of mail at least once."""
    one, host = making.session(capacity=1), making.host(app)
    who = making.guest()
    first = seated(app, one, who=who)
    making.ask(app, one, who, now=NOW + timedelta(hours=1))
    seated(app, one)
    making.register(app, one, make.person())
    with writing():
        service.cancel_registration(first, host=host, now=NOW)
    with writing():
        planning.cancel_session(one, "The trainer is ill.", by_person_id=None, host=host, now=NOW)
