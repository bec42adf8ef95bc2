"""Looks at seats that do not add up: each statement finds the rows that break one invariant, none where all is well."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, func, or_, select

from training.core.db import database, scoped
from training.seminars.models import Registration, RegistrationEvent, SeminarSession
from training.seminars.organisation_models import Allotment, Invitation
from training.seminars.rules import DEAD, HOLDING, BlockState, SessionStatus, State

_WANTED = bindparam("session", None, Integer)


def _only(column: Any) -> Any:
    """Return the limit to one date, or to none."""
    return or_(_WANTED.is_(None), column == _WANTED)


_BY_NAME = (
    select(func.count())
    .select_from(Registration)
    .outerjoin(Allotment, Allotment.id == Registration.allotment_id)
    .where(
        Registration.session_id == SeminarSession.id, Registration.state.in_(HOLDING),
        or_(Allotment.id.is_(None), Allotment.state != BlockState.HELD),
    )
    .correlate(SeminarSession)
    .scalar_subquery()
)  # fmt: skip
_IN_BLOCKS = (
    select(func.coalesce(func.sum(Allotment.seats), 0))
    .where(Allotment.session_id == SeminarSession.id, Allotment.state == BlockState.HELD)
    .correlate(SeminarSession)
    .scalar_subquery()
)
_SEATS = select(
    SeminarSession.public_id, SeminarSession.taken, SeminarSession.capacity, (_BY_NAME + _IN_BLOCKS).label("held")
)
MISCOUNTED = scoped(_SEATS.where(SeminarSession.taken != _BY_NAME + _IN_BLOCKS, _only(SeminarSession.id)), by="system")
OVERSOLD = scoped(
    _SEATS.where(
        or_(SeminarSession.taken < 0, SeminarSession.taken > SeminarSession.capacity), _only(SeminarSession.id)
    ),
    by="system",
)
TWICE = scoped(
    select(SeminarSession.public_id, Registration.attendee_id, func.count())
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .where(Registration.state.not_in(DEAD), _only(Registration.session_id))
    .group_by(SeminarSession.public_id, Registration.attendee_id)
    .having(func.count() > 1),
    by="system",
)
_FREE = SeminarSession.capacity - SeminarSession.taken
_GIVES = (
    SeminarSession.status.in_((SessionStatus.OPEN, SessionStatus.CLOSED)), SeminarSession.starts_at > bindparam("now"),
)  # fmt: skip
PASSED_OVER = scoped(
    select(SeminarSession.public_id, func.count())
    .join(Registration, and_(Registration.session_id == SeminarSession.id, Registration.state == State.WAITLISTED))
    .where(*_GIVES, or_(SeminarSession.capacity.is_(None), _FREE > 0), _only(SeminarSession.id))
    .group_by(SeminarSession.public_id),
    by="system",
)
BLOCKS_PASSED_OVER = scoped(
    select(SeminarSession.public_id, func.count())
    .join(Allotment, and_(Allotment.session_id == SeminarSession.id, Allotment.state == BlockState.WAITING))
    .where(
        *_GIVES, Allotment.release_at > bindparam("now"),
        or_(SeminarSession.capacity.is_(None), Allotment.least <= _FREE), _only(SeminarSession.id),
    )
    .group_by(SeminarSession.public_id),
    by="system",
)  # fmt: skip
_USED = (
    select(func.count())
    .where(Registration.allotment_id == Allotment.id, Registration.state.in_(HOLDING))
    .correlate(Allotment)
    .scalar_subquery()
)
BLOCKS_MISCOUNTED = scoped(
    select(Allotment.public_id, Allotment.used, Allotment.seats, _USED.label("held")).where(
        or_(Allotment.used > Allotment.seats, Allotment.used != _USED), _only(Allotment.session_id)
    ),
    by="system",
)
_WAITING = (
    select(func.count())
    .where(Allotment.session_id == SeminarSession.id, Allotment.state == BlockState.WAITING)
    .correlate(SeminarSession)
    .scalar_subquery()
)
QUEUE_MISCOUNTED = scoped(
    select(SeminarSession.public_id, SeminarSession.waiting_blocks, _WAITING.label("waiting")).where(
        SeminarSession.waiting_blocks != _WAITING, _only(SeminarSession.id)
    ),
    by="system",
)
_CAME = (
    select(func.count())
    .where(Registration.invitation_id == Invitation.id, Registration.state.not_in(DEAD | {State.UNVERIFIED}))
    .correlate(Invitation)
    .scalar_subquery()
)
CODES_MISCOUNTED = scoped(
    select(Invitation.id, Invitation.used, Invitation.most, _CAME.label("came")).where(
        or_(Invitation.used > Invitation.most, Invitation.used != _CAME), _only(Invitation.session_id)
    ),
    by="system",
)
_CHAIN = (
    select(
        RegistrationEvent.registration_id, RegistrationEvent.old, RegistrationEvent.new,
        func.lag(RegistrationEvent.new)
        .over(partition_by=RegistrationEvent.registration_id, order_by=RegistrationEvent.id)
        .label("before"),
        func.row_number()
        .over(partition_by=RegistrationEvent.registration_id, order_by=RegistrationEvent.id.desc())
        .label("from_the_end"),
    ).join(Registration, Registration.id == RegistrationEvent.registration_id)
    .where(_only(Registration.session_id))
    .subquery()
)  # fmt: skip
BROKEN = scoped(
    select(Registration.public_id, func.count())
    .join(_CHAIN, _CHAIN.c.registration_id == Registration.id)
    .where(
        or_(
            _CHAIN.c.old.is_distinct_from(_CHAIN.c.before),
            and_(_CHAIN.c.from_the_end == 1, _CHAIN.c.new != Registration.state),
        )
    )
    .group_by(Registration.public_id)
    .order_by(Registration.public_id),
    by="system",
)
UNTOLD = scoped(
    select(Registration.public_id).where(
        _only(Registration.session_id),
        ~select(RegistrationEvent.id)
        .where(RegistrationEvent.registration_id == Registration.id)
        .correlate(Registration)
        .exists(),
    ),
    by="system",
)
MOVES = scoped(
    select(
        RegistrationEvent.old, RegistrationEvent.new, func.count(),
        func.sum(case((RegistrationEvent.reason.is_(None), 1), else_=0)),
    )
    .join(Registration, Registration.id == RegistrationEvent.registration_id)
    .where(_only(Registration.session_id))
    .group_by(RegistrationEvent.old, RegistrationEvent.new),
    by="system",
)  # fmt: skip


def rows(statement: Any, session_id: int | None, now: datetime) -> list[Any]:
    """Return what a statement finds, of one date or of all."""
    values: dict[str, Any] = {"session": session_id}
    if statement in (PASSED_OVER, BLOCKS_PASSED_OVER):
        values["now"] = now
    return list(database.session.execute(statement, values))
