"""The form of a requirement without scripts: the audience is built by buttons, bad input is said, nothing is lost."""

from datetime import date

import pytest
from flask import Flask

from tests import make
from tests.client import Client, Page
from tests.completion import desk, making
from tests.completion.desk import FILLED, LIST, TODAY, Desk, of_the_file, publish, versions
from tests.conftest import Clock


@pytest.fixture
def house(app: Flask, client: Client, clock: Clock) -> Desk:
    clock.set(making.noon(TODAY))
    return Desk(client)


def press(page: Page, client: Client, button: str, **values: str) -> Page:
    return client.submit(page, {**values, "change": button}, action=page.path)


def boxes(page: Page) -> list[str]:
    return [one["value"] for one in page.soup.select('input[type="checkbox"][checked]')]


# --- the audience without scripts ------------------------------------------------------------------------------------


def test_groups_and_conditions_are_added_and_removed_by_buttons(client: Client, house: Desk):
    page = client.get(f"{LIST}new")
    page = press(page, client, "add-0", **{"audience-0-0-value": "Finance", "audience-0-add": "title"})
    assert page.status == 200
    assert not page.errors, "a form that is still being built is not wrong"
    assert [one["value"] for one in page.soup.select('input[name$="-kind"]')] == ["department", "title"]
    assert "It takes in 1 of 3 people. Ford, Dana (Treasury)" in page.words
    page = press(page, client, "group", **{"audience-0-1-value": "Head"})
    assert "It takes in nobody." in page.words, "nobody in Finance is a head"
    page = press(page, client, "remove-0-1", **{"audience-1-0-value": "Legal", "title": "Kept"})
    assert "It takes in everybody: 3 people." in page.words
    assert page.soup.select_one("#title")["value"] == "Kept", "what was typed elsewhere stays"  # type: ignore[index]
    page = press(page, client, "remove-1-0")
    assert len(page.soup.select("fieldset.group")) == 1


@pytest.mark.parametrize(
    ("kind", "value", "negated", "told"),
    [
        ("department", "Finance", "", "1 of 3"), ("department", "Finance", "not", "2 of 3"), ("site", "LEEDS", "", "everybody: 3"),
        ("attribute", "phi", "", "1 of 3"), ("title", "Head", "", "2 of 3"), ("person", "E-1", "", "1 of 3"),
        ("person", "marek@alderfinch.example", "", "1 of 3"), ("started-after", "2026-01-01", "", "nobody"),
        ("started-before", "2026-01-01", "", "everybody: 3"), ("started-after", "2026-02-30", "", "nothing is chosen"),
    ],
)  # fmt: skip
def test_each_kind_of_condition_is_counted_as_it_stands(
    client: Client, house: Desk, kind: str, value: str, negated: str, told: str
):
    prefix = "audience-0-0"
    sent = {f"{prefix}-kind": kind, f"{prefix}-value": value, f"{prefix}-is": negated}
    page = client.submit(client.get(f"{LIST}new"), sent | {"change": "look"}, action="/new")
    assert told in page.words.lower() or told in page.words
    part = client.post(f"{LIST}audience", sent)
    assert part.text.lstrip().startswith("<div")
    assert told in part.text.lower() or told in part.text


def test_selects_hold_only_what_exists(client: Client, house: Desk):
    make.department("Closed", closed_on=date(2026, 1, 1))
    page = client.get(f"{LIST}new")
    options = [one.get_text() for one in page.soup.select("#audience-0-0-value option")]
    assert options == ["Choose", "Finance", "Finance / Treasury", "Legal"]
    page = press(page, client, "add-0", **{"audience-0-add": "attribute"})
    assert [one.get_text() for one in page.soup.select("#audience-0-1-value option")] == ["Choose", "phi"]


def test_what_does_not_exist_any_more_is_shown_and_asked_about(client: Client, house: Desk):
    publish(of_the_file("rule", audience={"any": [{"departments": ["Sales"]}, {"departments": ["Legal"]}]}))
    page = client.get(f"{LIST}rule/edit")
    assert "Sales (does not exist any more)" in page.words
    page = client.submit(page, {"satisfied_by": "course:course", "reason": "Only tried"}, action="/edit")
    assert page.status == 422
    assert "“Sales” does not exist any more" in page.words


