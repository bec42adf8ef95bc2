"""The two kinds of transaction: no update is lost, and what only looks cannot write."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, insert, select, update
from sqlalchemy.exc import DBAPIError, OperationalError

from tests.databases import Store
from tests.make import NOW
from training.core.db import database, savepoint, writing
from training.core.site import Setting
from training.core.sqlite import engine_options

THREADS, ROUNDS = 8, 50


def start_counter() -> None:
    with writing():
        database.session.execute(insert(Setting).values(key="counter", value=0, changed_at=NOW))


def counter() -> Any:
    return database.session.scalar(select(Setting.value).where(Setting.key == "counter"))


def in_threads(work: Any) -> None:
    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_update_is_lost(app: Flask) -> None:
    """Eight threads read, then write, fifty times each: the counter says 400."""
    start_counter()

    def work() -> None:
        for _ in range(ROUNDS):
            with app.app_context(), writing():
                row = select(Setting.value).where(Setting.key == "counter").with_for_update()
                value = database.session.scalar(row)
                database.session.execute(update(Setting).where(Setting.key == "counter").values(value=value + 1))

    in_threads(work)
    database.session.rollback()
    assert counter() == THREADS * ROUNDS


def test_control_the_drivers_own_transactions_lose_updates(app: Flask, store: Store) -> None:
    """With the driver's defaults on SQLite the same work loses updates or fails: the test above can fail."""
    if store.kind != "sqlite":
        return
    start_counter()
    database.session.remove()
    engine = create_engine(store.url, **engine_options(store.url))
    failures = []

    def work() -> None:
        for _ in range(ROUNDS):
            try:
                with engine.begin() as connection:
                    value = connection.scalar(select(Setting.value).where(Setting.key == "counter"))
                    connection.execute(update(Setting).where(Setting.key == "counter").values(value=value + 1))
            except OperationalError as error:
                failures.append(error)

    in_threads(work)
    engine.dispose()
    assert counter() < THREADS * ROUNDS


def test_what_only_looks_cannot_write(app: Flask) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        database.session.execute(insert(Setting).values(key="x", value=1, changed_at=NOW))
    database.session.rollback()
    start_counter()
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        database.session.execute(update(Setting).values(value=1))
    database.session.rollback()
    assert counter() == 0


def test_raising_undoes_everything_and_a_savepoint_only_its_own(app: Flask) -> None:
    start_counter()
    with pytest.raises(ValueError, match="stop"), writing():
        database.session.execute(update(Setting).values(value=1))
        raise ValueError("stop")
    assert counter() == 0
    with writing():
        database.session.execute(update(Setting).values(value=2))
        with pytest.raises(ValueError, match="stop"), savepoint():
            database.session.execute(update(Setting).values(value=3))
            raise ValueError("stop")
    assert counter() == 2


def test_sqlite_is_set_up_for_power_cuts(app: Flask, store: Store) -> None:
    if store.kind != "sqlite":
        return
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 10000,
    }
    with database.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert found == wanted
