"""What a reader of a list asks for: which part, after which row. Pure: addresses in, values out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from training.completion.cuts import WHOLE, Cut, cut_from
from training.completion.rules import Status

FIRST_DAY = date(1, 1, 1)
_PLACE = re.compile(r"([1-9][0-9]{0,8})-([0-4])-([0-9]{4}-[0-9]{2}-[0-9]{2})-([0-9a-z]{12})")


@dataclass(frozen=True)
class Place:
    """Where a reader left off: after which row, as it stood then, and how many came before. It names no person."""

    number: int = 0
    rank: int = -1
    due: date = FIRST_DAY
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.number}-{self.rank}-{self.due.isoformat()}-{self.mark}" if self.mark else ""


BEGINNING = Place()


@dataclass(frozen=True)
class Wish:
    """Which people of a requirement: all or one part, after whom, how many at once, and of which site or the like."""

    slug: str
    part: Status | None = None
    after: Place = BEGINNING
    limit: int = 10
    cut: Cut = WHOLE


def wish_from(slug: str, asked: Mapping[str, str]) -> Wish:
    """Read `part`, `after` and the cut of an address. What cannot be read is as if it had not been asked for."""
    part = asked.get("part", "")
    known = Status(part) if part in {one.value for one in Status} else None
    return Wish(slug, known, _place(asked.get("after", "")), cut=cut_from(asked))


def _place(text: str) -> Place:
    found = _PLACE.fullmatch(text)
    if found is None:
        return BEGINNING
    try:
        due = date.fromisoformat(found[3])
    except ValueError:
        return BEGINNING
    return Place(int(found[1]), int(found[2]), due, found[4])
