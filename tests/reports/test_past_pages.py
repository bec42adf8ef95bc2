"""The pages of teams as of a past day: past tense, what came since, both ways of knowing, the day in every link."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from tests import make
from tests.client import Client, Page
from tests.completion import making
from tests.completion.test_reconciling import leave, move
from tests.conftest import Clock
from tests.reports.company import Company, figures, people_on, people_through
from training.completion import excusing, service
from training.completion.rules import ExemptionKind
from training.core.db import database, writing
from training.core.permissions import Role
from training.people.models import Account, Person

DAY, TODAY = date(2026, 12, 10), date(2027, 1, 4)
"""The duties of the company are due on 3 December, its first roster came on 23 November."""
ON = f"?on={DAY.isoformat()}"


@pytest.fixture
def company(app: Flask, client: Client, clock: Clock) -> Company:
    clock.set(making.noon(TODAY))
    return Company(client)


@pytest.fixture
def told(company: Company) -> Company:
    """Ash did it, Birch did it and told later, Cedar was late since, Dogwood left, Elm is away, Fir did nothing."""
    ash, birch, cedar, dogwood, elm, _fir = (
        company.person(number % 2, family=name)
        for number, name in enumerate(("Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir"))
    )
    company.publish()
    making.record(ash, company.course, date(2026, 11, 30))
    away = excusing.NewExemption(elm, None, ExemptionKind.LEAVE, date(2026, 12, 1), date(2027, 3, 1), "Leave", None)
    with writing():
        excusing.exempt(away, by_person_id=None, now=making.noon(date(2026, 12, 1)), today=date(2026, 12, 1))
    with writing():
        late = service.NewCompletion(
            birch, company.course, making.How.OUTSIDE_PROOF, making.noon(date(2026, 12, 2)), date(2026, 12, 2)
        )
        service.record(late, recorded_by_id=None, now=making.noon(date(2026, 12, 20)))
    making.record(cedar, company.course, date(2026, 12, 14))
    move(dogwood, company.legal_id, date(2026, 12, 15))
    making.reconcile(date(2026, 12, 15))
    company.manager(company.finance_id)
    return company


def rows(page: Page) -> dict[str, tuple[str, str]]:
    """Family name → state and what came since."""
    found = {}
    for row in page.soup.select("table.entries tbody tr"):
        cells = [cell.get_text(" ", strip=True) for cell in row.select("td")]
        found[row.th.find(string=True).strip().split(",")[0]] = (cells[0], cells[2])
    return found


def test_a_past_day_is_shown_as_it_was_known_then(told: Company, client: Client):
    page = client.get(f"/departments/{told.finance}/phishing{ON}")
    assert page.status == 200
    assert page.heading == "Finance: 1 of 5 had done it"
    assert figures(page) == [1, 0, 1, 0, 4, 6]
    assert "You are looking at 10 December 2026, as it was known then." in page.words
    assert "1 of 5: the one exempt person does not count." in page.words
    assert "As of Thursday 10 December 2026, with the 6 people who had it to do in Finance on that day." in page.words
    assert "Four people had not done it yet" in page.words
    assert "The past can be read, not changed." in page.words
    assert rows(page) == {
        "Birch": ("Overdue", "Done 2 December 2026, recorded later"),
        "Cedar": ("Overdue", "Done late 14 December 2026"),
        "Dogwood": ("Overdue", "Left the team on 15 December 2026"),
        "Fir": ("Overdue", "Overdue today"),
        "Elm": ("Exempt", "Exempt today"),
        "Ash": ("Done", ""),
    }


def test_as_recorded_now_what_was_told_later_counts(told: Company, client: Client):
    page = client.get(f"/departments/{told.finance}/phishing{ON}&known=now")
    assert page.heading == "Finance: 2 of 5 had done it"
    assert figures(page) == [2, 0, 1, 0, 3, 6]
    assert "as it is recorded now." in page.words
    assert "Birch" in rows(page)
    assert rows(page)["Birch"] == ("Done", "")
    assert rows(page)["Cedar"] == ("Overdue", "Done late 14 December 2026"), "it was not done by then"


def test_today_is_today(told: Company, client: Client):
    for asked in ("", f"?on={TODAY.isoformat()}", f"?on={TODAY.isoformat()}&known=now", "?on="):
        page = client.get(f"/departments/{told.finance}/phishing{asked}")
        assert page.heading == "Finance: 3 of 4 have done it"
        assert "You are looking at" not in page.words
        assert page.soup.select_one("#as-of")["value"] == TODAY.isoformat()


def test_the_overviews_are_in_the_past_too(told: Company, client: Client):
    page = client.get(f"/departments/{told.finance}{ON}")
    assert page.heading == "Finance: 1 of 5 duties were done"
    assert figures(page) == [1, 0, 1, 0, 4, 6]
    assert [row.th.get_text(strip=True) for row in page.soup.select("table.heat tbody tr")] == ["Payables", "Treasury"]
    teams = client.get(f"/departments/{ON}&known=now")
    assert teams.heading == "Teams: 2 of 5 duties were done"
    assert "as it is recorded now." in teams.words


def test_every_link_of_the_past_keeps_the_day(told: Company, client: Client):
    for path in ("/departments/", f"/departments/{told.finance}", f"/departments/{told.finance}/phishing"):
        for known in ("then", "now"):
            page = client.get(f"{path}{ON}&known={known}")
            links = [link["href"] for link in page.soup.select("main a") if link["href"].startswith("/departments/")]
            kept = [parse_qs(urlsplit(link).query) for link in links]
            assert [one.get("on") for one in kept].count(None) == 1, "only the way back to today drops it"
            assert [one.get("known", ["then"])[0] for one in kept if "on" in one].count(known) == len(kept) - 2, (
                "and one link leads to the other way of knowing"
            )
            form = page.soup.select_one("form.as-of")
            assert form.select_one("#as-of")["value"] == DAY.isoformat()


@pytest.mark.parametrize(
    ("part", "number"), [("done", 1), ("done-late", 0), ("exempt", 1), ("open", 0), ("overdue", 4)]
)
def test_each_number_opens_its_people(told: Company, client: Client, part: str, number: int):
    page = client.get(f"/departments/{told.finance}/phishing{ON}&part={part}")
    assert len(people_on(page)) == number
    assert figures(page) == [1, 0, 1, 0, 4, 6]


def test_pages_follow_on_and_find_everybody_once(company: Company, client: Client):
    for number in range(23):
        company.person(number % 2, family=f"Family{number % 5}", given=f"Given{number % 3}")
    company.publish()
    company.manager()
    seen, last = people_through(client, f"/departments/{company.finance}/phishing{ON}")
    assert len(seen) == 23
    assert seen == sorted(seen)
    assert "21 to 23 of 23" in last.words


# --- days that cannot be shown ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2027-01-05", "5 January 2027 has not come yet. Enter today or an earlier day."),
        ("2026-11-22", "The first roster was brought in on 23 November 2026. Enter that day or a later one."),
        ("2026-02-30", "Enter a day that exists, as year, month and day: 2026-09-30."),
        ("yesterday", "Enter a day that exists"),
        ("0000-00-00", "Enter a day that exists"),
        ("99999-01-01", "Enter a day that exists"),
        ("2026-W50-1'--", "Enter a day that exists"),
    ],
)
def test_a_day_that_cannot_be_shown_is_said_above_today(told: Company, client: Client, on: str, words: str):
    for path in ("/departments/", f"/departments/{told.finance}", f"/departments/{told.finance}/phishing"):
        page = client.get(path, query_string={"on": on})
        assert page.status == 422
        assert words in page.soup.select_one("[role=alert]").get_text(" ", strip=True)
        assert page.soup.select_one("#as-of")["value"] == on
        assert page.soup.select_one("#as-of")["aria-describedby"] == "day-fault"
        assert "have done it" in page.heading or "are done" in page.heading, "the page of today stays"
    table = client.get(f"/departments/{told.finance}/phishing/people.csv", query_string={"on": on})
    assert table.status == 422
    assert words in table.words


def test_without_a_roster_there_is_no_past(app: Flask, client: Client):
    with writing():
        boss = Person(given="Ines", family="Duarte", language="", zone="")
        database.session.add(boss)
        database.session.flush()
        database.session.add(Account(person_id=boss.id))
    make.sign_in(client, boss, role=Role.MANAGER)
    page = client.get("/departments/?on=2026-11-01")
    assert page.status == 422
    assert "No roster has been brought in yet" in page.words


# --- who may see what -------------------------------------------------------------------------------------------------


def test_the_present_grants_decide_which_departments_open(told: Company, client: Client):
    for path in (
        f"/departments/{told.legal}", f"/departments/{told.legal}/phishing",
        f"/departments/{told.legal}/phishing/people.csv", "/departments/everybody/phishing",
        "/departments/everybody/phishing/people.csv", f"/departments/{told.finance}/no-such-rule",
        f"/departments/{told.finance}/no-such-rule/people.csv",
    ):  # fmt: skip
        assert client.get(f"{path}{ON}").status == 404, path
    assert "Legal" not in client.get(f"/departments/{ON}").words
    assert "Dogwood" in client.get(f"/departments/{told.finance}/phishing{ON}").words, "they belonged there then"


def test_an_employee_sees_no_past_either(told: Company, client: Client):
    make.employee(client)
    for path in ("/departments/", f"/departments/{told.finance}", f"/departments/{told.finance}/phishing"):
        assert client.get(f"{path}{ON}").status == 404
        assert client.get(f"{path}?on=2999-01-01").status == 404


def test_everybody_opens_for_those_who_see_everybody(told: Company, client: Client):
    told.manager()
    page = client.get(f"/departments/everybody/phishing{ON}")
    assert figures(page) == [1, 0, 1, 0, 4, 6]
    assert rows(page)["Dogwood"] == ("Overdue", "Overdue today")
    assert len(client.get(f"/departments/everybody/phishing/people.csv{ON}").text.splitlines()) == 7


# --- what is gone, what is new ----------------------------------------------------------------------------------------


def test_a_leaver_stands_in_the_past_and_not_in_the_present(company: Company, client: Client):
    person = company.person(0, family="Gorse")
    company.person(0, family="Hazel")
    company.publish()
    leave(person, date(2026, 12, 20))
    making.reconcile(date(2026, 12, 20))
    company.manager()
    assert people_on(client.get(f"/departments/{company.finance}/phishing")) == ["Hazel, Person002"]
    assert list(rows(client.get(f"/departments/{company.finance}/phishing{ON}"))) == ["Gorse", "Hazel"]


def test_a_requirement_that_came_later_was_nobodys_duty(told: Company, client: Client):
    making.publish(
        making.written("phishing", title="Recognising phishing"), making.written("later", title="Later"), on=TODAY
    )
    page = client.get(f"/departments/{told.finance}/later{ON}")
    assert page.heading == "Finance: nobody had to do it"
    assert "Later" in page.words


def test_a_requirement_is_called_as_it_was_called_then(told: Company, client: Client):
    making.publish(making.written("phishing", title="Phishing, anew"), on=TODAY - timedelta(days=2))
    for path in (f"/departments/{told.finance}", f"/departments/{told.finance}/phishing"):
        assert "Recognising phishing" in client.get(f"{path}{ON}").words
        assert "Phishing, anew" not in client.get(f"{path}{ON}").words


# --- the table to take along, and what it all costs ----------------------------------------------------------------------


def test_the_table_follows_the_day_and_the_part(told: Company, client: Client):
    page = client.get(f"/departments/{told.finance}/phishing{ON}")
    link = page.soup.find("a", string="CSV")["href"]
    table = client.get(link)
    assert table.headers["Content-Disposition"] == 'attachment; filename="phishing-2026-12-10-known-then.csv"'
    lines = [line.split(",") for line in table.text.lstrip("\ufeff").splitlines()]
    assert len(lines) == 7
    assert sum("Overdue" in line for line in lines) == 4
    assert next(line for line in lines if "Birch" in line[0])[-4:-1] == ["2026-12-03", "", ""], "done is not known yet"
    part = client.get(f"/departments/{told.finance}/phishing/people.csv{ON}&known=now&part=done")
    assert sorted(line.split(",")[0] for line in part.text.splitlines()[1:]) == ['"Ash', '"Birch']


def test_a_list_that_is_narrowed_stays_so_in_the_past(company: Company, client: Client):
    ash, birch = (company.person(0, family=name, title="Nurse") for name in ("Ash", "Birch"))
    company.person(0, family="Cedar", title="Clerk")
    company.publish()
    move(ash, company.teams[0], date(2026, 12, 8), at=date(2026, 12, 20), title="Clerk")
    making.record(birch, company.course, date(2026, 11, 30))
    making.reconcile(date(2026, 12, 20))
    company.manager(company.finance_id)
    today = client.get(f"/departments/{company.finance}/phishing?title=Nurse")
    assert today.soup.select_one("form:has(input[name=on]) input[name=title]")["value"] == "Nurse"
    for known, who in (("then", ["Ash", "Birch"]), ("now", ["Birch"])):
        page = client.get(f"/departments/{company.finance}/phishing{ON}&known={known}&title=Nurse")
        assert sorted(rows(page)) == who
        assert figures(page)[5] == len(who)
        assert "Job title: Nurse" in page.words
        number = client.get(page.soup.select_one("a[href*='part=done']")["href"])
        assert list(rows(number)) == ["Birch"]
        table = client.get(page.soup.find("a", string="CSV")["href"])
        assert sorted(line.split(",")[0].strip('"') for line in table.text.splitlines()[1:]) == who
        wider = client.get(page.soup.select_one("p.row.small a")["href"])
        assert sorted(rows(wider)) == ["Ash", "Birch", "Cedar"]
    assert "Nurse" not in client.get(f"/departments/{company.finance}/phishing{ON}").text


def test_a_site_that_is_not_there_is_not_there_in_the_past_either(told: Company, client: Client):
    assert client.get(f"/departments/{told.finance}/phishing{ON}&site=nowhere").status == 404


@pytest.mark.parametrize("known", ["then", "now"])
@pytest.mark.parametrize(
    ("path", "number"), [("/departments/", 5), ("/departments/{}", 6), ("/departments/{}/phishing", 8)]
)
def test_it_costs_the_same_for_one_person_and_for_fifty(
    company: Company, client: Client, statements: Any, path: str, number: int, known: str
):
    company.person(0)
    company.publish()
    company.manager()
    path = f"{path.format(company.finance)}{ON}&known={known}"
    client.get(path)
    with statements() as one:
        client.get(path)
    for more in range(49):
        company.person(more % 2)
    making.reconcile(date(2026, 11, 30))
    with statements() as fifty:
        page = client.get(path)
    assert figures(page)[5] >= 50
    assert len(one) == len(fifty) == number, fifty.texts
