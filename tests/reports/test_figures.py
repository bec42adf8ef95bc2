"""The pages of published figures: which months, what was frozen, why it differs today, and whose names are shown."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.client import Client, Page
from tests.completion import making
from tests.completion.test_freezing import evening, freeze
from tests.completion.test_reconciling import leave
from tests.reports.company import Company
from training.audit.models import Event
from training.completion import excusing, service
from training.completion.excusing import NewExemption, NewExtension
from training.completion.models import Completion, Exemption
from training.completion.rules import ExemptionKind, FigureKind, How
from training.core.db import database, scoped, writing
from training.people.models import Membership
from training.reports import difference_pages, figure_views

START, DUE, END, LATER = date(2026, 12, 1), date(2026, 12, 21), date(2026, 12, 31), date(2027, 1, 5)
MONTH = "/departments/figures/2026-12"
TWENTY_DAYS = {"kind": "days-from-start", "days": 20}


@pytest.fixture
def company(app: Flask, client: Client, clock: Any) -> Company:
    clock.set(making.noon(date(2027, 1, 20)))
    return Company(client)


def begin(company: Company, people: int = 5) -> list[int]:
    """People in Treasury, Payables and, the last one, in Legal; all are due on 21 December."""
    teams = [*(number % 2 for number in range(people - 1)), 2]
    found = [company.person(team, family=f"Family{number}") for number, team in enumerate(teams)]
    making.publish(written(), on=START)
    making.reconcile(START)
    return found


def written(days: int = 20) -> Any:
    due = TWENTY_DAYS | {"days": days}
    return making.written("phishing", title="Recognising phishing", due=due)


def record(person: int, course: int, day: date, at: datetime, how: How = How.QUIZ) -> int:
    with writing():
        new = service.NewCompletion(person, course, how, making.noon(day), day)
        return service.record(new, recorded_by_id=None, now=at).id


def belongs(person: int, department: int, since: date, on: date = LATER) -> None:
    """A correction of the roster, recorded on a day: since when somebody belongs to a department."""
    current = (Membership.person_id == person, Membership.retired_at.is_(None), Membership.valid_until.is_(None))
    with writing():
        old = database.session.execute(scoped(select(Membership.__table__).where(*current), by="test")).one()
        database.session.execute(update(Membership).where(*current).values(retired_at=making.noon(on)))
        row = {name: old._mapping[name] for name in ("person_id", "site_id", "title", "attributes")}
        before = row | {"department_id": old.department_id, "valid_from": old.valid_from, "valid_until": since}
        after = row | {"department_id": department, "valid_from": since}
        database.session.add_all([Membership(**one, recorded_at=making.noon(on)) for one in (before, after)])
    making.reconcile(on)


def sums(page: Page) -> list[list[str]]:
    return [
        [one.get_text(strip=True) for one in row.select("th, td")] for row in page.soup.select("table.sums tbody tr")
    ]


def lines(page: Page) -> list[str]:
    return [row.get_text(" ", strip=True) for row in page.soup.select("#lines tbody tr")]


# --- what stands there ------------------------------------------------------------------------------------------------


def test_months_are_listed_and_opened(company: Company, client: Client):
    people = begin(company)
    making.record(people[0], company.course, date(2026, 12, 5))
    freeze(END)
    freeze(date(2026, 12, 27), kind=FigureKind.WEEKLY)
    company.manager()
    page = client.get("/departments/figures/")
    (row,) = page.soup.select("tbody tr")
    assert "December 2026" in row.get_text() and "1 of 5" in row.get_text()
    assert "Thu 31 Dec 2026" in row.get_text()
    month = client.get(row.a["href"])
    assert month.heading == "December 2026: 1 of 5 duties were done"
    assert "These numbers never change" in month.words
    digest = month.soup.select_one("code").get_text(strip=True)
    assert len(digest) == 64 and int(digest, 16)
    assert "Nothing has come to light since" in month.words
    parts = [one.get_text(" ", strip=True).split()[0] for one in month.soup.select("dl.sum dd")]
    assert parts == ["1", "0", "0", "0", "4", "5"]
    teams = [row.get_text(" ", strip=True) for row in month.soup.select("details tbody tr")]
    assert [one.split()[0] for one in teams] == ["Finance", "Payables", "Treasury", "Legal"]


def test_what_happens_later_leaves_the_published_numbers_alone(company: Company, client: Client):
    people = begin(company)
    freeze(END)
    company.manager()
    before = client.get(MONTH)
    making.record(people[1], company.course, LATER)
    after = client.get(MONTH)
    assert before.words == after.words, "done in January is no difference of December"


# --- why it differs ---------------------------------------------------------------------------------------------------


def completed(company: Company, person: int) -> None:
    record(person, company.course, date(2026, 12, 29), making.noon(LATER), How.IMPORT)


def taken_back(company: Company, person: int) -> None:
    (found,) = database.session.execute(
        scoped(select(Completion.id).where(Completion.person_id == person), by="test")
    ).scalars()
    with writing():
        service.take_back(found, reason="It was somebody else", by_person_id=None, now=making.noon(LATER))


def excuse(kind: ExemptionKind) -> Callable[..., None]:
    def later(_company: Company, person: int, on: date = LATER) -> None:
        new = NewExemption(person, None, kind, date(2026, 12, 2), date(2027, 3, 1), "Away", None)
        with writing():
            excusing.exempt(new, by_person_id=None, now=making.noon(on), today=on)

    return later


def excuse_ended(_company: Company, person: int) -> None:
    with writing():
        found = database.session.scalars(scoped(select(Exemption.id).where(Exemption.person_id == person), by="test"))
        since = date(2026, 12, 2)
        excusing.end_exemption(
            found.one(), since, "Never was away", by_person_id=None, now=making.noon(LATER), today=LATER
        )


def extended(_company: Company, person: int) -> None:
    duty = making.duties(person)[0]
    new = NewExtension(person, duty.requirement_id, 1, date(2027, 1, 15), "The course was down", None)
    with writing():
        excusing.extend(new, by_person_id=None, now=making.noon(LATER), today=LATER)


def moved(company: Company, person: int) -> None:
    belongs(person, company.teams[1], date(2026, 12, 15))


def ended(_company: Company, person: int) -> None:
    leave(person, date(2026, 12, 20))
    making.reconcile(LATER)


def opened(company: Company, _person: int) -> None:
    company.person(0, family="Family0", started_on=date(2026, 12, 10))
    making.reconcile(LATER)


def changed_rule(_company: Company, _person: int) -> None:
    making.publish(written(40), on=LATER)
    making.reconcile(LATER)


def nothing(_company: Company, _person: int) -> None:
    pass


def done(company: Company, person: int) -> None:
    record(person, company.course, date(2026, 12, 20), making.noon(date(2026, 12, 20)))


def done_tomorrow(company: Company, person: int) -> None:
    record(person, company.course, date(2027, 1, 1), evening(END) - timedelta(hours=1))


def excused_before(company: Company, person: int) -> None:
    excuse(ExemptionKind.LEAVE)(company, person, date(2026, 12, 3))


@pytest.mark.parametrize(
    ("before", "later", "states", "why"),
    [
        (
            nothing, completed, "Overdue Done late",
            "Completion recorded on Tue 5 Jan 2027 (import), done on 29 Dec",
        ),
        (done, taken_back, "Done Overdue", "Completion taken back: Tue 5 Jan 2027"),
        (nothing, excuse(ExemptionKind.EXEMPTION), "Overdue Exempt", "Exemption recorded later: Tue 5 Jan 2027"),
        (nothing, excuse(ExemptionKind.LEAVE), "Overdue Exempt", "Leave recorded later: Tue 5 Jan 2027"),
        (excused_before, excuse_ended, "Exempt Overdue", "Exemption or leave ended earlier than was known"),
        (nothing, extended, "Overdue Open", "Extension recorded later: Tue 5 Jan 2027"),
        (nothing, moved, "Overdue Overdue", "Moved by a correction of the roster"),
        (nothing, ended, "Overdue not here", "Duty ended retroactively"),
        (nothing, opened, "not here Overdue", "Duty recorded later"),
        (done_tomorrow, nothing, "Done late Overdue", "Done on the next day already, by the date at their site"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
def test_each_difference_has_its_line_and_its_reason(
    company: Company, client: Client, before: Any, later: Any, states: str, why: str
):
    people = begin(company)
    before(company, people[0])
    freeze(END)
    later(company, people[0])
    company.manager()
    page = client.get(MONTH)
    (line,) = lines(page)
    assert line.startswith("Family0, Person")
    assert f"Recognising phishing {states} {why}" in line
    assert "One duty counts differently" in page.words
    written_down = sums(page)
    if states == "Overdue Overdue":
        assert written_down == [], "the sums of the whole are the same"
        return
    assert [row[0] for row in written_down[1:4]] == ["As published", "Come to light since", "As is known today"]
    assert_adds_up(written_down[1:4])
    reason = page.soup.select("table tbody tr")
    assert any(why.split(":", maxsplit=1)[0].split(" on ", maxsplit=1)[0] in one.get_text() for one in reason)


def assert_adds_up(three: list[list[str]]) -> None:
    published, since, now = ([as_number(cell) for cell in row[1:]] for row in three)
    assert [one + other for one, other in zip(published, since, strict=True)] == now
    assert all(sum(row[:-1]) == row[-1] for row in (published, since, now))


def as_number(cell: str) -> int:
    return 0 if cell == "\u2013" else int(cell.replace("\u2212", "-"))


def test_a_changed_rule_changes_everybody(company: Company, client: Client):
    begin(company)
    freeze(END)
    changed_rule(company, 0)
    company.manager()
    page = client.get(MONTH)
    assert len(lines(page)) == 5
    assert all("Requirement changed later" in one for one in lines(page))
    assert sums(page)[2] == ["Come to light since", "\u2013", "\u2013", "\u2013", "+5", "\u22125", "\u2013"]


# --- who may see what -------------------------------------------------------------------------------------------------


def test_a_manager_sees_their_own_departments_and_no_names_of_others(company: Company, client: Client):
    people = begin(company)
    freeze(END)
    belongs(people[0], company.legal_id, date(2026, 12, 15))
    belongs(people[4], company.teams[0], date(2026, 12, 15))
    company.manager(company.finance_id)
    page = client.get(MONTH)
    assert page.heading == "December 2026: 0 of 4 duties were done"
    went, came = sorted(lines(page), reverse=True)
    assert went.startswith("Somebody who is not in your departments")
    assert "Overdue not here Left by a correction of the roster" in went
    assert came.startswith("Family4") and "not here Overdue Joined by a correction of the roster" in came
    assert "Family0" not in page.text and "Legal" not in page.words
    exported = client.get(f"{MONTH}/differences.csv").text
    assert "Family0" not in exported and "Legal" not in exported and "Family4" in exported
    figures = client.get(f"{MONTH}/figures.csv").text
    assert "Treasury" in figures and "Legal" not in figures


def test_whoever_has_moved_away_since_had_a_name_there_then(company: Company, client: Client):
    people = begin(company)
    freeze(END)
    completed(company, people[0])
    belongs(people[0], company.legal_id, date(2027, 1, 10), date(2027, 1, 10))
    company.manager(company.finance_id)
    (line,) = lines(client.get(MONTH))
    assert line.startswith("Family0, Person"), "as of that day they belonged to Finance"


@pytest.mark.parametrize("path", ["/departments/figures/", MONTH, f"{MONTH}/figures.csv", f"{MONTH}/differences.csv"])
def test_an_employee_sees_no_figures(company: Company, client: Client, path: str):
    begin(company)
    freeze(END)
    make.employee(client)
    assert client.get(path).status == 404


def test_what_was_not_published_is_not_found(company: Company, client: Client):
    begin(company)
    freeze(END, kind=FigureKind.WEEKLY)
    company.manager()
    for month in ("2026-12", "2026-11", "2026-13", "0000-01", "2026-1"):
        assert client.get(f"/departments/figures/{month}").status == 404, month
        assert client.get(f"/departments/figures/{month}/figures.csv").status == 404
    assert "Nothing has been published yet." in client.get("/departments/figures/").words


def test_a_manager_of_whom_nothing_was_asked_is_told(company: Company, client: Client):
    begin(company)
    freeze(END)
    alone = make.department("Archive").id
    company.manager(alone)
    page = client.get(MONTH)
    assert page.heading == "December 2026: nothing was asked of your departments"
    assert "nobody counted" in client.get("/departments/figures/").words


# --- many lines, files, statements ------------------------------------------------------------------------------------


def test_lines_go_on_on_the_next_page(company: Company, client: Client, monkeypatch: Any):
    monkeypatch.setattr(figure_views, "LINES_ON_PAGE", 2)
    monkeypatch.setattr(difference_pages, "LINES_ON_PAGE", 2)
    begin(company)
    freeze(END)
    changed_rule(company, 0)
    company.manager()
    path, seen = MONTH, []
    while path:
        page = client.get(path)
        seen += [one.split(",")[0] for one in lines(page)]
        following = page.soup.select_one("nav.pages a[rel=next]")
        path = following["href"] if following else ""
    assert seen == [f"Family{number}" for number in range(5)]
    assert len(lines(client.get(f"{MONTH}?after=nonsense"))) == 2
    assert lines(client.get(f"{MONTH}?after=99999999")) == lines(client.get(MONTH))
    assert lines(client.get(f"{MONTH}?after=9999")) == []


def test_files_hold_everything_and_are_noted(company: Company, client: Client):
    people = begin(company)
    freeze(END)
    completed(company, people[0])
    company.manager()
    figures = client.get(f"{MONTH}/figures.csv")
    assert figures.headers["Content-Type"].startswith("text/csv")
    rows = figures.text.splitlines()
    assert rows[0] == "Day,Frozen at,Department,Requirement,Done,Done late,Exempt,Open,Overdue"
    assert "2026-12-31,2026-12-31T21:00:00+00:00,Finance / Treasury,Recognising phishing,0,0,0,0,2" in rows
    assert len(rows) == 4
    differences = client.get(f"{MONTH}/differences.csv").text.splitlines()
    assert len(differences) == 2
    assert differences[1].endswith(
        ",Recognising phishing,Treasury,Treasury,Overdue,Done late,Completion recorded later,2026-12-29,2027-01-05"
    )
    for name in ("figures", "differences"):
        assert client.get(f"{MONTH}/{name}.xlsx").headers["Content-Type"].endswith("spreadsheetml.sheet")
    events = database.session.scalars(
        select(Event.subject_kind).where(Event.action == "exported").order_by(Event.id)
    ).all()
    assert events == ["figures"] * 4


def test_statements_are_the_same_for_few_and_many(company: Company, client: Client, statements: Any):
    people = begin(company, 25)
    freeze(END)
    completed(company, people[0])
    company.manager()
    client.get(MONTH)
    with statements() as few:
        client.get(MONTH)
    changed_rule(company, 0)
    for person in people[1:12]:
        completed(company, person)
    client.get(MONTH)
    with statements() as many:
        page = client.get(MONTH)
    assert len(lines(page)) == 25
    assert len(few) == len(many) <= 5, many.texts
    with statements() as of_list:
        client.get("/departments/figures/")
    assert len(of_list) <= 2, of_list.texts
