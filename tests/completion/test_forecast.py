"""What is foretold for a morning is what the jobs then plan, whatever the organisation is like."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import make
from tests.completion import making, reminded
from tests.completion.reminded import MONDAY
from tests.completion.test_rollups import forget_all
from training.completion import forecast_queries, reminder_queries, reminder_service
from training.completion.forecasting import Mails, forecast
from training.completion.reminding import Ladder
from training.core.db import database, writing
from training.core.permissions import Role

ZONES = ("Pacific/Auckland", "Europe/Lisbon", "Europe/London", "America/Chicago")
WEEKS = (("12345", []), ("7123", ["2026-11-24"]), ("12345", ["2026-11-25", "2026-11-26"]), ("1", []))
SLOW = (Phase.explicit, Phase.reuse, Phase.generate)


def foretold(now: datetime, until: date) -> Mails:
    database.session.rollback()
    ladder = reminder_queries.ladder()
    return forecast(forecast_queries.known(now, ladder.steps, until), ladder, now, until)


def planned(day: date) -> dict[int, int]:
    """Let a day be planned in all zones in the order in which their mornings come; return whose mail says how much."""
    mornings = sorted((reminded.morning(day, zone), zone) for zone in ZONES)
    found: dict[int, int] = {}
    for now, zone in mornings:
        reminded.plan(day, zone)
        found |= written(day, now)
    return found


def written(day: date, now: datetime) -> dict[int, int]:
    """Write what may go, and return how many reminders each mail carried."""
    from training.completion import digest_queries, reminder_work

    with writing():
        ids = list(digest_queries.planned(day, 10_000))
        told = digest_queries.letters(ids, day).told if ids else {}
        counted = {person_id: len(told[person_id]) for person_id in ids}
    house = reminder_work.House("Alder & Finch", None)  # type: ignore[arg-type]
    house = reminder_work.House("Alder & Finch", _links())
    while reminder_work.write_part(day, house, now=now):
        pass
    return counted


def _links() -> Any:
    from training.core.links import Links

    return Links("http://localhost", "k" * 40, lambda: reminded.morning(MONDAY))


def organisation(people: list[Any]) -> list[int]:
    """Two managers and people in any zones and weeks, with duties due about now, on leave or not."""
    top = make.department("Top")
    team = make.department("Team", parent=top)
    sites = [
        make.site(f"Site {n}-{m}", zone=zone, working_days=week[0], days_off=week[1])
        for n, zone in enumerate(ZONES)
        for m, week in enumerate(WEEKS)
    ]
    boss = make.person("Bo", "Boss", department=make.department("Other"), site=sites[people[0][0]])
    make.grant(boss, Role.MANAGER, department=top)
    manager = make.person("Ma", "Nager", department=team, site=sites[people[-1][0]], manager_id=boss.id)
    everybody = [manager.id]
    manager_id = manager.id
    for site, _days, leave in people:
        one = making.person(department=team, site=sites[site], manager_id=manager_id)
        everybody.append(one)
        if leave:
            since = MONDAY + timedelta(days=leave % 9 - 4)
            reminded.leave(one, since, since + timedelta(days=leave))
    return everybody


def duties(days: list[int]) -> None:
    rules = []
    for number, ahead in enumerate(days):
        due = MONDAY + timedelta(days=ahead)
        when = {"kind": "fixed-date", "month": due.month, "day": due.day}
        audience = {"departments": ("Top / Team",)}
        rules.append(making.written(f"r-{number}", audience=audience, due=when, renewal_months=None))
    first = date(2026, 1, 2)
    making.publish(*rules, on=first)
    making.reconcile(first)
    making.reconcile(MONDAY)


somebody = st.tuples(st.integers(0, 15), st.integers(0, 3), st.sampled_from([0, 0, 0, 2, 5, 9]))


@settings(max_examples=6, deadline=None, phases=SLOW, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(somebody, min_size=2, max_size=4),
    days=st.lists(st.integers(-30, 20), min_size=1, max_size=3),
    hour=st.integers(0, 23),
    asks=st.booleans(),
)
def test_what_is_foretold_is_what_is_planned(
    app: Flask, store: Any, people: list[Any], days: list[int], hour: int, asks: bool
) -> None:
    database.session.rollback()
    forget_all(store)
    making.subject("course")
    everybody = organisation(people)
    duties(days)
    if asks:
        with writing():
            ids = reminded.assignment_ids(*everybody)
            reminder_service.ask(ids, asked_by_id=everybody[0], now=reminded.morning(MONDAY), today=MONDAY)
    # After the last morning of a day, in Chicago, and before the first one of the next day, in Auckland.
    eve = MONDAY - timedelta(days=1)
    now = datetime.combine(eve - timedelta(days=1), time(15 + hour % 3, 30), UTC)
    for ahead in range(6):
        day = eve + timedelta(days=ahead)
        told = {
            person_id: len(items)
            for person_id, items in foretold(now + timedelta(days=ahead), day).get(day, {}).items()
        }
        assert planned(day) == told, day
    _several_days(now)


def _several_days(now: datetime) -> None:
    """From where the organisation now stands, four days at once."""
    first = MONDAY + timedelta(days=5)
    until = first + timedelta(days=3)
    told = foretold(now + timedelta(days=6), until)
    for ahead in range(4):
        day = first + timedelta(days=ahead)
        wanted = {person_id: len(items) for person_id, items in told.get(day, {}).items()}
        assert planned(day) == wanted, day


def test_another_ladder_is_weighed_before_it_holds(app: Flask) -> None:
    team = reminded.team(due=date(2026, 12, 9), people=3)
    reminded.live(app, date(2026, 11, 19), date(2026, 11, 19))
    now = reminded.morning(date(2026, 11, 19)) + timedelta(hours=1)
    until = date(2026, 11, 20)
    known = forecast_queries.known(now, (-14, -13), until)
    assert forecast(known, Ladder(), now, until) == {}
    mails = forecast(known, Ladder(steps=(-13, 0)), now, until)
    assert set(mails[until]) == set(team.people)
