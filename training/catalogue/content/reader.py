"""Reads a courses folder into values. Bad content becomes problems with a place; it never raises."""

import re
from datetime import date
from pathlib import Path

from training.catalogue.content.files import Folder
from training.catalogue.content.marked import Document, read_yaml
from training.catalogue.content.problems import Place, nearest, shown
from training.catalogue.content.schema import (
    Course,
    Framework,
    GlossaryEntry,
    Lesson,
    Misconception,
    Question,
    Requirement,
)
from training.catalogue.content.shapes import Shape, shaped
from training.catalogue.content.written import (
    Catalogue,
    Change,
    Picture,
    WrittenCourse,
    WrittenLesson,
    WrittenQuestion,
    WrittenTerm,
)
from training.core.digest import digest

MOST_LESSON_BYTES = 60_000
MOST_PICTURE_BYTES = 60_000

_BESIDE_COURSES = {"frameworks", "policies", "seminars", "overlay"}
_IN_A_COURSE = ("course.yaml", "questions.yaml", "glossary.yaml", "CHANGES.md", "lessons", "images", "i18n")
_FRONT = re.compile(r"---\n(.*?\n)---(?:\n|\Z)", re.DOTALL)
_CHANGE = re.compile(r"## Edition ([1-9][0-9]{0,3}) \(([0-9]{4}-[0-9]{2}-[0-9]{2})\) *")


def read_catalogue(folder: Path) -> Catalogue:
    """Read everything below `folder`: courses, registers and requirements, with the problems found on the way."""
    root = Folder(folder)
    if not folder.is_dir():
        problem = root.place(folder).error("C047", "there is no such folder", "name the folder that holds the courses")
        return Catalogue(problems=(problem,))
    frameworks = _frameworks(root)
    misconceptions = _misconceptions(root)
    requirements = _requirements(root)
    courses = _courses(root)
    return Catalogue(
        courses=courses,
        frameworks=tuple(framework for framework, _ in frameworks),
        misconceptions=misconceptions,
        requirements=tuple(requirement for requirement, _ in requirements),
        problems=tuple(sorted(root.problems)),
        framework_documents=tuple(document for _, document in frameworks),
        requirement_documents=tuple(document for _, document in requirements),
    )


# ── the registers beside the courses ──────────────────────────────────────────────────────────────


def _frameworks(root: Folder) -> list[tuple[Framework, Document]]:
    found: list[tuple[Framework, Document]] = []
    for name in root.names("frameworks"):
        document = _document(root, "frameworks", name)
        framework = _shaped(root, Framework, document) if document else None
        if framework and document:
            found.append((framework, document))
    return found


def _misconceptions(root: Folder) -> tuple[Misconception, ...]:
    document = _optional(root, "misconceptions.yaml")
    if document is None:
        return ()
    if not isinstance(document.data, dict):
        _complain(root, document, "misconceptions.yaml", "a mapping", "lines with 'slug: the false belief'")
        return ()
    found = (_shaped(root, Misconception, _entry(document, slug, belief)) for slug, belief in document.data.items())
    return tuple(misconception for misconception in found if misconception)


def _entry(document: Document, slug: str, belief: object) -> Document:
    line = document.place(slug).line
    return Document(document.path, {"slug": slug, "belief": belief}, {(): line, ("slug",): line, ("belief",): line})  # type: ignore[dict-item]


def _requirements(root: Folder) -> list[tuple[Requirement, Document]]:
    return _listed(root, Requirement, _optional(root, "requirements.yaml"))


# ── courses ───────────────────────────────────────────────────────────────────────────────────────


def _courses(root: Folder) -> tuple[WrittenCourse, ...]:
    found: list[WrittenCourse] = []
    for name in root.names():
        path = root.root / name
        if name in _BESIDE_COURSES or not (path.is_dir() or path.is_symlink()):
            continue
        part = Folder(path)
        course = _course(part, name)
        root.problems.extend(part.problems)
        if course:
            found.append(course)
    return tuple(found)


def _course(part: Folder, slug: str) -> WrittenCourse | None:
    if not part.has("course.yaml"):
        place = part.place(part.root)
        part.problems.append(
            place.error("C046", "this folder has no course.yaml", "write one, or move the folder away")
        )
        return None
    _strangers(part)
    document = _document(part, "course.yaml")
    course = _shaped(part, Course, document) if document else None
    if not (course and document):
        return None
    return _whole(part, slug, course, document)


def _whole(part: Folder, slug: str, course: Course, document: Document) -> WrittenCourse:
    lessons = _lessons(part)
    questions = _listed(part, Question, _document(part, "questions.yaml"))
    glossary = _listed(part, GlossaryEntry, _optional(part, "glossary.yaml"))
    changes = _changes(part)
    pictures = _pictures(part)
    return WrittenCourse(
        slug=slug,
        folder=part.root.as_posix(),
        course=course,
        document=document,
        lessons=tuple(lessons[name] for name in course.lessons if name in lessons),
        orphans=tuple(lesson for name, lesson in lessons.items() if name not in course.lessons),
        questions=tuple(WrittenQuestion(question, place) for question, place in questions),
        glossary=tuple(WrittenTerm(entry, place) for entry, place in glossary),
        changes=changes,
        pictures=pictures,
        files_digest=_digest_of_files(part),
        complete=not part.problems,
    )


