"""Why somebody has a duty and how its due day comes about: sentences from the rule, in the reader's language.

Values in, sentences out. A sentence that gives an anchor is only said where the day that it leads to is the due day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from training.completion.due import LAST, Moment, Rule, Terms, next_due
from training.web.language import day_full, day_short
from training.web.words import _, ngettext

_DAY = re.compile(r"(after|before) ([0-9]{4}-[0-9]{2}-[0-9]{2})")
LEAP = 2000
"""A year that has all days."""
_PREFIXES = ("everyone", "department ", "site ", "attribute ", "title ", "started ", "not ", "person ")


@dataclass(frozen=True)
class DueDay:
    """What a due day is reckoned from. `due` is the rule's, with its grace and without any extension."""

    terms: Terms
    opens: date
    due: date
    started_on: date | None = None
    done_before: date | None = None
    """When the cycle before was done, and until when that held."""
    old_end: date | None = None


def because_words(because: str) -> tuple[str, ...]:
    """Say of whom a rule asks it: each reason that stands on the duty, as part of a sentence."""
    return tuple(_reason(one) for one in _parts(because))


def _parts(because: str) -> Iterator[str]:
    """Part the reasons where a new one begins: a department's name may have a comma in it."""
    found: list[str] = []
    for piece in because.split(", "):
        if found and not piece.startswith(_PREFIXES):
            found[-1] += f", {piece}"
        elif piece:
            found.append(piece)
    yield from found


def _reason(reason: str) -> str:
    kind, _blank, name = reason.partition(" ")
    words = {
        "everyone": _("everybody"), "department": _("everybody in %(name)s", name=name),
        "site": _("everybody at %(name)s", name=name),
        "attribute": _("everybody with the attribute “%(name)s”", name=name),
        "title": _("everybody with the job title “%(name)s”", name=name),
        "person": _("people who are named in the rule"), "not": _("all others than some who are left out"),
    }  # fmt: skip
    return _started(name) if kind == "started" else words.get(kind, reason)


def _started(days: str) -> str:
    """Say between which days: "after 2026-01-01 and before 2026-07-01". What was cut off is left out."""
    found = dict(_DAY.findall(days))
    said = [
        words for name, words in (
            ("after", _("from %(day)s on", day=_day(found.get("after")))),
            ("before", _("before %(day)s", day=_day(found.get("before")))),
        ) if name in found
    ]  # fmt: skip
    return _("everybody whose first day of work was %(when)s", when=_(" and ").join(said))


def _day(written: str | None) -> str:
    return day_full(date.fromisoformat(written)) if written else ""


def due_sentences(day: DueDay) -> tuple[str, ...]:
    """Say how the due day comes about, and what grace was added."""
    said = [_by_kind(day)]
    if day.terms.grace_days and day.due < LAST:
        grace = ngettext("%(num)d day of grace is added.", "%(num)d days of grace are added.", day.terms.grace_days)
        said.append(grace)
    return tuple(one for one in said if one)


def _by_kind(day: DueDay) -> str:
    rule = day.terms.rule
    if rule.kind == "fixed-date":
        return _("Each year on %(day)s.", day=day_short(date(LEAP, rule.month, rule.day)))
    if rule.kind == "calendar-quarter":
        return _("Once in each quarter, by its last day.")
    if rule.kind == "on-event":
        return _after_event(day)
    told = _first(day) if day.done_before is None else _again(day, day.done_before)
    return told or rule_words(day.terms)


def _leads_to(day: DueDay, moment: Moment) -> bool:
    due = next_due(day.terms, moment)
    return due is not None and due + timedelta(days=day.terms.grace_days) == day.due


