"""`seats`: everything at once with processes killed in the middle of it, and hundreds who want thirty seats at once."""

import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import func, select

from benchmarks import sample, seed, stores
from benchmarks.client import cpu_seconds, drive
from benchmarks.figures import BUDGETS, Gate, Report, number, percentile, spread
from benchmarks.servers import served
from benchmarks.sides import FLOOR, PRODUCT, Side, seed_side
from benchmarks.stores import POSTGRESQL, SQLITE, Store, Stores
from benchmarks.units import chains, seat
from tests.faults import seat_truths
from tests.faults.seat_lanes import Lanes, Span, Story
from tests.faults.seat_lives import Life, everybody_asks, place
from training.app import create_app
from training.core.db import database, scoped
from training.notices.models import Message
from training.seminars import checking
from training.seminars.models import Registration, RegistrationEvent

LANES, SPAN = 8, Span(steps=150, deaths=6, earliest=1.0, latest=4.0, at_commit=0.05)
EMPLOYEES, SEATS = 40, 6
PEOPLE = 1500
ASKING, TWICE, CONNECTIONS = 400, 100, 64
"""How many people ask at once, how many of them press twice, and over how many connections."""
BOTH = (FLOOR, PRODUCT)
EXACTLY_NONE = {"must": 0}


def run(report: Report, rounds: int) -> None:
    """Kill on both databases, then let them all ask at once."""
    for kind in (SQLITE, POSTGRESQL):
        with stores.opened(kind) as made:
            _kill(report, made)
            _storm(report, made, rounds)


# --- with kills -------------------------------------------------------------------------------------------------------


def _kill(report: Report, made: Stores) -> None:
    store = made.new("kills")
    seed.migrate(store)
    app = create_app(seed.settings_of(store))
    with app.app_context(), tempfile.TemporaryDirectory() as folder:
        at = place(app, EMPLOYEES, SEATS)
        lives = [[Life(app, 100 * lane + turn, at) for turn in range(SPAN.deaths + 1)] for lane in range(LANES)]
        story = Lanes(app, SPAN, Path(folder)).run(lives)
        wrong = seat_truths.wrong()
        everybody_asks(app, at)
        wrong += seat_truths.wrong()
        not_full = sum(taken != capacity or not waiting for capacity, taken, waiting in seat_truths.full())
        rows = [_count(table) for table in (Registration, RegistrationEvent, Message)]
        database.session.remove()
        database.engine.dispose()
    _tell(report, made.kind, story, rows)
    for line in [*wrong, *map(str, story.failures.items())]:
        report.say(f"  {line}")
    report.judge(f"{made.kind} invariants broken after the kills", len(wrong), EXACTLY_NONE, Gate.EXACT)
    report.judge(f"{made.kind} operations that failed", story.failures.total(), EXACTLY_NONE, Gate.EXACT)
    report.judge(f"{made.kind} dates not full though more asked", not_full, EXACTLY_NONE, Gate.EXACT)


def _count(table: Any) -> int:
    return int(database.session.scalar(scoped(select(func.count()).select_from(table), by="test")) or 0)


def _tell(report: Report, kind: str, story: Story, counted: list[int]) -> None:
    names, dead = sorted({*story.done, *story.refused}), story.killed + story.before_commit
    rows = [(name, story.done[name], story.refused[name], *_middle(story.took.get(name, []))) for name in names]
    took = [one for some in story.took.values() for one in some]
    rows.append(("all", story.done.total(), story.refused.total(), *_middle(took)))
    title = f"{LANES} processes at a time, {dead} killed ({story.before_commit} of them right before their commit)"
    report.table(f"seats, {kind}: {title}", ("", "done", "refused", "p50 ms", "p95 ms"), rows)
    invariants = ", ".join(seat_truths.INVARIANTS)
    report.say(f"  then {invariants} over {counted[0]} registrations, {counted[1]} moves, {counted[2]} mails")
    report.data[f"seats {kind}"] = {
        "killed": story.killed, "before commit": story.before_commit, "done": dict(story.done),
        "refused": dict(story.refused), "failures": dict(story.failures), "rows": counted, "took": story.took,
    }  # fmt: skip


