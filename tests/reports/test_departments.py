"""The pages of teams: numbers that sum and open, people open first, scopes, statements, the export."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.completion import making
from tests.reports.company import START, TODAY, Company, due_on, figures, people_on, people_through
from training.audit.models import Event
from training.completion import excusing
from training.completion.models import RollUp
from training.completion.rules import ExemptionKind
from training.core.db import database, writing


@pytest.fixture
def company(app: Flask, client: Client) -> Company:
    return Company(client)


@pytest.fixture
def forty_eight(company: Company) -> Company:
    """The numbers of the picture, smaller: 6 done, 2 late, 1 exempt, 3 open, 2 overdue."""
    people = [company.person(number % 2, family=f"Family{number:02d}") for number in range(14)]
    company.publish()
    for person in people[:6]:
        making.record(person, company.course, START + timedelta(days=5))
    with writing():
        new = excusing.NewExemption(people[8], None, ExemptionKind.LEAVE, START, date(2027, 3, 1), "Leave", None)
        excusing.exempt(new, by_person_id=None, now=make.NOW, today=TODAY)
    due_on(people[6:8] + people[12:], TODAY - timedelta(days=10))
    for person in people[6:8]:
        making.record(person, company.course, TODAY - timedelta(days=1))
    return company


def test_the_page_says_its_answer_and_the_parts_sum(forty_eight: Company, client: Client):
    forty_eight.manager()
    page = client.get(f"/departments/{forty_eight.finance}/phishing")
    assert page.status == 200
    assert page.heading == "Finance: 8 of 13 have done it"
    numbers = figures(page)
    assert numbers == [6, 2, 1, 3, 2, 14]
    assert sum(numbers[:5]) == numbers[5]
    assert "8 of 13: the one exempt person does not count." in page.words
    assert "Monday 23 November 2026" in page.words
    assert "Five people have not done it yet" in page.words


def test_people_stand_open_first_and_pages_follow_on(forty_eight: Company, client: Client):
    forty_eight.manager()
    first = client.get(f"/departments/{forty_eight.finance}/phishing")
    assert people_on(first) == [
        "Family12, Person013", "Family13, Person014", "Family09, Person010", "Family10, Person011", "Family11, Person012",
        "Family08, Person009", "Family06, Person007", "Family07, Person008", "Family00, Person001", "Family01, Person002",
    ]  # fmt: skip
    states = [one.get_text(strip=True) for one in first.soup.select("td.cell-state")]
    assert states == ["Overdue"] * 2 + ["Open"] * 3 + ["Exempt"] + ["Done late"] * 2 + ["Done"] * 2
    assert "1 to 10 of 14, open first" in first.words
    assert "Fri 13 Nov · 10 days late" in first.words
    assert "in 10 days" in first.words
    assert "Done 22 Nov, due 13 Nov" in first.words
    assert "On leave until Mon 1 Mar 2027" in first.words
    following = first.soup.select_one("nav.pages a[rel=next]")
    assert following.get_text(strip=True) == "Next 4"
    second = client.get(following["href"])
    assert people_on(second) == [
        "Family02, Person003",
        "Family03, Person004",
        "Family04, Person005",
        "Family05, Person006",
    ]
    assert "11 to 14 of 14" in second.words
    assert second.soup.select_one("nav.pages a[rel=next]") is None
    assert second.soup.select_one("nav.pages a[rel=prev]") is not None


@pytest.mark.parametrize(
    ("part", "number"), [("done", 6), ("done-late", 2), ("exempt", 1), ("open", 3), ("overdue", 2)]
)
def test_each_number_opens_its_people(forty_eight: Company, client: Client, part: str, number: int):
    forty_eight.manager()
    page = client.get(f"/departments/{forty_eight.finance}/phishing")
    link = next(
        one for one in page.soup.select("dl.sum a") if f"part={part}" in one["href"].split("&"[0])[-1].split("?")
    )
    opened = client.get(link["href"])
    assert len(people_on(opened)) == number
    assert figures(opened) == figures(page)
    assert f"1 to {number} of {number}" in opened.words


def test_paging_through_finds_everybody_once(company: Company, client: Client):
    for number in range(33):
        company.person(number % 2, family=f"Family{number % 5}", given=f"Given{number % 3}")
    company.publish()
    company.manager()
    seen, _ = people_through(client, f"/departments/{company.finance}/phishing")
    assert len(seen) == 33
    assert seen == sorted(seen)


def test_somebody_who_does_it_between_two_pages_hides_nobody(company: Company, client: Client):
    people = [company.person(0, family=f"Family{number:02d}") for number in range(15)]
    company.publish()
    company.manager()
    first = client.get(f"/departments/{company.finance}/phishing")
    making.record(people[9], company.course, TODAY)
    second = client.get(first.soup.select_one("nav.pages a[rel=next]")["href"])
    assert people_on(second)[:5] == [f"Family{number}, Person0{number + 1}" for number in range(10, 15)]


@pytest.mark.parametrize(
    "after", ["nonsense", "10-1-2026-99-99-000000000000", "10-9-2026-01-01-000000000000", "1-1-2026-01-01-' OR 1=1"]
)
def test_a_place_that_is_none_is_the_beginning(company: Company, client: Client, after: str):
    company.person()
    company.publish()
    company.manager()
    page = client.get(f"/departments/{company.finance}/phishing", query_string={"after": after, "part": "everything"})
    assert len(people_on(page)) == 1


# --- who may see what -------------------------------------------------------------------------------------------------


def test_a_manager_sees_their_own_subtree_and_nothing_beside_it(company: Company, client: Client):
    company.person(2)
    company.person(0)
    company.publish()
    company.manager(company.finance_id)
    assert client.get(f"/departments/{company.finance}").status == 200
    for path in (
        f"/departments/{company.legal}",
        f"/departments/{company.legal}/phishing",
        f"/departments/{company.legal}/phishing/people.csv",
    ):
        assert client.get(path).status == 404
    teams = client.get("/departments/")
    assert "Finance" in teams.words
    assert "Treasury" in teams.words
    assert "Legal" not in teams.words


@pytest.mark.parametrize(
    "path", ["/departments/", "/departments/{}", "/departments/{}/phishing", "/departments/{}/phishing/people.csv"]
)
def test_an_employee_sees_no_team(company: Company, client: Client, path: str):
    company.person()
    company.publish()
    make.employee(client)
    page = client.get(path.format(company.finance))
    assert page.status == 404


def test_employees_have_no_word_for_it_and_managers_have(company: Company, client: Client):
    make.employee(client)
    assert "Team" not in [one.get_text(strip=True) for one in client.get("/").soup.select("nav a")]
    company.manager()
    assert "Team" in [one.get_text(strip=True) for one in client.get("/").soup.select("nav a")]


def test_what_does_not_exist_is_not_found(company: Company, client: Client):
    company.person()
    company.publish()
    company.manager()
    assert client.get("/departments/000000000000").status == 404
    assert client.get(f"/departments/{company.finance}/no-such-rule").status == 404
    assert client.get(f"/departments/{company.finance}/no-such-rule/people.csv").status == 404


# --- overviews --------------------------------------------------------------------------------------------------------


def test_a_department_counts_what_is_below_it(forty_eight: Company, client: Client):
    forty_eight.manager()
    page = client.get(f"/departments/{forty_eight.finance}")
    assert page.heading == "Finance: 8 of 13 duties are done"
    assert figures(page) == [6, 2, 1, 3, 2, 14]
    row = page.soup.select_one("table.coverage tbody tr")
    assert [one.get_text(" ", strip=True).split()[0] for one in row.select("td.number")] == [
        "6",
        "2",
        "1",
        "3",
        "2",
        "14",
    ]
    assert row.select_one("td.number a")["href"].endswith(f"{forty_eight.finance}/phishing?part=done")
    shares = page.soup.select_one("table.goal-bars tbody tr").get_text(" ", strip=True)
    assert "8 of 13" in shares
    assert "the goal: 80 %" in page.words
    matrix = [row.get_text(" ", strip=True) for row in page.soup.select("table.heat tbody tr")]
    assert [one.split()[0] for one in matrix] == ["Payables", "Treasury"]
    counts = [tuple(int(part) for part in one.split() if part.isdigit()) for one in matrix]
    assert [sum(parts) for parts in zip(*counts, strict=True)] == [8, 13]


def test_the_page_of_teams_shows_each_top_department_with_those_below(forty_eight: Company, client: Client):
    forty_eight.person(2)
    making.reconcile(TODAY)
    forty_eight.manager()
    making.reconcile(TODAY)
    page = client.get("/departments/")
    rows = [row.th.get_text(" ", strip=True) for row in page.soup.select("table.heat tbody tr")]
    assert rows == ["Finance with all below it", "Payables", "Treasury", "Legal"]
    assert figures(page)[5] == 16, "everybody once, although Finance and its teams stand in the table"
    assert page.soup.select_one("table.heat td.below")


def test_the_numbers_of_everybody_open_for_those_who_see_everybody(forty_eight: Company, client: Client):
    forty_eight.person(2, family="Lawson")
    making.reconcile(TODAY)
    forty_eight.manager()
    link = client.get("/departments/").soup.select_one("table.coverage td.part a")
    opened = client.get(link["href"])
    assert opened.heading.endswith(": 8 of 14 have done it")
    assert figures(opened) == [6, 2, 1, 4, 2, 15]
    assert len(people_on(opened)) == 6
    assert len(client.get("/departments/everybody/phishing/people.csv").text.splitlines()) == 16


def test_the_numbers_of_everybody_are_not_for_a_manager_of_one_team(company: Company, client: Client):
    company.person(2)
    company.publish()
    company.manager(company.finance_id)
    assert client.get("/departments/everybody/phishing").status == 404
    assert client.get("/departments/everybody/phishing/people.csv").status == 404


def test_a_late_job_shows_no_wrong_number(company: Company, client: Client, clock: Any):
    company.person()
    company.publish()
    company.manager()
    clock.forward(days=12)
    boss = client.get(f"/departments/{company.finance}/phishing")
    if boss.status != 200 or "Sign in" in boss.title:
        company.manager()
        boss = client.get(f"/departments/{company.finance}/phishing")
    assert database.session.scalars(select(RollUp.rolled_to)).all()[0] == START
    assert figures(boss) == [0, 0, 0, 0, 1, 1]
    assert figures(client.get(f"/departments/{company.finance}")) == [0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/departments/", "Nothing is asked of anybody yet."),
        ("/departments/{}", "Nothing is asked of this team yet."),
    ],
)
def test_empty_pages_say_what_is_true(company: Company, client: Client, path: str, words: str):
    company.manager()
    assert words in client.get(path.format(company.finance)).words


def test_a_requirement_that_nobody_in_the_team_has(company: Company, client: Client):
    company.person(2)
    company.publish(making.written("legal-only", audience={"departments": ("Legal",)}))
    company.manager()
    page = client.get(f"/departments/{company.finance}/legal-only")
    assert page.heading == "Finance: nobody has to do it"
    assert "Nobody in this department has this duty today." in page.words


# --- statements -------------------------------------------------------------------------------------------------------


def _grow(company: Company) -> None:
    parents = [company.finance_id, *company.teams]
    for number in range(47):
        team = make.department(f"Team {number:02d}", parent=company.get(parents[number % 3])).id
        make.person(department=company.get(team))
    making.reconcile(TODAY)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/departments/", 5),
        ("/departments/{}", 6),
        ("/departments/{}/phishing", 12),
        ("/departments/everybody/phishing", 12),
    ],
)
def test_statements_are_the_same_for_one_and_fifty(
    company: Company, client: Client, statements: Any, path: str, most: int
):
    company.person()
    company.publish(making.written("second"), making.written("third"))
    company.manager()
    at = path.format(company.finance)
    client.get(at)
    with statements() as few:
        client.get(at)
    _grow(company)
    client.get(at)
    with statements() as many:
        assert client.get(at).status == 200
    # A small team is looked at person by person, which a large one is not.
    assert len(many) <= len(few) <= most, many.texts


# --- the export -------------------------------------------------------------------------------------------------------


def test_the_list_is_downloaded_as_it_is_seen(forty_eight: Company, client: Client):
    forty_eight.manager()
    page = client.get(f"/departments/{forty_eight.finance}/phishing?part=overdue")
    link = next(one["href"] for one in page.soup.select("a") if one.get_text(strip=True) == "CSV")
    answer = client.get(link)
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = answer.text.splitlines()
    assert lines[0] == "Person,Team,State,Due,Done,Exempt until,Valid until"
    assert lines[1] == '"Family12, Person013",Treasury,Overdue,2026-11-13,,,'
    assert len(lines) == 3
    whole = client.get(f"/departments/{forty_eight.finance}/phishing/people.csv").text.splitlines()
    assert len(whole) == 15


def test_no_cell_of_the_list_is_a_formula(company: Company, client: Client):
    company.person(family='=HYPERLINK("https://evil.example")', given="Ann")
    company.publish()
    company.manager()
    text = client.get(f"/departments/{company.finance}/phishing/people.csv").text
    assert "'=HYPERLINK" in text


def test_a_download_is_noted(company: Company, client: Client):
    company.person()
    company.publish()
    company.manager()
    client.get(f"/departments/{company.finance}/phishing/people.csv")
    event = database.session.scalars(select(Event).where(Event.action == "exported")).one()
    assert (event.subject_kind, event.subject_id) == ("department", company.finance_id)
