"""Requirements from the desk: drafts, what is refused, the file that leaves them alone, ends and calls."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from tests import make
from tests.completion import desk, making
from tests.completion.desk import TODAY, asked, at, of_the_file, publish, requirement, versions
from tests.completion.test_reconciling import leave
from tests.conftest import Clock
from training.catalogue.models import Subject
from training.completion import draft_queries, drafting, rollups
from training.completion.drafting import Refused
from training.core.db import database, writing
from training.core.errors import Conflict, NotFound
from training.core.permissions import Held, Role, Viewer

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def course(app: Flask) -> int:
    return making.subject("course")


def refused(new: drafting.Asked, field: str) -> str:
    viewer = desk.officer()
    with pytest.raises(Refused) as error:
        desk.draft(viewer, new, TODAY)
    assert error.value.field == field
    assert desk.states() == [], "nothing was written"
    return str(error.value)


# --- the way of a draft -----------------------------------------------------------------------------------------------


def test_a_new_requirement_holds_only_once_it_is_put_into_force(app: Flask, clock: Clock, course: int):
    person = desk.person()
    viewer = desk.officer()
    public_id = desk.draft(viewer, asked(), TODAY)
    assert desk.states() == ["reckoning"]
    desk.reckon(app, clock, TODAY)
    assert desk.states() == ["reckoned"]
    assert making.duties(person) == [], "nothing has changed for anybody"
    assert desk.put(viewer, public_id, TODAY) == "phones-on-tables"
    desk.reckon(app, clock, TODAY)
    assert desk.states() == ["in-force"]
    (duty,) = making.duties(person)
    assert duty.due == TODAY + timedelta(days=30)
    (version,) = versions("phones-on-tables")
    assert (version.changed_by_id, version.reason, version.number) == (viewer.person_id, "We found three in a week", 1)
    assert requirement("phones-on-tables").source == "desk"
    assert rollups.differences() == []


def test_a_change_opens_a_version_that_running_duties_follow_and_closed_ones_do_not(
    app: Flask, clock: Clock, course: int
):
    done, open_one = desk.person(), desk.person()
    publish(of_the_file("rule"), on=date(2026, 11, 1))
    making.reconcile(date(2026, 11, 1))
    making.record(done, course, date(2026, 11, 5))
    first = versions("rule")[0].id
    slug = desk.straight_into_force(app, clock, asked("rule", due={"kind": "days-from-start", "days": 60}), TODAY)
    second = versions(slug)[1]
    assert [duty.version_id for duty in making.duties(done)] == [first]
    (running,) = making.duties(open_one)
    assert (running.version_id, running.due) == (second.id, date(2026, 12, 31))
    assert versions("rule")[0].retired_at is not None


def test_the_numbers_are_reckoned_anew_where_people_have_changed_since(app: Flask, clock: Clock, course: int):
    desk.person()
    viewer = desk.officer()
    public_id = desk.draft(viewer, asked(), TODAY)
    desk.reckon(app, clock, TODAY)
    desk.person()
    assert desk.put(viewer, public_id, TODAY) == ""
    assert desk.states() == ["reckoning"]
    assert versions("phones-on-tables") == []
    desk.reckon(app, clock, TODAY)
    found = draft_queries.draft(public_id)
    assert found is not None
    assert (found.consequences["before"]["come_in"], found.consequences["numbers"]["come_in"]) == (1, 2)
    assert desk.put(viewer, public_id, TODAY)


@pytest.mark.parametrize("what", ["day", "version", "leaves", "starts"])
def test_each_thing_that_makes_numbers_old_is_noticed(app: Flask, clock: Clock, course: int, what: str):
    person = desk.person()
    publish(of_the_file("rule"))
    viewer = desk.officer()
    public_id = desk.draft(viewer, asked("rule", grace_days=7), TODAY)
    desk.reckon(app, clock, TODAY)
    if what == "version":
        publish(of_the_file("rule", title="Said otherwise"))
    elif what == "leaves":
        leave(person, date(2027, 3, 1))
    elif what == "starts":
        with writing():
            table = make.Person.__table__
            database.session.execute(update(table).where(table.c.id == person).values(started_on=date(2026, 11, 2)))
    day = TOMORROW if what == "day" else TODAY
    assert desk.put(viewer, public_id, day) == ""


def test_a_draft_is_decided_once(app: Flask, clock: Clock, course: int):
    desk.person()
    viewer = desk.officer()
    public_id = desk.draft(viewer, asked(), TODAY)
    with pytest.raises(Conflict):
        desk.put(viewer, public_id, TODAY)
    desk.reckon(app, clock, TODAY)
    assert desk.put(viewer, public_id, TODAY)
    with pytest.raises(Conflict), writing():
        drafting.discard(viewer, public_id, at=at(TODAY))
    with pytest.raises(Conflict):
        desk.put(viewer, public_id, TODAY)


def test_writing_over_a_draft_lays_the_old_one_aside(app: Flask, clock: Clock, course: int):
    desk.person()
    viewer = desk.officer()
    first = desk.draft(viewer, asked(), TODAY)
    desk.draft(viewer, asked(title="Phones on tables", replaces=first, grace_days=3), TODAY)
    assert desk.states() == ["discarded", "reckoning"]
    desk.reckon(app, clock, TODAY)
    assert desk.states() == ["discarded", "reckoned"], "what was laid aside is not reckoned"


def test_two_drafts_of_one_title_become_two_requirements(app: Flask, clock: Clock, course: int):
    desk.person()
    assert desk.straight_into_force(app, clock, asked(), TODAY) == "phones-on-tables"
    assert desk.straight_into_force(app, clock, asked(), TODAY) == "phones-on-tables-2"
    assert desk.straight_into_force(app, clock, asked(title="New"), TODAY) == "new-2", "“new” stands in an address"
    assert desk.straight_into_force(app, clock, asked(title="警告"), TODAY) == "requirement"


def test_a_name_that_the_file_takes_meanwhile_is_not_written_over(app: Flask, clock: Clock, course: int):
    desk.person()
    viewer = desk.officer()
    public_id = desk.draft(viewer, asked(), TODAY)
    desk.reckon(app, clock, TODAY)
    publish(of_the_file("phones-on-tables", title="Another thing"))
    with pytest.raises(Conflict):
        desk.put(viewer, public_id, TODAY)
    assert [one.title for one in versions("phones-on-tables")] == ["Another thing"]


def test_only_who_manages_requirements_everywhere_changes_one(app: Flask, course: int):
    team = make.department("Finance")
    row = make.person(department=team)
    scoped = Viewer(person_id=row.id, held=(Held(Role.SECURITY_TEAM, team.path),))
    with pytest.raises(NotFound):
        desk.draft(scoped, asked(), TODAY)
    publish(of_the_file("rule"))
    with pytest.raises(NotFound), writing():
        drafting.end(scoped, "rule", "Why not", at=at(TODAY))


# --- what is refused --------------------------------------------------------------------------------------------------


def test_an_audience_that_takes_in_nobody(app: Flask, course: int):
    desk.person()
    assert "nobody" in refused(asked(audience={"departments": ["Nowhere"]}), "audience")


def test_an_audience_that_takes_in_everybody_is_confirmed(app: Flask, clock: Clock, course: int):
    team = make.department("Only team")
    make.person(department=team)
    told = refused(asked(audience={"departments": ["Only team"]}, everybody=False), "everybody")
    assert "1 people" in told or "1" in told
    viewer = desk.officer()
    assert desk.draft(viewer, asked(audience={"departments": ["Only team"]}), TODAY)


def test_whoever_keeps_the_audience_need_not_confirm_it_again(app: Flask, course: int):
    desk.person()
    publish(of_the_file("rule"))
    assert desk.draft(desk.officer(), asked("rule", grace_days=5, everybody=False), TODAY)


def test_what_is_not_taught_any_more(app: Flask, course: int):
    desk.person()
    with writing():
        database.session.execute(update(Subject).where(Subject.id == course).values(retired_on=TODAY))
    assert "not taught any more" in refused(asked(), "satisfied_by")
    assert "nothing called" in refused(asked(satisfied_by=[{"course": "no-such-course"}]), "satisfied_by")


def test_an_owner_who_has_left_is_nobody_or_one_of_several(app: Flask, course: int):
    make.person("Dana", "Ford", left_on=TODAY - timedelta(days=3))
    make.person("Ravi", "Nair", email="ravi1@alderfinch.example")
    make.person("Ravi", "Nair", email="ravi2@alderfinch.example")
    assert "does not work here any more" in refused(asked(owner="Dana Ford"), "owner")
    assert "Nobody on the roster" in refused(asked(owner="Zoe Zebra"), "owner")
    told = refused(asked(owner="Ravi Nair"), "owner")
    assert "ravi1@" in told
    assert "ravi2@" in told


@pytest.mark.parametrize(
    "typed",
    ["Åsa Öberg", "åsa.oberg@alderfinch.example", "ÅSA.OBERG@alderfinch.example", "E-77", "Öberg, Åsa", "Öberg"],
)
def test_an_owner_is_found_by_name_address_or_number(app: Flask, clock: Clock, course: int, typed: str):
    owner = make.person("Åsa", "Öberg", email="åsa.oberg@alderfinch.example", external_id="E-77").id
    slug = desk.straight_into_force(app, clock, asked(owner=typed), TODAY)
    assert versions(slug)[0].owner_id == owner


def test_what_holds_already(app: Flask, course: int):
    desk.person()
    publish(of_the_file("rule"))
    assert "holds already" in refused(asked("rule"), "")
    assert desk.draft(desk.officer(), asked("rule", why="Because of something else."), TODAY)


def test_what_the_shape_refuses_is_said_at_its_field(app: Flask, course: int):
    desk.person()
    told = refused(asked(due={"kind": "fixed-date", "month": 2, "day": 30}), "due")
    assert "30" in told
    refused(
        asked(
            due={
                "kind": "linked-risk",
                "risk": "Not A Slug",
                "days": 3,
                "low": 1,
                "medium": 1,
                "high": 1,
                "level": "low",
            }
        ),
        "due",
    )
