"""What people tell us when they register: questions and their answers, and what somebody needs; who reads it, how long."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import making, wishes
from tests.seminars.wishes import HOPE, LUNCH, ROLE
from training.audit.models import Event
from training.core.db import database, writing
from training.core.errors import NotFound, Refused
from training.core.permissions import Role
from training.jobs.service import add
from training.seminars import needs, planning, questioning, questions, service, wish_queries, wish_work
from training.seminars.day_models import SpecialNeed
from training.seminars.models import Seminar, SeminarSession
from training.seminars.plan_models import SessionTrainer, TrainerRole
from training.seminars.questions import Question, QuestionKind, Told
from training.seminars.rules import State
from training.seminars.service import Claim

FORM = {
    "name": "Sofia Lindqvist",
    "email": "sofia@canalstreet.example",
    "organisation": "Canal Street Dental",
    "agree": "y",
}


@pytest.fixture
def organiser(client: Client) -> Any:
    return make.sign_in(client, make.person("Ines", "Trainer"), role=Role.SECURITY_TEAM)


def needs_kept() -> list[str]:
    return [row.need for row in making.rows(select(SpecialNeed.need).order_by(SpecialNeed.registration_id))]


def test_questions_are_written_ordered_changed_and_removed_by_forms(app: Flask, client: Client, organiser: Any) -> None:
    slug = making.seminar()
    path = f"/desk/seminars/{slug}/questions"
    empty = client.get(path)
    assert "Nothing is asked but who comes." in empty.heading
    wrong = client.submit(empty, {"label": "Role?", "kind": "choice", "options": "Office\nOffice"}, action="")
    assert wrong.status == 422 and "Enter 2 to 12 answers" in wrong.words
    for label, kind, options in (("Role?", "choice", "Office\nDesk"), ("Lunch?", "yes-no", "")):
        page = client.submit(
            client.get(path), {"label": label, "kind": kind, "options": options, "needed": "y"}, action=path
        )
    assert "2 questions are asked." in page.heading
    again = client.submit(client.get(path), {"label": " lunch? ", "kind": "line"}, action=path)
    assert again.status == 422 and "This is asked already." in again.words
    moved = client.submit(page, action="q2/up")
    assert [one.get_text() for one in moved.soup.select("main ol h2")] == ["Lunch?", "Role?"]
    changed = client.submit(client.get(f"{path}/q2"), {"label": "Do you stay for lunch?"}, action="")
    assert "Do you stay for lunch?" in changed.words
    left = client.submit(changed, action="q1/remove")
    assert [one.get_text() for one in left.soup.select("main ol h2")] == ["Do you stay for lunch?"]
    assert client.get(f"{path}/q1").status == 404
    actions = [row.action for row in making.rows(select(Event.action).where(Event.action == "questions-changed"))]
    assert len(actions) == 5


def test_at_most_six_and_only_those_who_run_seminars(app: Flask, client: Client) -> None:
    slug = making.seminar()
    wishes.ask_for(slug, *(Question("", QuestionKind.LINE, f"Number {n}?") for n in range(6)))
    with pytest.raises(Refused, match="at most"):
        wishes.ask_for(slug, HOPE)
    with pytest.raises(NotFound), writing():
        questioning.remove_question(slug, "q9", by_person_id=None, now=making.NOW)
    make.sign_in(client, make.person(), role=Role.MANAGER)
    assert client.get(f"/desk/seminars/{slug}/questions").status == 404
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    page = client.get(f"/desk/seminars/{slug}/questions")
    assert "Take one away to ask another." in page.words and not page.soup.select("input[name=label]")


def test_answers_are_frozen_in_their_words(app: Flask) -> None:
    slug = making.seminar()
    wishes.ask_for(slug, ROLE, LUNCH, HOPE)
    session, told = (
        making.session(slug, capacity=5),
        Told({"q1": "Office", "q2": "Yes", "q3": " a \x00 card ", "q9": "x"}),
    )
    with writing():
        service.register_employee(
            making.viewer(make.person()), session, host=making.host(app), now=making.NOW, told=told
        )
    with writing():
        questioning.change_question(slug, Question("q1", QuestionKind.LINE, "Rank?"), by_person_id=None, now=making.NOW)
        questioning.remove_question(slug, "q2", by_person_id=None, now=making.NOW)
    first = [["What is your role?", "Office"], ["Do you stay for lunch?", "Yes"], ["What do you hope for?", "a card"]]
    assert wishes.registrations()[0].answers == first
    with writing():
        service.register_employee(
            making.viewer(make.person()), session, host=making.host(app), now=making.NOW, told=Told({"q1": "Head"})
        )
    assert [row.answers for row in wishes.registrations()] == [first, [["Rank?", "Head"]]]


@pytest.mark.parametrize("given", [{}, {"q1": ""}, {"q1": "Boss"}, {"q1": "\x00"}])
def test_a_needed_answer_is_needed_behind_the_form_too(app: Flask, given: dict[str, str]) -> None:
    slug = making.seminar()
    wishes.ask_for(slug, ROLE)
    with pytest.raises(Refused) as refused, writing():
        service.register_employee(
            making.viewer(make.person()), making.session(slug), host=making.host(app), now=making.NOW, told=Told(given)
        )
    assert refused.value.field == "answer-q1" and not wishes.registrations()


def test_an_employee_answers_before_the_press(app: Flask, client: Client) -> None:
    slug = making.seminar()
    wishes.ask_for(slug, ROLE, LUNCH)
    path = f"/seminars/{slug}/{making.session(slug)}"
    make.employee(client, given="Tunde", family="Abiola")
    page = client.get(path)
    without = client.submit(page, {"need": "A seat near the door"}, action="register")
    assert without.status == 422 and "Answer this question" in without.words
    assert without.soup.select_one("textarea[name=need]").get_text(strip=True) == "A seat near the door"
    done = client.submit(without, {"answer-q1": "Office"}, action="register")
    assert "You have a seat." in done.words and "near the door" not in done.text
    assert wishes.registrations()[0].answers == [["What is your role?", "Office"]]
    assert needs_kept() == ["A seat near the door"]


def test_answers_cost_nothing_and_a_need_one_statement(app: Flask, client: Client, statements: Any) -> None:
    slug = making.seminar()
    wishes.ask_for(slug, ROLE, LUNCH)
    for need, most in (("", 9), ("A ramp", 10)):
        path = f"/seminars/{slug}/{making.session(slug)}"
        make.employee(client)
        page = client.get(path)
        with statements() as counted:
            sent = client.submit(page, {"answer-q1": "Office", "need": need}, action="register", follow=False)
        assert sent.status == 303 and len(counted) <= most, counted.texts


def guest_told(client: Client, clock: Clock) -> str:
    """A guest forgets an answer that is needed, then gives it; return the date."""
    slug = making.seminar()
    wishes.ask_for(slug, ROLE, LUNCH, HOPE)
    session = making.session(slug)
    page = client.get(f"/seminars/{slug}/{session}")
    clock.forward(seconds=5)
    missing = client.submit(page, FORM, action="ask")
    assert missing.status == 422 and "Answer this question" in missing.words
    clock.forward(seconds=5)
    told = {"answer-q1": "Front desk", "answer-q2": "No", "answer-q3": "=cmd", "need": "A ramp"}
    assert client.submit(missing, FORM | told, action="ask").path.endswith("/asked")
    return session


def test_a_guest_answers_and_the_organiser_reads_it(app: Flask, client: Client, clock: Clock) -> None:
    session = guest_told(client, clock)
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    answers = client.get(f"/desk/sessions/{session}/answers")
    assert "One person answered." in answers.heading and "What is your role?" in answers.words
    needed = client.get(f"/desk/sessions/{session}/needs")
    assert "One person needs something." in needed.heading and "A ramp" in needed.words
    assert needed.headers["Cache-Control"] == "no-store"
    file = client.get(f"/desk/sessions/{session}/people.csv").text.splitlines()
    assert file[0].endswith("What is your role?,Do you stay for lunch?,What do you hope for?")
    assert "Front desk,No,'=cmd" in file[1] and "ramp" not in file[1]
    page = client.get(f"/desk/sessions/{session}")
    assert "ramp" not in page.text and "Front desk" not in page.text
    looks = making.rows(select(Event.subject_kind, Event.subject_id).where(Event.action == "needs-read"))
    assert [tuple(look) for look in looks] == [("seminar-session", making.rows(select(SeminarSession.id))[0].id)]


def told_need(app: Flask, session: str, need: str) -> Any:
    person = make.person()
    with writing():
        return person, service.register_employee(
            making.viewer(person), session, host=making.host(app), now=making.NOW, told=Told(need=need)
        )


def test_needs_are_read_by_those_who_give_the_date_and_by_nobody_else(app: Flask, client: Client) -> None:
    session = making.session(capacity=5)
    told_need(app, session, "A loop for hearing")
    path = f"/desk/sessions/{session}/needs"
    seen = {}
    for role in (TrainerRole.TRAINER, TrainerRole.HOST, TrainerRole.HELPER, None):
        person = make.employee(client)
        with writing():
            if role is not None:
                number = database.session.scalars(select(SeminarSession.id)).one()
                row = {"session_id": number, "person_id": person.id, "name": "", "role": role}
                database.session.execute(insert(SessionTrainer).values(row))
        seen[role] = client.get(path).status
    assert seen == {TrainerRole.TRAINER: 200, TrainerRole.HOST: 200, TrainerRole.HELPER: 404, None: 404}
    for role in (Role.MANAGER, Role.AUDITOR):
        make.sign_in(client, make.person(), role=role)
        assert client.get(path).status == 404
    assert client.get(f"/desk/sessions/{session}/answers").status == 404
    with pytest.raises(NotFound):
        wish_queries.answers(making.viewer(make.person()), session)


def test_a_need_is_gone_the_day_after_at_the_place_and_no_earlier(app: Flask, clock: Clock) -> None:
    session = making.session(capacity=5)  # ends at 18:00 UTC, noon in Chicago: its day is over at 06:00 UTC
    told_need(app, session, "A ramp")
    for hours, left in ((0, ["A ramp"]), (14, ["A ramp"]), (16, [])):
        with writing():
            needs.forget_over(now=making.begun() + timedelta(hours=hours))
        assert needs_kept() == left, hours
    told_need(app, making.session(capacity=5), "A chair")
    clock.set(making.begun() + timedelta(days=1))
    with writing():
        add(*wish_work.schedule(clock()), now=clock())
    wishes.work_off(app)
    assert needs_kept() == []


def test_a_need_dies_with_the_registration(app: Flask) -> None:
    first, second = making.session(capacity=5), making.session(capacity=5)
    person, mine = told_need(app, first, "A ramp")
    told_need(app, second, "A chair")
    with writing():
        service.cancel_registration(
            Claim(mine.registration, person_id=person.id), host=making.host(app), now=making.NOW
        )
    assert needs_kept() == ["A chair"]
    with writing():
        planning.cancel_session(second, "No.", by_person_id=None, host=making.host(app), now=making.NOW)
    assert needs_kept() == []


def test_what_a_guest_never_confirmed_and_what_a_forgotten_guest_said_is_erased(app: Flask) -> None:
    slug = making.seminar()
    wishes.ask_for(slug, ROLE)
    session = making.session(slug)
    for number in (1, 2):
        with writing():
            service.register_guest(
                session, making.guest(number), host=making.host(app), now=making.NOW,
                told=Told({"q1": "Office"}, "A ramp"),
            )  # fmt: skip
        assert len(needs_kept()) == 1
        with writing():
            service.expire_unverified(session, now=making.NOW + timedelta(days=1, minutes=1))
        assert needs_kept() == []
    rows = wishes.registrations()
    assert [(row.state, row.answers) for row in rows] == [(State.EXPIRED, [])] * 2


def test_stored_questions_are_read_as_they_were_written() -> None:
    asked = questions.added(questions.added((), ROLE), LUNCH)
    assert questions.read(questions.written(asked)) == asked
    assert [one.key for one in questions.moved_up(asked, "q2")] == ["q2", "q1"]
    assert questions.moved_up(asked, "q1") == asked
    assert questions.added(questions.removed(asked, "q1"), HOPE)[1].key == "q1"
    assert questions.read(None) == ()


def test_a_seminar_keeps_what_it_asks_beside_its_kit(app: Flask) -> None:
    slug = making.seminar()
    wishes.ask_for(slug, ROLE)
    stored = making.rows(select(Seminar.questions).where(Seminar.slug == slug))[0].questions
    assert stored == [
        {
            "key": "q1",
            "kind": "choice",
            "label": "What is your role?",
            "options": ["Front desk", "Office"],
            "needed": True,
        }
    ]
