"""What the pages of seminars show, as frozen values in the reader's language: templates compute nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from flask import url_for
from flask_babel import get_locale

from training.core.permissions import Viewer
from training.seminars import questions, visit_pages
from training.seminars.feedback_queries import WERE_THERE
from training.seminars.own_pages import OwnPart, own_part, seat_late, seat_offer
from training.seminars.passes import Pass, pass_of
from training.seminars.queries import Date, Seat, SeminarRow, SessionRow
from training.seminars.rules import (
    AFTER,
    ASKING,
    KEPT_FOR,
    PUBLIC,
    Audience,
    Mark,
    Mode,
    SessionStatus,
    State,
    counts,
    few,
    seats_left,
)
from training.seminars.seat_words import give_up_words, own_rest, own_words
from training.seminars.sharing import Sharing, of_session
from training.seminars.times import place_name
from training.seminars.visit_pages import VisitPart
from training.web.language import clock, day_full, day_year
from training.web.request import local, zone
from training.web.words import _, ngettext


@dataclass(frozen=True)
class Fact:
    """A fact of an entry (icon, text) or of a page (label, value, note)."""

    text: str = ""
    icon: str = ""
    label: str = ""
    value: str = ""
    second: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One date in a list."""

    day: str
    times: str
    own_times: str
    title: str
    href: str
    summary: str
    lang: str
    facts: tuple[Fact, ...]
    seats: str
    tone: str
    near: str
    """That it is at the viewer's own site."""


@dataclass(frozen=True)
class Month:
    id: str
    title: str
    lines: tuple[Line, ...]


def months(viewer: Viewer, dates: Sequence[Date]) -> tuple[Month, ...]:
    """Group dates: those at the viewer's own site first, if there are others; then by the month at their place."""
    near = [one for one in dates if at_own_site(viewer, one)]
    if not near or len(near) == len(dates):
        return _by_month(viewer, dates)
    first = Month("own-site", _("At your site"), tuple(_near_line(viewer, one) for one in near))
    others = [one for one in dates if one not in near]
    return (first, *_by_month(viewer, others))


def _near_line(viewer: Viewer, one: Date) -> Line:
    # No heading names its month, and no tag need say where it is.
    line, start = _line(viewer, one), local(one.starts_at, one.zone)
    return replace(line, day=_formatted(start, "d MMM"), times=f"{_formatted(start, 'EEE')}, {line.times}", near="")


def _by_month(viewer: Viewer, dates: Sequence[Date]) -> tuple[Month, ...]:
    groups = groupby(dates, key=lambda one: f"{local(one.starts_at, one.zone):%Y-%m}")
    found = [(key, list(rows)) for key, rows in groups]
    return tuple(
        Month(f"month-{number}", _formatted(local(rows[0].starts_at, rows[0].zone), "LLLL y"), lines(viewer, rows))
        for number, (_key, rows) in enumerate(found, start=1)
    )


def lines(viewer: Viewer, dates: Sequence[Date]) -> tuple[Line, ...]:
    """Return dates as the lines of a list."""
    return tuple(_line(viewer, one) for one in dates)


def _line(viewer: Viewer, one: Date) -> Line:
    seats, tone = seats_words(one.capacity, one.taken, one.waiting)
    where = Fact(", ".join(part for part in (one.city, one.venue) if part), "place")
    online = Fact(_("Online, %(place)s time", place=place_name(one.zone)), "screen")
    facts = [*((where,) if one.venue else ()), *((online,) if one.mode is not Mode.IN_PERSON else ())]
    return Line(
        day=_formatted(local(one.starts_at, one.zone), "EEE d"),
        times=times(one.starts_at, one.ends_at, one.zone),
        own_times=own_times(viewer, one.starts_at, one.ends_at, one.zone),
        title=one.title,
        href=url_for("seminars.session", slug=one.slug, session_id=one.public_id),
        summary=one.summary,
        lang=foreign(one.language),
        facts=(*facts, Fact(language_name(one.language), "language"), *_for_whom(one.audience)),
        seats=seats,
        tone=tone,
        near=_("at your site") if at_own_site(viewer, one) else "",
    )


def seats_words(capacity: int | None, taken: int, waiting: int) -> tuple[str, str]:
    """Say how many seats are left, and in which tone the tag says it."""
    left = seats_left(capacity, taken)
    if left is None:
        return _("Seats for everybody"), ""
    if left == 0:
        return (_("Waiting list, %(n)d waiting", n=waiting) if waiting else _("Full, with a waiting list")), "full"
    return ngettext("%(num)d seat left", "%(num)d seats left", left), "few" if few(capacity, taken) else ""


