"""What the pages of published figures show, as frozen values in the reader's language: templates compute nothing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from training.completion.rules import FiveParts, together
from training.reports.difference_pages import Differences
from training.reports.figure_queries import Cell, Month, Published
from training.reports.parts import Way
from training.reports.team_pages import CoverageLine, all_teams, bar
from training.web.language import clock, day_full, moment, month_year
from training.web.pictures import Bar
from training.web.words import _


@dataclass(frozen=True)
class MonthEntry:
    """One published month in the list."""

    label: str
    href: str
    share: str
    frozen: str


@dataclass(frozen=True)
class MonthsPage:
    title: str
    trail: tuple[Way, ...]
    months: tuple[MonthEntry, ...]


def months_page(months: Sequence[Published]) -> MonthsPage:
    """Build the list of published months, the newest first."""
    return MonthsPage(
        title=_("Published figures"),
        trail=(all_teams(),),
        months=tuple(
            MonthEntry(month_year(one.day), address(one.day), share_of(one.parts), moment(one.frozen_at))
            for one in months
        ),
    )


def address(day: date) -> str:
    """Return where the figures of a month are."""
    return url_for("reports.figures_of_month", month=day)


def share_of(parts: FiveParts) -> str:
    """Say how many of those who count, or that nobody does."""
    return _("%(did)d of %(of)d", did=parts.did, of=parts.counted) if parts.counted else _("nobody counted")


def _frozen(at: datetime) -> str:
    return _("Frozen as it was known on %(day)s, %(time)s.", day=day_full(at), time=clock(at))


@dataclass(frozen=True)
class ByRequirement:
    """One requirement and its five parts in each team of the view."""

    label: str
    share: str
    teams: tuple[CoverageLine, ...]


@dataclass(frozen=True)
class MonthPage:
    """The frozen figures of one month, and what is known differently today."""

    title: str
    over: str
    trail: tuple[Way, ...]
    frozen: str
    digest: str
    bar: Bar
    lines: tuple[CoverageLine, ...]
    requirements: tuple[ByRequirement, ...]
    differences: Differences | None
    """None where the viewer's departments had nothing to do in that month."""


def month_page(month: Month, cells: Sequence[Cell], differences: Differences | None) -> MonthPage:
    """Build the page of one month."""
    by_requirement: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in sorted(cells, key=lambda cell: (cell.title, cell.slug)):
        by_requirement[cell.title, cell.slug].append(cell)
    parts = {key: top_parts(found) for key, found in by_requirement.items()}
    whole, name = together(list(parts.values())), month_year(month.day)
    title = _("%(month)s: %(did)d of %(of)d duties were done", month=name, did=whole.did, of=whole.counted)
    return MonthPage(
        title=title if whole.total else _("%(month)s: nothing was asked of your departments", month=name),
        over=name,
        trail=(all_teams(), Way(_("Published figures"), url_for("reports.figures"))),
        frozen=_frozen(month.frozen_at),
        digest=month.digest,
        bar=bar(whole),
        lines=tuple(CoverageLine(title, "", bar(parts[title, slug]), {}) for title, slug in by_requirement),
        requirements=tuple(
            ByRequirement(
                title, share_of(parts[title, slug]),
                tuple(CoverageLine(cell.team, "", bar(cell.parts), {}) for cell in found),
            )
            for (title, slug), found in by_requirement.items()
        ),
        differences=differences if whole.total or (differences and differences.groups) else None,
    )  # fmt: skip


def top_parts(cells: Sequence[Cell]) -> FiveParts:
    """Add up where the view begins: what lies below is in there."""
    return together([cell.parts for cell in cells if cell.top])


def export_rows(month: Month, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the CSV file, its head first: each department itself, without those below it."""
    yield (
        _("Day"), _("Frozen at"), _("Department"), _("Requirement"), _("Done"), _("Done late"), _("Exempt"), _("Open"),
        _("Overdue"),
    )  # fmt: skip
    day, frozen_at = month.day, month.frozen_at.isoformat(timespec="seconds")
    for row in rows:
        yield day, frozen_at, *row
