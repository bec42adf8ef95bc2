"""What a requirement says, in plain sentences of the reader's language; and what a version changed, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from training.catalogue.rules import SubjectKind
from training.completion.groups import LISTS, Condition, Group, TooManyGroups, groups_of
from training.completion.requirement_queries import SubjectRow
from training.web.language import day_short, day_year
from training.web.words import _, ngettext


@dataclass(frozen=True)
class Names:
    """How codes are read: sites, people by the roster's key, clauses."""

    sites: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    clauses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """One thing that a requirement says."""

    label: str
    value: str


@dataclass(frozen=True)
class Change:
    """One thing that a version says otherwise than the one before."""

    label: str
    before: str
    after: str


def facts(row: Mapping[str, Any], subjects: Sequence[SubjectRow], owner: str, names: Names) -> tuple[Fact, ...]:
    """Say what a version says, line by line; the title and the reason stand in the head of the page."""
    found = (
        Fact(_("For whom"), audience(row["audience"], names)),
        Fact(_("What counts"), satisfied(subjects)),
        Fact(_("Due"), due(row["due"])),
        Fact(_("Again"), again(row["due"]["kind"], row["renewal_months"])),
        Fact(_("Early"), _early(row["window_days"])),
        Fact(_("Grace"), _grace(row["grace_days"])),
        Fact(_("Answers for it"), owner or _("Nobody yet")),
        Fact(_("Supports"), ", ".join(sorted(names.clauses.get(one, one) for one in row["clauses"]))),
    )
    return tuple(Fact(one.label, one.value[:1].upper() + one.value[1:]) for one in found if one.value)


def changes(
    now: tuple[Mapping[str, Any], tuple[Fact, ...]], before: tuple[Mapping[str, Any], tuple[Fact, ...]]
) -> tuple[Change, ...]:
    """Say what is otherwise; each side is what the columns hold and what that says."""
    (row, said), (old_row, old_said) = now, before
    heads = ((_("Title"), "title"), (_("Why"), "why"))
    found = [Change(label, old_row[key], row[key]) for label, key in heads if row[key] != old_row[key]]
    new, old = {one.label: one.value for one in said}, {one.label: one.value for one in old_said}
    labels, nothing = dict.fromkeys([*new, *old]), _("nothing")
    found += [
        Change(label, old.get(label, nothing), new.get(label, nothing))
        for label in labels
        if old.get(label) != new.get(label)
    ]
    return tuple(found)


# --- for whom ---------------------------------------------------------------------------------------------------------


def audience(rule: Mapping[str, Any], names: Names) -> str:
    """Say whom a rule takes in."""
    try:
        groups = groups_of(rule)
    except TooManyGroups:
        return _("A nested rule of the file, with more parts than can be read here")
    if not groups:
        return _("Nobody")
    if () in groups:
        return _("Everybody")
    parts = [*_alike(groups, names), *(_both(_phrases(group, names)) for group in groups if not _is_alike(group))]
    return _("All who %(parts)s", parts=_(", or who ").join(parts))


def _is_alike(group: Group) -> bool:
    return len(group) == 1 and group[0].kind in LISTS and not group[0].negated


def _alike(groups: Iterable[Group], names: Names) -> list[str]:
    found: dict[str, list[str]] = {}
    for group in groups:
        if _is_alike(group):
            found.setdefault(group[0].kind, []).append(_value(group[0], names))
    return [_phrase(kind, either(values), negated=False) for kind, values in found.items()]


def _phrases(group: Group, names: Names) -> list[str]:
    return [_phrase(one.kind, _value(one, names), negated=one.negated) for one in group]


def _value(one: Condition, names: Names) -> str:
    if one.kind in LISTS:
        known = {"site": names.sites, "person": names.people}.get(one.kind, {})
        return known.get(one.value, one.value)
    return day_year(date.fromisoformat(one.value))


def _phrase(kind: str, what: str, *, negated: bool) -> str:
    words = {
        "department": (_("work in %(what)s", what=what), _("do not work in %(what)s", what=what)),
        "site": (_("work at %(what)s", what=what), _("do not work at %(what)s", what=what)),
        "attribute": (
            _("have the attribute %(what)s", what=what),
            _("do not have the attribute %(what)s", what=what),
        ),
        "title": (_("have the job title %(what)s", what=what), _("do not have the job title %(what)s", what=what)),
        "person": (_("are %(what)s", what=what), _("are not %(what)s", what=what)),
        "started-after": (
            _("began here on %(what)s or later", what=what),
            _("did not begin here on %(what)s or later", what=what),
        ),
        "started-before": (
            _("began here before %(what)s", what=what),
            _("did not begin here before %(what)s", what=what),
        ),
    }
    return words[kind][negated]


def either(values: Sequence[str]) -> str:
    """Join words by commas and a last "or"."""
    if len(values) == 1:
        return values[0]
    return _("%(some)s or %(last)s", some=", ".join(values[:-1]), last=values[-1])


