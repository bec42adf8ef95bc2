"""Looks at frozen figures for the trend over twelve months and what changed since last week: one SELECT for both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, and_, bindparam, cast, func, or_, select

from training.completion.freezing_queries import NAMES
from training.completion.models import FigureLine, Figures, Requirement, RequirementVersion
from training.completion.rules import FigureKind, FiveParts
from training.core.db import database
from training.reports.figure_queries import SEEN, TITLE, VERSION

WEEK = timedelta(days=7)
View = Mapping[str, Any]
"""The values of `figure_queries.view` or `view_below`."""


class Part(NamedTuple):
    """One requirement as it was frozen."""

    slug: str
    title: str
    parts: FiveParts


@dataclass(frozen=True)
class Frozen:
    """The frozen figures of a day in some departments with all below them."""

    day: date
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Past:
    """What was frozen: the last months, oldest first, and the week that today is compared with, if there is one."""

    months: tuple[Frozen, ...]
    week: Frozen | None


_TODAY: Any = bindparam("today", type_=Date())
_week = (
    select(Figures.id)
    .where(Figures.kind == FigureKind.WEEKLY, Figures.day < _TODAY)
    .order_by((Figures.day <= bindparam("week_ago", type_=Date())).desc(), Figures.day.desc())
    .limit(1)
    .scalar_subquery()
)
_chosen = (
    select(Figures.id, Figures.kind, Figures.day)
    .where(
        or_(
            and_(
                Figures.kind == FigureKind.MONTHLY, Figures.day >= bindparam("since", type_=Date()),
                Figures.day < _TODAY,
            ),
            Figures.id == _week,
        )
    )
    .cte("chosen")
    .prefix_with("MATERIALIZED")
)  # fmt: skip
_line = (
    select(FigureLine)
    .join(_chosen, FigureLine.figures_id == _chosen.c.id)
    .join(SEEN, FigureLine.department_id == SEEN.c.id)
    .join(Requirement, Requirement.id == FigureLine.requirement_id)
    .where(or_(bindparam("slug") == "", Requirement.slug == bindparam("slug")))
    .with_only_columns(
        FigureLine.figures_id, FigureLine.requirement_id,
        *(cast(func.sum(getattr(FigureLine, name)), Integer).label(name) for name in NAMES),
    )
    .group_by(FigureLine.figures_id, FigureLine.requirement_id)
    .subquery("line")
)  # fmt: skip
PAST = (
    select(_chosen.c.kind, _chosen.c.day, Requirement.slug, TITLE, *(_line.c[name] for name in NAMES))
    .select_from(_chosen)
    .outerjoin(_line, _line.c.figures_id == _chosen.c.id)
    .outerjoin(Requirement, Requirement.id == _line.c.requirement_id)
    .outerjoin(RequirementVersion, VERSION)
    .order_by(_chosen.c.day, TITLE)
)


def past(view: View, today: date, *, slug: str = "") -> Past:
    """Return what was frozen before a day in a view, of all requirements or of one. One SELECT.

    Costs as much as there are departments and months, not people. The week is the newest of at least seven days ago,
    or else the newest there is.
    """
    first = today.replace(day=1)
    since = first.replace(year=first.year - 1)
    values = {"today": today, "week_ago": today - WEEK, "since": since, "slug": slug}
    found: dict[tuple[FigureKind, date], list[Part]] = {}
    for kind, day, of, title, *parts in database.session.execute(PAST, {**view, **values}):
        known = found.setdefault((kind, day), [])
        if of is not None:
            known.append(Part(of, title, FiveParts(*parts)))
    frozen = [(kind, Frozen(day, tuple(parts))) for (kind, day), parts in found.items()]
    months = tuple(one for kind, one in frozen if kind is FigureKind.MONTHLY)
    return Past(months, next((one for kind, one in frozen if kind is FigureKind.WEEKLY), None))
