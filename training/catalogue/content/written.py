"""What the reader hands on: each piece of content with the file and lines that it came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from training.catalogue.content.marked import Document
from training.catalogue.content.problems import Place, Problem
from training.catalogue.content.schema import (
    Course,
    Framework,
    GlossaryEntry,
    Lesson,
    Misconception,
    Question,
    Requirement,
)


@dataclass(frozen=True, slots=True)
class WrittenLesson:
    """A lesson: its front matter, its Markdown, and the line of the file at which the Markdown begins."""

    slug: str
    path: str
    head: Lesson
    body: str
    first_line: int

    def place(self, line: int = 0) -> Place:
        """Name a line of the body, counted from 0 as the Markdown parser does."""
        return Place(self.path, self.first_line + line)


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question and its part of questions.yaml."""

    question: Question
    document: Document


@dataclass(frozen=True, slots=True)
class WrittenTerm:
    """A glossary entry and its part of glossary.yaml."""

    entry: GlossaryEntry
    document: Document


@dataclass(frozen=True, slots=True)
class Change:
    """What one edition changed, in words for learners (Markdown)."""

    edition: int
    on: date
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG file of the course, as it stands in the folder."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class WrittenCourse:
    """A course as it stands in its folder, its lessons in order.

    `complete` is false when a part could not be read.
    `files_digest` is the SHA-256 over the names and bytes of all files read.
    """

    slug: str
    folder: str
    course: Course
    document: Document
    lessons: tuple[WrittenLesson, ...]
    orphans: tuple[WrittenLesson, ...]
    questions: tuple[WrittenQuestion, ...]
    glossary: tuple[WrittenTerm, ...]
    changes: tuple[Change, ...]
    pictures: Mapping[str, Picture]
    files_digest: str
    complete: bool

    @property
    def live_questions(self) -> tuple[WrittenQuestion, ...]:
        """The questions that may be asked: no drafts, none retired."""
        return tuple(written for written in self.questions if written.question.status == "live")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything in a courses folder, and what was wrong with it while reading.

    `framework_documents` and `requirement_documents` stand beside the values, in the same order.
    """

    courses: tuple[WrittenCourse, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    problems: tuple[Problem, ...] = ()
    framework_documents: tuple[Document, ...] = ()
    requirement_documents: tuple[Document, ...] = ()
