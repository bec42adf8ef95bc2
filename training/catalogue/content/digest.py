"""Digests of content: SHA-256 over the one canonical form, the same everywhere."""

from collections.abc import Sequence
from typing import Any

from training.catalogue.content.schema import Course, Question
from training.catalogue.content.written import WrittenLesson
from training.core.digest import canonical, digest

_LETTERS = 12


def digest_of(content: Any) -> str:
    """Return SHA-256 of the canonical JSON of a plain value, as 64 hexadecimal digits."""
    return digest(canonical(content))


def question_wording(question: Question) -> str:
    """Name the words of a question, as a translation does that was made from them: 12 hexadecimal digits.

    Stem, takeaway, then each part's text and reason, with its label or with what it goes with, then the decoys.
    """
    parts = [question.stem, question.takeaway]
    for option in question.options:
        parts.extend((option.text, option.why or "", *([option.label] if option.label else [])))
    for step in question.steps:
        parts.extend((step.text, step.why or ""))
    for pair in question.pairs:
        parts.extend((pair.text, pair.goes_with, pair.why or ""))
    return _named([*parts, *question.decoys])


def lesson_wording(lesson: WrittenLesson) -> str:
    """Name the words of a lesson: its title and its text."""
    return _named([lesson.head.title, lesson.body])


def course_wording(course: Course) -> str:
    """Name the words of course.yaml: title, summary, objectives."""
    return _named([course.title, course.summary, *(objective.text for objective in course.objectives)])


def _named(parts: Sequence[str]) -> str:
    return digest("\n".join(parts).encode("utf-8"))[:_LETTERS]
