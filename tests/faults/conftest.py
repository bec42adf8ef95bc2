"""A database whose net below the lock is gone, for the races that must go wrong."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from tests import databases
from tests.conftest import Built, settings_for
from training.app import create_app
from training.core.db import database


@pytest.fixture
def unchecked(built: Built, tmp_path: Path) -> Flask:
    """A private copy of the PostgreSQL database without the net below the lock: no CHECK, no unique queue numbers."""
    with built.app.app_context():
        database.engine.dispose()
    url = databases.make_postgresql(f"race_{databases.WORKER}")
    server = create_engine(
        built.store.url.replace(f"muster_{databases.WORKER}", "postgres"), isolation_level="AUTOCOMMIT"
    )
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "race_{databases.WORKER}"'))
        connection.execute(text(f'CREATE DATABASE "race_{databases.WORKER}" TEMPLATE "muster_{databases.WORKER}"'))
    server.dispose()
    copy = create_engine(url, isolation_level="AUTOCOMMIT")
    with copy.connect() as connection:
        for table, constraint in (
            ("seminar_session", "%seats"),
            ("registration", "uq_registration_session_id_queue_number"),
        ):
            found = text(
                "SELECT conname FROM pg_constraint WHERE conname LIKE :name AND conrelid = CAST(:table AS regclass)"
            )
            names = list(connection.scalars(found, {"name": constraint, "table": table}))
            assert len(names) == 1, names
            connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{names[0]}"'))
    copy.dispose()
    return create_app(settings_for(url, tmp_path))
