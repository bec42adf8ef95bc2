"""What search engines read of a date: schema.org's Event as a plain value, without a name or the link to join."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from training.seminars.rules import Mode, SessionStatus, seats_left

SCHEMA = "https://schema.org"
NO_CURRENCY = "XXX"
"""ISO 4217: no currency. It costs nothing."""
ATTENDANCE = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}


@dataclass(frozen=True)
class PublicDate:
    """A date as anybody may know it. `address` is that of its page."""

    address: str
    title: str
    summary: str
    language: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    mode: Mode
    status: SessionStatus
    venue: str | None
    street: str | None
    city: str | None
    capacity: int | None
    taken: int
    previous_starts_at: datetime | None


@dataclass(frozen=True)
class Organizer:
    """Who invites."""

    name: str
    address: str


def event(one: PublicDate, organizer: Organizer) -> dict[str, Any]:
    """Return schema.org's Event for a date."""
    return {
        "@context": SCHEMA, "@type": "Event", "@id": one.address, "url": one.address, "name": one.title,
        "description": one.summary, "inLanguage": one.language, "startDate": _there(one.starts_at, one.zone),
        "endDate": _there(one.ends_at, one.zone), "eventStatus": f"{SCHEMA}/{_status(one)}",
        "eventAttendanceMode": f"{SCHEMA}/{ATTENDANCE[one.mode]}", "location": _where(one),
        "organizer": {"@type": "Organization", "name": organizer.name, "url": organizer.address},
        "isAccessibleForFree": True, "offers": _offer(one), **_before(one), **_seats(one),
    }  # fmt: skip


def _there(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def _status(one: PublicDate) -> str:
    if one.status is SessionStatus.CANCELLED:
        return "EventCancelled"
    return "EventRescheduled" if one.previous_starts_at else "EventScheduled"


def _before(one: PublicDate) -> dict[str, Any]:
    if one.previous_starts_at is None:
        return {}
    return {"previousStartDate": _there(one.previous_starts_at, one.zone)}


def _where(one: PublicDate) -> Any:
    room = {
        "@type": "Place", "name": one.venue,
        "address": {"@type": "PostalAddress", "streetAddress": one.street or "", "addressLocality": one.city or ""},
    }  # fmt: skip
    online = {"@type": "VirtualLocation", "url": one.address}
    if one.mode is Mode.HYBRID:
        return [room, online]
    return online if one.mode is Mode.ONLINE else room


def _offer(one: PublicDate) -> dict[str, Any]:
    free = seats_left(one.capacity, one.taken) != 0
    return {
        "@type": "Offer", "price": 0, "priceCurrency": NO_CURRENCY, "url": one.address,
        "availability": f"{SCHEMA}/{'InStock' if free else 'SoldOut'}",
    }  # fmt: skip


def _seats(one: PublicDate) -> dict[str, Any]:
    left = seats_left(one.capacity, one.taken)
    if one.capacity is None or left is None:
        return {}
    return {"maximumAttendeeCapacity": one.capacity, "remainingAttendeeCapacity": left}
