"""The command that says whether this installation is sound, and how to mend it where it is not."""

from collections.abc import Iterator

import click

from training.cli.diagnosis_of_machine import folder, packages, python, secret_file, signing_key
from training.cli.diagnosis_of_services import database_and_jobs, mail, replies, sqlite_library
from training.cli.findings import Finding
from training.cli.ground import settings, settings_of_database
from training.core.settings import Settings, SettingsFault


@click.command()
def doctor() -> None:
    """Look at everything that Muster stands on and say what is wrong and how to mend it.

    Python and its packages, the settings, the secret, the instance folder, the signing key, SQLite, the database and
    its revision, the mail server, the mailbox for replies, the jobs. Changes nothing, works with wrong settings, and
    exits with 1 if anything is wrong.
    """
    wrong = 0
    for finding in examine():
        click.echo(str(finding))
        wrong += finding.wrong
    click.echo(f"{wrong} to mend." if wrong else "All is well.")
    if wrong:
        raise SystemExit(1)


def examine() -> Iterator[Finding]:
    """Yield the findings, from the ground up."""
    yield python()
    yield from packages()
    yield from _settings()
    yield from secret_file()
    known = _known()
    if known is None:
        yield Finding("the database, the mail server and the jobs were not looked at", "put the settings right first")
        return
    yield folder(known.instance)
    yield from signing_key(known.signing_key_file)
    yield from sqlite_library(known)
    yield from mail(known)
    yield from replies(known)
    yield from database_and_jobs(known)


def _settings() -> Iterator[Finding]:
    try:
        known = settings()
    except SettingsFault as fault:
        for line in fault.faults:
            yield Finding(line, "docs/settings.md explains every setting")
    else:
        yield Finding(f"the settings, for {known.mode}")


def _known() -> Settings | None:
    try:
        return settings_of_database()
    except SettingsFault:
        return None
