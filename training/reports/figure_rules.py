"""Rules of what is known differently: why somebody counts otherwise than was frozen."""

from enum import StrEnum


class Why(StrEnum):
    """Why a person counts otherwise on a day than was known when its figures were frozen."""

    JOINED = "joined"
    """The roster says now that they belonged here."""
    LEFT = "left"
    """The roster says now that they did not."""
    MOVED = "moved"
    """The roster says now that they belonged to another department of the same view."""
    OPENED = "opened"
    """The duty was written down later."""
    ENDED = "ended"
    """The duty ended, as is known now, before that day."""
    COMPLETED = "completed"
    TAKEN_BACK = "taken-back"
    DAY_AFTER = "day-after"
    """It was done on the next day already, by the date at the person's site."""
    EXEMPTED = "exempted"
    ON_LEAVE = "on-leave"
    EXCUSE_ENDED = "excuse-ended"
    EXTENDED = "extended"
    RULE = "rule"
    """The requirement was changed and says another day."""
    RECKONED = "reckoned"
    """Another completion or day counts, after a correction of something earlier."""


LINES_ON_PAGE = 50
_MOST_DIGITS = 7


def place(text: str) -> int:
    """Read how many lines come before a page; what is no number is the beginning."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
