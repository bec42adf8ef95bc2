"""The signs of GIFT and their escapes: hidden while a text is taken apart, put back afterwards, written out.

An escaped sign becomes a code point that Unicode keeps free of letters, so that whatever sign is left is a sign.
"""

import re
from dataclasses import dataclass

_ESCAPED = {"\\": "\\", ":": ":", "#": "#", "=": "=", "{": "{", "}": "}", "~": "~", "n": "\n"}
_FIRST_GUARD = 0xFDD0
_GUARDS = {sign: chr(_FIRST_GUARD + number) for number, sign in enumerate(_ESCAPED)}
_BACK = str.maketrans({guard: _ESCAPED[sign] for sign, guard in _GUARDS.items()})
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_WRITTEN = str.maketrans({sign: f"\\{sign}" for sign in "\\:#={}~"} | {"\n": "\\n"})

UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What nobody types: control characters, letters that turn the direction of the text, what is no letter at all."""
_OTHER_BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", " "))


def calmed(text: str) -> str:
    """Return a text whose lines all end in one line feed, without rarer breaks within them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_OTHER_BREAKS)


def cleaned(text: str) -> str:
    """Return a text without anything that nobody types."""
    return UNSEEN.sub("", calmed(text))


def guarded(text: str) -> str:
    """Hide each escaped sign. A backslash before anything else is a backslash."""
    return _ESCAPE.sub(lambda found: _GUARDS[found[1]], text)


def restored(text: str) -> str:
    """Put each hidden sign back, as itself."""
    return text.translate(_BACK)


def escaped(text: str) -> str:
    """Write a text so that nothing in it is a sign and all of it stands on one line."""
    return text.translate(_WRITTEN)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a guarded text that remembers at which letter of the whole it begins."""

    text: str
    at: int = 0

    def part(self, start: int, end: int | None = None) -> "Piece":
        """Return the letters from `start` to before `end`."""
        return Piece(self.text[start:end], self.at + start)

    def stripped(self) -> "Piece":
        """Return it without the space round it."""
        lead = len(self.text) - len(self.text.lstrip())
        return Piece(self.text.strip(), self.at + lead)

    def split(self, sign: str) -> tuple["Piece", "Piece | None"]:
        """Return what stands before the first `sign` and what stands after it, None where there is none."""
        place = self.text.find(sign)
        return (self, None) if place < 0 else (self.part(0, place), self.part(place + len(sign)))
