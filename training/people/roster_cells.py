"""The cells of a roster: text to values, or what is wrong with them. Pure; what repeats in a file is remembered."""

import difflib
import re
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from typing import Any
from zoneinfo import available_timezones

from training.core.text import text
from training.people.roster_lines import Wrong, clean

LONGEST_LINE = 200
LONGEST_SHORT = 40
MOST_ATTRIBUTES = 20
DEEPEST = 20
JOINT = " / "
"""Between the names of a department's way from the top."""

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ATTRIBUTE = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"", "no", "n", "false", "0"})
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def line(cell: str, longest: int = LONGEST_LINE) -> str:
    """Return a cell of one line. Raises Wrong for one that is too long or holds what cannot be seen."""
    value = clean(cell)
    if len(value) > longest:
        what = text("The cell has %(n)s characters; %(most)s is the most.", n=len(value), most=longest)
        raise Wrong(what, text("Shorten it."))
    return value


repeated = lru_cache(16384)(line)
"""For columns in which the same cells stand on many lines."""


def needed(cell: str) -> str:
    value = line(cell)
    if not value:
        raise Wrong(text("The cell is empty."), text("Fill it in: nobody can be brought in without it."))
    return value


def email(cell: str) -> str | None:
    value = line(cell).lower()
    if value and not _EMAIL.fullmatch(value):
        what = text("“%(value)s” is not an e-mail address.", value=value)
        raise Wrong(what, text("Write it like name@company.example."))
    return value or None


@lru_cache(4096)
def language(cell: str) -> str:
    value = line(cell, LONGEST_SHORT)
    if value and not _LANGUAGE.fullmatch(value):
        what = text("“%(value)s” is not a language tag.", value=value)
        raise Wrong(what, text("Write it like en, de or pt-BR, or leave the cell empty."))
    return value


@lru_cache(4096)
def zone(cell: str) -> str:
    value = line(cell)
    if value and value not in zones():
        near = difflib.get_close_matches(value, zones(), n=1)
        cure = text("Did you mean “%(zone)s”?", zone=near[0]) if near else text("Write it like Europe/Berlin.")
        raise Wrong(text("“%(value)s” is not a time zone.", value=value), cure)
    return value


@cache
def zones() -> frozenset[str]:
    """Return the names of all time zones."""
    return frozenset(name for name in available_timezones() if len(name) <= LONGEST_SHORT)


@lru_cache(16384)
def department(cell: str) -> str:
    """Return the names from the top, joined by " / "."""
    names = [name.strip() for name in re.split(r"(?<= )/(?= )", f" {clean(cell)} ")]
    code = line(JOINT.join(names))
    if not code:
        raise Wrong(text("The cell is empty."), text("Write the names from the top, joined by “ / ”."))
    if not all(names):
        raise Wrong(text("A name between two “ / ” is empty."), text("Write it like Operations / Night shift."))
    if len(names) > DEEPEST:
        what = text("The department lies %(n)s levels deep.", n=len(names))
        raise Wrong(what, text("Use at most %(n)s levels.", n=DEEPEST))
    return code


@lru_cache(4096)
def attributes(cell: str) -> tuple[str, ...]:
    """Return the attributes in order, in small letters, each once."""
    values = sorted({part.strip().lower() for part in re.split(r"[;|]", line(cell, 10 * LONGEST_LINE))} - {""})
    for value in values:
        if not _ATTRIBUTE.fullmatch(value) or len(value) > LONGEST_SHORT:
            what = text("“%(value)s” is not an attribute.", value=value)
            raise Wrong(what, text("Use letters, digits and hyphens, with ; or | between: phi | cardholder."))
    if len(values) > MOST_ATTRIBUTES:
        what = text("There are %(n)s attributes.", n=len(values))
        raise Wrong(what, text("Use at most %(n)s.", n=MOST_ATTRIBUTES))
    return tuple(values)


@lru_cache(16384)
def day(cell: str) -> date | None:
    value = line(cell)
    if not value:
        return None
    try:
        found = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        found = None
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        what = text("“%(value)s” is not a date.", value=value)
        raise Wrong(what, text("Write year, month and day like 2026-11-30."))
    return found


@lru_cache(64)
def yes(cell: str) -> bool:
    value = line(cell).lower()
    if value in _YES or value in _NO:
        return value in _YES
    what = text("“%(value)s” is neither yes nor no.", value=value)
    raise Wrong(what, text("Write yes, or leave the cell empty."))


PARSERS: dict[str, Callable[[str], Any]] = {
    "external_id": needed,
    "given": needed,
    "family": needed,
    "email": email,
    "language": language,
    "zone": zone,
    "department": department,
    "site": lru_cache(4096)(needed),
    "manager": repeated,
    "leads": yes,
    "title": repeated,
    "attributes": attributes,
    "start": day,
    "leave": day,
    "site_name": repeated,
    "site_zone": zone,
    "site_city": repeated,
}
"""Column → how a cell is read. An empty cell, as of a column that is not there, gives the column's empty value."""
