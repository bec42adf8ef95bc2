"""The search of the catalogue: one function over FTS5 on SQLite and a text vector on PostgreSQL, with one answer.

Both see the same folded words, so that a word is found on either: small letters, no accents, no signs. Every word of
the question must begin a word of the passage, and a plural finds its singular. Titles weigh more than text.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, column, func, insert, literal_column, select, table, update

from training.catalogue.models import Passage, Subject
from training.catalogue.rules import SubjectKind
from training.core.db import database

MOST_WORDS = 8
FOUND_AT_ONCE = 30
_SHORT = 3
_WORD = re.compile(r"\w+")
_AROUND = 70


class Found(NamedTuple):
    """A passage that holds the words. `lesson_slug` is empty where the subject itself says them."""

    kind: SubjectKind
    slug: str
    subject: str
    lesson_slug: str
    title: str
    excerpt: str


def folded(words: str) -> str:
    """Return words in small letters without accents, with single blanks between them."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return " ".join(_WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))


def question_words(question: str) -> list[str]:
    """Return what is looked for: at most eight beginnings of words."""
    return [_singular(word) for word in folded(question).split()[:MOST_WORDS]]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word.endswith("s") and not word.endswith("ss") else word


_COLUMNS = (Subject.kind, Subject.slug, Subject.title, Passage.lesson_slug, Passage.title, Passage.text)
_TAUGHT = (Subject.retired_on.is_(None), Subject.edition_id.is_not(None), Passage.language == bindparam("language"))
_PLAIN = select(*_COLUMNS).join(Subject, Subject.id == Passage.subject_id).where(*_TAUGHT)

# Made by the migration, on SQLite only: an index over the rows of Passage.
_INDEX = table("passage_index", column("rowid"), column("passage_index"))
_SQLITE = (
    _PLAIN.join(_INDEX, _INDEX.c.rowid == Passage.id)
    .where(_INDEX.c.passage_index.op("MATCH")(bindparam("asked")))
    .order_by(func.bm25(literal_column("passage_index"), 8.0, 1.0), Passage.id)
    .limit(FOUND_AT_ONCE)
)
_asked: Any = func.to_tsquery(literal_column("'simple'"), bindparam("asked"))
_POSTGRESQL = (
    _PLAIN.where(Passage.vector.op("@@")(_asked))
    .order_by(func.ts_rank(Passage.vector, _asked).desc(), Passage.id)
    .limit(FOUND_AT_ONCE)
)


def search(question: str, language: str) -> list[Found]:
    """Return the passages in that language that hold all words of a question, the best first. One SELECT."""
    words = question_words(question)
    if not words:
        return []
    if database.engine.dialect.name == "sqlite":
        statement, asked = _SQLITE, " ".join(f'"{word}"*' for word in words)
    else:
        statement, asked = _POSTGRESQL, " & ".join(f"{word}:*" for word in words)
    rows = database.session.execute(statement, {"asked": asked, "language": language})
    return [Found(*row[:5], excerpt(row[5], words)) for row in rows]


def _weighed(words: Any, weight: str) -> Any:
    return func.setweight(func.to_tsvector(literal_column("'simple'"), words), literal_column(f"'{weight}'"))


def excerpt(passage: str, words: Sequence[str]) -> str:
    """Return the part of a passage round the first of the words, cut between words."""
    spots = [found.start() for found in _WORD.finditer(passage) if folded(found[0]).startswith(tuple(words))]
    at = spots[0] if spots else 0
    start = passage.rfind(" ", 0, max(at - _AROUND, 0)) + 1 if at > _AROUND else 0
    end = passage.find(" ", at + 2 * _AROUND)
    cut = passage[start:] if end < 0 else passage[start:end]
    return f"{'… ' if start else ''}{cut.strip()}{'' if end < 0 else ' …'}"


# How FTS5 is told to read its content anew.
_FILL = insert(_INDEX).values(passage_index="rebuild")
_VECTORS = (
    update(Passage)
    .where(Passage.vector.is_(None))
    .values(vector=_weighed(Passage.folded_title, "A").op("||")(_weighed(Passage.folded, "B")))
)


def index() -> None:
    """Take new passages into the index. Called once at the end of a publication."""
    database.session.execute(_FILL if database.engine.dialect.name == "sqlite" else _VECTORS)
