"""What more completions would do to somebody's duties, before anything is written. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from training.completion.duties import Completed, Known, Row, Version
from training.completion.planning import wanted


@dataclass(frozen=True)
class Effects:
    """Duties that become done, and duties that stay open and are due on another day."""

    done: int = 0
    moved: int = 0

    def __add__(self, other: "Effects") -> "Effects":
        return Effects(self.done + other.done, self.moved + other.moved)


class _Outlook(NamedTuple):
    """How one duty looks on a day: whether what counts now is done, and when something is due next."""

    done: bool
    due: date | None


def foresee(
    known: Known, coming: Iterable[tuple[int, date]], versions: Sequence[Version], grace: Mapping[int, int], today: date
) -> Effects:
    """Tell what completions (subject, day) of somebody would do, on top of what they have done.

    `versions` are all requirements as they are now; `grace` says how many days of grace each version gives.
    """
    new = [Completed(subject_id, day, -number) for number, (subject_id, day) in enumerate(coming, start=1)]
    subjects = {one.subject_id for one in new}
    after = replace(known, completed=[*known.completed, *new])
    found = Effects()
    for version in versions:
        if version.subjects & subjects:
            rows = [kept.row for kept in known.rows if kept.row.requirement_id == version.requirement_id]
            looks = [_outlook(_rows(one, version, rows, grace, today), today) for one in (known, after)]
            found += _effect(*looks)
    return found


def _rows(known: Known, version: Version, rows: list[Row], grace: Mapping[int, int], today: date) -> list[Row]:
    return wanted(known, version, sorted(rows, key=lambda row: row.cycle), grace, today)


def _outlook(rows: Sequence[Row], today: date) -> _Outlook:
    living = [row for row in rows if row.valid_until is None or row.valid_until > today]
    done = any(row.done_on is not None and row.valid_from <= today for row in living)
    return _Outlook(done, min((row.due for row in living if row.done_on is None), default=None))


def _effect(before: _Outlook, after: _Outlook) -> Effects:
    if after.done and not before.done:
        return Effects(done=1)
    return Effects(moved=int(before.due != after.due))
