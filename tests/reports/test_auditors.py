"""Auditors: let in from outside with a mail, they read what they were let in for and nothing else, until a day."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.reports import letting_in, lived
from tests.reports.letting_in import ADDRESS, LIST, let_in
from tests.shape.test_routes import address, declared, refusals
from training.audit.models import Event
from training.completion.evidence_models import Engagement
from training.core.db import database, writing
from training.core.permissions import ROLES, Permission, Role
from training.people.models import Grant, SignIn


@pytest.fixture
def house(app: Flask) -> lived.Lived:
    return lived.build(app)


@pytest.fixture
def team(house: lived.Lived) -> Client:
    return letting_in.team(house.app)


@pytest.fixture
def auditor(house: lived.Lived, team: Client) -> Client:
    """An auditor who has signed in."""
    let_in(team)
    return letting_in.come_in(house.app)


def events(action: str) -> list[Any]:
    return [event for (event,) in lived.everything(select(Event).where(Event.action == action).order_by(Event.id))]


# --- letting in -------------------------------------------------------------------------------------------------------


def test_somebody_is_let_in_and_gets_a_mail(team: Client) -> None:
    page = let_in(team)
    assert (page.status, page.path) == (200, LIST)
    assert page.heading.startswith("One auditor can read.")
    for said in ("Quist, Robin", ADDRESS, "Recognising phishing", "ISO 27001 audit", "Mon 7 Dec"):
        assert said in page.words, said
    (mail,) = letting_in.mails()
    assert mail.subject == "Evidence of Alder & Finch for you to read"
    assert "* Recognising phishing" in mail.body and "7 December 2026" in mail.body and "/evidence/" in mail.body
    person = letting_in.person()
    ((grant,),) = lived.everything(select(Grant).where(Grant.person_id == person.id))
    assert (grant.role, grant.valid_until, grant.department_id) == (Role.AUDITOR, date(2026, 12, 8), None)
    assert len(events("auditor-let-in")) == 1


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"last": "2027-02-22"}, "Choose a day within the next 90 days."),
        ({"last": "2026-11-22"}, "Choose a day within the next 90 days."),
        ({"until": "2026-05-31"}, "Choose an end that is not before the beginning."),
        ({"until": "2026-11-24"}, "Choose an end that has come: nothing is known of days ahead."),
        ({"requirement": []}, "Choose what it is about."),
        ({"requirement": ["phishing", "made-up"]}, "Choose what it is about."),
        ({"email": "p1@alderfinch.example"}, "This address belongs to somebody from this house."),
        ({"email": "robin"}, "Enter an e-mail address like name@company.example"),
        ({"reason": " "}, "Say why, in a few words"),
        ({"since": "yesterday"}, "Enter a date"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(team: Client, values: dict[str, Any], told: str) -> None:
    page = let_in(team, **({"family": "Quistgaard"} | values))
    assert page.status == 422 and page.title.startswith("Error:")
    assert any(told in error for error in page.errors), page.errors
    assert page.soup.select_one("#family")["value"] == "Quistgaard"
    assert not letting_in.mails() and not lived.everything(select(Engagement).where(Engagement.id > 0))


def test_an_auditor_of_last_year_is_let_in_again_under_the_same_name(house: lived.Lived, team: Client) -> None:
    let_in(team)
    first = letting_in.person().id
    team.submit(team.get(LIST), action="/end")
    let_in(team, given="Robyn", last="2026-11-30")
    assert letting_in.person().id == first
    assert letting_in.come_in(house.app).get("/evidence/").heading.startswith("One requirement to read.")


# --- what exists for an auditor ---------------------------------------------------------------------------------------

OPEN_ANYWAY = {Permission.PUBLIC, Permission.SIGNED_IN, Permission.EVIDENCE_READ}
THEIR_OWN = {
    "people.account",
    "people.choose_language",
    "people.end_device",
    "people.end_other_devices",
    "reports.home",
}


def test_nothing_else_exists(app: Flask, auditor: Client) -> None:
    assert ROLES[Role.AUDITOR] == OPEN_ANYWAY
    for rule in app.url_map.iter_rules():
        permission = declared(app)[rule.endpoint]
        if permission is Permission.PUBLIC or rule.endpoint == "people.sign_out":
            continue
        database.session.rollback()
        before = refusals()
        ask = auditor.post if "POST" in (rule.methods or ()) else auditor.get
        page = ask(address(rule), follow=False)
        database.session.rollback()
        if permission in OPEN_ANYWAY:
            assert refusals() == before
            assert rule.endpoint in THEIR_OWN or page.status in {200, 404}, f"{rule.rule}: {page.status}"
        else:
            assert (page.status, refusals()) == (404, before + 1), rule.rule
    assert {name for name, asked in declared(app).items() if asked is Permission.SIGNED_IN} == THEIR_OWN | {
        "people.sign_out"
    }


def test_the_bar_has_one_word_and_home_leads_there(auditor: Client) -> None:
    page = auditor.get("/")
    assert page.path == "/evidence/"
    assert [one.get_text() for one in page.soup.select("nav.navigation a")] == ["Evidence"]
    assert "Your record" not in page.soup.get_text()


def test_public_pages_are_those_of_a_guest(auditor: Client) -> None:
    make.site("Chicago", contact="Inside only")
    assert "Inside only" not in auditor.get("/report").words
    assert auditor.get("/seminars/").status == 200


def test_evidence_of_others_is_not_there(house: lived.Lived, team: Client, auditor: Client) -> None:
    let_in(team, given="Kim", email="kim@audit.example")
    other = letting_in.engagement(letting_in.come_in(house.app, "kim@audit.example"))
    own = letting_in.engagement(auditor)
    assert own != other
    assert auditor.get(own).status == 200
    for path in ("", "/population.csv", "/sample"):
        assert auditor.get(other + path).status == 404
    assert team.get(own).status == team.get(other).status == 200, "the team sees all"


def test_every_look_is_recorded(house: lived.Lived, auditor: Client) -> None:
    page = auditor.get(letting_in.engagement(auditor))
    auditor.get(page.soup.select_one("table.entries th a")["href"])
    auditor.get(f"{page.path}/sample")
    auditor.get(f"{page.path}/population.csv")
    who = letting_in.person().id
    looks = [
        (event.action, event.subject_kind)
        for action in ("evidence-read", "exported")
        for event in events(action)
        if event.actor_id == who
    ]
    assert looks == [
        ("evidence-read", "engagement"),
        ("evidence-read", "assignment"),
        ("evidence-read", "engagement"),
        ("exported", "engagement"),
    ]


# --- until a day ------------------------------------------------------------------------------------------------------


def test_on_the_last_day_they_read_and_after_it_they_do_not(house: lived.Lived, team: Client, clock: Clock) -> None:
    let_in(team)
    client = letting_in.come_in(house.app)
    clock.set(lived.at(date(2026, 12, 7), 20))
    letting_in.sign_in(client)
    own = letting_in.engagement(client)
    clock.forward(hours=3, minutes=59)
    assert client.get(own).status == 200
    clock.forward(minutes=1)
    assert "/sign-in" in client.get(own, follow=False).headers["Location"], "signed out in the middle of it"
    assert "/sign-in" in client.get("/account", follow=False).headers["Location"]
    page = letting_in.sign_in(Client(house.app))
    assert page.status == 422 and "do not go together" in page.words


def test_it_can_be_ended_at_once(house: lived.Lived, team: Client, auditor: Client, clock: Clock) -> None:
    own = letting_in.engagement(auditor)
    clock.forward(minutes=5)
    page = team.submit(team.get(LIST), action="/end")
    assert page.heading.startswith("No auditor can read.")
    assert "/sign-in" in auditor.get(own, follow=False).headers["Location"]
    assert letting_in.sign_in(Client(house.app)).status == 422
    held = lived.everything(select(SignIn.ended_at).where(SignIn.person_id == letting_in.person().id))
    assert all(ended is not None for (ended,) in held)


def test_ending_one_of_two_leaves_the_other(house: lived.Lived, team: Client, auditor: Client, clock: Clock) -> None:
    let_in(team, last="2026-12-20", since="2026-07-01")
    clock.forward(days=1)
    team = letting_in.team(house.app)
    letting_in.sign_in(auditor)
    page = team.get(LIST)
    longer = page.soup.select_one("form[action$='/end']")["action"]
    team.post(longer)
    assert len(auditor.get("/evidence/").soup.select("main h3 a")) == 1
    grants = lived.everything(
        select(Grant.valid_from, Grant.valid_until).where(
            Grant.person_id == letting_in.person().id, Grant.retired_at.is_(None)
        )
    )
    today = lived.TODAY + timedelta(days=1)
    assert sorted(grants) == [(lived.TODAY, today), (today, date(2026, 12, 8))]
    assert "Let in now" in team.get(LIST).words and "Over" in team.get(LIST).words


def test_a_link_that_ran_out_is_sent_again(house: lived.Lived, team: Client, clock: Clock) -> None:
    let_in(team)
    old = letting_in.welcome()
    clock.forward(hours=11)
    team.submit(team.get(LIST), action="/link")
    new = letting_in.welcome()
    assert new != old and len(letting_in.mails()) == 2
    guest = Client(house.app)
    assert (guest.get(old).status, guest.get(new).status) == (404, 200)


def test_somebody_without_a_place_and_without_a_role_is_nobody(
    house: lived.Lived, team: Client, auditor: Client
) -> None:
    """An auditor whose grant is over must never turn into an employee."""
    with writing():
        over = update(Grant).where(Grant.person_id == letting_in.person().id).values(retired_at=make.NOW)
        database.session.execute(over)
    for path in ("/", "/courses/", "/evidence/"):
        assert "/sign-in" in auditor.get(path, follow=False).headers["Location"], path
