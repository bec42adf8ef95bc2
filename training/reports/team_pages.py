"""What the pages of teams show, as frozen values in the reader's language: templates compute nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import url_for

from training.completion.rules import FiveParts, Status, together
from training.people.departments import DepartmentRow
from training.reports.departments import RANKS, Line, PersonRow, Scope, Team
from training.reports.wishes import Wish
from training.web.language import clock, count_word, day, day_full, day_short, day_year, in_days
from training.web.pictures import Bar, CoverageChart, CoverageInput, Tally, coverage_rows, five_part_bar, tally
from training.web.words import _, ngettext

GOAL = 80
"""Per cent: the line that shares are read against."""
EVERYBODY = "everybody"
"""The place of a department's id in addresses of the whole organisation."""
KINDS = {
    Status.DONE: "done", Status.DONE_LATE: "late", Status.EXEMPT: "exempt", Status.OPEN: "open",
    Status.OVERDUE: "overdue",
}  # fmt: skip
"""The names of the five parts in pictures."""


@dataclass(frozen=True)
class Way:
    label: str
    href: str


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


def teams_page(teams: Sequence[Team], lines: Sequence[Line], moment: datetime, *, whole: bool) -> Overview:
    """Build the page of all teams in the viewer's view, each top department followed by its subdepartments."""
    tops = [team for team in teams if team.top]
    parts = {line.slug: line.of(*(team.id for team in tops)) for line in lines}
    all_parts = together(list(parts.values()))
    title = _("Teams: %(did)d of %(of)d duties are done", did=all_parts.did, of=all_parts.counted)
    return _overview(
        title if lines else _("Teams"), (), _whole(tops, whole=whole), _Numbers(lines, parts, teams, moment)
    )


def _whole(tops: Sequence[Team], *, whole: bool) -> str:
    """Where the numbers of all tops together open: one department, everybody, or (for some teams) nowhere."""
    if len(tops) == 1:
        return url_for("reports.department", department_id=tops[0].public_id)
    return f"{url_for('reports.teams')}{EVERYBODY}" if whole else ""


def department_page(
    department: DepartmentRow, below: Sequence[Team], lines: Sequence[Line], moment: datetime
) -> Overview:
    """Build the overview of one department with everything below it."""
    parts = {line.slug: line.of(department.id) for line in lines}
    all_parts = together(list(parts.values()))
    title = _(
        "%(team)s: %(did)d of %(of)d duties are done", team=department.name, did=all_parts.did, of=all_parts.counted
    )
    here = url_for("reports.department", department_id=department.public_id)
    return _overview(title if lines else department.name, (_all_teams(),), here, _Numbers(lines, parts, below, moment))


@dataclass(frozen=True)
class _Numbers:
    lines: Sequence[Line]
    parts: Mapping[str, FiveParts]
    teams: Sequence[Team]
    moment: datetime


def _all_teams() -> Way:
    return Way(_("All teams"), url_for("reports.teams"))


def _overview(title: str, trail: tuple[Way, ...], here: str, numbers: _Numbers) -> Overview:
    shown = [(line, numbers.parts[line.slug]) for line in numbers.lines]
    return Overview(
        title=title, trail=trail, bar=_bar(together(list(numbers.parts.values()))), as_of=as_of(numbers.moment),
        lines=tuple(
            CoverageLine(line.title, f"{here}/{line.slug}" if here else "", _bar(parts), _links(here, line.slug))
            for line, parts in shown
        ),
        chart=coverage_rows(
            [
                CoverageInput(line.title, parts.did, parts.counted, f"{here}/{line.slug}" if here else "")
                for line, parts in shown
            ],
            GOAL,
        ),
        requirements=tuple(line.title for line in numbers.lines),
        matrix=tuple(_matrix(numbers.teams, numbers.lines)),
        goal=GOAL,
        picture=None if shown else tally(count=60, gold=60, columns=4),
    )  # fmt: skip


def as_of(moment: datetime) -> str:
    """Say of when the numbers are."""
    return _("As of %(day)s, %(time)s.", day=day_full(moment), time=clock(moment))


def _bar(parts: FiveParts) -> Bar:
    return five_part_bar(parts.done, parts.done_late, parts.exempt, parts.open, parts.overdue)


def _links(here: str, slug: str) -> dict[str, str]:
    return {kind: f"{here}/{slug}?part={part.value}" for part, kind in KINDS.items()} if here else {}


