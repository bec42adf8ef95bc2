"""Duties of 50,000 people opened, and looked at again when nothing has changed, beside another writer.

`python -m benchmarks.reconciling KIND PLACE STEP` does one step in a process of its own and prints JSON.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, event, select

from benchmarks import seed, stores
from benchmarks.beside import PAUSE, write
from benchmarks.bringing_in import roster
from benchmarks.client import cpu_seconds
from benchmarks.figures import BUDGETS, Gate, Report, number, percentile
from benchmarks.sides import PRODUCT, SECRET, seed_side
from benchmarks.stores import POSTGRESQL, SQLITE, Store, Stores
from training.catalogue.content.requirement_schema import Requirement
from training.completion import queries, service, work
from training.completion.models import Assignment
from training.core.bulk import load
from training.core.db import as_writer, database, writing
from training.core.links import Links
from training.core.post import no_post
from training.core.world import World, new_token, system_now
from training.jobs.service import Claimed
from training.jobs.worker import Tools
from training.people.importing import Order, import_file

PEOPLE, REQUIREMENTS = 50_000, 20
PREPARE, OPEN, AGAIN, BARE = "prepare", "open", "again", "bare"


def run(report: Report) -> None:
    """Open a million duties and look at them again, on both databases."""
    rows = []
    for kind in (SQLITE, POSTGRESQL):
        with stores.opened(kind) as made:
            found = _measured(made)
        report.data[f"reconciling {kind}"] = found
        waited = [f"{number(found[name][part], 1)}" for name in (OPEN, AGAIN) for part in ("p99", "longest")]
        costs = [number(found[name]["ms"], 4) for name in (OPEN, AGAIN)]
        bare = found[OPEN]["ms"] / found[BARE]["ms"]
        seconds = (number(found[name]["seconds"], 1) for name in (OPEN, AGAIN))
        rows.append((kind, *costs, number(bare), number(found[OPEN]["held"], 0), *waited, *seconds))
        limits = BUDGETS["reconciling"]
        report.judge(f"{kind} a new duty over the bare INSERT of its row", bare, limits["floor"], Gate.RATIO)
        report.judge(f"{kind} longest transaction, ms", found[OPEN]["held"], limits["chunk"], Gate.TOLD)
        for name in (OPEN, AGAIN):
            report.judge(f"{kind} reconciling, {name}: CPU ms a duty", found[name]["ms"], limits[name], Gate.TOLD)
    waits = ("p99 ms", "longest", "p99 again", "longest again")
    head = ("", "new ms", "same ms", "over bare", "held ms", *waits, "s", "s again")
    report.table(
        f"{PEOPLE * REQUIREMENTS:,} duties opened, then looked at again, beside another writer; CPU ms a duty",
        head,
        rows,
    )


def _measured(made: Stores) -> dict[str, Any]:
    store = seed_side(PRODUCT, made.new("reconciling"), 0).store
    found: dict[str, Any] = {}
    for step in (PREPARE, OPEN, AGAIN, BARE):
        before = cpu_seconds(made.database_pid())
        told, taken = _beside(store, step)
        used = told["cpu"] + cpu_seconds(made.database_pid()) - before
        duties = PEOPLE * REQUIREMENTS
        if step == OPEN and told["duties"] < duties:
            raise RuntimeError(f"{told['duties']} duties and not {duties}")
        found[step] = {
            "ms": used * 1000 / duties, "seconds": told["seconds"], "p99": percentile(taken, 0.99),
            "longest": max(taken), "held": told["held"] * 1000,
        }  # fmt: skip
    return found


def _beside(store: Store, step: str) -> tuple[dict[str, Any], list[float]]:
    command = [sys.executable, "-m", "benchmarks.reconciling", store.kind, store.place, step]
    with seed.product(store), subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        taken = [write(0)]
        while child.poll() is None:
            taken.append(write(len(taken)))
            time.sleep(PAUSE)
        told = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise RuntimeError(f"the step {step} has failed")
    return json.loads(told), taken


# --- in the process -----------------------------------------------------------------------------------------------


def _requirements() -> list[Requirement]:
    return [
        Requirement.model_validate({
            "id": f"rule-{number}", "title": f"Rule {number}", "why": "It helps.", "audience": {"everyone": True},
            "satisfied_by": ({"course": slug},), "due": {"kind": "days-from-start", "days": 10 + number},
            "renewal_months": 12, "window_days": 60,
        })
        for number, slug in enumerate([_course()] * REQUIREMENTS, 1)
    ]  # fmt: skip


def _course() -> str:
    return next(slug for kind, slug in queries.satisfiers() if kind == "course")


def _prepare() -> None:
    world = World(now=system_now, token=new_token, post=no_post)
    import_file(roster(PEOPLE), Order("roster.csv"), world=world, echo=lambda _line: None)
    now = system_now()
    with writing():
        service.publish_requirements(_requirements(), now=now, today=now.date())


def _reconcile() -> None:
    world = World(now=system_now, token=new_token, post=no_post)
    tools = Tools(world, Links(site_url="", secret_key=SECRET, now=system_now))
    work.reconcile(Claimed(0, service.RECONCILE, "benchmark", {}, 1), tools)


def _bare() -> None:
    """The floor: the rows of all duties read and inserted again, into a table with the same keys and indexes."""
    duty: Any = Assignment.__table__
    bare = duty.to_metadata(duty.metadata, name="bare_assignment")
    for named in (*bare.indexes, *bare.constraints):
        named.name = f"bare_{named.name}"
    with as_writer(), database.engine.begin() as connection:
        bare.create(connection)
    database.session.rollback()
    rows = database.session.execute(select(duty).order_by(duty.c.id)).all()
    database.session.rollback()
    _insert(bare, rows, service.PEOPLE_AT_ONCE * REQUIREMENTS)


def _insert(table: Table, rows: Sequence[Any], at_once: int) -> None:
    for start in range(0, len(rows), at_once):
        with writing():
            load(table, [column.name for column in table.columns], rows[start : start + at_once])


class _Held:
    """The longest of this process's transactions that were committed, in seconds: from its lock until it is stored."""

    def __init__(self) -> None:
        self.longest = self._begun = 0.0
        event.listen(database.session, "after_begin", self._begin)
        event.listen(database.session, "after_commit", self._commit)

    def _begin(self, *_begun: object) -> None:
        self._begun = time.perf_counter()

    def _commit(self, _session: object) -> None:
        self.longest = max(self.longest, time.perf_counter() - self._begun)


STEPS = {PREPARE: _prepare, OPEN: _reconcile, AGAIN: _reconcile, BARE: _bare}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind")
    parser.add_argument("place")
    parser.add_argument("step")
    given = parser.parse_args()
    store = Store(given.kind, given.place)
    with seed.product(store):
        start, used = time.perf_counter(), time.process_time()
        held = _Held()
        STEPS[given.step]()
        told = {"cpu": time.process_time() - used, "seconds": time.perf_counter() - start, "held": held.longest}
        duties = database.session.connection().exec_driver_sql("SELECT count(*) FROM assignment").scalar_one()
    print(json.dumps(told | {"duties": duties}))


if __name__ == "__main__":
    main()
