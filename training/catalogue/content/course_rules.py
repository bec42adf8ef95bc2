"""What makes a course whole: its parts fit each other, the clause register and the calendar."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from training.catalogue.content import wording
from training.catalogue.content.head_rules import Piece, claim_problems, head_problems
from training.catalogue.content.lessons import Rendered, render_inline, render_text
from training.catalogue.content.marked import Document
from training.catalogue.content.problems import Problem, nearest, shown
from training.catalogue.content.schema import Clause
from training.catalogue.content.written import WrittenCourse

BANK_PER_DRAWN = 1.5
QUIZ = "quiz"
"""What follows a course's address where its questions are."""
_LIKED_PER_OBJECTIVE = 2
_WORDS_A_MINUTE, _PER_LESSON, _PER_QUESTION, _OFF_BY = 180, 0.5, 0.75, 0.35


def course_problems(
    course: WrittenCourse, rendered: Mapping[str, Rendered], clauses: Mapping[str, Clause], today: date
) -> Iterator[Problem]:
    """Everything that is wrong with a course beyond its single lessons and questions."""
    piece = Piece(course.slug, course.course, course.document, course.changes, clauses)
    yield from head_problems(piece, today)
    yield from _uniqueness(course)
    yield from _lessons(course)
    yield from _objectives(course)
    yield from _changed(course)
    for number in range(len(course.course.serves)):
        yield from _serving(course, piece, number)
    yield from _small_texts(course)
    yield from _pictures(course, rendered)
    if course.complete:
        yield from _bank(course)
        yield from _minutes(course, rendered)


def _uniqueness(course: WrittenCourse) -> Iterator[Problem]:
    yield from _twice([objective.id for objective in course.course.objectives], course.document, "objectives")
    yield from _twice(list(course.course.lessons), course.document, "lessons")
    seen: set[str] = set()
    for written in course.questions:
        if written.question.id in seen:
            what = f"a question '{written.question.id}' stands above already"
            yield written.document.place("id").error("Q001", what, "give this one another id")
        seen.add(written.question.id)


def _twice(ids: list[str], document: Document, key: str) -> Iterator[Problem]:
    for slug, count in Counter(ids).items():
        if count > 1:
            place = document.place(key, len(ids) - 1 - ids[::-1].index(slug))
            yield place.error("C027", f"'{slug}' stands {count} times in {key}", "keep one of them")


def _lessons(course: WrittenCourse) -> Iterator[Problem]:
    files = {lesson.slug for lesson in (*course.lessons, *course.orphans)}
    for number, slug in enumerate(course.course.lessons):
        if slug == QUIZ:
            what = f"a lesson cannot be called '{QUIZ}': the questions have that address"
            yield course.document.place("lessons", number).error("C039", what, "give the lesson another name")
        if slug not in files and course.complete:
            fix = nearest(slug, files) or f"write lessons/{slug}.md"
            yield course.document.place("lessons", number).error("C007", f"there is no lesson '{slug}'", fix)
    for lesson in course.orphans:
        fix = "name it in 'lessons' of course.yaml, or remove the file"
        yield lesson.place(1 - lesson.first_line).warning(
            "C008", f"the course does not show the lesson '{shown(lesson.slug)}'", fix
        )


def _objectives(course: WrittenCourse) -> Iterator[Problem]:
    for number, objective in enumerate(course.course.objectives):
        if wording.is_untestable(objective.text):
            fix = "begin with a verb that one can watch: recognise, choose, apply, report, refuse"
            place = course.document.place("objectives", number, "text")
            yield place.warning("C006", f"nobody can watch '{objective.text.split()[0].lower()}'", fix)


