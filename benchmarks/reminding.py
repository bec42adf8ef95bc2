"""Planning the mails of a morning from half a million duties, beside one INSERT … SELECT … GROUP BY for that day."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

from sqlalchemy import Date, TextClause, bindparam, text

from benchmarks import sample, seed, stores
from benchmarks.client import cpu_seconds
from benchmarks.figures import BUDGETS, Gate, Report, number
from benchmarks.sides import PRODUCT, SECRET, seed_side
from benchmarks.stores import POSTGRESQL, SQLITE, Stores
from training.completion import reminder_planning, reminder_work
from training.completion.reminder_letters import House
from training.completion.reminder_planning import READ_AT_ONCE, WRITTEN_AT_ONCE, Part
from training.completion.reminding import MORNING, Calendar
from training.core import guards
from training.core.db import as_writer, database, writing
from training.core.links import Links
from training.core.world import system_now

PEOPLE = 50_000
ZONE, BRAKE, TEAM, WRITTEN = "UTC", 1_000_000, 14, 2_000
FLOOR_TABLE = "CREATE TABLE outbox (person_id INTEGER, day DATE, items INTEGER, PRIMARY KEY (person_id, day))"
FLOOR = (
    "INSERT INTO outbox SELECT person_id, :day, count(*) FROM assignment WHERE retired_at IS NULL AND done_on IS NULL"
    " AND due IN (:before, :soon, :day, :after) GROUP BY person_id ON CONFLICT DO NOTHING"
)
"""The whole of the floor: no leave, no working days, nobody's manager, nothing that was told before."""


@dataclass
class Spent:
    """What something took: seconds of CPU with the database's, of the clock, and of its longest write transaction."""

    cpu: float = 0.0
    seconds: float = 0.0
    longest: float = 0.0
    rows: int = 0


def run(report: Report) -> None:
    """Plan on both databases."""
    rows = []
    for kind in (SQLITE, POSTGRESQL):
        with stores.opened(kind) as made:
            found = _planned(made)
        report.data[f"reminders {kind}"] = {name: vars(spent) for name, spent in found.items()}
        rows.append((kind, *_cells(found)))
        floor, usual = found["floor"], found["usual"]
        budget = BUDGETS["reminders"]
        report.judge(f"{kind} planning a day, of the floor", usual.cpu / floor.cpu, budget["floor"], Gate.RATIO)
        report.judge(f"{kind} planning a day, s of CPU", usual.cpu, budget["plan_s"], Gate.TOLD)
        report.judge(f"{kind} mails that a second run adds", found["again"].rows, {"must": 0}, Gate.EXACT)
        longest = max(spent.longest for spent in found.values())
        report.judge(f"{kind} longest write transaction, s", longest, budget["lock_s"], Gate.TOLD)
        report.judge(f"{kind} writing a mail, ms", _of_one(found["writing"]), budget["mail_ms"], Gate.TOLD)
    head = ("", "floor s", "a day s", "ratio", "mails", "again s", "adds", "the first day s", "mails", "longest lock s",
            "a mail ms")  # fmt: skip
    duties = PEOPLE * sample.REQUIREMENTS
    report.table(f"Reminders: a morning planned from {duties:,} duties; seconds of CPU", head, rows)


def _cells(found: dict[str, Spent]) -> list[str]:
    floor, usual, again, first = (found[name] for name in ("floor", "usual", "again", "first"))
    return [
        number(floor.cpu, 3), number(usual.cpu, 3), f"{number(usual.cpu / floor.cpu)} ×", f"{usual.rows:,}",
        number(again.cpu, 3), f"{again.rows:,}", number(first.cpu, 3), f"{first.rows:,}",
        number(max(spent.longest for spent in found.values()), 2), number(_of_one(found["writing"]), 2),
    ]  # fmt: skip


def _of_one(writing_of: Spent) -> float:
    return writing_of.cpu * 1000 / max(writing_of.rows, 1)


def _planned(made: Stores) -> dict[str, Spent]:
    store = seed_side(PRODUCT, made.new("reminders"), PEOPLE).store
    with seed.product(store):
        _spread()
        day = Calendar().next_from(sample.moment().today + timedelta(days=1))
        following = Calendar().next_from(day + timedelta(days=1))
        found = {"first": _plan(made, day)}
        _sent(day)
        found["floor"] = _floor(made, following)
        found["usual"] = _plan(made, following)
        found["again"] = _plan(made, following)
        found["writing"] = _write(made, following)
    return found


