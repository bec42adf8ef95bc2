"""The mail of a refresher and its question: one for each person, in the reader's language."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from tests.catalogue.making import changed, whole_files
from tests.client import Client
from tests.conftest import Clock
from tests.learning import making, weeks_later
from tests.learning.weeks_later import (
    ask_again,
    learned,
    mails,
    paths,
    refreshers,
    someone,
)
from training.core.db import database, writing
from training.learning import refresher_letters
from training.people.models import Account

TODAY = making.TODAY


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> Path:
    making.publish(tmp_path)
    return tmp_path


@pytest.fixture
def reader(app: Flask) -> Client:
    """Whoever opens a link of a mail: signed in nowhere."""
    return Client(app)


@pytest.fixture
def translated(app: Flask, tmp_path: Path) -> None:
    making.publish(tmp_path, whole_files())


@pytest.mark.usefixtures("translated")
@pytest.mark.parametrize(
    ("roster", "chosen", "language", "begins"),
    [
        ("es", "", "es", "Una nota llamada"), ("", "es", "es", "Una nota llamada"), ("en", "es", "es", "Una nota llamada"),
        ("es", "en", "en", "A note named"), ("", "", "en", "A note named"), ("fr", "", "en", "A note named"),
    ],
)  # fmt: skip
def test_a_translated_course_asks_in_the_reader_s_language(
    app: Flask, clock: Clock, reader: Client, roster: str, chosen: str, language: str, begins: str
) -> None:
    person_id = weeks_later.person(language=roster)
    learned(person_id, TODAY, "examine")
    with writing():
        database.session.execute(update(Account).where(Account.person_id == person_id).values(language=chosen))
    clock.forward(days=7)
    ask_again(app)
    (one,) = refreshers()
    page = reader.get(paths(mails()[0])[0])
    assert one.language == language
    assert begins in page.words
    assert page.soup.select_one(f'[lang="{language}"]')


def test_a_course_in_another_language_says_so(app: Flask, clock: Clock, tmp_path: Path) -> None:
    making.publish(tmp_path, changed("spot-it/course.yaml", "language: en", "language: es"))
    learned(weeks_later.person(language="en"), TODAY, "examine")
    clock.forward(days=7)
    ask_again(app)
    assert [one.language for one in refreshers()] == ["es"]


@pytest.mark.parametrize(("roster", "chosen", "said"), [("es", "", "es"), ("es", "en", "en"), ("", "", "")])
def test_the_mail_is_in_the_reader_s_language(
    app: Flask, course: Path, clock: Clock, monkeypatch: Any, roster: str, chosen: str, said: str
) -> None:
    person_id = weeks_later.person(language=roster)
    learned(person_id, TODAY, "examine")
    with writing():
        database.session.execute(update(Account).where(Account.person_id == person_id).values(language=chosen))
    monkeypatch.setattr(refresher_letters, "said", lambda sentence, language: f"[{language}] {sentence}")
    clock.forward(days=7)
    ask_again(app)
    (mail,) = mails()
    assert mail.subject == f"[{said}] A question of half a minute"
    assert mail.body.startswith(f"[{said}] Hello")


def test_one_mail_for_each_person_to_their_own_address(app: Flask, course: Path, clock: Clock) -> None:
    people = [someone(given) for given in ("Aino", "Bela")]
    for one in people:
        learned(one.id, TODAY, "examine", "report")
    expected = {one.email: one.given for one in people}
    clock.forward(days=7)
    ask_again(app)
    assert {mail.recipient: mail.recipient_name for mail in mails()} == expected
    assert len({path for mail in mails() for path in paths(mail)}) == 2
    for mail in mails():
        assert mail.body.startswith(f"Hello {expected[mail.recipient]},")
