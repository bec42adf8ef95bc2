"""Audiences as groups: whatever a rule nests, the groups say the same of every person, and so does the way back."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.catalogue.content.requirement_schema import AudienceRule
from training.completion.audience import Particulars, Place, holds
from training.completion.builder import Built, built_of, changed, faults, read
from training.completion.groups import Condition, TooManyGroups, groups_of, rule_of

DEPARTMENTS = ["Finance", "Finance / Treasury", "Legal", "Fin"]
SITES, ATTRIBUTES, TITLES, PEOPLE = ["LEEDS", "LYON"], ["phi", "remote"], ["Clerk", "Head"], ["1001", "1002"]
KNOWN = {"department": DEPARTMENTS, "site": SITES, "attribute": ATTRIBUTES, "title": TITLES, "person": PEOPLE}
DAYS = [(date(2026, 1, 1) + timedelta(days=30 * n)).isoformat() for n in range(4)]


def some(values: list[str]) -> Any:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3)


spans = st.one_of(
    st.sampled_from(DAYS).map(lambda day: {"after": day}),
    st.sampled_from(DAYS).map(lambda day: {"before": day}),
    st.sampled_from([(one, other) for one in DAYS for other in DAYS if one < other]).map(
        lambda pair: {"after": pair[0], "before": pair[1]}
    ),
)
leaves = st.one_of(
    st.just({"everyone": True}),
    st.builds(lambda v: {"departments": v}, some(DEPARTMENTS)),
    st.builds(lambda v: {"sites": v}, some(SITES)),
    st.builds(lambda v: {"attributes": v}, some(ATTRIBUTES)),
    st.builds(lambda v: {"titles": v}, some(TITLES)),
    st.builds(lambda v: {"people": v}, some(PEOPLE)),
    st.builds(lambda v: {"started": v}, spans),
)
rules = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda v: {"any": v}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda v: {"all": v}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda v: {"not": v}, inner),
    ),
    max_leaves=8,
)
places = st.builds(
    Place,
    st.sampled_from([*DEPARTMENTS, "Finance / Treasury / Cash", "Financial"]),
    st.sampled_from([*SITES, "OSLO"]),
    st.frozensets(st.sampled_from(ATTRIBUTES)),
)
particulars = st.builds(
    Particulars,
    st.sampled_from([*TITLES, "Cook"]),
    st.one_of(st.none(), st.dates(date(2025, 12, 1), date(2026, 6, 1))),
    st.sampled_from([*PEOPLE, "1003", None]),
)


@settings(max_examples=400, deadline=None)
@given(rule=rules, everybody=st.lists(st.tuples(places, particulars), min_size=1, max_size=12))
def test_groups_and_the_way_back_say_the_same_of_every_person(
    rule: dict[str, Any], everybody: list[tuple[Place, Particulars]]
):
    try:
        groups = groups_of(rule)
    except TooManyGroups:
        return
    back = rule_of(groups)
    AudienceRule.model_validate(back, strict=False)
    for place, person in everybody:
        assert holds(back, place, person) == holds(rule, place, person), (groups, back)
    assert set(map(frozenset, groups_of(back))) == set(map(frozenset, groups))


@settings(max_examples=100, deadline=None)
@given(rule=rules)
def test_what_a_form_shows_of_a_rule_comes_back_from_the_form(rule: dict[str, Any]):
    built = built_of(rule)
    if built.groups == ((Condition("department", ""),),) or built.who == "kept":
        return
    sent = {"audience-who": built.who}
    for number, group in enumerate(built.groups):
        for place, one in enumerate(group):
            prefix = f"audience-{number}-{place}"
            sent |= {f"{prefix}-kind": one.kind, f"{prefix}-value": one.value, f"{prefix}-is": "not" * one.negated}
    assert read(sent).rule == built.rule
    assert not faults(read(sent), KNOWN) or any(
        one.kind.startswith("started") for group in built.groups for one in group
    )


@pytest.mark.parametrize(
    "rule",
    [
        {"everyone": True}, {"departments": ["Finance", "Legal"]}, {"attributes": ["phi"]}, {"people": ["1001", "1002"]},
        {"started": {"after": "2026-01-01", "before": "2026-07-01"}}, {"not": {"sites": ["LEEDS", "LYON"]}},
        {"all": [{"departments": ["Finance"]}, {"not": {"sites": ["LEEDS"]}}]},
        {"any": [{"attributes": ["phi", "remote"]}, {"all": [{"sites": ["LEEDS"]}, {"titles": ["Head"]}]}]},
    ],
)  # fmt: skip
def test_a_plain_rule_comes_back_word_for_word(rule: dict[str, Any]):
    assert rule_of(groups_of(rule)) == rule


def test_nobody_and_everybody():
    assert groups_of({"not": {"everyone": True}}) == ()
    assert groups_of({"any": [{"sites": ["LEEDS"]}, {"everyone": True}]}) == ((),)
    assert groups_of({"all": [{"sites": ["LEEDS"]}, {"not": {"sites": ["LEEDS"]}}]}) == ()
    assert rule_of(()) == {"not": {"everyone": True}}


def test_a_rule_too_nested_for_a_form_is_kept_as_it_was():
    wide = {"all": [{"any": [{"sites": [f"S{n}{m}"]} for m in range(8)]} for n in range(4)]}
    with pytest.raises(TooManyGroups):
        groups_of(wide)
    built = built_of(wide)
    assert built.who == "kept"
    assert built.rule == wide
    assert read({"audience-who": "kept"}, wide).rule == wide
    assert read({"audience-who": "kept"}).rule is None, "nobody can keep what was never there"


def test_buttons_add_and_remove():
    built = changed(Built(), "group", {})
    assert len(built.groups) == 2
    built = changed(built, "add-1", {"audience-1-add": "title"})
    assert [one.kind for one in built.groups[1]] == ["department", "title"]
    built = changed(built, "remove-0-0", {})
    assert len(built.groups) == 1
    assert changed(built, "remove-7-7", {}) == built
    assert changed(built, "add-9", {}).groups == built.groups
    assert changed(built, "add-0", {"audience-0-add": "shoe size"}).groups == built.groups
    assert changed(built, "nonsense", {}) == built


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("department", "", "Choose a department"), ("started-after", "2026-02-30", "is no day"),
        ("started-before", "2026-W01-1", "is no day"), ("person", "9999", "Nobody who works here"),
        ("department", "Closed long ago", "does not exist any more"), ("title", "Wizard", "does not exist any more"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_condition_is_said_at_it(kind: str, value: str, told: str):
    built = Built(groups=((Condition("site", "LEEDS"), Condition(kind, value)),))
    found = faults(built, KNOWN)
    assert list(found) == [(0, 1)]
    assert told in str(found[0, 1])
    assert built.rule is None or "2026" not in str(built.rule), "the live count passes over it"


def test_a_start_after_an_end_is_said():
    late, early = Condition("started-after", "2026-05-01"), Condition("started-before", "2026-05-01")
    assert set(faults(Built(groups=((late, early),)), KNOWN)) == {(0, 0), (0, 1)}
    assert not faults(Built(groups=((late,), (early,))), KNOWN), "joined by or, the two are no contradiction"


def test_hostile_names_are_passed_over():
    sent = {
        "audience-0-0-kind": "site",
        "audience-0-0-value": "LEEDS",
        "audience-x-0-kind": "site",
        "audience-99999-0-kind": "site",
    }
    sent |= {
        "audience-0-99-kind": "site",
        "audience-²-0-kind": "site",
        "audience-0-1-kind": "shoe size",
        "audience--1-0-kind": "site",
    }
    assert read(sent).groups == ((Condition("site", "LEEDS"),),)
