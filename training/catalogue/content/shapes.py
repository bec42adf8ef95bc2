"""Puts a parsed file into its shape and says, line by line, where it does not fit."""

import copy
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from training.catalogue.content.marked import Document, Location
from training.catalogue.content.problems import Place, Problem, nearest, shown

Shape = TypeVar("Shape", bound=BaseModel)

# type of complaint → code, what is wrong with 'key', how to put it right
_COMPLAINTS: dict[str, tuple[str, str, str]] = {
    "string_type": ("C060", "must be text", "put it in double quotes"),
    "int_type": ("C060", "must be a whole number", "write digits only, without quotes"),
    "bool_type": ("C060", "must be true or false", "write true or false, without quotes"),
    "date_type": ("C060", "must be a date", "write it as 2026-11-23, without quotes"),
    "tuple_type": ("C060", "must be a list", "write one line with '- ' for each entry"),
    "model_type": ("C060", "must be a mapping", "write lines with 'key: value' below it"),
    "string_too_short": ("C061", "is empty", "write the text, or leave an optional key out"),
    "string_too_long": ("C061", "is too long", "shorten it to {max_length} letters"),
    "too_short": ("C061", "has too few entries", "write at least {min_length}"),
    "too_long": ("C061", "has too many entries", "keep it to {max_length}"),
    "greater_than_equal": ("C061", "is too small", "use {ge} or more"),
    "less_than_equal": ("C061", "is too large", "use {le} or less"),
    "literal_error": ("C062", "has a value that the format does not know", "use {expected}"),
}
_FIELD_CODES = {("question", "level"): "Q004", ("question", "kind"): "Q005", ("message", "missing"): "C015"}
_SHORT_NAMES = {
    "GlossaryEntry": "glossary entry",
    "AudienceRule": "audience rule",
    "DueRule": "due",
    "Serving": "serves",
}


def shaped(shape: type[Shape], document: Document) -> tuple[Shape | None, tuple[Problem, ...]]:
    """Read a document as a frozen shape, or None, and every complaint with its line.

    Unknown keys alone do not hide what else is wrong: they are reported, left out, and the rest is read.
    """
    made, details = _attempt(shape, document.data)
    unknown = [detail for detail in details if detail["type"] == "extra_forbidden"]
    problems = [_unknown(shape, document, detail) for detail in unknown]
    if unknown:
        made, details = _attempt(shape, _without(document.data, [detail["loc"] for detail in unknown]))
        details = [detail for detail in details if not _misspelt(detail, unknown)]
    problems.extend(_complaints(shape, document, details))
    return made, tuple(problems)


def _attempt(shape: type[Shape], data: Any) -> tuple[Shape | None, list[ErrorDetails]]:
    try:
        return shape.model_validate(_hardened(data)), []
    except ValidationError as wrong:
        return None, wrong.errors(include_url=False)


def _hardened(value: Any) -> Any:
    """Turn lists into tuples: strict frozen shapes take nothing else."""
    if isinstance(value, dict):
        return {key: _hardened(part) for key, part in value.items()}
    return tuple(_hardened(part) for part in value) if isinstance(value, list) else value


def _without(data: Any, locations: list[Location]) -> Any:
    kept = copy.deepcopy(data)
    for location in locations:
        holder: Any = kept
        for part in location[:-1]:
            holder = _step(holder, part)
        if isinstance(holder, dict):
            holder.pop(location[-1], None)
    return kept


def _step(holder: Any, part: str | int) -> Any:
    """One part down; the names of union members in a location are not in the data and are passed over."""
    if isinstance(holder, dict):
        return holder.get(part, holder)
    if isinstance(holder, list) and isinstance(part, int) and part < len(holder):
        return holder[part]
    return holder


def _unknown(shape: type[BaseModel], document: Document, detail: ErrorDetails) -> Problem:
    location = detail["loc"]
    owner = _shape_at(shape, location[:-1])
    key = str(location[-1])
    known = [field.alias or name for name, field in owner.model_fields.items()]
    fix = nearest(key, known) or f"remove it; known are {', '.join(known)}"
    return document.place(*location).error("C004", f"{_name(owner)} does not know the key '{shown(key)}'", fix)


def _misspelt(missing: ErrorDetails, unknown: list[ErrorDetails]) -> bool:
    """Whether a key is missing only since it was misspelt: the unknown key has said so already."""
    *where, key = missing["loc"]
    siblings = [detail["loc"][-1] for detail in unknown if list(detail["loc"][:-1]) == where]
    return missing["type"] == "missing" and any(nearest(str(word), [str(key)]) for word in siblings)


def _complaints(shape: type[BaseModel], document: Document, details: list[ErrorDetails]) -> Iterator[Problem]:
    seen: set[Place] = set()
    for detail in details:
        place = document.place(*detail["loc"])
        if (place in seen and detail["type"] != "missing") or _follows_from_another(detail, details):
            continue
        seen.add(place)
        yield _complaint(_name(_owner(shape, detail)), place, detail)


def _follows_from_another(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Say whether a list is called too short only since its entries were refused."""
    size = len(detail["loc"])
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > size and other["loc"][:size] == detail["loc"] for other in details
    )


def _owner(shape: type[BaseModel], detail: ErrorDetails) -> type[BaseModel]:
    location = detail["loc"]
    return _shape_at(shape, location if detail["type"] == "value_error" else location[:-1])


def _complaint(owner: str, place: Place, detail: ErrorDetails) -> Problem:
    kind = detail["type"]
    key = _last_word(detail["loc"]) or owner
    if kind == "missing":
        code = _FIELD_CODES.get((owner, "missing"), "C003")
        return place.error(code, f"{owner} lacks the key '{key}'", f"add '{key}:'")
    if kind == "value_error":
        what, _, fix = str(detail["ctx"]["error"]).partition(" | ")
        return place.error("C063", f"{owner}: {shown(what, 200)}", fix)
    code, what, fix = _COMPLAINTS.get(kind, ("C062", "does not fit the format", "compare it with a course that works"))
    code = _FIELD_CODES.get((owner, key), code)
    return place.error(code, f"'{key}' of {owner} {what}", fix.format(**detail.get("ctx", {})))


def _last_word(location: Location) -> str:
    words = [part for part in location if isinstance(part, str) and part.replace("_", "").isalpha()]
    return words[-1] if words else ""


def _shape_at(shape: type[BaseModel], location: Location) -> type[BaseModel]:
    found = shape
    for part in location:
        field = next((field for name, field in found.model_fields.items() if part in (name, field.alias)), None)
        found = _shape_in(field.annotation, found) if field else found
    return found


def _shape_in(annotation: Any, otherwise: type[BaseModel]) -> type[BaseModel]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        inner = _shape_in(part, otherwise)
        if inner is not otherwise:
            return inner
    return otherwise


def _name(shape: type[BaseModel]) -> str:
    return _SHORT_NAMES.get(shape.__name__, shape.__name__.lower())
