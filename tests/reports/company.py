"""A small company for the tests of team pages."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from tests import make
from tests.client import Client, Page
from tests.completion import making
from training.completion import rollups
from training.completion.models import Assignment
from training.core import guards
from training.core.db import as_writer, database, writing
from training.core.permissions import Role
from training.people.models import Department

TODAY = date(2026, 11, 23)
START = TODAY - timedelta(days=20)


class Company:
    """Finance with Treasury and Payables below it, beside Legal; one requirement, due on 3 December."""

    def __init__(self, client: Client) -> None:
        self.client = client
        finance = make.department("Finance")
        self.finance, self.finance_id = finance.public_id, finance.id
        self.teams = [make.department(name, parent=self.get(finance.id)).id for name in ("Treasury", "Payables")]
        legal = make.department("Legal")
        self.legal, self.legal_id = legal.public_id, legal.id
        self.course = making.subject("course")
        self.number = 0

    def get(self, department_id: int) -> Department:
        found = database.session.get(Department, department_id)
        assert found is not None
        return found

    def person(self, team: int = 0, **values: Any) -> int:
        self.number += 1
        given = values.pop("given", f"Person{self.number:03d}")
        place = self.teams[team] if team < 2 else self.legal_id
        return make.person(given, values.pop("family", "Staff"), department=self.get(place), **values).id

    def manager(self, department_id: int | None = None) -> None:
        place = self.get(department_id) if department_id else None
        boss = make.person("Ines", "Duarte", department=self.get(self.legal_id))
        make.sign_in(self.client, boss, role=Role.MANAGER, department=place)

    def publish(self, *more: Any) -> None:
        making.publish(making.written("phishing", title="Recognising phishing"), *more, on=START)
        making.reconcile(START)


def due_on(people: list[int], day: date) -> None:
    """Put the due day of some people earlier, as an old start would: facts are guarded, so by a version of their own."""
    database.session.rollback()
    with as_writer(), database.engine.begin() as connection:
        guards.remove(connection)
        table = Assignment.__table__
        connection.execute(update(table).where(table.c.person_id.in_(people)).values(due=day))
        guards.install(connection)
    with writing():
        rollups.rebuild(TODAY)


def people_on(page: Page) -> list[str]:
    return [one.find(string=True).strip() for one in page.soup.select("table.entries tbody th")]


def figures(page: Page) -> list[int]:
    return [int(one.get_text(" ", strip=True).split()[0]) for one in page.soup.select("dl.sum dd")]


def people_through(client: Client, path: str) -> tuple[list[str], Page]:
    """Follow a list to its end; return everybody on it, in order, and its last page."""
    page = client.get(path)
    seen = people_on(page)
    while following := page.soup.select_one("nav.pages a[rel=next]"):
        page = client.get(following["href"])
        seen += people_on(page)
    return seen, page
