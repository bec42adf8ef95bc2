"""Makers of organisations: one with a contact who has pressed the button, blocks, colleagues who confirm."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.seminars import making
from training.core.db import writing
from training.notices.models import Message
from training.seminars import contacts, holding, naming
from training.seminars.addresses import COLLEAGUE
from training.seminars.attendees import Guest
from training.seminars.colleagues import Colleague
from training.seminars.contact_mailing import token_of
from training.seminars.contacts import ContactClaim, Described
from training.seminars.holding import Held, Wish
from training.seminars.hosting import LONGEST_AHEAD
from training.seminars.models import Attendee, Registration, SeminarSession
from training.seminars.organisation_models import Allotment, Contact, Organisation
from training.seminars.service import Claim, Outcome

NOW = making.NOW
DOMAIN = "canalstreet.example"
NINA = "nina.roth@canalstreet.example"
UNTIL = date(2026, 12, 3)
CONSENT = Guest("", "", "", "en", "Keep my name.")


def organisation(name: str = "Canal Street Dental", **values: Any) -> str:
    described = Described(name, (DOMAIN,), None)
    with writing():
        return contacts.create_organisation(replace(described, **values), by_person_id=None, now=NOW)


def contact(
    app: Flask, organisation_id: str, name: str = "Nina Roth", email: str = NINA, *, confirmed: bool = True
) -> ContactClaim:
    """Invite somebody, who presses the button."""
    (row,) = making.rows(select(Organisation.id, Organisation.name).where(Organisation.public_id == organisation_id))
    with writing():
        guest = Guest(name, email, row.name, "en", "")
        contacts.invite_contact(row.id, guest, by_person_id=None, host=making.host(app), now=NOW)
    (found,) = making.rows(
        select(Contact.public_id, Contact.link_version).join(Attendee, Attendee.id == Contact.attendee_id)
        .where(Attendee.email == email, Contact.organisation_id == row.id)
    )  # fmt: skip
    claim = ContactClaim(found.public_id, found.link_version)
    if confirmed:
        with writing():
            contacts.confirm_contact(claim, now=NOW)
    return claim


def path(app: Flask, claim: ContactClaim) -> str:
    """The address of a contact's own page."""
    return f"/organisations/contact/{token_of(making.host(app), claim.contact, claim.link_version)}"


def hold(
    app: Flask,
    claim: ContactClaim,
    session: str,
    seats: int,
    *,
    least: int = 0,
    until: date = UNTIL,
    now: datetime = NOW,
    desk: bool = False,
) -> Held:
    with writing():
        wish = Wish(seats, least or seats, until)
        if desk:
            return holding.hold_for(claim.contact, session, wish, by_id=None, host=making.host(app), now=now)
        return holding.hold_seats(claim, session, wish, host=making.host(app), now=now)


def people(*names: str) -> list[Colleague]:
    return [Colleague(name, address(name)) for name in names]


def address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@{DOMAIN}"


def name(app: Flask, claim: ContactClaim, block: str, *names: str, now: datetime = NOW) -> int:
    with writing():
        return naming.name_colleagues(claim, block, people(*names), host=making.host(app), now=now)


def swap(app: Flask, claim: ContactClaim, old: str, new: str, *, now: datetime = NOW) -> None:
    with writing():
        naming.substitute(claim, registration(old), people(new)[0], host=making.host(app), now=now)


def withdraw(app: Flask, claim: ContactClaim, who: str, *, now: datetime = NOW) -> None:
    with writing():
        naming.withdraw_colleague(claim, registration(who), host=making.host(app), now=now)


def confirm(app: Flask, who: str, *, now: datetime = NOW) -> Outcome:
    with writing():
        claim = Claim(registration(who), link_version=0)
        return naming.confirm_colleague(claim, CONSENT, host=making.host(app), now=now)


def registration(who: str) -> str:
    """The newest registration of a colleague."""
    return str(row_of(who).public_id)


def row_of(who: str) -> Any:
    found = making.rows(
        select(Registration.__table__).join(Attendee, Attendee.id == Registration.attendee_id)
        .where(Attendee.email == address(who)).order_by(Registration.id.desc())
    )  # fmt: skip
    return found[0]


def colleague_path(app: Flask, who: str) -> str:
    """The address of the link that a colleague got."""
    token = making.host(app).links.sign(COLLEAGUE, [registration(who), 0])
    assert making.host(app).links.read(COLLEAGUE, token, holds=LONGEST_AHEAD)
    return f"/seminars/colleague/{token}"


def block(public_id: str) -> Any:
    (row,) = making.rows(select(Allotment.__table__).where(Allotment.public_id == public_id))
    return row


def session_row(public_id: str) -> Any:
    (row,) = making.rows(select(SeminarSession.__table__).where(SeminarSession.public_id == public_id))
    return row


def subjects(to: str) -> list[str]:
    """What was written to an address, the oldest first."""
    return [
        row.subject for row in making.rows(select(Message.subject).where(Message.recipient == to).order_by(Message.id))
    ]


def release(app: Flask, session: str, *, now: datetime = NOW + timedelta(days=11)) -> int:
    with writing():
        return holding.release_due(session, host=making.host(app), now=now)
