"""What a draft says would happen is what happens: for any people, any history, any change of a requirement."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import make
from tests.completion import desk, making
from tests.completion.test_reconciling import leave
from tests.conftest import Built, fresh
from training.completion import consequences
from training.completion.due import Rule, Terms
from training.completion.excusing import NewExemption, exempt
from training.completion.models import Assignment
from training.completion.reminding import Calendar
from training.completion.rules import Duty, ExemptionKind, Status, status, status_now
from training.core.db import database, writing

START, TODAY = date(2026, 6, 1), date(2026, 11, 23)
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Shrinking would take minutes: each step is an organisation anew."""

audiences = st.sampled_from([
    {"everyone": True}, {"departments": ["North"]}, {"attributes": ["phi"]}, {"titles": ["Clerk"]},
    {"all": [{"departments": ["North"]}, {"not": {"attributes": ["phi"]}}]}, {"started": {"after": "2026-05-01"}},
])  # fmt: skip
dues = st.sampled_from([
    {"kind": "days-from-start", "days": 10}, {"kind": "days-from-start", "days": 170}, {"kind": "rolling", "months": 3},
    {"kind": "fixed-date", "month": 11, "day": 26}, {"kind": "calendar-quarter", "days": 20}, {"kind": "before-access"},
    {"kind": "month-end", "months": 2, "days": 14}, {"kind": "on-event", "event": "incident", "days": 7, "on": ["2026-11-20"]},
    {"kind": "linked-risk", "risk": "r", "days": 5, "low": 12, "medium": 6, "high": 2, "level": "high"},
])  # fmt: skip
contents = st.fixed_dictionaries({
    "audience": audiences, "due": dues, "renewal_months": st.sampled_from([None, 2, 12]),
    "grace_days": st.sampled_from([0, 14]), "window_days": st.sampled_from([0, 30]),
    "satisfied_by": st.sampled_from([[{"course": "course"}], [{"course": "other"}], [{"course": "course"}, {"course": "other"}]]),
})  # fmt: skip
people = st.lists(
    st.fixed_dictionaries({
        "north": st.booleans(), "phi": st.booleans(), "clerk": st.booleans(),
        "started": st.sampled_from([date(2025, 1, 6), date(2026, 5, 18), date(2026, 11, 2), date(2026, 12, 7)]),
        "done": st.lists(st.sampled_from([date(2026, 5, 4), date(2026, 6, 9), date(2026, 9, 1), date(2026, 11, 20)]), max_size=2),
        "away": st.booleans(), "leaves": st.sampled_from([None, None, date(2026, 12, 1), date(2026, 11, 1)]),
    }),
    min_size=1, max_size=6,
)  # fmt: skip


def company(described: list[dict[str, Any]]) -> dict[str, int]:
    """The people, by name; the course and another one."""
    course = making.subject("course")
    making.subject("other")
    places = {True: make.department("North"), False: make.department("South")}
    site = make.site("Leeds")
    ids = {}
    for number, one in enumerate(described):
        row = make.person(
            f"P{number}", "Staff", department=places[one["north"]], site=site, started_on=one["started"],
            attributes=["phi"] if one["phi"] else [], title="Clerk" if one["clerk"] else "Cook",
        )  # fmt: skip
        ids[f"P{number}"] = row.id
        for day in sorted(one["done"]):
            making.record(row.id, course, day)
        if one["leaves"] and one["leaves"] > one["started"]:
            leave(row.id, one["leaves"])
    for number, one in enumerate(described):
        if one["away"]:
            new = NewExemption(
                ids[f"P{number}"], None, ExemptionKind.LEAVE, TODAY - timedelta(days=9), None, "Leave", None
            )
            with writing():
                exempt(new, by_person_id=None, now=making.noon(START), today=START)
    return ids


def living(person_id: int) -> set[int]:
    """The cycles of a duty that lives."""
    found = making.duties(person_id)
    return {row.cycle for row in found if row.valid_until is None or row.valid_until > TODAY}


def here(ids: dict[str, int], described: list[dict[str, Any]]) -> list[int]:
    """Whoever has not left: the duties of the others are closed, and no change of a rule opens them."""
    return [
        who for who, one in zip(ids.values(), described, strict=True) if one["leaves"] is None or one["leaves"] > TODAY
    ]


