"""Verifies an evidence pack of Muster: python3 verify.py [pack.zip or folder]. Python 3.9 or newer, nothing else.

Prints OK, or one line for each fault, and ends with 1 if there is any. It reads the files and writes nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import zipfile
import zlib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any, Dict, Iterator, List, Set, Tuple  # noqa: UP035  Python 3.9

MOST_TOLD = 200
BLOCK = 1 << 20
SUSPECT = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
PARTS = ("done", "done-late", "exempt", "open", "overdue")
NEEDED = (
    "README.txt", "population.csv", "summary.json", "sample.csv", "late.csv", "completions.csv", "exemptions.csv",
    "extensions.csv", "reminders.csv", "events.csv", "rules.json", "verify.py",
)  # fmt: skip
UNREADABLE = (OSError, KeyError, ValueError, TypeError, EOFError, zlib.error, zipfile.BadZipFile)
Row = Dict[str, str]  # noqa: UP006  Python 3.9


class Pack:
    """The files of a pack, from a ZIP file or a folder."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.archive = None if place.is_dir() else zipfile.ZipFile(place)

    def names(self) -> list[str]:
        """Return the paths of all files, twice where a ZIP file holds two of one name."""
        if self.archive is not None:
            return [one.filename for one in self.archive.infolist() if not one.is_dir()]
        return sorted(one.relative_to(self.place).as_posix() for one in self.place.rglob("*") if one.is_file())

    def open(self, path: str) -> IO[bytes]:
        """Open one file for reading."""
        return self.archive.open(path) if self.archive is not None else (self.place / path).open("rb")

    def read(self, path: str) -> Any:
        """Return a JSON file."""
        with self.open(path) as file:
            return json.load(io.TextIOWrapper(file, "utf-8"))

    def rows(self, path: str) -> Iterator[Row]:
        """Yield the rows of a CSV file, each cell as it was before it was made safe for spreadsheets."""
        with self.open(path) as file:
            for row in csv.DictReader(io.TextIOWrapper(file, "utf-8", newline="")):
                yield {str(name): plain(cell or "") for name, cell in row.items()}


