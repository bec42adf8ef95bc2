"""The command that makes the database as new as the code."""

import click
import flask_migrate

from training.cli.ground import settings_of_database
from training.core import revisions
from training.core.settings import Settings
from training.store import store_app


@click.command()
def migrate() -> None:
    """Make the database as new as this program.

    Creates the tables in an empty database (and the folder and file of SQLite), and changes those of an older one in
    one transaction: it is changed as a whole or not at all. Needs no secret, only MUSTER_DATABASE_URL or
    MUSTER_INSTANCE. Make a backup first. Running it again changes nothing.
    """
    bring_up_to_date(settings_of_database())


def bring_up_to_date(settings: Settings) -> None:
    """Upgrade the database and say what was done."""
    with store_app(settings).app_context():
        before = revisions.present()
        flask_migrate.upgrade()
    after = revisions.newest()
    already = f"The database is at revision {after} already."
    click.echo(
        already if before == after else f"The database is now at revision {after} (it was at {before or 'nothing'})."
    )
