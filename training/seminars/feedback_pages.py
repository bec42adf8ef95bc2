"""What the pages of feedback show, as frozen values in the reader's language; nothing from fewer than five people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from training.core.digest import digest
from training.seminars.feedback_queries import FEWEST, Answers, Asked, Grades, counted
from training.seminars.roster_queries import DeskSession
from training.seminars.wish_pages import when
from training.web.words import _, ngettext


@dataclass(frozen=True)
class GivingPage:
    """The head of the form: what it is about, or why nothing can be said."""

    title: str
    over: str
    statement: str
    rest: str
    can_give: bool


def giving_page(asked: Asked, now: datetime) -> GivingPage:
    """Build the page on which somebody says how it was."""
    statement, rest, can_give = _("How was it?"), _("It takes a minute."), not asked.given and asked.open(now)
    if asked.given:
        statement, rest = _("Thank you."), _("It is said, and nobody can tell that it was you.")
    elif not can_give:
        statement, rest = _("This was asked for 30 days."), _("Write to the security team instead.")
    return GivingPage(asked.title, when(asked.starts_at, asked.ends_at, asked.zone), statement, rest, can_give)


@dataclass(frozen=True)
class GradeLine:
    label: str
    amount: int
    width: str


@dataclass(frozen=True)
class Distribution:
    id: str
    title: str
    mean: str
    lines: tuple[GradeLine, ...]


@dataclass(frozen=True)
class ResultsPage:
    title: str
    over: str
    back_label: str
    back_href: str
    statement: str
    rest: str
    distributions: tuple[Distribution, ...]
    comments: tuple[str, ...]
    summary_href: str


def session_results(one: DeskSession, answers: Answers) -> ResultsPage:
    """Build the results of one date."""
    few = answers.number < FEWEST
    return ResultsPage(
        title=one.title, over=when(one.starts_at, one.ends_at, one.zone), back_label=one.title,
        back_href=url_for("seminars.desk_session", session_id=one.public_id),
        statement=_answers_words(answers.number), rest=_("Shown from five answers on.") if few else "",
        distributions=() if few else distributions(*grades_of(answers)),
        comments=comments(one.public_id, answers),
        summary_href=url_for("seminars.feedback_summary", slug=one.slug),
    )  # fmt: skip


def seminar_results(found: Grades) -> ResultsPage:
    """Build the results of a seminar, over its dates that are shown by themselves."""
    shown = found.number >= FEWEST
    return ResultsPage(
        title=found.title, over=_("All dates"), back_label=_("Seminars"), back_href=url_for("seminars.desk"),
        statement=_answers_words(found.number) if shown else _("No date has five answers yet."),
        rest=ngettext("From %(word)s date.", "From %(word)s dates.", found.dates) if shown else "",
        distributions=distributions(found.useful, found.pace, found.trainer) if shown else (), comments=(),
        summary_href="",
    )  # fmt: skip


def _answers_words(number: int) -> str:
    return ngettext("%(Word)s answer.", "%(Word)s answers.", number)


def grades_of(answers: Answers) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return how often each grade was given to the three questions."""
    return (
        counted([(one.useful, 1) for one in answers.shown]), counted([(one.pace, 1) for one in answers.shown]),
        counted([(one.trainer, 1) for one in answers.shown]),
    )  # fmt: skip


def distributions(useful: Sequence[int], pace: Sequence[int], trainer: Sequence[int]) -> tuple[Distribution, ...]:
    """Build the bars of the three questions, all on one scale."""
    most = max(*useful, *pace, *trainer, 1)
    return tuple(
        Distribution(
            f"grades-{number}", title, _mean(counts),
            tuple(
                GradeLine(words, count, f"{100 * count / most:.3f}%")
                for words, count in zip(labels, counts, strict=True)
            ),
        )
        for number, (title, labels, counts) in enumerate(_questions(useful, pace, trainer), start=1)
    )  # fmt: skip


def _questions(
    useful: Sequence[int], pace: Sequence[int], trainer: Sequence[int]
) -> tuple[tuple[str, tuple[str, ...], Sequence[int]], ...]:
    return (
        (_("Useful for the work"), (_("1, not at all"), "2", "3", "4", _("5, it changes how I work")), useful),
        (_("Pace"), (_("1, far too slow"), "2", _("3, right"), "4", _("5, far too fast")), pace),
        (_("Given well"), (_("1, badly"), "2", "3", "4", _("5, very well")), trainer),
    )


def _mean(counts: Sequence[int]) -> str:
    total = sum(counts)
    mean = sum(grade * count for grade, count in enumerate(counts, start=1)) / total if total else 0
    return _("%(mean)s on average", mean=f"{mean:.1f}")


def comments(session_public_id: str, answers: Answers) -> tuple[str, ...]:
    """Return what was said in words, in an order that tells nothing and stays the same."""
    drawn = sorted(answers.shown, key=lambda one: digest(f"{session_public_id}:{one.id}:{one.comment}".encode()))
    return tuple(one.comment for one in drawn if one.comment)


def rows(session_public_id: str, answers: Answers) -> Iterator[tuple[object, ...]]:
    """Yield the results of a date for a file, the head first; nothing but the head from fewer than five answers.

    Grades and words are apart: a file of whole answers would tell more of whom they come from.
    """
    yield _("Question"), _("Answer"), _("People")
    if answers.shown:
        for part in distributions(*grades_of(answers)):
            for line in part.lines:
                yield part.title, line.label, line.amount
        for comment in comments(session_public_id, answers):
            yield _("In own words"), comment, 1
