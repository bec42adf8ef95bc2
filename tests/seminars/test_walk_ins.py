"""Who came unexpected: a seat through the door, one more chair when the trainer says so, a mail that says what is kept."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import Client
from tests.conftest import Clock
from tests.seminars import making
from tests.seminars.day import Day, as_trainer, employee, marks
from training.completion.models import Completion
from training.core.db import writing
from training.core.errors import Refused
from training.notices.models import Message
from training.seminars import attendance, walk_ins
from training.seminars.attendance import Correction, Marked
from training.seminars.models import Consent, Registration, RegistrationEvent, SeminarSession
from training.seminars.rules import Audience, Mark, State
from training.seminars.walk_ins import WalkIn

SOFIA = "sofia@canalstreet.example"
LEA = ("Lea Brandt", "lea@canalstreet.example")


@pytest.fixture
def day(app: Flask, clock: Clock) -> Day:
    return Day(app, clock)


def session(day: Day) -> tuple[int | None, int]:
    row = making.rows(
        select(SeminarSession.capacity, SeminarSession.taken).where(SeminarSession.public_id == day.session)
    )[0]
    return row.capacity, row.taken


def test_a_guest_gets_the_free_seat_and_hears_what_is_kept(day: Day) -> None:
    lea = day.let_in(*LEA)
    assert session(day) == (4, 4)
    assert marks() == {lea.registration: Mark.HERE}
    (mail,) = making.rows(select(Message.subject, Message.body).where(Message.recipient == LEA[1]))
    assert mail.subject == "You were let in: First hour of a breach"
    assert "erased 30 days after" in mail.body
    assert "/seminars/manage/" in mail.body


def test_the_guest_is_asked_afterwards_and_agrees_word_for_word(client: Client, day: Day) -> None:
    lea = day.let_in(*LEA)
    body = making.rows(select(Message.body).where(Message.recipient == LEA[1]))[0].body
    link = re.search(r"http://localhost(/seminars/manage/\S+)", body)
    assert link
    page = client.get(link[1])
    done = client.submit(page, action="/agree")
    assert "I agree" in page.words
    assert "I agree" not in done.words
    kept = select(Consent.sentence, Registration.consent_at).join(Registration, Registration.consent_id == Consent.id)
    (row,) = making.rows(kept.where(Registration.public_id == lea.registration))
    assert row.sentence == "Keep my name and e-mail for this seminar. They are erased 30 days after it."
    assert row.consent_at == day.clock()
    again = making.rows(select(Message.body).where(Message.recipient == SOFIA))[-1].body
    other = re.search(r"http://localhost(/seminars/manage/\S+)", again)
    assert other
    assert "I agree" not in client.get(other[1]).words, "who registered has agreed before"


def test_an_employee_is_found_by_the_address_and_needs_no_name(day: Day) -> None:
    mila = employee("Mila", "Petrova")
    found = day.let_in("", mila.email or "")
    with writing():
        attendance.mark_attendance(
            day.session, dict.fromkeys(day.seats, Marked(Mark.ABSENT)), by_person_id=None, now=day.clock()
        )
    with writing():
        closed = attendance.close_attendance(day.session, by_person_id=day.trainer.id, now=day.clock())
    assert closed.complete == 1
    assert [row.person_id for row in making.rows(select(Completion.person_id))] == [mila.id]
    assert found.expected is False


def test_who_has_a_seat_is_checked_in(day: Day) -> None:
    found = day.let_in("Sofia", "sofia@canalstreet.example")
    assert (found.registration, found.expected) == (day.seats[2], True)
    assert session(day) == (4, 3)


def test_when_all_seats_are_taken_the_trainer_says_that_there_is_a_chair(day: Day) -> None:
    day.let_in(*LEA)
    noor = ("Noor Haddad", "noor@canalstreet.example")
    with pytest.raises(Refused) as full:
        day.let_in(*noor)
    assert full.value.field == "chair"
    with pytest.raises(Refused) as crowded:
        day.let_in(*noor, chair=True)
    assert crowded.value.field == "crowded", "the room holds four"
    assert session(day) == (4, 4)
    found = day.let_in(*noor, chair=True, crowded=True)
    assert session(day) == (5, 5)
    history = select(RegistrationEvent.old, RegistrationEvent.new, RegistrationEvent.reason).join(Registration)
    (event,) = making.rows(history.where(Registration.public_id == found.registration))
    assert (event.old, event.new) == (None, State.BOOKED)
    assert "one more chair" in event.reason


def test_who_waits_gets_the_chair_that_they_stand_beside(app: Flask, clock: Clock) -> None:
    day = Day(app, clock, capacity=3)
    clock.set(making.NOW)
    waits = employee("Wanda", "Waits")
    making.register(app, day.session, waits)
    clock.set(making.begun())
    day.let_in("", waits.email or "", chair=True)
    assert session(day) == (4, 4)
    states = [row.state for row in making.rows(select(Registration.state))]
    assert states.count(State.BOOKED) == 4


def test_nobody_is_let_in_the_day_before_or_after_the_signature(day: Day) -> None:
    day.clock.set(making.NOW)
    with pytest.raises(Refused, match="twelve hours"):
        day.let_in(*LEA)
    day.clock.set(making.begun())
    sign(day)
    with pytest.raises(Refused, match="signed"):
        day.let_in(*LEA)


def test_a_date_for_staff_takes_no_guest(app: Flask, clock: Clock) -> None:
    slug = making.seminar()
    one = making.session(slug, audience=Audience.STAFF)
    clock.set(making.begun())
    with writing(), pytest.raises(Refused, match="for staff"):
        walk_ins.let_in(one, WalkIn(*LEA, "en"), by_person_id=None, host=making.host(app), now=clock())


def sign(day: Day) -> None:
    with writing():
        attendance.mark_attendance(
            day.session, dict.fromkeys(day.seats, Marked(Mark.HERE)), by_person_id=None, now=day.clock()
        )
    with writing():
        attendance.close_attendance(day.session, by_person_id=day.trainer.id, now=day.clock())


def forgotten(day: Day, name: str, email: str, mark: Mark = Mark.HERE, minutes: int | None = None) -> str:
    correction = Correction(mark, minutes, "Stood on the second sheet.")
    with writing():
        return walk_ins.add_forgotten(
            day.session, WalkIn(name, email, "en"), correction, by_person_id=day.trainer.id, now=day.clock()
        )


def test_somebody_forgotten_is_added_with_record_and_completion(day: Day) -> None:
    with pytest.raises(Refused, match="not signed yet"):
        forgotten(day, *LEA)
    sign(day)
    mila = employee("Mila", "Petrova")
    forgotten(day, "", mila.email or "")
    forgotten(day, *LEA, mark=Mark.PARTLY, minutes=100)
    assert session(day) == (5, 5), "a chair more than was planned"
    done = making.rows(select(Completion.id).where(Completion.person_id == mila.id))
    assert len(done) == 1
    states = select(Registration.state).order_by(Registration.id)
    assert [row.state for row in making.rows(states)][-2:] == [State.ATTENDED, State.PARTIAL]
    with pytest.raises(Refused, match="Correct that one"):
        forgotten(day, "", mila.email or "")
    day.clock.forward(days=15)
    with pytest.raises(Refused, match="two weeks"):
        forgotten(day, "Noor", "noor@canalstreet.example")


def test_the_pages_ask_for_the_chair_only_when_it_is_needed(client: Client, day: Day) -> None:
    as_trainer(client, day)
    page = client.get(day.address("walk-in"))
    assert "1 seat is free" in page.words
    assert not page.soup.select("input[type=checkbox]")
    wrong = client.submit(page, {"email": LEA[1]})
    assert wrong.errors == ["Error: Enter the name: nobody of our staff has this address."]
    assert "are checked in" in client.submit(wrong, {"name": LEA[0]}).text
    full = client.submit(page, {"name": "Noor", "email": "noor@canalstreet.example"})
    assert [one["name"] for one in full.soup.select("input[type=checkbox]")] == ["chair"]
    more = client.submit(full, {"chair": "y"})
    assert [one["name"] for one in more.soup.select("input[type=checkbox]")] == ["chair", "crowded"]
    assert "are checked in" in client.submit(more, {"crowded": "y"}).text
    assert session(day) == (5, 5)
