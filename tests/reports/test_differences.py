"""What has come to light since: the published numbers and the differences add up to what is known now, with reasons."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from tests.completion import making
from tests.completion.test_freezing import QUICK, START, Parts, evening, freeze, known
from tests.completion.test_rollups import forget_all, happenings, world
from training.completion import as_of_queries, freezing
from training.completion.as_of import AsOf, Known
from training.completion.models import Requirement
from training.completion.rules import FiveParts, Status
from training.core.db import database
from training.core.permissions import Held, Role, Viewer
from training.people.models import Department
from training.reports import difference_queries, figure_queries
from training.reports.figure_queries import Month

EVERYWHERE = Viewer(person_id=0, held=(Held(Role.CSO),))


def one(state: Status | None, people: int = 1) -> FiveParts:
    return FiveParts(**{state.name.lower(): people}) if state else FiveParts()


def added(parts: Parts, departments: set[int]) -> dict[int, FiveParts]:
    found: dict[int, FiveParts] = {}
    for (department, requirement), five in parts.items():
        if department in departments:
            found[requirement] = found.get(requirement, FiveParts()) + five
    return found


def by_requirement(viewer: Viewer, month: Month, side: str) -> Counter[tuple[str, Status]]:
    found = Counter[tuple[str, Status]]()
    for count in difference_queries.counts(viewer, month):
        state = getattr(count, side)
        if state is not None:
            found[count.slug, state] += count.people
    return found


def flat(parts: dict[int, FiveParts], slugs: dict[int, str]) -> Counter[tuple[str, Status]]:
    return Counter(
        {(slugs[key], state): five.of(state) for key, five in parts.items() for state in Status if five.of(state)}
    )


@settings(max_examples=12, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=happenings, after=happenings)
def test_published_and_differences_are_what_is_known_now(app: Flask, store: Any, before: list[Any], after: list[Any]):
    database.session.rollback()
    forget_all(store)
    small, day = world(START), START
    for kind, who, other, forward in before:
        day += timedelta(days=forward)
        small.happen(kind, who, other, day)
    making.reconcile(day)
    freeze(day)
    later = day
    for kind, who, other, forward in after:
        later += timedelta(days=forward + 1)
        small.happen(kind, who, other, later)
    check(day, later)
    assert freezing.tampered() == []


def check(day: date, later: date) -> None:
    month = figure_queries.month(day.replace(day=1))
    slugs = dict(iter(database.session.execute(select(Requirement.id, Requirement.slug))))
    paths = dict(iter(database.session.execute(select(Department.id, Department.path))))
    then = known(day, month.frozen_at)
    now = as_of_queries.parts(AsOf(day, evening(later), Known.NOW))
    views = [(EVERYWHERE, set(paths))]
    views += [(Viewer(person_id=0, held=(Held(Role.MANAGER, path),)), {number}) for number, path in paths.items()]
    for viewer, departments in views:
        published, known_now = flat(added(then, departments), slugs), flat(added(now, departments), slugs)
        assert frozen(viewer, month) == published
        assert by_requirement(viewer, month, "then") == published
        assert by_requirement(viewer, month, "now") == known_now
        assert +line_by_line(viewer, month, published) == known_now, "published and every single line add up"


def frozen(viewer: Viewer, month: Month) -> Counter[tuple[str, Status]]:
    found = Counter[tuple[str, Status]]()
    for cell in figure_queries.cells(viewer, month):
        if cell.top:
            found.update({(cell.slug, state): cell.parts.of(state) for state in Status if cell.parts.of(state)})
    return found


def line_by_line(viewer: Viewer, month: Month, published: Counter[tuple[str, Status]]) -> Counter[tuple[str, Status]]:
    counts, lines = difference_queries.counts(viewer, month), list(difference_queries.export(viewer, month))
    titles, found = {count.title: count.slug for count in counts}, published.copy()
    for line in lines:
        found.subtract([(titles[line.title], line.then)] if line.then else [])
        found.update([(titles[line.title], line.now)] if line.now else [])
    reasons = Counter[Any]()
    for count in counts:
        reasons.update({count.why: count.people} if count.why else {})
    assert Counter(line.why for line in lines) == reasons
    return found
