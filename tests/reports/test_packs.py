"""The evidence pack: built for a house with a past, opened, and verified by its own verify.py in another process."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.reports import lived, packs
from tests.reports.lived import END, HOSTILE, START, Lived
from training.completion.rules import PackState
from training.core.digest import digest
from training.core.tables import plain_cell
from training.reports import verify_pack


@pytest.fixture
def house(app: Flask) -> Lived:
    return lived.build(app, more=4)


@pytest.fixture
def opened(house: Lived, clock: Clock, tmp_path: Path) -> Path:
    return packs.unpacked(packs.build(house, clock), tmp_path)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(newline="", encoding="utf-8") as file:
        return [{key: plain_cell(cell) for key, cell in row.items()} for row in csv.DictReader(file)]


def by_person(folder: Path, name: str) -> dict[str, dict[str, str]]:
    return {row["person"]: row for row in rows(folder, name)}


def test_it_is_verified_on_a_machine_that_has_nothing_of_ours(house: Lived, clock: Clock, tmp_path: Path) -> None:
    public_id = packs.build(house, clock)
    folder = packs.unpacked(public_id, tmp_path / "unpacked")
    told = packs.verify(folder)
    assert (told.returncode, told.stderr) == (0, ""), told.stdout
    assert told.stdout == "OK: 13 files, 11 people, 11 duties.\n"
    file = tmp_path / "pack.zip"
    file.write_bytes(packs.content(public_id))
    told = packs.verify(file, script=folder / "verify.py")
    found = packs.pack(public_id)
    assert told.returncode == 0
    assert f"SHA-256 of the file: {found.digest}\n" in told.stdout
    assert (found.state, found.size) == (PackState.READY, file.stat().st_size)
    assert found.digest == digest(file.read_bytes())


def test_the_population_says_where_everybody_was_and_by_which_roster(opened: Path) -> None:
    people = by_person(opened, "population.csv")
    assert set(people) == {f"p{n}" for n in range(1, 8)} | {f"q{n}" for n in range(1, 5)}
    assert {name: row["state"] for name, row in people.items()} == {
        "p1": "done", "p2": "done-late", "p3": "exempt", "p4": "overdue", "p5": "open", "p6": "overdue", "p7": "overdue",
        **{f"q{n}": "done" for n in range(1, 5)},
    }  # fmt: skip
    one = people["p1"]
    assert (one["name"], one["department"], one["site"], one["title"]) == (
        "Family1, Given1",
        "Operations",
        "LEEDS",
        "Clerk",
    )
    assert (one["opened"], one["due"], one["completion"] != "", one["done_on"]) == (
        "2026-06-01",
        "2026-07-01",
        True,
        "2026-06-10",
    )
    assert one["source"].startswith("roster import ") and len(one["source_sha256"]) == 64
    assert (people["p5"]["due_before"], people["p5"]["due"]) == ("2026-07-01", "2026-10-15")
    left = people["p6"]
    assert (left["ended"], left["state_on"], left["counts"], left["member_until"]) == (
        "2026-08-15",
        "2026-08-14",
        "no",
        "2026-08-15",
    )
    assert left["source_sha256"] != one["source_sha256"], "the second roster said so"
    assert people["p2"]["name"] == f"Family2, {HOSTILE}"


def test_cells_that_a_spreadsheet_would_run_are_made_safe(opened: Path) -> None:
    raw = (opened / "population.csv").read_text(encoding="utf-8")
    assert f"Family2, {HOSTILE}" in raw  # the name begins with the family: nothing to run
    assert verify_pack.plain("'=1+1") == "=1+1"
    assert verify_pack.plain("'tis") == "'tis"


def test_what_was_done_late_excused_and_moved(opened: Path) -> None:
    late = {name: (row["state"], row["days"]) for name, row in by_person(opened, "late.csv").items()}
    assert late == {
        "p2": ("done-late", "19"),
        "p4": ("overdue", "91"),
        "p6": ("overdue", "44"),
        "p7": ("overdue", "91"),
    }
    (excused,) = rows(opened, "exemptions.csv")
    told = [
        excused[name]
        for name in ("person", "kind", "everything", "since", "until", "reason", "approved_by", "retired_at")
    ]
    assert told == ["p3", "leave", "yes", "2026-06-15", "2027-01-01", "Parental leave", "Family1, Given1", ""]
    (moved,) = rows(opened, "extensions.csv")
    assert (moved["person"], moved["until"], moved["reason"]) == ("p5", "2026-10-15", "A move")


def test_what_was_completed_and_what_was_taken_back(opened: Path, house: Lived) -> None:
    done = rows(opened, "completions.csv")
    one = next(row for row in done if row["person"] == "p1")
    told = [
        one[name] for name in ("how", "kind", "subject", "edition", "digest", "right", "asked", "needed", "local_date")
    ]
    assert told == ["quiz", "course", lived.COURSE, "1", house.digest, "7", "8", "7", "2026-06-10"]
    first, back = (row for row in done if row["person"] == "p7")
    assert (first["superseded_by"], back["supersedes"]) == (back["completion"], first["completion"])
    assert (back["takes_back"], back["reason"], back["recorded_by"]) == (
        "yes",
        "It was somebody else",
        "Family1, Given1",
    )


def test_the_content_is_what_was_taught(opened: Path, house: Lived) -> None:
    (file,) = (opened / "content").iterdir()
    assert file.name == f"{house.digest}.json" and digest(file.read_bytes()) == house.digest
    assert json.loads(file.read_text())["slug"] == lived.COURSE


def test_the_rule_and_the_log(opened: Path) -> None:
    (rule,) = json.loads((opened / "rules.json").read_text())
    assert (rule["number"], rule["title"], rule["audience"], rule["valid_from"]) == (
        1,
        "Recognising phishing",
        {"everyone": True},
        "2026-06-01",
    )
    assert [one["slug"] for one in rule["satisfied_by"]] == [lived.COURSE]
    actions = {row["action"] for row in rows(opened, "events.csv")}
    assert {"completion-recorded", "completion-taken-back", "exempted", "requirement-published", "published"} <= actions


def test_the_manifest_names_everything(opened: Path) -> None:
    manifest = json.loads((opened / "manifest.json").read_text())
    assert (manifest["seed"], manifest["sample"], manifest["requirement"]["slug"]) == ("finch", 3, "phishing")
    assert manifest["period"] == {"since": START.isoformat(), "until": END.isoformat()}
    assert manifest["software"] == "Muster 0.1.0"
    there = {one.relative_to(opened).as_posix() for one in opened.rglob("*") if one.is_file()}
    assert {one["path"] for one in manifest["files"]} == there - {"manifest.json"}
    readme = (opened / "README.txt").read_text()
    assert "{" not in readme and "2026-06-01 to 2026-09-30" in readme and "'finch:PERSON'" in readme


# --- as it was known --------------------------------------------------------------------------------------------------


def files_of(public_id: str) -> dict[str, str]:
    with ZipFile(io.BytesIO(packs.content(public_id))) as archive:
        manifest: Any = json.loads(archive.read("manifest.json"))
    return {one["path"]: one["sha256"] for one in manifest["files"]}


def test_a_second_pack_of_the_same_instant_is_the_same(house: Lived, clock: Clock) -> None:
    one, other = packs.ask(house), packs.ask(house)
    clock.forward(minutes=1)
    assert lived.work_off(house.app) == 2
    assert files_of(one) == files_of(other)


def test_what_is_corrected_later_is_not_in_an_earlier_pack(house: Lived, clock: Clock) -> None:
    early, same = packs.ask(house), packs.ask(house)
    clock.forward(minutes=1)
    assert lived.work_off(house.app, most=1) == 1
    # Everything that can change afterwards does, before the second pack of that instant is built.
    later = clock.forward(days=1).date()
    house.extend("p7", date(2026, 12, 1), later)
    house.record("p4", date(2026, 8, 1), on=later)
    house.excuse("p7", date(2026, 9, 1), None, later)
    lived.making.publish(lived.written(why="Another reason."), on=later)
    lived.making.reconcile(later)
    clock.forward(hours=6)
    with_changes = packs.build(house, clock)
    then, now = files_of(early), files_of(with_changes)
    assert files_of(same) == then
    changed = {path for path, value in now.items() if then.get(path) != value}
    assert {"population.csv", "completions.csv", "exemptions.csv", "rules.json", "summary.json"} <= changed
