"""Digests of content: SHA-256 over the one canonical form, the same everywhere."""

from typing import Any

from training.catalogue.content.schema import Question
from training.core.digest import canonical, digest


def digest_of(content: Any) -> str:
    """Return SHA-256 of the canonical JSON of a plain value, as 64 hexadecimal digits."""
    return digest(canonical(content))


def wording_digest(question: Question) -> str:
    """Return SHA-256 over the words of a question, by which a translation names the text that it was made from.

    Stem, takeaway, then each option's text and reason, then the steps, joined by line feeds.
    """
    parts = [question.stem, question.takeaway]
    for option in question.options:
        parts.extend((option.text, option.why or ""))
    parts.extend(question.steps)
    return digest("\n".join(parts).encode("utf-8"))
