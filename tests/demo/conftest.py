"""The demonstration, filled once on each kind of database for all tests of this folder."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from tests import databases, scoping
from tests.conftest import settings_for
from tests.databases import KINDS
from training.app import create_app
from training.core.db import database
from training.core.settings import ROOT, Mode
from training.core.world import World, new_token
from training.demo.filling import fill

NOW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
"""A Thursday, nine o'clock in Chicago."""


@dataclass(frozen=True)
class Filled:
    """A database with the demonstration in it."""

    kind: str
    app: Flask
    told: list[str]


def fill_anew(kind: str, folder: Path) -> Filled:
    url = f"sqlite:///{folder / 'muster.sqlite3'}"
    if kind == "postgresql":
        url = databases.make_postgresql(f"muster_demo_{databases.WORKER}")
    settings = settings_for(url, folder, mode=Mode.DEMO, courses=ROOT / "courses")
    world = World(now=lambda: NOW, token=new_token, post=_no_post)
    app, told = create_app(settings, world), list[str]()
    with app.app_context():
        upgrade()
        database.engine.dispose()
        scoping.listen(database.engine)
        assert fill(world, settings, echo=told.append)
    return Filled(kind, app, told)


def _no_post(_message: object) -> None:
    raise AssertionError("the demonstration sends no mail")


_filled: dict[str, Filled] = {}
_failed: dict[str, Exception] = {}
"""One filling takes seconds: a broken one is not tried again for every test."""


@pytest.fixture(scope="session")
def filled_on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Filled]]:
    """Return the demonstration on a kind of database; the first one who asks waits for it."""

    def get(kind: str) -> Filled:
        if kind in _failed:
            pytest.fail(f"the filling failed before: {_failed[kind]!r}", pytrace=False)
        if kind not in _filled:
            try:
                _filled[kind] = fill_anew(kind, tmp_path_factory.mktemp(f"demo-{kind}"))
            except Exception as error:
                _failed[kind] = error
                raise
        return _filled[kind]

    yield get
    for filled in _filled.values():
        with filled.app.app_context():
            database.engine.dispose()


@pytest.fixture(params=KINDS)
def filled(request: pytest.FixtureRequest, filled_on: Callable[[str], Filled]) -> Iterator[Filled]:
    """The demonstration inside an application context. Tests look at it and change nothing."""
    found = filled_on(request.param)
    with found.app.app_context():
        yield found
        database.session.rollback()
