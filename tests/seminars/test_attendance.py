"""The register on a phone: tick, review, sign, correct; completions follow, facts stay."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from tests import make
from tests.client import Client, Page
from tests.conftest import Clock
from tests.seminars import making
from training.completion.models import Completion
from training.completion.rules import How
from training.core.db import as_writer, database, writing
from training.core.errors import NotFound, Refused
from training.core.permissions import Role
from training.people.models import Person
from training.seminars import attendance, service
from training.seminars.attendance import Correction, Marked
from training.seminars.day_models import AttendanceMark, AttendanceRecord
from training.seminars.models import Attendee, Registration, RegistrationEvent, SeminarSession
from training.seminars.rules import Mark, SessionStatus, State


class Room:
    """A date of 180 minutes that has begun, with two employees and a guest in their seats."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        self.app, self.clock = app, clock
        self.slug = making.seminar("First hour of a breach")
        self.session = making.session(self.slug, venue_id=making.venue(), capacity=5)
        self.trainer = make.person("Ines", "Trainer")
        self.people = [make.person("Tunde", "Abiola"), make.person("Jonas", "Beck")]
        database.session.expunge_all()
        self.seats = [making.register(app, self.session, person).registration for person in self.people]
        making.ask(app, self.session, making.guest(name="Sofia Lindqvist"))
        asked = select(Registration.public_id).where(Registration.state == State.UNVERIFIED)
        self.seats.append(making.rows(asked)[0].public_id)
        with writing():
            service.verify_guest(service.Claim(self.seats[2], link_version=0), host=making.host(app), now=making.NOW)
        clock.set(making.begun())

    def mark(self, *marks: Marked | None) -> None:
        given = {seat: mark for seat, mark in zip(self.seats, marks, strict=True) if mark}
        with writing():
            attendance.mark_attendance(self.session, given, by_person_id=self.trainer.id, now=self.clock())

    def sign(self) -> attendance.Closed:
        with writing():
            return attendance.close_attendance(self.session, by_person_id=self.trainer.id, now=self.clock())

    def correct(self, seat: int, correction: Correction) -> None:
        with writing():
            attendance.revert_attendance(self.seats[seat], correction, by_person_id=self.trainer.id, now=self.clock())


@pytest.fixture
def room(app: Flask, clock: Clock) -> Room:
    return Room(app, clock)


HERE, ABSENT = Marked(Mark.HERE), Marked(Mark.ABSENT)


def states() -> list[State]:
    return [row.state for row in making.rows(select(Registration.state).order_by(Registration.id))]


def completions(person: Person) -> list[Any]:
    columns = select(
        Completion.how,
        Completion.void,
        Completion.local_date,
        Completion.id,
        Completion.supersedes_id,
        Completion.reason,
    )
    return making.rows(columns.where(Completion.person_id == person.id).order_by(Completion.id))


def test_signing_writes_facts_and_completions(room: Room) -> None:
    room.mark(HERE, Marked(Mark.PARTLY, 95), HERE)
    closed = room.sign()
    assert (closed.complete, closed.without, closed.absent) == (2, 1, 0)
    assert states() == [State.ATTENDED, State.PARTIAL, State.ATTENDED]
    records = making.rows(
        select(AttendanceRecord.mark, AttendanceRecord.minutes).order_by(AttendanceRecord.registration_id)
    )
    assert [tuple(row) for row in records] == [(Mark.HERE, 180), (Mark.PARTLY, 95), (Mark.HERE, 180)]
    (done,) = completions(room.people[0])
    assert (done.how, done.void, done.local_date.isoformat()) == (How.SEMINAR, False, "2026-12-15")
    assert completions(room.people[1]) == [], "95 of 180 minutes are less than 80 per cent"
    assert making.rows(select(SeminarSession.status))[0].status is SessionStatus.HELD


@pytest.mark.parametrize(("minutes", "counts"), [(143, False), (144, True), (180, True)])
def test_four_fifths_of_the_minutes_count(room: Room, minutes: int, *, counts: bool) -> None:
    room.mark(Marked(Mark.PARTLY, minutes), HERE, HERE)
    room.sign()
    assert bool(completions(room.people[0])) is counts


def test_nothing_is_signed_while_somebody_is_not_marked(room: Room) -> None:
    room.mark(HERE, None, HERE)
    with pytest.raises(Refused, match="not marked yet: 1"):
        room.sign()
    assert set(states()) == {State.BOOKED}
    assert not making.rows(select(AttendanceRecord.id))


