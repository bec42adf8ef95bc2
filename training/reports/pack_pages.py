"""What the pages of evidence packs show, as frozen values in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from training.completion.rules import PackState
from training.jobs.queries import Progress
from training.reports.evidence_queries import PackRow
from training.web.language import day_year, moment, number
from training.web.words import _

REFRESH = {"Refresh": "2"}
"""Seconds between looks at a pack that is being built."""
MEGABYTE, KILOBYTE = 1024 * 1024, 1024


@dataclass(frozen=True)
class PackLine:
    """One pack in a list."""

    title: str
    href: str
    period: str
    when: str
    by: str
    state: str
    size: str
    download_href: str


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class PackPage:
    """One pack: how far it is, what it holds, how it can be checked."""

    title: str
    first: str
    rest: str
    running: bool
    ready: bool
    done: int
    total: int
    progress: str
    facts: tuple[Fact, ...]
    digest: str
    download_href: str
    download_label: str
    headers: dict[str, str]


def period(since: object, until: object) -> str:
    """Say a period whose days are both in it."""
    return _("%(since)s to %(until)s", since=since, until=until)


def size(count: int) -> str:
    """Say so many bytes as a reader of files is used to."""
    if count >= MEGABYTE:
        return _("%(n)s MB", n=number(round(count / MEGABYTE, 1)))
    return _("%(n)s kB", n=number(max(1, round(count / KILOBYTE))))


def pack_lines(packs: Sequence[PackRow]) -> tuple[PackLine, ...]:
    """Build the list of packs for those who ask for them."""
    return tuple(pack_line(one, url_for("reports.pack", pack_id=one.public_id)) for one in packs)


def pack_line(one: PackRow, href: str = "") -> PackLine:
    """Build one line of a list."""
    ready = one.state is PackState.READY
    return PackLine(
        title=one.title, href=href, period=period(day_year(one.since), day_year(one.until)),
        when=moment(one.known_at), by=one.by, state=state_words(one.state), size=size(one.size) if one.size else "",
        download_href=url_for("reports.pack_file", pack_id=one.public_id) if ready else "",
    )  # fmt: skip


def state_words(state: PackState) -> str:
    """Say how far a pack is."""
    words = {PackState.BUILDING: _("being made"), PackState.READY: _("ready"), PackState.FAILED: _("stopped")}
    return words[state]


def pack_page(one: PackRow, progress: Progress | None) -> PackPage:
    """Build the page of one pack."""
    running, ready = one.state is PackState.BUILDING, one.state is PackState.READY
    done, total = (progress.done, progress.total) if progress else (0, 0)
    first, rest = _statement(one)
    return PackPage(
        title=one.title, first=first, rest=rest, running=running, ready=ready, done=done, total=max(total, 1),
        progress=_progress(done, total), facts=_facts(one), digest=one.digest or "",
        download_href=url_for("reports.pack_file", pack_id=one.public_id) if ready else "",
        download_label=_("Download the pack, %(size)s", size=size(one.size or 0)), headers=REFRESH if running else {},
    )  # fmt: skip


def _statement(one: PackRow) -> tuple[str, str]:
    words = {
        PackState.BUILDING: (_("The pack is being made."), _("You may leave this page.")),
        PackState.READY: (_("The pack is ready."), _("What is found out later does not change it.")),
        PackState.FAILED: (_("The pack could not be made."), _("Ask for another; doctor tells what is wrong.")),
    }
    return words[one.state]


def _progress(done: int, total: int) -> str:
    if not total:
        return _("It begins in a few seconds, once all that was being recorded is written down.")
    return _("Written: %(done)s of %(total)s files", done=number(done), total=number(total))


def _facts(one: PackRow) -> tuple[Fact, ...]:
    return (
        Fact(_("Requirement"), one.title),
        Fact(_("Period"), period(day_year(one.since), day_year(one.until)), _("both days included")),
        Fact(_("As known at"), moment(one.known_at), _("asked for by %(name)s", name=one.by)),
        Fact(_("Sample"), number(one.sample), _("people, drawn by the seed %(seed)s", seed=one.seed)),
    )