def plain(cell: str) -> str:
    """Take back the apostrophe that keeps a spreadsheet from running a cell."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" ").startswith(SUSPECT) else cell


def hashed(file: IO[bytes]) -> tuple[int, str]:
    """Return the size and SHA-256 of an open file."""
    size, digest = 0, hashlib.sha256()
    while True:
        block = file.read(BLOCK)
        if not block:
            return size, digest.hexdigest()
        digest.update(block)
        size += len(block)


def sha256(pack: Pack, path: str) -> tuple[int, str]:
    """Return the size and SHA-256 of a file of the pack."""
    with pack.open(path) as file:
        return hashed(file)


def day(cell: str) -> date | None:
    """Return a day, or None for an empty cell."""
    return date.fromisoformat(cell) if cell else None


# --- each check yields its faults -------------------------------------------------------------------------------------


def check_manifest(pack: Pack, manifest: dict[str, Any]) -> Iterator[str]:
    """Every file is there, as it was when the pack was made, and no other is."""
    listed = {one["path"]: one for one in manifest["files"]}
    there = Counter(pack.names())
    yield from (f"{path}: there twice" for path, times in there.items() if times > 1)
    yield from (f"{path}: not in the manifest" for path in sorted(set(there) - set(listed) - {"manifest.json"}))
    yield from (f"{path}: missing from the manifest" for path in NEEDED if path not in listed)
    yield from (f"{path}: missing" for path in listed if path not in there)
    for path in sorted(set(listed) & set(there)):
        found, one = sha256(pack, path), listed[path]
        if found != (one["bytes"], one["sha256"]):
            yield f"{path}: changed: SHA-256 is {found[1]}, the manifest says {one['sha256']}"


def check_content(pack: Pack) -> Iterator[str]:
    """The content that was completed is here, and its SHA-256 is the one in the completions."""
    named = {row["digest"] for row in pack.rows("completions.csv") if row["digest"]}
    there = {path[8:-5]: path for path in pack.names() if path.startswith("content/")}
    for digest in sorted(named - set(there)):
        yield f"content/{digest}.json: missing, though completions.csv names it"
    for digest, path in sorted(there.items()):
        if digest not in named:
            yield f"{path}: nobody completed this"
        if sha256(pack, path)[1] != digest:
            yield f"{path}: its SHA-256 is not its name"


class Stands:
    """What completions.csv and exemptions.csv say, as the states of duties need it."""

    def __init__(self, pack: Pack) -> None:
        self.completions: Dict[str, Tuple[str, str, bool]] = {}  # noqa: UP006  Python 3.9
        self.taken_back: Set[str] = set()  # noqa: UP006
        for row in pack.rows("completions.csv"):
            takes_back = row["takes_back"] == "yes"
            self.completions[row["completion"]] = (row["person"], row["local_date"], takes_back)
            if row["supersedes"]:
                self.taken_back.add(row["supersedes"])
        self.excused: Dict[str, List[Tuple[date, date]]] = {}  # noqa: UP006
        for row in pack.rows("exemptions.csv"):
            if not row["retired_at"]:
                span = (date.fromisoformat(row["since"]), day(row["until"]) or date.max)
                self.excused.setdefault(row["person"], []).append(span)

    def state(self, row: Row, on: date) -> str:
        """Return the state of a duty on a day from the facts."""
        due, done = date.fromisoformat(row["due"]), day(row["done_on"])
        if done is not None and done <= on:
            return "done" if done <= due else "done-late"
        if any(since <= on < until for since, until in self.excused.get(row["person"], ())):
            return "exempt"
        return "open" if on <= due else "overdue"

    def faults(self, row: Row) -> Iterator[str]:
        """Whether what a duty says of its completion is what completions.csv says."""
        name = f"population.csv: {row['person']}, cycle {row['cycle']}"
        if not row["completion"]:
            if row["done_on"]:
                yield f"{name}: done on a day, but no completion is named"
            return
        person, local_date, takes_back = self.completions.get(row["completion"], ("", "", True))
        if person != row["person"] or takes_back or row["completion"] in self.taken_back:
            yield f"{name}: completion {row['completion']} is not theirs, not there or taken back"
        elif local_date != row["done_on"]:
            yield f"{name}: done_on is {row['done_on']}, the completion was on {local_date}"


class Added:
    """What adds up while the population is read."""

    def __init__(self) -> None:
        self.people: Dict[str, str] = {}  # noqa: UP006  Python 3.9
        self.duties = 0
        self.parts: Counter[str] = Counter()
        self.late: Dict[Tuple[str, str], Tuple[str, int]] = {}  # noqa: UP006
        self.cycles: Set[Tuple[str, str]] = set()  # noqa: UP006
        self.moved: Dict[Tuple[str, str], str] = {}  # noqa: UP006
        self.versions: Set[str] = set()  # noqa: UP006

    def take(self, row: Row, on: date, until: date) -> None:
        """Add one duty."""
        key = (row["person"], row["cycle"])
        self.people[row["person"]] = row["name"]
        self.duties += 1
        self.cycles.add(key)
        self.versions.add(row["version"])
        if row["due_before"]:
            self.moved[key] = row["due"]
        if row["counts"] == "yes":
            self.parts[row["state"]] += 1
        if row["state"] in ("done-late", "overdue"):
            end = on if row["state"] == "overdue" else date.fromisoformat(row["done_on"])
            self.late[key] = (row["state"], (end - date.fromisoformat(row["due"])).days)


def check_population(pack: Pack, manifest: dict[str, Any], added: Added) -> Iterator[str]:
    """Every duty lies in the period, and its state follows from the facts."""
    since, until = (date.fromisoformat(manifest["period"][name]) for name in ("since", "until"))
    stands = Stands(pack)
    for row in pack.rows("population.csv"):
        name = f"population.csv: {row['person']}, cycle {row['cycle']}"
        opened, ended = date.fromisoformat(row["opened"]), day(row["ended"])
        counts = ended is None or ended > until
        on = until if counts else (ended or until) - timedelta(days=1)
        if (row["person"], row["cycle"]) in added.cycles:
            yield f"{name}: there twice"
        if opened > until or (ended is not None and ended <= since):
            yield f"{name}: no duty of this period"
        if row["state_on"] != on.isoformat() or row["counts"] != ("yes" if counts else "no"):
            yield f"{name}: state_on and counts do not follow from its days"
        if stands.state(row, on) != row["state"]:
            yield f"{name}: the state is {row['state']}, the facts say {stands.state(row, on)}"
        yield from stands.faults(row)
        added.take(row, on, until)


def check_sums(pack: Pack, manifest: dict[str, Any], added: Added) -> Iterator[str]:
    """The five parts add up to what summary.json says."""
    said = pack.read("summary.json")
    parts = {part: added.parts[part] for part in PARTS}
    if said["parts"] != parts or said["total"] != sum(parts.values()):
        yield f"summary.json: says {said['parts']}, the rows add up to {parts}"
    if (said["people"], said["duties"]) != (len(added.people), added.duties):
        yield f"summary.json: says {said['people']} people and {said['duties']} duties, the rows hold others"
    if said["on"] != manifest["period"]["until"]:
        yield "summary.json: is of another day than the end of the period"


def check_late(pack: Pack, _manifest: dict[str, Any], added: Added) -> Iterator[str]:
    """late.csv holds the late duties of the population and no others."""
    found = {(row["person"], row["cycle"]): (row["state"], int(row["days"])) for row in pack.rows("late.csv")}
    for key in sorted(set(found) ^ set(added.late)):
        yield f"late.csv: {key[0]}, cycle {key[1]}: late in one file and not in the other"
    for key in sorted(set(found) & set(added.late)):
        if found[key] != added.late[key]:
            yield f"late.csv: {key[0]}, cycle {key[1]}: says {found[key]}, the days say {added.late[key]}"


def check_sample(pack: Pack, manifest: dict[str, Any], added: Added) -> Iterator[str]:
    """The sample is the one that the seed draws."""
    seed, number = manifest["seed"], manifest["sample"]
    keys = sorted((hashlib.sha256(f"{seed}:{person}".encode()).hexdigest(), person) for person in added.people)
    wanted = [(str(place), person, key) for place, (key, person) in enumerate(keys[:number], start=1)]
    if [(row["place"], row["person"], row["sha256"]) for row in pack.rows("sample.csv")] != wanted:
        yield f"sample.csv: not the {number} people that the seed {seed} draws"


def check_belonging(pack: Pack, _manifest: dict[str, Any], added: Added) -> Iterator[str]:
    """What is said of people is said of people of the population; moved due days and versions are explained."""
    for path in ("completions.csv", "exemptions.csv", "extensions.csv", "reminders.csv"):
        strangers = {row["person"] for row in pack.rows(path)} - set(added.people)
        for person in sorted(strangers):
            yield f"{path}: {person} is not in the population"
    rows = [row for row in pack.rows("extensions.csv") if not row["retired_at"]]
    standing = {(row["person"], row["cycle"]): row["until"] for row in rows}
    for key, due in sorted(added.moved.items()):
        if standing.get(key) != due:
            yield f"population.csv: {key[0]}, cycle {key[1]}: the due day was moved, and no extension says so"
    known = {str(one["number"]) for one in pack.read("rules.json")}
    for version in sorted(added.versions - known):
        yield f"rules.json: version {version} is missing"


def check_events(pack: Pack, _manifest: dict[str, Any], _added: Added) -> Iterator[str]:
    """The leaf of every event is the SHA-256 over what the event says."""
    for row in pack.rows("events.csv"):
        about = {
            "at": row["at"], "actor": int(row["actor"]) if row["actor"] else None, "action": row["action"],
            "kind": row["kind"], "subject": int(row["subject"]) if row["subject"] else None,
            "commitment": row["commitment"],
        }  # fmt: skip
        told = json.dumps(about, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        if hashlib.sha256(b"\0" + told).hexdigest() != row["leaf"]:
            yield f"events.csv: event {row['event']}: its leaf does not follow from what it says"


CHECKS = (check_population, check_sums, check_late, check_sample, check_belonging, check_events)


def faults_of(pack: Pack, manifest: dict[str, Any], added: Added) -> Iterator[str]:
    """Yield all faults. What cannot even be read is a fault too, and ends the check that met it."""
    yield from check_manifest(pack, manifest)
    try:
        yield from check_content(pack)
        for check in CHECKS:
            yield from check(pack, manifest, added)
    except UNREADABLE as error:
        yield f"a file cannot be read any further: {type(error).__name__}: {error}"


def say(words: str) -> None:
    """Print a line."""
    sys.stdout.write(words + "\n")


def verify(place: Path) -> int:
    """Verify one pack and say what was found; return 0, or 1 for faults."""
    try:
        pack, added = Pack(place), Added()
        manifest = pack.read("manifest.json")
        found = list(faults_of(pack, manifest, added))
    except UNREADABLE as error:
        say(f"this is no pack that can be read: {type(error).__name__}: {error}")
        return 1
    for fault in found[:MOST_TOLD]:
        say(fault)
    if found:
        say(f"{len(found)} faults: this pack is not as it was made.")
        return 1
    if place.is_file():
        with place.open("rb") as file:
            say(f"SHA-256 of the file: {hashed(file)[1]}")
    say(f"OK: {len(manifest['files'])} files, {len(added.people)} people, {added.duties} duties.")
    return 0


def main(arguments: list[str]) -> int:
    """Verify the pack that is named, or the one in whose folder this file lies."""
    here = Path(__file__).resolve().parent
    csv.field_size_limit(1 << 24)
    if len(arguments) > 1:
        say("usage: python3 verify.py [pack.zip or folder]")
        return 2
    return verify(Path(arguments[0]) if arguments else here)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
