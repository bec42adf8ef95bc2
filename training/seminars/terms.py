"""The terms of a date: when people may register and give a seat up, who agrees, how to get in. By the clock there."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from training.core.errors import Refused
from training.core.text import text
from training.seminars.times import resolve

AT_LEAST = timedelta(hours=24)
"""How long people have once a date was moved, whatever stood there before."""


@dataclass(frozen=True)
class Terms:
    """Moments are naive: the wall clock at the place of the date."""

    opens: datetime | None = None
    closes: datetime | None = None
    cancel_until: datetime | None = None
    needs_approval: bool = False
    offer_hours: int | None = None
    arrival: str = ""

    def later(self, by: timedelta) -> "Terms":
        """Return the same terms for a date that is so much later by the clock."""
        opens, closes, until = (
            moment and moment + by for moment in (self.opens, self.closes, self.cancel_until)
        )  # fmt: skip
        return replace(self, opens=opens, closes=closes, cancel_until=until)


NO_TERMS = Terms()


def columns(terms: Terms, zone: str, starts_at: datetime) -> dict[str, Any]:
    """Return the terms as a date keeps them. Raises Refused at `opens`, `closes` and `cancel_until`."""
    opens, closes, cancel_until = (
        resolve(moment, zone, field=field).at if moment is not None else None
        for field, moment in (("opens", terms.opens), ("closes", terms.closes), ("cancel_until", terms.cancel_until))
    )
    _check(opens, closes, starts_at)
    if cancel_until is not None and cancel_until > starts_at:
        raise Refused("cancel_until", text("Choose a time before the start of the seminar."))
    return {
        "opens_at": opens, "closes_at": closes, "cancel_until": cancel_until, "needs_approval": terms.needs_approval,
        "offer_hours": terms.offer_hours, "arrival": terms.arrival,
    }  # fmt: skip


def _check(opens: datetime | None, closes: datetime | None, starts_at: datetime) -> None:
    if opens is not None and opens >= starts_at:
        raise Refused("opens", text("Choose a time before the start of the seminar."))
    if closes is not None and closes > starts_at:
        raise Refused("closes", text("Choose a time before the start of the seminar."))
    if opens is not None and closes is not None and closes <= opens:
        raise Refused("closes", text("Registration cannot end before it begins. Choose a later time."))


@dataclass(frozen=True)
class Shift:
    """How far a date moves: by the clock, and from one zone to another."""

    by: timedelta
    old_zone: str
    new_zone: str

    def of(self, moment: datetime) -> datetime:
        """Return the instant as far from the start as before, by the clock; what falls into a gap comes after it."""
        shown = moment.astimezone(ZoneInfo(self.old_zone)).replace(tzinfo=None) + self.by
        return shown.replace(tzinfo=ZoneInfo(self.new_zone)).astimezone(UTC)

    def ahead(self, moment: datetime, starts_at: datetime, now: datetime) -> datetime:
        """Return the same, but never past: at least a day from now, and never after the start."""
        return min(max(self.of(moment), now + AT_LEAST), starts_at)
