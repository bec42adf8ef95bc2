"""A manager's word: who is asked, what they see, what their answer does, and what time does where none comes."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import admitting, making
from tests.seminars.admitting import history, mails, state_of
from training.core.db import writing
from training.core.errors import Conflict, NotFound
from training.core.permissions import Role
from training.seminars import admission_work, approval_queries, approving, holding_queries, planning
from training.seminars.models import Seminar, SeminarSession
from training.seminars.rules import State

APPROVALS = "/seminars/approvals/"


@pytest.fixture
def asked(app: Flask) -> tuple[str, Any, Any, str]:
    """A date that wants a manager's word, an employee who asked, their manager, the registration."""
    session = admitting.on_terms(
        making.session(making.seminar("First hour of a breach"), capacity=1), needs_approval=True
    )
    person, manager = admitting.with_manager()
    return session, person, manager, making.register(app, session, person).registration


def test_the_manager_is_asked_and_agrees(app: Flask, client: Client, asked: Any) -> None:
    _session, person, manager, registration = asked
    (mail,) = mails("seminar.approval")
    assert (mail.kind, mail.recipient) == ("seminar.approval", manager.email)
    assert "Tunde Abiola would like to come" in mail.body and "/seminars/approvals/" in mail.body
    assert "Nobody else of your team" in mail.body
    make.sign_in(client, manager)
    assert "One person waits for your decision." in client.get("/").words
    page = client.get(APPROVALS)
    assert page.heading.startswith("One person waits for your decision.")
    assert "Abiola, Tunde" in page.words and "First hour of a breach" in page.words
    done = client.submit(page, action="agree")
    assert "You agreed." in done.text and "Nobody waits" in done.heading
    assert "waits for your decision" not in client.get("/").words
    assert state_of(registration) is State.BOOKED
    assert [(one.old, one.new, one.recorded_by_id) for one in history(registration)] == [
        (None, State.PENDING, person.id), (State.PENDING, State.WAITLISTED, manager.id),
        (State.WAITLISTED, State.BOOKED, manager.id),
    ]  # fmt: skip
    assert [(one.kind, one.recipient) for one in mails()[2:]] == [("seminar.seat", person.email)]


def test_who_asks_is_told_once_that_somebody_decides(app: Flask, client: Client, asked: Any) -> None:
    session, person, _manager, _registration = asked
    (mail,) = mails("seminar.pending")
    assert (mail.recipient, mail.calendar) == (person.email, None)
    assert mail.subject == "Your manager is asked: First hour of a breach"
    address = f"/seminars/{slug_of(session)}/{session}"
    assert f"http://localhost{address}" in mail.body and "need do nothing" in mail.body
    make.sign_in(client, person)
    assert "Your request waits for an answer." in client.get(address).words
    alone = make.person()
    making.register(app, session, alone)
    assert mails("seminar.pending")[1].subject.startswith("The security team is asked"), "nobody else could"


def slug_of(session: str) -> str:
    found = select(Seminar.slug).join(SeminarSession, SeminarSession.seminar_id == Seminar.id)
    return str(making.rows(found.where(SeminarSession.public_id == session))[0].slug)


def test_a_seat_is_not_held_while_the_manager_thinks(app: Flask, asked: Any) -> None:
    session, _person, manager, registration = asked
    admitting.on_terms(session, needs_approval=False)
    assert making.register(app, session, make.person()).state is State.BOOKED
    with writing():
        outcome = approving.agree(making.viewer(manager), registration, host=making.host(app), now=making.NOW)
    assert (outcome.state, outcome.place) == (State.WAITLISTED, 1)


def test_the_manager_declines_with_a_reason(app: Flask, client: Client, asked: Any) -> None:
    _session, person, manager, registration = asked
    make.sign_in(client, manager)
    page = client.get(f"{APPROVALS}{registration}")
    wrong = client.submit(page)
    assert wrong.status == 422 and "Say why." in wrong.words
    client.submit(wrong, {"reason": "The quarter closes that week."})
    assert state_of(registration) is State.DECLINED
    last = history(registration)[-1]
    assert (last.reason, last.recorded_by_id) == ("The quarter closes that week.", manager.id)
    mail = mails()[-1]
    assert (mail.kind, mail.recipient) == ("seminar.declined", person.email)
    assert "The quarter closes that week." in mail.body


def test_who_waits_sees_it_and_takes_it_back(app: Flask, client: Client, asked: Any) -> None:
    session, person, manager, registration = asked
    make.sign_in(client, person)
    home = client.get("/")
    assert "Waits for an answer" in home.words
    path = next(one["href"] for one in home.soup.select("main h3 a") if session in one["href"])
    page = client.get(path)
    assert "Your request waits for an answer." in page.words and "Your manager decides" in page.words
    back = client.submit(page, action="cancel")
    assert state_of(registration) is State.CANCELLED
    assert "Take a seat" in back.words
    with pytest.raises(NotFound), writing():
        approving.agree(making.viewer(manager), registration, host=making.host(app), now=making.NOW)
    assert len(mails()) == 2


