"""What the pages of contacts show, as frozen values in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from training.seminars.block_queries import Acting
from training.seminars.contact_queries import Attended, BlockRow, OpenDate
from training.seminars.desk_pages import Entry
from training.seminars.organisation_rules import agreed, last_day
from training.seminars.pages import seats_words, times
from training.seminars.rules import BlockState, Mark, SessionStatus
from training.seminars.times import place_name
from training.web.language import day, day_year, in_days
from training.web.request import local, site
from training.web.words import _, count_word, ngettext

OPEN = frozenset({BlockState.WAITING, BlockState.HELD})


@dataclass(frozen=True)
class ContactPage:
    organisation: str
    name: str
    statement: str
    rest: str
    blocks: tuple[Entry, ...]
    dates: tuple[Entry, ...]
    over: tuple[Entry, ...]
    agreement: str


def contact_page(
    token: str, contact: Acting, blocks: Sequence[BlockRow], dates: Sequence[OpenDate], now: datetime
) -> ContactPage:
    """Build a contact's first page: what is kept, what can be kept, what was."""
    coming = [one for one in blocks if one.state in OPEN | {BlockState.RETURNED} and one.starts_at > now]
    coming = [one for one in coming if one.state in OPEN or one.people]
    over = [one for one in reversed(blocks) if one not in coming and (one.used or one.seated or one.state in OPEN)]
    kept = {one.session for one in coming}
    statement, rest = _kept_words(coming, contact.organisation)
    allowed = agreed(contact.agreement_until, site().zone or "UTC", now)
    return ContactPage(
        organisation=contact.organisation, name=contact.name, statement=statement, rest=rest,
        blocks=tuple(_block_entry(token, one, now) for one in coming),
        dates=tuple(_date_entry(token, one, now, more=one.session in kept) for one in dates) if allowed else (),
        over=tuple(_over_entry(token, one) for one in over),
        agreement="" if allowed else _("The agreement with us is over, so that no new seats can be kept. Write to us."),
    )  # fmt: skip


def _kept_words(coming: Sequence[BlockRow], organisation: str) -> tuple[str, str]:
    held = [one for one in coming if one.state is BlockState.HELD]
    waiting = sum(one.seats for one in coming if one.state is BlockState.WAITING)
    wait = ngettext("%(Word)s more is waited for.", "%(Word)s more are waited for.", waiting) if waiting else ""
    if not held:
        words = ngettext("%(Word)s seat is waited for.", "%(Word)s seats are waited for.", waiting)
        return (words if waiting else _("No seats are kept for %(name)s.", name=organisation)), ""
    return seats_kept(held), wait


def seats_kept(held: Sequence[BlockRow]) -> str:
    """Say how many seats are kept, how many of them are named, and by when the others are."""
    kept, named = sum(one.seats for one in held), sum(one.named for one in held)
    words = ngettext("%(Word)s seat is kept", "%(Word)s seats are kept", kept)
    if named >= kept:
        return _("%(kept)s, and all are named.", kept=words)
    until = min(last_day(one.release_at, one.zone) for one in held if one.named < one.seats)
    if not named:
        return _("%(kept)s, to name by %(day)s.", kept=words, day=day(until))
    return _("%(kept)s, %(named)s named, %(left)s to name by %(day)s.", kept=words, named=count_word(named),
             left=count_word(kept - named), day=day(until))  # fmt: skip


def _block_entry(token: str, one: BlockRow, now: datetime) -> Entry:
    tag, tone = _state_tag(one)
    return Entry(
        title=one.title, href=url_for("seminars.contact_block", token=token, block_id=one.block),
        when=day(local(one.starts_at, one.zone).date()), distance=_distance(one.starts_at, one.zone, now),
        facts=(times(one.starts_at, one.ends_at, one.zone), where(one)), tag=tag, tone=tone, act="", act_href="",
    )  # fmt: skip


def _state_tag(one: BlockRow) -> tuple[str, str]:
    if one.status is SessionStatus.CANCELLED:
        return _("Called off"), "full"
    if one.state is BlockState.WAITING:
        return ngettext("Waits for %(num)d seat", "Waits for %(num)d seats", one.seats), "full"
    left = one.seats - one.named
    if one.state is BlockState.HELD and left > 0:
        return ngettext("%(num)d to name", "%(num)d to name", left), "few"
    return ngettext("%(num)d named", "%(num)d named", one.people), ""


