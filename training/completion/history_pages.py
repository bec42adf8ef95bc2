"""What the pages of imports of history show, as frozen values in the reader's language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from training.catalogue.rules import SubjectKind
from training.completion.history_forms import OUT
from training.completion.history_lines import COLUMNS
from training.completion.history_queries import RUNNING, Choice, Import
from training.completion.history_summary import MOST_FAULTS, MOST_STRANGERS
from training.completion.proof_pages import BackPage, Fact
from training.completion.rules import HistoryState
from training.core.text import Text
from training.web.language import day_year, moment, number
from training.web.request import translated
from training.web.words import _, ngettext

REFRESH = {"Refresh": "2"}
"""Seconds between looks at a running import."""
EXAMPLE = """person,course,date,right,asked
1001,recognising-phishing,2025-03-14,7,8
ravi@company.example,Phishing basics 2024,2024-11-02,,"""
NOTHING = "–"


@dataclass(frozen=True)
class Line:
    """One import in the list."""

    title: str
    href: str
    below: str
    when: datetime
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
    label: str
    count: str
    href: str = ""


@dataclass(frozen=True)
class Table:
    """A table below the numbers. `rest` says how many more lines there are."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rest: str = ""


@dataclass(frozen=True)
class ImportPage:
    """One import: what state it is in, what it would record or has recorded, what stands in its way."""

    public_id: str
    first: str
    rest: str
    lede: str
    facts: tuple[Fact, ...]
    running: bool
    done: int
    total: int
    progress: str
    numbers: tuple[Number, ...]
    anew: bool
    matching: str
    """What is said above the old titles; empty where none is to be matched."""
    tables: tuple[Table, ...]
    unused: str
    forgotten: bool
    act: str
    strangers: bool
    faulty: bool
    may_discard: bool
    may_take_back: bool
    headers: dict[str, str]


def list_page(imports: Sequence[Import]) -> ListPage:
    """Return the page of all imports."""
    return ListPage(tuple(map(_line, imports)), ", ".join(COLUMNS.needed), ", ".join(COLUMNS.optional), EXAMPLE)


def _line(one: Import) -> Line:
    new = one.plan.get("counts", {}).get("new")
    numbers = ngettext("%(num)d completion", "%(num)d completions", new) if new is not None else ""
    href = url_for("completion.history", import_id=one.public_id)
    return Line(one.system, href, f"{one.file_name}, {by_words(one)}", one.uploaded_at, state_words(one), numbers)


def by_words(one: Import) -> str:
    """Say who brought a file in."""
    return one.by or _("the command line")


def state_words(one: Import) -> str:
    """Say how far an import is."""
    words = {
        HistoryState.PLANNING: _("being read"), HistoryState.PLANNED: _("waits for your yes"),
        HistoryState.REFUSED: _("has faults"), HistoryState.APPLYING: _("being applied"),
        HistoryState.APPLIED: _("applied"), HistoryState.FAILED: _("stopped"), HistoryState.DISCARDED: _("discarded"),
        HistoryState.TAKING_BACK: _("being taken back"), HistoryState.TAKEN_BACK: _("taken back"),
    }  # fmt: skip
    return words[one.state]


def import_page(found: Import, progress: tuple[int, int]) -> ImportPage:
    """Return the page of one import; `progress` is parts done and parts in all."""
    counts, planned = found.plan.get("counts", {}), found.state is HistoryState.PLANNED
    first, rest = _statement(found)
    ready = planned and not _open(found) and bool(counts["new"])
    ended = found.state in {HistoryState.APPLIED, HistoryState.FAILED} and found.begun
    return ImportPage(
        public_id=found.public_id, first=first, rest=rest, lede=_lede(found), facts=_facts(found),
        running=found.state in RUNNING, done=progress[0], total=max(progress[1], 1),
        progress=_progress(found, *progress), numbers=_numbers(found), anew=planned and found.plan.get("anew", False),
        matching=_matching(found) if planned else "", tables=_tables(found),
        unused=", ".join(found.plan.get("unused", ())), forgotten=found.plan.get("forgotten", False),
        act=ngettext("Record %(num)d completion", "Record %(num)d completions", counts["new"]) if ready else "",
        strangers=ready and bool(counts["strangers"]), faulty=ready and bool(counts["faulty"]),
        may_discard=found.state in {HistoryState.PLANNED, HistoryState.REFUSED}, may_take_back=ended,
        headers=REFRESH if found.state in RUNNING else {},
    )  # fmt: skip


