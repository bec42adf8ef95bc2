"""What the pages for authors show of questions: figures, faults in words, what was taken out. No person is in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from training.catalogue.content.comparing import plain_words
from training.learning.figure_queries import CourseDetail, CourseRow, FigureRow, VoidRow
from training.learning.figure_rules import FEWEST, Fault, Figures, faults, worst
from training.learning.marking import Kind, kind_of
from training.learning.parts import Link, sentence
from training.web.language import day_year, number
from training.web.words import _, count_word, ngettext


@dataclass(frozen=True)
class CourseLine:
    title: str
    href: str
    answers: str
    alarm: bool


@dataclass(frozen=True)
class CoursesPage:
    statement: str
    rest: str
    courses: tuple[CourseLine, ...]


def courses_page(rows: Sequence[CourseRow]) -> CoursesPage:
    """Build the list of courses with how much is known of their questions."""
    alarms = sum(row.alarm for row in rows)
    return CoursesPage(
        statement=ngettext(
            "%(word)s course is worth a look.", "%(word)s courses are worth a look.", alarms,
            word=sentence(count_word(alarms)),
        )
        if alarms else _("No answer key seems to go round."),
        rest=_("What the answers say of each question."),
        courses=tuple(
            CourseLine(
                row.title, url_for("learning.course_figures", slug=row.slug),
                ngettext("%(num)d answer", "%(num)d answers", row.answers), row.alarm,
            )
            for row in rows
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class OptionLine:
    text: str
    right: bool
    times: int
    share: str
    dead: bool


@dataclass(frozen=True)
class QuestionLine:
    """One question with its figures; `faults` say in words what may be wrong."""

    anchor: str
    slug: str
    stem: str
    answers: int
    share: str
    separates: str
    seconds: str
    faults: tuple[str, ...]
    options: tuple[OptionLine, ...]
    voided: bool
    void_href: str


@dataclass(frozen=True)
class VoidLine:
    slug: str
    day: str
    reason: str
    effect: str


@dataclass(frozen=True)
class FiguresPage:
    title: str
    slug: str
    statement: str
    rest: str
    language: str
    alarm: tuple[str, ...]
    worst: tuple[QuestionLine, ...]
    questions: tuple[QuestionLine, ...]
    voids: tuple[VoidLine, ...]
    counted: str
    export: Link | None = None


def figures_page(course: CourseDetail, rows: Sequence[FigureRow], voids: Sequence[VoidRow]) -> FiguresPage:
    """Build the page of one course: the five worst questions in words, then all of them."""
    counted = {row.slug: _figures(row) for row in rows if row.answers and not row.voided}
    lines = {row.slug: _line(course, row) for row in rows}
    found = worst(counted)
    return FiguresPage(
        title=course.title, slug=course.slug, language=course.language,
        statement=ngettext(
            "%(word)s question is worth another look.", "%(word)s questions are worth another look.", len(found),
            word=sentence(count_word(len(found))),
        ) if found else _("Nothing stands out."),
        rest=_("They are named below, with the reason.") if found else _few(rows),
        alarm=_alarm(course), worst=tuple(lines[slug] for slug in found), questions=tuple(lines.values()),
        voids=tuple(_void(one) for one in voids),
        counted=_("Counted on %(day)s, from the attempts of a year.", day=day_year(course.counted_on))
        if course.counted_on else _("Counted once a day; not yet."),
    )  # fmt: skip


def _few(rows: Sequence[FigureRow]) -> str:
    enough = any((row.answers or 0) >= FEWEST for row in rows)
    return "" if enough else _("Fewer than %(num)d people have answered each: too few to say anything.", num=FEWEST)


def _figures(row: FigureRow) -> Figures:
    times = row.options or {}
    # In a scene nobody has to mark what is innocent, and in order and match everything is there: nothing can be dead.
    wrong = [option["key"] for option in row.content["options"] if not option["right"]] if _chosen_from(row) else []
    return Figures(
        row.answers or 0, row.difficulty or 0.0, row.discrimination, {key: times.get(key, 0) for key in wrong}
    )


def _chosen_from(row: FigureRow) -> bool:
    return kind_of(row.content) in {Kind.ONE, Kind.MANY}


def _line(course: CourseDetail, row: FigureRow) -> QuestionLine:
    figures = _figures(row)
    return QuestionLine(
        anchor=f"q-{row.slug}", slug=row.slug, stem=plain_words(row.content["stem_html"]), answers=figures.answers,
        share=_("%(share)d %%", share=round(100 * figures.difficulty)) if figures.answers else "",
        separates=number(round(figures.discrimination, 2) + 0.0) if figures.discrimination is not None else "",
        seconds=_("%(num)d s", num=row.median_seconds) if row.median_seconds is not None else "",
        faults=() if row.voided else tuple(_words(fault, figures, row) for fault in faults(figures)),
        options=tuple(_option(option, figures, row) for option in row.content["options"]) if _ticked(row) else (),
        voided=row.voided,
        void_href="" if row.voided else url_for("learning.void_form", slug=course.slug, question=row.slug),
    )  # fmt: skip


def _ticked(row: FigureRow) -> bool:
    return bool(row.answers) and (_chosen_from(row) or kind_of(row.content) is Kind.INSPECT)


def _option(option: dict[str, object], figures: Figures, row: FigureRow) -> OptionLine:
    key = str(option["key"])
    times = (row.options or {}).get(key, 0)
    share = round(100 * times / figures.answers) if figures.answers else 0
    return OptionLine(
        plain_words(str(option["text_html"])),
        bool(option["right"]),
        times,
        _("%(share)d %%", share=share),
        key in figures.dead,
    )


def _words(fault: Fault, figures: Figures, row: FigureRow) -> str:
    texts = {option["key"]: plain_words(option["text_html"]) for option in row.content["options"]}
    dead = ", ".join(f"“{texts[key]}”" for key in figures.dead)
    return {
        Fault.MISLEADS: _(
            "People who know the rest get this one wrong more often than the others do: the key, or a word in it, may"
            " be wrong."
        ),
        Fault.TOO_HARD: _(
            "Only %(share)d %% of it is right: the lesson does not teach it, or the question asks for something else.",
            share=round(100 * figures.difficulty),
        ),
        Fault.TELLS_NOTHING: _("People who know the rest and people who do not answer it alike: it tells little."),
        Fault.DEAD_OPTIONS: _("Hardly anybody chooses %(options)s: nobody believes it.", options=dead),
        Fault.TOO_EASY: _("Nearly everybody is right: the answer may give itself away."),
    }[fault]


def _alarm(course: CourseDetail) -> tuple[str, ...]:
    if not course.alarm or not course.figures:
        return ()
    before, lately = course.figures["before"], course.figures["lately"]
    return (
        _("More answers are right, and they come much faster: a key may go round."),
        _(
            "In the last two weeks %(now)d %% of %(answers)d answers were right, in %(seconds)d seconds each; before,"
            " it was %(then)d %% in %(before)d seconds.",
            now=round(100 * lately["right"] / lately["answers"]), answers=lately["answers"], seconds=lately["seconds"],
            then=round(100 * before["right"] / before["answers"]), before=before["seconds"],
        ),
        _("Write new questions, or draw from more of them. Nobody in particular is meant."),
    )  # fmt: skip


def _void(one: VoidRow) -> VoidLine:
    effect = ngettext("%(num)d attempt graded again", "%(num)d attempts graded again", one.rescored)
    passed = ngettext("%(num)d passes since", "%(num)d pass since", one.passed)
    return VoidLine(one.slug, day_year(one.happened_at), one.reason or "", f"{effect}, {passed}")


@dataclass(frozen=True)
class VoidPage:
    """The one question before a question is taken out."""

    course: Link
    stem: str
    language: str
    lines: tuple[str, ...]
    action: str


def void_page(course: CourseDetail, row: FigureRow) -> VoidPage:
    """Build the page that asks for the reason. What it does is said before it is done."""
    return VoidPage(
        course=Link(course.title, url_for("learning.course_figures", slug=course.slug)),
        stem=plain_words(row.content["stem_html"]), language=course.language,
        lines=(
            _("It is not asked again in this wording."),
            _("It counts as right for everybody who was asked it; whoever passes by that has completed the course."),
            _("Nothing that was answered is changed: a row beside it says what is different, and why."),
            _("It cannot be undone. A better wording is a new question."),
        ),
        action=url_for("learning.void", slug=course.slug, question=row.slug),
    )  # fmt: skip
