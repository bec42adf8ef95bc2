"""A bad question is taken out: with a reason, by those who review questions, and it is not asked any more."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from tests import make
from tests.catalogue.making import whole_files
from tests.client import Client
from tests.completion import making as duties
from tests.conftest import Clock
from tests.learning import making, weeks_later
from tests.learning.making import attempts, rows
from tests.learning.taking_out import FAILED, REASON, attempt, begin, form, out, raised, take_out
from tests.learning.weeks_later import events, slugs, someone, with_questions
from training.core.db import database, writing
from training.core.permissions import Role, Viewer
from training.learning import queries, starting
from training.learning.models import QuestionVoid, Rescore
from training.learning.rules import AttemptKind

TODAY = making.TODAY


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> Path:
    """The right course with two more questions on reporting."""
    making.publish(tmp_path, with_questions("fifth-note", "sixth-note"))
    return tmp_path


@pytest.fixture
def desk(app: Flask, client: Client) -> Client:
    """A browser in which one of the security team is signed in."""
    make.sign_in(client, someone(), role=Role.SECURITY_TEAM)
    return client


@pytest.fixture
def translated(app: Flask, tmp_path: Path) -> Path:
    making.publish(tmp_path, whole_files())
    return tmp_path


# --- the page that asks for a reason ----------------------------------------------------------------------------------


def test_what_it_does_is_said_before_it_is_done(course: Path, desk: Client) -> None:
    page = desk.get(form())
    assert page.heading == "Take this question out for everybody?"
    assert "A note named third-note wants your code. What now?" in page.words
    for sentence in ("It is not asked again", "It counts as right for everybody", "It cannot be undone."):
        assert sentence in page.words
    assert not rows(QuestionVoid), "looking takes nothing out"


@pytest.mark.parametrize("reason", ["", "   \n ", "wrong", "too  \n short", "x" * 201])
def test_a_reason_is_needed(course: Path, desk: Client, reason: str) -> None:
    page = take_out(desk, reason=reason)
    assert page.status == 422
    assert page.errors
    assert page.title.startswith("Error: Take a question out")
    assert "third-note wants your code" in page.words
    assert page.soup.select_one("textarea[name=reason]").get_text().strip() == reason.strip(), "what was typed is kept"
    assert not rows(QuestionVoid)
    assert not events("question-voided")


def test_it_is_recorded_with_its_author_and_reason(course: Path, client: Client, clock: Clock) -> None:
    author = make.sign_in(client, someone(), role=Role.SECURITY_TEAM)

    page = take_out(client, reason="  The second option\n is right as well. ")

    (void,) = rows(QuestionVoid)
    assert (void.slug, void.subject_id, void.reason) == ("third-note", making.subject_id(), REASON)
    assert (void.happened_at, void.recorded_at, void.recorded_by_id) == (clock(), clock(), author.id)
    assert events("question-voided") == [("question-voided", author.id, void.id)]
    assert page.path == "/desk/questions/spot-it"
    assert "The question is taken out." in page.text
    assert REASON in page.words
    assert "0 attempts graded again" in page.words
    row = page.soup.select_one("#q-third-note")
    assert "taken out" in row.get_text()
    assert not [link for link in page.soup.select("a[href]") if str(link["href"]).endswith("third-note/take-out")]


def test_what_was_taken_out_cannot_be_taken_out_again(course: Path, desk: Client) -> None:
    again = desk.get(form())
    take_out(desk)

    refused = desk.submit(again, {"reason": REASON})

    assert refused.status == 409
    assert "This question was taken out before." in refused.words
    assert refused.soup.select("main a[href]"), "there is a way on"
    assert len(rows(QuestionVoid)) == 1
    assert len(events("question-voided")) == 1
    assert desk.get(form()).status == 404


@pytest.mark.parametrize("question", ["no-such-note", "second-course"])
def test_what_does_not_exist_cannot_be_taken_out(course: Path, desk: Client, question: str) -> None:
    assert desk.get(form(question)).status == 404
    assert desk.post(form(question), {"reason": REASON}).status == 404
    assert desk.post(form().replace("spot-it", "other"), {"reason": REASON}).status == 404


@pytest.mark.parametrize("role", [None, Role.EMPLOYEE, Role.MANAGER])
def test_who_does_not_review_questions_takes_none_out(course: Path, client: Client, role: Role | None) -> None:
    make.sign_in(client, someone(), role=role)
    assert client.get(form()).status == 404
    assert client.post(form(), {"reason": REASON}).status == 404
    assert not rows(QuestionVoid)


# --- it is not asked any more -----------------------------------------------------------------------------------------

PEOPLE = 6
"""So few questions are left that without the void nobody of six would be asked another one about once in 4000 runs."""


def begun(*, topic: str = "") -> set[str]:
    """Six people begin the questions: which ones they are asked."""
    for _ in range(PEOPLE):
        begin(someone().id, make.NOW, topic=topic)
    return {slug for one in attempts()[-PEOPLE:] for slug in slugs(one)}


def test_it_is_not_drawn_any_more(app: Flask, course: Path, desk: Client) -> None:
    out(app, desk, "third-note", "fourth-note", "fifth-note")
    assert begun() - {"first-note", "second-note"} == {"sixth-note"}


def test_nor_before_a_lesson_is_read(app: Flask, course: Path, desk: Client) -> None:
    out(app, desk)
    assert begun(topic="tell") == {"fourth-note", "fifth-note", "sixth-note"}


def test_nor_for_what_has_changed(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    people = [someone(started_on=date(2026, 11, 2)).id for _ in range(PEOPLE)]
    asked = duties.written("spot", satisfied_by=({"course": "spot-it"},))
    duties.publish(asked, on=TODAY)
    duties.reconcile(TODAY, people)
    for person_id in people:
        weeks_later.pass_course(person_id, clock())
    making.publish(course, raised())
    day = clock.forward(days=30).date()
    duties.publish(asked, on=day)
    duties.reconcile(day, people)
    out(app, desk, "third-note", "fourth-note")

    for person_id in people:
        begin(person_id, clock())

    again = attempts()[-PEOPLE:]
    assert {one.kind for one in again} == {AttemptKind.CHANGES}
    assert {slug for one in again for slug in slugs(one)} == {"fifth-note", "sixth-note"}


def test_nor_weeks_later(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    for _ in range(PEOPLE):
        weeks_later.learned(someone().id, TODAY, "report")
    out(app, desk, "third-note", "fourth-note", "fifth-note")
    clock.forward(days=7)
    weeks_later.ask_again(app)
    assert [slugs(one) for one in weeks_later.refreshers()] == [["sixth-note"]] * PEOPLE


def test_a_lesson_with_too_few_questions_left_is_not_offered_first(app: Flask, course: Path, desk: Client) -> None:
    topic = "/learn/spot-it/tell/questions"
    out(app, desk, "third-note", "fourth-note")
    assert desk.get(topic).status == 200, "two are left"
    out(app, desk, "fifth-note")
    assert desk.get(topic).status == 404


def test_a_better_wording_is_a_new_question(app: Flask, course: Path, desk: Client) -> None:
    out(app, desk, "third-note", "fourth-note", "fifth-note")
    files = with_questions("fifth-note", "sixth-note")
    files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace(
        "named third-note wants", "named third-note begs for"
    )
    making.publish(course, files)
    assert begun(topic="tell") == {"third-note", "sixth-note"}
    assert desk.get(form()).status == 200, "and can be taken out as well"


@pytest.mark.usefixtures("translated")
def test_a_translation_does_not_draw_it_any_more(app: Flask, desk: Client) -> None:
    out(app, desk)
    for _ in range(PEOPLE):
        viewer = Viewer(person_id=someone().id, language="es")
        with writing():
            course = queries.course(viewer, "spot-it")
            assert starting.start_course(viewer, course, {}, at=weeks_later.moment(make.NOW))
    assert {one.language for one in attempts()} == {"es"}
    assert "third-note" not in {slug for one in attempts() for slug in slugs(one)}


# --- it is for good ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        update(QuestionVoid).values(reason="Another."), update(QuestionVoid).values(digest="x"), delete(QuestionVoid),
        update(Rescore).where(Rescore.id > 0).values(right_after=0),
        update(Rescore).where(Rescore.id > 0).values(state_after=FAILED), delete(Rescore).where(Rescore.id > 0),
    ],
)  # fmt: skip
def test_what_was_recorded_is_neither_changed_nor_deleted(
    app: Flask, course: Path, desk: Client, clock: Clock, statement: Any
) -> None:
    attempt(someone().id, clock, ("first-note", True), ("third-note", False))
    out(app, desk)
    kept = [rows(QuestionVoid), rows(Rescore)]
    assert all(kept)
    with pytest.raises(DBAPIError, match="facts are never rewritten"), writing():
        database.session.execute(statement)
    assert [rows(QuestionVoid), rows(Rescore)] == kept
