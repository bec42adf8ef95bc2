"""The life of a date: a draft is nobody's but the desk's; published, closed, opened again, put away or thrown away."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import making, planned
from training.audit.models import Event
from training.core.db import writing
from training.core.errors import NotFound, Refused
from training.core.permissions import Role
from training.seminars import attendance, planning, publishing, service, trainers
from training.seminars.models import SeminarSession
from training.seminars.plan_models import SessionTrainer, TrainerRole
from training.seminars.publishing import Step
from training.seminars.rules import SessionStatus, State
from training.seminars.trainers import NewTrainer

NOW = making.NOW


def take(session: str, step: Step, now: Any = NOW) -> None:
    with writing():
        publishing.take(session, step, by_person_id=None, now=now)


def actions() -> list[str]:
    return [row.action for row in making.rows(select(Event.action).order_by(Event.id))]


def test_a_draft_is_seen_by_nobody_but_the_desk(app: Flask, client: Client) -> None:
    slug = making.seminar("First hour of a breach")
    session = making.session(slug, draft=True)
    assert planned.date(session).published_at is None
    page = f"/seminars/{slug}/{session}"
    for role in (None, Role.EMPLOYEE, Role.MANAGER):
        if role is not None:
            make.sign_in(client, make.person(), role=None if role is Role.EMPLOYEE else role)
        assert client.get(page).status == 404
        assert session not in client.get("/seminars/").text
        assert session not in client.get("/").text
    client.http.delete_cookie("muster")
    assert client.get(f"/seminars/{slug}/").status == 404, "a seminar without a public date is nobody's"
    for ask in (lambda: making.register(app, session, make.person()), lambda: making.ask(app, session, making.guest())):
        with pytest.raises(NotFound):
            ask()
    planned.desk(client)
    assert client.get(page).status == 200
    assert "Drafts" in client.get("/desk/seminars/").words
    assert "No date is planned." in client.get("/desk/seminars/").heading


def test_publishing_shows_it_to_all(app: Flask, client: Client) -> None:
    planned.desk(client)
    slug = making.seminar("First hour of a breach")
    form = client.get(f"/desk/seminars/{slug}/sessions/new")
    values = {
        "starts": "2026-12-15T09:00",
        "venue": "",
        "zone": "UTC",
        "join_url": "https://meet.example/x",
        "life": "draft",
    }
    page = client.submit(form, values)
    assert "only those who run seminars see it" in page.words
    assert page.path.rpartition("/")[2] not in client.get("/seminars/").text
    done = client.post(f"{page.path}/step", {"step": "publish"})
    assert "The date is published." in done.text
    assert page.path.rpartition("/")[2] in client.get("/seminars/").text
    (row,) = making.rows(select(SeminarSession.__table__))
    assert (row.status, row.published_at) == (SessionStatus.OPEN, NOW)
    assert "seminar-published" in actions()
    again = client.post(f"{page.path}/step", {"step": "publish"})
    assert "This date was published before." in again.text


def test_a_closed_date_takes_nobody_new_but_its_queue_moves(app: Flask) -> None:
    session = making.session(capacity=1)
    first, second = make.person(), make.person()
    number = first.id
    one, two = (making.register(app, session, person) for person in (first, second))
    take(session, Step.CLOSE)
    with pytest.raises(Refused, match="takes nobody new"):
        making.register(app, session, make.person())
    with pytest.raises(Refused, match="takes nobody new"):
        making.ask(app, session, making.guest())
    with writing():
        claim = service.Claim(one.registration, person_id=number)
        service.cancel_registration(claim, host=making.host(app), now=NOW)
    assert {row.public_id: row.state for row in planned.registrations(session)}[two.registration] is State.BOOKED
    take(session, Step.REOPEN)
    making.register(app, session, make.person())
    assert actions().count("seminar-closed") == actions().count("seminar-reopened") == 1


def test_a_closed_date_says_so(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = making.session(slug)
    take(session, Step.CLOSE)
    page = client.get(f"/seminars/{slug}/{session}")
    assert "this date takes nobody new." in page.words
    assert page.soup.select_one("main form") is None
    make.employee(client)
    assert "Take a seat" not in client.get(f"/seminars/{slug}/{session}").words


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("status", list(SessionStatus))
def test_a_step_is_taken_only_where_it_is_offered(app: Flask, step: Step, status: SessionStatus) -> None:
    session = making.session()
    with writing():
        making.database.session.execute(SeminarSession.__table__.update().values(status=status))
    if step in publishing.steps(status, planned.date(session).starts_at, NOW):
        take(session, step)
        return
    with pytest.raises(Refused):
        take(session, step)
    assert planned.date(session).status is status


def test_what_is_past_cannot_be_published(app: Flask) -> None:
    session = making.session(draft=True)
    with pytest.raises(Refused, match="past"):
        take(session, Step.PUBLISH, making.begun())


def test_a_held_date_goes_into_the_archive(app: Flask, client: Client, clock: Clock) -> None:
    session = making.session(making.seminar("First hour of a breach"))
    with pytest.raises(Refused, match="Sign the attendance first"):
        take(session, Step.ARCHIVE)
    clock.set(making.begun())
    with writing():
        attendance.close_attendance(session, by_person_id=None, now=making.begun())
    planned.desk(client)
    assert (
        "First hour of a breach" in client.get("/desk/seminars/").words.partition("Plan a date")[2].partition("Held")[2]
    )
    client.post(f"/desk/sessions/{session}/step", {"step": "archive"})
    assert "Held or called off" not in client.get("/desk/seminars/").words
    archive = client.get("/desk/seminars/archive")
    assert "One date in the archive." in archive.heading
    assert "First hour of a breach" in archive.words
    clock.set(making.begun() + timedelta(days=70))
    planned.desk(client)
    assert "One date in the archive." in client.get("/desk/seminars/archive").heading


def test_a_draft_is_thrown_away_with_what_goes_with_it(app: Flask, client: Client) -> None:
    planned.desk(client)
    session = making.session(draft=True)
    with writing():
        new = NewTrainer(TrainerRole.TRAINER, name="Robin Quist")
        trainers.add_trainer(planned.runner(), session, new, now=NOW)
    done = client.post(f"/desk/sessions/{session}/step", {"step": "discard"})
    assert "The draft is thrown away." in done.text
    assert not making.rows(select(SeminarSession.id)) and not making.rows(select(SessionTrainer.id))
    assert "seminar-discarded" in actions()


def test_closing_a_date_that_was_closed_can_be_called_off(app: Flask) -> None:
    session = making.session()
    making.register(app, session, make.person())
    take(session, Step.CLOSE)
    with writing():
        told = planning.cancel_session(session, "No.", by_person_id=None, host=making.host(app), now=NOW)
    assert told == 1


def test_an_unknown_step_is_no_step(app: Flask, client: Client) -> None:
    planned.desk(client)
    session = making.session()
    assert "This cannot be done." in client.post(f"/desk/sessions/{session}/step", {"step": "fly"}).text


def test_only_what_was_published_is_signed_and_only_once(app: Flask) -> None:
    draft, held = making.session(draft=True), making.session()
    with pytest.raises(Refused, match="Publish it first"), writing():
        attendance.close_attendance(draft, by_person_id=None, now=making.begun())
    with writing():
        attendance.close_attendance(held, by_person_id=None, now=making.begun())
    take(held, Step.ARCHIVE, making.begun())
    with pytest.raises(Refused, match="is signed"), writing():
        attendance.close_attendance(held, by_person_id=None, now=making.begun())


def test_the_seats_of_a_draft_can_be_changed(app: Flask, client: Client) -> None:
    planned.desk(client)
    session = making.session(draft=True, capacity=2)
    page = client.get(f"/desk/sessions/{session}")
    assert "Call the date off" not in page.words
    client.submit(page, {"capacity": "7"}, action="capacity")
    assert (planned.date(session).capacity, planned.date(session).status) == (7, SessionStatus.DRAFT)
