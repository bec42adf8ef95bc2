"""Random lives of one session with blocks are right after every step, and planted faults are found."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from tests.scoping import Unscoped
from tests.seminars.block_machine import live_lives
from training.core.db import database
from training.core.errors import Conflict
from training.seminars import block_queries, blocks, naming, seat_queries, seats
from training.seminars.rules import BlockState, InQueue


def test_seats_are_right_after_every_step(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    live_lives(app, monkeypatch, examples=20)


# --- planted faults: each must be found -------------------------------------------------------------------------------------


def gives_back_nothing(patch: pytest.MonkeyPatch) -> None:
    _without_taken(patch, "give_back")


def shrinking_frees_nothing(patch: pytest.MonkeyPatch) -> None:
    _without_taken(patch, "shrink")


def gives_back_what_is_used_too(patch: pytest.MonkeyPatch) -> None:
    give_back = blocks.give_back

    def changed(door: seats.Door, block_id: int) -> int:
        block = seat_queries.block(door.session.id, block_id)
        freed = give_back(door, block_id)
        door.session.taken -= block.used if block.state is BlockState.HELD else 0
        return freed

    patch.setattr(blocks, "give_back", changed)


def waiting_blocks_never_end(patch: pytest.MonkeyPatch) -> None:
    give_back = blocks.give_back

    def changed(door: seats.Door, block_id: int) -> int:
        waits = seat_queries.block(door.session.id, block_id).state is BlockState.WAITING
        return 0 if waits else give_back(door, block_id)

    patch.setattr(blocks, "give_back", changed)


def blocks_go_first(patch: pytest.MonkeyPatch) -> None:
    ask = blocks.ask_for_block
    patch.setattr(blocks, "ask_for_block", lambda door, new: ask(door, new, priority=-1))


def blocks_take_fewer_than_they_want(patch: pytest.MonkeyPatch) -> None:
    share_out = seats.share_out
    patch.setattr(
        seats, "share_out",
        lambda waiting, free: share_out([InQueue(o.id, o.rank, o.block, 1, o.seats) for o in waiting], free),
    )  # fmt: skip


def who_does_not_fit_holds_everybody_up(patch: pytest.MonkeyPatch) -> None:
    share_out = seats.share_out

    def changed(waiting: list[InQueue], free: int) -> Any:
        fitting = []
        for one in sorted(waiting, key=lambda each: each.rank):
            if one.least > free:
                break
            fitting.append(one)
        return share_out(fitting, free)

    patch.setattr(seats, "share_out", changed)


def more_are_named_than_seats(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(block_queries, "named_in", lambda _block: 0)


def confirming_always_waits(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(naming, "_kept_for", lambda _door: False)


def confirming_takes_what_went_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(naming, "_kept_for", lambda door: door.row.allotment_id is not None)


def a_swap_loses_the_seat(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(blocks, "keep_to_the_start", lambda _door, block_id, _contact: block_id)


def a_swap_takes_the_seat_twice(patch: pytest.MonkeyPatch) -> None:
    keep = blocks.keep_to_the_start

    def changed(door: seats.Door, block_id: int, contact_id: int | None) -> int:
        kept = keep(door, block_id, contact_id)
        door.session.taken += kept != block_id
        return kept

    patch.setattr(blocks, "keep_to_the_start", changed)


def a_withdrawn_seat_leaves_the_held_block(patch: pytest.MonkeyPatch) -> None:
    use = seats._use
    patch.setattr(
        seats,
        "_use",
        lambda block, number: BlockState.RETURNED if use(block, number) and number < 0 else BlockState.HELD,
    )


def seats_of_a_block_are_taken_twice(patch: pytest.MonkeyPatch) -> None:
    use = seats._use
    patch.setattr(
        seats,
        "_use",
        lambda block, number: BlockState.RETURNED if use(block, number) and number > 0 else BlockState.HELD,
    )


def what_comes_free_in_a_returned_block_is_lost(patch: pytest.MonkeyPatch) -> None:
    use = seats._use
    patch.setattr(seats, "_use", lambda block, number: use(block, number) and BlockState.HELD)


def time_gives_back_too_early(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(block_queries, "due", lambda session_id, _now: block_queries.open_in(session_id))


def _without_taken(patch: pytest.MonkeyPatch, verb: str) -> None:
    run = getattr(blocks, verb)

    def changed(door: seats.Door, *rest: Any) -> int:
        before = door.session.taken
        freed: int = run(door, *rest)
        door.session.taken = before
        return freed

    patch.setattr(blocks, verb, changed)


FAULTS = (
    gives_back_nothing, shrinking_frees_nothing, gives_back_what_is_used_too, waiting_blocks_never_end, blocks_go_first,
    blocks_take_fewer_than_they_want, who_does_not_fit_holds_everybody_up, more_are_named_than_seats,
    confirming_always_waits, confirming_takes_what_went_back, a_swap_loses_the_seat, a_swap_takes_the_seat_twice,
    a_withdrawn_seat_leaves_the_held_block, seats_of_a_block_are_taken_twice,
    what_comes_free_in_a_returned_block_is_lost, time_gives_back_too_early,
)  # fmt: skip


@pytest.mark.parametrize("built", ["sqlite"], indirect=True)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch, fault: Callable[[pytest.MonkeyPatch], None]
) -> None:
    fault(monkeypatch)
    with pytest.raises((AssertionError, IntegrityError, IndexError, Conflict)) as found:
        live_lives(app, monkeypatch, examples=60)
    assert not isinstance(found.value, Unscoped), "the fault was not reached"
    database.session.rollback()
