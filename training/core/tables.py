"""Tables that leave the house: the one writer of CSV, whose cells no spreadsheet takes for a formula."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice

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
