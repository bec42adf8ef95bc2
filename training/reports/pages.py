"""What the pages of this room show, as frozen values in the reader's language: templates compute nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import url_for

from training.catalogue.rules import SubjectKind
from training.completion.rules import How
from training.core.permissions import Viewer
from training.reports.feed_queries import DueDay
from training.reports.queries import Done, ToDo
from training.seminars.credits import credit_hours
from training.seminars.own_date_queries import OwnDate
from training.seminars.queries import Seat
from training.seminars.rules import State
from training.web.language import clock, day, day_full, day_short, day_year, in_days, number, weekday
from training.web.pictures import Tally, tally
from training.web.request import links
from training.web.words import _, count_word, ngettext

MORNING_UNTIL, DAY_UNTIL = 12, 18  # hours of the reader's day
WEEK = 7


@dataclass(frozen=True)
class Entry:
    """One thing to do, or one seat."""

    title: str
    href: str
    when: str
    distance: str
    facts: tuple[str, ...]
    act: str
    next: bool = False
    proof_href: str = ""
    """Where a proof from elsewhere is handed in instead, if one is accepted."""
    why_href: str = ""


@dataclass(frozen=True)
class PastEntry:
    label: str
    href: str
    when: str
    day: str = ""
    how: str = ""
    valid_until: str = ""
    origin: str = ""
    """What another system or organisation said of it."""


@dataclass(frozen=True)
class TodayPage:
    over: str
    statement: str
    rest: str
    lede: str
    entries: tuple[Entry, ...]
    seats: tuple[Entry, ...]
    done: tuple[PastEntry, ...]
    picture: Tally
    question_href: str = ""
    """Where a question waits that comes back from what was learned."""


def today_page(
    viewer: Viewer,
    moment: datetime,
    to_do: list[ToDo],
    seats: Sequence[Seat],
    done: list[Done],
    question_href: str = "",
) -> TodayPage:
    """Build the home page: what is to do, in one sentence and as entries."""
    today = moment.date()
    return TodayPage(
        over=_(
            "%(day)s, %(greeting)s %(name)s",
            day=day_full(today),
            greeting=_greeting(moment.hour),
            name=viewer.given_name,
        ),
        statement=_statement(to_do),
        rest=_first_due(to_do, today),
        lede="" if to_do else _nothing(done),
        entries=tuple(_entry(one, today, next_one=number == 0) for number, one in enumerate(to_do)),
        seats=tuple(_seat(seat, moment) for seat in seats),
        done=tuple(past(one) for one in done),
        picture=tally(count=48, gold=min(48, 1 + len(done)), columns=4),
        question_href=question_href,
    )


def _greeting(hour: int) -> str:
    if hour < MORNING_UNTIL:
        return _("good morning")
    return _("good afternoon") if hour < DAY_UNTIL else _("good evening")


def _statement(to_do: list[ToDo]) -> str:
    if not to_do:
        return _("Nothing to do.")
    things = ngettext("%(word)s thing", "%(word)s things", len(to_do), word=count_word(len(to_do)))
    minutes = sum(_left(one) for one in to_do)
    return _("%(things)s, %(minutes)d minutes.", things=things[:1].upper() + things[1:], minutes=minutes)


def _first_due(to_do: list[ToDo], today: date) -> str:
    if not to_do:
        return ""
    due, one = to_do[0].due, len(to_do) == 1
    if due < today:
        return _("It was due on %(day)s.", day=day(due)) if one else _("The first was due on %(day)s.", day=day(due))
    if due == today:
        return _("It is due today.") if one else _("The first is due today.")
    named = weekday(due) if (due - today).days < WEEK else day(due)
    return _("It is due on %(day)s.", day=named) if one else _("The first is due on %(day)s.", day=named)


def _nothing(done: list[Done]) -> str:
    if done:
        return _("Everything that was asked of you is done. We will write to you when something new arrives.")
    return _("Nothing has been asked of you yet. You are welcome to look at the courses.")


def _left(one: ToDo) -> int:
    return max(one.minutes - one.minutes_read, 1)


def _entry(one: ToDo, today: date, *, next_one: bool) -> Entry:
    begun = one.read > 0
    facts = (
        []
        if one.kind is SubjectKind.PROOF
        else [_("%(n)d minutes left", n=_left(one)) if begun else _("%(n)d minutes", n=one.minutes)]
    )
    if begun and one.read < one.lessons:
        facts.append(_("Lesson %(n)d of %(of)d", n=one.read + 1, of=one.lessons))
    facts.append(one.why)
    if one.proof_waits:
        facts.append(_("Your proof waits for a decision"))
    only_proof = one.kind is SubjectKind.PROOF
    hand_in = url_for("completion.new_proof", counts_as=one.proof) if one.proof and not one.proof_waits else ""
    return Entry(
        title=one.requirement if only_proof else one.title,
        href=_proof_address(one) if only_proof else subject_address(one.kind, one.slug),
        when=day(one.due),
        distance=in_days((one.due - today).days),
        facts=tuple(facts),
        act=_act(one, begun=begun),
        next=next_one,
        proof_href="" if only_proof else hand_in,
        why_href=url_for("reports.duty", duty_id=one.duty),
    )


def _proof_address(one: ToDo) -> str:
    if one.proof_waits:
        return url_for("completion.proofs")
    return url_for("completion.new_proof", counts_as=one.proof)


def _act(one: ToDo, *, begun: bool) -> str:
    if one.kind is SubjectKind.PROOF:
        return _("See what you handed in") if one.proof_waits else _("Hand in a proof")
    if one.kind is SubjectKind.SEMINAR:
        return _("Choose a date")
    if one.kind is SubjectKind.POLICY:
        return _("Read and agree")
    return _("Continue") if begun else _("Start")


_PLACES = {
    SubjectKind.COURSE: "learning.course",
    SubjectKind.POLICY: "learning.policy",
    SubjectKind.SEMINAR: "seminars.seminar",
}


def subject_address(kind: SubjectKind, slug: str) -> str:
    """Return where somebody takes a course, agrees to a policy, finds a seminar or hands in a proof."""
    if kind is SubjectKind.PROOF:
        return url_for("completion.proofs")
    return url_for(_PLACES[kind], slug=slug)


def entry_address(one: DueDay | OwnDate) -> str:
    """Return the whole address of the page on which a duty is done, or of a date of a seminar.

    Where a duty has no page any more it is the first page.
    """
    if isinstance(one, OwnDate):
        return links().to(url_for("seminars.session", slug=one.slug, session_id=one.session))
    path = subject_address(one.kind, one.slug) if one.kind else url_for("reports.home")
    return links().to(path)


def _seat(seat: Seat, moment: datetime) -> Entry:
    local = seat.starts_at.astimezone(ZoneInfo(seat.zone))
    ends = seat.ends_at
    return Entry(
        title=seat.title,
        href=url_for("seminars.session", slug=seat.slug, session_id=seat.session_public_id),
        when=day(local.date()),
        distance=_("%(start)s to %(end)s", start=clock(seat.starts_at, seat.zone), end=clock(ends, seat.zone)),
        facts=(*_asked(seat, moment), seat.place, *_waiting(seat), in_days((local.date() - moment.date()).days)),
        act=_("Say yes or no") if _asked(seat, moment) else _("Change"),
    )


def _asked(seat: Seat, moment: datetime) -> tuple[str, ...]:
    if not seat.asked or moment >= seat.starts_at:
        return ()
    return (_("Moved: does the new date suit you?") if seat.moved else _("Changed: does it still suit you?"),)


def _waiting(seat: Seat) -> tuple[str, ...]:
    words = {State.PENDING: _("Waits for an answer"), State.OFFERED: _("A seat is kept for you: say yes or no")}
    if seat.state in words:
        return (words[seat.state],)
    return (_("Waiting list, place %(n)d", n=seat.place_in_queue),) if seat.place_in_queue else ()


def past(one: Done) -> PastEntry:
    """One line of the record."""
    return PastEntry(
        label=one.title,
        href=url_for("reports.certificate", completion_id=one.public_id),
        when=day_short(one.local_date),
        day=day_year(one.local_date),
        how=_with_hours(how_words(one.how), one.minutes),
        valid_until=day_year(one.valid_until) if one.valid_until else "",
        origin=one.origin or "",
    )


def _with_hours(how: str, minutes: int | None) -> str:
    return how if minutes is None else _("%(how)s, %(hours)s CPE hours", how=how, hours=hours(minutes))


def hours(minutes: int) -> str:
    """Write the hours of continuing education that minutes are worth: "1.5"."""
    return number(float(credit_hours(minutes)))


def how_words(how: How) -> str:
    """Say in words how something was completed."""
    return {
        How.QUIZ: _("Lessons and a quiz"),
        How.TEST_OUT: _("Questions first"),
        How.CHANGES: _("The changed part"),
        How.SEMINAR: _("A seminar"),
        How.ACKNOWLEDGEMENT: _("Read and confirmed"),
        How.OUTSIDE_PROOF: _("Outside proof"),
        How.IMPORT: _("From an earlier system"),
    }[how]


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    note: str = ""
