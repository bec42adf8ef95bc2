"""`quick`: both sides in fresh processes without a server, in turns; statements; profiles of what misses its budget."""

import json
import subprocess
import sys
from statistics import median
from typing import Any

from benchmarks import stores
from benchmarks.figures import BUDGETS, Gate, Report, number, spread
from benchmarks.sides import FLOOR, PRODUCT, Side, seed_side
from benchmarks.stores import SQLITE, Stores
from benchmarks.units import TITLES

PEOPLE = 1500
TURNS = 3
BOTH = (FLOOR, PRODUCT)


def run(report: Report) -> None:
    """Measure CPU in process and count statements."""
    with stores.opened(SQLITE) as made:
        seeded = {name: seed_side(name, made.new(f"{name}-seeded"), PEOPLE) for name in BOTH}
        turns = [{name: _measured(made, seeded[name]) for name in BOTH} for _turn in range(TURNS)]
    report.data["quick"] = turns
    rows = [_row(report, unit, turns) for unit in TITLES]
    head = ("", "floor ms", "product ms", "ratio", "spread", "statements of the floor", "of the product")
    report.table(f"quick: CPU in process, SQLite, {PEOPLE} people", head, rows)


def _measured(made: Stores, seeded: Side) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(in_process(made, seeded))
    return found


def in_process(made: Stores, seeded: Side, *more: str) -> str:
    """Run a side once in a process of its own, on a fresh copy of its database; return what it printed."""
    store = made.copy(seeded.store, f"{seeded.name}-quick")
    command = [sys.executable, "-m", "benchmarks.in_process", seeded.name, store.kind, store.place, *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return done.stdout


def _row(report: Report, unit: str, turns: list[dict[str, Any]]) -> tuple[str, ...]:
    label = f"{unit} {TITLES[unit]}"
    last = {name: turns[-1][name][unit] for name in BOTH}
    if any("ms" not in one for one in last.values()):
        return (label, "not measured: the product answered", str(last[PRODUCT].get("wrong")), "", "", "", "")
    floor, product = ([turn[name][unit]["ms"] for turn in turns] for name in BOTH)
    ratio = median(mine / its for mine, its in zip(product, floor, strict=True))
    report.judge(f"quick {unit} CPU ratio", ratio, BUDGETS["quick"][unit], Gate.RATIO, unit)
    _judge_statements(report, unit, last[PRODUCT]["statements"])
    return (label, number(median(floor)), number(median(product)), f"{number(ratio)} ×", f"{spread(product):.0%}",
            _counts(last[FLOOR]["statements"]), _counts(last[PRODUCT]["statements"]))  # fmt: skip


def _judge_statements(report: Report, unit: str, counted: list[list[int]]) -> None:
    for place, budget in enumerate(BUDGETS["statements"][unit]):
        # The answer that finishes an attempt also records the completion: it is shown, and the plain ones are judged.
        plain = median(counts[place] for counts in counted)
        report.judge(f"{unit} statements, {budget['what']}", int(plain), budget, Gate.EXACT, unit)


def _counts(counted: list[list[int]]) -> str:
    kinds = sorted({tuple(counts) for counts in counted})
    return " or ".join(" + ".join(str(count) for count in kind) for kind in kinds)


def profiles(report: Report) -> None:
    """Profile the units that missed a budget."""
    missed = [unit for unit in report.missed_units() if unit in TITLES]
    if not missed:
        return
    with stores.opened(SQLITE) as made:
        seeded = seed_side(PRODUCT, made.new("product-seeded"), PEOPLE)
        for unit in missed:
            report.profiles[unit] = in_process(made, seeded, "--profile", unit)
