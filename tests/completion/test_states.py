"""The SQL forms of status and audience say what the pure ones say, on both databases, midnight included."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Date, and_, literal, select

from tests import make
from training.completion import states
from training.completion.audience import Particulars, Place, because, holds, is_personal
from training.completion.reach import condition
from training.completion.rules import Duty, FiveParts, Status, status, status_now, together
from training.core.db import database, scoped
from training.people.models import Department, Membership, Person, Site

D = date(2026, 11, 23)
EVE, NEXT = D - timedelta(days=1), D + timedelta(days=1)
same_app = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
near = st.sampled_from([EVE, D, NEXT]) | st.dates(date(2026, 11, 1), date(2026, 12, 15))
maybe = st.none() | near


@dataclass(frozen=True)
class Bound:
    valid_from: Any
    valid_until: Any
    due: Any
    done_on: Any
    exempt_from: Any
    exempt_until: Any


def bound(duty: Duty, valid_from: date = D, valid_until: date | None = None) -> Bound:
    days = (valid_from, valid_until, duty.due, duty.done_on, duty.exempt_from, duty.exempt_until)
    return Bound(*(literal(day, Date()) for day in days))


# --- the pure one, by hand --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("duty", "expected"),
    [
        (Duty(due=D), Status.OPEN),
        (Duty(due=EVE), Status.OVERDUE),
        (Duty(due=NEXT), Status.OPEN),
        (Duty(due=D, done_on=D), Status.DONE),
        (Duty(due=EVE, done_on=EVE), Status.DONE),
        (Duty(due=EVE, done_on=D), Status.DONE_LATE),
        (Duty(due=D, done_on=NEXT), Status.OPEN),
        (Duty(due=EVE, exempt_from=D), Status.EXEMPT),
        (Duty(due=EVE, exempt_from=EVE, exempt_until=D), Status.OVERDUE),
        (Duty(due=EVE, exempt_from=EVE, exempt_until=NEXT), Status.EXEMPT),
        (Duty(due=EVE, exempt_from=NEXT), Status.OVERDUE),
        (Duty(due=D, done_on=EVE, exempt_from=EVE), Status.DONE),
    ],
)
def test_the_five_states_round_midnight(duty: Duty, expected: Status):
    assert status(duty, D) == expected


def test_what_is_done_where_it_is_tomorrow_already_counts_now():
    assert status_now(Duty(due=D, done_on=NEXT), D) == Status.DONE_LATE
    assert status_now(Duty(due=NEXT, done_on=NEXT), D) == Status.DONE


def test_five_parts_add_up():
    one, other = FiveParts(36, 3, 2, 5, 2), FiveParts(1, 0, 0, 1, 0)
    assert (one.total, one.did, one.counted, one.outstanding) == (48, 39, 46, 7)
    assert together([one, other]) == FiveParts(37, 3, 2, 6, 2)
    assert [one.of(part) for part in Status] == [36, 3, 2, 5, 2]
    assert together([]) == FiveParts()


# --- SQL --------------------------------------------------------------------------------------------------------------


@same_app
@given(due=near, done_on=maybe, exempt_from=maybe, exempt_until=maybe, on=near)
def test_sql_tells_the_same_state(
    app: Flask, due: date, done_on: date | None, exempt_from: date | None, exempt_until: date | None, on: date
):
    duty = Duty(due, done_on, exempt_from, exempt_until)
    day = literal(on, Date())
    statement = select(states.status(bound(duty), day), states.status_now(bound(duty), day))
    assert database.session.execute(statement).one() == (status(duty, on).value, status_now(duty, on).value)


@same_app
@given(valid_from=near, valid_until=maybe, on=near)
def test_sql_knows_what_is_current(app: Flask, valid_from: date, valid_until: date | None, on: date):
    columns = bound(Duty(D), valid_from, valid_until)
    found = database.session.execute(select(states.current(columns, literal(on, Date())))).scalar()
    assert bool(found) == (valid_from <= on and (valid_until is None or on < valid_until))


ATTRIBUTES = ("phi", "cardholder", 'says "phi"', "contractor")
TITLES = ("Nurse", "Ärztin", "nurse")
leaves = st.one_of(
    st.just({"everyone": True}),
    st.builds(
        lambda codes: {"departments": codes},
        st.lists(st.sampled_from(["Finance", "Finance / Treasury", "Fin", "Legal"]), min_size=1, max_size=2),
    ),
    st.builds(lambda codes: {"sites": codes}, st.lists(st.sampled_from(["Leeds", "Lyon"]), min_size=1, max_size=2)),
    st.builds(lambda names: {"titles": names}, st.lists(st.sampled_from(TITLES), min_size=1, max_size=2)),
    st.builds(lambda ids: {"people": ids}, st.lists(st.sampled_from(["P1", "P7", "P99"]), min_size=1, max_size=2)),
    st.builds(
        lambda names, days: {
            "started": {name: day.isoformat() for name, day in zip(names, sorted(days), strict=False)}
        },
        st.sampled_from([("after",), ("before",), ("after", "before")]),
        st.lists(st.dates(date(2026, 1, 1), date(2026, 2, 20)), unique=True, min_size=2, max_size=2),
    ),
    st.builds(lambda names: {"attributes": names}, st.lists(st.sampled_from(ATTRIBUTES), min_size=1, max_size=2)),
)
audiences = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=5,
)


@pytest.fixture
def company(app: Flask) -> dict[int, tuple[Place, Particulars]]:
    finance = make.department("Finance")
    treasury = make.department("Treasury", parent=finance)
    others = [make.department("Financial crime"), make.department("Legal")]
    sites = [make.site("Leeds"), make.site("Lyon")]
    departments = [(one.id, one.code) for one in (finance, treasury, *others)]
    places = [(one.id, one.code) for one in sites]
    found = {}
    for number in range(16):
        department, site = departments[number % 4], places[number // 4 % 2]
        attributes = sorted(name for bit, name in enumerate(ATTRIBUTES) if number * 7 >> bit & 1)
        started = date(2026, 1, 1) + timedelta(days=3 * number) if number % 5 else None
        particulars = Particulars(("", *TITLES)[number % 4], started, f"P{number}" if number % 3 else None)
        person = make.person(
            department=database.session.get(Department, department[0]), site=database.session.get(Site, site[0]),
            attributes=attributes, title=particulars.title, started_on=started, external_id=particulars.external_id,
        )  # fmt: skip
        found[person.id] = (Place(department[1], site[1], frozenset(attributes)), particulars)
    database.session.rollback()
    return found


@same_app
@given(rule=audiences)
def test_sql_finds_the_same_audience(company: dict[int, tuple[Place, Particulars]], rule: dict[str, Any]):
    statement = (
        select(Person.id)
        .join(Membership, and_(Membership.person_id == Person.id, Membership.retired_at.is_(None)))
        .join(Department, Department.id == Membership.department_id)
        .join(Site, Site.id == Membership.site_id)
        .where(condition(rule))
    )
    found = set(database.session.scalars(scoped(statement, by="test")))
    assert found == {person for person, known in company.items() if holds(rule, *known)}
    by_place = {known[0]: holds(rule, *known) for known in company.values()}
    if not is_personal(rule):
        assert by_place == {known[0]: holds(rule, known[0]) for known in company.values()}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"everyone": True}, "everyone"),
        ({"departments": ["Finance"]}, "department Finance"),
        ({"departments": ["Treasury"]}, ""),
        ({"all": [{"sites": ["Leeds"]}, {"attributes": ["phi", "cardholder"]}]}, "site Leeds, attribute phi"),
        ({"all": [{"everyone": True}, {"not": {"attributes": ["contractor"]}}]}, "everyone, not attribute contractor"),
        ({"any": [{"sites": ["Lyon"]}, {"departments": ["Finance / Treasury"]}]}, "department Finance / Treasury"),
        ({"not": {"sites": ["Leeds"]}}, ""),
    ],
)
def test_a_rule_says_why_it_takes_a_person_in(rule: dict[str, Any], expected: str):
    assert because(rule, Place("Finance / Treasury", "Leeds", frozenset({"phi"}))) == expected


def test_a_rule_with_an_unknown_key_is_refused():
    with pytest.raises(ValueError, match="teams"):
        holds({"teams": ["Finance"]}, Place("Finance", "Leeds"))
