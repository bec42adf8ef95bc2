"""What the files of this room's lists hold: the same as their pages, with numbers and days as such. The head first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from training.completion.due import LAST
from training.completion.rules import FiveParts, Status
from training.learning.recall_scope import Company
from training.learning.recalled_queries import Believed
from training.reports.auditor_pages import ONE_DAY
from training.reports.clause_pages import claim_words
from training.reports.clause_queries import ClauseRow, FrameworkEntry, Server
from training.reports.cut_pages import Groups
from training.reports.departments import RANKS, Line, Team
from training.reports.desk_pages import Row as DeskRow
from training.reports.desk_queries import RunningOut
from training.reports.duty_pages import split
from training.reports.duty_queries import Absence, DutyRow
from training.reports.evidence_pages import exemption_words
from training.reports.evidence_queries import EngagementRow, PackRow
from training.reports.figure_queries import Published
from training.reports.pack_pages import state_words
from training.reports.pack_queries import ExemptionRow
from training.reports.pages import how_words
from training.reports.person_pages import absence_words, mail_words, reason_told
from training.reports.person_queries import CompletionRow, MailRow
from training.reports.queries import Done
from training.reports.recall_pages import RecallPage, beliefs_held
from training.web.request import local
from training.web.words import _

Row = tuple[object, ...]


def people(found: Iterator[tuple[Any, ...]]) -> Iterator[Row]:
    """Yield who stands behind the numbers of a requirement, with the five words for the states."""
    yield _("Person"), _("Team"), _("State"), _("Due"), _("Done"), _("Exempt until"), _("Valid until")
    words = [_states()[state] for state in RANKS]
    exempt = RANKS.index(Status.EXEMPT)
    for name, team, rank, due, done, exempt_until, valid_until in found:
        until = _day(exempt_until) if rank == exempt else None
        yield name, team, words[rank], _day(due), _day(done), until, _day(valid_until)


def _states() -> dict[Status, str]:
    return {
        Status.DONE: _("Done"), Status.DONE_LATE: _("Done late"), Status.EXEMPT: _("Exempt"), Status.OPEN: _("Open"),
        Status.OVERDUE: _("Overdue"),
    }  # fmt: skip


def _counts(parts: FiveParts) -> Row:
    return parts.done, parts.done_late, parts.exempt, parts.open, parts.overdue, parts.total


def _day(value: Any) -> date | None:
    # SQLite hands over the days of a long list as it keeps them.
    return date.fromisoformat(value) if isinstance(value, str) else value


def coverage(teams: Sequence[Team], lines: Sequence[Line]) -> Iterator[Row]:
    """Yield the five parts of each requirement in each team, subdepartments included."""
    yield (
        _("Team"), _("Requirement"), _("Done"), _("Done late"), _("Exempt"), _("Open"), _("Overdue"), _("Together"),
    )  # fmt: skip
    for team in teams:
        for line in lines:
            parts = line.of(team.id)
            if parts.total:
                yield team.name, line.title, *_counts(parts)


def cuts(groups: Groups) -> Iterator[Row]:
    """Yield the five parts of each site, attribute and job title: the word stands in the column of its kind."""
    yield (
        _("Site"), _("Attribute"), _("Job title"), _("Done"), _("Done late"), _("Exempt"), _("Open"), _("Overdue"),
        _("People"),
    )  # fmt: skip
    for place, found in enumerate((groups.sites, groups.attributes, groups.titles)):
        for one in found:
            words = ["", "", ""]
            words[place] = one.label if one.key else _("None")
            yield *words, *_counts(one.parts)


def duties(rows: Sequence[DutyRow], today: date) -> Iterator[Row]:
    """Yield the duties of one person: what holds or is coming, then what is over."""
    yield (
        _("Requirement"), _("Department"), _("State"), _("Begins"), _("Due"), _("Done"), _("Exempt until"), _("Ended"),
    )  # fmt: skip
    now, past = split(rows, today)
    for one in (*now, *past):
        state, due = one.state(today), one.due if one.due < LAST else None
        exempt_until = one.exempt_until if state is Status.EXEMPT else None
        ended = one.valid_until if one.valid_until and one.valid_until <= today else None
        yield one.title, one.department, _states()[state], one.valid_from, due, one.done_on, exempt_until, ended


def completions(found: Iterable[CompletionRow]) -> Iterator[Row]:
    """Yield what one person did, for those who are responsible for them."""
    yield _("What"), _("How"), _("Day"), _("Edition"), _("Right"), _("Questions"), _("Valid until")
    for one in found:
        right = one.right if one.asked else None
        yield one.title, how_words(one.how), one.local_date, one.edition, right, one.asked, one.valid_until


def absences(found: Iterable[Absence], *, told: bool) -> Iterator[Row]:
    """Yield the leave and exemptions of one person; why somebody is on leave only where the viewer is told."""
    yield _("What"), _("Since"), _("Last day"), _("Reason"), _("Approved by")
    for one in found:
        last = one.until - ONE_DAY if one.until else None
        yield absence_words(one), one.since, last, reason_told(one, told=told), one.approver


def mails(found: Iterable[MailRow]) -> Iterator[Row]:
    """Yield of what kind the mails to one person were, and on which day each."""
    yield _("What"), _("Day")
    for one in found:
        yield mail_words(one), local(one.at).date()


def record(found: Iterable[Done]) -> Iterator[Row]:
    """Yield one's own record."""
    yield _("What"), _("How"), _("As told there"), _("Done"), _("Valid until"), _("Minutes in a seminar")
    for one in found:
        yield one.title, how_words(one.how), one.origin, one.local_date, one.valid_until, one.minutes


