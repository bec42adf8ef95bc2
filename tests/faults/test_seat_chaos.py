"""Eight processes do everything that can be done with seats on two dates; some die before they commit. Then all is counted."""

import os
import random  # noqa: TID251  what a process does is drawn from a seed
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from tests import make
from tests.faults.test_seat_race import FORK, _wait_long
from tests.seminars import admitting, making
from training.core.db import database, writing
from training.core.errors import MusterError
from training.core.permissions import Role, Viewer
from training.seminars import (
    approving,
    blocks,
    checking,
    offering,
    overriding,
    planning,
    seat_queries,
    seats,
    service,
    swapping,
)
from training.seminars.blocks import NewBlock
from training.seminars.models import Attendee, Registration, RegistrationEvent, SeminarSession
from training.seminars.organisation_models import Allotment
from training.seminars.overriding import Hand
from training.seminars.rules import KEPT_FOR, BlockState, State
from training.seminars.service import Claim

PROCESSES, STEPS, PEOPLE = 8, 60, 14
CROSSINGS = 20
DIES = 0.012
KILLED = 9
LATER = making.NOW.replace(hour=18)
"""When offers that were made at nine have lapsed."""
HAND = Hand(None, "So that something happens.")


class Life:
    """One process: what it may do, each step drawn by chance."""

    def __init__(self, app: Flask, seed: int, people: list[Viewer], boss: Viewer, sessions: tuple[str, str]) -> None:
        self.host, self.chance = making.host(app), random.Random(seed)
        self.people, self.boss, self.sessions = people, boss, sessions
        self.done, self.failures = Counter[str](), Counter[str]()
        self.organisation = 0

    def steps(self) -> list[Callable[[], None]]:
        often = [self.register] * 5 + [self.decide] * 2 + [self.answer] * 2 + [self.swap] * 2 + [self.give_up] * 2
        return [*often, self.lapse, self.first, self.seat, self.away, self.resize, self.hold, self.give_back]

    def live(self) -> None:
        for _ in range(STEPS):
            step = self.chance.choice(self.steps())
            try:
                with writing():
                    step()
                    if self.chance.random() < DIES:
                        os._exit(KILLED)
                self.done[step.__name__] += 1
            except MusterError:
                self.done["refused"] += 1
            except Exception as error:  # noqa: BLE001  each is told at the end
                self.failures[f"{step.__name__}: {str(getattr(error, 'orig', error)).splitlines()[0]}"] += 1

    # --- what can be done ---------------------------------------------------------------------------------------------

    def register(self) -> None:
        who, where = self.chance.choice(self.people), self.chance.choice(self.sessions)
        service.register_employee(who, where, host=self.host, now=making.NOW, knows=True)

    def decide(self) -> None:
        one, _who = self.any_of(State.PENDING)
        if self.chance.random() < 0.8:
            approving.agree(self.boss, one, host=self.host, now=making.NOW)
        else:
            approving.decline(self.boss, one, "No.", host=self.host, now=making.NOW)

    def answer(self) -> None:
        one, who = self.any_of(State.OFFERED)
        offering.accept_offer(Claim(one, person_id=who), host=self.host, now=making.NOW)

    def lapse(self) -> None:
        offering.lapse_offers(self.chance.choice(self.sessions), host=self.host, now=LATER)

    def give_up(self) -> None:
        one, who = self.any_of(*KEPT_FOR, State.WAITLISTED, State.PENDING)
        service.cancel_registration(Claim(one, person_id=who), host=self.host, now=making.NOW)

    def swap(self) -> None:
        one, who = self.any_of(*KEPT_FOR)
        viewer = next(each for each in self.people if each.person_id == who)
        swapping.swap(viewer, one, self.chance.choice(self.sessions), host=self.host, now=making.NOW)

    def first(self) -> None:
        overriding.put_first(self.any_of(State.WAITLISTED)[0], HAND, host=self.host, now=making.NOW)

    def seat(self) -> None:
        one = self.any_of(State.WAITLISTED, State.PENDING)[0]
        overriding.give_seat(one, HAND, confirmed=True, host=self.host, now=making.NOW)

    def away(self) -> None:
        overriding.take_away(self.any_of(*KEPT_FOR, State.WAITLISTED)[0], HAND, host=self.host, now=making.NOW)

    def resize(self) -> None:
        where, capacity = self.chance.choice(self.sessions), self.chance.choice([2, 3, 3, 4])
        planning.resize_session(where, capacity, by_person_id=None, host=self.host, now=making.NOW)

    def hold(self) -> None:
        with seats.change(self.chance.choice(self.sessions), by_id=None, now=making.NOW) as door:
            blocks.ask_for_block(door, NewBlock(self.organisation, 2, 1, door.session.starts_at))
        service.tell_booked(door, self.host, making.NOW)

    def give_back(self) -> None:
        states = (BlockState.WAITING, BlockState.HELD)
        chosen = select(Allotment.id, SeminarSession.public_id).join(SeminarSession).where(Allotment.state.in_(states))
        number, session = self.drawn(chosen.order_by(Allotment.id))
        with seats.change(session, by_id=None, now=making.NOW) as door:
            blocks.give_back(door, number)
        service.tell_booked(door, self.host, making.NOW)

    def any_of(self, *states: State) -> tuple[str, int]:
        chosen = select(Registration.public_id, Attendee.person_id).join(Attendee).where(Registration.state.in_(states))
        one, who = self.drawn(chosen.order_by(Registration.id))
        return one, who

    def drawn(self, statement: Any) -> Any:
        found = database.session.execute(statement.execution_options(scoped="test")).all()
        if not found:
            raise service.NotFound
        return self.chance.choice(found)


