"""Everything that can be done with seats, each step drawn by chance: staff, guests, contacts with blocks, codes, hands."""

import random  # noqa: TID251  what a process does is drawn from a seed
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.seminars import admitting, contacting, making
from training.core.db import database, writing
from training.core.permissions import Role, Viewer
from training.seminars import (
    approving,
    blocks,
    codes,
    holding,
    naming,
    offering,
    overriding,
    planning,
    seats,
    service,
    swapping,
)
from training.seminars.blocks import NewBlock
from training.seminars.codes import NewCode
from training.seminars.colleagues import Colleague
from training.seminars.contacts import ContactClaim
from training.seminars.holding import Wish
from training.seminars.models import Attendee, Registration, SeminarSession
from training.seminars.organisation_models import Allotment, Contact, Invitation
from training.seminars.overriding import Hand
from training.seminars.questions import Told
from training.seminars.rules import KEPT_FOR, BlockState, State
from training.seminars.service import Claim

LATER = making.NOW.replace(hour=18)
"""When offers that were made at nine have lapsed."""
HAND = Hand(None, "So that something happens.")


@dataclass(frozen=True)
class Place:
    """What there is before anybody moves: three dates, employees and their manager, contacts, guests, colleagues."""

    people: tuple[Viewer, ...]
    boss: Viewer
    sessions: tuple[str, ...]
    contacts: tuple[ContactClaim, ...]
    organisation: int
    seats: int = 3
    guests: int = 10


def place(app: Flask, people: int = 14, seats: int = 3) -> Place:
    """Two organisations and three dates: one with offers and codes, one that gives at once, one that asks a manager."""
    boss = admitting.person("Ines", "Duarte")
    viewers = [making.viewer(admitting.person(manager_id=boss.id)) for _ in range(people)]
    sessions = (
        admitting.on_terms(making.session(capacity=seats), offer_hours=6),
        admitting.on_terms(making.session(capacity=seats), needs_approval=False),
        admitting.on_terms(making.session(capacity=seats), needs_approval=True),
    )
    contacts = (
        contacting.contact(app, contacting.organisation()),
        contacting.contact(app, contacting.organisation("Harbour Freight"), "Max Kerr", "max@harbour.example"),
    )
    chief = making.viewer(boss, Role.SECURITY_TEAM)
    return Place(tuple(viewers), chief, sessions, contacts, making.organisation("Canal Street Dental"), seats)


