"""Questions into a course and out of it, from the folders in which courses stand. Nothing is written there."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from training.catalogue.content.reader import read_catalogue
from training.catalogue.content.written import WrittenCourse
from training.catalogue.gift.drafting import Drafts, Place, drafted
from training.catalogue.gift.layout import is_too_large, yaml_of
from training.catalogue.gift.questions import Reading
from training.catalogue.gift.reading import read_file
from training.catalogue.gift.writing import Bank, write
from training.core.errors import NotFound, Refused
from training.core.text import Text, text

Folders = tuple[Path, Path]
"""The folder of the shipped courses, and the one with what the organisation adds."""
COURSE = "course"
"""The field that a refusal of the course is for."""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """A file as it was read, what became of its questions, and the drafts as a text for questions.yaml."""

    course: str
    reading: Reading
    drafts: Drafts
    yaml: str

    @property
    def too_large(self) -> bool:
        """Whether our own reader would refuse a file of that size."""
        return is_too_large(self.yaml)


def bring_in(content: bytes, folders: Folders, slug: str, say: Callable[[Text], str] = str) -> BroughtIn:
    """Read a GIFT file and draft its questions for a course. Raises Refused, NotFound."""
    course = course_of(folders, slug)
    reading = read_file(content)
    drafts = drafted(reading, place_in(course))
    return BroughtIn(slug, reading, drafts, yaml_of(drafts.drafts, say))


def take_out(folders: Folders, slug: str, say: Callable[[Text], str] = str) -> Bank:
    """Write the questions of a course as GIFT. Raises Refused, NotFound."""
    course = course_of(folders, slug)
    questions = [written.question.model_dump(by_alias=True) for written in course.questions]
    return write(questions, title=say(text("Questions of the course %(slug)s, from Muster", slug=slug)), say=say)


def place_in(course: WrittenCourse) -> Place:
    """Return what questions of a course may name."""
    return Place(
        tuple(objective.id for objective in course.course.objectives),
        course.course.lessons,
        frozenset(written.question.id for written in course.questions),
    )


def course_of(folders: Folders, slug: str) -> WrittenCourse:
    """Read one course. Raises NotFound where there is none, and Refused where its files cannot be read yet."""
    folder, own = folders
    if not any(path.parent.name == slug for place in folders for path in place.glob("*/course.yaml")):
        raise NotFound
    courses = read_catalogue(folder, own, only=slug).courses
    found = next((course for course in courses if course.slug == slug), None)
    if found is None:
        raise Refused(COURSE, text("This course cannot be read yet. Its preview says what to put right."))
    return found
