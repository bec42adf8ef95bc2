"""Feedback: asked once of those who were there, given once, kept without a name or a time, shown from five on."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import making, wishes
from training.audit.models import Event
from training.core.db import writing
from training.core.errors import NotFound, Refused
from training.core.permissions import Role
from training.notices.models import Message
from training.seminars import attendance, feedback, feedback_pages, feedback_queries, service
from training.seminars.addresses import MANAGE
from training.seminars.attendance import Marked
from training.seminars.day_models import Feedback
from training.seminars.feedback import Opinion
from training.seminars.feedback_queries import Answer, Answers
from training.seminars.models import Registration
from training.seminars.rules import Mark, State
from training.seminars.service import Claim

RIGHT = {"useful": "5", "pace": "3", "trainer": "4", "comment": "More of the second hour."}


def asked_by_mail() -> list[Any]:
    found = select(Message.recipient, Message.body).where(Message.kind == "seminar.feedback").order_by(Message.id)
    return making.rows(found)


def opinions() -> list[Any]:
    return making.rows(select(Feedback.__table__).order_by(Feedback.id))


def test_those_who_were_there_are_asked_once(app: Flask, clock: Clock) -> None:
    slug, people = making.seminar(), [wishes.person() for _ in range(3)]
    clock.set(making.begun())
    session = wishes.held(app, slug, people, absent=1)
    for _ in range(2):
        wishes.work_off(app)
        assert [row.recipient for row in asked_by_mail()] == [people[1].email, people[2].email]
    assert f"/seminars/{slug}/{session}/feedback" in asked_by_mail()[0].body


def guest_was_there(app: Flask, clock: Clock) -> str:
    """A guest who was there for a part; return the public id of the registration."""
    session = making.session()
    making.ask(app, session, making.guest(1, email="sofia@canalstreet.example"))
    registration = wishes.registrations()[0].public_id
    with writing():
        service.verify_guest(Claim(registration, link_version=0), host=making.host(app), now=making.NOW)
    clock.set(making.begun())
    with writing():
        attendance.mark_attendance(session, {registration: Marked(Mark.PARTLY, 30)}, by_person_id=None, now=clock())
    with writing():
        attendance.close_attendance(session, by_person_id=None, now=clock())
    return str(registration)


def test_a_guest_is_asked_by_their_own_link(app: Flask, client: Client, clock: Clock) -> None:
    registration = guest_was_there(app, clock)
    wishes.work_off(app)
    ((to, body),) = asked_by_mail()
    assert to == "sofia@canalstreet.example"
    path = body.partition("http://localhost")[2].split()[0]
    page = client.get(path)
    assert "How was it?" in page.heading and page.headers["Cache-Control"] == "no-store"
    assert client.submit(page, {**RIGHT, "pace": ""}).status == 422
    done = client.submit(page, RIGHT)
    assert "Thank you." in done.heading
    assert client.submit(page, RIGHT).status == 422 and len(opinions()) == 1
    manage = client.get(f"/seminars/manage/{making.host(app).links.sign(MANAGE, [registration, 0])}")
    assert "Say how it was" in manage.words
    for token in (making.host(app).links.sign(MANAGE, [registration, 1]), "x" * 40):
        assert client.get(f"/seminars/manage/{token}/feedback").status == 404


def test_it_is_given_once_and_names_nobody(app: Flask, client: Client, clock: Clock) -> None:
    slug, person = making.seminar(), wishes.person()
    clock.set(making.begun())
    session = wishes.held(app, slug, [person])
    make.sign_in(client, person)
    before = making.rows(select(Event.id))
    path = f"/seminars/{slug}/{session}"
    assert "Say how it was" in client.get(path).words
    done = client.submit(client.get(f"{path}/feedback"), RIGHT)
    assert "Thank you." in done.heading
    (row,) = opinions()
    assert set(row._mapping) == {"id", "session_id", "given_on", "useful", "pace", "trainer", "comment"}
    assert (row.useful, row.pace, row.trainer, str(row.given_on)) == (5, 3, 4, "2026-12-15")
    assert making.rows(select(Registration.feedback_given))[0].feedback_given is True
    assert making.rows(select(Event.id)) == before, "an instant in the log would say whose answer it is"
    with pytest.raises(Refused, match="before"), writing():
        wishes.feedback.give_feedback(
            feedback_queries.own(making.viewer(person), slug, session), Opinion(1, 1, 1), now=clock()
        )
    assert len(opinions()) == 1


@pytest.mark.parametrize(("days", "open_still"), [(30, True), (31, False)])
def test_the_window_is_thirty_days_from_signing(app: Flask, days: int, open_still: bool) -> None:
    slug, person = making.seminar(), wishes.person()
    session = wishes.held(app, slug, [person])
    asked, now = feedback_queries.own(making.viewer(person), slug, session), making.begun() + timedelta(days=days)
    if not open_still:
        now += timedelta(seconds=1)
        with pytest.raises(Refused, match="30 days"), writing():
            feedback.give_feedback(asked, Opinion(1, 1, 1), now=now)
        return
    with writing():
        feedback.give_feedback(asked, Opinion(1, 1, 1), now=now)
    assert len(opinions()) == 1


def test_who_was_not_there_has_nothing_to_say(app: Flask, client: Client) -> None:
    slug, person = making.seminar(), wishes.person()
    session = wishes.held(app, slug, [person], absent=1)
    with pytest.raises(NotFound):
        feedback_queries.own(making.viewer(person), slug, session)
    with pytest.raises(NotFound):
        feedback_queries.own(making.viewer(wishes.person()), slug, session)
    assert making.rows(select(Registration.state))[0].state is State.ABSENT


def test_results_are_shown_from_five_answers_on(app: Flask, client: Client, clock: Clock) -> None:
    slug, people = making.seminar(), [wishes.person() for _ in range(5)]
    clock.set(making.begun())
    session = wishes.held(app, slug, people)
    for number, person in enumerate(people[:4]):
        wishes.said(person, slug, session, comment=f"Word {number}")
    make.sign_in(client, wishes.person(), role=Role.SECURITY_TEAM)
    path = f"/desk/sessions/{session}/feedback"
    few = client.get(path)
    assert "Four answers. Shown from five answers on." in few.heading and "Word" not in few.text
    assert client.get(f"/desk/sessions/{session}/feedback/answers.csv").text.splitlines() == ["Question,Answer,People"]
    wishes.said(people[4], slug, session, grade=2, comment="Word 4")
    shown = client.get(path)
    assert "Five answers." in shown.heading and "3.6 on average" in shown.words
    words = [one.get_text() for one in shown.soup.select("section[aria-labelledby=words] li")]
    assert sorted(words) == [f"Word {n}" for n in range(5)]
    assert words == [one.get_text() for one in client.get(path).soup.select("section[aria-labelledby=words] li")]
    file = client.get(f"/desk/sessions/{session}/feedback/answers.csv").text.splitlines()
    assert "Useful for the work,4,4" in file and "In own words,Word 4,1" in file
    assert len(file) == 1 + 15 + 5


def test_the_sum_of_a_seminar_tells_nothing_of_a_small_date(app: Flask, client: Client) -> None:
    slug, people = making.seminar(), [wishes.person() for _ in range(6)]
    large, small = wishes.held(app, slug, people), wishes.held(app, slug, people[:4])
    make.sign_in(client, wishes.person(), role=Role.SECURITY_TEAM)
    path = f"/desk/seminars/{slug}/feedback"
    assert "No date has five answers yet." in client.get(path).heading
    for person in people:
        wishes.said(person, slug, large)
    for person in people[:4]:
        wishes.said(person, slug, small, grade=1)
    page = client.get(path)
    assert "Six answers. From one date." in page.heading and "4.0 on average" in page.words
    make.sign_in(client, wishes.person(), role=Role.MANAGER)
    assert client.get(path).status == client.get(f"/desk/sessions/{large}/feedback").status == 404


def test_the_order_of_words_is_not_the_order_of_answers() -> None:
    answers = Answers(30, tuple(Answer(n, 3, 3, 3, f"{n:02}") for n in range(30)))
    one, other = feedback_pages.comments("a", answers), feedback_pages.comments("b", answers)
    assert sorted(one) == sorted(other) == [f"{n:02}" for n in range(30)]
    assert one != tuple(sorted(one)) and one != other
