"""Fixtures of the whole suite: both databases, an application with a clock of its own, and a browser with house rules."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event
from xdist.scheduler import LoadScopeScheduling

from tests import databases, scoping
from tests import mailbox as mailboxes
from tests.catalogue.making import right_files, write
from tests.client import Client
from tests.databases import KINDS, Store
from tests.mailbox import Mailbox
from training.app import create_app
from training.core.db import Base, database
from training.core.settings import Mode, Settings
from training.core.world import World, new_token

os.environ.pop("FLASK_DEBUG", None)
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", databases.fast_root())
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """The world's clock in tests: it stands still until it is set."""

    moment: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.moment

    def set(self, moment: datetime) -> None:
        self.moment = moment

    def forward(self, **span: float) -> datetime:
        self.moment += timedelta(**span)
        return self.moment


@dataclass
class Postbox:
    """Takes what the mail job sends. Tests of mail itself use a real SMTP server instead."""

    sent: list[EmailMessage] = field(default_factory=list)

    def __call__(self, message: EmailMessage) -> None:
        self.sent.append(message)


@dataclass(frozen=True)
class Built:
    """An application on one store, built once in each test process."""

    app: Flask
    store: Store
    clock: Clock
    postbox: Postbox
    template: Path | None


_built: dict[str, Built] = {}


def settings_for(url: str, folder: Path, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "mode": Mode.TEST, "secret_key": "only for tests: 7c1f0d52b8e94a6f", "site_url": "http://localhost", "instance": folder,
        "database_url": url, "mail_from": "training@alderfinch.example",
        "courses": write(folder / "courses-of-tests", right_files()),
    }  # fmt: skip
    return Settings(**(values | changes))


def _build(kind: str, folder: Path) -> Built:
    url = (
        f"sqlite:///{folder / 'muster.sqlite3'}"
        if kind == "sqlite"
        else databases.make_postgresql(f"muster_{databases.WORKER}")
    )
    clock, postbox = Clock(), Postbox()
    app = create_app(settings_for(url, folder), World(now=clock, token=new_token, post=postbox))
    with app.app_context():
        upgrade()
        scoping.listen(database.engine)
        database.engine.dispose()
    template = None
    if kind == "sqlite":
        template = folder / "template.sqlite3"
        shutil.copy(folder / "muster.sqlite3", template)
    return Built(app, Store(kind, url, folder), clock, postbox, template)


def _empty(built: Built) -> None:
    with built.app.app_context():
        if built.template is not None:
            database.engine.dispose()
            for left in built.store.folder.glob("muster.sqlite3-*"):
                left.unlink()
            shutil.copy(built.template, built.store.folder / "muster.sqlite3")
            return
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.connection.driver_connection.read_only = False
            databases.empty_postgresql(connection, [table.name for table in Base.metadata.tables.values()])


def fresh(kind: str, folders: pytest.TempPathFactory) -> Built:
    """Return the application on this kind of database: built once, empty each time, its clock at the usual Monday."""
    if kind not in _built:
        _built[kind] = _build(kind, folders.mktemp(kind))
    found = _built[kind]
    _empty(found)
    found.clock.set(MONDAY)
    found.postbox.sent.clear()
    found.app.extensions["muster"].memory.forget()
    return found


@pytest.fixture(params=KINDS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return fresh(request.param, tmp_path_factory)


OWN_DATABASES = ("tests/browser", "tests/cli", "tests/demo", "tests/faults", "tests/shape")
"""Tests that start databases of their own beside the shared ones."""


@pytest.fixture(autouse=True)
def _pure_tests_reach_no_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "built" not in request.fixturenames and not request.node.nodeid.startswith(OWN_DATABASES):
        monkeypatch.setattr("sqlalchemy.engine.Engine.connect", _refuse_database)


def _refuse_database(*_: Any, **__: Any) -> None:
    pytest.fail("a pure test reaches for a database: ask for `app` or `store`, or leave the database out")


@pytest.fixture
def store(built: Built) -> Store:
    """The database of this test: empty, migrated, SQLite and PostgreSQL in turn."""
    return built.store


@pytest.fixture
def app(built: Built) -> Iterator[Flask]:
    """The application inside an application context, for verbs and queries."""
    with built.app.app_context():
        yield built.app


@pytest.fixture
def clock(built: Built) -> Clock:
    return built.clock


@pytest.fixture
def postbox(built: Built) -> Postbox:
    return built.postbox


@pytest.fixture
def client(built: Built) -> Client:
    """A browser without JavaScript: every page it fetches must keep the house rules."""
    return Client(built.app)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real SMTP server."""
    with mailboxes.running() as box:
        yield box


@pytest.fixture
def another_app(built: Built) -> Any:
    """Build an application on the same store with other settings."""

    def build(**changes: Any) -> Flask:
        old = built.app.extensions["muster"].settings
        house = built.app.extensions["muster"]
        return create_app(Settings(**(old.model_dump() | changes)), replace(house.world))

    return build


@dataclass
class Counted:
    """The statements that reached the database, without the signs of transactions."""

    texts: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)


@contextmanager
def count_statements(app: Flask) -> Iterator[Counted]:
    counted = Counted()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "SET ")):
            counted.texts.append(statement)

    with app.app_context():
        engine = database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def statements(built: Built) -> Any:
    """`with statements() as counted:` … `len(counted)`."""
    return lambda: count_statements(built.app)


class Scheduling(LoadScopeScheduling):
    """Hands out single tests in their random order, those that take long first, but the demonstration as one piece.

    What fills a database for a quarter of a minute is done once. xdist's own groups do not work with pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "demo" if nodeid.startswith(ONE_PIECE) else nodeid


ONE_PIECE = "tests/demo/test_demonstration.py"
LONG = (ONE_PIECE, "tests/browser", "tests/cli", "tests/faults", "tests/seminars/test_seat_machine.py")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    return Scheduling(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_sessionfinish() -> None:
    for found in _built.values():
        with found.app.app_context():
            database.engine.dispose()
    databases.stop_servers()
