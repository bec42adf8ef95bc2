"""Departments with many people: their open duties are read along the due days, and one part holds just its people."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.client import Client
from tests.completion import making
from tests.reports.company import TODAY, Company, due_on, people_on, people_through
from training.completion import excusing
from training.completion.rules import ExemptionKind
from training.core.db import writing
from training.reports import departments


@pytest.fixture
def company(app: Flask, client: Client, monkeypatch: Any) -> Company:
    monkeypatch.setattr(departments, "MANY", 5)
    return Company(client)


def test_large_departments_read_the_open_ones_along_the_due_days(company: Company, client: Client):
    """Then those of one day stand as their duties were written: the whole list is the same people, and pages follow."""
    people = [company.person(number % 2, family=f"Family{number:02d}") for number in range(25)]
    company.publish()
    due_on(people[20:], TODAY - timedelta(days=3))
    company.manager()
    seen, _ = people_through(client, f"/departments/{company.finance}/phishing")
    late, rest = range(20, 25), range(20)
    assert seen == [f"Family{number:02d}, Person{number + 1:03d}" for number in (*late, *rest)]


@pytest.mark.parametrize(("part", "places"), [("overdue", range(8, 11)), ("open", range(1, 8))])
def test_one_part_of_a_large_department_holds_just_its_people(
    company: Company, client: Client, part: str, places: range
):
    people = [company.person(number % 2, family=f"Family{number:02d}") for number in range(11)]
    company.publish()
    due_on(people[8:], TODAY - timedelta(days=3))
    away = excusing.NewExemption(people[0], None, ExemptionKind.LEAVE, TODAY, None, "Away", None)
    with writing():
        excusing.exempt(away, by_person_id=None, now=making.noon(TODAY), today=TODAY)
    company.manager()
    page = client.get(f"/departments/{company.finance}/phishing", query_string={"part": part})
    assert people_on(page) == [f"Family{number:02d}, Person{number + 1:03d}" for number in places]
