"""The job that sends one message."""

from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from training.core.db import database, writing
from training.core.post import PostError, is_permanent
from training.jobs.service import Claimed
from training.jobs.worker import GiveUp, Handler, Tools
from training.notices import queries, service
from training.notices.rules import MessageState

LONGEST_WAIT = timedelta(days=1)


def sender(mail_from: str, name: str, *, keep: bool) -> Handler:
    """Return the handler of `notices.send`. With `keep` no server is configured and mail ends in the outbox."""

    def send(job: Claimed, tools: Tools) -> None:
        mail = queries.to_send(job.key)
        database.session.rollback()
        if mail is None or mail.state is MessageState.SENT or not mail.recipient:
            return
        if keep:
            _note(job, MessageState.KEPT, None, tools)
            return
        _deliver(job, envelope(mail, mail_from, name), tools)

    return send


class StillWaiting(Exception):
    """The mail has not left: it is forgotten later."""


def forget(job: Claimed, tools: Tools) -> None:
    """Forget a mail once it has left, and after a day in any case."""
    mail, now = queries.to_send(job.key), tools.world.now()
    database.session.rollback()
    if mail is not None and mail.state is MessageState.WAITING and now < mail.created_at + LONGEST_WAIT:
        raise StillWaiting
    with writing():
        service.forget_one(job.key)


def _deliver(job: Claimed, message: EmailMessage, tools: Tools) -> None:
    try:
        tools.world.post(message)
    except PostError as error:
        told = f"{type(error).__name__}: {error}"
        if is_permanent(error):
            _note(job, MessageState.FAILED, told, tools)
            raise GiveUp(told) from error
        _note(job, MessageState.WAITING, told, tools)
        raise
    _note(job, MessageState.SENT, None, tools)


def _note(job: Claimed, state: MessageState, error: str | None, tools: Tools) -> None:
    with writing():
        service.note_outcome(job.key, state=state, error=error, attempts=job.attempts, now=tools.world.now())


def envelope(mail: queries.Mail, mail_from: str, name: str) -> EmailMessage:
    """Return the mail as it travels. Its Message-ID comes from the row, so that a doubled sending is recognised."""
    message = EmailMessage()
    message["From"] = Address(name, addr_spec=mail_from)
    message["To"] = Address(mail.recipient_name, addr_spec=mail.recipient)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.public_id}@{mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    if mail.calendar and mail.calendar_method:
        method = {"method": str(mail.calendar_method)}
        message.add_alternative(mail.calendar, subtype="calendar", params=method)
        message.add_attachment(mail.calendar.encode(), maintype="application", subtype="ics", filename="seminar.ics")
    return message
