"""Makes the rows of some people's duties as they ought to be: reads and plans first, then writes set by set."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, update

from training.completion import queries, rollups
from training.completion.models import Assignment
from training.completion.planning import Change, Differences, Kept, Known, Row, differences, wanted
from training.completion.queries import Book
from training.core.db import database
from training.core.world import new_public_id


@dataclass(frozen=True)
class Reconciled:
    """What was written: duties opened, ended or said anew, and those on which something is now projected otherwise."""

    opened: int = 0
    ended: int = 0
    moved: int = 0

    def __add__(self, other: "Reconciled") -> "Reconciled":
        return Reconciled(self.opened + other.opened, self.ended + other.ended, self.moved + other.moved)

    @property
    def changed(self) -> int:
        return self.opened + self.ended + self.moved


@dataclass
class _Plan:
    """The differences of many people, gathered before anything is written."""

    retired: list[Kept] = field(default_factory=list)
    new: list[tuple[int, Row]] = field(default_factory=list)
    moved: list[tuple[Kept, Row]] = field(default_factory=list)

    def take(self, person_id: int, found: Differences) -> None:
        self.retired.extend(found.retired)
        self.new.extend((person_id, row) for row in found.new)
        self.moved.extend(found.moved)


def settle(person_ids: Sequence[int], *, now: datetime, today: date, book: Book | None = None) -> Reconciled:
    """Write what is missing or wrong in the duties of some people. A second call writes nothing.

    Plans every cycle of every requirement of each of them: some ten microseconds for a duty that stands.
    """
    requirements = book or queries.book()
    found = _Plan()
    for one in queries.known(person_ids):
        _plan_for(one, requirements, today, found)
    _write(found, now=now, today=today)
    return Reconciled(len(found.new), len(found.retired), len(found.moved))


def _plan_for(one: Known, requirements: Book, today: date, found: _Plan) -> None:
    kept: dict[int, list[Kept]] = defaultdict(list)
    for row in sorted(one.rows, key=lambda kept: kept.row.cycle):
        kept[row.row.requirement_id].append(row)
    for version in requirements.current:
        rows = kept.get(version.requirement_id, [])
        ought = wanted(one, version, [row.row for row in rows], requirements.grace, today)
        found.take(one.member.person_id, differences(rows, ought))


_table: Any = Assignment.__table__
_PROJECTED = ("department_id", "completion_id", "done_on", "exempt_from", "exempt_until")
_RETIRE = update(_table).where(_table.c.id.in_(bindparam("ids", expanding=True))).values(retired_at=bindparam("at"))
_MOVE = (
    update(_table)
    .where(_table.c.id == bindparam("at_id"))
    .values({name: bindparam(f"at_{name}", type_=_table.c[name].type) for name in _PROJECTED})
)


def _write(found: _Plan, *, now: datetime, today: date) -> None:
    if found.retired:
        database.session.execute(_RETIRE, {"ids": [kept.id for kept in found.retired], "at": now})
    if found.new:
        database.session.execute(insert(_table), [_new(person_id, row, now) for person_id, row in found.new])
    if found.moved:
        database.session.execute(_MOVE, [_moved(kept, row) for kept, row in found.moved])
    _roll(found, today)


def _new(person_id: int, row: Row, now: datetime) -> dict[str, Any]:
    return row._asdict() | {"public_id": new_public_id(), "person_id": person_id, "recorded_at": now}


def _moved(kept: Kept, row: Row) -> dict[str, Any]:
    return {"at_id": kept.id} | {f"at_{name}": getattr(row, name) for name in _PROJECTED}


def _roll(found: _Plan, today: date) -> None:
    coming = [row for _person, row in found.new] + [row for _kept, row in found.moved]
    rollups.prepare({(row.department_id, row.requirement_id) for row in coming}, today=today)
    rollups.move(_changes(found))


def _changes(found: _Plan) -> Iterable[Change]:
    for kept in found.retired:
        yield Change(kept.row.weighed, None)
    for _person, row in found.new:
        yield Change(None, row.weighed)
    for kept, row in found.moved:
        yield Change(kept.row.weighed, row.weighed)