def test_only_who_decides_sees_a_request(app: Flask, client: Client, asked: Any) -> None:
    _session, person, _manager, registration = asked
    stranger = admitting.person()
    for viewer in (making.viewer(stranger), making.viewer(person), making.viewer(stranger, Role.SECURITY_TEAM)):
        assert approval_queries.waiting(viewer, making.NOW) == []
        assert holding_queries.waits(viewer, making.NOW) == ([], 0)
        for verb, more in ((approving.agree, ()), (approving.decline, ("No.",))):
            with pytest.raises(NotFound), writing():
                verb(viewer, registration, *more, host=making.host(app), now=making.NOW)
    make.sign_in(client, stranger)
    assert client.get(f"{APPROVALS}{registration}").status == 404
    assert "Abiola" not in client.get(f"{APPROVALS}requests.csv").text


def test_without_a_manager_the_security_team_decides(app: Flask, client: Client) -> None:
    session = admitting.on_terms(making.session(), needs_approval=True)
    person = admitting.person()
    registration = making.register(app, session, person).registration
    assert mails()[0].recipient == "seminars@alderfinch.example"
    own = making.viewer(person, Role.SECURITY_TEAM)
    assert holding_queries.waits(own, making.NOW) == ([], 0), "nobody decides on their own request"
    team = making.viewer(make.person(), Role.SECURITY_TEAM)
    assert [one.registration for one in approval_queries.waiting(team, making.NOW)] == [registration]
    with writing():
        approving.agree(team, registration, host=making.host(app), now=making.NOW)
    assert state_of(registration) is State.BOOKED


def test_a_request_of_a_manager_who_left_goes_to_the_security_team(app: Flask) -> None:
    session = admitting.on_terms(making.session(), needs_approval=True)
    gone = admitting.person(left_on=making.NOW.date())
    registration = making.register(app, session, make.person(manager_id=gone.id)).registration
    team = making.viewer(make.person(), Role.SECURITY_TEAM)
    assert [one.registration for one in approval_queries.waiting(team, making.NOW)] == [registration]


def test_who_of_the_team_is_away_that_day_is_told(app: Flask) -> None:
    session = making.session(making.seminar("First hour of a breach"), capacity=9)
    person, manager = admitting.with_manager()
    for given, boss in (("Noor", manager.id), ("Lea", make.person().id)):
        making.register(app, session, make.person(given, "Haddad", manager_id=boss))
    making.register(
        app, making.session(local_start=admitting.another_day()), make.person("Tom", "Price", manager_id=manager.id)
    )
    admitting.on_terms(session, needs_approval=True)
    making.register(app, session, person)
    body = mails("seminar.approval")[0].body
    assert "Of your team these have a seat in a seminar on that day: Noor Haddad (First hour of a breach)." in body
    assert "Lea" not in body and "Tom" not in body


def test_the_second_answer_comes_too_late(app: Flask, asked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two windows of one manager: both have seen the request, one answers first."""
    _session, _person, manager, registration = asked
    viewer, host = making.viewer(manager), making.host(app)
    seen = approval_queries.request(viewer, registration, making.NOW)
    with writing():
        approving.decline(viewer, registration, "No.", host=host, now=making.NOW)
    monkeypatch.setattr(approval_queries, "request", lambda *_: seen)
    with pytest.raises(Conflict), writing():
        approving.agree(viewer, registration, host=host, now=making.NOW)
    assert state_of(registration) is State.DECLINED


def test_after_three_days_the_manager_is_reminded_once(app: Flask, asked: Any) -> None:
    _session, _person, manager, _registration = asked
    host = making.host(app)
    for hours in (71, 72, 73, 96):
        admission_work.look_after(host, making.NOW + timedelta(hours=hours))
        reminded = mails("seminar.approval-reminder")
        assert [one.recipient for one in reminded] == ([manager.email] if hours >= 72 else []), hours


def test_what_nobody_answered_ends_with_the_start(app: Flask, asked: Any) -> None:
    _session, person, _manager, registration = asked
    host = making.host(app)
    admission_work.look_after(host, making.begun() - timedelta(hours=1))
    assert state_of(registration) is State.PENDING
    for _ in range(2):
        admission_work.look_after(host, making.begun())
    assert state_of(registration) is State.EXPIRED
    assert [one.recipient for one in mails("seminar.unanswered")] == [person.email]


def test_calling_a_date_off_ends_requests_too(app: Flask, asked: Any) -> None:
    session, person, _manager, registration = asked
    with writing():
        told = planning.cancel_session(session, "Flooded.", by_person_id=None, host=making.host(app), now=making.NOW)
    assert (told, state_of(registration)) == (1, State.CANCELLED)
    assert mails()[-1].recipient == person.email


def test_the_page_says_who_is_asked_first(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar()
    session = admitting.on_terms(making.session(slug), needs_approval=True)
    make.employee(client)
    page = client.get(f"/seminars/{slug}/{session}")
    assert "Your manager is asked first" in page.words
    done = client.submit(page, action="register")
    assert "Your request waits for an answer." in done.text and "The security team decides" in done.words


def test_looking_costs_one_statement_whatever_waits(app: Flask, statements: Any, asked: Any) -> None:
    session, _person, manager, _registration = asked
    for _ in range(3):
        making.register(app, session, make.person(manager_id=manager.id))
    with statements() as counted:
        assert len(approval_queries.waiting(making.viewer(manager), making.NOW)) == 4
    assert len(counted) == 1
