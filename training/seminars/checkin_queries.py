"""Looks for checking in: the seats that taps name, with what stands beside them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from training.core.db import database, scoped
from training.seminars.day_models import AttendanceMark
from training.seminars.models import Registration, Seminar, SeminarSession, Venue
from training.seminars.rules import Mark, State


class Tapped(NamedTuple):
    """A registration of the date with the mark that it has."""

    id: int
    public_id: str
    state: State
    mark: Mark | None
    marked_at: datetime | None


TAPPED = scoped(
    select(Registration.id, Registration.public_id, Registration.state, AttendanceMark.mark, AttendanceMark.marked_at)
    .outerjoin(AttendanceMark, AttendanceMark.registration_id == Registration.id)
    .where(
        Registration.session_id == bindparam("session"),
        Registration.public_id.in_(bindparam("public_ids", expanding=True)),
    ),
    by="session",
)
ROOM_SEATS = (
    select(Venue.seats)
    .join(SeminarSession, SeminarSession.venue_id == Venue.id)
    .where(SeminarSession.id == bindparam("session"))
)


def tapped(session_id: int, public_ids: list[str]) -> dict[str, Tapped]:
    """Return those of the registrations that belong to the date, by public id."""
    rows = database.session.execute(TAPPED, {"session": session_id, "public_ids": public_ids})
    return {row.public_id: Tapped(*row) for row in rows}


def room_seats(session_id: int) -> int | None:
    """Return how many the room holds; None where nobody knows, or without a room."""
    return database.session.scalar(ROOM_SEATS, {"session": session_id})


KEPT_FOR = (
    select(Seminar.retention_days)
    .join(SeminarSession, SeminarSession.seminar_id == Seminar.id)
    .where(SeminarSession.id == bindparam("session"))
)


def kept_for(session_id: int) -> int:
    """Return for how many days after the date the names of its guests are kept."""
    return database.session.scalar(KEPT_FOR, {"session": session_id}) or 0
