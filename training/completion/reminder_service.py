"""The verbs of reminders that people press: ask for one, change the ladder, let go what the brake holds."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert as plain_insert
from sqlalchemy import update

from training.audit.service import Happening, record, record_all
from training.completion import reminder_planning, reminder_queries
from training.completion.reminder_models import DigestDay, Reminder, ReminderLadder
from training.completion.reminder_queries import TO_ASK, HeldDay
from training.completion.reminding import Ladder, checked
from training.completion.rules import BrakeState
from training.core.db import database, insert
from training.core.errors import Conflict, Forbidden, Refused
from training.core.permissions import Viewer
from training.core.text import text
from training.jobs.service import NewJob, add

WRITE = "completion.write-digests"
"""The job that writes the mails of a day."""
_ASKED = ("person_id", "assignment_id", "kind", "step", "planned_on", "asked_by_id")


def ask(assignment_ids: Sequence[int], *, asked_by_id: int, now: datetime, today: date) -> int:
    """Have people reminded of some duties in the next mail that each of them gets; return how many people that adds.

    Whose duties the viewer may see is for the caller to ask before. What is done, excused or has been said anew since
    is passed over, and so is what somebody asked for today already: a duty is asked for at most once a day.
    """
    values = {"ids": list(assignment_ids), "day": today, "step": today.toordinal(), "asked_by_id": asked_by_id}
    statement = insert(Reminder).from_select(_ASKED, TO_ASK.params(values)).on_conflict_do_nothing()
    rows = database.session.execute(statement.returning(Reminder.person_id, Reminder.assignment_id)).all()
    happenings = [Happening("reminder-asked", "assignment", row.assignment_id) for row in rows]
    record_all(happenings, actor_id=asked_by_id, now=now)
    return len({row.person_id for row in rows})


# --- the ladder -------------------------------------------------------------------------------------------------------


def change_ladder(viewer: Viewer, new: Ladder, reason: str, *, now: datetime, today: date) -> None:
    """Let another ladder hold at once, for duties that run too. Raises Refused where it cannot be, or is the same."""
    wanted = checked(new)
    before = reminder_queries.ladder()
    if wanted == before:
        raise Refused("", text("This is the ladder that holds already"))
    if not reason.strip():
        raise Refused("reason", text("Say why, in a few words"))
    retired = update(ReminderLadder).where(ReminderLadder.retired_at.is_(None)).values(retired_at=now)
    database.session.execute(retired)
    row: dict[str, Any] = {
        "place": 1, "steps": list(wanted.steps), "manager_from": wanted.manager_from,
        "director_from": wanted.director_from, "most_a_week": wanted.most_a_week, "brake": wanted.brake,
        "changed_by_id": viewer.person_id, "reason": reason.strip()[:200], "valid_from": today, "recorded_at": now,
    }  # fmt: skip
    ladder_id = database.session.execute(plain_insert(ReminderLadder).values(row).returning(ReminderLadder.id))
    detail = {"before": _said(before), "after": _said(wanted), "reason": row["reason"]}
    happening = Happening("reminder-ladder-changed", "reminder_ladder", ladder_id.scalar_one(), detail)
    record(happening, actor_id=viewer.person_id, now=now)


def _said(ladder: Ladder) -> dict[str, Any]:
    return {
        "steps": list(ladder.steps), "manager": ladder.manager_from, "director": ladder.director_from,
        "most a week": ladder.most_a_week, "brake": ladder.brake,
    }  # fmt: skip


# --- the brake --------------------------------------------------------------------------------------------------------


def release(viewer: Viewer, day: date, *, now: datetime) -> None:
    """Say that the mails of a day may go. Nothing goes before a second person says so too."""
    held = _held(day, now)
    if held.released_by_id is not None:
        raise Conflict(text("Somebody has let them go already. A second person has to confirm it."))
    _change(day, {"released_by_id": viewer.person_id})
    _note("digests-released", viewer, day, held.planned, now)


def confirm(viewer: Viewer, day: date, *, now: datetime) -> None:
    """Let the mails of a day go, as the second person. Raises Forbidden for the first one."""
    held = _held(day, now)
    if held.released_by_id is None:
        raise Conflict(text("Nobody has let these mails go yet."))
    if held.released_by_id == viewer.person_id:
        raise Forbidden(text("You let these mails go yourself. Somebody else has to confirm it."))
    _change(day, {"confirmed_by_id": viewer.person_id, "released_at": now, "state": BrakeState.RELEASED})
    reminder_planning.let_go(day)
    add(NewJob(WRITE, f"{day.isoformat()} let go", {"day": day.isoformat()}), now=now)
    _note("digests-confirmed", viewer, day, held.planned, now)


def _held(day: date, now: datetime) -> HeldDay:
    found = reminder_queries.held_day(day)
    # Somewhere a day lasts until noon of the next one in UTC; after that, its mails have been planned anew.
    over = day < (now - timedelta(hours=12)).date()
    if found is None or found.state is not BrakeState.HELD or over:
        raise Conflict(text("No mails of this day are held. What waits goes into the mails of the next working day."))
    return found


def _change(day: date, values: dict[str, Any]) -> None:
    database.session.execute(update(DigestDay).where(DigestDay.day == day).values(values))


def _note(action: str, viewer: Viewer, day: date, planned: int, now: datetime) -> None:
    detail = {"day": day.isoformat(), "mails": planned}
    record(Happening(action, "digest_day", None, detail), actor_id=viewer.person_id, now=now)
