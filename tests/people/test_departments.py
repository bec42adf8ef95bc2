"""Which departments a viewer may see: whole subtrees, and never a neighbour whose number begins alike."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from training.core.db import database, writing
from training.core.errors import NotFound
from training.core.permissions import Held, Permission, Role, Viewer
from training.people.departments import DepartmentRow, department_for, sees, visible_departments, within
from training.people.models import Department


def viewer(*paths: str, role: Role = Role.MANAGER) -> Viewer:
    return Viewer(person_id=1, held=tuple(Held(role, path) for path in paths))


@pytest.fixture
def tree(app: Flask) -> dict[str, Department]:
    """Departments 1, 1/2 and 11: the path of one begins like that of another."""
    rows = {}
    with writing():
        for number, code, path in ((1, "A", "/1/"), (2, "A / B", "/1/2/"), (11, "C", "/11/"), (12, "C / D", "/11/12/")):
            parent = int(path.split("/")[-3]) if path.count("/") > 2 else None
            rows[code] = Department(id=number, code=code, name=code[-1], parent_id=parent, path=path)
            database.session.add(rows[code])
            database.session.flush()
    return rows


@pytest.mark.parametrize(
    ("paths", "codes"),
    [
        ((), []),
        (("/1/",), ["A", "A / B"]),
        (("/11/",), ["C", "C / D"]),
        (("/1/2/",), ["A / B"]),
        (("/1/2/", "/11/"), ["A / B", "C", "C / D"]),
        (("",), ["A", "A / B", "C", "C / D"]),
        (("", "/1/"), ["A", "A / B", "C", "C / D"]),
    ],
)
def test_sees_subtrees(tree: dict[str, Department], paths: tuple[str, ...], codes: list[str]) -> None:
    who = viewer(*paths)
    assert [one.code for one in visible_departments(who)] == codes
    for code, department in tree.items():
        path = department.path
        assert sees(who, path) == (code in codes)
        if code in codes:
            assert department_for(who, department.public_id).code == code
        else:
            with pytest.raises(NotFound):
                department_for(who, department.public_id)


def test_a_role_without_the_permission_shows_nothing(tree: dict[str, Department]) -> None:
    assert visible_departments(viewer("", role=Role.EMPLOYEE)) == []
    assert within(Department.path, viewer("", role=Role.EMPLOYEE).paths(Permission.DEPARTMENT_READ)).compare(
        within(Department.path, ())
    )


def test_what_does_not_exist_is_not_told_from_what_is_hidden(tree: dict[str, Department]) -> None:
    with pytest.raises(NotFound) as hidden:
        department_for(viewer("/1/"), tree["C"].public_id)
    with pytest.raises(NotFound) as missing:
        department_for(viewer(""), "0" * 12)
    assert str(hidden.value) == str(missing.value)


def test_knows_depth_and_what_lies_below(tree: dict[str, Department]) -> None:
    rows = {one.code: one for one in visible_departments(viewer(""))}
    assert [rows[code].depth for code in ("A", "A / B", "C")] == [0, 1, 0]
    assert rows["A"].holds(rows["A / B"])
    assert not rows["A"].holds(rows["C"])
    assert isinstance(rows["A"], DepartmentRow)


def test_a_closed_department_can_still_be_read(tree: dict[str, Department], app: Flask) -> None:
    with writing():
        database.session.execute(update(Department).where(Department.code == "A / B").values(closed_on=make.NOW.date()))
    assert [one.closed_on for one in visible_departments(viewer("/1/"))] == [None, make.NOW.date()]
    assert (
        database.session.scalar(
            select(Department.id).where(within(Department.path, ("/1/",)), Department.closed_on.is_not(None))
        )
        == 2
    )
