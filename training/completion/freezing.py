"""The verb that freezes the five parts of a day, and the check that they are still what was frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from training.audit.service import Happening, record
from training.completion import freezing_queries
from training.completion.as_of import AsOf
from training.completion.freezing_queries import Head, Line
from training.completion.models import FigureLine, Figures
from training.completion.rules import FigureKind
from training.core.bulk import load
from training.core.db import database, insert
from training.core.digest import canonical, digest
from training.core.world import new_public_id

_LINES: Any = FigureLine.__table__


@dataclass(frozen=True)
class NewFigures:
    """The five parts of a day as they were known at its end, with the lines that `freezing_queries` finds for it."""

    kind: FigureKind
    as_of: AsOf
    lines: Sequence[Line]


def freeze(new: NewFigures, *, now: datetime) -> int | None:
    """Freeze them for ever and return their id; None where they were frozen before, or where nothing was asked.

    What was known at a past instant never changes, so the lines are counted before, without the write lock.
    """
    if not new.lines:
        return None
    row = {
        "public_id": new_public_id(), "kind": new.kind, "day": new.as_of.day, "frozen_at": new.as_of.known_at,
        "digest": digest_of(new.kind, new.as_of.day, new.as_of.known_at, new.lines),
    }  # fmt: skip
    once = insert(Figures).values(row).on_conflict_do_nothing(index_elements=[Figures.kind, Figures.day])
    figures_id = database.session.execute(once.returning(Figures.id)).scalar_one_or_none()
    if figures_id is None:
        return None
    lines = [(figures_id, *line) for line in new.lines]
    load(_LINES, ("figures_id", *Line._fields), lines)
    detail = {"kind": new.kind.value, "day": new.as_of.day.isoformat(), "digest": row["digest"]}
    record(Happening("figures-frozen", "figures", figures_id, detail), actor_id=None, now=now)
    return int(figures_id)


def digest_of(kind: FigureKind, day: date, known_at: datetime, lines: Sequence[Line]) -> str:
    """Return SHA-256 over the kind, the day, the instant and every line, in 64 hexadecimal digits."""
    ordered = sorted(list(line) for line in lines)
    return digest(canonical([kind.value, day.isoformat(), known_at.astimezone(UTC).isoformat(), ordered]))


def tampered() -> list[Head]:
    """Return what no longer is as it was frozen. An empty list is the only good answer."""
    return [
        head
        for head, lines in freezing_queries.all_frozen()
        if head.digest != digest_of(head.kind, head.day, head.frozen_at, lines)
    ]
