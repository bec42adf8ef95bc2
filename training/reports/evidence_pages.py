"""What an auditor sees: what they may read, and one requirement over one period with its people, as frozen values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import url_for

from training.completion.evidence_rules import SAMPLE
from training.completion.requirement_queries import VersionRow
from training.completion.requirement_words import Fact, Names, facts
from training.completion.rules import ExemptionKind, FiveParts, Status
from training.reports.evidence_queries import EngagementRow, PackRow
from training.reports.pack_files import POPULATION, SAMPLED, population_line, sampled_line
from training.reports.pack_pages import PackLine, pack_line, period
from training.reports.pack_queries import ExemptionRow
from training.reports.parts import KINDS
from training.reports.population_queries import Counted, DutyRow
from training.reports.proof_queries import Rosters
from training.reports.team_pages import Pages, as_of
from training.reports.wishes import FIRST_DAY, Place, Wish
from training.web.language import day_full, day_year, number
from training.web.pictures import Bar, Tally, five_part_bar, tally
from training.web.words import _, count_word, ngettext

SHOWN = 10
"""Exemptions that the page shows; all are in the pack."""
ONE_DAY = timedelta(days=1)


class Way(NamedTuple):
    label: str
    href: str


def all_evidence() -> Way:
    """Return the way back to the list."""
    return Way(_("Evidence"), url_for("reports.evidence"))


# --- the list ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EngagementCard:
    title: str
    href: str
    facts: tuple[str, ...]
    summary: str


@dataclass(frozen=True)
class EvidencePage:
    first: str
    rest: str
    cards: tuple[EngagementCard, ...]
    picture: Tally | None


def evidence_page(rows: Sequence[EngagementRow], *, sees_all: bool) -> EvidencePage:
    """Build the list of what the viewer may read."""
    word = count_word(len(rows))
    first = ngettext(
        "%(word)s requirement to read.", "%(word)s requirements to read.", len(rows), word=word.capitalize()
    )
    rest = _("You change nothing; that you looked is recorded.")
    return EvidencePage(
        first=first if rows else _("Nothing to read."),
        rest=rest if rows else _("What auditors are let in for appears here."),
        cards=tuple(_card(one, sees_all=sees_all) for one in rows),
        picture=None if rows else tally(count=60, gold=60, columns=4),
    )  # fmt: skip


def _card(one: EngagementRow, *, sees_all: bool) -> EngagementCard:
    last = _("to be read until %(day)s", day=day_year(one.valid_until - ONE_DAY))
    facts = (period(day_year(one.since), day_year(one.until)), last)
    href = url_for("reports.engagement", engagement_id=one.public_id)
    return EngagementCard(one.title, href, (*facts, one.name) if sees_all else facts, one.reason)


# --- one requirement over one period ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class DutyEntry:
    """One duty in the list of the population."""

    name: str
    below: str
    href: str
    state: str
    days: str
    version: str


@dataclass(frozen=True)
class ExemptionEntry:
    name: str
    what: str
    days: str
    reason: str
    by: str


@dataclass(frozen=True)
class VersionEntry:
    number: str
    title: str
    when: str
    changed: tuple[str, ...]
    said: tuple[Fact, ...]


@dataclass(frozen=True)
class Read:
    """All that the page of an engagement is made from."""

    counted: Counted
    duties: Sequence[DutyRow]
    exemptions: Sequence[ExemptionRow]
    versions: Sequence[VersionRow]
    names: Names
    packs: Sequence[PackRow]


@dataclass(frozen=True)
class EngagementPage:
    title: str
    trail: tuple[Way, ...]
    over: str
    bar: Bar
    links: dict[str, str]
    share: str
    as_of: str
    people: str
    engagement_id: str
    sample_href: str
    sample: str
    heading: str
    everybody: Way | None
    duties: tuple[DutyEntry, ...]
    pages: Pages
    exemptions: tuple[ExemptionEntry, ...]
    more_exemptions: str
    versions: tuple[VersionEntry, ...]
    packs: tuple[PackLine, ...]


def engagement_page(one: EngagementRow, read: Read, wish: Wish, moment: datetime) -> EngagementPage:
    """Build the page of one requirement over one period."""
    parts, here = read.counted.parts, url_for("reports.engagement", engagement_id=one.public_id)
    title = _("%(did)s of %(of)s had done it", did=number(parts.did), of=number(parts.counted))
    return EngagementPage(
        title=title if parts.total else _("Nobody had to do it on that day"),
        trail=(all_evidence(),), over=f"{one.title}, {period(day_year(one.since), day_year(one.until))}",
        bar=five_part_bar(parts.done, parts.done_late, parts.exempt, parts.open, parts.overdue),
        links={kind: f"{here}?part={part.value}#people" for part, kind in KINDS.items()} | {"all": f"{here}#people"},
        share=_share(one, parts), as_of=as_of(moment),
        people=_people(read.counted), engagement_id=one.public_id, sample_href=f"{here}/sample",
        sample=_sample(read.counted), heading=_heading(read.counted, wish),
        everybody=Way(_("Show all %(n)s", n=number(read.counted.duties)), f"{here}#people") if wish.part else None,
        duties=tuple(_duty(duty, one) for duty in read.duties), pages=_pages(here, read, wish),
        exemptions=tuple(exemption_entry(each) for each in read.exemptions[:SHOWN]),
        more_exemptions=_("The latest %(n)s. All of them are in the pack.", n=SHOWN)
        if len(read.exemptions) > SHOWN else "",
        versions=tuple(_version(version, read.names) for version in read.versions),
        packs=tuple(pack_line(pack) for pack in read.packs),
    )  # fmt: skip


def _share(one: EngagementRow, parts: FiveParts) -> str:
    words = _("On %(day)s, the last day of the period.", day=day_full(one.until))
    exempt = ngettext(
        "The %(word)s exempt duty does not count in a share.", "The %(word)s exempt duties do not count in a share.",
        parts.exempt, word=count_word(parts.exempt),
    )  # fmt: skip
    return f"{words} {exempt}" if parts.exempt else words


def _people(counted: Counted) -> str:
    people = ngettext("%(n)s person", "%(n)s people", counted.people, n=number(counted.people))
    duties = ngettext("%(n)s duty", "%(n)s duties", counted.duties, n=number(counted.duties))
    return _(
        "%(people)s with %(duties)s in the period; %(n)s of the duties stood on its last day.",
        people=people, duties=duties, n=number(counted.parts.total),
    )  # fmt: skip


def _sample(counted: Counted) -> str:
    return _("The sample: %(n)s of %(of)s people", n=min(SAMPLE, counted.people), of=number(counted.people))


def _heading(counted: Counted, wish: Wish) -> str:
    if wish.part is None:
        return _("Everybody with this duty in the period")
    number_of = counted.parts.of(wish.part)
    words = {
        Status.DONE: _("Done in time: %(n)s", n=number(number_of)),
        Status.DONE_LATE: _("Done late: %(n)s", n=number(number_of)),
        Status.EXEMPT: _("Exempt on the last day: %(n)s", n=number(number_of)),
        Status.OPEN: _("Open, with time left: %(n)s", n=number(number_of)),
        Status.OVERDUE: _("Overdue on the last day: %(n)s", n=number(number_of)),
    }
    return words[wish.part]


def _duty(duty: DutyRow, one: EngagementRow) -> DutyEntry:
    return DutyEntry(
        name=duty.name, below=f"{duty.person}, {duty.department}",
        href=url_for("reports.engagement_duty", engagement_id=one.public_id, duty_id=duty.public_id),
        state=KINDS[duty.state(one.until)], days=days_words(duty, one), version=number(duty.version),
    )  # fmt: skip


def days_words(duty: DutyRow, one: EngagementRow) -> str:
    """Say when a duty was due and done, and by how many days it was late."""
    due, days = _("due %(day)s", day=day_year(duty.due)), duty.days_late(one.until)
    late = ngettext("%(num)d day late", "%(num)d days late", days) if days else ""
    done = _("done %(day)s", day=day_year(duty.done_on)) if duty.done_on and duty.done_on <= one.until else ""
    ended = _("ended %(day)s", day=day_year(duty.ended)) if duty.ended and not duty.counts(one.until) else ""
    return ", ".join(words for words in (due, done, late, ended) if words)


def exemption_entry(one: ExemptionRow) -> ExemptionEntry:
    """Say who was excused, from when until when, why, and who approved it."""
    until = day_year(one.until - ONE_DAY) if one.until else ""
    days = period(day_year(one.since), until) if until else _("from %(day)s, without an end", day=day_year(one.since))
    return ExemptionEntry(one.name, exemption_words(one), days, one.reason, one.approved_by)


def exemption_words(one: ExemptionRow) -> str:
    """Say what it was."""
    return {ExemptionKind.LEAVE: _("Leave"), ExemptionKind.EXEMPTION: _("Exemption")}[ExemptionKind(one.kind)]


def _version(one: VersionRow, names: Names) -> VersionEntry:
    changed = (_("by %(name)s", name=one.by) if one.by else "", one.reason)
    return VersionEntry(
        _("Version %(n)s", n=number(one.number)), one.row["title"], day_year(one.since), tuple(filter(None, changed)),
        (Fact(_("Why"), one.row["why"]), *facts(one.row, one.subjects, one.owner, names)),
    )  # fmt: skip


def _pages(here: str, read: Read, wish: Wish) -> Pages:
    of = read.counted.parts.of(wish.part) if wish.part else read.counted.duties
    first, last = wish.after.number + 1, wish.after.number + len(read.duties)
    more, asked = bool(read.duties) and last < of, f"part={wish.part.value}&" if wish.part else ""
    place = Place(last, 0, FIRST_DAY, read.duties[-1].public_id) if more else ""
    return Pages(
        words=_("%(first)s to %(last)s of %(of)s, by name", first=number(first), last=number(last), of=number(of)),
        next_href=f"{here}?{asked}after={place}#people" if more else "",
        next_label=_("Next %(n)d", n=min(wish.limit, of - last)),
        previous_href=f"{here}?{asked.rstrip('&')}#people" if wish.after.number else "",
        previous_label=_("Back to the first"),
    )  # fmt: skip


def population_rows(duties: Iterator[DutyRow], one: EngagementRow, rosters: Rosters) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the CSV file as they stand in a pack, the head first: one form of one truth."""
    yield POPULATION
    for duty in duties:
        yield population_line(duty, one.until, rosters)


