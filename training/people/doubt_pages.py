"""What the pages of doubts about the roster show."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from training.people.doubt_queries import Doubt
from training.people.doubt_service import Sender
from training.people.rules import DoubtState
from training.web.language import day_year
from training.web.request import links, local, site
from training.web.words import _, count_word, ngettext


@dataclass(frozen=True)
class DoubtLine:
    name: str
    href: str
    when: str
    facts: tuple[str, ...]
    reason: str
    settle_href: str


@dataclass(frozen=True)
class DoubtsPage:
    statement: str
    rest: str
    open: tuple[DoubtLine, ...]
    settled: tuple[DoubtLine, ...]


def doubts_page(doubts: Sequence[Doubt]) -> DoubtsPage:
    """Build the desk page: what waits, then what was settled."""
    waiting = [one for one in doubts if one.state is DoubtState.OPEN]
    number = len(waiting)
    statement = ngettext("%(word)s doubt.", "%(word)s doubts.", number, word=count_word(number).capitalize())
    rest = _("A manager says that somebody is not in the team.")
    return DoubtsPage(
        statement if waiting else _("No doubts."), rest if waiting else _("Nobody says that the roster is wrong."),
        tuple(doubt_line(one) for one in waiting), tuple(doubt_line(one) for one in doubts if one not in waiting),
    )  # fmt: skip


def doubt_line(one: Doubt) -> DoubtLine:
    """Say what is doubted, by whom, and what became of it."""
    facts = [one.department, _("said by %(name)s", name=one.raised_by)]
    if one.state is DoubtState.PUT_RIGHT and one.settled_at:
        facts.append(_("put right in the roster on %(day)s", day=day_year(one.settled_at)))
    if one.state is DoubtState.STANDS and one.settled_at:
        facts.append(_("stands, said on %(day)s: “%(answer)s”", day=day_year(one.settled_at), answer=one.answer or ""))
    return DoubtLine(
        one.name, url_for("reports.person", person_id=one.person), day_year(one.raised_at), tuple(facts), one.reason,
        url_for("people.settle_doubt_form", doubt_id=one.public_id) if one.state is DoubtState.OPEN else "",
    )  # fmt: skip


def doubt_rows(doubts: Iterable[Doubt]) -> Iterator[tuple[object, ...]]:
    """Yield what a file of the doubts holds, its head first."""
    yield _("Person"), _("Department"), _("Reason"), _("By"), _("Since"), _("State"), _("Settled"), _("Answer")
    words = {
        DoubtState.OPEN: _("Open"), DoubtState.STANDS: _("The roster is right: it stands"),
        DoubtState.PUT_RIGHT: _("The manager is right: it is put right in the roster"),
    }  # fmt: skip
    for one in doubts:
        settled = local(one.settled_at) if one.settled_at else None
        said = (one.name, one.department, one.reason, one.raised_by, local(one.raised_at), words[one.state])
        yield *said, settled, one.answer


def sender(one: Doubt) -> Sender:
    """Return whose mail the answer is, and where the manager finds the person."""
    return Sender(site().name, links().to(url_for("reports.person", person_id=one.person)))
