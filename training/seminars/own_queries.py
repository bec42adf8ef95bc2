"""Looks at what else somebody has at the time of a date: seats of theirs, and dates that they give."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, bindparam, literal, null, select, union_all

from training.core.db import database, scoped
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession
from training.seminars.plan_models import SessionTrainer
from training.seminars.rules import KEPT_FOR, SessionStatus


class Overlap(NamedTuple):
    """Another date at the same time. `registration` None: the viewer gives it."""

    registration: str | None
    title: str
    slug: str
    session: str
    starts_at: datetime
    ends_at: datetime
    zone: str


_WHAT = (
    Seminar.title, Seminar.slug, SeminarSession.public_id, SeminarSession.starts_at, SeminarSession.ends_at,
    SeminarSession.zone,
)  # fmt: skip
_AT_ONCE = (
    SeminarSession.public_id != bindparam("besides"), SeminarSession.starts_at < bindparam("ends"),
    SeminarSession.ends_at > bindparam("starts"),
    SeminarSession.status.in_((SessionStatus.OPEN, SessionStatus.CLOSED)),
)  # fmt: skip
_SEATS = (
    select(Registration.public_id.label("registration"), *_WHAT, literal(0).label("gives"))
    .select_from(Registration)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(Attendee.person_id == bindparam("person_id"), Registration.state.in_(KEPT_FOR), *_AT_ONCE)
)
_GIVEN = (
    select(null().label("registration"), *_WHAT, literal(1).label("gives"))
    .select_from(SessionTrainer)
    .join(SeminarSession, SeminarSession.id == SessionTrainer.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(SessionTrainer.person_id == bindparam("person_id"), *_AT_ONCE)
)
_BOTH: CompoundSelect[Any] = union_all(_SEATS, _GIVEN)
OVERLAPS = scoped(_BOTH.order_by("starts_at", "gives"), by="own person")


def overlaps(person_id: int | None, session: str, starts_at: datetime, ends_at: datetime) -> tuple[Overlap, ...]:
    """Return what somebody has at the time of a date, besides it."""
    values = {"person_id": person_id, "besides": session, "starts": starts_at, "ends": ends_at}
    return tuple(Overlap(*row[:-1]) for row in database.session.execute(OVERLAPS, values))
