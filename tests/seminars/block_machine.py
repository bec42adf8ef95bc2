"""Random lives of one session with blocks, against a small model of what is right."""

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

from tests import make
from tests.seminars import contacting, making
from tests.seminars.test_seat_machine import refused
from training.core.db import writing
from training.core.permissions import Viewer
from training.people import service as people_service
from training.seminars import contacts, holding, mail_limit, naming, planning, service
from training.seminars.colleagues import Colleague
from training.seminars.holding import Wish
from training.seminars.models import Registration, SeminarSession
from training.seminars.organisation_models import Allotment
from training.seminars.rules import DEAD, HOLDING, BlockState, State
from training.seminars.service import Claim

STAFF = 4
COLLEAGUES = [f"Colleague {letter}" for letter in "ABCDE"]
CAPACITIES = st.sampled_from([2, 2, 3, 3, 4])  # few seats, so that people and blocks wait
STARTS = datetime.fromisoformat("2026-12-15T15:00:00+00:00")
LIVE = (State.UNVERIFIED, State.WAITLISTED, State.BOOKED)
DAYS = st.sampled_from([1, 3, 30])


@dataclass
class Block:
    """A block as the model has it."""

    public_id: str
    rank: int
    seats: int
    least: int
    ends: datetime
    state: BlockState = BlockState.WAITING


@dataclass
class Entry:
    """A registration as the model has it."""

    who: str
    public_id: str
    rank: int
    state: State
    block: Block | None = None


