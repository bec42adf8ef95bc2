"""Dates that are planned together, and one that was moved: who says that the new time suits them."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from training.demo.calendar import DAY, HOME_ZONE, instant
from training.demo.chance import Chance
from training.demo.scene import Scene
from training.demo.seminar_queries import Seated, registered
from training.demo.seminars_described import VISITORS
from training.demo.seminars_held import ARRIVAL, JOIN, MINUTES, Date
from training.demo.seminars_planned import Invited, Session, is_quiet
from training.seminars import moving, publishing, service
from training.seminars.moving import Decision, Keep
from training.seminars.placing import Aim
from training.seminars.planning import NewSession
from training.seminars.recurrence import Pattern, Rhythm
from training.seminars.rules import State
from training.seminars.series import NewSeries, plan_series
from training.seminars.service import Claim
from training.seminars.terms import Terms

MOVED_AGO, LATER_AT = 6 * DAY, time(15)
SUITS = 65  # per cent
QUARTER, TIMES, DRAFTS = 12, 4, 1
"""Weeks between the dates of the series, how many there are, and how many of them are drafts still."""
WEEK, FIRST_WEEKS = timedelta(weeks=1), (2, 6)
PLANNED_AGO, CLOSED_AGO = 45 * DAY, 3 * DAY
SITE, THURSDAY, HOUR, SEATS = "LDS", 3, 10, 16


# --- a date that was moved --------------------------------------------------------------------------------------------


def move(date: Date, _at: datetime) -> None:
    """Enter that a date gets another time, and that people are asked whether it suits."""
    date.scene.diary.enter(date.scene.calendar.now - MOVED_AGO, partial(_move, date))


def _move(date: Date, at: datetime) -> None:
    day = date.session.starts(date.scene.calendar).date() + DAY
    aim = Aim(datetime.combine(day, LATER_AT), MINUTES[date.session.seminar], HOME_ZONE, "", JOIN)
    seen = moving.look(date.public_id, aim, now=at)
    decision, host = Decision(Keep.ASK, seen.stamp), date.scene.host_at(at)
    by_id = date.scene.team.person_id
    moved = moving.move_session(date.public_id, aim, decision, by_person_id=by_id, host=host, now=at)
    date.starts_at = moved.impact.new.starts_at
    asked = registered(date.public_id, State.BOOKED)
    leaves = next((one for one in asked if one.email in date.staff and not _is_always(date, one)), None)
    for one in asked:
        chance = Chance("suits", date.session.key, one.email)
        answered = at + timedelta(hours=chance.between(1, 70))
        if one is leaves:
            date.scene.diary.enter(answered, partial(_leave, date, one))
        elif chance.happens(SUITS) and not _is_always(date, one):
            date.scene.diary.enter(answered, partial(_agree, date, one.registration))


def _is_always(date: Date, one: Seated) -> bool:
    """Tell whether it is somebody whose sign-in is shown: their answer waits for whoever signs in."""
    return date.staff[one.email].name in date.session.always if one.email in date.staff else False


def _agree(date: Date, registration: str, at: datetime) -> None:
    """Say that it suits, for whoever has not given the seat up meanwhile."""
    for one in registered(date.public_id, State.BOOKED):
        if one.registration == registration:
            moving.answer_yes(_claim(one), now=at)


def _leave(date: Date, one: Seated, at: datetime) -> None:
    service.cancel_registration(_claim(one), host=date.scene.host_at(at), now=at)
    date.staff.pop(one.email, None)


def _claim(one: Seated) -> Claim:
    return Claim(one.registration, one.person_id, None if one.person_id else 0)


# --- a series ---------------------------------------------------------------------------------------------------------


def plan_together(scene: Scene, room: str, follow: tuple[Callable[[Date, datetime], None], ...]) -> None:
    """Enter that a quarterly series is planned: published but for its last date, its first one full enough to close."""
    scene.diary.enter(scene.calendar.now - PLANNED_AGO, partial(_plan, scene, room, follow))


def _plan(scene: Scene, room: str, follow: tuple[Callable[[Date, datetime], None], ...], at: datetime) -> None:
    first = _first(scene)
    terms = Terms(arrival=ARRIVAL[SITE])
    new = NewSession(VISITORS, first, venue=room, capacity=SEATS, terms=terms, draft=True)
    pattern = Pattern(Rhythm.WEEKS, TIMES, QUARTER)
    marks = plan_series(scene.team, NewSeries(new, pattern, scene.second_trainer.email), now=at)
    for number, public_id in enumerate(marks):
        day = (first + number * QUARTER * WEEK).date()
        date = Date(scene, _session((day - scene.calendar.monday).days // 7, number), room, public_id=public_id)
        date.starts_at = instant(day, HOUR * 60, date.zone_there)
        for begin in follow:
            begin(date, at)
        if number < TIMES - DRAFTS:
            scene.diary.enter(at + DAY, partial(_publish, date))
        if number == 0:
            scene.diary.enter(scene.calendar.now - CLOSED_AGO, partial(_close, date))


def _session(weeks: int, number: int) -> Session:
    """Return one date of the series as the others are told: the sooner it is, the more people have asked."""
    staff, guests = ((8, 3), (3, 1), (0, 0), (0, 0))[number]
    known_by = CLOSED_AGO.days + 1 if number == 0 else 0
    return Session(
        VISITORS, weeks, THURSDAY, HOUR, SITE, staff, guests, SEATS, invited=Invited.DOORS, asked_by=known_by
    )


def _first(scene: Scene) -> datetime:
    """Return when the first one begins by the clock there, so that none of them falls on a quiet day."""
    for weeks in range(*FIRST_WEEKS):
        day = scene.calendar.monday + weeks * WEEK + THURSDAY * DAY
        if not any(is_quiet(day + number * QUARTER * WEEK) for number in range(TIMES)):
            return datetime.combine(day, time(HOUR))
    raise AssertionError("the quiet days are longer than so many weeks")


def _publish(date: Date, at: datetime) -> None:
    publishing.publish(date.public_id, by_person_id=date.scene.team.person_id, now=at)
    date.enter_people(at)


def _close(date: Date, at: datetime) -> None:
    publishing.close(date.public_id, by_person_id=date.scene.team.person_id, now=at)
