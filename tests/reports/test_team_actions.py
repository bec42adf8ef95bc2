"""What a manager does in place: more time, leave and its end, reminders; for their own people only, never for themselves."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import make
from tests.client import Client, Page
from tests.completion import making
from tests.reports.company import START, TODAY, Company
from training.completion import team_service
from training.completion.models import Assignment, Exemption, Extension
from training.completion.reminder_models import Reminder
from training.core.db import database, scoped, writing
from training.core.errors import Refused
from training.core.permissions import Held, Role, Viewer
from training.people.models import Person

DUE = START + timedelta(days=30)
"""3 December 2026: ten days from today."""


@pytest.fixture
def company(app: Flask, client: Client) -> Company:
    return Company(client)


def public_id(person_id: int) -> str:
    found = database.session.scalars(scoped(select(Person.public_id).where(Person.id == person_id), by="test"))
    return str(found.one())


def said(page: Page) -> str:
    """What the notice on top says."""
    return page.soup.select_one(".notices").get_text(" ", strip=True)


def duty(person_id: int) -> Assignment:
    return making.duties(person_id)[-1]


def viewer_of(company: Company, role: Role = Role.MANAGER) -> Viewer:
    boss = make.person("Ines", "Duarte", department=company.get(company.finance_id))
    path = company.get(company.finance_id).path
    return Viewer(person_id=boss.id, public_id=boss.public_id, held=(Held(Role.EMPLOYEE), Held(role, path)))


# --- who may ----------------------------------------------------------------------------------------------------------


def forms(company: Company, person_id: int) -> list[tuple[str, dict[str, str]]]:
    person, assignment = public_id(person_id), duty(person_id).public_id
    return [
        (f"/duties/{assignment}/extend", {"until": "2026-12-10", "reason": "Away"}),
        (f"/people/{person}/leave", {"since": "2026-11-23", "until": "2027-01-11", "reason": "Away"}),
        (f"/people/{person}/back", {"until": "2027-01-11", "reason": "Away"}),
        (f"/people/{person}/doubt", {"reason": "Moved"}),
    ]


def written_rows() -> int:
    database.session.rollback()
    tables: tuple[Any, ...] = (Extension, Exemption, Reminder)
    return sum(len(database.session.scalars(scoped(select(one), by="test")).all()) for one in tables)


def test_nobody_acts_beside_their_own_departments(company: Company, client: Client):
    stranger = company.person(2)
    company.person(0)
    company.publish()
    company.manager(company.finance_id)
    for path, told in forms(company, stranger):
        assert client.get(path).status == 404, path
        assert client.post(path, told).status == 404, path
    assert client.get(f"/people/{public_id(stranger)}").status == 404
    assert client.get(f"/duties/{duty(stranger).public_id}").status == 404
    assert client.post(f"/departments/{company.legal}/phishing/remind").status == 404
    assert client.post("/departments/everybody/phishing/remind").status == 404
    assert written_rows() == 0


def test_an_employee_acts_on_nobody(company: Company, client: Client):
    person = company.person(0)
    company.publish()
    make.employee(client, department=company.get(company.finance_id))
    for path, told in forms(company, person):
        assert client.get(path).status == 404, path
        assert client.post(path, told).status == 404, path
    assert written_rows() == 0


@pytest.mark.parametrize("role", [Role.MANAGER, Role.SECURITY_TEAM, Role.CSO])
def test_nobody_acts_on_themselves_and_that_is_said(company: Company, client: Client, role: Role):
    boss = make.sign_in(client, make.person("Ines", "Duarte", department=company.get(company.finance_id)), role=role).id
    company.publish()
    for path, told in forms(company, boss):
        page = client.get(path)
        assert page.status == 403
        assert "Your own manager or the security team can do it for you." in page.words
        assert client.post(path, told).status == 403, path
    assert written_rows() == 0
    listed = client.get(f"/departments/{company.finance}/phishing")
    assert listed.soup.select("table details.menu") == []
    assert "you" in listed.soup.select_one("tbody .second-line").get_text()


# --- more time --------------------------------------------------------------------------------------------------------


def test_a_manager_gives_more_time_and_the_page_shows_it(company: Company, client: Client):
    person = company.person(0, family="Beck", given="Jonas")
    company.publish()
    company.manager(company.finance_id)
    listed = client.get(f"/departments/{company.finance}/phishing?part=open")
    way = next(one["href"] for one in listed.soup.select("table details.menu a") if "extend" in one["href"])
    asked = client.get(way)
    assert asked.heading == "Until when may Jonas Beck do it?"
    assert "You can give time until Thursday 17 December 2026" in asked.words
    shown = client.submit(asked, {"until": "2026-12-17", "reason": "Was at a customer's"})
    assert shown.path == f"/departments/{company.finance}/phishing"
    assert "part%3Dopen" in way
    assert said(shown) == "Jonas Beck has until 17 December 2026."
    assert "Thu 17 Dec" in shown.words
    assert "was due 3 Dec" in shown.words
    why = client.get(f"/duties/{duty(person).public_id}")
    assert "Ines Duarte gave more time, until Thursday 17 December 2026: “Was at a customer's”" in why.words
    assert client.get(way).status == 200, "the address of the row before leads to the one that stands"


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-12-18", "Choose 17 December 2026 or an earlier day"),
        ("2026-12-03", "It is due on 3 December 2026 anyway"),
        ("2026-11-22", "It is due on 3 December 2026 anyway"),
        ("", "Enter the new due day"),
        ("soon", "Enter a date"),
        ("9999-12-31", "Choose 17 December 2026 or an earlier day"),
    ],
)
def test_what_a_manager_cannot_give_is_said_at_the_field(company: Company, client: Client, until: str, words: str):
    person = company.person(0)
    company.publish()
    company.manager(company.finance_id)
    page = client.post(f"/duties/{duty(person).public_id}/extend", {"until": until, "reason": "Because of the move"})
    assert page.status == 422
    assert words in page.words
    assert page.soup.select_one("#reason")["value"] == "Because of the move"
    assert duty(person).due == DUE
    assert written_rows() == 0


def test_the_security_team_gives_as_much_as_is_needed(company: Company, client: Client):
    person = company.person(0)
    company.publish()
    make.sign_in(client, make.person("Marek", "Lindholm"), role=Role.SECURITY_TEAM)
    page = client.get(f"/duties/{duty(person).public_id}/extend")
    assert "You can give time until" not in page.words
    client.post(f"/duties/{duty(person).public_id}/extend", {"until": "2027-06-30", "reason": "The system is down"})
    assert duty(person).due == date(2027, 6, 30)


def test_where_the_fortnight_has_passed_the_page_says_so_and_has_no_form(company: Company, client: Client, clock: Any):
    person = company.person(0)
    company.publish()
    clock.forward(days=26)
    company.manager(company.finance_id)
    page = client.get(f"/duties/{duty(person).public_id}/extend")
    assert "That day has passed, or has been given already. Ask the security team for more." in page.words
    assert page.soup.select("main form") == []
    refused = client.post(f"/duties/{duty(person).public_id}/extend", {"until": "2026-12-17", "reason": "Late"})
    assert refused.status == 422


def test_what_is_done_needs_no_more_time(company: Company, client: Client):
    person = company.person(0)
    company.publish()
    company.manager(company.finance_id)
    address = f"/duties/{duty(person).public_id}/extend"
    making.record(person, company.course, TODAY)
    assert "It was done on Monday 23 November 2026, so no more time is needed." in client.get(address).words
    assert client.post(address, {"until": "2026-12-10", "reason": "Late"}).status == 409


WISHES = st.lists(st.tuples(st.integers(-10, 30), st.booleans()), min_size=1, max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(wishes=[(10, False), (5, True), (12, True), (60, False), (14, True)])
@given(wishes=WISHES)
def test_a_manager_never_makes_anything_due_earlier_nor_more_than_a_fortnight_later(company: Company, wishes: Any):
    """Whatever managers and the security team say one after the other."""
    company.publish()
    person = company.person(0)
    making.reconcile(TODAY, [person])
    rule, before = duty(person).due, duty(person).due
    manager, team = viewer_of(company), viewer_of(company, Role.SECURITY_TEAM)
    for days, by_manager in wishes:
        until, who = rule + timedelta(days=days), manager if by_manager else team
        try:
            with writing():
                team_service.extend(who, duty(person).public_id, until, "So", now=make.NOW, today=TODAY)
        except Refused:
            assert duty(person).due == before
            continue
        after = duty(person)
        assert after.due == until > rule
        assert after.due_before == rule
        assert not by_manager or before < after.due <= rule + timedelta(days=14)
        before = after.due


# --- leave ------------------------------------------------------------------------------------------------------------


def test_leave_moves_the_states_at_once_and_its_end_moves_them_back(company: Company, client: Client):
    person = company.person(0, family="Brandt", given="Elke")
    company.publish()
    company.manager(company.finance_id)
    here = f"/departments/{company.finance}/phishing"
    listed = client.get(here)
    way = next(one["href"] for one in listed.soup.select("table details.menu a") if "leave" in one["href"])
    shown = client.submit(client.get(way), {"since": "2026-11-23", "until": "2027-03-01", "reason": "Parental leave"})
    assert said(shown) == "Elke Brandt is on leave and back on 1 March 2027."
    assert [one.get_text(strip=True) for one in shown.soup.select("td.cell-state")] == ["Exempt"]
    assert "On leave until Mon 1 Mar 2027" in shown.words
    seen = client.get(f"/people/{public_id(person)}")
    assert "Parental leave" in seen.words
    assert "Ines Duarte" in seen.words
    back = next(one["href"] for one in seen.soup.select("main a") if "/back" in one["href"])
    shown = client.submit(client.get(back), {"until": "2026-11-23", "reason": "It was somebody else"})
    assert said(shown) == "Elke Brandt is back on 23 November 2026."
    assert [one.get_text(strip=True) for one in client.get(here).soup.select("td.cell-state")] == ["Open"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"since": "2026-12-01", "until": "2026-12-01"}, "Choose an end after the beginning."),
        ({"since": "2026-11-01", "until": "2026-11-23"}, "This leave would be over already."),
        ({"since": "2026-12-01", "until": ""}, "Enter the first day back"),
        ({"since": "", "until": "2026-12-10"}, "Enter the first day away"),
        ({"since": "2026-12-01", "until": "2026-12-10", "reason": ""}, "Say why, in a few words"),
        ({"since": "2027-01-01", "until": "2027-02-01"}, "There is leave until 11 January 2027."),
    ],
)
def test_leave_that_cannot_be_is_said_and_what_was_typed_stays(
    company: Company, client: Client, told: dict[str, str], words: str
):
    person = company.person(0)
    company.publish()
    company.manager(company.finance_id)
    address = f"/people/{public_id(person)}/leave"
    client.post(address, {"since": "2026-12-20", "until": "2027-01-11", "reason": "Away"})
    before = written_rows()
    page = client.post(address, {"reason": "Study leave", **told})
    assert page.status == 422
    assert words in page.words
    assert page.soup.select_one("#until").get("value", "") == told["until"]
    assert written_rows() == before


def test_who_is_not_on_leave_cannot_come_back(company: Company, client: Client):
    person = company.person(0)
    company.publish()
    company.manager(company.finance_id)
    page = client.get(f"/people/{public_id(person)}/back")
    assert "is not on leave, and no leave is to come." in page.words
    assert client.post(f"/people/{public_id(person)}/back", {"until": "2026-12-10", "reason": "So"}).status == 404


# --- reminders --------------------------------------------------------------------------------------------------------


def reminded() -> list[int]:
    database.session.rollback()
    return sorted(database.session.scalars(scoped(select(Reminder.person_id), by="test")))


def test_who_has_it_open_is_reminded_once(company: Company, client: Client):
    people = [company.person(number % 2) for number in range(4)]
    company.person(2)
    company.publish()
    making.record(people[0], company.course, TODAY)
    company.manager(company.finance_id)
    page = client.get(f"/departments/{company.finance}/phishing")
    assert "A reminder joins the mail that each person gets on Tuesday at 08:00. Nobody gets two." in page.words
    form = page.soup.select_one("form[action$=remind]")
    assert form.get_text(strip=True) == "Remind 3 people"
    shown = client.submit(page, {}, action="remind")
    assert said(shown) == "3 people are reminded, each with the next mail."
    assert shown.words.count("with the next mail") == 3
    assert shown.soup.select("form[action$=remind]") == []
    assert reminded() == sorted(people[1:])
    again = client.post(f"/departments/{company.finance}/phishing/remind")
    assert said(again).startswith("Nobody was left to be reminded")
    assert reminded() == sorted(people[1:])


def test_only_the_part_that_is_seen_is_reminded(company: Company, client: Client, clock: Any):
    people = [company.person(number % 2) for number in range(3)]
    company.publish()
    company.manager(company.finance_id)
    client.post(f"/departments/{company.finance}/phishing/remind", {"part": "overdue"})
    client.post(f"/departments/{company.finance}/phishing/remind", {"part": "done"})
    assert reminded() == []
    client.post(f"/departments/{company.finance}/phishing/remind", {"part": "open", "title": "Clerk"})
    assert reminded() == sorted(people)


def test_a_manager_reminds_everybody_but_themselves(company: Company, client: Client):
    other = company.person(0)
    finance = company.get(company.finance_id)
    make.sign_in(client, make.person("Ines", "Duarte", department=finance), role=Role.MANAGER)
    company.publish()
    client.post(f"/departments/{company.finance}/phishing/remind")
    assert reminded() == [other]


def test_the_last_reminder_stands_in_its_column(company: Company, client: Client):
    person = company.person(0)
    company.publish()
    with writing():
        row = Reminder(
            person_id=person, assignment_id=duty(person).id, kind="own", step=-14, planned_on=date(2026, 11, 19),
            digest_day=date(2026, 11, 19),
        )  # fmt: skip
        database.session.add(row)
    company.manager(company.finance_id)
    here = f"/departments/{company.finance}/phishing"
    assert "Thu 19 Nov" in client.get(here).words
    client.post(f"/duties/{duty(person).public_id}/extend", {"until": "2026-12-10", "reason": "Away"})
    assert "Thu 19 Nov" in client.get(here).words, "it was said of the same duty, whose row is written anew"


# --- the way back -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/departments//evil.example", "/sign-out"])
def test_the_way_back_never_leaves_the_house(company: Company, client: Client, back: str):
    person = company.person(0)
    company.publish()
    company.manager(company.finance_id)
    told = {"until": "2026-12-10", "reason": "Away", "back": back}
    answer = client.post(f"/duties/{duty(person).public_id}/extend", told, follow=False)
    assert answer.status == 303
    assert answer.headers["Location"] == f"/people/{public_id(person)}"
