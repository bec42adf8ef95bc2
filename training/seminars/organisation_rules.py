"""Rules of outside organisations: how much they may keep, what a code looks like, whom it lets in."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from training.core.world import ALPHABET
from training.seminars.rules import PUBLIC, Audience

REMIND_BEFORE = timedelta(days=5)
"""How long before unused seats go back the contact is reminded."""
KEPT_AFTER_END = timedelta(days=30)
"""How long after a contact has ended their name and address are kept."""
MOST_BLOCKS = 5
"""How many blocks of an organisation may wait or be held at a time."""
MOST_SEATS = 100
"""How many seats they may have together."""
MOST_CODES = 5
"""How many codes of a block may open something at a time."""
CODE_LENGTH = 8
OPEN_TO_CONTACTS = (*PUBLIC, Audience.INVITED)
"""Dates for which an organisation may keep seats, and which a code opens. One by invitation is there for a contact
once the desk has kept seats of it for their organisation."""
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_ADDRESS = re.compile(r"[^\s@<>\"(),;:\\\[\]]{1,64}@[^\s@]+")
_MISREAD = str.maketrans("oil", "011")


def domain_of(email: str) -> str:
    """Return what stands after the @."""
    return email.rpartition("@")[2]


def is_domain(word: str) -> bool:
    """Tell whether a word can be the domain of mail addresses."""
    return len(word) <= 200 and _DOMAIN.fullmatch(word) is not None  # noqa: PLR2004  as long as the column


def is_address(word: str) -> bool:
    """Tell whether a word in small letters looks like a mail address."""
    fits = len(word) <= 200 and word.isprintable() and _ADDRESS.fullmatch(word) is not None  # noqa: PLR2004  the column
    return fits and is_domain(domain_of(word))


def words_of(typed: str) -> list[str]:
    """Return the words of a list as people type it (lines, commas, semicolons, spaces), in small letters, once each."""
    return sorted(set(re.split(r"[\s,;]+", typed.casefold())) - {""})


def read_code(typed: str) -> str | None:
    """Return a code as it is stored, however it was typed: "7QK4-m2xd", with o for nought; None if it is none."""
    plain = re.sub(r"[\s-]+", "", typed.casefold()).translate(_MISREAD)
    return plain if len(plain) == CODE_LENGTH and set(plain) <= set(ALPHABET) else None


def shown_code(code: str) -> str:
    """Return a code as it is read aloud: 7QK4-M2XD."""
    return f"{code[:4]}-{code[4:]}".upper()


@dataclass(frozen=True)
class Bound:
    """What a code is bound to and how far it goes."""

    domains: Collection[str]
    addresses: Collection[str]
    most: int | None
    used: int
    ends_at: datetime | None
    revoked_at: datetime | None


def still_opens(bound: Bound, now: datetime) -> bool:
    """Tell whether a code opens anything for anybody: not revoked, not over, not used up."""
    over = bound.ends_at is not None and bound.ends_at <= now
    return bound.revoked_at is None and not over and (bound.most is None or bound.used < bound.most)


def lets_in(bound: Bound, email: str, now: datetime) -> bool:
    """Tell whether a code lets this address in."""
    return still_opens(bound, now) and (email in bound.addresses or domain_of(email) in bound.domains)


def release_moment(day: date, zone: str, starts_at: datetime) -> datetime:
    """Return when seats kept until a day go back: as that day ends at the place, and never after the start."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return min(midnight.astimezone(starts_at.tzinfo), starts_at)


def last_day(release_at: datetime, zone: str) -> date:
    """Return the last day on which somebody can still be named."""
    return (release_at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()


def agreed(until: date | None, zone: str, now: datetime) -> bool:
    """Tell whether the agreement with an organisation still holds on the day that it is at a place."""
    return until is None or now.astimezone(ZoneInfo(zone)).date() <= until
