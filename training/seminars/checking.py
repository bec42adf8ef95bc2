"""What must always be true of seats, reckoned anew from the rows (I1 to I4, I6, I7): what is wrong, in words."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from training.seminars import checking_queries
from training.seminars.checking_queries import rows
from training.seminars.rules import EDGES, State


def faults(now: datetime, session_id: int | None = None) -> list[str]:
    """Return what is wrong with all dates, or with one; nothing where all is well."""
    return [*seat_faults(now, session_id), *history_faults(now, session_id)]


def seat_faults(now: datetime, session_id: int | None = None) -> list[str]:
    """Return where seats do not add up, are sold twice, or stay empty while somebody waits."""
    return [*_counts(now, session_id), *_people(now, session_id)]


def _counts(now: datetime, session_id: int | None) -> Iterator[str]:
    for date, taken, _capacity, held in rows(checking_queries.MISCOUNTED, session_id, now):
        yield f"I1: {date} says that {taken} seats are taken; by name and in blocks it is {held}."
    for date, taken, capacity, _held in rows(checking_queries.OVERSOLD, session_id, now):
        yield f"I2: {date} has {capacity} seats, and {taken} are taken."
    for block, used, seats, held in rows(checking_queries.BLOCKS_MISCOUNTED, session_id, now):
        yield f"I6: block {block} of {seats} seats says that {used} are used; by name it is {held}."
    for code, used, most, came in rows(checking_queries.CODES_MISCOUNTED, session_id, now):
        yield f"I6: code {code} for {most or 'any number'} says that {used} came with it; by name it is {came}."
    for date, told, waiting in rows(checking_queries.QUEUE_MISCOUNTED, session_id, now):
        yield f"I4: {date} says that {told} blocks wait; there are {waiting}."


def _people(now: datetime, session_id: int | None) -> Iterator[str]:
    for date, attendee, number in rows(checking_queries.TWICE, session_id, now):
        yield f"I3: attendee {attendee} is registered {number} times for {date}."
    for date, number in rows(checking_queries.PASSED_OVER, session_id, now):
        yield f"I4: {date} has free seats while {number} people wait."
    for date, number in rows(checking_queries.BLOCKS_PASSED_OVER, session_id, now):
        yield f"I4: {date} has free seats while {number} blocks wait that would be content with them."


def history_faults(now: datetime, session_id: int | None = None) -> list[str]:
    """Return whose history has a gap, ends elsewhere than they stand, or tells of a move that there is not."""
    broken = [
        f"I7: the history of {one} has gaps, or ends in another state than its own."
        for one, _number in rows(checking_queries.BROKEN, session_id, now)
    ]
    untold = [f"I7: {one} has no history." for (one,) in rows(checking_queries.UNTOLD, session_id, now)]
    moves = rows(checking_queries.MOVES, session_id, now)
    unlawful = [
        f"I7: {number} histories tell of a move from {old or 'nothing'} to {new}."
        for old, new, number, without_reason in moves
        if not _lawful(old, new, without_reason)
    ]
    return broken + untold + unlawful


def _lawful(old: State | None, new: State, without_reason: Any) -> bool:
    """Tell whether there is such a move. A remark stays where it is and says why."""
    return new in EDGES[old] or (old is new and not without_reason)
