"""Looks at a date's place in its life: what hangs on a draft, the archive, dates planned with it, kept seats."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select

from training.core.db import database, scoped
from training.core.permissions import Permission, Viewer
from training.seminars.models import Registration, SeminarSession
from training.seminars.organisation_models import Allotment, Invitation, Organisation
from training.seminars.roster_queries import DESK, DeskSession
from training.seminars.rules import BlockState, SessionStatus

HANGS = scoped(
    select(SeminarSession.id).where(
        SeminarSession.id == bindparam("session"),
        or_(*(select(table.id).where(table.session_id == SeminarSession.id).correlate(SeminarSession).exists()
              for table in (Registration, Allotment, Invitation))),
    ),
    by="session counts",
)  # fmt: skip


def anybody(session_id: int) -> bool:
    """Tell whether people, blocks or invitations hang on a date."""
    return database.session.scalar(HANGS, {"session": session_id}) is not None


ARCHIVE = scoped(
    DESK.where(or_(
        SeminarSession.status == SessionStatus.ARCHIVED,
        SeminarSession.status.in_([SessionStatus.HELD, SessionStatus.CANCELLED])
        & (SeminarSession.ends_at <= bindparam("since")),
    )).order_by(SeminarSession.starts_at.desc(), SeminarSession.id),
    by="seminar:run",
)  # fmt: skip


def archived(viewer: Viewer, since: datetime) -> list[DeskSession]:
    """Return the dates in the archive, the newest first: put there, or over since before the desk's list begins."""
    viewer.must(Permission.SEMINAR_RUN)
    return [DeskSession._make(row) for row in database.session.execute(ARCHIVE, {"since": since})]


class Sibling(NamedTuple):
    """A date of the same series."""

    public_id: str
    starts_at: datetime
    zone: str
    status: SessionStatus


_series = select(SeminarSession.series).where(SeminarSession.public_id == bindparam("public_id")).scalar_subquery()
SIBLINGS = (
    select(SeminarSession.public_id, SeminarSession.starts_at, SeminarSession.zone, SeminarSession.status)
    .where(SeminarSession.series == _series, SeminarSession.public_id != bindparam("public_id"))
    .order_by(SeminarSession.starts_at, SeminarSession.id)
)


def siblings(viewer: Viewer, session_public_id: str) -> list[Sibling]:
    """Return the other dates that were planned together with one, the earliest first."""
    viewer.must(Permission.SEMINAR_RUN)
    return [Sibling._make(row) for row in database.session.execute(SIBLINGS, {"public_id": session_public_id})]


class Kept(NamedTuple):
    """A block of a date that is held or waited for. `named`: who of it has a name; all of them hold a seat."""

    organisation_id: str
    organisation: str
    state: BlockState
    seats: int
    named: int


KEPT = scoped(
    select(Organisation.public_id, Organisation.name, Allotment.state, Allotment.seats, Allotment.used)
    .join(Allotment, Allotment.organisation_id == Organisation.id)
    .join(SeminarSession, SeminarSession.id == Allotment.session_id)
    .where(
        SeminarSession.public_id == bindparam("public_id"),
        Allotment.state.in_([BlockState.WAITING, BlockState.HELD]),
    )
    .order_by(Organisation.name, Allotment.id),
    by="seminar:run",
)


def kept(viewer: Viewer, session_public_id: str) -> list[Kept]:
    """Return the seats of organisations on a date, by name."""
    viewer.must(Permission.SEMINAR_RUN)
    return [Kept._make(row) for row in database.session.execute(KEPT, {"public_id": session_public_id})]
