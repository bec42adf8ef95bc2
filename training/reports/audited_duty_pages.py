"""What an auditor sees of one person's duty: why they had it, what they did on which content, what was mailed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from training.completion.rules import How, ReminderKind
from training.learning.rules import AttemptState
from training.notices.rules import MessageState
from training.reports.evidence_pages import ExemptionEntry, Way, all_evidence, days_words, exemption_entry
from training.reports.evidence_queries import AttemptRow, EngagementRow
from training.reports.pack_pages import period
from training.reports.pack_queries import CompletionRow, ExemptionRow, ExtensionRow, ReminderRow
from training.reports.pages import Fact, how_words
from training.reports.parts import KINDS
from training.reports.population_queries import DutyRow
from training.reports.proof_queries import Rosters
from training.web.language import day_year, moment
from training.web.words import _, ngettext

SHORT = 12
"""Digits of a digest that a line shows; the whole is in the pack."""


@dataclass(frozen=True)
class Line:
    """One thing that was recorded, with its facts."""

    title: str
    when: str
    facts: tuple[str, ...]
    digest: str = ""


@dataclass(frozen=True)
class Told:
    """All that the page of one duty is made from."""

    completions: Sequence[CompletionRow]
    attempts: Sequence[AttemptRow]
    exemptions: Sequence[ExemptionRow]
    extensions: Sequence[ExtensionRow]
    reminders: Sequence[ReminderRow]
    rosters: Rosters


@dataclass(frozen=True)
class DutyPage:
    name: str
    trail: tuple[Way, ...]
    over: str
    state: str
    days: str
    facts: tuple[Fact, ...]
    completions: tuple[Line, ...]
    attempts: tuple[Line, ...]
    exemptions: tuple[ExemptionEntry, ...]
    extensions: tuple[Line, ...]
    reminders: tuple[Line, ...]


def duty_page(one: EngagementRow, duty: DutyRow, told: Told) -> DutyPage:
    """Build the page of one person's duty."""
    here = url_for("reports.engagement", engagement_id=one.public_id)
    return DutyPage(
        name=duty.name, trail=(all_evidence(), Way(one.title, here)),
        over=period(day_year(one.since), day_year(one.until)), state=KINDS[duty.state(one.until)],
        days=days_words(duty, one), facts=tuple(_facts(one, duty, told.rosters)),
        completions=tuple(_completion(each) for each in told.completions),
        attempts=tuple(_attempt(each) for each in told.attempts),
        exemptions=tuple(exemption_entry(each) for each in told.exemptions if each.retired_at is None),
        extensions=tuple(_extension(each) for each in told.extensions if each.cycle == duty.cycle),
        reminders=tuple(_reminder(each) for each in told.reminders if each.cycle == duty.cycle),
    )  # fmt: skip


def _facts(one: EngagementRow, duty: DutyRow, rosters: Rosters) -> Iterator[Fact]:
    moved = _("the rule says %(day)s", day=day_year(duty.due_before)) if duty.due_before else ""
    state_on = _("The state is that of %(day)s", day=day_year(duty.on(one.until)))
    yield Fact(_("Why"), duty.because or _("The rule took them in"), _("version %(n)s of the rule", n=duty.version))
    yield Fact(_("Opened"), day_year(duty.opened), _ended(duty))
    yield Fact(_("Due"), day_year(duty.due), moved)
    yield Fact(_("Number in the roster"), duty.person, state_on)
    yield Fact(_("Where"), f"{duty.department}, {duty.site}".strip(", "), duty.title)
    if duty.member_since is not None:
        since = _("since %(day)s", day=day_year(duty.member_since))
        until = _("until %(day)s", day=day_year(duty.member_until)) if duty.member_until else ""
        yield Fact(_("By the roster"), ", ".join(filter(None, (since, until))), _source(duty, rosters))


def _ended(duty: DutyRow) -> str:
    return _("ended %(day)s", day=day_year(duty.ended)) if duty.ended else ""


def _source(duty: DutyRow, rosters: Rosters) -> str:
    found = rosters.behind(duty.member_recorded_at)
    if duty.member_recorded_at is None:
        return ""
    at = _("recorded %(moment)s", moment=moment(duty.member_recorded_at))
    return _("%(at)s from a roster file, SHA-256 %(digest)s…", at=at, digest=found.file_digest[:SHORT]) if found else at


def _completion(one: CompletionRow) -> Line:
    facts = [how_words(How(one.how)), *_content(one.edition, one.right, one.asked, one.needed)]
    if one.recorded_by:
        facts.append(_("recorded by %(name)s, %(moment)s", name=one.recorded_by, moment=moment(one.recorded_at)))
    if one.takes_back:
        facts.append(_("takes an earlier one back: %(reason)s", reason=one.reason or "–"))
    elif one.superseded_at:
        facts.append(_("superseded %(moment)s", moment=moment(one.superseded_at)))
    if one.origin:
        facts.append(one.origin)
    return Line(one.title, day_year(one.local_date), tuple(facts), one.digest or "")


def _content(edition: int | None, right: int | None, asked: int | None, needed: int | None) -> Iterator[str]:
    if edition is not None:
        yield _("edition %(n)s", n=edition)
    if asked:
        yield _("%(right)s of %(asked)s right, %(needed)s needed", right=right, asked=asked, needed=needed)


def _attempt(one: AttemptRow) -> Line:
    words = {
        AttemptState.OPEN: _("not finished"), AttemptState.PASSED: _("passed"), AttemptState.FAILED: _("not passed"),
        AttemptState.STOPPED: _("stopped before the end"),
    }  # fmt: skip
    asked = ngettext("%(num)d question", "%(num)d questions", one.asked)
    ended = one.state in {AttemptState.PASSED, AttemptState.FAILED}
    right = _("%(right)s right, %(needed)s needed", right=one.right, needed=one.needed) if ended else ""
    finished = _("finished %(moment)s", moment=moment(one.finished_at)) if one.finished_at else ""
    facts = (words[one.state], _("edition %(n)s", n=one.edition), asked, right, finished)
    return Line(one.title, moment(one.started_at), tuple(filter(None, facts)), one.digest)


def _extension(one: ExtensionRow) -> Line:
    facts = [one.reason, _("approved by %(name)s", name=one.approved_by) if one.approved_by else ""]
    if one.retired_at:
        facts.append(_("taken back or replaced %(moment)s", moment=moment(one.retired_at)))
    title = _("Due %(day)s instead", day=day_year(one.until))
    return Line(title, day_year(one.said_on), tuple(filter(None, facts)))


def _reminder(one: ReminderRow) -> Line:
    who = {
        ReminderKind.OWN: _("To the person"), ReminderKind.MANAGER: _("To the manager"),
        ReminderKind.DIRECTOR: _("To the director"), ReminderKind.ASKED: _("To the person, as the manager asked"),
    }  # fmt: skip
    return Line(who[ReminderKind(one.kind)], day_year(one.digest_day or one.planned_on), (_mailed(one),))


def _mailed(one: ReminderRow) -> str:
    if one.sent_at:
        return _("mail sent %(moment)s", moment=moment(one.sent_at))
    words = {
        MessageState.WAITING.value: _("mail is waiting"), MessageState.FAILED.value: _("mail could not be delivered"),
        MessageState.KEPT.value: _("mail kept in the outbox: no mail server is set"),
    }  # fmt: skip
    return words.get(one.mail_state or "", _("not mailed"))
