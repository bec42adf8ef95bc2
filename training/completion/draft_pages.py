"""What the page of a draft shows: how far the reckoning is, the numbers beside those of today, what would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from training.completion.draft_queries import Draft
from training.completion.requirement_pages import Person, Way, trail
from training.completion.requirement_words import Change, Fact
from training.completion.rules import DraftState
from training.web.language import moment, number
from training.web.words import _, ngettext

REFRESH = {"Refresh": "2"}
"""Seconds between looks at a draft that is being reckoned."""


@dataclass(frozen=True)
class Number:
    """One consequence: as it is today, as it would be, and (where it was reckoned anew) as it was reckoned before."""

    label: str
    today: str
    then: str
    reckoned: str


@dataclass(frozen=True)
class DraftPage:
    first: str
    rest: str
    over: str
    trail: tuple[Way, ...]
    about: tuple[Fact, ...]
    running: bool
    done: int
    total: int
    progress: str
    anew: bool
    numbers: tuple[Number, ...]
    notes: tuple[str, ...]
    names: tuple[Person, ...]
    more: str
    facts: tuple[Fact, ...]
    changes: tuple[Change, ...]
    put_href: str
    discard_href: str
    edit_href: str
    requirement_href: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Told:
    """What a draft says (`facts`), what that changes in the present version, and the names of who comes in."""

    facts: tuple[Fact, ...]
    changes: tuple[Change, ...]
    names: Sequence[tuple[str, str, str]]


def draft_page(found: Draft, told: Told, progress: tuple[int, int]) -> DraftPage:
    """Build the page of one draft; `progress` is people looked at, and of how many."""
    numbers, waiting = found.consequences.get("numbers"), found.state is DraftState.RECKONED
    first, rest = _statement(found, numbers)
    running = found.state is DraftState.RECKONING
    newcomers = tuple(Person(f"{family}, {given}", team) for family, given, team in told.names)
    return DraftPage(
        first=first, rest=rest, over="" if found.slug else found.content["title"], trail=_trail(found),
        about=_about(found), running=running, done=progress[0],
        total=max(progress[1], 1), progress=_progress(*progress), anew="before" in found.consequences,
        numbers=_numbers(numbers, found.consequences.get("before")) if numbers else (),
        notes=_notes(numbers) if numbers else (), names=newcomers,
        more=_more(numbers["come_in"] - len(newcomers)) if numbers else "", facts=told.facts, changes=told.changes,
        put_href=_act(found, "completion.put_into_force") if waiting else "",
        discard_href=_act(found, "completion.discard_draft") if _is_waiting(found) else "",
        edit_href=_edit(found) if _is_waiting(found) else "",
        requirement_href=_requirement(found) if found.state is DraftState.IN_FORCE else "",
        headers=REFRESH if running else {},
    )  # fmt: skip


def _is_waiting(found: Draft) -> bool:
    return found.state in {DraftState.RECKONED, DraftState.RECKONING, DraftState.FAILED}


def _act(found: Draft, endpoint: str) -> str:
    return url_for(endpoint, draft_id=found.public_id)


def _edit(found: Draft) -> str:
    if found.slug is None:
        return url_for("completion.new_requirement", draft=found.public_id)
    return url_for("completion.edit_requirement", slug=found.slug, draft=found.public_id)


def _requirement(found: Draft) -> str:
    return url_for("completion.requirement", slug=found.content["id"])


def _trail(found: Draft) -> tuple[Way, ...]:
    if found.slug is None:
        return trail()
    return (*trail(), Way(found.content["title"], url_for("completion.requirement", slug=found.slug)))


def _about(found: Draft) -> tuple[Fact, ...]:
    return (
        Fact(_("Requirement"), found.content["title"]),
        Fact(_("Why"), found.reason),
        Fact(_("Written"), f"{moment(found.made_at)}, {found.by}"),
    )


def _statement(found: Draft, numbers: Mapping[str, Any] | None) -> tuple[str, str]:
    told = {
        DraftState.RECKONING: (_("It is being reckoned."), _("Nothing changes before you say so.")),
        DraftState.FAILED: (_("The reckoning stopped."), _("Change the draft, or discard it.")),
        DraftState.IN_FORCE: (_("It is in force."), _("Duties follow within minutes.")),
        DraftState.DISCARDED: (_("This draft was discarded."), _("Nothing of it was done.")),
    }
    if found.state is DraftState.RECKONED and numbers is not None:
        return _("Nothing is changed yet."), _foreseen(numbers)
    return told[found.state]


def _foreseen(numbers: Mapping[str, Any]) -> str:
    come, go, stay = numbers["come_in"], numbers["go_out"], numbers["stay"]
    late = numbers["overdue"] - numbers["overdue_before"]
    told = (
        (come, ngettext("%(n)s person would come in", "%(n)s people would come in", come, n=number(come))),
        (go, ngettext("%(n)s person would go out", "%(n)s people would go out", go, n=number(go))),
        (stay, ngettext("%(n)s person would stay", "%(n)s people would stay", stay, n=number(stay))),
        (max(late, 0), ngettext("%(n)s more would be overdue", "%(n)s more would be overdue", late, n=number(late))),
    )
    parts = [words for count, words in told if count]
    return f"{', '.join(parts)}." if parts else _("It would concern nobody yet.")


def _progress(done: int, total: int) -> str:
    if not total:
        return _("Looking for the people whom it concerns")
    return _("People looked at: %(done)s of %(total)s", done=number(done), total=number(total))


def _numbers(numbers: Mapping[str, Any], before: Mapping[str, Any] | None) -> tuple[Number, ...]:
    def line(label: str, key: str, today: str = "") -> Number:
        return Number(
            label, number(numbers[today]) if today else "", number(numbers[key]), number(before[key]) if before else ""
        )

    return (
        line(_("People who have it"), "people", "people_before"), line(_("Come in"), "come_in"),
        line(_("Go out"), "go_out"), line(_("Stay"), "stay"), line(_("Duties that open"), "opened"),
        line(_("Overdue on the first day"), "overdue", "overdue_before"),
        line(_("Hours: once") if numbers["once"] else _("Hours a year"), "hours", "hours_before"),
        line(_("People who get mail in the first week"), "mails"),
    )  # fmt: skip


def _notes(numbers: Mapping[str, Any]) -> tuple[str, ...]:
    told = ngettext(
        "Hours: %(num)d minute for each person each time, as long as the shortest that counts.",
        "Hours: %(num)d minutes for each person each time, as long as the shortest that counts.",
        numbers["minutes"],
    )
    mails = _("Mail: people whose due day comes to a step of the ladder of reminders.")
    return (told, mails)


def _more(count: int) -> str:
    return ngettext("and %(num)d more", "and %(num)d more", count) if count > 0 else ""
