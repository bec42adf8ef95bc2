"""The files of an evidence pack: their names, columns and rows. Each is written from start to end, row by row."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from heapq import heappush, heapreplace
from pathlib import Path
from typing import Any, NamedTuple

from training.completion.evidence_rules import draw_key
from training.completion.rules import Status
from training.core.digest import canonical
from training.core.tables import csv_lines, in_blocks
from training.reports import pack_queries, population_queries, proof_queries
from training.reports.pack_readme import readme
from training.reports.pack_subject import Subject
from training.reports.population_queries import DutyRow, Matter
from training.reports.proof_queries import Rosters, VersionRow

VERIFIER = Path(__file__).parent / "verify_pack.py"
POPULATION = (
    "person", "name", "department", "site", "title", "member_since", "member_until", "member_recorded_at", "source",
    "source_sha256", "source_applied_at", "cycle", "opened", "ended", "due", "due_before", "because", "version",
    "completion", "done_on", "state_on", "state", "counts",
)  # fmt: skip
SAMPLE = ("place", "person", "name", "sha256")
SAMPLED = (*SAMPLE, "department", "due", "done_on", "state_on", "state")
LATE = ("person", "name", "cycle", "due", "done_on", "state", "days")
EVENTS = (
    "event", "seq", "at", "actor", "actor_person", "action", "kind", "subject", "commitment", "leaf",
)  # fmt: skip


class File(NamedTuple):
    """One file of the pack. `blocks` yields its bytes when asked: later files need what earlier ones counted."""

    path: str
    blocks: Callable[[], Iterable[bytes]]


@dataclass
class Sampled:
    """Draws while the population passes by: never more than the drawn are kept."""

    seed: str
    number: int
    heap: list[tuple[int, str, str, str]] = field(default_factory=list)

    def offer(self, person: str, name: str) -> None:
        """Take a person into the draw."""
        drawn = draw_key(self.seed, person)
        one = (-int(drawn, 16), person, name, drawn)
        if len(self.heap) < self.number:
            heappush(self.heap, one)
        elif one > self.heap[0]:
            heapreplace(self.heap, one)

    def rows(self) -> Iterator[tuple[int, str, str, str]]:
        """Yield the drawn in their order."""
        for place, (_rank, person, name, drawn) in enumerate(sorted(self.heap, reverse=True), start=1):
            yield place, person, name, drawn


@dataclass
class Tally:
    """Counts while the population passes by."""

    people: int = 0
    duties: int = 0
    parts: dict[Status, int] = field(default_factory=lambda: dict.fromkeys(Status, 0))

    def summary(self, until: date) -> dict[str, Any]:
        """Return what summary.json says."""
        parts = {part.value: self.parts[part] for part in Status}
        return {
            "on": until.isoformat(), "people": self.people, "duties": self.duties, "parts": parts,
            "total": sum(parts.values()),
        }  # fmt: skip


@dataclass
class Pack:
    """Writes the files in their order; what is counted on the way through the population serves the later ones."""

    about: Subject
    tally: Tally = field(default_factory=Tally)
    sampled: Sampled = field(init=False)

    def __post_init__(self) -> None:
        self.sampled = Sampled(self.about.seed, self.about.sample)

    def files(self) -> Iterator[File]:
        """Yield all files but the manifest and the content, whose names depend on what was completed."""
        matter = self.about.matter
        yield File("README.txt", lambda: _text(readme(self.about)))
        yield File("population.csv", lambda: _csv(POPULATION, self._population()))
        yield File("summary.json", lambda: _json(self.tally.summary(matter.until)))
        yield File("sample.csv", lambda: _csv(SAMPLE, self.sampled.rows()))
        yield File("late.csv", lambda: _csv(LATE, _late(matter)))
        for name, fields, rows in _TABLES:
            yield File(name, lambda fields=fields, rows=rows: _csv(fields, _plain(rows(matter))))  # type: ignore[misc]
        yield File("events.csv", lambda: _csv(EVENTS, _events(matter)))
        yield File("rules.json", lambda: _json(_rules(matter)))
        yield File("verify.py", lambda: [VERIFIER.read_bytes()])

    def contents(self) -> Iterator[File]:
        """Yield the frozen content of every edition that was completed, named by its digest."""
        for digest, content in proof_queries.contents(self.about.matter):
            yield File(f"content/{digest}.json", lambda content=content: [canonical(content)])  # type: ignore[misc]

    def _population(self) -> Iterator[tuple[Any, ...]]:
        until, rosters, last = self.about.matter.until, proof_queries.rosters(), 0
        for one in population_queries.population(self.about.matter):
            if one.person_id != last:
                last = one.person_id
                self.tally.people += 1
                self.sampled.offer(one.person, one.name)
            self.tally.duties += 1
            if one.counts(until):
                self.tally.parts[one.state(until)] += 1
            yield population_line(one, until, rosters)


def population_line(one: DutyRow, until: date, rosters: Rosters) -> tuple[Any, ...]:
    """Return a row of population.csv."""
    roster = rosters.behind(one.member_recorded_at)
    source = ("roster import " + roster.public_id, roster.file_digest, roster.applied_at) if roster else ("", "", None)
    cells = (
        one.person, one.name, one.department, one.site, one.title, one.member_since, one.member_until,
        one.member_recorded_at, *source, one.cycle, one.opened, one.ended, one.due, one.due_before, one.because,
        one.version, one.completion, one.done_on, one.on(until), one.state(until),
        "yes" if one.counts(until) else "no",
    )  # fmt: skip
    return tuple(map(_cell, cells))


def sampled_line(place: int, sha256: str, one: DutyRow, until: date) -> tuple[Any, ...]:
    """Return a row of sample.csv with the last duty of its person, for whoever looks at it outside a pack."""
    duty = (one.department, one.due, one.done_on, one.on(until), one.state(until))
    return tuple(map(_cell, (place, one.person, one.name, sha256, *duty)))


def _late(matter: Matter) -> Iterator[tuple[Any, ...]]:
    for one in population_queries.population(matter):
        state = one.state(matter.until)
        if state in {Status.DONE_LATE, Status.OVERDUE}:
            done = one.done_on if state is Status.DONE_LATE else None
            days = one.days_late(matter.until)
            yield tuple(map(_cell, (one.person, one.name, one.cycle, one.due, done, state, days)))


def _events(matter: Matter) -> Iterator[tuple[Any, ...]]:
    for one in proof_queries.events(matter):
        yield tuple(map(_cell, one))


def _rules(matter: Matter) -> list[dict[str, Any]]:
    serving = proof_queries.serving(matter)
    return [_rule(one, serving) for one in proof_queries.versions(matter)]


def _rule(one: VersionRow, serving: dict[int, list[proof_queries.Serving]]) -> dict[str, Any]:
    said = {name: value if isinstance(value, list | dict | int) else _cell(value) for name, value in _said(one)}
    return said | {"satisfied_by": [_serving(each) for each in serving[one.id]]}


def _said(one: VersionRow) -> Iterator[tuple[str, Any]]:
    yield from ((name, value) for name, value in one._asdict().items() if name != "id")


def _serving(one: proof_queries.Serving) -> dict[str, Any]:
    return one._asdict() | {"kind": str(one.kind)}


_TABLES: tuple[tuple[str, tuple[str, ...], Callable[[Matter], Iterable[Any]]], ...] = (
    ("completions.csv", pack_queries.CompletionRow._fields, pack_queries.completions),
    ("exemptions.csv", pack_queries.ExemptionRow._fields, pack_queries.exemptions),
    ("extensions.csv", pack_queries.ExtensionRow._fields, pack_queries.extensions),
    ("reminders.csv", pack_queries.ReminderRow._fields, pack_queries.reminders),
)


def _plain(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield tuple(map(_cell, row))


def _cell(value: Any) -> Any:
    """Days and instants in ISO form, bytes in hexadecimal digits, yes or no; numbers and texts as they are."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def _csv(head: tuple[str, ...], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    yield from (block.encode() for block in in_blocks(csv_lines(_headed(head, rows))))


def _headed(head: tuple[str, ...], rows: Iterable[Iterable[Any]]) -> Iterator[Iterable[Any]]:
    yield head
    yield from rows


def _json(value: Any) -> list[bytes]:
    return [canonical(value) + b"\n"]


def _text(words: str) -> list[bytes]:
    return [words.encode()]
