"""What departments still know: every share of a small organisation, reckoned by hand from who answered what."""

from datetime import timedelta
from math import ceil, floor, sqrt
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from tests import make
from tests.client import Client, Page
from tests.conftest import Clock
from tests.learning import weeks_later
from tests.learning.weeks_later import someone
from tests.reports.remembering import BEFORE, MESSAGES, NOW, REPORTING, Company, interval, publish
from training.core.db import database, writing
from training.core.permissions import Role
from training.learning.statistics import share_of
from training.people import work as people_work
from training.people.models import Department, Person
from training.reports.recall_pages import _drawn

untimed = settings(deadline=None)
RECALL = "/desk/recall/"
HIDDEN, NONE = "Not shown: fewer than five people", "No answers yet"


@pytest.fixture
def company(app: Flask, client: Client, tmp_path: Path) -> Company:
    publish(tmp_path)
    return Company(app, client)


# 6 people: 9 of 10. 3 people: 1 of 3. 7 people: 3 of 10. 2 people: 1 of 2.
OF_MESSAGES = {
    "Treasury": ("rr", "rr", "r", "rw", "r", "rr"), "Payables": ("w", "w", "r"),
    "Legal": ("rr", "ww", "w", "w", "w", "w", "rw"), "Works": ("r", "w"),
}  # fmt: skip
# 6 people: 36 of 36. 5 people: 4 of 20. 5 people: 8 of 10.
OF_REPORTING = {
    "Treasury": ["rrrrrr"] * 6, "Payables": ["rwww"] * 3 + ["wwww", "rwww"],
    "Legal": ("rr", "rr", "rr", "rw", "rw"),
}  # fmt: skip


@pytest.fixture
def known(company: Company) -> Company:
    company.answered(MESSAGES, OF_MESSAGES)
    company.answered(REPORTING, OF_REPORTING)
    company.count()
    company.sign_in()
    return company


def cell(part: int, whole: int) -> str:
    """A share as its cell says it."""
    low, high = interval(part, whole)
    return f"{round(100 * part / whole)} {floor(low)} to {ceil(high)} · {whole}"


def table(page: Page) -> dict[str, dict[str, str]]:
    """Topic → column → what the cell says, without its colour."""
    heads = [head.get_text(strip=True) for head in page.soup.select("table.heat thead th")][1:]
    found = {}
    for row in page.soup.select("table.heat tbody tr"):
        cells = row.select("td")
        assert len(cells) == len(heads)
        for hidden in row.select("td .vh"):
            hidden.decompose()
        words = [" ".join(one.get_text(" ", strip=True).split()) for one in cells]
        found[row.th.get_text(strip=True)] = dict(zip(heads, words, strict=True))
    return found


def sides(page: Page) -> dict[str, dict[str, str]]:
    """Topic → column → above, below, hidden-group or nothing."""
    heads = [head.get_text(strip=True) for head in page.soup.select("table.heat thead th")][1:]
    return {
        row.th.get_text(strip=True): {head: " ".join(one.get("class") or []) for head, one in zip(heads, row.select("td"), strict=True)}
        for row in page.soup.select("table.heat tbody tr")
    }  # fmt: skip


# --- shares -----------------------------------------------------------------------------------------------------------


def test_the_table_of_the_whole_company(known: Company) -> None:
    """Two people of Works are too few; so that they cannot be reckoned from the total, Legal hides with them."""
    page = known.get(RECALL)
    assert table(page) == {
        MESSAGES: {
            "Together": cell(14, 25), "Finance": cell(10, 13), "Legal": HIDDEN, "Works": HIDDEN, "Alder itself": NONE,
        },
        REPORTING: {
            "Together": cell(48, 66), "Finance": cell(40, 56), "Legal": cell(8, 10), "Works": NONE, "Alder itself": NONE,
        },
    }  # fmt: skip
    assert "91 answers, weeks after learning." in page.heading
    assert "Counted on Mon 23 Nov 2026, from answers of the ninety days before." in page.words


def test_the_table_of_a_department_with_those_below_it(known: Company) -> None:
    """Finance is shown above, so its total is here too, and Treasury hides with the three of Payables."""
    page = known.get(RECALL, "Finance")
    assert table(page) == {
        MESSAGES: {"Together": cell(10, 13), "Payables": HIDDEN, "Treasury": HIDDEN, "Finance itself": NONE},
        REPORTING: {
            "Together": cell(40, 56),
            "Payables": cell(4, 20),
            "Treasury": cell(36, 36),
            "Finance itself": NONE,
        },
    }
    assert page.title.startswith("Recall: Finance")