def _changed(course: WrittenCourse) -> Iterator[Problem]:
    """Whether the lessons say what a raised edition asks of those who know the one before."""
    edition = course.course.edition
    for lesson in course.lessons:
        if lesson.head.changed > edition:
            what = f"the lesson '{lesson.slug}' changed in edition {lesson.head.changed}, and this is edition {edition}"
            yield lesson.place(1 - lesson.first_line).error("C068", what, "raise 'edition' too, or lower 'changed'")
    if edition > 1 and course.complete and all(lesson.head.changed < edition for lesson in course.lessons):
        what = f"no lesson says that it changed in edition {edition}, so all of it is asked of everybody again"
        yield course.document.place("edition").warning(
            "C069", what, f"write 'changed: {edition}' at the lessons that changed"
        )


# ── claims ────────────────────────────────────────────────────────────────────────────────────────


def _serving(course: WrittenCourse, piece: Piece, number: int) -> Iterator[Problem]:
    serving = course.course.serves[number]
    for spot, slug in enumerate(serving.lessons):
        if slug not in course.course.lessons:
            fix = nearest(slug, course.course.lessons) or "name a lesson of this course"
            place = course.document.place("serves", number, "lessons", spot)
            yield place.error("C007", f"there is no lesson '{slug}'", fix)
    problems = tuple(claim_problems(piece, number, serving))
    yield from problems
    if not problems and serving.strength == "full" and len(serving.lessons) == 1 and not serving.note:
        place = course.document.place("serves", number, "strength")
        yield place.warning(
            "C022", "one lesson alone claims to serve the clause in full", "argue it in 'note', or write 'part'"
        )


# ── texts, pictures, questions as a bank ──────────────────────────────────────────────────────────


def _small_texts(course: WrittenCourse) -> Iterator[Problem]:
    for term in course.glossary:
        yield from render_inline(term.entry.means, term.document.place("means"), course.surroundings).problems
    for change in course.changes:
        yield from render_text(change.written, course.surroundings).problems


def _pictures(course: WrittenCourse, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    used = {name for page in rendered.values() for name in page.pictures}
    used |= {written.question.picture for written in course.questions if written.question.picture}
    for name, picture in course.pictures.items():
        if name not in used:
            yield picture.place.warning(
                "C038", "no lesson and no question shows this picture", "show it or remove the file"
            )


def _bank(course: WrittenCourse) -> Iterator[Problem]:
    quiz = course.course.quiz
    live = len(course.live_questions)
    needed = math.ceil(BANK_PER_DRAWN * quiz.draw)
    if live < needed:
        fix = f"write {needed - live} more, or draw fewer"
        what = f"{live} questions for a draw of {quiz.draw} are too few for a second attempt"
        yield course.document.place("quiz", "draw").error("Q031", what, fix)
    if quiz.from_each_objective * len(course.course.objectives) > quiz.draw:
        fix = "raise 'draw' or lower 'from_each_objective'"
        place = course.document.place("quiz", "from_each_objective")
        yield place.error("Q032", "the draw is too small for every objective", fix)
    yield from _per_objective(course)


def _per_objective(course: WrittenCourse) -> Iterator[Problem]:
    count = Counter(written.question.objective for written in course.live_questions)
    fewest = max(1, course.course.quiz.from_each_objective)
    for number, objective in enumerate(course.course.objectives):
        place = course.document.place("objectives", number)
        what = f"objective '{objective.id}' has {count[objective.id]} of the questions"
        if count[objective.id] < fewest:
            yield place.error("Q030", what, f"write at least {fewest}; two or more are better")
        elif count[objective.id] < _LIKED_PER_OBJECTIVE:
            yield place.warning("Q030", what, "write another, so that a second attempt asks a new one")


def _minutes(course: WrittenCourse, rendered: Mapping[str, Rendered]) -> Iterator[Problem]:
    words = sum(wording.word_count(page.prose) for page in rendered.values())
    likely = words / _WORDS_A_MINUTE + _PER_LESSON * len(course.lessons) + _PER_QUESTION * course.course.quiz.draw
    if abs(course.course.minutes - likely) > _OFF_BY * course.course.minutes:
        fix = f"about {likely:.0f} minutes are likely: change 'minutes' or the length"
        yield course.document.place("minutes").warning(
            "C023", f"{course.course.minutes} minutes do not fit the content", fix
        )