def _date_entry(token: str, one: OpenDate, now: datetime, *, more: bool) -> Entry:
    seats, tone = seats_words(one.capacity, one.taken, one.waiting)
    return Entry(
        title=one.title, href=url_for("seminars.hold_form", token=token, session_id=one.session),
        when=day(local(one.starts_at, one.zone).date()), distance=_distance(one.starts_at, one.zone, now),
        facts=(times(one.starts_at, one.ends_at, one.zone), where(one)), tag=seats, tone=tone,
        act=_("Keep more seats") if more else _("Keep seats"),
        act_href=url_for("seminars.hold_form", token=token, session_id=one.session),
    )  # fmt: skip


def _over_entry(token: str, one: BlockRow) -> Entry:
    start = local(one.starts_at, one.zone).date()
    return Entry(
        title=one.title, href=url_for("seminars.contact_attended", token=token, session_id=one.session),
        when=day(start), distance=day_year(start)[-4:], facts=(where(one),),
        tag=_("Called off") if one.status is SessionStatus.CANCELLED else _("Who was there"), tone="", act="",
        act_href="",
    )  # fmt: skip


def _distance(starts_at: datetime, zone: str, now: datetime) -> str:
    return in_days((local(starts_at, zone).date() - local(now, zone).date()).days)


def where(one: BlockRow | OpenDate) -> str:
    """Say where a date takes place and in which time its clock runs."""
    place = ", ".join(part for part in (one.city, one.venue) if part) or _("Online")
    zone = place_name(one.zone)
    return place if zone in place else _("%(place)s (%(zone)s time)", place=place, zone=zone)


def when(one: BlockRow | OpenDate) -> str:
    """Say when and where."""
    start = local(one.starts_at, one.zone)
    return _("%(day)s, %(times)s, %(place)s", day=day_year(start.date()),
             times=times(one.starts_at, one.ends_at, one.zone), place=where(one))  # fmt: skip


# --- keeping seats ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HoldPage:
    title: str
    over: str
    seats: str
    latest: str


def hold_page(one: OpenDate) -> HoldPage:
    """Build the page on which seats are asked for."""
    seats, _tone = seats_words(one.capacity, one.taken, one.waiting)
    return HoldPage(one.title, when(one), seats, str(local(one.starts_at, one.zone).date()))


def held_words(seats: int, wanted: int) -> str:
    """Say what came of it."""
    if not seats:
        return _("Not enough seats are free. You wait as one, and we write to you as soon as they come free.")
    if seats < wanted:
        return ngettext(
            "%(Word)s seat is kept; more are not free.", "%(Word)s seats are kept; more are not free.", seats
        )
    return ngettext("%(Word)s seat is kept. Name who comes.", "%(Word)s seats are kept. Name who comes.", seats)


# --- who was there ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AttendedLine:
    name: str
    mark: str
    minutes: str


@dataclass(frozen=True)
class AttendedPage:
    title: str
    over: str
    statement: str
    session: str
    lines: tuple[AttendedLine, ...]


def attended_page(block: BlockRow, people: Sequence[Attended]) -> AttendedPage:
    """Build who of an organisation was at a date."""
    there = sum(one.mark in {Mark.HERE, Mark.PARTLY} for one in people)
    signed = any(one.mark is not None for one in people)
    words = _("%(n)d of %(all)d were there.", n=there, all=len(people))
    return AttendedPage(
        title=block.title, over=when(block), session=block.session,
        statement=words if signed else _("Nobody has signed yet who was there."),
        lines=tuple(
            AttendedLine(one.name or _("(erased)"), mark_words(one.mark), str(one.minutes or 0) if one.mark else "")
            for one in people
        ),
    )  # fmt: skip


def mark_words(mark: Mark | None) -> str:
    """Say what was signed about somebody."""
    if mark is None:
        return _("Not signed yet")
    return {
        Mark.HERE: _("Present"), Mark.PARTLY: _("Partly"), Mark.ABSENT: _("Absent"), Mark.EXCUSED: _("Excused"),
    }[mark]  # fmt: skip
