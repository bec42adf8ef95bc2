"""What is read as evidence: the five parts, the people behind them, the sample, each duty, and the packs."""

import csv
import io
from datetime import date
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask

from tests import make
from tests.client import Client, Page
from tests.conftest import Clock
from tests.reports import letting_in, lived, packs
from training.completion.evidence_rules import SETTLES, draw_key
from training.completion.models import Assignment
from training.core.digest import digest
from training.core.permissions import Role
from training.jobs.models import Job
from training.jobs.rules import MOST_ATTEMPTS, JobState
from training.reports import evidence_queries, evidence_work, pack_queries, population_queries, proof_queries

ENGAGEMENT, DUTY, SAMPLE, LIST, PACKS = 10, 9, 4, 2, 3
"""Statements of each page, the look at the sign-in among them and the note in the log not."""


@pytest.fixture
def house(app: Flask) -> lived.Lived:
    return lived.build(app, more=30)


@pytest.fixture
def team(house: lived.Lived) -> Client:
    return letting_in.team(house.app)


@pytest.fixture
def page(house: lived.Lived, team: Client) -> Page:
    letting_in.let_in(team)
    return team.get(letting_in.engagement(team))


def figures(page: Page) -> list[int]:
    return [int(one.get_text(" ", strip=True).split()[0]) for one in page.soup.select("dl.sum dd")]


def names(page: Page) -> list[str]:
    return [one.get_text(" ", strip=True) for one in page.soup.select("#people table.entries tbody th a")]


def open_duty(client: Client, page: Page, house: lived.Lived, person: str) -> Page:
    """Open the duty of somebody by the roster's number."""
    mine = lived.select(Assignment.public_id).where(
        Assignment.person_id == house.ids[person], Assignment.retired_at.is_(None)
    )
    ((public_id,),) = lived.everything(mine)
    return client.get(f"{page.path}/{public_id}")


# --- one requirement over one period ----------------------------------------------------------------------------------


def test_the_page_says_its_answer_and_the_parts_sum(page: Page) -> None:
    assert page.heading == "32 of 35 had done it"
    assert figures(page) == [31, 1, 1, 1, 2, 36]
    assert "Wed 30 Sep 2026" in page.words or "30 September 2026" in page.words
    assert "37 people with 37 duties in the period; 36 of the duties stood on its last day." in page.words
    for said in (
        "Parental leave",
        "Given1",
        "The rule in all its versions",
        "Because it helps.",
        "The sample: 25 of 37 people",
    ):
        assert said in page.words, said


def test_each_number_opens_its_people(team: Client, page: Page) -> None:
    people = {part: names(team.get(f"{page.path}?part={part}")) for part in ("done-late", "exempt", "open", "overdue")}
    assert people == {
        "done-late": [f"Family2, {lived.HOSTILE}"], "exempt": ["Family3, Given3"], "open": ["Family5, Given5"],
        "overdue": ["Family4, Given4", "Family7, Given7"],
    }  # fmt: skip
    assert "done Mon 20 Jul 2026, 19 days late" in team.get(f"{page.path}?part=done-late").words


def test_all_people_stand_on_the_pages_once(team: Client, page: Page) -> None:
    seen, here = names(page), page
    while link := here.soup.select_one(".pages a[rel=next]"):
        here = team.get(link["href"])
        seen += names(here)
    links = [one["href"] for one in here.soup.select("#people table.entries tbody th a")]
    assert len(seen) == 37 and len(links) == 7
    assert seen == sorted(seen) and "31 to 37 of 37, by name" in here.words


def test_a_place_that_nobody_could_have_is_the_beginning(team: Client, page: Page) -> None:
    for after in ("1-0-0001-01-01-000000000000", "x", "9" * 50):
        assert team.get(f"{page.path}?after={after}&part=nothing").status == 200


def test_the_download_is_what_a_pack_says(house: lived.Lived, team: Client, page: Page, clock: Clock) -> None:
    text = team.get(f"{page.path}/population.csv").text
    public_id = packs.build(house, clock)
    with ZipFile(io.BytesIO(packs.content(public_id))) as archive:
        assert archive.read("population.csv").decode() == text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 37 and {row["state"] for row in rows} == {"done", "done-late", "exempt", "open", "overdue"}


