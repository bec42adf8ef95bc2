"""The pages of requirements: the list with its gaps, one with its history, the form without scripts, what a draft shows."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.client import Client, Page
from tests.completion import desk, making
from tests.completion.desk import FILLED, LIST, TODAY, Desk, asked, of_the_file, publish, versions
from tests.completion.test_reconciling import leave
from tests.conftest import Clock
from training.completion import drafting
from training.core.permissions import Role


@pytest.fixture
def house(app: Flask, client: Client, clock: Clock) -> Desk:
    clock.set(making.noon(TODAY))
    return Desk(client)


def numbers(page: Page) -> dict[str, list[str]]:
    found = {}
    for row in page.soup.select("section[aria-labelledby=numbers] tbody tr"):
        found[row.th.get_text()] = [cell.get_text() for cell in row.select("td")]
    return found


# --- all the way ------------------------------------------------------------------------------------------------------


def test_a_requirement_is_written_reckoned_and_put_into_force(app: Flask, client: Client, clock: Clock, house: Desk):
    page = client.submit(client.get(f"{LIST}new"), FILLED, action="/new")
    assert (page.status, page.heading[:21]) == (200, "It is being reckoned.")
    assert page.headers["Refresh"] == "2", "without scripts the page looks again by itself"
    desk.reckon(app, clock, TODAY)
    page = client.get(page.path)
    assert page.heading == "Nothing is changed yet. 1 person would come in."
    assert "Refresh" not in page.headers
    assert numbers(page)["People who have it"] == ["0", "1"]
    assert numbers(page)["Hours: once"] == ["0", "0"]
    assert "Ford, Dana Treasury" in page.words and "All who work in Finance" in page.words
    page = client.submit(page, action="/put-into-force")
    assert page.heading == "Phones on tables"
    desk.reckon(app, clock, TODAY)
    page = client.get(page.path)
    for told in ("Within 20 days of the start", "Marek Lindholm", "Law 1", "Three in a week"):
        assert told in page.words
    assert len(making.duties(house.dana)) == 1
    assert making.duties(house.ravi) == []
    page = client.get(LIST)
    assert page.heading.startswith("One requirement holds.")
    assert "Lindholm, Marek · 1 clause · from the desk" in page.words


def test_a_change_says_what_was_otherwise_before_and_after_it(app: Flask, client: Client, clock: Clock, house: Desk):
    publish(of_the_file("rule"))
    desk.reckon(app, clock, TODAY)
    page = client.get(f"{LIST}rule/edit")
    changed = FILLED | {"title": "Phones on tables", "everybody": "y"}
    page = client.submit(page, changed, action="/edit")
    assert page.status == 200, page.errors
    desk.reckon(app, clock, TODAY)
    page = client.get(page.path)
    assert page.heading == "Nothing is changed yet. 2 people would go out, 1 person would stay."
    told = [row.get_text(" ", strip=True) for row in page.soup.select("section[aria-labelledby=changes] tbody tr")]
    assert "For whom Everybody All who work in Finance" in told
    assert "Due Within 30 days of the start Within 20 days of the start" in told
    client.submit(page, action="/put-into-force")
    history = client.get(f"{LIST}rule").soup.select_one("section[aria-labelledby=history]")
    assert history is not None
    entries = [" ".join(one.get_text(" ", strip=True).split()) for one in history.select("ol > li")]
    assert entries[0].startswith("Mon 23 Nov 2026 Marek Lindholm Version 2 Three in a week")
    assert entries[1].startswith("Mon 23 Nov 2026 the file Version 1 As requirements.yaml says it.")


def test_old_numbers_stand_beside_the_new_ones(app: Flask, client: Client, clock: Clock, house: Desk):
    page = client.submit(client.get(f"{LIST}new"), FILLED, action="/new")
    desk.reckon(app, clock, TODAY)
    make.person(department=house.get(house.finance), site=house.site)
    page = client.submit(client.get(page.path), action="/put-into-force")
    assert page.heading.startswith("It is being reckoned.")
    desk.reckon(app, clock, TODAY)
    page = client.get(page.path)
    assert "have changed since it was reckoned" in page.words
    assert numbers(page)["Come in"] == ["", "2", "1"]
    page = client.submit(page, action="/discard")
    assert page.path == LIST
    assert versions("phones-on-tables") == []


def test_a_draft_is_written_over(app: Flask, client: Client, clock: Clock, house: Desk):
    page = client.submit(client.get(f"{LIST}new"), FILLED | {"proof": "A letter"}, action="/new")
    desk.reckon(app, clock, TODAY)
    again = client.get(page.path).soup.select_one('a.button[href*="draft="]')
    assert again is not None
    page = client.get(str(again["href"]))
    boxes = [one["value"] for one in page.soup.select('input[type="checkbox"][checked]')]
    assert boxes == ["course:course", "law.1"]
    assert page.soup.select_one("#owner")["value"] == "marek@alderfinch.example"  # type: ignore[index]
    assert page.soup.select_one("#proof")["value"] == "A letter"  # type: ignore[index]
    page = client.submit(page, {"clauses": "law.1", "satisfied_by": "course:course", "grace_days": "5"}, action="/new")
    assert desk.states() == ["discarded", "reckoning"]


# --- ends and calls ---------------------------------------------------------------------------------------------------


def test_ending_asks_why_and_bringing_back_too(app: Flask, client: Client, clock: Clock, house: Desk):
    publish(of_the_file("rule"), on=date(2026, 11, 2))
    desk.reckon(app, clock, TODAY)
    page = client.get(f"{LIST}rule/end")
    assert "3 people have it now" in page.words
    assert client.submit(page, {"reason": " "}, action="/end").status == 422
    page = client.submit(page, {"reason": "The law has changed"}, action="/end")
    assert "It ended on Monday 23 November 2026" in page.words
    assert "Ended The law has changed" in page.words
    page = client.get(LIST)
    assert page.heading.startswith("No requirement holds.")
    assert "ended on Mon 23 Nov 2026" in page.words
    page = client.submit(client.get(f"{LIST}rule/bring-back"), {"reason": "It has changed back"}, action="/bring-back")
    assert "It ended on" not in page.words
    assert "Version 2 It has changed back" in page.words


def test_calling_now_says_how_many_are_asked(app: Flask, client: Client, clock: Clock, house: Desk):
    publish(
        of_the_file("rule", due={"kind": "on-event", "event": "incident", "days": 5}, renewal_months=None),
        of_the_file("plain"),
    )
    page = client.get(f"{LIST}rule")
    assert "Not called yet" in page.words
    page = client.get(f"{LIST}rule/call")
    assert "3 people are asked from today on." in page.words
    page = client.submit(page, {"reason": "A phone was stolen in Leeds"}, action="/call")
    assert "Called on Mon 23 Nov 2026" in page.words
    assert "A phone was stolen in Leeds" in page.words
    assert client.get(f"{LIST}plain/call").status == 404
    assert client.post(f"{LIST}rule/call", {"reason": "Twice"}).status == 409


# --- gaps, rights, statements -----------------------------------------------------------------------------------------


def test_the_gaps_are_listed(app: Flask, client: Client, clock: Clock, house: Desk):
    publish(
        of_the_file("finance", title="Payments", audience={"departments": ["Finance"]}, owner="E-1"),
        of_the_file("nobody", title="For nobody", audience={"sites": ["OSLO"]}),
    )
    desk.reckon(app, clock, TODAY)
    page = client.get(LIST)
    lines = [line.get_text(" ", strip=True) for line in page.soup.select(".lines li")]
    assert lines[0].startswith("2 people are under no requirement")
    assert lines[1].startswith("1 requirement lacks people or an owner")
    without = page.soup.select_one("section[aria-labelledby=without]")
    lacking = page.soup.select_one("section[aria-labelledby=lacking]")
    assert without is not None
    assert [one.get_text(" ", strip=True) for one in without.select("li")] == [
        "Lindholm, Marek Legal",
        "Nair, Ravi Legal",
    ]
    assert lacking is not None
    assert [one.get_text(" ", strip=True) for one in lacking.select("li")] == [
        "For nobody takes in nobody, has no owner"
    ]
    leave(house.dana, TODAY - timedelta(days=1))
    assert "Payments takes in nobody, had Dana Ford as its owner, who has left" in client.get(LIST).words or (
        "had Dana Ford as its owner, who has left" in client.get(LIST).words
    )


def test_ten_names_and_a_count(client: Client, house: Desk):
    for number in range(12):
        make.person(f"P{number:02d}", "Aa", department=house.get(house.legal), site=house.site)
    page = client.get(LIST)
    without = page.soup.select_one("section[aria-labelledby=without]")
    assert without is not None
    assert len(without.select("li")) == 10
    assert "and 5 more" in without.get_text()


def test_who_manages_one_department_sees_its_numbers_and_changes_nothing(
    app: Flask, client: Client, clock: Clock, house: Desk
):
    publish(of_the_file("rule"))
    desk.reckon(app, clock, TODAY)
    other = Client(app)
    team = house.get(house.finance)
    make.sign_in(other, make.person(department=team), role=Role.SECURITY_TEAM, department=team)
    page = other.get(LIST)
    assert page.status == 200
    assert page.soup.select_one("td.number").get_text(strip=True) == "1", "only Dana is in Finance and has it"  # type: ignore[union-attr]
    assert "Lindholm" not in page.words
    assert not page.soup.select('a[href$="/new"]')
    page = other.get(f"{LIST}rule")
    assert page.status == 200
    assert not page.soup.select('a[href$="/edit"], a[href$="/end"]')
    draft = desk.draft(desk.officer(), asked(title="Secret plan"), TODAY)
    for path in ("new", "rule/edit", "rule/end", "rule/bring-back", "rule/call", f"drafts/{draft}"):
        assert other.get(LIST + path).status == 404, path
    for path in (
        "new",
        "rule/edit",
        "rule/end",
        f"drafts/{draft}/put-into-force",
        f"drafts/{draft}/discard",
        "audience",
    ):
        assert other.post(LIST + path, FILLED).status == 404, path
    assert "Secret plan" not in other.get(LIST).words, "drafts are not theirs to see"


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.MANAGER, Role.AUDITOR])
def test_nobody_else_sees_them(app: Flask, client: Client, house: Desk, role: Role):
    other = Client(app)
    make.sign_in(other, make.person(), role=role)
    publish(of_the_file("rule"))
    for path in ("", "rule", "new", "rule/edit"):
        assert other.get(LIST + path).status == 404


def test_statements_do_not_grow(app: Flask, client: Client, clock: Clock, house: Desk, statements: Any):
    publish(of_the_file("rule"))
    desk.reckon(app, clock, TODAY)
    client.get(LIST)
    found = {}
    for few in (True, False):
        if not few:
            publish(of_the_file("rule"), *(of_the_file(f"more-{n}", clauses=["law.1"]) for n in range(5)))
            for number in range(20):
                make.person(f"P{number}", department=house.get(house.finance), site=house.site)
            desk.reckon(app, clock, TODAY)
            desk.draft(desk.officer(), asked(title="Another"), TODAY)
        for path in ("", "rule", "new", "rule/edit"):
            with statements() as counted:
                client.get(LIST + path)
            found[few, path] = len(counted)
    assert {path: count for (few, path), count in found.items() if few} == {
        path: count for (few, path), count in found.items() if not few
    }
    assert {path: count for (few, path), count in found.items() if few} == {"": 5, "rule": 8, "new": 8, "rule/edit": 14}


def test_the_reckoning_shows_how_far_it_is(app: Flask, client: Client, house: Desk):
    page = client.submit(client.get(f"{LIST}new"), FILLED, action="/new")
    assert "Looking for the people whom it concerns" in page.words
    assert drafting.CALLED == ("incident", "bulletin")
