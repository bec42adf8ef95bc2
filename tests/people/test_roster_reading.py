"""Reading a roster: what is taken as it is, and each fault with its line and its cure. Pure."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.rosters import HEADER, SITES, csv, line
from training.core.settings import ROOT
from training.core.tables import csv_lines
from training.people import roster_lines
from training.people.planning import plan
from training.people.present import Present
from training.people.roster import Roster, Row, read
from training.people.roster_checks import Choices
from training.people.roster_pages import EXAMPLE


def faults(content: bytes) -> list[tuple[int, str, str, str]]:
    return [(one.line, one.column, str(one.what), str(one.cure)) for one in read(content).faults.kept]


def only_fault(content: bytes) -> tuple[int, str, str, str]:
    found = faults(content)
    assert len(found) == 1, found
    return found[0]


def only_row(content: bytes) -> Row:
    roster = read(content)
    assert not roster.faults, [str(one.what) for one in roster.faults.kept]
    assert len(roster.rows) == 1
    return roster.rows[0]


def test_a_line_becomes_a_row() -> None:
    cells = line(
        "1001", email="Dana.Ford@AlderFinch.example", department="Operations /  Night shift", manager="1000", leads="yes",
        attributes="privileged | phi;phi", start="2025-01-06", leave="2027-01-01",
    )  # fmt: skip
    row = only_row(csv(cells))
    assert row == Row(
        2, "1001", "Dana", "Ford1001", "dana.ford@alderfinch.example", "", "", "Operations / Night shift", "LEEDS", "1000", True,
        "Clerk", ("phi", "privileged"), date(2025, 1, 6), date(2027, 1, 1),
    )  # fmt: skip


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["without BOM", "with BOM"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_dialect_reads_alike(start: bytes, delimiter: str, end: str) -> None:
    lines = ["external_id,given,family,department,site,title", '7,Zoë,Łoś,A / B,X,"Head, acting"']
    content = end.join(lines).replace(",", delimiter).replace(f"Head{delimiter}", f"Head{delimiter}").encode()
    row = only_row(start + content)
    assert (row.given, row.family, row.department, row.title) == ("Zoë", "Łoś", "A / B", f"Head{delimiter} acting")


def test_headings_may_be_written_as_people_write_them() -> None:
    assert only_row(b"External ID,GIVEN,Family,Department,Site\n1,A,B,C,D\n").external_id == "1"


def test_lines_without_content_are_passed_over_and_still_counted() -> None:
    content = csv("", ",,,,,,,,,,,", line("1"), "", line("1", email=""))
    assert only_fault(content)[:2] == (6, "external_id")


def test_a_cell_over_several_lines_does_not_shift_the_count() -> None:
    content = csv(line("1", title="Head\n of  it"), line("2", start="soon"))
    assert only_fault(content)[:2] == (4, "start")
    assert read(content).rows[0].title == "Head of it"


def test_a_heading_over_two_lines_does_not_shift_the_count() -> None:
    found = only_fault(b'"external\nid",given,family,department,site\n1,A,,C,D\n')
    assert found[:2] == (3, "family")


@pytest.mark.parametrize(
    ("cells", "column", "what", "cure"),
    [
        ({"email": "dana"}, "email", "not an e-mail address", "name@company.example"),
        ({"email": "dana@ford@x.example"}, "email", "not an e-mail address", "name@company.example"),
        ({"given": ""}, "given", "empty", "Fill it in"),
        ({"family": " "}, "family", "empty", "Fill it in"),
        ({"site": ""}, "site", "empty", "Fill it in"),
        ({"department": ""}, "department", "empty", "from the top"),
        ({"department": "A /  / B"}, "department", "between", "Operations"),
        ({"department": " / ".join("ABCDEFGHIJKLMNOPQRSTU")}, "department", "21 levels", "at most 20"),
        ({"department": " / ".join(["A" * 60] * 4)}, "department", "249 characters", "Shorten"),
        ({"title": "x" * 201}, "title", "201 characters; 200", "Shorten"),
        ({"start": "23.11.2026"}, "start", "not a date", "2026-11-30"),
        ({"start": "2026-02-30"}, "start", "not a date", "2026-11-30"),
        ({"start": "20261123"}, "start", "not a date", "2026-11-30"),
        ({"leave": "0026-11-23"}, "leave", "not a date", "2026-11-30"),
        ({"start": "2026-11-23", "leave": "2026-11-22"}, "leave", "before the start", "right"),
        ({"leads": "perhaps"}, "leads", "neither yes nor no", "yes"),
        ({"attributes": "phi & co"}, "attributes", "not an attribute", "phi | cardholder"),
        ({"attributes": "|".join(f"a{n}" for n in range(21))}, "attributes", "21 attributes", "at most 20"),
        ({"given": "Da\u202ena"}, "given", "cannot be seen (U+202E)", "type it again"),
        ({"title": "Head\x07"}, "title", "cannot be seen (U+0007)", "type it again"),
    ],
)
def test_a_wrong_cell_is_told_with_line_and_cure(cells: dict[str, str], column: str, what: str, cure: str) -> None:
    found = only_fault(csv(line("1"), line("2", **cells)))
    assert found[:2] == (3, column)
    assert what in found[2]
    assert cure in found[3]


@pytest.mark.parametrize(
    ("zone", "cure"),
    [("Europe/Lodnon", "Did you mean “Europe/London”?"), ("GMT+25", "Did you mean"), ("here", "Europe/Berlin")],
)
def test_an_unknown_zone_is_told(zone: str, cure: str) -> None:
    found = only_fault(f"external_id,given,family,department,site,zone\n1,A,B,C,D,{zone}\n".encode())
    assert found[:2] == (2, "zone")
    assert cure in found[3]


def test_a_language_is_a_tag() -> None:
    header = "external_id,given,family,department,site,language\n"
    assert only_row(f"{header}1,A,B,C,D,pt-BR\n".encode()).language == "pt-BR"
    assert only_fault(f"{header}1,A,B,C,D,English\n".encode())[:2] == (2, "language")


def test_what_stands_twice_is_told_where_it_stands_again() -> None:
    found = faults(csv(line("1"), line("2", email="P1@alderfinch.example"), line("1", email="")))
    assert [one[:2] for one in found] == [(3, "email"), (4, "external_id")]
    assert "line 2" in found[0][2]
    assert "line 2" in found[1][2]


@pytest.mark.parametrize(
    ("content", "where", "what", "cure"),
    [
        (b"", 0, "empty", "Export it again"),
        (b"\xef\xbb\xbf \n\n", 0, "empty", "Export it again"),
        (HEADER.encode(), 0, "a header and nobody", "with the people"),
        (csv(line("1")) + b"\x00", 2, "NUL", "Remove it"),
        (csv(line("1"), line("2")).replace(b"Dana", "D\xe4na".encode("latin-1")), 2, "not UTF-8", "CSV UTF-8"),
        (csv(line("1")).decode().encode("utf-16"), 0, "UTF-16", "CSV UTF-8"),
        (b"PK\x03\x04rest of a workbook", 0, "workbook", "CSV UTF-8"),
        (HEADER.replace(",", "\t").encode() + b"\n1\tA", 1, "tabs", "commas or semicolons"),
        (csv(line("1"), '2,"Dana,Ford,x'), 3, "cannot be read", "quotation mark"),
        (csv(line("1"), "2,Dana,Ford"), 3, "3 cells, the header has 12", "quotation marks"),
        (csv(line("1") + ",more"), 2, "13 cells, the header has 12", "quotation marks"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told(content: bytes, where: int, what: str, cure: str) -> None:
    found = only_fault(content)
    assert found[0] == where
    assert what in found[2]
    assert cure in found[3]


def test_a_file_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_lines, "LARGEST", 100)
    assert "larger than" in only_fault(csv(line("1")))[2]
    assert roster_lines.LARGEST == 100


def test_too_many_lines_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_lines, "MOST_ROWS", 2)
    found = only_fault(csv(line("1"), line("2"), line("3"), line("4")))
    assert found[0] == 4
    assert "more than 2 lines" in found[2]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("employee_id", "external_id"),
        ("extrenal_id", "external_id"),
        ("First name", "given"),
        ("surname", "family"),
        ("office", "site"),
    ],
)
def test_a_missing_column_is_told_with_what_was_meant(name: str, meant: str) -> None:
    header = HEADER.replace(meant, name, 1)
    found = only_fault(csv(line("1"), header=header))
    assert found[:3] == (1, meant, "The column is missing.")
    assert f"Did you mean “{name.lower().replace(' ', '_')}”?" in found[3]


def test_a_missing_column_that_nothing_resembles_is_told_with_all_names() -> None:
    found = only_fault(b"external_id,given,department,site\n1,A,C,D\n")
    assert found[:2] == (1, "family")
    assert "site_zone" in found[3]


def test_an_optional_column_with_a_slip_is_not_passed_over() -> None:
    found = only_fault(b"external_id,given,family,department,site,manger\n1,A,B,C,D,1\n")
    assert found[:2] == (1, "manger")
    assert "Did you mean “manager”?" in found[3]


def test_columns_of_no_meaning_are_named() -> None:
    roster = read(b"external_id,given,family,department,site,salary,shoe size\n1,A,B,C,D,1,2\n")
    assert not roster.faults
    assert roster.unused == ("salary", "shoe_size")


def test_a_column_that_stands_twice_is_told() -> None:
    assert only_fault(b"external_id,given,family,department,site,Given\n1,A,B,C,D,E\n")[:2] == (1, "given")


def test_what_a_site_is_may_stand_on_any_of_its_lines() -> None:
    roster = read(
        csv("1,A,B,C,D,,,", "2,A,B,C,D,Docks,,", "3,A,B,C,D,,Europe/Oslo,Bergen", "4,A,B,C,E,,,", header=SITES)
    )
    assert not roster.faults
    assert {code: tuple(details) for code, details in roster.sites.items()} == {"D": ("Docks", "Europe/Oslo", "Bergen")}


def test_a_site_is_not_two_things() -> None:
    found = only_fault(csv("1,A,B,C,D,Docks,Europe/Oslo,Bergen", "2,A,B,C,D,Dock,,", header=SITES))
    assert found[:2] == (3, "site_name")


def test_all_faults_of_a_line_are_told_at_once() -> None:
    found = faults(csv(line("1", email="x", start="y", leads="z"), line("2", given="")))
    assert [one[:2] for one in found] == [(2, "email"), (2, "leads"), (2, "start"), (3, "given")]


def test_faults_are_counted_where_they_are_too_many_to_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_lines, "MOST_FAULTS", 3)
    roster = read(csv(*(line(str(number), email="x") for number in range(9))))
    assert (len(roster.faults.kept), roster.faults.total) == (3, 9)


def test_the_page_of_columns_is_true() -> None:
    page = (ROOT / "docs/roster.md").read_text()
    rows = [row for row in page.split("## What happens")[0].splitlines() if row.startswith("| `")]
    named = {name: "| yes |" in row for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == {name: name in roster_lines.NEEDED for name in roster_lines.COLUMNS}
    (example,) = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    roster = read(example.encode())
    assert not roster.faults
    assert not plan(roster, Present(), Choices(complete=True, today=date(2026, 11, 23))).faults
    assert read(EXAMPLE.encode()).faults.total == 0, "the example on the page of the roster"


PRINTED = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)


@given(st.lists(st.tuples(PRINTED, PRINTED), min_size=1, max_size=8))
def test_what_an_export_made_safe_comes_home_plain(names: list[tuple[str, str]]) -> None:
    rows = [("external_id", "given", "family", "department", "site", "title")]
    rows += [
        (f"=E{number}", f"-{name}", f"'{family}", "+Ops", "@X", "\t=1+1") for number, (name, family) in enumerate(names)
    ]
    roster = read("".join(csv_lines(rows)).encode())
    assert not roster.faults, [str(one.what) for one in roster.faults.kept]
    assert [row.external_id for row in roster.rows] == [f"=E{number}" for number in range(len(names))]
    assert {(row.department, row.site, row.title) for row in roster.rows} == {("+Ops", "@X", "=1+1")}
    assert all(row.given.startswith("-") and row.family.startswith("'") for row in roster.rows)


@given(st.binary(max_size=300))
def test_no_bytes_make_it_stumble(content: bytes) -> None:
    assert isinstance(read(content), Roster)


@given(st.lists(st.lists(st.text(max_size=12), min_size=12, max_size=12), max_size=6))
def test_no_cells_make_it_stumble(cells: list[list[str]]) -> None:
    content = HEADER + "\r\n" + "".join(csv_lines(cells))
    roster = read(content.encode("utf-8", "replace"))
    assert roster.faults or len(roster.rows) <= len(cells)
    for row in roster.rows:
        assert all(len(value) <= 200 for value in row if isinstance(value, str))
