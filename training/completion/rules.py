"""Rules of completion: the five states of a duty, the one function that tells them, and their sums."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self


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
    CHANGES = "changes"
    """The changed part of a raised edition, by whoever had completed the one before."""
    SEMINAR = "seminar"
    ACKNOWLEDGEMENT = "acknowledgement"
    OUTSIDE_PROOF = "outside-proof"
    IMPORT = "import"


ELSEWHERE = frozenset({How.OUTSIDE_PROOF, How.IMPORT})
"""What was not done here: nobody here taught it, and no text is known that it was done on."""


class ExemptionKind(StrEnum):
    EXEMPTION = "exemption"
    LEAVE = "leave"


class RequirementSource(StrEnum):
    """Who says what a requirement asks: the file requirements.yaml, or the desk, which the file then leaves alone."""

    FILE = "file"
    DESK = "desk"


class DraftState(StrEnum):
    """A requirement that was written on the desk: its consequences are reckoned first, then it is put into force."""

    RECKONING = "reckoning"
    RECKONED = "reckoned"
    IN_FORCE = "in-force"
    DISCARDED = "discarded"
    FAILED = "failed"


class ProofState(StrEnum):
    """A proof from elsewhere: handed in, then accepted or refused by somebody else."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class HistoryState(StrEnum):
    """An import of what an older system knew: read and planned, waiting for a yes, applying, and its ends."""

    PLANNING = "planning"
    PLANNED = "planned"
    REFUSED = "refused"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    DISCARDED = "discarded"
    TAKING_BACK = "taking-back"
    TAKEN_BACK = "taken-back"


class FigureKind(StrEnum):
    """Why the five parts of a day were frozen: once a week for comparing, once a month as published."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


class ReminderKind(StrEnum):
    """To whom a reminder speaks of a duty: to its person, to the manager, to the director, or since a manager asked."""

    OWN = "own"
    MANAGER = "manager"
    DIRECTOR = "director"
    ASKED = "asked"


class DigestState(StrEnum):
    """A person's one mail of a day: planned, held by the brake, written into the outbox, or dropped as needless."""

    PLANNED = "planned"
    HELD = "held"
    WRITTEN = "written"
    DROPPED = "dropped"


class BrakeState(StrEnum):
    """All digests of a day: going out, held because they are too many, or let go by two people."""

    GOING = "going"
    HELD = "held"
    RELEASED = "released"


class PackState(StrEnum):
    """An evidence pack: being built, ready, or given up."""

    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"


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
    if (
        duty.exempt_from is not None
        and duty.exempt_from <= on
        and (duty.exempt_until is None or on < duty.exempt_until)
    ):
        return Status.EXEMPT
    return Status.OPEN if on <= duty.due else Status.OVERDUE


def status_now(duty: Duty, today: date) -> Status:
    """Tell the state as it is known now: what is done counts at once, also where it is tomorrow already."""
    return status(duty, today if duty.done_on is None else max(today, duty.done_on))


@dataclass(frozen=True)
class FiveParts:
    """How many duties stand in each of the five states. Two of them add up."""

    done: int = 0
    done_late: int = 0
    exempt: int = 0
    open: int = 0
    overdue: int = 0

    def __add__(self, other: Self) -> "FiveParts":
        return FiveParts(
            self.done + other.done, self.done_late + other.done_late, self.exempt + other.exempt,
            self.open + other.open, self.overdue + other.overdue,
        )  # fmt: skip

    @property
    def total(self) -> int:
        return self.done + self.done_late + self.exempt + self.open + self.overdue

    @property
    def did(self) -> int:
        """In time or late: the upper number of a share."""
        return self.done + self.done_late

    @property
    def counted(self) -> int:
        """All but the exempt: the lower number of a share."""
        return self.done + self.done_late + self.open + self.overdue

    @property
    def outstanding(self) -> int:
        return self.open + self.overdue

    def of(self, part: Status) -> int:
        """Return one of the five numbers."""
        return int(getattr(self, part.name.lower()))


def together(parts: "list[FiveParts] | tuple[FiveParts, ...]") -> FiveParts:
    """Add up any number of them."""
    return sum(parts, FiveParts())
