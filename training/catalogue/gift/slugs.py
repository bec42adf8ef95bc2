"""Ids for questions that have none yet: made of their titles, each once."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 48
"""Letters of an id that is made of a title."""
_LONGEST_SLUG = 64
_ROOM = 8
"""Letters for what keeps an id apart from another."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OTHER = re.compile(r"[^a-z0-9]+")
_NAMELESS = "question"


def slug_of(title: str) -> str:
    """Return a title in small letters, digits and hyphens; "question" where none of its letters has such a form.

    What is a slug stays as it is: our own export has ids for titles.
    """
    if len(title) <= _LONGEST_SLUG and _SLUG.fullmatch(title):
        return title
    plain = unicodedata.normalize("NFKD", title[: 4 * LONGEST]).encode("ascii", "ignore").decode().lower()
    words = _OTHER.sub("-", plain).strip("-")
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    return words.strip("-") or _NAMELESS


class Names:
    """Gives out slugs. `taken` are those that others have already."""

    def __init__(self, taken: Collection[str] = ()) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def new(self, title: str) -> str:
        """Return a slug for a title that nobody has: with a number behind it where another came first."""
        wished = slug_of(title)
        slug, number = wished, self._last.get(wished, 1)
        while slug in self._taken:
            number += 1
            slug = f"{wished[: _LONGEST_SLUG - _ROOM].rstrip('-')}-{number}"
        self._last[wished] = number
        self._taken.add(slug)
        return slug
