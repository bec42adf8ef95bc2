"""The verbs of one roster import: add it, note its plan, say yes to it, discard it, finish it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core import files
from training.core.db import database
from training.core.errors import Conflict, NotFound, Refused
from training.core.files import Upload
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.core.world import new_public_id
from training.jobs.service import NewJob, add
from training.people import roster_queries
from training.people.models import RosterImport
from training.people.rules import IMPORT_KEPT, IMPORT_ROSTER, ImportState, applying_key, planning_key

RECONCILE = "completion.reconcile"
"""The job that gives newcomers their duties and ends those of leavers; its room stands above this one."""


@dataclass(frozen=True)
class Yes:
    """What somebody agrees to: the plan as they saw it and, where more than a tenth leaves, that too."""

    digest: str
    many_leavers: bool = False


def add_import(viewer: Viewer, sent: Upload, *, complete: bool, now: datetime) -> str:
    """Keep an uploaded file and have it planned; return the import's public id."""
    roster_queries.check_everywhere(viewer)
    permission = str(Permission.ROSTER_IMPORT)
    key = files.store(sent, permission=permission, owner_id=viewer.person_id, now=now)
    row = RosterImport(
        public_id=new_public_id(), file_digest=key, complete=complete, state=ImportState.PLANNING, plan={"round": 1},
        uploaded_by_id=viewer.person_id, uploaded_at=now,
    )  # fmt: skip
    database.session.add(row)
    database.session.flush()
    add(NewJob(IMPORT_ROSTER, planning_key(row.public_id), {"import": row.public_id}), now=now)
    record(Happening("roster-uploaded", "roster-import", row.id, {"file": key}), actor_id=viewer.person_id, now=now)
    return row.public_id


def note_plan(public_id: str, summary: dict[str, Any], state: ImportState, *, was: ImportState) -> None:
    """Keep what the page shows of a plan, unless the import was discarded meanwhile."""
    change = update(RosterImport).where(RosterImport.public_id == public_id, RosterImport.state == was)
    database.session.execute(change.values(state=state, plan=summary))


def confirm(viewer: Viewer, public_id: str, yes: Yes, *, now: datetime) -> None:
    """Say yes to a plan: it is applied by a job. Raises NotFound, Conflict, or Refused at `many_leavers`."""
    found = roster_queries.import_for(viewer, public_id)
    if found.state is not ImportState.PLANNED or found.plan["digest"] != yes.digest:
        raise Conflict(text("The plan has changed since you saw it. Go back and read it again."))
    if found.plan["many_leavers"] and not yes.many_leavers:
        raise Refused("many_leavers", text("Confirm that so many people have left"))
    if roster_queries.another_applies(public_id):
        raise Refused("", text("Another roster is being applied. Wait until it is done, then try again."))
    _move(public_id, ImportState.PLANNED, ImportState.APPLYING)
    add(NewJob(IMPORT_ROSTER, applying_key(public_id, found.plan["round"]), {"import": public_id}), now=now)
    record(Happening("roster-confirmed", "roster-import", found.id), actor_id=viewer.person_id, now=now)


def discard(viewer: Viewer, public_id: str, *, now: datetime) -> None:
    """Lay a plan aside: nothing of it happens. Raises NotFound, or Conflict if it was applied meanwhile."""
    found = roster_queries.import_for(viewer, public_id)
    if found.state not in {ImportState.PLANNED, ImportState.REFUSED, ImportState.PLANNING}:
        raise Conflict(text("This import has been applied already."))
    _move(public_id, found.state, ImportState.DISCARDED)
    record(Happening("roster-discarded", "roster-import", found.id), actor_id=viewer.person_id, now=now)


def _move(public_id: str, old: ImportState, new: ImportState) -> None:
    change = update(RosterImport).where(RosterImport.public_id == public_id, RosterImport.state == old)
    if database.session.execute(change.values(state=new).returning(RosterImport.id)).scalar_one_or_none() is None:
        raise Conflict(text("Somebody else was faster. Go back and read the plan again."))


def fail(public_id: str) -> None:
    """Note that an import was given up: planning it, or applying the rest of it."""
    running = RosterImport.state.in_([ImportState.PLANNING, ImportState.APPLYING])
    change = update(RosterImport).where(RosterImport.public_id == public_id, running)
    database.session.execute(change.values(state=ImportState.FAILED))


def finish(public_id: str, *, by_id: int | None, now: datetime) -> None:
    """Note that an import was applied, and have everybody's duties worked out again."""
    change = update(RosterImport).where(RosterImport.public_id == public_id)
    applied = change.values(state=ImportState.APPLIED, applied_at=now).returning(RosterImport.id, RosterImport.plan)
    row = database.session.execute(applied).one_or_none()
    if row is None:
        raise NotFound
    detail = {"counts": row.plan.get("counts", {}), "file": row.plan.get("file", "")}
    record(Happening("roster-applied", "roster-import", row.id, detail), actor_id=by_id, now=now)
    add(NewJob(RECONCILE, f"roster:{public_id}"), now=now)


@dataclass(frozen=True)
class Applied:
    """An import from the command line, which has no page until it is done."""

    file_digest: str
    complete: bool
    summary: dict[str, Any]


def note_applied(applied: Applied, *, now: datetime) -> str:
    """Put an import from the command line on the list of imports, and have duties worked out; return its public id."""
    public_id = new_public_id()
    row = RosterImport(
        public_id=public_id, file_digest=applied.file_digest, complete=applied.complete, state=ImportState.APPLYING,
        plan=applied.summary, uploaded_by_id=None, uploaded_at=now,
    )  # fmt: skip
    database.session.add(row)
    database.session.flush()
    finish(public_id, by_id=None, now=now)
    return public_id


def forget_old(*, now: datetime) -> int:
    """Drop the files and the names of imports whose time is over; return how many. What was counted stays."""
    old = roster_queries.old_imports(now - IMPORT_KEPT)
    for one in old:
        state = ImportState.DISCARDED if one.state is ImportState.PLANNED else one.state
        bare = one.plan | {"first": {}, "faults": [], "forgotten": True}
        change = update(RosterImport).where(RosterImport.id == one.id)
        database.session.execute(change.values(plan=bare, state=state))
    files.forget([one.file_digest for one in old])
    return len(old)


def note_unchanged(file_digest: str, *, now: datetime) -> None:
    """Note that a file from the command line changed nothing: only the log learns of it."""
    record(Happening("roster-unchanged", "roster-import", None, {"file": file_digest}), actor_id=None, now=now)