# --- the sample -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SampleEntry:
    place: str
    name: str
    below: str
    href: str
    state: str
    days: str
    sha256: str


@dataclass(frozen=True)
class SamplePage:
    title: str
    trail: tuple[Way, ...]
    over: str
    seed: str
    entries: tuple[SampleEntry, ...]


def sample_page(one: EngagementRow, drawn: Sequence[tuple[str, str]], duties: dict[str, DutyRow]) -> SamplePage:
    """Build the page of the sample; `drawn` are (SHA-256, person) in the order of the draw."""
    here = url_for("reports.engagement", engagement_id=one.public_id)
    return SamplePage(
        title=ngettext("%(num)d person, drawn by chance", "%(num)d people, drawn by chance", len(drawn)),
        trail=(all_evidence(), Way(one.title, here)), over=period(day_year(one.since), day_year(one.until)),
        seed=one.public_id,
        entries=tuple(
            _sampled(place, sha256, duties[person], one) for place, (sha256, person) in enumerate(drawn, start=1)
        ),
    )  # fmt: skip


def _sampled(place: int, sha256: str, duty: DutyRow, one: EngagementRow) -> SampleEntry:
    entry = _duty(duty, one)
    return SampleEntry(number(place), entry.name, entry.below, entry.href, entry.state, entry.days, sha256)


def sample_rows(
    one: EngagementRow, drawn: Sequence[tuple[str, str]], duties: dict[str, DutyRow]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the sample's file, the head first: its first columns are those of sample.csv in a pack."""
    yield SAMPLED
    for place, (sha256, person) in enumerate(drawn, start=1):
        yield sampled_line(place, sha256, duties[person], one.until)
