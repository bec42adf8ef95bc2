"""Codes that are bound to addresses: the addresses are erased with the names of their date, or at their owner's wish."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from tests.client import Client
from tests.conftest import Clock
from tests.seminars import making, planned, public
from tests.seminars.making import NOW
from training.audit.models import Event
from training.core.db import writing
from training.seminars import codes, own_data, planning, retention, service, work
from training.seminars.codes import NewCode
from training.seminars.models import SeminarSession
from training.seminars.organisation_models import Invitation

SOFIA = making.guest(name="Sofia Lindqvist", email="sofia@canalstreet.example")


def bound(session: str, *addresses: str) -> None:
    """A code for addresses."""
    (row,) = making.rows(select(SeminarSession.id).where(SeminarSession.public_id == session))
    with writing():
        codes.make_code(row.id, NewCode(("canalstreet.example", *addresses)), by_person_id=None, now=NOW)


def addresses() -> list[list[str]]:
    return [row.addresses for row in making.rows(select(Invitation.addresses).order_by(Invitation.id))]


def test_addresses_in_codes_go_with_the_rest_also_of_who_never_asked(app: Flask, clock: Clock) -> None:
    one, later = making.session(), making.session(local_start=planned.at("2027-01-20T09:00"))
    bound(one, SOFIA.email, "max@harbour.example")
    bound(later, SOFIA.email)
    tools = type("Tools", (), {"world": app.extensions["muster"].world})
    clock.set(making.begun() + timedelta(days=29))
    work.forget(None, tools)  # type: ignore[arg-type]
    assert addresses() == [[SOFIA.email, "max@harbour.example"], [SOFIA.email]]
    clock.forward(days=2)
    work.forget(None, tools)  # type: ignore[arg-type]
    work.forget(None, tools)  # type: ignore[arg-type]
    assert addresses() == [[], [SOFIA.email]]
    done = making.rows(select(Event.id).where(Event.action == "code-addresses-forgotten"))
    assert len(done) == 1, "safe to repeat"
    assert making.rows(select(Invitation.domains))[0].domains == ["canalstreet.example"]


def test_addresses_in_codes_of_a_date_that_is_forgotten_now_go_at_once(
    app: Flask, client: Client, clock: Clock
) -> None:
    one, other = making.session(), making.session()
    bound(one, SOFIA.email)
    bound(other, SOFIA.email)
    with writing():
        planning.cancel_session(one, "The trainer is ill.", by_person_id=None, host=making.host(app), now=NOW)
    runner = planned.runner()
    with writing():
        retention.forget_date(runner, one, now=NOW)
    assert addresses() == [[], [SOFIA.email]]
    assert SOFIA.email not in desk_codes(client, one) and SOFIA.email in desk_codes(client, other)


def desk_codes(client: Client, session: str) -> str:
    planned.desk(client)
    return client.get(f"/desk/sessions/{session}/codes").words


def test_a_guest_who_never_confirmed_may_try_their_code_again(app: Flask) -> None:
    one = making.session()
    bound(one, SOFIA.email)
    making.ask(app, one, SOFIA)
    with writing():
        service.expire_unverified(one, now=NOW + timedelta(days=2))
    assert addresses() == [[SOFIA.email]]


def test_at_a_guests_own_wish_their_address_goes_from_every_code(app: Flask) -> None:
    one, other = making.session(), making.session()
    bound(one, SOFIA.email)
    bound(other, "max@harbour.example", SOFIA.email)
    claim = public.seated(app, one, who=SOFIA)
    with writing():
        own_data.erase(claim, host=making.host(app), now=NOW)
    assert addresses() == [[], ["max@harbour.example"]]
