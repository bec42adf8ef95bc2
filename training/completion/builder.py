"""The audience as somebody builds it in a form: what was typed, what a button changed, what is still wrong. Pure.

A page without JavaScript adds and removes by submit buttons, so everything that was typed travels with each of them:
`audience-who` (everybody, some or kept), and of condition c in group g `audience-g-c-kind`, `-is` and `-value`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from training.completion.groups import (
    DAYS,
    EVERYONE,
    KINDS,
    MOST_GROUPS,
    Condition,
    Group,
    TooManyGroups,
    groups_of,
    rule_of,
)
from training.core.text import Text, text

NAME = "audience"
EVERYBODY, SOME, KEPT = "everybody", "some", "kept"
"""For all; for those in the groups; as it was, where the rule is too nested for groups."""
MOST_CONDITIONS = 12
_FIRST = Condition("department", "")


@dataclass(frozen=True)
class Built:
    """What stands in the form. A condition whose value is not chosen yet has an empty one."""

    who: str = SOME
    groups: tuple[Group, ...] = ((_FIRST,),)
    kept: Mapping[str, Any] | None = None
    """The rule as it was, where no form can show it."""

    @property
    def rule(self) -> dict[str, Any] | None:
        """What has been built so far, without what is not filled in; None while that is nothing."""
        if self.who == EVERYBODY:
            return dict(EVERYONE)
        if self.who == KEPT:
            return dict(self.kept) if self.kept else None
        filled = [tuple(one for one in group if _is_filled(one)) for group in self.groups]
        whole = [group for group in filled if group]
        return rule_of(whole) if whole else None

    @property
    def people(self) -> tuple[str, ...]:
        """Whoever is named, as it was typed."""
        return tuple(one.value for group in self.groups for one in group if one.kind == "person" and one.value)

    def naming(self, known: Mapping[str, str]) -> "Built":
        """Return it with the roster's keys for those who were named otherwise."""
        return replace(self, groups=tuple(tuple(_named(one, known) for one in group) for group in self.groups))


def _is_filled(one: Condition) -> bool:
    return bool(one.value) and (one.kind not in DAYS or day_of(one.value) is not None)


def _named(one: Condition, known: Mapping[str, str]) -> Condition:
    return one._replace(value=known.get(one.value, one.value)) if one.kind == "person" else one


def built_of(rule: Mapping[str, Any] | None) -> Built:
    """Return what a form shows of a rule."""
    if rule is None:
        return Built()
    try:
        groups = groups_of(rule)
    except TooManyGroups:
        return Built(KEPT, (), dict(rule))
    return Built(EVERYBODY) if () in groups else Built(SOME, groups or ((_FIRST,),))


def read(sent: Mapping[str, str], kept: Mapping[str, Any] | None = None) -> Built:
    """Read what was sent. What nobody can have chosen is passed over."""
    groups: dict[int, dict[int, Condition]] = {}
    for name in sent:
        place = _place(name)
        kind = sent[name]
        if place is not None and kind in KINDS:
            prefix = f"{NAME}-{place[0]}-{place[1]}"
            value = " ".join(sent.get(f"{prefix}-value", "").split())[:200]
            one = Condition(kind, value, sent.get(f"{prefix}-is") == "not")
            groups.setdefault(place[0], {})[place[1]] = one
    who = sent.get(f"{NAME}-who", SOME)
    known = {EVERYBODY, SOME} | ({KEPT} if kept else set())
    return Built(
        who if who in known else SOME,
        tuple(tuple(one for _, one in sorted(group.items())) for _, group in sorted(groups.items())) or ((_FIRST,),),
        kept,
    )


def _place(name: str) -> tuple[int, int] | None:
    parts = name.split("-")
    if len(parts) != 4 or parts[0] != NAME or parts[3] != "kind":  # noqa: PLR2004  as written above
        return None
    group, place = parts[1], parts[2]
    if not (group.isascii() and group.isdigit() and place.isascii() and place.isdigit()):
        return None
    numbers = int(group[:4]), int(place[:4])
    return numbers if numbers[0] < MOST_GROUPS and numbers[1] < MOST_CONDITIONS else None


