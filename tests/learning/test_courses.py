"""Courses and lessons: what there is, how far one is, reading, and finding the place again on another device."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.catalogue.making import changed, right_files
from tests.client import Client
from tests.completion import making as duties
from tests.learning import making
from training.catalogue.work import publish_folder
from training.core import site
from training.core.db import writing

READ_FIRST = "/learn/spot-it/look"


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> str:
    making.publish(tmp_path)
    return "/courses/spot-it"


def test_without_courses_the_page_says_so(app: Flask, client: Client) -> None:
    make.employee(client)
    assert client.get("/courses/").heading == "No courses yet."


def test_the_list_shows_each_course_and_how_far_one_is(course: str, client: Client) -> None:
    make.employee(client)
    page = client.get("/courses/")
    assert page.heading == "One course."
    assert page.soup.select_one("nav [aria-current]").get_text() == "Courses"
    assert "Spot it A short course about messages." in page.words
    assert "3 minutes two lessons" in page.words

    client.submit(client.get(READ_FIRST))
    page = client.get("/courses/")
    assert "1 of 2 lessons read" in page.words
    assert page.soup.select_one("main a.button").get_text(" ", strip=True) == "Continue Spot it"


def test_a_course_page_holds_the_whole_way(course: str, client: Client) -> None:
    make.employee(client)
    page = client.get(course)

    assert page.heading == "Spot it"
    assert [step.get_text(strip=True) for step in page.soup.select(".roll h3")] == [
        "Take a look",
        "Tell us",
        "Two questions",
    ]
    assert "Two right passes." in page.words
    assert "Examine the sender of a message." in page.words
    assert "Supports, in part, Law 1." in page.words
    assert page.soup.select_one(".roll .next h3").get_text(strip=True) == "Take a look"
    assert page.soup.select_one("aside a.button.primary")["href"] == READ_FIRST
    assert "Know it already?" in page.words
    assert "Due" not in page.words
    assert "3 minutes of 3" in page.words


def test_a_duty_says_why_and_by_when(course: str, client: Client, app: Flask) -> None:
    person = make.employee(client, started_on=date(2026, 11, 2))
    duties.publish(
        duties.written("spot", satisfied_by=({"course": "spot-it"},), why="Most break-ins begin so."), on=making.TODAY
    )
    duties.reconcile(making.TODAY, [person.id])

    page = client.get(course)

    assert "Why you have this Most break-ins begin so. It comes again every 12 months." in page.words
    assert "Due Wednesday 23 December 2026" in page.words, page.words


def test_reading_is_what_the_way_on_records(course: str, client: Client) -> None:
    make.employee(client)
    page = client.get(READ_FIRST)
    assert page.heading == "Take a look"
    assert "Lesson 1 of 2 · 2 minutes" in page.words
    assert page.soup.select_one("nav.rail [aria-current]").get_text(" ", strip=True) == "1 Take a look"
    assert "1 of 2 read" not in client.get(course).words, "looking alone records nothing"

    page = client.submit(page)
    assert page.path == "/learn/spot-it/tell"
    assert "Take a look , read" in page.soup.select_one("nav.rail").get_text(" ", strip=True)
    assert page.soup.select_one(".onward a").get_text(strip=True) == "Lesson 1"

    page = client.submit(page)
    assert page.path == "/learn/spot-it/quiz"
    page = client.get(course)
    assert "2 of 2 read" in page.words
    assert "0 minutes of 3" in page.words
    assert "Know it already?" not in page.words


def test_reading_twice_is_harmless(course: str, client: Client) -> None:
    make.employee(client)
    for _ in range(3):
        assert client.submit(client.get(READ_FIRST)).path == "/learn/spot-it/tell"
    assert "1 of 2 read" in client.get(course).words


def test_the_place_is_kept_on_every_device(course: str, client: Client, app: Flask) -> None:
    person = make.employee(client)
    assert client.get("/learn/spot-it/").path == READ_FIRST
    client.submit(client.get(READ_FIRST))

    phone = Client(app)
    make.sign_in(phone, person)
    assert phone.get("/learn/spot-it/").path == "/learn/spot-it/tell"
    phone.submit(phone.get("/learn/spot-it/tell"))
    assert client.get("/learn/spot-it/").path == "/learn/spot-it/quiz"

    question = making.start(phone)
    assert client.get("/learn/spot-it/").path == question.path
    assert client.get(course).soup.select_one("aside a.button.primary").get_text(strip=True) == "Go on with question 1"


def test_when_it_is_done_nothing_is_left(course: str, client: Client) -> None:
    make.employee(client)
    making.take(client, True, True)
    page = client.get(course)
    assert "Done Monday 23 November 2026" in page.words
    assert "Time left" not in page.words
    assert not page.soup.select(".button.primary, .roll .next"), "nothing is asked: no primary act, nothing is next"
    assert "Done on Mon 23 Nov 2026" in client.get("/courses/").words
    assert client.get("/courses/").heading == "One course. You have finished one."


def test_next_year_the_reading_begins_anew(course: str, client: Client, app: Flask, clock: Any) -> None:
    """A lesson read for last year's completion does not count for this year's duty."""
    person_id = make.employee(client).id
    duties.publish(duties.written(satisfied_by=({"course": "spot-it"},)), on=making.TODAY)
    duties.reconcile(making.TODAY)
    for path in (READ_FIRST, "/learn/spot-it/tell"):
        client.submit(client.get(path))
    making.take(client, True, True)
    assert "2 of 2 read" in client.get(course).words
    clock.forward(days=330)
    duties.reconcile(clock().date())
    make.sign_in(client, SimpleNamespace(id=person_id))
    assert "0 of 2 read" in client.get(course).words
    assert "Asked of you again" in client.get("/courses/").words
    assert "One thing, 3 minutes." in client.get("/").words
    client.submit(client.get(READ_FIRST))
    assert "1 of 2 read" in client.get(course).words


def test_what_others_read_is_not_mine(course: str, client: Client, app: Flask) -> None:
    make.employee(client)
    other = Client(app)
    make.employee(other)
    other.submit(other.get(READ_FIRST))
    assert "0 of 2 read" in client.get(course).words


def test_local_words_are_the_sites(course: str, client: Client, app: Flask) -> None:
    with writing():
        site.change({"name": "Alder <Finch>", "report_button": "Report mail"}, by_person_id=None, now=make.NOW)
    app.extensions["muster"].memory.forget()
    make.employee(client, site=make.site(report_phone="+1 555 0142"))

    assert "It says that it is from Alder <Finch>." in client.get(READ_FIRST).words
    assert "Use Report mail or call +1 555 0142." in client.get("/learn/spot-it/tell").words


def test_a_site_without_a_number_gets_plain_words(course: str, client: Client) -> None:
    make.employee(client, site=make.site(report_phone=""))
    assert "call the security team's telephone number." in client.get("/learn/spot-it/tell").words.replace("’", "'")


@pytest.mark.parametrize(
    "path", ["/courses/none", "/learn/none/", "/learn/none/look", "/learn/spot-it/none", "/learn/none/quiz"]
)
def test_what_is_not_there(course: str, client: Client, path: str) -> None:
    make.employee(client)
    assert client.get(path).status == 404


def test_a_retired_course_is_gone_and_its_certificates_stay(course: str, client: Client, tmp_path: Path) -> None:
    make.employee(client)
    result = making.take(client, True, True)
    for name in right_files():
        if name.startswith("spot-it/") or name == "requirements.yaml":
            (tmp_path / name).unlink()
    for folder in ("lessons", "images", ""):
        (tmp_path / "spot-it" / folder).rmdir()
    publish_folder(tmp_path, make.NOW, making.TODAY)

    assert client.get("/courses/").heading == "No courses yet."
    assert client.get(course).status == client.get(READ_FIRST).status == client.get(making.START).status == 404
    assert client.post(making.START).status == 404
    assert client.get(result.path).heading.startswith("Passed")


def test_a_raised_edition_is_to_be_read_again_and_a_spelling_fix_is_not(
    course: str, client: Client, tmp_path: Path
) -> None:
    make.employee(client)
    client.submit(client.get(READ_FIRST))
    making.publish(tmp_path, changed("spot-it/lessons/tell.md", "Do not forward it.", "Never forward it."))
    assert "1 of 2 read" in client.get(course).words

    files = changed("spot-it/course.yaml", "edition: 1", "edition: 2")
    files["spot-it/CHANGES.md"] = files["spot-it/CHANGES.md"].replace(
        "# Changes\n", "# Changes\n\n## Edition 2 (2026-11-20)\nNew.\n"
    )
    making.publish(tmp_path, files)
    assert "0 of 2 read" in client.get(course).words
    assert client.get("/learn/spot-it/").path == READ_FIRST


@pytest.mark.parametrize("lessons", [2, 40])
def test_statements_do_not_grow_with_lessons(
    app: Flask, client: Client, tmp_path: Path, statements: Any, lessons: int
) -> None:
    making.publish(tmp_path, making.with_lessons(lessons))
    make.employee(client)
    client.get("/courses/")  # the settings are remembered for half a minute
    counts = {}
    for path in ("/courses/", "/courses/spot-it", READ_FIRST, "/learn/spot-it/", making.START):
        with statements() as counted:
            assert client.get(path, follow=False).status in {200, 303}
        counts[path] = len(counted)
    page = client.get(READ_FIRST)
    with statements() as counted:
        client.submit(page, follow=False)
    counts["read"] = len(counted)
    assert counts == {
        "/courses/": 3, "/courses/spot-it": 10, READ_FIRST: 2, "/learn/spot-it/": 3, making.START: 8, "read": 4,
    }  # fmt: skip