def _spread() -> None:
    """Spread the due days over two months, give everybody a manager, and let the brake hold nothing."""
    today = sample.moment().today
    days = [today + timedelta(days=ahead) for ahead in range(-30, 30)]
    with as_writer(), database.engine.begin() as connection:
        guards.remove(connection)
        for place, due in enumerate(days):
            statement = "UPDATE assignment SET due = :due WHERE done_on IS NULL AND (person_id * 7 + id) % 60 = :place"
            connection.execute(_typed(statement, "due"), {"due": due, "place": place})
        connection.execute(text(f"UPDATE membership SET manager_id = person_id - person_id % {TEAM} + 1"))  # noqa: S608  ours
        guards.install(connection)
        connection.execute(
            _typed(
                "INSERT INTO reminder_ladder (place, steps, manager_from, director_from, most_a_week, brake, reason,"
                " valid_from, recorded_at)"
                " VALUES (1, '[-14, -3, 0, 3]', 3, 14, 2, :brake, '', :day, '2026-01-01 00:00:00')",
                "day",
            ),
            {"brake": BRAKE, "day": today},
        )
        connection.execute(text(FLOOR_TABLE))
    seed_statistics()


def _typed(statement: str, *days: str) -> TextClause:
    """Return a statement whose values of these names are days, on both databases."""
    return (
        text(statement)
        .bindparams(*(bindparam(name, type_=Date()) for name in days))
        .execution_options(scoped="benchmark")
    )


def seed_statistics() -> None:
    """Let both databases know what they hold now, as after a night."""
    with as_writer(), database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == POSTGRESQL:
            connection.connection.driver_connection.read_only = False  # type: ignore[union-attr]
            connection.execute(text("VACUUM ANALYZE"))


def _morning(day: date) -> datetime:
    return datetime.combine(day, clock(MORNING), ZoneInfo(ZONE))


def _plan(made: Stores, day: date) -> Spent:
    """Plan a day as the job does, and watch each of its transactions."""
    spent = Spent()
    with _measured(made, spent):
        found, now = reminder_planning.morning_of(day, ZONE), _morning(day)
        before = _mails(day)
        with _locked(spent):
            reminder_planning.drop_stale(day, ZONE)
        for part in found.parts(now):
            while _part(part, spent) == READ_AT_ONCE:
                pass
        with _locked(spent):
            reminder_planning.settle(day, found.ladder.brake)
        spent.rows = _mails(day) - before
    return spent


def _part(part: Part, spent: Spent) -> int:
    database.session.rollback()
    rows = part.missing()
    for start in range(0, len(rows), WRITTEN_AT_ONCE):
        with _locked(spent):
            part.write(rows[start : start + WRITTEN_AT_ONCE])
    return len(rows)


def _mails(day: date) -> int:
    statement = _typed("SELECT count(*) FROM digest WHERE day = :day", "day")
    count = int(database.session.execute(statement, {"day": day}).scalar_one())
    database.session.rollback()
    return count


def _sent(day: date) -> None:
    """Take what the first day planned as sent, so that the next one is a day like others."""
    with writing():
        for statement in (
            "UPDATE reminder SET digest_day = :day WHERE planned_on = :day",
            "UPDATE digest SET state = 'written', written_at = planned_at WHERE day = :day",
        ):
            database.session.execute(_typed(statement, "day"), {"day": day})
    seed_statistics()


def _floor(made: Stores, day: date) -> Spent:
    steps = {"before": 20, "soon": 5, "after": -5}
    values = {name: day + timedelta(days=ahead) for name, ahead in steps.items()} | {"day": day}
    spent = Spent()
    with _measured(made, spent), _locked(spent):
        result = database.session.execute(_typed(FLOOR, *values), values)
        spent.rows = int(result.rowcount)  # type: ignore[attr-defined]
    return spent


def _write(made: Stores, day: date) -> Spent:
    """Write some of the mails of a day."""
    spent = Spent()
    house = House(sample.NAME, Links("https://training.example", SECRET, system_now))
    with _measured(made, spent):
        while spent.rows < WRITTEN:
            start = time.perf_counter()
            number_of_them = reminder_work.write_part(day, house, now=_morning(day))
            spent.longest = max(spent.longest, time.perf_counter() - start)
            spent.rows += number_of_them
            if not number_of_them:
                break
    return spent


@contextmanager
def _measured(made: Stores, spent: Spent) -> Iterator[None]:
    database.session.rollback()
    before, own, start = cpu_seconds(made.database_pid()), time.process_time(), time.perf_counter()
    yield
    spent.seconds = time.perf_counter() - start
    spent.cpu = time.process_time() - own + cpu_seconds(made.database_pid()) - before


@contextmanager
def _locked(spent: Spent) -> Iterator[None]:
    database.session.rollback()
    start = time.perf_counter()
    with writing():
        yield
    spent.longest = max(spent.longest, time.perf_counter() - start)
