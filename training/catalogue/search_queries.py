"""The search of the catalogue: one function over FTS5 on SQLite and a text vector on PostgreSQL, with one answer.

Both see the same folded words. Every word of the question must begin a word of the passage; titles weigh more.
"""

from typing import Any, NamedTuple

from sqlalchemy import bindparam, column, func, literal_column, select, table

from training.catalogue.models import Edition, Passage, Subject, Translation
from training.catalogue.queries import IN_LANGUAGE, TITLE_READ
from training.catalogue.rules import SubjectKind, excerpt, question_words
from training.core.db import database

FOUND_AT_ONCE = 20
INDEX = table("passage_index", column("rowid"), column("passage_index"))
"""Made by the migration, on SQLite only: a full-text index over the rows of Passage."""


class Found(NamedTuple):
    """A passage that holds the words. `lesson_slug` is empty where the subject itself says them."""

    kind: SubjectKind
    slug: str
    subject: str
    lesson_slug: str
    title: str
    excerpt: str


_COLUMNS = (Subject.kind, Subject.slug, TITLE_READ, Passage.lesson_slug, Passage.title, Passage.text)
_PLAIN = (
    select(*_COLUMNS)
    .join(Subject, Subject.id == Passage.subject_id)
    .join(Edition, Edition.id == Subject.edition_id)
    .outerjoin(Translation, IN_LANGUAGE)
    .where(Subject.retired_on.is_(None), Passage.language == func.coalesce(Translation.language, Edition.language))
)

_SQLITE = (
    _PLAIN.join(INDEX, INDEX.c.rowid == Passage.id)
    .where(INDEX.c.passage_index.op("MATCH")(bindparam("asked")))
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
    """Return the passages that hold all words of a question, the best first. One SELECT.

    A subject is searched in that language where it is taught in it, else in its own.
    """
    words = question_words(question)
    if not words:
        return []
    if database.engine.dialect.name == "sqlite":
        statement, asked = _SQLITE, " ".join(f'"{word}"*' for word in words)
    else:
        statement, asked = _POSTGRESQL, " & ".join(f"{word}:*" for word in words)
    rows = database.session.execute(statement, {"asked": asked, "language": language})
    return [Found(*row[:5], excerpt(row[5], words)) for row in rows]
