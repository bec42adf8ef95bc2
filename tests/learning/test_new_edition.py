"""A new edition while questions are open, and the tries that have ended."""

from pathlib import Path

import pytest
from flask import Flask

from tests import make
from tests.catalogue.making import changed
from tests.client import Client, Page
from tests.conftest import Clock
from tests.learning import making
from tests.learning.making import (
    answer,
    answers,
    attempts,
    fail,
    may_begin,
    onward,
    person_of_the_last_try,
    read_lesson,
    start,
    take,
)
from training.learning.rules import AttemptState


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> str:
    making.publish(tmp_path)
    return "/courses/spot-it"


def raised(folder: Path) -> None:
    """Publish a second edition, in which a lesson says something new."""
    files = changed("spot-it/course.yaml", "edition: 1", "edition: 2")
    files["spot-it/CHANGES.md"] = files["spot-it/CHANGES.md"].replace(
        "# Changes\n", "# Changes\n\n## Edition 2 (2026-11-20)\nNew.\n"
    )
    files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace("A note named", "A letter named")
    making.publish(folder, files)


def test_a_raised_edition_offers_to_begin_anew(course: str, client: Client, tmp_path: Path) -> None:
    make.employee(client)
    read_lesson(client, "look", "tell")
    answer(client, start(client))
    assert act(client.get(course)) == "Go on with question 2"
    raised(tmp_path)

    assert act(client.get(course)) == "Start with lesson 1", "it is read anew, and the old questions do not go on"
    entry = client.get(making.START)
    assert "What you answered before" in entry.words
    again = client.submit(entry)

    assert again.heading.startswith("A letter named")
    old, new = attempts()
    assert (old.state, old.right, new.state, new.number) == (AttemptState.STOPPED, None, AttemptState.OPEN, 2)
    assert new.edition_id != old.edition_id
    read_lesson(client, "look", "tell")
    assert act(client.get(course)) == "Go on with question 1", "the new one is open"


def act(page: Page) -> str:
    return str(page.soup.select_one("aside a.button").get_text(strip=True))


def test_what_was_stopped_is_kept_and_can_be_read(course: str, client: Client, tmp_path: Path) -> None:
    make.employee(client)
    first = answer(client, start(client))
    raised(tmp_path)
    start(client)
    base = first.path[:-1]

    kept = client.get(first.path)
    assert (kept.heading, kept.soup.select_one(".verdicts")) == (first.heading, first.soup.select_one(".verdicts"))
    result = onward(client, kept)
    assert result.path == f"{base}result"
    assert result.heading == "Stopped after 1 of 2. A new edition came, or it was begun anew."
    assert client.get(f"{base}2").path == result.path, "nothing more of it can be answered"
    assert client.post(f"{base}2", {"choice": "000000000000"}).path == result.path
    assert [row.position for row in answers()] == [1]


def test_a_stopped_try_is_no_failed_one(course: str, client: Client, tmp_path: Path) -> None:
    make.employee(client)
    fail(client, 2)
    answer(client, start(client), right=False)
    raised(tmp_path)
    start(client)
    assert [row.state for row in attempts()] == ["failed", "failed", "stopped", "open"]
    assert not client.get(making.START).soup.select("main form"), "the new one is open, and goes on"
    page = start(client)
    page = onward(client, answer(client, page, right=False))
    onward(client, answer(client, page, right=False))
    assert not may_begin(client), "it was the third that failed"


def test_tries_that_have_ended_are_listed_with_the_course(course: str, client: Client, clock: Clock) -> None:
    make.employee(client)
    assert "Your tries" not in client.get(course).words
    take(client, False, True)
    clock.forward(days=1)
    make.sign_in(client, person_of_the_last_try())
    take(client, True, True)
    start(client)

    page = client.get(course)

    links = page.soup.select("[aria-labelledby=about] dd a, [aria-labelledby=about] a[href$=result]")
    found = {str(link["href"]) for link in links}
    assert found == {f"/learn/spot-it/quiz/{one.public_id}/result" for one in attempts()[:2]}, "not the open one"
    words = page.soup.select_one("[aria-labelledby=about]").get_text(" ", strip=True)
    assert words.index("2 of 2 right") < words.index("1 of 2 right"), "the latest first"
    assert "Tue 24 Nov 2026" in words
    for href in found:
        assert client.get(href).status == 200
    other = Client(client.app)
    make.employee(other)
    assert "Your tries" not in other.get(course).words
