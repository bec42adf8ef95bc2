"""One text of a question: its format in brackets, its weight in per cent, its feedback."""

import re
from decimal import Decimal

from training.catalogue.gift.questions import Broken, Format, Words
from training.catalogue.gift.signs import Piece, restored
from training.core.text import text

_FORMAT = re.compile(r"\[(html|moodle|markdown|plain)\]")
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]{0,12})?)%")
_MOST_PER_CENT = 100


def words_of(piece: Piece, default: Format) -> Words:
    """Read a text with its format, or in the format of what it belongs to.

    A line break of the file is a space: a break that is meant is written as an escape. HTML makes its own lines.
    """
    marks = piece.text.strip()
    found = _FORMAT.match(marks)
    named = Format(found[1]) if found else default
    bare = marks[found.end() :] if found else marks
    lines = bare if named is Format.HTML else " ".join(filter(None, (line.strip() for line in bare.split("\n"))))
    return Words(restored(lines).strip(), named)


def weight_of(piece: Piece, otherwise: Decimal) -> tuple[Decimal, Piece]:
    """Read the weight before an answer; return it with what stands after it. Raises Broken."""
    bare = piece.stripped()
    found = _WEIGHT.match(bare.text)
    if found is None:
        return otherwise, bare
    weight = Decimal(found[1])
    if abs(weight) > _MOST_PER_CENT:
        raise Broken(
            bare.at,
            text("This answer weighs %(n)s %%.", n=found[1]),
            text("Write a weight from -100 to 100, as in %(example)s.", example="~%50%"),
        )
    return weight, bare.part(found.end())


def with_feedback(piece: Piece, default: Format) -> tuple[Words, Words]:
    """Read an answer and, after the first #, what is said to whoever gives it."""
    answer, feedback = piece.split("#")
    return words_of(answer, default), words_of(feedback or Piece(""), default)
