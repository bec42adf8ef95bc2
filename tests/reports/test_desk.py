"""The desk: five lines that are true, three figures, a table whose rows add up, and a rail with what one may open."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from tests import make
from tests.client import Client, Page
from tests.completion import making
from tests.reports.company import START, TODAY, Company, due_on
from training.completion import excusing, rollups
from training.completion.models import Assignment, FigureLine, Figures, Requirement
from training.completion.reminder_models import Digest, Reminder
from training.completion.rules import DigestState, ExemptionKind, FigureKind, ReminderKind
from training.core.db import database, scoped, writing
from training.core.permissions import Role
from training.core.world import new_public_id
from training.notices.models import Message
from training.notices.rules import MessageState
from training.people.models import Department, Person


@pytest.fixture
def company(app: Flask, client: Client) -> Company:
    return Company(client)


def cso(company: Company, client: Client) -> None:
    make.sign_in(client, make.person("Nadia", "Brandt", department=company.get(company.legal_id)), role=Role.CSO)


def lines(page: Page) -> list[str]:
    return [
        " ".join(
            f"{one.span.get_text()} {one.p.get_text(' ', strip=True)}".replace(" .", ".")
            .replace(" ,", ",")
            .replace(" :", ":")
            .split()
        )
        for one in page.soup.select("ol.lines li")
    ]


def ways(page: Page) -> list[str | None]:
    return [one.a["href"] if one.a else None for one in page.soup.select("ol.lines li")]


def table(page: Page) -> dict[str, list[int]]:
    rows = page.soup.select("table.coverage tbody tr") + page.soup.select("table.coverage tfoot tr")
    return {
        row.th.get_text(strip=True): [
            int(cell.get_text(" ", strip=True).split()[0]) for cell in row.select("td.number")
        ]
        for row in rows
    }


def assignments(person_id: int) -> list[Any]:
    database.session.rollback()
    rows = (
        select(Assignment.__table__)
        .where(Assignment.person_id == person_id, Assignment.retired_at.is_(None))
        .order_by(Assignment.cycle)
    )
    return list(database.session.execute(scoped(rows, by="test")).all())


# --- nothing ----------------------------------------------------------------------------------------------------------


def test_at_nought_the_five_lines_stay_and_say_so(company: Company, client: Client) -> None:
    cso(company, client)
    page = client.get("/desk/")
    assert page.heading == "Nothing needs attention this week"
    assert lines(page) == [
        "0 people are overdue.", "0 completions run out by Wed 23 Dec 2026.", "0 topics are fading.",
        "0 requirements without an owner or without people.", "0 people get mail this week.",
    ]  # fmt: skip
    assert ways(page) == [None] * 5
    assert len(page.soup.select("ol.lines li.nobody")) == 5
    assert "Nothing is asked of anybody yet." in page.words
    assert not page.soup.select(".overdue"), "nothing is red"


# --- overdue ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def late(company: Company) -> Company:
    """Three people overdue in Finance, one of them twice; one in Legal; one more there is exempt."""
    making.subject("policy-of-doors")
    treasury = [company.person(0) for _ in range(4)]
    payables, legal, away = company.person(1), company.person(2), company.person(2)
    making.publish(
        making.written("phishing", title="Recognising phishing", owner="BOSS"),
        making.written("doors", title="Doors", satisfied_by=({"course": "policy-of-doors"},)),
        on=START,
    )
    making.reconcile(START)
    with writing():
        new = excusing.NewExemption(away, None, ExemptionKind.LEAVE, START, date(2027, 3, 1), "Leave", None)
        excusing.exempt(new, by_person_id=None, now=make.NOW, today=TODAY)
    making.record(treasury[3], company.course, START + timedelta(days=2))
    due_on([treasury[0], treasury[1], payables, legal, away], TODAY - timedelta(days=1))
    return company


def test_people_are_counted_once_and_exempt_ones_not(late: Company, client: Client) -> None:
    cso(late, client)
    page = client.get("/desk/")
    assert page.heading == "What needs attention"
    assert lines(page)[0] == "4 people are overdue, 3 of them in Finance."
    assert page.soup.select_one(".line-number.overdue").get_text() == "4"
    assert ways(page)[0] == "/departments/"
    assert table(page)["Together"][4] == 8, "two duties each"


def test_who_is_due_today_is_not_overdue(late: Company, client: Client) -> None:
    everybody = database.session.scalars(scoped(select(Assignment.person_id).distinct(), by="test")).all()
    due_on(list(everybody), TODAY)
    cso(late, client)
    assert lines(client.get("/desk/"))[0] == "0 people are overdue."


def freeze(company: Company, day: date, kind: FigureKind, overdue: int) -> None:
    with writing():
        row = {"public_id": new_public_id(), "kind": kind, "day": day, "frozen_at": make.NOW, "digest": "0" * 64}
        number = database.session.execute(insert(Figures).values(row).returning(Figures.id)).scalar_one()
        requirement = database.session.scalars(select(Requirement.id).limit(1)).one()
        line = {"figures_id": number, "requirement_id": requirement, "done": 1, "done_late": 0, "exempt": 0, "open": 0}
        database.session.execute(
            insert(FigureLine),
            [line | {"department_id": department, "overdue": overdue} for department in company.teams],
        )


def test_it_is_compared_with_the_last_week_that_was_kept(late: Company, client: Client) -> None:
    for day, kind, overdue in (
        (date(2026, 11, 9), FigureKind.WEEKLY, 20), (date(2026, 11, 16), FigureKind.WEEKLY, 5),
        (date(2026, 11, 22), FigureKind.MONTHLY, 30), (date(2026, 11, 23), FigureKind.WEEKLY, 40),
    ):  # fmt: skip
        freeze(late, day, kind, overdue)
    cso(late, client)
    assert (
        lines(client.get("/desk/"))[0]
        == "4 people are overdue, 3 of them in Finance. 8 duties; on Mon 16 Nov it was 10."
    )


# --- completions that run out -----------------------------------------------------------------------------------------


@pytest.fixture
def renewing(company: Company) -> list[int]:
    """Five completions of last year, valid until 10 December; one of 24 December."""
    people = [company.person(number % 3) for number in range(6)]
    begin = date(2025, 11, 20)
    making.publish(making.written("phishing", title="Recognising phishing", window_days=20), on=begin)
    making.reconcile(begin)
    for person in people[:5]:
        making.record(person, company.course, date(2025, 12, 10))
    making.record(people[5], company.course, date(2025, 12, 24))
    making.reconcile(TODAY)
    return people


def test_what_runs_out_is_counted_until_it_is_renewed(renewing: list[int], company: Company, client: Client) -> None:
    cso(company, client)
    assert [row.cycle for row in assignments(renewing[0])] == [1, 2]
    assert lines(client.get("/desk/"))[1] == "5 completions run out by Wed 23 Dec 2026. Nobody has been told yet."
    making.record(renewing[0], company.course, TODAY)
    assert lines(client.get("/desk/"))[1].startswith("4 completions run out")
    assert ways(client.get("/desk/"))[1] == "/desk/running-out/"


def tell(person: int, day: date | None) -> None:
    duty = assignments(person)[-1].id
    with writing():
        row = {
            "person_id": person,
            "assignment_id": duty,
            "kind": ReminderKind.OWN,
            "step": -14,
            "planned_on": TODAY,
            "digest_day": day,
        }
        database.session.execute(insert(Reminder).values(row))


def test_all_have_been_told_is_said_when_it_is_true(renewing: list[int], company: Company, client: Client) -> None:
    cso(company, client)
    for person in renewing[:4]:
        tell(person, TODAY - timedelta(days=1))
    tell(renewing[4], None)
    assert "4 of them have been told." in lines(client.get("/desk/"))[1]
    with writing():
        database.session.execute(
            scoped(update(Reminder).where(Reminder.person_id == renewing[4]).values(digest_day=TODAY), by="test")
        )
    assert lines(client.get("/desk/"))[1].endswith("All have been told.")


def test_the_page_behind_it_names_the_requirements(renewing: list[int], company: Company, client: Client) -> None:
    cso(company, client)
    page = client.get("/desk/running-out/")
    assert page.heading == "Five renewals are due by Wed 23 Dec 2026. Nobody has been told yet."
    row = page.soup.select_one("table.entries tbody tr").get_text(" ", strip=True)
    assert row == "Recognising phishing 5 0 Thu 10 Dec 2026"
    assert client.get(page.soup.select_one("table.entries th a")["href"]).status == 200
    assert (
        client.get("/desk/running-out/requirements.csv").text.splitlines()[1] == "Recognising phishing,5,0,2026-12-10"
    )


# --- requirements -----------------------------------------------------------------------------------------------------


def test_requirements_without_owner_or_people_are_named(late: Company, client: Client) -> None:
    boss = make.person(
        "Omar", "Haddad", department=late.get(late.legal_id), external_id="BOSS", started_on=date(2027, 1, 1)
    ).id
    making.publish(
        making.written("phishing", title="Recognising phishing", owner="BOSS"),
        making.written("doors", title="Doors", satisfied_by=({"course": "policy-of-doors"},)),
        making.written("cards", title="Handling cards", audience={"attributes": ("cardholder",)}, owner="BOSS"),
        on=TODAY,
    )
    making.reconcile(TODAY)
    cso(late, client)
    assert (
        lines(client.get("/desk/"))[3]
        == "2 requirements want care: “Doors” has no owner; “Handling cards” asks nobody, since 23 Nov."
    )
    with writing():
        gone = update(Person).where(Person.id == boss).values(left_on=TODAY)
        database.session.execute(scoped(gone, by="test"))
    assert lines(client.get("/desk/"))[3].startswith(
        "3 requirements want care: “Doors” has no owner; “Handling cards” has no owner and asks nobody; and 1 more"
    )


# --- mail -------------------------------------------------------------------------------------------------------------


def test_mail_that_leaves_counts_people_once(late: Company, client: Client) -> None:
    people = database.session.scalars(
        scoped(select(Assignment.person_id).distinct().order_by(Assignment.person_id), by="test")
    ).all()
    tell(people[0], None)
    tell(people[1], None)
    with writing():
        day = TODAY + timedelta(days=1)
        rows = [(people[1], day, DigestState.PLANNED), (people[2], day, DigestState.HELD), (people[3], day, DigestState.WRITTEN),
                (people[4], TODAY + timedelta(days=7), DigestState.PLANNED)]  # fmt: skip
        database.session.execute(
            insert(Digest), [{"person_id": p, "day": d, "state": s, "planned_at": make.NOW} for p, d, s in rows]
        )
    cso(late, client)
    page = client.get("/desk/")
    assert (
        lines(page)[4]
        == "5 people get mail by Sun 29 Nov, at most one a day. 1 mail is held until two people let it go."
    ), "three who wait, and two whose duties come to a step of the ladder"
    assert ways(page)[4] in {"/desk/reminders/", "/desk/outbox/"}


# --- also waiting -----------------------------------------------------------------------------------------------------


def test_what_else_waits_is_a_link(late: Company, client: Client, app: Flask) -> None:
    from tests.seminars import making as seminars

    session = seminars.session(seminars.seminar(), now=make.NOW - timedelta(days=9), local_start=seminars_start())
    assert session
    with writing():
        database.session.add(
            Message(
                kind="x",
                key="x",
                recipient="a@b.example",
                recipient_name="A",
                subject="S",
                body="B",
                state=MessageState.FAILED,
                created_at=make.NOW,
            )
        )
    cso(late, client)
    page = client.get("/desk/")
    also = {one.get_text(): one["href"] for one in page.soup.select("main ul.plain-list a")}
    assert also == {"One register to sign": "/desk/seminars/", "One mail not delivered": "/desk/outbox/"}


def seminars_start() -> Any:
    from datetime import datetime

    return datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001  a wall clock


# --- figures and table ------------------------------------------------------------------------------------------------


def test_the_table_adds_up_and_says_what_the_teams_say(late: Company, client: Client) -> None:
    cso(late, client)
    page = client.get("/desk/")
    rows = table(page)
    assert list(rows) == ["Finance", "Legal", "Together"]
    assert [sum(pair) for pair in zip(rows["Finance"], rows["Legal"], strict=True)] == rows["Together"]
    assert all(sum(row[:5]) == row[5] for row in rows.values())
    teams = client.get("/departments/")
    sums = [int(one.get_text(" ", strip=True).split()[0]) for one in teams.soup.select("dl.sum dd")]
    assert sums == rows["Together"]
    assert page.soup.select_one("table.coverage th a")["href"] == f"/departments/{late.finance}"
    figures = [" ".join(one.get_text(" ", strip=True).split()) for one in page.soup.select(".three > div")]
    assert figures[0] == "Coverage, duties 1 of 12 did what was asked, none of them late"
    assert figures[1] == "Recall, this quarter Not yet too few people have answered weeks after learning"
    assert figures[2].startswith("Saved, this year 0 minutes")


def test_below_one_top_department_its_own_people_have_a_row(app: Flask, client: Client) -> None:
    top = make.department("Alder")
    works = make.department("Works", parent=top)
    making.subject("course")
    make.person(department=top)
    for _ in range(2):
        make.person(department=works)
    making.publish(making.written("phishing"), on=START)
    making.reconcile(START)
    make.sign_in(client, make.person(department=works), role=Role.CSO)
    assert table(client.get("/desk/")) == {
        "Works": [0, 0, 0, 2, 0, 2],
        "Alder itself": [0, 0, 0, 1, 0, 1],
        "Together": [0, 0, 0, 3, 0, 3],
    }


def test_a_view_of_one_department_counts_nobody_else(late: Company, client: Client) -> None:
    finance = database.session.get(Department, late.finance_id)
    make.sign_in(client, make.person(department=finance), role=Role.SECURITY_TEAM, department=finance)
    page = client.get("/desk/")
    assert lines(page)[0] == "3 people are overdue, 2 of them in Treasury."
    assert list(table(page)) == ["Payables", "Treasury", "Together"]
    assert "Legal" not in page.words


def test_a_late_roll_shows_no_wrong_number(late: Company, client: Client) -> None:
    cso(late, client)
    right = table(client.get("/desk/"))
    with writing():
        rollups.rebuild(TODAY - timedelta(days=5))
    assert table(client.get("/desk/")) == right


def test_the_table_leaves_as_a_file(late: Company, client: Client) -> None:
    cso(late, client)
    page = client.get("/desk/")
    rows = client.get("/desk/coverage.csv").text.splitlines()
    assert rows[0] == "Department,Done,Done late,Exempt,Open,Overdue,Together"
    assert [int(cell) for cell in rows[1].split(",")[1:]] == table(page)["Finance"]


# --- statements and rights --------------------------------------------------------------------------------------------


def test_statements_do_not_grow_with_people_or_departments(late: Company, client: Client, statements: Any) -> None:
    cso(late, client)
    client.get("/desk/")
    with statements() as few:
        client.get("/desk/")
    for name in ("Works", "Sales", "Stores"):
        place = make.department(name)
        for _ in range(5):
            make.person(department=place)
    making.reconcile(TODAY)
    with statements() as many:
        assert client.get("/desk/").status == 200
    assert len(few) == len(many) == 12, many.texts


@pytest.mark.parametrize("role", [None, Role.MANAGER, Role.AUDITOR])
def test_others_have_no_desk_and_no_rail(company: Company, client: Client, role: Role | None) -> None:
    make.sign_in(client, make.person(department=company.get(company.legal_id)), role=role)
    for path in ("/desk/", "/desk/running-out/", "/desk/coverage.csv", "/desk/running-out/requirements.xlsx"):
        assert client.get(path).status == 404
    assert not client.get("/").soup.select("nav.rail")
