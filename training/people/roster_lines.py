"""A file of lines: bytes, text, records under known columns; each fault with its line and its cure. Pure.

The roster is one such file; what an older system knew (completion.history_lines) is another.
"""

import codecs
import csv
import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from training.core.tables import plain_cell
from training.core.text import Text, text

LARGEST = 20 * 1024 * 1024
"""Bytes of one file."""
MOST_ROWS = 200_000
MOST_FAULTS = 1000
"""Faults that are kept; the rest is counted."""
LONGEST_CELL = 2000

NEEDED = ("external_id", "given", "family", "department", "site")
OPTIONAL = (
    "email", "language", "zone", "manager", "leads", "title", "attributes", "start", "leave",
    "site_name", "site_zone", "site_city",
)  # fmt: skip
COLUMNS = NEEDED + OPTIONAL

OTHER_NAMES = {
    "external_id": ("employee_id", "employee_number", "personnel_number", "personnel_id", "staff_id", "person_id"),
    "given": ("given_name", "first_name", "firstname", "forename"),
    "family": ("family_name", "last_name", "lastname", "surname"),
    "email": ("e_mail", "mail", "email_address", "work_email"),
    "department": ("department_path", "org_unit", "unit", "team", "division"),
    "site": ("location", "office", "site_code"),
    "manager": ("manager_id", "line_manager", "supervisor", "reports_to"),
    "title": ("job_title", "position"),
    "start": ("start_date", "hire_date", "started_on"),
    "leave": ("leave_date", "end_date", "left_on", "termination_date"),
    "zone": ("time_zone", "timezone", "tz"),
    "language": ("locale", "lang"),
    "leads": ("is_manager", "lead", "head_of"),
}
"""What other systems call a column: only ever offered as "did you mean", never taken silently."""


@dataclass(frozen=True)
class Columns:
    """Which columns a kind of file has, and how a file that is too large is split."""

    needed: tuple[str, ...]
    optional: tuple[str, ...]
    other_names: Mapping[str, tuple[str, ...]]
    split: Text

    @property
    def names(self) -> tuple[str, ...]:
        return self.needed + self.optional


OF_ROSTER = Columns(NEEDED, OPTIONAL, OTHER_NAMES, text("Split it by department and leave “complete” off."))

_PLAIN = re.compile(r"(?!')(?:[!-~]+(?: [!-~]+)*)?")
"""What nearly every cell is: printable ASCII with single spaces, no apostrophe in front. It needs no cleaning."""
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_HEADER = 65536
"""Characters in which the first line must end."""
_SPREADSHEET = b"PK\x03\x04"
_AS_UTF8 = text("Save it again as “CSV UTF-8”; in LibreOffice choose the character set Unicode (UTF-8).")


@dataclass(frozen=True)
class Fault:
    """What is wrong, where, and how to put it right. Line 0 means the file as a whole; `column` may be empty."""

    line: int
    column: str
    what: Text
    cure: Text


class Wrong(Exception):
    """A cell, or the whole file, cannot be taken as it is. `line` is given only where there is no record yet."""

    def __init__(self, what: Text, cure: Text, line: int = 0) -> None:
        super().__init__(str(what))
        self.what = what
        self.cure = cure
        self.line = line


@dataclass
class Faults:
    """Collects faults: the first thousand are kept, all are counted."""

    kept: list[Fault] = field(default_factory=list)
    total: int = 0

    def add(self, line: int, column: str, what: Text, cure: Text) -> None:
        self.total += 1
        if len(self.kept) < MOST_FAULTS:
            self.kept.append(Fault(line, column, what, cure))

    def wrong(self, line: int, column: str, wrong: Wrong) -> None:
        self.add(line, column, wrong.what, wrong.cure)

    def __bool__(self) -> bool:
        return self.total > 0


@dataclass(frozen=True)
class Sheet:
    """An opened file: where each known column stands, the headings that mean nothing here, and its text."""

    places: dict[str, int]
    unused: tuple[str, ...]
    width: int
    delimiter: str
    content: str
    columns: Columns = OF_ROSTER


def open_sheet(content: bytes, faults: Faults, columns: Columns = OF_ROSTER) -> Sheet | None:
    """Read encoding, delimiter and header. Returns None if that is impossible; the reasons are among the faults."""
    try:
        written = _decoded(content, columns)
        delimiter = _delimiter(written)
        names = _column_names(next(_reader(written, delimiter), []))
    except Wrong as wrong:
        faults.wrong(wrong.line, "", wrong)
        return None
    except csv.Error as error:
        faults.add(1, "", text("The header cannot be read: %(why)s.", why=str(error)), _QUOTES)
        return None
    _check_header(names, faults, columns)
    if faults:
        return None
    places = {name: index for index, name in enumerate(names) if name in columns.names}
    unused = tuple(name for name in names if name and name not in columns.names)
    return Sheet(places, unused, len(names), delimiter, written, columns)


