"""The jobs of people: plan a roster and apply it once somebody has agreed; once a day, let go who leaves."""

from datetime import datetime
from functools import partial
from typing import Any

from training.core import files
from training.core.db import database, writing
from training.core.errors import NotFound
from training.jobs import service as jobs
from training.jobs.rules import MOST_ATTEMPTS
from training.jobs.service import Claimed, NewJob
from training.jobs.worker import GiveUp, Handler, Tools
from training.people import importing, imports, roster_queries
from training.people.applying import Cause
from training.people.importing import Planned
from training.people.planning import Leaver, Plan
from training.people.roster_checks import Choices
from training.people.roster_queries import Order
from training.people.rules import DAILY, IMPORT_ROSTER, ImportState
from training.people.summary import summarise

PHASES = 3
"""Of planning: find the file, read and compare it, keep the plan."""


def import_roster(job: Claimed, tools: Tools) -> None:
    """Plan an import that waits for it, or apply one that was agreed to. Any other state: it has been done."""
    try:
        _carry_out(job, tools)
    except Exception as error:
        if isinstance(error, GiveUp) or job.attempts >= MOST_ATTEMPTS:
            with writing():
                imports.fail(job.payload["import"])
        raise


def _carry_out(job: Claimed, tools: Tools) -> None:
    order = roster_queries.order(job.payload["import"])
    database.session.rollback()
    if order is not None and order.state is ImportState.PLANNING:
        _plan(order, job, tools)
    elif order is not None and order.state is ImportState.APPLYING:
        _apply(order, job, tools)


def _plan(order: Order, job: Claimed, tools: Tools) -> None:
    _progress(job, tools, 1, PHASES)
    planned = _planned(order, tools)
    _progress(job, tools, 2, PHASES)
    _keep(order, planned, {"round": order.plan["round"]})


def _apply(order: Order, job: Claimed, tools: Tools) -> None:
    planned, begun = _planned(order, tools), order.plan.get("begun", False)
    if not begun and (planned.plan.faults or planned.plan.digest != order.plan["digest"]):
        # What was agreed to is not what would happen now: show the new plan beside the old one and ask again.
        before = order.plan.get("counts", {})
        _keep(order, planned, {"round": order.plan["round"] + 1, "before": before})
        return
    if planned.plan.faults:
        raise GiveUp("the file no longer fits the people who are known; a part of it was applied")
    with writing():
        imports.note_plan(order.public_id, order.plan | {"begun": True}, order.state, was=order.state)
    now = tools.world.now()
    cause = Cause(order.by_id, now, importing.local_day(now))
    importing.carry_out(planned.plan, cause, partial(_note, job, tools))
    with writing():
        imports.finish(order.public_id, by_id=order.by_id, now=tools.world.now())


def _planned(order: Order, tools: Tools) -> Planned:
    try:
        content = files.content(order.file_digest)
    except NotFound as error:
        raise GiveUp("the uploaded file is not there any more") from error
    choices = Choices(order.complete, importing.local_day(tools.world.now()))
    return importing.make_plan(content, choices)


def _keep(order: Order, planned: Planned, more: dict[str, Any]) -> None:
    summary = summarise(planned.plan, planned.roster, planned.present)
    state = ImportState.REFUSED if planned.plan.faults else ImportState.PLANNED
    with writing():
        imports.note_plan(order.public_id, summary | more | {"file": order.file_digest}, state, was=order.state)


def _progress(job: Claimed, tools: Tools, done: int, total: int) -> None:
    with writing():
        _note(job, tools, done, total)


def _note(job: Claimed, tools: Tools, done: int, total: int) -> None:
    jobs.progress(job.id, done=done, total=total, now=tools.world.now())


def daily(job: Claimed, tools: Tools) -> None:
    """Once a day: end what belongs to those whose day of leaving has come, and forget old rosters."""
    now = tools.world.now()
    cause = Cause(None, now, importing.local_day(now))
    due = roster_queries.due_leavers(cause.today)
    database.session.rollback()
    leavers = [Leaver(0, known, known.left_on or cause.today) for known in due]
    importing.carry_out(Plan(left=leavers), cause, partial(_note, job, tools))
    with writing():
        imports.forget_old(now=now)


def schedule(now: datetime) -> tuple[NewJob, ...]:
    """One daily job for each day."""
    return (NewJob(DAILY, now.date().isoformat()),)


HANDLERS: dict[str, Handler] = {IMPORT_ROSTER: import_roster, DAILY: daily}