def months(found: Iterable[Published]) -> Iterator[Row]:
    """Yield the published months by their last days, with the five parts of the viewer's departments."""
    yield (
        _("Day"), _("Frozen at"), _("Done"), _("Done late"), _("Exempt"), _("Open"), _("Overdue"), _("Together"),
    )  # fmt: skip
    for one in found:
        yield one.day, local(one.frozen_at), *_counts(one.parts)


def packs(found: Iterable[PackRow]) -> Iterator[Row]:
    """Yield the evidence packs. The size is in bytes."""
    yield (
        _("Requirement"), _("Since"), _("Until"), _("As known at"), _("By"), _("State"), _("Sample"), _("Size"),
        _("SHA-256"),
    )  # fmt: skip
    for one in found:
        told = (local(one.known_at), one.by, state_words(one.state), one.sample, one.size, one.digest)
        yield one.title, one.since, one.until, *told


def packs_within(found: Iterable[PackRow]) -> Iterator[Row]:
    """Yield the packs that somebody may take home. The size is in bytes."""
    yield _("Since"), _("Until"), _("As known at"), _("Size")
    for one in found:
        yield one.since, one.until, local(one.known_at), one.size


def exemptions(found: Iterable[ExemptionRow]) -> Iterator[Row]:
    """Yield who was excused in a period."""
    yield _("Person"), _("What"), _("Since"), _("Last day"), _("Why"), _("Approved by")
    for one in found:
        last = one.until - ONE_DAY if one.until else None
        yield one.name, exemption_words(one), one.since, last, one.reason, one.approved_by


def auditors(found: Iterable[EngagementRow]) -> Iterator[Row]:
    """Yield who was let in to read evidence, those that hold longest first."""
    yield (
        _("Auditor"), _("E-mail address"), _("Requirement"), _("Since"), _("Until"), _("Last day"), _("Why"), _("By"),
    )  # fmt: skip
    for one in found:
        last = one.valid_until - ONE_DAY
        yield f"{one.family}, {one.given}", one.email, one.title, one.since, one.until, last, one.reason, one.by


def recall(page: RecallPage) -> Iterator[Row]:
    """Yield each cell of the table of recall. Where the page is silent, so is the file."""
    yield _("Topic"), _("Department"), _("Right in %%"), _("From"), _("To"), _("Answers"), _("Note")
    for row in page.rows:
        for column, cell in zip(page.columns, row.cells, strict=True):
            if cell is None:
                yield row.label, column.label, None, None, None, None, _("Not shown: fewer than five people")
            elif isinstance(cell, str):
                yield row.label, column.label, None, None, None, 0, _("No answers yet")
            else:
                yield row.label, column.label, cell.share, cell.low, cell.high, cell.answers, ""


def beliefs(company: Company, believed: Sequence[Believed]) -> Iterator[Row]:
    """Yield the false beliefs of a department, the most common first."""
    yield _("Belief"), _("Hold it"), _("Of people"), _("Share in %%"), _("From"), _("To")
    for share, says in beliefs_held(company, believed):
        low, high = int(100 * share.low), -int(-100 * share.high // 1)
        yield says, share.part, share.whole, round(100 * share.share), low, high


def frameworks(found: Sequence[FrameworkEntry]) -> Iterator[Row]:
    """Yield the register's laws and standards."""
    yield _("Framework"), _("Force"), _("Clauses"), _("Not checked yet"), _("Checked on")
    for one in found:
        yield one.name, one.force, one.clauses, one.unchecked, one.checked_on


def clauses(found: Sequence[ClauseRow], servers: Mapping[str, Sequence[Server]]) -> Iterator[Row]:
    """Yield the clauses of one framework with what serves each."""
    yield (
        _("Clause"), _("Title"), _("Who"), _("How often"), _("Content"), _("Evidence"), _("How it is tested"),
        _("Strongest claim"), _("In force from"), _("Served by"), _("Note"), _("Source"), _("Checked on"),
    )  # fmt: skip
    for one in found:
        served = "; ".join(server.title for server in servers.get(one.slug, ()))
        yield (
            one.citation, one.title, one.who, one.frequency, one.content, one.evidence, one.test,
            claim_words(one.claim), one.effective_on, served, one.note, one.source, one.checked_on,
        )  # fmt: skip


def by_department(rows: Sequence[DeskRow]) -> Iterator[Row]:
    """Yield the desk's table: the five parts of each department, all requirements together."""
    yield _("Department"), _("Done"), _("Done late"), _("Exempt"), _("Open"), _("Overdue"), _("Together")
    for one in rows:
        yield one.label, *(part.count for part in one.bar.parts), one.bar.total


def running_out(found: Sequence[RunningOut]) -> Iterator[Row]:
    """Yield the requirements whose completions run out soon."""
    yield _("Requirement"), _("Completions that run out"), _("Told"), _("The first on")
    for one in found:
        yield one.title, one.running_out, one.told, one.first
