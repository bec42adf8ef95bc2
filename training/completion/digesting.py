"""Writes the mails of a day: what still holds at that moment goes out, and where nothing does the mail is dropped."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Date, bindparam, update

from training.completion import digest_queries, reminder_letters
from training.completion.digest_queries import Letters, Owed, Recipient, Told
from training.completion.reminder_letters import Group, House, Person, Thing
from training.completion.reminder_models import Digest, Reminder
from training.completion.reminding import local_day
from training.completion.rules import DigestState, ReminderKind
from training.core.db import amend, database
from training.notices.service import NewMessage, write

KIND = "completion.digest"


def key(person_id: int, day: date) -> str:
    """Return what names a person's mail of a day for ever."""
    return f"digest:{person_id}:{day.isoformat()}"


def write_digests(person_ids: Sequence[int], day: date, house: House, *, most_a_week: int, now: datetime) -> int:
    """Write the mails of some people of a day, and return how many there were.

    Message, the state of the digest and the day of its reminders are one transaction: whoever dies before its end has
    written nothing, and whoever dies after it finds nothing more to write.
    """
    found = digest_queries.letters(person_ids, day)
    # A mail that is late until the next day is not sent then: what it was to tell waits for that day's own.
    here = [one for one in found.recipients if local_day(now, one.zone) == day and found.told.get(one.person_id)]
    write(*(_message(one, found, day, house, most_a_week) for one in here), now=now)
    _note([told for one in here for told in found.told[one.person_id]], day)
    written = {one.person_id for one in here}
    _settle(written, day, DigestState.WRITTEN, now)
    _settle(set(person_ids) - written, day, DigestState.DROPPED, None)
    return len(here)


def _message(to: Recipient, found: Letters, day: date, house: House, most_a_week: int) -> NewMessage:
    about = _about(to, found, day, most_a_week)
    subject, body = reminder_letters.digest(about, house)
    return NewMessage(
        kind=KIND, key=key(to.person_id, day), recipient=to.email, recipient_name=to.given, subject=subject, body=body,
        person_id=to.person_id,
    )  # fmt: skip


def _about(to: Recipient, found: Letters, day: date, most_a_week: int) -> reminder_letters.Digest:
    told = found.told[to.person_id]
    manages = any(one.kind is ReminderKind.MANAGER for one in told)
    return reminder_letters.Digest(
        to.given, to.language, day, most_a_week,
        things=_things(told),
        team=group(found.teams.get(to.person_id, ())) if manages else None,
        late=_late(told),
    )  # fmt: skip


def _things(told: Iterable[Told]) -> tuple[Thing, ...]:
    """The reader's own duties, each once, whoever spoke of it."""
    found: dict[int, Thing] = {}
    for one in told:
        if one.kind in {ReminderKind.OWN, ReminderKind.ASKED}:
            before = found.get(one.duty_id)
            asked_by = one.asked_by or (before.asked_by if before else "")
            found[one.duty_id] = Thing(one.title, one.minutes, one.due, asked_by)
    return tuple(found.values())


def group(rows: Iterable[Owed]) -> Group:
    """Return people with what each of them has open, the first due first. Rows come in the order of the due days."""
    everybody: set[int] = set()
    owes: dict[int, tuple[str, list[tuple[str, date]]]] = {}
    for row in rows:
        everybody.add(row.person_id)
        if row.title is not None and row.due is not None:
            owes.setdefault(row.person_id, (row.name, []))[1].append((row.title, row.due))
    people = [Person(name, tuple(found)) for name, found in owes.values()]
    return Group(len(everybody), tuple(sorted(people, key=lambda one: (one.owes[0][1], one.name))))


def _late(told: Iterable[Told]) -> tuple[Person, ...]:
    found: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        if one.kind is ReminderKind.DIRECTOR:
            found[one.about_id].append(one)
    return tuple(
        Person(rows[0].name, tuple((row.title, row.due) for row in rows), rows[0].department)
        for rows in found.values()
    )  # fmt: skip


_NOTE = (
    update(Reminder)
    .where(
        Reminder.person_id == bindparam("at_person"),
        Reminder.assignment_id == bindparam("at_assignment"),
        Reminder.kind == bindparam("at_kind", type_=Reminder.kind.type),
        Reminder.step == bindparam("at_step"),
    )
    .values(digest_day=bindparam("at_day", type_=Date()))
)


def _note(told: Sequence[Told], day: date) -> None:
    names = ("at_person", "at_assignment", "at_kind", "at_step")
    rows = [dict(zip(names, one.key, strict=True)) | {"at_day": day} for one in told]
    if rows:
        database.session.connection().execute(_NOTE, rows)


def _settle(person_ids: Iterable[int], day: date, state: DigestState, written_at: datetime | None) -> None:
    ids = sorted(person_ids)
    if ids:
        change = update(Digest).where(Digest.day == day, Digest.person_id.in_(ids))
        amend(change.values(state=state, written_at=written_at))
