"""`http`: both sides behind gunicorn, in turns, on SQLite and PostgreSQL: CPU of all processes, p50 and p99, memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks import sample, stores
from benchmarks.client import Load, cpu_seconds, drive, memory
from benchmarks.figures import BUDGETS, Gate, Report, number, percentile, spread
from benchmarks.servers import Server, served
from benchmarks.sides import FLOOR, PRODUCT, Side, seed_side
from benchmarks.stores import POSTGRESQL, SQLITE, Stores
from benchmarks.units import ANSWER, LESSON, SEAT, TEAMS, TITLES, chains, works

PEOPLE = 2000
BOTH = (FLOOR, PRODUCT)


@dataclass(frozen=True)
class Phase:
    """A load of one kind. `people`: first and last of those who do it; they can answer and register only once."""

    unit: str
    connections: int
    people: range


WARM = [
    Phase(LESSON, 4, range(1, 81)), Phase(ANSWER, 4, range(1480, 1489)), Phase(SEAT, 4, range(1460, 1490)),
    Phase(TEAMS, 4, range(1, 13)),
]  # fmt: skip
PHASES = [
    Phase(LESSON, 4, range(1, 801)), Phase(ANSWER, 4, range(1, 61)), Phase(SEAT, 4, range(1, 361)),
    Phase(TEAMS, 4, range(1, 61)), Phase(ANSWER, 8, range(201, 241)), Phase(SEAT, 8, range(701, 921)),
]  # fmt: skip
assert all(phase.people.stop <= sample.LEARNERS + 1 for phase in WARM + PHASES)


def run(report: Report, rounds: int) -> None:
    """Measure all rounds on both databases."""
    for kind in (SQLITE, POSTGRESQL):
        with stores.opened(kind) as made:
            seeded = {name: seed_side(name, made.new(f"{name}-seeded"), PEOPLE) for name in BOTH}
            found = [_round(made, seeded, turn) for turn in range(rounds)]
        report.data[f"http {kind}"] = found
        _tell(report, kind, found)


def _round(made: Stores, seeded: dict[str, Side], turn: int) -> dict[str, Any]:
    # Who goes first changes, so that a machine that warms up favours neither.
    order = BOTH if turn % 2 == 0 else BOTH[::-1]
    return {name: _of_side(made, seeded[name]) for name in order}


def _of_side(made: Stores, seeded: Side) -> dict[str, Any]:
    side = Side(seeded.name, made.copy(seeded.store, f"{seeded.name}-round"))
    with served(side) as server:
        for phase in WARM:
            drive_phase(server, phase)
        found = {f"{phase.unit}@{phase.connections}": _measured(made, server, phase) for phase in PHASES}
        return found | {"memory": memory(server.pid)}


def drive_phase(server: Server, phase: Phase) -> Load:
    """Put a load on a server and check that everything was answered as it should be."""
    load = drive(server.port, chains(server.side, works(phase.unit, phase.people)), phase.connections)
    if load.wrong:
        raise RuntimeError(f"{server.side.name} {phase.unit}: answered {dict(load.wrong)}")
    return load


def _measured(made: Stores, server: Server, phase: Phase) -> dict[str, float]:
    before = cpu_seconds(server.pid, made.database_pid())
    load = drive_phase(server, phase)
    used = cpu_seconds(server.pid, made.database_pid()) - before
    return {
        "ms": used * 1000 / load.units, "p50": percentile(load.first, 0.5) * 1000,
        "p99": percentile(load.first, 0.99) * 1000, "bytes": load.largest, "cpu_s": used,
    }  # fmt: skip


def _tell(report: Report, kind: str, found: Sequence[dict[str, Any]]) -> None:
    rows = [_row(report, kind, phase, found) for phase in PHASES]
    head = (
        "",
        "conn.",
        "floor ms",
        "product ms",
        "ratio",
        "spread",
        "floor p50",
        "p99",
        "product p50",
        "p99",
        "floor bytes",
        "product bytes",
    )
    report.table(
        f"http, {kind}: CPU ms a unit, milliseconds of its first request; {PEOPLE} people, {len(found)} rounds",
        head,
        rows,
    )
    sizes = {name: median(one[name]["memory"] for one in found) for name in BOTH}
    report.say(f"  memory (PSS, MB): floor {sizes[FLOOR]:.0f}, product {sizes[PRODUCT]:.0f}")
    report.judge(f"{kind} memory, MB", sizes[PRODUCT], BUDGETS["memory"]["pss"], Gate.TOLD)


def _row(report: Report, kind: str, phase: Phase, found: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    key = f"{phase.unit}@{phase.connections}"
    floor, product = ([one[name][key] for one in found] for name in BOTH)
    ratio = median(mine["ms"] / its["ms"] for mine, its in zip(product, floor, strict=True))
    if phase.connections == 4:
        report.judge(f"{kind} {phase.unit} CPU ratio", ratio, BUDGETS["http"][phase.unit], Gate.RATIO, phase.unit)
    elif phase.unit in BUDGETS["p99"][kind]:
        p99 = _median(product, "p99")
        report.judge(
            f"{kind} {phase.unit} p99 ms", p99, {"must": BUDGETS["p99"][kind][phase.unit]}, Gate.TOLD, phase.unit
        )
    apart = max(spread([one["ms"] for one in side]) for side in (floor, product))
    warning = " !" if apart > BUDGETS["spread"] else ""
    cells = [number(_median(side, part), 1) for side in (floor, product) for part in ("p50", "p99")]
    middles = [number(_median(side, "ms")) for side in (floor, product)]
    sizes = [str(int(_median(side, "bytes"))) for side in (floor, product)]
    label = f"{phase.unit} {TITLES[phase.unit]}"
    return (label, str(phase.connections), *middles, f"{number(ratio)} ×", f"{apart:.0%}{warning}", *cells, *sizes)


def _median(found: Sequence[dict[str, float]], part: str) -> float:
    return median(one[part] for one in found)
