"""What the pages of the roster show, as frozen values in the reader's language."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from training.core.text import Text
from training.people.roster_lines import NEEDED, OPTIONAL
from training.people.roster_queries import RUNNING, Import
from training.people.rules import ImportState
from training.people.summary import MOST_FAULTS, NOTHING
from training.web.language import moment, number
from training.web.request import local, translated
from training.web.words import _, ngettext

REFRESH = {"Refresh": "2"}
"""Seconds between looks at a running import."""
EXAMPLE = """external_id,given,family,email,department,site,manager,leads
1001,Dana,Ford,dana@company.example,Operations,LEEDS,,yes
1002,Ravi,Nair,ravi@company.example,Operations / Night shift,LEEDS,1001,"""
PEOPLE = ("new", "returned", "moved", "changed", "left")


@dataclass(frozen=True)
class Line:
    """One import in the list."""

    title: str
    href: str
    when: datetime
    by: str
    state: str
    numbers: str


@dataclass(frozen=True)
class ListPage:
    lines: tuple[Line, ...]
    needed: str
    optional: str
    example: str


@dataclass(frozen=True)
class Number:
    """How many changes of one kind there are, and how many there were in the plan before (empty: the same)."""

    label: str
    count: str
    before: str
    href: str


@dataclass(frozen=True)
class Change:
    line: str
    about: str
    before: str
    after: str


@dataclass(frozen=True)
class Table:
    """The first changes of one kind. `rest` says how many more there are."""

    id: str
    title: str
    changes: tuple[Change, ...]
    rest: str


@dataclass(frozen=True)
class FaultLine:
    line: str
    column: str
    what: str
    cure: str


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class ImportPage:
    """One import: what state it is in, what it would change or has changed, what stands in its way."""

    public_id: str
    first: str
    rest: str
    facts: tuple[Fact, ...]
    running: bool
    done: int
    total: int
    progress: str
    numbers: tuple[Number, ...]
    anew: bool
    tables: tuple[Table, ...]
    faults: tuple[FaultLine, ...]
    more_faults: str
    unused: str
    forgotten: bool
    digest: str
    act: str
    leavers: str
    may_discard: bool
    headers: dict[str, str]


def list_page(imports: Sequence[Import]) -> ListPage:
    """Return the page of all imports."""
    return ListPage(tuple(_line(one) for one in imports), ", ".join(NEEDED), ", ".join(OPTIONAL), EXAMPLE)


def list_rows(imports: Sequence[Import]) -> Iterator[tuple[object, ...]]:
    """Yield what a file of the list of imports holds, its head first."""
    yield _("File"), _("Sent"), _("By"), _("State"), *(_labels()[kind] for kind in PEOPLE), _("Applied")
    for one in imports:
        counts = one.plan.get("counts", {})
        applied = local(one.applied_at) if one.applied_at else None
        yield one.file_name, local(one.uploaded_at), _by(one), _state(one), *map(counts.get, PEOPLE), applied


def import_page(found: Import, progress: tuple[int, int]) -> ImportPage:
    """Return the page of one import; `progress` is parts done and parts in all."""
    plan, planned = found.plan, found.state is ImportState.PLANNED
    first, rest = _statement(found)
    changes = bool(plan.get("counts"))
    return ImportPage(
        public_id=found.public_id, first=first, rest=rest, facts=_facts(found), running=found.state in RUNNING,
        done=progress[0], total=max(progress[1], 1), progress=_progress(found, *progress),
        numbers=_numbers(found), anew="before" in plan, tables=_tables(found), faults=_faults(found),
        more_faults=_more_faults(found), unused=", ".join(plan.get("unused", ())),
        forgotten=plan.get("forgotten", False), digest=plan.get("digest", ""),
        act=_("Make these changes") if planned and changes else "",
        leavers=_leavers(found) if planned and plan["many_leavers"] else "",
        may_discard=found.state in {ImportState.PLANNED, ImportState.REFUSED},
        headers=REFRESH if found.state in RUNNING else {},
    )  # fmt: skip


def _facts(found: Import) -> tuple[Fact, ...]:
    meant = _("have left: the file is complete") if found.complete else _("stay: the file is a part")
    return (
        Fact(_("File"), found.file_name),
        Fact(_("Sent"), f"{moment(found.uploaded_at)}, {_by(found)}"),
        Fact(_("People who are missing"), meant),
    )


def _by(found: Import) -> str:
    return found.by or _("the command line")


def _line(one: Import) -> Line:
    href = url_for("people.roster_import", import_id=one.public_id)
    return Line(one.file_name, href, one.uploaded_at, _by(one), _state(one), _people(one))


def _state(one: Import) -> str:
    words = {
        ImportState.PLANNING: _("being read"), ImportState.PLANNED: _("waits for your yes"),
        ImportState.REFUSED: _("has faults"), ImportState.APPLYING: _("being applied"),
        ImportState.APPLIED: _("applied"), ImportState.FAILED: _("stopped"), ImportState.DISCARDED: _("discarded"),
    }  # fmt: skip
    return words[one.state]


def _people(one: Import) -> str:
    counts = {kind: number(count) for kind, count in one.plan.get("counts", {}).items()}
    words = {
        "new": _("%(n)s new", n=counts.get("new")), "returned": _("%(n)s returned", n=counts.get("returned")),
        "moved": _("%(n)s moved", n=counts.get("moved")), "changed": _("%(n)s changed", n=counts.get("changed")),
        "left": _("%(n)s left", n=counts.get("left")),
    }  # fmt: skip
    return ", ".join(told for kind, told in words.items() if kind in counts)


def _statement(found: Import) -> tuple[str, str]:
    told: dict[ImportState, Callable[[], tuple[str, str]]] = {
        ImportState.PLANNING: lambda: (
            _("The file is being read."),
            _("Nothing changes before you have seen the plan."),
        ),
        ImportState.REFUSED: lambda: (_("Nothing was changed."), _fault_words(found.plan["fault_count"])),
        ImportState.PLANNED: lambda: _plan_words(found),
        ImportState.APPLYING: lambda: (_("The changes are being made."), _("You may leave this page.")),
        ImportState.APPLIED: lambda: (_("The roster is up to date."), _("Duties follow within minutes.")),
        ImportState.FAILED: lambda: (_("The import stopped."), _("Send the file again: it goes on where it stopped.")),
        ImportState.DISCARDED: lambda: (_("This plan was discarded."), _("Nothing of it was done.")),
    }
    return told[found.state]()


def _fault_words(count: int) -> str:
    return ngettext("One fault stands in the way.", "%(num)d faults stand in the way.", count)


def _plan_words(found: Import) -> tuple[str, str]:
    if not found.plan.get("counts"):
        return _("Nothing to change."), _("The roster says the same already.")
    people = _people(found)
    return _("Nothing is changed yet."), f"{people}." if people else _("No people, but what is below.")


def _progress(found: Import, done: int, total: int) -> str:
    if found.state is ImportState.PLANNING:
        return _("Reading and comparing: step %(done)s of %(total)s", done=number(done), total=number(total or 1))
    return _("Changes made: %(done)s of %(total)s", done=number(done), total=number(total or 1))


def _labels() -> dict[str, str]:
    return {
        "new": _("New"), "returned": _("Returned"), "moved": _("Moved"), "changed": _("Changed"), "left": _("Left"),
        "departments": _("Departments opened"), "reopened": _("Departments opened again"),
        "closed": _("Departments closed"), "sites": _("Sites opened"), "leads": _("Roles given to leads"),
        "leads_ended": _("Roles of leads ended"), "addresses": _("Addresses that pass to somebody else"),
    }  # fmt: skip


def _numbers(found: Import) -> tuple[Number, ...]:
    counts, before = found.plan.get("counts", {}), found.plan.get("before", {})
    shown = [kind for kind in _labels() if kind in PEOPLE or counts.get(kind) or before.get(kind)]
    return tuple(
        Number(
            _labels()[kind], number(counts.get(kind, 0)), number(before.get(kind, 0)) if "before" in found.plan else "",
            f"#{kind}" if counts.get(kind) else "",
        )
        for kind in shown if "counts" in found.plan and not found.plan["fault_count"]
    )  # fmt: skip


def _tables(found: Import) -> tuple[Table, ...]:
    counts, first = found.plan.get("counts", {}), found.plan.get("first", {})
    return tuple(
        Table(kind, label, tuple(Change(str(line or NOTHING), *words) for line, *words in first[kind]),
              _more(counts[kind] - len(first[kind])))
        for kind, label in _labels().items() if first.get(kind)
    )  # fmt: skip


def _more(count: int) -> str:
    return ngettext("and one more", "and %(num)d more", count) if count > 0 else ""


def _faults(found: Import) -> tuple[FaultLine, ...]:
    return tuple(
        FaultLine(str(one["line"] or NOTHING), one["column"], _said(one["what"]), _said(one["cure"]))
        for one in found.plan.get("faults", ())
    )


def _more_faults(found: Import) -> str:
    return _more(found.plan.get("fault_count", 0) - MOST_FAULTS)


def _said(words: list[Any]) -> str:
    message, values = words
    return translated(Text(message, values))


def _leavers(found: Import) -> str:
    left, present = number(found.plan["counts"]["left"]), number(found.plan["present"])
    return _(
        "%(left)s of %(present)s people would leave: more than one in ten. Is the file cut off?",
        left=left,
        present=present,
    )
