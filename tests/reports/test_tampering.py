"""Whoever changes a pack is found out: by the manifest, and by what must follow from what where the manifest lies too."""

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.reports import lived, packs

Tampering = Callable[[Path], None]


def swap(name: str, *places: str) -> Tampering:
    """Change one place of a file: the last text but one, the first time that it comes after the ones before it."""
    *before, old, new = places

    def change(folder: Path) -> None:
        path = next(folder.glob(name))
        text, start = path.read_bytes().decode(), 0
        for one in [*before, old]:
            start = text.index(one, start)
        path.write_bytes(f"{text[:start]}{new}{text[start + len(old) :]}".encode())

    return change


def without_row(name: str, person: str) -> Tampering:
    def change(folder: Path) -> None:
        lines = (folder / name).read_bytes().decode().splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(f"{person},") and f",{person}," not in line]
        assert len(kept) < len(lines)
        (folder / name).write_bytes("".join(kept).encode())

    return change


def without(name: str) -> Tampering:
    return lambda folder: next(folder.glob(name)).unlink()


def another_file(folder: Path) -> None:
    (folder / "more.csv").write_text("person\r\n")


def another_sample(folder: Path) -> None:
    lines = (folder / "sample.csv").read_bytes().decode().splitlines(keepends=True)
    (folder / "sample.csv").write_bytes("".join([lines[0], *lines[2:]]).encode())


TAMPERINGS: dict[str, tuple[Tampering, str, str]] = {
    # what is done: (how, what a stale manifest lets verify.py say, what it says when the manifest was made anew)
    "a state": (swap("population.csv", "2026-09-30,overdue", "2026-09-30,done"), "population.csv: changed", "the facts say overdue"),
    "a due day": (swap("population.csv", "p2", "2026-07-01", "2026-07-31"), "population.csv: changed", "the facts say done"),
    "a person less": (without_row("population.csv", "p4"), "population.csv: changed", "the rows add up to"),
    "a completion taken away": (without_row("completions.csv", "p1"), "completions.csv: changed", "not theirs, not there or taken back"),
    "a completion on another day": (swap("completions.csv", "2026-06-10,", "2026-06-11,"), "completions.csv: changed", "the completion was on"),
    "an exemption invented": (swap("exemptions.csv", "p3,", "p4,"), "exemptions.csv: changed", "the facts say exempt"),
    "an extension taken away": (without_row("extensions.csv", "p5"), "extensions.csv: changed", "no extension says so"),
    "a late one hidden": (without_row("late.csv", "p2"), "late.csv: changed", "late in one file and not in the other"),
    "fewer days late": (swap("late.csv", "done-late,19", "done-late,1"), "late.csv: changed", "the days say"),
    "other sums": (swap("summary.json", '"overdue":2', '"overdue":1'), "summary.json: changed", "the rows add up to"),
    "another sample": (another_sample, "sample.csv: changed", "that the seed finch draws"),
    "content": (swap("content/*.json", "phishing", "fishing"), "changed", "its SHA-256 is not its name"),
    "content taken away": (without("content/*.json"), "missing", "though completions.csv names it"),
    "an event": (swap("events.csv", "completion-taken-back", "completion-recorded"), "events.csv: changed", "its leaf does not follow"),
    "a file taken away": (without("reminders.csv"), "reminders.csv: missing", "reminders.csv: missing from the manifest"),
    "a file added": (another_file, "more.csv: not in the manifest", ""),
    "the rule's history": (swap("rules.json", '"number":1', '"number":2'), "rules.json: changed", "version 1 is missing"),
}  # fmt: skip


def manifest_anew(folder: Path) -> None:
    """What somebody does who knows how a pack is made."""
    manifest = json.loads((folder / "manifest.json").read_text())
    files = sorted(one for one in folder.rglob("*") if one.is_file() and one.name != "manifest.json")
    manifest["files"] = [
        {"path": one.relative_to(folder).as_posix(), "bytes": one.stat().st_size, "sha256": hashlib.sha256(one.read_bytes()).hexdigest()}
        for one in files
    ]  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.fixture
def sound(app: Flask, clock: Clock, tmp_path: Path) -> Path:
    folder = packs.unpacked(packs.build(lived.build(app, more=2), clock), tmp_path / "sound")
    assert packs.verify(folder).returncode == 0
    return folder


def test_every_tampering_is_found(sound: Path, tmp_path: Path) -> None:
    for what, (tamper, stale, anew) in TAMPERINGS.items():
        folder = Path(shutil.copytree(sound, tmp_path / what.replace(" ", "-")))
        tamper(folder)
        told = packs.verify(folder)
        assert told.returncode == 1 and stale in told.stdout, f"{what}: {told.stdout}{told.stderr}"
        assert not told.stderr
        if anew:
            manifest_anew(folder)
            told = packs.verify(folder)
            assert told.returncode == 1 and anew in told.stdout, (
                f"{what}, with its manifest: {told.stdout}{told.stderr}"
            )
            assert "changed: SHA-256" not in told.stdout


def test_a_file_that_is_no_pack_is_said_so(sound: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 nothing")
    told = packs.verify(broken, script=sound / "verify.py")
    assert (told.returncode, told.stderr) == (1, "") and "no pack that can be read" in told.stdout
    (sound / "manifest.json").write_text("{}")
    told = packs.verify(sound)
    assert (told.returncode, told.stderr) == (1, "") and told.stdout.startswith("this is no pack")


def test_a_file_of_which_there_are_two_is_found(sound: Path, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for one in sound.rglob("*"):
            if one.is_file():
                archive.write(one, one.relative_to(sound).as_posix())
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("late.csv", (sound / "late.csv").read_bytes())
    (tmp_path / "twice.zip").write_bytes(packed.getvalue())
    told = packs.verify(tmp_path / "twice.zip", script=sound / "verify.py")
    assert told.returncode == 1 and "late.csv: there twice" in told.stdout
