"""What the pages of recall and of false beliefs show: shares of groups with their intervals, never a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from training.learning.grouping import Count, Tree, together
from training.learning.parts import sentence
from training.learning.recall_scope import TARGET, Company, Fading, fading
from training.learning.recalled_queries import Believed, Recalled, TopicRow
from training.learning.rules import Period
from training.learning.statistics import Share, share_of
from training.web.language import day_year, number
from training.web.pictures import RecallCell, recall_cell
from training.web.words import _, count_word, ngettext

MOST_BELIEFS = 25
MANY = 30
"""People who met a belief, so that it may stand above the others."""


@dataclass(frozen=True)
class Column:
    label: str
    href: str = ""


Cell = RecallCell | str | None
"""A share, "" where nobody answered, None where fewer than five people did."""


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Trend:
    """A topic of which less is known than before, or surely less than the target."""

    topic: str
    said: str


@dataclass(frozen=True)
class RecallPage:
    statement: str
    rest: str
    title: str
    trail: tuple[Column, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    fading: tuple[Trend, ...]
    target: int
    counted: str
    silent: str
    """The topics on which nothing was answered."""


def recall_page(company: Company, topics: Sequence[TopicRow], found: Recalled) -> RecallPage:
    """Build the table of topics by departments, and what fades."""
    tree, node = company.tree, company.node
    trends = tuple(_trend(one) for one in fading(company, topics, found))
    return RecallPage(
        statement=_statement(trends), rest=_rest(found), title=_name(company), trail=_trail(company, "reports.recall"),
        columns=(Column(_("Together")), *_columns(company, "reports.recall")),
        rows=tuple(
            Row(topic.title, _cells(tree, node, found.counts[topic.slug, Period.NOW]))
            for topic in topics if (topic.slug, Period.NOW) in found.counts
        ),
        silent=", ".join(topic.title for topic in topics if (topic.slug, Period.NOW) not in found.counts),
        fading=trends, target=TARGET,
        counted=_("Counted on %(day)s, from answers of the ninety days before.", day=day_year(found.counted_on))
        if found.counted_on else _("Counted once a day; not yet."),
    )  # fmt: skip


def _statement(fading: Sequence[Trend]) -> str:
    if not fading:
        return _("Nothing fades.")
    word = sentence(count_word(len(fading)))
    return ngettext("%(word)s topic is fading.", "%(word)s topics are fading.", len(fading), word=word)


def _rest(found: Recalled) -> str:
    answers = sum(count.answers for (_t, period), counts in found.counts.items() if period is Period.NOW
                  for count in counts.values())  # fmt: skip
    return ngettext(
        "One answer, weeks after learning.",
        "%(count)s answers, weeks after learning.",
        answers,
        count=number(answers),
    )


def _name(company: Company) -> str:
    return company.here.name if company.here else _("All departments")


def _trail(company: Company, endpoint: str) -> tuple[Column, ...]:
    desk = Column(_("Desk"), url_for("programme.desk"))
    return (desk, Column(_("All departments"), url_for(endpoint))) if company.here else (desk,)


def _columns(company: Company, endpoint: str) -> list[Column]:
    tree, node = company.tree, company.node
    by_id = {one.id: one for one in company.departments}
    below = tree.below(node)
    columns = [
        Column(by_id[child].name, url_for(endpoint, department=by_id[child].public_id) if tree.below(child) else "")
        for child in below
    ]
    return columns if node is None else [*columns, Column(_("%(name)s itself", name=by_id[node].name))]


def _cells(tree: Tree, node: int | None, counts: Mapping[int, Count]) -> tuple[Cell, ...]:
    groups, shown = tree.beside(counts, node), tree.cells(counts, node)
    own = tuple(_cell(groups[group], shown[group]) for group in groups)
    whole = sum(groups.values(), Count())
    allowed = together(groups) if tree.is_shown(counts, node) else None
    return (_cell(whole, allowed), *own)


def _cell(count: Count, shown: Count | None) -> Cell:
    if not count.people:
        return ""
    return None if shown is None else _drawn(share_of(shown.right, shown.answers))


def _drawn(share: Share) -> RecallCell:
    low, high = int(100 * share.low), -int(-100 * share.high // 1)
    return recall_cell(round(100 * share.share), low, high, share.whole, TARGET)


def _trend(one: Fading) -> Trend:
    now = round(100 * one.now.share)
    if one.before is None:
        return Trend(one.topic, _("%(now)d %% right, and surely below %(target)d", now=now, target=TARGET))
    then = round(100 * one.before.share)
    return Trend(one.topic, _("%(then)d %% in the three months before, %(now)d %% now", then=then, now=now))


# --- false beliefs ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BeliefLine:
    """A false belief and how many hold it, in words."""

    says: str
    share: str
    said: str


@dataclass(frozen=True)
class BeliefsPage:
    statement: str
    rest: str
    title: str
    trail: tuple[Column, ...]
    departments: tuple[tuple[str, str], ...]
    chosen: str
    lines: tuple[BeliefLine, ...]


def beliefs_page(company: Company, believed: Sequence[Believed]) -> BeliefsPage:
    """Build what people of a department believe that is not so: the most common first."""
    found = beliefs_held(company, believed)
    name = _name(company) if company.here else _("everybody")
    first = next((one for one in found if one[0].whole >= MANY), found[0] if found else None)
    return BeliefsPage(
        statement=_first(first, name), rest=first[1] if first else _("No group of five people has shown a belief."),
        title=name, trail=_trail(company, "reports.beliefs"), departments=_choices(company),
        chosen=company.here.public_id if company.here else "",
        lines=tuple(_belief(share, says) for share, says in found[:MOST_BELIEFS]),
    )  # fmt: skip


def beliefs_held(company: Company, believed: Sequence[Believed]) -> list[tuple[Share, str]]:
    """Return which false beliefs are held there and by how many, where that may be shown: the most common first."""
    shares = [(company.share(one.counts), one.says) for one in believed]
    return sorted(
        ((share, says) for share, says in shares if share and share.part), key=lambda pair: (-pair[0].low, pair[1])
    )


def _first(first: tuple[Share, str] | None, name: str) -> str:
    if first is None:
        return _("Nothing can be told yet.")
    return _("%(share)d %% of %(name)s believe:", share=round(100 * first[0].share), name=name)


def _belief(share: Share, says: str) -> BeliefLine:
    said = _(
        "%(part)d of %(whole)d people; between %(low)d and %(high)d %%", part=share.part, whole=share.whole,
        low=int(100 * share.low), high=-int(-100 * share.high // 1),
    )  # fmt: skip
    return BeliefLine(says, _("%(share)d %%", share=round(100 * share.share)), said)


def _choices(company: Company) -> tuple[tuple[str, str], ...]:
    named = tuple((one.public_id, "\u2003" * one.depth + one.name) for one in company.departments)
    return (("", _("All departments")), *named)
