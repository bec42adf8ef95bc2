"""Rows in bulk, past everything that the product does with each: COPY or executemany, without foreign key checks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg

from benchmarks.stores import POSTGRESQL, SQLITE, Store
from training.core.sqlite import driver

Convert = Callable[[Any], Any]
Row = Sequence[Any]


_INDEXES = {
    SQLITE: "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    POSTGRESQL: "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
}


class Bulk:
    """An open connection to a store, for its owner only."""

    def __init__(self, kind: str, connection: Any) -> None:
        self.kind = kind
        self.connection = connection

    def run(self, script: str) -> None:
        """Run statements that end in semicolons."""
        if self.kind == SQLITE:
            self.connection.executescript(script)
        else:
            self.connection.execute(script)

    def load(
        self, table: str, columns: Sequence[str], rows: Iterable[Row], converts: Sequence[Convert | None] = ()
    ) -> None:
        """Insert rows, the values of each column converted to what the driver takes."""
        values = _converted(rows, converts) if any(converts) else rows
        names = ", ".join(f'"{column}"' for column in columns)
        if self.kind == SQLITE:
            marks = ", ".join("?" * len(columns))
            self.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)  # noqa: S608  ours
            return
        with self.connection.cursor().copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in values:
                copy.write_row(row)

    def without_indexes(self) -> list[str]:
        """Drop the indexes that hold no constraint; return the statements that make them again."""
        found = self.connection.execute(_INDEXES[self.kind]).fetchall()
        for name, _statement in found:
            self.connection.execute(f'DROP INDEX "{name}"')
        return [statement for _name, statement in found]

    def number_on(self, table: str, key: str = "id") -> None:
        """Let the next row's number follow the highest (SQLite does that by itself)."""
        if self.kind != SQLITE:
            self.connection.execute(
                f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{key}'), max({key})) FROM \"{table}\""  # noqa: S608  ours
            )


@contextmanager
def bulk(store: Store) -> Iterator[Bulk]:
    """Open a store for loading; what was loaded is there as a whole or not at all."""
    if store.kind == SQLITE:
        connection = driver().connect(store.place, isolation_level=None)
        for pragma in ("foreign_keys=OFF", "journal_mode=MEMORY", "synchronous=OFF", "cache_size=-400000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
    else:
        connection = psycopg.connect(store.place)
        connection.execute("SET session_replication_role = replica")
    try:
        loader = Bulk(store.kind, connection)
        indexes = loader.without_indexes()
        yield loader
        for statement in indexes:
            connection.execute(statement)
        connection.commit()
    finally:
        connection.close()


def settle_down(store: Store) -> None:
    """Leave the database as after a quiet night: statistics on PostgreSQL, no log to replay on SQLite."""
    if store.kind == SQLITE:
        connection = driver().connect(store.place)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        connection = psycopg.connect(store.place, autocommit=True)
        connection.execute("VACUUM ANALYZE")
    connection.close()


def _converted(rows: Iterable[Row], converts: Sequence[Convert | None]) -> Iterator[Row]:
    # Few values stand in many rows: a day, a state.
    known = [(place, lru_cache(4096)(convert)) for place, convert in enumerate(converts) if convert]
    for row in rows:
        values = list(row)
        for place, convert in known:
            values[place] = convert(values[place])
        yield values
