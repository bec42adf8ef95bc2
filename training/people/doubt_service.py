"""The verbs of doubts about the roster: a manager raises one; its keeper settles it, and the manager is told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import database
from training.core.errors import Conflict, Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.notices.service import NewMessage, write
from training.people import doubt_letters, doubt_queries, team_queries
from training.people.doubt_queries import Doubt
from training.people.models import RosterDoubt
from training.people.rules import DoubtState


def raise_doubt(viewer: Viewer, person: str, reason: str, *, now: datetime) -> str:
    """Say that a person is not in the viewer's team; return the person's name. Nothing else changes by that.

    Raises NotFound outside the viewer's departments, Forbidden for oneself, Refused where somebody said so already.
    """
    member = team_queries.team_member(viewer, person)
    if doubt_queries.doubted_at(member.id) is not None:
        raise Refused("", text("Somebody said so already. Whoever keeps the roster looks at it."))
    row = RosterDoubt(
        person_id=member.id, department_id=member.department_id, reason=reason, state=DoubtState.OPEN,
        raised_by_id=viewer.person_id, raised_at=now,
    )  # fmt: skip
    database.session.add(row)
    database.session.flush()
    record(Happening("roster-doubted", "person", member.id), actor_id=viewer.person_id, now=now)
    return member.name


@dataclass(frozen=True)
class Settled:
    """What is true, and why."""

    state: DoubtState
    answer: str


@dataclass(frozen=True)
class Sender:
    """Whose mail it is, and where its pages are."""

    house: str
    page_of: str
    """The address of the person's page."""


def settle(viewer: Viewer, public_id: str, told: Settled, *, sender: Sender, now: datetime) -> None:
    """Say what became of a doubt, and tell whoever raised it. Raises NotFound, and Conflict where it is settled."""
    found = doubt_queries.doubt(viewer, public_id)
    if told.state is DoubtState.STANDS and not told.answer:
        raise Refused("answer", text("Say why the roster is right; the manager reads it"))
    answer = told.answer or None
    values = {"state": told.state, "settled_by_id": viewer.person_id, "settled_at": now, "answer": answer}
    open_one = update(RosterDoubt).where(RosterDoubt.id == found.id, RosterDoubt.state == DoubtState.OPEN)
    if not database.session.execute(open_one.values(values).returning(RosterDoubt.id)).all():
        raise Conflict(text("Somebody else has settled this in the meantime."))
    record(Happening("roster-doubt-settled", "roster-doubt", found.id), actor_id=viewer.person_id, now=now)
    if found.raiser_email:
        write(_letter(found, told, sender), now=now)


def _letter(found: Doubt, told: Settled, sender: Sender) -> NewMessage:
    about = doubt_letters.About(
        found.name, found.department, found.raiser_given, told.answer, sender.house, sender.page_of
    )
    subject, body = doubt_letters.settled(about, found.raiser_language, right=told.state is DoubtState.PUT_RIGHT)
    return NewMessage(
        "people.doubt", f"people.doubt:{found.public_id}", found.raiser_email or "", found.raised_by, subject, body,
        person_id=found.raiser_id,
    )  # fmt: skip
