"""Whom a requirement is for: the rule as data, evaluated for one person. Its SQL form is in `reach`.

A rule is the mapping of requirements.yaml with exactly one key: everyone, departments (by code, with everything below),
sites (by code), attributes, any, all, not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

BELOW = " / "
"""What joins the names in a department's code."""
LONGEST_REASON = 200


@dataclass(frozen=True)
class Place:
    """What a rule looks at: where a person works and what they handle."""

    department_code: str
    site_code: str
    attributes: frozenset[str] = frozenset()


def holds(rule: Mapping[str, Any], place: Place) -> bool:
    """Tell whether a rule takes in a person who works there."""
    return bool(_reasons(rule, place))


def because(rule: Mapping[str, Any], place: Place) -> str:
    """Say why a rule takes a person in: "everyone", or the parts that hold ("department Finance, site Leeds")."""
    return ", ".join(dict.fromkeys(_reasons(rule, place)))[:LONGEST_REASON]


def _reasons(rule: Mapping[str, Any], place: Place) -> list[str]:
    """The parts of a rule that hold; none where the rule as a whole does not."""
    key, value = only(rule)
    if key == "not":
        return [] if _reasons(value, place) else [f"not {_words(value)}"]
    if key not in _SINGULAR:
        found = [_reasons(part, place) for part in value]
        return [reason for part in found for reason in part] if key == "any" or all(found) else []
    return [f"{_SINGULAR[key]} {one}".rstrip() for one in _matches(key, value, place)]


_SINGULAR = {"everyone": "everyone", "departments": "department", "sites": "site", "attributes": "attribute"}
_JOINS = {"any", "all", "not"}


def _words(rule: Mapping[str, Any]) -> str:
    key, value = only(rule)
    return f"{_SINGULAR[key]} {' or '.join(value)}" if key in _SINGULAR and key != "everyone" else "the others"


def _matches(key: str, value: Any, place: Place) -> list[str]:
    if key == "everyone":
        return [""] if value else []
    if key == "departments":
        return [code for code in value if f"{place.department_code}{BELOW}".startswith(f"{code}{BELOW}")]
    held = {place.site_code} if key == "sites" else place.attributes
    return [one for one in value if one in held]


def only(rule: Mapping[str, Any]) -> tuple[str, Any]:
    """Return the one key of a rule and its value. Raises ValueError for a key that is not known."""
    (pair,) = rule.items()
    if pair[0] not in _SINGULAR and pair[0] not in _JOINS:
        raise ValueError(f"'{pair[0]}' is not a key of an audience rule")
    return pair
