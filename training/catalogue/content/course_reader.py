"""Reads the folder of one course, and of its translations."""

from dataclasses import replace

from training.catalogue.content import reading
from training.catalogue.content.beside_schema import Additions
from training.catalogue.content.files import Folder
from training.catalogue.content.schema import (
    Course,
    GlossaryEntry,
    Lesson,
    Question,
    TranslatedCourse,
    TranslatedLesson,
    TranslatedQuestion,
)
from training.catalogue.content.written import (
    LocalCourse,
    WrittenCourse,
    WrittenLesson,
    WrittenQuestion,
    WrittenTerm,
    WrittenTranslatedLesson,
    WrittenTranslatedQuestion,
    WrittenTranslation,
)

_IN_A_COURSE = ("course.yaml", "questions.yaml", "glossary.yaml", "CHANGES.md", "lessons", "images", "i18n")
_IN_ADDITIONS = ("local.yaml", "questions.yaml", "lessons", "images")
_IN_A_TRANSLATION = ("course.yaml", "questions.yaml", "glossary.yaml", "lessons", "images")


def read_course(part: Folder, slug: str) -> WrittenCourse | None:
    """Read a course, or None when its course.yaml cannot be read. Problems are noted in the folder."""
    if not part.has("course.yaml"):
        place = part.place(part.root)
        part.problems.append(
            place.error("C046", "this folder has no course.yaml", "write one, or move the folder away")
        )
        return None
    reading.strangers(part, _IN_A_COURSE)
    document = reading.document(part, "course.yaml")
    course = reading.shape(part, Course, document)
    if course is None or document is None:
        return None
    lessons = _lessons(part)
    whole = WrittenCourse(
        slug=slug,
        folder=part.root.as_posix(),
        course=course,
        document=document,
        lessons=tuple(lessons[name] for name in course.lessons if name in lessons),
        orphans=tuple(lesson for name, lesson in lessons.items() if name not in course.lessons),
        questions=tuple(
            WrittenQuestion(question, place)
            for question, place in reading.listed(part, Question, reading.document(part, "questions.yaml"))
        ),
        glossary=_glossary(part),
        changes=reading.changes(part),
        pictures=reading.pictures(part, "images"),
        files_digest=reading.digest_of_files(part),
        complete=not part.problems,
    )
    return replace(whole, translations=_translations(part))


def read_local(part: Folder, slug: str) -> LocalCourse | None:
    """Read what a folder of the overlay adds to the shipped course of that name."""
    reading.strangers(part, _IN_ADDITIONS)
    document = reading.document(part, "local.yaml")
    additions = reading.shape(part, Additions, document)
    if additions is None or document is None:
        return None
    lessons, questions = _lessons(part), reading.listed(part, Question, reading.optional(part, "questions.yaml"))
    written = tuple(WrittenQuestion(question, place) for question, place in questions)
    pictures = reading.pictures(part, "images")
    return LocalCourse(slug, additions, document, lessons, written, pictures, reading.digest_of_files(part))


def _glossary(part: Folder) -> tuple[WrittenTerm, ...]:
    found = reading.listed(part, GlossaryEntry, reading.optional(part, "glossary.yaml"))
    return tuple(WrittenTerm(entry, place) for entry, place in found)


def _lessons(part: Folder) -> dict[str, WrittenLesson]:
    found = (_lesson(part, name) for name in _markdown(part))
    return {lesson.slug: lesson for lesson in found if lesson}


def _markdown(part: Folder) -> list[str]:
    names = part.names("lessons")
    for name in names:
        if not name.endswith(".md"):
            place = part.place(part.root / "lessons" / name)
            part.problems.append(place.error("C045", "this is not a lesson", "lessons are files that end in .md"))
    return [name for name in names if name.endswith(".md")]


def _lesson(part: Folder, name: str) -> WrittenLesson | None:
    found = reading.headed(part, "lessons", name, keys="title, minutes and objectives")
    if found is None:
        return None
    document, text = found
    head = reading.shape(part, Lesson, document)
    if head is None:
        return None
    slug = name.removesuffix(".md")
    return WrittenLesson(path=text.path, body=text.body, first_line=text.first_line, slug=slug, head=head)


# ── translations ──────────────────────────────────────────────────────────────────────────────────


def _translations(part: Folder) -> tuple[WrittenTranslation, ...]:
    found = []
    for language in part.names("i18n"):
        folder = Folder(part.root / "i18n" / language)
        translation = _translation(folder, language)
        part.problems.extend(folder.problems)
        if translation:
            found.append(translation)
    return tuple(found)


def _translation(part: Folder, language: str) -> WrittenTranslation | None:
    reading.strangers(part, _IN_A_TRANSLATION)
    document = reading.document(part, "course.yaml")
    course = reading.shape(part, TranslatedCourse, document)
    if course is None or document is None:
        return None
    questions = reading.listed(part, TranslatedQuestion, reading.optional(part, "questions.yaml"))
    lessons = (_translated_lesson(part, name) for name in _markdown(part))
    return WrittenTranslation(
        language=language,
        course=course,
        document=document,
        lessons={lesson.slug: lesson for lesson in lessons if lesson},
        questions={question.id: WrittenTranslatedQuestion(question, place) for question, place in questions},
        glossary=_glossary(part),
        pictures=reading.pictures(part, "images"),
        complete=not part.problems,
    )


def _translated_lesson(part: Folder, name: str) -> WrittenTranslatedLesson | None:
    found = reading.headed(part, "lessons", name, keys="title and of")
    if found is None:
        return None
    document, text = found
    head = reading.shape(part, TranslatedLesson, document)
    if head is None:
        return None
    return WrittenTranslatedLesson(
        path=text.path, body=text.body, first_line=text.first_line, slug=name.removesuffix(".md"), head=head
    )
