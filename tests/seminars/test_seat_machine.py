"""Random lives of one session against a small model of what is right, and planted faults that must be found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests import make
from tests.scoping import Unscoped
from tests.seminars import making
from training.core.db import database, writing
from training.core.errors import MusterError
from training.core.permissions import Viewer
from training.notices.models import Message
from training.seminars import admission, attendees, checking, planning, seat_queries, seats, service
from training.seminars.models import Attendee, Registration, SeminarSession
from training.seminars.rules import DEAD, HOLDING, SessionStatus, State
from training.seminars.service import Claim

STAFF = 6
GUESTS = 4
CAPACITIES = st.sampled_from([1, 1, 2, 2, 3, None])  # few seats, so that people wait
SELDOM = st.integers(0, 11).map(lambda drawn: drawn == 7)
LIVE = (State.UNVERIFIED, State.WAITLISTED, State.BOOKED)


@dataclass
class Entry:
    """One registration as the model has it. It knows nothing of the program but the words."""

    who: str
    public_id: str
    rank: tuple[int, int]
    state: State
    asked_at: datetime


class Lives(RuleBasedStateMachine):
    app: Flask
    people: tuple[Viewer, ...]
    slug: str

    def __init__(self) -> None:
        super().__init__()
        self.now = making.NOW
        self.entries: list[Entry] = []
        self.number = 0
        self.open = True
        self.guests = [making.guest() for _ in range(GUESTS)]

    @initialize(capacity=CAPACITIES)
    def plan(self, capacity: int | None) -> None:
        self.capacity = capacity
        self.session = making.session(self.slug, capacity=capacity)
        self.host = making.host(self.app)
        for one in range(STAFF - 2):
            self.staff_register(one)

    # --- what people do -----------------------------------------------------------------------------------------------

    @rule(one=st.integers(0, STAFF - 3))
    def staff_registers(self, one: int) -> None:
        self.staff_register(one)

    def staff_register(self, one: int) -> None:
        who, done = f"staff {one}", False
        with refused() as outcome, writing():
            outcome.value = service.register_employee(
                self.people[one], self.session, host=self.host, now=self.now, knows=True
            )
            done = True
        if done:
            self.joined(who, outcome.value.registration, State.WAITLISTED)

    @rule(one=st.sampled_from([STAFF - 2, STAFF - 1]), priority=st.sampled_from([-1, -1, 0, 1]))
    def somebody_is_put_into_the_queue(self, one: int, priority: int) -> None:
        """With a priority, as those for whom a seminar is a duty may get."""
        person, who = self.people[one], f"staff {one}"
        if self.live(who) or not self.open:
            return
        with writing(), seats.change(self.session, by_id=None, now=self.now, person_id=person.person_id) as door:
            joined = door.join(
                door.row.attendee_id or attendees.of_employee(person), State.WAITLISTED, priority=priority
            )
        self.joined(who, joined.public_id, State.WAITLISTED, priority)

    @rule(one=st.integers(0, GUESTS - 1))
    def guest_asks(self, one: int) -> None:
        who = f"guest {one}"
        with refused(), writing():
            service.register_guest(self.session, self.guests[one], host=self.host, now=self.now)
        if self.open and not self.live(who):
            found = making.rows(
                select(Registration.public_id)
                .join(Attendee, Attendee.id == Registration.attendee_id)
                .where(Attendee.email == self.guests[one].email, Registration.state == State.UNVERIFIED)
                .order_by(Registration.id.desc())
            )
            self.joined(who, found[0].public_id, State.UNVERIFIED)

    @rule(one=st.integers(0, GUESTS - 1))
    def guest_verifies(self, one: int) -> None:
        entry = self.last(f"guest {one}")
        if entry is None:
            return
        with refused(), writing():
            service.verify_guest(Claim(entry.public_id, link_version=0), host=self.host, now=self.now)
        if self.open and entry.state is State.UNVERIFIED:
            entry.state = State.WAITLISTED
            self.settle()

    @precondition(lambda self: self.entries)
    @rule(pick=st.integers(0, 99))
    def somebody_gives_up(self, pick: int) -> None:
        living = [entry for entry in self.entries if entry.state in LIVE] or self.entries
        entry = living[pick % len(living)]
        kind, number = entry.who.split()
        claim = (
            Claim(entry.public_id, person_id=self.people[int(number)].person_id)
            if kind == "staff"
            else Claim(entry.public_id, link_version=0)
        )
        with refused(), writing():
            service.cancel_registration(claim, host=self.host, now=self.now)
        if entry.state in LIVE and self.now < self.starts_at:
            entry.state = State.CANCELLED
            self.settle()

    # --- what the security team does --------------------------------------------------------------------------------------

    @rule(capacity=st.sampled_from([1, 2, 3, 4, 4, None]))
    def resize(self, capacity: int | None) -> None:
        taken = sum(entry.state in HOLDING for entry in self.entries)
        with refused(), writing():
            planning.resize_session(self.session, capacity, by_person_id=None, host=self.host, now=self.now)
        if capacity is None or capacity >= taken:
            self.capacity = capacity
            self.settle()

    @precondition(lambda self: self.open)
    @rule(really=SELDOM)
    def call_off(self, *, really: bool) -> None:
        if not really:
            return
        with writing():
            planning.cancel_session(
                self.session, "The room is flooded.", by_person_id=None, host=self.host, now=self.now
            )
        self.open = False
        for entry in self.entries:
            entry.state = State.CANCELLED if entry.state in LIVE else entry.state

    # --- what time does ---------------------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 23, 25]))
    def time_passes(self, hours: int) -> None:
        self.now = (
            min(self.now + timedelta(hours=hours), self.starts_at - timedelta(minutes=1))
            if self.now < self.starts_at
            else self.now
        )
        with writing():
            service.expire_unverified(self.session, now=self.now)
        for entry in self.entries:
            if entry.state is State.UNVERIFIED and entry.asked_at <= self.now - timedelta(hours=24):
                entry.state = State.EXPIRED

    @precondition(lambda self: self.open)
    @rule(really=SELDOM)
    def it_begins(self, *, really: bool) -> None:
        if not really:
            return
        self.now, self.open = max(self.now, self.starts_at), False

    # --- the model ----------------------------------------------------------------------------------------------------------

    starts_at = datetime.fromisoformat("2026-12-15T15:00:00+00:00")

    def live(self, who: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.who == who and entry.state not in DEAD), None)

    def last(self, who: str) -> Entry | None:
        return next((entry for entry in reversed(self.entries) if entry.who == who), None)

    def joined(self, who: str, public_id: str, state: State, priority: int = 0) -> None:
        self.number += 1
        self.entries.append(Entry(who, public_id, (priority, self.number), state, self.now))
        self.settle()

    def settle(self) -> None:
        for entry in sorted(self.entries, key=lambda one: one.rank):
            full = self.capacity is not None and sum(one.state in HOLDING for one in self.entries) >= self.capacity
            if self.open and not full and entry.state is State.WAITLISTED:
                entry.state = State.BOOKED

    # --- what must hold after every step ------------------------------------------------------------------------------------

    @invariant()
    def the_database_says_what_the_model_says(self) -> None:
        found = making.rows(
            select(Registration.public_id, Registration.state)
            .join(SeminarSession)
            .where(SeminarSession.public_id == self.session)
        )
        assert dict(map(tuple, found)) == {entry.public_id: entry.state for entry in self.entries}

    @invariant()
    def seats_add_up(self) -> None:  # I1, I2, I3, I4, I6
        session, _rows = self.facts()
        assert not checking.seat_faults(self.now, session.id)

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        session, rows = self.facts()
        assert not checking.history_faults(self.now, session.id)  # I7
        for row in rows:
            self.calendar_grows(row)

    def calendar_grows(self, row: Any) -> None:  # I9
        told = making.rows(
            select(Message.calendar).where(Message.calendar.contains(f"UID:{row.public_id}@")).order_by(Message.id)
        )
        sequences = [int(one.calendar.partition("SEQUENCE:")[2].splitlines()[0]) for one in told]
        assert sequences == sorted(set(sequences))

    def facts(self) -> tuple[Any, list[Any]]:
        session = making.rows(select(SeminarSession.__table__).where(SeminarSession.public_id == self.session))[0]
        return session, making.rows(select(Registration.__table__).where(Registration.session_id == session.id))


class Outcome:
    value: Any = None


@contextmanager
def refused() -> Iterator[Outcome]:
    outcome = Outcome()
    try:
        yield outcome
    except MusterError:
        database.session.rollback()


def live_lives(app: Flask, examples: int, steps: int = 25) -> None:
    people = tuple(making.viewer(make.person()) for _ in range(STAFF))
    machine = type("LivesHere", (Lives,), {"app": app, "people": people, "slug": making.seminar()})
    quietly = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
        report_multiple_bugs=False, phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=quietly)


def test_seats_are_right_after_every_step(app: Flask) -> None:
    live_lives(app, examples=20)


# --- planted faults: each must be found -------------------------------------------------------------------------------------


def promotes_one_only(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(seats, "settle", _settle_with(lambda free: min(free, 1)))


def promotes_one_too_many(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(seats, "settle", _settle_with(lambda free: free + 1))


def never_promotes_after_a_cancellation(patch: pytest.MonkeyPatch) -> None:
    settle = seats.settle
    left = {State.CANCELLED}
    patch.setattr(
        seats, "settle", lambda door: None if any(row["new"] in left for row in door.history) else settle(door)
    )


def frees_no_seat(patch: pytest.MonkeyPatch) -> None:
    move = seats.Door.move

    def without(door: seats.Door, ids: Any, old: State, new: State, **rest: Any) -> Any:
        before = door.session.taken
        moved = move(door, ids, old, new, **rest)
        door.session.taken = max(before, door.session.taken)
        return moved

    patch.setattr(seats.Door, "move", without)


def the_last_come_first(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(seat_queries, "HEAD", seat_queries.HEAD.order_by(None).order_by(Registration.queue_number.desc()))


def ignores_priority(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(seat_queries, "HEAD", seat_queries.HEAD.order_by(None).order_by(Registration.queue_number))


def takes_people_after_the_start(patch: pytest.MonkeyPatch) -> None:
    for module in (seats, admission):
        patch.setattr(module, "takes_people", lambda status, _starts_at, _now: status is SessionStatus.OPEN)


def the_unverified_take_seats(patch: pytest.MonkeyPatch) -> None:
    join = seats.Door.join
    patch.setattr(seats.Door, "join", lambda door, who, _first, **rest: join(door, who, State.WAITLISTED, **rest))


def history_is_not_written(patch: pytest.MonkeyPatch) -> None:
    note = seats.Door.note
    patch.setattr(
        seats.Door,
        "note",
        lambda door, ids, old, new, reason=None: None if old is State.WAITLISTED else note(door, ids, old, new, reason),
    )


def _settle_with(change: Callable[[int], int]) -> Callable[[seats.Door], None]:
    settle, head = seats.settle, seat_queries.HEAD

    class Head:
        def params(self, *, session: int, free: int) -> Any:
            return head.params(session=session, free=change(free))

    def changed(door: seats.Door) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(seat_queries, "HEAD", Head())
            settle(door)

    return changed


FAULTS = (
    promotes_one_only, promotes_one_too_many, never_promotes_after_a_cancellation, frees_no_seat, the_last_come_first,
    ignores_priority, takes_people_after_the_start, the_unverified_take_seats, history_is_not_written,
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    fault(monkeypatch)
    with pytest.raises((AssertionError, IntegrityError, IndexError)) as found:
        live_lives(app, examples=60)
    assert not isinstance(found.value, Unscoped), "the fault was not reached"
    database.session.rollback()
