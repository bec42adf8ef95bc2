"""Plans who is reminded of what on a day, and who gets a mail: whole sets of rows, each of them once.

What is missing is found by one SELECT without any lock, and written in short transactions of the caller. Two workers at
once, or the same one twice, add nothing: the keys of the rows are what they say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, update

from training.completion import reminder_queries
from training.completion.reminder_models import Digest, DigestDay, Reminder
from training.completion.reminding import PLANNED_KINDS, WEEK, Calendar, Ladder, bounds, grouped
from training.completion.rules import BrakeState, DigestState
from training.core.bulk import send
from training.core.db import Base, amend, database, insert, scoped

READ_AT_ONCE, WRITTEN_AT_ONCE = 50_000, 2_000
"""Rows: so many are kept in memory, and so many are written in one transaction, well under a second."""
_REMINDER = ("person_id", "assignment_id", "kind", "step", "planned_on")
_DIGEST = ("person_id", "day", "state", "planned_at")
Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class Part:
    """One kind of rows of a morning: what is missing of it, and how it is written."""

    table: type[Base]
    names: tuple[str, ...]
    statement: Select[Any]

    def missing(self) -> Rows:
        """Return rows that are missing, at most `READ_AT_ONCE`."""
        found = database.session.execute(self.statement.limit(READ_AT_ONCE))
        return [tuple(row) for row in found]

    def write(self, rows: Rows) -> int:
        """Write rows; what somebody else wrote meanwhile stays as it is. Return how many were given."""
        send(insert(self.table).on_conflict_do_nothing(), self.names, rows)
        return len(rows)


@dataclass(frozen=True)
class Morning:
    """A day in one zone, with the ladder and the working weeks of the sites where its people work."""

    day: date
    zone: str
    ladder: Ladder
    calendars: Mapping[int, Calendar]

    def parts(self, now: datetime) -> Iterator[Part]:
        """Yield what may be missing, in its order: reminders of each kind, then the mails that carry them."""
        for kind in PLANNED_KINDS:
            for calendar, site_ids in grouped(self.calendars).items():
                found = bounds(calendar, self.ladder.of(kind), self.day)
                if found:
                    values = {"day": self.day, "zone": self.zone, "site_ids": site_ids}
                    yield Part(Reminder, _REMINDER, reminder_queries.missing(kind, found).params(values))
        yield Part(Digest, _DIGEST, reminder_queries.TO_MAIL.params(self._values(now)))

    def _values(self, now: datetime) -> dict[str, Any]:
        return {
            "day": self.day, "zone": self.zone, "now": now, "week_ago": self.day - WEEK,
            "most_a_week": self.ladder.most_a_week,
            "site_ids": [site_id for site_id, calendar in self.calendars.items() if calendar.works(self.day)],
        }  # fmt: skip


def morning_of(day: date, zone: str) -> Morning:
    """Read what planning a day in a zone needs."""
    return Morning(day, zone, reminder_queries.ladder(), reminder_queries.calendars_in(zone))


def drop_stale(day: date, zone: str) -> None:
    """Drop the mails of earlier days that never went out: what they were to carry still waits."""
    here = reminder_queries.IN_ZONE.params(zone=zone)
    unsent = (Digest.day < day, Digest.state.in_([DigestState.PLANNED, DigestState.HELD]), Digest.person_id.in_(here))
    amend(scoped(update(Digest).where(*unsent).values(state=DigestState.DROPPED), by="system"))


def settle(day: date, brake: int) -> BrakeState:
    """Count the mails of a day, and let them go unless there are more than the brake lets pass.

    What was held stays so until two people have let it go, whatever the ladder says meanwhile.
    """
    first = {"day": day, "planned": 0, "state": BrakeState.GOING}
    database.session.execute(insert(DigestDay).values(first).on_conflict_do_nothing())
    # The row is locked before anything is counted: zones that are planned at the same time count one after the other.
    state = reminder_queries.state_of(day)
    planned = reminder_queries.digests_counted(day)
    if state is BrakeState.GOING and planned > brake:
        state = BrakeState.HELD
    amend(update(DigestDay).where(DigestDay.day == day).values(planned=planned, state=state))
    if state is not BrakeState.HELD:
        let_go(day)
    return state


def let_go(day: date) -> None:
    """Let the mails of a day go that are held."""
    held = update(Digest).where(Digest.day == day, Digest.state == DigestState.HELD)
    amend(scoped(held.values(state=DigestState.PLANNED), by="system"))
