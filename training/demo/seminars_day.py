"""The day of a date: people are checked in at the door, and somebody comes unannounced."""

from datetime import datetime, timedelta
from functools import partial

from training.demo.chance import Chance
from training.demo.seminar_queries import registered
from training.demo.seminars_held import Date
from training.demo.staff import Worker
from training.seminars import checking_in
from training.seminars.checking_in import Batch, Tap
from training.seminars.rules import State
from training.seminars.walk_ins import WalkIn, let_in

DOORS_OPEN = timedelta(minutes=14)
"""Before it begins."""
FIRST_TAP, LAST_TAP = 1, 24  # minutes after the doors opened
NOT_YET = 2
"""How many of those with a seat have not come."""
UNANNOUNCED = timedelta(minutes=6)
"""After it has begun."""


def open_doors(date: Date, _at: datetime) -> None:
    """Enter who is checked in, and the one who comes unannounced."""
    date.scene.diary.enter(date.starts_at - DOORS_OPEN, partial(_open, date))
    walk_in(date, _at)


def _open(date: Date, at: datetime) -> None:
    coming = registered(date.public_id, State.BOOKED)
    for one in coming[: len(coming) - NOT_YET]:
        chance = Chance("comes", date.session.key, one.email)
        arrives = at + timedelta(minutes=chance.between(FIRST_TAP, LAST_TAP), seconds=chance.below(60))
        date.scene.diary.enter(arrives, partial(_tap, date, one.registration))


def _tap(date: Date, registration: str, at: datetime) -> None:
    by_id = date.scene.ids[date.scene.at_the_door.number]
    batch = Batch((Tap(f"tap-{registration}", registration, at),))
    checking_in.check_in(date.public_id, batch, by_person_id=by_id, now=at)


def walk_in(date: Date, _at: datetime) -> None:
    """Enter that a colleague comes unannounced and is let in."""
    date.scene.diary.enter(date.starts_at + UNANNOUNCED, partial(_walk_in, date))


def _walk_in(date: Date, at: datetime) -> None:
    worker, host = _nobody_expected(date, at), date.scene.host_at(at)
    who, by_id = WalkIn(worker.name, worker.email, "en", chair=True), date.scene.team.person_id
    let_in(date.public_id, who, by_person_id=by_id, host=host, now=at)
    date.staff[worker.email] = worker


def _nobody_expected(date: Date, at: datetime) -> Worker:
    """Return somebody of the site who is not registered."""
    expected = {one.email for one in registered(date.public_id)}
    able = [
        one for one in date.scene.staff.workers
        if one.here(date.starts_at.date()) and one.number in date.scene.ids and one.site == date.session.site
        and one.email not in expected and date.may_come(one) and one.starts < at.date()
    ]  # fmt: skip
    return Chance("unannounced", date.session.key).pick(able)
