"""The monthly summary: for managers who wish for it, on the first working day of a month, of what they may see."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.client import Client
from tests.completion import making, reminded
from tests.completion.reminded import LONDON, MONDAY
from tests.conftest import Clock
from training.completion import reminder_work, summarising
from training.completion.reminder_models import Subscription
from training.completion.summary_queries import KIND
from training.core.db import database, scoped, writing
from training.core.errors import NotFound
from training.core.permissions import Held, Role, Viewer
from training.jobs.service import Claimed, NewJob, add
from training.jobs.worker import Tools
from training.notices.models import Message
from training.people.models import Department, Grant

DECEMBER, JANUARY, FEBRUARY = date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)


def viewer(team: reminded.Team, department: Department | None = None) -> Viewer:
    path = (department or team.department).path
    return Viewer(person_id=team.ines, held=(Held(Role.EMPLOYEE), Held(Role.MANAGER, path)))


def wish(team: reminded.Team, day: date = MONDAY) -> None:
    with writing():
        public_id = team.department.public_id
        summarising.subscribe(viewer(team), public_id, now=making.noon(day), today=day)


def summarise(app: Flask, clock: Clock, day: date) -> None:
    """Let the job of a morning run."""
    clock.set(reminded.morning(day))
    world = app.extensions["muster"].world
    job = NewJob(reminder_work.SUMMARISE, f"{day} {LONDON}", {"day": day.isoformat(), "zone": LONDON})
    with writing():
        add(job, now=clock())
    reminder_work.summarise(Claimed(1, job.kind, job.key, job.payload, 1), Tools(world, reminded.links(app)))


def summaries() -> list[Any]:
    database.session.rollback()
    found = select(Message.subject, Message.body, Message.created_at).where(Message.kind == KIND)
    return list(database.session.execute(scoped(found.order_by(Message.id), by="test")))


def test_a_summary_names_who_has_something_open(app: Flask, clock: Clock) -> None:
    team = reminded.team(due=date(2026, 11, 26), people=3)
    making.record(team.people[1], team.course, MONDAY)
    wish(team)
    summarise(app, clock, DECEMBER)
    summarise(app, clock, DECEMBER)
    ((subject, body, _at),) = summaries()
    assert subject == "Payments: 2 of 3 open, 2 overdue"
    assert "Payments on 1 December: 2 of 3 open, 2 overdue." in body
    assert "    Okafor, Amara: Phishing, was due 26 November\n    Petrova, Mila: Phishing" in body
    assert "Beck" not in body
    assert f"http://localhost/departments/{team.department.public_id}/summary" in body


def test_only_the_first_comes_where_nothing_is_open(app: Flask, clock: Clock) -> None:
    team = reminded.team(people=1)
    making.record(team.people[0], team.course, MONDAY)
    wish(team)
    summarise(app, clock, DECEMBER)
    ((subject, body, _at),) = summaries()
    assert subject == "Payments: 0 of 1 open"
    assert "Nobody has anything open." in body
    summarise(app, clock, JANUARY)
    assert len(summaries()) == 1


def test_it_comes_on_the_first_working_day_of_the_site(app: Flask, clock: Clock) -> None:
    team = reminded.team(people=1, days_off=["2027-01-01", "2027-01-04"])
    wish(team)
    for day in range(1, 8):
        summarise(app, clock, date(2027, 1, day))
    ((_subject, _body, at),) = summaries()
    assert at.date() == date(2027, 1, 5)


def test_whoever_may_not_see_the_department_any_more_gets_none(app: Flask, clock: Clock) -> None:
    team = reminded.team(people=1)
    wish(team)
    with writing():
        database.session.execute(update(Grant).where(Grant.person_id == team.ines).values(retired_at=make.NOW))
    summarise(app, clock, DECEMBER)
    assert summaries() == []


def test_nobody_wishes_for_what_they_may_not_see(app: Flask) -> None:
    team = reminded.team(people=1)
    other = make.department("Other")
    with pytest.raises(NotFound), writing():
        summarising.subscribe(viewer(team), other.public_id, now=make.NOW, today=MONDAY)


def test_a_manager_wishes_and_stops(app: Flask, client: Client, clock: Clock) -> None:
    team = reminded.team(people=1)
    someone = make.person(department=team.department)
    database.session.expunge(someone)
    make.sign_in(client, someone, role=Role.MANAGER, department=team.department)
    page = client.get(f"/departments/{team.department.public_id}/summary")
    assert "You do not get it now." in page.words
    page = client.submit(page)
    assert "You get a summary of Payments by mail" in page.text
    page = client.post(f"/departments/{team.department.public_id}/summary")
    assert _rows() == [(MONDAY, None, False)], "wishing twice is wishing once"
    clock.set(reminded.morning(MONDAY + timedelta(days=2)))
    make.sign_in(client, someone)
    page = client.submit(client.get(f"/departments/{team.department.public_id}/summary"), action="/stop")
    assert "You get no summary of Payments any more." in page.text
    assert _rows() == [(MONDAY, None, True), (MONDAY, MONDAY + timedelta(days=2), False)]
    other = make.department("Other")
    assert client.get(f"/departments/{other.public_id}/summary").status == 404
    assert client.post(f"/departments/{other.public_id}/summary").status == 404


def _rows() -> list[Any]:
    database.session.rollback()
    found = select(Subscription.valid_from, Subscription.valid_until, Subscription.retired_at.is_not(None))
    return [tuple(row) for row in database.session.execute(scoped(found.order_by(Subscription.id), by="test"))]
