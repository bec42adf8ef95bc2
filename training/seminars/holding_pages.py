"""What the pages of a trainer show on the day, as frozen values in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for

from training.seminars.checking_in import Answer, Received
from training.seminars.desk_pages import ALIVE, SIGNED, Link, listed_name, when_words, where
from training.seminars.holding_queries import Held
from training.seminars.merging import CLOCK_OFF
from training.seminars.pages import times
from training.seminars.passes import short, typed
from training.seminars.register_pages import ways
from training.seminars.roster_queries import Comer, DeskSession
from training.seminars.rules import HERE, SessionStatus, State
from training.web.language import day
from training.web.request import local
from training.web.words import _, ngettext

SHORTEST = timedelta(hours=2)
"""How long a telephone may keep the page of a date whose day is over."""
TODAY, TOMORROW = 0, 1  # days from today


# --- one's own dates --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnDate:
    title: str
    href: str
    when: str
    distance: str
    facts: tuple[str, ...]
    act: str
    needs: Link | None


@dataclass(frozen=True)
class TodayPage:
    """The dates that somebody gives today and tomorrow, and those that wait to be signed."""

    statement: str
    rest: str
    dates: tuple[OwnDate, ...]
    unsigned: tuple[OwnDate, ...]


def today_page(dates: Sequence[Held], now: datetime) -> TodayPage:
    """Build a trainer's own page."""
    shown = [(one, _days_ahead(one.session, now)) for one in dates]
    near = [one for one, ahead in shown if ahead in {TODAY, TOMORROW}]
    today = sum(1 for _one, ahead in shown if ahead == TODAY)
    words = ngettext("You give %(word)s seminar today.", "You give %(word)s seminars today.", today)
    over = [one for one, ahead in shown if ahead < TODAY and one.signs and one.session.status is not SessionStatus.HELD]
    return TodayPage(
        statement=words if today else _("You give no seminar today."),
        rest=_("What comes tomorrow stands below.") if len(near) > today else "",
        dates=tuple(_own_date(one, now) for one in near), unsigned=tuple(_own_date(one, now) for one in over),
    )  # fmt: skip


def _days_ahead(one: DeskSession, now: datetime) -> int:
    # A date that runs over midnight is today's until it ends.
    if one.starts_at <= now < one.ends_at:
        return TODAY
    return (local(one.starts_at, one.zone).date() - local(now, one.zone).date()).days


def _own_date(held: Held, now: datetime) -> OwnDate:
    one, ahead = held.session, _days_ahead(held.session, now)
    distance = {TODAY: _("today"), TOMORROW: _("tomorrow")}.get(ahead, "")
    return OwnDate(
        title=one.title, href=_way_in(held, ahead), when=day(local(one.starts_at, one.zone).date()), distance=distance,
        facts=(times(one.starts_at, one.ends_at, one.zone), where(one), _state(held, ahead)), act=_act(held, ahead),
        needs=_needs(held),
    )  # fmt: skip


def _state(held: Held, ahead: int) -> str:
    if held.session.status is SessionStatus.HELD:
        return _("Attendance is signed")
    if held.here and ahead == TODAY:
        return _("%(n)d of %(all)d here", n=held.here, all=held.booked)
    return _("%(n)d seats taken", n=held.session.taken)


def _way_in(held: Held, ahead: int) -> str:
    one = held.session
    if one.status is SessionStatus.HELD:
        return url_for("seminars.signed", session_id=one.public_id) if held.signs else ""
    if ahead < TODAY:
        return url_for("seminars.attendance_form", session_id=one.public_id)
    return url_for("seminars.check_in_form", session_id=one.public_id)


def _act(held: Held, ahead: int) -> str:
    if held.session.status is SessionStatus.HELD:
        return _("See what was signed") if held.signs else ""
    if ahead < TODAY:
        return _("Take attendance")
    return _("Prepare") if ahead > TODAY else _("Check people in")


def line_of_today(dates: Sequence[Held], now: datetime) -> str:
    """Say on the first page of a trainer what they give today, have to sign, or give tomorrow; nothing for others."""
    near = {_days_ahead(one.session, now): one.session for one in reversed(dates)}
    unsigned = today_page(dates, now).unsigned
    if TODAY not in near and unsigned:
        return _("The attendance of %(title)s is still to be signed.", title=unsigned[0].title)
    if TODAY in near:
        return _("You give a seminar today: %(title)s, %(times)s.", **_said(near[TODAY]))
    return _("You give a seminar tomorrow: %(title)s, %(times)s.", **_said(near[TOMORROW])) if TOMORROW in near else ""


def _said(one: DeskSession) -> dict[str, str]:
    return {"title": one.title, "times": times(one.starts_at, one.ends_at, one.zone)}


# --- checking in ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Name:
    """One seat on the page of the door. `key` is what is looked for: the name, the house, the short code."""

    registration: str
    name: str
    house: str
    code: str
    key: str
    here: bool


@dataclass(frozen=True)
class CheckInPage:
    title: str
    over: str
    public_id: str
    here: int
    all: int
    statement: str
    missing: tuple[Name, ...]
    present: tuple[Name, ...]
    find: str
    found_nobody: bool
    closed: str
    left: int
    """After how many thousandths of a second the telephone is to forget this page: at the end of the day."""
    register_href: str
    signed_href: str
    more: tuple[Link, ...]


