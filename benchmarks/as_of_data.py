"""Two years of people who moved and duties that came again, for the product's tables and for those of the floor."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from benchmarks import sample, seed
from benchmarks.bulk import Bulk, bulk, settle_down
from benchmarks.sample import Moment
from benchmarks.stores import SQLITE, Store
from training.completion.models import Assignment, Completion, Exemption
from training.completion.rules import ExemptionKind, How
from training.people.models import Membership, Person

YEAR = 365
BEGUN, CYCLE, TERM = 2 * YEAR, 330, 60
"""Days: how long ago everything began, how long a cycle takes, and how long one may take for it."""
FAR = date(9999, 12, 31)

TABLES = """
CREATE TABLE membership (person BIGINT NOT NULL, from_ TEXT NOT NULL, until TEXT NOT NULL, department BIGINT NOT NULL,
    PRIMARY KEY (person, from_)) {keyed};
CREATE TABLE assignment (requirement BIGINT NOT NULL, person BIGINT NOT NULL, opened TEXT NOT NULL,
    closed TEXT NOT NULL, due TEXT NOT NULL, PRIMARY KEY (requirement, person, opened)) {keyed};
CREATE TABLE completion (requirement BIGINT NOT NULL, person BIGINT NOT NULL, at TEXT NOT NULL, until TEXT NOT NULL,
    PRIMARY KEY (requirement, person, at)) {keyed};
"""
"""The interval tables of the recipe (features.md, section 7): each keyed for the query, one axis of time."""


class Stay(NamedTuple):
    """Where somebody worked, from a day until another."""

    person: int
    department: int
    since: date
    until: date | None


class Spell(NamedTuple):
    """One cycle of one duty; `moved_on` is the day on which it was written anew because the person had moved."""

    person: int
    requirement: int
    cycle: int
    opened: date
    closed: date | None
    due: date
    done_on: date | None
    moved_on: date | None


def stays(people: int, today: date) -> Iterator[Stay]:
    """Yield the memberships: every fourth person moved once."""
    begun = today - timedelta(days=BEGUN)
    for person in range(1, people + 1):
        moved = _moved(person, today)
        yield Stay(person, sample.department_of(person), begun, moved)
        if moved:
            yield Stay(person, sample.department_of(person + 7), moved, None)


def _moved(person: int, today: date) -> date | None:
    return None if person % 4 else today - timedelta(days=20 + person % 600)


def spells(people: int, today: date, requirements: Sequence[int] = sample.requirements()) -> Iterator[Spell]:
    """Yield the cycles of everybody's duties: two of them done, in time or late, and a third for most people."""
    begun = today - timedelta(days=BEGUN)
    for person in range(1, people + 1):
        moved = _moved(person, today)
        for requirement in requirements:
            opened = begun + timedelta(days=(person * 7 + requirement * 31) % 90)
            for cycle in range(1, 4):
                if opened > today:
                    break
                closed = opened + timedelta(days=CYCLE)
                took = (person * 13 + requirement * 5 + cycle * 17) % 75
                done = opened + timedelta(days=took)
                is_done = done <= today and (person + requirement + cycle) % 9 > 0
                over = closed <= today and is_done
                within = moved is not None and opened < moved < closed
                yield Spell(
                    person, requirement, cycle, opened, closed if over else None, opened + timedelta(days=TERM),
                    done if is_done else None, moved if within else None,
                )  # fmt: skip
                if not over:
                    break
                opened = closed


# --- the product ------------------------------------------------------------------------------------------------------


def seed_product(store: Store, people: int) -> None:
    """Migrate an empty database and fill it with that history, every row recorded on the day of which it speaks."""
    at = sample.moment()
    seed.migrate(store)
    subjects = seed.publish(store, at)
    with bulk(store) as loader:
        tables = seed.Tables(store, loader)
        seed.places(tables)
        seed.requirements(tables, subjects, at)
        _people(tables, people, at)
        _duties(tables, people, subjects, at)
    settle_down(store)


