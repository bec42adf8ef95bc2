"""What the desk shows, as frozen values in the reader's language: five lines, three figures, one table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from training.completion.rules import FiveParts, together
from training.learning.outcome_queries import Saved
from training.learning.statistics import Share
from training.reports.attention import Attention, Knowing, View
from training.reports.desk_queries import SOON, WEEK, Gap, RunningOut, Waiting
from training.web.language import day, day_full, day_short, day_year, number
from training.web.pictures import Bar, five_part_bar
from training.web.request import way_to
from training.web.words import _, count_word, ngettext

NAMED = 2
"""Requirements that a line names; of more it says how many there are."""


@dataclass(frozen=True)
class Line:
    """One line of what needs attention, as ui/rolls.html draws it."""

    number: int
    strong: str
    rest: str
    act: str
    href: str
    before: str = ""
    overdue: bool = False


@dataclass(frozen=True)
class Figure:
    """One of the three figures, which are never added."""

    name: str
    value: str
    href: str
    beside: str
    note: str


@dataclass(frozen=True)
class Row:
    """One department in the table of five parts."""

    label: str
    href: str
    bar: Bar
    links: None = None


@dataclass(frozen=True)
class Way:
    label: str
    href: str


@dataclass(frozen=True)
class DeskPage:
    over: str
    title: str
    lines: tuple[Line, ...]
    also: tuple[Way, ...]
    figures: tuple[Figure, ...]
    rows: tuple[Row, ...]
    together: Bar


def desk_page(found: Attention, moment: datetime) -> DeskPage:
    """Build the desk. The five lines are always the same, in the same order; at nought they say so."""
    today, whole = moment.date(), _whole(found)
    lines = (
        _overdue(found, whole), _running_out(found.waiting, today), *_fading(found.knowing), _gaps(found.gaps),
        _mail(found.waiting, today),
    )  # fmt: skip
    some = any(line.number for line in lines)
    return DeskPage(
        over=_("The desk, %(day)s", day=day_full(today)),
        title=_("What needs attention") if some else _("Nothing needs attention this week"), lines=lines,
        also=tuple(_also(found)), figures=tuple(_figures(found, whole)), rows=tuple(_rows(found)),
        together=_bar(whole),
    )  # fmt: skip


def _whole(found: Attention) -> FiveParts:
    return together([found.coverage.get(team, FiveParts()) for team in found.view.top_ids])


# --- five lines -------------------------------------------------------------------------------------------------------


def _overdue(found: Attention, whole: FiveParts) -> Line:
    people = sum(found.overdue.get(team, 0) for team in found.view.top_ids)
    if not people:
        return Line(0, _("people are overdue"), ".", "", "", before=_before(found.waiting, whole))
    return Line(
        people, ngettext("person is overdue", "people are overdue", people), _most(found, people),
        _("See who, by team"), url_for("reports.teams"), before=_before(found.waiting, whole), overdue=True,
    )  # fmt: skip


def _most(found: Attention, people: int) -> str:
    counted = [(found.overdue.get(team.id, 0), team.name) for team in found.view.shown]
    most, name = max(counted, default=(0, ""), key=lambda pair: pair[0])
    if len(counted) == 1 or not most:
        return "."
    if most == people:
        return _(", in %(team)s.", team=name) if people == 1 else _(", all of them in %(team)s.", team=name)
    return _(", %(most)d of them in %(team)s.", most=most, team=name)


def _before(waiting: Waiting, whole: FiveParts) -> str:
    """Say how it was: what was kept counts duties, of which a person may have several."""
    if waiting.before is None:
        return ""
    duties = ngettext("%(num)d duty", "%(num)d duties", whole.overdue)
    return _(
        "%(duties)s; on %(day)s it was %(then)d.", duties=duties, day=day(waiting.before), then=waiting.overdue_before
    )


def _running_out(waiting: Waiting, today: date) -> Line:
    out = waiting.running_out
    return Line(
        out, ngettext("completion runs out", "completions run out", out),
        _(" by %(day)s.", day=day_year(today + SOON)), _("See by requirement") if out else "",
        url_for("programme.running_out") if out else "", before=_told(out, waiting.told),
    )  # fmt: skip


def _told(out: int, told: int) -> str:
    if not out:
        return ""
    if told == out:
        return _("All have been told.")
    return ngettext("%(num)d of them has been told.", "%(num)d of them have been told.", told) if told else (
        _("Nobody has been told yet.")
    )  # fmt: skip


def _fading(knowing: Knowing | None) -> Iterator[Line]:
    if knowing is not None:
        fading = len(knowing.fading)
        listed = f": {', '.join(knowing.fading)}." if fading else "."
        words = ngettext("topic is fading", "topics are fading", fading)
        act, href = (_("See what is known"), url_for("reports.recall")) if fading else ("", "")
        yield Line(fading, words, listed, act, href)


def _gaps(gaps: Sequence[Gap]) -> Line:
    href = way_to("/desk/requirements/")
    if not gaps:
        return Line(0, _("requirements without an owner or without people"), ".", "", "")
    words = ngettext("requirement wants care", "requirements want care", len(gaps))
    named = "; ".join(_gap(one) for one in gaps[:NAMED])
    more = len(gaps) - NAMED
    rest = ngettext("; and %(num)d more", "; and %(num)d more", more) if more > 0 else ""
    return Line(len(gaps), words, f": {named}{rest}.", _("Put it right") if href else "", href)


def _gap(one: Gap) -> str:
    if one.without_owner and one.empty:
        return _("“%(title)s” has no owner and asks nobody", title=one.title)
    if one.empty:
        return _("“%(title)s” asks nobody, since %(day)s", title=one.title, day=day_short(one.since))
    return _("“%(title)s” has no owner", title=one.title)


def _mail(waiting: Waiting, today: date) -> Line:
    people, href = waiting.mailed, way_to("/desk/reminders/") or way_to("/desk/outbox/")
    if not people:
        return Line(0, _("people get mail this week"), ".", "", "")
    held = ngettext("%(num)d mail is held until two people let it go.",
                    "%(num)d mails are held until two people let them go.", waiting.held)  # fmt: skip
    return Line(
        people, ngettext("person gets mail", "people get mail", people),
        _(" by %(day)s, at most one a day.", day=day(today + WEEK)), _("Read it first") if href else "", href,
        before=held if waiting.held else "",
    )  # fmt: skip


# --- what else waits --------------------------------------------------------------------------------------------------


def _also(found: Attention) -> Iterator[Way]:
    waiting = found.waiting
    if waiting.registers:
        words = ngettext("%(word)s register to sign", "%(word)s registers to sign", waiting.registers,
                         word=_capital(count_word(waiting.registers)))  # fmt: skip
        yield Way(words, url_for("seminars.desk"))
    if waiting.failed_mails:
        words = ngettext("%(word)s mail not delivered", "%(word)s mails not delivered", waiting.failed_mails,
                         word=_capital(count_word(waiting.failed_mails)))  # fmt: skip
        yield Way(words, url_for("notices.outbox"))
    if found.knowing and (leaked := found.knowing.leaked):
        words = ngettext(
            "%(word)s answer key may go round: %(courses)s", "%(word)s answer keys may go round: %(courses)s",
            len(leaked), word=_capital(count_word(len(leaked))), courses=", ".join(leaked),
        )  # fmt: skip
        yield Way(words, url_for("learning.figures"))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


# --- three figures ----------------------------------------------------------------------------------------------------


def _figures(found: Attention, whole: FiveParts) -> Iterator[Figure]:
    late = ngettext("did what was asked, %(num)d of them late", "did what was asked, %(num)d of them late",
                    whole.done_late)  # fmt: skip
    yield Figure(
        _("Coverage, duties"), number(whole.did), url_for("reports.teams"), _("of %(all)s", all=number(whole.counted)),
        late if whole.done_late else _("did what was asked, none of them late"),
    )  # fmt: skip
    if found.knowing is not None:
        yield _recall(found.knowing.recalled)
        yield _saved(found.knowing.saved)


def _recall(share: Share | None) -> Figure:
    name, href = _("Recall, this quarter"), url_for("reports.recall")
    if share is None:
        return Figure(name, _("Not yet"), href, "", _("too few people have answered weeks after learning"))
    return Figure(
        name, _("%(share)d %%", share=round(100 * share.share)), href,
        _("%(low)d to %(high)d", low=int(100 * share.low), high=-int(-100 * share.high // 1)),
        ngettext("right, of %(count)s answer given weeks later", "right, of %(count)s answers given weeks later",
                 share.whole, count=number(share.whole)),
    )  # fmt: skip


def _saved(saved: Saved) -> Figure:
    hours = round(saved.minutes / 60)
    value, beside = (number(hours), ngettext("hour", "hours", hours)) if hours else (
        number(saved.minutes), ngettext("minute", "minutes", saved.minutes)
    )  # fmt: skip
    people = ngettext("by one person who knew it already", "by %(num)d people who knew it already", saved.people)
    return Figure(
        _("Saved, this year"), value, "", beside, people if saved.people else _("nobody has tried the questions first")
    )


# --- coverage by department -------------------------------------------------------------------------------------------


def _rows(found: Attention) -> Iterator[Row]:
    for team in found.view.shown:
        href = url_for("reports.department", department_id=team.public_id)
        yield Row(team.name, href, _bar(found.coverage.get(team.id, FiveParts())))
    yield from _itself(found.view, found)


def _itself(view: View, found: Attention) -> Iterator[Row]:
    """What stands in the one department at the top, and in none below it: so that the rows add up."""
    if view.shown == view.tops:
        return
    top = view.tops[0]
    whole = found.coverage.get(top.id, FiveParts())
    below = together([found.coverage.get(team.id, FiveParts()) for team in view.shown])
    rest = FiveParts(
        whole.done - below.done, whole.done_late - below.done_late, whole.exempt - below.exempt,
        whole.open - below.open, whole.overdue - below.overdue,
    )  # fmt: skip
    if rest.total:
        href = url_for("reports.department", department_id=top.public_id)
        yield Row(_("%(name)s itself", name=top.name), href, _bar(rest))


def _bar(parts: FiveParts) -> Bar:
    return five_part_bar(parts.done, parts.done_late, parts.exempt, parts.open, parts.overdue)


# --- completions that run out -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OutLine:
    title: str
    href: str
    running_out: int
    told: str
    first: str


@dataclass(frozen=True)
class OutPage:
    statement: str
    rest: str
    lines: tuple[OutLine, ...]


def running_out_page(found: Sequence[RunningOut], today: date, *, whole: bool) -> OutPage:
    """Build the list of requirements whose completions run out soon. `whole`: the viewer sees everybody."""
    people = sum(one.running_out for one in found)
    until = day_year(today + SOON)
    statement = ngettext("%(word)s renewal is due by %(day)s.", "%(word)s renewals are due by %(day)s.", people,
                         word=_capital(count_word(people)), day=until)  # fmt: skip
    return OutPage(
        statement if people else _("Nothing runs out by %(day)s.", day=until),
        _told(people, sum(one.told for one in found)),
        tuple(
            OutLine(
                one.title, f"{url_for('reports.teams')}everybody/{one.slug}?part=open" if whole else "",
                one.running_out, number(one.told), day_year(one.first),
            )
            for one in found
        ),
    )  # fmt: skip
