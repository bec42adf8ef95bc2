"""What the desk sees who changes the queue by hand, as frozen values in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from training.seminars.desk_pages import listed_name, where
from training.seminars.override_forms import changes
from training.seminars.override_queries import Found, Reason
from training.seminars.overriding import Change
from training.seminars.pages import times
from training.seminars.roster_queries import Comer, DeskSession
from training.seminars.rules import DEAD, HOLDING, SessionStatus, State
from training.seminars.seat_words import state_words
from training.web.language import day, day_year
from training.web.request import local
from training.web.words import _, ngettext

Row = tuple[object, ...]


@dataclass(frozen=True)
class PlaceLine:
    name: str
    house: str
    state: str
    since: str
    reason: str
    href: str


@dataclass(frozen=True)
class PlacesPage:
    title: str
    over: str
    public_id: str
    statement: str
    rest: str
    lines: tuple[PlaceLine, ...]
    can_change: bool


def places_page(one: DeskSession, comers: Sequence[Comer], reasons: Mapping[str, Reason], *, begun: bool) -> PlacesPage:
    """Build the list of everybody's place: seats, the queue in its order, requests, then who is gone."""
    waiting = sum(1 for each in comers if each.state in {State.WAITLISTED, State.PENDING})
    open_ = one.status in {SessionStatus.OPEN, SessionStatus.CLOSED} and not begun
    return PlacesPage(
        title=one.title, over=_when(one), public_id=one.public_id,
        statement=ngettext("%(Word)s seat is taken.", "%(Word)s seats are taken.", one.taken),
        rest=ngettext("%(Word)s person waits.", "%(Word)s people wait.", waiting) if waiting else "",
        lines=tuple(_line(each, reasons, changes_now=open_) for each in in_order(comers)), can_change=open_,
    )  # fmt: skip


def in_order(comers: Sequence[Comer]) -> list[Comer]:
    """Return who has a seat, who waits, who is gone."""
    heaps = (HOLDING, {State.WAITLISTED}, {State.PENDING}, {State.UNVERIFIED}, DEAD)
    return [one for heap in heaps for one in comers if one.state in heap]


def _line(one: Comer, reasons: Mapping[str, Reason], *, changes_now: bool) -> PlaceLine:
    can = changes_now and changes(one.state)
    return PlaceLine(
        name=listed_name(one), house=one.house, state=state_words(one), since=day(local(one.registered_at).date()),
        reason=reason_words(reasons.get(one.registration)),
        href=url_for("seminars.place_form", registration_id=one.registration) if can else "",
    )  # fmt: skip


def reason_words(reason: Reason | None) -> str:
    """Say the last reason that was given, and by whom."""
    if reason is None:
        return ""
    return _("%(reason)s (%(by)s)", reason=reason.words, by=reason.by) if reason.by else reason.words


def _when(one: DeskSession) -> str:
    start = day_year(local(one.starts_at, one.zone).date())
    hours = times(one.starts_at, one.ends_at, one.zone)
    return _("%(day)s, %(times)s, %(place)s", day=start, times=hours, place=where(one))


@dataclass(frozen=True)
class PlaceHead:
    """Whose place it is."""

    name: str
    title: str
    state: str
    session_href: str
    can_change: bool
    can_seat: bool


def place_head(one: Comer) -> PlaceHead:
    """Build the head of the page of one place."""
    can = changes(one.state)
    href = url_for("seminars.places", session_id=one.session)
    return PlaceHead(listed_name(one), one.title, state_words(one), href, bool(can), Change.SEAT in can)


@dataclass(frozen=True)
class RegisterPage:
    """Whom to register: who was looked for, and whether somebody was found."""

    title: str
    over: str
    public_id: str
    find: str
    found: bool
    nobody: bool


def register_page(one: DeskSession, found: Sequence[Found], find: str) -> RegisterPage:
    """Build the head of the page on which somebody is registered."""
    return RegisterPage(one.title, _when(one), one.public_id, find, bool(found), bool(find) and not found)


def places_table(comers: Sequence[Comer], reasons: Mapping[str, Reason]) -> Iterator[Row]:
    """Yield everybody's place with the last reason, the head first."""
    yield _("Person"), _("Department or organisation"), _("State"), _("Registered"), _("Reason")
    for one in in_order(comers):
        why = reason_words(reasons.get(one.registration))
        yield listed_name(one), one.house, state_words(one), local(one.registered_at), why
