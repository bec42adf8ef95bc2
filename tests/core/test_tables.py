"""Tables that leave the house: cells that no spreadsheet runs, types that stay, and memory that does not grow."""

import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from training.core.tables import LONGEST_CELL, csv_lines, file_blocks, in_blocks, xlsx_file

MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RUNS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", '=HYPERLINK("http://a.example")', "'=1", "http://a.example/",
        "internal:Sheet1!A1", "{=SUM(1)}", "mailto:a@b.example"]  # fmt: skip


def workbook(rows: Any, **options: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(b"".join(file_blocks(xlsx_file(rows, made_at=MADE, **options)))))


def sheets(book: zipfile.ZipFile) -> list[list[list[tuple[str, str, str]]]]:
    """Each sheet as rows of (type, style, value), read from the XML by a reader that did not write it."""
    names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
    return [[[_cell(cell) for cell in row] for row in _tree(book, name).iter(f"{SPREADSHEET}row")] for name in names]


def _tree(book: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(book.read(name))  # noqa: S314  our own file


def _cell(cell: ET.Element) -> tuple[str, str, str]:
    assert cell.find(f"{SPREADSHEET}f") is None, "a formula"
    value = cell.find(f"{SPREADSHEET}v")
    text = "".join(part.text or "" for part in cell.iter(f"{SPREADSHEET}t"))
    return cell.get("t", "n"), cell.get("s", "0"), text if value is None else str(value.text)


@pytest.mark.parametrize("cell", RUNS)
def test_no_cell_is_ever_run_or_followed(cell: str) -> None:
    book = workbook([("Name",), (cell,)])
    ((_head, row),) = sheets(book)
    # A carriage return is written in the format's own way of saying it.
    assert row == [("inlineStr", "0", cell.replace("\r", "_x000D_"))]
    assert not [name for name in book.namelist() if "rels" in name and b"hyperlink" in book.read(name)]
    line = next(csv_lines([(cell,)]))
    assert line.lstrip('"')[0] in "'h{im", f"a spreadsheet would run {line!r}"


def test_days_instants_and_numbers_keep_their_types() -> None:
    zone = timezone(timedelta(hours=-6))
    row = (
        date(2026, 11, 23),
        datetime(2026, 11, 23, 9, 30, tzinfo=zone),
        7,
        0.25,
        True,
        None,
        "",
        "Łukasz Żółć",
        "007",
    )
    ((_head, cells),) = sheets(workbook([tuple("abcdefghi"), row]))
    kinds = [kind for kind, _style, _value in cells]
    assert kinds == ["n", "n", "n", "n", "b", "inlineStr", "inlineStr"], "what is empty has no cell"
    assert [value for _kind, _style, value in cells[:5]] == ["46349", "46349.39583333334", "7", "0.25", "1"]
    assert cells[0][1] != cells[1][1] != "0", "a day and an instant are each shown in their way"
    assert [value for _kind, _style, value in cells[5:]] == ["Łukasz Żółć", "007"]


def test_formats_say_how_a_day_is_written() -> None:
    styles = workbook([("a", "b"), (date(2026, 1, 1), MADE)]).read("xl/styles.xml").decode()
    assert 'formatCode="yyyy-mm-dd"' in styles and 'formatCode="yyyy-mm-dd hh:mm"' in styles


def test_a_long_list_goes_on_on_another_sheet_with_its_head() -> None:
    rows = [("Number",), *((number,) for number in range(1, 6))]
    found = sheets(workbook(rows, most_rows=4))
    assert [[value for _kind, _style, value in row] for row in found[0]] == [["Number"], ["1"], ["2"], ["3"]]
    assert [[value for _kind, _style, value in row] for row in found[1]] == [["Number"], ["4"], ["5"]]


def test_a_text_that_is_too_long_is_cut_and_an_empty_list_is_a_head() -> None:
    ((_head, row),) = sheets(workbook([("Text",), ("x" * 40_000,)]))
    assert len(row[0][2]) == LONGEST_CELL
    assert [[value for _k, _s, value in one] for one in sheets(workbook([("Text",)]))[0]] == [["Text"]]
    assert sheets(workbook([])) == [[]]


def test_the_file_is_made_when_the_clock_says(tmp_path: Any) -> None:
    assert b"2026-11-23T09:00:00Z" in workbook([("a",)]).read("docProps/core.xml")


def test_a_fault_on_the_way_leaves_no_file_behind() -> None:
    def rows() -> Iterator[tuple[str]]:
        yield ("Name",)
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        xlsx_file(rows(), made_at=MADE)


def many(number: int) -> Iterator[tuple[object, ...]]:
    yield "Person", "Due", "Number"
    for one in range(number):
        yield f"Person {one}", date(2026, 1, 1), one


def peak(number: int, *, xlsx: bool) -> int:
    tracemalloc.start()
    try:
        blocks = file_blocks(xlsx_file(many(number), made_at=MADE)) if xlsx else in_blocks(csv_lines(many(number)))
        size = sum(len(block) for block in blocks)
        assert size > number * 5
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("xlsx", [False, True], ids=["csv", "xlsx"])
def test_memory_does_not_grow_with_the_list(xlsx: bool) -> None:
    small, large = peak(1_000, xlsx=xlsx), peak(50_000, xlsx=xlsx)
    assert large < 1.3 * small + 50_000, f"{small} bytes for a thousand rows, {large} for fifty thousand"