def cycles(ids: dict[str, int]) -> dict[int, set[int]]:
    return {who: {row.cycle for row in making.duties(who)} for who in ids.values()}


def held(row: Assignment, day: date) -> bool:
    return row.valid_from <= day and (row.valid_until is None or day < row.valid_until)


def duty(row: Assignment) -> Duty:
    return Duty(row.due, row.done_on, row.exempt_from, row.exempt_until)


def overdue(person_id: int) -> bool:
    return any(held(row, TODAY) and status_now(duty(row), TODAY) is Status.OVERDUE for row in making.duties(person_id))


def mailed(person_id: int) -> bool:
    for row in making.duties(person_id):
        for ahead in range(7):
            day = TODAY + timedelta(days=ahead)
            steps = {Calendar().step_day(row.due, step) for step in (-14, -3, 0, 3)}
            if row.done_on is None and day in steps and held(row, day) and status(duty(row), day) is not Status.EXEMPT:
                return True
    return False


@pytest.fixture
def ground(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Make the database empty again, before each example."""

    def again() -> Built:
        database.session.remove()
        return fresh(built.store.kind, tmp_path_factory)

    return again


@settings(max_examples=25, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(described=people, old=st.none() | contents, new=contents)
def test_the_numbers_are_what_really_happens(
    app: Flask, ground: Any, described: list[dict[str, Any]], old: dict[str, Any] | None, new: dict[str, Any]
):
    clock, ids, slug = ground().clock, company(described), ""
    if old is not None:
        slug = "rule"
        making.publish(desk.of_the_file("rule", **old), on=START)
        making.reconcile(START)
        making.reconcile(TODAY, here(ids, described))
    asked = desk.asked(slug, **new)
    viewer = desk.officer()
    try:
        public_id = desk.draft(viewer, asked, TODAY)
    except desk.drafting.Refused:
        return
    desk.reckon(app, clock, TODAY)
    foreseen, before = desk.numbers(public_id), Seen.now(ids)
    assert desk.put(viewer, public_id, TODAY), "nothing has changed since"
    desk.reckon(app, clock, TODAY)
    making.reconcile(TODAY, here(ids, described))
    after = Seen.now(ids)
    told = after.against(before)
    assert {name: foreseen[name] for name in told} == told


@dataclass(frozen=True)
class Seen:
    """The duties of all people as they stand in the table, told without the code that foresees."""

    ids: dict[str, int]
    living: dict[int, set[int]]
    cycles: dict[int, set[int]]
    overdue: int
    mailed: int

    @classmethod
    def now(cls, ids: dict[str, int]) -> "Seen":
        everybody = ids.values()
        held = {who: living(who) for who in everybody}
        return cls(ids, held, cycles(ids), sum(map(overdue, everybody)), sum(map(mailed, everybody)))

    def against(self, before: "Seen") -> dict[str, Any]:
        new = [who for _name, who in sorted(self.ids.items()) if self.living[who] and not before.living[who]]
        stay = [who for who in self.living if self.living[who] and before.living[who]]
        return {
            "come_in": len(new), "names": new, "stay": len(stay), "people": len(new) + len(stay),
            "go_out": sum(1 for who in self.living if before.living[who] and not self.living[who]),
            "opened": sum(len(now - before.cycles[who]) for who, now in self.cycles.items()),
            "overdue": self.overdue, "overdue_before": before.overdue, "mails": self.mailed,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "renewal", "hours", "once"),
    [
        (Rule("days-from-start", days=30), 12, 100, False), (Rule("days-from-start", days=30), 6, 200, False),
        (Rule("days-from-start", days=30), None, 100, True), (Rule("before-access"), None, 100, True),
        (Rule("rolling", months=6), None, 200, False), (Rule("rolling", months=6), 24, 50, False),
        (Rule("fixed-date", month=3, day=31), None, 100, False), (Rule("calendar-quarter", days=10), None, 400, False),
        (Rule("month-end", months=15, days=10), None, 80, False), (Rule("on-event", event="incident", days=5), None, 100, True),
        (Rule("linked-risk", risk="r", days=5, low=24, medium=12, high=4, level="high"), None, 300, False),
    ],
)  # fmt: skip
def test_hours_a_year(rule: Rule, renewal: int | None, hours: int, once: bool):
    assert consequences.effort(20, 300, Terms(rule, renewal)) == (hours, once)