def changed(built: Built, button: str, sent: Mapping[str, str]) -> Built:
    """Return it as a button leaves it: `group`, `add-G` with the kind chosen beside it, or `remove-G-C`."""
    what, *places = button.split("-")
    numbers = [int(one) for one in places if one.isascii() and one.isdigit()]
    if what == "group" and len(built.groups) < MOST_GROUPS:
        return replace(built, who=SOME, groups=(*built.groups, (_FIRST,)))
    if what == "add" and len(numbers) == 1:
        return _added(built, numbers[0], sent.get(f"{NAME}-{numbers[0]}-add", _FIRST.kind))
    if what == "remove" and len(numbers) == 2:  # noqa: PLR2004  a group and a condition
        return _removed(built, *numbers)
    return built


def _added(built: Built, number: int, kind: str) -> Built:
    groups = list(built.groups)
    if number < len(groups) and len(groups[number]) < MOST_CONDITIONS and kind in KINDS:
        groups[number] = (*groups[number], Condition(kind, ""))
    return replace(built, who=SOME, groups=tuple(groups))


def _removed(built: Built, number: int, place: int) -> Built:
    groups = [
        tuple(one for at, one in enumerate(group) if (which, at) != (number, place))
        for which, group in enumerate(built.groups)
    ]
    return replace(built, groups=tuple(group for group in groups if group) or ((_FIRST,),))


# --- what is wrong ----------------------------------------------------------------------------------------------------

Place = tuple[int, int]
"""The number of a group and of a condition in it."""


def faults(built: Built, known: Mapping[str, Collection[str]]) -> dict[Place, Text]:
    """Return what is wrong with single conditions. `known` are the values that exist, by kind; days need none."""
    if built.who != SOME:
        return {}
    found: dict[Place, Text] = {}
    for number, group in enumerate(built.groups):
        for place, one in enumerate(group):
            told = _fault(one, known)
            if told is not None:
                found[number, place] = told
        found |= {(number, at): _ORDER for at in _out_of_order(group)}
    return found


_ORDER = text("Here the first day of work would have to be late and early at once. Put one of the two days right.")
_MISSING = {
    "department": text("Choose a department, or remove this line."),
    "site": text("Choose a site, or remove this line."),
    "attribute": text("Choose an attribute, or remove this line."),
    "title": text("Choose a job title, or remove this line."),
    "person": text("Enter somebody’s number on the roster or their address, or remove this line."),
    "started-after": text("Enter a day, or remove this line."),
    "started-before": text("Enter a day, or remove this line."),
}


def _fault(one: Condition, known: Mapping[str, Collection[str]]) -> Text | None:
    if not one.value:
        return _MISSING[one.kind]
    if one.kind in DAYS:
        return None if day_of(one.value) else _wrong(one)
    return None if one.value in known.get(one.kind, ()) else _wrong(one)


def _wrong(one: Condition) -> Text:
    if one.kind in DAYS:
        return text("“%(day)s” is no day. Write one such as 2026-12-31.", day=one.value)
    if one.kind == "person":
        return text("Nobody who works here has the number or address “%(who)s”.", who=one.value)
    return text("“%(what)s” does not exist any more. Choose something else, or remove this line.", what=one.value)


def day_of(written: str) -> date | None:
    """Return the day that is written as 2026-12-31, or None where there is no such day."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.isoformat() == written else None


def _out_of_order(group: Sequence[Condition]) -> list[int]:
    """The places of the latest "or later" and the earliest "before", where no day lies between them."""
    days = {
        kind: [at for at, one in enumerate(group) if one.kind == kind and not one.negated and day_of(one.value)]
        for kind in DAYS
    }
    if not all(days.values()):
        return []
    last = max(days["started-after"], key=lambda at: group[at].value)
    first = min(days["started-before"], key=lambda at: group[at].value)
    return [last, first] if group[last].value >= group[first].value else []
