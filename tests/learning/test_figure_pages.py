"""What authors see of their questions: figures and faults in words, who may see them, and no person in them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.client import Client, Page
from tests.conftest import Clock
from tests.learning import making, weeks_later
from tests.learning.figures import Bank, alarmed, attempted, bank, counted, right, wrong
from tests.learning.taking_out import out
from tests.learning.weeks_later import several, someone, with_questions
from training.core.db import database
from training.core.permissions import Role
from training.learning import work
from training.learning.figure_rules import FEWEST
from training.learning.rules import AttemptKind

TODAY = making.TODAY
LIST, COURSE = "/desk/questions/", "/desk/questions/spot-it"
MORE = ("fifth-note", "sixth-note", "seventh-note")


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> Path:
    """Seven questions with one right option, and one with two."""
    files = with_questions(*MORE)
    files["spot-it/questions.yaml"] += "\n" + several("some-notes")
    making.publish(tmp_path, files)
    return tmp_path


@pytest.fixture
def desk(app: Flask, client: Client) -> Client:
    make.sign_in(client, someone("Plain", "Name"), role=Role.SECURITY_TEAM)
    return client


def line(page: Page, slug: str) -> list[str]:
    """What the table of all questions says of one: answers, right, separates, median time."""
    return [cell.get_text(" ", strip=True) for cell in page.soup.select(f"#q-{slug} td")]


def named(page: Page) -> list[str]:
    """Which questions stand among the worst, in their order."""
    return [one.h3.get_text(strip=True).split()[3] for one in page.soup.select("[aria-labelledby=worst] article")]


def faults_of(page: Page, slug: str) -> list[str]:
    article = next(one for one in page.soup.select("[aria-labelledby=worst] article") if slug in one.h3.get_text())
    return [item.get_text(strip=True) for item in article.select("li")]


def desk_lines(desk: Client) -> list[str]:
    return [str(line.get_text()) for line in desk.get("/desk/").soup.select("main ul.plain-list a")]


# --- one course -------------------------------------------------------------------------------------------------------


def test_the_figures_stand_in_the_order_of_the_course(course: Path, desk: Client) -> None:
    counted(
        bank(), TODAY, first_note={"answers": 40, "difficulty": 0.825, "discrimination": 0.314, "median_seconds": 21},
        third_note={"answers": 3, "difficulty": 1 / 3, "discrimination": None, "median_seconds": None},
        fourth_note={"discrimination": -0.204},
    )  # fmt: skip
    page = desk.get(COURSE)
    slugs = [str(row["id"]).removeprefix("q-") for row in page.soup.select("table.plain tr[id]")]
    assert slugs == ["first-note", "second-note", "third-note", "fourth-note", *MORE, "some-notes"]
    assert line(page, "first-note") == ["40", "82 %", "0.31", "21 s"]
    assert line(page, "second-note") == ["0", "", "", ""]
    assert line(page, "third-note") == ["3", "33 %", "", ""]
    assert line(page, "fourth-note") == ["100", "70 %", "-0.2", "20 s"]


def test_before_anything_was_counted_the_page_says_so(course: Path, desk: Client) -> None:
    page = desk.get(COURSE)
    assert page.heading.startswith("Nothing stands out.")
    assert f"Fewer than {FEWEST} people have answered each: too few to say anything." in page.words
    assert "Counted once a day; not yet." in page.words


def test_where_nothing_is_wrong_the_page_says_so(course: Path, desk: Client) -> None:
    of = bank()
    counted(of, TODAY, first_note={"options": dict.fromkeys(of.keys("first-note", right=False), 15)})
    alarmed(of, TODAY, {"answers": 0, "right": 0, "seconds": 0}, {"answers": 0, "right": 0, "seconds": 0}, alarm=False)
    page = desk.get(COURSE)
    assert page.heading == "Nothing stands out."
    assert "Counted on Mon 23 Nov 2026, from the attempts of a year." in page.words
    assert not named(page)


MISLEADS = (
    "People who know the rest get this one wrong more often than the others do: the key, or a word in it, may be wrong."
)
HARD = "Only 22 % of it is right: the lesson does not teach it, or the question asks for something else."
NOTHING = "People who know the rest and people who do not answer it alike: it tells little."
DEAD = "Hardly anybody chooses “Delete it at once.”: nobody believes it."
EASY = "Nearly everybody is right: the answer may give itself away."


def seven_bad(of: Bank) -> None:
    """Seven questions, each with a fault, and one of them with two."""
    alive = {key: 15 for slug in of.ids for key in of.keys(slug, right=False)}
    dead = {key: 0 for key in of.keys("second-note", right=False) if "Delete" in said(of, "second-note", key)}
    assert len(dead) == 1
    counted(
        of, TODAY, first_note={"difficulty": 0.99, "options": alive}, second_note={"options": alive | dead},
        third_note={"discrimination": 0.1, "options": alive}, fourth_note={"difficulty": 0.22, "options": alive},
        fifth_note={"discrimination": -0.1, "options": alive}, some_notes={"options": alive},
        sixth_note={"discrimination": -0.4, "difficulty": 0.22, "options": alive},
        seventh_note={"discrimination": 0.05, "options": alive},
    )  # fmt: skip


def said(of: Bank, slug: str, key: str) -> str:
    return next(str(option["text_html"]) for option in of.contents[slug]["options"] if option["key"] == key)


def test_the_five_worst_are_named_with_the_reason(course: Path, desk: Client) -> None:
    seven_bad(bank())

    page = desk.get(COURSE)

    assert page.heading == "Five questions are worth another look. They are named below, with the reason."
    assert named(page) == ["sixth-note", "fifth-note", "fourth-note", "seventh-note", "third-note"]
    assert faults_of(page, "sixth-note") == [MISLEADS, HARD]
    assert faults_of(page, "fifth-note") == [MISLEADS]
    assert faults_of(page, "fourth-note") == [HARD]
    assert faults_of(page, "third-note") == [NOTHING]
    rows = {
        slug: page.soup.select_one(f"#q-{slug} th").get_text() for slug in ("first-note", "second-note", "some-notes")
    }
    assert EASY in rows["first-note"], "the others say it in the table of all"
    assert DEAD in rows["second-note"]
    assert not [words for words in (MISLEADS, HARD, NOTHING, EASY, "Hardly") if words in rows["some-notes"]]
    links = [str(link["href"]) for link in page.soup.select("[aria-labelledby=worst] a.button")]
    assert links[0] == "/desk/questions/spot-it/sixth-note/take-out"
    assert desk.get(links[0]).status == 200


def test_the_options_show_how_often_each_was_chosen(course: Path, desk: Client) -> None:
    of = bank()
    (key,) = of.keys("first-note", right=True)
    dead, other = of.keys("first-note", right=False)
    counted(of, TODAY, first_note={"answers": 80, "options": {key: 61, dead: 3, other: 16}})
    page = desk.get(COURSE)
    table = page.soup.select_one("[aria-labelledby=worst] article table")
    rows = {row.th.get_text(" ", strip=True): row.td.get_text(" ", strip=True) for row in table.select("tbody tr")}
    assert rows == {
        f"{said(of, 'first-note', key)} (right)": "61 76 %",
        f"{said(of, 'first-note', dead)} (hardly ever)": "3 4 %",
        said(of, "first-note", other): "16 20 %",
    }  # fmt: skip


def test_with_too_few_answers_nothing_is_said(course: Path, desk: Client) -> None:
    counted(bank(), TODAY, first_note={"answers": FEWEST - 1, "difficulty": 0.0, "discrimination": -1.0})
    page = desk.get(COURSE)
    assert not named(page)
    assert line(page, "first-note")[0] == str(FEWEST - 1)


def test_figures_of_a_former_wording_are_not_shown(course: Path, desk: Client) -> None:
    """The job has not run yet since the question was written anew."""
    counted(bank(), TODAY, first_note={"digest": "0" * 64, "difficulty": 0.1})
    page = desk.get(COURSE)
    assert line(page, "first-note") == ["0", "", "", ""]
    assert not named(page)


def test_what_was_taken_out_is_not_among_the_worst(app: Flask, course: Path, desk: Client) -> None:
    seven_bad(bank())
    out(app, desk, "sixth-note")
    page = desk.get(COURSE)
    assert named(page)[0] == "fifth-note"
    assert "(taken out)" in page.soup.select_one("#q-sixth-note").get_text()
    assert MISLEADS not in page.soup.select_one("#q-sixth-note").get_text()


def test_a_leaked_key_is_told_in_numbers(course: Path, desk: Client) -> None:
    alarmed(bank(), TODAY, {"answers": 200, "right": 120, "seconds": 41}, {"answers": 60, "right": 57, "seconds": 9})
    page = desk.get(COURSE)
    assert "More answers are right, and they come much faster: a key may go round." in page.words
    assert (
        "In the last two weeks 95 % of 60 answers were right, in 9 seconds each; before, it was 60 % in 41 seconds."
        in page.words
    )
    assert "Nobody in particular is meant." in page.words
    assert desk.get(LIST).heading.startswith("One course is worth a look.")
    assert "A key may go round: see the course." in desk.get(LIST).words
    assert "One answer key may go round: Spot it" in desk_lines(desk)


@pytest.mark.parametrize("slug", ["no-such-course", "call-it"])
def test_what_is_not_taught_has_no_figures(app: Flask, tmp_path: Path, desk: Client, slug: str) -> None:
    making.publish(tmp_path, weeks_later.two_courses())
    alarmed(bank("call-it"), TODAY, {"answers": 1, "right": 1, "seconds": 1}, {"answers": 1, "right": 1, "seconds": 1})
    assert desk.get("/desk/questions/call-it").status == 200
    making.publish(tmp_path)
    assert desk.get(f"/desk/questions/{slug}").status == 404
    assert "Call it" not in desk.get(LIST).words
    assert desk_lines(desk) == []


def test_the_list_counts_the_answers_of_each_course(app: Flask, tmp_path: Path, desk: Client) -> None:
    making.publish(tmp_path, weeks_later.two_courses())
    counted(bank(), TODAY, first_note={"answers": 40}, second_note={"answers": 2})
    page = desk.get(LIST)
    assert page.heading.startswith("No answer key seems to go round.")
    told = [
        (row.h3.get_text(strip=True), row.select_one(".entry-act").get_text(strip=True))
        for row in page.soup.select("main li")
    ]
    assert told == [("Call it", "0 answers"), ("Spot it", "42 answers")]
    assert desk.get(str(page.soup.select("main h3 a")[1]["href"])).path == COURSE


# --- who sees it, and whom nobody sees --------------------------------------------------------------------------------

PAGES = (LIST, COURSE, "/desk/questions/spot-it/first-note/take-out", "/desk/recall/", "/desk/beliefs/", "/desk/")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", [None, Role.EMPLOYEE, Role.MANAGER])
def test_employees_and_managers_find_nothing_there(course: Path, client: Client, path: str, role: Role | None) -> None:
    make.sign_in(client, someone(), role=role)
    assert client.get(path).status == 404


@pytest.mark.parametrize("path", PAGES)
def test_visitors_sign_in_first(course: Path, client: Client, path: str) -> None:
    assert client.get(path).path.startswith("/sign-in")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", [Role.SECURITY_TEAM, Role.CSO, Role.ADMINISTRATOR])
def test_those_who_review_questions_see_it(course: Path, client: Client, path: str, role: Role) -> None:
    make.sign_in(client, someone(), role=role)
    assert client.get(path).status == 200


def answered_by(people: list[weeks_later.Someone], at: Any) -> None:
    """Everybody fails an attempt, and answers a refresher wrongly with a false belief."""
    of = bank()
    for person in people:
        attempted(person.id, of, [right(of, "first-note"), wrong(of, "third-note")], at)
        attempted(person.id, of, [wrong(of, "third-note")], at, kind=AttemptKind.REFRESHER)
        weeks_later.hold(person.id, "padlock", at=at)


def test_no_page_names_anybody(app: Flask, course: Path, desk: Client, clock: Clock) -> None:
    """Not even while one person alone has answered."""
    people = [someone("Ωμέγα", f"Σίγμα{number}", email=f"canary{number}@alderfinch.example", external_id=f"X-77{number}")
              for number in range(6)]  # fmt: skip
    secrets = ["Ωμέγα", "Σίγμα", "canary", "X-77", *(person.public_id for person in people)]
    for some in (people[:1], people[1:]):
        answered_by(some, clock())
        out(app, desk, "third-note" if len(some) == 1 else "fourth-note")
        weeks_later.run(app, work.COUNT)
        for path in PAGES:
            page = desk.get(path)
            assert page.status == 200
            assert not [secret for secret in secrets if secret in page.text], path
    assert "6 of 6 people" in desk.get("/desk/beliefs/").words, "else there was nobody to be named"


# --- statements -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "number"), [(LIST, 2), (COURSE, 4), ("/desk/recall/", 4), ("/desk/beliefs/", 3), ("/desk/", 12)]
)
def test_statements_are_the_same_for_few_and_many(
    app: Flask, course: Path, desk: Client, statements: Any, path: str, number: int
) -> None:
    answered_by([someone()], make.NOW)
    weeks_later.run(app, work.COUNT)
    desk.get(path)  # the settings are remembered for half a minute
    with statements() as few:
        desk.get(path)
    for _ in range(2):
        place = make.department()
        answered_by([someone(department=place) for _ in range(6)], make.NOW - timedelta(days=1))
        database.session.rollback()
    out(app, desk, "third-note")
    weeks_later.run(app, work.COUNT)
    desk.get(path)
    with statements() as many:
        assert desk.get(path).status == 200
    assert len(few) == len(many) == number, many.texts
