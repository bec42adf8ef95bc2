"""What the pages of one person's duties show: the list, and "Why do I have this?" in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for

from training.catalogue.rules import SubjectKind
from training.completion.due import LAST, Moment, next_due, terms_of
from training.completion.rules import ExemptionKind, Status
from training.core.permissions import Viewer
from training.core.site import Site
from training.reports.duty_queries import Absence, ClauseLine, DutyRow, Explained, Satisfier
from training.reports.pages import subject_address
from training.reports.parts import KINDS, Way
from training.reports.reasons import DueDay, because_words, due_sentences
from training.seminars.queries import Date
from training.web.language import clock, day, day_full, day_short, day_year, in_days
from training.web.words import _, count_word, ngettext

MOST_DATES = 3
WAITING = {Status.OPEN, Status.OVERDUE}


@dataclass(frozen=True)
class DutyLine:
    """One duty in a list: its state, its day, and what is out of the ordinary about it."""

    title: str
    href: str
    state: str
    due: str
    distance: str
    note: str
    more: tuple[str, ...]


def duty_line(row: DutyRow, today: date) -> DutyLine:
    """Say how a duty stands, or stood on its last day."""
    state = row.state(today)
    waits = state in WAITING and (row.valid_until is None or row.valid_until > today)
    return DutyLine(
        title=row.title, href=url_for("reports.duty", duty_id=row.public_id), state=KINDS[state],
        due=day_year(row.due) if waits and row.due < LAST else "", distance=_distance(row.due, today) if waits else "",
        note="" if waits else _note(row, state), more=tuple(_more(row, today)),
    )  # fmt: skip


def _distance(due: date, today: date) -> str:
    return in_days((due - today).days) if due < LAST else _("no day yet")


def _note(row: DutyRow, state: Status) -> str:
    if row.done_on:
        return _("Done %(done)s, due %(due)s", done=day_year(row.done_on), due=day_year(row.due))
    if state is Status.EXEMPT:
        return _("Until %(day)s", day=day_year(row.exempt_until)) if row.exempt_until else _("Without an end")
    return _("Was due %(day)s", day=day_year(row.due))


def _more(row: DutyRow, today: date) -> list[str]:
    more = [row.department]
    if row.valid_from > today:
        more.append(_("opens %(day)s", day=day_year(row.valid_from)))
    if row.due_before:
        more.append(_("extended from %(day)s", day=day_short(row.due_before)))
    if row.valid_until and row.valid_until <= today:
        more.append(_("ended %(day)s", day=day_year(row.valid_until)))
    return more


@dataclass(frozen=True)
class DutiesPage:
    """All duties of the reader."""

    statement: str
    rest: str
    now: tuple[DutyLine, ...]
    past: tuple[DutyLine, ...]


def duties_page(rows: Sequence[DutyRow], today: date) -> DutiesPage:
    """Build the list of one's own duties, those of the past too."""
    now, past = split(rows, today)
    waiting = [row for row in now if row.state(today) in WAITING and row.valid_from <= today]
    rest = ""
    if waiting:
        word = count_word(len(waiting)).capitalize()
        rest = ngettext("%(word)s is still to be done.", "%(word)s are still to be done.", len(waiting), word=word)
    elif now:
        rest = _("Nothing is left to be done.")
    number = count_word(len(now)).capitalize()
    statement = ngettext("%(word)s duty.", "%(word)s duties.", len(now), word=number) if now else _("No duties.")
    return DutiesPage(
        statement, rest, tuple(duty_line(row, today) for row in now), tuple(duty_line(row, today) for row in past)
    )


def split(rows: Sequence[DutyRow], today: date) -> tuple[list[DutyRow], list[DutyRow]]:
    """Part what holds now or is coming from what is over, the latest first."""
    now = [row for row in rows if row.valid_until is None or row.valid_until > today]
    past = [row for row in rows if row.valid_until is not None and row.valid_until <= today]
    return now, sorted(past, key=lambda row: row.valid_from, reverse=True)


# --- why --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SatisfierLine:
    title: str
    href: str
    kind: str
    dates: tuple[Way, ...]


