"""Reads text files that nobody vouches for: links, giants and broken encodings become problems."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from training.catalogue.content.problems import Place, Problem, shown
from training.core.digest import digest

MOST_BYTES = 500_000
MOST_NAMES = 1_000

# Letters that turn the direction of the text round, so that it reads other than it is.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class Folder:
    """A folder being read, and what was found wrong on the way. `seen` holds the digest of each file read."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def place(self, path: Path, line: int = 1) -> Place:
        """Name a file in a report."""
        return Place(shown(path.as_posix(), 200), line)

    def names(self, *parts: str) -> tuple[str, ...]:
        """Sorted names in a folder below the root, without hidden ones; empty when there is no such folder."""
        folder = self.root.joinpath(*parts)
        if folder.is_symlink() or not folder.is_dir():
            return ()
        try:
            found = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
        except OSError:
            self._note(folder, "C048", "this folder cannot be read", "allow reading it")
            return ()
        if len(found) > MOST_NAMES:
            self._note(folder, "C050", f"this folder holds more than {MOST_NAMES} files", "split it")
        return tuple(found[:MOST_NAMES])

    def has(self, *parts: str) -> bool:
        """Whether something stands at this path, a link included."""
        path = self.root.joinpath(*parts)
        return path.exists() or path.is_symlink()

    def read(self, *parts: str, most: int = MOST_BYTES) -> str | None:
        """Read the text of a file below the root with plain line feeds, or None after noting a problem."""
        path = self.root.joinpath(*parts)
        if path.is_symlink() or not path.is_file():
            self._note(path, "C048", "this is not a plain file", "put a plain file here, no link and no device")
            return None
        try:
            with path.open("rb") as stream:
                data = stream.read(most + 1)
        except OSError:
            self._note(path, "C048", "this file cannot be read", "allow reading it")
            return None
        if len(data) > most:
            self._note(path, "C050", "this file is too large", f"keep it to {most} bytes")
            return None
        self.seen["/".join(parts)] = digest(data)
        return self._decoded(path, data)

    def _decoded(self, path: Path, data: bytes) -> str | None:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as broken:
            line = data.count(b"\n", 0, broken.start) + 1
            self._note(path, "C049", "this line is not UTF-8 text", "save the file in the encoding UTF-8", line)
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        turning = _TURNING.search(text)
        if turning:
            line = text.count("\n", 0, turning.start()) + 1
            self._note(path, "C057", "a letter here turns the direction of the text", "remove the hidden letter", line)
        return text

    def _note(self, path: Path, code: str, what: str, fix: str, line: int = 1) -> None:
        self.problems.append(self.place(path, line).error(code, what, fix))
