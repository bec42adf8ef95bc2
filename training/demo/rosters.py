"""The rosters as the personnel system sends them: everybody at first, then whoever came, moved or left."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from training.core.db import database
from training.core.errors import Refused
from training.core.tables import csv_lines
from training.core.text import text
from training.demo.places import BY_CODE
from training.demo.scene import Scene
from training.demo.staff import Staff, Worker
from training.people import roster_queries
from training.people.importing import End, Order, import_file

COLUMNS = (
    "external_id", "given", "family", "email", "department", "site", "manager", "leads", "title", "attributes", "start",
    "leave", "site_name", "site_zone", "site_city",
)  # fmt: skip


def bring_in(scene: Scene, workers: Sequence[Worker], day: date) -> None:
    """Import what the roster of a day says of some people."""
    if not workers:
        return
    at, content = scene.calendar.morning(day), roster(scene.staff, workers, day)
    problems: list[str] = []
    order = Order(f"roster-{day}.csv", yes_many_leavers=True)
    if import_file(content, order, world=scene.world_at(at), echo=problems.append) is not End.APPLIED:
        raise Refused("", text("The roster of %(day)s was not applied: %(why)s", day=day, why=" ".join(problems)))
    scene.ids = roster_queries.person_ids()
    database.session.rollback()


def roster(staff: Staff, workers: Iterable[Worker], day: date) -> bytes:
    """Return the file (CSV, UTF-8) that says of these people what holds on a day."""
    lines = csv_lines([COLUMNS, *(tuple(_cells(staff, worker, day)) for worker in workers)])
    return "".join(lines).encode()


def _cells(staff: Staff, worker: Worker, day: date) -> Iterator[str]:
    stay, site = worker.stay(day), BY_CODE[worker.site]
    yield from (worker.number, worker.given, worker.family, worker.email, stay.unit, site.code)
    yield staff.manager(worker, day)
    yield "yes" if worker.leads else ""
    yield from (stay.title, "|".join(worker.attributes), worker.starts.isoformat())
    yield worker.leaves.isoformat() if worker.leaves and worker.leaves <= day else ""
    yield from (site.name, site.zone, site.city)
