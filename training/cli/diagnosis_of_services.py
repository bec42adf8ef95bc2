"""What `doctor` sees of the things that Muster talks to: SQLite, the database, its jobs, the mail server."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from training.cli.findings import Finding
from training.core import guards, revisions, sqlite
from training.core.db import database
from training.core.mailbox import MailboxError, mailbox_address, opened
from training.core.post import PostError, greet
from training.core.settings import Settings
from training.jobs import queries as jobs
from training.store import store_app


def sqlite_library(known: Settings) -> Iterator[Finding]:
    """Whether the SQLite library is free of the fault that can corrupt a database."""
    if not known.database.startswith("sqlite"):
        return
    have, sound = (".".join(str(part) for part in number) for number in (sqlite.version(), sqlite.FIRST_SOUND))
    what = f"SQLite {have} ({sqlite.driver().__name__})"
    if sqlite.version() < sqlite.FIRST_SOUND:
        yield Finding(what, f"before {sound} it can damage a database under load: install pysqlite3, or use PostgreSQL")
    else:
        yield Finding(what)


def mail(known: Settings) -> Iterator[Finding]:
    """Whether the mail server greets us."""
    if not known.mail_url:
        yield Finding("no mail server is set: mail stays in the outbox, where the security team reads it")
        return
    try:
        greet(known.mail_url)
    except PostError as error:
        yield Finding(
            f"the mail server: {error}",
            "check MUSTER_MAIL_URL, the name, the password and the way through firewalls",
        )
    else:
        yield Finding("the mail server answers")


def replies(known: Settings) -> Iterator[Finding]:
    """Whether the mailbox with the answers of calendars can be read."""
    if not known.reply_mailbox_host:
        yield Finding("no mailbox for answers of calendars is set: people give a seat up by the link in their mail")
        return
    try:
        with opened(mailbox_address(known)):
            yield Finding(f"the mailbox {known.replies} can be read")
    except MailboxError as error:
        yield Finding(
            f"the mailbox {known.replies}: {error}",
            "check MUSTER_REPLY_MAILBOX_*: the host, the port, the name, the password and whether it speaks TLS",
        )


def database_and_jobs(known: Settings) -> Iterator[Finding]:
    """Whether the database can be reached, is as new as the code and guarded, and what its jobs do."""
    try:
        with store_app(known).app_context():
            yield _revision()
            if revisions.current():
                yield _guards()
                yield from _jobs()
    except (SQLAlchemyError, ImportError) as error:
        told = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        yield Finding(
            f"the database: {told}",
            "check MUSTER_DATABASE_URL (PostgreSQL needs requirements-scale.txt) and that it runs",
        )


def _revision() -> Finding:
    have, want = revisions.present(), revisions.newest()
    what = f"the database is at revision {have or 'nothing'}"
    return Finding(what) if have == want else Finding(f"{what}, the program needs {want}", "python -m training migrate")


def _guards() -> Finding:
    with database.engine.connect() as connection:
        missing = sorted(guards.expected(connection.dialect.name).keys() - guards.installed(connection).keys())
    if missing:
        return Finding(f"facts are unguarded: {', '.join(missing)}", "python -m training migrate")
    return Finding("facts are guarded against being rewritten")


def _jobs() -> Iterator[Finding]:
    waiting, failed = jobs.depth()
    yield Finding(f"jobs: {waiting} wait or run")
    if failed:
        yield Finding(f"jobs: {failed} were given up", "read their last_error in the table job; the log has more")
