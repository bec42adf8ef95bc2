"""Who sees what was arranged for a person: those who arrange it and the person, and nobody and nothing else."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make, small_world
from tests.client import Client, Page
from tests.conftest import Clock
from tests.crawling import crawl
from tests.learning import making
from tests.learning.arranging import (
    FIELDS,
    LIST,
    Known,
    a_team,
    end,
    enter,
    happened,
    later,
    listed,
    rows,
    somebody,
)
from training.audit.models import EventDetail
from training.core.db import database
from training.core.permissions import Role
from training.learning.models import Accommodation


@pytest.fixture
def team(app: Flask, client: Client) -> Known:
    """Somebody of the security team, signed in."""
    return a_team(client)


# --- who sees it ------------------------------------------------------------------------------------------------------


def test_the_person_sees_it_and_why(team: Known, client: Client, app: Flask) -> None:
    person, other = somebody(), somebody()
    enter(client, person.email, without_pause="y", until="2027-03-01")
    own = Client(app)
    make.sign_in(own, person)

    words = own.get("/memory").words

    assert "Arranged for you" in words
    assert "50 % more time, No pause after three tries." in words
    assert "Since Mon 23 Nov 2026. Until Mon 1 Mar 2027. Your manager does not see this." in words
    assert "Agreed with the health service" in words, "also what is on file about it"
    make.sign_in(own, other)
    assert "Arranged for you" not in own.get("/memory").words


def test_the_person_no_longer_sees_what_has_ended(team: Known, client: Client, app: Flask, clock: Clock) -> None:
    person, own = somebody(), Client(app)
    enter(client, person.email)
    later(client, clock, team, 2)
    end(client, client.get(LIST))
    make.sign_in(own, person)
    assert "Arranged for you" not in own.get("/memory").words


@pytest.mark.parametrize("role", [None, Role.MANAGER])
def test_whoever_does_not_arrange_finds_no_address(app: Flask, client: Client, role: Role | None) -> None:
    department = make.department()
    person = somebody(department=department)
    public_id = making.arrange(person, time_percent=150)
    before = rows()
    make.sign_in(client, somebody(department=department), role=role, department=department)

    assert client.get(LIST).status == 404
    assert client.post(LIST, {"person": person.email, **FIELDS}).status == 404
    assert client.post(f"{LIST}{public_id}/end").status == 404
    assert rows() == before
    assert "ccommodation" not in client.get("/desk/").text


def test_a_visitor_signs_in_first(app: Flask, client: Client) -> None:
    public_id = making.arrange(somebody(), time_percent=150)
    before = rows()
    assert client.get(LIST).path.startswith("/sign-in")
    assert client.post(f"{LIST}{public_id}/end").path.startswith("/sign-in")
    assert rows() == before


FOR_EVERYBODY = {"/privacy", "/accessibility"}
"""They tell everybody that something can be arranged, and know nobody."""
REASON = "Ξεχωριστό"
"""In letters that no page of ours writes."""


@pytest.mark.parametrize("who", ["manager", "colleague", "person"])
def test_nothing_of_it_stands_anywhere_else(app: Flask, client: Client, who: str) -> None:
    """Every page and every export that a manager, a colleague and the person themselves can reach."""
    world = small_world.build(app)
    people = {"manager": world.a.manager, "colleague": world.a.people[1], "person": world.a.people[0]}
    making.arrange(world.a.people[0], time_percent=150, without_pause=True, plain_questions=True, reason=REASON)
    make.sign_in(client, people[who])

    told = {page.path for page in everything(client) if betrays(page.text)} - FOR_EVERYBODY

    assert told == ({"/memory"} if who == "person" else set())


def everything(client: Client) -> Iterator[Page]:
    return crawl(client, "/", "/departments/", "/desk/", "/courses/", "/record", "/memory")


def betrays(words: str) -> bool:
    return any(
        said in words for said in (REASON, "ccommodation", "% more time", "No pause after", "choosing from a list")
    )


def test_the_crawl_could_find_it(app: Flask, client: Client) -> None:
    world = small_world.build(app)
    making.arrange(world.a.people[0], time_percent=150, reason=REASON)
    make.sign_in(client, world.cso)
    assert LIST in {page.path for page in everything(client) if betrays(page.text)}


def test_a_team_of_one_department_sees_and_finds_its_own_people(app: Flask, client: Client) -> None:
    own, other = make.department(), make.department()
    mine, below = somebody("Ada", "Quist", department=own), somebody(department=make.department(parent=own))
    theirs = somebody("Bo", "Arden", department=other)
    foreign = making.arrange(theirs, time_percent=150)
    make.sign_in(client, somebody(department=other), role=Role.SECURITY_TEAM, department=own)

    page = client.get(LIST)
    assert listed(page) == []
    assert "Arden" not in page.text
    refused = enter(client, theirs.email)
    assert refused.errors == enter(client, "nobody@alderfinch.example").errors, "as if they were not there"
    assert client.post(f"{LIST}{foreign}/end").status == 404
    assert len(rows()) == 1
    assert enter(client, mine.email).status == 200
    assert len(listed(enter(client, below.email))) == 2
    ended = end(client, client.submit(client.get(LIST), action=f"{own_one(mine)}/end"))
    assert listed(ended) == []


def own_one(person: Known) -> str:
    return str(next(row.public_id for row in making.rows(Accommodation) if row.person_id == person.id))


# --- what is recorded -------------------------------------------------------------------------------------------------


def test_arranging_and_ending_are_recorded_without_why(team: Known, client: Client) -> None:
    person = somebody()
    enter(client, person.email)
    end(client, client.get(LIST))
    found = happened("accommodation-arranged", "accommodation-ended")
    assert found == [
        ("accommodation-arranged", team.id, person.id),
        ("accommodation-ended", team.id, person.id),
    ]
    details = [str(detail) for detail in database.session.scalars(select(EventDetail.detail))]
    assert not [detail for detail in details if FIELDS["reason"] in detail], "the reason stands in the file alone"


def test_that_somebody_looked_is_recorded(team: Known, client: Client) -> None:
    client.get(LIST)
    assert happened("accommodations-read") == [("accommodations-read", team.id, None)]
    client.post(LIST, {"person": "nobody@alderfinch.example"})
    assert len(happened("accommodations-read")) == 2, "the page with the errors shows the list too"
    client.get("/memory")
    assert len(happened("accommodations-read")) == 2
