"""The people whom one meets first: those who sign in, and their colleagues in Finance, with what they ought to show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from training.completion.due import add_months
from training.demo import signing_in
from training.demo.calendar import DAY, SATURDAY, Calendar
from training.demo.chance import Chance
from training.demo.places import FINANCE, SECURITY

PHISHING, SIGNING_IN, DOORS = "phishing-each-year", "signing-in-each-december", "doors-and-visitors"
TWO_CYCLES = 24  # months
SEASON_FROM, SEASON_UNTIL = (9, 16), (12, 20)
"""When the duty of December can stand among the open ones without being due this week."""


@dataclass(frozen=True)
class Member:
    """One of the cast. `due_in`: days from today until the yearly duty of phishing is due again.

    `done_after`: how many days after that day it was done; None leaves it undone.
    """

    given: str
    family: str
    unit: str
    title: str = ""
    leads: bool = False
    due_in: int | None = None
    done_after: int | None = None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


_PAYABLE, _TREASURY, _CONTROLLING = (f"{FINANCE} / {name}" for name in ("Accounts payable", "Treasury", "Controlling"))


def _visitor(visitor: signing_in.Visitor, unit: str, title: str, *, leads: bool = False) -> Member:
    return Member(visitor.given, visitor.family, unit, title, leads)


AMARA = _visitor(signing_in.EMPLOYEE, _PAYABLE, "Accounts payable clerk, stands in at reception")
INES = _visitor(signing_in.MANAGER, FINANCE, "Head of finance", leads=True)
MAREK = _visitor(signing_in.SECURITY_TEAM, SECURITY, "Security trainer")
RAFAEL = _visitor(signing_in.CSO, SECURITY, "Chief security officer", leads=True)
WANDA = _visitor(signing_in.ADMINISTRATOR, "Information technology", "Systems administrator")
ON_LEAVE = Member("Elke", "Brandt", _TREASURY, due_in=-18)
EXCUSED = Member("Esther", "Weiss", _CONTROLLING, due_in=12)

CAST = (
    AMARA, INES, MAREK, RAFAEL, WANDA, ON_LEAVE, EXCUSED,
    Member("Jonas", "Beck", _PAYABLE, due_in=-12),
    Member("Leila", "Haddad", _TREASURY, due_in=-7),
    Member("Rui", "Sequeira", _PAYABLE, due_in=5),
    Member("Mila", "Petrova", _CONTROLLING, due_in=8),
    Member("Ken", "Sato", _CONTROLLING, due_in=8),
    Member("Priya", "Young", _TREASURY, due_in=19),
    Member("Tunde", "Abiola", _CONTROLLING, due_in=-26, done_after=5),
    Member("Magda", "Greco", _PAYABLE, due_in=-33, done_after=9),
    Member("Colm", "Byrne", _CONTROLLING, due_in=-40, done_after=2),
    Member("Greta", "Amsel", _PAYABLE),
)  # fmt: skip
BY_NAME = {member.name: member for member in CAST}
NAMES = frozenset(BY_NAME)


def of_unit(unit: str) -> list[Member]:
    """Return the cast of a department, its lead first."""
    return sorted((member for member in CAST if member.unit == unit), key=lambda member: not member.leads)


@dataclass(frozen=True)
class Script:
    """When the duties of the cast, and of everybody in Finance, come due: in terms of today."""

    calendar: Calendar

    def concerns(self, name: str, unit: str) -> bool:
        """Tell whether somebody's duties are told by this script."""
        return name in NAMES or unit.startswith(FINANCE)

    @cached_property
    def in_season(self) -> bool:
        """Whether the employee's second thing is the duty of December."""
        day = (self.calendar.today.month, self.calendar.today.day)
        return SEASON_FROM <= day <= SEASON_UNTIL

    def phishing_due(self, name: str, number: str) -> date:
        """Return the day on which somebody in Finance has to do phishing again."""
        if name == AMARA.name:
            return self.calendar.friday
        member = BY_NAME.get(name)
        if member is None or member.due_in is None:
            return self.calendar.today + Chance("renewal", number).between(75, 285) * DAY
        day = self.calendar.today + member.due_in * DAY
        weekend = max(day.weekday() - SATURDAY + 1, 0)
        return day - weekend * DAY if member.due_in < 0 else day + (3 - weekend if weekend else 0) * DAY

    def doors_due(self) -> date:
        """Return the day, without grace, on which the employee has to do doors again."""
        return self.calendar.today + (timedelta(days=120) if self.in_season else timedelta(days=26))

    def taken_over(self, name: str, number: str, requirement: str) -> date | None:
        """Return the day of a completion in the old system from which the wished due day follows."""
        if requirement == PHISHING:
            return add_months(self.phishing_due(name, number), -TWO_CYCLES)
        return add_months(self.doors_due(), -TWO_CYCLES) if requirement == DOORS and name == AMARA.name else None

    def leaves_open(self, name: str, requirement: str) -> bool:
        """Tell whether somebody has not done yet what stands open now."""
        member = BY_NAME.get(name)
        if name == AMARA.name:
            return requirement in self._open_for_employee()
        return (
            requirement == PHISHING and member is not None and member.due_in is not None and member.done_after is None
        )

    def _open_for_employee(self) -> Iterator[str]:
        yield PHISHING
        yield SIGNING_IN if self.in_season else DOORS
