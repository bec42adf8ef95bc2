"""Digests of content: SHA-256 over one canonical form, so that the same content has the same digest everywhere."""

import hashlib
import json
from typing import Any

from training.catalogue.content import Question


def canonical(content: Any) -> bytes:
    """Write JSON in one form only: keys sorted, no spaces, UTF-8.

    Raises ValueError or TypeError for what JSON cannot hold.
    """
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest_of(content: Any) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def wording_digest(question: Question) -> str:
    """SHA-256 over the words of a question, by which a translation names the text that it was made from.

    Stem, takeaway, then each option's text and reason, then the steps, joined by line feeds.
    """
    parts = [question.stem, question.takeaway]
    for option in question.options:
        parts.extend((option.text, option.why or ""))
    parts.extend(question.steps)
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()
