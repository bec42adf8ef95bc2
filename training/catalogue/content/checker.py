"""Checks a catalogue that was read: all rules, one sorted list of problems. Pure: the day is handed in."""

from collections.abc import Iterator, Mapping
from datetime import date

from training.catalogue.content.course_rules import course_problems
from training.catalogue.content.lesson_rules import lesson_problems
from training.catalogue.content.lessons import render_lesson
from training.catalogue.content.problems import Problem
from training.catalogue.content.question_rules import question_problems
from training.catalogue.content.requirement_rules import register_problems, requirement_problems
from training.catalogue.content.schema import Clause, Misconception
from training.catalogue.content.written import Catalogue, WrittenCourse


def check(catalogue: Catalogue, *, today: date) -> tuple[Problem, ...]:
    """Every problem of the catalogue, the reader's included, each once, by file and line.

    `today` decides which reviews are overdue. Publish only when no problem is an error.
    """
    return tuple(sorted({*catalogue.problems, *_found(catalogue, today)}))


def _found(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    clauses = {clause.id: clause for framework in catalogue.frameworks for clause in framework.clauses}
    misconceptions = {misconception.slug: misconception for misconception in catalogue.misconceptions}
    yield from register_problems(catalogue)
    for course in catalogue.courses:
        yield from _of_course(course, clauses, misconceptions, today)
    slugs = [course.slug for course in catalogue.courses]
    yield from requirement_problems(catalogue, slugs, clauses)


def _of_course(
    course: WrittenCourse, clauses: Mapping[str, Clause], misconceptions: Mapping[str, Misconception], today: date
) -> Iterator[Problem]:
    rendered = {lesson.slug: render_lesson(lesson, course) for lesson in course.lessons}
    for lesson in course.lessons:
        yield from lesson_problems(lesson, rendered[lesson.slug], course)
    for written in course.questions:
        yield from question_problems(written, course, misconceptions)
    yield from course_problems(course, rendered, clauses, today)