def test_the_sample_is_drawn_by_a_seed_that_anybody_can_use(team: Client, page: Page) -> None:
    shown = team.get(f"{page.path}/sample")
    assert shown.heading == "25 people, drawn by chance"
    seed = page.path.rpartition("/")[2]
    assert seed in shown.words
    everybody = [f"p{n}" for n in range(1, 8)] + [f"q{n}" for n in range(1, 31)]
    wanted = sorted(draw_key(seed, person) for person in everybody)[:25]
    assert [row.get_text(strip=True) for row in shown.soup.select("table.entries .address")] == wanted
    again = team.get(f"{page.path}/sample")
    assert again.soup.select_one("tbody") == shown.soup.select_one("tbody")


# --- one duty ---------------------------------------------------------------------------------------------------------


def test_a_duty_tells_why_where_what_and_on_which_content(house: lived.Lived, team: Client, page: Page) -> None:
    shown = open_duty(team, page, house, "p1")
    assert shown.heading == "Family1, Given1"
    for said in (
        "version 1 of the rule", "Wed 1 Jul 2026", "Operations, LEEDS", "Clerk", "from a roster file, SHA-256", "edition 1",
        "7 of 8 right, 7 needed", house.digest, "Lessons and a quiz", "No questions were begun.",
        "What was answered is not shown: answers belong to the person.",
    ):  # fmt: skip
        assert said in shown.words, said


def test_what_was_taken_back_moved_and_excused_is_told(house: lived.Lived, team: Client, page: Page) -> None:
    assert "takes an earlier one back: It was somebody else" in open_duty(team, page, house, "p7").words
    assert "Due Thu 15 Oct 2026 instead" in open_duty(team, page, house, "p5").words
    assert "Parental leave" in open_duty(team, page, house, "p3").words


def test_a_duty_of_another_requirement_or_period_is_not_there(house: lived.Lived, team: Client, page: Page) -> None:
    letting_in.let_in(team, email="kim@audit.example", since="2026-05-01", until="2026-05-31")
    other = next(one["href"] for one in team.get("/evidence/").soup.select("main h3 a") if one["href"] != page.path)
    duty = page.soup.select_one("table.entries th a")["href"].rpartition("/")[2]
    assert team.get(f"{page.path}/{duty}").status == 200
    assert team.get(f"{other}/{duty}").status == 404
    empty = team.get(other)
    assert empty.heading == "Nobody had to do it on that day" and "Nobody is in this part." in empty.words


def test_answers_are_nowhere(house: lived.Lived, team: Client, page: Page, clock: Clock) -> None:
    """What somebody chose is theirs: no statement of evidence reads the table of answers."""
    for module in (evidence_queries, pack_queries, population_queries, proof_queries):
        assert "Answer" not in vars(module)


# --- packs ------------------------------------------------------------------------------------------------------------


def ask(client: Client, **values: Any) -> Page:
    said = {
        "requirement": lived.SLUG,
        "since": lived.START.isoformat(),
        "until": lived.END.isoformat(),
        "seed": "finch",
    }
    return client.submit(client.get("/desk/evidence/"), said | values, action="/desk/evidence/")


def test_a_pack_is_asked_for_made_and_taken_home(house: lived.Lived, team: Client, clock: Clock) -> None:
    page = ask(team)
    assert page.heading.startswith("The pack is being made.") and page.headers["Refresh"] == "2"
    assert page.soup.select_one("progress") and "It begins in a few seconds" in page.words
    clock.forward(seconds=SETTLES.total_seconds())
    lived.work_off(house.app)
    page = team.get(page.path)
    assert page.heading.startswith("The pack is ready.") and "Refresh" not in page.headers
    found = packs.pack(page.path.rpartition("/")[2])
    assert found.digest in page.words and "drawn by the seed finch" in page.words
    answer = team.http.get(page.soup.select_one("main a.button")["href"])
    assert digest(answer.data) == found.digest and answer.headers["Content-Length"] == str(found.size)
    assert answer.headers["Content-Disposition"].endswith('filename="evidence-phishing-2026-06-01-to-2026-09-30.zip"')
    assert "ready" in team.get("/desk/evidence/").words


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"requirement": ""}, "Choose what it is about."),
        ({"requirement": "made-up"}, "Choose what it is about."),
        ({"until": "2026-05-01"}, "Choose an end that is not before the beginning."),
        ({"until": "2027-01-01"}, "Choose an end that has come: nothing is known of days ahead."),
        ({"since": ""}, "Enter a date"),
        ({"sample": "0"}, "Enter a number from 1 to 500"),
        ({"sample": "many"}, "Enter a whole number"),
        ({"seed": "x" * 41}, "Use at most 40 characters"),
    ],
)
def test_what_cannot_be_asked_is_said(team: Client, values: dict[str, Any], told: str) -> None:
    page = ask(team, **values)
    assert page.status == 422 and page.title.startswith("Error:")
    assert any(told in error for error in page.errors), page.errors


