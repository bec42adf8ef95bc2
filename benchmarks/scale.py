"""`scale`: the department overview with a thousand people and with a hundred times as many; the export; the rebuild."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median

from benchmarks import sample, seed, stores
from benchmarks.client import Load, cpu_seconds, drive, memory
from benchmarks.figures import BUDGETS, Gate, Report, number
from benchmarks.servers import Server, served
from benchmarks.sides import FLOOR, PRODUCT, Side, seed_side
from benchmarks.stores import POSTGRESQL, SQLITE, Stores
from benchmarks.units import TEAMS, Work, chains, page, works
from training.completion import rollups
from training.core.db import writing

MOST = 100_000
TURNS = 3
LOOKS = range(1, 61)
EXPORTS = 5
DEPARTMENT = f"/departments/{sample.public_id(1)}"
"""The first department at the top, with all below it."""
PEOPLE_OF_ONE = f"{DEPARTMENT}/requirement-2"
EXPORT = f"{PEOPLE_OF_ONE}/people.csv"
PAGES = {"department": DEPARTMENT, "people behind a number": PEOPLE_OF_ONE}


def run(report: Report, most: int) -> None:
    """Measure growth with people on both databases."""
    for kind in (SQLITE, POSTGRESQL):
        with stores.opened(kind) as made:
            _run(report, made, most)


def _run(report: Report, made: Stores, most: int) -> None:
    counts = [count for count in (1000, 10_000, 100_000, 1_000_000) if count <= most]
    if made.kind == POSTGRESQL:
        counts = [counts[0], counts[-1]]
    sides = {count: seed_side(PRODUCT, made.new(f"product-{count}"), count) for count in counts}
    floor = seed_side(FLOOR, made.new("floor"), counts[0])
    with ExitStack() as running:
        servers = {str(count): running.enter_context(served(side)) for count, side in sides.items()}
        servers["floor"] = running.enter_context(served(floor))
        for server in servers.values():
            _look(made, server)
        turns = [{name: _look(made, server) for name, server in servers.items()} for _turn in range(TURNS)]
    report.data[f"scale {made.kind}"] = turns
    _tell(report, made.kind, counts, turns)
    _export(report, made, sides[counts[-1]], counts[-1])
    _rebuild(report, made, sides[counts[-1]], counts[-1])


def _look(made: Stores, server: Server) -> dict[str, float]:
    found = {TEAMS: _cpu(made, server, works(TEAMS, LOOKS))}
    if server.side.name == PRODUCT:
        found |= {name: _cpu(made, server, [page(path) for _look in LOOKS]) for name, path in PAGES.items()}
    return found


def _cpu(made: Stores, server: Server, planned: list[Work]) -> float:
    before = cpu_seconds(server.pid, made.database_pid())
    load = drive(server.port, chains(server.side, planned), 4)
    if load.wrong:
        raise RuntimeError(f"answered {dict(load.wrong)}")
    return (cpu_seconds(server.pid, made.database_pid()) - before) * 1000 / load.units


def _tell(report: Report, kind: str, counts: list[int], turns: list[dict[str, dict[str, float]]]) -> None:
    def middle(column: str, name: str) -> float:
        return median(turn[column][name] for turn in turns)

    rows = []
    for name in (TEAMS, *PAGES):
        values = [middle(str(count), name) for count in counts]
        floor = number(middle("floor", name)) if name == TEAMS else ""
        rows.append((name, floor, *map(number, values), f"{number(values[-1] / values[0])} ×"))
    head = ("CPU ms", "floor", *(f"{count:,} people" for count in counts), "growth")
    report.table(f"scale, {kind}: pages of departments", head, rows)
    ratio = middle(str(counts[0]), "department") / middle("floor", TEAMS)
    report.judge(f"{kind} page of a department over the summary floor", ratio, BUDGETS["scale"]["page"], Gate.RATIO)
    flatness = median(turn[str(counts[-1])][TEAMS] / turn[str(counts[0])][TEAMS] for turn in turns)
    report.judge(
        f"{kind} {TEAMS} growth to {counts[-1]:,} people", flatness, BUDGETS["scale"]["flatness"], Gate.RATIO, TEAMS
    )


@dataclass
class Watched:
    before: float = 0.0
    most: float = 0.0
    seen: list[float] = field(default_factory=list)


@contextmanager
def _watched(server: Server) -> Iterator[Watched]:
    """Look at a server's memory ten times a second."""
    watched, stop = Watched(before=memory(server.pid)), threading.Event()

    def look() -> None:
        while not stop.wait(0.1):
            watched.seen.append(memory(server.pid))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield watched
    finally:
        stop.set()
        thread.join()
        watched.most = max([watched.before, *watched.seen])


def _export(report: Report, made: Stores, side: Side, people: int) -> None:
    rows = sum(sample.path_of(sample.department_of(n)).startswith("/1/") for n in range(1, people + 1))
    with served(side) as server:
        drive(server.port, chains(side, [page(PEOPLE_OF_ONE)] * 8), 4)
        _exported(server, 1)
        before, start = cpu_seconds(server.pid, made.database_pid()), time.perf_counter()
        with _watched(server) as watched:
            load = _exported(server, EXPORTS)
        used, took = cpu_seconds(server.pid, made.database_pid()) - before, time.perf_counter() - start
    per_row, growth = used * 1e6 / EXPORTS / rows, watched.most - watched.before
    report.data[f"export {made.kind}"] = {"rows": rows, "us": per_row, "growth": growth, "bytes": load.largest}
    cost = f"{per_row:.1f} µs of CPU a row, {took / EXPORTS:.2f} s, {growth:.1f} MB more"
    report.say(f"  export of {rows:,} rows ({load.largest:,} bytes): {cost}")
    report.judge(f"{made.kind} export, µs a row", per_row, BUDGETS["scale"]["export_us"], Gate.TOLD)
    report.judge(f"{made.kind} export, MB more", growth, BUDGETS["scale"]["export_growth"], Gate.TOLD)


def _exported(server: Server, times: int) -> Load:
    load = drive(server.port, chains(server.side, [page(EXPORT)] * times), 1)
    if load.wrong:
        raise RuntimeError(f"the export answered {dict(load.wrong)}")
    return load


def _rebuild(report: Report, made: Stores, side: Side, people: int) -> None:
    with seed.product(side.store):
        start = time.perf_counter()
        with writing():
            rollups.rebuild(sample.moment().today)
        took = time.perf_counter() - start
        wrong = len(rollups.differences())
    duties = people * sample.REQUIREMENTS
    report.data[f"rebuild {made.kind}"] = {"duties": duties, "seconds": took, "wrong": wrong}
    report.say(
        f"  rebuilding all roll-ups from {duties:,} duties: {took:.2f} s; {wrong} differ from the facts afterwards"
    )
    report.judge(f"{made.kind} rebuild of {duties:,}, s", took, BUDGETS["scale"]["rebuild_s"], Gate.TOLD)
    report.judge(f"{made.kind} roll-ups that differ from the facts", wrong, {"must": 0}, Gate.EXACT)
