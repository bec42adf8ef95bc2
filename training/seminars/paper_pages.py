"""What is printed for the day: the sheet on which people sign, and badges. Neither holds an address or a need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from training.seminars.desk_pages import listed_name, when_words
from training.seminars.passes import Pass, pass_of
from training.seminars.roster_queries import Comer, DeskSession
from training.seminars.rules import AFTER, State

Line = TypeVar("Line")
A_SHEET_OF_BADGES = 10
ROWS_OF_A_PAGE = 13
EMPTY_ROWS = 6
"""For those who come without a registration."""


@dataclass(frozen=True)
class Row:
    """One line of the sheet, or one badge."""

    number: int
    name: str
    house: str
    door: Pass


@dataclass(frozen=True)
class SheetPage:
    """A page of paper with its number; `empty` are the numbers of lines without a name."""

    number: int
    rows: tuple[Row, ...]
    empty: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paper:
    title: str
    over: str
    public_id: str
    all: int
    pages: tuple[SheetPage, ...]


def sign_in_sheet(one: DeskSession, comers: Sequence[Comer]) -> Paper:
    """Build the sheet: everybody with a seat by name, then empty lines."""
    rows = _rows(comers)
    lines: list[Row | int] = [*rows, *(len(rows) + more for more in range(1, EMPTY_ROWS + 1))]
    pages = [
        SheetPage(
            number, tuple(line for line in part if isinstance(line, Row)),
            tuple(line for line in part if isinstance(line, int)),
        )
        for number, part in enumerate(_parts(lines, ROWS_OF_A_PAGE), start=1)
    ]  # fmt: skip
    return Paper(one.title, when_words(one), one.public_id, len(pages), tuple(pages))


def badges(one: DeskSession, comers: Sequence[Comer]) -> Paper:
    """Build the sheets of badges, ten to a page."""
    parts = list(_parts(_rows(comers), A_SHEET_OF_BADGES))
    pages = tuple(SheetPage(number, tuple(part)) for number, part in enumerate(parts, start=1))
    return Paper(one.title, when_words(one), one.public_id, len(pages), pages)


def _rows(comers: Sequence[Comer]) -> list[Row]:
    seated = sorted((c for c in comers if c.state in AFTER | {State.BOOKED}), key=lambda c: listed_name(c).casefold())
    return [
        Row(number, listed_name(one), one.house, pass_of(one.registration))
        for number, one in enumerate(seated, start=1)
    ]


def _parts(lines: Sequence[Line], size: int) -> Iterator[Sequence[Line]]:
    for start in range(0, len(lines), size):
        yield lines[start : start + size]
