"""Looks at published figures: which months there are, and what was frozen of them for the viewer's departments."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Integer, and_, bindparam, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from training.completion.freezing_queries import NAMES
from training.completion.models import FigureLine, Figures, Requirement, RequirementVersion
from training.completion.rules import FigureKind, FiveParts
from training.core.db import database
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.departments import EVERYWHERE
from training.people.models import Department

# --- what the viewer may see ------------------------------------------------------------------------------------------

_EVERYWHERE: Any = bindparam("everywhere", type_=Boolean())
_PATHS: Any = bindparam("paths", expanding=True)
_top, _above = aliased(Department), aliased(Department)
SEEN = (
    select(Department.id)
    .where(
        or_(
            _EVERYWHERE,
            exists().where(_top.path.in_(_PATHS), func.substr(Department.path, 1, func.length(_top.path)) == _top.path),
        )
    )
    .cte("seen")
    .prefix_with("MATERIALIZED")
)
"""The departments of the viewer's view, closed ones too. Its values: see `view`."""


def view(viewer: Viewer) -> dict[str, Any]:
    """Return the values that say what a viewer may see: where their view begins, or that they see everything."""
    paths = viewer.paths(Permission.DEPARTMENT_READ)
    highest = [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
    return {"everywhere": EVERYWHERE in paths, "paths": highest}


def view_below(path: str) -> dict[str, Any]:
    """Return the same values for one department and all below it, or for everything; that was asked before."""
    return {"everywhere": path == EVERYWHERE, "paths": [path]}


# --- what was frozen --------------------------------------------------------------------------------------------------


class Published(NamedTuple):
    """The figures of one month in a list: the sum of all duties in the viewer's departments."""

    day: date
    frozen_at: datetime
    digest: str
    parts: FiveParts


_SUMS = tuple(cast(func.coalesce(func.sum(getattr(FigureLine, name)), 0), Integer).label(name) for name in NAMES)
MONTHS = (
    select(Figures.day, Figures.frozen_at, Figures.digest, *_SUMS)
    .outerjoin(FigureLine, and_(FigureLine.figures_id == Figures.id, FigureLine.department_id.in_(select(SEEN.c.id))))
    .where(Figures.kind == FigureKind.MONTHLY)
    .group_by(Figures.id)
    .order_by(Figures.day.desc())
)


def months(viewer: Viewer) -> list[Published]:
    """Return all months that were published, the newest first, as they are in the viewer's departments. One SELECT."""
    rows: Any = database.session.execute(MONTHS, view(viewer))
    return [Published(day, at, digest, FiveParts(*parts)) for day, at, digest, *parts in rows]


class Month(NamedTuple):
    """What was frozen of a month, without its numbers."""

    id: int
    day: date
    frozen_at: datetime
    digest: str


MONTH = select(Figures.id, Figures.day, Figures.frozen_at, Figures.digest).where(
    Figures.kind == FigureKind.MONTHLY, Figures.day >= bindparam("first"), Figures.day < bindparam("next_first")
)


def month(first: date) -> Month:
    """Return the figures of the month that begins on a day. Raises NotFound where none were published. One SELECT."""
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    row = database.session.execute(MONTH, {"first": first, "next_first": following}).one_or_none()
    if row is None:
        raise NotFound
    return Month(*row)


class Cell(NamedTuple):
    """One team, with all below it, and one requirement. `top`: the viewer's view begins here."""

    team: str
    code: str
    top: bool
    slug: str
    title: str
    parts: FiveParts


VERSION = and_(
    RequirementVersion.requirement_id == Requirement.id,
    RequirementVersion.retired_at.is_(None),
    RequirementVersion.valid_until.is_(None),
)
TITLE = func.coalesce(RequirementVersion.title, Requirement.slug)


def _begins(department: Any) -> Any:
    return or_(and_(_EVERYWHERE, department.parent_id.is_(None)), department.path.in_(_PATHS))


_team = (
    select(Department.id, Department.name, Department.code, Department.path, _begins(Department).label("top"))
    .outerjoin(_above, _above.id == Department.parent_id)
    .where(or_(_begins(Department), _begins(_above)))
    .cte("team")
    .prefix_with("MATERIALIZED")
)
_each = aliased(Department)
_FIGURES: Any = bindparam("figures_id", type_=Integer())
CELLS = (
    select(_team.c.name, _team.c.code, _team.c.top, Requirement.slug, TITLE, *_SUMS)
    .join(_each, func.substr(_each.path, 1, func.length(_team.c.path)) == _team.c.path)
    .join(FigureLine, and_(FigureLine.figures_id == _FIGURES, FigureLine.department_id == _each.id))
    .join(Requirement, Requirement.id == FigureLine.requirement_id)
    .outerjoin(RequirementVersion, VERSION)
    .group_by(_team.c.name, _team.c.code, _team.c.top, Requirement.slug, RequirementVersion.title)
    .order_by(_team.c.code, TITLE)
)
EXPORT = (
    select(Department.code, TITLE, *(getattr(FigureLine, name) for name in NAMES))
    .join(SEEN, SEEN.c.id == Department.id)
    .join(FigureLine, and_(FigureLine.figures_id == _FIGURES, FigureLine.department_id == Department.id))
    .join(Requirement, Requirement.id == FigureLine.requirement_id)
    .outerjoin(RequirementVersion, VERSION)
    .order_by(Department.code, TITLE)
)


def cells(viewer: Viewer, figures: Month) -> list[Cell]:
    """Return the frozen numbers by team and requirement: where the view begins, and one below. One SELECT.

    Departments that were closed meanwhile still have theirs.
    """
    rows: Any = database.session.execute(CELLS, view(viewer) | {"figures_id": figures.id})
    return [Cell(team, code, top, slug, title, FiveParts(*parts)) for team, code, top, slug, title, *parts in rows]


def export(viewer: Viewer, figures: Month) -> Iterator[tuple[Any, ...]]:
    """Yield (department, requirement, five parts) of every department itself, as frozen. One SELECT."""
    values = view(viewer) | {"figures_id": figures.id}
    yield from database.session.execute(EXPORT, values, execution_options={"yield_per": 2000})
