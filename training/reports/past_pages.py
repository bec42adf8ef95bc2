"""What the pages of teams show of a past day: the same parts in the past tense, and what came since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from flask import url_for

from training.completion.as_of import AsOf, Known
from training.completion.as_of_queries import Asked
from training.completion.rules import FiveParts, Status, together
from training.people.departments import DepartmentRow
from training.reports import team_pages
from training.reports.acting_pages import Filter, filters
from training.reports.departments import Line, Scope, Team
from training.reports.parts import KINDS, Way
from training.reports.past_queries import Now, PastRow
from training.reports.since_then import Kind, Since, Then, since_then
from training.reports.team_pages import EVERYBODY, Overview, Pages
from training.reports.wishes import Wish
from training.web.language import day, day_full, day_long, day_short, day_year
from training.web.pictures import Bar, five_part_bar
from training.web.returning import query
from training.web.words import _, count_word, ngettext


@dataclass(frozen=True)
class Banner:
    """Says which day one looks at, as known when, and leads to the other way and back to today."""

    day: str
    now: bool
    """As it is recorded now; else as it was known then."""
    other_href: str
    today_href: str


@dataclass(frozen=True)
class PastOverview:
    """All requirements of some teams on a past day."""

    banner: Banner
    page: Overview
    nothing: str
    """Said where nobody had any duty."""
    teams: str
    """The heading of the table of teams."""


@dataclass(frozen=True)
class Looking:
    """When it is looked, and the share in per cent that is aimed at."""

    moment: datetime
    goal: int


def teams_page(teams: Sequence[Team], lines: Sequence[Line], as_of: AsOf, at: Looking, *, whole: bool) -> PastOverview:
    """Build the page of all teams as of a day."""
    page = team_pages.teams_page(teams, lines, at.moment, at.goal, whole=whole)
    parts = together([line.of(*(team.id for team in teams if team.top)) for line in lines])
    title = _("Teams: %(did)d of %(of)d duties were done", did=parts.did, of=parts.counted)
    page = replace(page, title=title if lines else _("Teams"))
    nothing = _("Nothing was asked of anybody on that day.")
    return PastOverview(_banner(url_for("reports.teams"), as_of), _on(page, as_of), nothing, _("By team"))


def department_page(
    team: DepartmentRow, below: Sequence[Team], lines: Sequence[Line], as_of: AsOf, at: Looking
) -> PastOverview:
    """Build the overview of one department as of a day."""
    page = team_pages.department_page(team, below, lines, at.moment, at.goal)
    parts = together([line.of(team.id) for line in lines])
    title = _("%(team)s: %(did)d of %(of)d duties were done", team=team.name, did=parts.did, of=parts.counted)
    page = replace(page, title=title if lines else team.name)
    here = url_for("reports.department", department_id=team.public_id)
    nothing = _("Nothing was asked of this team on that day.")
    return PastOverview(_banner(here, as_of), _on(page, as_of), nothing, _("Its subdepartments"))


def _on(page: Overview, as_of: AsOf) -> Overview:
    """Let all links of an overview keep the day. A team in which nobody had a duty then does not stand there."""
    rows = [row for row in page.matrix if any(row.cells)] if page.lines else page.matrix
    return replace(
        page,
        as_of=_("As of %(day)s.", day=day_full(as_of.day)),
        trail=_kept(page.trail, as_of),
        lines=tuple(
            replace(
                line, href=_with(line.href, as_of), links={key: _with(href, as_of) for key, href in line.links.items()}
            )
            for line in page.lines
        ),
        chart=replace(
            page.chart, rows=tuple(replace(row, href=_with(row.href, as_of)) for row in page.chart.rows)
        ),
        matrix=tuple(
            replace(
                row, href=_with(row.href, as_of),
                cells=tuple(cell and cell._replace(href=_with(cell.href, as_of)) for cell in row.cells),
            )
            for row in rows
        ),
    )  # fmt: skip


def _kept(trail: Sequence[Way], as_of: AsOf) -> tuple[Way, ...]:
    return tuple(replace(way, href=_with(way.href, as_of)) for way in trail)


def _with(href: str, as_of: AsOf, **more: str) -> str:
    """Return an address that keeps the day, and what else it asks for. Nowhere stays nowhere."""
    named = {"on": as_of.day.isoformat()} | ({"known": str(as_of.known)} if as_of.known is Known.NOW else {})
    asked = urlencode(named | {name: value for name, value in more.items() if value})
    return f"{href}{'&' if '?' in href else '?'}{asked}" if href else ""


def _banner(here: str, as_of: AsOf, **kept: str) -> Banner:
    now = as_of.known is Known.NOW
    other = replace(as_of, known=Known.THEN if now else Known.NOW)
    return Banner(day_long(as_of.day), now, _with(here, other, **kept), f"{here}{query(**kept)}")


# --- one requirement --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PastEntry:
    """One person of the list; `note` stands instead of a due day where nothing was due any more."""

    name: str
    team: str
    state: str
    due: str
    note: str
    since: str


@dataclass(frozen=True)
class PastRequirement:
    """One requirement in one department on a past day: the sum, and the people behind each number."""

    banner: Banner
    title: str
    trail: tuple[Way, ...]
    over: str
    bar: Bar
    links: Mapping[str, str]
    share: str
    as_of: str
    table: str
    """Where the list of people is to be had as a file."""
    heading: str
    everybody: Way | None
    filters: tuple[Filter, ...]
    caption: str
    people: tuple[PastEntry, ...]
    pages: Pages


@dataclass(frozen=True)
class Looked:
    """What was found of a requirement on a day: how it was put, its five parts, and whom the reader wished to see."""

    scope: Scope
    requirement: Asked
    parts: FiveParts
    wish: Wish
    as_of: AsOf
    site: str = ""
    """The name of the site to which the people are narrowed."""

    @property
    def above(self) -> str:
        return f"{url_for('reports.teams')}{self.scope.public_id or EVERYBODY}"

    @property
    def here(self) -> str:
        return f"{self.above}/{self.requirement.slug}"

    @property
    def cut(self) -> dict[str, str]:
        return self.wish.cut.asked()

    @property
    def asked(self) -> dict[str, str]:
        return self.cut | ({"part": self.wish.part.value} if self.wish.part else {})


def requirement_page(looked: Looked, people: Sequence[PastRow], now: Now, today: date) -> PastRequirement:
    """Build the page of one requirement as of a day; `now` is what is recorded today of the same people."""
    scope, parts, as_of = looked.scope, looked.parts, looked.as_of
    ways = [Way(_("All teams"), url_for("reports.teams"))] + (
        [Way(scope.name, looked.above)] if scope.public_id else []
    )
    title = _("%(team)s: %(did)d of %(of)d had done it", team=scope.name, did=parts.did, of=parts.counted)
    return PastRequirement(
        banner=_banner(looked.here, as_of, **looked.asked),
        title=title if parts.total else _("%(team)s: nobody had to do it", team=scope.name),
        trail=_kept(ways, as_of), over=looked.requirement.title,
        bar=five_part_bar(parts.done, parts.done_late, parts.exempt, parts.open, parts.overdue),
        links={kind: _with(looked.here, as_of, part=part.value, **looked.cut) for part, kind in KINDS.items()}
        | {"all": _with(looked.here, as_of, **looked.cut)},
        share=_share(parts), as_of=_with_whom(looked),
        table="reports.people_table" if looked.scope.public_id else "reports.everybody_table",
        heading=_heading(parts, looked.wish),
        everybody=_everybody(looked), filters=_filters(looked),
        caption=_("People in %(team)s, their state on that day and what came since", team=scope.name),
        people=tuple(_entry(one, looked, now, today) for one in people), pages=_pages(looked, people),
    )  # fmt: skip


def _everybody(looked: Looked) -> Way | None:
    all_of_them = _("Show all %(n)d", n=looked.parts.total)
    return Way(all_of_them, _with(looked.here, looked.as_of, **looked.cut)) if looked.wish.part else None


def _filters(looked: Looked) -> tuple[Filter, ...]:
    found = filters(looked.wish, looked.site, looked.here)
    return tuple(replace(one, off_href=_with(one.off_href, looked.as_of)) for one in found)


def _share(parts: FiveParts) -> str:
    fraction = _("%(did)d of %(of)d", did=parts.did, of=parts.counted)
    if not parts.exempt:
        return _("%(fraction)s: nobody was exempt.", fraction=fraction)
    exempt = ngettext(
        "the %(word)s exempt person does not count", "the %(word)s exempt people do not count", parts.exempt,
        word=count_word(parts.exempt),
    )  # fmt: skip
    return _("%(fraction)s: %(exempt)s.", fraction=fraction, exempt=exempt)


def _with_whom(looked: Looked) -> str:
    return ngettext(
        "As of %(day)s, with the one person who had it to do in %(team)s on that day.",
        "As of %(day)s, with the %(num)d people who had it to do in %(team)s on that day.",
        looked.parts.total, day=day_full(looked.as_of.day), team=looked.scope.name,
    )  # fmt: skip


def _heading(parts: FiveParts, wish: Wish) -> str:
    if wish.part:
        return _part_heading(wish.part, parts.of(wish.part))
    if not parts.outstanding:
        return _("Nobody had it left to do")
    word = count_word(parts.outstanding).capitalize()
    return ngettext(
        "%(word)s person had not done it yet", "%(word)s people had not done it yet", parts.outstanding, word=word
    )


def _part_heading(part: Status, number: int) -> str:
    word = count_word(number).capitalize()
    words = {
        Status.DONE: ngettext(
            "%(word)s person had done it in time", "%(word)s people had done it in time", number, word=word
        ),
        Status.DONE_LATE: ngettext(
            "%(word)s person had done it late", "%(word)s people had done it late", number, word=word
        ),
        Status.EXEMPT: ngettext("%(word)s person was exempt", "%(word)s people were exempt", number, word=word),
        Status.OPEN: ngettext("%(word)s person had time left", "%(word)s people had time left", number, word=word),
        Status.OVERDUE: ngettext("%(word)s person was overdue", "%(word)s people were overdue", number, word=word),
    }  # fmt: skip
    return words[part]


def _entry(one: PastRow, looked: Looked, now: Now, today: date) -> PastEntry:
    waiting, on = one.state in {Status.OVERDUE, Status.OPEN}, looked.as_of.day
    then = Then(looked.as_of, one.cycle, one.state, looked.scope.path)
    since = since_then(then, now.duties.get(one.person_id, ()), now.places.get(one.person_id, ()), today)
    return PastEntry(
        name=f"{one.family}, {one.given}", team=one.team, state=KINDS[one.state],
        due=_day(one.due, on) if waiting else "", note="" if waiting else _note(one, on),
        since=_since(since, today, whole=not looked.scope.public_id),
    )  # fmt: skip


def _day(value: date, on: date) -> str:
    return day(value) if value.year == on.year else day_year(value)


def _short(value: date, today: date) -> str:
    return day_short(value) if value.year == today.year else day_long(value)


def _note(one: PastRow, on: date) -> str:
    if one.state is Status.EXEMPT:
        return _("Until %(day)s", day=day_year(one.exempt_until)) if one.exempt_until else _("Without an end")
    if one.done_on is None:
        return ""
    if one.state is Status.DONE_LATE:
        return _("Done %(done)s, due %(due)s", done=_short(one.done_on, on), due=_short(one.due, on))
    return _("Done %(day)s", day=_day(one.done_on, on))


def _since(since: Since, today: date, *, whole: bool) -> str:
    on = _short(since.day, today) if since.day else ""
    words = {
        Kind.NOTHING: "", Kind.DONE: _("Done %(day)s", day=on), Kind.DONE_LATE: _("Done late %(day)s", day=on),
        Kind.RECORDED_LATER: _("Done %(day)s, recorded later", day=on), Kind.AGAIN: _("Done again %(day)s", day=on),
        Kind.TAKEN_BACK: _("Taken back"), Kind.ELSEWHERE: _("Not in the team, as recorded now"),
        Kind.LEFT: _("Left on %(day)s", day=on) if whole else _("Left the team on %(day)s", day=on),
        Kind.OVER: _("Not asked any more"), Kind.OPEN: _("Open today"), Kind.OVERDUE: _("Overdue today"),
        Kind.EXEMPT: _("Exempt today"),
    }  # fmt: skip
    return words[since.kind]


def _pages(looked: Looked, people: Sequence[PastRow]) -> Pages:
    of, wish = looked.parts.of(looked.wish.part) if looked.wish.part else looked.parts.total, looked.wish
    first, last = wish.after.number + 1, wish.after.number + len(people)
    words = _("%(first)d to %(last)d of %(of)d", first=first, last=last, of=of)
    after = str(people[-1].place(last)) if people and last < of else ""
    here = _with(looked.here, looked.as_of, **looked.asked)
    return Pages(
        words=words if wish.part else _("%(words)s, open first", words=words),
        next_href=f"{here}&after={after}#list" if after else "",
        next_label=_("Next %(n)d", n=min(wish.limit, of - last)),
        previous_href=f"{here}#list" if wish.after.number else "", previous_label=_("Back to the first"),
    )  # fmt: skip
