"""A risk that is rated anew: requirements that follow it get its interval, as a new version, and what was said comes true."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests import make
from tests.completion import making
from training.completion import risk_queries
from training.completion.models import Assignment, Requirement, RequirementSubject, RequirementVersion
from training.completion.risk_intervals import risk_rated
from training.core.db import database, scoped, writing
from training.jobs.models import Job

TODAY = date(2026, 11, 23)
START = date(2025, 1, 6)
FOLLOWS = {
    "kind": "linked-risk",
    "risk": "payment-fraud",
    "days": 30,
    "low": 24,
    "medium": 12,
    "high": 6,
    "level": "medium",
}


@pytest.fixture
def course(app: Flask) -> int:
    found = making.subject("course")
    making.subject("doors")
    making.publish(
        making.written("payments", title="Payments", due=FOLLOWS, renewal_months=None, window_days=30, owner="BOSS"),
        making.written("doors", title="Doors", satisfied_by=({"course": "doors"},)),
        on=START,
    )
    return found


def versions(slug: str = "payments") -> list[Any]:
    database.session.rollback()
    found = (
        select(RequirementVersion.__table__)
        .join(Requirement)
        .where(Requirement.slug == slug)
        .order_by(RequirementVersion.number)
    )
    return list(database.session.execute(found).all())


def rated(level: str, on: date = TODAY) -> list[int]:
    with writing():
        return risk_rated(
            "payment-fraud", level, by_person_id=None, reason="Two attempts", now=making.noon(on), today=on
        )


def due_of(person: int) -> date:
    return making.duties(person)[-1].due


def test_a_higher_level_is_a_new_version_that_says_why(course: int) -> None:
    assert len(rated("high")) == 1
    old, new = versions()
    assert (old.retired_at, new.retired_at) == (making.noon(TODAY), None)
    assert (old.due["level"], new.due) == ("medium", FOLLOWS | {"level": "high"})
    assert (new.number, new.valid_from, new.reason) == (2, TODAY, "Two attempts")
    kept = (
        "title",
        "why",
        "audience",
        "renewal_months",
        "window_days",
        "grace_days",
        "owner_id",
        "clauses",
        "asked_again",
    )
    assert [getattr(old, name) for name in kept] == [getattr(new, name) for name in kept]
    assert len(versions("doors")) == 1, "what does not follow the risk stays"
    assert (
        database.session.scalar(select(func.count()).select_from(Job).where(Job.key.like("risk payment-fraud%"))) == 1
    )
    assert satisfying(old.id) == satisfying(new.id) != set()


def satisfying(version_id: int) -> set[tuple[int, int | None]]:
    found = select(RequirementSubject.subject_id, RequirementSubject.edition_number)
    rows = database.session.execute(found.where(RequirementSubject.version_id == version_id))
    return {(subject_id, number) for subject_id, number in rows}


def test_the_same_level_again_changes_nothing(course: int) -> None:
    assert rated("medium") == []
    rated("high")
    assert rated("high", TODAY + timedelta(days=1)) == []
    assert len(versions()) == 2


def test_another_risk_and_an_ended_requirement_are_left_alone(course: int) -> None:
    with writing():
        assert risk_rated("stolen-laptops", "high", by_person_id=None, reason="x", now=make.NOW, today=TODAY) == []
        database.session.execute(update(Requirement).where(Requirement.slug == "payments").values(ended_on=TODAY))
    assert rated("high") == []


def test_what_is_published_again_keeps_the_level_of_the_rating(course: int) -> None:
    boss = make.person("Omar", "Haddad", external_id="BOSS", started_on=date(2027, 6, 1)).id
    again = [
        making.written("payments", title="Payments", due=FOLLOWS, renewal_months=None, window_days=30, owner="BOSS"),
        making.written("doors", title="Doors", satisfied_by=({"course": "doors"},)),
    ]
    making.publish(*again, on=TODAY)
    assert versions()[-1].owner_id == boss
    rated("high")
    making.publish(*again, on=TODAY + timedelta(days=1))
    assert [one.due["level"] for one in versions()] == ["medium", "medium", "high"], (
        "an unchanged file publishes nothing"
    )
    other = making.written(
        "payments",
        title="Payments",
        due=FOLLOWS | {"risk": "stolen-laptops", "level": "low"},
        renewal_months=None,
        window_days=30,
    )
    making.publish(other, again[1], on=TODAY + timedelta(days=2))
    assert versions()[-1].due["level"] == "low", "another risk begins as the file says"


@pytest.fixture
def people(course: int) -> list[int]:
    """Never done; done eleven and six months ago; last week; left; renewed late; renewed early, which counts from the old end."""
    found = [making.person(started_on=START) for _ in range(7)]
    making.reconcile(START)
    for person, day in zip(
        found[1:],
        (
            date(2025, 12, 20),
            date(2026, 5, 25),
            date(2026, 11, 16),
            date(2026, 6, 1),
            date(2025, 2, 1),
            date(2025, 5, 25),
        ),
        strict=True,
    ):
        making.record(person, course, day)
    gone = scoped(update(make.Person).where(make.Person.id == found[4]).values(left_on=date(2026, 8, 1)), by="test")
    with writing():
        database.session.execute(gone)
    making.reconcile(TODAY)
    making.record(found[5], course, date(2026, 11, 20))
    making.record(found[6], course, date(2026, 5, 1))
    making.reconcile(TODAY)
    return found


@pytest.mark.parametrize("level", ["high", "low"])
def test_what_it_says_beforehand_is_what_happens(people: list[int], level: str) -> None:
    """The numbers of the page against the rows of everybody, before and after the job."""
    (said,) = risk_queries.moves("payment-fraud", level, TODAY)
    assert (said.title, said.months, said.months_then) == ("Payments", 12, {"high": 6, "low": 24}[level])
    before = {person: next_day(person) for person in people}
    rated(level)
    making.reconcile(TODAY)
    making.reconcile(TODAY + timedelta(days=800))  # so that the next cycle of everybody is written down
    after = {person: next_day(person) for person in people}
    moved = [person for person in people if before[person] != after[person]]
    assert said.people == len(moved) == 5
    assert said.overdue == sum(after[person] < TODAY for person in moved) == {"high": 1, "low": 0}[level]


def followed(person: int) -> list[Assignment]:
    """The duties of the requirement that follows the risk."""
    payments = versions()[-1].requirement_id
    return [row for row in making.duties(person) if row.requirement_id == payments]


@pytest.mark.parametrize("level", ["high", "low"])
def test_what_was_settled_keeps_its_days_and_a_second_run_changes_nothing(people: list[int], level: str) -> None:
    renewed = people[6]
    before = [(row.cycle, row.valid_from, row.due, row.done_on) for row in followed(renewed) if row.done_on]
    assert len(before) == 2
    rated(level)
    making.reconcile(TODAY)
    rows = followed(renewed)
    assert [(row.cycle, row.valid_from, row.due, row.done_on) for row in rows if row.done_on] == before
    assert all(one.valid_until == other.valid_from for one, other in pairwise(rows)), "no day without a cycle"
    assert making.reconcile(TODAY, people).changed == 0


def next_day(person: int) -> date:
    """The due day of the first duty that is not done, by the planner itself where it is not written down yet."""
    from training.completion import queries
    from training.completion.planning import wanted

    with writing():
        (known,) = queries.known([person])
        book = queries.book()
    (version,) = [
        one for one in book.current if one.rule == {"everyone": True} and one.terms.rule.kind == "linked-risk"
    ]
    rows = [kept.row for kept in known.rows if kept.row.requirement_id == version.requirement_id]
    rows.sort(key=lambda row: row.cycle)
    far = date(2031, 1, 1)
    planned = wanted(known, version, rows, book.grace, far)
    return next((row.due for row in planned if row.done_on is None), date.max)


def test_nobody_moves_where_nothing_changes(people: list[int]) -> None:
    assert risk_queries.moves("payment-fraud", "medium", TODAY) == []
    assert risk_queries.moves("stolen-laptops", "high", TODAY) == []


def test_the_cost_follows_requirements_not_people(people: list[int], statements: Any) -> None:
    with statements() as counted:
        risk_queries.moves("payment-fraud", "high", TODAY)
    assert len(counted) == 3
    assert database.session.scalar(scoped(select(func.count()).select_from(Assignment), by="test"))
