"""Each invariant of seats is found broken when it is, and only then; the command says so and ends with 1."""

from contextlib import nullcontext
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import insert, select, text, update

from tests.seminars import admitting, making
from training.cli import seats as command
from training.core.db import database, writing
from training.core.world import new_public_id
from training.seminars import blocks, checking, codes, overriding, seats
from training.seminars.blocks import NewBlock
from training.seminars.codes import NewCode
from training.seminars.models import Registration, RegistrationEvent, SeminarSession
from training.seminars.organisation_models import Allotment, Invitation
from training.seminars.overriding import Hand
from training.seminars.rules import State


@pytest.fixture
def lived(app: Flask) -> Any:
    """A date with a block, seats, a queue, a remark: everything in order."""
    session = making.session(capacity=4)
    with writing(), seats.change(session, by_id=None, now=making.NOW) as door:
        block = blocks.ask_for_block(door, NewBlock(making.organisation(), 2, 1, door.session.starts_at))
    found = [making.register(app, session, admitting.person()).registration for _ in range(4)]
    with writing():
        overriding.put_first(found[3], Hand(None, "Why not."), host=making.host(app), now=making.NOW)
    making.session()
    return session, block, found


def _set(table: Any, public_id: str, **values: Any) -> None:
    with writing():
        database.session.execute(update(table.__table__).where(table.public_id == public_id).values(values))


def test_nothing_is_wrong_with_what_the_door_does(lived: Any) -> None:
    assert checking.faults(making.NOW) == []


@pytest.mark.parametrize(
    ("table", "which", "values", "told"),
    [
        (SeminarSession, 0, {"taken": 3}, {"I1", "I4"}),
        (Allotment, 1, {"used": 1}, {"I6"}),
        (SeminarSession, 0, {"capacity": 9}, {"I4"}),
        (SeminarSession, 0, {"capacity": None}, {"I4"}),
        (Registration, 2, {"state": State.CANCELLED}, {"I1", "I7"}),
        (Registration, 3, {"state": State.CANCELLED}, {"I7"}),
        (SeminarSession, 0, {"waiting_blocks": 1}, {"I4"}),
    ],
)
def test_each_break_is_found(lived: Any, table: Any, which: int, values: Any, told: set[str]) -> None:
    session, block, found = lived
    _set(table, [session, block, found[0], found[3]][which], **values)
    faults = checking.faults(making.NOW)
    assert {one.partition(":")[0] for one in faults} == told, faults
    number = making.rows(admitting.id_of(session))[0].id
    assert checking.faults(making.NOW, number) == faults
    assert checking.faults(making.NOW, number + 1) == [], "the other date is well"


def test_a_block_that_waits_beside_free_seats_is_found(lived: Any) -> None:
    session, _block, _found = lived
    with writing(), seats.change(session, by_id=None, now=making.NOW) as door:
        door.session.capacity = 6
    with writing(), seats.change(session, by_id=None, now=making.NOW) as door:
        blocks.ask_for_block(door, NewBlock(making.organisation(), 3, 2, door.session.starts_at))
    assert checking.faults(making.NOW) == []
    _set(SeminarSession, session, capacity=8)
    assert [one.partition(":")[0] for one in checking.faults(making.NOW)] == ["I4"]


def test_a_code_that_counts_wrong_is_found(app: Flask, lived: Any) -> None:
    session, _block, _found = lived
    one = making.rows(admitting.id_of(session))[0].id
    with writing():
        codes.make_code(one, NewCode(("canalstreet.example",)), by_person_id=None, now=making.NOW)
    assert checking.faults(making.NOW) == []
    with writing():
        database.session.execute(update(Invitation.__table__).where(Invitation.session_id == one).values(used=1))
    (fault,) = checking.faults(making.NOW)
    assert fault.startswith("I6: code") and fault.endswith("says that 1 came with it; by name it is 0.")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (State.BOOKED, State.CANCELLED, None),  # a gap, and another end than the state
        (State.WAITLISTED, State.WAITLISTED, None),  # a remark without a reason
        (State.WAITLISTED, State.ATTENDED, None),  # a move that there is not
    ],
)
def test_a_history_that_cannot_be_is_found(lived: Any, old: State, new: State, reason: str | None) -> None:
    _session, _block, found = lived
    number = making.rows(select(Registration.id).where(Registration.public_id == found[3]))[0].id
    event = {"registration_id": number, "old": old, "new": new, "reason": reason}
    with writing():
        times = {"happened_at": making.NOW, "recorded_at": making.NOW}
        database.session.execute(insert(RegistrationEvent.__table__).values(event | times))
    faults = checking.faults(making.NOW)
    assert faults and all(one.startswith("I7") for one in faults), faults


def test_the_same_person_twice_is_found_without_the_index(app: Flask, lived: Any) -> None:
    _session, _block, found = lived
    row = making.rows(select(Registration.__table__).where(Registration.public_id == found[3]))[0]._asdict()
    again = row | {"public_id": new_public_id(), "queue_number": 99}
    again.pop("id")
    with pytest.raises(Undone), writing():
        database.session.execute(text("DROP INDEX uq_registration_live").execution_options(scoped="test"))
        database.session.execute(insert(Registration.__table__).values(again))
        faults = checking.seat_faults(making.NOW)
        raise Undone
    assert [one for one in faults if one.startswith("I3")]


class Undone(Exception):
    pass


@pytest.mark.parametrize("found", [[], ["I2: far too many."]])
def test_the_command_ends_with_one_if_anything_is_wrong(monkeypatch: pytest.MonkeyPatch, found: list[str]) -> None:
    monkeypatch.setattr(command, "settings", lambda: None)
    monkeypatch.setattr(command, "store", lambda _settings: nullcontext())
    monkeypatch.setattr(checking, "faults", lambda _now: found)
    done = CliRunner().invoke(command.check_seats)
    assert done.exit_code == bool(found)
    assert done.output == (
        "I2: far too many.\n1 faults.\n" if found else "All seats add up, and every history is whole.\n"
    )
