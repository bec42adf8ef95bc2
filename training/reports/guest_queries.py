"""Looks for certificates of guests: behind their own link, and for whoever has the number, which is the seat's."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.seminars.day_models import AttendanceRecord
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession
from training.seminars.rules import Mark, counts


class GuestRow(NamedTuple):
    """All that the certificate of a guest says, and whether what was signed was taken back later."""

    public_id: str
    name: str
    title: str
    minutes: int
    happened_at: datetime
    recorded_at: datetime
    zone: str
    taken_back_at: datetime | None


RECORDS = scoped(
    select(
        Registration.public_id, Attendee.name, Seminar.title, AttendanceRecord.minutes, AttendanceRecord.happened_at,
        AttendanceRecord.recorded_at, SeminarSession.zone, AttendanceRecord.mark, SeminarSession.starts_at,
        SeminarSession.ends_at,
    )
    .join(Registration, Registration.id == AttendanceRecord.registration_id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(Registration.public_id == bindparam("public_id"), Attendee.person_id.is_(None))
    .order_by(AttendanceRecord.id),
    by="holder of the number",
)  # fmt: skip


def checked(registration: str) -> GuestRow | None:
    """Return what the certificate of a guest's seat says, whatever became of it; None where there never was one.

    Of the records, each of which supersedes the one before, the last that completed the seminar is the certificate's.
    """
    rows = list(database.session.execute(RECORDS, {"public_id": registration}))
    complete = [number for number, row in enumerate(rows) if _completes(row.mark, row.minutes, row)]
    if not complete:
        return None
    last = complete[-1]
    later = rows[-1].recorded_at if last < len(rows) - 1 else None
    return GuestRow._make((*rows[last][: len(GuestRow._fields) - 1], later))


def certificate(registration: str) -> GuestRow:
    """Return a guest's own certificate. Raises NotFound, also for one that was taken back."""
    row = checked(registration)
    if row is None or row.taken_back_at is not None:
        raise NotFound
    return row


def _completes(mark: Mark, minutes: int, row: Any) -> bool:
    return counts(mark, minutes, round((row.ends_at - row.starts_at).total_seconds() / 60))
