"""What the page of one person shows to those who are responsible for them: states and dates, never an answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from training.completion.rules import ExemptionKind
from training.core.permissions import Permission, Viewer
from training.people.departments import sees
from training.reports.duty_pages import WAITING, DutyLine, duty_line, split
from training.reports.duty_queries import Absence, DutyRow
from training.reports.pages import Fact, how_words
from training.reports.parts import Way
from training.reports.person_queries import CompletionRow, MailRow, PersonHead, PersonSeen
from training.web.language import day_year
from training.web.returning import query
from training.web.words import _, count_word, ngettext


@dataclass(frozen=True)
class AbsenceLine:
    what: str
    days: str
    reason: str
    approver: str


@dataclass(frozen=True)
class CompletionLine:
    title: str
    how: str
    day: str
    edition: str
    score: str
    valid_until: str


@dataclass(frozen=True)
class Mail:
    what: str
    day: str


@dataclass(frozen=True)
class PersonPage:
    """One person: who they are, what is asked of them, what they did, what was said to them."""

    title: str
    trail: tuple[Way, ...]
    lede: str
    facts: tuple[Fact, ...]
    notice: str
    acts: tuple[Way, ...]
    now: tuple[DutyLine, ...]
    past: tuple[DutyLine, ...]
    absences: tuple[AbsenceLine, ...]
    completions: tuple[CompletionLine, ...]
    mails: tuple[Mail, ...]
    whole: bool


def person_page(seen: PersonSeen, viewer: Viewer, today: date) -> PersonPage:
    """Build the page. The reason of leave is for those who may grant it."""
    head = seen.head
    now, past = split(seen.duties, today)
    acting = may_act(head, viewer)
    return PersonPage(
        title=head.name, trail=_trail(head), lede=_lede(now, today), facts=tuple(_facts(head)),
        notice=_notice(head, viewer), acts=tuple(_acts(seen, viewer, today)) if acting else (),
        now=tuple(duty_line(row, today) for row in now), past=tuple(duty_line(row, today) for row in past),
        absences=tuple(_absence(one, told=acting) for one in seen.absences),
        completions=tuple(_completion(one) for one in seen.completions),
        mails=tuple(_mail(one) for one in seen.mails), whole=seen.whole,
    )  # fmt: skip


def may_act(head: PersonHead, viewer: Viewer) -> bool:
    """Tell whether the viewer may act for a person: then they are told why somebody is on leave, too."""
    return head.path is not None and sees(viewer, head.path, permission=Permission.TEAM_ACT)


def _trail(head: PersonHead) -> tuple[Way, ...]:
    teams = Way(_("All teams"), url_for("reports.teams"))
    if head.department is None:
        return (teams,)
    return teams, Way(head.department, url_for("reports.department", department_id=head.department_id))


def _lede(now: list[DutyRow], today: date) -> str:
    waiting = [row for row in now if row.state(today) in WAITING and row.valid_from <= today]
    late, word = sum(row.due < today for row in waiting), count_word(len(waiting)).capitalize()
    if not waiting:
        return _("Nothing is left to be done.")
    if late == len(waiting):
        return ngettext("%(word)s duty is overdue.", "%(word)s duties are overdue.", late, word=word)
    if not late:
        return ngettext("%(word)s duty is open.", "%(word)s duties are open.", len(waiting), word=word)
    return ngettext(
        "%(word)s duties are open, one of them is overdue.", "%(word)s duties are open, %(late)s of them are overdue.",
        late, word=word, late=count_word(late),
    )  # fmt: skip


def _facts(head: PersonHead) -> Iterator[Fact]:
    since = _("since %(day)s", day=day_year(head.since)) if head.since else ""
    known = (
        Fact(_("Department"), head.department or "", since), Fact(_("Site"), head.site or ""),
        Fact(_("Job title"), head.title or ""), Fact(_("Manager"), head.manager),
        Fact(_("Attributes"), ", ".join(head.attributes or ())),
        Fact(_("First day no longer here"), day_year(head.left_on) if head.left_on else ""),
    )  # fmt: skip
    return (fact for fact in known if fact.value)


def _notice(head: PersonHead, viewer: Viewer) -> str:
    if head.public_id == viewer.public_id:
        return _("This is you. What changes your own duties is for your own manager or the security team to do.")
    if head.doubted_at:
        return _(
            "On %(day)s somebody said that %(name)s is not in the team. Whoever keeps the roster looks at it.",
            day=day_year(head.doubted_at), name=head.name,
        )  # fmt: skip
    return ""


def _acts(seen: PersonSeen, viewer: Viewer, today: date) -> Iterator[Way]:
    if seen.head.public_id == viewer.public_id:
        return
    here = url_for("reports.person", person_id=seen.head.public_id)
    way = query(back=here)
    yield Way(_("Mark on leave"), f"{here}/leave{way}")
    if any(one.kind is ExemptionKind.LEAVE and (one.until is None or one.until > today) for one in seen.absences):
        yield Way(_("Change the end of leave"), f"{here}/back{way}")
    if not seen.head.doubted_at:
        yield Way(_("Not in my team"), f"{here}/doubt{way}")


def _absence(one: Absence, *, told: bool) -> AbsenceLine:
    last = day_year(one.until - timedelta(days=1)) if one.until else ""
    since = day_year(one.since)
    return AbsenceLine(
        what=absence_words(one),
        days=_("%(since)s to %(last)s", since=since, last=last) if last else _("from %(since)s on", since=since),
        reason=reason_told(one, told=told), approver=one.approver,
    )  # fmt: skip


def absence_words(one: Absence) -> str:
    """Say what it is."""
    return _("On leave") if one.kind is ExemptionKind.LEAVE else _("Exempt from %(title)s", title=one.requirement or "")


def reason_told(one: Absence, *, told: bool) -> str:
    """Return why, where the viewer is told: the reason of leave is for those who may grant it."""
    return one.reason if told or one.kind is not ExemptionKind.LEAVE else ""


def _completion(one: CompletionRow) -> CompletionLine:
    score = _("%(right)d of %(asked)d", right=one.right, asked=one.asked) if one.asked else ""
    return CompletionLine(
        one.title, how_words(one.how), day_year(one.local_date), str(one.edition or ""), score,
        day_year(one.valid_until) if one.valid_until else "",
    )  # fmt: skip


def _mail(one: MailRow) -> Mail:
    return Mail(mail_words(one), day_year(one.at))


def mail_words(one: MailRow) -> str:
    """Say of what kind a mail is."""
    words = {
        "completion": _("Reminder"), "seminars": _("About a seminar"), "people": _("About the roster"),
        "learning": _("About a course"),
    }  # fmt: skip
    return words.get(one.kind.partition(".")[0], _("Other"))
