"""Looks at costs: of one date, and of all dates of a year by their line of the budget."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.seminars.models import Registration, Seminar, SeminarSession
from training.seminars.plan_models import CostKind, SeminarCost
from training.seminars.rules import State

THERE = (State.ATTENDED, State.PARTIAL)


SESSION_ID = select(SeminarSession.id).where(SeminarSession.public_id == bindparam("public_id"))
COST_ID = (
    select(SeminarCost.id)
    .join(SeminarSession, SeminarSession.id == SeminarCost.session_id)
    .where(SeminarSession.public_id == bindparam("public_id"), SeminarCost.public_id == bindparam("cost"))
)


def session_id(viewer: Viewer, public_id: str) -> int:
    """Return the id of a date, for those who plan. Raises NotFound."""
    viewer.must(Permission.SEMINAR_RUN)
    number = database.session.scalar(SESSION_ID, {"public_id": public_id})
    if number is None:
        raise NotFound
    return number


def cost_id(viewer: Viewer, session_public_id: str, cost: str) -> int:
    """Return the id of an entry of a date, for those who plan. Raises NotFound."""
    viewer.must(Permission.SEMINAR_RUN)
    number = database.session.scalar(COST_ID, {"public_id": session_public_id, "cost": cost})
    if number is None:
        raise NotFound
    return number


class Cost(NamedTuple):
    public_id: str
    kind: CostKind
    cents: int
    budget_line: str
    note: str
    entered_on: date


COSTS = (
    select(
        SeminarCost.public_id, SeminarCost.kind, SeminarCost.cents, SeminarCost.budget_line, SeminarCost.note,
        SeminarCost.entered_on,
    )
    .join(SeminarSession, SeminarSession.id == SeminarCost.session_id)
    .where(SeminarSession.public_id == bindparam("public_id"))
    .order_by(SeminarCost.id)
)  # fmt: skip
ATTENDED = scoped(
    select(func.count())
    .select_from(Registration)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .where(SeminarSession.public_id == bindparam("public_id"), Registration.state.in_(THERE)),
    by="session counts",
)


def costs(viewer: Viewer, session_public_id: str) -> list[Cost]:
    """Return the entries of a date in their order, for those who plan."""
    viewer.must(Permission.SEMINAR_RUN)
    return [Cost._make(row) for row in database.session.execute(COSTS, {"public_id": session_public_id})]


def attended(session_public_id: str) -> int:
    """Return how many people were there, as it was signed."""
    return database.session.scalar(ATTENDED, {"public_id": session_public_id}) or 0


class DateCost(NamedTuple):
    """What a date costs in one line of the budget."""

    session: str
    title: str
    starts_at: datetime
    zone: str
    budget_line: str
    cents: int
    taken: int
    attended: int


_there = (
    select(func.count())
    .where(Registration.session_id == SeminarSession.id, Registration.state.in_(THERE))
    .correlate(SeminarSession)
    .scalar_subquery()
)
OF_TIME = scoped(
    select(
        SeminarSession.public_id, Seminar.title, SeminarSession.starts_at, SeminarSession.zone, SeminarCost.budget_line,
        func.sum(SeminarCost.cents), SeminarSession.taken, _there,
    )
    .join(SeminarSession, SeminarSession.id == SeminarCost.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(SeminarSession.starts_at >= bindparam("since"), SeminarSession.starts_at < bindparam("until"))
    .group_by(SeminarSession.id, Seminar.title, SeminarCost.budget_line)
    .order_by(SeminarSession.starts_at, SeminarSession.id, SeminarCost.budget_line),
    by="session counts",
)  # fmt: skip
YEARS = select(func.min(SeminarSession.starts_at), func.max(SeminarSession.starts_at)).join(
    SeminarCost, SeminarCost.session_id == SeminarSession.id
)


def of_time(viewer: Viewer, since: datetime, until: datetime) -> list[DateCost]:
    """Return what the dates between two instants cost, for those who plan: a row for each date and line."""
    viewer.must(Permission.SEMINAR_RUN)
    rows = database.session.execute(OF_TIME, {"since": since, "until": until})
    return [DateCost._make((*row[:5], int(row[5]), *row[6:])) for row in rows]


def first_and_last(viewer: Viewer) -> tuple[datetime, datetime] | None:
    """Return the first and the last date for which costs were entered, or None."""
    viewer.must(Permission.SEMINAR_RUN)
    row: Any = database.session.execute(YEARS).one()
    return (row[0], row[1]) if row[0] is not None else None
