"""What the pages of those who run seminars show, as frozen values in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from training.seminars.pages import Fact, mode_words, seats_words, times
from training.seminars.roster_queries import Comer, DeskSeminar, DeskSession
from training.seminars.rules import ASKING, DEAD, Audience, SessionStatus, State
from training.seminars.seat_words import state_words
from training.seminars.times import place_name
from training.web.language import day, day_year, in_days
from training.web.request import local
from training.web.words import _, ngettext

ALIVE = (SessionStatus.OPEN, SessionStatus.CLOSED)
SIGNED = (SessionStatus.HELD, SessionStatus.ARCHIVED)
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
    under_way: tuple[Entry, ...]
    to_sign: tuple[Entry, ...]
    to_come: tuple[Entry, ...]
    drafts: tuple[Entry, ...]
    over: tuple[Entry, ...]
    seminars: tuple[Link, ...]


def desk_page(sessions: Sequence[DeskSession], seminars: Sequence[DeskSeminar], now: datetime) -> DeskPage:
    """Build the desk's list: what is on now first, then registers to sign, then what comes, then what is over."""
    under_way = [one for one in sessions if one.status in ALIVE and one.starts_at <= now <= one.ends_at]
    to_sign = [one for one in sessions if one.status in ALIVE and one.ends_at < now]
    to_come = [one for one in sessions if one.status in ALIVE and one.starts_at > now]
    drafts = [one for one in sessions if one.status is SessionStatus.DRAFT]
    over = [one for one in sessions if one.status not in {*ALIVE, SessionStatus.DRAFT}]
    return DeskPage(
        statement=_dates_words(len(to_come)), rest=_registers_words(len(to_sign)),
        under_way=tuple(entry(one, now) for one in under_way),
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
    return ngettext("%(Word)s date to come.", "%(Word)s dates to come.", number)


def _registers_words(number: int) -> str:
    if not number:
        return ""
    return ngettext("%(Word)s register to sign.", "%(Word)s registers to sign.", number)


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
    comers: str
    seated: tuple[ComerLine, ...]
    waiting: tuple[ComerLine, ...]
    gone: tuple[ComerLine, ...]
    can_change: bool
    can_call_off: bool
    can_mark: bool
    status: str
    capacity_hint: str


def desk_session_page(one: DeskSession, comers: Sequence[Comer], now: datetime) -> DeskSessionPage:
    """Build the page of one date: who comes, who waits, who gave it up."""
    lines = {state: tuple(_comer(c) for c in comers if c.state is state) for state in State}
    seated = tuple(_comer(c) for c in comers if c.state not in DEAD | set(ASKING))
    is_open = one.status in ALIVE
    return DeskSessionPage(
        title=one.title,
        public_id=one.public_id,
        over=when_words(one),
        facts=_session_facts(one),
        join_url=one.join_url or "",
        comers=_("Who was there, and who was not") if one.status in SIGNED else _("Who comes"),
        seated=seated,
        waiting=lines[State.WAITLISTED] + lines[State.PENDING],
        gone=lines[State.CANCELLED] + lines[State.DECLINED] + lines[State.EXPIRED],
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


def when_words(one: DeskSession) -> str:
    """Say when and where a date is: the day, from when to when, the place."""
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
        Fact(label=_("Not confirmed yet"), value=str(one.unverified), note=_("their mail is not answered")),
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
    return name_in_list(one.family, one.name)


def name_in_list(family: str, given: str) -> str:
    """Return "Family, Given"; guests have one name, and none once they were erased."""
    return f"{family}, {given}" if family else given or _("(erased)")
