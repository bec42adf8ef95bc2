"""What an import of history would record: the lines of a file against those who are known. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from training.completion.history_lines import History, Row
from training.completion.rules import HistoryState
from training.core.digest import canonical, digest
from training.core.text import text
from training.people.roster_lines import Wrong

MOST_TITLES = 100
"""Old titles that a page lets one match by hand."""

Key = tuple[int, int, date, str]
"""Person, subject, day, origin: two facts never share it."""


def job_key(public_id: str, state: HistoryState, number: int) -> str:
    """Name the job that carries out one state of an import; a plan that is made anew has the next number."""
    return f"{public_id}:{state}:{number}"


class Someone(NamedTuple):
    """A person whom the roster knows."""

    id: int
    started_on: date | None
    name: str = ""


@dataclass(frozen=True)
class Against:
    """What a file is compared with."""

    system: str
    people: Mapping[str, Someone]
    """By the roster's key, and by address in small letters."""
    slugs: Mapping[str, int]
    titles: Mapping[str, int]
    """Our own titles, in small letters."""
    answers: Mapping[str, int | None]
    """What somebody said that an old title counts as; None: its lines are left out."""
    present: AbstractSet[Key]
    today: date


class NewFact(NamedTuple):
    """One completion that is to be recorded. `origin` is the system's name and the line's own words."""

    line: int
    person_id: int
    subject_id: int
    day: date
    right: int | None
    asked: int | None
    until: date | None
    origin: str

    @property
    def key(self) -> Key:
        return self.person_id, self.subject_id, self.day, self.origin


@dataclass
class Title:
    """What the file calls a course: on how many lines, and what it counts as."""

    lines: int = 0
    subject_id: int | None = None
    by_slug: bool = False
    left_out: bool = False

    @property
    def open(self) -> bool:
        """Whether nobody knows yet what it counts as."""
        return self.subject_id is None and not self.left_out


@dataclass
class HistoryPlan:
    """What would be recorded, and what would not be and why. `present` counts lines that are recorded already."""

    facts: list[NewFact] = field(default_factory=list)
    titles: dict[str, Title] = field(default_factory=dict)
    strangers: Counter[str] = field(default_factory=Counter)
    """People whom the roster does not know, with their numbers of lines."""
    present: int = 0
    doubled: int = 0
    left_out: int = 0
    """Lines whose title is to be left out."""

    @property
    def unmatched(self) -> list[str]:
        return [name for name, title in self.titles.items() if title.open]

    @property
    def digest(self) -> str:
        """A name for just this plan, so that a yes is a yes to what was seen."""
        facts = [[one.line, *one.key[:2], str(one.day), one.origin] for one in self.facts]
        return digest(canonical([facts, sorted(self.unmatched), sorted(self.strangers.items())]))


def plan(history: History, against: Against) -> HistoryPlan:
    """Compare a file with what is known. Faults that only show now are added to those of its lines."""
    made = HistoryPlan(titles=_titles(history.rows, against))
    seen = set[Key]()
    for row in history.rows:
        someone = against.people.get(row.person) or against.people.get(row.person.lower())
        title = made.titles[row.course]
        if someone is None:
            made.strangers[row.person] += 1
        if (wrong := _wrong(row, someone, against.today)) is not None:
            history.fault(row.line, "date", wrong)
        elif title.left_out:
            made.left_out += 1
        elif someone is not None and title.subject_id is not None:
            _take(_fact(row, someone.id, title.subject_id, against.system), made, seen, against.present)
    return made


def _titles(rows: Iterable[Row], against: Against) -> dict[str, Title]:
    return {name: _title(name, lines, against) for name, lines in sorted(Counter(row.course for row in rows).items())}


def _title(name: str, lines: int, against: Against) -> Title:
    if name in against.slugs:
        return Title(lines, against.slugs[name], by_slug=True)
    if name in against.answers:
        answer = against.answers[name]
        return Title(lines, answer, left_out=answer is None)
    return Title(lines, against.titles.get(name.casefold()))


def _wrong(row: Row, someone: Someone | None, today: date) -> Wrong | None:
    if row.day > today:
        return Wrong(text("%(day)s is still to come.", day=str(row.day)), text("Put the date right."))
    if someone is not None and someone.started_on is not None and row.day < someone.started_on:
        what = text("The person started on %(start)s, after %(day)s.", start=str(someone.started_on), day=str(row.day))
        return Wrong(what, text("Put the date right here, or the start on the roster."))
    return None


def _fact(row: Row, person_id: int, subject_id: int, system: str) -> NewFact:
    return NewFact(
        row.line, person_id, subject_id, row.day, row.right, row.asked, row.until, f"{system}: {row.words()}"
    )


def _take(fact: NewFact, made: HistoryPlan, seen: set[Key], present: AbstractSet[Key]) -> None:
    if fact.key in present:
        made.present += 1
    elif fact.key in seen:
        made.doubled += 1
    else:
        seen.add(fact.key)
        made.facts.append(fact)
