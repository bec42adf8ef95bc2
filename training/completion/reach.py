"""The SQL form of audience rules, held equal to `audience.holds` by a test on both databases."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, false, func, literal, not_, or_, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean

from training.completion.audience import BELOW, only
from training.people.models import Department, Membership, Person, Site


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
    """Return the rule as a condition on Person, Department, Site and Membership, joined to each other. Never NULL."""
    key, value = only(rule)
    if key == "not":
        return not_(condition(value))
    if key in {"any", "all"}:
        return (or_ if key == "any" else and_)(*(condition(part) for part in value))
    return _WHOLE[key](value) if key in _WHOLE else or_(false(), *(_FORMS[key](one) for one in value))


def _department(code: str) -> ColumnElement[bool]:
    below = code + BELOW
    return or_(Department.code == code, func.substr(Department.code, 1, len(below)) == below)


def _site(code: str) -> ColumnElement[bool]:
    return Site.code == code


def _attribute(name: str) -> ColumnElement[bool]:
    return _lists(Membership.attributes, cast(literal(name), Text()))


def _title(title: str) -> ColumnElement[bool]:
    return Membership.title == title


def _person(external_id: str) -> ColumnElement[bool]:
    return and_(Person.external_id.is_not(None), Person.external_id == external_id)


def _started(days: Mapping[str, str]) -> ColumnElement[bool]:
    bounds: list[ColumnElement[bool]] = [Person.started_on.is_not(None)]
    if "after" in days:
        bounds.append(Person.started_on >= date.fromisoformat(days["after"]))
    if "before" in days:
        bounds.append(Person.started_on < date.fromisoformat(days["before"]))
    return and_(*bounds)


def _everyone(yes: bool) -> ColumnElement[bool]:
    return true() if yes else false()


_WHOLE: dict[str, Callable[[Any], ColumnElement[bool]]] = {"everyone": _everyone, "started": _started}
_FORMS = {"departments": _department, "sites": _site, "attributes": _attribute, "titles": _title, "people": _person}
