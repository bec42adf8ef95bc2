"""Stops at the pages of planning: a date that was moved, with trainers, materials and costs; a draft, a series, the rest."""

from datetime import datetime

from flask import Flask

from tests.browser.desk_stops import Stop
from tests.browser.house import House
from tests.make import NOW
from tests.seminars import making
from training.core.db import writing
from training.core.permissions import Role, Viewer
from training.seminars import attendance, costs, materials, moving, publishing, series, trainers
from training.seminars.costs import NewCost
from training.seminars.materials import NewMaterial
from training.seminars.moving import Decision, Keep
from training.seminars.placing import Aim
from training.seminars.plan_models import CostKind, TrainerRole
from training.seminars.planning import NewSession
from training.seminars.recurrence import Pattern, Rhythm
from training.seminars.series import NewSeries
from training.seminars.trainers import NewTrainer

LATER = Aim(datetime(2026, 12, 15, 10, 0), 180)  # noqa: DTZ001  a wall clock


def stops(app: Flask, found: House, slug: str, coming: str) -> list[Stop]:
    """Return all pages of planning; the date that is coming is moved by an hour, and its people are asked."""
    viewer = making.viewer(found.rafael, Role.SECURITY_TEAM)
    aim = Aim(LATER.local_start, LATER.minutes, venue=found.room)
    with writing():
        seen = moving.look(coming, aim, now=NOW).stamp
    with writing():
        moving.move_session(
            coming, aim, Decision(Keep.ASK, seen), by_person_id=viewer.person_id, host=making.host(app), now=NOW
        )
    _add_to(viewer, coming)
    one, seminar = f"/desk/sessions/{coming}", f"/desk/seminars/{slug}"
    return [
        Stop("cso", f"{one}/move", "See what it would do"), Stop("cso", f"{one}/edit"), Stop("cso", f"{one}/move/answers"),
        Stop("cso", f"{one}/shrink?capacity=1"), Stop("cso", f"{one}/trainers?find=Petrova", "Add them"),
        Stop("cso", f"{one}/materials", "Add it"), Stop("cso", f"{one}/costs", "Enter the cost"),
        Stop("cso", "/desk/seminars/costs/"), Stop("cso", "/desk/seminars/archive"), Stop("cso", f"{seminar}/edit"),
        Stop("cso", f"{seminar}/series/new", "Show the dates"), Stop("cso", f"/desk/sessions/{_drafts(viewer, slug)}"),
        Stop("cso", f"/desk/sessions/{_archived(found, slug)}"),
    ]  # fmt: skip


def _add_to(viewer: Viewer, session: str) -> None:
    with writing():
        trainers.add_trainer(viewer, session, NewTrainer(TrainerRole.TRAINER, name="Robin Quist"), now=NOW)
        reading = NewMaterial("Before you come", after=False, address="https://www.example.org/reading")
        materials.add_material(viewer, session, reading, now=NOW)
        for kind, cents, line in ((CostKind.ROOM, 12050, "4711 Training"), (CostKind.CATERING, 8000, "4712 Events")):
            costs.add_cost(viewer, session, NewCost(kind, cents, line), now=NOW, today=NOW.date())


def _drafts(viewer: Viewer, slug: str) -> str:
    """The first of three drafts that were planned together."""
    start = datetime(2027, 3, 2, 9, 0)  # noqa: DTZ001  a wall clock
    first = NewSession(slug, start, "America/Chicago", join_url="https://meet.alderfinch.example/x", draft=True)
    with writing():
        return series.plan_series(viewer, NewSeries(first, Pattern(Rhythm.WEEKS, 3)), now=NOW)[0]


def _archived(found: House, slug: str) -> str:
    """A date to which nobody came, signed and put away."""
    early = datetime(2026, 11, 18, 9, 0)  # noqa: DTZ001  a wall clock
    one = making.session(slug, venue_id=found.room, now=NOW.replace(day=10), local_start=early)
    with writing():
        attendance.close_attendance(one, by_person_id=None, now=NOW)
    with writing():
        publishing.archive(one, by_person_id=None, now=NOW)
    return one