def times(starts_at: datetime, ends_at: datetime, zone_name: str) -> str:
    """Say from when to when, by the clock at the place."""
    return _("%(start)s to %(end)s", start=clock(starts_at, zone_name), end=clock(ends_at, zone_name))


def own_times(viewer: Viewer, starts_at: datetime, ends_at: datetime, zone_name: str) -> str:
    """Say the same by the viewer's own clock, or nothing where it shows the same or is not known."""
    own, there = starts_at.astimezone(zone()), starts_at.astimezone(ZoneInfo(zone_name))
    if not viewer.works_here or own.utcoffset() == there.utcoffset():
        return ""
    hours = times(starts_at, ends_at, str(zone()))
    if own.date() != there.date():
        return _("your time: %(day)s, %(times)s", day=_formatted(own, "EEE d"), times=hours)
    return _("your time: %(times)s", times=hours)


def language_name(code: str) -> str:
    """Return a language's own name."""
    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name() or code
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:]


def _formatted(moment: datetime, pattern: str) -> str:
    return str(format_date(moment.date(), pattern, locale=get_locale() or "en"))


def foreign(code: str) -> str:
    """Return the code of a language that is not the page's own, else nothing."""
    here = get_locale()
    return "" if here is not None and here.language == code.partition("-")[0] else code


def at_own_site(viewer: Viewer, one: Date) -> bool:
    """Tell whether a date is where the viewer works."""
    return viewer.site_id is not None and viewer.site_id == one.site_id


def _for_whom(audience: Audience) -> tuple[Fact, ...]:
    words = {Audience.STAFF: _("For staff"), Audience.OUTSIDE: _("For guests")}
    return (Fact(words[audience], "people"),) if audience in words else ()


# --- one seminar, one date ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AgendaEntry:
    time: str
    title: str
    text: str


@dataclass(frozen=True)
class SessionPage:
    """One date. Exactly one of `guest`, `act`, `own` and `closed` says what the reader can do."""

    title: str
    lang: str
    lede: str
    facts: tuple[Fact, ...]
    agenda: tuple[AgendaEntry, ...]
    good_to_know: str
    href: str
    slug: str
    public_id: str
    guest: bool
    consent: str
    act: str
    own: str
    own_rest: str
    calendar_href: str
    join_url: str
    can_cancel: bool
    closed: str
    sharing: Sharing
    door: Pass | None
    asked: questions.Asked
    """What is asked of who registers."""
    feedback_href: str
    """Where somebody who was there says how it was."""
    plan: VisitPart
    part: OwnPart


def session_page(
    viewer: Viewer, about: SeminarRow, row: SessionRow, now: datetime, *, invited: bool = False
) -> SessionPage:
    """Build the page of one date for this viewer. `invited`: they came with a code for it."""
    own, part = own_words(row.state, row.place or 0), own_part(viewer, row, now, invited=invited)
    booked = row.state is State.BOOKED
    address: dict[str, Any] = {"slug": about.slug, "session_id": row.public_id}
    return SessionPage(
        title=about.title,
        lang=foreign(about.language),
        lede=about.summary,
        facts=_session_facts(viewer, about, row),
        agenda=_agenda(about, row),
        good_to_know=about.good_to_know,
        href=url_for("seminars.session", **address),
        slug=about.slug,
        public_id=row.public_id,
        guest=part.may and not viewer.works_here,
        consent=consent_words(row.retention_days),
        act=_act(row) if part.may and viewer.works_here else "",
        own=own,
        own_rest=own_rest(row.state, row.place or 0, row.waiting, by_team=row.approver_id is None),
        calendar_href=url_for("seminars.own_calendar", **address) if booked else "",
        join_url=(row.join_url or "") if booked else "",
        can_cancel=row.state in {*KEPT_FOR, *ASKING} and now < row.starts_at,
        closed=part.why_not,
        part=part,
        sharing=of_session(viewer, about, row),
        door=pass_of(row.registration) if booked and row.registration else None,
        asked=questions.read(about.questions),
        feedback_href=url_for("seminars.own_feedback", **address) if row.state in WERE_THERE else "",
        plan=visit_pages.own_part(viewer, about.slug, row, now),
    )


def consent_words(days: int) -> str:
    """Return the sentence to which a guest agrees."""
    return _("Keep my name and e-mail for this seminar. They are erased %(n)d days after it.", n=days)


