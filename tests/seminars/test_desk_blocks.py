"""The desk keeps seats for an organisation through the door of its contact: the same rules, and the contact is told."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.seminars import contacting, making
from tests.seminars.contacting import NINA, NOW
from training.audit.models import Event
from training.core.db import writing
from training.core.errors import NotFound, Refused
from training.seminars import holding
from training.seminars.contacts import ContactClaim
from training.seminars.holding import Held, Wish
from training.seminars.rules import Audience, BlockState, State


@pytest.fixture
def nina(app: Flask) -> ContactClaim:
    return contacting.contact(app, contacting.organisation())


def test_the_desk_keeps_seats_by_the_same_rules_and_the_contact_is_told(app: Flask, nina: ContactClaim) -> None:
    session, desk = making.session(capacity=4), make.person().id
    kept = hold_for(app, nina, session, Wish(3, 3, contacting.UNTIL), desk)
    waits = hold_for(app, nina, session, Wish(2, 2, contacting.UNTIL), desk)
    assert (kept.seats, waits.seats, contacting.session_row(session).taken) == (3, 0, 3)
    assert contacting.block(waits.block).state is BlockState.WAITING
    told = [one.split(":")[0] for one in contacting.subjects(NINA)][1:]
    assert told == ["We keep 3 seats for you", "You wait for 2 seats"]
    contacting.name(app, nina, kept.block, "Ada Moss")
    assert contacting.confirm(app, "Ada Moss").state is State.BOOKED, "the contact acts for it from now on"
    with pytest.raises(Refused, match="95 more seats"):
        hold_for(app, nina, session, Wish(96, 1, contacting.UNTIL), desk)
    with pytest.raises(NotFound):
        hold_for(app, nina, making.session(audience=Audience.STAFF), Wish(1, 1, contacting.UNTIL), desk)
    held = making.rows(select(Event.actor_id).where(Event.action == "seats-held"))
    assert [one.actor_id for one in held] == [desk, desk]


def test_the_desk_keeps_nothing_for_who_has_not_opened_their_page(app: Flask) -> None:
    claim = contacting.contact(app, contacting.organisation(), confirmed=False)
    with pytest.raises(Refused, match="has not opened their page") as refused:
        hold_for(app, claim, making.session(capacity=4), Wish(1, 1, contacting.UNTIL), make.person().id)
    assert refused.value.field == "contact"


def hold_for(app: Flask, claim: ContactClaim, session: str, wish: Wish, by_id: int) -> Held:
    with writing():
        return holding.hold_for(claim.contact, session, wish, by_id=by_id, host=making.host(app), now=NOW)
