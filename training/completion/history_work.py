"""The job of an import of history: plan it, apply it once somebody has agreed, or take it back."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from training.completion import history_importing, history_queries, history_service
from training.completion.history_importing import Planned, Run
from training.completion.history_queries import IMPORT_HISTORY, Import
from training.completion.rules import HistoryState
from training.core import files
from training.core.db import database, writing
from training.core.errors import NotFound
from training.core.site import SiteMemory
from training.jobs import service as jobs
from training.jobs.rules import MOST_ATTEMPTS
from training.jobs.service import Claimed
from training.jobs.worker import GiveUp, Handler, Tools


def import_history(job: Claimed, tools: Tools) -> None:
    """Carry out what an import waits for. Any other state: it has been done."""
    try:
        found = history_queries.order(job.payload["import"])
        database.session.rollback()
        if found is not None and found.state in _STEPS:
            _STEPS[found.state](found, job, tools)
    except Exception as error:
        if isinstance(error, GiveUp) or job.attempts >= MOST_ATTEMPTS:
            with writing():
                history_service.fail(job.payload["import"])
        raise


def _plan(found: Import, job: Claimed, tools: Tools) -> None:
    _keep(found, _planned(found, job, tools), 0)


def _apply(found: Import, job: Claimed, tools: Tools) -> None:
    planned = _planned(found, job, tools)
    if not found.begun and (planned.refused or planned.plan.digest != found.plan["digest"]):
        # What was agreed to is not what would happen now: show the new plan and ask again.
        _keep(found, planned, 1)
        return
    if planned.refused:
        raise GiveUp("the file cannot be read any more; a part of it was applied")
    with writing():
        at = history_service.begin(found.public_id, now=tools.world.now())
    run = Run(found.public_id, found.system, found.by_id, at, local_day(at))
    history_importing.carry_out(planned.plan, run, partial(_note, job, tools))
    with writing():
        history_service.finish(found.public_id, by_id=found.by_id, now=tools.world.now())


def _take_back(found: Import, job: Claimed, tools: Tools) -> None:
    now = tools.world.now()
    history_importing.undo(found, now=now, today=local_day(now), note=partial(_note, job, tools))
    with writing():
        history_service.finish_taking_back(found.public_id)


_STEPS: dict[HistoryState, Callable[[Import, Claimed, Tools], None]] = {
    HistoryState.PLANNING: _plan,
    HistoryState.APPLYING: _apply,
    HistoryState.TAKING_BACK: _take_back,
}


def _planned(found: Import, job: Claimed, tools: Tools) -> Planned:
    try:
        content = files.content(found.file_digest)
    except NotFound as error:
        raise GiveUp("the uploaded file is not there any more") from error
    finally:
        database.session.rollback()
    today, answers = local_day(tools.world.now()), found.plan.get("answers", {})
    note = partial(_look, job, tools)
    return history_importing.make_plan(content, found.system, answers, today=today, note=note)


def _keep(found: Import, planned: Planned, further: int) -> None:
    kept = {"round": found.plan["round"] + further, "answers": found.plan.get("answers", {}), "anew": bool(further)}
    state = HistoryState.REFUSED if planned.refused else HistoryState.PLANNED
    with writing():
        history_service.note_plan(found.public_id, planned.summary | kept, state, was=found.state)


def local_day(now: datetime) -> date:
    """Return the organisation's day."""
    zone = SiteMemory().site(now).zone
    database.session.rollback()
    return now.astimezone(ZoneInfo(zone or "UTC")).date()


def _look(job: Claimed, tools: Tools, done: int, total: int) -> None:
    with writing():
        _note(job, tools, done, total)


def _note(job: Claimed, tools: Tools, done: int, total: int) -> None:
    jobs.progress(job.id, done=done, total=total, now=tools.world.now())


HANDLERS: dict[str, Handler] = {IMPORT_HISTORY: import_history}