@dataclass(frozen=True)
class Section:
    """One question and what answers it, sentence by sentence."""

    heading: str
    id: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class DutyPage:
    title: str
    over: str
    trail: tuple[Way, ...]
    state: str
    standing: str
    why: str
    sections: tuple[Section, ...]
    satisfiers: tuple[SatisfierLine, ...]
    satisfied_by: str
    clauses: tuple[ClauseLine, ...]


@dataclass(frozen=True)
class Explanation:
    """All that one page of a duty is made from."""

    found: Explained
    satisfiers: Sequence[Satisfier]
    dates: Sequence[Date]
    clauses: Sequence[ClauseLine]
    absences: Sequence[Absence]


def duty_page(about: Explanation, viewer: Viewer, house: Site, moment: datetime) -> DutyPage:
    """Build the page that says why somebody has a duty."""
    found, today = about.found, moment.date()
    own = found.person_id == viewer.person_id
    open_own = own and found.duty.done_on is None
    over = _("Why do I have this?") if own else _("Why does %(name)s have this?", name=found.name)
    person = url_for("reports.person", person_id=found.person)
    trail = Way(_("Your duties"), url_for("reports.duties")) if own else Way(found.name, person)
    return DutyPage(
        title=found.duty.title, over=over, trail=(trail,), state=KINDS[found.duty.state(today)],
        standing=_standing(found.duty, today), why=found.why,
        sections=(
            Section(_("Why"), "why", tuple(_why(found))),
            Section(_("By when"), "when", tuple(_when(found, about.absences))),
            Section(_("What comes next"), "next", (_after(found, today),)),
            Section(_("Which rule"), "rule", tuple(_rule(found))),
            Section(_("Whom to ask"), "ask", (_ask(found, house),)),
        ),
        satisfiers=tuple(_satisfier(one, about.dates, open_own=open_own) for one in about.satisfiers),
        satisfied_by=_("Any one of these is enough.") if len(about.satisfiers) > 1 else "",
        clauses=tuple(about.clauses),
    )  # fmt: skip


def _standing(duty: DutyRow, today: date) -> str:
    if duty.done_on:
        return _("Done on %(done)s; it was due on %(due)s.", done=day_full(duty.done_on), due=day_full(duty.due))
    if duty.valid_until and duty.valid_until <= today:
        return _("It ended on %(day)s, not done.", day=day_full(duty.valid_until))
    return _waiting(duty, today)


def _waiting(duty: DutyRow, today: date) -> str:
    state = duty.state(today)
    if state is Status.EXEMPT:
        return _("Nothing has to be done for now.")
    if state is Status.OVERDUE:
        return _("It was due on %(day)s.", day=day_full(duty.due))
    if duty.due >= LAST:
        return _("Nothing has set its due day yet.")
    return _("Due on %(day)s, %(distance)s.", day=day_full(duty.due), distance=in_days((duty.due - today).days))


def _why(found: Explained) -> list[str]:
    reasons = because_words(found.duty.because)
    asked = [_("It is asked of %(whom)s.", whom=_joined(reasons))] if reasons else []
    return [*asked, _("It began on %(day)s.", day=day_full(found.duty.valid_from))]


