"""Looks at departments: which of them a viewer may see, and how a subtree is written as a condition."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from training.core.db import database
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.models import Department

EVERYWHERE = "/"


def within(column: InstrumentedAttribute[str], paths: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a path column lies in one of the subtrees: ("/",) is the company, () is nobody's.

    Every path ends in a slash, so that the subtree "/1/" never takes in "/11/". LIKE and not a range of text:
    collations of PostgreSQL pass over slashes when they put texts in order.
    """
    if EVERYWHERE in paths:
        return true()
    return or_(*(column.like(f"{path}%") for path in paths)) if paths else false()


class DepartmentRow(NamedTuple):
    """A department as its pages need it. `path` is "/1/4/9/" with its own id last."""

    id: int
    public_id: str
    code: str
    name: str
    parent_id: int | None
    path: str
    closed_on: date | None

    @property
    def depth(self) -> int:
        """How far below the top it stands; departments at the top have 0."""
        return self.path.count("/") - 2

    def holds(self, other: "DepartmentRow") -> bool:
        """Tell whether the other one is this one or lies below it."""
        return other.path.startswith(self.path)


_COLUMNS = (
    Department.id, Department.public_id, Department.code, Department.name, Department.parent_id, Department.path,
    Department.closed_on,
)  # fmt: skip
DEPARTMENT = select(*_COLUMNS).where(Department.public_id == bindparam("public_id"))
DEPARTMENTS = select(*_COLUMNS).order_by(Department.code)


def department_for(
    viewer: Viewer, public_id: str, *, permission: Permission = Permission.DEPARTMENT_READ
) -> DepartmentRow:
    """Return the department. Raises NotFound if there is none in the viewer's subtrees. One SELECT."""
    visible = within(Department.path, viewer.paths(permission))
    row = database.session.execute(DEPARTMENT.where(visible), {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return DepartmentRow(*row)


def visible_departments(viewer: Viewer, *, permission: Permission = Permission.DEPARTMENT_READ) -> list[DepartmentRow]:
    """Return what the viewer may see by the names from the top, closed departments included. One SELECT."""
    visible = within(Department.path, viewer.paths(permission))
    return [DepartmentRow(*row) for row in database.session.execute(DEPARTMENTS.where(visible))]


def sees(viewer: Viewer, path: str, *, permission: Permission = Permission.DEPARTMENT_READ) -> bool:
    """Tell without a SELECT whether a department's path lies in one of the viewer's subtrees."""
    return any(path.startswith(own) for own in viewer.paths(permission))


def whole_for(viewer: Viewer, *, permission: Permission = Permission.DEPARTMENT_READ) -> None:
    """Raise NotFound for a viewer who does not hold the permission for the whole organisation."""
    if EVERYWHERE not in viewer.paths(permission):
        raise NotFound