def records(sheet: Sheet, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of every record that has the header's number of cells; empty lines are passed over."""
    reader = _reader(sheet.content, sheet.delimiter)
    line = 1
    try:
        next(reader)
        line = reader.line_num + 1
        for count, cells in enumerate(reader):
            line, begun = reader.line_num + 1, line
            if count >= MOST_ROWS:
                what = text("The file has more than %(n)s lines.", n=MOST_ROWS)
                faults.add(begun, "", what, sheet.columns.split)
                return
            if _whole(begun, cells, sheet.width, faults):
                yield begun, cells
    except csv.Error as error:
        faults.add(line, "", text("From this line on the file cannot be read: %(why)s.", why=str(error)), _QUOTES)


_QUOTES = text("Look for a quotation mark that is not closed; inside a cell in quotation marks write it twice.")


class _Reader(Iterator[list[str]]):
    line_num: int


def _reader(written: str, delimiter: str) -> "_Reader":
    # Reading is this module's; writing CSV is core.tables' alone.
    return csv.reader(StringIO(written, newline=""), delimiter=delimiter, strict=True)  # type: ignore[return-value]


def _whole(line: int, cells: list[str], width: int, faults: Faults) -> bool:
    if len(cells) == width:
        return any(cells) and any(cell.strip() for cell in cells)
    if any(cell.strip() for cell in cells):
        faults.add(
            line, "", text("The line has %(n)s cells, the header has %(width)s.", n=len(cells), width=width),
            text("Put a cell that holds the delimiter into quotation marks, or add the cells that are missing."),
        )  # fmt: skip
    return False


# --- bytes to text ------------------------------------------------------------------------------------------------


def _decoded(content: bytes, columns: Columns) -> str:
    _check_kind(content, columns)
    if (place := content.find(b"\x00")) >= 0:
        line = content.count(b"\n", 0, place) + 1
        raise Wrong(text("There is a NUL character."), text("Remove it, or export the file again."), line)
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = text("The file is not UTF-8: this line holds a character in another encoding.")
        raise Wrong(what, _AS_UTF8, line) from None
    if not written.strip():
        raise Wrong(text("The file is empty."), text("Export it again; its first line names the columns."))
    return written


def _check_kind(content: bytes, columns: Columns) -> None:
    if len(content) > LARGEST:
        raise Wrong(text("The file is larger than %(n)s MB.", n=LARGEST // 1024 // 1024), columns.split)
    if content.startswith(_SPREADSHEET):
        raise Wrong(text("This is a workbook of a spreadsheet program, not CSV."), _AS_UTF8)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Wrong(text("The file is in UTF-16."), _AS_UTF8)


def _delimiter(written: str) -> str:
    header = written[:_HEADER].lstrip().splitlines()[0]
    counts = {delimiter: header.count(delimiter) for delimiter in (",", ";", "\t")}
    most = max(counts, key=lambda delimiter: counts[delimiter])
    if most == "\t" and counts[most]:
        cure = text("Save it with commas or semicolons between the columns.")
        raise Wrong(text("The columns are separated by tabs."), cure, 1)
    return most


# --- the header ---------------------------------------------------------------------------------------------------


def _column_names(header: list[str]) -> list[str]:
    try:
        return [re.sub(r"[\s\-.]+", "_", clean(cell).casefold()) for cell in header]
    except Wrong as wrong:
        raise Wrong(wrong.what, wrong.cure, 1) from None


def _check_header(names: Sequence[str], faults: Faults, columns: Columns) -> None:
    unknown = [name for name in names if name not in columns.names]
    for name in sorted({name for name in names if name in columns.names and names.count(name) > 1}):
        faults.add(1, name, text("The column stands there twice."), text("Remove one of the two."))
    for column in columns.names:
        if column not in names:
            _check_absent(column, unknown, faults, columns)


def _check_absent(column: str, unknown: list[str], faults: Faults, columns: Columns) -> None:
    meant = _meant(column, unknown, columns)
    if column in columns.needed:
        cure = (
            text("Did you mean “%(name)s”? Name that column “%(column)s”.", name=meant, column=column) if meant
            else text("Add it. The columns are: %(columns)s.", columns=", ".join(columns.names))
        )  # fmt: skip
        faults.add(1, column, text("The column is missing."), cure)
    elif meant:
        faults.add(
            1, meant, text("There is no column of this name."),
            text("Did you mean “%(column)s”? Name the column so, or remove it.", column=column),
        )  # fmt: skip


def _meant(column: str, unknown: list[str], columns: Columns) -> str:
    other = [name for name in unknown if name in columns.other_names.get(column, ())]
    return next(iter(other or difflib.get_close_matches(column, unknown, n=1, cutoff=0.75)), "")


# --- cells --------------------------------------------------------------------------------------------------------


def clean(cell: str) -> str:
    """Return a cell as it is stored: an export's apostrophe taken off, one kind of space, composed letters.

    Raises Wrong for characters that nobody sees.
    """
    if _PLAIN.fullmatch(cell):
        return cell
    value = " ".join(unicodedata.normalize("NFC", plain_cell(cell)).split())
    if found := _UNSEEN.search(value):
        code = f"{ord(found.group()):04X}"
        what = text("There is a character that cannot be seen (U+%(code)s).", code=code)
        raise Wrong(what, text("Delete the cell and type it again."))
    return value
