"""The command that copies a SQLite database while it is in use."""

from pathlib import Path
from typing import Any

import click

from training.cli.ground import OWNER_ONLY, Stop, settings_of_database
from training.core.db import database
from training.core.settings import SQLITE
from training.core.sqlite import driver
from training.store import store_app


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy the SQLite database into FILE, whole and consistent, while everybody goes on working.

    The copy is checked, and readable by its owner alone. A FILE that is there already is never overwritten. For
    PostgreSQL use pg_dump. To restore, stop Muster and put the copy where the database was, without the files that
    end in -wal and -shm.
    """
    known = settings_of_database()
    if not known.database.startswith(SQLITE):
        raise Stop("This is for SQLite. For PostgreSQL use pg_dump.")
    if file.exists():
        raise Stop(f"{file} is there already: name another file.")
    file.touch(mode=OWNER_ONLY)
    with store_app(known).app_context():
        _copy(file)
    click.echo(f"{file} holds the database ({file.stat().st_size:,} bytes).")


def _copy(file: Path) -> None:
    source: Any = database.engine.raw_connection().driver_connection
    target = driver().connect(str(file))
    try:
        source.backup(target, pages=1000)
        (verdict,) = target.execute("PRAGMA quick_check").fetchone()
    finally:
        target.close()
    if verdict != "ok":
        raise Stop(f"The copy is damaged: {verdict}. Keep your older backups and run doctor.")