def test_a_department_that_is_hidden_above_shows_nothing_below(company: Company) -> None:
    """Seven and six people in Finance: but beside it are two alone, and Finance is the smaller one of the rest."""
    company.answered(MESSAGES, {"Treasury": ["r"] * 7, "Payables": ["w"] * 6, "Legal": ["r"] * 14, "Works": ("w", "w")})
    company.count()
    company.sign_in()
    assert table(company.get(RECALL))[MESSAGES]["Finance"] == HIDDEN
    assert set(table(company.get(RECALL, "Finance"))[MESSAGES].values()) == {HIDDEN, NONE}
    assert table(company.get(RECALL, "Treasury"))[MESSAGES] == {"Together": HIDDEN, "Treasury itself": HIDDEN}


def test_people_of_a_department_itself_are_a_group_of_their_own(company: Company) -> None:
    company.answered(MESSAGES, {"Finance": ["r"] * 5, "Treasury": ["w"] * 6, "Legal": ["r"] * 5})
    company.count()
    company.sign_in()
    assert table(company.get(RECALL))[MESSAGES]["Finance"] == cell(5, 11)
    assert table(company.get(RECALL, "Finance"))[MESSAGES] == {
        "Together": cell(5, 11), "Payables": NONE, "Treasury": cell(0, 6), "Finance itself": cell(5, 5),
    }  # fmt: skip


def test_so_few_people_together_show_nothing_at_all(company: Company) -> None:
    company.answered(MESSAGES, {"Treasury": ("rrrrr", "r"), "Legal": ("rr", "w")})
    company.count()
    company.sign_in()
    assert set(table(company.get(RECALL))[MESSAGES].values()) == {HIDDEN, NONE}


def test_many_answers_of_four_people_are_four_people(company: Company) -> None:
    company.answered(MESSAGES, {"Treasury": ["rrrrrr"] * 4, "Legal": ["r"] * 9})
    company.count()
    company.sign_in()
    assert table(company.get(RECALL))[MESSAGES] == {
        "Together": cell(33, 33), "Finance": HIDDEN, "Legal": HIDDEN, "Works": NONE, "Alder itself": NONE,
    }  # fmt: skip


def test_a_topic_without_answers_is_named_below(company: Company) -> None:
    company.answered(MESSAGES, {"Legal": ["r"] * 5})
    company.count()
    company.sign_in()
    page = company.get(RECALL)
    assert list(table(page)) == [MESSAGES]
    assert "No answers yet on: Reporting." in page.words


def test_before_the_first_count_the_page_says_so(company: Company) -> None:
    company.sign_in()
    page = company.get(RECALL)
    assert page.heading.startswith("Nothing fades.")
    assert "Counted once a day; not yet." in page.words
    assert table(page) == {}


# --- colours ----------------------------------------------------------------------------------------------------------


def test_a_cell_is_coloured_only_when_it_is_sure(known: Company) -> None:
    """91 to 100 is above 80; 8 to 42 is below; whatever has 80 in its interval has no colour, however far it looks."""
    assert interval(36, 36)[0] > 80 > interval(4, 20)[1]
    below = sides(known.get(RECALL, "Finance"))[REPORTING]
    assert below == {"Together": "", "Payables": "below", "Treasury": "above", "Finance itself": "hidden-group"}
    assert interval(40, 56)[1] > 80 > interval(40, 56)[0]
    assert sides(known.get(RECALL))[REPORTING]["Finance"] == ""
    assert sides(known.get(RECALL))[MESSAGES] == {
        "Together": "below", "Finance": "", "Legal": "hidden-group", "Works": "hidden-group", "Alder itself": "hidden-group",
    }  # fmt: skip


