"""The desk: describe a seminar, plan dates, more and fewer seats, call a date off; each says what it will do."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import making
from training.catalogue.models import Subject
from training.catalogue.rules import SubjectKind
from training.core.db import database, writing
from training.core.errors import NotFound, Refused
from training.core.permissions import Role
from training.seminars import planning, roster_queries
from training.seminars.models import Registration, Seminar, SeminarSession
from training.seminars.planning import NewSession
from training.seminars.rules import Mode, SessionStatus, State

DESCRIBED = {
    "title": "First hour of a breach", "summary": "The calls and the notes.", "minutes": "180", "language": "en",
    "agenda": "0; A real case\n50; The first call; Who calls whom", "good_to_know": "", "retention_days": "30",
}  # fmt: skip


@pytest.fixture
def trainer(app: Flask, client: Client) -> Any:
    person = make.person("Ines", "Trainer")
    return make.sign_in(client, person, role=Role.SECURITY_TEAM)


def test_from_the_idea_to_the_listed_date(app: Flask, client: Client, trainer: Any) -> None:
    room = making.venue(seats=24)
    asked = client.submit(client.get("/desk/seminars/new"), DESCRIBED)
    assert asked.path == "/desk/seminars/first-hour-of-a-breach/sessions/new"
    planned = client.submit(asked, {"starts": "2026-12-15T09:00", "venue": room, "capacity": "24", "audience": "both"})
    assert "The date is planned." in planned.text
    assert "0 of 24" in planned.words
    row = making.rows(select(SeminarSession.__table__))[0]
    assert row.starts_at == datetime(2026, 12, 15, 15, 0, tzinfo=UTC)
    assert (row.local_start, row.zone, row.mode) == ("2026-12-15T09:00", "America/Chicago", Mode.IN_PERSON)
    assert row.ends_at == datetime(2026, 12, 15, 18, 0, tzinfo=UTC)
    subject = making.rows(select(Subject.kind, Subject.title, Subject.minutes))[0]
    assert tuple(subject) == (SubjectKind.SEMINAR, "First hour of a breach", 180)
    page = client.get(f"/seminars/first-hour-of-a-breach/{row.public_id}")
    assert "09:50 The first call Who calls whom" in page.words
    assert "First hour of a breach" in client.get("/desk/seminars/").words


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"starts": "2027-03-14T02:30"}, "02:30 does not exist on that day. Choose 03:00 or later."),
        ({"starts": "2026-11-01T09:00"}, "This time is past."),
        ({"starts": "soon"}, "Enter the date and the time"),
        ({"venue": "", "join_url": ""}, "Choose a room, or enter the link"),
        ({"venue": "", "join_url": "http://meet.example"}, "begins with https://"),
        (
            {"venue": "", "join_url": "https://meet.example/x", "zone": ""},
            "Choose the time zone in which the clock is meant.",
        ),
        ({"capacity": "25"}, "Building C, room 204 has 24 seats."),
        ({"capacity": ""}, "Building C, room 204 has 24 seats."),
        ({"capacity": "0"}, "Enter a whole number from 1"),
        ({"minutes": ""}, "Enter a whole number"),
        ({"venue": "0000"}, "Not a valid choice."),
        ({"audience": "cats"}, "Not a valid choice."),
    ],
)
def test_what_cannot_be_planned_is_told_and_kept(
    app: Flask, client: Client, trainer: Any, wrong: dict[str, str], told: str
) -> None:
    slug, room = making.seminar(), making.venue(seats=24)
    form = client.get(f"/desk/seminars/{slug}/sessions/new")
    right = {"starts": "2026-12-15T09:00", "venue": room, "capacity": "24", "audience": "both", "join_url": ""}
    again = client.submit(form, right | wrong)
    assert again.status == 422
    assert told in again.words
    assert not making.rows(select(SeminarSession.id))
    assert again.soup.select_one("select[name=venue]") is not None


def test_a_doubled_time_takes_the_earlier_one_and_says_so(app: Flask, client: Client, trainer: Any) -> None:
    slug, room = making.seminar(), making.venue()
    form = client.get(f"/desk/seminars/{slug}/sessions/new")
    planned = client.submit(form, {"starts": "2027-11-07T01:30", "venue": room, "capacity": "9", "audience": "both"})
    assert "comes twice on that day: the first of the two is meant" in planned.text
    assert making.rows(select(SeminarSession.starts_at))[0].starts_at == datetime(2027, 11, 7, 6, 30, tzinfo=UTC)


def test_a_room_is_used_once_at_a_time(app: Flask) -> None:
    slug, room = making.seminar(), making.venue()
    first = making.session(slug, venue_id=room)
    at = {
        hour: NewSession(slug, datetime.fromisoformat(f"2026-12-15T{hour}"), venue=room, capacity=2)
        for hour in ("11:59", "12:00", "06:00")
    }
    with pytest.raises(Refused, match="in use"), writing():
        planning.plan_session(at["11:59"], by_person_id=None, now=making.NOW)
    with writing():
        planning.plan_session(at["12:00"], by_person_id=None, now=making.NOW)
        planning.plan_session(at["06:00"], by_person_id=None, now=making.NOW)
        planning.cancel_session(first, "Moved.", by_person_id=None, host=making.host(app), now=making.NOW)
        planning.plan_session(
            NewSession(slug, datetime.fromisoformat("2026-12-15T09:00"), venue=room, capacity=2),
            by_person_id=None,
            now=making.NOW,
        )


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title": ""}, "Enter the title"), ({"minutes": "x"}, "Enter a whole number"), ({"agenda": "now; then"}, "Write each part as"),
        ({"title": "Verify"}, "This address is taken by a page of ours."), ({"language": "xx"}, "Not a valid choice."),
    ],
)  # fmt: skip
def test_what_cannot_be_described_is_told(
    app: Flask, client: Client, trainer: Any, wrong: dict[str, str], told: str
) -> None:
    again = client.submit(client.get("/desk/seminars/new"), DESCRIBED | wrong)
    assert again.status == 422
    assert told in again.words
    assert not making.rows(select(Seminar.id))


def test_two_seminars_of_one_name_are_told_apart(app: Flask, client: Client, trainer: Any) -> None:
    client.submit(client.get("/desk/seminars/new"), DESCRIBED)
    again = client.submit(client.get("/desk/seminars/new"), DESCRIBED)
    assert again.status == 422
    assert "There is a seminar of this name." in again.words


def test_more_seats_let_people_move_up_and_fewer_are_refused(app: Flask, client: Client, trainer: Any) -> None:
    session = making.session(capacity=1)
    for _ in range(3):
        making.register(app, session, make.person())
    page = client.get(f"/desk/sessions/{session}")
    assert "1 of 1 Waiting 2" in page.words
    more = client.submit(page, {"capacity": "2"}, action="capacity")
    assert "People who moved up: 1." in more.text
    fewer = client.submit(more, {"capacity": "1"}, action="capacity")
    assert fewer.status == 422
    assert "2 seats are taken." in fewer.words
    no_limit = client.submit(more, {"capacity": ""}, action="capacity")
    assert "People who moved up: 1." in no_limit.text
    assert {row.state for row in making.rows(select(Registration.state))} == {State.BOOKED}


def test_calling_off_says_first_what_it_will_do(app: Flask, client: Client, trainer: Any) -> None:
    session = making.session(capacity=1)
    for _ in range(2):
        making.register(app, session, make.person())
    making.ask(app, session, making.guest())
    page = client.get(f"/desk/sessions/{session}/call-off")
    for words in (
        "2 people get a mail",
        "1 entry is taken out",
        "1 request that was not confirmed ends without a mail",
    ):
        assert words in page.words
    without_reason = client.submit(page, {"reason": ""})
    assert without_reason.status == 422
    done = client.submit(without_reason, {"reason": "The room is flooded."})
    assert "The date is called off. People who are told: 2." in done.text
    assert making.rows(select(SeminarSession.status, SeminarSession.taken))[0] == (SessionStatus.CANCELLED, 0)
    again = client.submit(client.get(f"/desk/sessions/{session}/call-off"), {"reason": "Twice."})
    assert again.status == 422
    assert "called off, or its attendance was signed, before" in again.words


def test_the_desk_shows_what_is_to_do_first(app: Flask, client: Client, clock: Clock) -> None:
    making.session(making.seminar("Later"), local_start=datetime.fromisoformat("2027-01-12T09:00"))
    begun = making.session(making.seminar("Begun"))
    making.session(making.seminar("Called off"))
    off = making.rows(select(SeminarSession.public_id).order_by(SeminarSession.id.desc()))[0].public_id
    with writing():
        planning.cancel_session(off, "No.", by_person_id=None, host=making.host(app), now=making.NOW)
    clock.set(making.begun())
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    page = client.get("/desk/seminars/")
    register = f"a[href='/desk/sessions/{begun}/attendance']"
    assert page.heading == "One date to come."
    titles = [title.get_text() for title in page.soup.select("main .roll:not(.narrow) h3")]
    assert titles == ["Begun", "Later", "Called off"]
    assert page.soup.select_one(f"[aria-labelledby=now] {register}") and "Attendance to take" not in page.words
    clock.forward(hours=3)
    page = client.get("/desk/seminars/")
    assert page.heading == "One date to come. One register to sign."
    assert page.soup.select_one(f"[aria-labelledby=to-sign] {register}") and not page.soup.select_one("#now")
    database.session.rollback()


def test_an_empty_desk_says_what_to_do(client: Client, trainer: Any) -> None:
    page = client.get("/desk/seminars/")
    assert "No date is planned." in page.heading
    assert "Describe the first" in page.words


def test_names_of_those_who_come_stay_with_those_who_run_it(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = making.session(slug, capacity=5)
    making.register(app, session, make.person("Tunde", "Abiola"))
    make.employee(client)
    for path in ("/seminars/", f"/seminars/{slug}/", f"/seminars/{slug}/{session}"):
        assert "Abiola" not in client.get(path).text
    with pytest.raises(NotFound):
        roster_queries.comers(making.viewer(make.person()), session)


def test_a_room_is_named_at_a_site_once(app: Flask, client: Client, trainer: Any) -> None:
    place = make.site("Chicago", zone="America/Chicago").public_id
    form = client.get("/desk/rooms/new")
    named = client.submit(form, {"site": place, "name": "Room 204", "seats": "24"})
    assert "The room is named." in named.text
    again = client.submit(form, {"site": place, "name": "Room 204", "seats": ""})
    assert again.status == 422
    assert "This site has a room of that name already." in again.words
    plan = client.get(f"/desk/seminars/{making.seminar()}/sessions/new")
    assert "Chicago: Room 204, 24 seats" in plan.words
    assert client.submit(form, {"site": "000000000000", "name": "Elsewhere"}).status == 422
