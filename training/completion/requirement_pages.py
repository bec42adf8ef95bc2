"""What the pages of requirements show: the list with its gaps, one requirement with its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from training.completion.audience_queries import Sample
from training.completion.draft_queries import Draft
from training.completion.drafting import CALLED
from training.completion.requirement_queries import EndRow, Line, VersionRow
from training.completion.requirement_words import Change, Fact, Names, changes, facts
from training.completion.rules import DraftState, FiveParts, RequirementSource, Status
from training.web.language import day_full, day_year, moment, number
from training.web.pictures import Bar, five_part_bar
from training.web.words import _, count_word, ngettext

KINDS = {
    Status.DONE: "done", Status.DONE_LATE: "late", Status.EXEMPT: "exempt", Status.OPEN: "open",
    Status.OVERDUE: "overdue",
}  # fmt: skip
NOTHING = FiveParts()


@dataclass(frozen=True)
class Way:
    label: str
    href: str


@dataclass(frozen=True)
class GapLine:
    """One line of what is missing, as ui/rolls.html draws it."""

    number: int
    strong: str
    rest: str
    act: str
    href: str
    before: str = ""
    overdue: bool = False


@dataclass(frozen=True)
class Entry:
    """One requirement of the list. `people_href` is empty where the viewer does not see everybody."""

    title: str
    href: str
    below: str
    bar: Bar
    people: str
    people_href: str


@dataclass(frozen=True)
class Gap:
    title: str
    href: str
    what: str


@dataclass(frozen=True)
class DraftLine:
    title: str
    href: str
    when: str
    by: str
    state: str


@dataclass(frozen=True)
class Person:
    name: str
    team: str


@dataclass(frozen=True)
class ListPage:
    title: str
    rest: str
    trail: tuple[Way, ...]
    new_href: str
    gaps: tuple[GapLine, ...]
    drafts: tuple[DraftLine, ...]
    entries: tuple[Entry, ...]
    ended: tuple[Gap, ...]
    without: tuple[Person, ...]
    more_without: str
    lacking: tuple[Gap, ...]


@dataclass(frozen=True)
class Found:
    """What the list is made of: all requirements, their numbers, whoever is under none, the drafts."""

    lines: Sequence[Line]
    parts: Mapping[int, FiveParts]
    without: Sample
    drafts: Sequence[Draft]
    everywhere: bool


def list_page(found: Found, today: date) -> ListPage:
    """Build the page of all requirements."""
    standing = [one for one in found.lines if one.ended_on is None]
    lacking = tuple(gap for one in standing if (gap := _gap(one, found.parts.get(one.id, NOTHING), today)))
    return ListPage(
        title=_counted(len(standing)), rest=_rest(len(lacking), len(standing)), trail=(_desk(),),
        new_href=url_for("completion.new_requirement") if found.everywhere else "",
        gaps=_gap_lines(found.without.number, len(lacking)), drafts=tuple(map(_draft, found.drafts)),
        entries=tuple(_entry(one, found, today) for one in standing),
        ended=tuple(Gap(one.title, _address(one), _ended(one)) for one in found.lines if one.ended_on is not None),
        without=tuple(Person(f"{family}, {given}", team) for family, given, team in found.without.names),
        more_without=_more(found.without.number - len(found.without.names)), lacking=lacking,
    )  # fmt: skip


def _desk() -> Way:
    return Way(_("Desk"), url_for("programme.desk"))


def _counted(standing: int) -> str:
    if not standing:
        return _("No requirement holds.")
    word = count_word(standing)
    told = ngettext("%(word)s requirement holds.", "%(word)s requirements hold.", standing, word=word)
    return told[:1].upper() + told[1:]


def _rest(lacking: int, standing: int) -> str:
    if not standing:
        return _("Nobody has to do anything.")
    if not lacking:
        return _("Each has people and somebody who answers for it.")
    if lacking == standing:
        return _("Each lacks something.")
    word = count_word(lacking)
    told = ngettext("%(word)s of them lacks something.", "%(word)s of them lack something.", lacking, word=word)
    return told[:1].upper() + told[1:]


def _gap_lines(without: int, lacking: int) -> tuple[GapLine, ...]:
    return (
        GapLine(
            without, ngettext("person is under no requirement", "people are under no requirement", without),
            _(": nothing is asked of them.") if without else _(": nobody is left out."), _("See who"),
            "#without" if without else "",
        ),
        GapLine(
            lacking, ngettext("requirement lacks people or an owner", "requirements lack people or an owner", lacking),
            "." if lacking else _(": none at present."), _("See which"), "#lacking" if lacking else "",
        ),
    )  # fmt: skip


def _address(one: Line) -> str:
    return url_for("completion.requirement", slug=one.slug)


def _gap(one: Line, parts: FiveParts, today: date) -> Gap | None:
    missing = lacking_words(one, parts, today)
    return Gap(one.title, _address(one), missing) if missing else None


def lacking_words(one: Line, parts: FiveParts, today: date) -> str:
    """Say what a requirement lacks; nothing where it has people and an owner."""
    missing = []
    if not parts.total:
        missing.append(_("takes in nobody"))
    if one.family is None:
        missing.append(_("has no owner"))
    elif not one.owner(today):
        missing.append(_("had %(name)s as its owner, who has left", name=f"{one.given} {one.family}"))
    return ", ".join(missing)


def _entry(one: Line, found: Found, today: date) -> Entry:
    parts = found.parts.get(one.id, NOTHING)
    told = [one.owner(today) or _("nobody answers for it"), _clauses(len(one.clauses)), _source(one.source)]
    href = url_for("reports.everybody", requirement=one.slug) if found.everywhere and parts.total else ""
    below = " · ".join(word for word in told if word)
    return Entry(one.title, _address(one), below, bar_of(parts), number(parts.total), href)


def _clauses(count: int) -> str:
    return ngettext("%(num)d clause", "%(num)d clauses", count) if count else ""


def _source(source: RequirementSource) -> str:
    return _("from the desk") if source is RequirementSource.DESK else ""


def _ended(one: Line) -> str:
    return _("ended on %(day)s", day=day_year(one.ended_on)) if one.ended_on else ""


def _draft(one: Draft) -> DraftLine:
    href = url_for("completion.draft", draft_id=one.public_id)
    return DraftLine(one.content["title"], href, moment(one.made_at), one.by, draft_state(one.state))


def draft_state(state: DraftState) -> str:
    """Say how far a draft is."""
    return {
        DraftState.RECKONING: _("being reckoned"), DraftState.RECKONED: _("waits for your decision"),
        DraftState.IN_FORCE: _("in force"), DraftState.DISCARDED: _("discarded"), DraftState.FAILED: _("stopped"),
    }[state]  # fmt: skip


def _more(count: int) -> str:
    return ngettext("and %(num)d more", "and %(num)d more", count) if count > 0 else ""


def bar_of(parts: FiveParts) -> Bar:
    """Draw the five parts."""
    return five_part_bar(parts.done, parts.done_late, parts.exempt, parts.open, parts.overdue)


# --- one requirement --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One entry of the history: a version, or an end."""

    title: str
    when: str
    by: str
    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class RequirementPage:
    title: str
    lede: str
    trail: tuple[Way, ...]
    notice: str
    bar: Bar
    links: Mapping[str, str]
    counted: str
    facts: tuple[Fact, ...]
    edit: Way | None
    acts: tuple[Way, ...]
    called: str
    history: tuple[Step, ...]


