"""Right and wrong answers to frozen questions of every kind: what a test sends, by a verb, a form or a browser."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from training.catalogue.models import Question
from training.core.db import database
from training.learning.marking import Kind, kind_of

Content = Mapping[str, Any]


def content_of(keys: Collection[str]) -> Content:
    """The question whose parts have these keys: only the database tells."""
    database.session.rollback()
    for content in database.session.scalars(select(Question.content)):
        if {option["key"] for option in content["options"]} == set(keys):
            return dict(content)
    raise AssertionError("the page shows no question of the database")


def sent(content: Content, *, right: bool = True) -> list[tuple[str, str]]:
    """What to send as the right answer, or as one that is worth nothing: (part or "", value)."""
    options, kind = content["options"], kind_of(content)
    if kind is Kind.ORDER:
        last = len(options) + 1
        return [(one["key"], str(one["place"] if right else last - one["place"])) for one in options]
    if kind is Kind.MATCH:
        keys = [choice["key"] for choice in content["choices"]]
        wrong = {one["key"]: next(key for key in keys if key != one["answer"]) for one in options}
        return [(one["key"], one["answer"] if right else wrong[one["key"]]) for one in options]
    keys = [one["key"] for one in options if one["right"] is right]
    return [("", key) for key in (keys if right else keys[:1])]
