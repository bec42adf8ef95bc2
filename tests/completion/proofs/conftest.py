"""A requirement that accepts proof, and Amara who owes it."""

from datetime import date

import pytest
from flask import Flask

from tests import make
from tests.client import Client
from tests.completion import elsewhere, making
from tests.completion.elsewhere import TODAY
from training.people.models import Person


@pytest.fixture
def asked(app: Flask) -> tuple[int, int]:
    return elsewhere.accepting()


@pytest.fixture
def amara(asked: tuple[int, int], client: Client) -> Person:
    person = elsewhere.detached(make.employee(client, given="Amara", family="Okafor", started_on=date(2026, 11, 2)))
    making.reconcile(TODAY)
    return person
