"""Questions of a lesson first: what they save, what they are worth at the end, and where they are not offered."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests import make
from tests.catalogue.making import right_files
from tests.client import Client, Page
from tests.completion import making as duties
from tests.conftest import Clock
from tests.learning import making
from tests.learning.making import answer, attempts, completions, onward, rows, take
from training.completion.rules import How
from training.core.db import database
from training.core.errors import NotFound
from training.core.permissions import Held, Role, Viewer
from training.learning import outcome_queries
from training.learning.models import LessonProgress, SkippedLesson
from training.learning.rules import AttemptKind, AttemptState

LOOK, TELL = "/learn/spot-it/look/questions", "/learn/spot-it/tell/questions"


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> str:
    making.publish(tmp_path)
    return "/courses/spot-it"


def first(client: Client, path: str, *verdicts: bool) -> Page:
    """Take the questions of a lesson with these outcomes; the page of how it went."""
    page = client.submit(client.get(path))
    for right in verdicts:
        page = onward(client, answer(client, page, right=right))
    return page


def ledger() -> list[tuple[str, int]]:
    return [(row.lesson_slug, row.minutes) for row in rows(SkippedLesson)]


def test_what_is_known_need_not_be_read(course: str, client: Client) -> None:
    make.employee(client)
    assert "Know it? Its questions first" in client.get(course).words
    entry = client.get(LOOK)
    assert entry.heading == "Two questions. All right, and you save 2 minutes."
    assert "You can try this once." in entry.words

    page = first(client, LOOK, True, True)

    assert page.heading == "All right: you know this. You need not read this lesson."
    assert "2 minutes saved." in page.words
    (attempt,) = attempts()
    assert (attempt.kind, attempt.part, attempt.needed, attempt.right) == (AttemptKind.TOPIC, "look", 2, 2)
    assert ledger() == [("look", 2)]
    assert not completions()
    shown = client.get(course).words
    assert "1 of 2 read" in shown
    assert "You know this: its questions were right." in shown
    assert "Fewer are asked: what you know is left out." in shown
    assert onward(client, page).path == "/learn/spot-it/tell", "the way on is the lesson that is left"


def test_one_that_is_wrong_leads_to_the_lesson_and_there_is_no_second_try(course: str, client: Client) -> None:
    make.employee(client)
    page = first(client, LOOK, True, False)
    assert page.heading == "Not all of them yet. So this lesson is worth its time."
    assert onward(client, page).path == "/learn/spot-it/look"
    assert not ledger()
    assert client.get(course).soup.select(f"a[href='{LOOK}']") == []
    again = client.post(LOOK)
    assert again.path.endswith("/result"), "there is one try, and this is it"
    assert len(attempts()) == 1
    assert "0 of 2 read" in client.get(course).words


def test_at_the_end_only_the_rest_is_asked(course: str, client: Client) -> None:
    make.employee(client)
    first(client, LOOK, True, True)
    client.submit(client.get("/learn/spot-it/tell"))
    entry = client.get(making.START)
    assert entry.heading == "Two questions. Two right passes."
    assert "2 right answers from before count, and are not asked again." in entry.words

    page = take(client, True, True)

    assert page.heading.startswith("Passed, with 4 of 4.")
    (done,) = completions()
    assert (done.how, done.right, done.asked, done.needed) == (How.TEST_OUT, 4, 4, 4)
    whole = next(one for one in attempts() if one.kind is AttemptKind.COURSE)
    assert whole.carried == 2
    asked = {
        making.rows(making.Question)[one["question"] - making.rows(making.Question)[0].id].lesson_slug
        for one in whole.draw
    }
    assert asked == {"tell"}
    assert ledger() == [("look", 2)]


def test_all_lessons_known_is_the_course_done(course: str, client: Client) -> None:
    person_id = make.employee(client, started_on=date(2026, 11, 2)).id
    duties.publish(duties.written("spot", satisfied_by=({"course": "spot-it"},)), on=making.TODAY)
    duties.reconcile(making.TODAY, [person_id])
    first(client, LOOK, True, True)
    page = first(client, TELL, True, True)

    (done,) = completions()
    assert (done.how, done.right, done.asked, done.needed) == (How.TEST_OUT, 4, 4, 4)
    assert page.soup.select_one("main a.button.primary")["href"] == f"/certificates/{done.public_id}"
    assert duties.duties(person_id)[0].done_on == making.TODAY
    assert sum(minutes for _lesson, minutes in ledger()) == 3
    assert "You have saved 3 minutes" in client.get("/memory").words


def test_passing_the_whole_unread_saves_every_lesson(course: str, client: Client) -> None:
    make.employee(client)
    client.submit(client.get("/learn/spot-it/look"))
    page = take(client, True, True)
    assert "One minute saved." in page.words
    assert ledger() == [("tell", 1)]


def test_the_ledger_is_summed_for_the_programme(course: str, client: Client, app: Flask) -> None:
    make.employee(client)
    first(client, LOOK, True, True)
    other = Client(app)
    make.employee(other)
    take(other, True, True)
    database.session.rollback()
    cso = Viewer(held=(Held(Role.CSO),))
    assert outcome_queries.saved_by_all(cso, make.NOW) == (5, 2)
    with pytest.raises(NotFound):
        outcome_queries.saved_by_all(Viewer(held=(Held(Role.MANAGER),)), make.NOW)


def test_a_lesson_that_is_read_after_all_counts_as_read(course: str, client: Client) -> None:
    make.employee(client)
    first(client, LOOK, True, True)
    for lesson in ("look", "tell"):
        client.submit(client.get(f"/learn/spot-it/{lesson}"))
    assert [row.known for row in rows(LessonProgress)] == [False, False]
    take(client, True, True)
    assert completions()[0].how is How.QUIZ, "all of it was read"


def test_two_questions_are_needed_to_offer_it(app: Flask, client: Client, tmp_path: Path) -> None:
    files = right_files()
    text = files["spot-it/questions.yaml"]
    files["spot-it/questions.yaml"] = text.replace("lesson: tell", "lesson: look", 1)
    making.publish(tmp_path, files)
    make.employee(client)
    assert client.get(TELL).status == client.post(TELL).status == 404
    assert client.get(LOOK).heading.startswith("Three questions.")


@pytest.mark.parametrize("path", ["/learn/spot-it/none/questions", "/learn/none/look/questions"])
def test_what_is_not_there(course: str, client: Client, path: str) -> None:
    make.employee(client)
    assert client.get(path).status == client.post(path).status == 404
    assert not attempts()


# --- where the lessons themselves are asked for -------------------------------------------------------------------


def seat_time(tmp_path: Path, person_id: int) -> None:
    files = right_files()
    files["frameworks/law.yaml"] = files["frameworks/law.yaml"].replace(
        "    claim: part\n", "    claim: part\n    seat_time: true\n", 1
    )
    making.publish(tmp_path, files)
    duties.publish(duties.written("spot", satisfied_by=({"course": "spot-it"},), clauses=("law.1",)), on=making.TODAY)
    duties.reconcile(making.TODAY, [person_id])


def test_a_clause_that_asks_for_the_lessons_switches_it_off(app: Flask, client: Client, tmp_path: Path) -> None:
    seat_time(tmp_path, make.employee(client, started_on=date(2026, 11, 2)).id)
    assert "Know it?" not in client.get("/courses/spot-it").words
    assert client.get(LOOK).status == client.post(LOOK).status == 404
    entry = client.get(making.START)
    assert "The lessons come first here: Law 1 asks that they are taken." in entry.words
    assert not entry.soup.select("main form")
    assert client.post(making.START).path == making.START
    assert not attempts()

    for lesson in ("look", "tell"):
        client.submit(client.get(f"/learn/spot-it/{lesson}"))
    assert take(client, True, True).heading.startswith("Passed")
    assert completions()[0].how is How.QUIZ
    assert not ledger()


def test_for_whom_no_such_clause_asks_it_stays(app: Flask, client: Client, tmp_path: Path) -> None:
    seat_time(tmp_path, make.person().id)
    make.employee(client)
    assert first(client, LOOK, True, True).heading.startswith("All right")


def test_next_year_it_can_be_tried_again(course: str, client: Client, clock: Clock) -> None:
    person = make.employee(client)
    assert person.id
    database.session.expunge(person)  # it is asked for its id after every rollback
    first(client, LOOK, True, False)
    take(client, True, True)
    assert [one.state for one in attempts()] == [AttemptState.FAILED, AttemptState.PASSED]
    clock.forward(days=1)
    make.sign_in(client, person)
    assert client.get(LOOK).heading.startswith("Two questions."), "the round that was finished is over"
