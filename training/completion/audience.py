"""Whom a requirement is for: the rule as data, evaluated for one person. Its SQL form is in `reach`.

A rule is the mapping of requirements.yaml with exactly one key: everyone, departments (by code, with everything below),
sites (by code), attributes, titles, started (days of the first day of work), people (by the roster's key), any, all,
not.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

BELOW = " / "
"""What joins the names in a department's code."""
LONGEST_REASON = 200


class Place(NamedTuple):
    """What a rule looks at: where a person works and what they handle."""

    department_code: str
    site_code: str
    attributes: frozenset[str] = frozenset()


class Particulars(NamedTuple):
    """What a rule may look at of one person alone."""

    title: str = ""
    started_on: date | None = None
    external_id: str | None = None


NOTHING_KNOWN = Particulars()


def holds(rule: Mapping[str, Any], place: Place, person: Particulars = NOTHING_KNOWN) -> bool:
    """Tell whether a rule takes in a person who works there."""
    return bool(_reasons(rule, place, person))


def because(rule: Mapping[str, Any], place: Place, person: Particulars = NOTHING_KNOWN) -> str:
    """Say why a rule takes a person in: "everyone", or the parts that hold ("department Finance, site Leeds")."""
    return ", ".join(dict.fromkeys(_reasons(rule, place, person)))[:LONGEST_REASON]


def is_personal(rule: Mapping[str, Any]) -> bool:
    """Tell whether a rule looks at a person's particulars: else all who work at one place are alike to it."""
    key, value = only(rule)
    if key in _JOINS:
        return any(is_personal(part) for part in ((value,) if key == "not" else value))
    return key in _PERSONAL


def _reasons(rule: Mapping[str, Any], place: Place, person: Particulars) -> list[str]:
    """The parts of a rule that hold; none where the rule as a whole does not."""
    key, value = only(rule)
    if key == "not":
        return [] if _reasons(value, place, person) else [f"not {_words(value)}"]
    if key in _JOINS:
        found = [_reasons(part, place, person) for part in value]
        return [reason for part in found for reason in part] if key == "any" or all(found) else []
    return [f"{_SINGULAR[key]} {one}".rstrip() for one in _matches(key, value, place, person)]


_SINGULAR = {
    "everyone": "everyone", "departments": "department", "sites": "site", "attributes": "attribute", "titles": "title",
    "started": "started", "people": "person",
}  # fmt: skip
_JOINS = {"any", "all", "not"}
_PERSONAL = {"titles", "started", "people"}


def _words(rule: Mapping[str, Any]) -> str:
    key, value = only(rule)
    if key == "started":
        return f"started {_between(value)}"
    return f"{_SINGULAR[key]} {' or '.join(value)}" if key in _SINGULAR and key != "everyone" else "the others"


def _between(days: Mapping[str, str]) -> str:
    return " and ".join(f"{name} {days[name]}" for name in ("after", "before") if name in days)


def _matches(key: str, value: Any, place: Place, person: Particulars) -> list[str]:
    if key == "everyone":
        return [""] if value else []
    if key == "departments":
        return [code for code in value if f"{place.department_code}{BELOW}".startswith(f"{code}{BELOW}")]
    if key == "started":
        return [_between(value)] if _started(value, person.started_on) else []
    held = {"sites": {place.site_code}, "attributes": place.attributes, "titles": {person.title}}
    return [one for one in value if one in held.get(key, {person.external_id})]


def _started(days: Mapping[str, str], day: date | None) -> bool:
    """Whether the first day of work is that of `after` or later, and earlier than `before`."""
    if day is None:
        return False
    written = day.isoformat()
    return days.get("after", written) <= written < days.get("before", "9999-12-31")


def only(rule: Mapping[str, Any]) -> tuple[str, Any]:
    """Return the one key of a rule and its value. Raises ValueError for a key that is not known."""
    (pair,) = rule.items()
    if pair[0] not in _SINGULAR and pair[0] not in _JOINS:
        raise ValueError(f"'{pair[0]}' is not a key of an audience rule")
    return pair
