"""The working week of a site: read, changed, and refused where no day is left."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from training.audit.models import Event
from training.core.db import database
from training.core.permissions import Role
from training.people.models import Site


def kept() -> tuple[str, list[str]]:
    database.session.rollback()
    row: Any = database.session.execute(select(Site.working_days, Site.days_off).where(Site.name == "Leeds")).one()
    return row[0], row[1]


def keeper(client: Client) -> str:
    leeds = make.site("Leeds").public_id
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    return f"/desk/sites/{leeds}"


def test_a_working_week_is_kept(app: Flask, client: Client) -> None:
    here = keeper(client)
    page = client.get("/desk/sites/")
    assert "Monday to Friday No days off are entered" in page.words
    page = client.submit(
        client.get(here), {"working_days": ["7", "1", "2"], "days_off": "2026-12-28\n\n 2026-12-25 \n2026-12-25"}
    )
    assert page.path == "/desk/sites/"
    assert "Monday, Tuesday, Sunday 2 days off, the next on Fri 25 Dec 2026" in page.words
    assert kept() == ("127", ["2026-12-25", "2026-12-28"])
    actions = database.session.scalars(select(Event.action).where(Event.action == "working-week-changed")).all()
    assert len(actions) == 1
    page = client.get(here)
    assert [box["value"] for box in page.soup.select("input[type=checkbox][checked]")] == ["1", "2", "7"]


def test_what_is_no_day_is_told_by_its_line_and_kept(app: Flask, client: Client) -> None:
    here = keeper(client)
    typed = "2026-12-25\n31/12/2026\n2026-02-30\nChristmas"
    page = client.submit(client.get(here), {"days_off": typed})
    assert page.status == 422
    told = "Line 2: “31/12/2026” is no day. Line 3: “2026-02-30” is no day. Line 4: “Christmas” is no day."
    assert page.errors == [f"Error: {told} Write each day like 2026-12-25."]
    assert page.soup.textarea.get_text().strip() == typed
    assert kept() == ("12345", [])


def test_a_week_needs_a_working_day(app: Flask, client: Client) -> None:
    here = keeper(client)
    for nothing in ({}, {"working_days": ["8", "x"]}):
        page = client.post(here, {"days_off": "", **nothing})
        assert page.status == 422
        assert page.errors == ["Error: Choose at least one day"]
    assert kept() == ("12345", [])


def test_the_same_week_leaves_no_trace(app: Flask, client: Client) -> None:
    here = keeper(client)
    client.post(here, {"working_days": list("12345"), "days_off": ""})
    assert not database.session.scalars(select(Event.id).where(Event.action == "working-week-changed")).all()


def test_a_site_that_is_not_there(app: Flask, client: Client) -> None:
    keeper(client)
    assert client.get("/desk/sites/000000000000").status == 404