def test_an_auditor_takes_home_what_lies_in_the_period_alone(house: lived.Lived, team: Client, clock: Clock) -> None:
    within, beyond = packs.ask(house, since=date(2026, 7, 1)), packs.ask(house, until=date(2026, 10, 1))
    early = packs.ask(house)
    letting_in.let_in(team)
    auditor = letting_in.come_in(house.app)
    assert auditor.get(f"/evidence/packs/{early}.zip").status == 404, "it is not ready yet"
    clock.forward(minutes=1)
    lived.work_off(house.app)
    for public_id, status in ((within, 200), (early, 200), (beyond, 404)):
        assert auditor.get(f"/evidence/packs/{public_id}.zip").status == status
    here = letting_in.engagement(auditor)
    links = [one["href"] for one in auditor.get(here).soup.select("[aria-labelledby=packs] tbody a")]
    assert sorted(links) == sorted(f"/evidence/packs/{one}.zip" for one in (within, early))
    assert len(auditor.get(f"{here}/packs.csv").text.splitlines()) == 1 + len(links), "the file knows no other pack"
    assert auditor.get(f"/desk/evidence/{early}").status == 404
    assert team.get(f"/evidence/packs/{beyond}.zip").status == 200


def test_a_pack_that_cannot_be_made_is_given_up_and_said(
    house: lived.Lived, team: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ask(team)
    monkeypatch.setattr(evidence_work, "build", _breaks)
    with lived.writing():
        lived.database.session.query(Job).filter_by(kind=lived.BUILD_PACK).update({"attempts": MOST_ATTEMPTS - 1})
    clock.forward(minutes=1)
    lived.work_off(house.app)
    assert team.get(page.path).heading.startswith("The pack could not be made.")


def test_a_pack_that_was_cut_short_is_made_from_the_start(
    house: lived.Lived, team: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_id = packs.ask(house)
    monkeypatch.setattr(evidence_work, "PART", 10_000)
    keep, calls = evidence_work.evidence_service.keep_part, []

    def breaks(*values: Any) -> None:
        calls.append(values)
        if len(calls) == 2:
            raise OSError("the power went")
        keep(*values)

    monkeypatch.setattr(evidence_work.evidence_service, "keep_part", breaks)
    clock.forward(minutes=1)
    lived.work_off(house.app)
    assert packs.pack(public_id).state == "building"
    clock.forward(minutes=10)
    with lived.writing():
        lived.database.session.query(Job).filter_by(kind=lived.BUILD_PACK).update({"state": JobState.READY})
    lived.work_off(house.app)
    found = packs.pack(public_id)
    assert found.state == "ready" and digest(packs.content(public_id)) == found.digest


def _breaks(*_: Any) -> None:
    raise OSError("no space left on device")


def test_whoever_sees_a_part_of_the_company_has_no_evidence(house: lived.Lived, team: Client, page: Page) -> None:
    """A pack knows no departments: a team of one department makes none, and reads none."""
    client = Client(house.app)
    somebody = make.person()
    make.sign_in(client, somebody, role=Role.SECURITY_TEAM, department=make.department("Far away"))
    for path in ("/desk/evidence/", "/desk/auditors/", page.path, f"{page.path}/population.csv", f"{page.path}/sample"):
        assert client.get(path).status == 404, path
    assert "Nothing to read." in client.get("/evidence/").words


# --- what a page costs ------------------------------------------------------------------------------------------------


def test_pages_cost_the_same_for_few_and_for_many(
    house: lived.Lived, team: Client, page: Page, statements: Any
) -> None:
    duty = page.soup.select_one("table.entries th a")["href"]
    costs = {page.path: ENGAGEMENT, f"{page.path}?part=overdue": ENGAGEMENT, duty: DUTY, f"{page.path}/sample": SAMPLE,
             "/evidence/": LIST, "/desk/evidence/": PACKS, "/desk/auditors/": PACKS}  # fmt: skip

    def counted() -> dict[str, int]:
        found = {}
        for path in costs:
            team.get(path)
            with statements() as told:
                team.get(path)
            found[path] = len([one for one in told.texts if "INSERT" not in one])
        return found

    few = counted()
    lived.bring_in([*lived.rows(40, "z")], date(2026, 6, 2))
    lived.making.reconcile(date(2026, 6, 2))
    assert counted() == few == costs
