"""A small organisation whose people were asked again weeks later: who answered what is written by hand."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from scipy.stats import binomtest
from sqlalchemy import select, update

from tests import make
from tests.catalogue.making import right_files
from tests.client import Client, Page
from tests.learning import making, weeks_later
from tests.learning.figures import Bank, attempted, bank, right, wrong
from tests.learning.weeks_later import Someone, someone
from training.core.db import database, scoped, writing
from training.core.permissions import Role
from training.learning import work
from training.learning.rules import AttemptKind
from training.people.models import Department, Membership

NOW = make.NOW
TODAY = making.TODAY
BEFORE = NOW - timedelta(days=120)
"""In the ninety days before the last ninety."""
MESSAGES, REPORTING = "Messages and links", "Reporting"
ASKED = {MESSAGES: "first-note", REPORTING: "third-note"}
"""Which question belongs to a topic."""


def publish(folder: Path) -> None:
    """The right course, one of whose objectives counts for another topic than the course."""
    files = right_files()
    old = "  - id: report\n    text: Report a doubtful message.\n    level: apply\n"
    assert old in files["spot-it/course.yaml"]
    files["spot-it/course.yaml"] = files["spot-it/course.yaml"].replace(old, f"{old}    topic: reporting\n")
    making.publish(folder, files)


class Company:
    """Alder with Finance (Treasury and Payables below it), Legal and Works; `people` by the name of the department."""

    def __init__(self, app: Flask, client: Client) -> None:
        self.app, self.client = app, client
        self.ids: dict[str, int] = {}
        self.public_ids: dict[str, str] = {}
        for name, above in (("Alder", ""), ("Finance", "Alder"), ("Treasury", "Finance"), ("Payables", "Finance"),
                            ("Legal", "Alder"), ("Works", "Alder")):  # fmt: skip
            made = make.department(name, parent=self.department(above) if above else None)
            self.ids[name], self.public_ids[name] = made.id, made.public_id
        self.people: dict[str, list[Someone]] = {name: [] for name in self.ids}
        self.of: Bank = bank()

    def department(self, name: str) -> Department:
        found = database.session.get(Department, self.ids[name])
        assert found is not None
        return found

    def person(self, department: str, number: int = 0) -> Someone:
        """The so-manieth person of a department, who comes in when first asked for."""
        while len(self.people[department]) <= number:
            self.people[department].append(someone(department=self.department(department)))
        return self.people[department][number]

    def answered(
        self, topic: str, answers: Mapping[str, Iterable[str]], at: datetime = NOW - timedelta(days=1)
    ) -> None:
        """Department → what each of its people answered: "rrw" is twice right, then wrong."""
        slug = ASKED[topic]
        for department, of_each in answers.items():
            for number, verdicts in enumerate(of_each):
                for verdict in verdicts:
                    one = right(self.of, slug) if verdict == "r" else wrong(self.of, slug)
                    attempted(self.person(department, number).id, self.of, [one], at, kind=AttemptKind.REFRESHER)

    def count(self) -> None:
        weeks_later.run(self.app, work.COUNT)

    def sign_in(self, within: str = "") -> None:
        """One of the security team, for the whole company or for one department with all below it."""
        place = self.department(within) if within else None
        viewer = someone("Plain", "Name", department=self.department("Alder"))
        make.sign_in(self.client, viewer, role=Role.SECURITY_TEAM, department=place)

    def get(self, path: str, department: str = "") -> Page:
        asked = f"?department={self.public_ids[department]}" if department else ""
        return self.client.get(f"{path}{asked}")

    def move(self, person: Someone, department: str, on: date = TODAY) -> None:
        """Somebody belongs to another department from that day on."""
        database.session.rollback()
        now = select(Membership.id, Membership.department_id, Membership.site_id, Membership.valid_from)
        old = database.session.execute(scoped(now.where(Membership.person_id == person.id), by="test")).one()
        kept: dict[str, Any] = {
            "person_id": person.id, "site_id": old.site_id, "title": "Clerk", "attributes": [], "recorded_at": NOW,
        }  # fmt: skip
        before = {"department_id": old.department_id, "valid_from": old.valid_from, "valid_until": on}
        with writing():
            database.session.execute(update(Membership).where(Membership.id == old.id).values(retired_at=NOW))
            database.session.add(Membership(**kept, **before))
            database.session.add(Membership(**kept, department_id=self.ids[department], valid_from=on))


def interval(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share in per cent, by another program."""
    found = binomtest(part, whole).proportion_ci(0.95, method="wilson")
    return 100 * float(found.low), 100 * float(found.high)
