"""Writes what requirements.yaml says as requirement versions: a new one only where something changed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update

from training.catalogue.content.requirement_schema import Requirement as Written
from training.catalogue.rules import SubjectKind
from training.completion import queries
from training.completion.due import DAY
from training.completion.models import Requirement, RequirementSubject, RequirementVersion
from training.core.db import database
from training.core.digest import canonical, digest
from training.core.errors import Refused
from training.core.text import text
from training.core.world import new_public_id


def publish(requirements: Sequence[Written], *, now: datetime, today: date) -> tuple[list[int], list[int]]:
    """Return the ids of the requirements that got a new version, and of those that ended."""
    known, subjects = queries.published(), queries.satisfiers()
    owners = queries.owner_ids([one.owner for one in requirements if one.owner])
    made = []
    for written in requirements:
        row, satisfying = _version(written, owners), _subjects(written, subjects)
        row["digest"] = digest(canonical({**row, "subjects": sorted(satisfying.items()), "owner": written.owner}))
        before = known.get(written.id)
        row["asked_again"] = _asked_again(before, satisfying, today)
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


Satisfying = dict[int, int | None]
"""Subjects by their ids, with the numbers of their present editions."""


def _subjects(written: Written, known: Mapping[tuple[SubjectKind, str], tuple[int, int | None]]) -> Satisfying:
    """The subjects that satisfy and exist. A seminar may be planned later: then the next publication takes it in."""
    named = [(SubjectKind(kind), slug) for kind, slug in (one.named for one in written.satisfied_by)]
    found = dict(known[key] for key in named if key in known)
    if not found:
        raise Refused("satisfied_by", text("Nothing that satisfies “%(title)s” exists.", title=written.title))
    return found


def _asked_again(before: queries.Published | None, now: Satisfying, today: date) -> list[str]:
    """The days on which a raised edition was asked of people, with today if one of the subjects was raised.

    Twice on one day: the second time it is asked from the next day on.
    """
    if before is None:
        return []
    least = queries.least_editions(before.version_id)
    if not any((least.get(subject_id) or number or 0) < (number or 0) for subject_id, number in now.items()):
        return before.asked_again
    last = date.fromisoformat(before.asked_again[-1]) if before.asked_again else None
    return [*before.asked_again, max(today, last + DAY if last else today).isoformat()]


def _new(slug: str) -> int:
    row = {"public_id": new_public_id(), "slug": slug}
    return int(database.session.execute(insert(Requirement).values(row).returning(Requirement.id)).scalar_one())


def _replace(before: queries.Published | None, row: dict[str, Any], subjects: Satisfying) -> None:
    if before is not None:
        table: Any = RequirementVersion.__table__
        database.session.execute(
            update(table).where(table.c.id == before.version_id).values(retired_at=row["recorded_at"])
        )
    numbered = row | {"number": before.number + 1 if before else 1}
    added = insert(RequirementVersion).values(numbered).returning(RequirementVersion.id)
    version_id = database.session.execute(added).scalar_one()
    links = [
        {"version_id": version_id, "subject_id": subject_id, "edition_number": number}
        for subject_id, number in subjects.items()
    ]
    database.session.execute(insert(RequirementSubject), links)


def _end(requirement_ids: list[int], day: date | None) -> None:
    if requirement_ids:
        table: Any = Requirement.__table__
        database.session.execute(update(table).where(table.c.id.in_(requirement_ids)).values(ended_on=day))
