"""Mail is written in the language of its reader, whoever causes it."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.make import NOW
from tests.seminars import making
from training.core.db import database, scoped
from training.core.text import text
from training.core.translating import said
from training.notices.models import Message
from training.seminars.attendees import Guest
from training.seminars.calendar import local_words


def mails() -> list[Message]:
    database.session.rollback()
    return list(database.session.scalars(scoped(select(Message).order_by(Message.id), by="test")))


def test_an_employee_who_reads_spanish_gets_spanish_mail(app: Flask, client: Client) -> None:
    slug = making.seminar("First hour")
    one = making.session(slug, venue_id=making.venue())
    make.employee(client, language="es")
    client.post(f"/seminars/{slug}/{one}/register")
    (mail,) = mails()
    assert mail.subject == "Su plaza: First hour"
    assert mail.body.startswith("Tiene plaza.")
    assert "de 2026, de " in mail.body, "the day too"
    assert "de 2026, de " in (mail.calendar or "").replace("\r\n ", "").replace("\\,", ",")


@pytest.mark.parametrize(
    ("language", "subject"), [("es", "Falta un paso"), ("en", "One step left"), ("fr", "One step left")]
)
def test_a_guest_reads_what_they_asked_in(app: Flask, language: str, subject: str) -> None:
    one = making.session(making.seminar("First hour"), venue_id=making.venue())
    making.ask(app, one, Guest("Sofia", "sofia@canalstreet.example", "Canal Street Dental", language, "Keep my name."))
    assert mails()[0].subject.startswith(subject)


def test_a_sentence_within_a_sentence_is_translated_too() -> None:
    sentence = text("%(opening)s\n\n%(facts)s", opening=text("You have a seat."), facts="x")
    assert said(sentence, "en") == "You have a seat.\n\nx"
    assert said(sentence, "es") == "Tiene plaza.\n\nx"
    assert said(text("No such sentence %(n)s", n=1), "es") == "No such sentence 1"
    assert said(text("You have a seat."), "") == "You have a seat."


def test_a_time_is_said_as_the_reader_says_it() -> None:
    start = datetime(2026, 12, 15, 15, tzinfo=NOW.tzinfo)
    told = local_words(start, start.replace(hour=18), "America/Chicago", "es")
    assert told == "martes, 15 de diciembre de 2026, de 09:00 a 12:00, hora de Chicago"
    assert local_words(start, start.replace(hour=18), "America/Chicago", "fr") == (
        "Tuesday 15 December 2026, 09:00 to 12:00, Chicago time"
    )
