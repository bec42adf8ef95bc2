"""What the pages of teams show, as frozen values in the reader's language: templates compute nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from flask import url_for

from training.completion.due import LAST
from training.completion.rules import FiveParts, Status, together
from training.people.departments import DepartmentRow
from training.reports.acting_pages import Filter, RemindBar, acts, below, exempt_words, filters, remind_bar, reminded
from training.reports.departments import Line, PersonRow, Scope, Team
from training.reports.parts import KINDS, Way
from training.reports.remark_queries import Beside, Remark
from training.reports.wishes import Wish
from training.web.language import clock, day, day_full, day_short, day_year, in_days
from training.web.pictures import Bar, CoverageChart, CoverageInput, Tally, coverage_rows, five_part_bar, tally
from training.web.returning import query
from training.web.words import _, count_word, ngettext

EVERYBODY = "everybody"
"""The place of a department's id in addresses of the whole organisation."""
NO_CUT: Mapping[str, str] = {}


@dataclass(frozen=True)
class CoverageLine:
    """One row of the table of five parts."""

    label: str
    href: str
    bar: Bar
    links: Mapping[str, str]


class MatrixCell(NamedTuple):
    """One team and one requirement; `side` is above, below or nothing."""

    words: str
    href: str
    side: str


@dataclass(frozen=True)
class MatrixRow:
    label: str
    below: str
    href: str
    cells: tuple[MatrixCell | None, ...]


@dataclass(frozen=True)
class Overview:
    """All requirements of some teams: the sum, the five parts, the shares, and each team by itself."""

    title: str
    trail: tuple[Way, ...]
    bar: Bar
    as_of: str
    lines: tuple[CoverageLine, ...]
    chart: CoverageChart
    requirements: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]
    goal: int
    picture: Tally | None
    summary_href: str = ""
    """Where a manager wishes for the monthly summary of this department."""


def teams_page(teams: Sequence[Team], lines: Sequence[Line], moment: datetime, goal: int, *, whole: bool) -> Overview:
    """Build the page of all teams in the viewer's view, each top department followed by its subdepartments."""
    tops = [team for team in teams if team.top]
    parts = {line.slug: line.of(*(team.id for team in tops)) for line in lines}
    all_parts = together(list(parts.values()))
    title = _("Teams: %(did)d of %(of)d duties are done", did=all_parts.did, of=all_parts.counted)
    return _overview(
        title if lines else _("Teams"), (), _whole(tops, whole=whole), _Numbers(lines, parts, teams, moment, goal)
    )


def _whole(tops: Sequence[Team], *, whole: bool) -> str:
    """Where the numbers of all tops together open: one department, everybody, or (for some teams) nowhere."""
    if len(tops) == 1:
        return url_for("reports.department", department_id=tops[0].public_id)
    return f"{url_for('reports.teams')}{EVERYBODY}" if whole else ""


def department_page(
    department: DepartmentRow, below: Sequence[Team], lines: Sequence[Line], moment: datetime, goal: int
) -> Overview:
    """Build the overview of one department with everything below it."""
    parts = {line.slug: line.of(department.id) for line in lines}
    all_parts = together(list(parts.values()))
    title = _(
        "%(team)s: %(did)d of %(of)d duties are done", team=department.name, did=all_parts.did, of=all_parts.counted
    )
    here = url_for("reports.department", department_id=department.public_id)
    page = _overview(
        title if lines else department.name, (all_teams(),), here, _Numbers(lines, parts, below, moment, goal)
    )
    return replace(page, summary_href=url_for("completion.summary", department_id=department.public_id))


@dataclass(frozen=True)
class _Numbers:
    lines: Sequence[Line]
    parts: Mapping[str, FiveParts]
    teams: Sequence[Team]
    moment: datetime
    goal: int
    """Per cent: the line that shares are read against."""


def all_teams() -> Way:
    """Return the way to the page of all teams."""
    return Way(_("All teams"), url_for("reports.teams"))


