"""The verbs of accommodations: arrange something for a person, and end it. What was arranged before stays on record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update

from training.audit.service import Happening, record
from training.core.db import database
from training.core.errors import NotFound, Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.core.world import new_public_id
from training.learning import accommodation_queries
from training.learning.models import Accommodation
from training.learning.readiness import Moment


@dataclass(frozen=True)
class NewArrangement:
    """What is to be arranged for the person of a mail address. `until` is the first day without it; None: no end."""

    email: str
    time_percent: int | None
    without_pause: bool
    plain_questions: bool
    until: date | None
    reason: str

    @property
    def changes_nothing(self) -> bool:
        return self.time_percent == 100 and not self.without_pause and not self.plain_questions  # noqa: PLR2004  per cent


def arrange(viewer: Viewer, new: NewArrangement, *, at: Moment) -> str:
    """Arrange it from today on; what held before ends. Returns its public id. Raises Refused at the field to mend."""
    person_id = accommodation_queries.person_by_email(viewer, new.email, at.today)
    if person_id is None:
        raise Refused("person", text("Nobody whom you look after has this address"))
    if new.changes_nothing:
        raise Refused("time", text("Choose what is to be different for this person"))
    if new.until is not None and new.until <= at.today:
        raise Refused("until", text("Choose a day after today, or none"))
    before = accommodation_queries.current(person_id, at.today)
    if before is not None:
        _retire(before, at.now)
        _reinsert(before, at)
    row: dict[str, Any] = {
        "public_id": new_public_id(), "person_id": person_id, "time_percent": new.time_percent,
        "without_pause": new.without_pause, "plain_questions": new.plain_questions, "reason": new.reason,
        "given_by_id": viewer.person_id, "valid_from": at.today, "valid_until": new.until, "recorded_at": at.now,
    }  # fmt: skip
    database.session.execute(insert(Accommodation).values(row))
    record(Happening("accommodation-arranged", "person", person_id), actor_id=viewer.person_id, now=at.now)
    return str(row["public_id"])


def end(viewer: Viewer, public_id: str, *, at: Moment) -> None:
    """End what was arranged, as of today. Raises NotFound."""
    accommodation_queries.arrangement(viewer, public_id, at.today)
    before = accommodation_queries.by_public_id(public_id)
    if before is None:
        raise NotFound
    _retire(before, at.now)
    _reinsert(before, at)
    record(Happening("accommodation-ended", "person", before.person_id), actor_id=viewer.person_id, now=at.now)


def _retire(before: Accommodation, now: datetime) -> None:
    database.session.execute(update(Accommodation).where(Accommodation.id == before.id).values(retired_at=now))


def _reinsert(before: Accommodation, at: Moment) -> None:
    """Write what held until today as it is known now."""
    if before.valid_from < at.today:
        kept = ("person_id", "time_percent", "without_pause", "plain_questions", "reason", "given_by_id", "valid_from")
        row: dict[str, Any] = {name: getattr(before, name) for name in kept}
        more = {"public_id": new_public_id(), "valid_until": at.today, "recorded_at": at.now}
        database.session.execute(insert(Accommodation).values(row | more))
