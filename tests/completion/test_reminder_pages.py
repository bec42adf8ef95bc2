"""The pages of reminders: who gets what and why, the ladder with its effect, the brake with two people, bounces."""

from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.completion import making, reminded
from tests.completion.reminded import MONDAY
from tests.conftest import Clock
from training.completion.digesting import KIND
from training.completion.rules import BrakeState
from training.core.db import database, scoped, writing
from training.core.permissions import Role
from training.jobs.models import Job
from training.notices import service as notices
from training.notices.models import Message
from training.notices.rules import MessageState

HERE, LADDER, DUE = "/desk/reminders/", "/desk/reminders/ladder", date(2026, 11, 26)


def desk(client: Client) -> Client:
    make.sign_in(client, make.person("Rafael", "Castellanos"), role=Role.SECURITY_TEAM)
    return client


def test_the_first_page_says_what_goes_out_next(app: Flask, client: Client) -> None:
    reminded.team(due=DUE)
    page = desk(client).get(HERE)
    # It is Monday, nine o'clock: today's mornings are over, so both people are caught up with tomorrow.
    assert page.heading == "Two mails go out on Tue 24 Nov. In 14 days 3 people are written to."
    assert "one tells of a team" in page.words


def test_a_day_tells_who_and_why(app: Flask, client: Client) -> None:
    reminded.team(due=DUE)
    page = desk(client).get(f"{HERE}days/2026-11-24")
    assert page.heading == "Mail of Tuesday 24 November 2026"
    assert "Okafor, Amara" in page.words
    assert "Phishing, due 26 Nov: 3 working days before" in page.words
    page = client.get(f"{HERE}days/2026-12-01")
    assert "Duarte, Ines" in page.words
    assert "Of their team, Okafor, Amara: Phishing, due 26 Nov" in page.words
    for wrong in ("2027-12-01", "2026-13-01", "tomorrow"):
        assert client.get(f"{HERE}days/{wrong}").status == 404


def test_a_day_that_has_been_tells_what_went_out(app: Flask, client: Client) -> None:
    reminded.team(due=DUE)
    reminded.live(app, MONDAY, MONDAY)
    page = desk(client).get(f"{HERE}days/2026-11-23")
    assert page.words.count("Went out") == 2
    assert "Phishing, due 26 Nov: 3 working days before" in page.words
    assert "2 mails" in client.get(HERE).words


def test_many_people_are_paged_and_cost_as_many_statements(app: Flask, client: Client, statements: Any) -> None:
    reminded.team(due=DUE, people=3)
    desk(client)
    client.get(HERE)
    counted = {}
    for people in (3, 40):
        for path in (HERE, f"{HERE}days/2026-11-24"):
            with statements() as found:
                page = client.get(path)
            counted.setdefault(path, []).append(len(found))
        if people == 3:
            more = [make.person(department=_department(), site=_site()).id for _n in range(37)]
            making.reconcile(date(2026, 1, 2), more)
    assert all(few == many <= 16 for few, many in counted.values()), counted
    assert "1 to 25 of 40" in page.words
    assert "26 to 40 of 40" in client.get(f"{HERE}days/2026-11-24?page=2").words
    assert "26 to 40 of 40" in client.get(f"{HERE}days/2026-11-24?page=99").words
    assert "1 to 25 of 40" in client.get(f"{HERE}days/2026-11-24?page=none").words


def _department() -> Any:
    from training.people.models import Department

    return database.session.scalars(select(Department).where(Department.name == "Payments")).one()


def _site() -> Any:
    from training.people.models import Site

    return database.session.scalars(select(Site).where(Site.name == "Leeds")).one()


# --- the ladder -------------------------------------------------------------------------------------------------------


def asked(**changes: str) -> dict[str, str]:
    words = {"steps": "-14, -3, 0, 3", "manager_from": "3", "director_from": "14", "most_a_week": "2", "brake": "500"}
    return words | changes


def test_the_effect_of_an_edit_is_shown_before_it_holds(app: Flask, client: Client) -> None:
    team = reminded.team(due=date(2026, 12, 9), people=3)
    page = desk(client).get(LADDER)
    assert "14 working days before, 3 working days before, on the day and 3 working days after" in page.words
    reminded.live(app, date(2026, 11, 19), date(2026, 11, 19))
    page = client.get(_with(asked(steps="−11; −3 0")))
    assert "On Tue 24 Nov this would mail 3 people instead of 0." in page.words
    assert reminded.mails() == reminded.mails(), "looking changes nothing"
    page = client.submit(page, {"reason": ""}, action=LADDER)
    assert page.status == 422
    assert page.errors == ["Error: Say why, in a few words"]
    page = client.submit(page, {"reason": "Fewer days, fewer mails"}, action=LADDER)
    assert page.path == HERE
    assert "11 working days before" in page.words
    assert "by Rafael Castellanos: Fewer days, fewer mails" in page.words
    reminded.live(app, MONDAY + timedelta(days=1), MONDAY + timedelta(days=1))
    assert {mail.person_id for mail in reminded.mails() if mail.created_at.date() > MONDAY} == set(team.people)


