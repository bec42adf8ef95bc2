"""What has come to light since a month was published: two sums, the difference between them, and each line of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from training.completion.rules import FiveParts, How, Status, together
from training.reports.difference_queries import Count, Difference
from training.reports.figure_queries import Cell
from training.reports.figure_rules import LINES_ON_PAGE, Why
from training.reports.parts import KINDS
from training.reports.team_pages import Pages
from training.web.language import day_short, day_year
from training.web.words import _, count_word, ngettext


@dataclass(frozen=True)
class Sum:
    """One row: a name, the five parts and their sum, as they are written."""

    label: str
    parts: tuple[str, ...]
    total: str


@dataclass(frozen=True)
class Group:
    """One requirement: what was published, what has come to light since, what is known now. The third is their sum."""

    label: str
    sums: tuple[Sum, Sum, Sum]


@dataclass(frozen=True)
class Reason:
    label: str
    people: str


@dataclass(frozen=True)
class Entry:
    """One person who counts otherwise. A state is empty where they did not count at all."""

    name: str
    team: str
    requirement: str
    then: str
    now: str
    why: str


@dataclass(frozen=True)
class Differences:
    """What is known differently today about a published day."""

    sentence: str
    groups: tuple[Group, ...]
    reasons: tuple[Reason, ...]
    entries: tuple[Entry, ...]
    pages: Pages


def differences(
    cells: Sequence[Cell], counts: Sequence[Count], lines: Sequence[Difference], *, first: int, here: str
) -> Differences:
    """Build the differences; `cells` are the frozen numbers, `lines` those of this page from the place `first` on."""
    published, now, titles = _sums(cells, counts)
    reasons = Counter[Why]()
    for one in counts:
        if one.why is not None:
            reasons[one.why] += one.people
    meanwhile = _meanwhile(published, counts)
    people = reasons.total()
    differing = [slug for slug in titles if published[slug] != now[slug]]
    groups = [_group(titles[slug], published[slug], now[slug]) for slug in sorted(differing, key=titles.__getitem__)]
    if groups:
        whole = _group(_("All duties"), together(list(published.values())), together(list(now.values())))
        groups = [whole, *groups]
    return Differences(
        sentence=_sentence(people, meanwhile),
        groups=tuple(groups),
        reasons=tuple(_reasons(reasons, meanwhile)),
        entries=tuple(_entry(one) for one in lines),
        pages=_pages(here, first, len(lines), people),
    )


def _sums(
    cells: Sequence[Cell], counts: Sequence[Count]
) -> tuple[dict[str, FiveParts], dict[str, FiveParts], dict[str, str]]:
    published: dict[str, FiveParts] = defaultdict(FiveParts)
    now: dict[str, FiveParts] = defaultdict(FiveParts)
    titles = {one.slug: one.title for one in cells} | {one.slug: one.title for one in counts}
    for cell in cells:
        if cell.top:
            published[cell.slug] += cell.parts
    now.update(_counted(counts, lambda one: one.now))
    return published, now, titles


def _counted(counts: Iterable[Count], side: Callable[[Count], Status | None]) -> dict[str, FiveParts]:
    found: dict[str, FiveParts] = defaultdict(FiveParts)
    for one in counts:
        state = side(one)
        if state is not None:
            found[one.slug] += FiveParts(**{state.name.lower(): one.people})
    return found


def _meanwhile(published: Mapping[str, FiveParts], counts: Sequence[Count]) -> bool:
    """Tell whether anything was being written down in the minute of freezing, so that no line speaks of it."""
    then = _counted(counts, lambda one: one.then)
    return any(parts != then.get(slug, FiveParts()) for slug, parts in published.items())


def _sentence(people: int, meanwhile: bool) -> str:
    if not people:
        return "" if meanwhile else _("Nothing has come to light since: what is known today is what was published.")
    words = ngettext(
        "%(word)s duty counts differently, as is known today.",
        "%(word)s duties count differently, as is known today.", people, word=count_word(people),
    )  # fmt: skip
    return words[:1].upper() + words[1:]


def _group(label: str, published: FiveParts, now: FiveParts) -> Group:
    def row(name: str, parts: Sequence[int], write: Callable[[int], str]) -> Sum:
        return Sum(name, tuple(write(part) for part in parts), write(sum(parts)))

    before, after = _five(published), _five(now)
    since = [one - other for one, other in zip(after, before, strict=True)]
    return Group(
        label,
        (
            row(_("As published"), before, str),
            row(_("Come to light since"), since, signed),
            row(_("As is known today"), after, str),
        ),
    )


def _five(parts: FiveParts) -> list[int]:
    return [parts.of(state) for state in KINDS]


def signed(value: int) -> str:
    """Return a difference with its sign; nought is a dash."""
    if not value:
        return "\u2013"
    return f"+{value}" if value > 0 else f"\u2212{-value}"


def _reasons(found: Counter[Why], meanwhile: bool) -> Iterator[Reason]:
    words = why_words()
    for why, people in found.most_common():
        yield Reason(words[why], str(people))
    if meanwhile:
        yield Reason(_("Was being recorded in the minute of freezing"), "")


def why_words() -> dict[Why, str]:
    """Return the reasons in a few words each."""
    return {
        Why.COMPLETED: _("Completion recorded later"),
        Why.TAKEN_BACK: _("Completion taken back"),
        Why.DAY_AFTER: _("Done on the next day already, by the date at their site"),
        Why.JOINED: _("Joined by a correction of the roster"),
        Why.LEFT: _("Left by a correction of the roster"),
        Why.MOVED: _("Moved by a correction of the roster"),
        Why.EXEMPTED: _("Exemption recorded later"),
        Why.ON_LEAVE: _("Leave recorded later"),
        Why.EXCUSE_ENDED: _("Exemption or leave ended earlier than was known"),
        Why.EXTENDED: _("Extension recorded later"),
        Why.OPENED: _("Duty recorded later"),
        Why.ENDED: _("Duty ended retroactively"),
        Why.RULE: _("Requirement changed later"),
        Why.RECKONED: _("Reckoned anew after an earlier correction"),
    }


def _entry(one: Difference) -> Entry:
    if one.why is Why.MOVED:
        team = _("%(before)s, now %(after)s", before=one.team_then, after=one.team_now)
    else:
        team = one.team_now or one.team_then
    return Entry(
        name=one.name or _("Somebody who is not in your departments"),
        team=team,
        requirement=one.title,
        then=KINDS[one.then] if one.then else "",
        now=KINDS[one.now] if one.now else "",
        why=_why(one),
    )


def _why(one: Difference) -> str:
    words = why_words()[one.why]
    if one.recorded_at is None:
        return words
    recorded = day_year(one.recorded_at)
    if one.why is Why.COMPLETED and one.done_on and one.how:
        done = day_short(one.done_on)
        if one.how is How.IMPORT:
            return _("Completion recorded on %(day)s (import), done on %(done)s", day=recorded, done=done)
        return _("Completion recorded on %(day)s, done on %(done)s", day=recorded, done=done)
    return _("%(reason)s: %(day)s", reason=words, day=recorded)


def _pages(here: str, first: int, shown: int, people: int) -> Pages:
    last = first + shown
    return Pages(
        words=_("%(first)d to %(last)d of %(of)d", first=min(first + 1, last), last=last, of=people),
        next_href=f"{here}?after={last}#lines" if shown and last < people else "",
        next_label=_("Next %(n)d", n=min(LINES_ON_PAGE, people - last)),
        previous_href=f"{here}#lines" if first else "",
        previous_label=_("Back to the first"),
    )


# --- the export -------------------------------------------------------------------------------------------------------


def export_rows(lines: Iterator[Difference]) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the CSV file, its head first. States are the five words, days are ISO dates."""
    yield (
        _("Person"), _("Requirement"), _("Department then"), _("Department now"), _("Counted as"), _("Counts now as"),
        _("Why"), _("Done"), _("Recorded"),
    )  # fmt: skip
    words, reasons = state_words(), why_words()
    for one in lines:
        yield (
            one.name, one.title, one.team_then, one.team_now, words[one.then], words[one.now], reasons[one.why],
            one.done_on if one.why is Why.COMPLETED else None, one.recorded_at.date() if one.recorded_at else None,
        )  # fmt: skip


def state_words() -> dict[Status | None, str]:
    """Return the words of the five states, and none for who did not count."""
    return {
        Status.DONE: _("Done"), Status.DONE_LATE: _("Done late"), Status.EXEMPT: _("Exempt"), Status.OPEN: _("Open"),
        Status.OVERDUE: _("Overdue"), None: "",
    }  # fmt: skip
