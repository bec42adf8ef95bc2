"""Looks for those who hold a date: which dates are theirs, and who comes to one.

Those who run seminars hold every date; a trainer, a host or a helper the dates that name them. All others find nothing.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.seminars import approval_queries, roster_queries
from training.seminars.day_models import AttendanceMark, SpecialNeed
from training.seminars.models import Registration, SeminarSession
from training.seminars.plan_models import SessionTrainer, TrainerRole
from training.seminars.roster_queries import Comer, DeskSession
from training.seminars.rules import DEAD, HERE, SessionStatus, State

UNSIGNED_FOR = timedelta(days=14)
"""How long a trainer's own page still shows a date that nobody signed."""
AHEAD = timedelta(days=3)
"""Enough for the whole of tomorrow, wherever the clock stands."""


class Held(NamedTuple):
    """One date as those who hold it see it. `signs` is False for helpers: they check people in and no more."""

    session: DeskSession
    signs: bool
    needs: int
    """How many of those who come have said what they need; 0 for a helper, who does not read it."""
    booked: int
    """How many are expected at the door, until the attendance is signed,"""
    here: int
    """and how many of them are here."""


_TRAINS = and_(SessionTrainer.session_id == SeminarSession.id, SessionTrainer.person_id == bindparam("person_id"))
_NEEDS = (
    select(func.count())
    .select_from(SpecialNeed)
    .join(Registration, Registration.id == SpecialNeed.registration_id)
    .where(Registration.session_id == SeminarSession.id, Registration.state.not_in(DEAD))
    .correlate(SeminarSession)
    .scalar_subquery()
)
_HERE = (
    select(func.count())
    .select_from(AttendanceMark)
    .join(Registration, Registration.id == AttendanceMark.registration_id)
    .where(
        Registration.session_id == SeminarSession.id, Registration.state == State.BOOKED, AttendanceMark.mark.in_(HERE)
    )
    .correlate(SeminarSession)
    .scalar_subquery()
)
_MORE = (SessionTrainer.role, _NEEDS, roster_queries.counted(State.BOOKED), _HERE)
DATE = scoped(roster_queries.SESSION.add_columns(*_MORE).outerjoin(SessionTrainer, _TRAINS), by="own person")
DATES = scoped(
    roster_queries.SESSIONS.add_columns(*_MORE)
    .join(SessionTrainer, _TRAINS)
    .where(
        SeminarSession.starts_at < bindparam("until"),
        SeminarSession.status.in_([SessionStatus.OPEN, SessionStatus.CLOSED, SessionStatus.HELD]),
    )
    .order_by(SeminarSession.id),
    by="own person",
)
WAITS = scoped(
    select(
        approval_queries.NUMBER.scalar_subquery(),
        DATES.with_only_columns(SeminarSession.id, maintain_column_froms=True).order_by(None).exists(),
    ),
    by="own person",
)
SESSION_OF = scoped(
    select(SeminarSession.public_id)
    .join(Registration, Registration.session_id == SeminarSession.id)
    .where(Registration.public_id == bindparam("public_id")),
    by="one registration",
)


def date(viewer: Viewer, session_public_id: str) -> Held:
    """Return a date that the viewer holds. Raises NotFound."""
    held = _find(viewer, session_public_id)
    if held is None:
        raise NotFound
    return held


def date_to_sign(viewer: Viewer, session_public_id: str) -> DeskSession:
    """Return a date whose attendance the viewer may sign. Raises NotFound, also for a helper."""
    held = date(viewer, session_public_id)
    if not held.signs:
        raise NotFound
    return held.session


def dates(viewer: Viewer, now: datetime) -> list[Held]:
    """Return the dates of these days that name the viewer, and those that wait to be signed; the earliest first."""
    if not viewer.works_here:
        return []
    found = [_held(viewer, row) for row in database.session.execute(DATES, _these_days(viewer, now))]
    return [one for one in found if one is not None]


def waits(viewer: Viewer, now: datetime) -> tuple[list[Held], int]:
    """Return `dates`, and on how many requests the viewer has to decide: one SELECT for who gives no date, else two."""
    values = approval_queries.decides(viewer, now) | _these_days(viewer, now)
    number, gives = database.session.execute(WAITS, values).one()
    return dates(viewer, now) if gives else [], number


def _these_days(viewer: Viewer, now: datetime) -> dict[str, Any]:
    return {"person_id": viewer.person_id, "since": now - UNSIGNED_FOR, "until": now + AHEAD}


def comers(held: DeskSession) -> list[Comer]:
    """Return everybody who ever registered for a date that was found to be the viewer's."""
    rows = database.session.execute(roster_queries.COMERS, {"public_id": held.public_id})
    return [Comer(*row) for row in rows]


def comer(viewer: Viewer, registration_public_id: str) -> Comer:
    """Return one registration of a date that the viewer may sign. Raises NotFound."""
    date_to_sign(viewer, session_of(registration_public_id))
    row = database.session.execute(roster_queries.COMER, {"public_id": registration_public_id}).one()
    return Comer(*row)


def seen_at_door(viewer: Viewer, registration_public_id: str) -> tuple[Held, Comer] | None:
    """Return one registration and its date if the viewer holds it, else nothing."""
    session = database.session.scalar(SESSION_OF, {"public_id": registration_public_id})
    held = _find(viewer, session) if session else None
    if held is None:
        return None
    row = database.session.execute(roster_queries.COMER, {"public_id": registration_public_id}).one()
    return held, Comer(*row)


def session_of(registration_public_id: str) -> str:
    """Return the date of a registration. Raises NotFound."""
    found: str | None = database.session.scalar(SESSION_OF, {"public_id": registration_public_id})
    if found is None:
        raise NotFound
    return found


def _find(viewer: Viewer, session_public_id: str) -> Held | None:
    values = {"public_id": session_public_id, "person_id": viewer.person_id}
    row = database.session.execute(DATE, values).one_or_none()
    return None if row is None else _held(viewer, row)


def _held(viewer: Viewer, row: Any) -> Held | None:
    *session, role, needs, booked, here = row
    runs = viewer.may(Permission.SEMINAR_RUN)
    if role is None and not runs:
        return None
    signs = runs or role is not TrainerRole.HELPER
    return Held(DeskSession._make(session), signs, needs if signs else 0, booked, here)
