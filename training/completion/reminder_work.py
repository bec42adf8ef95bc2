"""The jobs of reminders: plan a morning in each zone, write its mails, and the summaries of a month."""

from datetime import date, datetime

from training.completion import (
    digest_queries,
    digesting,
    reminder_planning,
    reminder_queries,
    summarising,
    summary_queries,
)
from training.completion.reminder_letters import House
from training.completion.reminder_planning import READ_AT_ONCE, WRITTEN_AT_ONCE, Part
from training.completion.reminder_service import WRITE
from training.completion.reminding import begins_month, morning
from training.completion.rules import BrakeState
from training.core.db import database, writing
from training.core.site import SiteMemory
from training.jobs.service import Claimed, NewJob, add, progress
from training.jobs.worker import Handler, Tools

LOOK, PLAN, SUMMARISE = "completion.remind", "completion.plan-digests", "completion.summarise"
EVERY = 30  # minutes: some zones begin their hours in between
PEOPLE_AT_ONCE = 200
SUMMARIES_AT_ONCE = 20


def schedule(now: datetime) -> tuple[NewJob, ...]:
    """One look at the zones each half hour."""
    return (NewJob(LOOK, f"{now:%Y-%m-%d %H}:{now.minute // EVERY * EVERY:02d}"),)


def look(_job: Claimed, tools: Tools) -> None:
    """Have the day planned in every zone where it is between morning and evening; once for each day and zone."""
    now = tools.world.now()
    days = {zone: morning(now, zone) for zone in reminder_queries.zones()}
    jobs = [_planning(zone, day) for zone, day in days.items() if day is not None]
    with writing():
        add(*jobs, now=now)


def _planning(zone: str, day: date) -> NewJob:
    return NewJob(PLAN, f"{day.isoformat()} {zone}", {"day": day.isoformat(), "zone": zone})


def plan(job: Claimed, tools: Tools) -> None:
    """Plan the mails of a day in a zone, and have them written unless the brake holds them."""
    day, zone, now = date.fromisoformat(job.payload["day"]), job.payload["zone"], tools.world.now()
    if morning(now, zone) == day:
        state = plan_morning(day, zone, now=now)
        ahead = [NewJob(SUMMARISE, job.key, job.payload)] if _begin_month(day, zone) else []
        if state is not BrakeState.HELD:
            ahead.append(NewJob(WRITE, job.key, job.payload))
        with writing():
            add(*ahead, now=now)


def _begin_month(day: date, zone: str) -> list[int]:
    """Return the sites of a zone at which a day is the first working day of its month."""
    found = reminder_queries.calendars_in(zone)
    return [site_id for site_id, calendar in found.items() if begins_month(day, calendar)]


def plan_morning(day: date, zone: str, *, now: datetime) -> BrakeState:
    """Write the missing reminders and the digests of a day in a zone, each part in a transaction of its own."""
    found = reminder_planning.morning_of(day, zone)
    with writing():
        reminder_planning.drop_stale(day, zone)
    for part in found.parts(now):
        while _write_missing(part) == READ_AT_ONCE:
            pass
    with writing():
        return reminder_planning.settle(day, found.ladder.brake)


def _write_missing(part: Part) -> int:
    """Write what is missing of a part, some rows at a time; return how many were found to be."""
    database.session.rollback()
    rows = part.missing()
    for start in range(0, len(rows), WRITTEN_AT_ONCE):
        with writing():
            part.write(rows[start : start + WRITTEN_AT_ONCE])
    return len(rows)


def write(job: Claimed, tools: Tools) -> None:
    """Write the mails of a day that may go, some people at a time."""
    now = tools.world.now()
    house = House(SiteMemory().site(now).name, tools.links)
    database.session.rollback()
    done = 0
    while number := write_part(date.fromisoformat(job.payload["day"]), house, now=now):
        done += number
        with writing():
            progress(job.id, done=done, total=done, now=tools.world.now())


def write_part(day: date, house: House, *, now: datetime) -> int:
    """Write the mails of some people, and return how many people that were: 0 when nobody is left."""
    with writing():
        ids = digest_queries.planned(day, PEOPLE_AT_ONCE)
        if ids:
            most = reminder_queries.ladder().most_a_week
            digesting.write_digests(ids, day, house, most_a_week=most, now=now)
        return len(ids)


def summarise(job: Claimed, tools: Tools) -> None:
    """Write the summaries of a month in a zone to those for whom its first working day has come."""
    day, zone, now = date.fromisoformat(job.payload["day"]), job.payload["zone"], tools.world.now()
    site_ids = _begin_month(day, zone) if morning(now, zone) == day else []
    house = House(SiteMemory().site(now).name, tools.links)
    after = 0
    while site_ids:
        with writing():
            part = summary_queries.due(day, zone, site_ids, after=after, most=SUMMARIES_AT_ONCE)
            summarising.write_summaries(part, day, house, now=now)
            progress(job.id, done=0, total=0, now=tools.world.now())
        if len(part) < SUMMARIES_AT_ONCE:
            break
        after = part[-1].id


HANDLERS: dict[str, Handler] = {LOOK: look, PLAN: plan, WRITE: write, SUMMARISE: summarise}
