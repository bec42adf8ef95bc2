"""Which of the people behind a number: those of one site, with one attribute, of one job title. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

LONGEST = 200
KINDS = ("site", "attribute", "title")


@dataclass(frozen=True)
class Cut:
    """What a list is narrowed to; empty words narrow nothing. `site` is a public id."""

    site: str = ""
    attribute: str = ""
    title: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.site or self.attribute or self.title)

    def without(self, kind: str) -> "Cut":
        """Return the cut with one of its kinds taken off."""
        return replace(self, **{kind: ""})

    def asked(self) -> dict[str, str]:
        """Return it as an address asks for it."""
        return {kind: getattr(self, kind) for kind in KINDS if getattr(self, kind)}


WHOLE = Cut()


def cut_from(asked: Mapping[str, str]) -> Cut:
    """Read `site`, `attribute` and `title` of an address. What nobody can have typed is as if it were not there."""
    return Cut(*(_readable(asked.get(kind, "")) for kind in KINDS))


def _readable(words: str) -> str:
    return words if words.isprintable() and len(words) <= LONGEST else ""
