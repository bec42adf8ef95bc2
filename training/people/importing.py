"""Importing a roster: read, plan, and apply in short write transactions, each of which may be repeated."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from time import sleep
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from training.core.db import database, writing
from training.core.site import SiteMemory
from training.people import applying, roster_queries
from training.people.applying import Cause, Names
from training.people.planning import Plan, plan
from training.people.present import Present
from training.people.roster import Roster, read
from training.people.roster_checks import Choices

Item = TypeVar("Item")
Note = Callable[[int, int], None]
"""Told after each part, inside its transaction: parts done, parts in all."""

MANY, SOME = 500, 100
"""Rows of one transaction: of statements for many rows at once, and where each row leaves an event."""
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
    work.do(partial(applying.change_memberships, names=names, cause=cause), made.stays, MANY)
    work.do(partial(applying.open_accounts, names=names), made.accounts, MANY)
    work.do(partial(applying.take_leads, cause=cause), made.taken, SOME)
    work.do(partial(applying.give_leads, names=names, cause=cause), made.given, SOME)
    work.do(partial(applying.let_go, cause=cause), made.left, SOME)
    work.do(partial(applying.close_departments, cause=cause), made.closed, SOME)


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