def test_a_nested_rule_is_kept_while_the_rest_is_changed(app: Flask, client: Client, clock: Clock, house: Desk):
    nested = {"all": [{"any": [{"departments": [f"D{n}{m}"]} for m in range(8)]} for n in range(3)]}
    nested = {"any": [nested, {"departments": ["Legal"]}]}
    publish(of_the_file("rule", audience=nested))
    page = client.get(f"{LIST}rule/edit")
    assert "a nested rule of the file" in page.words
    page = client.submit(
        page, {"satisfied_by": "course:course", "grace_days": "4", "reason": "Only the grace"}, action="/edit"
    )
    assert page.status == 200, page.errors
    desk.reckon(app, clock, TODAY)
    client.submit(client.get(page.path), action="/put-into-force")
    assert (versions("rule")[-1].audience, versions("rule")[-1].grace_days) == (nested, 4)


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": ""}, "Enter the title"), ({"why": ""}, "Say why, in a sentence"), ({"reason": ""}, "Say why, in a few words"),
        ({"start_days": ""}, "Fill this in"), ({"start_days": "soon"}, "Enter a whole number"), ({"start_days": "99999"}, "from 0 to 3650"),
        ({"due": "fixed-date", "fixed_month": "2", "fixed_day": "29"}, "February does not have a day 29 every year"),
        ({"due": "linked-risk", "risk": "x", "risk_days": "3", "risk_low": "6", "risk_medium": "3"}, "Fill this in"),
        ({"grace_days": "-1"}, "from 0 to 366"), ({"renewal_months": "121"}, "from 1 to 120"), ({"owner": "Zoe Zebra"}, "Nobody on the roster"),
        ({"audience-0-0-value": ""}, "Choose a department, or remove this line"),
        ({"audience-0-0-kind": "started-after", "audience-0-0-value": "2026-02-30"}, "“2026-02-30” is no day"),
        ({"audience-0-0-kind": "person", "audience-0-0-value": "nobody@x"}, "Nobody who works here has the number"),
        ({"audience-0-0-kind": "title", "audience-0-0-value": "Wizard"}, "“Wizard” does not exist any more"),
        ({"audience-0-0-kind": "started-after", "audience-0-0-value": "2026-12-01"}, "takes in nobody"),
        ({"audience-who": "everybody"}, "This takes in everybody: 3 people"), ({"due": "shoe-size"}, "Not a valid choice"),
        ({"satisfied_by": ""}, "Choose at least one thing"), ({"satisfied_by": "course:gone"}, "nothing called “gone”"),
        ({"satisfied_by": "shoe:size"}, "does not fit"), ({"clauses": "no such clause"}, "does not fit"),
        ({"title": "x" * 201}, "at most 200"), ({"risk": "Not a slug", "due": "linked-risk"}, "Fill this in"),
    ],
)  # fmt: skip
def test_bad_input_is_said_plainly_and_nothing_is_lost(client: Client, house: Desk, typed: dict[str, str], told: str):
    page = client.submit(client.get(f"{LIST}new"), FILLED | typed, action="/new")
    assert page.status == 422
    assert page.title.startswith("Error:")
    assert told in page.words
    assert desk.states() == []
    kept = page.soup.select_one("#why")
    assert kept is not None
    assert kept.get_text().strip() == (FILLED | typed)["why"]


def test_numbers_of_other_kinds_stand_in_nobodys_way(client: Client, house: Desk):
    page = client.submit(
        client.get(f"{LIST}new"), FILLED | {"rolling_months": "often", "fixed_day": "77"}, action="/new"
    )
    assert page.status == 200
    assert desk.states() == ["reckoning"]


@pytest.mark.parametrize(
    "typed",
    [
        {"due": "before-access"}, {"due": "rolling", "rolling_months": "6"}, {"due": "fixed-date", "fixed_month": "3", "fixed_day": "31"},
        {"due": "calendar-quarter", "quarter_days": "14"}, {"due": "month-end", "end_months": "15", "end_days": "30"},
        {"due": "linked-risk", "risk": "laptops", "risk_days": "9", "risk_low": "24", "risk_medium": "12", "risk_high": "6", "risk_level": "high"},
        {"due": "on-event", "event": "bulletin", "event_days": "3"},
    ],
)  # fmt: skip
def test_each_kind_of_due_rule_goes_in_and_comes_back(
    app: Flask, client: Client, clock: Clock, house: Desk, typed: dict[str, str]
):
    page = client.submit(client.get(f"{LIST}new"), FILLED | typed, action="/new")
    assert page.status == 200, page.errors
    desk.reckon(app, clock, TODAY)
    page = client.submit(client.get(page.path), action="/put-into-force")
    due = versions("phones-on-tables")[-1].due
    assert due["kind"] == typed["due"]
    page = client.get(f"{LIST}phones-on-tables/edit")
    for name, value in typed.items():
        if name == "due":
            assert page.soup.select_one('input[name="due"][checked]')["value"] == value  # type: ignore[index]
        else:
            chosen = page.soup.select_one(f'[name="{name}"] option[selected], input[name="{name}"]')
            assert chosen is not None
            assert chosen["value"] == value, name