def _matrix(teams: Sequence[Team], lines: Sequence[Line]) -> Iterator[MatrixRow]:
    # A page has hundreds of cells: addresses are put together by hand, and the words are looked up once.
    root, words, top = url_for("reports.teams"), _("%(did)d of %(of)d"), _("with all below it")
    above = {team.path.rsplit("/", 2)[0] + "/" for team in teams}
    for team in teams:
        here = f"{root}{team.public_id}"
        cells = tuple(_cell(line.of(team.id), f"{here}/{line.slug}", words) for line in lines)
        yield MatrixRow(team.name, top if team.path in above else "", here, cells)


def _cell(parts: FiveParts, href: str, words: str) -> MatrixCell | None:
    did, of = parts.did, parts.counted
    if not of:
        return None
    return MatrixCell(words % {"did": did, "of": of}, href, "above" if 100 * did >= GOAL * of else "below")


# --- one requirement --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonEntry:
    """One person of the list. `note` stands instead of a due day where nothing is due any more."""

    name: str
    team: str
    state: str
    due: str
    distance: str
    note: str


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
    export_href: str
    heading: str
    everybody: Way | None
    caption: str
    people: tuple[PersonEntry, ...]
    pages: Pages


def requirement_page(
    scope: Scope, line: Line, people: Sequence[PersonRow], wish: Wish, moment: datetime
) -> RequirementPage:
    """Build the page of one requirement; `people` are those of the part and from the place that were wished for."""
    parts, today = line.of(*scope.team_ids), moment.date()
    above = f"{url_for('reports.teams')}{scope.public_id or EVERYBODY}"
    here = f"{above}/{line.slug}"
    trail = (_all_teams(), Way(scope.name, above)) if scope.public_id else (_all_teams(),)
    title = _("%(team)s: %(did)d of %(of)d have done it", team=scope.name, did=parts.did, of=parts.counted)
    return RequirementPage(
        title=title if parts.total else _("%(team)s: nobody has to do it", team=scope.name),
        trail=trail, over=line.title, bar=_bar(parts),
        links=_links(above, line.slug) | {"all": here}, share=_share(parts), as_of=as_of(moment),
        export_href=f"{here}/people.csv{_asked(wish)}", heading=_heading(parts, wish),
        everybody=Way(_("Show all %(n)d", n=parts.total), here) if wish.part else None,
        caption=_("People in %(team)s and their state", team=scope.name),
        people=tuple(_entry(one, today) for one in people), pages=_pages(here, parts, people, wish),
    )  # fmt: skip


def _asked(wish: Wish) -> str:
    return f"?part={wish.part.value}" if wish.part else ""


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


def _entry(one: PersonRow, today: date) -> PersonEntry:
    waiting = one.state in {Status.OVERDUE, Status.OPEN}
    return PersonEntry(
        name=f"{one.family}, {one.given}", team=one.team, state=KINDS[one.state], due=day(one.due) if waiting else "",
        distance=in_days((one.due - today).days) if waiting else "", note="" if waiting else _note(one),
    )  # fmt: skip


def _note(one: PersonRow) -> str:
    if one.state is Status.EXEMPT:
        return _("Until %(day)s", day=day_year(one.exempt_until)) if one.exempt_until else _("Without an end")
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
    mark = f"{_asked(wish) or '?'}{'&' if wish.part else ''}after={people[-1].place(last)}" if more else ""
    return Pages(
        words=words if wish.part else _("%(words)s, open first", words=words),
        next_href=f"{here}{mark}#list" if more else "", next_label=_("Next %(n)d", n=min(wish.limit, of - last)),
        previous_href=f"{here}{_asked(wish)}#list" if wish.after.number else "",
        previous_label=_("Back to the first"),
    )  # fmt: skip


# --- the export -------------------------------------------------------------------------------------------------------


def export_rows(people: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the CSV file, its head first. States are the five words, days are ISO dates."""
    yield _("Person"), _("Team"), _("State"), _("Due"), _("Done"), _("Exempt until"), _("Valid until")
    words = [_("Overdue"), _("Open"), _("Exempt"), _("Done late"), _("Done")]
    exempt = RANKS.index(Status.EXEMPT)
    for name, team, rank, due, done, exempt_until, valid_until in people:
        yield name, team, words[rank], due, done, exempt_until if rank == exempt else None, valid_until
