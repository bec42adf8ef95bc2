"""The verbs of leniency: exempt somebody or note their leave, end that, let them do one duty later."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from training.audit.service import Happening, record
from training.completion import excuse_queries
from training.completion.models import Exemption, Extension
from training.completion.reconciling import settle
from training.completion.rules import ExemptionKind
from training.core.db import database
from training.core.errors import Conflict, NotFound, Refused
from training.core.text import text


@dataclass(frozen=True)
class NewExemption:
    """That a person need not do something for a while. `until` is the first day on which they have to again."""

    person_id: int
    requirement_id: int | None
    """None: from all requirements, as on leave."""
    kind: ExemptionKind
    since: date
    until: date | None
    reason: str
    approved_by_id: int | None


def exempt(new: NewExemption, *, by_person_id: int | None, now: datetime, today: date) -> int:
    """Excuse a person from one requirement or all, and return the exemption's id. Their duties show it at once."""
    if new.until is not None and new.until <= new.since:
        raise Refused("until", text("Choose an end after the beginning."))
    row = {
        "person_id": new.person_id, "requirement_id": new.requirement_id, "kind": new.kind, "valid_from": new.since,
        "valid_until": new.until, "reason": _said(new.reason), "approved_by_id": new.approved_by_id, "recorded_at": now,
    }  # fmt: skip
    exemption_id = int(database.session.execute(insert(Exemption).values(row).returning(Exemption.id)).scalar_one())
    record(Happening("exempted", "exemption", exemption_id), actor_id=by_person_id, now=now)
    settle([new.person_id], now=now, today=today)
    return exemption_id


def end_exemption(
    exemption_id: int, until: date, reason: str, *, by_person_id: int | None, now: datetime, today: date
) -> None:
    """Let an exemption or a leave end on another day: earlier, later, or (its first day) as if it had never been.

    What was known before stays readable: the row is retired and a new one says it. Raises NotFound for one that does
    not hold, and Refused for an end before the beginning.
    """
    found = excuse_queries.exemption(exemption_id)
    if found is None:
        raise NotFound
    if until < found.since:
        raise Refused("until", text("It began on %(day)s. Choose that day or a later one.", day=found.since))
    said = _said(reason)
    _retire(Exemption, exemption_id, now)
    if until > found.since:
        row = {
            "person_id": found.person_id, "requirement_id": found.requirement_id, "kind": found.kind,
            "valid_from": found.since, "valid_until": until, "reason": found.reason,
            "approved_by_id": found.approved_by_id, "recorded_at": now,
        }  # fmt: skip
        database.session.execute(insert(Exemption).values(row))
    detail = {"until": until.isoformat(), "reason": said}
    record(Happening("exemption-ended", "exemption", exemption_id, detail), actor_id=by_person_id, now=now)
    settle([found.person_id], now=now, today=today)


@dataclass(frozen=True)
class NewExtension:
    """That a person may do one cycle of a requirement until a later day, which still is in time."""

    person_id: int
    requirement_id: int
    cycle: int
    until: date
    reason: str
    approved_by_id: int | None


def extend(
    new: NewExtension, *, by_person_id: int | None, now: datetime, today: date, most_days: int | None = None
) -> int:
    """Move the due day of one open duty, and return the extension's id. One that was given before is superseded.

    `most_days` bounds it, counted from the day that the rule set. Raises NotFound where there is no such duty,
    Conflict where it is done, and Refused for a day that is past, not later than the rule's, or beyond the bound.
    """
    duty = excuse_queries.duty_to_extend(new.person_id, new.requirement_id, new.cycle)
    if duty is None:
        raise NotFound
    if duty.done_on is not None:
        raise Conflict(text("This is done already, so nothing has to be extended."))
    _check_day(new.until, duty.due_by_rule, today, most_days)
    row = {
        "person_id": new.person_id, "requirement_id": new.requirement_id, "cycle": new.cycle, "until": new.until,
        "reason": _said(new.reason), "approved_by_id": new.approved_by_id, "valid_from": today, "recorded_at": now,
    }  # fmt: skip
    if duty.extension_id is not None:
        _retire(Extension, duty.extension_id, now)
    extension_id = int(database.session.execute(insert(Extension).values(row).returning(Extension.id)).scalar_one())
    record(Happening("extended", "extension", extension_id), actor_id=by_person_id, now=now)
    settle([new.person_id], now=now, today=today)
    return extension_id


def _check_day(until: date, due: date, today: date, most_days: int | None) -> None:
    if until < today:
        raise Refused("until", text("Choose today or a later day."))
    if until <= due:
        raise Refused("until", text("It is due on %(day)s anyway. Choose a later day.", day=due))
    if most_days is not None and until > due + timedelta(days=most_days):
        last = due + timedelta(days=most_days)
        raise Refused("until", text("Choose %(day)s or an earlier day: the security team can allow more.", day=last))


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused("reason", text("Say why, in a few words."))
    return reason.strip()


def _retire(table: type[Exemption | Extension], row_id: int, now: datetime) -> None:
    rows: Any = table.__table__
    database.session.execute(update(rows).where(rows.c.id == row_id).values(retired_at=now))