@dataclass(frozen=True)
class History:
    """What is known of one requirement: its versions and ends, the newest first, and how codes are read."""

    line: Line
    versions: Sequence[VersionRow]
    ends: Sequence[EndRow]
    names: Names


def trail() -> tuple[Way, ...]:
    """Return the way to a page below the list."""
    return (_desk(), Way(_("Requirements"), url_for("completion.requirements")))


def requirement_page(known: History, parts: FiveParts, *, everywhere: bool) -> RequirementPage:
    """Build the page of one requirement."""
    line, now = known.line, known.versions[0]
    said = [(one.row, facts(one.row, one.subjects, one.owner, known.names)) for one in known.versions]
    return RequirementPage(
        title=line.title, lede=now.row["why"], trail=trail(), notice=_notice(known),
        bar=bar_of(parts), links=_links(line.slug) if everywhere and parts.total else {}, counted=_share(parts),
        facts=said[0][1], edit=_edit(line) if everywhere else None, acts=_acts(line, now) if everywhere else (),
        called=_called(now), history=tuple(_history(known, said)),
    )  # fmt: skip


def _notice(known: History) -> str:
    if known.line.ended_on is not None:
        return _("It ended on %(day)s: nobody has to do it.", day=day_full(known.line.ended_on))
    return ""


