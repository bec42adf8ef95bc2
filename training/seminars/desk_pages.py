"""What the pages of those who run seminars show, as frozen values in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from training.core.errors import NotFound
from training.seminars.pages import Fact, mode_words, seats_words, times
from training.seminars.roster_queries import Comer, DeskSeminar, DeskSession
from training.seminars.rules import (
    DEAD,
    Audience,
    Mark,
    SessionStatus,
    State,
    counts,
    minutes_present,
)
from training.seminars.times import place_name
from training.web.language import count_word, day, day_year, in_days
from training.web.request import local
from training.web.words import _, ngettext

ALIVE = (SessionStatus.OPEN, SessionStatus.CLOSED)
EARLY = timedelta(hours=1)
"""How long before the start the page of a date offers the register."""


@dataclass(frozen=True)
class Entry:
    """One date in the lists of the desk."""

    title: str
    href: str
    when: str
    distance: str
    facts: tuple[str, ...]
    tag: str
    tone: str
    act: str
    act_href: str


@dataclass(frozen=True)
class Link:
    label: str
    href: str
    summary: str = ""


@dataclass(frozen=True)
class DeskPage:
    statement: str
    rest: str
    to_sign: tuple[Entry, ...]
    to_come: tuple[Entry, ...]
    drafts: tuple[Entry, ...]
    over: tuple[Entry, ...]
    seminars: tuple[Link, ...]


def desk_page(sessions: Sequence[DeskSession], seminars: Sequence[DeskSeminar], now: datetime) -> DeskPage:
    """Build the desk's list: registers to sign first, then what comes, then what is over."""
    to_sign = [one for one in sessions if one.status in ALIVE and one.starts_at <= now]
    to_come = [one for one in sessions if one.status in ALIVE and one.starts_at > now]
    drafts = [one for one in sessions if one.status is SessionStatus.DRAFT]
    over = [one for one in sessions if one.status not in {*ALIVE, SessionStatus.DRAFT}]
    return DeskPage(
        statement=_dates_words(len(to_come)), rest=_registers_words(len(to_sign)),
        to_sign=tuple(entry(one, now) for one in to_sign), to_come=tuple(entry(one, now) for one in to_come),
        drafts=tuple(entry(one, now) for one in drafts),
        over=tuple(entry(one, now) for one in reversed(over)),
        seminars=tuple(
            Link(one.title, url_for("seminars.new_session_form", slug=one.slug), _("%(n)d minutes", n=one.minutes))
            for one in seminars
        ),
    )  # fmt: skip


def _dates_words(number: int) -> str:
    if not number:
        return _("No date is planned.")
    words = ngettext("%(word)s date to come.", "%(word)s dates to come.", number, word=count_word(number))
    return words[:1].upper() + words[1:]


def _registers_words(number: int) -> str:
    if not number:
        return ""
    words = ngettext("%(word)s register to sign.", "%(word)s registers to sign.", number, word=count_word(number))
    return words[:1].upper() + words[1:]


def entry(one: DeskSession, now: datetime) -> Entry:
    """Return a date as a line of the desk's lists."""
    start, today = local(one.starts_at, one.zone).date(), local(now, one.zone).date()
    seats, tone = _status_words(one)
    begun = one.status in ALIVE and one.starts_at <= now
    facts = (times(one.starts_at, one.ends_at, one.zone), where(one), audience_words(one.audience))
    return Entry(
        title=one.title,
        href=url_for("seminars.desk_session", session_id=one.public_id),
        when=day(start),
        distance=in_days((start - today).days) if start >= today else day_year(start)[-4:],
        facts=facts,
        tag=seats,
        tone=tone,
        act=_("Take attendance") if begun else "",
        act_href=url_for("seminars.attendance_form", session_id=one.public_id),
    )


def _status_words(one: DeskSession) -> tuple[str, str]:
    words = {
        SessionStatus.CANCELLED: (_("Called off"), "full"), SessionStatus.HELD: (_("Signed"), ""),
        SessionStatus.ARCHIVED: (_("Archived"), ""), SessionStatus.DRAFT: (_("Draft"), ""),
        SessionStatus.CLOSED: (_("Closed, %(n)d taken", n=one.taken), ""),
    }  # fmt: skip
    return words.get(one.status) or seats_words(one.capacity, one.taken, one.waiting)