def _overview(title: str, trail: tuple[Way, ...], here: str, numbers: _Numbers) -> Overview:
    shown = [(line, numbers.parts[line.slug]) for line in numbers.lines]
    return Overview(
        title=title, trail=trail, bar=bar(together(list(numbers.parts.values()))), as_of=as_of(numbers.moment),
        lines=tuple(
            CoverageLine(line.title, f"{here}/{line.slug}" if here else "", bar(parts), _links(here, line.slug))
            for line, parts in shown
        ),
        chart=coverage_rows(
            [
                CoverageInput(line.title, parts.did, parts.counted, f"{here}/{line.slug}" if here else "")
                for line, parts in shown
            ],
            numbers.goal,
        ),
        requirements=tuple(line.title for line in numbers.lines),
        matrix=tuple(_matrix(numbers)),
        goal=numbers.goal,
        picture=None if shown else tally(count=60, gold=60, columns=4),
    )  # fmt: skip


def as_of(moment: datetime) -> str:
    """Say of when the numbers are."""
    return _("As of %(day)s, %(time)s.", day=day_full(moment), time=clock(moment))


def bar(parts: FiveParts) -> Bar:
    """Draw five parts."""
    return five_part_bar(parts.done, parts.done_late, parts.exempt, parts.open, parts.overdue)


def _links(here: str, slug: str, cut: Mapping[str, str] = NO_CUT) -> dict[str, str]:
    if not here:
        return {}
    return {kind: f"{here}/{slug}{query(part=part.value, **cut)}" for part, kind in KINDS.items()}


def _matrix(numbers: _Numbers) -> Iterator[MatrixRow]:
    # A page has hundreds of cells: addresses are put together by hand, and the words are looked up once.
    root, words, top = url_for("reports.teams"), _("%(did)d of %(of)d"), _("with all below it")
    above = {team.path.rsplit("/", 2)[0] + "/" for team in numbers.teams}
    for team in numbers.teams:
        here = f"{root}{team.public_id}"
        cells = tuple(_cell(one.of(team.id), f"{here}/{one.slug}", words, numbers.goal) for one in numbers.lines)
        yield MatrixRow(team.name, top if team.path in above else "", here, cells)


def _cell(parts: FiveParts, href: str, words: str, goal: int) -> MatrixCell | None:
    did, of = parts.did, parts.counted
    if not of:
        return None
    return MatrixCell(words % {"did": did, "of": of}, href, "above" if 100 * did >= goal * of else "below")


# --- one requirement --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonEntry:
    """One person of the list. `note` stands instead of a due day where nothing is due any more."""

    name: str
    below: str
    state: str
    due: str
    distance: str
    note: str
    reminded: str
    href: str
    """The person's page, where there is nothing to change."""
    acts: tuple[Way, ...]


@dataclass(frozen=True)
class Pages:
    words: str
    next_href: str
    next_label: str
    previous_href: str
    previous_label: str


@dataclass(frozen=True)
class RequirementPage:
    """One requirement in one department: the sum, and the people behind each number."""

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
    remind: RemindBar | None
    cuts_href: str
    caption: str
    people: tuple[PersonEntry, ...]
    pages: Pages


def requirement_page(
    scope: Scope, line: Line, people: Sequence[PersonRow], wish: Wish, beside: Beside, moment: datetime
) -> RequirementPage:
    """Build the page of one requirement; `people` are those of the part and from the place that were wished for."""
    parts, today = line.of(*scope.team_ids), moment.date()
    above = f"{url_for('reports.teams')}{scope.public_id or EVERYBODY}"
    here, cut = f"{above}/{line.slug}", wish.cut.asked()
    back = f"{here}{_asked(wish, after=str(wish.after))}"
    trail = (all_teams(), Way(scope.name, above)) if scope.public_id else (all_teams(),)
    title = _("%(team)s: %(did)d of %(of)d have done it", team=scope.name, did=parts.did, of=parts.counted)
    return RequirementPage(
        title=title if parts.total else _("%(team)s: nobody has to do it", team=scope.name),
        trail=trail, over=line.title, bar=bar(parts),
        links=_links(above, line.slug, cut) | {"all": f"{here}{query(**cut)}"}, share=_share(parts),
        as_of=as_of(moment), heading=_heading(parts, wish),
        table="reports.people_table" if scope.public_id else "reports.everybody_table",
        everybody=Way(_("Show all %(n)d", n=parts.total), f"{here}{query(**cut)}") if wish.part else None,
        filters=filters(wish, beside.site, here), cuts_href=f"{here}/cuts",
        remind=remind_bar(beside, wish, back, today),
        caption=_("People in %(team)s and their state", team=scope.name),
        people=tuple(_entry(one, beside, back, today) for one in people), pages=_pages(here, parts, people, wish),
    )  # fmt: skip


