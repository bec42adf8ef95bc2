"""The heart of as-of: what the pages gave on a day is what they give of that day later, whatever happens meanwhile."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, Phase, example, given, settings
from sqlalchemy import select

from tests.completion.histories import Organisation, days
from tests.completion.test_rollups import forget_all, shown
from training.completion import as_of_queries
from training.completion.as_of import AsOf, known_now, known_then
from training.completion.models import Assignment, Exemption
from training.completion.rules import Duty, FiveParts, status
from training.core.db import database, scoped
from training.people.models import Department, Membership
from training.reports import departments

LATER = datetime(2036, 1, 1, tzinfo=UTC)
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Shrinking would take many minutes: each step is an organisation anew."""

Given = dict[tuple[int, int], FiveParts]


def given_on(day: date) -> tuple[Given, dict[tuple[int, str], FiveParts]]:
    """What the pages of a day give: each department by itself, and with all below it as on the page of teams."""
    own = shown(day)
    teams = [row[0] for row in database.session.execute(select(Department.id))]
    whole = {
        (team, line.slug): parts
        for line in departments.lines(teams, day)
        for team, parts in line.parts.items()
        if parts.total
    }
    database.session.rollback()
    return own, whole


def asked_later(as_of: AsOf) -> tuple[Given, dict[tuple[int, str], FiveParts]]:
    """What is given of a day later, in the same shape."""
    database.session.rollback()
    own, called = as_of_queries.parts(as_of), as_of_queries.requirements(as_of)
    whole: dict[tuple[int, str], FiveParts] = {}
    for team, path in database.session.execute(select(Department.id, Department.path)).all():
        for (_department, requirement), parts in as_of_queries.parts(as_of, path=path).items():
            key = (team, called[requirement].slug)
            whole[key] = whole.get(key, FiveParts()) + parts
    return own, whole


def sums_to_its_people(as_of: AsOf) -> bool:
    """Whether the duties that are listed are those that are counted, each once."""
    listed = list(as_of_queries.duties(as_of))
    counted = Counter((one.department_id, one.requirement_id, one.state) for one in listed)
    people = Counter((one.person_id, one.requirement_id) for one in listed)
    found = as_of_queries.parts(as_of)
    numbers = {(*key, state): parts.of(state) for key, parts in found.items() for state in {k[2] for k in counted}}
    return {key: n for key, n in numbers.items() if n} == dict(counted) and set(people.values()) <= {1}


def by_hand(day: date) -> Given:
    """A day as it is recorded now, by the pure function over every row: slow and sure."""
    database.session.rollback()

    def rows(table: Any) -> Any:
        return database.session.scalars(
            scoped(select(table).where(table.retired_at.is_(None)), by="test").execution_options(populate_existing=True)
        ).all()

    def holds(row: Any) -> bool:
        return bool(row.valid_from <= day and (row.valid_until is None or day < row.valid_until))

    places: dict[int, int] = {}
    for one in rows(Membership):
        if holds(one):
            assert one.person_id not in places, "memberships do not overlap"
            places[one.person_id] = one.department_id
    excused = {(one.person_id, one.requirement_id) for one in rows(Exemption) if holds(one)}
    found: Given = {}
    for one in rows(Assignment):
        if holds(one) and one.person_id in places:
            exempt = {(one.person_id, None), (one.person_id, one.requirement_id)} & excused
            part = status(Duty(one.due, one.done_on, day if exempt else None), day)
            key = (places[one.person_id], one.requirement_id)
            found[key] = found.get(key, FiveParts()) + FiveParts(**{part.name.lower(): 1})
    return found


# Both once led to two cycles of one duty that overlapped: what had settled the first one was from before it opened.
TERMS_CHANGED = [
    (15, [("record_late", 4, 103)], False), (12, [("edit", 6, 81)], False), (9, [], True),
    (19, [("join", 7, 112), ("edit", 0, 73), ("record", 4, 59), ("begin_otherwise", 6, 31)], True),
    (20, [("take_back", 0, 33), ("move", 7, 110)], False),
]  # fmt: skip
TAKEN_BACK = [
    (20, [("record_late", 1, 52)], True), (25, [], True), (6, [("record", 1, 104), ("record_late", 3, 49)], True),
    (33, [("move", 1, 6), ("take_back", 2, 57)], False),
]  # fmt: skip


@settings(
    max_examples=10, deadline=None, phases=QUICK,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(history=days)
@example(history=TERMS_CHANGED)
@example(history=TAKEN_BACK)
def test_what_was_given_on_a_day_is_given_of_it_later(app: Flask, store: Any, history: list[Any]):
    live_through(Organisation(app), store, history)


def live_through(organisation: Organisation, store: Any, history: list[Any]) -> None:
    forget_all(store)
    organisation.begin()
    noted = {organisation.day: given_on(organisation.day)}
    for forward, happenings, daily in history:
        organisation.day += timedelta(days=forward)
        yesterday = organisation.day - timedelta(days=1)
        if yesterday not in noted:
            noted[yesterday] = given_on(yesterday)
        for happening in happenings:
            organisation.happen(*happening)
        if daily:
            organisation.reconcile("", 0)
            organisation.roll("", 0)
        noted[organisation.day] = given_on(organisation.day)
        evening = datetime.combine(organisation.day, time(23), UTC)
        for known in (known_then, known_now):
            assert asked_later(known(organisation.day, now=evening, zone=UTC)) == noted[organisation.day], "of today"
    for day, gave in noted.items():
        as_of = known_then(day, now=LATER, zone=UTC)
        assert asked_later(as_of) == gave, f"of {day}, as known then"
        assert sums_to_its_people(as_of)
        as_of = known_now(day, now=LATER, zone=UTC)
        assert as_of_queries.parts(as_of) == by_hand(day), f"of {day}, as known now"
        assert sums_to_its_people(as_of)