@untimed
@given(st.integers(1, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_no_colour_says_more_than_its_interval(of: tuple[int, int]) -> None:
    drawn, (low, high) = _drawn(share_of(*of)), interval(*of)
    assert drawn.side in {"above", "below", ""}
    assert drawn.side != "above" or low >= 80
    assert drawn.side != "below" or high < 80
    assert drawn.side == "above" or low < 81
    assert drawn.side == "below" or high > 79
    assert drawn.low <= low + 1e-9 and drawn.high >= high - 1e-9, "the rounded interval is never narrower"
    assert drawn.high - drawn.low < high - low + 2


# --- what fades -------------------------------------------------------------------------------------------------------


def trends(page: Page) -> list[str]:
    return [" ".join(item.get_text().split()) for item in page.soup.select("main ul.stack.tight > li")]


def surely_less(now: tuple[int, int], before: tuple[int, int]) -> bool:
    """Newcombe's interval of the difference, with limits by another program, lies below nought."""
    (p, q), high, low = (now[0] / now[1], before[0] / before[1]), interval(*now)[1] / 100, interval(*before)[0] / 100
    return p - q + sqrt((high - p) ** 2 + (q - low) ** 2) < 0


def test_a_topic_fades_that_was_known_better_before(company: Company) -> None:
    assert surely_less((16, 24), (23, 24))
    company.answered(MESSAGES, {"Legal": ["rrrr"] * 5 + ["rrrw"]}, at=BEFORE)
    company.answered(MESSAGES, {"Legal": ["rrrw"] * 4 + ["rrww"] * 2})
    company.count()
    company.sign_in()
    page = company.get(RECALL)
    assert page.heading.startswith("One topic is fading.")
    assert trends(page) == ["Messages and links: 96 % in the three months before, 67 % now"]
    assert "1 topic is fading: Messages and links." in desk_lines(company)


def desk_lines(company: Company) -> list[str]:
    lines = company.client.get("/desk/").soup.select("ol.lines li")
    return [f"{line.span.get_text()} {line.p.get_text()}" for line in lines]


def test_a_fall_that_chance_explains_is_no_fading(company: Company) -> None:
    assert not surely_less((16, 20), (18, 20))
    company.answered(MESSAGES, {"Legal": ["rrrr"] * 3 + ["rrrw"] * 2}, at=BEFORE)
    company.answered(MESSAGES, {"Legal": ["rrrr", "rrrr", "rrrr", "rrww", "rrww"]})
    company.count()
    company.sign_in()
    page = company.get(RECALL)
    assert page.heading.startswith("Nothing fades.")
    assert trends(page) == []
    assert "0 topics are fading." in desk_lines(company)


def test_a_topic_is_named_that_is_surely_below_the_target(company: Company) -> None:
    assert interval(8, 20)[1] < 80
    company.answered(REPORTING, {"Legal": ["rrww"] * 3 + ["rwww"] * 2})
    company.count()
    company.sign_in()
    assert trends(company.get(RECALL)) == ["Reporting: 40 % right, and surely below 80"]


def test_what_grows_does_not_fade(company: Company) -> None:
    company.answered(MESSAGES, {"Legal": ["rw"] * 6}, at=BEFORE)
    company.answered(MESSAGES, {"Legal": ["rrrr"] * 6})
    company.count()
    company.sign_in()
    assert trends(company.get(RECALL)) == []


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param({"Legal": ["rrrrrr"] * 4}, {"Legal": ["wwrr"] * 9}, id="four people before"),
        pytest.param({"Legal": ["rrrrrr"] * 9}, {"Legal": ["wwwwww"] * 4}, id="four people now"),
    ],
)
def test_few_people_make_no_trend(company: Company, before: dict[str, Any], now: dict[str, Any]) -> None:
    company.answered(MESSAGES, before, at=BEFORE)
    company.answered(MESSAGES, now)
    company.count()
    company.sign_in()
    assert not [line for line in trends(company.get(RECALL)) if "before" in line]
    assert not [line for line in trends(company.get(RECALL)) if len(now["Legal"]) < 5]


def test_each_department_has_trends_of_its_own(company: Company) -> None:
    company.answered(MESSAGES, {"Legal": ["rrrr"] * 6, "Treasury": ["rrrr"] * 6}, at=BEFORE)
    company.answered(MESSAGES, {"Legal": ["wwww"] * 6, "Treasury": ["rrrr"] * 6})
    company.count()
    company.sign_in()
    assert trends(company.get(RECALL, "Legal")) == ["Messages and links: 100 % in the three months before, 0 % now"]
    assert trends(company.get(RECALL, "Finance")) == []


@pytest.mark.parametrize(
    ("ago", "counts"),
    [
        (timedelta(0), True), (timedelta(days=90), True), (timedelta(days=90, seconds=1), False),
        (timedelta(days=180), False), (timedelta(days=180, seconds=1), False),
    ],
)  # fmt: skip
def test_what_was_answered_in_ninety_days_counts(company: Company, ago: timedelta, counts: bool) -> None:
    company.answered(MESSAGES, {"Legal": ["r"] * 5}, at=NOW - ago)
    company.count()
    company.sign_in()
    assert (MESSAGES in table(company.get(RECALL))) is counts