def test_nothing_is_signed_before_the_start_or_twice(room: Room) -> None:
    room.mark(HERE, HERE, ABSENT)
    room.clock.set(making.NOW)
    with pytest.raises(Refused, match="not begun"):
        room.sign()
    room.clock.set(making.begun())
    room.sign()
    with pytest.raises(Refused, match="is signed"):
        room.sign()
    with pytest.raises(Refused, match="is signed"):
        room.mark(HERE, HERE, HERE)


@pytest.mark.parametrize("minutes", [None, 0, -5, 181])
def test_minutes_must_fit_the_session(room: Room, minutes: int | None) -> None:
    with pytest.raises(Refused) as refused:
        room.mark(Marked(Mark.PARTLY, minutes), None, None)
    assert refused.value.field == f"{room.seats[0]}-minutes"
    assert not making.rows(select(AttendanceMark.registration_id))


def test_a_correction_supersedes_and_takes_the_completion_back(room: Room) -> None:
    room.mark(HERE, HERE, HERE)
    room.sign()
    room.correct(0, Correction(Mark.ABSENT, None, "Somebody else sat in the seat."))
    taken, void = completions(room.people[0])
    assert (void.void, void.supersedes_id, void.reason) == (True, taken.id, "Somebody else sat in the seat.")
    first, second = making.rows(
        select(AttendanceRecord.id, AttendanceRecord.supersedes_id, AttendanceRecord.mark, AttendanceRecord.reason,
               AttendanceRecord.recorded_by_id)
        .join(Registration).where(Registration.public_id == room.seats[0]).order_by(AttendanceRecord.id)
    )  # fmt: skip
    assert (second.supersedes_id, second.mark, second.reason) == (
        first.id,
        Mark.ABSENT,
        "Somebody else sat in the seat.",
    )
    assert second.recorded_by_id == room.trainer.id
    assert states()[0] is State.ABSENT
    assert making.rows(select(SeminarSession.taken))[0].taken == 3, "who was absent held the seat"


def test_a_correction_can_be_corrected(room: Room) -> None:
    room.mark(ABSENT, HERE, HERE)
    room.sign()
    room.correct(0, Correction(Mark.PARTLY, 150, "Came by the other door."))
    room.correct(0, Correction(Mark.PARTLY, 100, "Left early."))
    room.correct(0, Correction(Mark.HERE, None, "The watch was wrong."))
    standing = [row.void for row in completions(room.people[0])]
    assert standing == [False, True, False]
    chain = making.rows(
        select(AttendanceRecord.minutes).join(Registration).where(Registration.public_id == room.seats[0])
        .order_by(AttendanceRecord.id)
    )  # fmt: skip
    assert [row.minutes for row in chain] == [0, 150, 100, 180]
    moves = making.rows(
        select(RegistrationEvent.new, RegistrationEvent.reason).join(Registration)
        .where(Registration.public_id == room.seats[0]).order_by(RegistrationEvent.id)
    )  # fmt: skip
    assert [row.new for row in moves][-3:] == [State.ABSENT, State.PARTIAL, State.ATTENDED]
    assert moves[-1].reason == "The watch was wrong."


def test_minutes_alone_can_be_corrected_and_the_completion_stays(room: Room) -> None:
    room.mark(Marked(Mark.PARTLY, 150), HERE, HERE)
    room.sign()
    room.correct(0, Correction(Mark.PARTLY, 160, "Counted again."))
    assert [row.void for row in completions(room.people[0])] == [False]
    with pytest.raises(Refused, match="what was signed"):
        room.correct(0, Correction(Mark.PARTLY, 160, "Again."))


def test_what_was_not_signed_cannot_be_corrected(room: Room) -> None:
    with pytest.raises(NotFound):
        room.correct(0, Correction(Mark.HERE, None, "No."))


def test_a_record_cannot_be_rewritten_even_by_hand(room: Room) -> None:
    room.mark(HERE, HERE, HERE)
    room.sign()
    for statement in (
        "UPDATE attendance_record SET minutes = 1", "DELETE FROM attendance_record",
        "UPDATE registration_event SET new = 'absent'", "DELETE FROM registration_event",
    ):  # fmt: skip
        by_hand = text(statement).execution_options(scoped="test")
        with pytest.raises(DatabaseError), as_writer(), database.engine.begin() as connection:
            connection.execute(by_hand)


# --- the pages --------------------------------------------------------------------------------------------------------


def open_register(client: Client, room: Room) -> Page:
    make.sign_in(client, room.trainer, role=Role.SECURITY_TEAM)
    return client.get(f"/desk/sessions/{room.session}/attendance")


def names(page: Page, title: str) -> list[str]:
    section = next(one for one in page.soup.select("main section") if one.h2.get_text(strip=True) == title)
    return [legend.span.get_text(strip=True) for legend in section.select("legend")]


