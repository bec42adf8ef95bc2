"""The terms of a date and the words of a seminar can be changed later; what changes a calendar is told."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.seminars import making, planned
from tests.seminars.icalendar_reader import read
from training.catalogue.models import Topic
from training.core.db import database, writing
from training.seminars.models import Seminar
from training.seminars.rules import Audience, Mode, State

NOW = making.NOW
TERMS = {
    "opens": "2026-12-01T08:00", "closes": "2026-12-14T18:00", "cancel_until": "2026-12-13T12:00", "needs_approval": "y",
    "offer_hours": "24", "arrival": "Ring at the side door.", "audience": "invited",
}  # fmt: skip


def test_a_date_is_planned_with_all_its_terms(app: Flask, client: Client) -> None:
    planned.desk(client)
    slug, room = making.seminar(), making.venue(seats=9)
    form = client.get(f"/desk/seminars/{slug}/sessions/new")
    page = client.submit(form, TERMS | {"starts": "2026-12-15T09:00", "venue": room, "capacity": "9"})
    check(planned.date(page.path.rpartition("/")[2]))
    assert "Guests with an invitation" in page.words


def check(row: Any) -> None:
    assert row.opens_at == datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
    assert row.closes_at == datetime(2026, 12, 15, 0, 0, tzinfo=UTC)
    assert row.cancel_until == datetime(2026, 12, 13, 18, 0, tzinfo=UTC)
    assert (row.needs_approval, row.offer_hours, row.arrival) == (True, 24, "Ring at the side door.")
    assert row.audience is Audience.INVITED


def test_the_terms_are_edited_by_the_clock_there(app: Flask, client: Client) -> None:
    planned.desk(client)
    session = making.session(venue_id=making.venue(), capacity=5)
    making.register(app, session, make.person())
    page = client.get(f"/desk/sessions/{session}/edit")
    done = client.submit(page, TERMS)
    assert "Calendar entries that are renewed: 0." in done.text
    check(planned.date(session))
    again = client.get(f"/desk/sessions/{session}/edit")
    assert again.soup.select_one("input[name=opens]")["value"] == "2026-12-01T08:00"
    assert again.soup.select_one("input[name=needs_approval]").has_attr("checked")
    client.submit(again)
    check(planned.date(session))
    assert not planned.mails("seminar.changed")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"opens": "2026-12-15T09:00"}, "before the start"), ({"closes": "2026-12-15T09:01"}, "before the start"),
        ({"cancel_until": "2026-12-16T09:00"}, "before the start"),
        ({"opens": "2026-12-02T09:00", "closes": "2026-12-02T09:00"}, "cannot end before it begins"),
        ({"closes": "2026-03-08T02:30"}, "does not exist on that day"), ({"opens": "soon"}, "Enter the date and the time"),
        ({"offer_hours": "0"}, "Enter a whole number from 1"), ({"join_url": ""}, "Enter the link"),
        ({"join_url": "http://x.example"}, "begins with https://"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(app: Flask, client: Client, wrong: dict[str, str], told: str) -> None:
    planned.desk(client)
    session = making.session()
    again = client.submit(client.get(f"/desk/sessions/{session}/edit"), wrong)
    assert again.status == 422
    assert told in again.words


def test_another_link_renews_the_entries(app: Flask, client: Client) -> None:
    planned.desk(client)
    session = making.session(capacity=1)
    for _ in range(2):
        making.register(app, session, make.person())
    page = client.get(f"/desk/sessions/{session}/edit")
    done = client.submit(page, {"join_url": "https://meet.example/other"})
    assert "Calendar entries that are renewed: 1." in done.text
    (mail,) = planned.mails("seminar.changed")
    assert "Join here: https://meet.example/other" in mail.body
    event = read(mail.calendar).parts[0]
    assert (event.one("SEQUENCE").value, event.one("LOCATION").text) == ("2", "https://meet.example/other")
    assert [row.calendar_sequence for row in planned.registrations(session)] == [2, 0]
    room = making.session(venue_id=making.venue())
    client.submit(client.get(f"/desk/sessions/{room}/edit"), {"join_url": "https://meet.example/x"})
    assert planned.date(room).mode is Mode.HYBRID


def test_the_way_in_is_told_to_those_with_a_seat_alone(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = making.session(slug, capacity=1)
    planned.desk(client)
    client.submit(client.get(f"/desk/sessions/{session}/edit"), {"arrival": "Ring at the side door."})
    seated, waits = make.person(), make.person()
    for person in (seated, waits):
        making.register(app, session, person)
    for person, seen in ((waits, False), (seated, True), (make.person(), False)):
        make.sign_in(client, person)
        assert ("Ring at the side door." in client.get(f"/seminars/{slug}/{session}").words) is seen
    assert [row.state for row in planned.registrations(session)] == [State.BOOKED, State.WAITLISTED]


def test_a_seminar_is_described_anew(app: Flask, client: Client) -> None:
    planned.desk(client)
    with writing():
        database.session.add(Topic(slug="incidents", position=1, title="Incidents", summary=""))
    slug = making.seminar("First hour of a breach")
    page = client.get(f"/desk/seminars/{slug}/edit")
    assert (
        page.soup.select_one("textarea[name=agenda]").text.strip().splitlines()[1]
        == "50; The first call; Who calls whom"
    )
    wrong = client.submit(page, {"title": "", "agenda": "now"})
    assert wrong.status == 422 and "Enter the title" in wrong.words and "Write each part as" in wrong.words
    values = {"title": "The first hour", "topic": "incidents", "good_to_know": "Bring a pen.", "retention_days": "7"}
    client.submit(page, values)
    (row,) = making.rows(select(Seminar.__table__))
    assert (row.slug, row.title, row.topic_slug, row.retention_days, row.minutes) == (
        slug,
        "The first hour",
        "incidents",
        7,
        180,
    )
    assert row.agenda[1] == {"after": 50, "title": "The first call", "text": "Who calls whom"}
    assert client.submit(page, {"topic": "nothing"}).status == 422