def _run(app: Flask, life: Life, barrier: Any, answers: Any) -> None:
    with app.app_context():
        event.listen(database.engine, "connect", _wait_long)
        barrier.wait()
        life.live()
        database.session.remove()
        answers.put((life.done, life.failures))


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_the_seats_add_up(app: Flask, seed: int) -> None:
    boss = admitting.person("Ines", "Duarte")
    people = [making.viewer(admitting.person(manager_id=boss.id)) for _ in range(PEOPLE)]
    sessions = (
        admitting.on_terms(making.session(capacity=3), offer_hours=6),
        admitting.on_terms(making.session(capacity=3), needs_approval=False),
    )
    third = admitting.on_terms(making.session(capacity=2), needs_approval=True)
    lives = [
        Life(app, 100 * seed + number, people, making.viewer(boss, Role.SECURITY_TEAM), (*sessions, third))
        for number in range(PROCESSES)
    ]
    organisation = making.organisation()
    for life in lives:
        life.organisation = organisation
    done, failures, killed = _all_at_once(app, lives)
    assert failures == Counter()
    assert killed and len(done) >= 10, (killed, done)
    assert checking.faults(making.NOW) == []
    assert unfair() == []


def _all_at_once(app: Flask, lives: Sequence[Life]) -> tuple[Counter[str], Counter[str], int]:
    barrier, answers = FORK.Barrier(len(lives)), FORK.Queue()
    database.session.remove()
    database.engine.dispose()
    runners = [FORK.Process(target=_run, args=(app, life, barrier, answers)) for life in lives]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    died = sum(runner.exitcode == KILLED for runner in runners)
    assert {runner.exitcode for runner in runners} <= {0, KILLED}
    done, failures = Counter[str](), Counter[str]()
    for _ in range(len(lives) - died):
        each, failed = answers.get(timeout=30)
        done.update(each)
        failures.update(failed)
    return done, failures, died


def unfair() -> list[tuple[str, str]]:
    """I5: who still waits, never put first, and somebody behind them who was given a seat since they began to wait."""
    rows = making.rows(
        select(
            Registration.session_id, Registration.public_id, Registration.state, Registration.priority,
            Registration.queue_number, RegistrationEvent.id, RegistrationEvent.old, RegistrationEvent.new,
        )
        .join(Registration, Registration.id == RegistrationEvent.registration_id)
        .order_by(RegistrationEvent.id)
    )  # fmt: skip
    began = {
        row.public_id: row
        for row in rows
        if row.new is State.WAITLISTED and row.old is not row.new and row.state is State.WAITLISTED and not row.priority
    }
    given = [row for row in rows if row.old is State.WAITLISTED and row.new in KEPT_FOR]
    return [
        (waiting.public_id, up.public_id)
        for waiting in began.values()
        for up in given
        if up.session_id == waiting.session_id and up.id > waiting.id
        and (up.priority, up.queue_number) > (0, waiting.queue_number)
    ]  # fmt: skip


def test_an_unfair_promotion_would_be_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with the queue upside down, the look for unfairness finds it."""
    session = making.session(capacity=1)
    people = [make.person() for _ in range(3)]
    held = [making.register(app, session, one) for one in people]
    backwards = seat_queries.HEAD.order_by(None).order_by(Registration.queue_number.desc())
    monkeypatch.setattr(seat_queries, "HEAD", backwards)
    with writing():
        overriding.take_away(held[0].registration, HAND, host=making.host(app), now=making.NOW)
    assert unfair() == [(held[1].registration, held[2].registration)]


class Crosswise(Life):
    """One person who goes to and fro between two dates."""

    def steps(self) -> list[Callable[[], None]]:
        return [self.cross]

    def cross(self) -> None:
        (who,) = self.people
        mine = Attendee.person_id == who.person_id
        held = select(Registration.public_id, SeminarSession.public_id).join(Attendee).join(SeminarSession)
        one, here = self.drawn(held.where(mine, Registration.state.in_(KEPT_FOR)))
        (there,) = set(self.sessions) - {here}
        swapping.swap(who, one, there, host=self.host, now=making.NOW)


def test_two_who_swap_against_each_other_never_wait_for_ever(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.DIES", 0)
    monkeypatch.setattr(f"{__name__}.STEPS", CROSSINGS)
    sessions = (making.session(capacity=None), making.session(capacity=None))
    people = [admitting.person() for _ in range(4)]
    for number, person in enumerate(people):
        making.register(app, sessions[number % 2], person)
    viewers = [making.viewer(one) for one in people]
    lives = [Crosswise(app, number, [one], one, sessions) for number, one in enumerate(viewers)]
    done, failures, _killed = _all_at_once(app, lives)
    assert (done, failures) == (Counter(cross=CROSSINGS * len(lives)), Counter())
    assert checking.faults(making.NOW) == []
