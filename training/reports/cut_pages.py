"""What the cuts of a requirement show: its five parts by site, by attribute and by job title."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from training.completion.cut_queries import Group
from training.completion.cuts import Cut
from training.reports.departments import Line, Scope
from training.reports.parts import KINDS, Way
from training.reports.team_pages import EVERYBODY, CoverageLine, all_teams, as_of, bar
from training.web.pictures import Bar
from training.web.returning import query
from training.web.words import _

TITLES_SHOWN = 20


@dataclass(frozen=True)
class CutTable:
    """The five parts of each group, and what to know when reading them."""

    id: str
    title: str
    first_column: str
    lines: tuple[CoverageLine, ...]
    note: str
    unit: str
    together: Bar | None


@dataclass(frozen=True)
class CutsPage:
    title: str
    trail: tuple[Way, ...]
    as_of: str
    tables: tuple[CutTable, ...]
    table: str
    """The place of all of them as a file."""


@dataclass(frozen=True)
class Groups:
    """The same duties, parted in three ways."""

    sites: Sequence[Group]
    attributes: Sequence[Group]
    titles: Sequence[Group]


def cuts_page(scope: Scope, line: Line, groups: Groups, moment: datetime) -> CutsPage:
    """Build the page; each number opens its people."""
    above = f"{url_for('reports.teams')}{scope.public_id or EVERYBODY}"
    here = f"{above}/{line.slug}"
    tops = (all_teams(), Way(scope.name, above)) if scope.public_id else (all_teams(),)
    together = bar(line.of(*scope.team_ids))
    several = _("Whoever has several attributes counts in each: these do not add up to everybody.")
    return CutsPage(
        title=_("%(team)s by site, attribute and job title", team=scope.name),
        trail=(*tops, Way(line.title, here)), as_of=as_of(moment),
        tables=(
            CutTable("sites", _("By site"), _("Site"), _lines(groups.sites, "site", here), "", _("People"), together),
            CutTable(
                "attributes", _("By attribute"), _("Attribute"), _lines(groups.attributes, "attribute", here), several,
                _("People"), None,
            ),
            CutTable(
                "titles", _("By job title"), _("Job title"), _lines(_most(groups.titles), "title", here),
                _rest(len(groups.titles)), _("People"), together,
            ),
        ) if line.of(*scope.team_ids).total else (),
        table="reports.cuts_table" if scope.public_id else "reports.everybody_cuts_table",
    )  # fmt: skip


def _most(titles: Sequence[Group]) -> list[Group]:
    """Return the titles that most people have, in the order in which they stand."""
    kept = sorted(titles, key=lambda one: one.parts.total, reverse=True)[:TITLES_SHOWN]
    return [one for one in titles if one in kept]


def _rest(titles: int) -> str:
    more = _("The %(n)d job titles that most people have, of %(of)d.", n=TITLES_SHOWN, of=titles)
    return more if titles > TITLES_SHOWN else ""


def _lines(groups: Sequence[Group], kind: str, here: str) -> tuple[CoverageLine, ...]:
    return tuple(_line(one, Cut(**{kind: one.key}), here) for one in groups)


def _line(one: Group, cut: Cut, here: str) -> CoverageLine:
    if not one.key:
        return CoverageLine(_("None"), "", bar(one.parts), {})
    links = {kind: f"{here}{query(part=part.value, **cut.asked())}" for part, kind in KINDS.items()}
    return CoverageLine(one.label, f"{here}{query(**cut.asked())}", bar(one.parts), links)
