"""Looks for the people whom somebody may act for."""

from typing import NamedTuple

from sqlalchemy import and_, bindparam, select

from training.core.db import database, scoped
from training.core.errors import Forbidden, NotFound
from training.core.permissions import Permission, Viewer
from training.core.text import text
from training.people.departments import within
from training.people.models import Department, Membership, Person

_MEMBER = and_(Membership.retired_at.is_(None), Membership.valid_until.is_(None))
OWN = text("This is about yourself. Your own manager or the security team can do it for you.")


class TeamMember(NamedTuple):
    """A person of the viewer's departments, whom they may act for."""

    id: int
    public_id: str
    given: str
    family: str
    department_id: int
    department: str
    path: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


MEMBER = scoped(
    select(Person.id, Person.public_id, Person.given, Person.family, Department.id, Department.name, Department.path)
    .join(Membership, and_(Membership.person_id == Person.id, _MEMBER))
    .join(Department, Department.id == Membership.department_id)
    .where(Person.public_id == bindparam("public_id"), Person.erased_at.is_(None)),
    by="subtree",
)


def team_member(viewer: Viewer, public_id: str) -> TeamMember:
    """Return a person whom the viewer may act for. One SELECT.

    Raises NotFound for anybody outside their departments, and Forbidden for themselves.
    """
    visible = within(Department.path, viewer.paths(Permission.TEAM_ACT))
    row = database.session.execute(MEMBER.where(visible), {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    found = TeamMember(*row)
    if found.id == viewer.person_id:
        raise Forbidden(OWN)
    return found
