"""A transaction in which tables may be rebuilt: alone, without cascades, unguarded, and checked at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy import text as sql

from training.core import guards
from training.core.db import as_writer

ONE_AT_A_TIME = 0x6D7573746572  # the name of the advisory lock: "muster"


class BrokenReferences(Exception):
    """Rows would point at rows that do not exist; nothing was changed."""


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a write transaction; returning puts the guards back and commits, raising rolls back.

    Raises BrokenReferences if a foreign key does not hold at the end (SQLite; PostgreSQL checks as it goes).
    """
    with engine.connect() as connection, _without_foreign_keys(connection), as_writer(), connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(sql("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        guards.remove(connection)
        yield connection
        guards.install(connection)
        _check_references(connection)


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    # SQLite rebuilds a table by dropping it, and with foreign keys on that deletes what refers to it. The switch
    # works only outside a transaction, so it goes to the driver before one begins.
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.execute(sql("PRAGMA foreign_key_check")).all()
    if broken:
        tables = sorted({f"{row[0]} → {row[2]}" for row in broken})
        raise BrokenReferences(f"{len(broken)} rows refer to rows that do not exist: {', '.join(tables)}")
