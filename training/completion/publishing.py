"""Writes what requirements.yaml says as requirement versions: a new one only where something changed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update

from training.catalogue.content.schema import Requirement as Written
from training.catalogue.rules import SubjectKind
from training.completion import queries
from training.completion.models import Requirement, RequirementSubject, RequirementVersion
from training.core.db import database
from training.core.digest import canonical, digest
from training.core.errors import Refused
from training.core.text import text
from training.core.world import new_public_id


def publish(requirements: Sequence[Written], *, now: datetime, today: date) -> tuple[list[int], list[int]]:
    """Return the ids of the requirements that got a new version, and of those that ended."""
    known, subjects = queries.published(), queries.subject_ids()
    owners = queries.owner_ids([one.owner for one in requirements if one.owner])
    made = []
    for written in requirements:
        row, satisfying = _version(written, owners), _subjects(written, subjects)
        row["digest"] = digest(canonical({**row, "subjects": satisfying, "owner": written.owner}))
        before = known.get(written.id)
        # One that comes back begins anew: nobody owes it for the time in between.
        if before is None or before.digest != row["digest"] or before.ended_on is not None:
            requirement_id = before.requirement_id if before else _new(written.id)
            _replace(
                before, row | {"requirement_id": requirement_id, "valid_from": today, "recorded_at": now}, satisfying
            )
            made.append(requirement_id)
        if before is not None and before.ended_on is not None:
            _end([before.requirement_id], None)
    standing = {written.id for written in requirements}
    gone = [one.requirement_id for one in known.values() if one.slug not in standing and one.ended_on is None]
    _end(gone, today)
    return made, gone


def _version(written: Written, owners: Mapping[str | None, int]) -> dict[str, Any]:
    return {
        "title": written.title, "why": written.why, "audience": written.audience.as_data(),
        "due": written.due.model_dump(exclude_none=True), "renewal_months": written.renewal_months,
        "window_days": written.window_days, "grace_days": written.grace_days, "owner_id": owners.get(written.owner),
        "clauses": list(written.clauses),
    }  # fmt: skip


def _subjects(written: Written, known: Mapping[tuple[SubjectKind, str], int]) -> list[int]:
    """The subjects that satisfy and exist. A seminar may be planned later: then the next publication takes it in."""
    named = [
        (SubjectKind.COURSE, one.course) if one.course else (SubjectKind.SEMINAR, one.seminar or "")
        for one in written.satisfied_by
    ]
    found = sorted({known[key] for key in named if key in known})
    if not found:
        raise Refused("satisfied_by", text("Nothing that satisfies “%(title)s” exists.", title=written.title))
    return found


def _new(slug: str) -> int:
    row = {"public_id": new_public_id(), "slug": slug}
    return int(database.session.execute(insert(Requirement).values(row).returning(Requirement.id)).scalar_one())


def _replace(before: queries.Published | None, row: dict[str, Any], subjects: list[int]) -> None:
    if before is not None:
        table: Any = RequirementVersion.__table__
        database.session.execute(
            update(table).where(table.c.id == before.version_id).values(retired_at=row["recorded_at"])
        )
    numbered = row | {"number": before.number + 1 if before else 1}
    added = insert(RequirementVersion).values(numbered).returning(RequirementVersion.id)
    version_id = database.session.execute(added).scalar_one()
    links = [{"version_id": version_id, "subject_id": subject_id} for subject_id in subjects]
    database.session.execute(insert(RequirementSubject), links)


def _end(requirement_ids: list[int], day: date | None) -> None:
    if requirement_ids:
        table: Any = Requirement.__table__
        database.session.execute(update(table).where(table.c.id.in_(requirement_ids)).values(ended_on=day))
