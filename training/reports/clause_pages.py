"""What the register of laws and standards shows, as frozen values. It never says that a duty is fulfilled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from training.reports.clause_queries import (
    COURSE,
    POLICY,
    REQUIREMENT,
    ClauseRow,
    FrameworkEntry,
    FrameworkRow,
    Server,
)
from training.reports.pages import Fact
from training.web.language import day_year
from training.web.words import _, count_word, ngettext

STALE_AFTER = 366
"""Days after which a clause should be looked at again."""


@dataclass(frozen=True)
class Entry:
    title: str
    href: str
    summary: str
    aside: str


@dataclass(frozen=True)
class FrameworksPage:
    statement: str
    rest: str
    entries: tuple[Entry, ...]


def frameworks_page(found: Sequence[FrameworkEntry]) -> FrameworksPage:
    """Build the list of frameworks."""
    clauses = sum(one.clauses for one in found)
    unchecked = sum(one.unchecked for one in found)
    words = ngettext("%(num)d clause", "%(num)d clauses", clauses)
    files = ngettext("%(word)s framework", "%(word)s frameworks", len(found), word=count_word(len(found)))
    rest = ngettext(
        "%(num)d of them still has to be checked against its text.",
        "%(num)d of them still have to be checked against their text.",
        unchecked,
    )
    return FrameworksPage(
        _("%(clauses)s in %(frameworks)s.", clauses=words, frameworks=files), rest if unchecked else "",
        tuple(_framework_entry(one) for one in found),
    )  # fmt: skip


def _framework_entry(one: FrameworkEntry) -> Entry:
    checked = _("Checked on %(day)s", day=day_year(one.checked_on)) if one.checked_on else _("Not checked yet")
    aside = ngettext("%(num)d clause", "%(num)d clauses", one.clauses)
    return Entry(one.name, url_for("reports.framework", slug=one.slug), f"{one.force}. {checked}.", aside)


@dataclass(frozen=True)
class Served:
    label: str
    href: str
    strength: str
    note: str


@dataclass(frozen=True)
class ClauseEntry:
    anchor: str
    citation: str
    title: str
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    served: tuple[Served, ...]
    nothing: str


@dataclass(frozen=True)
class FrameworkPage:
    title: str
    lede: str
    facts: tuple[Fact, ...]
    clauses: tuple[ClauseEntry, ...]


def framework_page(
    one: FrameworkRow, clauses: Sequence[ClauseRow], servers: Mapping[str, Sequence[Server]], today: date
) -> FrameworkPage:
    """Build the page of one framework with all its clauses."""
    facts = (
        Fact(_("Force"), one.force), Fact(_("Version"), one.version), Fact(_("Penalty"), one.penalty),
        Fact(_("Use of its text"), one.reuse), Fact(_("Source"), one.source),
    )  # fmt: skip
    entries = tuple(_clause_entry(clause, servers.get(clause.slug, ()), today) for clause in clauses)
    return FrameworkPage(one.name, one.note, facts, entries)


def _clause_entry(clause: ClauseRow, servers: Sequence[Server], today: date) -> ClauseEntry:
    return ClauseEntry(
        anchor=clause.slug, citation=clause.citation, title=clause.title,
        facts=(
            Fact(_("Who"), clause.who), Fact(_("How often"), clause.frequency), Fact(_("Content"), clause.content),
            Fact(_("Evidence"), clause.evidence), Fact(_("How it is tested"), clause.test),
            Fact(_("Strongest claim"), claim_words(clause.claim)), Fact(_("Source"), clause.source, _checked(clause)),
        ),
        warnings=tuple(_warnings(clause, today)),
        served=tuple(_served(server) for server in servers), nothing=_nothing(clause, servers),
    )  # fmt: skip


def claim_words(claim: str) -> str:
    """Say what may be claimed for a clause at most."""
    return {
        "full": _("Full: all that it asks to be taught"),
        "part": _("Part of what it asks to be taught"),
        "supports": _("Supports it; it asks for more than teaching"),
        "never": _("Nothing: teaching does not meet it"),
    }[claim]


def strength_words(strength: str) -> str:
    """Say how far something serves a clause."""
    return {"full": _("in full"), "part": _("in part"), "supports": _("supports it")}.get(strength, "")


def _checked(clause: ClauseRow) -> str:
    return _("checked on %(day)s", day=day_year(clause.checked_on)) if clause.checked_on else ""


def _warnings(clause: ClauseRow, today: date) -> list[str]:
    told = []
    if clause.status == "proposed":
        told.append(_("Only proposed: it binds nobody yet."))
    if clause.status == "future":
        on = day_year(clause.effective_on) if clause.effective_on else _("a later day")
        told.append(_("In force from %(day)s.", day=on))
    if clause.checked_on is None:
        told.append(_("From memory: read the text itself before you rely on this."))
    elif (today - clause.checked_on).days > STALE_AFTER:
        told.append(_("Checked more than a year ago: look at the source again."))
    return [*told, clause.note] if clause.note else told


def _served(server: Server) -> Served:
    strength = strength_words(server.strength)
    if server.kind == COURSE:
        return Served(server.title, url_for("learning.course", slug=server.slug), strength, server.note)
    if server.kind == POLICY:
        label = _("%(title)s (policy)", title=server.title)
        return Served(label, url_for("learning.policy", slug=server.slug), strength, server.note)
    if server.kind == REQUIREMENT:
        return Served(_("%(title)s (asked of people)", title=server.title), "", "", "")
    label = _("%(title)s (seminar)", title=server.title)
    return Served(label, url_for("seminars.kit", slug=server.slug), strength, server.note)


def _nothing(clause: ClauseRow, servers: Sequence[Server]) -> str:
    if servers:
        return ""
    if clause.served_by:
        return _("No course serves it: it asks for records and plans, which this site keeps.")
    if clause.claim == "never":
        return _("No course may claim it.")
    return _("Nothing in the catalogue serves it.")
