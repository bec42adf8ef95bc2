"""Importing a roster: read, plan, and apply in short write transactions, each of which may be repeated."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from time import sleep
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from training.core import files
from training.core.db import database, writing
from training.core.digest import digest
from training.core.files import Upload
from training.core.permissions import Permission, Viewer
from training.core.site import SiteMemory
from training.core.text import text
from training.core.world import World
from training.people import applying, imports, roster_queries
from training.people.applying import Cause, Names
from training.people.imports import Applied
from training.people.planning import Plan, plan
from training.people.present import Present
from training.people.roster import Roster, read
from training.people.roster_checks import Choices
from training.people.summary import NOTHING, summarise

Item = TypeVar("Item")
Note = Callable[[int, int], None]
"""Told after each part, inside its transaction: parts done, parts in all."""

MANY, SOME = 500, 100
"""Rows of one transaction: of statements for many rows at once, and where each row leaves an event."""
SHOWN = 10
"""Changes of each kind that a terminal shows."""
BREATH = 0.015  # seconds between transactions, in which others write: SQLite lets whoever asks at the right moment


@dataclass(frozen=True)
class Planned:
    """A plan with what it was made from."""

    plan: Plan
    roster: Roster
    present: Present


def local_day(now: datetime) -> date:
    """Return the organisation's day."""
    zone = SiteMemory().site(now).zone
    database.session.rollback()
    return now.astimezone(ZoneInfo(zone or "UTC")).date()


def make_plan(content: bytes, choices: Choices) -> Planned:
    """Read a file and compare it with those who are known; no transaction is open meanwhile."""
    roster = read(content)
    present = roster_queries.present()
    database.session.rollback()
    return Planned(plan(roster, present, choices), roster, present)


def carry_out(made: Plan, cause: Cause, note: Note) -> None:
    """Apply a plan without faults. If it ends half-way, a plan made anew holds the rest."""
    work = _Work(note, _size(made))
    work.do(applying.open_sites, made.sites, SOME)
    work.do(applying.open_departments, made.departments, SOME)
    work.do(applying.reopen_departments, made.reopened, SOME)
    work.do(applying.release_addresses, made.released, MANY)
    work.do(applying.change_details, made.changed, MANY)
    work.do(applying.add_people, made.new, MANY)
    names = _names()
    work.do(partial(applying.change_memberships, names=names, cause=cause), made.stays, MANY // 2)
    work.do(partial(applying.open_accounts, names=names), made.accounts, MANY)
    work.do(partial(applying.take_leads, cause=cause), made.taken, SOME)
    work.do(partial(applying.give_leads, names=names, cause=cause), made.given, SOME)
    work.do(partial(applying.let_go, cause=cause), made.left, SOME)
    work.do(partial(applying.close_departments, cause=cause), made.closed, SOME)
    if work.total > MANY:
        with writing():
            applying.refresh_statistics()


def _names() -> Names:
    names = Names(roster_queries.person_ids(), roster_queries.departments(), roster_queries.sites())
    database.session.rollback()
    return names


def _size(made: Plan) -> int:
    steps: tuple[list[Any], ...] = (
        made.sites, made.departments, made.reopened, made.released, made.changed, made.new, made.stays, made.accounts,
        made.taken, made.given, made.left, made.closed,
    )  # fmt: skip
    return sum(len(step) for step in steps)


class _Work:
    def __init__(self, note: Note, total: int) -> None:
        self.note = note
        self.total = total
        self.done = 0

    def do(self, verb: Callable[[Sequence[Item]], None], items: Sequence[Item], size: int) -> None:
        for part in _parts(items, size):
            with writing():
                verb(part)
                self.done += len(part)
                self.note(self.done, self.total)
            sleep(BREATH)


def _parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


# --- from a page --------------------------------------------------------------------------------------------------


def receive(viewer: Viewer, sent: Upload, *, complete: bool, world: World) -> str:
    """Keep an uploaded file and have it planned; return the import's public id."""
    with writing():
        return imports.add_import(viewer, sent, complete=complete, now=world.now())


# --- from the command line ----------------------------------------------------------------------------------------


class End(StrEnum):
    """How an import from the command line ended. Only the first three are a success."""

    NOTHING = "nothing to change"
    PLANNED = "dry run"
    APPLIED = "applied"
    FAULTS = "faults"
    MANY_LEAVERS = "many leavers"


@dataclass(frozen=True)
class Order:
    """What the command line asks for. `name` is the file's."""

    name: str
    complete: bool = False
    dry_run: bool = False
    yes_many_leavers: bool = False


def import_file(content: bytes, order: Order, *, world: World, echo: Callable[[str], None]) -> End:
    """Plan a file and, unless it is a dry run or something speaks against it, apply it.

    `echo` is told the consequences, the faults with line and cure, and how far it is. Needs an application context and
    no open transaction. Raises errors of the database as they are: running it again goes on where it stopped.
    """
    now = world.now()
    cause = Cause(None, now, local_day(now))
    planned = make_plan(content, Choices(order.complete, cause.today))
    for line in report(planned):
        echo(line)
    end = _end(planned.plan, order)
    if end is End.APPLIED:
        carry_out(planned.plan, cause, _tenths(echo))
    if end in {End.APPLIED, End.NOTHING}:
        _record(content, order, planned, end, world)
    return end


def _tenths(echo: Callable[[str], None]) -> Note:
    """Return what tells how far it is, each time that another tenth is done."""
    told = 0

    def note(done: int, total: int) -> None:
        nonlocal told
        if done * 10 // total > told:
            told = done * 10 // total
            echo(f"{done} / {total}")

    return note


def _end(made: Plan, order: Order) -> End:
    if made.faults:
        return End.FAULTS
    if made.empty:
        return End.NOTHING
    if order.dry_run:
        return End.PLANNED
    return End.MANY_LEAVERS if made.many_leavers and not order.yes_many_leavers else End.APPLIED


def _record(content: bytes, order: Order, planned: Planned, end: End, world: World) -> None:
    now, permission = world.now(), str(Permission.ROSTER_IMPORT)
    with writing():
        if end is End.NOTHING:
            imports.note_unchanged(digest(content), now=now)
            return
        key = files.store(Upload(order.name, "text/csv", content), permission=permission, owner_id=None, now=now)
        summary = summarise(planned.plan, planned.roster, planned.present)
        imports.note_applied(Applied(key, order.complete, summary | {"file": key}), now=now)


def report(planned: Planned) -> Iterator[str]:
    """Yield the lines of a plan for a terminal: faults with their cures, or the numbers with the first of each kind."""
    made = planned.plan
    for fault in made.faults:
        yield f"line {fault.line or NOTHING}, {fault.column or NOTHING}: {fault.what} {fault.cure}"
    if made.faults:
        yield str(text("%(n)s faults: nothing was changed.", n=made.fault_count))
        return
    yield str(
        text("%(n)s people in the file, %(now)s on the roster now.", n=len(planned.roster.rows), now=made.present)
    )
    summary = summarise(made, planned.roster, planned.present)
    for kind, count in summary["counts"].items():
        yield f"{kind.replace('_', ' ')}: {count}"
        for line, about, before, after in summary["first"][kind][:SHOWN]:
            yield f"  {line or NOTHING:>6}  {about}: {before} → {after}"
    if made.empty:
        yield str(text("Nothing to change."))