def _with(values: dict[str, str]) -> str:
    from urllib.parse import urlencode

    return f"{LADDER}?{urlencode(values)}"


def test_bad_input_is_said_plainly_and_kept(app: Flask, client: Client) -> None:
    desk(client)
    for field, typed, said in (
        ("steps", "-14, soon", "Enter working days as numbers with commas, such as -14, -3, 0, 3"),
        ("steps", "-14, 99", "Enter working days from -60 to 60"),
        ("steps", ", ,", "Enter at least one working day, such as -3, 0"),
        ("steps", " ".join(map(str, range(20))), "Enter at most 12 steps"),
        ("manager_from", "0", "Enter from 1 to 60 working days after the due day"),
        ("director_from", "2", "Enter a day that is not before the manager's, and at most 60"),
        ("most_a_week", "many", "Enter a whole number"),
        ("most_a_week", "9", "Enter from 1 to 5 mails"),
        ("brake", "0", "Enter a number from 1 on"),
        ("brake", "9" * 12, "Enter a whole number"),
    ):
        page = client.get(_with(asked(**{field: typed})))
        assert page.status == 422, (field, typed)
        assert page.errors == [f"Error: {said}"], (field, typed)
        assert page.soup.select_one(f"input[name={field}]")["value"].strip() == typed.strip()


def test_the_ladder_that_holds_is_not_let_hold_again(app: Flask, client: Client) -> None:
    page = desk(client).get(_with(asked()))
    assert "This is the ladder that holds already" in page.words
    page = client.post(LADDER, asked(reason="Again"))
    assert page.status == 422


# --- the brake --------------------------------------------------------------------------------------------------------


def test_two_people_let_go_what_is_held(app: Flask, client: Client) -> None:
    reminded.team(due=DUE, people=3)
    reminded.set_ladder(brake=2)
    assert reminded.plan(MONDAY) is BrakeState.HELD
    page = desk(client).get(HERE)
    assert page.heading.startswith("Three mails are held.")
    page = client.submit(page, action="/release")
    assert "Somebody else has to confirm it." in page.words
    assert client.post(f"{HERE}days/2026-11-23/confirm").status == 403
    other = Client(client.app)
    make.sign_in(other, make.person("Nadia", "Brandt"), role=Role.CSO)
    page = other.get(HERE)
    assert "Rafael Castellanos has let them go." in page.words
    page = other.submit(page, action="/confirm")
    assert "They go out now." in page.words or "They go out now." in page.text
    reminded.write(app, MONDAY)
    assert len(reminded.mails()) == 3
    database.session.rollback()
    kinds = database.session.scalars(select(Job.key).where(Job.kind == "completion.write-digests")).all()
    assert kinds == ["2026-11-23 let go"]
    assert other.post(f"{HERE}days/2026-11-23/confirm").status == 409


# --- bounces ----------------------------------------------------------------------------------------------------------


def test_what_was_refused_is_shown_with_what_to_do(app: Flask, client: Client, clock: Clock) -> None:
    team = reminded.team(due=DUE)
    reminded.live(app, MONDAY, MONDAY)
    with writing():
        for key in database.session.scalars(scoped(select(Message.key).where(Message.kind == KIND), by="test")):
            notices.note_outcome(key, state=MessageState.FAILED, error="550 No such user here", attempts=1, now=clock())
    reminded.new_address(team.people[1], "somebody.else@alderfinch.example")
    page = desk(client).get(HERE)
    assert "550 No such user here" in page.words
    assert "Put the address right in the roster" in page.words
    assert "The roster has another address since" in page.words


# --- who may see it ---------------------------------------------------------------------------------------------------


def test_whoever_runs_a_part_of_the_house_does_not_see_the_mail_of_all(app: Flask, client: Client) -> None:
    department = make.department()
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM, department=department)
    assert client.get(HERE).status == 404
    assert client.get(LADDER).status == 404
    assert client.get(f"{HERE}days/2026-11-24").status == 404
