"""The questions: sealed draws, final answers, feedback, grading and what passing records."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.catalogue.making import changed
from tests.client import Client, Page
from tests.completion import making as duties
from tests.conftest import Clock
from tests.learning import making
from tests.learning.making import answer, answers, attempts, completions, onward, right_key, start, take
from training.audit.models import Event
from training.catalogue.models import Edition
from training.completion.rules import How
from training.core.db import database
from training.learning.rules import AttemptState


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> str:
    making.publish(tmp_path)
    return "/courses/spot-it"


def happenings() -> list[str]:
    database.session.rollback()
    ours = ("attempt-started", "answered", "attempt-passed", "attempt-failed", "completion-recorded")
    return list(database.session.scalars(select(Event.action).where(Event.action.in_(ours)).order_by(Event.id)))


def test_the_entry_says_what_comes(course: str, client: Client) -> None:
    make.employee(client)
    page = client.get(making.START)
    assert page.heading == "Two questions. Two right passes."
    assert not attempts(), "looking starts nothing"
    assert client.submit(page).heading.startswith("A note named")


def test_an_attempt_is_sealed_at_its_start(course: str, client: Client) -> None:
    person_id = make.employee(client).id
    page = start(client)

    (attempt,) = attempts()
    assert (attempt.person_id, attempt.number, attempt.needed, attempt.state) == (person_id, 1, 2, AttemptState.OPEN)
    assert len(attempt.draw) == 2
    shown = [str(box["value"]) for box in page.soup.select("input[name=choice]")]
    assert shown == attempt.draw[0]["options"], "the options stand in the sealed order"
    assert page.path == f"/learn/spot-it/quiz/{attempt.public_id}/1"
    assert "Question 1 of 2" in page.words
    assert page.title.startswith("Question 1 of 2 · Spot it")


def test_starting_again_goes_on_with_the_open_one(course: str, client: Client, app: Flask) -> None:
    phone = Client(app)
    make.sign_in(phone, make.employee(client))
    answer(client, start(client))

    assert start(phone).path.endswith("/2")
    assert "Go on with question 2" in client.get(making.START).words
    assert len(attempts()) == 1


def test_an_answer_is_explained_option_by_option(course: str, client: Client) -> None:
    make.employee(client)
    page = answer(client, start(client), right=False)

    assert page.status == 200
    assert page.path.endswith("/1")
    assert "Not quite." in page.words
    assert page.title.startswith("Question 1 of 2, answered")
    said = [line.get_text(" ", strip=True) for line in page.soup.select(".verdicts li")]
    assert len(said) == 3
    assert sum("Right Sorting it out is our work." in line for line in said) == 1
    assert sum("Your answer" in line for line in said) == 1
    assert "The others still have theirs." in page.words
    assert "A padlock vouches for nobody." in page.words
    assert "Remember Not sure is a good reason to report." in page.words
    assert page.soup.select_one("main a.small").get_text(strip=True).startswith("Read this part of lesson")
    assert not page.soup.select("main form")


def test_an_answer_is_final(course: str, client: Client) -> None:
    """Back and sent again, with another choice: the first answer stands and its feedback is shown."""
    make.employee(client)
    question = start(client)
    first = answer(client, question, right=False)
    stored = answers()

    again = client.submit(question, {"choice": right_key(question)})

    assert again.path == first.path
    assert again.soup.select_one("main").get_text() == first.soup.select_one("main").get_text()
    assert answers() == stored
    assert client.submit(question).status == 200, "even without a choice"
    assert happenings() == ["attempt-started", "answered"]


def test_only_what_is_next_can_be_seen_and_answered(course: str, client: Client) -> None:
    make.employee(client)
    question = start(client)
    base = question.path[:-1]

    assert client.get(f"{base}2").path == f"{base}1"
    assert client.post(f"{base}2", {"choice": right_key(question)}).path == f"{base}1"
    assert not answers()
    assert client.get(f"{base}3").status == 404
    assert client.post(f"{base}3", {"choice": right_key(question)}).status == 404
    assert client.get(f"{base}result").path == f"{base}1"
    answer(client, question)
    assert "Right." in client.get(f"{base}1").words, "what is answered can be seen again"


@pytest.mark.parametrize("sent", [{}, {"choice": ""}, {"choice": "000000000000"}, {"choice": "x" * 5000}])
def test_a_choice_that_is_none(course: str, client: Client, sent: dict[str, str]) -> None:
    make.employee(client)
    page = client.submit(start(client), sent)

    assert page.status == 422
    assert page.errors == ["Error: Choose one answer"]
    assert page.title.startswith("Error: Question 1 of 2")
    assert len(page.soup.select("input[name=choice]")) == 3
    assert not answers()
    assert answer(client, page).status == 200


def test_an_option_of_another_question_is_none(course: str, client: Client) -> None:
    make.employee(client)
    first = start(client)
    key = right_key(first)
    second = onward(client, answer(client, first))
    assert client.submit(second, {"choice": key}).status == 422


def test_passing_is_recorded(course: str, client: Client, clock: Clock) -> None:
    person_id = make.employee(client, started_on=date(2026, 11, 2)).id
    duties.publish(duties.written("spot", satisfied_by=({"course": "spot-it"},)), on=making.TODAY)
    duties.reconcile(making.TODAY, [person_id])
    clock.forward(minutes=5)

    page = take(client, True, True)

    assert page.heading.startswith("Passed, with 2 of 2. Valid until")
    (attempt,) = attempts()
    assert (attempt.state, attempt.right, attempt.finished_at) == (AttemptState.PASSED, 2, clock())
    (done,) = completions()
    database.session.rollback()
    digest = database.session.scalar(select(Edition.digest).where(Edition.id == attempt.edition_id))
    assert (done.person_id, done.edition_id, done.digest) == (person_id, attempt.edition_id, digest)
    assert (done.right, done.asked, done.needed, done.happened_at) == (2, 2, 2, clock())
    assert done.local_date == making.TODAY
    assert page.soup.select_one("main a.button.primary")["href"] == f"/certificates/{done.public_id}"
    assert duties.duties(person_id)[0].done_on == making.TODAY
    assert happenings()[-2:] == ["attempt-passed", "completion-recorded"]
    assert "Done Mon" in client.get("/courses/").words.replace("Done on", "Done")


@pytest.mark.parametrize(("read", "how"), [((), How.TEST_OUT), (("look",), How.TEST_OUT), (("look", "tell"), How.QUIZ)])
def test_questions_first_is_a_way_of_its_own(course: str, client: Client, read: tuple[str, ...], how: How) -> None:
    make.employee(client)
    for lesson in read:
        client.submit(client.get(f"/learn/spot-it/{lesson}"))
    take(client, True, True)
    assert completions()[0].how is how


def test_failing_is_kind_and_names_what_to_read(course: str, client: Client) -> None:
    make.employee(client)
    page = take(client, True, False)

    assert page.status == 200
    assert page.heading == "Not yet: 1 of 2. Two are needed."
    assert "The one you missed" in page.words
    assert len(page.soup.select("[aria-labelledby=missed] li")) == 1
    lessons = page.soup.select("[aria-labelledby=to-read] a")
    assert [str(link["href"]) for link in lessons] == [f"/learn/spot-it/{lesson_of_second()}"]
    assert client.get(str(page.soup.select_one("[aria-labelledby=missed] a")["href"])).status == 200
    assert not completions()
    assert attempts()[0].state is AttemptState.FAILED

    again = client.submit(page)
    assert "Question 1 of 2" in again.words
    assert [attempt.number for attempt in attempts()] == [1, 2]


def lesson_of_second() -> str:
    """The lesson of the question that stood second in the first attempt."""
    from training.catalogue.models import Question

    drawn = attempts()[0].draw[1]["question"]
    database.session.rollback()
    return str(database.session.scalar(select(Question.lesson_slug).where(Question.id == drawn)))


def test_a_passed_course_can_be_taken_again(course: str, client: Client, clock: Clock) -> None:
    make.employee(client)
    take(client, True, True)
    clock.forward(hours=3)
    assert "Last time: 2 of 2 right" in client.get(making.START).words
    take(client, False, True)
    assert [attempt.state for attempt in attempts()] == [AttemptState.PASSED, AttemptState.FAILED]
    assert len(completions()) == 1, "a failed attempt takes nothing away"


def test_an_attempt_of_an_older_edition_ends_on_its_own(course: str, client: Client, tmp_path: Path) -> None:
    make.employee(client)
    first = start(client)
    files = changed("spot-it/questions.yaml", "A note named first-note wants", "A letter named first-note wants")
    for name in ("second-note", "third-note", "fourth-note"):
        files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace(
            f"A note named {name}", f"A letter named {name}"
        )
    making.publish(tmp_path, files)

    page = client.get(first.path)
    assert page.heading.startswith("A note named"), "its own words"
    second = onward(client, answer(client, page))
    result = onward(client, answer(client, second))

    assert result.heading == "Passed, with 2 of 2."
    database.session.rollback()
    editions = list(database.session.scalars(select(Edition.id).order_by(Edition.id)))
    assert len(editions) == 2
    assert completions()[0].edition_id == attempts()[0].edition_id == editions[0]
    assert start(client).heading.startswith("A letter named"), "a new attempt is of the new edition"


def test_another_persons_attempt_does_not_exist(course: str, client: Client, app: Flask) -> None:
    make.employee(client)
    page = start(client)
    other = Client(app)
    make.employee(other)

    assert other.get(page.path).status == 404
    assert other.get(page.path[:-1] + "result").status == 404
    assert other.post(page.path, {"choice": right_key(page)}).status == 404
    assert client.get(page.path.replace("spot-it", "other")).status == 404, "nor under another course"
    assert not answers()


def test_feedback_at_the_end(app: Flask, client: Client, tmp_path: Path) -> None:
    making.publish(tmp_path, changed("spot-it/course.yaml", "  pass: 80", "  pass: 80\n  feedback: at the end"))
    make.employee(client)
    first = start(client)

    second = answer(client, first, right=False)

    assert second.path.endswith("/2"), "no word about the first one yet"
    assert client.get(first.path).path == second.path
    last = answer(client, second)
    assert "Right." in last.words
    assert "Not quite." in client.get(first.path).words
    assert onward(client, last).heading == "Not yet: 1 of 2. Two are needed."


def test_htmx_swaps_the_one_part(course: str, client: Client) -> None:
    make.employee(client)
    question = start(client)
    form = question.form("/1")
    assert (form["hx-post"], form["hx-target"], form["hx-swap"]) == (form["action"], "#quiz", "outerHTML")
    sent = {"choice": right_key(question)}
    asked = {"headers": {"HX-Request": "true"}}

    wrong = client.post(question.path, {}, **asked)
    assert (wrong.status, len(wrong.soup.select("#quiz input[name=choice]"))) == (422, 3)
    part = client.post(question.path, sent, **asked)

    assert part.status == 200
    assert "<html" not in part.text
    assert [tag.name for tag in part.soup.find_all(recursive=False)] == ["title", "div"]
    whole = client.get(question.path)
    assert without_tokens(str(part.soup.select_one("#quiz"))) == without_tokens(str(whole.soup.select_one("#quiz")))
    assert part.soup.title.get_text() == whole.title


def without_tokens(text: str) -> str:
    soup = BeautifulSoup(text, "html.parser")
    for field in soup.select("input[name=csrf_token]"):
        field.decompose()
    return str(soup)


@pytest.mark.parametrize("path", ["/courses/", "/courses/spot-it", "/learn/spot-it/look", "/learn/spot-it/quiz"])
def test_a_visitor_signs_in_first(course: str, client: Client, path: str) -> None:
    assert client.get(path).path.startswith("/sign-in")


def test_statements_of_the_questions(app: Flask, client: Client, tmp_path: Path, statements: Any) -> None:
    """The answer POST stays within eight; beginning looks at what comes first, and the last answer records what follows."""
    making.publish(tmp_path)
    person_id = make.employee(client, started_on=date(2026, 11, 2)).id
    duties.publish(duties.written("spot", satisfied_by=({"course": "spot-it"},)), on=making.TODAY)
    duties.reconcile(making.TODAY, [person_id])
    client.get("/courses/")  # the settings are remembered for half a minute

    def counted(ask: Any) -> tuple[int, Page]:
        with statements() as found:
            page = ask()
        return len(found), page

    begun, redirect = counted(lambda: client.post(making.START, follow=False))
    question = client.get(redirect.headers["Location"])
    shown, _page = counted(lambda: client.get(question.path))
    sent = {"choice": right_key(question)}
    first, _page = counted(lambda: client.submit(question, sent, follow=False))
    second = client.get(question.path[:-1] + "2")
    sent = {"choice": right_key(second)}
    last, _page = counted(lambda: client.submit(second, sent, follow=False))
    repeated, _page = counted(lambda: client.submit(second, sent, follow=False))
    result, _page = counted(lambda: client.get(question.path[:-1] + "result"))

    assert {"begun": begun, "shown": shown, "first": first, "last": last, "repeated": repeated, "result": result} == {
        "begun": 13, "shown": 4, "first": 7, "last": 19, "repeated": 3, "result": 7,
    }  # fmt: skip
