"""What the search looks through: the words of what is taught now, one row for each lesson and subject."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, func, literal_column, update
from sqlalchemy import insert as insert_rows

from training.catalogue.content import comparing
from training.catalogue.content.freezing import FrozenEdition
from training.catalogue.models import Passage
from training.catalogue.rules import SubjectKind, folded
from training.catalogue.search_queries import INDEX
from training.core.db import database


def _weighed(words: Any, weight: str) -> Any:
    return func.setweight(func.to_tsvector(literal_column("'simple'"), words), literal_column(f"'{weight}'"))


# How FTS5 is told to read its content anew; PostgreSQL has a column.
_FILL = insert_rows(INDEX).values(passage_index="rebuild")
_VECTORS = (
    update(Passage)
    .where(Passage.vector.is_(None))
    .values(vector=_weighed(Passage.folded_title, "A").op("||")(_weighed(Passage.folded, "B")))
)
_PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)
"""Its words stand where they are drawn, in no order that can be read."""
_SEARCHED = {SubjectKind.COURSE, SubjectKind.POLICY}
"""A kit is for whoever holds the seminar."""


def replace_passages(taught: Sequence[tuple[int, FrozenEdition]]) -> None:
    """Put the passages of these subjects in place of those that they had."""
    database.session.execute(delete(Passage).where(Passage.subject_id.in_({subject_id for subject_id, _ in taught})))
    rows = [row for subject_id, one in taught if one.kind in _SEARCHED for row in _rows(subject_id, one)]
    if rows:
        database.session.execute(insert_rows(Passage), rows)
    database.session.execute(_FILL if database.engine.dialect.name == "sqlite" else _VECTORS)


def _rows(subject_id: int, edition: FrozenEdition) -> Iterator[dict[str, Any]]:
    for lesson_slug, title, text in _texts(edition):
        yield {
            "subject_id": subject_id, "language": edition.language, "lesson_slug": lesson_slug, "title": title,
            "text": text, "folded_title": folded(title)[:200], "folded": folded(text), "vector": None,
        }  # fmt: skip


def _texts(edition: FrozenEdition) -> Iterator[tuple[str, str, str]]:
    content = edition.content
    terms = [f"{one['term']}: {comparing.plain_words(one['means_html'])}" for one in content.get("glossary", ())]
    objectives = [one["text"] for one in content["objectives"]] if edition.kind == "course" else []
    body = comparing.plain_words(content["html"]) if edition.kind == "policy" else ""
    yield "", content["title"], _joined([content["summary"], *objectives, *terms, body])
    for lesson in content.get("lessons", ()):
        yield lesson["slug"], lesson["title"], comparing.plain_words(_PICTURE.sub(" ", lesson["html"]))


def _joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)
