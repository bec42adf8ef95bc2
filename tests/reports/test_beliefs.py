"""What people believe that is not so: how many of a department, by what each of them answered last."""

from datetime import timedelta
from math import ceil, floor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from tests.client import Client, Page
from tests.conftest import Clock
from tests.learning import weeks_later
from tests.learning.weeks_later import hold
from tests.reports.remembering import NOW, Company, interval, publish
from training.core.db import database, writing
from training.people import work as people_work
from training.people.models import Person

BELIEFS = "/desk/beliefs/"
PADLOCK, DELETE = "A padlock means that the site is honest", "Deleting it deals with it"


@pytest.fixture
def company(app: Flask, client: Client, tmp_path: Path) -> Company:
    publish(tmp_path)
    return Company(app, client)


def met(company: Company, belief: str, department: str, held: int, of: int, *, first: int = 0) -> None:
    """So many people of a department met a belief, and the first of them hold it."""
    for number in range(first, first + of):
        hold(company.person(department, number).id, belief, held=number < first + held, at=NOW)


@pytest.fixture
def believing(company: Company) -> Company:
    """The padlock: 4 of 6 in Treasury, 1 of 3 in Payables, 2 of 8 in Legal. Deleting: 1 of 9 in Legal alone."""
    met(company, "padlock", "Treasury", 4, 6)
    met(company, "padlock", "Payables", 1, 3)
    met(company, "padlock", "Legal", 2, 8)
    met(company, "delete-is-enough", "Legal", 1, 9)
    company.count()
    company.sign_in()
    return company


def lines(page: Page) -> dict[str, tuple[str, str]]:
    """Belief → its share, and how it was counted."""
    return {
        row.th.get_text(strip=True): tuple(cell.get_text(" ", strip=True) for cell in row.select("td"))
        for row in page.soup.select("table.entries tbody tr")
    }  # fmt: skip


def told(held: int, of: int) -> tuple[str, str]:
    low, high = interval(held, of)
    return f"{round(100 * held / of)} %", f"{held} of {of} people; between {floor(low)} and {ceil(high)} %"


def test_the_most_common_belief_of_everybody_comes_first(believing: Company) -> None:
    page = believing.get(BELIEFS)
    assert page.heading == f"41 % of everybody believe: {PADLOCK}"
    assert list(lines(page).items()) == [(PADLOCK, told(7, 17)), (DELETE, told(1, 9))]


@pytest.mark.parametrize(
    ("department", "heading", "padlock"),
    [("Finance", "56 % of Finance believe:", (5, 9)), ("Legal", "25 % of Legal believe:", (2, 8))],
)
def test_each_department_has_its_own(
    believing: Company, department: str, heading: str, padlock: tuple[int, int]
) -> None:
    page = believing.get(BELIEFS, department)
    assert page.heading == f"{heading} {PADLOCK}"
    assert lines(page)[PADLOCK] == told(*padlock)
    assert (DELETE in lines(page)) is (department == "Legal")
    assert page.soup.select_one("select[name=department] option[selected]").get_text(strip=True) == department


@pytest.mark.parametrize("department", ["Payables", "Treasury", "Works"])
def test_fewer_than_five_are_not_shown_nor_who_would_give_them_away(believing: Company, department: str) -> None:
    """Three in Payables are too few, and Treasury hides with them; nobody in Works was asked."""
    page = believing.get(BELIEFS, department)
    assert lines(page) == {}
    assert page.heading == "Nothing can be told yet. No group of five people has shown a belief."
    assert PADLOCK not in page.words


def test_one_who_met_it_beside_nine_hides_them_too(company: Company) -> None:
    met(company, "padlock", "Legal", 5, 9)
    met(company, "padlock", "Works", 1, 1)
    company.count()
    company.sign_in()
    assert lines(company.get(BELIEFS)) == {PADLOCK: told(6, 10)}
    assert lines(company.get(BELIEFS, "Legal")) == {}


def test_where_nobody_believes_it_there_is_nothing_to_tell(company: Company) -> None:
    met(company, "padlock", "Legal", 0, 9)
    company.count()
    company.sign_in()
    page = company.get(BELIEFS)
    assert lines(page) == {}
    assert page.heading == "Nothing can be told yet. No group of five people has shown a belief."


def test_the_last_answer_counts(company: Company, clock: Clock) -> None:
    """All six fall for it; then four answer a question that traps it again, and rightly."""
    people = [company.person("Legal", number).id for number in range(6)]
    answer(company, clock, people, "first-note", right=False)
    (belief,) = lines(company.get(BELIEFS))
    assert lines(company.get(BELIEFS)) == {belief: told(6, 6)}
    answer(company, clock, people[:4], "second-note", right=True)
    assert lines(company.get(BELIEFS)) == {belief: told(2, 6)}


def answer(company: Company, clock: Clock, people: list[int], slug: str, *, right: bool) -> None:
    clock.forward(days=1)
    for person_id in people:
        weeks_later.answer(weeks_later.seal(person_id, slug, now=clock()), right, now=clock())
    company.count()
    company.sign_in()


@pytest.mark.parametrize(("ago", "counts"), [(timedelta(days=365), True), (timedelta(days=365, seconds=1), False)])
def test_what_is_older_than_a_year_does_not_count(company: Company, ago: timedelta, counts: bool) -> None:
    for number in range(6):
        hold(company.person("Legal", number).id, "padlock", at=NOW - ago)
    company.count()
    company.sign_in()
    assert (lines(company.get(BELIEFS)) == {PADLOCK: told(6, 6)}) is counts


def test_who_moved_counts_where_they_are_now_and_who_left_nowhere(company: Company, clock: Clock) -> None:
    met(company, "padlock", "Legal", 6, 12)
    for number in range(5):
        company.move(company.people["Legal"][number], "Works")
    with writing():
        gone = update(Person).where(Person.id == company.people["Legal"][5].id)
        database.session.execute(gone.values(left_on=clock().date()))
    weeks_later.run(company.app, people_work.DAILY)
    company.count()
    company.sign_in()
    assert lines(company.get(BELIEFS)) == {PADLOCK: told(5, 11)}
    assert lines(company.get(BELIEFS, "Works")) == {PADLOCK: told(5, 5)}
    assert lines(company.get(BELIEFS, "Legal")) == {}, "none of the six who are left believes it"


def test_a_belief_that_nobody_knows_any_more_is_left_out(company: Company, tmp_path: Path) -> None:
    met(company, "no-longer-written", "Legal", 6, 6)
    met(company, "padlock", "Legal", 3, 6)
    company.count()
    company.sign_in()
    assert list(lines(company.get(BELIEFS))) == [PADLOCK]


def test_whoever_sees_one_department_sees_nothing_beside_it(believing: Company) -> None:
    believing.sign_in(within="Finance")
    page = believing.get(BELIEFS)
    assert lines(page) == {PADLOCK: told(5, 9)}
    assert "Legal" not in page.text
    assert believing.get(BELIEFS, "Legal").status == 404
