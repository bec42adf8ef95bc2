"""Rules of completion: the five states of a duty and the one function that tells them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """The five parts, in the order in which they stand everywhere."""

    DONE = "done"
    DONE_LATE = "done-late"
    EXEMPT = "exempt"
    OPEN = "open"
    OVERDUE = "overdue"


class How(StrEnum):
    """How a subject was completed."""

    QUIZ = "quiz"
    TEST_OUT = "test-out"
    SEMINAR = "seminar"
    ACKNOWLEDGEMENT = "acknowledgement"
    OUTSIDE_PROOF = "outside-proof"
    IMPORT = "import"


class ExemptionKind(StrEnum):
    EXEMPTION = "exemption"
    LEAVE = "leave"


@dataclass(frozen=True)
class Duty:
    """One person's duty for one cycle, as its status needs it. All days are local days at the person's site."""

    due: date
    done_on: date | None = None
    exempt_from: date | None = None
    exempt_until: date | None = None
    """The first day on which the exemption no longer holds; None with `exempt_from` set means without end."""


def status(duty: Duty, on: date) -> Status:
    """Tell the state of a duty on a day. The due day itself is still in time; what is done stays done."""
    if duty.done_on is not None and duty.done_on <= on:
        return Status.DONE if duty.done_on <= duty.due else Status.DONE_LATE
    if duty.exempt_from is not None and duty.exempt_from <= on and (duty.exempt_until is None or on < duty.exempt_until):
        return Status.EXEMPT
    return Status.OPEN if on <= duty.due else Status.OVERDUE
