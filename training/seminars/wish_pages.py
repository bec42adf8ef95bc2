"""What the pages of questions, answers and needs show, as frozen values in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from flask import url_for

from training.core.errors import NotFound
from training.seminars.desk_pages import listed_name
from training.seminars.pages import times
from training.seminars.questions import MOST_QUESTIONS, NO, YES, Question, QuestionKind
from training.seminars.roster_queries import Comer, DeskSession
from training.seminars.rules import DEAD
from training.seminars.seat_words import state_words
from training.seminars.wish_queries import Need, NeedsOf, OfSeminar, Pairs
from training.web.language import day_year
from training.web.request import local
from training.web.words import _, ngettext


@dataclass(frozen=True)
class QuestionLine:
    label: str
    kind: str
    edit_href: str
    up_href: str
    remove_href: str
    first: bool


@dataclass(frozen=True)
class QuestionsPage:
    title: str
    statement: str
    rest: str
    lines: tuple[QuestionLine, ...]
    full: str


def questions_page(found: OfSeminar) -> QuestionsPage:
    """Build the list of a seminar's questions."""
    number = len(found.asked)
    return QuestionsPage(
        title=found.title,
        statement=ngettext("One question is asked.", "%(num)d questions are asked.", number)
        if number
        else _("Nothing is asked but who comes."),
        rest=_("At most %(n)d.", n=MOST_QUESTIONS),
        lines=tuple(_line(found, place, one) for place, one in enumerate(found.asked)),
        full=_("More than %(n)d questions keep people from registering. Take one away to ask another.",
               n=MOST_QUESTIONS) if number >= MOST_QUESTIONS else "",
    )  # fmt: skip


def _line(found: OfSeminar, place: int, one: Question) -> QuestionLine:
    address: dict[str, Any] = {"slug": found.slug, "key": one.key}
    needed = _("needed") if one.needed else _("may be left out")
    return QuestionLine(
        one.label, f"{_kind_words(one)}, {needed}", url_for("seminars.question_form_page", **address),
        url_for("seminars.move_question_up", **address), url_for("seminars.remove_question", **address), place == 0,
    )  # fmt: skip


def _kind_words(one: Question) -> str:
    if one.kind is QuestionKind.CHOICE:
        return _("One of: %(list)s", list=" · ".join(one.options))
    return _("Yes or no") if one.kind is QuestionKind.YES_NO else _("A short line")


def question(found: OfSeminar, key: str) -> Question:
    """Return one question of a seminar. Raises NotFound."""
    for one in found.asked:
        if one.key == key:
            return one
    raise NotFound


# --- answers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AnswerLine:
    name: str
    house: str
    state: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sum:
    """How often each answer was given to one question, where there are few answers."""

    label: str
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class AnswersPage:
    title: str
    over: str
    session_href: str
    statement: str
    columns: tuple[str, ...]
    lines: tuple[AnswerLine, ...]
    sums: tuple[Sum, ...]


FEW = 5
"""Answers of which there are at most so many different ones are added up."""


def answers_page(one: DeskSession, comers: Sequence[Comer], answers: Mapping[str, Pairs]) -> AnswersPage:
    """Build the answers to a date: a line for each person who has not given it up, a column for each question."""
    live = [comer for comer in comers if comer.state not in DEAD and answers.get(comer.registration)]
    columns = labels(answers[comer.registration] for comer in live)
    return AnswersPage(
        title=one.title,
        over=when(one.starts_at, one.ends_at, one.zone),
        session_href=url_for("seminars.desk_session", session_id=one.public_id),
        statement=ngettext("%(Word)s person answered.", "%(Word)s people answered.", len(live))
        if live
        else _("Nobody has answered anything yet."),
        columns=columns,
        lines=tuple(_answers_of(comer, columns, answers[comer.registration]) for comer in live),
        sums=_sums(columns, [answers[comer.registration] for comer in live]),
    )


def _answers_of(comer: Comer, columns: Sequence[str], pairs: Pairs) -> AnswerLine:
    return AnswerLine(listed_name(comer), comer.house, state_words(comer), cells(columns, pairs))


def _sums(columns: Sequence[str], all_pairs: Sequence[Pairs]) -> tuple[Sum, ...]:
    found = []
    for column in columns:
        given = [said(answer) for pairs in all_pairs for label, answer in pairs if label == column]
        counted = sorted(((answer, given.count(answer)) for answer in set(given)), key=lambda pair: (-pair[1], pair[0]))
        if len(counted) <= FEW and len(counted) < len(given):
            found.append(Sum(column, tuple(counted)))
    return tuple(found)


def labels(all_pairs: Iterable[Pairs]) -> tuple[str, ...]:
    """Return every question that somebody answered, in the order in which it came up; other words are another one."""
    return tuple(dict.fromkeys(label for label, _answer in chain.from_iterable(all_pairs)))


def cells(columns: Sequence[str], pairs: Pairs) -> tuple[str, ...]:
    """Return the answers of one person under their questions."""
    given = dict(pairs)
    return tuple(said(given.get(label, "")) for label in columns)


def said(answer: str) -> str:
    """Return an answer; a yes or a no in the reader's language."""
    return {YES: _("Yes"), NO: _("No")}.get(answer, answer)


def beside(
    rows: Iterator[tuple[object, ...]], comers: Sequence[Comer], answers: Mapping[str, Pairs]
) -> Iterator[tuple[object, ...]]:
    """Add the answers to the rows of a file of people, the head first; the people in the order of `comers`."""
    columns = labels(answers.get(comer.registration, ()) for comer in comers)
    yield (*next(rows), *columns)
    for comer, row in zip(comers, rows, strict=True):
        yield (*row, *cells(columns, answers.get(comer.registration, ())))


# --- needs ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NeedLine:
    name: str
    need: str


@dataclass(frozen=True)
class NeedsPage:
    title: str
    over: str
    statement: str
    lines: tuple[NeedLine, ...]


def needs_page(found: NeedsOf, needs: Sequence[Need]) -> NeedsPage:
    """Build the page of what those who come need."""
    number = len(needs)
    return NeedsPage(
        title=found.title,
        over=when(found.starts_at, found.ends_at, found.zone),
        statement=ngettext("%(Word)s person needs something.", "%(Word)s people need something.", number)
        if number
        else _("Nobody has said that they need anything."),
        lines=tuple(NeedLine(f"{one.family}, {one.name}" if one.family else one.name, one.need) for one in needs),
    )


def when(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """Say when a date is, by the clock at its place."""
    return f"{day_year(local(starts_at, zone).date())}, {times(starts_at, ends_at, zone)}"
