"""One requirement as of a past day, by department, among 50,000 people: the product beside the recipe of plain SQL.

`python -m benchmarks.as_of SIDE KIND PLACE DAYS` asks in a process of its own and prints JSON; DAYS is how long ago.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

from benchmarks import as_of_data, sample, seed, stores
from benchmarks.client import cpu_seconds
from benchmarks.figures import BUDGETS, Gate, Report, number
from benchmarks.floor import Database
from benchmarks.sides import FLOOR, PRODUCT
from benchmarks.stores import POSTGRESQL, SQLITE, Store, Stores
from training.completion import as_of_queries
from training.completion.as_of import known_now, known_then
from training.core.db import database

PEOPLE = 50_000
REQUIREMENT = 2
DAYS = (30, 200, 500)
"""How long ago the days are that are asked for."""
TURNS, LOOKS = 5, 8
WAYS = ("then", "now")

RECIPE = """SELECT m.department, count(*) AS n,
count(*) FILTER (WHERE EXISTS (SELECT 1 FROM completion c WHERE c.requirement = ? AND c.person = m.person
    AND c.at <= ? AND c.until > ?)) AS met,
count(*) FILTER (WHERE a.due < ? AND NOT EXISTS (SELECT 1 FROM completion c WHERE c.requirement = ?
    AND c.person = m.person AND c.at <= ? AND c.until > ?)) AS overdue
FROM assignment a JOIN membership m ON m.person = a.person AND m.from_ <= ? AND m.until > ?
WHERE a.requirement = ? AND a.opened <= ? AND a.closed > ?
GROUP BY m.department"""
"""The recipe of features.md, section 7, word for word but for FILTER, which both databases know."""


def run(report: Report) -> None:
    """Ask on both databases."""
    rows = []
    for kind in (SQLITE, POSTGRESQL):
        with stores.opened(kind) as made:
            found = _measured(made)
        report.data[f"as of {kind}"] = found
        for way in WAYS:
            ratios = [one[way] / one[FLOOR] for one in found]
            cells = [number(median(one[side] for one in found), 1) for side in (FLOOR, way)]
            rows.append((f"{kind}, known {way}", *cells, f"{number(median(ratios))} ×", number(max(ratios))))
            budget = BUDGETS["as_of"]["ratio"]
            report.judge(f"{kind} as of a day, known {way}: CPU ratio", median(ratios), budget, Gate.RATIO)
    head = ("", "recipe ms", "product ms", "ratio", "largest")
    report.table(f"As of a past day: one requirement by department, {PEOPLE:,} people; CPU", head, rows)


def _measured(made: Stores) -> list[dict[str, float]]:
    product, floor = made.new("as-of-product"), made.new("as-of-floor")
    as_of_data.seed_product(product, PEOPLE)
    as_of_data.seed_floor(floor, PEOPLE)
    found = []
    for turn in range(TURNS):
        days = str(DAYS[turn % len(DAYS)])
        one = _asked(made, FLOOR, floor, days) | _asked(made, PRODUCT, product, days)
        if len({one.pop(f"{way} people") for way in (FLOOR, *WAYS)}) != 1:
            raise RuntimeError("not all count the same people")
        found.append(one)
    return found


def _asked(made: Stores, side: str, store: Store, days: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.as_of", side, store.kind, store.place, days]
    pid = made.database_pid()
    if pid is not None:
        command += ["--server", str(pid)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


# --- in the process -----------------------------------------------------------------------------------------------


def _recipe(store: Store, day: date) -> dict[str, Callable[[], int]]:
    opened, on = Database(store.url), day.isoformat()
    values = (REQUIREMENT, on, on, on, REQUIREMENT, on, on, on, on, REQUIREMENT, on, on)
    if opened.sqlite:
        opened.run("ANALYZE")  # as the recipe says; PostgreSQL has done so
    return {FLOOR: lambda: sum(row[1] for row in opened.run(RECIPE, *values).fetchall())}


def _product(day: date) -> dict[str, Callable[[], int]]:
    now = datetime.now(UTC)
    ways = {"then": known_then(day, now=now, zone=UTC), "now": known_now(day, now=now, zone=UTC)}

    def people(way: str) -> int:
        found = as_of_queries.parts(ways[way], requirement_id=REQUIREMENT)
        database.session.rollback()
        return sum(parts.total for parts in found.values())

    return {way: lambda way=way: people(way) for way in WAYS}  # type: ignore[misc]


def _timed(asks: dict[str, Callable[[], int]], server: int | None) -> dict[str, float]:
    found: dict[str, float] = {}
    for way, ask in asks.items():
        found[f"{way} people"] = ask()
        before, start = cpu_seconds(server), time.process_time()
        for _look in range(LOOKS):
            ask()
        used = time.process_time() - start + cpu_seconds(server) - before
        found[way] = used * 1000 / LOOKS
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("side")
    parser.add_argument("kind")
    parser.add_argument("place")
    parser.add_argument("days", type=int)
    parser.add_argument("--server", type=int)
    given = parser.parse_args()
    store, day = Store(given.kind, given.place), sample.moment().today - timedelta(days=given.days)
    if given.side == FLOOR:
        print(json.dumps(_timed(_recipe(store, day), given.server)))
        return
    with seed.product(store):
        print(json.dumps(_timed(_product(day), given.server)))


if __name__ == "__main__":
    main()
