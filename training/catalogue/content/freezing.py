"""A checked course, frozen: plain JSON-able content with a digest, to be stored as an edition and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from training.catalogue.content.digest import digest_of
from training.catalogue.content.freezing_questions import frozen_questions
from training.catalogue.content.lessons import render_inline, render_text
from training.catalogue.content.translations import translated
from training.catalogue.content.written import Change, Surroundings, WrittenCourse

FORMAT = 1


@dataclass(frozen=True, slots=True)
class FrozenEdition:
    """What was to be read and asked. `digest` is the SHA-256 of `content`; `number` was raised by a person.

    Keys of `content` that end in `html` hold sanitised HTML with local words still open (`lessons.fill`); all other
    strings are plain text. `files_digest` is the SHA-256 over the files it was made from. `source_digest` is for
    translations: the digest of what they translate.
    """

    slug: str
    kind: str
    number: int
    language: str
    digest: str
    files_digest: str
    content: dict[str, Any]
    source_digest: str | None = None


def frozen(course: WrittenCourse, *, translates: FrozenEdition | None = None) -> FrozenEdition:
    """Freeze a course that the checker found free of errors. The same files give the same digest."""
    content = _content(course)
    return FrozenEdition(
        slug=course.course.id,
        kind="course",
        number=course.course.edition,
        language=course.course.language,
        digest=digest_of(content),
        files_digest=course.files_digest,
        content=content,
        source_digest=translates.digest if translates else None,
    )


def translations_of(course: WrittenCourse, original: FrozenEdition) -> tuple[FrozenEdition, ...]:
    """Freeze the course in every other language in which all of it says what the original says."""
    wholes = [translated(course, words) for words in course.translations]
    return tuple(frozen(whole, translates=original) for whole in wholes if whole is not None)


def _content(course: WrittenCourse) -> dict[str, Any]:
    head = course.course
    return {
        "format": FORMAT,
        "slug": head.id,
        "kind": "course",
        "number": head.edition,
        "language": head.language,
        "title": head.title,
        "summary": head.summary,
        "minutes": head.minutes,
        "track": head.track,
        "topic": head.topic,
        "audience": list(head.audience),
        "licence": head.licence,
        "authors": list(head.authors),
        "assign": head.assign.model_dump() if head.assign else None,
        "objectives": [objective.model_dump() for objective in head.objectives],
        "lessons": _lessons(course),
        "questions": frozen_questions(course.live_questions, course),
        "quiz": head.quiz.model_dump(),
        "glossary": [
            {"term": term.entry.term, "means_html": _inline(term.entry.means, course)} for term in course.glossary
        ],
        "sources": [source.model_dump() for source in head.sources],
        "serves": [{**serving.model_dump(), "lessons": list(serving.lessons)} for serving in head.serves],
        "promises": list(head.promises),
        "changes": changes_of(course.changes, course.surroundings),
    }


def _lessons(course: WrittenCourse) -> list[dict[str, Any]]:
    return [
        {
            "slug": lesson.slug,
            "title": lesson.head.title,
            "minutes": lesson.head.minutes,
            "html": render_text(lesson, course.surroundings).html,
            "objectives": list(lesson.head.objectives),
            "changed": lesson.head.changed,
        }
        for lesson in course.lessons
    ]


def changes_of(changes: Iterable[Change], around: Surroundings) -> list[dict[str, Any]]:
    """Freeze what CHANGES.md says of each edition."""
    return [
        {
            "edition": change.edition,
            "date": change.on.isoformat(),
            "html": render_text(change.written, around).html,
        }
        for change in changes
    ]


def _inline(text: str, course: WrittenCourse) -> str:
    return render_inline(text, course.document.place(), course.surroundings).html