def _joined(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("%(some)s and %(last)s", some=", ".join(words[:-1]), last=words[-1])


def _when(found: Explained, absences: Sequence[Absence]) -> list[str]:
    duty, grace = found.duty, timedelta(days=found.grace_days)
    terms = terms_of(found.rule, found.renewal_months, found.window_days, found.grace_days)
    old_end = found.due_before - grace if found.due_before else None
    rule_day = duty.due_before or duty.due
    told = DueDay(terms, duty.valid_from, rule_day, found.started_on, found.done_before, old_end)
    by_rule = [_("By the rule it is due on %(day)s.", day=day_full(rule_day))] if rule_day < LAST else []
    said = [*by_rule, *due_sentences(told)]
    if duty.due_before:
        said.append(_extension(duty))
    return said + [_absence(one) for one in absences]


def _extension(duty: DutyRow) -> str:
    values = {
        "day": day_full(duty.due),
        "reason": duty.extended_for or "",
        "on": day_full(duty.extended_on or duty.due),
    }
    if duty.extended_by:
        return _("%(who)s gave more time, until %(day)s: “%(reason)s” (%(on)s).", who=duty.extended_by, **values)
    return _("More time was given, until %(day)s: “%(reason)s” (%(on)s).", **values)


def _absence(one: Absence) -> str:
    leave = one.kind is ExemptionKind.LEAVE
    since, until = day_year(one.since), day_year(one.until - timedelta(days=1)) if one.until else ""
    if leave and until:
        said = _("On leave from %(since)s to %(until)s.", since=since, until=until)
    elif leave:
        said = _("On leave since %(since)s.", since=since)
    elif until:
        said = _("Exempt from %(since)s to %(until)s: “%(reason)s”.", since=since, until=until, reason=one.reason)
    else:
        said = _("Exempt since %(since)s: “%(reason)s”.", since=since, reason=one.reason)
    return f"{said} {_('Approved by %(name)s.', name=one.approver)}" if one.approver else said


def _after(found: Explained, today: date) -> str:
    if found.ended_on or (found.duty.valid_until and not found.next_opens):
        return _("It does not come again: it ended for good.")
    if found.next_opens and found.next_due:
        opens, due = day_full(found.next_opens), day_full(found.next_due)
        if found.next_opens <= today:
            return _("It came again on %(opens)s and is due on %(due)s.", opens=opens, due=due)
        return _("It comes again on %(opens)s and is due on %(due)s then.", opens=opens, due=due)
    return _done(found) if found.duty.done_on else _not_done(found, today)


def _done(found: Explained) -> str:
    if found.valid_until is None:
        return _("It is done for good and does not come again.")
    opens = found.valid_until - timedelta(days=found.window_days)
    return _(
        "What was done holds until %(until)s. It opens again on %(opens)s.", until=day_full(found.valid_until),
        opens=day_full(opens),
    )  # fmt: skip


def _not_done(found: Explained, today: date) -> str:
    terms = terms_of(found.rule, found.renewal_months, found.window_days, found.grace_days)
    rule_day = (found.duty.due_before or found.duty.due) - timedelta(days=found.grace_days)
    old_end = rule_day if found.duty.cycle > 1 else None
    again = next_due(terms, Moment(found.duty.valid_from, done_on=today, last_due=rule_day, old_end=old_end))
    if again is None:
        return _("Once it is done it does not come again.")
    return _("If it is done today, it is due again on %(day)s.", day=day_full(again))


def _rule(found: Explained) -> list[str]:
    since, number = day_full(found.version_since), found.number
    if found.changed_by:
        said = [
            _("This is version %(n)d of the rule, in force since %(day)s, by %(name)s.", n=number, day=since,
              name=found.changed_by),
        ]  # fmt: skip
    else:
        said = [_("This is version %(n)d of the rule, in force since %(day)s.", n=number, day=since)]
    return [*said, _("Why it was changed: “%(reason)s”.", reason=found.reason)] if found.reason else said


def _ask(found: Explained, house: Site) -> str:
    if found.owner:
        if found.owner_email:
            return _("%(name)s owns this rule: %(mail)s.", name=found.owner, mail=found.owner_email)
        return _("%(name)s owns this rule.", name=found.owner)
    if house.report_mail:
        return _("The security team: %(mail)s.", mail=house.report_mail)
    return _("The security team.")


def _satisfier(one: Satisfier, dates: Sequence[Date], *, open_own: bool) -> SatisfierLine:
    if one.kind is SubjectKind.PROOF:
        href = url_for("completion.new_proof") if open_own else ""
        return SatisfierLine(one.summary or one.title, href, _("Proof from elsewhere"), ())
    words = {
        SubjectKind.COURSE: _("Course, %(n)d minutes", n=one.minutes),
        SubjectKind.POLICY: _("Policy to read and agree to, %(n)d minutes", n=one.minutes),
        SubjectKind.SEMINAR: _("Seminar"),
    }  # fmt: skip
    coming = tuple(_date(seat) for seat in dates if seat.slug == one.slug) if one.kind is SubjectKind.SEMINAR else ()
    return SatisfierLine(one.title, subject_address(one.kind, one.slug), words[one.kind], coming[:MOST_DATES])


def _date(seat: Date) -> Way:
    when = _("%(day)s, %(time)s", day=day(seat.starts_at), time=clock(seat.starts_at, seat.zone))
    return Way(when, url_for("seminars.session", slug=seat.slug, session_id=seat.public_id))
