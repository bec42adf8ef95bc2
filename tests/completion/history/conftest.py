"""Four people, a course that they owe, and somebody who may bring in what an older system knew."""

from datetime import date

import pytest
from flask import Flask

from tests.client import Client
from tests.completion import elsewhere, making
from tests.completion.elsewhere import START, TODAY
from training.completion import history_importing


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_importing, "BREATH", 0)


@pytest.fixture
def course(app: Flask) -> int:
    found = making.subject("phishing")
    making.publish(making.written("phishing-each-year", satisfied_by=({"course": "phishing"},)), on=START)
    return found


@pytest.fixture
def people(course: int) -> list[int]:
    ids = [
        making.person(
            given=f"Given{n}", external_id=f"{n}", email=f"p{n}@alderfinch.example", started_on=date(2024, 1, 8)
        )
        for n in range(1001, 1005)
    ]
    making.reconcile(TODAY)
    return ids


@pytest.fixture
def security(people: list[int], client: Client) -> Client:
    elsewhere.security(client, external_id=None)
    making.reconcile(TODAY)
    return client
