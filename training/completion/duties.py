"""What is known of people and their duties, as values: the rows of duties, versions of requirements, and the facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from training.completion import audience
from training.completion.due import Terms


class Weighed(NamedTuple):
    """A duty as a roll-up sees it: where it counts and its six days."""

    department_id: int
    requirement_id: int
    valid_from: date
    valid_until: date | None
    due: date
    done_on: date | None
    exempt_from: date | None
    exempt_until: date | None


@dataclass(frozen=True)
class Change:
    """A duty before and after a change; None where it did not or does not stand at all."""

    before: Weighed | None
    after: Weighed | None


class Row(NamedTuple):
    """One assignment without its id."""

    requirement_id: int
    version_id: int
    cycle: int
    valid_from: date
    valid_until: date | None
    due: date
    due_before: date | None
    """The day that the rule set, where an extension moved it."""
    because: str
    anew_after_id: int | None
    """The completion of an earlier edition after which a raised one began the duty anew."""
    department_id: int
    completion_id: int | None = None
    done_on: date | None = None
    exempt_from: date | None = None
    exempt_until: date | None = None

    @property
    def weighed(self) -> Weighed:
        return Weighed(
            self.department_id, self.requirement_id, self.valid_from, self.valid_until, self.due, self.done_on,
            self.exempt_from, self.exempt_until,
        )  # fmt: skip

    @property
    def due_by_rule(self) -> date:
        """The due day without any extension, with the rule's grace."""
        return self.due_before or self.due


class Kept(NamedTuple):
    """A row that stands in the table."""

    id: int
    row: Row


@dataclass(frozen=True)
class Version:
    """A requirement as it is now, or as it was when a row was written."""

    id: int
    requirement_id: int
    since: date
    rule: Mapping[str, Any]
    terms: Terms
    subjects: frozenset[int]
    ended_on: date | None = None
    asked_again: tuple[date, ...] = ()
    """The days from which a raised edition was asked of those who had done an earlier one."""
    least: Mapping[int, int | None] = field(default_factory=dict, compare=False)
    """The least edition of each subject that counts since the last of these days."""
    known: dict[object, str] = field(default_factory=dict, compare=False, repr=False)
    """Why the rule takes in whoever works at a place: many people share one."""
    fresh: dict[tuple[object, ...], list["Row"]] = field(default_factory=dict, compare=False, repr=False)
    """The rows of those who have none yet and did nothing: many share these too."""

    @cached_property
    def personal(self) -> bool:
        """Whether the rule looks at more of a person than where they work."""
        return audience.is_personal(self.rule)

    def alike(self, member: "Member") -> object:
        """Return what all share to whom the rule says the same."""
        return (member.place, member.person) if self.personal else member.place

    def because(self, member: "Member") -> str:
        """Say why the rule takes in a person; empty when it does not."""
        key = self.alike(member)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = audience.because(self.rule, member.place, member.person)
        return found


class Completed(NamedTuple):
    """A completion that stands."""

    subject_id: int
    on: date
    id: int
    edition: int | None = None
    changes: bool = False
    """Whether only the changed part of a raised edition was taken."""


class Excused(NamedTuple):
    """An exemption: from one requirement or (None) from all, until the day it no longer holds or without end."""

    requirement_id: int | None
    since: date
    until: date | None


class Extended(NamedTuple):
    """That one cycle of a requirement may be done until a later day."""

    requirement_id: int
    cycle: int
    until: date


@dataclass(frozen=True)
class Member:
    """A person as the rules see them. `department_id` is None for one who is nowhere on the roster."""

    person_id: int
    started_on: date | None
    left_on: date | None
    member_since: date | None
    department_id: int | None
    place: audience.Place
    person: audience.Particulars = audience.NOTHING_KNOWN


@dataclass(frozen=True)
class Known:
    """All that is known of one person."""

    member: Member
    rows: Sequence[Kept] = ()
    completed: Sequence[Completed] = ()
    excused: Sequence[Excused] = ()
    extended: Sequence[Extended] = ()