def _middle(took: list[float]) -> tuple[str, str]:
    return (number(percentile(took, 0.5), 1), number(percentile(took, 0.95), 1)) if took else ("", "")


# --- hundreds at once -------------------------------------------------------------------------------------------------


def _storm(report: Report, made: Stores, rounds: int) -> None:
    seeded = {name: seed_side(name, made.new(f"{name}-storm"), PEOPLE) for name in BOTH}
    # Who goes first changes, so that a machine that warms up favours neither.
    orders = [BOTH if turn % 2 == 0 else BOTH[::-1] for turn in range(rounds)]
    found = [{name: _of_side(made, seeded[name]) for name in order} for order in orders]
    report.data[f"storm {made.kind}"] = found
    rows = []
    for part in ("p50", "p95", "cpu ms"):
        floor, product = ([one[name][part] for one in found] for name in BOTH)
        ratio = median(mine / its for mine, its in zip(product, floor, strict=True))
        apart = max(spread(floor), spread(product))
        warning = " !" if apart > BUDGETS["spread"] else ""
        rows.append(
            (part, number(median(floor), 1), number(median(product), 1), f"{number(ratio)} ×", f"{apart:.0%}{warning}")
        )
    asked = f"{ASKING} people ask for {sample.STORM_SEATS} seats over {CONNECTIONS} connections, {TWICE} of them twice"
    report.table(f"storm, {made.kind}: {asked}; {rounds} rounds", ("", "floor", "product", "ratio", "spread"), rows)
    expected = (sample.STORM_SEATS, ASKING - sample.STORM_SEATS, TWICE)
    for name in BOTH:
        outcomes = {tuple(one[name]["outcome"]) for one in found}
        report.say(f"  {name}: (booked, waiting, refused) {sorted(outcomes)}")
        report.judge(f"{made.kind} {name}: outcomes of the storm that are wrong", len(outcomes - {expected}),
                     EXACTLY_NONE, Gate.EXACT)  # fmt: skip
    faults = sum(one[PRODUCT]["faults"] for one in found)
    report.judge(f"{made.kind} faults after the storm, mails too many or too few", faults, EXACTLY_NONE, Gate.EXACT)


def _of_side(made: Stores, seeded: Side) -> dict[str, Any]:
    side = Side(seeded.name, made.copy(seeded.store, f"{seeded.name}-round"))
    asking = [seat(person, sample.STORM) for person in (*range(1, ASKING + 1), *range(1, TWICE + 1))]
    with served(side) as server:
        drive(server.port, chains(side, [seat(1400 + person, 1) for person in range(40)]), 8)
        before = cpu_seconds(server.pid, made.database_pid())
        load = drive(server.port, chains(side, asking), CONNECTIONS)
        used = cpu_seconds(server.pid, made.database_pid()) - before
    booked, waiting, faults = (_of_product if side.name == PRODUCT else _of_floor)(side.store)
    return {
        "p50": percentile(load.first, 0.5) * 1000, "p95": percentile(load.first, 0.95) * 1000,
        "cpu ms": used * 1000 / load.units, "outcome": [booked, waiting, load.wrong.total()], "wrong": dict(load.wrong),
        "faults": faults,
    }  # fmt: skip


STATES = "SELECT state, count(*) FROM registration WHERE session_id = {number} GROUP BY state"
MAILS = "SELECT count(*) FROM message WHERE kind IN ('seminar.seat', 'seminar.waiting')"
WAITS = "SELECT waits, count(*) FROM registration WHERE date_id = {number} GROUP BY waits"


def _of_product(store: Store) -> tuple[int, int, int]:
    with seed.product(store):
        states = dict(map(tuple, _rows(STATES)))
        ((mails,),) = _rows(MAILS)
        faults = len(checking.faults(sample.moment().now))
    # The forty who warmed it up have each a seat of another date, and its mail.
    return states.get("booked", 0), states.get("waitlisted", 0), faults + abs(mails - ASKING - 40)


def _of_floor(store: Store) -> tuple[int, int, int]:
    with seed.product(store):
        waits = {bool(key): int(many) for key, many in _rows(WAITS)}
    return waits.get(False, 0), waits.get(True, 0), 0


def _rows(sql: str) -> list[Any]:
    return list(database.session.connection().exec_driver_sql(sql.format(number=sample.STORM)).all())
