"""What the page of the form shows: the audience as rows of inputs, what there is to choose, whom it takes in so far."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from training.catalogue.rules import SubjectKind
from training.completion.builder import EVERYBODY, KEPT, NAME, SOME, Built
from training.completion.groups import DAYS, KINDS, Condition
from training.completion.requirement_forms import FIELDS
from training.completion.requirement_pages import Person, Way, trail
from training.completion.requirement_sheets import Reach, Sheet
from training.web.language import number
from training.web.request import translated
from training.web.words import _, ngettext


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """One condition: hidden kind, is or is not, and a value that is chosen (`options`) or typed."""

    prefix: str
    kind: str
    label: str
    negated: bool
    is_words: str
    is_not_words: str
    options: tuple[Option, ...]
    type: str
    value: str
    note: str
    error: str
    remove: str
    about: str


@dataclass(frozen=True)
class GroupRows:
    """Conditions joined by "and"; `kinds` is what can be added to them."""

    number: int
    title: str
    rows: tuple[Row, ...]
    add_name: str
    add_value: str
    kinds: tuple[Option, ...]


@dataclass(frozen=True)
class ReachPart:
    """Whom it takes in so far: in a sentence, and the first names."""

    words: str
    names: tuple[Person, ...]
    more: str


@dataclass(frozen=True)
class Shelf:
    """A shelf of boxes that are not ticked, closed at first."""

    title: str
    boxes: tuple[Option, ...]


@dataclass(frozen=True)
class Boxes:
    """What is ticked, always seen, and the shelves with all the rest."""

    ticked: tuple[Option, ...]
    shelves: tuple[Shelf, ...]


@dataclass(frozen=True)
class Kind:
    """One kind of due rule: the radio button and the fields of its numbers."""

    option: Any
    hint: str
    fields: tuple[Any, ...]


@dataclass(frozen=True)
class FormPage:
    title: str
    trail: tuple[Way, ...]
    lede: str
    action: str
    reach_href: str
    who: tuple[Option, ...]
    groups: tuple[GroupRows, ...]
    can_add_group: bool
    reach: ReachPart
    ways: Boxes
    clauses: Boxes
    kinds: tuple[Kind, ...]
    reason_label: str


def form_page(sheet: Sheet, reach: Reach) -> FormPage:
    """Build the page of a form, whatever state it is in."""
    form, built = sheet.form, sheet.form.audience.data
    return FormPage(
        title=_("Change it") if sheet.line else _("A new requirement"), trail=_trail(sheet), lede=_lede(),
        action=_address(sheet), reach_href=url_for("completion.requirement_reach"), who=_who(built),
        groups=tuple(_group(number, sheet) for number in range(len(built.groups))), can_add_group=built.who != KEPT,
        reach=reach_part(reach), ways=_ways(sheet), clauses=_clauses(sheet),
        kinds=tuple(_kinds(form)), reason_label=_("Why it is changed") if sheet.line else _("Why it is asked for"),
    )  # fmt: skip


def _trail(sheet: Sheet) -> tuple[Way, ...]:
    if sheet.line is None:
        return trail()
    return (*trail(), Way(sheet.line.title, url_for("completion.requirement", slug=sheet.line.slug)))


def _lede() -> str:
    return _("Nothing changes yet: first you see what it would bring about.")


def _address(sheet: Sheet) -> str:
    if sheet.line is None:
        return url_for("completion.draft_requirement")
    return url_for("completion.draft_change", slug=sheet.line.slug)


# --- the audience -----------------------------------------------------------------------------------------------------


def _who(built: Built) -> tuple[Option, ...]:
    every = [
        (EVERYBODY, _("Everybody")),
        (SOME, _("Whoever fits one of the groups below")),
        (KEPT, _("As it is: a nested rule of the file that no form can show")),
    ]
    return tuple(Option(value, words, built.who == value) for value, words in every if value != KEPT or built.kept)


def _labels() -> dict[str, str]:
    return {
        "department": _("Department, with all below it"), "site": _("Site"), "attribute": _("Attribute"),
        "title": _("Job title"), "person": _("Person"), "started-after": _("Began here on that day or later"),
        "started-before": _("Began here before that day"),
    }  # fmt: skip


def _group(at: int, sheet: Sheet) -> GroupRows:
    conditions = sheet.form.audience.data.groups[at]
    labels = _labels()
    return GroupRows(
        number=at + 1, title=_("Group %(n)d", n=at + 1),
        rows=tuple(_row(at, place, one, sheet) for place, one in enumerate(conditions)),
        add_name=f"{NAME}-{at}-add", add_value=f"add-{at}",
        kinds=tuple(Option(kind, labels[kind], chosen=False) for kind in KINDS),
    )  # fmt: skip


def _row(at: int, place: int, one: Condition, sheet: Sheet) -> Row:
    fault = sheet.form.faults.get((at, place))
    label = _labels()[one.kind]
    return Row(
        prefix=f"{NAME}-{at}-{place}", kind=one.kind, label=label, negated=one.negated, is_words=_("is"),
        is_not_words=_("is not"), options=_options(one, sheet), type="date" if one.kind in DAYS else "text",
        value=one.value, note=_note(one, sheet), error=translated(fault) if fault else "",
        remove=f"remove-{at}-{place}", about=_("%(what)s in group %(n)d", what=label, n=at + 1),
    )  # fmt: skip


def _options(one: Condition, sheet: Sheet) -> tuple[Option, ...]:
    known = sheet.vocabulary.of(one.kind)
    if one.kind == "person" or one.kind in DAYS:
        return ()
    gone = one.value and one.value not in {value for value, _words in known}
    lost = (Option(one.value, _("%(what)s (does not exist any more)", what=one.value), chosen=True),) if gone else ()
    first = Option("", _("Choose"), chosen=not one.value)
    return (first, *lost, *(Option(value, words, value == one.value) for value, words in known))


def _note(one: Condition, sheet: Sheet) -> str:
    found = sheet.people.get(one.value) if one.kind == "person" else None
    return f"{found.given} {found.family}" if found else ""


def reach_part(reach: Reach) -> ReachPart:
    """Say whom an audience takes in so far."""
    if reach.sample is None:
        return ReachPart(_("Nothing is chosen yet, so it takes in nobody."), (), "")
    names = tuple(Person(f"{family}, {given}", team) for family, given, team in reach.sample.names)
    return ReachPart(_reach_words(reach.sample.number, reach.everybody), names, _more(reach.sample.number - len(names)))


def _reach_words(count: int, everybody: int) -> str:
    if not count:
        return _("It takes in nobody.")
    if count == everybody:
        return _("It takes in everybody: %(number)s people.", number=number(count))
    return _("It takes in %(some)s of %(all)s people.", some=number(count), all=number(everybody))


def _more(count: int) -> str:
    return ngettext("and %(num)d more", "and %(num)d more", count) if count > 0 else ""


# --- what there is to tick --------------------------------------------------------------------------------------------


def _ways(sheet: Sheet) -> Boxes:
    titles = {
        SubjectKind.COURSE: _("Courses"), SubjectKind.POLICY: _("Policies to agree to"),
        SubjectKind.SEMINAR: _("Seminars"),
    }  # fmt: skip
    every = [
        (titles[kind], f"{one.kind}:{one.slug}", _not_taught(one.title) if one.retired_on else one.title)
        for kind in titles
        for one in sheet.taught
        if one.kind is kind
    ]
    return _boxes(every, set(sheet.form.satisfied_by.data or ()))


def _not_taught(title: str) -> str:
    return _("%(title)s (not taught any more)", title=title)


def _clauses(sheet: Sheet) -> Boxes:
    return _boxes([(one.shelf, one.value, one.words) for one in sheet.clauses], set(sheet.form.clauses.data or ()))


def _boxes(every: Sequence[tuple[str, str, str]], chosen: Collection[str]) -> Boxes:
    """Sort (shelf, value, words) into what is ticked and the shelves of the rest."""
    shelves: dict[str, list[Option]] = defaultdict(list)
    for shelf, value, words in every:
        if value not in chosen:
            shelves[shelf].append(Option(value, words, chosen=False))
    ticked = tuple(Option(value, words, chosen=True) for _shelf, value, words in every if value in chosen)
    return Boxes(ticked, tuple(Shelf(title, tuple(boxes)) for title, boxes in shelves.items()))


def _kinds(form: Any) -> list[Kind]:
    hints = {
        "days-from-start": _("Within 30 days of joining, and again as the renewal says."),
        "before-access": _("For those who begin; others have it at once."),
        "rolling": _("Counted from each person’s last time."),
        "fixed-date": _("The same day for everybody."),
        "calendar-quarter": _("By 31 March, 30 June, 30 September and 31 December."),
        "month-end": _("As NERC counts: 15 calendar months, until the end of the month."),
        "linked-risk": _("More often while the risk is rated high."),
        "on-event": _("Nobody has to do it until it is called."),
    }
    return [Kind(option, hints[option.data], tuple(form[name] for name in FIELDS[option.data])) for option in form.due]
