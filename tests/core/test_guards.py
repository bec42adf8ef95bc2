"""Facts cannot be rewritten, not even past the program; intervals only retire, once."""

import pytest
from flask import Flask
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from tests import make
from tests.databases import Store
from training.audit.models import Event
from training.audit.service import Happening, record
from training.core.db import database, scoped, writing
from training.core.guards import GUARDS, expected, installed
from training.people.models import Membership


def refused(statement: object) -> None:
    with pytest.raises(DBAPIError, match="facts are never rewritten"), writing():
        database.session.execute(statement)  # type: ignore[call-overload]


@pytest.fixture
def event(app: Flask) -> None:
    with writing():
        record(Happening("tested", "nothing", None, {"name": "Amara"}), actor_id=None, now=make.NOW)


def test_the_live_database_has_the_guards_of_the_list(app: Flask, store: Store) -> None:
    assert installed(database.session.connection()) == expected(store.kind)
    assert {guard.table for guard in GUARDS} >= {
        "completion",
        "event",
        "answer",
        "edition",
        "attendance_record",
        "registration_event",
    }


@pytest.mark.usefixtures("event")
def test_a_fact_is_neither_changed_nor_deleted() -> None:
    refused(update(Event).values(action="another"))
    refused(delete(Event))


@pytest.mark.usefixtures("event")
def test_the_seal_is_set_once() -> None:
    with writing():
        database.session.execute(update(Event).values(seq=1))
    refused(update(Event).values(seq=2))
    refused(update(Event).values(seq=None))


@pytest.mark.usefixtures("event")
def test_no_way_round(store: Store) -> None:
    ways = {
        "sqlite": ["INSERT OR REPLACE INTO event SELECT * FROM event", "DELETE FROM event"],
        "postgresql": ["TRUNCATE event CASCADE", "DELETE FROM event"],
    }
    for way in ways[store.kind]:
        refused(text(way).execution_options(scoped="test"))


def test_an_interval_retires_once_and_changes_in_no_other_way(app: Flask) -> None:
    make.person()
    refused(scoped(update(Membership).where(Membership.id > 0).values(title="Director"), by="test"))
    with writing():
        database.session.execute(update(Membership).where(Membership.id > 0).values(retired_at=make.NOW))
    refused(update(Membership).where(Membership.id > 0).values(retired_at=None))
