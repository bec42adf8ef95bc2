"""The post: hands one mail to the configured SMTP server. World carries it; only the mail job calls it."""

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

PostError = (smtplib.SMTPException, OSError)
TIMEOUT = 20  # seconds for each step of the conversation


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
    server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
    return server


def greet(url: str) -> None:
    """Connect, secure the line, say EHLO and sign in as for a mail, and leave. Raises one of PostError."""
    parts = urlsplit(url)
    with _connect(url) as server:
        server.ehlo_or_helo_if_needed()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))


def smtp_post(url: str) -> Callable[[EmailMessage], None]:
    """Return what sends a mail through smtp:// (STARTTLS if the server offers it) or smtps://."""
    parts = urlsplit(url)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")

    def send(message: EmailMessage) -> None:
        with _connect(url) as server:
            if user:
                server.login(user, password)
            server.send_message(message)

    return send


def no_post(message: EmailMessage) -> None:
    """Refuse: without MUSTER_MAIL_URL mail stays in the outbox, where the security team reads it."""
    raise OSError(f"no mail server is configured for {message['To']}")


def is_permanent(error: Exception) -> bool:
    """Tell whether trying again is pointless: the server refused the address or the mail itself (5xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reason in error.recipients.values())  # noqa: PLR2004  SMTP's permanent class
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500  # noqa: PLR2004
