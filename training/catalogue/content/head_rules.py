"""What holds for every piece of content with an edition: its name, its claims, its review, its list of changes."""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from training.catalogue.content.marked import Document
from training.catalogue.content.problems import Problem, nearest, shown
from training.catalogue.content.schema import Clause, Serves
from training.catalogue.content.written import Change

_STRENGTHS = {"never": 0, "supports": 1, "part": 2, "full": 3}


class Head(Protocol):
    """What course.yaml, policy.yaml and kit.yaml have in common."""

    @property
    def id(self) -> str: ...
    @property
    def edition(self) -> int: ...
    @property
    def reviewed(self) -> date: ...
    @property
    def review_every(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of content, as these rules see it: the folder's name, what stands in it, and the clauses there are."""

    slug: str
    head: Head
    document: Document
    changes: tuple[Change, ...]
    clauses: Mapping[str, Clause]


def head_problems(piece: Piece, today: date) -> Iterator[Problem]:
    """Everything that is wrong with the name, the review and the changes."""
    yield from _name(piece)
    yield from _review(piece, today)
    yield from _edition(piece)
    yield from _local_words(piece)


def _name(piece: Piece) -> Iterator[Problem]:
    if piece.head.id != piece.slug:
        fix = f"write 'id: {shown(piece.slug)}', or rename the folder; an id is for ever"
        yield piece.document.place("id").error("C005", f"the id '{piece.head.id}' is not the name of the folder", fix)


def _review(piece: Piece, today: date) -> Iterator[Problem]:
    place = piece.document.place("reviewed")
    reviewed, every = piece.head.reviewed, piece.head.review_every
    if reviewed > today:
        yield place.error("C028", f"the review of {reviewed} lies ahead", "write the day on which it was last read")
    elif months_after(reviewed, int(every.split()[0])) < today:
        fix = "read it again as a whole, then write the day"
        yield place.warning("C025", f"the review of {reviewed} is older than {every}", fix)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(year, date.max.year)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _edition(piece: Piece) -> Iterator[Problem]:
    number = piece.head.edition
    told = [change.edition for change in piece.changes]
    if number not in told:
        fix = f"add '## Edition {number} (date)' to CHANGES.md, in words for learners"
        yield piece.document.place("edition").error("C029", f"CHANGES.md does not tell of edition {number}", fix)
    for change in piece.changes:
        if change.edition > number or told.count(change.edition) > 1:
            fix = "number the editions 1, 2, 3; the last one is the present one"
            yield change.place.error("C029", f"edition {change.edition} does not fit 'edition: {number}'", fix)


def _local_words(piece: Piece) -> Iterator[Problem]:
    """Local words are put into texts; a head is shown as it is written."""
    data = piece.document.data if isinstance(piece.document.data, dict) else {}
    for key, value in data.items():
        if "{{" in str(value):
            fix = "local words may stand in texts and questions only"
            yield piece.document.place(key).error("C032", f"a local word stands in the {key}", fix)


def claim_problems(piece: Piece, number: int, serves: Serves) -> Iterator[Problem]:
    """Say what is wrong with the claim that stands at `number` in the list `serves`."""
    clause = piece.clauses.get(serves.clause)
    place = piece.document.place("serves", number, "clause")
    if clause is None:
        fix = nearest(serves.clause, piece.clauses) or "see courses/frameworks/ for the clauses"
        yield place.error("C009", f"clause '{serves.clause}' does not exist", fix)
        return
    place = piece.document.place("serves", number, "strength")
    if clause.claim == "never":
        fix = "remove the entry; the register says why in 'note'"
        yield place.error("C024", f"nothing may claim {clause.citation}", fix)
    elif _STRENGTHS[serves.strength] > _STRENGTHS[clause.claim]:
        what = f"'{serves.strength}' is more than {clause.citation} allows"
        yield place.error("C024", what, f"write '{clause.claim}'")
