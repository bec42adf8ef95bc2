"""Reads a courses folder into values. Bad content becomes problems with a place; it never raises."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from training.catalogue.content import reading
from training.catalogue.content.beside_schema import Topic, Track
from training.catalogue.content.course_reader import read_course, read_local
from training.catalogue.content.files import Folder
from training.catalogue.content.kit_reader import read_kit
from training.catalogue.content.marked import Document
from training.catalogue.content.overlay import overlaid
from training.catalogue.content.policy_reader import read_policy
from training.catalogue.content.requirement_schema import Requirement
from training.catalogue.content.schema import Framework, Misconception
from training.catalogue.content.written import Catalogue

_Made = TypeVar("_Made")

_POLICIES, _KITS = "policies", "seminars"
_BESIDE_COURSES = {"frameworks", _POLICIES, _KITS}


def read_catalogue(folder: Path, overlay: Path | None = None, *, only: str = "") -> Catalogue:
    """Read everything below `folder`: courses, policies, kits, registers and requirements.

    What the organisation adds in a folder `overlay`, if there is one, is laid over it. With `only` nothing is read but
    that course and the registers that it names. What was wrong on the way stands in `problems`.
    """
    shipped = _read(folder, only)
    return shipped if overlay is None or not overlay.is_dir() else overlaid(shipped, _read(overlay, only))


def _read(folder: Path, only: str) -> Catalogue:
    root = Folder(folder)
    if not folder.is_dir():
        problem = root.place(folder).error("C047", "there is no such folder", "name the folder that holds the courses")
        return Catalogue(problems=(problem,))
    names = [name for name in root.names() if _holds_a_course(root, name) and only in {"", name}]
    frameworks = _frameworks(root)
    requirements = [] if only else reading.listed(root, Requirement, reading.optional(root, "requirements.yaml"))
    tracks = reading.listed(root, Track, reading.optional(root, "tracks.yaml"))
    topics = reading.listed(root, Topic, reading.optional(root, "topics.yaml"))
    found = Catalogue(
        courses=_folders(root, (), read_course, [name for name in names if not root.has(name, "local.yaml")]),
        local=_folders(root, (), read_local, [name for name in names if root.has(name, "local.yaml")]),
        policies=_folders(root, (_POLICIES,), read_policy, () if only else root.names(_POLICIES)),
        kits=_folders(root, (_KITS,), read_kit, () if only else root.names(_KITS)),
        tracks=tuple(track for track, _ in tracks),
        topics=tuple(topic for topic, _ in topics),
        frameworks=tuple(framework for framework, _ in frameworks),
        misconceptions=_misconceptions(root),
        requirements=tuple(requirement for requirement, _ in requirements),
        track_documents=tuple(document for _, document in tracks),
        topic_documents=tuple(document for _, document in topics),
        framework_documents=tuple(document for _, document in frameworks),
        requirement_documents=tuple(document for _, document in requirements),
    )
    return found.with_problems(root.problems)


def _folders(
    root: Folder, above: tuple[str, ...], read: Callable[[Folder, str], _Made | None], names: Sequence[str]
) -> tuple[_Made, ...]:
    found: list[_Made] = []
    for name in names:
        part = Folder(root.root.joinpath(*above, name))
        made = read(part, name)
        root.problems.extend(part.problems)
        if made is not None:
            found.append(made)
    return tuple(found)


def _holds_a_course(root: Folder, name: str) -> bool:
    path = root.root / name
    return name not in _BESIDE_COURSES and (path.is_dir() or path.is_symlink())


def _frameworks(root: Folder) -> list[tuple[Framework, Document]]:
    found: list[tuple[Framework, Document]] = []
    for name in root.names("frameworks"):
        document = reading.document(root, "frameworks", name)
        framework = reading.shape(root, Framework, document)
        if framework and document:
            found.append((framework, document))
    return found


def _misconceptions(root: Folder) -> tuple[Misconception, ...]:
    document = reading.optional(root, "misconceptions.yaml")
    if document is None:
        return ()
    if not isinstance(document.data, dict):
        reading.complain(root, document, "misconceptions.yaml", "a mapping", "lines with 'slug: the false belief'")
        return ()
    found = (
        reading.shape(root, Misconception, _entry(document, slug, belief)) for slug, belief in document.data.items()
    )
    return tuple(misconception for misconception in found if misconception)


def _entry(document: Document, slug: str, belief: object) -> Document:
    line = document.place(slug).line
    return Document(document.path, {"slug": slug, "belief": belief}, {(): line, ("slug",): line, ("belief",): line})  # type: ignore[dict-item]
