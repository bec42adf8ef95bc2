"""The door: taps count once for each person, each tap gets its own answer, codes tell strangers nothing."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import making
from tests.seminars.day import Day, as_team, as_trainer, employee, marks, send, trains
from training.core.db import database, writing
from training.core.permissions import Role
from training.seminars import attendance, needs
from training.seminars.addresses import HERE
from training.seminars.attendance import Marked
from training.seminars.checking_in import Answer, Tap
from training.seminars.day_models import CheckIn
from training.seminars.models import Registration, SeminarSession
from training.seminars.passes import short
from training.seminars.rules import Mark, SessionStatus


@pytest.fixture
def day(app: Flask, clock: Clock) -> Day:
    return Day(app, clock)


def scans() -> int:
    return int(making.rows(select(func.count()).select_from(CheckIn))[0][0])


def set_status(day: Day, status: SessionStatus) -> None:
    with writing():
        database.session.execute(
            update(SeminarSession).where(SeminarSession.public_id == day.session).values(status=status)
        )


def test_a_tap_sent_twice_counts_once_and_two_telephones_count_one_person(day: Day) -> None:
    now = day.clock()
    first = day.tap(Tap("telephone-1-a", day.seats[0], now), Tap("telephone-1-b", day.seats[1], now))
    assert dict(first.answers) == {"telephone-1-a": Answer.COUNTED, "telephone-1-b": Answer.COUNTED}
    again = day.tap(Tap("telephone-1-a", day.seats[0], now), Tap("telephone-2-a", day.seats[0], now))
    assert dict(again.answers) == {"telephone-1-a": Answer.AGAIN, "telephone-2-a": Answer.AGAIN}
    assert marks() == {day.seats[0]: Mark.HERE, day.seats[1]: Mark.HERE}
    assert scans() == 3


def test_each_tap_gets_its_own_answer_and_the_others_count(day: Day) -> None:
    elsewhere = Day(day.app, day.clock)
    waits = making.register(day.app, making.session(day.slug, capacity=1), make.person(), now=making.NOW).registration
    taps = [day.seats[0], elsewhere.seats[0], "nobody-at-all", waits, day.seats[2]]
    found = day.tap(*(Tap(f"nonce-{number}", seat, day.clock()) for number, seat in enumerate(taps)))
    unknown = Answer.UNKNOWN
    assert [found.answers[f"nonce-{n}"] for n in range(5)] == [
        Answer.COUNTED, unknown, unknown, unknown, Answer.COUNTED,
    ]  # fmt: skip
    assert set(marks()) == {day.seats[0], day.seats[2]}


def test_who_has_no_seat_is_not_counted(day: Day) -> None:
    day.clock.set(making.NOW)
    full = Day(day.app, day.clock, capacity=3)
    full.clock.set(making.NOW)
    waits = making.register(day.app, full.session, make.person()).registration
    full.clock.set(making.begun())
    assert full.tap(Tap("nonce-123", waits, full.clock())).answers == {"nonce-123": Answer.NO_SEAT}
    assert marks() == {}


@pytest.mark.parametrize("status", [SessionStatus.CANCELLED, SessionStatus.HELD])
def test_a_date_that_is_over_takes_no_tap(day: Day, status: SessionStatus) -> None:
    set_status(day, status)
    found = day.tap(Tap("nonce-123", day.seats[0], day.clock()), Tap("nonce-456", "unknown", day.clock()))
    assert found.answers == {"nonce-123": Answer.OVER, "nonce-456": Answer.UNKNOWN}
    assert (marks(), scans()) == ({}, 0)


def test_a_scan_that_waited_does_not_undo_a_later_tick(day: Day) -> None:
    before = day.clock() - timedelta(minutes=20)
    with writing():
        attendance.mark_attendance(
            day.session, {day.seats[0]: Marked(Mark.ABSENT), day.seats[1]: Marked(Mark.PARTLY, 60)},
            by_person_id=day.trainer.id, now=day.clock(),
        )  # fmt: skip
    day.clock.forward(minutes=10)
    day.tap(Tap("nonce-123", day.seats[0], before), Tap("nonce-456", day.seats[1], day.clock()))
    assert marks() == {day.seats[0]: Mark.ABSENT, day.seats[1]: Mark.PARTLY}
    day.tap(Tap("nonce-789", day.seats[0], day.clock() - timedelta(minutes=1)))
    assert marks()[day.seats[0]] is Mark.HERE, "who was absent and comes is here"


def absent(day: Day, seat: int) -> None:
    with writing():
        attendance.mark_attendance(
            day.session, {day.seats[seat]: Marked(Mark.ABSENT)}, by_person_id=day.trainer.id, now=day.clock()
        )


def test_a_tap_that_arrives_again_does_not_undo_what_was_ticked_in_between(day: Day) -> None:
    fast = Tap("nonce-123", day.seats[0], day.clock() + timedelta(hours=3))
    day.tap(fast)
    day.clock.forward(minutes=5)
    absent(day, 0)
    day.clock.forward(minutes=5)
    assert day.tap(fast).answers == {"nonce-123": Answer.AGAIN}
    assert marks() == {day.seats[0]: Mark.ABSENT}


ORDERS = [([0, 1, 2, 3, 4],), ([4, 3, 2, 1, 0],), ([2], [0, 4, 0], [1, 3, 2]), ([0, 1], [1, 0], [3], [2, 4], [4])]


@pytest.mark.parametrize("batches", ORDERS)
def test_the_same_taps_give_the_same_marks_however_they_arrive(day: Day, batches: tuple[list[int], ...]) -> None:
    now = day.clock()
    day.clock.forward(minutes=20)
    absent(day, 0)
    absent(day, 1)
    day.clock.forward(minutes=20)
    told = [(0, 5), (1, 5), (1, 30), (2, 7), (2, 33)]  # seat, minutes after the start; the ticks are from minute 20
    taps = [Tap(f"nonce-{n}", day.seats[seat], now + timedelta(minutes=at)) for n, (seat, at) in enumerate(told)]
    for batch in batches:
        day.tap(*(taps[number] for number in batch))
    assert marks() == {day.seats[0]: Mark.ABSENT, day.seats[1]: Mark.HERE, day.seats[2]: Mark.HERE}


def test_a_slow_clock_is_told_and_put_right(client: Client, day: Day) -> None:
    with writing():
        attendance.mark_attendance(
            day.session, {day.seats[0]: Marked(Mark.ABSENT)}, by_person_id=None, now=day.clock() - timedelta(minutes=5)
        )
    as_trainer(client, day)
    slow = (day.clock() - timedelta(hours=3)).timestamp() * 1000
    _page, told = send(client, day, [{"nonce": "nonce-123", "registration": day.seats[0], "at": slow}], slow)
    assert told["answers"]["nonce-123"]["answer"] == "counted"
    assert told["clock"] == "The clock of this telephone is 180 minutes slow. The times were put right."
    assert marks() == {day.seats[0]: Mark.HERE}


@pytest.mark.parametrize(
    "taps",
    [
        "", "{", "7", "[7]", '["a"]', '[{"nonce": "short"}]', '[{"nonce": "nonce-1\\u0000\\u0000", "registration": "x"}]',
        '[{"nonce": "nonce-123", "registration": {"a": 1}, "at": "yesterday"}]',
        '[{"nonce": "nonce-123", "registration": "", "at": 1e300}]',
    ],
)  # fmt: skip
def test_what_cannot_be_read_names_nobody(client: Client, day: Day, taps: str) -> None:
    as_trainer(client, day)
    page = client.post(day.address("check-in/taps"), {"taps": taps, "sent_at": "soon"}, follow=False)
    assert page.status == 200
    assert marks() == {}


@pytest.mark.parametrize("at", [-62135596800000, 253402300799000, -1e300, None, "NaN", True])
def test_a_clock_of_any_century_counts_all_the_same(client: Client, day: Day, at: Any) -> None:
    as_trainer(client, day)
    tap = {"nonce": "nonce-123", "registration": day.seats[0], "at": at}
    for sent_at in ("", at):
        _page, told = send(client, day, [tap], sent_at)
        assert told["answers"]["nonce-123"]["answer"] in {"counted", "again"}
    assert marks() == {day.seats[0]: Mark.HERE}


@pytest.mark.parametrize("whose", ["", "\x00", "a" * 500])
def test_a_press_that_names_nobody_changes_nothing(client: Client, day: Day, whose: str) -> None:
    as_trainer(client, day)
    page = client.post(day.address(), {"registration": whose, "nonce": whose})
    assert "nobody of this date" in page.text
    assert marks() == {}


def test_the_door_without_a_script(client: Client, day: Day) -> None:
    as_trainer(client, day)
    page = client.get(day.address())
    assert "0 of 3 here" in page.words
    assert [one.get_text(strip=True) for one in page.soup.select(".door-line b")] == [
        "Abiola, Tunde", "Beck, Jonas", "Sofia Lindqvist",
    ]  # fmt: skip
    here = client.submit(page, {"registration": day.seats[1]}, action="/check-in/")
    assert "1 of 3 here" in here.words
    code = short(day.seats[2])
    for typed in (code, code.lower().replace("-", " ")):
        found = client.get(f"{day.address()}?find={typed}")
        assert [one.get_text(strip=True) for one in found.soup.select(".door-line b")] == ["Sofia Lindqvist"]
    again = client.submit(page, {"registration": day.seats[1]}, action="/check-in/")
    assert "Was here already." in again.text
    assert scans() == 1, "the same button of the same page is the same tap"
    assert "Nobody of that name or code" in client.get(f"{day.address()}?find=zzz").words


def test_the_door_asks_the_database_a_few_times_however_many_come(client: Client, day: Day, statements: Any) -> None:
    as_trainer(client, day)
    client.get(day.address())
    with statements() as counted:
        client.get(day.address())
    assert len(counted) == 3, counted.texts  # the sign-in, the date, the people
    taps = [{"nonce": f"nonce-{n}", "registration": seat, "at": 0} for n, seat in enumerate(day.seats)]
    with statements() as counted:
        send(client, day, taps)
    assert len(counted) <= 9, counted.texts


# --- the square code ---------------------------------------------------------------------------------------------------


def code_of(day: Day, seat: int) -> str:
    return f"/seminars/here/{making.host(day.app).links.seal(HERE, day.seats[seat])}"


def test_a_code_shows_the_person_to_the_trainer_alone(client: Client, day: Day) -> None:
    path = code_of(day, 2)
    stranger = client.get(path)
    assert stranger.heading == "Show this to the trainer. Their telephone checks you in."
    assert "Sofia" not in stranger.text
    assert "First hour" not in stranger.words
    make.sign_in(client, make.person(), role=Role.MANAGER)
    assert client.get(path).text.count("Sofia") == 0
    assert client.post(path, follow=False).status == 404
    as_trainer(client, day)
    page = client.get(path)
    assert page.heading.startswith("Sofia Lindqvist")
    done = client.submit(page)
    assert "Is here." in done.words
    client.submit(page)
    assert (marks(), scans()) == ({day.seats[2]: Mark.HERE}, 1)


def test_a_forged_code_leads_nowhere(client: Client, day: Day) -> None:
    as_trainer(client, day)
    path = code_of(day, 0)
    assert client.get(path[:-3] + "abc").status == 404
    other = making.host(day.app).links.seal("seminar.manage", day.seats[0])
    assert client.get(f"/seminars/here/{other}").status == 404


def test_a_seat_has_its_code_on_its_page(client: Client, day: Day) -> None:
    make.sign_in(client, day.people[0])
    page = client.get(f"/seminars/{day.slug}/{day.session}")
    assert short(day.seats[0]) in page.words
    assert page.soup.select_one(".square-code svg")


# --- who may -----------------------------------------------------------------------------------------------------------

PLACES = ("check-in/", "check-in/taps", "walk-in", "sign-in-sheet", "badges", "attendance", "attendance/review")
SIGNING = ("attendance", "attendance/review")


def test_others_find_nothing_of_a_date(client: Client, day: Day) -> None:
    other, manager = employee("Otto", "Other"), employee("Mara", "Manager")
    trains(other, making.session(day.slug))
    for who, role in ((other, None), (manager, Role.MANAGER), (day.people[0], None)):
        make.sign_in(client, who, role=role)
        for place in PLACES:
            if place != "check-in/taps":
                assert client.get(day.address(place)).status == 404, place
            assert client.post(day.address(place), follow=False).status in {404, 405}, place
    assert marks() == {}


def test_a_helper_checks_in_and_does_not_sign(client: Client, day: Day) -> None:
    make.sign_in(client, day.helper)
    page = client.get(day.address())
    assert page.status == 200
    assert "Close attendance" not in page.words
    client.submit(page, {"registration": day.seats[0]}, action="/check-in/")
    assert marks() == {day.seats[0]: Mark.HERE}
    for place in SIGNING:
        assert client.get(day.address(place)).status == 404
        assert client.post(day.address(place), follow=False).status == 404
    assert client.get(f"/desk/registrations/{day.seats[0]}/correct").status == 404


def test_one_s_own_page_shows_one_s_own_dates(client: Client, day: Day) -> None:
    as_trainer(client, day)
    page = client.get("/today")
    assert page.heading.startswith("You give one seminar today.")
    assert page.soup.select_one(f"main a[href='{day.address()}']")
    assert "First hour of a breach" in client.get("/").words
    make.sign_in(client, day.people[0])
    assert "You give no seminar today." in client.get("/today").heading
    assert "You give a seminar" not in client.get("/").words


def test_one_s_own_page_counts_who_is_here(client: Client, day: Day) -> None:
    as_trainer(client, day)
    assert "3 seats taken" in client.get("/today").words
    client.submit(client.get(day.address()), {"registration": day.seats[0]}, action="/check-in/")
    ticks = {day.seats[1]: Marked(Mark.ABSENT)}
    with writing():
        attendance.mark_attendance(day.session, ticks, by_person_id=None, now=day.clock())
    words = client.get("/today").words
    assert "1 of 3 here" in words and "seats taken" not in words
    assert "1 of 3 here" in client.get(day.address()).words, "the same at the door"


def test_a_trainer_is_led_to_what_people_need_and_a_helper_is_not(client: Client, day: Day) -> None:
    words = "1 person needs something"
    as_trainer(client, day)
    assert words not in client.get("/today").words + client.get(day.address()).words
    number = making.rows(select(Registration.id).where(Registration.public_id == day.seats[0]))[0].id
    with writing():
        needs.keep(number, "A loop for hearing")
    for page in (client.get("/today"), client.get(day.address())):
        assert words in page.words
        link = page.soup.select_one(f"main a[href='/desk/sessions/{day.session}/needs']")
        assert link and "A loop for hearing" in client.get(link["href"]).words
    make.sign_in(client, day.helper)
    assert words not in client.get("/today").words + client.get(day.address()).words


def test_the_day_before_it_stands_on_the_first_page(client: Client, day: Day) -> None:
    day.clock.forward(days=-1)
    as_trainer(client, day)
    assert "You give a seminar tomorrow: First hour of a breach, 09:00 to 12:00." in client.get("/").words
    assert "tomorrow" in client.get("/today").words


def test_an_unsigned_date_stays_in_sight(client: Client, day: Day) -> None:
    day.clock.forward(days=2)
    as_trainer(client, day)
    page = client.get("/today")
    assert "Still to sign" in page.words
    assert (
        page.soup.select_one("[aria-labelledby=unsigned] a.button")
        .get_text(" ", strip=True)
        .startswith("Take attendance")
    )
    assert "is still to be signed" in client.get("/").words
    day.clock.forward(days=20)
    as_trainer(client, day)
    assert "Still to sign" not in client.get("/today").words


def test_the_desk_leads_to_the_door(client: Client, day: Day) -> None:
    as_team(client, day)
    assert client.get(f"/desk/sessions/{day.session}").soup.select_one(f"main a[href='{day.address()}']")