# --- whose answers ----------------------------------------------------------------------------------------------------


def test_people_who_moved_count_where_they_are_now(company: Company) -> None:
    company.answered(MESSAGES, {"Legal": ["r"] * 6, "Works": ["w"] * 6})
    for number in range(5):
        company.move(company.people["Legal"][number], "Works")
    company.count()
    company.sign_in()
    shown = table(company.get(RECALL))[MESSAGES]
    assert shown["Together"] == cell(6, 12)
    assert (shown["Works"], shown["Legal"]) == (HIDDEN, HIDDEN), "one is left in Legal, and eleven hide with them"


def test_leavers_do_not_count(company: Company, clock: Clock) -> None:
    company.answered(MESSAGES, {"Legal": ["r", "r", "r", "r", "r", "wwww"]})
    with writing():
        gone = update(Person).where(Person.id == company.people["Legal"][5].id)
        database.session.execute(gone.values(left_on=clock().date()))
    weeks_later.run(company.app, people_work.DAILY)
    company.count()
    company.sign_in()
    assert table(company.get(RECALL))[MESSAGES]["Together"] == cell(5, 5)


def test_a_count_takes_the_place_of_the_one_before(company: Company, clock: Clock) -> None:
    company.answered(MESSAGES, {"Legal": ["r"] * 5})
    company.count()
    company.count()
    company.sign_in()
    assert table(company.get(RECALL))[MESSAGES]["Together"] == cell(5, 5)
    clock.forward(days=100)
    company.count()
    company.sign_in()
    assert table(company.get(RECALL)) == {}


def test_only_refreshers_count(company: Company) -> None:
    """Attempts at a whole course are made right after reading: they say nothing of what stays."""
    for _ in range(6):
        weeks_later.pass_course(someone(department=company.department("Legal")).id, NOW)
    company.count()
    company.sign_in()
    assert table(company.get(RECALL)) == {}


# --- ways and rights --------------------------------------------------------------------------------------------------


def test_a_department_with_others_below_it_opens(known: Company) -> None:
    page = known.get(RECALL)
    links = {link.get_text(strip=True): str(link["href"]) for link in page.soup.select("table.heat thead a")}
    assert links == {"Finance": f"/desk/recall/?department={known.public_ids['Finance']}"}
    opened = known.client.get(links["Finance"])
    assert [link.get_text(strip=True) for link in opened.soup.select("table.heat thead a")] == []
    back = opened.soup.find("a", string="All departments")
    assert known.client.get(str(back["href"])).heading == page.heading


def test_whoever_sees_one_department_sees_nothing_beside_it(known: Company) -> None:
    known.sign_in(within="Finance")
    page = known.get(RECALL)
    assert table(page)[REPORTING] == {
        "Together": cell(40, 56), "Payables": cell(4, 20), "Treasury": cell(36, 36), "Finance itself": NONE,
    }  # fmt: skip
    assert "69 answers, weeks after learning." in page.heading
    assert "Legal" not in page.text
    for name in ("Alder", "Legal", "Works"):
        assert known.get(RECALL, name).status == 404
        assert known.get("/desk/beliefs/", name).status == 404
    for name in ("Finance", "Treasury", "Payables"):
        assert known.get(RECALL, name).status == 200


@pytest.mark.parametrize("asked", ["000000000000", "x", "' OR 1=1", "/1/", "1"])
def test_a_department_that_is_none_is_not_found(known: Company, asked: str) -> None:
    for path in (RECALL, "/desk/beliefs/"):
        assert known.client.get(path, query_string={"department": asked}).status == 404


def test_a_closed_department_is_not_shown(known: Company) -> None:
    with writing():
        closed = update(Department).where(Department.id == known.ids["Works"])
        database.session.execute(closed.values(closed_on=NOW.date()))
    shown = table(known.get(RECALL))[MESSAGES]
    assert shown == {"Together": cell(13, 23), "Finance": cell(10, 13), "Legal": cell(3, 10), "Alder itself": NONE}
    assert known.get(RECALL, "Works").status == 404


def test_a_manager_of_the_department_sees_none_of_it(known: Company) -> None:
    make.sign_in(known.client, someone(), role=Role.MANAGER, department=known.department("Finance"))
    assert known.get(RECALL, "Finance").status == 404
    assert known.get("/desk/beliefs/", "Finance").status == 404
