"""A file of what an older system knew: lines that can be trusted in themselves, or what is wrong with them. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from training.core.text import text
from training.people.roster import Reading
from training.people.roster_cells import day, line
from training.people.roster_lines import Columns, Faults, Wrong, open_sheet, records

EARLIEST = date(1990, 1, 1)
MOST_QUESTIONS = 10_000
LONGEST_NOTE = 1000

COLUMNS = Columns(
    needed=("person", "course", "date"),
    optional=("right", "asked", "valid_until", "note"),
    other_names={
        "person": (
            "external_id", "employee_id", "employee_number", "personnel_number", "staff_id", "person_id", "user",
            "username", "learner", "email", "e_mail", "mail", "email_address",
        ),
        "course": ("course_title", "course_name", "title", "module", "training", "activity", "slug"),
        "date": ("completed", "completed_on", "completion_date", "date_completed", "finished", "done_on", "day"),
        "right": ("score", "correct", "points", "result"),
        "asked": ("max_score", "questions", "out_of", "total"),
        "valid_until": ("expires", "expires_on", "expiry", "expiry_date", "valid_to"),
        "note": ("comment", "comments", "remark", "remarks"),
    },
    split=text("Split it by year, and bring in one part after the other."),
)  # fmt: skip


class Row(NamedTuple):
    """One completion as a line of the file tells it."""

    line: int
    person: str
    """The roster's key, or an e-mail address."""
    course: str
    day: date
    right: int | None
    asked: int | None
    until: date | None
    note: str

    def words(self) -> str:
        """The line's own words but for the person, whatever stood between its columns."""
        score = f"{self.right}/{self.asked}" if self.asked is not None else ""
        until = f"valid_until {self.until}" if self.until else ""
        return " · ".join(part for part in (self.course, str(self.day), score, until, self.note) if part)


@dataclass
class History:
    """A file that was read. What is `broken` concerns the file as a whole: then nothing of it may be applied."""

    rows: list[Row] = field(default_factory=list)
    count: int = 0
    """Lines, those with faults too."""
    unused: tuple[str, ...] = ()
    broken: Faults = field(default_factory=Faults)
    faults: Faults = field(default_factory=Faults)
    """Of single lines: they can be left out."""
    faulty: set[int] = field(default_factory=set)
    """Their numbers."""

    def fault(self, number: int, column: str, wrong: Wrong) -> None:
        """Note what is wrong with a line."""
        self.faults.wrong(number, column, wrong)
        self.faulty.add(number)


def read(content: bytes) -> History:
    """Read and check a file: every fault comes with its line and its cure."""
    history = History()
    sheet = open_sheet(content, history.broken, COLUMNS)
    if sheet is None:
        return history
    history.unused = sheet.unused
    reading = Reading(sheet, COLUMNS.names, PARSERS)
    for number, cells in records(sheet, history.broken):
        history.count += 1
        before = history.faults.total
        values, sound = reading.values(number, [*cells, ""], history.faults)
        if history.faults.total > before:
            history.faulty.add(number)
        if sound and _fits(row := Row(number, *values), history):
            history.rows.append(row)
    if not history.count and not history.broken:
        what = text("The file holds a header and nothing else.")
        history.broken.add(0, "", what, text("Export it again, with the completions."))
    return history


def _fits(row: Row, history: History) -> bool:
    wrong = _score(row) or _until(row)
    if wrong is not None:
        history.fault(row.line, *wrong)
    return wrong is None


def _score(row: Row) -> tuple[str, Wrong] | None:
    if (row.right is None) != (row.asked is None):
        column = "right" if row.right is None else "asked"
        what = text("Half of the score is missing.")
        return column, Wrong(what, text("Fill in right and asked, or leave both empty."))
    if row.right is not None and row.asked is not None and (row.asked == 0 or row.right > row.asked):
        what = text("A score of %(right)s of %(asked)s cannot be.", right=row.right, asked=row.asked)
        return "right", Wrong(what, text("Write how many answers were right, and of how many."))
    return None


def _until(row: Row) -> tuple[str, Wrong] | None:
    if row.until is not None and row.until < row.day:
        what = text("It ends, %(until)s, before it was done, %(day)s.", until=str(row.until), day=str(row.day))
        return "valid_until", Wrong(what, text("Put one of the two dates right."))
    return None


TITLES = Columns(
    needed=("title", "course"), optional=(), other_names={"title": ("old_title", "name"), "course": ("slug",)},
    split=COLUMNS.split,
)  # fmt: skip


def read_titles(content: bytes) -> tuple[dict[str, str], Faults]:
    """Read what old titles count as, from a file of two columns; an empty course leaves a title out."""
    faults = Faults()
    sheet = open_sheet(content, faults, TITLES)
    if sheet is None:
        return {}, faults
    told: dict[str, str] = {}
    reading = Reading(sheet, TITLES.names, {"title": _told, "course": line})
    for number, cells in records(sheet, faults):
        values, sound = reading.values(number, [*cells, ""], faults)
        if sound:
            told[values[0]] = values[1]
    return told, faults


# --- cells ------------------------------------------------------------------------------------------------------------

_WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{1,2}:\d{2}.*")
_WHOLE = re.compile(r"\d{1,5}")


def _told(cell: str) -> str:
    value = line(cell)
    if not value:
        raise Wrong(text("The cell is empty."), text("Fill it in, or remove the line."))
    return value


@lru_cache(16384)
def _day(cell: str) -> date:
    found = day(_WITH_TIME.sub(r"\1", _told(cell)))
    assert found is not None  # noqa: S101  an empty cell was refused
    if found < EARLIEST:
        what = text("%(day)s is before %(year)s.", day=str(found), year=EARLIEST.year)
        raise Wrong(what, text("Put the date right, or remove the line."))
    return found


@lru_cache(1024)
def _number(cell: str) -> int | None:
    value = line(cell)
    if value and not (_WHOLE.fullmatch(value) and int(value) <= MOST_QUESTIONS):
        what = text("“%(value)s” is not a number of answers.", value=value)
        raise Wrong(what, text("Write a whole number, or leave the cell empty. A share such as 85 % does not say it."))
    return int(value) if value else None


PARSERS: dict[str, Callable[[str], Any]] = {
    "person": _told,
    "course": lru_cache(4096)(_told),
    "date": _day,
    "right": _number,
    "asked": _number,
    "valid_until": day,
    "note": lambda cell: line(cell, LONGEST_NOTE),
}
