"""Bringing in what an older system knew: read, plan, foresee, and record in short transactions that may be repeated."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from time import sleep
from typing import Any
from zoneinfo import ZoneInfo

from training.completion import crediting, history_queries, history_service, queries
from training.completion.duties import Known
from training.completion.history_effects import Effects, foresee
from training.completion.history_lines import History, read, read_titles
from training.completion.history_planning import Against, HistoryPlan, NewFact, plan
from training.completion.history_queries import Import
from training.completion.history_summary import check_titles, summarise
from training.completion.queries import Book
from training.completion.rules import How
from training.completion.service import PEOPLE_AT_ONCE, NewCompletion
from training.core.db import database, writing
from training.core.errors import Refused
from training.core.files import Upload
from training.core.permissions import Viewer
from training.core.text import text
from training.core.world import World

Note = Callable[[int, int], None]
"""Told after each part: parts done, parts in all. Inside the part's transaction where there is one."""
FACTS_AT_ONCE = 250
BREATH = 0.015  # seconds between transactions, in which others write: SQLite lets whoever asks at the right moment
NOON = time(12)


@dataclass(frozen=True)
class Planned:
    """A plan with the file it was made from, and what the page shows of it."""

    plan: HistoryPlan
    history: History
    summary: dict[str, Any]

    @property
    def refused(self) -> bool:
        return bool(self.history.broken)


def receive(viewer: Viewer, sent: Upload, system: str, *, world: World) -> str:
    """Keep an uploaded file and have it planned; return the import's public id."""
    with writing():
        return history_service.add_import(viewer, sent, system, now=world.now())


def make_plan(content: bytes, system: str, answers: Mapping[str, str], *, today: date, note: Note) -> Planned:
    """Read a file, compare it with what is known and foresee its effects; no transaction is open meanwhile."""
    history = read(content)
    subjects, people = history_queries.subjects(), history_queries.people()
    ids = {one.public_id: one.id for one in subjects}
    known = {title: ids.get(answer) for title, answer in answers.items() if not answer or answer in ids}
    by_kind = list(reversed(subjects))
    made = plan(history, Against(
        system, people, {one.slug: one.id for one in by_kind}, {one.title.casefold(): one.id for one in by_kind},
        known, history_queries.present(system), today,
    ))  # fmt: skip
    database.session.rollback()
    check_titles(history, made)
    effects = Effects() if history.broken else _foresee(made, today, note)
    names = {one.id: one.name for one in people.values()}
    ours = {one.id: (one.public_id, one.title) for one in subjects}
    return Planned(made, history, summarise(history, made, effects, ours, names))


def _foresee(made: HistoryPlan, today: date, note: Note) -> Effects:
    facts, requirements, found = _by_person(made.facts), queries.book(), Effects()
    ids = sorted(facts)
    for start in range(0, len(ids), PEOPLE_AT_ONCE):
        for one in queries.known(ids[start : start + PEOPLE_AT_ONCE], locked=False):
            found += _effects(one, facts, requirements, today)
        database.session.rollback()
        note(min(start + PEOPLE_AT_ONCE, len(ids)), len(ids))
    return found


def _effects(one: Known, facts: Mapping[int, list[NewFact]], requirements: Book, today: date) -> Effects:
    coming = [(fact.subject_id, fact.day) for fact in facts[one.member.person_id]]
    return foresee(one, coming, requirements.current, requirements.grace, today)


def _by_person(facts: Sequence[NewFact]) -> dict[int, list[NewFact]]:
    found: dict[int, list[NewFact]] = defaultdict(list)
    for fact in facts:
        found[fact.person_id].append(fact)
    return found


# --- recording --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """One run of an import: which, by whom, the instant that its facts carry, and the organisation's day."""

    public_id: str
    system: str
    by_id: int | None
    at: datetime
    today: date


def carry_out(made: HistoryPlan, run: Run, note: Note) -> None:
    """Record what a plan holds. If it ends half-way, a plan made anew holds the rest."""
    requirements, done = queries.book(), 0
    database.session.rollback()
    for part in _parts(made.facts):
        with writing():
            _record(part, run, requirements)
            done += len(part)
            note(done, len(made.facts))
        sleep(BREATH)


def _parts(facts: Sequence[NewFact]) -> Iterator[list[NewFact]]:
    """Yield facts of whole people, not many people or facts at once."""
    part: list[NewFact] = []
    people = 0
    for _person, own in sorted(_by_person(facts).items()):
        if part and (people >= PEOPLE_AT_ONCE or len(part) + len(own) > FACTS_AT_ONCE):
            yield part
            part, people = [], 0
        part = part + own
        people += 1
    if part:
        yield part


def _record(part: Sequence[NewFact], run: Run, requirements: Book) -> None:
    history_queries.lock()
    people = sorted({fact.person_id for fact in part})
    present = history_queries.present(run.system, people)
    zones = history_queries.zones(people)
    news = [_completion(fact, zones.get(fact.person_id, "UTC")) for fact in part if fact.key not in present]
    crediting.record_many(news, recorded_by_id=run.by_id, now=run.at, today=run.today, book=requirements)


