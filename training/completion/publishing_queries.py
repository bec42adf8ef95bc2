"""Looks at what a requirement says now, to say it anew with something changed."""

from collections import defaultdict
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, select

from training.catalogue.models import Edition, Subject
from training.completion.models import Requirement, RequirementSubject, RequirementVersion
from training.completion.rules import RequirementSource
from training.core.db import database, scoped
from training.people.models import Person

SAID = (
    RequirementVersion.title, RequirementVersion.why, RequirementVersion.audience, RequirementVersion.due,
    RequirementVersion.renewal_months, RequirementVersion.window_days, RequirementVersion.grace_days,
    RequirementVersion.owner_id, RequirementVersion.clauses,
)  # fmt: skip
"""The columns of a version that a person has written."""


class Said(NamedTuple):
    """What a requirement says now. `subjects` are id → (least edition that counts, present edition)."""

    requirement_id: int
    slug: str
    owner: str
    row: dict[str, Any]
    subjects: dict[int, tuple[int | None, int | None]]


_NOW = and_(
    RequirementVersion.requirement_id == Requirement.id, RequirementVersion.retired_at.is_(None),
    RequirementVersion.valid_until.is_(None),
)  # fmt: skip
_STANDING = (
    select(Requirement.id, Requirement.slug, Person.external_id, RequirementVersion.id, *SAID)
    .join(RequirementVersion, _NOW)
    .outerjoin(Person, Person.id == RequirementVersion.owner_id)
    .order_by(Requirement.id)
)
ONE = scoped(_STANDING.where(Requirement.slug == bindparam("slug")), by="system")
OF_THE_DESK = scoped(
    _STANDING.where(Requirement.source == RequirementSource.DESK, Requirement.ended_on.is_(None)), by="system"
)
FOLLOWING = scoped(
    _STANDING.where(RequirementVersion.due["risk"].as_string() == bindparam("risk"), Requirement.ended_on.is_(None)),
    by="owners alone",
)
SATISFYING = (
    select(
        RequirementSubject.version_id, RequirementSubject.subject_id, RequirementSubject.edition_number, Edition.number
    )
    .join(Subject, Subject.id == RequirementSubject.subject_id)
    .outerjoin(Edition, Edition.id == Subject.edition_id)
    .where(RequirementSubject.version_id.in_(bindparam("version_ids", expanding=True)))
)


def said(slug: str) -> Said | None:
    """Return what a requirement says now, also one that has ended. Two SELECTs."""
    found = _all(database.session.execute(ONE, {"slug": slug}).all())
    return found[0] if found else None


def of_the_desk() -> list[Said]:
    """Return what the requirements say that were written on the desk and have not ended. Two SELECTs."""
    return _all(database.session.execute(OF_THE_DESK).all())


def following(risk: str) -> list[Said]:
    """Return what the requirements say that take their interval from a risk and have not ended. Two SELECTs."""
    return _all(database.session.execute(FOLLOWING, {"risk": risk}).all())


def _all(rows: Any) -> list[Said]:
    subjects: dict[int, dict[int, tuple[int | None, int | None]]] = defaultdict(dict)
    for version_id, subject_id, least, number in database.session.execute(
        SATISFYING, {"version_ids": [row[3] for row in rows]}
    ):
        subjects[version_id][subject_id] = (least, number)
    names = [column.key for column in SAID]
    return [
        Said(row[0], row[1], row[2] or "", dict(zip(names, row[4:], strict=True)), subjects[row[3]]) for row in rows
    ]
