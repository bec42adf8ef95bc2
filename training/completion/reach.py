"""The SQL form of audience rules, held equal to `audience.holds` by a test on both databases."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, false, func, literal, not_, or_, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean

from training.completion.audience import BELOW, only
from training.people.models import Department, Membership, Site


class _lists(FunctionElement[bool]):  # noqa: N801  it is written like a function
    """Whether a JSON list of texts holds a text."""

    type = Boolean()
    inherit_cache = True
    name = "lists"


@compiles(_lists, "sqlite")
def _lists_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    column, value = (compiler.process(part, **options) for part in element.clauses)
    return f"EXISTS (SELECT 1 FROM json_each({column}) WHERE json_each.value = {value})"  # noqa: S608  compiled parts


@compiles(_lists, "postgresql")
def _lists_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    column, value = (compiler.process(part, **options) for part in element.clauses)
    return f"(CAST({column} AS JSONB) @> to_jsonb({value}))"


def condition(rule: Mapping[str, Any]) -> ColumnElement[bool]:
    """Return the rule as a condition on Department, Site and Membership, joined to each other."""
    key, value = only(rule)
    if key == "not":
        return not_(condition(value))
    if key in {"any", "all"}:
        return (or_ if key == "any" else and_)(*(condition(part) for part in value))
    if key == "everyone":
        return true() if value else false()
    return or_(false(), *(_FORMS[key](one) for one in value))


def _department(code: str) -> ColumnElement[bool]:
    below = code + BELOW
    return or_(Department.code == code, func.substr(Department.code, 1, len(below)) == below)


def _site(code: str) -> ColumnElement[bool]:
    return Site.code == code


def _attribute(name: str) -> ColumnElement[bool]:
    return _lists(Membership.attributes, cast(literal(name), Text()))


_FORMS = {"departments": _department, "sites": _site, "attributes": _attribute}
