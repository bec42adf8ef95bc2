"""What the pages of kits show, as frozen values in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from flask import url_for
from markupsafe import Markup

from training.catalogue.content.labels import without_blanks
from training.catalogue.content.lessons import fill
from training.seminars.kit_queries import Kit, KitEntry
from training.seminars.pages import Fact
from training.web.words import _, ngettext


@dataclass(frozen=True)
class Entry:
    title: str
    href: str
    summary: str
    aside: str


@dataclass(frozen=True)
class KitsPage:
    statement: str
    entries: tuple[Entry, ...]


def kits_page(kits: Sequence[KitEntry]) -> KitsPage:
    """Build the list of kits."""
    number = ngettext("%(Word)s seminar kit.", "%(Word)s seminar kits.", len(kits))
    entries = (
        Entry(one.title, url_for("seminars.kit", slug=one.slug), one.summary, _("%(n)d min", n=one.minutes))
        for one in kits
    )
    return KitsPage(number, tuple(entries))


@dataclass(frozen=True)
class AgendaLine:
    time: str
    title: str
    text: str


@dataclass(frozen=True)
class FeedbackLine:
    ask: str
    answers: str


@dataclass(frozen=True)
class KitPage:
    slug: str
    title: str
    language: str
    summary: str
    facts: tuple[Fact, ...]
    objectives: tuple[str, ...]
    needs: tuple[str, ...]
    agenda: tuple[AgendaLine, ...]
    feedback: tuple[FeedbackLine, ...]
    papers: tuple[Entry, ...]
    plan_href: str
    plan_label: str


PAPERS = ("trainer", "exercise", "handout")


def kit_page(kit: Kit) -> KitPage:
    """Build a kit's own page."""
    content = kit.content
    return KitPage(
        slug=kit.slug, title=kit.title, language=content["language"], summary=content["summary"],
        facts=(
            Fact(label=_("Takes"), value=ngettext("%(num)d minute", "%(num)d minutes", content["minutes"])),
            Fact(label=_("Seats"), value=content["seats"]),
            Fact(label=_("Edition"), value=str(kit.number)),
        ),
        objectives=tuple(content["objectives"]), needs=tuple(content["needs"]), agenda=_agenda(content["agenda"]),
        feedback=tuple(FeedbackLine(one["ask"], _answers(one)) for one in content["feedback"]),
        papers=tuple(_paper_entry(kit.slug, name) for name in PAPERS),
        plan_href=_plan_href(kit), plan_label=_("Plan a date") if kit.described else _("Hold this seminar"),
    )  # fmt: skip


def _plan_href(kit: Kit) -> str:
    if kit.described:
        return url_for("seminars.new_session_form", slug=kit.slug)
    return url_for("seminars.new_seminar_form", kit=kit.slug)


def _agenda(items: Sequence[Mapping[str, Any]]) -> tuple[AgendaLine, ...]:
    starts = accumulate((item["minutes"] for item in items), initial=0)
    return tuple(
        AgendaLine(_("%(n)d min", n=start), item["title"], item["does"])
        for start, item in zip(starts, items, strict=False)
    )


def agenda_text(kit: Kit) -> str:
    """Write the agenda of a kit as the form for a seminar takes it: minutes after the start; title."""
    starts = accumulate((item["minutes"] for item in kit.content["agenda"]), initial=0)
    pairs = zip(starts, kit.content["agenda"], strict=False)
    return "\n".join(f"{start}; {item['title'].replace(';', ',')}" for start, item in pairs)


def _answers(one: Mapping[str, Any]) -> str:
    if one["kind"] == "scale":
        return _("From 1 to 5")
    return " · ".join(one["choices"]) if one["kind"] == "choice" else _("In own words")


def paper_title(name: str) -> str:
    """Say what a paper of a kit is."""
    return {"trainer": _("Notes for the trainer"), "handout": _("Hand-out"), "exercise": _("Exercise")}[name]


def _paper_entry(slug: str, name: str) -> Entry:
    about = {
        "trainer": _("Minute by minute: what to say, to ask and to have ready"),
        "exercise": _("What people work on, with the discussion behind it"),
        "handout": _("One page to take home"),
    }
    return Entry(paper_title(name), url_for("seminars.kit_paper", slug=slug, paper=name), about[name], "")


@dataclass(frozen=True)
class PaperPage:
    slug: str
    kit: str
    title: str
    language: str
    text: Markup


def paper_page(kit: Kit, name: str, words: Mapping[str, str]) -> PaperPage:
    """Build one paper of a kit, for reading and for print."""
    html = fill(kit.content["papers"][name], without_blanks(words, kit.content["language"]))
    text = Markup(html)  # noqa: S704  it was sanitised when it was published, and is never changed
    return PaperPage(kit.slug, kit.title, paper_title(name), kit.content["language"], text)