def _links(slug: str) -> dict[str, str]:
    here = url_for("reports.everybody", requirement=slug)
    return {kind: f"{here}?part={part.value}" for part, kind in KINDS.items()} | {"all": here}


def _share(parts: FiveParts) -> str:
    if not parts.total:
        return _("It takes in nobody.")
    return _("%(did)d of %(of)d have done it.", did=parts.did, of=parts.counted)


def _edit(line: Line) -> Way:
    label = _("Change it") if line.ended_on is None else _("Change it and bring it back")
    return Way(label, url_for("completion.edit_requirement", slug=line.slug))


def _acts(line: Line, now: VersionRow) -> tuple[Way, ...]:
    if line.ended_on is not None:
        return (Way(_("Bring it back as it was"), url_for("completion.bring_back_form", slug=line.slug)),)
    calls = (Way(_("Call it now"), url_for("completion.call_form", slug=line.slug)),) if _can_be_called(now) else ()
    return (*calls, Way(_("End it"), url_for("completion.end_form", slug=line.slug)))


def _can_be_called(now: VersionRow) -> bool:
    return now.row["due"].get("event") in CALLED


def _called(now: VersionRow) -> str:
    if not _can_be_called(now):
        return ""
    return _("It waits for something to come about. Calling it asks everybody it takes in.")


def _history(known: History, said: Sequence[tuple[Mapping[str, object], tuple[Fact, ...]]]) -> list[Step]:
    steps = [
        (one.recorded_at, _step(one, changes(said[at], said[at + 1]) if at + 1 < len(said) else ()))
        for at, one in enumerate(known.versions)
    ]
    steps += [(one.at, _end_step(one)) for one in known.ends]
    return [step for _at, step in sorted(steps, key=lambda pair: pair[0], reverse=True)]


def _step(one: VersionRow, changed: tuple[Change, ...]) -> Step:
    by, reason = one.by or _("the file"), one.reason or ("" if one.by else _("As requirements.yaml says it."))
    return Step(_("Version %(n)d", n=one.number), day_year(one.since), by, reason, changed)


def _end_step(one: EndRow) -> Step:
    reason = str((one.detail or {}).get("reason", ""))
    return Step(_("Ended"), day_year(one.at), one.by or _("the file"), reason, ())


# --- one question and a reason ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class QuestionPage:
    """A page with one question: what happens, why, and the button that does it."""

    title: str
    trail: tuple[Way, ...]
    lede: str
    hint: str
    act: str


def _asked_about(line: Line) -> tuple[Way, ...]:
    return (*trail(), Way(line.title, _address(line)))


def end_page(line: Line, parts: FiveParts) -> QuestionPage:
    """Build the page that ends a requirement."""
    lede = ngettext(
        "%(num)d person has it now. Their duty ends today; what was done stays on record.",
        "%(num)d people have it now. Their duties end today; what was done stays on record.",
        parts.total,
    )
    hint = _("It stands in the history of the requirement.")
    return QuestionPage(_("End it?"), _asked_about(line), lede, hint, _("End it today"))


def bring_back_page(line: Line) -> QuestionPage:
    """Build the page that brings a requirement back."""
    lede = _("It holds from today on, as it was. Nobody owes it for the time in between.")
    return QuestionPage(
        _("Bring it back?"), _asked_about(line), lede, _("It stands in the history."), _("Bring it back today")
    )


def call_page(line: Line, takes_in: int) -> QuestionPage:
    """Build the page that calls a requirement because something came about."""
    lede = ngettext("%(num)d person is asked from today on.", "%(num)d people are asked from today on.", takes_in)
    hint = _("What came about, as people may read it in the history.")
    return QuestionPage(_("Has it come about today?"), _asked_about(line), lede, hint, _("Call it now"))
