"""Stops at the pages of outside organisations: the desk's, a contact's own, a colleague's, and those that a code opens."""

from datetime import datetime, timedelta

from flask import Flask

from tests.browser.desk_stops import Stop
from tests.make import NOW
from tests.seminars import contacting, making
from training.core.db import writing
from training.seminars import attendance, codes
from training.seminars.attendance import Marked
from training.seminars.codes import NewCode
from training.seminars.contacts import ContactClaim
from training.seminars.organisation_rules import shown_code
from training.seminars.rules import Audience, Mark


def contacts(app: Flask) -> list[Stop]:
    """An organisation with a contact, seats that are kept and waited for, colleagues in each state, and codes."""
    organisation = contacting.organisation("Harbour Freight", domains=("harbour.example", contacting.DOMAIN))
    nina = contacting.contact(app, organisation)
    new = contacting.contact(app, organisation, "Max Kerr", "max@harbour.example", confirmed=False)
    room = making.venue()
    over = _over(app, room, nina)
    session = making.session(
        making.seminar("Ransomware readiness"),
        venue_id=room,
        audience=Audience.INVITED,
        capacity=5,
        local_start=datetime.fromisoformat("2026-12-16T09:00"),
    )
    block = contacting.hold(app, nina, session, 4, desk=True).block
    contacting.hold(app, nina, session, 3)
    contacting.name(app, nina, block, "Ada Moss", "Tom Price", "Lea Marchand")
    contacting.confirm(app, "Ada Moss")
    contacting.withdraw(app, nina, "Lea Marchand")
    code = _code(session, block)
    return [*_desk(organisation, nina, session), *_own(app, nina, new, session, block, over), *_invited(app, code)]


def _desk(organisation: str, nina: ContactClaim, session: str) -> list[Stop]:
    one = f"/desk/organisations/{organisation}"
    return [
        Stop("cso", "/desk/organisations/"), Stop("cso", "/desk/organisations/?find=zebra"), Stop("cso", one),
        Stop("cso", "/desk/organisations/new", "Save it"), Stop("cso", f"{one}/edit"),
        Stop("cso", f"{one}/contacts/new", "Invite them"), Stop("cso", f"{one}/seats", "Keep the seats"), Stop("cso", f"/desk/contacts/{nina.contact}/end"),
        Stop("cso", f"/desk/sessions/{session}/codes", "Make a code"),
    ]  # fmt: skip


def _own(app: Flask, nina: ContactClaim, new: ContactClaim, session: str, block: str, over: str) -> list[Stop]:
    own = contacting.path(app, nina)
    return [
        Stop("", "/organisations/contact", "Send me my link"), Stop("", "/organisations/contact/sent"),
        Stop("", contacting.path(app, new)), Stop("", own), Stop("", f"/organisations/contact/{'x' * 40}"), Stop("", f"{own}/dates/{session}", "Keep the seats"),
        Stop("", f"{own}/blocks/{block}"), Stop("", f"{own}/blocks/{block}", "Keep so many"),
        Stop("", f"{own}/blocks/{block}/name", "Look through them"), Stop("", f"{own}/blocks/{block}/codes", "Make a code"),
        Stop("", f"{own}/people/{contacting.registration('Tom Price')}", "Swap them"),
        Stop("", f"{own}/dates/{over}/attended"), Stop("", contacting.colleague_path(app, "Tom Price"), "Yes, I come"),
    ]  # fmt: skip


def _invited(app: Flask, code: str) -> list[Stop]:
    return [
        Stop("", "/seminars/invitation", "Show the date"), Stop("", "/seminars/invitation/AAAA-AAAA"),
        Stop("", f"/seminars/invitation/{code}", "Ask for a seat"), Stop("amara", f"/seminars/invitation/{code}"),
        Stop("", f"/seminars/invitation/{code}/asked"),
    ]  # fmt: skip


def _code(session: str, block: str) -> str:
    number = contacting.block(block).id
    with writing():
        new = NewCode(("harbour.example",), most=3)
        made = codes.make_code(contacting.session_row(session).id, new, allotment_id=number, by_person_id=None, now=NOW)
    return shown_code(made)


def _over(app: Flask, room: str, nina: ContactClaim) -> str:
    """A date of last week at which one of two was."""
    early, start = NOW - timedelta(days=10), datetime(2026, 11, 19, 9, 0)  # noqa: DTZ001  a wall clock
    session = making.session(making.seminar(), venue_id=room, now=early, local_start=start, capacity=20)
    until = start.date()
    block = contacting.hold(app, nina, session, 2, until=until, now=early).block
    contacting.name(app, nina, block, "Sam Reed", "Kim Sorel", now=early)
    marks = {Mark.HERE: "Sam Reed", Mark.ABSENT: "Kim Sorel"}
    for who in marks.values():
        contacting.confirm(app, who, now=early)
    signed = {contacting.registration(who): Marked(mark) for mark, who in marks.items()}
    with writing():
        attendance.mark_attendance(session, signed, by_person_id=None, now=NOW)
    with writing():
        attendance.close_attendance(session, by_person_id=None, now=NOW)
    return session
