"""Makers of certificates: a person who holds records of all kinds, and rows that supersede them."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from tests import make
from tests.client import Client
from tests.completion import making as completions
from tests.learning import making as courses
from tests.make import NOW
from training.catalogue.models import Edition
from training.catalogue.rules import SubjectKind
from training.completion import service
from training.completion.models import Completion
from training.completion.rules import How
from training.core import site as settings
from training.core.db import database, writing
from training.core.world import new_public_id
from training.people.models import Person

TODAY = date(2026, 11, 23)
NAME = "Alder & Finch"


@dataclass
class Holder:
    """Somebody at a desk in Leeds whose department, address and title stand on no certificate."""

    person: Person
    client: Client

    def record(self, subject_id: int | None = None, **values: Any) -> str:
        """Record a completion of a course with an edition; return its number as a public id."""
        defaults: dict[str, Any] = {
            "how": How.QUIZ, "happened_at": NOW, "local_date": TODAY, "right": 7, "asked": 8, "needed": 7,
        }  # fmt: skip
        if subject_id is None:
            subject_id = courses.subject_id()
            defaults |= edition_of(subject_id)
        with writing():
            new = service.NewCompletion(self.person.id, subject_id, **(defaults | values))
            return service.record(new, recorded_by_id=self.person.id, now=NOW).public_id


def holder(client: Client, folder: Path) -> Holder:
    """Publish the small right course, name the organisation, and make somebody with much that is nobody's business."""
    courses.publish(folder)
    with writing():
        settings.change({"name": NAME, "zone": "Europe/London"}, by_person_id=None, now=NOW)
    client.app.extensions["muster"].memory.forget()
    person = make.person(
        "Zoë", "Brontë", department=make.department("Canarydepartment"), site=make.site("Canarysite", city="Canarycity"),
        email="canary.mail@alderfinch.example", external_id="CANARY-77", title="Canarytitle",
    )  # fmt: skip
    expunge(person)
    return Holder(person, client)


def expunge(person: Person) -> None:
    """Take the row out of the session: a test may look at it whatever happens there."""
    assert person.id
    database.session.expunge(person)


CANARIES = ("Canary", "canary", "CANARY", "Leeds")


def edition_of(subject_id: int) -> dict[str, Any]:
    database.session.rollback()
    row = database.session.execute(
        select(Edition.id, Edition.digest, Edition.number).where(Edition.subject_id == subject_id)
    ).one()
    return {"edition_id": row.id, "digest": row.digest, "edition_number": row.number}


def subject(kind: SubjectKind) -> int:
    return completions.subject(f"clear-{kind.value}", kind)


def row_of(public_id: str) -> Any:
    database.session.rollback()
    found = select(Completion.__table__).where(Completion.public_id == public_id)
    return database.session.execute(found.execution_options(scoped="test")).one()


def take_back(public_id: str, now: datetime = NOW) -> str:
    """Take a record back; return the public id of the row that says so."""
    row = row_of(public_id)
    with writing():
        service.take_back(row.id, reason="Canaryreason", by_person_id=None, now=now)
    return later_of(row.id)


def correct(public_id: str, now: datetime = NOW) -> str:
    """Put a corrected row in the place of a record; return its public id."""
    row = row_of(public_id)._asdict()
    changed = row | {
        "public_id": new_public_id(), "supersedes_id": row["id"], "right": 8, "recorded_at": now, "reason": "Canaryreason",
    }  # fmt: skip
    del changed["id"]
    with writing():
        database.session.execute(insert(Completion).values(changed))
    return str(changed["public_id"])


def later_of(completion_id: int) -> str:
    database.session.rollback()
    found = select(Completion.public_id).where(Completion.supersedes_id == completion_id)
    return str(database.session.scalars(found.execution_options(scoped="test")).one())
