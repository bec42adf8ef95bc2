"""A small strict reader of iCalendar (RFC 5545, RFC 6868), written apart from the library that writes our entries."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

NAME = re.compile(r"[A-Z0-9-]+")
SAFE = re.compile(r'[^\x00-\x08\x0a-\x1f\x7f";:,]*')
QUOTED = re.compile(r'"([^\x00-\x08\x0a-\x1f\x7f"]*)"')
ESCAPES = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n", "\\N": "\n"}
CIRCUMFLEX = {"^n": "\n", "^^": "^", "^'": '"'}


class Wrong(ValueError):
    """The text breaks a rule of the standard."""


@dataclass
class Property:
    name: str
    value: str
    parameters: dict[str, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return re.sub(r"\\.", lambda found: _known(found[0], ESCAPES), self.value)

    @property
    def instant(self) -> datetime:
        if not re.fullmatch(r"\d{8}T\d{6}Z", self.value) or self.parameters:
            raise Wrong(f"{self.name} is not in UTC: {self.value}")
        return datetime.strptime(self.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


@dataclass
class Component:
    name: str
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def one(self, name: str) -> Property:
        found = [prop for prop in self.properties if prop.name == name]
        if len(found) != 1:
            raise Wrong(f"{len(found)} times {name} in {self.name}")
        return found[0]

    def names(self) -> list[str]:
        return sorted(prop.name for prop in self.properties)


def lines_of(text: str) -> list[str]:
    """Unfold. Every line ends with CRLF, holds at most 75 octets, and is UTF-8 by itself."""
    data = text.encode()
    if not data.endswith(b"\r\n"):
        raise Wrong("the last line has no end")
    raw = data[:-2].split(b"\r\n")
    for line in raw:
        if len(line) > 75:
            raise Wrong(f"{len(line)} octets in one line")
        if b"\r" in line or b"\n" in line:
            raise Wrong("a bare end of line")
        line.decode()
    return re.sub(rb"\r\n[ \t]", b"", data[:-2]).decode().split("\r\n")


def read(text: str) -> Component:
    """Return the one VCALENDAR of the text."""
    open_ones: list[Component] = []
    done: list[Component] = []
    for line in lines_of(text):
        prop = _property(line)
        if prop.name == "BEGIN":
            open_ones.append(Component(prop.value))
        elif prop.name == "END":
            _close(open_ones, done, prop)
        elif open_ones:
            open_ones[-1].properties.append(prop)
        else:
            raise Wrong(f"{prop.name} outside of a component")
    if open_ones or [one.name for one in done] != ["VCALENDAR"]:
        raise Wrong("not one whole VCALENDAR")
    return done[0]


def _close(open_ones: list[Component], done: list[Component], end: Property) -> None:
    closed = open_ones.pop()
    if closed.name != end.value:
        raise Wrong(f"END:{end.value} closes {closed.name}")
    (open_ones[-1].parts if open_ones else done).append(closed)


def _property(line: str) -> Property:
    name = NAME.match(line)
    if not name:
        raise Wrong(f"no property: {line!r}")
    rest, parameters = line[name.end() :], {}
    while rest.startswith(";"):
        key, values, rest = _parameter(rest[1:])
        parameters[key] = values
    if not rest.startswith(":"):
        raise Wrong(f"no value: {line!r}")
    if any(ord(character) < 32 and character != "\t" for character in rest):
        raise Wrong(f"a control character: {line!r}")
    return Property(name[0], rest[1:], parameters)


def _parameter(rest: str) -> tuple[str, list[str], str]:
    key, equals, rest = rest.partition("=")
    if not equals or not NAME.fullmatch(key):
        raise Wrong(f"no parameter: {key!r}")
    values, rest = [], f",{rest}"
    while rest.startswith(","):
        value, rest = _parameter_value(rest[1:])
        values.append(re.sub(r"\^.", lambda found: _known(found[0], CIRCUMFLEX, lenient=True), value))
    return key, values, rest


def _parameter_value(rest: str) -> tuple[str, str]:
    if quoted := QUOTED.match(rest):
        return quoted[1], rest[quoted.end() :]
    safe = SAFE.match(rest)
    assert safe
    return safe[0], rest[safe.end() :]


def _known(found: str, table: dict[str, str], *, lenient: bool = False) -> str:
    if found not in table and not lenient:
        raise Wrong(f"an escape that there is not: {found}")
    return table.get(found, found)
