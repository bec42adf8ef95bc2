"""The verbs that keep the roll-ups true: move them with the facts, bring them to a day, rebuild them, compare them.

A roll-up counts the duties of one department itself by `status_now` on its own day `rolled_to`. Changes are weighed on
that day, in the database, so that nobody has to read a row before moving it. All writers take the rows in key order
and last, after the assignments: no two of them can wait for each other.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, bindparam, literal, update

from training.completion import corrections, states
from training.completion.duties import Change, Weighed
from training.completion.models import RollUp
from training.completion.rules import FiveParts
from training.core.db import database, insert, scoped

KEY = (RollUp.department_id, RollUp.requirement_id)
NAMES = tuple(part.name.lower() for part in states.PARTS)


class _Bound:
    """The six days as bound values, in the shape that the SQL forms of the status take."""

    valid_from: Any = bindparam("at_valid_from", type_=Date())
    valid_until: Any = bindparam("at_valid_until", type_=Date())
    due: Any = bindparam("at_due", type_=Date())
    done_on: Any = bindparam("at_done_on", type_=Date())
    exempt_from: Any = bindparam("at_exempt_from", type_=Date())
    exempt_until: Any = bindparam("at_exempt_until", type_=Date())


_table: Any = RollUp.__table__
_times = bindparam("at_times", type_=Integer())
_MOVE = (
    update(_table)
    .where(_table.c.department_id == bindparam("at_department"), _table.c.requirement_id == bindparam("at_requirement"))
    .values({
        name: _table.c[name] + _times * states.is_part(part, _Bound(), _table.c.rolled_to)
        for name, part in zip(NAMES, states.PARTS, strict=True)
    })
)  # fmt: skip


def move(changes: Iterable[Change]) -> None:
    """Move the roll-ups with changed duties, in the transaction of the change: one statement, run for each kind of row.

    Every department and requirement that a duty comes to must have its row: see `prepare`.
    """
    times: Counter[Weighed] = Counter()
    for change in changes:
        if change.before != change.after:
            if change.after:
                times[change.after] += 1
            if change.before:
                times[change.before] -= 1
    rows = [_values(duty, number) for duty, number in times.items() if number]
    # What comes goes before what leaves: no count is below nought in between.
    rows.sort(key=lambda row: (row["at_department"], row["at_requirement"], -row["at_times"]))
    if rows:
        database.session.execute(_MOVE, rows)


def _values(duty: Weighed, times: int) -> dict[str, Any]:
    return {
        "at_department": duty.department_id, "at_requirement": duty.requirement_id, "at_valid_from": duty.valid_from,
        "at_valid_until": duty.valid_until, "at_due": duty.due, "at_done_on": duty.done_on,
        "at_exempt_from": duty.exempt_from, "at_exempt_until": duty.exempt_until, "at_times": times,
    }  # fmt: skip


def prepare(keys: Iterable[tuple[int, int]], *, today: date) -> None:
    """Make the rows that are missing, as of today with nothing in them. Keys are (department id, requirement id)."""
    nothing: dict[str, Any] = dict.fromkeys(NAMES, 0) | {"rolled_to": today}
    rows = [
        nothing | {"department_id": department, "requirement_id": requirement}
        for department, requirement in sorted(set(keys))
    ]
    if rows:
        database.session.execute(insert(RollUp).on_conflict_do_nothing(index_elements=list(KEY)), rows)


_ROLL = (
    update(_table)
    .where(_table.c.department_id == bindparam("at_department"), _table.c.requirement_id == bindparam("at_requirement"))
    .values({name: _table.c[name] + bindparam(f"at_{name}", type_=Integer()) for name in NAMES})
)


def roll(today: date) -> int:
    """Bring all roll-ups to a day, from what fell due, opened, lapsed or was excused in between. Return how many moved.

    Costs as much as there are such duties, not as many as there are duties.
    """
    database.session.execute(corrections.LOCKED)
    moved = database.session.execute(corrections.CORRECTIONS, {"today": today}).all()
    rows = [
        {"at_department": row.department_id, "at_requirement": row.requirement_id}
        | {f"at_{name}": getattr(row, name) for name in NAMES}
        for row in sorted(moved, key=lambda row: (row.department_id, row.requirement_id))
    ]
    if rows:
        database.session.execute(_ROLL, rows)
    database.session.execute(update(_table).where(_table.c.rolled_to != today).values(rolled_to=today))
    return len(rows)


def rebuild(today: date) -> None:
    """Write all roll-ups anew from the facts as of a day: one GROUP BY.

    Rows are changed in place: a verb that waits for one of them must find it again and add its own change.
    """
    database.session.execute(corrections.LOCKED)
    database.session.execute(update(_table).values(dict.fromkeys(NAMES, 0) | {"rolled_to": today}))
    facts = corrections.counted_from_facts(today).add_columns(literal(today, Date()).label("rolled_to"))
    names = [*(column.key for column in KEY), *NAMES, "rolled_to"]
    anew = insert(RollUp).from_select(names, facts)
    changes = {name: anew.excluded[name] for name in (*NAMES, "rolled_to")}
    database.session.execute(scoped(anew.on_conflict_do_update(index_elements=list(KEY), set_=changes), by="system"))


class Difference(NamedTuple):
    """A roll-up that does not say what the facts say."""

    department_id: int
    requirement_id: int
    kept: FiveParts | None
    """None: there is no row at all."""
    counted: FiveParts


def differences() -> list[Difference]:
    """Compare every roll-up with the facts, each on its own day. An empty list is the only good answer."""
    rows = database.session.execute(corrections.DIFFERENCES)
    return [
        Difference(row[0], row[1], None if row[2] is None else FiveParts(*row[2:7]), FiveParts(*row[7:12]))
        for row in rows
    ]
