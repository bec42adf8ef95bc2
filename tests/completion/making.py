"""Makers of this room: a subject, requirements as they are written, and what all five parts are from the facts."""

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from sqlalchemy import select

from tests import make
from training.catalogue.content.requirement_schema import Requirement as Written
from training.catalogue.models import Subject
from training.catalogue.rules import SubjectKind
from training.completion import service
from training.completion.models import Assignment
from training.completion.rules import Duty, FiveParts, How, Status, status_now
from training.core.db import database, scoped, writing
from training.people.models import Department

_number = count(1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def person(**values: Any) -> int:
    """A person's id: an entity would be read again after each transaction."""
    return make.person(**values).id


def department_of_all() -> int:
    """The department in which `person` puts everybody who is given none."""
    found = select(Department.id).order_by(Department.id).limit(1)
    return int(database.session.execute(found).scalar_one())


def subject(slug: str = "", kind: SubjectKind = SubjectKind.COURSE) -> int:
    slug = slug or f"subject-{next(_number)}"
    with writing():
        row = Subject(
            kind=kind,
            slug=slug,
            title=slug.replace("-", " ").capitalize(),
            summary="About it.",
            minutes=20,
            track="core",
        )
        database.session.add(row)
        database.session.flush()
        return row.id


def written(slug: str = "", **values: Any) -> Written:
    """A requirement as requirements.yaml says it: for everyone, within 30 days, again after 12 months."""
    slug = slug or f"rule-{next(_number)}"
    defaults: dict[str, Any] = {
        "id": slug, "title": slug.replace("-", " ").capitalize(), "why": "Because it helps.", "audience": {"everyone": True},
        "satisfied_by": ({"course": "course"},), "due": {"kind": "days-from-start", "days": 30}, "renewal_months": 12,
        "window_days": 60, "grace_days": 0,
    }  # fmt: skip
    return Written.model_validate(defaults | values)


def publish(*requirements: Written, on: date) -> None:
    with writing():
        service.publish_requirements(requirements, now=noon(on), today=on)


def reconcile(on: date, person_ids: list[int] | None = None) -> Any:
    with writing():
        return service.reconcile(now=noon(on), today=on, person_ids=person_ids)


def record(person_id: int, subject_id: int, on: date) -> service.Recorded:
    with writing():
        new = service.NewCompletion(person_id, subject_id, How.QUIZ, noon(on), on, right=7, asked=8, needed=7)
        return service.record(new, recorded_by_id=person_id, now=noon(on))


def duties(person_id: int) -> list[Assignment]:
    found = select(Assignment).where(Assignment.person_id == person_id, Assignment.retired_at.is_(None))
    database.session.rollback()
    ordered = found.order_by(Assignment.requirement_id, Assignment.cycle).execution_options(populate_existing=True)
    return list(database.session.scalars(scoped(ordered, by="test")))


def counted(on: date) -> dict[tuple[int, int], FiveParts]:
    """The five parts of every department and requirement by the pure function over every row: slow and sure."""
    database.session.rollback()
    rows = database.session.scalars(
        scoped(select(Assignment).where(Assignment.retired_at.is_(None)), by="test").execution_options(
            populate_existing=True
        )
    )
    found: dict[tuple[int, int], FiveParts] = {}
    for row in rows:
        if row.valid_from <= on and (row.valid_until is None or on < row.valid_until):
            part = status_now(Duty(row.due, row.done_on, row.exempt_from, row.exempt_until), on)
            key = (row.department_id, row.requirement_id)
            found[key] = found.get(key, FiveParts()) + one(part)
    return found


def one(part: Status) -> FiveParts:
    return FiveParts(**{part.name.lower(): 1})
