"""What every reader of a folder does: YAML into shapes, Markdown with a head, the list of changes, unknown files."""

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path

from training.catalogue.content.files import Folder
from training.catalogue.content.marked import Document, read_yaml
from training.catalogue.content.problems import Place, nearest, shown
from training.catalogue.content.shapes import Shape, shaped
from training.catalogue.content.written import Change, Picture, WrittenText
from training.core.digest import digest

MOST_TEXT_BYTES = 60_000
MOST_PICTURE_BYTES = 60_000

FRONT = re.compile(r"---\n(.*?\n)---(?:\n|\Z)", re.DOTALL)
_CHANGE = re.compile(r"## Edition ([1-9][0-9]{0,3}) \(([0-9]{4}-[0-9]{2}-[0-9]{2})\) *")


def document(part: Folder, *names: str) -> Document | None:
    """Read a YAML file that has to be there."""
    path = part.root.joinpath(*names)
    if not part.has(*names):
        part.problems.append(part.place(path).error("C046", "this file is missing", "write it"))
        return None
    text = part.read(*names)
    return None if text is None else parsed(part, text, part.place(path).path)


def optional(part: Folder, *names: str) -> Document | None:
    """Read a YAML file that may be there."""
    return document(part, *names) if part.has(*names) else None


def parsed(part: Folder, text: str, path: str, *, first_line: int = 1) -> Document | None:
    """Read YAML that stands in a text, at that line of the file."""
    found, problems = read_yaml(text, path, first_line=first_line)
    part.problems.extend(problems)
    return found


def shape(part: Folder, kind: type[Shape], found: Document | None) -> Shape | None:
    """Read a document as a shape, or None."""
    if found is None:
        return None
    made, problems = shaped(kind, found)
    part.problems.extend(problems)
    return made


def listed(part: Folder, kind: type[Shape], found: Document | None) -> list[tuple[Shape, Document]]:
    """Each entry of a file that is a list, with its part of the file. Entries that do not fit are left out."""
    if found is None:
        return []
    if not isinstance(found.data, list):
        complain(part, found, Path(found.path).name, "a list", "one entry after each '- '")
        return []
    made = [(shape(part, kind, entry), entry) for entry in found.entries()]
    return [(value, entry) for value, entry in made if value]


def complain(part: Folder, found: Document, name: str, wanted: str, fix: str) -> None:
    """Say that a whole file is of another form."""
    part.problems.append(found.place().error("C060", f"{name} must be {wanted}", f"write {fix}"))


def strangers(part: Folder, known: Collection[str]) -> None:
    """Say which files a folder holds that the format does not know."""
    for name in part.names():
        if name not in known:
            fix = nearest(name, known) or f"move it out of this folder; it holds {', '.join(known)}"
            place = part.place(part.root / name)
            part.problems.append(place.error("C045", f"the format does not know the file '{shown(name)}'", fix))


def digest_of_files(part: Folder) -> str:
    """Return the SHA-256 over the names and bytes of all files read."""
    lines = "".join(f"{name}\0{seen}\n" for name, seen in sorted(part.seen.items()))
    return digest(lines.encode("utf-8", "surrogateescape"))


def headed(part: Folder, *names: str, keys: str) -> tuple[Document, WrittenText] | None:
    """Read a Markdown file that begins with YAML between two lines `---`: its head, and the text below."""
    place = part.place(part.root.joinpath(*names))
    text = part.read(*names, most=MOST_TEXT_BYTES)
    if text is None:
        return None
    front = FRONT.match(text)
    if front is None:
        fix = f"begin the file with a line '---', then {keys}, then a line '---'"
        part.problems.append(place.error("C010", "this text has no front matter", fix))
        return None
    head = parsed(part, front[1], place.path, first_line=2)
    body = WrittenText(path=place.path, body=text[front.end() :], first_line=front[0].count("\n") + 1)
    return None if head is None else (head, body)


def plain(part: Folder, *names: str) -> WrittenText | None:
    """Read a Markdown file without a head that has to be there."""
    path = part.root.joinpath(*names)
    if not part.has(*names):
        part.problems.append(part.place(path).error("C046", "this file is missing", "write it"))
        return None
    text = part.read(*names, most=MOST_TEXT_BYTES)
    return None if text is None else WrittenText(path=part.place(path).path, body=text)


def pictures(part: Folder, *names: str) -> dict[str, Picture]:
    """Read the SVG files of a folder, by the names that texts call them: images/….svg."""
    found: dict[str, Picture] = {}
    for name in part.names(*names):
        place = part.place(part.root.joinpath(*names, name))
        if not name.endswith(".svg"):
            part.problems.append(
                place.error("C041", "pictures are drawn as SVG", "redraw it as a file that ends in .svg")
            )
            continue
        text = part.read(*names, name, most=MOST_PICTURE_BYTES)
        if text is not None:
            found[f"images/{name}"] = Picture(place, text)
    return found


def changes(part: Folder) -> tuple[Change, ...]:
    """Read what CHANGES.md says of each edition, the newest first."""
    text = part.read("CHANGES.md", most=MOST_TEXT_BYTES) if part.has("CHANGES.md") else None
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
    made = [_change(part, place, heading, "\n".join(lines).strip()) for place, heading, lines in found]
    return tuple(sorted((change for change in made if change), key=lambda change: -change.edition))


def _change(part: Folder, place: Place, heading: re.Match[str], text: str) -> Change | None:
    try:
        on = date.fromisoformat(heading[2])
    except ValueError:
        part.problems.append(place.error("C042", f"{heading[2]} is not a date", "write the date as 2026-11-23"))
        return None
    return Change(int(heading[1]), on, WrittenText(path=place.path, body=text, first_line=place.line + 1))
