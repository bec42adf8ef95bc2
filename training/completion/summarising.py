"""The verbs of the monthly summary: wish for it, stop it, and write those that are due."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import update

from training.audit.service import Happening, record
from training.completion import reminder_letters, summary_queries
from training.completion.digesting import group
from training.completion.reminder_letters import House
from training.completion.reminder_models import Subscription
from training.completion.summary_queries import KIND, Subscriber, Wished
from training.core.db import database, insert
from training.core.permissions import Viewer
from training.notices.service import NewMessage, write
from training.people.departments import department_for


def subscribe(viewer: Viewer, department: str, *, now: datetime, today: date) -> str:
    """Let the viewer have the monthly summary of a department, by its public id; return its name.

    Raises NotFound for a department that they may not see. Whoever has it already keeps it.
    """
    found = department_for(viewer, department)
    if summary_queries.wished_for_change(viewer, found.id) is None:
        row = {"person_id": viewer.person_id, "department_id": found.id, "valid_from": today, "recorded_at": now}
        database.session.execute(insert(Subscription).values(row))
        record(Happening("summary-wished", "department", found.id), actor_id=viewer.person_id, now=now)
    return found.name


def unsubscribe(viewer: Viewer, department: str, *, now: datetime, today: date) -> str:
    """Stop the viewer's summary of a department as of today; return its name. Raises NotFound as above."""
    found = department_for(viewer, department)
    before = summary_queries.wished_for_change(viewer, found.id)
    if before is not None:
        _end(viewer, found.id, before, now, today)
        record(Happening("summary-stopped", "department", found.id), actor_id=viewer.person_id, now=now)
    return found.name


def _end(viewer: Viewer, department_id: int, before: Wished, now: datetime, today: date) -> None:
    database.session.execute(update(Subscription).where(Subscription.id == before.id).values(retired_at=now))
    if before.since < today:
        row = {
            "person_id": viewer.person_id, "department_id": department_id, "valid_from": before.since,
            "valid_until": today, "recorded_at": now,
        }  # fmt: skip
        database.session.execute(insert(Subscription).values(row))


def write_summaries(to: Sequence[Subscriber], day: date, house: House, *, now: datetime) -> None:
    """Write the summaries of a month: where something is open, or where it is the first that somebody gets.

    The key of the mail names person, department and month: whoever runs this twice writes nothing more.
    """
    found = summary_queries.open_in(sorted({one.department_id for one in to}), day)
    letters = ((one, group(found.get(one.department_id, ()))) for one in to)
    write(*(_message(one, people, day, house) for one, people in letters if people.open or one.first), now=now)


def _message(to: Subscriber, people: reminder_letters.Group, day: date, house: House) -> NewMessage:
    page = f"/departments/{to.public_id}"
    about = reminder_letters.Summary(
        to.given, to.language, day, to.department, people, page, f"{page}/summary"
    )  # fmt: skip
    subject, body = reminder_letters.summary(about, house)
    key = f"summary:{to.person_id}:{to.department_id}:{day:%Y-%m}"
    return NewMessage(
        kind=KIND, key=key, recipient=to.email, recipient_name=to.given, subject=subject, body=body,
        person_id=to.person_id,
    )  # fmt: skip
