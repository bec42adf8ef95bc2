"""Content in the reader's language: offered where all of it is translated, and what was read is what is recorded."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.catalogue.making import changed, whole_files
from tests.client import Client
from tests.learning import making
from training.catalogue.models import Edition
from training.core.db import database

LOOK = "/learn/spot-it/look"


@pytest.fixture
def courses(app: Flask, tmp_path: Path) -> Path:
    making.publish(tmp_path, whole_files())
    return tmp_path


def digests() -> dict[str, str]:
    database.session.rollback()
    rows = database.session.execute(select(Edition.language, Edition.digest, Edition.source_digest))
    return {row.language: row.digest for row in rows if row.language == "es" or row.digest}


def test_whoever_wishes_spanish_reads_spanish(courses: Path, client: Client) -> None:
    make.employee(client, language="es")
    assert "Dese cuenta" in client.get("/courses/").words
    course = client.get("/courses/spot-it")
    assert course.heading == "Dese cuenta"
    assert "Mirar quién envía un mensaje." in course.words
    lesson = client.get(LOOK)
    assert lesson.heading == "Mire"
    assert lesson.soup.select_one(".reading")["lang"] == "es"
    told = client.get("/learn/spot-it/tell").words
    assert "Use Report o marque +44 555 0100." in told


def test_the_browser_s_language_counts_where_nobody_has_chosen(courses: Path, client: Client) -> None:
    make.employee(client)
    page = client.get(LOOK, headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"})
    assert page.heading == "Mire"
    assert client.get(LOOK, headers={"Accept-Language": "fr"}).heading == "Take a look"


def test_what_was_read_and_answered_in_spanish_is_what_is_recorded(courses: Path, client: Client) -> None:
    make.employee(client, language="es")
    client.submit(client.get(LOOK))
    page = making.start(client)
    assert "pide su clave" in page.words
    for _question in range(2):
        page = making.onward(client, making.answer(client, page))
    (fact,) = making.completions()
    (attempt,) = making.attempts()
    assert (attempt.language, fact.digest) == ("es", digests()["es"])


def test_an_attempt_goes_on_in_the_language_in_which_it_began(courses: Path, client: Client) -> None:
    make.employee(client)
    spanish = {"Accept-Language": "es"}
    client.post(making.START, headers=spanish)
    assert "pide su clave" in making.start(client).words


def test_reading_counts_in_either_language(courses: Path, client: Client) -> None:
    make.employee(client)
    client.submit(client.get(LOOK, headers={"Accept-Language": "es"}))
    assert "1 of 2 read" in client.get("/courses/spot-it").words


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(changed("spot-it/lessons/look.md", "Dana reads", "Bo reads", whole=True), id="drifted"),
        pytest.param(
            {name: text for name, text in whole_files().items() if name != "spot-it/i18n/es/lessons/tell.md"},
            id="incomplete",
        ),
    ],
)
def test_what_does_not_say_the_same_is_not_offered(courses: Path, client: Client, files: dict[str, str]) -> None:
    make.employee(client, language="es")
    assert client.get("/courses/spot-it").heading == "Dese cuenta"
    if "spot-it/i18n/es/lessons/tell.md" not in files:
        (courses / "spot-it/i18n/es/lessons/tell.md").unlink()
    making.publish(courses, files)
    assert client.get("/courses/spot-it").heading == "Spot it"
