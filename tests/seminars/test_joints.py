"""Where two features of seminars meet: drafts and wishes, codes and admission and questions, blocks and moves, offers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import Client
from tests.conftest import Clock
from tests.seminars import admitting, contacting, making, planned, wishes
from tests.seminars.admitting import mails, state_of
from tests.seminars.test_codes import ask, made, states
from tests.seminars.test_moving import aim, look, move
from tests.seminars.test_series import plan, wanted
from training.core.db import writing
from training.core.errors import NotFound, Refused
from training.seminars import approving, moving, offering, planning, publishing, service
from training.seminars.moving import Decision, Keep
from training.seminars.organisation_models import Invitation
from training.seminars.organisation_rules import read_code
from training.seminars.publishing import Step
from training.seminars.questions import Told
from training.seminars.rules import Audience, BlockState, SessionStatus, State
from training.seminars.service import Claim

NOW = making.NOW
SOFIA = "sofia@canalstreet.example"


# --- a draft and those who wait for a date ------------------------------------------------------------------------------


def test_who_waits_for_a_date_is_told_when_its_draft_is_published_and_not_before(app: Flask) -> None:
    slug = making.seminar()
    wishes.interested(wishes.person(), slug)
    wishes.guest_interested(app, slug, SOFIA)
    draft = making.session(slug, draft=True)
    wishes.work_off(app)
    assert mails("seminar.interest") == []
    with writing():
        publishing.take(draft, Step.PUBLISH, by_person_id=None, now=NOW)
    wishes.work_off(app)
    assert len(mails("seminar.interest")) == 2
    assert all(draft in mail.body for mail in mails("seminar.interest"))


def test_a_job_that_waited_tells_of_nothing_that_only_the_desk_sees(app: Flask) -> None:
    slug = making.seminar()
    wishes.interested(wishes.person(), slug)
    admitting.on_terms(making.session(slug), status=SessionStatus.DRAFT)
    wishes.work_off(app)
    assert mails("seminar.interest") == []


def test_a_series_of_drafts_tells_nobody_either(app: Flask) -> None:
    slug = making.seminar()
    wishes.interested(wishes.person(), slug)
    new = wanted(slug)
    dates = plan(replace(new, first=replace(new.first, draft=True)))
    wishes.work_off(app)
    assert mails("seminar.interest") == []
    with writing():
        publishing.take(dates[0], Step.PUBLISH, by_person_id=None, now=NOW)
    wishes.work_off(app)
    assert len(mails("seminar.interest")) == 1


# --- a code and the other rules of a date -------------------------------------------------------------------------------

CLOSED_TO_ALL = [
    {"status": SessionStatus.DRAFT}, {"status": SessionStatus.CLOSED}, {"status": SessionStatus.CANCELLED},
    {"status": SessionStatus.HELD}, {"opens_at": NOW + timedelta(days=1)}, {"closes_at": NOW},
    {"audience": Audience.STAFF},
]  # fmt: skip


@pytest.mark.parametrize("values", CLOSED_TO_ALL, ids=lambda values: next(iter(map(str, values.items()))))
def test_a_code_opens_a_date_by_invitation_and_no_other_rule(app: Flask, values: dict[str, Any]) -> None:
    session = making.session(audience=Audience.INVITED, capacity=3)
    told = Told(code=read_code(made(session)) or "")
    guest = making.guest(email=SOFIA)
    admitting.on_terms(session, **values)
    with pytest.raises((Refused, NotFound)), writing():
        service.register_guest(session, guest, host=making.host(app), now=NOW, told=told)
    admitting.on_terms(session, status=SessionStatus.OPEN, opens_at=None, closes_at=None, audience=Audience.INVITED)
    with pytest.raises(NotFound), writing():
        service.register_guest(session, guest, host=making.host(app), now=NOW)
    with writing():
        service.register_guest(session, guest, host=making.host(app), now=NOW, told=told)
    assert states() == [State.UNVERIFIED]


@pytest.mark.parametrize("values", [{"status": SessionStatus.CANCELLED}, {"status": SessionStatus.DRAFT}])
def test_who_came_with_a_code_confirms_only_what_is_still_there(app: Flask, values: dict[str, Any]) -> None:
    session = making.session(audience=Audience.INVITED, capacity=3)
    told = Told(code=read_code(made(session)) or "")
    with writing():
        service.register_guest(session, making.guest(email=SOFIA), host=making.host(app), now=NOW, told=told)
    admitting.on_terms(session, **values)
    with pytest.raises((Refused, NotFound)), writing():
        service.verify_guest(Claim(admitting.newest(), link_version=0), host=making.host(app), now=NOW)
    assert states() == [State.UNVERIFIED]


# --- a question and a code ----------------------------------------------------------------------------------------------


def test_a_question_that_needs_an_answer_is_asked_of_who_comes_with_a_code(
    app: Flask, client: Client, clock: Clock
) -> None:
    slug = making.seminar()
    wishes.ask_for(slug, wishes.ROLE)
    code = made(making.session(slug, audience=Audience.INVITED, capacity=3))
    without = ask(client, clock, code)
    assert without.status == 422 and "Answer this question" in without.words and states() == []
    assert ask(client, clock, code, **{"answer-q1": "Office"}).status == 200
    assert wishes.registrations()[0].answers == [["What is your role?", "Office"]]


def test_behind_the_form_too(app: Flask) -> None:
    slug = making.seminar()
    wishes.ask_for(slug, wishes.ROLE)
    session = making.session(slug, audience=Audience.INVITED, capacity=3)
    told = Told(code=read_code(made(session)) or "")
    with pytest.raises(Refused) as refused, writing():
        service.register_guest(session, making.guest(email=SOFIA), host=making.host(app), now=NOW, told=told)
    assert refused.value.field == "answer-q1" and states() == []


# --- a block and its date -----------------------------------------------------------------------------------------------


def test_a_block_that_changed_makes_the_preview_of_a_move_stale(app: Flask) -> None:
    session = making.session(capacity=5)
    nina = contacting.contact(app, contacting.organisation())
    seen = look(session, aim())
    block = contacting.hold(app, nina, session, 2).block
    before = contacting.session_row(session).starts_at
    with writing():
        done = moving.move_session(
            session, aim(), Decision(Keep.INFORM, seen.stamp), by_person_id=None, host=making.host(app), now=NOW
        )
    assert not done.done and len(done.impact.blocks) == 1
    assert contacting.session_row(session).starts_at == before
    move(app, session)
    row = contacting.block(block)
    assert (row.state, row.seats) == (BlockState.HELD, 2)
    assert contacting.session_row(session).taken == 2
    assert len(planned.mails("seminar.moved-block")) == 1


def test_calling_off_ends_blocks_and_codes_and_tells_the_contact(app: Flask) -> None:
    session = making.session(capacity=3)
    nina = contacting.contact(app, contacting.organisation())
    block = contacting.hold(app, nina, session, 2).block
    code = made(session, block=block)
    with writing():
        planning.cancel_session(session, "The room is flooded.", by_person_id=None, host=making.host(app), now=NOW)
    assert contacting.block(block).state is BlockState.RETURNED and contacting.session_row(session).taken == 0
    assert making.rows(select(Invitation.revoked_at))[0].revoked_at == NOW and code
    (mail,) = mails("contact.called-off")
    assert mail.recipient == contacting.NINA and "The room is flooded." in mail.body


# --- offers and a manager's word ----------------------------------------------------------------------------------------


@pytest.fixture
def both(app: Flask) -> str:
    """A date with one seat, offers of six hours, and a manager who decides."""
    return admitting.on_terms(making.session(capacity=1), offer_hours=6, needs_approval=True)


def asks(app: Flask, session: str, person: Any) -> str:
    one = making.register(app, session, person).registration
    assert state_of(one) is State.PENDING
    return one


def test_a_seat_is_offered_to_nobody_for_whom_the_manager_has_not_spoken(app: Flask, both: str) -> None:
    people = [admitting.with_manager() for _ in range(4)]
    asked = [asks(app, both, person) for person, _manager in people]
    for place in (0, 2, 1):
        with writing():
            approving.agree(making.viewer(people[place][1]), asked[place], host=making.host(app), now=NOW)
    assert [state_of(one) for one in asked] == [State.BOOKED, State.WAITLISTED, State.WAITLISTED, State.PENDING]
    with writing():
        service.cancel_registration(Claim(asked[0], person_id=people[0][0].id), host=making.host(app), now=NOW)
    assert [state_of(one) for one in asked[1:]] == [State.OFFERED, State.WAITLISTED, State.PENDING], (
        "who asked first, not whose manager was first"
    )
    (mail,) = mails("seminar.offer")
    assert mail.recipient == people[1][0].email
    with writing():
        offering.lapse_offers(both, host=making.host(app), now=NOW + timedelta(hours=7))
    assert [state_of(one) for one in asked[1:]] == [State.EXPIRED, State.OFFERED, State.PENDING]


def test_who_is_agreed_to_while_a_seat_is_free_has_it_and_no_offer(app: Flask, both: str) -> None:
    person, manager = admitting.with_manager()
    one = asks(app, both, person)
    with writing():
        outcome = approving.agree(making.viewer(manager), one, host=making.host(app), now=NOW)
    assert outcome.state is State.BOOKED and mails("seminar.offer") == []
    assert [mail.kind for mail in mails()] == ["seminar.approval", "seminar.pending", "seminar.seat"]