def check_in_page(held: Held, comers: Sequence[Comer], find: str, now: datetime) -> CheckInPage:
    """Build the page of the door: who has a seat, who is here."""
    one = held.session
    seated = sorted((c for c in comers if c.state is State.BOOKED), key=lambda c: listed_name(c).casefold())
    names = [_name(c) for c in seated if _found(c, find)]
    here = sum(1 for c in seated if c.mark in HERE)
    signed = one.status in SIGNED
    return CheckInPage(
        title=one.title, over=when_words(one), public_id=one.public_id, here=here, all=len(seated),
        statement=_("%(n)d of %(all)d here", n=here, all=len(seated)),
        missing=tuple(name for name in names if not name.here), present=tuple(name for name in names if name.here),
        find=find, found_nobody=bool(find) and not names, closed=_closed(one),
        left=_left(one, now),
        register_href="" if signed or not held.signs else url_for("seminars.attendance_form", session_id=one.public_id),
        signed_href=url_for("seminars.signed", session_id=one.public_id) if signed and held.signs else "",
        more=(*(ways(one)[1:] if one.status in ALIVE else ()), *((needs,) if (needs := _needs(held)) else ())),
    )  # fmt: skip


def _needs(held: Held) -> Link | None:
    """Lead to what people need, where somebody has said so."""
    if not held.needs:
        return None
    words = ngettext("%(num)d person needs something", "%(num)d people need something", held.needs)
    return Link(words, url_for("seminars.needs", session_id=held.session.public_id))


def _name(one: Comer) -> Name:
    name, code = listed_name(one), short(one.registration)
    return Name(one.registration, name, one.house, code, f"{name} {one.house}".casefold(), one.mark in HERE)


def _found(one: Comer, find: str) -> bool:
    if (code := typed(find)) and one.registration.startswith(code):
        return True
    return all(word in f"{listed_name(one)} {one.house}".casefold() for word in find.casefold().split())


def _closed(one: DeskSession) -> str:
    if one.status is SessionStatus.CANCELLED:
        return _("This date was called off.")
    return _("The attendance is signed: nobody is checked in any more.") if one.status in SIGNED else ""


def _left(one: DeskSession, now: datetime) -> int:
    last = local(one.ends_at, one.zone)
    midnight = last.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return int(max(midnight - now, SHORTEST).total_seconds() * 1000)


def answer_words(answer: Answer) -> str:
    """Say what became of a tap."""
    return {
        Answer.COUNTED: _("Here."), Answer.AGAIN: _("Was here already."),
        Answer.OVER: _("Not counted: the attendance is signed, or the date was called off."),
        Answer.NO_SEAT: _("Not counted: registered, but without a seat. Let them in at the door."),
        Answer.UNKNOWN: _("Not counted: nobody of this date."),
    }[answer]  # fmt: skip


def received(result: Received) -> dict[str, Any]:
    """Return what the telephone is told, as it keeps it: the answer to each tap, and whether its clock is wrong."""
    answers = {nonce: {"answer": str(one), "words": answer_words(one)} for nonce, one in result.answers.items()}
    return {"answers": answers, "clock": _clock_words(result.clock_error)}


def _clock_words(error: timedelta) -> str:
    if abs(error) < CLOCK_OFF:
        return ""
    minutes = round(abs(error).total_seconds() / 60)
    if error > timedelta(0):
        return _("The clock of this telephone is %(n)d minutes slow. The times were put right.", n=minutes)
    return _("The clock of this telephone is %(n)d minutes fast. The times were put right.", n=minutes)


# --- at the door, one by one ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HerePage:
    """What the square code of a seat shows. Without `name` it is for somebody who does not hold the date."""

    name: str = ""
    house: str = ""
    title: str = ""
    over: str = ""
    state: str = ""
    can_check_in: bool = False
    check_in_href: str = ""


def here_page(held: Held, comer: Comer) -> HerePage:
    """Build what a trainer sees of the code that somebody shows."""
    open_seat = comer.state is State.BOOKED and not _closed(held.session)
    return HerePage(
        name=listed_name(comer), house=comer.house, title=held.session.title, over=when_words(held.session),
        state=_state_at_door(held.session, comer), can_check_in=open_seat and comer.mark not in HERE,
        check_in_href=url_for("seminars.check_in_form", session_id=held.session.public_id),
    )  # fmt: skip


def _state_at_door(one: DeskSession, comer: Comer) -> str:
    if closed := _closed(one):
        return closed
    if comer.state is not State.BOOKED:
        return _("Has no seat. If there is a chair, let them in at the door.")
    return _("Is here.") if comer.mark in HERE else _("Has a seat and is not checked in yet.")


@dataclass(frozen=True)
class WalkInPage:
    title: str
    over: str
    public_id: str
    seats: str


def walk_in_page(held: Held) -> WalkInPage:
    """Build the page on which somebody is let in."""
    one = held.session
    left = None if one.capacity is None else one.capacity - one.taken
    seats = (
        _("Seats for everybody") if left is None else ngettext("%(num)d seat is free", "%(num)d seats are free", left)
    )
    return WalkInPage(one.title, when_words(one), one.public_id, seats)
