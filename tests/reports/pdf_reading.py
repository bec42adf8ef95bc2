"""Reads just so much of a PDF as the tests need: its pages, its marks, and its text by the fonts' own tables."""

import re
import zlib
from collections.abc import Iterator

OBJECT = re.compile(rb"^(\d+) 0 obj\s(.*?)\sendobj", re.MULTILINE | re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
MARK = re.compile(rb"/(f\d+) [\d.]+ Tf|\b[BE]T\b|\(")
BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def unpacked(content: bytes) -> bytes:
    found = STREAM.search(content)
    if found is None:
        return b""
    try:
        return zlib.decompress(found[1])
    except zlib.error:
        return found[1]


def everything(pdf: bytes) -> bytes:
    """The file and all its streams unpacked."""
    return pdf + b"\n".join(unpacked(content) for _number, content in OBJECT.findall(pdf))


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", everything(pdf)))


def text(pdf: bytes) -> str:
    """The words of the page in the order in which they are drawn, one line for each piece."""
    objects = {int(number): content for number, content in OBJECT.findall(pdf)}
    tables = {name: table for content in objects.values() for name, table in _tables(content, objects)}
    drawn = next(content for content in map(unpacked, objects.values()) if b"BT" in content and b" Tf" in content)
    return "".join(_letters(drawn, tables))


def _tables(content: bytes, objects: dict[int, bytes]) -> Iterator[tuple[bytes, dict[int, str]]]:
    for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", content):
        table = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
        assert table is not None, "a font says which letters its drawings are"
        pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", unpacked(objects[int(table[1])]))
        yield name, {int(one, 16): bytes.fromhex(other.decode()).decode("utf-16-be") for one, other in pairs}


def _letters(drawn: bytes, tables: dict[bytes, dict[int, str]]) -> Iterator[str]:
    table: dict[int, str] = {}
    at, within = 0, False
    while mark := MARK.search(drawn, at):
        at = mark.end()
        if mark[1]:
            table = tables[mark[1]]
        elif mark[0] != b"(":
            within = mark[0] == b"BT"
            yield "\n"
        else:
            end = _end_of_string(drawn, at)
            codes = ESCAPED.sub(_escaped, drawn[at:end]) if within else b""  # others stand beside pictures
            yield "".join(table[int.from_bytes(codes[one : one + 2])] for one in range(0, len(codes), 2))
            at = end + 1


def _end_of_string(drawn: bytes, start: int) -> int:
    """Brackets need no backslash in a string as long as they come in pairs."""
    depth = 1
    for found in BRACKET.finditer(drawn, start):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    raise AssertionError("a string without an end")


def _escaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8)]) if code.isdigit() else NAMED.get(code, code)
