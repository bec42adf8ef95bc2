"""A team with one duty each, due on a day that a test chooses, and what was planned and written for it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import insert, select, update

from tests import make
from tests.completion import making
from training.completion import digesting, excusing, reminder_work
from training.completion.models import Assignment
from training.completion.reminder_letters import House
from training.completion.reminder_models import Digest, Reminder, ReminderLadder
from training.completion.rules import BrakeState, DigestState, ExemptionKind
from training.core.db import database, scoped, writing
from training.core.links import Links
from training.core.permissions import Role
from training.notices.models import Message
from training.people.models import Department, Person, Site

MONDAY = date(2026, 11, 23)


def morning(day: date, zone: str = "Europe/London") -> datetime:
    """Eight o'clock of a day in a zone."""
    return datetime.combine(day, time(8), ZoneInfo(zone)).astimezone(UTC)


@dataclass
class Team:
    """Payments, led by Ines, below Finance, which Nadia leads. Two people work in it."""

    site: Site
    department: Department
    ines: int
    nadia: int
    people: list[int]
    course: int
    rules: dict[str, Any] = field(default_factory=dict)

    def duty(self, slug: str, due: date, **values: Any) -> None:
        """Publish a further duty of Payments that is due on a day, beside those that there are."""
        month_and_day = {"kind": "fixed-date", "month": due.month, "day": due.day}
        rule = {"audience": {"departments": ("Finance / Payments",)}, "due": month_and_day, "renewal_months": None}
        self.rules[slug] = making.written(slug, **(rule | values))
        making.publish(*self.rules.values(), on=date(due.year, 1, 2))
        making.reconcile(date(due.year, 1, 2))


def team(*, due: date = date(2026, 11, 26), people: int = 2, zone: str = "Europe/London", **site: Any) -> Team:
    """Make it; everybody's only duty is due on that day. Ines and Nadia have none."""
    leeds = make.site("Leeds", zone=zone, **site)
    finance = make.department("Finance")
    payments = make.department("Payments", parent=finance)
    nadia = make.person("Nadia", "Brandt", department=make.department("Board"), site=leeds)
    ines = make.person("Ines", "Duarte", department=make.department("Leads"), site=leeds)
    make.grant(nadia, Role.MANAGER, department=finance)
    make.grant(ines, Role.MANAGER, department=payments)
    names = [("Amara", "Okafor"), ("Jonas", "Beck"), ("Mila", "Petrova"), *(("", "") for _n in range(people))]
    made = [
        make.person(*names[n], department=payments, site=leeds, manager_id=ines.id) for n in range(people)
    ]  # fmt: skip
    course = making.subject("course")
    found = Team(leeds, payments, ines.id, nadia.id, [one.id for one in made], course)
    found.duty("phishing", due)
    return found


def assignment_ids(*person_ids: int) -> list[int]:
    found = select(Assignment.id).where(Assignment.person_id.in_(person_ids), Assignment.retired_at.is_(None))
    database.session.rollback()
    return list(database.session.scalars(scoped(found.order_by(Assignment.id), by="test")))


def reminders() -> list[tuple[int, str, int, date | None]]:
    """Everything that was planned: who is told, of what kind, at which step, in which digest."""
    database.session.rollback()
    found = select(Reminder.person_id, Reminder.kind, Reminder.step, Reminder.digest_day)
    ordered = found.order_by(Reminder.planned_on, Reminder.person_id, Reminder.kind, Reminder.step)
    return [tuple(row) for row in database.session.execute(scoped(ordered, by="test"))]


def digests() -> dict[tuple[int, date], DigestState]:
    database.session.rollback()
    found = select(Digest.person_id, Digest.day, Digest.state)
    return {(row[0], row[1]): row[2] for row in database.session.execute(scoped(found, by="test"))}


def new_address(person_id: int, email: str) -> None:
    with writing():
        database.session.execute(update(Person).where(Person.id == person_id).values(email=email))


LONDON = "Europe/London"


def plan(day: date, zone: str = LONDON) -> BrakeState:
    """Plan the mails of a day as the job does at eight."""
    database.session.rollback()
    return reminder_work.plan_morning(day, zone, now=morning(day, zone))


def write(app: Flask, day: date, zone: str = LONDON) -> int:
    """Write the mails of a day at eight; return how many people were looked at."""
    house = House("Alder & Finch", links(app))
    done = 0
    while number := reminder_work.write_part(day, house, now=morning(day, zone)):
        done += number
    return done


def live(app: Flask, first: date, last: date, zone: str = LONDON) -> None:
    """Let the mornings from one day until another go by."""
    day = first
    while day <= last:
        plan(day, zone)
        write(app, day, zone)
        day += timedelta(days=1)


def links(app: Flask) -> Links:
    house = app.extensions["muster"]
    return Links(house.settings.site_url, house.settings.secret_key, house.world.now)


def mails(person_id: int | None = None) -> list[Message]:
    """The mails that were written, the oldest first; of one person or of all."""
    database.session.rollback()
    found = select(Message).where(Message.kind == digesting.KIND).order_by(Message.created_at, Message.person_id)
    if person_id is not None:
        found = found.where(Message.person_id == person_id)
    return list(database.session.scalars(scoped(found, by="test")))


def days_of(person_id: int) -> list[date]:
    """The days on which somebody was written to."""
    return [mail.created_at.date() for mail in mails(person_id)]


def set_ladder(**values: Any) -> None:
    """Let another ladder hold."""
    rows: dict[str, Any] = {
        "place": 1, "steps": [-14, -3, 0, 3], "manager_from": 3, "director_from": 14, "most_a_week": 2, "brake": 500,
        "reason": "A test", "valid_from": MONDAY, "recorded_at": morning(MONDAY),
    }  # fmt: skip
    with writing():
        change = update(ReminderLadder).where(ReminderLadder.retired_at.is_(None)).values(retired_at=morning(MONDAY))
        database.session.execute(change)
        database.session.execute(insert(ReminderLadder).values(rows | values))


def leave(person_id: int, since: date, until: date | None) -> None:
    with writing():
        new = excusing.NewExemption(person_id, None, ExemptionKind.LEAVE, since, until, "Parental leave", None)
        excusing.exempt(new, by_person_id=None, now=morning(since), today=since)
