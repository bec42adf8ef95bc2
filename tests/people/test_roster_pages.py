"""The pages of the roster as a person without JavaScript uses them: send, read the plan, say yes."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.client import Client, Page
from tests.conftest import Clock
from training.core.db import database, scoped, writing
from training.core.links import Links
from training.core.permissions import Role
from training.jobs.models import Job
from training.jobs.rules import MOST_ATTEMPTS, JobState
from training.jobs.worker import Tools, run_due
from training.people import importing, work
from training.people.models import Person, RosterImport
from training.people.rules import ImportState

HEADER = "external_id,given,family,email,department,site,site_name,site_zone,site_city,manager,leads,title"
DANA = "1001,Dana,Ford,dana@alderfinch.example,Operations,LEEDS,Leeds,Europe/London,Leeds,,yes,Head"
RAVI = "1002,Ravi,Nair,ravi@alderfinch.example,Operations / Night shift,LEEDS,,,,1001,,Clerk"


@pytest.fixture
def security(app: Flask, client: Client) -> Client:
    make.sign_in(client, make.person(external_id=None), role=Role.SECURITY_TEAM)
    return client


def send(client: Client, *lines: str, complete: bool = False) -> Page:
    page = client.get("/admin/roster/")
    data: dict[str, Any] = {"file": (BytesIO("\n".join(lines).encode()), "people.csv")}
    return client.submit(page, data | ({"complete": "y"} if complete else {}))


def work_off(app: Flask) -> None:
    """Carry out what is due, but leave the duties to the room above."""
    world = app.extensions["muster"].world
    with writing():
        database.session.execute(update(Job).where(Job.kind == "completion.reconcile").values(state=JobState.DONE))
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
    assert page.heading == "Nothing is changed yet. 2 new."
    assert "Refresh" not in page.headers
    assert "Ravi Nair (1002)" in page.words
    assert "Operations / Night shift · LEEDS" in page.words
    page = security.submit(page, action="/apply")
    assert page.heading.startswith("The changes are being made.")
    work_off(app)
    page = security.get(page.path)
    assert page.heading.startswith("The roster is up to date.")
    assert "applied" in security.get("/admin/roster/").words


def people() -> list[str | None]:
    database.session.rollback()
    known = (
        select(Person.external_id)
        .where(Person.external_id.is_not(None), Person.left_on.is_(None))
        .order_by(Person.external_id)
    )
    return list(database.session.scalars(scoped(known, by="test")))


def state() -> ImportState:
    database.session.rollback()
    return database.session.scalars(select(RosterImport.state).order_by(RosterImport.id.desc())).first()


def test_shows_every_fault_with_line_and_cure_and_changes_nothing(app: Flask, security: Client) -> None:
    page = planned(app, security, HEADER, DANA, "1002,Ravi,Nair,ravi,Operations,LEDS,,,,77,,")
    assert page.heading == "Nothing was changed. 3 faults stand in the way."
    told = [[cell.get_text() for cell in row.select("th, td")][:2] for row in page.soup.select("table tbody tr")]
    assert told == [["3", "email"], ["3", "manager"], ["3", "site"]], "all that is wrong is told at once"
    assert "Write it like name@company.example." in page.words
    assert not page.soup.select('form[action$="/apply"]')
    assert people() == []
    security.submit(page, action="/discard")
    assert state() is ImportState.DISCARDED


def test_a_file_must_be_chosen(security: Client) -> None:
    page = security.submit(security.get("/admin/roster/"))
    assert page.status == 422
    assert page.title.startswith("Error:")
    assert "Choose the file" in page.words


def test_nothing_to_change_offers_nothing_to_apply(app: Flask, security: Client) -> None:
    applied(app, security, HEADER, DANA)
    page = planned(app, security, HEADER, DANA)
    assert page.heading.startswith("Nothing to change.")
    assert not page.soup.select('form[action$="/apply"]')


def test_a_discarded_plan_does_not_happen(app: Flask, security: Client) -> None:
    page = planned(app, security, HEADER, DANA)
    shown = security.submit(page, action="/discard")
    assert "The plan is discarded. Nothing was changed." in shown.soup.get_text(" ", strip=True)
    assert security.submit(page, action="/apply").status == 409
    work_off(app)
    assert people() == []


def test_a_file_discarded_while_it_is_read_stays_discarded(app: Flask, security: Client) -> None:
    page = send(security, HEADER, DANA)
    security.post(f"{page.path}/discard")
    work_off(app)
    assert state() is ImportState.DISCARDED


def test_the_numbers_open_the_first_of_each_kind(app: Flask, security: Client) -> None:
    page = planned(
        app, security, HEADER, *(DANA.replace("1001", f"2{n:03}").replace("dana@", f"p{n}@") for n in range(60))
    )
    assert [link["href"] for link in page.soup.select("td.number a")] == ["#new", "#departments", "#sites", "#leads"]
    rows = page.soup.select_one('section[aria-labelledby="new"]').select("tbody tr")
    assert len(rows) == 50
    assert "and 10 more" in page.words


def test_many_leavers_need_a_second_yes(app: Flask, security: Client) -> None:
    applied(app, security, HEADER, DANA, RAVI)
    page = planned(app, security, HEADER, DANA, complete=True)
    assert "1 of 2 people would leave: more than one in ten." in page.words
    refused = security.submit(page, action="/apply")
    assert refused.status == 422
    assert "Confirm that so many people have left" in refused.errors[0]
    assert refused.title.startswith("Error:")
    assert people() == ["1001", "1002"]
    security.submit(refused, {"many_leavers": "y"}, action="/apply")
    work_off(app)
    assert people() == ["1001"]


def test_a_plan_that_has_grown_old_is_made_anew_and_asked_again(app: Flask, security: Client) -> None:
    page = planned(app, security, HEADER, DANA, RAVI)
    applied(app, security, HEADER, DANA)
    security.submit(page, action="/apply")
    work_off(app)
    assert people() == ["1001"], "what was agreed to would not be what happens"
    again = security.get(page.path)
    assert "The plan was made anew" in again.words
    assert [
        cell.get_text() for cell in again.soup.select_one('section[aria-labelledby="numbers"] tbody tr').select("td")
    ] == ["1 New", "2"]
    assert security.submit(page, action="/apply").status == 409, "the first plan's yes is not a yes to the second"
    security.submit(again, action="/apply")
    work_off(app)
    assert people() == ["1001", "1002"]


def test_a_plan_of_yesterday_holds_today(app: Flask, security: Client, clock: Clock) -> None:
    page = planned(app, security, HEADER, DANA)
    clock.forward(hours=11)
    security.submit(page, action="/apply")
    clock.forward(hours=6)
    work_off(app)
    assert state() is ImportState.APPLIED
    known = database.session.scalars(scoped(select(Person).where(Person.external_id == "1001"), by="test")).one()
    assert clock().date() == date(2026, 11, 24)
    assert known.email == "dana@alderfinch.example"


def test_an_import_that_broke_is_finished_by_the_next_try(
    app: Flask, security: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = planned(app, security, HEADER, DANA, RAVI)
    security.submit(page, action="/apply")
    whole = importing.applying.change_memberships

    def broken(*_arguments: Any, **_named: Any) -> None:
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(importing.applying, "change_memberships", broken)
    work_off(app)
    assert state() is ImportState.APPLYING
    assert people() == ["1001", "1002"], "the first parts are in"
    monkeypatch.setattr(importing.applying, "change_memberships", whole)
    clock.forward(minutes=5)
    work_off(app)
    assert state() is ImportState.APPLIED
    assert planned(app, security, HEADER, DANA, RAVI).heading.startswith("Nothing to change.")


def test_an_import_that_is_given_up_says_so_and_blocks_nobody(
    app: Flask, security: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = planned(app, security, HEADER, DANA)
    other = planned(app, security, HEADER, "1003,Ada,Min,,Finance,OSLO,Oslo,Europe/Oslo,Oslo,,,Clerk")
    security.submit(page, action="/apply")
    assert "Another roster is being applied" in security.submit(other, action="/apply").words

    def broken(*_arguments: Any, **_named: Any) -> None:
        raise RuntimeError("it never works")

    whole = importing.applying.add_people
    monkeypatch.setattr(importing.applying, "add_people", broken)
    for _try in range(MOST_ATTEMPTS):
        work_off(app)
        clock.forward(hours=7)
    monkeypatch.setattr(importing.applying, "add_people", whole)
    make.sign_in(security, make.person(external_id=None), role=Role.SECURITY_TEAM)
    assert security.get(page.path).heading.startswith("The import stopped.")
    security.submit(security.get(other.path), action="/apply")
    work_off(app)
    assert security.get(other.path).heading.startswith("The roster is up to date.")


def test_only_those_who_may_import_for_the_whole_company(app: Flask, client: Client) -> None:
    part = make.department("Part")
    for role, place in ((Role.EMPLOYEE, None), (Role.MANAGER, None), (Role.SECURITY_TEAM, part)):
        make.sign_in(client, make.person(), role=role, department=place)
        assert client.get("/admin/roster/").status == 404, role
        assert client.post("/admin/roster/", {"file": (BytesIO(b"x"), "x.csv")}).status == 404, role
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    assert client.get("/admin/roster/").status == 200
    assert client.get(f"/admin/roster/{'0' * 12}").status == 404


def test_the_page_of_an_import_takes_few_statements(app: Flask, security: Client, statements: Any) -> None:
    page = planned(app, security, HEADER, DANA)
    with statements() as counted:
        security.get(page.path)
    assert len(counted) <= 2, "who looks, the import"