def _asked(wish: Wish, **more: str) -> str:
    return query(part=wish.part.value if wish.part else "", **wish.cut.asked(), **more)


def _share(parts: FiveParts) -> str:
    fraction = _("%(did)d of %(of)d", did=parts.did, of=parts.counted)
    if not parts.exempt:
        return _("%(fraction)s: nobody is exempt.", fraction=fraction)
    exempt = ngettext(
        "the %(word)s exempt person does not count", "the %(word)s exempt people do not count", parts.exempt,
        word=count_word(parts.exempt),
    )  # fmt: skip
    return _("%(fraction)s: %(exempt)s.", fraction=fraction, exempt=exempt)


def _heading(parts: FiveParts, wish: Wish) -> str:
    if wish.part:
        return _part_heading(wish.part, parts.of(wish.part))
    if not parts.outstanding:
        return _("Nobody has it left to do")
    words = ngettext(
        "%(word)s person has not done it yet", "%(word)s people have not done it yet", parts.outstanding,
        word=count_word(parts.outstanding),
    )  # fmt: skip
    return words[:1].upper() + words[1:]


def _part_heading(part: Status, number: int) -> str:
    word = count_word(number).capitalize()
    words = {
        Status.DONE: ngettext("%(word)s person did it in time", "%(word)s people did it in time", number, word=word),
        Status.DONE_LATE: ngettext("%(word)s person did it late", "%(word)s people did it late", number, word=word),
        Status.EXEMPT: ngettext("%(word)s person is exempt", "%(word)s people are exempt", number, word=word),
        Status.OPEN: ngettext("%(word)s person has time left", "%(word)s people have time left", number, word=word),
        Status.OVERDUE: ngettext("%(word)s person is overdue", "%(word)s people are overdue", number, word=word),
    }  # fmt: skip
    return words[part]


def _entry(one: PersonRow, beside: Beside, back: str, today: date) -> PersonEntry:
    waiting, remark = one.state in {Status.OVERDUE, Status.OPEN}, beside.of(one.mark)
    return PersonEntry(
        name=f"{one.family}, {one.given}", below=below(one, remark, beside.viewer), state=KINDS[one.state],
        due=day(one.due) if waiting and one.due < LAST else "", distance=_distance(one.due, today) if waiting else "",
        note="" if waiting else _note(one, remark), reminded=reminded(remark) if waiting else "",
        href=url_for("reports.person", person_id=one.person), acts=acts(one, beside.viewer, back) if waiting else (),
    )  # fmt: skip


def _distance(due: date, today: date) -> str:
    return in_days((due - today).days) if due < LAST else _("no day yet")


def _note(one: PersonRow, remark: Remark) -> str:
    if one.state is Status.EXEMPT:
        return exempt_words(one, remark)
    if one.state is Status.DONE_LATE and one.done_on:
        return _("Done %(done)s, due %(due)s", done=day_short(one.done_on), due=day_short(one.due))
    if one.valid_until:
        return _("Valid until %(day)s", day=day_year(one.valid_until))
    return _("Done %(day)s", day=day_year(one.done_on)) if one.done_on else ""


def _pages(here: str, parts: FiveParts, people: Sequence[PersonRow], wish: Wish) -> Pages:
    of = parts.of(wish.part) if wish.part else parts.total
    first, last = wish.after.number + 1, wish.after.number + len(people)
    more = bool(people) and last < of
    words = _("%(first)d to %(last)d of %(of)d", first=first, last=last, of=of)
    mark = _asked(wish, after=str(people[-1].place(last))) if more else ""
    return Pages(
        words=words if wish.part else _("%(words)s, open first", words=words),
        next_href=f"{here}{mark}#list" if more else "", next_label=_("Next %(n)d", n=min(wish.limit, of - last)),
        previous_href=f"{here}{_asked(wish)}#list" if wish.after.number else "",
        previous_label=_("Back to the first"),
    )  # fmt: skip