def where(one: DeskSession) -> str:
    """Say where a date takes place and in which time its clock runs."""
    place = ", ".join(part for part in (one.city, one.venue) if part) or _("Online")
    zone = place_name(one.zone)
    return place if zone in place else _("%(place)s (%(zone)s time)", place=place, zone=zone)


def audience_words(audience: Audience) -> str:
    """Say who may come."""
    return {
        Audience.STAFF: _("Staff"), Audience.OUTSIDE: _("Guests"), Audience.BOTH: _("Staff and guests"),
        Audience.INVITED: _("Guests with an invitation"),
    }[audience]  # fmt: skip


# --- one date ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ComerLine:
    name: str
    house: str
    state: str
    since: str
    correct_href: str
    reason: str


@dataclass(frozen=True)
class DeskSessionPage:
    title: str
    public_id: str
    over: str
    facts: tuple[Fact, ...]
    join_url: str
    seated: tuple[ComerLine, ...]
    waiting: tuple[ComerLine, ...]
    unconfirmed: int
    gone: tuple[ComerLine, ...]
    can_change: bool
    can_call_off: bool
    can_mark: bool
    status: str
    capacity_hint: str


def desk_session_page(one: DeskSession, comers: Sequence[Comer], now: datetime) -> DeskSessionPage:
    """Build the page of one date: who comes, who waits, who gave it up."""
    lines = {state: tuple(_comer(c) for c in comers if c.state is state) for state in State}
    seated = tuple(_comer(c) for c in comers if c.state not in DEAD | {State.WAITLISTED, State.UNVERIFIED})
    is_open = one.status in ALIVE
    return DeskSessionPage(
        title=one.title,
        public_id=one.public_id,
        over=when(one),
        facts=_session_facts(one),
        join_url=one.join_url or "",
        seated=seated,
        waiting=lines[State.WAITLISTED],
        unconfirmed=one.unverified,
        gone=lines[State.CANCELLED] + lines[State.EXPIRED],
        can_change=one.status in {*ALIVE, SessionStatus.DRAFT} and one.starts_at > now,
        can_call_off=is_open and one.starts_at > now,
        can_mark=is_open and bool(seated) and one.starts_at - now <= EARLY,
        status=_ended_words(one.status),
        capacity_hint=_("%(n)d are taken. Empty: as many as come.", n=one.taken),
    )


def _ended_words(status: SessionStatus) -> str:
    words = {
        SessionStatus.CANCELLED: _("This date was called off."),
        SessionStatus.DRAFT: _("This is a draft: only those who run seminars see it."),
        SessionStatus.CLOSED: _("This date is closed: it takes nobody new. Who waits still moves up."),
        SessionStatus.ARCHIVED: _("This date is in the archive."),
        SessionStatus.HELD: _("The attendance is signed. A single record can be corrected below, with a reason."),
    }
    return words.get(status, "")


def when(one: DeskSession) -> str:
    start = local(one.starts_at, one.zone).date()
    return _(
        "%(day)s, %(times)s, %(place)s",
        day=day_year(start),
        times=times(one.starts_at, one.ends_at, one.zone),
        place=where(one),
    )


def _session_facts(one: DeskSession) -> tuple[Fact, ...]:
    taken = str(one.taken) if one.capacity is None else _("%(taken)d of %(all)d", taken=one.taken, all=one.capacity)
    return (
        Fact(label=_("Seats taken"), value=taken),
        Fact(label=_("Waiting"), value=str(one.waiting)),
        Fact(label=_("Not confirmed yet"), value=str(one.unverified), note=_("they hold no seat")),
        Fact(label=_("Who may come"), value=audience_words(one.audience), note=mode_words(one.mode)),
    )


def _comer(one: Comer) -> ComerLine:
    signed = one.signed is not None
    return ComerLine(
        name=listed_name(one), house=one.house, state=state_words(one), since=day(local(one.registered_at).date()),
        correct_href=url_for("seminars.correction_form", registration_id=one.registration) if signed else "",
        reason=one.reason or "",
    )  # fmt: skip


def listed_name(one: Comer) -> str:
    """Return "Family, Given" of an employee, and a guest's name as they wrote it."""
    return f"{one.family}, {one.name}" if one.family else one.name or _("(erased)")


