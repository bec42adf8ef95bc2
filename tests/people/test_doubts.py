"""Doubts about the roster: a manager raises one, the desk settles it, the manager is told; nothing else changes."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client, Page
from training.core.db import database, scoped
from training.core.permissions import Role
from training.notices.models import Message
from training.people.models import Membership, RosterDoubt
from training.people.rules import DoubtState


class Team:
    """Finance with Jonas in it, led by Ines; Marek keeps the roster."""

    def __init__(self, client: Client) -> None:
        self.client = client
        finance = make.department("Finance")
        self.finance_id = finance.id
        jonas = make.person("Jonas", "Beck", department=finance)
        self.jonas, self.jonas_id = jonas.public_id, jonas.id
        self.ines = make.person("Ines", "Duarte", department=make.department("Board"))
        self.ines_mail = self.ines.email
        self.marek = make.person("Marek", "Lindholm", department=make.department("Security"))
        make.grant(self.ines, Role.MANAGER, department=finance)
        make.grant(self.marek, Role.SECURITY_TEAM)
        # Out of the session, so that they can be looked at whatever happens to it.
        assert self.ines.id
        assert self.marek.id
        database.session.expunge_all()

    def manager(self) -> None:
        make.sign_in(self.client, self.ines)

    def keeper(self) -> None:
        make.sign_in(self.client, self.marek)

    def say(self, reason: str = "Moved to Treasury") -> Page:
        self.manager()
        return self.client.submit(self.client.get(f"/people/{self.jonas}/doubt"), {"reason": reason})


@pytest.fixture
def team(app: Flask, client: Client) -> Team:
    return Team(client)


def all_of(model: Any) -> list[Any]:
    database.session.rollback()
    return list(database.session.scalars(scoped(select(model), by="test")))


def test_a_doubt_waits_on_the_desk_and_changes_nothing(team: Team, client: Client):
    shown = team.say()
    assert "Whoever keeps the roster is asked about Jonas Beck." in shown.soup.select_one(".notices").get_text()
    assert "somebody said that Jonas Beck is not in the team" in shown.words
    assert len(all_of(Membership)) == 3
    team.keeper()
    desk = client.get("/desk/roster/doubts/")
    assert desk.heading == "One doubt. A manager says that somebody is not in the team."
    assert "Moved to Treasury" in desk.words
    assert "said by Ines Duarte" in desk.words


def test_the_same_is_said_once(team: Team):
    team.say()
    again = team.say()
    assert again.status == 422
    assert "Somebody said so already." in again.words
    assert len(all_of(RosterDoubt)) == 1


@pytest.mark.parametrize(("outcome", "state"), [("put-right", DoubtState.PUT_RIGHT), ("stands", DoubtState.STANDS)])
def test_it_is_settled_and_the_manager_is_told(team: Team, client: Client, outcome: str, state: DoubtState):
    team.say()
    team.keeper()
    one = client.get("/desk/roster/doubts/").soup.select_one("main .entry-act a")["href"]
    client.submit(client.get(one), {"outcome_is": outcome, "answer": "The move is for next year"})
    (found,) = all_of(RosterDoubt)
    assert (found.state, found.answer) == (state, "The move is for next year")
    (mail,) = all_of(Message)
    assert mail.recipient == team.ines_mail
    assert "Jonas Beck" in mail.subject
    assert "The move is for next year" in mail.body
    assert f"/people/{team.jonas}" in mail.body
    assert client.get("/desk/roster/doubts/").heading.startswith("No doubts.")
    assert client.post(one, {"outcome_is": outcome, "answer": "Again"}).status == 409
    assert len(all_of(Message)) == 1


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"answer": "It is so"}, "Choose one of the two"),
        ({"outcome_is": "stands", "answer": " "}, "Say why the roster is right; the manager reads it"),
        ({"outcome_is": "gone", "answer": "It is so"}, "Choose one of the two"),
    ],
)
def test_what_is_missing_is_said(team: Team, client: Client, told: dict[str, str], words: str):
    team.say()
    team.keeper()
    one = client.get("/desk/roster/doubts/").soup.select_one("main .entry-act a")["href"]
    page = client.post(one, told)
    assert page.status == 422
    assert words in page.words or "Not a valid choice" in page.words
    assert page.soup.select_one("#answer")["value"] == told["answer"].strip()
    assert all_of(Message) == []


def test_only_the_keeper_of_the_roster_sees_doubts(team: Team, client: Client):
    team.say()
    (found,) = all_of(RosterDoubt)
    for path in ("/desk/roster/doubts/", f"/desk/roster/doubts/{found.public_id}"):
        assert client.get(path).status == 404
    assert client.post(f"/desk/roster/doubts/{found.public_id}", {"outcome_is": "stands"}).status == 404


def test_an_empty_reason_is_refused(team: Team):
    page = team.say(" ")
    assert page.status == 422
    assert "Say in a few words what you know" in page.words
    assert all_of(RosterDoubt) == []


def test_the_desk_page_costs_the_same_for_one_and_ten(team: Team, client: Client, statements: Any):
    team.say()
    team.keeper()
    client.get("/desk/roster/doubts/")
    with statements() as few:
        client.get("/desk/roster/doubts/")
    finance = make.department("Sales")
    people = [make.person(department=finance).public_id for _ in range(9)]
    for person in people:
        client.post(f"/people/{person}/doubt", {"reason": "Not here"})
    with statements() as many:
        assert client.get("/desk/roster/doubts/").heading.startswith("Ten doubts.")
    assert len(few) == len(many) <= 2
