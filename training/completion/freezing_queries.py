"""Looks that freezing needs: the lines of a day as they were known at its end, and what has been frozen.

What was known at an instant is told by the rows themselves (`as_of_queries`): the same day gives the same lines for
ever, however late they are asked for.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import bindparam, select

from training.completion import as_of_queries, states
from training.completion.as_of import AsOf
from training.completion.as_of_queries import DAY
from training.completion.models import FigureLine, Figures
from training.completion.rules import FigureKind, FiveParts
from training.core.db import database

NAMES = tuple(part.name.lower() for part in states.PARTS)


class Line(NamedTuple):
    """The five parts of one department itself and one requirement."""

    department_id: int
    requirement_id: int
    done: int
    done_late: int
    exempt: int
    open: int
    overdue: int

    @property
    def parts(self) -> FiveParts:
        return FiveParts(*self[2:])


def lines(as_of: AsOf) -> list[Line]:
    """Return the five parts of every department and requirement as of a day, by key. One SELECT."""
    found = as_of_queries.parts(as_of)
    return [Line(*key, *(parts.of(state) for state in states.PARTS)) for key, parts in sorted(found.items())]


class Head(NamedTuple):
    """What was frozen and when, without its lines."""

    id: int
    public_id: str
    kind: FigureKind
    day: date
    frozen_at: datetime
    digest: str


_HEAD = (Figures.id, Figures.public_id, Figures.kind, Figures.day, Figures.frozen_at, Figures.digest)
HEADS = select(*_HEAD).order_by(Figures.id)
LINES = select(FigureLine.figures_id, *(getattr(FigureLine, name) for name in Line._fields)).order_by(
    FigureLine.figures_id, FigureLine.department_id, FigureLine.requirement_id
)
FROZEN = select(*_HEAD).where(Figures.kind == bindparam("kind"), Figures.day == DAY)


def frozen(kind: FigureKind, day: date) -> Head | None:
    """Return what was frozen of a day, or None. One SELECT."""
    row = database.session.execute(FROZEN, {"kind": kind, "day": day}).one_or_none()
    return Head(*row) if row else None


def all_frozen() -> Iterator[tuple[Head, list[Line]]]:
    """Yield all that was ever frozen with its lines by key. Two SELECTs; lines are read as they are asked for."""
    heads = [Head(*row) for row in database.session.execute(HEADS)]
    rows = database.session.execute(LINES, execution_options={"yield_per": 5000})
    groups = groupby(rows, key=itemgetter(0))
    found = next(groups, None)
    for head in heads:
        # Without a head no line can be: the database itself refuses it.
        if found is not None and found[0] == head.id:
            yield head, [Line(*row[1:]) for row in found[1]]
            found = next(groups, None)
        else:
            yield head, []
