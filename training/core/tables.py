"""Tables that leave the house, as CSV or XLSX: no cell is ever run, and a table of any length needs little memory."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from io import StringIO
from itertools import islice
from tempfile import TemporaryFile
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Row = Sequence[object]


class Form(StrEnum):
    """In what form a table leaves: the ending of its address."""

    CSV = "csv"
    XLSX = "xlsx"


# --- CSV --------------------------------------------------------------------------------------------------------------

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_SUSPECT = frozenset({*DANGEROUS, " "})


def safe_cell(value: object) -> str:
    """Return the cell as text. One that a spreadsheet would run gets an apostrophe in front, as OWASP advises."""
    cell = "" if value is None else str(value)
    if cell[:1] not in _SUSPECT:
        return cell
    return f"'{cell}" if cell.lstrip(" ").startswith(DANGEROUS) and not isinstance(value, int | float) else cell


def plain_cell(cell: str) -> str:
    """Take back what `safe_cell` added, for a file that comes home."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" ").startswith(DANGEROUS) else cell


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file one by one, so that an export of any size needs the memory of one row."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")  # noqa: TID251  this is the home of CSV
    for row in rows:
        writer.writerow([safe_cell(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def in_blocks(lines: Iterable[str], size: int = 500) -> Iterator[str]:
    """Join lines in blocks, so that a server sends some kilobytes at a time and not line by line."""
    waiting = iter(lines)
    while block := "".join(islice(waiting, size)):
        yield block


# --- XLSX -------------------------------------------------------------------------------------------------------------

MOST_ROWS = 1_048_576
"""Of one sheet, its head included: what the format allows. More go on a further sheet."""
LONGEST_CELL = 32_767
"""Characters: what the format allows."""
BLOCK = 64 * 1024
_ONLY_TEXT = {
    "constant_memory": True,  # rows go to a temporary file as they come
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LEAST_WIDTH, _MOST_WIDTH = 12, 60


def xlsx_file(rows: Iterable[Row], *, made_at: datetime, most_rows: int = MOST_ROWS) -> BinaryIO:
    """Return an open file with the rows as a workbook, at its beginning; whoever closes it deletes it.

    The first row is the head and stands above every sheet. Days, instants and numbers keep their types; an instant is
    written as the clock shows it in its own zone. Everything else is text: nothing is a formula or a link.
    """
    file = TemporaryFile()  # noqa: SIM115  the reader closes it
    try:
        with Workbook(file, dict(_ONLY_TEXT)) as book:
            book.set_properties({"created": made_at})
            _fill(book, rows, most_rows)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def file_blocks(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file in blocks, and close it at the end."""
    with file:
        while block := file.read(BLOCK):
            yield block


def _fill(book: Workbook, rows: Iterable[Row], most_rows: int) -> None:
    bold, day, instant = (
        book.add_format({"bold": True}),
        book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
    )
    waiting = iter(rows)
    head: Row = next(waiting, ())
    sheet, number = _sheet(book, head, bold), 0
    for row in waiting:
        number += 1
        if number == most_rows:
            sheet, number = _sheet(book, head, bold), 1
        for column, value in enumerate(row):
            _write(sheet, (number, column), value, (day, instant))


def _sheet(book: Workbook, head: Row, bold: Format) -> Worksheet:
    sheet = book.add_worksheet()
    for column, label in enumerate(head):
        sheet.set_column(column, column, min(max(len(str(label)) + 2, _LEAST_WIDTH), _MOST_WIDTH))
        sheet.write_string(0, column, str(label)[:LONGEST_CELL], bold)
    sheet.freeze_panes(1, 0)
    return sheet


def _write(sheet: Worksheet, place: tuple[int, int], value: object, formats: tuple[Format, Format]) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, int | float):
        sheet.write_number(*place, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(*place, value.replace(tzinfo=None), formats[1])
    elif isinstance(value, date):
        sheet.write_datetime(*place, value, formats[0])
    elif value is not None and (text := str(value)):
        sheet.write_string(*place, text[:LONGEST_CELL])
