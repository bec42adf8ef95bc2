"""The verbs of one import of history: add it, match its titles, say yes to it, discard it, take it back, finish it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from training.audit.service import Happening, record
from training.completion import history_queries
from training.completion.history_planning import job_key
from training.completion.history_queries import IMPORT_HISTORY, Import
from training.completion.models import HistoryImport
from training.completion.rules import HistoryState
from training.core import files
from training.core.db import database
from training.core.errors import Conflict, NotFound, Refused
from training.core.files import Upload
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.core.world import new_public_id
from training.jobs.service import NewJob, add

KEPT = timedelta(days=90)
"""So long the file and the names in its plan are kept; what was recorded stays."""
KIND = "history-import"


@dataclass(frozen=True)
class Yes:
    """What somebody agrees to: the plan as they saw it, and that people or lines of it stay out."""

    digest: str
    without_strangers: bool = False
    without_faulty: bool = False


def add_import(viewer: Viewer, sent: Upload, system: str, *, now: datetime) -> str:
    """Keep an uploaded file and have it planned; return the import's public id."""
    history_queries.check_everywhere(viewer)
    permission = str(Permission.HISTORY_IMPORT)
    key = files.store(sent, permission=permission, owner_id=viewer.person_id, now=now)
    found = _new(key, system, viewer.person_id, HistoryState.PLANNING, now)
    found.plan = {"round": 1, "answers": history_queries.earlier_answers(system)}
    database.session.flush()
    _job(found.public_id, HistoryState.PLANNING, 1, now)
    record(Happening("history-uploaded", KIND, found.id, {"file": key}), actor_id=viewer.person_id, now=now)
    return found.public_id


def _new(file_digest: str, system: str, by_id: int | None, state: HistoryState, now: datetime) -> HistoryImport:
    row = HistoryImport(
        public_id=new_public_id(), file_digest=file_digest, system=system, state=state, plan={"round": 1},
        uploaded_by_id=by_id, uploaded_at=now,
    )  # fmt: skip
    database.session.add(row)
    database.session.flush()
    return row


def _job(public_id: str, state: HistoryState, number: int, now: datetime) -> None:
    add(NewJob(IMPORT_HISTORY, job_key(public_id, state, number), {"import": public_id}), now=now)


def note_plan(public_id: str, plan: Mapping[str, Any], state: HistoryState, *, was: HistoryState) -> None:
    """Keep what the page shows of a plan, unless the import was discarded meanwhile."""
    change = update(HistoryImport).where(HistoryImport.public_id == public_id, HistoryImport.state == was)
    database.session.execute(change.values(state=state, plan=dict(plan)))


def match(viewer: Viewer, public_id: str, answers: Mapping[str, str], *, digest: str, now: datetime) -> None:
    """Say what old titles count as (empty: they are left out), and have the plan made anew."""
    found = _seen(viewer, public_id, digest)
    number = found.plan["round"] + 1
    kept = dict(found.plan.get("answers", {})) | dict(answers)
    _move(public_id, HistoryState.PLANNED, HistoryState.PLANNING, {"round": number, "answers": kept})
    _job(public_id, HistoryState.PLANNING, number, now)
    record(Happening("history-matched", KIND, found.id), actor_id=viewer.person_id, now=now)


def confirm(viewer: Viewer, public_id: str, yes: Yes, *, now: datetime) -> None:
    """Say yes to a plan: it is applied by a job. Raises NotFound, Conflict, or Refused at what needs its own yes."""
    found = _seen(viewer, public_id, yes.digest)
    counts = found.plan["counts"]
    if any(title["open"] for title in found.plan["titles"]):
        raise Refused("", text("Say first what each of the old titles counts as."))
    if counts["strangers"] and not yes.without_strangers:
        raise Refused("without_strangers", text("Confirm that these people stay out, or put the file right"))
    if counts["faulty"] and not yes.without_faulty:
        raise Refused("without_faulty", text("Confirm that these lines stay out, or put the file right"))
    _check_free(public_id)
    _move(public_id, HistoryState.PLANNED, HistoryState.APPLYING, found.plan)
    _job(public_id, HistoryState.APPLYING, found.plan["round"], now)
    record(Happening("history-confirmed", KIND, found.id), actor_id=viewer.person_id, now=now)


def _seen(viewer: Viewer, public_id: str, digest: str) -> Import:
    found = history_queries.import_for(viewer, public_id)
    if found.state is not HistoryState.PLANNED or found.plan["digest"] != digest:
        raise Conflict(text("The plan has changed since you saw it. Go back and read it again."))
    return found


def _check_free(public_id: str) -> None:
    if history_queries.another_runs(public_id):
        raise Refused("", text("Another import is running. Wait until it is done, then try again."))