def _first(day: DueDay) -> str:
    if not _leads_to(day, Moment(day.opens)):
        return ""
    rule, began = day.terms.rule, day_full(day.opens)
    anchor = _("the first day of work") if day.opens == day.started_on else _("the day on which it began")
    if rule.kind == "before-access":
        return _("Before access is given: on %(anchor)s, %(day)s.", anchor=anchor, day=began)
    if rule.kind == "rolling":
        return ngettext(
            "%(num)d month from %(anchor)s, %(day)s.", "%(num)d months from %(anchor)s, %(day)s.", rule.months,
            anchor=anchor, day=began,
        )  # fmt: skip
    return ngettext(
        "%(num)d day from %(anchor)s, %(day)s.", "%(num)d days from %(anchor)s, %(day)s.", rule.days, anchor=anchor,
        day=began,
    )  # fmt: skip


def _again(day: DueDay, done: date) -> str:
    months, at = again_months(day.terms), Moment(day.opens, done_on=done)
    if not months:
        return ""
    if _leads_to(day, at):
        return _since_done(day.terms, months, done)
    if day.old_end and _leads_to(day, replace(at, old_end=day.old_end)):
        return ngettext(
            "%(num)d month after what had been done before ran out, on %(day)s: nobody loses by being early.",
            "%(num)d months after what had been done before ran out, on %(day)s: nobody loses by being early.",
            months, day=day_full(day.old_end),
        )  # fmt: skip
    return ""


def again_months(terms: Terms) -> int | None:
    """Return after how many months a duty comes again, where it is months that count."""
    rule = terms.rule
    if rule.kind == "linked-risk":
        return int(getattr(rule, rule.level)) if rule.level else None
    return rule.months if rule.kind == "month-end" else terms.renewal_months or rule.months


def _since_done(terms: Terms, months: int, done: date) -> str:
    rule, day = terms.rule, day_full(done)
    if rule.kind == "month-end":
        return ngettext(
            "By the end of the next calendar month after it was done last, on %(day)s.",
            "By the end of the calendar month %(num)d months after it was done last, on %(day)s.", months, day=day,
        )  # fmt: skip
    since = ngettext(
        "%(num)d month after it was done last, on %(day)s.", "%(num)d months after it was done last, on %(day)s.",
        months, day=day,
    )  # fmt: skip
    return f"{since} {_risk_words(rule)}" if rule.kind == "linked-risk" else since


def _risk_words(rule: Rule) -> str:
    level = {"low": _("low"), "medium": _("medium"), "high": _("high")}.get(rule.level, rule.level)
    return _("So often, since the risk “%(risk)s” is rated %(level)s.", risk=rule.risk, level=level)


def _after_event(day: DueDay) -> str:
    rule, grace = day.terms.rule, timedelta(days=day.terms.grace_days)
    for came in rule.on:
        if came + timedelta(days=rule.days) + grace == day.due:
            return ngettext(
                "%(num)d day after %(event)s, which came on %(day)s.",
                "%(num)d days after %(event)s, which came on %(day)s.", rule.days, event=_event(rule.event),
                day=day_full(came),
            )  # fmt: skip
    if day.due >= LAST:
        return _("No day yet: it is due only after %(event)s.", event=_event(rule.event))
    return rule_words(day.terms)


def _event(event: str) -> str:
    words = {"edition": _("a new edition"), "incident": _("an incident"), "bulletin": _("a bulletin")}
    return words.get(event, _("something that concerns it"))


def rule_words(terms: Terms) -> str:
    """Say the rule in general, where a later change of it or an earlier completion set the day."""
    rule, months = terms.rule, again_months(terms)
    said = {
        "before-access": _("Before access is given."),
        "on-event": ngettext(
            "Within %(num)d day of %(event)s.", "Within %(num)d days of %(event)s.", rule.days, event=_event(rule.event)
        ),
        "rolling": "",
    }.get(rule.kind, ngettext("Within %(num)d day of the start.", "Within %(num)d days of the start.", rule.days))
    if not months or rule.kind == "on-event":
        return said
    again = ngettext("It comes again every %(num)d month.", "It comes again every %(num)d months.", months)
    return f"{said} {again}".strip()