def _strangers(part: Folder) -> None:
    for name in part.names():
        if name not in _IN_A_COURSE:
            fix = nearest(name, _IN_A_COURSE) or "move it out of the folder of the course"
            place = part.place(part.root / name)
            part.problems.append(place.error("C045", f"the format does not know the file '{shown(name)}'", fix))


def _digest_of_files(part: Folder) -> str:
    lines = "".join(f"{name}\0{seen}\n" for name, seen in sorted(part.seen.items()))
    return digest(lines.encode("utf-8", "surrogateescape"))


def _lessons(part: Folder) -> dict[str, WrittenLesson]:
    found = (_lesson(part, name) for name in part.names("lessons"))
    return {lesson.slug: lesson for lesson in found if lesson}


def _lesson(part: Folder, name: str) -> WrittenLesson | None:
    place = part.place(part.root / "lessons" / name)
    if not name.endswith(".md"):
        part.problems.append(place.error("C045", "this is not a lesson", "lessons are files that end in .md"))
        return None
    text = part.text("lessons", name, most=MOST_LESSON_BYTES)
    front = _FRONT.match(text) if text is not None else None
    if text is not None and front is None:
        fix = "begin the file with a line '---', then title, minutes and objectives, then a line '---'"
        part.problems.append(place.error("C010", "this lesson has no front matter", fix))
    return _with_head(part, name, place, front) if front else None


def _with_head(part: Folder, name: str, place: Place, front: re.Match[str]) -> WrittenLesson | None:
    document = _parsed(part, front[1], place.path, first_line=2)
    head = _shaped(part, Lesson, document) if document else None
    if head is None:
        return None
    first_line = front[0].count("\n") + 1
    return WrittenLesson(name.removesuffix(".md"), place.path, head, front.string[front.end() :], first_line)


def _pictures(part: Folder) -> dict[str, Picture]:
    found: dict[str, Picture] = {}
    for name in part.names("images"):
        place = part.place(part.root / "images" / name)
        if not name.endswith(".svg"):
            part.problems.append(
                place.error("C041", "pictures are drawn as SVG", "redraw it as a file that ends in .svg")
            )
            continue
        text = part.text("images", name, most=MOST_PICTURE_BYTES)
        if text is not None:
            found[f"images/{name}"] = Picture(place, text)
    return found


def _changes(part: Folder) -> tuple[Change, ...]:
    text = part.text("CHANGES.md", most=MOST_LESSON_BYTES) if part.has("CHANGES.md") else None
    path = part.place(part.root / "CHANGES.md").path
    found: list[tuple[Place, re.Match[str], list[str]]] = []
    for number, line in enumerate((text or "").split("\n"), start=1):
        heading = _CHANGE.fullmatch(line)
        if heading:
            found.append((Place(path, number), heading, []))
        elif line.startswith("## "):
            fix = "write it as '## Edition 2 (2026-11-23)'"
            part.problems.append(Place(path, number).error("C042", "this heading names no edition", fix))
        elif found:
            found[-1][2].append(line)
    changes = [_change(part, place, heading, "\n".join(lines).strip()) for place, heading, lines in found]
    return tuple(sorted((change for change in changes if change), key=lambda change: -change.edition))


def _change(part: Folder, place: Place, heading: re.Match[str], text: str) -> Change | None:
    try:
        on = date.fromisoformat(heading[2])
    except ValueError:
        part.problems.append(place.error("C042", f"{heading[2]} is not a date", "write the date as 2026-11-23"))
        return None
    return Change(int(heading[1]), on, text, place)


# ── YAML files ────────────────────────────────────────────────────────────────────────────────────


def _document(part: Folder, *names: str) -> Document | None:
    path = part.root.joinpath(*names)
    if not part.has(*names):
        part.problems.append(part.place(path).error("C046", "this file is missing", "write it"))
        return None
    text = part.text(*names)
    return None if text is None else _parsed(part, text, part.place(path).path)


def _optional(part: Folder, name: str) -> Document | None:
    return _document(part, name) if part.has(name) else None


def _parsed(part: Folder, text: str, path: str, *, first_line: int = 1) -> Document | None:
    document, problems = read_yaml(text, path, first_line=first_line)
    part.problems.extend(problems)
    return document


def _shaped(part: Folder, shape: type[Shape], document: Document) -> Shape | None:
    made, problems = shaped(shape, document)
    part.problems.extend(problems)
    return made


def _listed(part: Folder, shape: type[Shape], document: Document | None) -> list[tuple[Shape, Document]]:
    """Each entry of a file that is a list, with its part of the file. Entries that do not fit are left out."""
    if document is None:
        return []
    if not isinstance(document.data, list):
        _complain(part, document, Path(document.path).name, "a list", "one entry after each '- '")
        return []
    made = [(_shaped(part, shape, entry), entry) for entry in document.entries()]
    return [(value, entry) for value, entry in made if value]


def _complain(part: Folder, document: Document, name: str, wanted: str, fix: str) -> None:
    part.problems.append(document.place().error("C060", f"{name} must be {wanted}", f"write {fix}"))
