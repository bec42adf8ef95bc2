"""Makes the rows of some people's duties as they ought to be: reads and plans first, then writes set by set."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, update

from training.completion import queries, rollups
from training.completion.duties import Change, Kept, Known, Row
from training.completion.models import Assignment
from training.completion.planning import Differences, differences, wanted
from training.completion.queries import Book
from training.core.bulk import load
from training.core.db import database
from training.core.world import new_public_ids


@dataclass(frozen=True)
class Reconciled:
    """How many rows were written and retired: a duty that is said anew, as after a move, counts in both."""

    opened: int = 0
    ended: int = 0

    def __add__(self, other: "Reconciled") -> "Reconciled":
        return Reconciled(self.opened + other.opened, self.ended + other.ended)

    @property
    def changed(self) -> int:
        return self.opened + self.ended


@dataclass
class _Plan:
    """The differences of many people, gathered before anything is written."""

    retired: list[Kept] = field(default_factory=list)
    new: list[tuple[int, Row]] = field(default_factory=list)

    def take(self, person_id: int, found: Differences) -> None:
        self.retired.extend(found.retired)
        for row in found.new:
            self.new.append((person_id, row))


def settle(person_ids: Sequence[int], *, now: datetime, today: date, book: Book | None = None) -> Reconciled:
    """Write what is missing or wrong in the duties of some people. A second call writes nothing.

    Plans every cycle of every requirement of each of them: some ten microseconds for a duty that stands.
    """
    requirements = book or queries.book()
    found = _Plan()
    for one in queries.known(person_ids):
        _plan_for(one, requirements, today, found)
    _write(found, now=now, today=today)
    return Reconciled(len(found.new), len(found.retired))


def _plan_for(one: Known, requirements: Book, today: date, found: _Plan) -> None:
    kept: dict[int, list[Kept]] = defaultdict(list)
    for row in sorted(one.rows, key=lambda kept: kept.row.cycle):
        kept[row.row.requirement_id].append(row)
    for version in requirements.current:
        rows = kept.get(version.requirement_id, [])
        ought = wanted(one, version, [row.row for row in rows], requirements.grace, today)
        found.take(one.member.person_id, differences(rows, ought))


_table: Any = Assignment.__table__
_NEW = (*Row._fields, "public_id", "person_id", "recorded_at")
_RETIRE = update(_table).where(_table.c.id.in_(bindparam("ids", expanding=True))).values(retired_at=bindparam("at"))


def _write(found: _Plan, *, now: datetime, today: date) -> None:
    if found.retired:
        database.session.execute(_RETIRE, {"ids": [kept.id for kept in found.retired], "at": now})
    if found.new:
        named = zip(new_public_ids(len(found.new)), found.new, strict=True)
        load(_table, _NEW, [(*row, public_id, person_id, now) for public_id, (person_id, row) in named])
    _roll(found, today)


def _roll(found: _Plan, today: date) -> None:
    rollups.prepare({(row.department_id, row.requirement_id) for _person, row in found.new}, today=today)
    rollups.move(_changes(found))


def _changes(found: _Plan) -> Iterable[Change]:
    for kept in found.retired:
        yield Change(kept.row.weighed, None)
    for _person, row in found.new:
        yield Change(None, row.weighed)
