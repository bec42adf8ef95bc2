"""The sign-ins that the demonstration shows. Everybody knows them: they exist in the mode `demo` alone."""

from dataclasses import dataclass

from training.core.permissions import Role
from training.core.text import Text, text
from training.demo.names import address
from training.web.request import DemoSignIn

PASSWORD = "seven finches on one alder"  # noqa: S105  it is shown on the page of sign-in


@dataclass(frozen=True)
class Visitor:
    """Somebody as whom one may look around. `role` is granted beside what the roster gives."""

    given: str
    family: str
    who: Text
    role: Role | None = None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def email(self) -> str:
        return address(self.given, self.family)


EMPLOYEE = Visitor("Amara", "Okafor", text("Employee"))
MANAGER = Visitor("Ines", "Duarte", text("Manager of a department"))
SECURITY_TEAM = Visitor("Marek", "Lindholm", text("Security team"), Role.SECURITY_TEAM)
CSO = Visitor("Rafael", "Castellanos", text("Chief security officer"), Role.CSO)
ADMINISTRATOR = Visitor("Wanda", "Nakamura", text("Administrator"), Role.ADMINISTRATOR)
VISITORS = (EMPLOYEE, MANAGER, SECURITY_TEAM, CSO, ADMINISTRATOR)


@dataclass(frozen=True)
class FromOutside(Visitor):
    """Somebody who does not work here, and stands on no roster."""

    @property
    def email(self) -> str:
        return "robin.quist@stonebridge.example"


AUDITOR = FromOutside("Robin", "Quist", text("Auditor from outside"))
SIGN_INS = tuple(DemoSignIn(one.who, one.email, PASSWORD) for one in (*VISITORS, AUDITOR))
