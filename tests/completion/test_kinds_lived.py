"""All eight kinds of due rules lived through: the daily look finds everybody for whom something has to be written."""

from datetime import date, timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.completion import making
from tests.completion.test_rollups import forget_all

START = date(2026, 1, 12)
KINDS: dict[str, dict[str, Any]] = {
    "access": {"due": {"kind": "before-access"}, "renewal_months": 6},
    "start": {"due": {"kind": "days-from-start", "days": 20}, "renewal_months": 3, "window_days": 20},
    "rolling": {"due": {"kind": "rolling", "months": 2}, "window_days": 10},
    "date": {"due": {"kind": "fixed-date", "month": 5, "day": 4}, "window_days": 40},
    "quarter": {"due": {"kind": "calendar-quarter", "days": 10}, "grace_days": 4},
    "month": {"due": {"kind": "month-end", "months": 3, "days": 15}, "window_days": 30},
    "risk": {"due": {"kind": "linked-risk", "risk": "fraud", "days": 10, "low": 6, "medium": 4, "high": 2, "level": "high"}},
    "event": {"due": {"kind": "on-event", "event": "incident", "days": 14, "on": (date(2026, 2, 2), date(2026, 4, 6))}},
}  # fmt: skip


def publish(kinds: dict[str, dict[str, Any]], on: date) -> None:
    plain: dict[str, Any] = {"renewal_months": None, "window_days": 0}
    making.publish(
        *(making.written(slug, satisfied_by=({"course": slug},), **(plain | values)) for slug, values in kinds.items()),
        on=on,
    )


happenings = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 2), st.sampled_from(sorted(KINDS)), st.sampled_from([0, 0, 0, 15, 60])),
    min_size=4, max_size=24,
)  # fmt: skip


@settings(
    max_examples=5, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(happened=happenings, steps=st.sampled_from([13, 30]))
def test_the_daily_look_forgets_nobody(app: Flask, store: Any, happened: list[tuple[int, int, str, int]], steps: int):
    forget_all(store)
    subjects = {slug: making.subject(slug) for slug in KINDS}
    publish(KINDS, START)
    people = [making.person(started_on=START + timedelta(days=17 * number)) for number in range(3)]
    making.reconcile(START)
    for offset in range(0, 420, steps):
        day = START + timedelta(days=offset)
        for at, person, slug, late in sorted(happened):
            if offset - steps < at <= offset:
                making.record(people[person], subjects[slug], max(START, day - timedelta(days=late)))
        making.reconcile(day)
        assert not making.reconcile(day, people).changed, f"on {day}"
