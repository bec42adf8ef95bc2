"""The jobs of completion: making all duties as they ought to be, and the roll-ups as of today."""

from collections.abc import Sequence
from datetime import date, datetime
from time import sleep
from typing import Any
from zoneinfo import ZoneInfo

from training.completion import draft_queries, drafting, history_service, queries, rollups, service
from training.completion.consequences import Sum, numbers, outcome
from training.completion.draft_queries import Draft
from training.completion.rules import DraftState
from training.completion.unsettled import unsettled
from training.core.db import database, writing
from training.core.errors import Refused
from training.core.site import SiteMemory
from training.jobs.rules import MOST_ATTEMPTS
from training.jobs.service import Claimed, NewJob, progress
from training.jobs.worker import GiveUp, Tools

DAILY = "completion.daily"
EVERY = 6  # hours
BREATH = 0.1  # seconds between two parts: whoever waits for SQLite's lock asks again as seldom as that


def reconcile(job: Claimed, tools: Tools) -> None:
    """Make the duties of the people in the payload as they ought to be, or of everybody who needs it."""
    now = tools.world.now()
    today = _today(now)
    ids = job.payload.get("person_ids")
    _in_parts(job, unsettled(queries.book().current, today) if ids is None else ids, now, today)


def daily(job: Claimed, tools: Tools) -> None:
    """Once a day: all duties, all roll-ups, old files of history. A day without it shows no wrong number."""
    reconcile(job, tools)
    with writing():
        rollups.roll(_today(tools.world.now()))
    with writing():
        history_service.forget_old(now=tools.world.now())


def schedule(now: datetime) -> tuple[NewJob, ...]:
    """One job for each day, and again every six hours: a day begins at another hour in each zone."""
    return (NewJob(DAILY, f"{now.date().isoformat()} {now.hour // EVERY * EVERY:02d}"),)


def _in_parts(job: Claimed, ids: Sequence[int], now: datetime, today: date) -> None:
    # The write lock is held for one part at a time, well under a second.
    for start in range(0, len(ids), service.PEOPLE_AT_ONCE):
        part = ids[start : start + service.PEOPLE_AT_ONCE]
        with writing():
            service.reconcile(now=now, today=today, person_ids=part)
            progress(job.id, done=start + len(part), total=len(ids), now=now)
        if start + len(part) < len(ids):
            sleep(BREATH)


def consequences(job: Claimed, tools: Tools) -> None:
    """Reckon what the draft in the payload would bring about. One that waits for nothing has been reckoned."""
    try:
        _foresee(job, tools)
    except Exception as error:
        if isinstance(error, GiveUp) or job.attempts >= MOST_ATTEMPTS:
            with writing():
                drafting.fail(job.payload["draft"])
        raise


def _foresee(job: Claimed, tools: Tools) -> None:
    found = draft_queries.draft(job.payload["draft"])
    if found is None or found.state is not DraftState.RECKONING:
        return
    now = tools.world.now()
    try:
        reckoned = _reckon(found, _today(now), job, tools)
    except Refused as refused:
        raise GiveUp(str(refused)) from refused
    with writing():
        drafting.note(found.public_id, reckoned)


def _reckon(found: Draft, today: date, job: Claimed, tools: Tools) -> dict[str, Any]:
    """Plan for everybody in the old or the new audience, in parts, with no transaction open between them."""
    case, new = drafting.case_of(found, today)
    mark, ids = draft_queries.mark(case), draft_queries.concerned(case)
    minutes = draft_queries.minutes(new.subjects)
    before_minutes = draft_queries.minutes(case.before.subjects) if case.before else 0
    total = Sum()
    for start in range(0, len(ids), service.PEOPLE_AT_ONCE):
        for one in draft_queries.known(ids[start : start + service.PEOPLE_AT_ONCE]):
            total.add(one.member.person_id, outcome(one, case))
        database.session.rollback()
        with writing():
            done = min(start + service.PEOPLE_AT_ONCE, len(ids))
            progress(job.id, done=done, total=len(ids), now=tools.world.now())
    return {"turn": found.turn, "mark": mark, "numbers": numbers(total, case, minutes, before_minutes)} | _kept(found)


def _kept(found: Draft) -> dict[str, Any]:
    """The numbers that were shown before, where it was reckoned anew."""
    return {"before": found.consequences["before"]} if "before" in found.consequences else {}


def _today(now: datetime) -> date:
    """The organisation's day."""
    return now.astimezone(ZoneInfo(SiteMemory().site(now).zone)).date()
