"""An audience as groups joined by "or", of conditions joined by "and": what a form can show. Pure.

A rule nests at will (any, all, not); its disjunctive normal form does not. Both say the same of every person, which a
property test holds. A group without conditions takes everybody in; no groups at all take nobody in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from training.completion.audience import only

MOST_GROUPS = 40
"""More than these no form shows and nobody reads."""
_MOST_ON_THE_WAY = 500


class Condition(NamedTuple):
    """One thing that is so of a person, or (`negated`) is not. `kind` is one of KINDS; days are written 2026-01-31."""

    kind: str
    value: str
    negated: bool = False


Group = tuple[Condition, ...]

LISTS = {"department": "departments", "site": "sites", "attribute": "attributes", "title": "titles", "person": "people"}
"""Kinds of conditions whose values stand in a list under a key of the rule."""
DAYS = {"started-after": "after", "started-before": "before"}
"""Kinds of conditions on the first day of work: that day or later, and earlier than that day."""
KINDS = (*LISTS, *DAYS)
_KIND_OF = {key: kind for kind, key in LISTS.items()}
_OF_DAYS = {key: kind for kind, key in DAYS.items()}
EVERYONE: Mapping[str, Any] = {"everyone": True}


class TooManyGroups(ValueError):
    """A rule is so nested that its groups would fill pages: it can be kept, but not shown as a form."""


def groups_of(rule: Mapping[str, Any]) -> tuple[Group, ...]:
    """Return the groups of a rule, in the order in which it names them. Raises TooManyGroups."""
    found = _without_needless(_normal(rule, negated=False))
    if len(found) > MOST_GROUPS:
        raise TooManyGroups
    return found


def _normal(rule: Mapping[str, Any], *, negated: bool) -> list[Group]:
    key, value = only(rule)
    if key == "not":
        return _normal(value, negated=not negated)
    if key == "everyone":
        return [] if bool(value) is negated else [()]
    if key in {"any", "all"}:
        parts = [_normal(part, negated=negated) for part in value]
        return _either(parts) if (key == "any") is not negated else _each(parts)
    return _plain(key, value, negated=negated)


def _plain(key: str, value: Any, *, negated: bool) -> list[Group]:
    if key == "started":
        days = [Condition(_OF_DAYS[name], value[name], negated) for name in DAYS.values() if name in value]
        return [(one,) for one in days] if negated else [tuple(days)]
    listed = [Condition(_KIND_OF[key], one, negated) for one in dict.fromkeys(value)]
    return [tuple(listed)] if negated else [(one,) for one in listed]


def _either(parts: Iterable[list[Group]]) -> list[Group]:
    found = [group for part in parts for group in part]
    return _few(found)


def _each(parts: Iterable[list[Group]]) -> list[Group]:
    found: list[Group] = [()]
    for part in parts:
        both = (tuple(dict.fromkeys((*one, *other))) for one in found for other in part)
        found = list(_without_needless(_few(list(both))))
    return found


def _few(found: list[Group]) -> list[Group]:
    if len(found) > _MOST_ON_THE_WAY:
        raise TooManyGroups
    return found


def _without_needless(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Leave out what no person can fulfil, what stands twice, and what a wider group holds already."""
    sets = {frozenset(group): group for group in reversed(groups) if not _contradicts(group)}
    kept = [group for one, group in reversed(sets.items()) if not any(other < one for other in sets)]
    return tuple(kept)


def _contradicts(group: Group) -> bool:
    return any(one._replace(negated=not one.negated) in group for one in group)


# --- and back ---------------------------------------------------------------------------------------------------------


def rule_of(groups: Sequence[Group]) -> dict[str, Any]:
    """Return the shortest rule of some groups: what the file would say."""
    if not groups:
        return {"not": dict(EVERYONE)}
    if () in groups:
        return dict(EVERYONE)
    return _joined("any", [*_lists(group[0] for group in groups if _is_plain(group)), *_others(groups)])


def _is_plain(group: Group) -> bool:
    return len(group) == 1 and group[0].kind in LISTS and not group[0].negated


def _others(groups: Sequence[Group]) -> Iterator[dict[str, Any]]:
    return (_rule_of_group(group) for group in groups if not _is_plain(group))


def _lists(conditions: Iterable[Condition]) -> Iterator[dict[str, Any]]:
    """Any one of these conditions, with one list for each kind."""
    found: dict[str, list[str]] = {}
    for one in conditions:
        found.setdefault(LISTS[one.kind], []).append(one.value)
    return ({key: list(dict.fromkeys(values))} for key, values in found.items())


def _rule_of_group(group: Group) -> dict[str, Any]:
    positive = [one for one in group if not one.negated]
    parts: list[dict[str, Any]] = [{LISTS[one.kind]: [one.value]} for one in positive if one.kind in LISTS]
    parts += _spans([one for one in positive if one.kind in DAYS])
    negative = [one for one in group if one.negated]
    parts += [{"not": part} for part in _lists(one for one in negative if one.kind in LISTS)]
    parts += [{"not": _day(one)} for one in negative if one.kind in DAYS]
    return _joined("all", parts)


def _spans(days: Sequence[Condition]) -> list[dict[str, Any]]:
    """Two days that bound one span become one; any other pair stays apart, for a span that holds no day is refused."""
    after = [one for one in days if one.kind == "started-after"]
    before = [one for one in days if one.kind == "started-before"]
    if len(after) == len(before) == 1 and after[0].value < before[0].value:
        return [{"started": {"after": after[0].value, "before": before[0].value}}]
    return [_day(one) for one in days]


def _day(one: Condition) -> dict[str, Any]:
    return {"started": {DAYS[one.kind]: one.value}}


def _joined(key: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    return parts[0] if len(parts) == 1 else {key: parts}
