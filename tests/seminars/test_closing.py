"""The end of a date: the trainer signs, who was there hears of it, certificates say minutes and hours, strangers check."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import making
from tests.seminars.day import Day, as_trainer, marks
from training.completion.models import Completion
from training.core.db import writing
from training.notices.models import Message
from training.seminars import attendance, closing, service
from training.seminars.attendance import Correction, Marked
from training.seminars.checking_in import Tap
from training.seminars.models import Registration
from training.seminars.rules import Mark, State

HERE = Marked(Mark.HERE)


@pytest.fixture
def day(app: Flask, clock: Clock) -> Day:
    return Day(app, clock)


def sign(day: Day, *given: Marked) -> None:
    with writing():
        attendance.mark_attendance(
            day.session, dict(zip(day.seats, given, strict=True)), by_person_id=None, now=day.clock()
        )
    with writing():
        closing.close(day.session, by_person_id=day.trainer.id, host=making.host(day.app), now=day.clock())


def mails(kind: str) -> dict[str, Any]:
    found = select(Message.recipient, Message.subject, Message.body).where(Message.kind == kind)
    return {row.recipient: row for row in making.rows(found)}


def guest_link(day: Day) -> str:
    found = re.search(r"http://localhost(/seminars/manage/\S+/certificate)", mails("seminar.was-there")[SOFIA].body)
    assert found
    return found[1]


SOFIA = "sofia@canalstreet.example"


def test_whoever_was_there_hears_of_it_and_nobody_else(day: Day) -> None:
    sign(day, HERE, Marked(Mark.PARTLY, 95), Marked(Mark.EXCUSED))
    told = mails("seminar.was-there")
    assert set(told) == {day.people[0].email, day.people[1].email}
    completion = making.rows(select(Completion.public_id))[0].public_id
    first = told[day.people[0].email or ""]
    assert first.subject == "Your certificate: First hour of a breach"
    assert f"/certificates/{completion}" in first.body
    assert "for 180 minutes" in first.body
    second = told[day.people[1].email or ""]
    assert second.subject == "You were there: First hour of a breach"
    assert "/certificates/" not in second.body
    assert [row.state for row in making.rows(select(Registration.state).order_by(Registration.id))] == [
        State.ATTENDED, State.PARTIAL, State.EXCUSED,
    ]  # fmt: skip


def test_a_trainer_marks_reviews_signs_and_corrects(client: Client, day: Day) -> None:
    as_trainer(client, day)
    page = client.get(day.address("attendance"))
    told = {f"{day.seats[0]}-mark": "here", f"{day.seats[1]}-mark": "excused", f"{day.seats[2]}-mark": "absent"}
    review = client.submit(page, told)
    assert "One person completes it." in review.heading
    assert [one.get_text(strip=True) for one in review.soup.select("main section h2")] == [
        "Completes the seminar", "Absent", "Excused",
    ]  # fmt: skip
    signed = client.submit(review)
    assert signed.path.endswith("/attendance/signed")
    assert "One person completed it. 1 of 3 were here." in signed.heading
    assert "Excused" in signed.words
    link = next(one["href"] for one in signed.soup.select("main a") if "Lindqvist" in one.get_text())
    done = client.submit(client.get(link), {"mark": "here", "reason": "Came by the other door."})
    assert done.path.endswith("/attendance/signed")
    assert "Two people completed it." in done.heading
    assert "Came by the other door." in done.words


def test_what_was_signed_is_a_file_for_the_trainer(client: Client, day: Day) -> None:
    sign(day, HERE, Marked(Mark.PARTLY, 95), Marked(Mark.EXCUSED))
    as_trainer(client, day)
    lines = client.get(day.address("attendance/signed/people.csv")).text.splitlines()
    assert [line.split(",")[-3:-1] for line in lines[1:]] == [["180", "3.0"], ["95", "1.5"], ["0", "0.0"]]
    make.sign_in(client, day.helper)
    assert client.get(day.address("attendance/signed/people.csv")).status == 404


def test_somebody_forgotten_through_the_page(client: Client, day: Day) -> None:
    as_trainer(client, day)
    assert client.get(day.address("attendance/signed")).status == 404
    sign(day, HERE, HERE, HERE)
    page = client.get(day.address("attendance/forgotten"))
    wrong = client.submit(page, {"email": "lea@canalstreet.example", "name": "Lea Brandt"})
    assert wrong.errors == ["Error: Say why. The reason stays with the record."]
    added = client.submit(wrong, {"reason": "Sat in the last row."})
    assert "Four people completed it." in added.heading
    assert "Sat in the last row." in added.words


def test_a_page_of_the_register_that_was_open_for_long_undoes_no_scan(client: Client, day: Day) -> None:
    with writing():
        attendance.mark_attendance(day.session, {day.seats[0]: Marked(Mark.ABSENT)}, by_person_id=None, now=day.clock())
    as_trainer(client, day)
    page = client.get(day.address("attendance"))
    day.clock.forward(minutes=1)
    day.tap(Tap("nonce-123", day.seats[0], day.clock()))
    client.submit(page, {f"{day.seats[1]}-mark": "here"})
    assert marks() == {day.seats[0]: Mark.HERE, day.seats[1]: Mark.HERE}


def test_the_certificate_of_an_employee_says_minutes_and_hours(client: Client, day: Day) -> None:
    sign(day, Marked(Mark.PARTLY, 160), HERE, HERE)
    make.sign_in(client, day.people[0])
    completion = making.rows(select(Completion.public_id).where(Completion.person_id == day.people[0].id))[0].public_id
    page = client.get(f"/certificates/{completion}")
    assert "Minutes present 160 CPE hours 2.5" in page.words
    assert "A seminar, 2.5 CPE hours" in client.get("/record").words
    assert "CPE hours 2.5" in client.get(f"/check/{completion}").words


def test_a_guest_has_a_certificate_that_strangers_can_check(client: Client, day: Day) -> None:
    sign(day, HERE, HERE, HERE)
    page = client.get(guest_link(day))
    assert "Sofia Lindqvist" in page.words
    assert "Minutes present 180 CPE hours 3" in page.words
    manage = client.get(guest_link(day).removesuffix("/certificate"))
    assert manage.soup.select_one("main a[href$='/certificate']")
    href = page.soup.select_one("article a.address")["href"]
    checked = client.get(href)
    assert checked.heading.startswith("This record stands.")
    assert "Sofia Lindqvist" in checked.words
    with writing():
        attendance.revert_attendance(
            day.seats[2], Correction(Mark.ABSENT, None, "Somebody else."), by_person_id=None, now=day.clock()
        )
    assert client.get(href).heading.startswith("It was taken back on")
    assert client.get(guest_link(day)).status == 404


def test_a_certificate_outlives_the_name(client: Client, day: Day) -> None:
    sign(day, HERE, HERE, HERE)
    href = client.get(guest_link(day)).soup.select_one("article a.address")["href"]
    attendee = making.rows(select(Registration.attendee_id).where(Registration.public_id == day.seats[2]))[0][0]
    with writing():
        service.forget_guests({attendee: SOFIA}, now=day.clock())
    page = client.get(href)
    assert page.heading.startswith("This record stands.")
    assert "A person whose details have been erased" in page.words
    assert "Sofia" not in page.text


def test_there_is_no_certificate_of_too_short_a_time_or_of_a_seat(client: Client, day: Day) -> None:
    assert client.get(f"/check/{day.seats[2]}").status == 404
    sign(day, HERE, HERE, Marked(Mark.PARTLY, 100))
    assert client.get(f"/check/{day.seats[2]}").status == 404
    assert client.get(f"/check/{day.seats[0]}").status == 404, "an employee's is checked by its own number"
    assert "/certificate" not in mails("seminar.was-there")[SOFIA].body


# --- paper -------------------------------------------------------------------------------------------------------------


def test_the_sheet_holds_names_and_codes_and_nothing_that_is_private(client: Client, day: Day) -> None:
    as_trainer(client, day)
    page = client.get(day.address("sign-in-sheet"))
    rows = [one.get_text(strip=True) for one in page.soup.select("tbody th")]
    assert rows == ["Abiola, Tunde", "Beck, Jonas", "Sofia Lindqvist", *["Empty line"] * 6]
    assert len(page.soup.select("tbody .square-code svg")) == 3
    assert "Page 1 of 1" in page.words
    assert "@" not in page.words
    badges = client.get(day.address("badges"))
    assert [one.get_text(strip=True) for one in badges.soup.select(".badge-name")] == rows[:3]
    assert "Canal Street Dental" in badges.words
    assert "@" not in badges.words


def test_a_long_list_is_several_numbered_pages(client: Client, app: Flask, clock: Clock) -> None:
    clock.set(making.NOW)
    day = Day(app, clock, venue_id="", capacity=None)
    clock.set(making.NOW)
    for _ in range(20):
        making.register(app, day.session, make.person())
    clock.set(making.begun())
    as_trainer(client, day)
    page = client.get(day.address("sign-in-sheet"))
    assert [one["aria-label"] for one in page.soup.select(".paper")] == [f"Page {n} of 3" for n in (1, 2, 3)]
    assert len(page.soup.select(".paper thead")) == 3
    assert len(client.get(day.address("badges")).soup.select(".badge-sheet")) == 3
