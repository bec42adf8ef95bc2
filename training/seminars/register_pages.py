"""What the register shows: who is marked, what signing will write, what was signed, whose record is corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from training.core.errors import NotFound
from training.seminars.desk_pages import Link, listed_name, when_words
from training.seminars.roster_queries import Comer, DeskSession
from training.seminars.rules import AFTER, Mark, SessionStatus, State, counts, minutes_present
from training.seminars.seat_words import state_words
from training.seminars.walk_ins import ADDED_FOR
from training.web.words import _, ngettext


@dataclass(frozen=True)
class RegisterPage:
    title: str
    over: str
    public_id: str
    here: str
    missing: str
    find: str
    found_nobody: bool
    more: tuple[Link, ...]


def ways(one: DeskSession) -> tuple[Link, ...]:
    """Return what else whoever holds a date needs on the day."""
    return (
        Link(_("Check people in"), url_for("seminars.check_in_form", session_id=one.public_id)),
        Link(_("Let somebody in"), url_for("seminars.walk_in_form", session_id=one.public_id)),
        *papers(one),
    )


def papers(one: DeskSession) -> tuple[Link, ...]:
    """Return what can be printed of a date."""
    return (
        Link(_("Sign-in sheet"), url_for("seminars.sign_in_sheet", session_id=one.public_id)),
        Link(_("Badges"), url_for("seminars.badges", session_id=one.public_id)),
    )


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
        over=when_words(one),
        public_id=one.public_id,
        here=_("%(n)d of %(all)d here", n=here, all=len(seated)),
        missing=ngettext("%(num)d not marked yet", "%(num)d not marked yet", missing)
        if missing
        else _("Everybody is marked"),
        find=find,
        found_nobody=bool(find) and not seats_of(comers, find),
        more=ways(one),
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
    excused: tuple[str, ...]
    ready: bool
    why_not: str


def review_page(one: DeskSession, comers: Sequence[Comer], now: datetime) -> ReviewPage:
    """Build the preview of signing: who completes the seminar, who does not, who is still to be marked."""
    length = minutes_of(one)
    marked: dict[str, list[str]] = {"complete": [], "without": [], "absent": [], "excused": [], "missing": []}
    for comer in seats_of(comers):
        marked[_heap(comer, length)].append(_named(comer))
    begun = now >= one.starts_at
    return ReviewPage(
        title=one.title, over=when_words(one), public_id=one.public_id,
        statement=ngettext("%(Word)s person completes it.", "%(Word)s people complete it.", len(marked["complete"])),
        missing=tuple(marked["missing"]), complete=tuple(marked["complete"]), without=tuple(marked["without"]),
        absent=tuple(marked["absent"]), excused=tuple(marked["excused"]),
        ready=begun and not marked["missing"],
        why_not="" if begun else _("The seminar has not begun. Sign when it has."),
    )  # fmt: skip


def _heap(one: Comer, length: int) -> str:
    if one.mark is None:
        return "missing"
    if one.mark in {Mark.ABSENT, Mark.EXCUSED}:
        return str(one.mark)
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
        listed_name(one), one.title, state_words(one), url_for("seminars.signed", session_id=one.session)
    )


@dataclass(frozen=True)
class SignedLine:
    name: str
    house: str
    state: str
    reason: str
    correct_href: str


@dataclass(frozen=True)
class SignedPage:
    """What was signed about a date, by name."""

    title: str
    over: str
    public_id: str
    statement: str
    rest: str
    lines: tuple[SignedLine, ...]
    can_add: bool
    more: tuple[Link, ...]


def signed_page(one: DeskSession, comers: Sequence[Comer], now: datetime) -> SignedPage:
    """Build the page of a signed date. Raises NotFound where nothing is signed."""
    if one.status is not SessionStatus.HELD:
        raise NotFound
    signed = sorted((c for c in comers if c.state in AFTER), key=lambda c: listed_name(c).casefold())
    length = minutes_of(one)
    complete = sum(1 for c in signed if c.signed and counts(c.signed, c.signed_minutes or 0, length))
    return SignedPage(
        title=one.title, over=when_words(one), public_id=one.public_id,
        statement=ngettext("%(Word)s person completed it.", "%(Word)s people completed it.", complete),
        rest=_("%(n)d of %(all)d were here.", n=sum(1 for c in signed if c.signed in _HERE), all=len(signed)),
        lines=tuple(_signed_line(c) for c in signed), can_add=now <= one.ends_at + ADDED_FOR,
        more=papers(one)[:1],
    )  # fmt: skip


_HERE = frozenset({Mark.HERE, Mark.PARTLY})


def _signed_line(one: Comer) -> SignedLine:
    href = url_for("seminars.correction_form", registration_id=one.registration)
    return SignedLine(listed_name(one), one.house, state_words(one), one.reason or "", href)


def minutes_of(one: DeskSession) -> int:
    """Return how long a date takes."""
    return round((one.ends_at - one.starts_at).total_seconds() / 60)