class Lives(RuleBasedStateMachine):
    app: Flask
    people: tuple[Viewer, ...]
    slug: str
    claim: contacts.ContactClaim

    def __init__(self) -> None:
        super().__init__()
        self.now, self.number = making.NOW, 0
        self.entries: list[Entry] = []
        self.blocks: list[Block] = []

    @initialize(capacity=CAPACITIES, crowd=st.sampled_from([0, 2]), begun=st.sampled_from([3, 2, 3, 1, 0]))
    def plan(self, capacity: int, crowd: int, begun: int) -> None:
        """Begin somewhere: people wait behind a block, two are named, one has confirmed, the block has gone back."""
        self.capacity = capacity
        self.session = making.session(self.slug, capacity=capacity)
        self.host = making.host(self.app)
        self.hold(number=2, fewer=0, days=3)
        for one in range(crowd):
            self.staff_registers(one)
        self.colleague_is_named(0, 0)
        if begun > 0:
            self.colleague_is_named(0, 1)
        if begun > 1:
            self.colleague_confirms(0)
        if begun > 2:
            self.time_passes(60)
            self.time_passes(60)

    # --- what happens -----------------------------------------------------------------------------------------------------

    @rule(one=st.integers(0, STAFF - 1))
    def staff_registers(self, one: int) -> None:
        with refused() as outcome, writing():
            outcome.value = service.register_employee(self.people[one], self.session, host=self.host, now=self.now)
        if outcome.value:
            self.joined(f"staff {one}", outcome.value.registration, State.WAITLISTED)

    @precondition(lambda self: self.entries)
    @rule(pick=st.integers(0, 99))
    def somebody_gives_up(self, pick: int) -> None:
        living = [entry for entry in self.entries if entry.state in LIVE] or self.entries
        entry = living[pick % len(living)]
        kind, number = entry.who.split()
        person = self.people[int(number)].person_id if kind == "staff" else None
        claim = Claim(entry.public_id, person_id=person, link_version=None if person else 0)
        with refused(), writing():
            service.cancel_registration(claim, host=self.host, now=self.now)
        if entry.state in LIVE:
            entry.state = State.CANCELLED
            self.settle()

    @rule(number=st.sampled_from([1, 1, 2, 2, 3]), fewer=st.sampled_from([0, 0, 1]), days=DAYS)
    def hold(self, number: int, fewer: int, days: int) -> None:
        ends = min((self.now + timedelta(days=days)).date(), STARTS.date())
        wish = Wish(number, max(number - fewer, 1), ends)
        with refused() as outcome, writing():
            outcome.value = holding.hold_seats(self.claim, self.session, wish, host=self.host, now=self.now)
        if outcome.value:
            self.number += 1
            end = contacting.block(outcome.value.block).release_at
            self.blocks.append(Block(outcome.value.block, self.number, wish.seats, wish.least, end))
            self.settle()

    @precondition(lambda self: self.blocks)
    @rule(pick=st.integers(0, 9))
    def block_is_given_back(self, pick: int) -> None:
        block = self.one_block(pick)
        named = len(self.named(block))
        with refused(), writing():
            holding.give_rest_back(self.claim, block.public_id, host=self.host, now=self.now)
        if block.state is BlockState.WAITING:
            block.state = BlockState.GIVEN_UP
        elif block.state is BlockState.HELD and named:
            block.seats = named
        elif block.state is BlockState.HELD:
            block.state, block.seats = BlockState.RETURNED, 0
        self.settle()

    @precondition(lambda self: self.blocks)
    @rule(pick=st.integers(0, 9), number=st.integers(1, 3))
    def block_shrinks(self, pick: int, number: int) -> None:
        block = self.one_block(pick)
        with refused(), writing():
            holding.keep_fewer(self.claim, block.public_id, number, host=self.host, now=self.now)
        if block.state is BlockState.HELD and max(len(self.named(block)), 1) <= number <= block.seats:
            block.seats = number
            self.settle()

    @precondition(lambda self: self.blocks)
    @rule(pick=st.integers(0, 9), one=st.integers(0, len(COLLEAGUES) - 1))
    def colleague_is_named(self, pick: int, one: int) -> None:
        block, who = self.one_block(pick), COLLEAGUES[one]
        with refused() as outcome, writing():
            outcome.value = naming.name_colleagues(
                self.claim, block.public_id, [self.colleague(who)], host=self.host, now=self.now
            )
        fits = block.state is BlockState.HELD and len(self.named(block)) < block.seats
        if fits and not self.live(who):
            self.joined(who, contacting.registration(who), State.UNVERIFIED, block)

    @rule(one=st.integers(0, len(COLLEAGUES) - 1))
    def colleague_confirms(self, one: int) -> None:
        entry = self.somebody(one, State.UNVERIFIED)
        if entry is None:
            return
        contacting.confirm(self.app, entry.who, now=self.now)
        block = entry.block
        kept = block is not None and block.state is BlockState.HELD and self.used(block) < block.seats
        entry.state, entry.block = (State.BOOKED, block) if kept else (State.WAITLISTED, None)
        self.settle()

    @rule(one=st.integers(0, len(COLLEAGUES) - 1))
    def another_confirms(self, one: int) -> None:
        """Once more, for most of what can go wrong begins with it."""
        self.colleague_confirms(one)

    @rule(one=st.integers(0, len(COLLEAGUES) - 1))
    def colleague_is_withdrawn(self, one: int) -> None:
        entry = self.somebody(one, *LIVE)
        if entry is None:
            return
        with refused(), writing():
            naming.withdraw_colleague(self.claim, entry.public_id, host=self.host, now=self.now)
        if entry.block is not None:
            entry.state = State.CANCELLED
            self.settle()

    @rule(one=st.integers(0, len(COLLEAGUES) - 1), other=st.integers(0, len(COLLEAGUES) - 1))
    def colleague_is_swapped(self, one: int, other: int) -> None:
        entry, who = self.somebody(one, *LIVE), COLLEAGUES[other]
        if entry is None:
            return
        with refused(), writing():
            naming.substitute(self.claim, entry.public_id, self.colleague(who), host=self.host, now=self.now)
        if entry.block is None or (self.live(who) and who != entry.who):
            return
        had_seat, entry.state = entry.state is State.BOOKED, State.CANCELLED
        block = self.to_the_start(entry.block) if had_seat else entry.block
        self.joined(who, contacting.registration(who), State.UNVERIFIED, block)

    @rule(capacity=st.sampled_from([1, 2, 3, 4, 5]))
    def resize(self, capacity: int) -> None:
        with refused(), writing():
            planning.resize_session(self.session, capacity, by_person_id=None, host=self.host, now=self.now)
        if capacity >= self.taken():
            self.capacity = capacity
            self.settle()

    @rule(hours=st.sampled_from([7, 30, 60]))
    def time_passes(self, hours: int) -> None:
        self.now = min(self.now + timedelta(hours=hours), STARTS - timedelta(minutes=1))
        with writing():
            holding.release_due(self.session, host=self.host, now=self.now)
        for block in self.blocks:
            if block.ends <= self.now and block.state is BlockState.WAITING:
                block.state = BlockState.GIVEN_UP
            elif block.ends <= self.now and block.state is BlockState.HELD:
                block.state, block.seats = BlockState.RETURNED, self.used(block)
        self.settle()

    # --- the model ----------------------------------------------------------------------------------------------------------

    def one_block(self, pick: int) -> Block:
        alive = [one for one in self.blocks if one.state in {BlockState.WAITING, BlockState.HELD}]
        return (alive or self.blocks)[pick % len(alive or self.blocks)]

    def colleague(self, who: str) -> Colleague:
        return Colleague(who, contacting.address(who))

    def live(self, who: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.who == who and entry.state not in DEAD), None)

    def somebody(self, pick: int, *states: State) -> Entry | None:
        found = [entry for entry in self.entries if entry.who in COLLEAGUES and entry.state in states]
        return found[pick % len(found)] if found else None

    def named(self, block: Block) -> list[Entry]:
        return [entry for entry in self.entries if entry.block is block and entry.state not in DEAD]

    def used(self, block: Block) -> int:
        return sum(entry.state in HOLDING for entry in self.named(block))

    def taken(self) -> int:
        held = sum(block.seats for block in self.blocks if block.state is BlockState.HELD)
        return held + sum(
            entry.state in HOLDING and (entry.block is None or entry.block.state is not BlockState.HELD)
            for entry in self.entries
        )

    def joined(self, who: str, public_id: str, state: State, block: Block | None = None) -> None:
        self.number += 1
        self.entries.append(Entry(who, public_id, self.number, state, block))
        self.settle()

    def to_the_start(self, block: Block) -> Block:
        """The block that keeps the seat of who was swapped until the session begins."""
        if block.state is BlockState.HELD:
            if block.ends >= STARTS:
                return block
            block.seats -= 1
            block.state = block.state if block.seats else BlockState.RETURNED
        lasting = [one for one in self.blocks if one.state is BlockState.HELD and one.ends >= STARTS]
        if lasting:
            lasting[0].seats += 1
            return lasting[0]
        self.number += 1
        row = making.rows(select(Allotment.public_id).order_by(Allotment.id.desc()).limit(1))[0]
        self.blocks.append(Block(row.public_id, self.number, 1, 1, STARTS, BlockState.HELD))
        return self.blocks[-1]

    def settle(self) -> None:
        for block in self.blocks:
            if block.state is BlockState.RETURNED:
                block.seats = self.used(block)
        waiting: list[Entry | Block] = [entry for entry in self.entries if entry.state is State.WAITLISTED]
        waiting += [one for one in self.blocks if one.state is BlockState.WAITING and one.ends > self.now]
        for one in sorted(waiting, key=lambda each: each.rank):
            free = self.capacity - self.taken()
            if isinstance(one, Entry) and free > 0:
                one.state = State.BOOKED
            elif isinstance(one, Block) and one.least <= free:
                one.state, one.seats = BlockState.HELD, min(one.seats, free)

    # --- what must hold after every step ------------------------------------------------------------------------------------

    @invariant()
    def all_is_right(self) -> None:
        facts = self.facts()
        self.the_database_says_what_the_model_says(*facts)
        self.seats_add_up(*facts)
        self.nobody_waits_whose_wish_fits(*facts)

    def the_database_says_what_the_model_says(self, session: Any, rows: list[Any], kept: list[Any]) -> None:
        assert {row.public_id: row.state for row in rows} == {entry.public_id: entry.state for entry in self.entries}
        told = {row.public_id: (row.state, row.seats) for row in kept}
        assert told == {one.public_id: (one.state, one.seats) for one in self.blocks}
        assert session.taken == self.taken()

    def seats_add_up(self, session: Any, rows: list[Any], kept: list[Any]) -> None:
        held = {row.id: row.seats for row in kept if row.state is BlockState.HELD}
        loose = sum(row.state in HOLDING and row.allotment_id not in held for row in rows)
        assert session.taken == sum(held.values()) + loose  # I1
        assert 0 <= session.taken <= session.capacity  # I2
        for block in kept:  # I6
            own = [row for row in rows if row.allotment_id == block.id and row.state not in DEAD]
            assert block.used == sum(row.state in HOLDING for row in own) <= block.seats
            assert len(own) <= block.seats or block.state is not BlockState.HELD
        assert session.waiting_blocks == sum(row.state is BlockState.WAITING for row in kept)

    def nobody_waits_whose_wish_fits(self, session: Any, rows: list[Any], kept: list[Any]) -> None:  # I4
        free = session.capacity - session.taken
        wishes = [1 for row in rows if row.state is State.WAITLISTED]
        wishes += [row.least for row in kept if row.state is BlockState.WAITING and row.release_at > self.now]
        assert all(wish > free for wish in wishes)

    def facts(self) -> tuple[Any, list[Any], list[Any]]:
        session = making.rows(select(SeminarSession.__table__).where(SeminarSession.public_id == self.session))[0]
        rows = making.rows(select(Registration.__table__).where(Registration.session_id == session.id))
        return session, rows, making.rows(select(Allotment.__table__).where(Allotment.session_id == session.id))

    def teardown(self) -> None:
        """Close the books of this life, for an organisation keeps only so many blocks at a time."""
        if hasattr(self, "session"):
            with writing():
                planning.cancel_session(self.session, "Over.", by_person_id=None, host=self.host, now=self.now)


def live_lives(app: Flask, patch: pytest.MonkeyPatch, examples: int, steps: int = 25) -> None:
    """Run them without the measures that keep people from writing too many mails."""
    for place in (naming, contacts, people_service):
        patch.setattr(place, "count_try", lambda *_args, **_named: None)
    patch.setattr(mail_limit, "count_tries", lambda *_args, **_named: [])
    people = tuple(making.viewer(make.person()) for _ in range(STAFF))
    claim = contacting.contact(app, contacting.organisation())
    values = {"app": app, "people": people, "slug": making.seminar(), "claim": claim}
    quietly = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
        report_multiple_bugs=False, phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(type("LivesHere", (Lives,), values), settings=quietly)
