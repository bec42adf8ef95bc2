"""Publishing a folder: read, check and freeze without a transaction, then write in a short one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from training.catalogue.content.checker import check
from training.catalogue.content.problems import Problem, has_errors, report
from training.catalogue.content.reader import read_catalogue
from training.catalogue.content.written import Catalogue, WrittenCourse
from training.catalogue.service import Published, planned, publish
from training.core.db import writing
from training.core.digest import canonical, digest
from training.core.errors import NotFound


@dataclass(frozen=True)
class Draft:
    """A course as it stands in the folder, and what the checker finds. `course` is None when it cannot be read."""

    course: WrittenCourse | None
    problems: tuple[Problem, ...]


def drafts(folder: Path, overlay: Path) -> tuple[str, ...]:
    """Name the courses that stand in the folder and in what the organisation adds to it."""
    return tuple(sorted({path.parent.name for place in (folder, overlay) for path in place.glob("*/course.yaml")}))


def draft(folder: Path, overlay: Path, slug: str, *, today: date) -> Draft:
    """Read and check one course as it stands now. Raises NotFound where there is none."""
    if slug not in drafts(folder, overlay):
        raise NotFound
    catalogue = read_catalogue(folder, overlay, only=slug)
    found = next((course for course in catalogue.courses if course.slug == slug), None)
    places = (f"{(place / slug).as_posix()}/" for place in (folder, overlay))
    within = tuple(places)
    problems = tuple(one for one in check(catalogue, today=today) if one.path.startswith(within))
    return Draft(found, problems)


def draft_state(folder: Path, overlay: Path, slug: str) -> str:
    """Name the state of a course's files by their sizes and times: another name says that something was saved."""
    paths = sorted(path for place in (folder, overlay) for path in (place / slug).rglob("*") if path.is_file())
    told = [(path.as_posix(), path.stat().st_size, path.stat().st_mtime_ns) for path in paths]
    return digest(canonical(told))[:12]


class PublishRefused(Exception):
    """The folder has errors; nothing was published. Its words are the checker's report."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(report(self.problems))


def _nothing(_catalogue: Catalogue) -> None:
    pass


def publish_folder(
    folder: Path,
    now: datetime,
    today: date,
    then: Callable[[Catalogue], object] = _nothing,
    *,
    overlay: Path | None = None,
) -> Published:
    """Publish a courses folder, and what the organisation adds to it.

    Raises PublishRefused when the checker finds an error; warnings do not stop it.

    `then` is called in the same transaction: rooms above publish what else the folder says.
    """
    catalogue = read_catalogue(folder, overlay)
    problems = check(catalogue, today=today)
    if has_errors(problems):
        raise PublishRefused(problems)
    plan = planned(catalogue)
    with writing():
        published = publish(plan, now=now, today=today)
        then(catalogue)
    return published
