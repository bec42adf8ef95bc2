"""The verb of reminders: write to those with a seat what they need on the day, a week and a day before it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from training.seminars import mailing, reminder_queries, seats
from training.seminars.letters import Host
from training.seminars.reminder_letters import Notes
from training.seminars.service import LETTERS_AT_ONCE, send


@dataclass(frozen=True)
class Reminder:
    """One of the two: how long before the date it goes out, and from when on it would come too late."""

    kind: str
    ahead: timedelta
    latest: timedelta


REMINDERS = (
    Reminder("seminar.week-before", timedelta(days=7), timedelta(days=2)),
    Reminder("seminar.day-before", timedelta(days=1), timedelta(hours=1)),
)


def due(reminder: Reminder, *, now: datetime) -> list[Row[Any]]:
    """Return the dates of which people are to be reminded now."""
    return reminder_queries.ahead(now + reminder.latest, now + reminder.ahead)


def remind(reminder: Reminder, row: Row[Any], *, host: Host, now: datetime) -> int:
    """Write to some of those with a seat in a date, and return how many: 0 when nobody is left.

    Who registered when the reminder was due already needs none. Nobody gets it twice, unless the date was moved.
    """
    session = row.SeminarSession
    found = reminder_queries.to_remind(reminder.kind, session.id, session.starts_at - reminder.ahead, LETTERS_AT_ONCE)
    about, notes = seats.about(row), Notes(session.arrival, row.good_to_know, reminder_queries.to_read(session))
    send([mailing.to_remind(about, host, to, notes, kind=reminder.kind) for to in found], now)
    return len(found)