def _people(tables: seed.Tables, people: int, at: Moment) -> None:
    ids = range(1, people + 1)
    names: tuple[str, ...] = ("id", "public_id", "external_id", "given", "family", "language", "zone")
    tables.load(Person, names, ((n, sample.public_id(n), f"E{n}", f"Given{n}", f"Family{n}", "", "") for n in ids))
    names = (
        "person_id", "department_id", "site_id", "title", "attributes", "valid_from", "valid_until", "recorded_at",
        "retired_at",
    )  # fmt: skip
    tables.load(Membership, names, _memberships(people, at))
    names = ("person_id", "kind", "reason", "valid_from", "valid_until", "recorded_at")
    since = [at.today - timedelta(days=400), at.today - timedelta(days=150)]
    tables.load(Exemption, names, (
        (n, ExemptionKind.LEAVE, "Leave", day, day + timedelta(days=90), instant(day))
        for n in ids if n % 33 == 0 for day in since
    ))  # fmt: skip


def _memberships(people: int, at: Moment) -> Iterator[tuple[Any, ...]]:
    for stay in stays(people, at.today):
        place = (stay.person, stay.department, 1, "Clerk", ())
        if stay.until:
            yield (*place, stay.since, None, instant(stay.since), instant(stay.until))
        yield (*place, stay.since, stay.until, instant(stay.until or stay.since), None)


def _duties(tables: seed.Tables, people: int, subjects: list[tuple[int, int | None]], at: Moment) -> None:
    names: tuple[str, ...] = (
        "id", "public_id", "person_id", "subject_id", "edition_id", "how", "local_date", "void", "happened_at",
        "recorded_at",
    )  # fmt: skip
    done = ((n, spell) for n, spell in enumerate(spells(people, at.today), start=1) if spell.done_on)
    tables.load(Completion, names, (
        (n, sample.public_id(n), spell.person, *subjects[spell.requirement - 1], How.QUIZ, spell.done_on, False,
         instant(spell.done_on or at.today), instant(spell.done_on or at.today))
        for n, spell in done
    ))  # fmt: skip
    names = (
        "id", "public_id", "requirement_id", "version_id", "person_id", "cycle", "due", "because", "completion_id",
        "done_on", "valid_from", "valid_until", "department_id", "recorded_at", "retired_at",
    )  # fmt: skip
    tables.load(Assignment, names, _assignments(people, at))


def _assignments(people: int, at: Moment) -> Iterator[tuple[Any, ...]]:
    number = 0
    for n, spell in enumerate(spells(people, at.today), start=1):
        home, recorded = sample.department_of(spell.person), instant(spell.opened)
        there = sample.department_of(spell.person + 7) if _moved(spell.person, at.today) else home
        said = (spell.requirement, spell.requirement, spell.person, spell.cycle, spell.due, "everyone")
        done = (n, spell.done_on) if spell.done_on else (None, None)
        days = (spell.opened, spell.closed)
        if spell.moved_on:
            moved, number = instant(spell.moved_on), number + 1
            known = done if spell.done_on and spell.done_on <= spell.moved_on else (None, None)
            yield (number, sample.public_id(number), *said, *known, *days, home, recorded, moved)
            recorded, home = moved, there
        elif (day := _moved(spell.person, at.today)) and day <= spell.opened:
            home = there
        number += 1
        yield (number, sample.public_id(number), *said, *done, *days, home, recorded, None)


def instant(day: date) -> datetime:
    """Return noon of a day."""
    return datetime.combine(day, time(12), UTC)


# --- the floor --------------------------------------------------------------------------------------------------------


def seed_floor(store: Store, people: int) -> None:
    """Fill the floor's own interval tables with the same history."""
    today = sample.moment().today
    with bulk(store) as loader:
        loader.run(TABLES.format(keyed="WITHOUT ROWID" if store.kind == SQLITE else ""))
        _fill_floor(loader, people, today)
    settle_down(store)


def _fill_floor(loader: Bulk, people: int, today: date) -> None:
    loader.load("membership", ("person", "from_", "until", "department"), (
        (stay.person, stay.since.isoformat(), (stay.until or FAR).isoformat(), stay.department)
        for stay in stays(people, today)
    ))  # fmt: skip
    for requirement in sample.requirements():  # in the order of the keys
        found = list(spells(people, today, [requirement]))
        loader.load("assignment", ("requirement", "person", "opened", "closed", "due"), (
            (requirement, one.person, one.opened.isoformat(), (one.closed or FAR).isoformat(), one.due.isoformat())
            for one in found
        ))  # fmt: skip
        loader.load("completion", ("requirement", "person", "at", "until"), (
            (requirement, one.person, one.done_on.isoformat(), (one.closed or FAR).isoformat())
            for one in found if one.done_on
        ))  # fmt: skip
