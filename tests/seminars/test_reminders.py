"""Reminders: a week and a day before, once each, void when the date moves, and not for who came later."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.conftest import Clock
from tests.make import NOW
from tests.seminars import making, public
from training.core.db import database, writing
from training.core.links import Links
from training.jobs.service import Claimed
from training.jobs.worker import Tools
from training.notices.models import Message
from training.rooms import SCHEDULES
from training.seminars import planning, reminder_work, service
from training.seminars.job_host import Sender
from training.seminars.models import Seminar, SeminarSession
from training.seminars.plan_models import Material

STARTS = datetime(2026, 12, 15, 15, tzinfo=NOW.tzinfo)
WEEK, DAY = "seminar.week-before", "seminar.day-before"


@pytest.fixture
def hour(app: Flask, clock: Clock) -> Any:
    """Let it be some moment, and carry out the job of that hour; return the reminders so far."""
    house = app.extensions["muster"]
    tools = Tools(house.world, Links(house.settings.site_url, house.settings.secret_key, clock))
    handler = reminder_work.reminder(Sender("training@alderfinch.example"))

    def at(before: timedelta, starts: datetime = STARTS) -> list[str]:
        clock.set(starts - before)
        (job,) = reminder_work.schedule(clock())
        handler(Claimed(0, job.kind, job.key, {}, 1), tools)
        return [mail.kind for mail in reminders()]

    return at


def reminders() -> list[Any]:
    return [row[0] for row in making.rows(select(Message).where(Message.kind.in_([WEEK, DAY])).order_by(Message.id))]


def test_a_week_and_a_day_before_and_once_each(app: Flask, hour: Any) -> None:
    public.seated(app, making.session())
    assert hour(timedelta(days=7, hours=1)) == []
    assert hour(timedelta(days=7)) == [WEEK]
    assert hour(timedelta(days=6)) == [WEEK]
    assert hour(timedelta(days=1, hours=1)) == [WEEK]
    assert hour(timedelta(days=1)) == [WEEK, DAY]
    assert hour(timedelta(hours=3)) == [WEEK, DAY]
    assert reminder_work.schedule in SCHEDULES


def test_a_worker_that_slept_does_not_wake_people_for_nothing(app: Flask, hour: Any) -> None:
    public.seated(app, making.session())
    assert hour(timedelta(days=2)) == [], "in a week is over"
    assert hour(timedelta(minutes=59)) == [], "they are on their way"


def test_it_says_what_is_needed_on_the_day(app: Flask, hour: Any) -> None:
    slug = making.seminar("First hour")
    one = making.session(slug, venue_id=making.venue(), join_url="https://meet.alderfinch.example/first-hour")
    with writing():
        database.session.execute(update(SeminarSession).values(arrival="Ring at the side door."))
        seminar = database.session.scalar(select(Seminar.id).where(Seminar.slug == slug))
        for title, after in (("Your phone list", False), ("The answers", True)):
            database.session.add(
                Material(seminar_id=seminar, title=title, address="https://x.example", after=after, added_at=NOW)
            )
    who = making.guest(name="Sofia Lindqvist")
    public.seated(app, one, who=who)
    hour(timedelta(days=7))
    (mail,) = reminders()
    assert mail.subject == "Coming up: First hour" and mail.recipient == who.email and mail.calendar is None
    for words in (
        "Hello Sofia Lindqvist,",
        "Tuesday 15 December 2026, 09:00 to 12:00, Chicago time",
        "Building C, room 204",
        "Ring at the side door.",
        "Join here: https://meet.alderfinch.example/first-hour",
        "Bring your phone list.",
        "    Your phone list\n",
        "/seminars/manage/",
        "check code is",
    ):
        assert words in mail.body, words
    assert "The answers" not in mail.body


def test_a_move_voids_what_was_said_of_the_old_day(app: Flask, hour: Any) -> None:
    one = making.session()
    public.seated(app, one)
    assert hour(timedelta(days=7)) == [WEEK]
    later = STARTS + timedelta(days=10)
    public.moved(app, one, later)
    assert hour(timedelta(days=1)) == [WEEK], "nothing on the day before the old day"
    assert hour(timedelta(days=7), later) == [WEEK, WEEK]
    assert hour(timedelta(days=1), later) == [WEEK, WEEK, DAY]


def test_who_has_no_seat_or_came_later_gets_none(app: Flask, hour: Any, clock: Clock) -> None:
    one = making.session(capacity=1)
    gives_up, waits = public.seated(app, one), public.seated(app, one)
    assert waits
    with writing():
        service.cancel_registration(gives_up, host=making.host(app), now=NOW)
    public.seated(app, one)
    late = making.session(capacity=1)
    public.seated(app, late, now=STARTS - timedelta(days=6))
    assert hour(timedelta(days=5)) == [WEEK], "only who moved up in time"
    assert hour(timedelta(days=1)) == [WEEK, DAY, DAY]


def test_a_date_that_is_off_is_not_told(app: Flask, hour: Any) -> None:
    one = making.session()
    public.seated(app, one)
    with writing():
        planning.cancel_session(one, "The trainer is ill.", by_person_id=None, host=making.host(app), now=NOW)
    assert hour(timedelta(days=7)) == []


def test_many_are_written_to_in_parts(app: Flask, hour: Any, monkeypatch: pytest.MonkeyPatch, statements: Any) -> None:
    monkeypatch.setattr("training.seminars.reminding.LETTERS_AT_ONCE", 3)
    one = making.session(capacity=20)
    for _ in range(4):
        making.register(app, one, make.person(email=None))
    for _ in range(7):
        public.seated(app, one)
    assert len(hour(timedelta(days=7))) == 7, "who has no address keeps nobody back"
    with statements() as counted:
        hour(timedelta(days=6, hours=23))
    assert len(counted) <= 12, counted.texts
