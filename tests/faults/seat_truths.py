"""What must be true once all have gone home: no seat wrong, nobody passed over, every word about a seat mailed once."""

from collections import Counter

from sqlalchemy import select

from tests.seminars import making
from training.jobs.models import Job
from training.notices.models import Message
from training.notices.rules import CalendarMethod
from training.notices.service import SEND
from training.seminars import checking
from training.seminars.models import Registration, RegistrationEvent, SeminarSession
from training.seminars.organisation_models import Allotment
from training.seminars.rules import KEPT_FOR, BlockState, State

OUT = {State.CANCELLED, State.WAITLISTED}
INVARIANTS = ("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9")


def wrong() -> list[str]:
    """Everything that is wrong."""
    passed_over = [f"I5: {behind} went before {waiting}." for waiting, behind in unfair()]
    return checking.faults(making.NOW) + passed_over + mails_wrong()


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


def mails_wrong() -> list[str]:
    """I8, I9: each move that a calendar must know has one mail, numbered without a gap; each mail has one job."""
    moves = making.rows(
        select(Registration.public_id, RegistrationEvent.old, RegistrationEvent.new, Registration.calendar_sequence)
        .join(Registration, Registration.id == RegistrationEvent.registration_id)
        .order_by(RegistrationEvent.id)
    )
    mails = making.rows(select(Message.key, Message.calendar, Message.calendar_method).order_by(Message.id))
    told = Counter((_uid(one.calendar), one.calendar_method) for one in mails if one.calendar)
    owed = Counter(found for one in moves if (found := _owed(one.public_id, one.old, one.new)))
    wrong = [f"I8: {one} was mailed {told[one]} times, {owed[one]} are due." for one in {*told, *owed}
             if told[one] != owed[one]]  # fmt: skip
    last = {one.public_id: one.calendar_sequence for one in moves}
    numbers: dict[str, list[int]] = {}
    for one in mails:
        if one.calendar:
            numbers.setdefault(_uid(one.calendar), []).append(int(_value(one.calendar, "SEQUENCE")))
    wrong += [f"I9: {one} counts {found} up to {last[one]}." for one, found in numbers.items()
              if found != list(range(1, last[one] + 1))]  # fmt: skip
    return (
        wrong + _offers_wrong(Counter(row.public_id for row in moves if row.new is State.OFFERED)) + _jobs_wrong(mails)
    )


def _owed(who: str, old: State | None, new: State) -> tuple[str, CalendarMethod] | None:
    if new is State.BOOKED:
        return who, CalendarMethod.REQUEST
    return (who, CalendarMethod.CANCEL) if old is State.BOOKED and new in OUT else None


def _offers_wrong(owed: Counter[str]) -> list[str]:
    keys = making.rows(select(Message.key).where(Message.kind == "seminar.offer"))
    told = Counter(one.key.split(":")[1] for one in keys)
    # An offer after an offer that lapsed in the same test has the same moment to answer by: one mail says both.
    return [f"I8: {one} has {owed[one]} offers and {told[one]} mails." for one in {*told, *owed}
            if not min(owed[one], 1) <= told[one] <= owed[one]]  # fmt: skip


def _jobs_wrong(mails: list[object]) -> list[str]:
    jobs = Counter(one.key for one in making.rows(select(Job.key).where(Job.kind == SEND)))
    keys = Counter(one.key for one in mails)  # type: ignore[attr-defined]
    held = making.rows(select(Allotment.public_id).where(
        Allotment.state == BlockState.HELD, Allotment.contact_id.is_not(None), Allotment.release_at < SeminarSession.starts_at,
        Allotment.session_id == SeminarSession.id,
    ))  # fmt: skip
    untold = [one.public_id for one in held if keys[f"contact.kept:{one.public_id}"] != 1]
    return [f"I8: {key} has {jobs[key]} jobs." for key in {*jobs, *keys} if jobs[key] != 1 or keys[key] != 1] + [
        f"I8: the contact of block {one} does not know that it is held." for one in untold
    ]


def _uid(calendar: str) -> str:
    return _value(calendar, "UID").partition("@")[0]


def _value(calendar: str, name: str) -> str:
    return calendar.partition(f"\n{name}:")[2].partition("\r")[0]


def full() -> list[tuple[int, int, int]]:
    """Of each date: seats, how many are taken, how many people and blocks wait."""
    waits = select(Registration.session_id).where(Registration.state == State.WAITLISTED)
    people = Counter(row.session_id for row in making.rows(waits))
    found = making.rows(select(SeminarSession.id, SeminarSession.capacity, SeminarSession.taken,
                               SeminarSession.waiting_blocks).order_by(SeminarSession.id))  # fmt: skip
    return [(row.capacity, row.taken, people[row.id] + row.waiting_blocks) for row in found]
