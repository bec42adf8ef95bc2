"""What learners see, and in which language, when a question that they were asked is taken out."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.catalogue.making import whole_files
from tests.client import Client, Page
from tests.conftest import Clock
from tests.learning import making
from tests.learning.making import completions, rows
from tests.learning.taking_out import FAILED, PASSED, attempt, out, rescores
from tests.learning.weeks_later import someone, with_questions
from training.core.permissions import Role
from training.learning.models import QuestionVoid

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


def seen(app: Flask, person: Any, attempt: Any) -> Page:
    browser = Client(app)
    make.sign_in(browser, person)
    return browser.get(f"/learn/spot-it/quiz/{attempt.public_id}/result")


def test_the_result_says_what_has_changed(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    person = someone()
    failed = attempt(person.id, clock, ("first-note", True), ("third-note", False))
    assert seen(app, person, failed).heading == "Not yet: 1 of 2. Two are needed."

    out(app, desk)

    page = seen(app, person, failed)
    assert page.heading.startswith("Passed, with 2 of 2.")
    assert page.title.startswith("Passed")
    assert "A question was taken out later: it counts as right for everybody who was asked it." in page.words
    assert "Before, it was 1 of 2." in page.words
    (done,) = completions()
    assert page.soup.select_one("main a.button.primary")["href"] == f"/certificates/{done.public_id}"
    assert not page.soup.select("main form"), "nothing is to be taken again"
    assert not page.soup.select("[aria-labelledby=missed]"), "nothing was missed"
    assert not page.soup.select("[aria-labelledby=to-read]")


def test_the_result_of_who_fails_all_the_same_says_it_too(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    person = someone()
    failed = attempt(person.id, clock, ("first-note", False), ("fourth-note", False), ("third-note", False))
    out(app, desk)
    page = seen(app, person, failed)
    assert page.heading == "Not yet: 1 of 3. Three are needed."
    assert "Before, it was 0 of 3." in page.words
    assert "The two you missed" in page.words
    assert "third-note" not in page.words


def test_who_is_not_concerned_reads_nothing_of_it(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    person = someone()
    failed = attempt(person.id, clock, ("first-note", True), ("fourth-note", False))
    out(app, desk)
    assert "taken out" not in seen(app, person, failed).words


def test_the_other_pages_of_the_course_agree_with_the_result(
    app: Flask, course: Path, desk: Client, clock: Clock
) -> None:
    person = someone()
    attempt(person.id, clock, ("first-note", True), ("third-note", False))
    out(app, desk)
    browser = Client(app)
    make.sign_in(browser, person)
    assert "Last time: 2 of 2 right" in browser.get(making.START).words
    page = browser.get("/courses/spot-it")
    assert "2 of 2 right" in page.words
    assert "1 of 2 right" not in page.words


def test_nobody_waits_because_of_it(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    """Three tries in a row that failed bring a pause; those that failed by a bad question do not count."""
    person = someone()
    for _ in range(3):
        attempt(person.id, clock, ("first-note", True), ("third-note", False))
    browser = Client(app)
    make.sign_in(browser, person)
    assert "After three tries a pause helps." in browser.get(making.START).words
    out(app, desk)
    assert "pause" not in browser.get(making.START).words
    assert "Question 1 of 2" in making.start(browser).words


def test_a_translation_s_wording_is_taken_out_too(app: Flask, translated: Path, desk: Client, clock: Clock) -> None:
    person = someone(language="es")
    failed = attempt(person.id, clock, ("first-note", True), ("third-note", False), language="es")
    english = attempt(someone().id, clock, ("first-note", True), ("third-note", False))

    out(app, desk)

    assert len({void.digest for void in rows(QuestionVoid)}) == 2
    assert {void.slug for void in rows(QuestionVoid)} == {"third-note"}
    assert sorted(rescores()) == [(failed.id, 1, 2, FAILED, PASSED), (english.id, 1, 2, FAILED, PASSED)]
    spanish = next(done for done in completions() if done.person_id == person.id)
    assert spanish.edition_id == failed.edition_id, "of the text that was read"
