"""The mailbox in which calendars answer: reads what is new there. Only the job that reads it calls it."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from training.core.settings import Settings

MailboxError = (imaplib.IMAP4.error, OSError)
TIMEOUT = 20  # seconds for each step of the conversation
LONGEST = 256 * 1024
"""Bytes that are read of one mail: an answer of a calendar has a few thousand."""


@dataclass(frozen=True)
class MailboxAddress:
    """Where the mailbox is, and who reads it."""

    host: str
    port: int
    user: str
    password: str
    tls: bool


def mailbox_address(known: Settings) -> MailboxAddress:
    """Return where calendars answer, as the settings say."""
    return MailboxAddress(
        known.reply_mailbox_host, known.reply_mailbox_port, known.reply_mailbox_user, known.reply_mailbox_password,
        known.reply_mailbox_tls,
    )  # fmt: skip


class Mailbox:
    """An opened mailbox. Mails have numbers that stay."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server

    def unseen(self, most: int) -> list[str]:
        """Return the numbers of mails that nobody has read, the oldest first."""
        _kind, found = self._server.uid("SEARCH", "UNSEEN")
        numbers = (found[0] or b"").split() if found else []
        return [number.decode("ascii") for number in numbers[:most]]

    def read(self, number: str) -> bytes:
        """Return the beginning of a mail, without marking it as read."""
        _kind, found = self._server.uid("FETCH", number, f"(BODY.PEEK[]<0.{LONGEST}>)")
        return next((bytes(part[1]) for part in found if isinstance(part, tuple)), b"")

    def mark_seen(self, number: str) -> None:
        """Mark a mail as read."""
        self._server.uid("STORE", number, "+FLAGS", r"(\Seen)")


@contextmanager
def opened(address: MailboxAddress) -> Iterator[Mailbox]:
    """Connect, secure the line, sign in and open the inbox. Raises one of MailboxError."""
    server = _connect(address)
    try:
        server.login(address.user, address.password)
        kind, told = server.select("INBOX")
        if kind != "OK":
            raise imaplib.IMAP4.error(f"the inbox cannot be opened: {told!r}")
        yield Mailbox(server)
    finally:
        with suppress(*MailboxError):
            server.logout()


def _connect(address: MailboxAddress) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if address.tls:
        return imaplib.IMAP4_SSL(address.host, address.port, timeout=TIMEOUT, ssl_context=context)
    server = imaplib.IMAP4(address.host, address.port, timeout=TIMEOUT)
    if "STARTTLS" in server.capabilities:
        server.starttls(ssl_context=context)
    return server
