"""Everything that can be done with seats, at once, while processes are killed in the middle of it. Then all is counted."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.faults import seat_truths
from tests.faults.seat_lanes import Lanes, Span, Story, begin_late, without_lock
from tests.faults.seat_lives import HAND, Life, Place, everybody_asks, place
from tests.seminars import admitting, making
from training.core.db import database, writing
from training.core.permissions import Viewer
from training.seminars import (
    checking,
    overriding,
    seat_queries,
    seats,
    swapping,
)
from training.seminars.models import Attendee, Registration, SeminarSession
from training.seminars.rules import KEPT_FOR

LANES = 5
CROSSINGS = 20
SPAN = Span(steps=40, deaths=2)


def live(
    app: Flask, folder: Path, at: Place, seed: int, *, span: Span = SPAN, prepare: Callable[[], None] = lambda: None
) -> Story:
    lives = [
        [Life(app, 1000 * seed + 10 * lane + turn, at) for turn in range(span.deaths + 1)] for lane in range(LANES)
    ]
    return Lanes(app, span, folder, prepare).run(lives)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_the_seats_add_up(app: Flask, tmp_path: Path, seed: int) -> None:
    at = place(app)
    story = live(app, tmp_path, at, seed)
    assert story.failures == Counter()
    assert story.killed + story.before_commit == LANES * SPAN.deaths and story.killed
    assert len(story.done) >= 18, story.done
    assert seat_truths.wrong() == []
    everybody_asks(app, at)
    assert seat_truths.wrong() == []
    assert [(seats, taken, waits > 0) for seats, taken, waits in seat_truths.full()] == [
        (seats, seats, True) for seats, *_rest in seat_truths.full()
    ], "more asked than there are seats: all are taken, and not one more"


# --- controls: the same lives, with one guard taken away, must go wrong ------------------------------------------------


@pytest.mark.parametrize("built", ["postgresql"], indirect=True)
def test_without_the_lock_it_goes_wrong_on_postgresql(unchecked: Flask, tmp_path: Path) -> None:
    with unchecked.app_context():
        live(unchecked, tmp_path, place(unchecked), 1, span=Span(SPAN.steps), prepare=without_lock)
        wrong = seat_truths.wrong()
        database.session.remove()
        database.engine.dispose()
    assert {one.partition(":")[0] for one in wrong} & {"I1", "I2", "I4"}, wrong


@pytest.mark.parametrize("built", ["sqlite"], indirect=True)
def test_with_a_deferred_begin_it_goes_wrong_on_sqlite(app: Flask, tmp_path: Path) -> None:
    story = live(app, tmp_path, place(app), 1, span=Span(SPAN.steps), prepare=begin_late)
    assert {failure.partition(": ")[2] for failure in story.failures} == {"database is locked"}


def commit_halfway() -> None:
    """Let verbs commit when the door closes, and their mails in a second transaction."""
    for name in ("change", "change_of"):
        setattr(seats, name, _committing(getattr(seats, name)))


def _committing(through: Any) -> Any:
    @contextmanager
    def opened(*given: Any, **named: Any) -> Iterator[seats.Door]:
        with through(*given, **named) as door:
            yield door
        database.session.commit()

    return opened


def test_a_verb_in_two_transactions_does_not_outlive_the_kills(app: Flask, tmp_path: Path) -> None:
    span = Span(10, deaths=4, at_commit=0.3)
    live(app, tmp_path, place(app), 1, span=span, prepare=commit_halfway)
    assert any(one.startswith("I8") for one in seat_truths.wrong())


def test_an_unfair_promotion_would_be_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with the queue upside down, the look for unfairness finds it."""
    session = making.session(capacity=1)
    people = [make.person() for _ in range(3)]
    held = [making.register(app, session, one) for one in people]
    backwards = seat_queries.HEAD.order_by(None).order_by(Registration.queue_number.desc())
    monkeypatch.setattr(seat_queries, "HEAD", backwards)
    with writing():
        overriding.take_away(held[0].registration, HAND, host=making.host(app), now=making.NOW)
    assert seat_truths.unfair() == [(held[1].registration, held[2].registration)]


class Crosswise(Life):
    """One person who goes to and fro between two dates."""

    who: Viewer

    def steps(self) -> list[Callable[[], None]]:
        return [self.cross]

    def cross(self) -> None:
        mine = Attendee.person_id == self.who.person_id
        held = select(Registration.public_id, SeminarSession.public_id).join(Attendee).join(SeminarSession)
        one, here = self.drawn(held.where(mine, Registration.state.in_(KEPT_FOR)))
        (there,) = set(self.at.sessions) - {here}
        swapping.swap(self.who, one, there, host=self.host, now=making.NOW)


def test_two_who_swap_against_each_other_never_wait_for_ever(app: Flask, tmp_path: Path) -> None:
    sessions = (making.session(capacity=None), making.session(capacity=None))
    people = [admitting.person() for _ in range(4)]
    for number, person in enumerate(people):
        making.register(app, sessions[number % 2], person)
    viewers = tuple(making.viewer(one) for one in people)
    at = Place(viewers, viewers[0], sessions, (), 0)
    lives = [Crosswise(app, number, at) for number in range(len(people))]
    for life, viewer in zip(lives, viewers, strict=True):
        life.who = viewer
    story = Lanes(app, Span(CROSSINGS), tmp_path).run([[life] for life in lives])
    assert (story.done, story.failures) == (Counter(cross=CROSSINGS * len(lives)), Counter())
    assert checking.faults(making.NOW) == []


class Outside(Life):
    """Contacts and guests of one organisation, who all want the same date."""

    def steps(self) -> list[Callable[[], None]]:
        return [self.hold, self.hold, self.ask, self.name, self.give_back, self.confirm]


def test_contacts_and_their_guests_never_wait_for_each_other_for_ever(app: Flask, tmp_path: Path) -> None:
    at = place(app)
    lives = [Outside(app, number, at) for number in range(LANES)]
    story = Lanes(app, Span(CROSSINGS), tmp_path).run([[life] for life in lives])
    assert story.failures == Counter()
    assert checking.faults(making.NOW) == []
