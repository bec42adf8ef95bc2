"""Another writer beside a large import: how long its small transactions take while 50,000 people are brought in.

`python -m benchmarks.beside KIND PLACE PEOPLE` imports in a process of its own and prints the seconds it took.
"""

import argparse
import subprocess
import sys
import time

from benchmarks import seed, stores
from benchmarks.bringing_in import roster
from benchmarks.figures import Report, number, percentile
from benchmarks.sides import PRODUCT, seed_side
from benchmarks.stores import POSTGRESQL, SQLITE, Store, Stores
from training.core import site
from training.core.db import writing
from training.core.post import no_post
from training.core.world import World, new_token, system_now
from training.people.importing import Order, import_file

PEOPLE = 50_000
PAUSE = 0.02  # seconds between two writes


def run(report: Report) -> None:
    """Write beside an import on both databases."""
    rows = []
    for kind in (SQLITE, POSTGRESQL):
        with stores.opened(kind) as made:
            seconds, taken = _beside(made)
        report.data[f"beside {kind}"] = {"seconds": seconds, "writes": len(taken), "p99": percentile(taken, 0.99)}
        parts = (percentile(taken, 0.5), percentile(taken, 0.99), max(taken))
        rows.append((kind, number(seconds, 1), str(len(taken)), *(number(part, 1) for part in parts)))
    head = ("", "import s", "writes", "p50 ms", "p99 ms", "longest ms")
    report.table(f"A writer beside the import of {PEOPLE:,} people: each write a transaction of its own", head, rows)


def _beside(made: Stores) -> tuple[float, list[float]]:
    store = seed_side(PRODUCT, made.new("beside"), 0).store
    command = [sys.executable, "-m", "benchmarks.beside", store.kind, store.place, str(PEOPLE)]
    with seed.product(store), subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        taken: list[float] = []
        while child.poll() is None:
            taken.append(write(len(taken)))
            time.sleep(PAUSE)
        told = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise RuntimeError("the import beside which was written has failed")
    return float(told), taken


def write(number_of_it: int) -> float:
    """Change a setting; return the milliseconds that it took. An error ends the run: no write may fail."""
    start = time.perf_counter()
    with writing():
        site.change({"name": f"Alderfinch {number_of_it}"}, by_person_id=None, now=system_now())
    return (time.perf_counter() - start) * 1000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind")
    parser.add_argument("place")
    parser.add_argument("people", type=int)
    given = parser.parse_args()
    content, world = roster(given.people), World(now=system_now, token=new_token, post=no_post)
    with seed.product(Store(given.kind, given.place)):
        start = time.perf_counter()
        import_file(content, Order("roster.csv"), world=world, echo=lambda _line: None)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
