"""Translations: the words of a course in another language put into its frame, and what does not fit."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from training.catalogue.content.digest import course_wording, lesson_wording, question_wording
from training.catalogue.content.problems import Place, Problem, nearest, shown
from training.catalogue.content.schema import Question
from training.catalogue.content.written import (
    WrittenCourse,
    WrittenLesson,
    WrittenQuestion,
    WrittenTranslatedLesson,
    WrittenTranslatedQuestion,
    WrittenTranslation,
)

PARTS = ("options", "steps", "pairs")
"""Where the parts of a question stand, by its kind."""


def translated(course: WrittenCourse, words: WrittenTranslation) -> WrittenCourse | None:
    """Return the course in the other language, or None while a part is missing, does not fit or is out of date."""
    if not words.complete or any(True for _ in translation_problems(course, words)):
        return None
    return _put(course, words)


def _put(course: WrittenCourse, words: WrittenTranslation) -> WrittenCourse:
    head = words.course
    objectives = tuple(one.model_copy(update={"text": head.objectives[one.id]}) for one in course.course.objectives)
    update = {"title": head.title, "summary": head.summary, "objectives": objectives, "language": words.language}
    return replace(
        course,
        course=course.course.model_copy(update=update),
        document=words.document,
        lessons=tuple(_lesson(lesson, words.lessons[lesson.slug]) for lesson in course.lessons),
        questions=tuple(_question(one, words.questions[one.question.id]) for one in course.live_questions),
        glossary=words.glossary,
        changes=(),
        pictures={**course.pictures, **words.pictures},
        translations=(),
    )


def _lesson(lesson: WrittenLesson, words: WrittenTranslatedLesson) -> WrittenLesson:
    return WrittenLesson(
        path=words.path, body=words.body, first_line=words.first_line, slug=lesson.slug,
        head=lesson.head.model_copy(update={"title": words.head.title}),
    )  # fmt: skip


def _question(written: WrittenQuestion, words: WrittenTranslatedQuestion) -> WrittenQuestion:
    update: dict[str, object] = {
        key: tuple(
            part.model_copy(update=said.model_dump())
            for part, said in zip(getattr(written.question, key), getattr(words.question, key), strict=True)
        )
        for key in PARTS
    }
    update |= {"stem": words.question.stem, "takeaway": words.question.takeaway, "decoys": words.question.decoys}
    return WrittenQuestion(written.question.model_copy(update=update), words.document)


# ── what does not fit ─────────────────────────────────────────────────────────────────────────────


def translation_problems(course: WrittenCourse, words: WrittenTranslation) -> Iterator[Problem]:
    """Everything by which a translation does not say the same as its original. Texts themselves are checked apart."""
    place = words.document.place("translates")
    if words.course.translates != course.course.edition:
        what = f"this translates edition {words.course.translates}, and the course is at {course.course.edition}"
        yield place.warning("T003", what, f"bring it up to date, then write 'translates: {course.course.edition}'")
    yield from _drift(words.document.place("of"), words.course.of, course_wording(course.course))
    yield from _fits(
        "objective", words.course.objectives, [one.id for one in course.course.objectives],
        lambda slug: words.document.place("objectives", slug), words.document.place("objectives"),
    )  # fmt: skip
    yield from _lessons(course, words)
    yield from _questions(course, words)
    terms, said = len(course.glossary), len(words.glossary)
    if terms != said:
        what = f"the glossary has {said} terms, and the original has {terms}"
        yield words.document.place().warning("T004", what, "translate each term once, in glossary.yaml")


def _lessons(course: WrittenCourse, words: WrittenTranslation) -> Iterator[Problem]:
    yield from _fits(
        "lesson", words.lessons, [lesson.slug for lesson in course.lessons],
        lambda slug: words.lessons[slug].place(1 - words.lessons[slug].first_line), words.document.place(),
    )  # fmt: skip
    for lesson in course.lessons:
        said = words.lessons.get(lesson.slug)
        if said:
            yield from _drift(said.place(1 - said.first_line), said.head.of, lesson_wording(lesson))


def _questions(course: WrittenCourse, words: WrittenTranslation) -> Iterator[Problem]:
    yield from _fits(
        "question", words.questions, [one.question.id for one in course.live_questions],
        lambda slug: words.questions[slug].document.place("id"), words.document.place(),
    )  # fmt: skip
    for written in course.live_questions:
        said = words.questions.get(written.question.id)
        if said is None:
            continue
        yield from _drift(said.document.place("of"), said.question.of, question_wording(written.question))
        yield from _parts(written.question, said)


def _parts(question: Question, said: WrittenTranslatedQuestion) -> Iterator[Problem]:
    for key in (*PARTS, "decoys"):
        wanted, found = len(getattr(question, key)), len(getattr(said.question, key))
        if wanted != found:
            what = f"'{question.id}': {found} {key}, and the original has {wanted}"
            fix = "translate each one, in the order of the original"
            yield said.document.place(key).error("T002", what, fix)


def _fits(
    kind: str, said: Collection[str], wanted: list[str], where: Callable[[str], Place], top: Place
) -> Iterator[Problem]:
    for slug in said:
        if slug not in wanted:
            fix = nearest(slug, wanted) or "remove it; a translation holds nothing of its own"
            yield where(slug).error("T001", f"the course has no {kind} '{shown(slug)}'", fix)
    for slug in wanted:
        if slug not in said:
            what = f"the {kind} '{slug}' is not translated, so nobody is offered this language yet"
            yield top.warning("T004", what, "translate it")


def _drift(place: Place, said: str, now: str) -> Iterator[Problem]:
    if said != now:
        what = "the original has changed since this was translated"
        yield place.warning("T003", what, f"bring it up to date, then write 'of: \"{now}\"'")
