"""Which SQLite runs: the wheel's where there is one, since older libraries can corrupt a WAL database."""

import importlib
import sqlite3
from types import ModuleType
from typing import Any

FIRST_SOUND = (3, 51, 3)
"""Earlier releases have the WAL-reset bug, fixed in 3.51.3 of March 2026 (sqlite.org/wal.html)."""


def driver() -> ModuleType:
    """Return pysqlite3 if it is installed, else the standard library's. A process must use only one of the two."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


def version() -> tuple[int, ...]:
    """Return the version of the library in use."""
    return tuple(int(part) for part in driver().sqlite_version.split("."))


def engine_options(url: str) -> dict[str, Any]:
    """Return the engine options for a database address."""
    if url.startswith("sqlite"):
        return {"module": driver(), "connect_args": {"timeout": 10}}
    return {"pool_pre_ping": True, "connect_args": {"options": "-c lock_timeout=10s"}}