def _completion(fact: NewFact, zone: str) -> NewCompletion:
    # Only the day is told: the instant is noon of it at the person's site.
    return NewCompletion(
        fact.person_id, fact.subject_id, How.IMPORT, datetime.combine(fact.day, NOON, ZoneInfo(zone)), fact.day,
        right=fact.right, asked=fact.asked, origin=fact.origin, told_until=fact.until,
    )  # fmt: skip


def undo(found: Import, *, now: datetime, today: date, note: Note) -> None:
    """Take back everything that an import recorded and that still stands. If it ends half-way, the rest stands yet."""
    pairs, requirements, done = history_queries.brought(found), queries.book(), 0
    database.session.rollback()
    back = found.plan["taken_back"]
    for start in range(0, len(pairs), PEOPLE_AT_ONCE):
        part = [number for number, _person in pairs[start : start + PEOPLE_AT_ONCE]]
        with writing():
            crediting.take_back_many(
                part, reason=back["reason"], by_person_id=back["by_id"], now=now, today=today, book=requirements
            )
            done += len(part)
            note(done, len(pairs))
        sleep(BREATH)


# --- from the command line --------------------------------------------------------------------------------------------


class End(StrEnum):
    """How an import from the command line ended. Only the first three are a success."""

    NOTHING = "nothing to record"
    PLANNED = "dry run"
    APPLIED = "applied"
    BROKEN = "broken"
    UNMATCHED = "unmatched"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Order:
    """What the command line asks for. `name` is the file's; `answers` are public ids of subjects by old title."""

    name: str
    system: str
    answers: Mapping[str, str]
    dry_run: bool = False
    leave_out: bool = False
    """Whether lines with faults and people whom nobody knows stay out."""


def import_file(content: bytes, order: Order, *, world: World, today: date, echo: Callable[[str], None]) -> End:
    """Plan a file and, unless it is a dry run or something speaks against it, record it.

    `echo` is told the numbers, the faults with line and cure, and how far it is. Needs an application context and no
    open transaction. Running it again goes on where it stopped.
    """
    planned = make_plan(content, order.system, order.answers, today=today, note=lambda _done, _total: None)
    for line in report(planned):
        echo(line)
    end = _end(planned, order)
    if end is End.APPLIED:
        _apply(content, order, planned, world, today, echo)
    return end


def _end(planned: Planned, order: Order) -> End:
    stays_out = bool(planned.history.faulty or planned.plan.strangers)
    stops = {
        End.BROKEN: planned.refused,
        End.PLANNED: order.dry_run,
        End.UNMATCHED: bool(planned.plan.unmatched),
        End.LEFT_OUT: stays_out and not order.leave_out,
        End.NOTHING: not planned.plan.facts,
    }
    return next((end for end, stands in stops.items() if stands), End.APPLIED)


def _apply(
    content: bytes, order: Order, planned: Planned, world: World, today: date, echo: Callable[[str], None]
) -> None:
    with writing():
        upload = Upload(order.name, "text/csv", content)
        plan = planned.summary | {"answers": dict(order.answers)}
        public_id = history_service.add_begun(upload, order.system, plan, now=world.now())
        at = history_service.begin(public_id, now=world.now())
    run = Run(public_id, order.system, None, at, today)
    carry_out(planned.plan, run, lambda done, total: echo(f"{done} / {total}"))
    with writing():
        history_service.finish(public_id, by_id=None, now=world.now())


def report(planned: Planned) -> Iterator[str]:
    """Yield the lines of a plan for a terminal: faults with their cures, what is not known, the numbers."""
    for fault in (*planned.history.broken.kept, *planned.history.faults.kept):
        yield f"line {fault.line or '–'}, {fault.column or '–'}: {fault.what} {fault.cure}"
    for name in planned.plan.unmatched:
        yield str(text("not known here: “%(name)s”, on %(n)s lines", name=name, n=planned.plan.titles[name].lines))
    for person, lines in planned.plan.strangers.most_common():
        yield str(text("not on the roster: %(person)s, on %(n)s lines", person=person, n=lines))
    if not planned.refused:
        for kind, count in planned.summary["counts"].items():
            yield f"{kind.replace('_', ' ')}: {count}"


def answers_of(content: bytes) -> dict[str, str]:
    """Read what old titles count as: a CSV with title and course. Raises Refused, naming all that is not known here."""
    told, faults = read_titles(content)
    ours = {one.slug: one.public_id for one in reversed(history_queries.subjects())} | {"": ""}
    database.session.rollback()
    unknown = [slug for slug in told.values() if slug not in ours]
    if faults or unknown:
        wrong = [f"line {one.line}: {one.what} {one.cure}" for one in faults.kept]
        wrong += [str(text("There is no course “%(slug)s”.", slug=slug)) for slug in unknown]
        raise Refused("", text("The titles cannot be taken:\n%(wrong)s", wrong="\n".join(wrong)))
    return {title: ours[slug] for title, slug in told.items()}
