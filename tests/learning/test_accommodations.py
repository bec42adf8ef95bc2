"""Questions made to fit a person: arranged, replaced and ended, and what held is never lost."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import DatabaseError

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.learning import making
from tests.learning.arranging import LIST, TODAY, Known, a_team, end, enter, happened, later, listed, rows, somebody
from training.learning.models import Accommodation


@pytest.fixture
def team(app: Flask, client: Client) -> Known:
    """Somebody of the security team, signed in."""
    return a_team(client)


# --- arranging --------------------------------------------------------------------------------------------------------


def test_nothing_is_arranged_at_first(team: Known, client: Client) -> None:
    page = client.get(LIST)
    assert page.heading == "Accommodations"
    assert "Nothing is arranged for anybody." in page.words
    assert client.get("/desk/").soup.select_one(f"nav.rail a[href='{LIST}']")


def test_what_is_arranged_is_listed_with_its_reason(team: Known, client: Client) -> None:
    person = somebody("Ada", "Quist")
    page = enter(client, person.email, without_pause="y", plain_questions="y", until="2027-03-01")

    assert (page.status, page.path) == (200, LIST)
    assert "It is arranged, and holds from the next attempt on." in page.soup.get_text()
    assert listed(page) == ["Quist, Ada"]
    words = page.soup.select_one("[aria-labelledby=arranged]").get_text(" ", strip=True)
    for said in (
        "50 % more time", "No pause after three tries", "Questions answered by choosing from a list",
        "Agreed with the health service", "Mon 23 Nov 2026", "Mon 1 Mar 2027",
    ):  # fmt: skip
        assert said in words
    (row,) = making.rows(Accommodation)
    assert (row.person_id, row.given_by_id, row.recorded_at) == (person.id, team.id, make.NOW)
    assert (row.time_percent, row.without_pause, row.plain_questions) == (150, True, True)
    assert (row.valid_from, row.valid_until, row.retired_at) == (TODAY, date(2027, 3, 1), None)


@pytest.mark.parametrize(
    ("fields", "percent", "said"),
    [
        ({"time": "125"}, 125, "25 % more time"),
        ({"time": "200"}, 200, "100 % more time"),
        ({"time": "none"}, None, "No limit of time"),
        ({"time": "100", "without_pause": "y"}, 100, "No pause after three tries"),
        ({"time": "100", "plain_questions": "y"}, 100, "Questions answered by choosing from a list"),
    ],
)
def test_one_thing_alone_is_enough(
    team: Known, client: Client, fields: dict[str, str], percent: int | None, said: str
) -> None:
    page = enter(client, somebody().email, **fields)
    assert said in page.soup.select_one("[aria-labelledby=arranged]").get_text()
    assert "more time" not in page.soup.select_one("[aria-labelledby=arranged]").get_text() or (percent or 0) > 100
    assert rows() == [(percent, TODAY, None, False)]


def test_an_address_is_found_however_it_is_typed(team: Known, client: Client) -> None:
    person = somebody()
    assert enter(client, f"  {person.email.upper()} ").status == 200
    assert making.rows(Accommodation)[0].person_id == person.id


def test_the_list_is_of_all_by_name(team: Known, client: Client) -> None:
    for given, family in (("Ada", "Quist"), ("Bo", "Arden"), ("Cy", "Quist")):
        enter(client, somebody(given, family).email)
    assert listed(client.get(LIST)) == ["Arden, Bo", "Quist, Ada", "Quist, Cy"]


BAD = [
    ("nobody has the address", {"person": "nobody@alderfinch.example"}, "Nobody whom you look after has this address"),
    ("no person", {"person": ""}, "Enter the person's work e-mail address"),
    ("nothing chosen", {"time": "100"}, "Choose what is to be different for this person"),
    ("a day that is past", {"until": "2026-11-22"}, "Choose a day after today, or none"),
    ("today", {"until": "2026-11-23"}, "Choose a day after today, or none"),
    ("no day at all", {"until": "soon"}, "Enter a date"),
    ("no reason", {"reason": "  "}, "Say in a few words why; nobody but this list and the person sees it"),
    ("a reason without an end", {"reason": "x" * 201}, "Use at most 200 characters"),
    ("a time that is not offered", {"time": "1000"}, "Not a valid choice."),
]  # fmt: skip


@pytest.mark.parametrize(("what", "fields", "message"), BAD, ids=[what for what, _fields, _message in BAD])
def test_what_cannot_be_arranged_keeps_what_was_typed(
    team: Known, client: Client, what: str, fields: dict[str, str], message: str
) -> None:
    sent = {"person": somebody().email, "time": "150", "until": "2027-03-01", "reason": "Agreed", **fields}
    page = client.submit(client.get(LIST), sent, action=LIST)

    assert page.status == 422
    assert page.title.startswith("Error: Accommodations")
    assert page.errors == [f"Error: {message}"]
    assert page.soup.select_one(".summary[role=alert] a").get_text() == message
    for name in ("person", "until", "reason"):
        assert page.soup.find("input", attrs={"name": name})["value"] == sent[name].strip()
    ticked = [str(one["value"]) for one in page.soup.select("input[name=time][checked]")]
    assert ticked == ([sent["time"]] if sent["time"] != "1000" else [])
    assert rows() == []
    assert happened("accommodation-arranged") == []


def test_what_was_ticked_is_kept_too(team: Known, client: Client) -> None:
    page = enter(client, "", without_pause="y", plain_questions="y")
    ticked = {str(one["name"]) for one in page.soup.select("input[type=checkbox][checked]")}
    assert ticked == {"without_pause", "plain_questions"}


def test_who_has_left_is_not_found(team: Known, client: Client) -> None:
    gone, goes = somebody(left_on=TODAY), somebody(left_on=TODAY + timedelta(days=1))
    assert enter(client, gone.email).errors == ["Error: Nobody whom you look after has this address"]
    assert enter(client, goes.email).status == 200, "whoever still is here"


# --- what held stays on record ----------------------------------------------------------------------------------------


def test_what_held_before_ends_where_something_else_begins(team: Known, client: Client, clock: Clock) -> None:
    person = somebody("Ada", "Quist")
    enter(client, person.email, time="150")
    day = later(client, clock, team, 3)

    page = enter(client, person.email, time="200")

    assert listed(page) == ["Quist, Ada"], "one line for one person"
    assert "100 % more time" in page.words
    assert rows() == [
        (150, TODAY, None, True),  # as it was known until today
        (150, TODAY, day, False),  # half-open: today is no longer its day
        (200, day, None, False),
    ]


def test_of_what_was_replaced_on_its_first_day_nothing_held(team: Known, client: Client) -> None:
    person = somebody()
    enter(client, person.email, time="150")
    enter(client, person.email, time="200")
    assert rows() == [(150, TODAY, None, True), (200, TODAY, None, False)]


def test_what_is_ended_is_gone_from_today_on(team: Known, client: Client, clock: Clock) -> None:
    person = somebody()
    enter(client, person.email, until="2027-03-01")
    day = later(client, clock, team, 3)

    page = end(client, client.get(LIST))

    assert "It has ended. What held until today stays on record." in page.soup.get_text()
    assert listed(page) == []
    assert rows() == [(150, TODAY, date(2027, 3, 1), True), (150, TODAY, day, False)]
    kept = making.rows(Accommodation)
    assert kept[0].public_id != kept[1].public_id
    assert kept[1].recorded_at == clock()
    assert kept[0].reason == kept[1].reason


def test_what_is_ended_on_its_first_day_never_held(team: Known, client: Client) -> None:
    enter(client, somebody().email)
    end(client, client.get(LIST))
    assert rows() == [(150, TODAY, None, True)]


def test_what_has_ended_is_not_ended_again(team: Known, client: Client, clock: Clock) -> None:
    enter(client, somebody().email)
    later(client, clock, team, 1)
    page = client.get(LIST)
    end(client, page)
    before = rows()
    target = page.target(page.form("/end"))
    assert client.post(target).status == 404
    assert client.post(f"{LIST}000000000000/end").status == 404
    assert rows() == before


def test_what_has_ended_stays_as_it_was_when_something_new_is_arranged(
    team: Known, client: Client, clock: Clock
) -> None:
    """The days between belong to nothing."""
    person = somebody()
    enter(client, person.email, time="150")
    ended = later(client, clock, team, 3)
    end(client, client.get(LIST))
    begun = later(client, clock, team, 4)

    enter(client, person.email, time="200")

    assert rows() == [(150, TODAY, None, True), (150, TODAY, ended, False), (200, begun, None, False)]


def test_what_ran_out_stays_as_it_was_when_something_new_is_arranged(team: Known, client: Client, clock: Clock) -> None:
    person = somebody()
    enter(client, person.email, time="150", until="2026-11-25")
    later(client, clock, team, 1)
    assert len(listed(client.get(LIST))) == 1
    begun = later(client, clock, team, 6)
    assert listed(client.get(LIST)) == [], "its first day without it was the 25th"

    enter(client, person.email, time="200")

    assert rows() == [(150, TODAY, date(2026, 11, 25), False), (200, begun, None, False)]


@pytest.mark.parametrize("change", ["UPDATE accommodation SET reason = 'x'", "UPDATE accommodation SET valid_until = '2030-01-01'", "DELETE FROM accommodation"])  # fmt: skip
def test_what_was_arranged_is_never_rewritten(team: Known, client: Client, change: str) -> None:
    enter(client, somebody().email)
    before = making.rows(Accommodation)
    with pytest.raises(DatabaseError, match="facts are never rewritten"):
        making.run_sql(change)
    assert making.rows(Accommodation) == before
