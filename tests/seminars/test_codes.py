"""Codes of invitation: what they open, for whom, how often; wrong ones say one sentence and cost a try."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.browser.house import link_to
from tests.client import Client, Page
from tests.conftest import Clock
from tests.seminars import contacting, making
from tests.seminars.contacting import NOW
from training.core.db import writing
from training.core.permissions import Role
from training.seminars import codes, service
from training.seminars.codes import NewCode
from training.seminars.models import Registration
from training.seminars.organisation_models import Invitation
from training.seminars.organisation_rules import shown_code
from training.seminars.rules import Audience, State
from training.seminars.service import Claim

FORM = {
    "name": "Sofia Lindqvist",
    "email": "sofia@canalstreet.example",
    "organisation": "Canal Street Dental",
    "agree": "y",
}
SENTENCE = "This code does not open this date for this address, or it is over or used up."


def made(session: str, *bound: str, block: str = "", **values: Any) -> str:
    """A code for a date, as it is shown."""
    number = contacting.block(block).id if block else None
    with writing():
        new = NewCode(bound or ("canalstreet.example",), **values)
        code = codes.make_code(contacting.session_row(session).id, new, allotment_id=number, by_person_id=None, now=NOW)
    return shown_code(code)


def ask(client: Client, clock: Clock, code: str, **values: str) -> Page:
    page = client.get(f"/seminars/invitation/{code}")
    clock.forward(seconds=5)
    return client.submit(page, FORM | values, action="/ask")


def verified(client: Client, email: str = FORM["email"]) -> Page:
    return client.submit(client.get(link_to(email, "verify")), action="", follow=True)


def used(code: str) -> int:
    (row,) = making.rows(select(Invitation.used).where(Invitation.code == code.replace("-", "").lower()))
    return int(row.used)


def states() -> list[State]:
    return [row.state for row in making.rows(select(Registration.state).order_by(Registration.id))]


@pytest.fixture
def hidden(app: Flask) -> str:
    return making.session(audience=Audience.INVITED, capacity=3)


def test_a_code_opens_a_date_that_stands_in_no_list(app: Flask, client: Client, clock: Clock, hidden: str) -> None:
    code = made(hidden, most=1)
    assert hidden not in client.get("/seminars/").text
    typed = client.submit(client.get("/seminars/invitation"), {"code": code.lower().replace("-", " ")})
    assert typed.path == f"/seminars/invitation/{code}" and "Ask for a seat" in typed.words
    assert typed.headers["Cache-Control"] == "no-store"
    sent = ask(client, clock, code)
    assert "Look into your mailbox." in sent.heading
    assert used(code) == 0, "whoever has not confirmed does not count"
    assert "You have a seat." in verified(client).heading
    assert used(code) == 1
    again = client.get(f"/seminars/invitation/{code}")
    assert again.status == 404 and "This code opens nothing" in again.words


def test_a_use_is_given_back_when_the_registration_dies(app: Flask, client: Client, clock: Clock, hidden: str) -> None:
    code = made(hidden, most=1)
    ask(client, clock, code)
    verified(client)
    page = client.get(link_to(FORM["email"], "manage"))
    client.submit(page, action="/cancel")
    assert used(code) == 0
    ask(client, clock, code)
    assert client.get(f"/seminars/invitation/{code}").status == 200


def test_the_bound_is_checked_at_asking_and_again_at_confirming(
    app: Flask, client: Client, clock: Clock, hidden: str
) -> None:
    code = made(hidden, "max@harbour.example", "canalstreet.example", most=1)
    refused = ask(client, clock, code, email="eve@harbour.example")
    assert refused.status == 422 and SENTENCE in refused.words
    assert "max" not in refused.words and "canalstreet" not in refused.text
    ask(client, clock, code)
    ask(client, clock, code, email="max@harbour.example")
    assert "You have a seat." in verified(client, "max@harbour.example").heading
    late = verified(client)
    assert late.status == 422 and SENTENCE in late.words, "it was used up meanwhile"
    assert sorted(states()) == sorted([State.UNVERIFIED, State.BOOKED])


def test_a_revoked_code_confirms_nobody(app: Flask, client: Client, clock: Clock, hidden: str) -> None:
    code = made(hidden)
    ask(client, clock, code)
    with writing():
        codes.revoke_code(making.rows(select(Invitation.id))[0].id, by_person_id=None, now=NOW)
    assert verified(client).status == 422
    assert client.get(f"/seminars/invitation/{code}").status == 404
    assert client.submit(client.get("/seminars/invitation"), {"code": code}).status == 422


def test_wrong_ended_and_staff_codes_say_one_sentence(app: Flask, client: Client, clock: Clock, hidden: str) -> None:
    ended = made(hidden, ends_at=NOW + timedelta(hours=1))
    staff = made(making.session(audience=Audience.STAFF))
    clock.forward(hours=2)
    answers = {
        client.submit(client.get("/seminars/invitation"), {"code": one}).errors[0]
        for one in (ended, staff, "AAAA-AAAA", "nonsense!")
    }
    assert len(answers) == 1


def test_tries_are_counted_for_each_network(app: Flask, client: Client, hidden: str) -> None:
    form = client.get("/seminars/invitation")
    answers = [client.submit(form, {"code": f"AAAA-AA{number:02}"}).status for number in range(21)]
    assert answers == [422] * 20 + [429]


def test_guesses_in_the_address_are_counted_and_right_codes_are_not(
    app: Flask, client: Client, clock: Clock, hidden: str
) -> None:
    code = made(hidden, most=100)
    for number in range(45):
        assert client.get(f"/seminars/invitation/{code}").status == 200, f"colleague {number} behind the same address"
    guesses = [f"/seminars/invitation/AAAA-AA{number:02}" for number in range(10)]
    assert {client.get(one).status for one in guesses} == {404}
    assert {client.get(f"{one}/asked").status for one in guesses[:5]} == {404}
    assert {client.post(f"{one}/ask", FORM).status for one in guesses[:4]} == {404}
    assert ask(client, clock, code, email="eve@harbour.example").status == 422, "a wrong address is a guess too"
    shut = [guesses[0], f"{guesses[0]}/asked", f"/seminars/invitation/{code}"]
    assert [client.get(one).status for one in shut] == [429, 429, 429], "nor does a right guess answer now"
    assert client.get(f"/seminars/invitation/{code}", headers={"X-Forwarded-For": "192.0.2.7"}).status == 429
    clock.forward(minutes=15)
    assert client.get(f"/seminars/invitation/{code}").status == 200


def test_a_whole_company_types_its_code_behind_one_address(client: Client, hidden: str) -> None:
    code, form = made(hidden, most=100), client.get("/seminars/invitation")
    assert {client.submit(form, {"code": code}, follow=False).status for _ in range(25)} == {303}


def test_a_block_has_five_codes_at_most(app: Flask, client: Client) -> None:
    session = making.session(capacity=3)
    nina = contacting.contact(app, contacting.organisation())
    block = contacting.hold(app, nina, session, 2).block
    first, *_others = [made(session, block=block) for _ in range(5)]
    own = f"{contacting.path(app, nina)}/blocks/{block}/codes"
    refused = client.submit(client.get(own), {"bound_to": "harbour.example"}, action=own)
    assert refused.status == 422 and "5 codes are open for these seats." in refused.words
    assert "harbour.example" in refused.soup.select_one("textarea").get_text(), "what was typed stays"
    client.post(f"{own}/{first}/revoke")
    assert client.submit(client.get(own), {"bound_to": "harbour.example"}, action=own).status == 200
    assert made(session), "codes of the desk are not counted"


def test_a_code_of_a_block_gives_its_seats_and_not_those_of_the_named(app: Flask, client: Client, clock: Clock) -> None:
    session = making.session(capacity=3)
    nina = contacting.contact(app, contacting.organisation())
    block = contacting.hold(app, nina, session, 2).block
    making.register(app, session, make.person())
    making.register(app, session, make.person())
    code = made(session, block=block)
    ask(client, clock, code)
    assert "You have a seat." in verified(client).heading
    assert (contacting.block(block).used, contacting.session_row(session).taken) == (1, 3)
    ask(client, clock, code, email="tom@canalstreet.example")
    contacting.name(app, nina, block, "Ada Moss")
    waits = verified(client, "tom@canalstreet.example")
    assert "You are number 2 on the waiting list." in waits.heading
    assert contacting.confirm(app, "Ada Moss").state is State.BOOKED
    assert "Sofia Lindqvist" in client.get(f"{contacting.path(app, nina)}/blocks/{block}").words


def test_who_only_asked_takes_no_name_from_the_contact(app: Flask, client: Client, clock: Clock) -> None:
    session = making.session(capacity=3)
    nina = contacting.contact(app, contacting.organisation())
    block = contacting.hold(app, nina, session, 1).block
    ask(client, clock, made(session, block=block))
    assert contacting.name(app, nina, block, "Ada Moss") == 1
    with writing():
        service.expire_unverified(session, now=NOW + timedelta(days=2))
    assert sorted(states()) == sorted([State.EXPIRED, State.UNVERIFIED]), "who came by themselves has a day"


def test_the_contact_and_the_desk_make_and_revoke_codes(app: Flask, client: Client) -> None:
    session = making.session(capacity=3)
    nina = contacting.contact(app, contacting.organisation())
    block = contacting.hold(app, nina, session, 2).block
    own = f"{contacting.path(app, nina)}/blocks/{block}/codes"
    made_one = client.submit(client.get(own), {"bound_to": "canalstreet.example", "most": "2"}, action=own)
    assert "The code is" in made_one.text and "0 of 2" in made_one.words
    wrong = client.submit(client.get(own), {"bound_to": "everybody!", "ends_on": "2026-11-01"}, action=own)
    assert wrong.status == 422 and "neither a domain nor an address" in wrong.words
    desk = Client(app)
    make.sign_in(desk, make.person(), role=Role.SECURITY_TEAM)
    page = desk.get(f"/desk/sessions/{session}/codes")
    assert f"/desk/sessions/{session}/codes" in desk.get(f"/desk/sessions/{session}").text
    again = desk.submit(page, {"bound_to": "max@harbour.example", "ends_on": "2026-12-01"}, action="/codes")
    assert "Until Tue 1 Dec 2026" in again.words and "canalstreet.example" in again.words
    assert len(desk.get(f"/desk/sessions/{session}/codes/codes.csv").text.splitlines()) == 3


def test_nobody_else_revokes_a_code(app: Flask, client: Client) -> None:
    session = making.session(capacity=3)
    nina = contacting.contact(app, contacting.organisation())
    block = contacting.hold(app, nina, session, 2).block
    code = made(session, block=block)
    revoke = f"{contacting.path(app, nina)}/blocks/{block}/codes/{code}/revoke"
    other = contacting.contact(app, contacting.organisation("Harbour Freight"), "Max Kerr", "max@harbour.example")
    foreign = contacting.hold(app, other, session, 1).block
    assert client.post(f"{contacting.path(app, other)}/blocks/{foreign}/codes/{code}/revoke").status == 404
    assert "Revoked" in client.post(revoke).words


def test_a_code_never_counts_below_nought_or_above_its_most(
    app: Flask, client: Client, clock: Clock, hidden: str
) -> None:
    code = made(hidden, most=2)
    for who in ("sofia", "tom", "lea"):
        ask(client, clock, code, email=f"{who}@canalstreet.example")
    results = [verified(client, f"{who}@canalstreet.example").status for who in ("sofia", "tom", "lea")]
    assert results == [200, 200, 422] and used(code) == 2
    rows = making.rows(
        select(Registration.public_id).where(Registration.state == State.BOOKED).order_by(Registration.id)
    )
    for row in rows:
        with writing():
            service.cancel_registration(Claim(row.public_id, link_version=0), host=making.host(app), now=NOW)
    assert used(code) == 0
