"""Rules of certificates: how their numbers are written and read, and whether a record stands."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from training.core.world import ALPHABET, PUBLIC_ID_LENGTH

GROUP = 4
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2212"
"""The hyphen and its look-alikes, which word processors and PDF readers put in its place."""
_READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1"} | dict.fromkeys(f"{HYPHENS} \u00a0"))


def grouped(public_id: str) -> str:
    """Return a number as it stands on paper: AAAA-BBBB-CCCC."""
    return "-".join(public_id.upper()[start : start + GROUP] for start in range(0, PUBLIC_ID_LENGTH, GROUP))


def read_number(typed: str) -> str | None:
    """Return the public id that somebody means, or None for what cannot be a number.

    Read are both cases, with or without hyphens and spaces, o as 0, i and l as 1, and a whole address that ends so.
    """
    plain = typed.strip().rpartition("/")[2].lower().translate(_READ_AS)
    return plain if len(plain) == PUBLIC_ID_LENGTH and set(plain) <= set(ALPHABET) else None


class Standing(StrEnum):
    """Whether what a certificate says still counts."""

    STANDS = "stands"
    ENDED = "ended"
    """The record stands, but not as proof for today."""
    CORRECTED = "corrected"
    TAKEN_BACK = "taken-back"


@dataclass(frozen=True)
class Later:
    """The row that supersedes a record: one that corrects it, or (void) one that takes it back."""

    void: bool
    recorded_at: datetime


def standing(valid_until: date | None, later: Later | None, today: date) -> Standing:
    """Tell whether a record stands. The last day of its validity still counts."""
    if later is not None:
        return Standing.TAKEN_BACK if later.void else Standing.CORRECTED
    return Standing.ENDED if valid_until is not None and valid_until < today else Standing.STANDS
