"""The verbs of the register: tick, sign, correct. What was signed is a fact; a correction supersedes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert as plain_insert

from training.audit.service import Happening, record
from training.completion import service as completion
from training.completion.rules import How
from training.core.db import database, insert
from training.core.errors import Conflict, Refused
from training.core.text import text
from training.seminars import feedback, roster_queries, seats
from training.seminars.day_models import AttendanceMark, AttendanceRecord
from training.seminars.roster_queries import ToSign
from training.seminars.rules import Mark, SessionStatus, State, counts, minutes_present, state_after
from training.seminars.seats import Door


@dataclass(frozen=True)
class Marked:
    """What the trainer ticks for one person; `minutes` only where they were partly here."""

    mark: Mark
    minutes: int | None = None


@dataclass(frozen=True)
class Closed:
    """What signing wrote: how many completed the seminar, how many came without completing it, who was absent."""

    complete: int
    without: int
    absent: int


@dataclass(frozen=True)
class Correction:
    """What should have been signed, and why it was not."""

    mark: Mark
    minutes: int | None
    reason: str


def mark_attendance(
    session_public_id: str, marks: dict[str, Marked], *, by_person_id: int | None, now: datetime
) -> int:
    """Keep ticks (registration's public id → mark) until they are signed; return how many. Unknown ids are left out.

    Raises Refused at `<id>-minutes` where somebody was partly here for no minutes, or for more than there were.
    """
    with seats.change(session_public_id, by_id=by_person_id, now=now) as door:
        _check_unsigned(door)
        known = {one.public_id: one.registration_id for one in roster_queries.to_sign(door.session.id)}
        rows = [
            {
                "registration_id": known[one],
                "mark": marked.mark,
                "minutes": _checked(f"{one}-minutes", marked.mark, marked.minutes, door),
                "marked_by_id": by_person_id,
                "marked_at": now,
            }
            for one, marked in marks.items()
            if one in known
        ]
    if rows:
        adding = insert(AttendanceMark).values(rows)
        changes = {name: adding.excluded[name] for name in ("mark", "minutes", "marked_by_id", "marked_at")}
        database.session.execute(adding.on_conflict_do_update(index_elements=["registration_id"], set_=changes))
        record(Happening("attendance-marked", "seminar-session", door.session.id), actor_id=by_person_id, now=now)
    return len(rows)


def close_attendance(session_public_id: str, *, by_person_id: int | None, now: datetime) -> Closed:
    """Sign the register: a record for each seat, a completion for each employee whose mark counts; the date is held.

    Raises Refused before the date has begun, when it was signed before, or while somebody is not marked.
    """
    with seats.change(session_public_id, by_id=by_person_id, now=now) as door:
        _check_unsigned(door)
        rows = roster_queries.to_sign(door.session.id)
        _check_ready(door, rows)
        signed = [_signed(door, one, by_person_id) for one in rows]
        for mark in Mark:
            door.move([one.registration_id for one in rows if one.mark is mark], State.BOOKED, state_after(mark))
        door.end(SessionStatus.HELD)
    if signed:
        database.session.execute(plain_insert(AttendanceRecord), signed)
    record(Happening("attendance-signed", "seminar-session", door.session.id), actor_id=by_person_id, now=now)
    feedback.attendance_signed(door.session.id, now=now)
    return _closed(door, rows)


def revert_attendance(
    registration_public_id: str, correction: Correction, *, by_person_id: int | None, now: datetime
) -> None:
    """Correct what was signed: a record that supersedes it, and the completion is taken back or recorded.

    Raises NotFound where nothing was signed, and Refused where nothing would change or at `minutes`.
    """
    with seats.change_of(registration_public_id, by_id=by_person_id, now=now) as door:
        old = roster_queries.signed(door.row.registration_id)
        partly = _checked("minutes", correction.mark, correction.minutes, door)
        minutes = minutes_present(correction.mark, partly, _length(door))
        if (correction.mark, minutes) == (old.mark, old.minutes):
            raise Refused("mark", text("This is what was signed. Choose what it should be."))
        if correction.mark is not old.mark:
            _move(door, old.mark, correction)
        completion_id = _completion_now(door, old, correction, by_person_id)
    row = _record_row(door, door.row.registration_id, correction.mark, minutes) | {
        "completion_id": completion_id,
        "supersedes_id": old.id,
        "reason": correction.reason,
        "happened_at": old.happened_at,
    }
    database.session.execute(plain_insert(AttendanceRecord), [row])
    happening = Happening(
        "attendance-corrected", "registration", door.row.registration_id, {"reason": correction.reason}
    )
    record(happening, actor_id=by_person_id, now=now)


def sign_one(door: Door, registration_id: int, correction: Correction, *, by_person_id: int | None) -> None:
    """Sign what should have been signed of somebody who has just been given a seat of a date that is signed.

    Raises Refused at `minutes`.
    """
    minutes = _checked("minutes", correction.mark, correction.minutes, door)
    one = next(each for each in roster_queries.to_sign(door.session.id) if each.registration_id == registration_id)
    row = _signed(door, one._replace(mark=correction.mark, minutes=minutes), by_person_id)
    door.move([registration_id], State.BOOKED, state_after(correction.mark), reason=correction.reason)
    database.session.execute(plain_insert(AttendanceRecord), [row | {"reason": correction.reason}])


def _check_unsigned(door: Door) -> None:
    if door.session.status is SessionStatus.CANCELLED:
        raise Refused("", text("This date was called off."))
    if door.session.status is SessionStatus.DRAFT:
        raise Refused("", text("This date is a draft. Publish it first."))
    if door.session.status in {SessionStatus.HELD, SessionStatus.ARCHIVED}:
        raise Refused("", text("The attendance of this date is signed. Correct single people instead."))


def _check_ready(door: Door, rows: list[ToSign]) -> None:
    if door.now < door.session.starts_at:
        raise Refused("", text("The seminar has not begun. Sign the attendance when it has."))
    missing = sum(1 for one in rows if one.mark is None)
    if missing:
        raise Refused("", text("People who are not marked yet: %(n)s. Go back and mark them.", n=missing))


def _checked(field: str, mark: Mark, minutes: int | None, door: Door) -> int | None:
    """Return the minutes of somebody who was partly here, and nothing for others. Raises Refused at the field."""
    if mark is not Mark.PARTLY:
        return None
    if minutes is None or not 0 < minutes <= _length(door):
        raise Refused(field, text("Enter the minutes present, from 1 to %(n)s.", n=_length(door)))
    return minutes


def _length(door: Door) -> int:
    return round((door.session.ends_at - door.session.starts_at).total_seconds() / 60)


def _signed(door: Door, one: ToSign, by_person_id: int | None) -> dict[str, Any]:
    assert one.mark is not None  # noqa: S101  checked before
    length = _length(door)
    minutes = minutes_present(one.mark, one.minutes, length)
    completion_id = None
    if one.person_id is not None and counts(one.mark, minutes, length):
        completion_id = _complete(door, one.person_id, one.zone, by_person_id)
    return _record_row(door, one.registration_id, one.mark, minutes) | {"completion_id": completion_id}


def _record_row(door: Door, registration_id: int, mark: Mark, minutes: int) -> dict[str, Any]:
    return {
        "registration_id": registration_id,
        "mark": mark,
        "minutes": minutes,
        "completion_id": None,
        "supersedes_id": None,
        "happened_at": _over_at(door),
        "recorded_at": door.now,
        "recorded_by_id": door.by_id,
        "reason": None,
    }


def _over_at(door: Door) -> datetime:
    # A trainer who signs before the planned end knows that it was over.
    return min(door.session.ends_at, max(door.now, door.session.starts_at))


def _complete(door: Door, person_id: int, zone: str | None, by_person_id: int | None) -> int:
    ended = _over_at(door)
    new = completion.NewCompletion(
        person_id=person_id, subject_id=door.row.subject_id, how=How.SEMINAR, happened_at=ended,
        local_date=ended.astimezone(ZoneInfo(zone or door.session.zone)).date(),
    )  # fmt: skip
    return completion.record(new, recorded_by_id=by_person_id, now=door.now).id


def _move(door: Door, old: Mark, correction: Correction) -> None:
    states = state_after(old), state_after(correction.mark)
    if not door.move([door.row.registration_id], *states, reason=correction.reason):
        raise Conflict(text("Somebody changed this meanwhile. Reload the page and look again."))


def _completion_now(
    door: Door, old: roster_queries.Signed, correction: Correction, by_person_id: int | None
) -> int | None:
    length = _length(door)
    counted = counts(correction.mark, minutes_present(correction.mark, correction.minutes, length), length)
    if old.completion_id is not None and not counted:
        completion.take_back(old.completion_id, reason=correction.reason, by_person_id=by_person_id, now=door.now)
        return None
    if old.completion_id is None and counted and old.person_id is not None:
        return _complete(door, old.person_id, old.zone, by_person_id)
    return old.completion_id


def _closed(door: Door, rows: list[ToSign]) -> Closed:
    length = _length(door)
    complete = sum(1 for one in rows if one.mark and counts(one.mark, one.minutes or 0, length))
    absent = sum(1 for one in rows if one.mark is Mark.ABSENT)
    return Closed(complete, len(rows) - complete - absent, absent)