def _open(found: Import) -> list[str]:
    return [title["name"] for title in found.plan.get("titles", ()) if title["open"]]


def matched_by_hand(found: Import) -> list[dict[str, Any]]:
    """Return the titles that are no short names of ours: what they count as is for somebody to say."""
    if found.state is not HistoryState.PLANNED:
        return []
    return [title for title in found.plan.get("titles", ()) if not title["by_slug"]]


def chosen(title: dict[str, Any]) -> str:
    """Return what a title's list shows."""
    return str(title["subject"]) or ("" if title["open"] else OUT)


def choices(subjects: Sequence[Choice]) -> list[tuple[str, str]]:
    """Return what an old title may count as, for a list."""
    kinds = {
        SubjectKind.COURSE: _("course"), SubjectKind.POLICY: _("policy"), SubjectKind.SEMINAR: _("seminar"),
        SubjectKind.PROOF: _("proof from elsewhere"),
    }  # fmt: skip
    return [(one.public_id, f"{one.title} ({kinds[one.kind]})") for one in subjects]


def _matching(found: Import) -> str:
    if not matched_by_hand(found):
        return ""
    unknown = len(_open(found))
    if not unknown:
        return _("Each name is matched. If one is wrong, choose again: the plan is then made anew.")
    return ngettext(
        "One name of a course is not known here. Say what it counts as.",
        "%(num)d names of courses are not known here. Say what each counts as.",
        unknown,
    )


def _statement(found: Import) -> tuple[str, str]:
    told: dict[HistoryState, Callable[[], tuple[str, str]]] = {
        HistoryState.PLANNING: lambda: (
            _("The file is being read."),
            _("Nothing changes before you have seen the plan."),
        ),
        HistoryState.REFUSED: lambda: (_("The file cannot be taken."), _("Nothing was changed.")),
        HistoryState.PLANNED: lambda: _planned_words(found),
        HistoryState.APPLYING: lambda: (_("The completions are being recorded."), _("You may leave this page.")),
        HistoryState.APPLIED: lambda: (
            ngettext("%(num)d completion recorded.", "%(num)d completions recorded.", found.plan["counts"]["new"]),
            _("The duties of these people follow it."),
        ),
        HistoryState.FAILED: lambda: (_("The import stopped."), _("Send the file again: it goes on where it stopped.")),
        HistoryState.DISCARDED: lambda: (_("This plan was discarded."), _("Nothing of it was done.")),
        HistoryState.TAKING_BACK: lambda: (_("The import is being taken back."), _("You may leave this page.")),
        HistoryState.TAKEN_BACK: lambda: (_("This import was taken back."), _("Nothing of it counts any more.")),
    }
    return told[found.state]()


def _planned_words(found: Import) -> tuple[str, str]:
    new = found.plan["counts"]["new"]
    if _open(found):
        return _("Nothing is changed yet."), _("Some names need a match first.")
    if not new:
        return _("Nothing to record."), _("Everything in the file that counts is recorded already, or stays out.")
    would = ngettext("%(num)d completion would be recorded.", "%(num)d completions would be recorded.", new)
    return _("Nothing is changed yet."), would


def _lede(found: Import) -> str:
    back = found.plan.get("taken_back")
    if not back:
        return ""
    when = moment(datetime.fromisoformat(back["at"]))
    return _("%(name)s, %(when)s: %(reason)s", name=back["by"], when=when, reason=back["reason"])


def _facts(found: Import) -> tuple[Fact, ...]:
    facts = [
        Fact(_("System"), found.system),
        Fact(_("File"), found.file_name),
        Fact(_("Sent"), f"{moment(found.uploaded_at)}, {by_words(found)}"),
    ]
    if found.applied_at is not None:
        facts.append(Fact(_("Recorded"), moment(found.applied_at)))
    return tuple(facts)


def _progress(found: Import, done: int, total: int) -> str:
    values = {"done": number(done), "total": number(total or 1)}
    if found.state is HistoryState.PLANNING:
        return _("Looking at what it would change: %(done)s of %(total)s people", **values)
    if found.state is HistoryState.TAKING_BACK:
        return _("Taken back: %(done)s of %(total)s", **values)
    return _("Recorded: %(done)s of %(total)s", **values)


