"""Who may do what: the permissions, the roles and one check. This page is the whole answer."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


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
    MAIL_READ = "mail:read"
    QUESTION_REVIEW = "question:review"
    """See what the answers say of questions, without any person, and take a bad question out."""
    RECALL_READ = "recall:read"
    """See what departments still know and believe, never what a person answered."""
    ROSTER_IMPORT = "roster:import"
    SEMINAR_ATTEND = "seminar:attend"
    SEMINAR_RUN = "seminar:run"
    """Create sessions, see who comes, take attendance."""
    SETTINGS_CHANGE = "settings:change"


class Role(StrEnum):
    """What a grant gives. A grant may be limited to a department with everything below it, or to a site."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    SECURITY_TEAM = "security-team"
    CSO = "cso"
    ADMINISTRATOR = "administrator"


_EMPLOYEE = frozenset({
    Permission.PUBLIC, Permission.SIGNED_IN, Permission.COURSE_TAKE, Permission.SEMINAR_ATTEND,
})  # fmt: skip
_MANAGER = _EMPLOYEE | {Permission.DEPARTMENT_READ}
_SECURITY_TEAM = _MANAGER | {
    Permission.ACCOMMODATION_ARRANGE, Permission.CLAUSE_READ, Permission.CONTENT_REVIEW, Permission.MAIL_READ,
    Permission.QUESTION_REVIEW, Permission.RECALL_READ, Permission.ROSTER_IMPORT, Permission.SEMINAR_RUN,
}  # fmt: skip

ROLES: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: _EMPLOYEE,
    Role.MANAGER: _MANAGER,
    Role.SECURITY_TEAM: _SECURITY_TEAM,
    Role.CSO: _SECURITY_TEAM | {Permission.AUDIT_READ, Permission.SETTINGS_CHANGE},
    Role.ADMINISTRATOR: frozenset(Permission),
}
"""Everybody on the roster with an account is an employee; the other roles are granted."""


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

    def may(self, permission: Permission) -> bool:
        """Tell whether any role of the viewer carries the permission."""
        return permission is Permission.PUBLIC or any(permission in ROLES[held.role] for held in self.held)

    def paths(self, permission: Permission) -> tuple[str, ...]:
        """Return the department paths for which the viewer holds the permission: ("/",) is the whole company."""
        found = {held.department_path or "/" for held in self.held if permission in ROLES[held.role]}
        return ("/",) if "/" in found else tuple(sorted(found))


NOBODY = Viewer()
"""A visitor who is not signed in."""
