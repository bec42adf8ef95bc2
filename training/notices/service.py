"""The verbs of mail: write a message into the outbox with its cause; note what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from training.core.db import database, insert
from training.core.world import new_code, new_public_id
from training.jobs.service import NewJob, add
from training.notices import queries
from training.notices.models import Message
from training.notices.rules import CODE_HERE, CalendarMethod, MessageState, grouped

SEND, FORGET = "notices.send", "notices.forget"
SENT_BY_THEN = timedelta(minutes=5)


@dataclass(frozen=True)
class NewMessage:
    """A mail to come. `key` names it once for ever: the same mail is never written twice.

    Where its body holds CODE_HERE it gets a check code, with which its reader can ask us whether it is ours.
    """

    kind: str
    key: str
    recipient: str
    recipient_name: str
    subject: str
    body: str
    person_id: int | None = None
    calendar: str | None = None
    calendar_method: CalendarMethod | None = None


def write(*messages: NewMessage, now: datetime) -> None:
    """Put mails and the jobs that send them into the outbox, in the transaction of their cause. Two INSERTs."""
    rows = [
        {
            "public_id": new_public_id(),
            "kind": mail.kind,
            "key": mail.key,
            "person_id": mail.person_id,
            "recipient": mail.recipient,
            "recipient_name": _one_line(mail.recipient_name),
            "subject": _one_line(mail.subject),
            "body": mail.body.replace(CODE_HERE, grouped(code or "")),
            "calendar": mail.calendar,
            "calendar_method": mail.calendar_method,
            "code": code,
            "state": MessageState.WAITING,
            "attempts": 0,
            "created_at": now,
        }
        for mail, code in ((one, new_code() if CODE_HERE in one.body else None) for one in messages)
    ]
    if rows:
        statement = insert(Message).values(rows).on_conflict_do_nothing(index_elements=[Message.key])
        database.session.execute(statement)
        add(*(NewJob(SEND, mail.key) for mail in messages), now=now)


def note_outcome(key: str, *, state: MessageState, error: str | None, attempts: int, now: datetime) -> None:
    """Say what became of a message."""
    sent_at = now if state is MessageState.SENT else None
    values = {"state": state, "last_error": error, "attempts": attempts, "sent_at": sent_at}
    database.session.execute(update(Message).where(Message.key == key).values(values))


EMPTIED = {
    "recipient": "", "recipient_name": "", "subject": "", "body": "", "calendar": None, "calendar_method": None,
    "code": None,
}  # fmt: skip
"""What is left of the words of a mail that was forgotten."""


def forget(recipients: list[str], *, now: datetime) -> None:
    """Take the names, addresses and words out of mails to people who are no staff and have been forgotten.

    A mail that is on its way to take a date out of their calendar still goes out: a job forgets it after that.
    """
    leaving = queries.taking_dates_out(recipients)
    add(*(NewJob(FORGET, key, due_at=now + SENT_BY_THEN) for key in leaving), now=now)
    to_them = (Message.recipient.in_(recipients), Message.person_id.is_(None), Message.key.not_in(leaving))
    database.session.execute(update(Message).where(*to_them).values(EMPTIED))


def forget_one(key: str) -> None:
    """Take the name, the address and the words out of one mail."""
    database.session.execute(update(Message).where(Message.key == key).values(EMPTIED))


def _one_line(words: str) -> str:
    return " ".join(words.split())[:200]
