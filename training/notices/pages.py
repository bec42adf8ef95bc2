"""What the outbox shows, as frozen values in the reader's language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import url_for

from training.notices.queries import Mail, OutboxRow
from training.notices.rules import MessageState
from training.web.language import moment
from training.web.request import local
from training.web.words import _, ngettext


@dataclass(frozen=True)
class Line:
    subject: str
    href: str
    recipient: str
    state: str
    tone: str
    when: str


@dataclass(frozen=True)
class OutboxPage:
    statement: str
    lines: tuple[Line, ...]
    next_href: str


@dataclass(frozen=True)
class Preview:
    """What ui/mail.html shows of one mail, and what became of it."""

    to: str
    sender: str
    subject: str
    when: str
    text: str
    state: str
    trouble: str
    calendar: str


def outbox_page(rows: list[OutboxRow], after: str, counts: dict[MessageState, int]) -> OutboxPage:
    """Build the list of mails, newest first."""
    lines = tuple(
        Line(
            row.subject or _("(erased)"),
            url_for("notices.message", message_id=row.public_id),
            row.recipient,
            _("Kept here") if row.state is MessageState.KEPT else state_words(row.state),
            "" if row.state in {MessageState.SENT, MessageState.KEPT} else "full",
            moment(row.created_at),
        )
        for row in rows
    )
    return OutboxPage(_statement(counts), lines, url_for("notices.outbox", after=after) if after else "")


def _statement(counts: dict[MessageState, int]) -> str:
    waiting, failed = counts.get(MessageState.WAITING, 0), counts.get(MessageState.FAILED, 0)
    if failed:
        return ngettext("%(num)d mail could not be delivered.", "%(num)d mails could not be delivered.", failed)
    if waiting:
        return ngettext("%(num)d mail is on its way.", "%(num)d mails are on their way.", waiting)
    if counts.get(MessageState.KEPT):
        return _("No mail server is set: mail is kept here, and nobody gets it.")
    return _("Nothing is waiting.")


def outbox_rows(rows: Iterable[OutboxRow]) -> Iterator[tuple[object, ...]]:
    """Yield what a file of the outbox holds, its head first."""
    yield _("Written"), _("To"), _("Subject"), _("State"), _("Tries"), _("The mail server said"), _("Sent")
    for row in rows:
        sent = local(row.sent_at) if row.sent_at else None
        told = (row.recipient, row.subject or _("(erased)"), state_words(row.state), row.attempts, row.last_error)
        yield local(row.created_at), *told, sent


def state_words(state: MessageState) -> str:
    """Say what became of a mail."""
    return {
        MessageState.WAITING: _("On its way"),
        MessageState.SENT: _("Sent"),
        MessageState.FAILED: _("Not delivered"),
        MessageState.KEPT: _("Kept here, no mail server is set"),
    }[state]


def preview(mail: Mail, sender: str) -> Preview:
    """Build the page of one mail."""
    trouble = ""
    if mail.last_error:
        trouble = _("Tried %(n)d times. The mail server said: %(error)s", n=mail.attempts, error=mail.last_error)
    return Preview(
        to=f"{mail.recipient_name} <{mail.recipient}>" if mail.recipient else _("(erased)"),
        sender=sender,
        subject=mail.subject or _("(erased)"),
        when=moment(mail.created_at),
        text=mail.body,
        state=state_words(mail.state),
        trouble=trouble,
        calendar=mail.calendar or "",
    )