def test_the_register_from_the_first_tick_to_the_signature(client: Client, room: Room) -> None:
    page = open_register(client, room)
    assert names(page, "Not marked yet") == ["Abiola, Tunde", "Beck, Jonas", "Sofia Lindqvist"]
    assert "Canal Street Dental" in page.words
    ticks = {f"{room.seats[0]}-mark": "here", f"{room.seats[1]}-mark": "partly", f"{room.seats[1]}-minutes": "95"}
    review = client.submit(page, ticks)
    assert review.path.endswith("/attendance/review")
    assert "Mark everybody first" in review.words
    again = client.get(f"/desk/sessions/{room.session}/attendance")
    assert "2 of 3 here 1 not marked yet" in again.words
    assert names(again, "Not marked yet") == ["Sofia Lindqvist"]
    assert names(again, "Marked") == ["Abiola, Tunde", "Beck, Jonas"]

    ready = client.submit(again, {f"{room.seats[2]}-mark": "absent"})
    assert "One person completes it." in ready.heading
    assert "Beck, Jonas" in ready.words
    assert "95 minutes" in ready.words
    signed = client.submit(ready)
    assert "The attendance is signed. Completed: 1. Absent: 1." in signed.text
    assert states() == [State.ATTENDED, State.PARTIAL, State.ABSENT]
    assert "Partly, 95 minutes" in signed.words


def test_a_name_is_found_without_script_and_the_others_keep_their_marks(client: Client, room: Room) -> None:
    open_register(client, room)
    found = client.get(f"/desk/sessions/{room.session}/attendance?find=lindq")
    assert names(found, "Not marked yet") == ["Sofia Lindqvist"]
    client.submit(found, {f"{room.seats[2]}-mark": "here"})
    assert [row.mark for row in making.rows(select(AttendanceMark.mark))] == [Mark.HERE]
    nobody = client.get(f"/desk/sessions/{room.session}/attendance?find=nobody")
    assert "Nobody of that name has a seat." in nobody.words


def test_partly_without_minutes_is_told_at_the_person(client: Client, room: Room) -> None:
    page = open_register(client, room)
    wrong = client.submit(page, {f"{room.seats[0]}-mark": "partly"})
    assert wrong.status == 422
    assert "Enter the minutes present, from 1 to 180." in wrong.words
    assert wrong.title.startswith("Error:")
    chosen = wrong.soup.select_one(f"input[name='{room.seats[0]}-mark'][value=partly]")
    assert chosen.has_attr("checked"), "the tick is not lost"


def test_a_mark_that_there_is_not_changes_nothing(client: Client, room: Room) -> None:
    page = open_register(client, room)
    client.submit(page, {f"{room.seats[0]}-mark": "dancing", f"{room.seats[0]}-minutes": "x", "0000-mark": "here"})
    assert not making.rows(select(AttendanceMark.registration_id))


def test_a_correction_through_its_page(client: Client, room: Room) -> None:
    room.mark(HERE, HERE, ABSENT)
    room.sign()
    open_register(client, room)
    page = client.get(f"/desk/sessions/{room.session}")
    link = next(one["href"] for one in page.soup.select("main a") if "Abiola" in one.get_text())
    form = client.get(link)
    assert "Correct the record of Abiola, Tunde" in form.heading
    missing = client.submit(form, {"mark": "partly", "minutes": "", "reason": ""})
    assert missing.status == 422
    assert missing.errors == ["Error: Say why. The reason stays with the record."]
    without = client.submit(missing, {"reason": "Left early."})
    assert without.errors == ["Error: Enter the minutes present, from 1 to 180."]
    done = client.submit(missing, {"mark": "partly", "minutes": "90", "reason": "Left at half past ten."})
    assert "The record is corrected." in done.text
    assert "Left at half past ten." in done.words
    assert "Partly, 90 minutes" in done.words


def test_the_register_is_for_those_who_run_seminars(client: Client, room: Room) -> None:
    room.mark(HERE, HERE, HERE)
    room.sign()
    paths = [f"/desk/sessions/{room.session}{rest}" for rest in ("", "/attendance", "/attendance/review", "/call-off")]
    paths += ["/desk/seminars/", f"/desk/registrations/{room.seats[0]}/correct", "/desk/seminars/new"]
    make.sign_in(client, make.person(), role=Role.MANAGER)
    assert {client.get(path).status for path in paths} == {404}


def test_an_employee_is_an_attendee_once(room: Room) -> None:
    assert len(making.rows(select(Attendee.id).where(Attendee.person_id.is_not(None)))) == 2
