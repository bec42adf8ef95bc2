"""The page of a person and the page of a duty: who sees how much, what they say, what they cost."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.client import Client
from tests.completion import making
from tests.reports.company import START, TODAY, Company
from tests.reports.test_team_actions import public_id
from training.audit.models import Event
from training.completion import excusing
from training.completion.rules import ExemptionKind
from training.core.db import database, scoped, writing
from training.core.permissions import Role
from training.notices.service import NewMessage, write
from training.people.models import Membership, Person


@pytest.fixture
def company(app: Flask, client: Client) -> Company:
    return Company(client)


def move(company: Company, person_id: int, department_id: int, on: date) -> None:
    """Move somebody, as a roster would."""
    current = scoped(
        select(Membership).where(Membership.person_id == person_id, Membership.retired_at.is_(None)), by="test"
    )
    with writing():
        old = database.session.scalars(current).one()
        row = {"person_id": person_id, "site_id": old.site_id, "title": old.title, "attributes": old.attributes}
        told: dict[str, Any] = row | {"recorded_at": make.NOW}
        database.session.execute(update(Membership).where(Membership.id == old.id).values(retired_at=make.NOW))
        database.session.flush()
        database.session.add(
            Membership(department_id=old.department_id, valid_from=old.valid_from, valid_until=on, **told)
        )
        database.session.add(Membership(department_id=department_id, valid_from=on, **told))
    making.reconcile(on, [person_id])


def duty_of(person_id: int) -> str:
    return str(making.duties(person_id)[-1].public_id)


# --- a person ---------------------------------------------------------------------------------------------------------


def test_a_manager_sees_duties_completions_leave_and_mails(company: Company, client: Client):
    person = company.person(0, family="Beck", given="Jonas", title="Clerk", attributes=["finance"])
    company.publish(making.written("second", title="Second thing"))
    making.record(person, company.course, TODAY - timedelta(days=3))
    with writing():
        new = excusing.NewExemption(person, None, ExemptionKind.LEAVE, TODAY, date(2027, 3, 1), "Parental leave", None)
        excusing.exempt(new, by_person_id=None, now=make.NOW, today=TODAY)
        for number, kind in enumerate(("completion.digest", "learning.refresher")):
            write(NewMessage(kind, f"{kind}:{number}", "a@b.example", "Jonas", "Hi", "Text", person), now=make.NOW)
    company.manager(company.finance_id)
    page = client.get(f"/people/{public_id(person)}")
    assert page.heading == "Jonas Beck"
    for words in (
        "Nothing is left to be done.", "Recognising phishing", "Second thing", "Done Fri 20 Nov 2026", "7 of 8",
        "Lessons and a quiz", "Parental leave", "Mon 23 Nov 2026 to Sun 28 Feb 2027", "Reminder Mon 23 Nov 2026",
        "Clerk", "finance",
    ):  # fmt: skip
        assert words in page.words, words
    mails = page.soup.select("section[aria-labelledby=mails] li")
    assert len(mails) == 1, "that a question came back is between the person and us"


def test_that_a_person_was_looked_at_is_on_record(company: Company, client: Client):
    person = company.person(0)
    company.publish()
    company.manager(company.finance_id)
    client.get(f"/people/{public_id(person)}")
    client.get(f"/duties/{duty_of(person)}")
    database.session.rollback()
    events = database.session.scalars(
        select(Event.subject_id).where(Event.action == "person-read").order_by(Event.id)
    ).all()
    assert events == [person, person]


def test_an_employee_sees_nobody_not_even_themselves_so(company: Company, client: Client):
    person = company.person(0)
    company.publish()
    own = make.employee(client, department=company.get(company.finance_id)).public_id
    assert client.get(f"/people/{public_id(person)}").status == 404
    assert client.get(f"/people/{own}").status == 404


def test_who_once_was_in_a_team_is_seen_as_of_then(company: Company, client: Client):
    """The manager of before sees the duty of before and what was done for it; the one of now sees everything."""
    person = company.person(0, family="Beck", given="Jonas")
    only = making.written("treasury", title="For the treasury", audience={"departments": ("Finance",)})
    company.publish(only)
    making.record(person, company.course, TODAY - timedelta(days=5))
    move(company, person, company.legal_id, TODAY)
    with writing():
        new = excusing.NewExemption(person, None, ExemptionKind.LEAVE, TODAY, date(2027, 3, 1), "Long illness", None)
        excusing.exempt(new, by_person_id=None, now=make.NOW, today=TODAY)
    company.manager(company.finance_id)
    before = client.get(f"/people/{public_id(person)}")
    assert before.status == 200
    assert "For the treasury" in before.words
    assert "Legal" not in before.words
    assert "Long illness" not in before.words
    assert "Mark on leave" not in before.words
    company.manager(company.legal_id)
    now = client.get(f"/people/{public_id(person)}")
    for words in ("For the treasury", "Recognising phishing", "Legal", "Long illness", "Mark on leave"):
        assert words in now.words, words


def test_files_of_a_person_say_no_more_than_the_page(company: Company, client: Client):
    person = company.person(0)
    company.publish(making.written("treasury", audience={"departments": ("Finance",)}))
    making.record(person, company.course, TODAY - timedelta(days=5))
    move(company, person, company.legal_id, TODAY)
    with writing():
        new = excusing.NewExemption(person, None, ExemptionKind.LEAVE, TODAY, date(2027, 3, 1), "Long illness", None)
        excusing.exempt(new, by_person_id=None, now=make.NOW, today=TODAY)
        for number, kind in enumerate(["learning.refresher", *(["completion.digest"] * 31)]):
            write(NewMessage(kind, f"{kind}:{number}", "a@b.example", "Jonas", "Hi", "Text", person), now=make.NOW)
    company.manager(company.finance_id)
    assert files(client, person) == [1, 0, 0], "they see what was done at their time, and nothing else"
    company.manager(company.legal_id)
    assert len(client.get(f"/people/{public_id(person)}").soup.select("section[aria-labelledby=mails] li")) == 30
    assert files(client, person) == [1, 1, 31], "that a question came back is between the person and us"


def files(client: Client, person: int) -> list[int]:
    """How many lines the files of a person have below their heads."""
    names = ("completions", "absences", "mails")
    return [len(client.get(f"/people/{public_id(person)}/{name}.csv").text.splitlines()) - 1 for name in names]


def test_a_person_page_costs_the_same_for_one_duty_and_twenty(company: Company, client: Client, statements: Any):
    person = company.person(0)
    company.publish()
    company.manager(company.finance_id)
    path = f"/people/{public_id(person)}"
    client.get(path)
    with statements() as few:
        client.get(path)
    company.publish(*(making.written(f"more-{number}") for number in range(20)))
    for number in range(5):
        making.record(person, company.course, TODAY - timedelta(days=number))
    client.get(path)
    with statements() as many:
        assert client.get(path).status == 200
    assert len(few) == len(many) <= 7, many.texts


# --- why --------------------------------------------------------------------------------------------------------------


def test_my_own_duty_says_why(company: Company, client: Client):
    boss = make.person("Marek", "Lindholm", external_id="E9", email="marek@alderfinch.example").id
    me = make.employee(client, department=company.get(company.finance_id), started_on=START).id
    rule = making.written(
        "finance", title="Invoices", why="Money leaves here.", audience={"departments": ("Finance",)}, owner="E9",
        due={"kind": "days-from-start", "days": 30},
    )  # fmt: skip
    company.publish(rule)
    assert boss
    page = client.get(f"/duties/{duty_of(me)}")
    assert page.heading == "Invoices"
    for words in (
        "Why do I have this?", "Money leaves here.", "It is asked of everybody in Finance.",
        "It began on Tuesday 3 November 2026.", "30 days from the first day of work, Tuesday 3 November 2026.",
        "By the rule it is due on Thursday 3 December 2026.", "This is version 1 of the rule",
        "If it is done today, it is due again on Tuesday 23 November 2027.",
        "Marek Lindholm owns this rule: marek@alderfinch.example.",
    ):  # fmt: skip
        assert words in page.words, words
    assert page.soup.select_one("main a[href='/courses/course']")


def test_a_duty_that_was_done_says_what_comes_next(company: Company, client: Client):
    me = make.employee(client, department=company.get(company.finance_id)).id
    company.publish()
    making.record(me, company.course, TODAY)
    page = client.get(f"/duties/{duty_of(me)}")
    assert "Done on Monday 23 November 2026; it was due on Thursday 3 December 2026." in page.words
    assert (
        "What was done holds until Tuesday 23 November 2027. It opens again on Friday 24 September 2027." in page.words
    )


def test_nobody_else_sees_my_duty_but_who_is_responsible(company: Company, client: Client):
    person = company.person(0)
    company.publish()
    path = f"/duties/{duty_of(person)}"
    make.employee(client, department=company.get(company.finance_id))
    assert client.get(path).status == 404
    company.manager(company.legal_id)
    assert client.get(path).status == 404
    company.manager(company.finance_id)
    assert "Why does Person001 Staff have this?" in client.get(path).words


def test_my_duties_are_listed_with_those_of_the_past(company: Company, client: Client):
    me = make.employee(client, department=company.get(company.teams[0])).id
    assert client.get("/duties/").heading == "No duties."
    only = making.written("treasury", title="For the treasury", audience={"departments": ("Finance",)})
    company.publish(only)
    assert client.get("/duties/").heading == "Two duties. Two are still to be done."
    move(company, me, company.legal_id, TODAY)
    page = client.get("/duties/")
    assert page.heading == "One duty. One is still to be done."
    assert "For the treasury" in page.soup.select_one("section[aria-labelledby=past]").get_text()
    assert "ended Mon 23 Nov 2026" in page.words


def test_today_and_the_course_lead_to_why(company: Company, client: Client):
    me = make.employee(client, department=company.get(company.finance_id)).id
    company.publish()
    found = [one["href"] for one in client.get("/").soup.select("main a") if "Why do I have this?" in one.get_text()]
    assert found == [f"/duties/{duty_of(me)}"]


def test_a_duty_costs_the_same_with_few_clauses_and_many(company: Company, client: Client, statements: Any):
    me = make.employee(client, department=company.get(company.finance_id)).id
    company.publish()
    path = f"/duties/{duty_of(me)}"
    client.get(path)
    with statements() as counted:
        client.get(path)
    assert len(counted) <= 5, counted.texts
    client.get("/duties/")
    with statements() as counted:
        client.get("/duties/")
    assert len(counted) <= 2, counted.texts


# --- a small team at first sight --------------------------------------------------------------------------------------


def test_a_small_team_is_looked_at_person_by_person(company: Company, client: Client, clock: Any):
    people = [company.person(number % 2, family=f"Family{number}", given="Given") for number in range(4)]
    company.publish()
    making.record(people[0], company.course, TODAY)
    company.manager(company.finance_id)
    page = client.get("/departments/")
    first = page.soup.select_one("section[aria-labelledby=open]")
    assert first.h2.get_text() == "Three of 4 people have something open, nobody is overdue."
    assert [one.get_text(strip=True) for one in first.select("h3")] == [
        "Family1, Given",
        "Family2, Given",
        "Family3, Given",
    ]
    clock.forward(days=12)
    company.manager(company.finance_id)
    late = client.get(f"/departments/{company.finance}").soup.select_one("section[aria-labelledby=open] h2").get_text()
    assert late == "Three of 4 people have something open, three overdue: Given Family1, Given Family2, Given Family3."


def test_a_large_team_is_not(company: Company, client: Client):
    for number in range(31):
        company.person(number % 2)
    company.publish()
    company.manager(company.finance_id)
    assert client.get("/departments/").soup.select_one("section[aria-labelledby=open]") is None


def test_the_goal_is_a_setting(company: Company, client: Client):
    person = company.person(0)
    company.publish()
    making.record(person, company.course, TODAY)
    make.sign_in(client, make.person("Wanda", "Nakamura"), role=Role.ADMINISTRATOR)
    settings = client.get("/admin/settings")
    wrong = client.submit(settings, {"name": "Alder & Finch", "zone": "UTC", "goal": "101"})
    assert "Enter a whole number from 1 to 100" in wrong.words
    client.submit(settings, {"name": "Alder & Finch", "zone": "UTC", "goal": "95"})
    company.manager()
    assert "the goal: 95 %" in client.get("/departments/").words


def test_a_name_is_not_a_person(company: Company, client: Client):
    company.manager()
    assert client.get("/people/000000000000").status == 404
    assert client.get("/duties/000000000000").status == 404
    assert database.session.scalars(scoped(select(Person.id), by="test")).all()
