"""Values of the catalogue, and the words of a search: folded, so that they are found on either database."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

MOST_WORDS = 8
_SHORT = 3
_WORD = re.compile(r"[^\W_]+")
_AROUND = 70


class SubjectKind(StrEnum):
    COURSE = "course"
    POLICY = "policy"
    SEMINAR = "seminar"
    PROOF = "proof"
    """What somebody did elsewhere, with a paper that shows it; its slug is the requirement's."""


def folded(words: str) -> str:
    """Return words in small letters without accents and signs, with single blanks between them."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return " ".join(_WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))


def question_words(question: str) -> list[str]:
    """Return what is looked for: at most eight beginnings of words. A plural finds its singular."""
    return [_singular(word) for word in folded(question).split()[:MOST_WORDS]]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word.endswith("s") and not word.endswith("ss") else word


def _first(passage: str, words: Sequence[str]) -> int:
    plain = re.search(rf"\b(?:{'|'.join(map(re.escape, words))})", passage, re.IGNORECASE)
    if plain:
        return plain.start()
    # Only a word with accents has to be looked for letter by letter.
    spots = (found.start() for found in _WORD.finditer(passage) if folded(found[0]).startswith(tuple(words)))
    return next(spots, 0)


def excerpt(passage: str, words: Sequence[str]) -> str:
    """Return the part of a passage round the first of the words, cut between words."""
    at = _first(passage, words)
    start = passage.rfind(" ", 0, max(at - _AROUND, 0)) + 1 if at > _AROUND else 0
    end = passage.find(" ", at + 2 * _AROUND)
    cut = passage[start:] if end < 0 else passage[start:end]
    return f"{'… ' if start else ''}{cut.strip()}{'' if end < 0 else ' …'}"
