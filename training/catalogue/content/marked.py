"""YAML in block style, read into plain values that remember their lines.

Only the event stream of PyYAML is used: values are built here with caps on size, depth and count. Anchors, aliases,
tags and flow style are refused: a small file cannot grow into a large value, and no word is taken for code.
Plain scalars follow the YAML 1.2 core schema (`no` is a word), plus dates.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

import yaml

from training.catalogue.content.problems import Place, Problem, shown

Scalar = str | int | float | bool | date | None
Value = Scalar | list["Value"] | dict[str, "Value"]
Location = tuple[str | int, ...]

MOST_LETTERS = 400_000
MOST_DEPTH = 16
MOST_VALUES = 40_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "true": True, "false": False,
}  # fmt: skip
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_USUAL_CAUSE = (
    "text that holds ': ' or '#', or begins with a quote or bracket, needs double quotes, or use '>-' and indent it"
)


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file (or a part of one): its value, and the line of each value by location."""

    path: str
    data: Value
    lines: dict[Location, int] = field(default_factory=dict)

    def place(self, *location: str | int) -> Place:
        """Where a value stands. Parts of the location that the file does not have are passed over."""
        found: Location = ()
        for part in location:
            if (*found, part) in self.lines:
                found = (*found, part)
        return Place(self.path, self.lines.get(found, 1))

    def entries(self) -> "list[Document]":
        """List the entries of a list, each as a document of its own that knows its lines."""
        values = self.data if isinstance(self.data, list) else []
        lines: list[dict[Location, int]] = [{} for _ in values]
        for spot, line in self.lines.items():
            if spot and isinstance(spot[0], int):
                lines[spot[0]][spot[1:]] = line
        return [Document(self.path, value, place) for value, place in zip(values, lines, strict=True)]


class _RefusedError(Exception):
    """Stops the building of a value; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_yaml(text: str, path: str, *, first_line: int = 1) -> tuple[Document | None, tuple[Problem, ...]]:
    """Parse the document in `text`, or None, with what is wrong with it. Never raises for bad text.

    `first_line` is the line of the file at which the text begins (front matter, fences).
    """
    if len(text) > MOST_LETTERS:
        problem = Place(path, first_line).error(
            "C050", f"this file is too large ({len(text)} letters)", f"keep it below {MOST_LETTERS} letters"
        )
        return None, (problem,)
    builder = _Builder(path, first_line)
    try:
        data = builder.build(text)
    except _RefusedError as refused:
        return None, (*builder.problems, refused.problem)
    except (yaml.YAMLError, UnicodeError) as broken:
        return None, (*builder.problems, builder.not_yaml(broken))
    return Document(path, data, builder.lines), tuple(builder.problems)


class _Builder:
    """Turns events into values without recursion."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.lines: dict[Location, int] = {}
        self.problems: list[Problem] = []
        self._stack: list[_Holder] = []
        self._root: Value = None
        self._values = 0
        self._documents = 0

    def build(self, text: str) -> Value:
        for event in _events(text):
            self._look_at(event)
        return self._root

    def not_yaml(self, broken: Exception) -> Problem:
        mark = getattr(broken, "problem_mark", None)
        line = self.first_line + (mark.line if mark else 0)
        cause = shown(getattr(broken, "problem", None) or "it holds a character that is not allowed", 90)
        return Place(self.path, line).error("C001", f"this is not valid YAML: {cause}", _USUAL_CAUSE)

    def _look_at(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._start(event)
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, "C052", "an alias (*) is used", "write the value out again")
        elif isinstance(event, yaml.ScalarEvent):
            self._plain(event)
            self._add(event, _scalar(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()

    def _start(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse(event, "C053", "a second document begins here", "remove the line '---'")

    def _plain(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self._refuse(
                event, "C052", f"an anchor (&{shown(event.anchor, 20)}) is used", "write the value out each time"
            )
        if getattr(event, "tag", None) not in (None, "!"):
            self._refuse(event, "C054", f"a tag ({shown(event.tag, 30)}) is used", "leave the tag out")  # type: ignore[attr-defined]

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        self._plain(event)
        if event.flow_style:
            self._refuse(
                event,
                "C055",
                "flow style ([…] or {…}) is used",
                "write a list as lines with '- ', a mapping as lines with 'key: '",
            )
        if len(self._stack) >= MOST_DEPTH:
            self._refuse(event, "C051", f"values are nested deeper than {MOST_DEPTH} levels", "flatten this part")
        is_list = isinstance(event, yaml.SequenceStartEvent)
        made: list[Value] | dict[str, Value] = [] if is_list else {}
        location = self._add(event, made)
        self._stack.append(_Holder(made, location))

    def _add(self, event: yaml.Event, value: Value) -> Location:
        self._values += 1
        if self._values > MOST_VALUES:
            self._refuse(event, "C050", f"this file holds more than {MOST_VALUES} values", "split it")
        if not self._stack:
            self._root = value
            self.lines[()] = self._line(event)
            return ()
        return self._add_to(self._stack[-1], event, value)

    def _add_to(self, holder: "_Holder", event: yaml.Event, value: Value) -> Location:
        made = holder.made
        if isinstance(made, list):
            location: Location = (*holder.location, len(made))
            self.lines[location] = self._line(event)
            made.append(value)
        elif holder.key is None:
            location = self._key(holder, made, event)
        else:
            location = (*holder.location, holder.key)
            made[holder.key] = value
            holder.key = None
        return location

    def _key(self, holder: "_Holder", made: dict[str, Value], event: yaml.Event) -> Location:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, "C056", "a key is not a word", "write keys as one word followed by a colon")
        key = str(event.value)  # type: ignore[attr-defined]
        if key in made:
            self.problems.append(
                self._place(event).error("C002", f"the key '{shown(key)}' stands here twice", "keep one of the two")
            )
        holder.key = key
        location = (*holder.location, key)
        self.lines.setdefault(location, self._line(event))
        return location

    def _line(self, event: yaml.Event) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark else 0)

    def _place(self, event: yaml.Event) -> Place:
        return Place(self.path, self._line(event))

    def _refuse(self, event: yaml.Event, code: str, what: str, fix: str) -> None:
        raise _RefusedError(self._place(event).error(code, what, fix))


@dataclass(slots=True)
class _Holder:
    made: list[Value] | dict[str, Value]
    location: Location
    key: str | None = None


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=_LOADER)


def _scalar(event: yaml.ScalarEvent) -> Scalar:
    text = str(event.value)
    return text if event.style else _resolved(text)


def _resolved(text: str) -> Scalar:
    if text in _CORE_WORDS:
        return _CORE_WORDS[text]
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if _DATE.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    return text