def discard(viewer: Viewer, public_id: str, *, now: datetime) -> None:
    """Lay a plan aside: nothing of it happens. Raises NotFound, or Conflict if it was applied meanwhile."""
    found = history_queries.import_for(viewer, public_id)
    if found.state not in {HistoryState.PLANNED, HistoryState.REFUSED, HistoryState.PLANNING}:
        raise Conflict(text("This import has been applied already."))
    _move(public_id, found.state, HistoryState.DISCARDED, found.plan)
    record(Happening("history-discarded", KIND, found.id), actor_id=viewer.person_id, now=now)


def take_back(viewer: Viewer, public_id: str, reason: str, *, now: datetime) -> None:
    """Have everything that an import recorded taken back by a job. Raises NotFound, Conflict or Refused."""
    found = history_queries.import_for(viewer, public_id)
    if found.state not in {HistoryState.APPLIED, HistoryState.FAILED} or not found.begun:
        raise Conflict(text("There is nothing of this import to take back."))
    _check_free(public_id)
    number = found.plan.get("round", 1) + 1
    back = {"reason": reason, "by": viewer.name, "by_id": viewer.person_id, "at": now.isoformat()}
    _move(public_id, found.state, HistoryState.TAKING_BACK, found.plan | {"round": number, "taken_back": back})
    _job(public_id, HistoryState.TAKING_BACK, number, now)
    detail = {"reason": reason}
    record(Happening("history-taken-back", KIND, found.id, detail), actor_id=viewer.person_id, now=now)


def _move(public_id: str, old: HistoryState, new: HistoryState, plan: Mapping[str, Any]) -> None:
    change = update(HistoryImport).where(HistoryImport.public_id == public_id, HistoryImport.state == old)
    moved = change.values(state=new, plan=dict(plan)).returning(HistoryImport.id)
    if database.session.execute(moved).scalar_one_or_none() is None:
        raise Conflict(text("Somebody else was faster. Go back and read the plan again."))


# --- what the job says ------------------------------------------------------------------------------------------------


def begin(public_id: str, *, now: datetime) -> datetime:
    """Return the instant at which this run records: one of its own, by which its facts are found again."""
    found = history_queries.order(public_id)
    if found is None:
        raise NotFound
    last = history_queries.last_instant()
    at = now if last is None or last < now else last + timedelta(microseconds=1)
    instants = [*found.plan.get("instants", ()), at.isoformat()]
    note_plan(public_id, found.plan | {"instants": instants}, found.state, was=found.state)
    return at


def finish(public_id: str, *, by_id: int | None, now: datetime) -> None:
    """Note that an import was applied."""
    found = history_queries.order(public_id)
    if found is None:
        raise NotFound
    change = update(HistoryImport).where(HistoryImport.public_id == public_id)
    database.session.execute(change.values(state=HistoryState.APPLIED, applied_at=now))
    detail = {"counts": found.plan.get("counts", {}), "file": found.file_digest}
    record(Happening("history-applied", KIND, found.id, detail), actor_id=by_id, now=now)


def finish_taking_back(public_id: str) -> None:
    """Note that all of an import was taken back."""
    change = update(HistoryImport).where(HistoryImport.public_id == public_id)
    database.session.execute(change.values(state=HistoryState.TAKEN_BACK))


def fail(public_id: str) -> None:
    """Note that an import was given up: planning it, applying the rest of it, or taking it back."""
    change = update(HistoryImport).where(
        HistoryImport.public_id == public_id, HistoryImport.state.in_(history_queries.RUNNING)
    )
    database.session.execute(change.values(state=HistoryState.FAILED))


def add_begun(sent: Upload, system: str, plan: Mapping[str, Any], *, now: datetime) -> str:
    """Put an import from the command line on the list. It counts as stopped until it is finished."""
    key = files.store(sent, permission=str(Permission.HISTORY_IMPORT), owner_id=None, now=now)
    row = _new(key, system, None, HistoryState.FAILED, now)
    row.plan = {"round": 1, **plan}
    database.session.flush()
    return row.public_id


def forget_old(*, now: datetime) -> int:
    """Drop the files and the names of imports whose time is over; return how many. What was recorded stays."""
    old = history_queries.old_imports(now - KEPT)
    for one in old:
        state = HistoryState.DISCARDED if one.state is HistoryState.PLANNED else one.state
        bare = one.plan | {"first": [], "faults": [], "strangers": [], "forgotten": True}
        change = update(HistoryImport).where(HistoryImport.id == one.id)
        database.session.execute(change.values(plan=bare, state=state))
    files.forget([one.file_digest for one in old])
    return len(old)
