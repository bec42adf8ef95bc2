"""The state that a roster is compared with: people and where they belong now, departments, sites, roster grants."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Known(NamedTuple):
    """A person as stored, with the membership that holds now (its parts are None where there is none)."""

    id: int
    external_id: str | None
    given: str
    family: str
    email: str | None
    language: str
    zone: str
    started_on: date | None
    left_on: date | None
    has_account: bool
    membership_id: int | None = None
    since: date | None = None
    department_id: int | None = None
    site_id: int | None = None
    manager_id: int | None = None
    title: str | None = None
    attributes: list[str] | tuple[str, ...] | None = None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    def has_left(self, today: date) -> bool:
        return self.left_on is not None and self.left_on <= today


class KnownDepartment(NamedTuple):
    id: int
    code: str
    path: str
    closed_on: date | None


class KnownGrant(NamedTuple):
    """A role that the roster gave: the lead of a department."""

    id: int
    person_id: int
    department_id: int
    since: date

    @property
    def place(self) -> tuple[int, int]:
        return self.person_id, self.department_id


@dataclass(frozen=True)
class Present:
    """Everything that a plan looks at, read in one transaction."""

    people: list[Known] = field(default_factory=list)
    departments: dict[str, KnownDepartment] = field(default_factory=dict)
    sites: dict[str, int] = field(default_factory=dict)
    grants: list[KnownGrant] = field(default_factory=list)
