"""W5: a roster brought in, and ten duties opened for each of its people. In a process of its own, without a server.

`python -m benchmarks.bringing_in SIDE KIND PLACE PEOPLE [--profile]` prints JSON, or a profile.
"""

import argparse
import cProfile
import io
import json
import pstats
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from benchmarks import floor_data, sample, seed, stores
from benchmarks.client import cpu_seconds
from benchmarks.figures import BUDGETS, Gate, Report, number
from benchmarks.sides import FLOOR, PRODUCT, SECRET, seed_side
from benchmarks.stores import POSTGRESQL, SQLITE, Store, Stores
from training.core.links import Links
from training.core.post import no_post
from training.core.world import World, new_token, system_now
from training.jobs.worker import Tools, run_due
from training.people.importing import Order, import_file
from training.rooms import handlers

PEOPLE = 10_000
TOP = 22


def roster(people: int) -> bytes:
    """Return the file: everybody starts today, in one of the fifty departments."""
    today = sample.moment().today
    lines = ["external_id,given,family,email,department,site,title,start"]
    lines += [
        f"E{n},Given{n},Family{n},person{n}@alderfinch.example,{seed.code_and_name(sample.department_of(n))[0]},leeds,Clerk,{today}"
        for n in range(1, people + 1)
    ]
    return "\n".join(lines).encode()


def run(report: Report) -> None:
    """Bring people in on both databases."""
    rows = []
    for kind in (SQLITE, POSTGRESQL):
        with stores.opened(kind) as made:
            floor, product = (_brought(made, name) for name in (FLOOR, PRODUCT))
            report.data[f"W5 {kind}"] = {"floor": floor, "product": product}
            rows.append((kind, *_cells(floor, product)))
            report.judge(f"{kind} W5 CPU ms a person", product["all_ms"], BUDGETS["W5"]["person_ms"], Gate.TOLD, "W5")
            if kind == SQLITE and "W5" in report.missed_units():
                report.profiles["W5"] = _child(made, PRODUCT, "--profile")
    head = ("", "floor ms", "product ms", "ratio", "its roster", "its duties", "database", "seconds")
    report.table(f"W5: {PEOPLE:,} people brought in, {sample.REQUIREMENTS} duties each; CPU ms a person", head, rows)


def _cells(floor: dict[str, float], product: dict[str, float]) -> list[str]:
    alls = [number(side["all_ms"], 3) for side in (floor, product)]
    parts = [number(product[part], 3) for part in ("people_ms", "duties_ms", "database_ms")]
    return [*alls, f"{number(product['all_ms'] / floor['all_ms'])} ×", *parts, number(product["seconds"], 1)]


def _brought(made: Stores, name: str) -> dict[str, float]:
    told = _child(made, name)
    found: dict[str, float] = json.loads(told)
    return found


def _child(made: Stores, name: str, *more: str) -> str:
    side = seed_side(name, made.new(f"{name}-import"), 0)
    before = cpu_seconds(made.database_pid())
    command = [
        sys.executable,
        "-m",
        "benchmarks.bringing_in",
        name,
        side.store.kind,
        side.store.place,
        str(PEOPLE),
        *more,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    if more:
        return done.stdout
    database = (cpu_seconds(made.database_pid()) - before) * 1000 / PEOPLE
    found = json.loads(done.stdout)
    return json.dumps(found | {"database_ms": database, "all_ms": found["people_ms"] + found["duties_ms"] + database})


# --- in the process -----------------------------------------------------------------------------------------------


def _floor(store: Store, content: bytes) -> list[Callable[[], Any]]:
    return [lambda: floor_data.bring_in(store, content)]


def _product(content: bytes, store: Store) -> list[Callable[[], Any]]:
    world = World(now=system_now, token=new_token, post=no_post)
    tools = Tools(world, Links(site_url="", secret_key=SECRET, now=system_now))
    return [
        lambda: import_file(content, Order("roster.csv"), world=world, echo=lambda _line: None),
        lambda: run_due(handlers(seed.settings_of(store), "benchmark"), tools),
    ]


def _timed(steps: list[Callable[[], Any]]) -> dict[str, float]:
    marks, start = [time.process_time()], time.perf_counter()
    for step in steps:
        step()
        marks.append(time.process_time())
    used = [after - before for before, after in pairwise(marks)] + [0.0]
    return {"people_ms": used[0], "duties_ms": used[1], "seconds": time.perf_counter() - start}


def _profiled(steps: list[Callable[[], Any]]) -> str:
    profiler, told = cProfile.Profile(), io.StringIO()
    for step in steps:
        profiler.runcall(step)
    pstats.Stats(profiler, stream=told).sort_stats("tottime").print_stats(TOP)
    return told.getvalue()


def _work(side: str, store: Store, people: int, how: Callable[[list[Callable[[], Any]]], Any]) -> Any:
    content = roster(people)
    if side == FLOOR:
        return how(_floor(store, content))
    with seed.product(store):
        return how(_product(content, store))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("side")
    parser.add_argument("kind")
    parser.add_argument("place")
    parser.add_argument("people", type=int)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    store = Store(given.kind, given.place)
    if given.profile:
        print(_work(given.side, store, given.people, _profiled))
        return
    used = _work(given.side, store, given.people, _timed)
    print(json.dumps({key: value if key == "seconds" else value * 1000 / given.people for key, value in used.items()}))


if __name__ == "__main__":
    main()
