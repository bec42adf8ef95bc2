"""A small company for the tests of team pages."""

from datetime import date, timedelta
from typing import Any

from tests import make
from tests.client import Client
from tests.completion import making
from training.core.db import database
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
