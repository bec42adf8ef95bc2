"""Looks after signing: who was there, with what was signed and the certificate that follows from it."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, select

from training.completion.models import Completion
from training.core.db import database, scoped
from training.seminars.day_models import AttendanceRecord
from training.seminars.models import Attendee, Registration
from training.seminars.roster_queries import STANDS
from training.seminars.rules import Mark
from training.seminars.seat_queries import RECIPIENTS, Recipient, recipient


class WasThere(NamedTuple):
    """Somebody who was there. `completion` is the public id of an employee's completion, if they have one."""

    to: Recipient
    mark: Mark
    minutes: int
    completion: str | None


WERE_THERE = scoped(
    RECIPIENTS.add_columns(AttendanceRecord.mark, AttendanceRecord.minutes, Completion.public_id.label("completion"))
    .join(AttendanceRecord, and_(AttendanceRecord.registration_id == Registration.id, STANDS))
    .outerjoin(Completion, Completion.id == AttendanceRecord.completion_id),
    by="session",
)


def minutes_signed() -> ColumnElement[int]:
    """Return the minutes behind a completion, as part of a SELECT on completions; NULL where no seminar is behind it.

    It goes by the person and their seats, for which there are indexes.
    """
    minutes = (
        select(AttendanceRecord.minutes)
        .join(Registration, Registration.id == AttendanceRecord.registration_id)
        .join(Attendee, Attendee.id == Registration.attendee_id)
        .where(Attendee.person_id == Completion.person_id, AttendanceRecord.completion_id == Completion.id, STANDS)
    )
    return minutes.correlate(Completion).scalar_subquery()


def were_there(ids: list[int]) -> list[WasThere]:
    """Return what was signed of these registrations and holds."""
    rows = database.session.execute(WERE_THERE, {"ids": ids})
    return [WasThere(recipient(row), row.mark, row.minutes, row.completion) for row in rows]
