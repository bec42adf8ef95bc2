"""Cuts by site, attribute and job title: five parts that sum, each opening to its people, in the list and the file."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.client import Client, Page
from tests.completion import making
from tests.reports.company import START, TODAY, Company, figures, people_on, people_through


@pytest.fixture
def company(app: Flask, client: Client) -> Company:
    found = Company(client)
    leeds, lisbon = make.site("Leeds"), make.site("Lisbon")
    places = [(leeds, ["phi"], "Nurse"), (leeds, ["finance", "phi"], "Clerk"), (lisbon, [], "Clerk")]
    people = []
    for number in range(9):
        site, attributes, title = places[number % 3]
        values: dict[str, Any] = {"site": site, "attributes": attributes, "title": title}
        people.append(found.person(number % 2, family=f"Family{number}", **values))
    found.person(2, site=leeds, attributes=["phi"], family="Lawson")
    found.publish()
    for person in people[:4]:
        making.record(person, found.course, START + timedelta(days=5))
    return found


def rows(page: Page, table: str) -> dict[str, list[int]]:
    found = page.soup.select_one(f"section[aria-labelledby={table}] table")
    return {
        row.th.get_text(strip=True): [int(one.get_text(" ", strip=True).split()[0]) for one in row.select("td.number")]
        for row in found.select("tbody tr")
    }


def test_each_cut_sums_to_the_whole(company: Company, client: Client):
    company.manager(company.finance_id)
    here = f"/departments/{company.finance}/phishing"
    whole, page = figures(client.get(here)), client.get(f"{here}/cuts")
    assert rows(page, "sites") == {"Leeds": [3, 0, 0, 3, 0, 6], "Lisbon": [1, 0, 0, 2, 0, 3]}
    assert rows(page, "attributes") == {
        "finance": [1, 0, 0, 2, 0, 3], "phi": [3, 0, 0, 3, 0, 6], "None": [1, 0, 0, 2, 0, 3],
    }  # fmt: skip
    assert rows(page, "titles") == {"Clerk": [2, 0, 0, 4, 0, 6], "Nurse": [2, 0, 0, 1, 0, 3]}
    for table in ("sites", "titles"):
        assert [sum(column) for column in zip(*rows(page, table).values(), strict=True)] == whole


def test_each_number_opens_its_people_and_the_file_has_the_same(company: Company, client: Client):
    company.manager(company.finance_id)
    page = client.get(f"/departments/{company.finance}/phishing/cuts")
    links = page.soup.select("table.coverage a")
    assert len(links) >= 10
    for link in links:
        opened = client.get(link["href"])
        number = link.get_text(" ", strip=True).split()[0]
        if number.isdigit():
            assert len(people_on(opened)) == int(number), link["href"]
        else:
            assert len(people_on(opened)) == figures(opened)[5], link["href"]
        file = next(one["href"] for one in opened.soup.select("a") if one.get_text(strip=True) == "CSV")
        assert len(client.get(file).text.splitlines()) == len(people_on(opened)) + 1, file


def test_a_narrowed_list_says_so_and_can_be_widened(company: Company, client: Client):
    company.manager(company.finance_id)
    page = client.get(f"/departments/{company.finance}/phishing?attribute=phi&title=Clerk&part=open")
    assert [one.get_text(strip=True) for one in page.soup.select("main .tag")] == ["Attribute: phi", "Job title: Clerk"]
    assert len(people_on(page)) == 2
    off = [one["href"] for one in page.soup.select("main a") if "Take off" in one.get_text()]
    wider = client.get(off[0])
    assert [one.get_text(strip=True) for one in wider.soup.select("main .tag")] == ["Job title: Clerk"]
    assert len(people_on(wider)) == 4


def test_pages_of_a_narrowed_list_follow_on(company: Company, client: Client):
    for number in range(25):
        company.person(number % 2, family=f"More{number:02d}", title="Porter")
    making.reconcile(TODAY)
    company.manager(company.finance_id)
    seen, _ = people_through(client, f"/departments/{company.finance}/phishing?title=Porter")
    assert len(seen) == len(set(seen)) == 25


@pytest.mark.parametrize("asked", ["site=000000000000", "site=' OR 1=1"])
def test_a_site_that_does_not_exist_is_not_found(company: Company, client: Client, asked: str):
    company.manager(company.finance_id)
    assert client.get(f"/departments/{company.finance}/phishing?{asked}").status == 404


@pytest.mark.parametrize("asked", ["attribute=%00", "title=%0a", "attribute=" + "a" * 300])
def test_what_nobody_can_have_typed_narrows_nothing(company: Company, client: Client, asked: str):
    company.manager(company.finance_id)
    assert figures(client.get(f"/departments/{company.finance}/phishing?{asked}"))[5] == 9


def test_cuts_are_for_those_who_see_the_department(company: Company, client: Client):
    company.manager(company.finance_id)
    assert client.get(f"/departments/{company.legal}/phishing/cuts").status == 404
    assert client.get("/departments/everybody/phishing/cuts").status == 404
    assert client.get(f"/departments/{company.finance}/no-such-rule/cuts").status == 404
    company.manager()
    whole = client.get("/departments/everybody/phishing/cuts")
    assert rows(whole, "sites")["Leeds"] == [3, 0, 0, 4, 0, 7]
    make.employee(client)
    assert client.get(f"/departments/{company.finance}/phishing/cuts").status == 404


def test_cuts_and_narrowed_lists_cost_the_same_for_few_and_many(company: Company, client: Client, statements: Any):
    company.manager(company.finance_id)
    at = (f"/departments/{company.finance}/phishing/cuts", f"/departments/{company.finance}/phishing?title=Clerk")
    counts = []
    for _ in range(2):
        for path, most in zip(at, (6, 12), strict=True):
            client.get(path)
            with statements() as counted:
                assert client.get(path).status == 200
            counts.append(len(counted))
            assert len(counted) <= most, counted.texts
        for number in range(30):
            company.person(number % 2, title="Clerk")
        making.reconcile(TODAY)
    assert counts[:2] == counts[2:]
