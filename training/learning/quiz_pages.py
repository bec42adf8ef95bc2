"""What the pages of the questions show. Before an answer nothing in them tells which option is right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask import url_for
from markupsafe import Markup

from training.catalogue.content.labels import without_blanks
from training.learning.attempt_queries import Asked, AttemptNow, Try
from training.learning.pages import goes_on, terms_of
from training.learning.parts import Link, Words, filled, questions_words, sentence
from training.learning.queries import Course, Done
from training.learning.rules import AttemptState, grade, missed, to_read_again
from training.web.language import count_word, day_full
from training.web.words import _, ngettext


@dataclass(frozen=True)
class QuizPage:
    """The entry to the questions: what is asked, and one way in."""

    course: Link
    statement: str
    rest: str
    at_end: bool
    goes_on: Link | None
    start: str
    action: str
    last: Link | None


def quiz_page(course: Course, last: Try | None) -> QuizPage:
    """Build the entry page: begin, go on with the open attempt, or take it again."""
    asked, needed = terms_of(course)
    unfinished = last is not None and last.state is AttemptState.OPEN
    return QuizPage(
        course=Link(course.title, url_for("learning.course", slug=course.slug)),
        statement=sentence(_("%(questions)s.", questions=questions_words(asked))),
        rest=_("%(needed)s right passes.", needed=sentence(count_word(needed))),
        at_end=course.content["quiz"]["feedback"] != "after each answer",
        goes_on=goes_on(course.slug, last) if last is not None and unfinished else None,
        start=_("Begin") if last is None else _("Take it again"),
        action=url_for("learning.start_quiz", slug=course.slug),
        last=_last(course.slug, last) if last is not None and not unfinished else None,
    )


def _last(slug: str, last: Try) -> Link:
    label = _("Last time: %(right)d of %(asked)d right", right=last.right or 0, asked=last.asked)
    return Link(label, url_for("learning.result", slug=slug, attempt_id=last.public_id))


# --- one question -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """One option of an answered question, with its reason."""

    text: Markup
    why: Markup
    right: bool
    chosen: bool


@dataclass(frozen=True)
class QuestionPage:
    """A question: to be answered (`options`), or answered already (`verdicts`)."""

    title: str
    course: str
    language: str
    """Of the question: the page around it is in the reader's own."""
    number: int
    of: int
    stem: Markup
    action: str
    stop_href: str
    options: tuple[tuple[str, Markup], ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    opening: str = ""
    rest: str = ""
    takeaway: Markup | None = None
    onward: Link | None = None
    again: Link | None = None


def question_page(attempt: AttemptNow, position: int, asked: Asked, words: Words) -> QuestionPage:
    """Build the page of one question, whose options stand in their sealed order."""
    words = without_blanks(words, attempt.language)
    shown = {one["key"]: one for one in asked.content["options"]}
    ordered = [shown[key] for key in attempt.drawn[position - 1].options]
    page = QuestionPage(
        title=_("Question %(number)d of %(of)d", number=position, of=attempt.asked), course=attempt.title,
        language=attempt.language,
        number=position, of=attempt.asked, stem=filled(asked.content["stem_html"], words),
        action=question_href(attempt, position), stop_href=url_for("learning.course", slug=attempt.slug),
        options=tuple((one["key"], filled(one["text_html"], words)) for one in ordered),
    )  # fmt: skip
    return _explained(page, attempt, asked, words) if position in attempt.answers else page


def _explained(page: QuestionPage, attempt: AttemptNow, asked: Asked, words: Words) -> QuestionPage:
    given = attempt.answers[page.number]
    shown = {one["key"]: one for one in asked.content["options"]}
    verdicts = tuple(
        Verdict(text, filled(shown[key]["why_html"], words), shown[key]["right"], key == given.chosen)
        for key, text in page.options
    )
    return replace(
        page, title=_("%(title)s, answered", title=page.title), options=(), verdicts=verdicts,
        opening=_("Right.") if given.right else _("Not quite."),
        rest=_("Here is why, and why the others are not.") if given.right else _("Here is what each answer means."),
        takeaway=filled(asked.content["takeaway_html"], words), onward=_next(attempt), again=_again(attempt, asked),
    )  # fmt: skip


def question_href(attempt: AttemptNow, position: int) -> str:
    """Return the address of a question."""
    return url_for("learning.question", slug=attempt.slug, attempt_id=attempt.public_id, position=position)


def _next(attempt: AttemptNow) -> Link:
    if attempt.next is not None:
        return Link(_("Next question"), question_href(attempt, attempt.next))
    return Link(_("See how it went"), url_for("learning.result", slug=attempt.slug, attempt_id=attempt.public_id))


def _again(attempt: AttemptNow, asked: Asked) -> Link | None:
    if not asked.lesson_taught:
        return None
    label = _("Read this part of lesson %(n)d again", n=asked.lesson_position)
    return Link(label, url_for("learning.lesson", slug=attempt.slug, lesson=asked.lesson_slug))


# --- the result ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Missed:
    """A question that was not answered rightly: where it is explained, and what to keep of it."""

    number: str
    stem: Markup
    href: str
    takeaway: Markup


@dataclass(frozen=True)
class ToRead:
    number: str
    title: str
    href: str
    aside: str


@dataclass(frozen=True)
class ResultPage:
    course: Link
    passed: bool
    statement: str
    rest: str
    certificate_href: str
    missed_heading: str
    missed: tuple[Missed, ...]
    to_read: tuple[ToRead, ...]
    again_action: str


def result_page(attempt: AttemptNow, asked: Mapping[int, Asked], done: Done | None, words: Words) -> ResultPage:
    """Build how an attempt went. It blames nobody: it says what to read, and that it can be taken again."""
    words = without_blanks(words, attempt.language)
    graded = grade(attempt.drawn, attempt.answers, attempt.needed)
    wrong = {number: asked[attempt.drawn[number - 1].question] for number in missed(attempt.answers)}
    passed = graded.state is AttemptState.PASSED
    return ResultPage(
        course=Link(attempt.title, url_for("learning.course", slug=attempt.slug)),
        passed=passed,
        statement=_("Passed, with %(right)d of %(asked)d.", right=graded.right, asked=graded.asked)
        if passed
        else _("Not yet: %(right)d of %(asked)d.", right=graded.right, asked=graded.asked),
        rest=_valid(done) if passed else _needed(graded.needed),
        certificate_href=url_for("reports.certificate", completion_id=done.public_id) if done else "",
        missed_heading=_missed_heading(len(wrong)),
        missed=tuple(_missed(attempt, number, one, words) for number, one in wrong.items()),
        to_read=_to_read(attempt, wrong.values()),
        again_action=url_for("learning.start_quiz", slug=attempt.slug),
    )


def _valid(done: Done | None) -> str:
    if done is None or done.valid_until is None:
        return ""
    return _("Valid until %(day)s.", day=day_full(done.valid_until))


def _needed(needed: int) -> str:
    words = ngettext("%(word)s is needed.", "%(word)s are needed.", needed, word=count_word(needed))
    return sentence(words)


def _missed_heading(number: int) -> str:
    word = count_word(number)
    return ngettext("The one you missed", "The %(word)s you missed", number, word=word)


def _missed(attempt: AttemptNow, number: int, asked: Asked, words: Words) -> Missed:
    stem, takeaway = filled(asked.content["stem_html"], words), filled(asked.content["takeaway_html"], words)
    return Missed(str(number), stem, question_href(attempt, number), takeaway)


def _to_read(attempt: AttemptNow, wrong: Iterable[Asked]) -> tuple[ToRead, ...]:
    lessons = {one.lesson_slug: one for one in wrong if one.lesson_taught}
    return tuple(
        ToRead(
            number=str(lessons[slug].lesson_position), title=lessons[slug].lesson_title,
            href=url_for("learning.lesson", slug=attempt.slug, lesson=slug),
            aside=_("%(n)d min", n=lessons[slug].lesson_minutes),
        )
        for slug in to_read_again((one.lesson_position, slug) for slug, one in lessons.items())
    )  # fmt: skip
