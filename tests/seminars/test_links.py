"""Every link in every mail opens for its reader, also where the date is for others or stands in no list."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import admitting, contacting, making, planned
from tests.seminars.making import NOW
from tests.seminars.test_moving import move
from training.core.db import writing
from training.notices.models import Message
from training.people.models import Person
from training.seminars import attendance, closing, overriding, planning, reminding
from training.seminars.attendance import Marked
from training.seminars.overriding import Hand
from training.seminars.rules import Audience, Mark
from training.seminars.service import Outcome

HAND = Hand(None, "They asked by telephone.")


def by_hand(app: Flask, session: str, person: Person) -> Outcome:
    with writing():
        return overriding.register_person(session, person.public_id, HAND, host=making.host(app), now=NOW)


def remind(app: Flask, clock: Clock) -> None:
    for one in reminding.REMINDERS:
        clock.set(making.begun() - one.ahead)
        found = reminding.due(one, now=clock())
        with writing():
            for row in found:
                reminding.remind(one, row, host=making.host(app), now=clock())


def opened(app: Flask, staff: list[Person]) -> set[tuple[str, str]]:
    """Open every link of every mail as its reader; return the kinds of mails, each with who got it."""
    readers = {one.id: Client(app) for one in staff}
    for one in staff:
        make.sign_in(readers[one.id], one)
    found = making.rows(select(Message.kind, Message.person_id, Message.body, Message.calendar).order_by(Message.id))
    for mail in found:
        reader = readers.get(mail.person_id) or Client(app)
        written = f"{mail.body}\n{unfolded(mail.calendar)}"
        for path in re.findall(r"http://localhost(/[^\s\\]+)", written):
            assert reader.get(path).status == 200, f"{mail.kind}: {path}"
    return {(mail.kind, "staff" if mail.person_id else "guest") for mail in found}


def unfolded(calendar: str | None) -> str:
    return re.sub(r"\r?\n ", "", calendar or "")


@pytest.mark.parametrize("audience", [Audience.INVITED, Audience.OUTSIDE])
def test_all_links_open_whomever_the_date_is_for(app: Flask, clock: Clock, audience: Audience) -> None:
    nina, session = contacting.contact(app, contacting.organisation()), making.session(audience=audience, capacity=3)
    block = contacting.hold(app, nina, session, 2, desk=True).block
    contacting.name(app, nina, block, "Ada Moss", "Tom Price")
    for who in ("Ada Moss", "Tom Price"):
        contacting.confirm(app, who)
    seated, waits = planned.apart(make.person()), planned.apart(make.person())
    own = by_hand(app, session, seated)
    by_hand(app, session, waits)
    contacting.withdraw(app, nina, "Tom Price")
    admitting.give_up(app, own, seated)
    remind(app, clock)
    move(app, session)
    with writing():
        planning.cancel_session(session, "The room is flooded.", by_person_id=None, host=making.host(app), now=NOW)
    told = opened(app, [seated, waits])
    kinds = ("seat", "given-up", "waiting", "day-before", "moved", "cancelled")
    assert {(f"seminar.{kind}", "staff") for kind in kinds} <= told
    assert {("seminar.seat", "guest"), ("colleague.taken-back", "guest"), ("seminar.cancelled", "guest")} <= told


def test_all_links_open_after_a_date_by_invitation(app: Flask, clock: Clock) -> None:
    nina = contacting.contact(app, contacting.organisation())
    session = making.session(audience=Audience.INVITED, capacity=3)
    contacting.name(app, nina, contacting.hold(app, nina, session, 2, desk=True).block, "Ada Moss", "Tom Price")
    marks = {}
    for who, marked in (("Ada Moss", Marked(Mark.HERE)), ("Tom Price", Marked(Mark.PARTLY, 30))):
        contacting.confirm(app, who)
        marks[contacting.registration(who)] = marked
    clock.set(making.begun() + timedelta(hours=4))
    with writing():
        attendance.mark_attendance(session, marks, by_person_id=None, now=clock())
    with writing():
        closing.close(session, by_person_id=None, host=making.host(app), now=clock())
    assert ("seminar.was-there", "guest") in opened(app, [])


def test_a_calendar_holds_no_address_that_its_reader_cannot_open(app: Flask) -> None:
    nina, session = contacting.contact(app, contacting.organisation()), making.session(audience=Audience.INVITED)
    contacting.name(app, nina, contacting.hold(app, nina, session, 1, desk=True).block, "Ada Moss")
    contacting.confirm(app, "Ada Moss")
    by_hand(app, session, make.person())
    guest, staff = [unfolded(mail.calendar) for mail in planned.mails("seminar.seat")]
    assert "URL:" not in guest and session not in guest
    assert f"/{session}\r\n" in staff