def _act(row: SessionRow) -> str:
    full = seats_left(row.capacity, row.taken) == 0
    return _("Join the waiting list") if full else _("Take a seat")


def _session_facts(viewer: Viewer, about: SeminarRow, row: SessionRow) -> tuple[Fact, ...]:
    place = place_name(row.zone)
    own = own_times(viewer, row.starts_at, row.ends_at, row.zone)
    note = f"({place})" + (f" · {own}" if own else "")
    day, hours = day_year(local(row.starts_at, row.zone).date()), times(row.starts_at, row.ends_at, row.zone)
    where = row.venue or _("Online")
    address = ", ".join(part for part in (row.address, row.city) if part)
    return (
        Fact(label=_("When"), value=day, second=hours, note=note),
        Fact(label=_("Where"), value=where, note=address if row.venue else _("You get the link with your seat")),
        Fact(label=_("Seats"), value=_of_seats(row), note=f"{language_name(about.language)}, {mode_words(row.mode)}"),
    )


def _of_seats(row: SessionRow) -> str:
    left = seats_left(row.capacity, row.taken)
    if left:
        return _("%(left)d of %(all)d left", left=left, all=row.capacity)
    return seats_words(row.capacity, row.taken, row.waiting)[0]


def mode_words(mode: Mode) -> str:
    """Say how people meet."""
    return {Mode.IN_PERSON: _("in person"), Mode.ONLINE: _("online"), Mode.HYBRID: _("in person and online")}[mode]


def _agenda(about: SeminarRow, row: SessionRow) -> tuple[AgendaEntry, ...]:
    return tuple(
        AgendaEntry(clock(row.starts_at + timedelta(minutes=part["after"]), row.zone), part["title"], part["text"])
        for part in about.agenda
    )


@dataclass(frozen=True)
class SeatPage:
    """What a guest's link shows."""

    title: str
    statement: str
    rest: str
    facts: tuple[Fact, ...]
    booked: bool
    join_url: str
    can_cancel: bool
    give_up: str
    session_href: str
    name: str
    door: Pass | None
    certificate: bool
    """Whether there is a certificate of it."""
    was_there: bool
    plan: VisitPart
    offer: str
    late: str
    consent: str
    """What a guest who was let in at the door has not agreed to yet."""
    agrees: str
    """What a guest whom the security team entered agrees to with the button that confirms."""


def seat_page(seat: Seat, now: datetime) -> SeatPage:
    """Build the page behind a guest's link."""
    called_off = seat.status is SessionStatus.CANCELLED
    alive = seat.state in {*KEPT_FOR, *ASKING} and now < seat.starts_at
    when = f"{day_full(local(seat.starts_at, seat.zone).date())}, {times(seat.starts_at, seat.ends_at, seat.zone)}"
    return SeatPage(
        title=seat.title,
        statement=_("This date was called off.") if called_off else own_words(seat.state, seat.place_in_queue),
        rest="" if called_off else own_rest(seat.state, seat.place_in_queue, seat.waiting),
        facts=(
            Fact(label=_("When"), value=when, note=f"({place_name(seat.zone)})"),
            Fact(label=_("Where"), value=seat.place),
            Fact(label=_("For"), value=seat.name),
        ),
        booked=seat.state is State.BOOKED,
        join_url=seat.join_url if seat.state is State.BOOKED else "",
        can_cancel=alive,
        give_up=give_up_words(seat.state),
        session_href=_public_href(seat),
        name=seat.name,
        door=pass_of(seat.registration) if seat.state is State.BOOKED and not called_off else None,
        certificate=_completed(seat),
        was_there=seat.state in WERE_THERE,
        plan=visit_pages.guest_part(seat, now),
        offer=seat_offer(seat, now),
        late=seat_late(seat, now),
        consent="" if seat.agreed or seat.state not in AFTER | {State.BOOKED} else consent_words(seat.retention_days),
        agrees="" if seat.agreed or seat.state is not State.UNVERIFIED else consent_words(seat.retention_days),
    )


def _public_href(seat: Seat) -> str:
    """Return the public page of the date; one for staff or by invitation has none."""
    if seat.audience not in PUBLIC:
        return ""
    return url_for("seminars.session", slug=seat.slug, session_id=seat.session_public_id)


def _completed(seat: Seat) -> bool:
    marks = {State.ATTENDED: Mark.HERE, State.PARTIAL: Mark.PARTLY}
    length = round((seat.ends_at - seat.starts_at).total_seconds() / 60)
    return seat.state in marks and counts(marks[seat.state], seat.minutes or 0, length)
