"""The verb of the log: record that something happened, or that many things did."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert

from training.audit.models import Event, EventDetail
from training.core.db import database
from training.core.digest import canonical
from training.core.world import new_salt


@dataclass(frozen=True)
class Happening:
    """What happened, to what. `detail` may hold personal data: it is kept apart and can be erased."""

    action: str
    subject_kind: str
    subject_id: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)


class Occurrence(NamedTuple):
    """What happened, by whom and when. `actor_id` None: the system itself, or a visitor without a sign-in."""

    happening: Happening
    actor_id: int | None
    at: datetime


def record(happening: Happening, *, actor_id: int | None, now: datetime) -> None:
    """Append an event, in the transaction of its cause: one INSERT, and a second one where there is a detail."""
    row, salt = _event(happening, actor_id, now)
    event_id = database.session.execute(insert(Event).values(row).returning(Event.id)).scalar_one()
    if happening.detail:
        kept = {"event_id": event_id, "salt": salt, "detail": happening.detail}
        database.session.execute(insert(EventDetail).values(kept))


def record_all(happenings: Sequence[Happening], *, actor_id: int | None, now: datetime) -> None:
    """Append many events in their order: one INSERT, and a second one for the details."""
    record_each([Occurrence(happening, actor_id, now) for happening in happenings])


def record_each(occurrences: Sequence[Occurrence]) -> None:
    """Append many events in their order, each with an actor and an instant of its own, as of a history."""
    events = [_event(*occurrence) for occurrence in occurrences]
    if not events:
        return
    if not any(happening.detail for happening, _actor, _at in occurrences):
        # Nobody needs their numbers: then many rows are one call of the driver.
        database.session.execute(insert(Event), [row for row, _salt in events])
        return
    added = insert(Event).returning(Event.id, sort_by_parameter_order=True)
    numbers = database.session.scalars(added, [row for row, _salt in events]).all()
    kept = [
        {"event_id": number, "salt": salt, "detail": happening.detail}
        for number, (happening, _actor, _at), (_row, salt) in zip(numbers, occurrences, events, strict=True)
        if happening.detail
    ]
    if kept:
        database.session.execute(insert(EventDetail), kept)


def _event(happening: Happening, actor_id: int | None, now: datetime) -> tuple[dict[str, Any], bytes]:
    """Return the row of an event and the salt of its commitment."""
    salt = new_salt()
    commitment = hashlib.sha256(salt + canonical(happening.detail)).digest()
    about = {
        "at": now.isoformat(), "actor": actor_id, "action": happening.action,
        "kind": happening.subject_kind, "subject": happening.subject_id, "commitment": commitment.hex(),
    }  # fmt: skip
    row = {
        "at": now, "actor_id": actor_id, "action": happening.action, "subject_kind": happening.subject_kind,
        "subject_id": happening.subject_id, "commitment": commitment,
        "leaf": hashlib.sha256(b"\0" + canonical(about)).digest(),
    }  # fmt: skip
    return row, salt
