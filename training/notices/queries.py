"""Looks at the outbox."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, tuple_

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.notices.models import Message
from training.notices.rules import CalendarMethod, MessageState

PAGE = 25


class OutboxRow(NamedTuple):
    public_id: str
    kind: str
    recipient: str
    subject: str
    state: MessageState
    attempts: int
    last_error: str | None
    created_at: datetime
    sent_at: datetime | None


class Mail(NamedTuple):
    """One message in full."""

    public_id: str
    kind: str
    key: str
    recipient: str
    recipient_name: str
    subject: str
    body: str
    calendar: str | None
    calendar_method: CalendarMethod | None
    state: MessageState
    attempts: int
    last_error: str | None
    created_at: datetime
    sent_at: datetime | None


_LISTED = [getattr(Message, name) for name in OutboxRow._fields]
_NEWEST_FIRST = select(*_LISTED).order_by(Message.created_at.desc(), Message.id.desc())
OUTBOX = scoped(_NEWEST_FIRST.limit(PAGE + 1), by="mail:read")
WHOLE_OUTBOX = scoped(_NEWEST_FIRST, by="mail:read")
_WHOLE = select(*[getattr(Message, name) for name in Mail._fields])
BY_PUBLIC_ID = scoped(_WHOLE.where(Message.public_id == bindparam("public_id")), by="mail:read")
BY_KEY = scoped(_WHOLE.where(Message.key == bindparam("key")), by="system")
BY_CODE = scoped(
    select(Message.subject, Message.recipient, Message.created_at, Message.sent_at).where(
        Message.code == bindparam("code"), Message.state != MessageState.FAILED
    ),
    by="holder of the code",
)
TAKING_OUT = scoped(
    select(Message.key).where(
        Message.recipient.in_(bindparam("recipients", expanding=True)), Message.person_id.is_(None),
        Message.state == MessageState.WAITING, Message.calendar_method == CalendarMethod.CANCEL,
    ),
    by="system",
)  # fmt: skip
TO_GUEST = scoped(
    _WHOLE.where(Message.recipient == bindparam("recipient"), Message.person_id.is_(None)).order_by(Message.id),
    by="own address",
)
COUNTS = scoped(select(Message.state, func.count()).group_by(Message.state), by="mail:read")
ANCHOR = scoped(
    select(Message.created_at, Message.id).where(Message.public_id == bindparam("public_id")), by="mail:read"
)


def outbox(viewer: Viewer, after: str = "") -> tuple[list[OutboxRow], str]:
    """Return a page of messages, newest first, and the id to go on from (empty at the end)."""
    viewer.must(Permission.MAIL_READ)
    statement = OUTBOX
    if after and (anchor := database.session.execute(ANCHOR, {"public_id": after}).one_or_none()):
        statement = statement.where(tuple_(Message.created_at, Message.id) < tuple_(*anchor))
    rows = [OutboxRow(*row) for row in database.session.execute(statement)]
    return rows[:PAGE], rows[PAGE - 1].public_id if len(rows) > PAGE else ""


def whole_outbox(viewer: Viewer) -> Iterator[OutboxRow]:
    """Yield all messages, newest first, however many: they are read as they are asked for."""
    viewer.must(Permission.MAIL_READ)
    return _rows()


def _rows() -> Iterator[OutboxRow]:
    for row in database.session.execute(WHOLE_OUTBOX, execution_options={"yield_per": 1000}):
        yield OutboxRow(*row)


def counts(viewer: Viewer) -> dict[MessageState, int]:
    """Return how many messages are in each state."""
    viewer.must(Permission.MAIL_READ)
    return {state: count for state, count in database.session.execute(COUNTS)}  # noqa: C416  typed rows


def mail(viewer: Viewer, public_id: str) -> Mail:
    """Return one message. Raises NotFound."""
    viewer.must(Permission.MAIL_READ)
    row = database.session.execute(BY_PUBLIC_ID, {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return Mail(*row)


def taking_dates_out(recipients: list[str]) -> list[str]:
    """Return the mails to these people, by key, that wait to take a date out of a calendar."""
    return list(database.session.scalars(TAKING_OUT, {"recipients": recipients}))


def mails_to_guest(recipient: str) -> list[Mail]:
    """Return all mails to somebody who is no staff, the oldest first, for them."""
    return [Mail(*row) for row in database.session.execute(TO_GUEST, {"recipient": recipient})]


class Ours(NamedTuple):
    """A mail of which somebody has the check code."""

    subject: str
    recipient: str
    created_at: datetime
    sent_at: datetime | None


def with_code(code: str) -> Ours | None:
    """Return the mail that carries a check code, or None. One SELECT for every code, known or not."""
    row = database.session.execute(BY_CODE, {"code": code}).one_or_none()
    return Ours(*row) if row else None


def to_send(key: str) -> Mail | None:
    """Return a message for the job that sends it."""
    row = database.session.execute(BY_KEY, {"key": key}).one_or_none()
    return Mail(*row) if row else None