ALWAYS = {"lines", "new", "people", "done", "moved"}
OPENS = {"new": "first", "stranger_lines": "strangers", "faulty": "faults"}
"""Which table a number opens."""


def _numbers(found: Import) -> tuple[Number, ...]:
    counts = found.plan.get("counts")
    if not counts or found.state is HistoryState.REFUSED:
        return ()
    labels = {
        "lines": _("Lines in the file"),
        "new": _("Completions recorded") if found.begun else _("Completions to record"),
        "people": _("People whom they concern"), "done": _("Duties that become done"),
        "moved": _("Open duties that are due on another day"), "present": _("Lines that are recorded already"),
        "doubled": _("Lines that stand there twice"), "unmatched": _("Lines of courses that are not known yet"),
        "left_out": _("Lines of courses that are left out"), "stranger_lines": _("Lines of people who are not known"),
        "faulty": _("Lines with a fault"),
    }  # fmt: skip
    return tuple(
        Number(label, number(counts[kind]), _opens(found, kind))
        for kind, label in labels.items() if kind in ALWAYS or counts[kind]
    )  # fmt: skip


def _opens(found: Import, kind: str) -> str:
    opens = kind in OPENS and found.plan["counts"][kind] and not found.plan.get("forgotten")
    return f"#{OPENS[kind]}" if opens else ""


def _tables(found: Import) -> tuple[Table, ...]:
    if found.plan.get("forgotten"):
        return ()
    made = (_faults(found), _strangers(found), _titles(found), _first(found))
    return tuple(table for table in made if table.rows)


def _faults(found: Import) -> Table:
    rows = tuple(
        (str(one["line"] or NOTHING), one["column"] or NOTHING, _said(one["what"]), _said(one["cure"]))
        for one in found.plan.get("faults", ())
    )
    columns = (_("Line"), _("Column"), _("What is wrong"), _("What to do"))
    more = found.plan.get("fault_count", 0) - MOST_FAULTS
    return Table("faults", _("What to put right"), columns, rows, _more(more))


def _strangers(found: Import) -> Table:
    rows = tuple((key, number(lines)) for key, lines in found.plan.get("strangers", ()))
    more = found.plan.get("counts", {}).get("strangers", 0) - MOST_STRANGERS
    return Table("strangers", _("People whom the roster does not know"), (_("Person"), _("Lines")), rows, _more(more))


def _titles(found: Import) -> Table:
    without = {True: _("not known yet"), False: _("left out")}
    rows = tuple(
        (title["name"], number(title["lines"]), title["counts_as"] or without[title["open"]])
        for title in found.plan.get("titles", ())
    )
    return Table("titles", _("What the courses count as"), (_("In the file"), _("Lines"), _("Counts as")), rows)


def _first(found: Import) -> Table:
    rows = tuple(
        (str(line), who, what, day_year(date.fromisoformat(day)), origin)
        for line, who, what, day, origin in found.plan.get("first", ())
    )
    columns = (_("Line"), _("Person"), _("Counts as"), _("Done on"), _("Kept as"))
    return Table(
        "first",
        _("The first completions"),
        columns,
        rows,
        _more(found.plan["counts"]["new"] - len(rows)) if rows else "",
    )


def _more(count: int) -> str:
    return ngettext("and one more", "and %(num)d more", count) if count > 0 else ""


def _said(words: list[Any]) -> str:
    message, values = words
    return translated(Text(message, values))


def back_page(found: Import) -> BackPage:
    """Return the question before a whole import is taken back."""
    possible = found.state in {HistoryState.APPLIED, HistoryState.FAILED} and found.begun
    rest = _("Each of its completions that still stands gets a row that takes it back. What people owe follows.")
    if not possible:
        rest = _("There is nothing of this import to take back.")
    return BackPage(
        _("Take back what came from %(system)s", system=found.system), rest,
        (
            Fact(_("Desk"), "", href=url_for("programme.desk")),
            Fact(_("History"), "", href=url_for("completion.histories")),
            Fact(found.system, "", href=url_for("completion.history", import_id=found.public_id)),
        ),
        _("Take all of it back"), possible,
    )  # fmt: skip
