"""The pages of the roster as a person without JavaScript uses them: send, read the plan, say yes."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.client import Client, Page
from training.core.db import database
from training.core.links import Links
from training.core.permissions import Role
from training.jobs.worker import Tools, run_due
from training.people import importing, work

HEADER = "external_id,given,family,email,department,site,site_name,site_zone,site_city,manager,leads,title"
DANA = "1001,Dana,Ford,dana@alderfinch.example,Operations,LEEDS,Leeds,Europe/London,Leeds,,yes,Head"
RAVI = "1002,Ravi,Nair,ravi@alderfinch.example,Operations / Night shift,LEEDS,,,,1001,,Clerk"


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BREATH", 0)


@pytest.fixture
def security(app: Flask, client: Client) -> Client:
    make.sign_in(client, make.person(external_id=None), role=Role.SECURITY_TEAM)
    return client


def send(client: Client, *lines: str, complete: bool = False) -> Page:
    page = client.get("/admin/roster/")
    data: dict[str, Any] = {"file": (BytesIO("\n".join(lines).encode()), "people.csv")}
    return client.submit(page, data | ({"complete": "y"} if complete else {}))


def work_off(app: Flask) -> None:
    world = app.extensions["muster"].world
    run_due(work.HANDLERS, Tools(world, Links("http://localhost", "secret", world.now)))
    database.session.remove()


def planned(app: Flask, client: Client, *lines: str, complete: bool = False) -> Page:
    page = send(client, *lines, complete=complete)
    work_off(app)
    return client.get(page.path)


def applied(app: Flask, client: Client, *lines: str, complete: bool = False, **yes: str) -> Page:
    page = planned(app, client, *lines, complete=complete)
    page = client.submit(page, yes, action="/apply")
    work_off(app)
    return client.get(page.path)


def test_sends_plans_and_applies(app: Flask, security: Client) -> None:
    page = send(security, HEADER, DANA, RAVI)
    assert page.heading.startswith("The file is being read.")
    assert page.headers["Refresh"] == "2"
    assert page.soup.select_one("progress")
    work_off(app)
    page = security.get(page.path)
    assert page.heading == "Nothing is changed yet. New 2"
    assert "Refresh" not in page.headers
    assert "Ravi Nair (1002)" in page.words
    assert "Operations / Night shift · LEEDS" in page.words
    page = security.submit(page, action="/apply")
    assert page.heading.startswith("The changes are being made.")
    work_off(app)
    page = security.get(page.path)
    assert page.heading.startswith("The roster is up to date.")
    assert "applied" in security.get("/admin/roster/").words