def state_words(one: Comer) -> str:
    """Say in one or two words what somebody has."""
    words = {
        State.UNVERIFIED: _("Not confirmed"), State.WAITLISTED: _("Waiting"), State.BOOKED: _("Has a seat"),
        State.ATTENDED: _("Was here"), State.PARTIAL: _("Partly, %(n)d minutes", n=one.signed_minutes or 0),
        State.ABSENT: _("Absent"), State.CANCELLED: _("Given up"), State.EXPIRED: _("Not confirmed in time"),
    }  # fmt: skip
    return str(words[one.state])


# --- the register -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RegisterPage:
    title: str
    over: str
    public_id: str
    here: str
    missing: str
    find: str
    found_nobody: bool


def seats_of(comers: Sequence[Comer], find: str = "") -> list[Comer]:
    """Return who has a seat, unmarked first, then by name; limited to names with all the words looked for."""
    wanted = find.casefold().split()
    seated = [one for one in comers if one.state is State.BOOKED]
    found = [one for one in seated if all(word in f"{listed_name(one)} {one.house}".casefold() for word in wanted)]
    return sorted(found, key=lambda one: (one.mark is not None, listed_name(one).casefold()))


def register_page(one: DeskSession, comers: Sequence[Comer], find: str) -> RegisterPage:
    """Build the head of the register."""
    seated = [c for c in comers if c.state is State.BOOKED]
    here = sum(1 for c in seated if c.mark in {Mark.HERE, Mark.PARTLY})
    missing = sum(1 for c in seated if c.mark is None)
    return RegisterPage(
        title=one.title,
        over=when(one),
        public_id=one.public_id,
        here=_("%(n)d of %(all)d here", n=here, all=len(seated)),
        missing=ngettext("%(num)d not marked yet", "%(num)d not marked yet", missing)
        if missing
        else _("Everybody is marked"),
        find=find,
        found_nobody=bool(find) and not seats_of(comers, find),
    )


@dataclass(frozen=True)
class ReviewPage:
    """What signing will write, by name."""

    title: str
    over: str
    public_id: str
    statement: str
    missing: tuple[str, ...]
    complete: tuple[str, ...]
    without: tuple[str, ...]
    absent: tuple[str, ...]
    ready: bool
    why_not: str


def review_page(one: DeskSession, comers: Sequence[Comer], now: datetime) -> ReviewPage:
    """Build the preview of signing: who completes the seminar, who does not, who is still to be marked."""
    length = round((one.ends_at - one.starts_at).total_seconds() / 60)
    marked: dict[str, list[str]] = {"complete": [], "without": [], "absent": [], "missing": []}
    for comer in seats_of(comers):
        marked[_heap(comer, length)].append(_named(comer))
    begun = now >= one.starts_at
    return ReviewPage(
        title=one.title, over=when(one), public_id=one.public_id,
        statement=ngettext("%(num)d person completes it.", "%(num)d people complete it.", len(marked["complete"])),
        missing=tuple(marked["missing"]), complete=tuple(marked["complete"]), without=tuple(marked["without"]),
        absent=tuple(marked["absent"]), ready=begun and not marked["missing"],
        why_not="" if begun else _("The seminar has not begun. Sign when it has."),
    )  # fmt: skip


def _heap(one: Comer, length: int) -> str:
    if one.mark is None:
        return "missing"
    if one.mark is Mark.ABSENT:
        return "absent"
    return "complete" if counts(one.mark, minutes_present(one.mark, one.minutes, length), length) else "without"


def _named(one: Comer) -> str:
    name = f"{listed_name(one)} ({one.house})" if one.house else listed_name(one)
    return str(_("%(name)s, %(n)d minutes", name=name, n=one.minutes or 0)) if one.mark is Mark.PARTLY else name


@dataclass(frozen=True)
class CorrectionPage:
    """Whose record is corrected, and what it says now."""

    name: str
    title: str
    signed: str
    session_href: str


def correction_page(one: Comer) -> CorrectionPage:
    """Build the head of a correction. Raises NotFound where nothing was signed."""
    if one.signed is None:
        raise NotFound
    return CorrectionPage(
        listed_name(one), one.title, state_words(one), url_for("seminars.desk_session", session_id=one.session)
    )
