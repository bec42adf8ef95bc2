"""What makes a lesson fit to be read."""

from collections.abc import Iterator, Mapping

from training.catalogue.content import wording
from training.catalogue.content.lessons import Rendered
from training.catalogue.content.links import link_problems, plain_problems
from training.catalogue.content.problems import Problem, nearest
from training.catalogue.content.schema import Objective
from training.catalogue.content.written import WrittenCourse, WrittenLesson

HIGHEST_GRADE = 9.0
_FENCE = "```"


def lesson_problems(lesson: WrittenLesson, rendered: Rendered, course: WrittenCourse) -> Iterator[Problem]:
    """Everything that is wrong with one lesson."""
    yield from rendered.problems
    yield from link_problems(rendered.links, lesson.body, lesson.place(), course.surroundings.hosts)
    yield from _messages(lesson, course)
    yield from _objectives(lesson, {objective.id: objective for objective in course.course.objectives})
    yield from _reading(lesson, rendered, course)


def _messages(lesson: WrittenLesson, course: WrittenCourse) -> Iterator[Problem]:
    """Bare host names in example messages; addresses with a scheme are seen in the whole lesson."""
    inside = False
    for number, line in enumerate(lesson.body.split("\n")):
        if line.startswith(_FENCE):
            inside = line.startswith(f"{_FENCE}message")
        elif inside:
            seen = plain_problems(line, lesson.place(number), course.surroundings.hosts, example=True)
            yield from (problem for problem in seen if problem.code == "C030")


def _objectives(lesson: WrittenLesson, known: Mapping[str, Objective]) -> Iterator[Problem]:
    for slug in lesson.head.objectives:
        if slug not in known:
            fix = nearest(slug, known) or f"use one of {', '.join(known)}"
            yield lesson.place(1 - lesson.first_line).error("C011", f"unknown objective '{slug}'", fix)


def _reading(lesson: WrittenLesson, rendered: Rendered, course: WrittenCourse) -> Iterator[Problem]:
    place = lesson.place()
    if not rendered.recalls:
        fix = "end with '::: try' and '::: answer': recall teaches more than reading again"
        yield place.warning("C020", "this lesson asks the reader nothing", fix)
    grade = wording.reading_grade(rendered.prose) if course.course.language.startswith("en") else None
    if grade is not None and grade > HIGHEST_GRADE:
        fix = "shorten sentences and use common words"
        yield place.warning("C021", f"the reading grade is {grade:.1f}, above {HIGHEST_GRADE:.0f}", fix)
    unkind = wording.unkind_word(lesson.body)
    if unkind:
        yield place.warning("C026", f"'{unkind}' blames people", "say what to do instead")