def _both(values: Sequence[str]) -> str:
    if len(values) == 1:
        return values[0]
    return _("%(some)s and %(last)s", some=", ".join(values[:-1]), last=values[-1])


# --- what counts, and when --------------------------------------------------------------------------------------------


def satisfied(subjects: Sequence[SubjectRow]) -> str:
    """Say what satisfies it: any one of them."""
    if not subjects:
        return _("Nothing that exists")
    return either([_subject(one) for one in subjects])


def _subject(one: SubjectRow) -> str:
    words = {
        SubjectKind.COURSE: _("the course “%(title)s”", title=one.title),
        SubjectKind.POLICY: _("agreeing to the policy “%(title)s”", title=one.title),
        SubjectKind.SEMINAR: _("the seminar “%(title)s”", title=one.title),
        SubjectKind.PROOF: _("a proof from elsewhere: %(what)s", what=one.summary),
    }
    named = words[one.kind]
    if one.edition_number and one.edition_number > 1:
        named = _("%(subject)s, edition %(number)d or later", subject=named, number=one.edition_number)
    return _("%(subject)s (not taught any more)", subject=named) if one.retired_on else named


def due(rule: Mapping[str, Any]) -> str:
    """Say when a duty is due, in one sentence or two."""
    words = {
        "before-access": lambda: _("On the first day, before anything is opened for them"),
        "days-from-start": lambda: _days_from_start(rule["days"]),
        "rolling": lambda: _months_from_start(rule["months"]),
        "fixed-date": lambda: _("By %(day)s each year", day=day_short(date(2001, rule["month"], rule["day"]))),
        "calendar-quarter": lambda: _("By the end of each quarter. %(first)s", first=_newcomers(rule["days"])),
        "month-end": lambda: _month_end(rule),
        "linked-risk": lambda: _linked_risk(rule),
        "on-event": lambda: _on_event(rule),
    }
    return words[rule["kind"]]()


def _days_from_start(days: int) -> str:
    return ngettext("Within %(num)d day of the start", "Within %(num)d days of the start", days)


def _months_from_start(months: int) -> str:
    return ngettext("Within %(num)d month of the start", "Within %(num)d months of the start", months)


def _newcomers(days: int) -> str:
    return ngettext(
        "Whoever is new has at least %(num)d day for the first time",
        "Whoever is new has at least %(num)d days for the first time",
        days,
    )


def _month_end(rule: Mapping[str, Any]) -> str:
    last = ngettext(
        "again by the end of the calendar month, %(num)d month after the last time",
        "again by the end of the calendar month, %(num)d months after the last time",
        rule["months"],
    )
    return f"{_days_from_start(rule['days'])}; {last}"


def _linked_risk(rule: Mapping[str, Any]) -> str:
    levels = {"low": _("low"), "medium": _("medium"), "high": _("high")}
    months = _(
        "again after %(low)d, %(medium)d or %(high)d months as the risk “%(risk)s” is rated low, medium or high;"
        " now it is %(level)s",
        low=rule["low"], medium=rule["medium"], high=rule["high"], risk=rule["risk"], level=levels[rule["level"]],
    )  # fmt: skip
    return f"{_days_from_start(rule['days'])}; {months}"


def _on_event(rule: Mapping[str, Any]) -> str:
    words = {
        "edition": ngettext(
            "Within %(num)d day of each raised edition", "Within %(num)d days of each raised edition", rule["days"]
        ),
        "incident": ngettext("Within %(num)d day of an incident", "Within %(num)d days of an incident", rule["days"]),
        "bulletin": ngettext("Within %(num)d day of a bulletin", "Within %(num)d days of a bulletin", rule["days"]),
    }
    days = [day_year(date.fromisoformat(one)) for one in rule.get("on", ())]
    told = _("Called on %(days)s", days=", ".join(days)) if days else _("Not called yet")
    return f"{words[rule['event']]}. {told}"


_BY_RENEWAL = {"before-access", "days-from-start", "rolling"}


def again(kind: str, renewal_months: int | None) -> str:
    """Say when it comes again, where the due rule itself does not."""
    if kind not in _BY_RENEWAL:
        return ""
    if renewal_months is None:
        return _("As often, counted from the last time") if kind == "rolling" else _("Once is enough")
    return ngettext("%(num)d month after the last time", "%(num)d months after the last time", renewal_months)


def _early(window_days: int) -> str:
    if not window_days:
        return ""
    return ngettext(
        "Up to %(num)d day early; nothing is lost by it",
        "Up to %(num)d days early; nothing is lost by it",
        window_days,
    )


def _grace(grace_days: int) -> str:
    if not grace_days:
        return ""
    return ngettext("%(num)d day after each due day", "%(num)d days after each due day", grace_days)
