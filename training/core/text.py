"""Sentences for people, written where there is no language yet and translated where there is one."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Text:
    """An English sentence with its values: `text("%(n)s seats are left", n=3)`."""

    message: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


def text(message: str, **values: Any) -> Text:
    """Mark a sentence for translation (the catalogues are drawn from calls of this name)."""
    return Text(message, values)
