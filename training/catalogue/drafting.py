"""Begins a new course: a commented folder that passes the checker, to be written over."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

SKELETON = Path(__file__).parent / "skeleton"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = 64


class DraftRefused(Exception):
    """No folder was made. Its words say why, and what to do."""


def draft_course(slug: str, folder: Path, today: date) -> Path:
    """Make the folder of a new course below `folder`, and return it. Raises DraftRefused."""
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST:
        raise DraftRefused(f"'{slug[:80]}' cannot name a course: use small letters, digits and single hyphens.")
    target = folder / slug
    if target.exists():
        raise DraftRefused(f"{target} is there already: choose another name, or move it away.")
    for name, text in _files(slug, today):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return target


def _files(slug: str, today: date) -> Iterator[tuple[Path, str]]:
    for path in sorted(SKELETON.rglob("*.*")):
        text = path.read_text(encoding="utf-8")
        yield path.relative_to(SKELETON), text.replace("SLUG", slug).replace("DATE", today.isoformat())
