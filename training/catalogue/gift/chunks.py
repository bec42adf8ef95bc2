"""A GIFT file as chunks between empty lines: questions with the comments above them, and lines that name a category."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from training.catalogue.gift.signs import cleaned

CATEGORY = "$CATEGORY:"
COMMENT = "//"
MOST_TAGS = 50

# No bracket may stand inside without a backslash: so each letter is looked at once, whatever the comment holds.
_MARK = re.compile(r"\[(id|tag):((?:\\[^\n]|[^\[\]\\\n]){1,200})\]")
_ESCAPED_BRACKET = re.compile(r"\\([\[\]])")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines that belong together. Comments are emptied in `text`, so that its lines count as those of the file do."""

    line: int
    text: str
    comments: str = ""

    @property
    def is_category(self) -> bool:
        return self.text.startswith(CATEGORY)

    @property
    def category(self) -> str:
        """What a line $CATEGORY names."""
        return " ".join(cleaned(self.text.removeprefix(CATEGORY)).split())

    @property
    def id(self) -> str:
        """The first [id:…] of the comments, or ""."""
        return next((name for kind, name in self._marks() if kind == "id"), "")

    @property
    def tags(self) -> tuple[str, ...]:
        """Each [tag:…] of the comments, once."""
        found = dict.fromkeys(name for kind, name in self._marks() if kind == "tag")
        return tuple(found)[:MOST_TAGS]

    @property
    def first_line(self) -> int:
        """The line on which something other than a comment begins."""
        return self.line + self.text[: len(self.text) - len(self.text.lstrip())].count("\n")

    def _marks(self) -> Iterator[tuple[str, str]]:
        for found in _MARK.finditer(self.comments):
            name = cleaned(_ESCAPED_BRACKET.sub(r"\1", found[2])).strip()
            if name:
                yield found[1], name


def chunks(text: str) -> Iterator[Chunk]:
    """Yield what stands between empty lines. A line $CATEGORY stands alone, also where no empty line parts it."""
    held: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip()
        if bare and not bare.startswith(CATEGORY):
            held.append((number, line))
            continue
        yield from _joined(held)
        held = []
        if bare:
            yield Chunk(number, bare)
    yield from _joined(held)


def _joined(held: list[tuple[int, str]]) -> Iterator[Chunk]:
    lines = ["" if line.lstrip().startswith(COMMENT) else line for _number, line in held]
    if any(lines):
        comments = "\n".join(line for _number, line in held if line.lstrip().startswith(COMMENT))
        yield Chunk(held[0][0], "\n".join(lines), comments)
