"""The verb of the door: taps and scans, sent at once or after a gap in the network, counted once for each person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from training.audit.service import Happening, record
from training.core.db import database, insert
from training.seminars import checkin_queries, seats
from training.seminars.checkin_queries import Tapped
from training.seminars.day_models import AttendanceMark, CheckIn
from training.seminars.merging import Scan, Tick, clock_error, merged, put_right
from training.seminars.rules import Mark, SessionStatus, State
from training.seminars.seats import Door

AT_ONCE = 200
"""Rows in one INSERT."""
TAKES_MARKS = frozenset({SessionStatus.OPEN, SessionStatus.CLOSED})


class Answer(StrEnum):
    """What became of one tap."""

    COUNTED = "counted"
    AGAIN = "again"
    """They are here already, or this very tap has arrived before."""
    OVER = "over"
    """The attendance is signed, or the date was called off."""
    NO_SEAT = "no-seat"
    """They are registered and have no seat."""
    UNKNOWN = "unknown"
    """Nobody of this date."""


@dataclass(frozen=True)
class Tap:
    """One tap or scan, named by the telephone that made it, with the time that its clock showed."""

    nonce: str
    registration: str
    scanned_at: datetime


@dataclass(frozen=True)
class Batch:
    """What a telephone sends: taps, and the time by its own clock as it sends them."""

    taps: tuple[Tap, ...]
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Received:
    """The answer to each tap, and by how much the telephone's clock was found to be behind (or, below 0, ahead)."""

    answers: Mapping[str, Answer]
    clock_error: timedelta


def check_in(session_public_id: str, batch: Batch, *, by_person_id: int | None, now: datetime) -> Received:
    """Take taps; each gets its own answer, and what is wrong with one keeps no other from counting. Safe to repeat."""
    error = clock_error(batch.sent_at, now)
    taps = {one.nonce: one for one in reversed(batch.taps)}
    with seats.change(session_public_id, by_id=by_person_id, now=now) as door:
        found = checkin_queries.tapped(door.session.id, sorted({one.registration for one in taps.values()}))
        answers = {one.nonce: _first_answer(door, found.get(one.registration)) for one in taps.values()}
        good = [one for one in taps.values() if answers[one.nonce] in {Answer.COUNTED, Answer.AGAIN}]
        new = _keep(good, found, by_person_id, now)
        answers |= {one.nonce: Answer.AGAIN for one in good if one.nonce not in new}
        scans = [
            Scan(found[one.registration].id, put_right(one.scanned_at, error, now)) for one in good if one.nonce in new
        ]
        _mark(merged(_ticks(found.values()), scans), by_person_id)
    if new:
        record(Happening("checked-in", "seminar-session", door.session.id), actor_id=by_person_id, now=now)
    return Received(answers, error)


def mark_here(door: Door, registration_id: int, *, nonce: str) -> None:
    """Check somebody in who has just been given a seat through this very door."""
    tapped = Tapped(registration_id, "", State.BOOKED, None, None)
    _keep([Tap(nonce, "", door.now)], {"": tapped}, door.by_id, door.now)
    _mark({registration_id: Tick(Mark.HERE, door.now)}, door.by_id)


def _first_answer(door: Door, one: Tapped | None) -> Answer:
    if one is None:
        return Answer.UNKNOWN
    if door.session.status not in TAKES_MARKS:
        return Answer.OVER
    if one.state is not State.BOOKED:
        return Answer.NO_SEAT
    return Answer.AGAIN if one.mark is Mark.HERE else Answer.COUNTED


def _keep(good: list[Tap], found: Mapping[str, Tapped], by_person_id: int | None, now: datetime) -> set[str]:
    """Store taps; return the nonces of those that had not arrived before."""
    rows = [
        {
            "nonce": one.nonce, "registration_id": found[one.registration].id, "scanned_at": one.scanned_at,
            "received_at": now, "by_person_id": by_person_id,
        }
        for one in good
    ]  # fmt: skip
    new: set[str] = set()
    for start in range(0, len(rows), AT_ONCE):
        keeping = insert(CheckIn).values(rows[start : start + AT_ONCE]).on_conflict_do_nothing()
        new |= set(database.session.scalars(keeping.returning(CheckIn.nonce)))
    return new


def _ticks(found: Iterable[Tapped]) -> dict[int, Tick]:
    return {one.id: Tick(one.mark, one.marked_at) for one in found if one.mark is not None and one.marked_at}


def _mark(changes: Mapping[int, Tick], by_person_id: int | None) -> None:
    rows: list[dict[str, Any]] = [
        {"registration_id": who, "mark": tick.mark, "minutes": None, "marked_by_id": by_person_id, "marked_at": tick.at}
        for who, tick in changes.items()
    ]
    for start in range(0, len(rows), AT_ONCE):
        adding = insert(AttendanceMark).values(rows[start : start + AT_ONCE])
        columns = {name: adding.excluded[name] for name in ("mark", "minutes", "marked_by_id", "marked_at")}
        database.session.execute(adding.on_conflict_do_update(index_elements=["registration_id"], set_=columns))
