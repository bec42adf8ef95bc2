"""Pictures: an SVG file becomes a part of the page that follows its theme.

Only drawing elements, no colours of its own, nothing that loads or runs.
"""

import re
from html import escape
from typing import NamedTuple
from xml.parsers import expat

from training.catalogue.content.problems import Place, Problem, nearest, shown
from training.catalogue.content.written import Picture

ELEMENTS = frozenset(
    {
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "title",
        "desc",
    }
)
ATTRIBUTES = frozenset(
    {
        "viewBox", "class", "d", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "width",
        "height", "points", "transform", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
        "stroke-dasharray", "opacity", "text-anchor", "dominant-baseline", "font-size", "font-weight", "textLength",
        "lengthAdjust",
    }
)  # fmt: skip
CLASSES = frozenset(
    {"line", "dim", "arr", "band", "gold", "soft", "sheet", "ink", "say", "mut", "own", "mono", "done", "over"}
)
PAINTS = frozenset({"none", "currentColor"})

MOST_ELEMENTS = 1_500
_MOST_DEPTH = 20
# Pictures are drawn for a phone: a little larger where there is room, never wider than the column.
_DRAWN_AT = 1.25
_VALUE = re.compile(r"[A-Za-z0-9 \t\r\n.,()+%-]*")
_BOX = re.compile(r"-?[0-9]{1,4} -?[0-9]{1,4} [0-9]{1,4}(?:\.[0-9]{1,4})? [0-9]{1,4}(?:\.[0-9]{1,4})?")
_IGNORED = frozenset({"xmlns", "version", "role", "id"})
_WORDY = frozenset({"title", "desc"})


class Drawn(NamedTuple):
    """The element to put into the page ("" when it cannot be drawn), and what is wrong with the file."""

    svg: str
    problems: tuple[Problem, ...]


class _BadPictureError(Exception):
    """Stops the reading of a picture."""


def draw(picture: Picture, name: str) -> Drawn:
    """Draw the SVG of a file as one element with `name` as its accessible name. `name` is plain text."""
    pen = _Pen(picture.place)
    parser = expat.ParserCreate()
    pen.listen_to(parser)
    try:
        parser.Parse(picture.text, True)  # noqa: FBT003 (the parser's own signature)
    except expat.ExpatError as broken:
        what = f"this is not well-formed XML: {expat.errors.messages.get(broken.code, 'broken')}"
        return Drawn(
            "", (*pen.problems, pen.at(broken.lineno).error("C044", what, "export the picture again as plain SVG"))
        )
    except (_BadPictureError, UnicodeError, ValueError):
        return Drawn("", tuple(pen.problems))
    return pen.finish(name)


class _Pen:
    """Writes out only what is allowed; everything else becomes a problem."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.problems: list[Problem] = []
        self._parser: expat.XMLParserType | None = None
        self._out: list[str] = []
        self._open: list[str] = []
        self._hidden = 0
        self._count = 0
        self._box = ""
        self._desc = ""

    def listen_to(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def at(self, line: int) -> Place:
        return Place(self.place.path, max(line, 1))

    def finish(self, name: str) -> Drawn:
        if not self._box:
            fix = "give the svg element a viewBox such as '0 0 500 128'"
            return Drawn("", (*self.problems, self.place.error("C044", "this picture has no viewBox", fix)))
        desc = f"<desc>{escape(self._desc.strip())}</desc>" if self._desc.strip() else ""
        width = round(float(self._box.split()[2]) * _DRAWN_AT)
        size = f'viewBox="{self._box}" width="{width}"'
        head = f'<svg class="figure" {size} role="img"><title>{escape(name)}</title>{desc}'
        return Drawn(f"{head}{''.join(self._out)}</svg>", tuple(self.problems))

    def _here(self) -> Place:
        return self.at(self._parser.CurrentLineNumber if self._parser else 1)

    def _doctype(self, *_: object) -> None:
        self.problems.append(self._here().error("C043", "a DOCTYPE is used", "leave it out"))
        raise _BadPictureError

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= _MOST_DEPTH:
            self.problems.append(self._here().error("C043", "this picture is too large", "draw it with fewer elements"))
            raise _BadPictureError
        self._open.append(name)
        if len(self._open) == 1:
            self._root(name, attributes)
        elif self._hidden or name not in ELEMENTS or name == "svg":
            self._hide(name)
        elif name not in _WORDY:
            self._out.append(f"<{name}{self._written(name, attributes)}>")

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        if name != "svg":
            self.problems.append(self._here().error("C044", "this is not an SVG picture", "begin the file with '<svg'"))
            raise _BadPictureError
        box = attributes.get("viewBox", "")
        self._box = box if _BOX.fullmatch(box) else ""
        self._written(name, {key: value for key, value in attributes.items() if key not in {"width", "height"}})

    def _hide(self, name: str) -> None:
        if not self._hidden:
            fix = f"use only {', '.join(sorted(ELEMENTS))}"
            self.problems.append(self._here().error("C043", f"a picture may not hold <{shown(name, 30)}>", fix))
        self._hidden += 1

    def _end(self, name: str) -> None:
        self._open.pop()
        if self._hidden:
            self._hidden -= 1
        elif self._open and name not in _WORDY:
            self._out.append(f"</{name}>")

    def _text(self, text: str) -> None:
        inside = self._open[-1] if self._open else ""
        if self._hidden:
            return
        if inside in {"text", "tspan"}:
            self._out.append(escape(text))
        elif self._open == ["svg", "desc"]:
            self._desc += text

    def _written(self, element: str, attributes: dict[str, str]) -> str:
        kept = ((key, self._allowed(element, key, value)) for key, value in attributes.items() if key not in _IGNORED)
        return "".join(f' {key}="{escape(value)}"' for key, value in kept if value is not None)

    def _allowed(self, element: str, key: str, value: str) -> str | None:
        if key == "class":
            return " ".join(word for word in value.split() if self._class(word)) or None
        if key in {"fill", "stroke"} and value not in PAINTS:
            what = f"the colour '{shown(value, 30)}' does not follow the theme"
            self._complain(what, f"use a class instead: {', '.join(sorted(CLASSES))}")
            return None
        if key not in ATTRIBUTES or not _VALUE.fullmatch(value):
            what = f"<{element}> may not have {shown(key, 30)}='{shown(value, 30)}'"
            self._complain(what, "leave it out; style, links and handlers are not drawn")
            return None
        return value

    def _complain(self, what: str, fix: str) -> None:
        self.problems.append(self._here().error("C043", what, fix))

    def _class(self, word: str) -> bool:
        if word in CLASSES:
            return True
        fix = nearest(word, CLASSES) or f"use one of {', '.join(sorted(CLASSES))}"
        self.problems.append(self._here().error("C043", f"pictures have no class '{shown(word, 30)}'", fix))
        return False
