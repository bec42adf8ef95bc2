"""Who may do what: the permissions, the roles and one check. This page is the whole answer."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from training.core.errors import NotFound


class Permission(StrEnum):
    """What a route may ask for, named thing:action."""

    PUBLIC = "public"
    """Anybody, signed in or not."""
    SIGNED_IN = "signed-in"
    """Everybody with a sign-in."""
    ACCOMMODATION_ARRANGE = "accommodation:arrange"
    """Make the questions fit a person. Nobody else sees it, managers least of all."""
    AUDIT_READ = "audit:read"
    CLAUSE_READ = "clause:read"
    """See the register of laws and standards, and what serves each clause."""
    CONTENT_REVIEW = "content:review"
    """See courses as they stand in the folder, before they are published."""
    COURSE_TAKE = "course:take"
    DEPARTMENT_READ = "department:read"
    EVIDENCE_MAKE = "evidence:make"
    """Have evidence packs made, and let auditors in."""
    EVIDENCE_READ = "evidence:read"
    """Read the evidence of a requirement over a period; an auditor only what they were let in for."""
    HISTORY_IMPORT = "history:import"
    """Bring in what an older system knew."""
    MAIL_READ = "mail:read"
    PROOF_DECIDE = "proof:decide"
    """Accept or refuse what somebody did elsewhere."""
    QUESTION_REVIEW = "question:review"
    """See what the answers say of questions, without any person, and take a bad question out."""
    REMINDER_MANAGE = "reminder:manage"
    """See what mail will go to whom, change the ladder, let go what the brake holds."""
    REQUIREMENT_MANAGE = "requirement:manage"
    """Write requirements, excuse people, extend due days as far as needed."""
    RISK_RATE = "risk:rate"
    RECALL_READ = "recall:read"
    """See what departments still know and believe, never what a person answered."""
    ROSTER_IMPORT = "roster:import"
    SEMINAR_ATTEND = "seminar:attend"
    SEMINAR_HOLD = "seminar:hold"
    """Hold the dates that one trains: check people in, take attendance. Whose date it is, the queries know."""
    SEMINAR_RUN = "seminar:run"
    """Create sessions, see who comes, take attendance."""
    SETTINGS_CHANGE = "settings:change"
    TEAM_ACT = "team:act"
    """Remind, extend a little, mark on leave, doubt the roster: for the people of one's own departments."""


class Role(StrEnum):
    """What a grant gives. A grant may be limited to a department with everything below it, or to a site."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    AUDITOR = "auditor"
    """Somebody from outside who may read what they were let in for, until a day."""
    SECURITY_TEAM = "security-team"
    CSO = "cso"
    ADMINISTRATOR = "administrator"


_EMPLOYEE = frozenset({
    Permission.PUBLIC, Permission.SIGNED_IN, Permission.COURSE_TAKE, Permission.SEMINAR_ATTEND,
    Permission.SEMINAR_HOLD,
})  # fmt: skip
_MANAGER = _EMPLOYEE | {Permission.DEPARTMENT_READ, Permission.TEAM_ACT}
_AUDITOR = frozenset({Permission.PUBLIC, Permission.SIGNED_IN, Permission.EVIDENCE_READ})
_SECURITY_TEAM = _MANAGER | {
    Permission.ACCOMMODATION_ARRANGE, Permission.CLAUSE_READ, Permission.CONTENT_REVIEW, Permission.EVIDENCE_MAKE,
    Permission.EVIDENCE_READ, Permission.HISTORY_IMPORT, Permission.MAIL_READ, Permission.PROOF_DECIDE,
    Permission.QUESTION_REVIEW, Permission.RECALL_READ, Permission.REMINDER_MANAGE, Permission.REQUIREMENT_MANAGE,
    Permission.RISK_RATE, Permission.ROSTER_IMPORT, Permission.SEMINAR_RUN,
}  # fmt: skip

ROLES: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: _EMPLOYEE,
    Role.MANAGER: _MANAGER,
    Role.AUDITOR: _AUDITOR,
    Role.SECURITY_TEAM: _SECURITY_TEAM,
    Role.CSO: _SECURITY_TEAM | {Permission.AUDIT_READ, Permission.SETTINGS_CHANGE},
    Role.ADMINISTRATOR: frozenset(Permission),
}
"""Everybody with an account is an employee, but for one who is nothing but an auditor; other roles are granted."""


@dataclass(frozen=True)
class Held:
    """A role as one viewer holds it: everywhere (`department_path` empty) or in a department's subtree."""

    role: Role
    department_path: str = ""


@dataclass(frozen=True)
class Viewer:
    """Who looks. A plain value, made by one SELECT at the start of a request."""

    person_id: int | None = None
    public_id: str = ""
    name: str = ""
    given_name: str = ""
    email: str = ""
    language: str = ""
    zone: str = ""
    department_id: int | None = None
    site_id: int | None = None
    report_phone: str = ""
    report_mail: str = ""
    """How to reach security at the viewer's own site."""
    sign_in_id: int | None = None
    seen_at: datetime | None = None
    held: tuple[Held, ...] = field(default=())

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def works_here(self) -> bool:
        """Signed in, and more than an auditor from outside: what is for staff is for them."""
        return self.signed_in and not (self.held and all(held.role is Role.AUDITOR for held in self.held))

    def may(self, permission: Permission) -> bool:
        """Tell whether any role of the viewer carries the permission."""
        return permission is Permission.PUBLIC or any(permission in ROLES[held.role] for held in self.held)

    def must(self, permission: Permission) -> None:
        """Raise NotFound for who may not: to them, what the permission opens does not exist."""
        if not self.may(permission):
            raise NotFound

    def paths(self, permission: Permission) -> tuple[str, ...]:
        """Return the department paths for which the viewer holds the permission: ("/",) is the whole company."""
        found = {held.department_path or "/" for held in self.held if permission in ROLES[held.role]}
        return ("/",) if "/" in found else tuple(sorted(found))


NOBODY = Viewer()
"""A visitor who is not signed in."""
