"""The verbs of costs: what a date costs, and from which line of the budget it is paid."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete

from training.audit.service import Happening, record
from training.core.db import database
from training.core.permissions import Viewer
from training.seminars import cost_queries
from training.seminars.plan_models import CostKind, SeminarCost


@dataclass(frozen=True)
class NewCost:
    kind: CostKind
    cents: int
    """In hundredths of the house's currency."""
    budget_line: str
    note: str = ""


def add_cost(viewer: Viewer, session_public_id: str, new: NewCost, *, now: datetime, today: date) -> None:
    """Enter what something for a date costs. Raises NotFound."""
    session_id = cost_queries.session_id(viewer, session_public_id)
    row = SeminarCost(
        session_id=session_id, kind=new.kind, cents=new.cents, budget_line=new.budget_line, note=new.note,
        entered_on=today, entered_by_id=viewer.person_id,
    )  # fmt: skip
    database.session.add(row)
    database.session.flush()
    record(Happening("cost-entered", "seminar-cost", row.id), actor_id=viewer.person_id, now=now)


def remove_cost(viewer: Viewer, session_public_id: str, cost: str, *, now: datetime) -> None:
    """Strike an entry. Raises NotFound."""
    number = cost_queries.cost_id(viewer, session_public_id, cost)
    database.session.execute(delete(SeminarCost).where(SeminarCost.id == number))
    record(Happening("cost-struck", "seminar-cost", number), actor_id=viewer.person_id, now=now)