class Life:
    """One process: what it may do, each step drawn by chance."""

    def __init__(self, app: Flask, seed: int, at: Place) -> None:
        self.host, self.chance, self.at = making.host(app), random.Random(seed), at

    def steps(self) -> list[Callable[[], None]]:
        often = [self.register] * 5 + [self.decide] * 2 + [self.answer] * 2 + [self.swap] * 2 + [self.give_up] * 2
        outside = [self.ask] * 4 + [self.confirm] * 5 + [self.name] * 4 + [self.hold] * 3 + [self.make_code] * 2
        seldom = [self.lapse, self.first, self.seat, self.away, self.resize, self.hold_by_hand, self.substitute]
        ends = [self.give_back, self.keep_fewer, self.take_back, self.release, self.expire, self.revoke]
        return [*often, *outside, *seldom, *ends]

    def step(self) -> Callable[[], None]:
        return self.chance.choice(self.steps())

    def session(self) -> str:
        return self.chance.choice(self.at.sessions)

    # --- employees and the security team ----------------------------------------------------------------------------------

    def register(self) -> None:
        service.register_employee(
            self.chance.choice(self.at.people), self.session(), host=self.host, now=making.NOW, knows=True
        )

    def decide(self) -> None:
        one, _claim, _who = self.any_of(State.PENDING)
        if self.chance.random() < 0.8:
            approving.agree(self.at.boss, one, host=self.host, now=making.NOW)
        else:
            approving.decline(self.at.boss, one, "No.", host=self.host, now=making.NOW)

    def answer(self) -> None:
        _one, claim, _who = self.any_of(State.OFFERED)
        offering.accept_offer(claim, host=self.host, now=making.NOW)

    def lapse(self) -> None:
        offering.lapse_offers(self.session(), host=self.host, now=LATER)

    def give_up(self) -> None:
        _one, claim, _who = self.any_of(*KEPT_FOR, State.WAITLISTED, State.PENDING)
        service.cancel_registration(claim, host=self.host, now=making.NOW)

    def swap(self) -> None:
        one, _claim, who = self.any_of(*KEPT_FOR)
        viewer = next((each for each in self.at.people if each.person_id == who), None)
        if viewer is None:
            raise service.NotFound
        swapping.swap(viewer, one, self.session(), host=self.host, now=making.NOW)

    def first(self) -> None:
        overriding.put_first(self.any_of(State.WAITLISTED)[0], HAND, host=self.host, now=making.NOW)

    def seat(self) -> None:
        one = self.any_of(State.WAITLISTED, State.PENDING)[0]
        overriding.give_seat(one, HAND, confirmed=True, host=self.host, now=making.NOW)

    def away(self) -> None:
        overriding.take_away(self.any_of(*KEPT_FOR, State.WAITLISTED)[0], HAND, host=self.host, now=making.NOW)

    def resize(self) -> None:
        capacity = self.at.seats + self.chance.choice([-1, 0, 0, 1])
        planning.resize_session(self.session(), capacity, by_person_id=None, host=self.host, now=making.NOW)

    def hold_by_hand(self) -> None:
        with seats.change(self.session(), by_id=None, now=making.NOW) as door:
            blocks.ask_for_block(door, NewBlock(self.at.organisation, 2, 1, door.session.starts_at))
        service.tell_booked(door, self.host, making.NOW)

    # --- guests, with a code and without -----------------------------------------------------------------------------------

    def ask(self) -> None:
        number = self.chance.randrange(self.at.guests)
        guest = making.guest(number + 1)
        if self.chance.random() < 0.3:
            service.register_guest(self.session(), guest, host=self.host, now=making.NOW)
            return
        open_ones = select(Invitation.code, SeminarSession.public_id).join(
            SeminarSession, SeminarSession.id == Invitation.session_id
        )
        code, session = self.drawn(open_ones.where(Invitation.revoked_at.is_(None)).order_by(Invitation.id))
        told = Told(code=code)
        service.register_guest(session, guest, host=self.host, now=making.NOW, told=told)

    def confirm(self) -> None:
        """Whoever got a link presses its button: guests and colleagues."""
        one, claim, _who = self.any_of(State.UNVERIFIED)
        named = select(Registration.id).where(
            Registration.public_id == one, Registration.allotment_id.is_not(None), Registration.invitation_id.is_(None)
        )
        if database.session.scalar(named.execution_options(scoped="test")) is None:
            service.verify_guest(claim, host=self.host, now=making.NOW)
        else:
            naming.confirm_colleague(claim, contacting.CONSENT, host=self.host, now=making.NOW)

    def expire(self) -> None:
        service.expire_unverified(self.session(), now=making.NOW)

    # --- outside organisations ------------------------------------------------------------------------------------------------

    def hold(self) -> None:
        seats_wanted = self.chance.choice([1, 2, 2, 3])
        wish = Wish(seats_wanted, self.chance.randint(1, seats_wanted), contacting.UNTIL)
        holding.hold_seats(self.contact(), self.session(), wish, host=self.host, now=making.NOW)

    def name(self) -> None:
        claim, block, _number, _session = self.block(BlockState.HELD)
        some = self.chance.sample(range(8), self.chance.choice([1, 1, 2]))
        naming.name_colleagues(claim, block, [_colleague(one) for one in some], host=self.host, now=making.NOW)

    def substitute(self) -> None:
        claim, one = self.named()
        naming.substitute(claim, one, _colleague(self.chance.randrange(8)), host=self.host, now=making.NOW)

    def take_back(self) -> None:
        claim, one = self.named()
        naming.withdraw_colleague(claim, one, host=self.host, now=making.NOW)

    def keep_fewer(self) -> None:
        claim, block, *_rest = self.block(BlockState.HELD)
        holding.keep_fewer(claim, block, 1, host=self.host, now=making.NOW)

    def give_back(self) -> None:
        claim, block, *_rest = self.block(BlockState.HELD, BlockState.WAITING)
        holding.give_rest_back(claim, block, host=self.host, now=making.NOW)

    def release(self) -> None:
        """The day on which what has no name goes back comes for one block."""
        _claim, _block, number, session = self.block(BlockState.HELD, BlockState.WAITING)
        with seats.change(session, by_id=None, now=making.NOW) as door:
            blocks.give_back(door, number)
        service.tell_booked(door, self.host, making.NOW)

    def make_code(self) -> None:
        session = database.session.scalar(admitting.id_of(self.session()).execution_options(scoped="test"))
        block = None
        if self.chance.random() < 0.5:
            _claim, _block, block, public_id = self.block(BlockState.HELD)
            session = database.session.scalar(admitting.id_of(public_id).execution_options(scoped="test"))
        new = NewCode((contacting.DOMAIN,), most=self.chance.choice([1, 2, None]))
        codes.make_code(session, new, allotment_id=block, by_person_id=None, now=making.NOW)

    def revoke(self) -> None:
        (number,) = self.drawn(select(Invitation.id).where(Invitation.revoked_at.is_(None)).order_by(Invitation.id))
        codes.revoke_code(number, by_person_id=None, now=making.NOW)

    # --- whom it is about -----------------------------------------------------------------------------------------------------

    def contact(self) -> ContactClaim:
        return self.chance.choice(self.at.contacts)

    def block(self, *states: BlockState) -> Any:
        """Return a contact who may, a block of theirs by public id and by number, and its date."""
        chosen = (
            select(Contact.public_id, Allotment.public_id, Allotment.id, SeminarSession.public_id)
            .join(Contact, Contact.organisation_id == Allotment.organisation_id)
            .join(SeminarSession, SeminarSession.id == Allotment.session_id)
            .where(Allotment.state.in_(states))
        )
        contact, block, number, session = self.drawn(chosen.order_by(Allotment.id))
        return ContactClaim(contact, 0), block, number, session

    def named(self) -> tuple[ContactClaim, str]:
        chosen = (
            select(Contact.public_id, Registration.public_id)
            .join(Allotment, Allotment.organisation_id == Contact.organisation_id)
            .join(Registration, Registration.allotment_id == Allotment.id)
            .where(Registration.state.in_((State.UNVERIFIED, State.BOOKED)))
        )
        contact, one = self.drawn(chosen.order_by(Registration.id))
        return ContactClaim(contact, 0), one

    def any_of(self, *states: State) -> tuple[str, Claim, int | None]:
        chosen = select(Registration.public_id, Attendee.person_id).join(Attendee).where(Registration.state.in_(states))
        one, who = self.drawn(chosen.order_by(Registration.id))
        return one, Claim(one, link_version=0) if who is None else Claim(one, person_id=who), who

    def drawn(self, statement: Any) -> Any:
        found = database.session.execute(statement.execution_options(scoped="test")).all()
        if not found:
            raise service.NotFound
        return self.chance.choice(found)


def _colleague(number: int) -> Colleague:
    return Colleague(f"Colleague {number}", contacting.address(f"Colleague {number}"))


def _colleague(number: int) -> Colleague:
    return Colleague(f"Colleague {number}", contacting.address(f"Colleague {number}"))


def everybody_asks(app: Flask, at: Place) -> None:
    """All employees register for all dates, and their manager agrees."""
    life = Life(app, 0, at)
    for session in at.sessions:
        for person in at.people:
            try:
                with writing():
                    service.register_employee(person, session, host=life.host, now=making.NOW, knows=True)
            except service.Refused:
                continue
    waiting = select(Registration.public_id).where(Registration.state == State.PENDING).order_by(Registration.id)
    for row in making.rows(waiting):
        with writing():
            approving.agree(at.boss, row.public_id, host=life.host, now=making.NOW)
