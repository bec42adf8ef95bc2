"""What the page of a lesson shows, as frozen values in the reader's language."""

from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from training.catalogue.content.labels import without_blanks
from training.learning.parts import Link, Words, filled, minutes_words
from training.learning.queries import LessonNow
from training.learning.rules import following
from training.web.words import _


@dataclass(frozen=True)
class RailStep:
    label: str
    href: str
    number: str
    done: bool = False
    current: bool = False


@dataclass(frozen=True)
class LessonPage:
    course: str
    language: str
    """Of the lesson: the page around it is in the reader's own."""
    title: str
    over: str
    text: Markup
    rail: tuple[RailStep, ...]
    back: Link | None
    onward: str
    action: str


def lesson_page(lesson: LessonNow, words: Words) -> LessonPage:
    """Build the page of one lesson. Its way on is a form: pressing it is what marks the lesson as read."""
    words = without_blanks(words, lesson.language)
    here, slug = lesson.steps[lesson.position], lesson.course_slug
    over = _("Lesson %(n)d of %(of)d", n=lesson.position + 1, of=len(lesson.steps))
    return LessonPage(
        course=lesson.course_title, language=lesson.language, title=here.title,
        over=f"{over} · {minutes_words(here.minutes)}",
        text=filled(lesson.html, words), rail=_rail(lesson), back=_back(lesson), onward=_onward(lesson),
        action=url_for("learning.mark_read", slug=slug, lesson=lesson.slug),
    )  # fmt: skip


def _rail(lesson: LessonNow) -> tuple[RailStep, ...]:
    lessons = (
        RailStep(
            label=step.title, href=url_for("learning.lesson", slug=lesson.course_slug, lesson=step.slug),
            number=str(number), done=step.read, current=step.slug == lesson.slug,
        )
        for number, step in enumerate(lesson.steps, start=1)
    )  # fmt: skip
    return (*lessons, RailStep(_("The questions"), url_for("learning.quiz", slug=lesson.course_slug), ""))


def _back(lesson: LessonNow) -> Link | None:
    if lesson.position == 0:
        return None
    before = lesson.steps[lesson.position - 1]
    href = url_for("learning.lesson", slug=lesson.course_slug, lesson=before.slug)
    return Link(_("Lesson %(n)d", n=lesson.position), href)


def _onward(lesson: LessonNow) -> str:
    after = following([step.slug for step in lesson.steps], lesson.slug)
    titles = {step.slug: step.title for step in lesson.steps}
    return _("Next: %(title)s", title=titles[after]) if after else _("Next: the questions")
