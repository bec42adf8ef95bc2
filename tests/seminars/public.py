"""Makers of the public side: guests who have confirmed, and every mail that there is."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.seminars import making
from tests.seminars.making import NOW
from training.core.db import database, writing
from training.notices.service import write
from training.seminars import mailing, planning, reminding, seat_queries, seats, service
from training.seminars.attendees import Guest
from training.seminars.models import Attendee, Registration, SeminarSession
from training.seminars.rules import State
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
    for one_of in reminding.REMINDERS:
        moment = making.begun() - timedelta(minutes=30) - one_of.ahead
        with writing():
            for row in reminding.due(one_of, now=moment):
                reminding.remind(one_of, row, host=host, now=moment)
    with writing():
        service.cancel_registration(first, host=host, now=NOW)
    with writing():
        planning.cancel_session(one, "The trainer is ill.", by_person_id=None, host=host, now=NOW)


def moved(app: Flask, session_id: str, starts_at: datetime) -> None:
    """A date on another day, and the mail about it, as far as calendars see it: same entry, higher number."""
    with writing():
        database.session.execute(
            update(SeminarSession).where(SeminarSession.public_id == session_id)
            .values(previous_starts_at=SeminarSession.starts_at, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3),
                    revision=SeminarSession.revision + 1)
        )  # fmt: skip
        numbers = select(SeminarSession.id).where(SeminarSession.public_id == session_id)
        raising = (
            update(Registration).where(Registration.session_id.in_(numbers), Registration.state == State.BOOKED)
            .values(calendar_sequence=Registration.calendar_sequence + 1).returning(Registration.id)
        )  # fmt: skip
        ids = list(database.session.scalars(raising.execution_options(scoped="test", synchronize_session=False)))
        database.session.expire_all()
        with seats.change(session_id, by_id=None, now=NOW) as door:
            about = door.about
        for to in seat_queries.recipients(ids):
            write(mailing.with_seat(about, making.host(app), to, moved_up=False, now=NOW), now=NOW)
