"""Pages of risks: the highest first, rated anew with a reason after a look at what it moves, closed and opened."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests import make
from tests.client import Client, Page
from tests.completion import making
from training.audit.models import Event
from training.core.db import database, writing
from training.core.permissions import Role
from training.programme.models import Risk, RiskRating
from training.programme.rules import RiskLevel, level

TODAY = date(2026, 11, 23)
LIST = "/desk/risks/"
FOLLOWS = {
    "kind": "linked-risk",
    "risk": "somebody-pays-a-false-invoice",
    "days": 30,
    "low": 24,
    "medium": 12,
    "high": 6,
    "level": "medium",
}


@pytest.fixture
def desk(app: Flask, client: Client) -> Client:
    make.sign_in(client, make.person("Nadia", "Brandt"), role=Role.SECURITY_TEAM)
    return client


def add(
    desk: Client, title: str = "Somebody pays a false invoice", likelihood: int = 3, impact: int = 3, **values: str
) -> Page:
    told = {"title": title, "likelihood": str(likelihood), "impact": str(impact), "reason": "Two attempts this year."}
    return desk.submit(desk.get(f"{LIST}new"), told | values)


def rate(desk: Client, page: Page, likelihood: int, impact: int, reason: str = "It came closer.") -> Page:
    shown = desk.get(f"{page.path}/rate?likelihood={likelihood}&impact={impact}")
    return desk.submit(shown, {"reason": reason}, action="/rate")


def rows(page: Page) -> list[str]:
    return [row.get_text(" ", strip=True) for row in page.soup.select("table.entries tbody tr")]


# --- the pure rule ----------------------------------------------------------------------------------------------------


def test_the_borders_of_the_levels() -> None:
    products: dict[RiskLevel, set[int]] = {}
    for likelihood in range(1, 6):
        for impact in range(1, 6):
            products.setdefault(level(likelihood, impact), set()).add(likelihood * impact)
    assert products[RiskLevel.LOW] == {1, 2, 3, 4, 5}
    assert products[RiskLevel.MEDIUM] == {6, 8, 9, 10}
    assert min(products[RiskLevel.HIGH]) == 12


# --- the list ---------------------------------------------------------------------------------------------------------


def test_without_risks_the_page_says_what_to_do(desk: Client) -> None:
    page = desk.get(LIST)
    assert page.heading == "No risk is high. No risks in all."
    assert "Add the one that you think of first" in page.words


def test_the_highest_stands_first(desk: Client) -> None:
    make.person("Omar", "Haddad", email="omar@alderfinch.example")
    add(desk, "A laptop is stolen", 2, 2)
    add(desk, "Somebody pays a false invoice", 4, 5, owner=" OMAR@alderfinch.example ")
    add(desk, "A door is held open", 3, 3)
    page = desk.get(LIST)
    assert page.heading == "One risk is high. Three risks in all."
    assert rows(page) == [
        "Somebody pays a false invoice High 4 × 5 = 20 Omar Haddad Mon 23 Nov 2026",
        "A door is held open Medium 3 × 3 = 9 nobody Mon 23 Nov 2026",
        "A laptop is stolen Low 2 × 2 = 4 nobody Mon 23 Nov 2026",
    ]
    lines = desk.get(f"{LIST}risks.csv").text.splitlines()
    assert lines[1].startswith("Somebody pays a false invoice,High,4,5,20,Omar Haddad,2026-11-23")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "Say in a few words what may go wrong"), ({"likelihood": ""}, "Choose how likely it is"),
        ({"impact": "6"}, "Choose how bad it would be"), ({"impact": "5; DROP"}, "Choose how bad it would be"),
        ({"reason": ""}, "Say in a sentence why you see it so"), ({"owner": "nobody@x.example"}, "Nobody who works here has this address."),
        ({"title": "x" * 121}, "Use at most 120 characters"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_told_and_nothing_is_lost(desk: Client, wrong: dict[str, str], said: str) -> None:
    page = add(desk, **wrong)  # type: ignore[arg-type]
    assert page.status == 422
    assert any(said in error for error in page.errors)
    assert "reason" in wrong or page.soup.select_one("#reason")["value"] == "Two attempts this year."
    assert page.title.startswith("Error:")
    assert not database.session.scalars(select(Risk.id)).all()


def test_two_of_one_name_and_one_of_a_page_of_ours_have_addresses_of_their_own(desk: Client) -> None:
    found = [add(desk, title).path for title in ("New", "A door", "A door", "扉")]
    assert len(set(found)) == 4
    assert all(desk.get(path).status == 200 for path in found)
    assert desk.get(f"{LIST}new").heading == "Add a risk"


# --- rating anew ------------------------------------------------------------------------------------------------------


def test_a_rating_stays_beside_the_next_with_its_reason(desk: Client) -> None:
    page = rate(desk, add(desk), 5, 4, "A third attempt, and it was paid.")
    assert page.words.count("High") >= 1
    assert "High: likelihood 5 of 5, impact 4 of 5." in page.words
    assert [row.split(" ", 5)[5] for row in rows(page)] == [
        "High 5 × 4 = 20 A third attempt, and it was paid. Nadia Brandt", "Medium 3 × 3 = 9 Two attempts this year. Nadia Brandt",
    ]  # fmt: skip
    assert database.session.scalars(
        select(Event.action).where(Event.subject_kind == "risk").order_by(Event.id)
    ).all() == ["risk-added", "risk-rated"]


def test_a_rating_cannot_be_rewritten(desk: Client) -> None:
    add(desk)
    for change in ("UPDATE risk_rating SET impact = 1", "DELETE FROM risk_rating"):
        with pytest.raises(DBAPIError, match="never rewritten"), writing():
            database.session.execute(text(change).execution_options(scoped="test"))
    assert database.session.scalars(select(RiskRating.impact)).all() == [3]


def test_a_rating_needs_a_reason(desk: Client) -> None:
    page = rate(desk, add(desk), 5, 5, " ")
    assert page.status == 422 and page.errors
    assert page.heading.startswith("From medium to high.")
    assert len(rows(desk.get(page.path.removesuffix("/rate")))) == 1


def test_what_it_would_change_is_said_before(desk: Client) -> None:
    people = [make.person(started_on=date(2025, 1, 6)).id for _ in range(3)]
    course = making.subject("course")
    making.publish(making.written("payments", title="Payments", due=FOLLOWS, renewal_months=None), on=date(2025, 1, 6))
    making.reconcile(date(2025, 1, 6))
    making.record(people[0], course, date(2026, 3, 1))
    making.record(people[1], course, date(2026, 11, 1))
    page = add(desk)
    assert "Payments" in page.words
    shown = desk.get(f"{page.path}/rate?likelihood=4&impact=4")
    assert shown.heading == "From medium to high. 4 × 4 = 16"
    assert (
        "“Payments” comes again after 6 months instead of 12. The next due day of 2 people moves, and 1 of them is overdue at once."
        in shown.words
    )
    same = desk.get(f"{page.path}/rate?likelihood=2&impact=4")
    assert "It stays as high as it is: medium." in same.words and "Nobody's due day moves by it." in same.words
    assert "1 requirement follows it" in rate(desk, page, 4, 4).text
    assert "Nothing else changes by it." in rate(desk, page, 5, 5).text


@pytest.mark.parametrize("asked", ["", "?likelihood=3", "?likelihood=9&impact=1", "?likelihood=x&impact=1"])
def test_a_look_without_numbers_leads_back(desk: Client, asked: str) -> None:
    page = add(desk)
    assert desk.get(f"{page.path}/rate{asked}").path == page.path


def test_a_first_rating_reaches_what_waited_for_the_risk(desk: Client) -> None:
    making.subject("course")
    making.publish(
        making.written("payments", title="Payments", due=FOLLOWS, renewal_months=None), on=TODAY - timedelta(days=9)
    )
    page = add(desk, likelihood=5, impact=5)
    assert page.path == f"{LIST}somebody-pays-a-false-invoice"
    from tests.completion.test_risk_intervals import versions

    assert [one.due["level"] for one in versions()] == ["medium", "high"]


# --- owner, closing ---------------------------------------------------------------------------------------------------


def test_who_answers_for_it_is_named_and_taken_back(desk: Client) -> None:
    make.person("Omar", "Haddad", email="omar@alderfinch.example")
    page = add(desk)
    wrong = desk.submit(page, {"owner": "nobody@x.example"}, action="/owner")
    assert wrong.status == 422 and "Nobody who works here has this address." in wrong.errors[0]
    assert (
        "Omar Haddad answers for it." in desk.submit(page, {"owner": "omar@alderfinch.example"}, action="/owner").words
    )
    assert "Nobody answers for it yet." in desk.submit(page, {"owner": ""}, action="/owner").words


def test_a_closed_risk_is_kept_and_can_be_opened(desk: Client) -> None:
    page = add(desk)
    listed = desk.submit(page, action="/close")
    assert listed.heading == "No risk is high. No risks in all."
    assert "Closed" in listed.words and len(rows(listed)) == 1
    closed = desk.get(page.path)
    assert "Closed on Mon 23 Nov 2026." in closed.words and not closed.soup.select("#likelihood")
    again = desk.post(f"{page.path}/rate", {"likelihood": "5", "impact": "5", "reason": "x"})
    assert again.status == 409
    opened = desk.submit(closed, action="/open")
    assert not opened.soup.select(".notice.info") and opened.soup.select("#likelihood")


def test_a_risk_that_something_follows_is_not_closed(desk: Client) -> None:
    making.subject("course")
    making.publish(making.written("payments", title="Payments", due=FOLLOWS, renewal_months=None), on=TODAY)
    page = desk.submit(add(desk), action="/close")
    assert page.status == 422
    assert "“Payments” takes its interval from it. Change that requirement first." in page.words


# --- rights and statements --------------------------------------------------------------------------------------------


def test_others_see_no_risk(desk: Client, app: Flask) -> None:
    path, other = add(desk).path, Client(app)
    for role in (None, Role.MANAGER, Role.AUDITOR):
        make.sign_in(other, make.person(), role=role)
        for address in (
            LIST,
            f"{LIST}new",
            path,
            f"{path}/rate?likelihood=1&impact=1",
            f"{LIST}risks.csv",
            f"{LIST}risks.xlsx",
        ):
            assert other.get(address).status == 404
        for act in ("rate", "owner", "close", "open"):
            assert other.post(f"{path}/{act}").status == 404
    assert desk.get(f"{LIST}none").status == 404


def test_statements_do_not_grow_with_risks(desk: Client, statements: Any) -> None:
    path = add(desk).path
    counts = []
    for _ in range(2):
        found = []
        for address in (LIST, path, f"{path}/rate?likelihood=5&impact=5"):
            desk.get(address)
            with statements() as counted:
                desk.get(address)
            found.append(len(counted))
        counts.append(found)
        for number in range(4):
            add(desk, f"Another {number}")
    assert counts[0] == counts[1] == [3, 4, 4]
