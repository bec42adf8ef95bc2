"""Who may register for a date, and why not: one rule after the other. The page and the verbs ask the same function."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from training.core.text import Text, text
from training.seminars.rules import Audience, SessionStatus, takes_people
from training.seminars.times import place_name


class Rule(StrEnum):
    """What keeps somebody from registering."""

    REGISTERED = "registered"
    CALLED_OFF = "called-off"
    DRAFT = "draft"
    OVER = "over"
    BEGUN = "begun"
    CLOSED = "closed"
    EARLY = "early"
    LATE = "late"
    AUDIENCE = "audience"


@dataclass(frozen=True)
class Terms:
    """What a date says of those who may register."""

    status: SessionStatus
    audience: Audience
    starts_at: datetime
    ends_at: datetime
    zone: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Asker:
    """Who would like to come. `invited`: an outsider with an invitation to this very date."""

    staff: bool
    registered: bool = False
    invited: bool = False


@dataclass(frozen=True)
class Hindrance:
    """Why somebody cannot register, and what they can do instead."""

    rule: Rule
    why: Text
    then: Text

    @property
    def words(self) -> Text:
        """Both in one."""
        return Text("%(why)s %(then)s", {"why": self.why, "then": self.then})


def terms(row: Any) -> Terms:
    """Return the terms of a date: a row of its table, or what a page knows of it."""
    return Terms(
        row.status, row.audience, row.starts_at, row.ends_at, row.zone, opens_at=row.opens_at, closes_at=row.closes_at
    )


def hindrance(of: Terms, asker: Asker, now: datetime) -> Hindrance | None:
    """Return the first rule that keeps somebody from registering, None if they may."""
    return _first(_RULES, of, asker, now)


def hindrance_to_confirm(of: Terms, now: datetime) -> Hindrance | None:
    """Return what keeps a guest from confirming. Whoever asked in time keeps their number, though the window closed."""
    return _first(_OF_THE_DATE, of, Asker(staff=False), now)


def _first(rules: tuple["_Check", ...], of: Terms, asker: Asker, now: datetime) -> Hindrance | None:
    return next((found for rule in rules if (found := rule(of, asker, now)) is not None), None)


def registered() -> Hindrance:
    """Return that somebody has asked before."""
    return Hindrance(
        Rule.REGISTERED, text("You are registered for this date already."), text("This page shows what you have.")
    )


_Check = Callable[[Terms, Asker, datetime], Hindrance | None]
_OTHER = text("Choose another date.")


def _registered(_of: Terms, asker: Asker, _now: datetime) -> Hindrance | None:
    return registered() if asker.registered else None


def _called_off(of: Terms, _asker: Asker, _now: datetime) -> Hindrance | None:
    if of.status is not SessionStatus.CANCELLED:
        return None
    return Hindrance(Rule.CALLED_OFF, text("You cannot register because this date was called off."), _OTHER)


def _draft(of: Terms, _asker: Asker, _now: datetime) -> Hindrance | None:
    if of.status is not SessionStatus.DRAFT:
        return None
    why = text("You cannot register because this date is not published yet.")
    return Hindrance(Rule.DRAFT, why, text("Publish it first, then people may register."))


def _over(of: Terms, _asker: Asker, now: datetime) -> Hindrance | None:
    if of.ends_at > now and of.status not in {SessionStatus.HELD, SessionStatus.ARCHIVED}:
        return None
    return Hindrance(Rule.OVER, text("You cannot register because this date is over."), _OTHER)


def _begun(of: Terms, _asker: Asker, now: datetime) -> Hindrance | None:
    if takes_people(of.status, of.starts_at, now):
        return None
    why = text("You cannot register because this date has begun and takes nobody any more.")
    return Hindrance(Rule.BEGUN, why, _OTHER)


def _closed(of: Terms, _asker: Asker, _now: datetime) -> Hindrance | None:
    if of.status is not SessionStatus.CLOSED:
        return None
    why = text("You cannot register because this date takes nobody new.")
    return Hindrance(Rule.CLOSED, why, text("Who is registered keeps what they have. Choose another date."))


def _early(of: Terms, _asker: Asker, now: datetime) -> Hindrance | None:
    if of.opens_at is None or now >= of.opens_at:
        return None
    why = text(
        "You cannot register because registration opens on %(day)s at %(time)s (%(place)s).",
        **_clock(of.opens_at, of.zone),
    )
    return Hindrance(Rule.EARLY, why, text("Come back then."))


def _late(of: Terms, _asker: Asker, now: datetime) -> Hindrance | None:
    if of.closes_at is None or now < of.closes_at:
        return None
    why = text(
        "You cannot register because registration closed on %(day)s at %(time)s (%(place)s).",
        **_clock(of.closes_at, of.zone),
    )
    return Hindrance(Rule.LATE, why, text("Choose another date, or ask the security team."))


def _audience(of: Terms, asker: Asker, _now: datetime) -> Hindrance | None:
    if asker.staff:
        if of.audience in {Audience.STAFF, Audience.BOTH}:
            return None
        why = text("You cannot register because this date is for people from outside.")
        return Hindrance(Rule.AUDIENCE, why, text("Choose a date for staff."))
    if of.audience in {Audience.OUTSIDE, Audience.BOTH} or (of.audience is Audience.INVITED and asker.invited):
        return None
    return Hindrance(Rule.AUDIENCE, text("You cannot register because this date is not for everybody."), _OTHER)


def _clock(moment: datetime, zone: str) -> dict[str, Any]:
    there = moment.astimezone(ZoneInfo(zone))
    return {"day": there.date(), "time": f"{there:%H:%M}", "place": place_name(zone)}


_OF_THE_DATE: tuple[_Check, ...] = (_called_off, _draft, _over, _begun)
_RULES: tuple[_Check, ...] = (_registered, *_OF_THE_DATE, _closed, _early, _late, _audience)
