"""What the reader hands on: each piece of content with the file and lines that it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from training.catalogue.content.addresses import host_of
from training.catalogue.content.beside_schema import Additions, Kit, Policy, Topic, Track
from training.catalogue.content.marked import Document
from training.catalogue.content.problems import Place, Problem
from training.catalogue.content.requirement_schema import Requirement
from training.catalogue.content.schema import (
    Course,
    Framework,
    GlossaryEntry,
    Lesson,
    Misconception,
    Question,
    Source,
    TranslatedCourse,
    TranslatedLesson,
    TranslatedQuestion,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenText:
    """A piece of Markdown, and the line of its file at which it begins."""

    path: str
    body: str
    first_line: int = 1

    def place(self, line: int = 0) -> Place:
        """Name a line of the body, counted from 0 as the Markdown parser does."""
        return Place(self.path, self.first_line + line)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLesson(WrittenText):
    """A lesson: its front matter and its Markdown."""

    slug: str
    head: Lesson


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
    written: WrittenText

    @property
    def place(self) -> Place:
        """Where its heading stands."""
        return self.written.place(-1)


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG file of the course, as it stands in the folder."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text needs of the content that it belongs to: its language, the hosts it may link to, its pictures."""

    language: str
    hosts: frozenset[str] = frozenset()
    pictures: Mapping[str, Picture] = field(default_factory=dict)


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
    translations: tuple["WrittenTranslation", ...] = ()

    @property
    def surroundings(self) -> Surroundings:
        """What its lessons, questions and small texts are rendered with."""
        return Surroundings(self.course.language, source_hosts(self.course.sources), self.pictures)

    @property
    def live_questions(self) -> tuple[WrittenQuestion, ...]:
        """The questions that may be asked: no drafts, none retired."""
        return tuple(written for written in self.questions if written.question.status == "live")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTranslatedLesson(WrittenText):
    """A lesson in another language."""

    slug: str
    head: TranslatedLesson


@dataclass(frozen=True, slots=True)
class WrittenTranslatedQuestion:
    """A question in another language, and its part of the file."""

    question: TranslatedQuestion
    document: Document


@dataclass(frozen=True, slots=True)
class WrittenTranslation:
    """The words of a course in another language, as they stand in i18n/<language>/."""

    language: str
    course: TranslatedCourse
    document: Document
    lessons: Mapping[str, WrittenTranslatedLesson]
    questions: Mapping[str, WrittenTranslatedQuestion]
    glossary: tuple[WrittenTerm, ...]
    pictures: Mapping[str, Picture]
    complete: bool


@dataclass(frozen=True, slots=True)
class LocalCourse:
    """What the overlay adds to the shipped course of that name."""

    slug: str
    additions: Additions
    document: Document
    lessons: Mapping[str, WrittenLesson]
    questions: tuple[WrittenQuestion, ...]
    pictures: Mapping[str, Picture]
    files_digest: str


@dataclass(frozen=True, slots=True)
class WrittenPolicy:
    """A policy as it stands in its folder."""

    slug: str
    policy: Policy
    document: Document
    text: WrittenText
    changes: tuple[Change, ...]
    files_digest: str

    @property
    def surroundings(self) -> Surroundings:
        """What its text is rendered with."""
        return Surroundings(self.policy.language, source_hosts(self.policy.sources))


@dataclass(frozen=True, slots=True)
class WrittenKit:
    """A seminar kit as it stands in its folder. `papers` by their names: trainer, handout, exercise."""

    slug: str
    kit: Kit
    document: Document
    papers: Mapping[str, WrittenText]
    changes: tuple[Change, ...]
    pictures: Mapping[str, Picture]
    files_digest: str

    @property
    def surroundings(self) -> Surroundings:
        """What its papers are rendered with."""
        return Surroundings(self.kit.language, source_hosts(self.kit.sources), self.pictures)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything in a courses folder, and what was wrong with it while reading.

    The `…_documents` stand beside their values, in the same order.
    """

    courses: tuple[WrittenCourse, ...] = ()
    policies: tuple[WrittenPolicy, ...] = ()
    kits: tuple[WrittenKit, ...] = ()
    local: tuple[LocalCourse, ...] = ()
    """Only in an overlay, before it is laid over the shipped catalogue."""
    tracks: tuple[Track, ...] = ()
    topics: tuple[Topic, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    problems: tuple[Problem, ...] = ()
    track_documents: tuple[Document, ...] = ()
    topic_documents: tuple[Document, ...] = ()
    framework_documents: tuple[Document, ...] = ()
    requirement_documents: tuple[Document, ...] = ()

    def with_problems(self, found: Iterable[Problem]) -> "Catalogue":
        """The same with what was wrong on the way."""
        return replace(self, problems=tuple(sorted(found)))


def source_hosts(sources: Iterable[Source]) -> frozenset[str]:
    """List the hosts of the sources that have an address."""
    return frozenset(host_of(source.url) for source in sources if source.url)
