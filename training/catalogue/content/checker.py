"""Checks a catalogue that was read: all rules, one sorted list of problems. Pure: the day is handed in."""

from collections.abc import Iterator, Mapping
from datetime import date

from training.catalogue.content.course_rules import course_problems
from training.catalogue.content.lesson_rules import lesson_problems
from training.catalogue.content.lessons import Rendered, render_text
from training.catalogue.content.policy_rules import kit_problems, policy_problems
from training.catalogue.content.problems import Problem
from training.catalogue.content.question_rules import question_problems
from training.catalogue.content.requirement_rules import register_problems, requirement_problems
from training.catalogue.content.schema import Clause, Misconception
from training.catalogue.content.shelf_rules import shelf_problems
from training.catalogue.content.translations import translated, translation_problems
from training.catalogue.content.written import Catalogue, WrittenCourse


def check(catalogue: Catalogue, *, today: date) -> tuple[Problem, ...]:
    """Every problem of the catalogue, the reader's included, each once, by file and line.

    `today` decides which reviews are overdue. Publish only when no problem is an error.
    """
    return tuple(sorted({*catalogue.problems, *_found(catalogue, today)}))


def _found(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    clauses = {clause.id: clause for framework in catalogue.frameworks for clause in framework.clauses}
    misconceptions = {misconception.slug: misconception for misconception in catalogue.misconceptions}
    yield from register_problems(catalogue, today)
    yield from shelf_problems(catalogue)
    for course in catalogue.courses:
        yield from _of_course(course, clauses, misconceptions, today)
    for policy in catalogue.policies:
        yield from policy_problems(policy, clauses, today)
    slugs = [course.slug for course in catalogue.courses]
    for kit in catalogue.kits:
        yield from kit_problems(kit, clauses, slugs, today)
    yield from requirement_problems(catalogue, clauses)


def _of_course(
    course: WrittenCourse, clauses: Mapping[str, Clause], misconceptions: Mapping[str, Misconception], today: date
) -> Iterator[Problem]:
    rendered = dict(_rendered(course))
    yield from _of_texts(course, rendered, misconceptions)
    yield from course_problems(course, rendered, clauses, today)
    for words in course.translations:
        yield from translation_problems(course, words)
        whole = translated(course, words)
        if whole:
            yield from _of_texts(whole, dict(_rendered(whole)), misconceptions)


def _of_texts(
    course: WrittenCourse, rendered: Mapping[str, Rendered], misconceptions: Mapping[str, Misconception]
) -> Iterator[Problem]:
    for lesson in course.lessons:
        yield from lesson_problems(lesson, rendered[lesson.slug], course)
    for written in course.questions:
        yield from question_problems(written, course, misconceptions)


def _rendered(course: WrittenCourse) -> Iterator[tuple[str, Rendered]]:
    for lesson in course.lessons:
        yield lesson.slug, render_text(lesson, course.surroundings)
