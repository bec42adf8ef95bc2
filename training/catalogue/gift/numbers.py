"""Numerical answers: a number, a number with what it may be off by, or a range."""

import re
from decimal import Decimal

from training.catalogue.gift.questions import Broken, Format, Span
from training.catalogue.gift.signs import Piece
from training.catalogue.gift.texts import with_feedback
from training.core.text import text

_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?")
_ANY = "*"


def span_of(weight: Decimal, piece: Piece, default: Format) -> Span:
    """Read `3`, `3:0.5`, `1..5` or `*`, and its feedback. Raises Broken."""
    answer, feedback = with_feedback(piece, default)
    if answer.text == _ANY:
        return Span(None, None, weight, feedback)
    low, high = _ends(answer.text, piece)
    if low > high:
        raise Broken(
            piece.at,
            text("The range runs backwards."),
            text("Write the smaller number first, as in %(example)s.", example="{#1..5}"),
        )
    return Span(low, high, weight, feedback)


def _ends(said: str, piece: Piece) -> tuple[Decimal, Decimal]:
    low, range_sign, high = said.partition("..")
    if range_sign:
        return _number(low, piece), _number(high, piece)
    middle, margin_sign, margin = said.partition(":")
    centre, off = _number(middle, piece), _number(margin if margin_sign else "0", piece)
    return centre - off, centre + off


def _number(said: str, piece: Piece) -> Decimal:
    if not _NUMBER.fullmatch(said.strip()):
        raise Broken(
            piece.at,
            text("This answer is not a number."),
            text("Write it with digits and a point, as in 3.5, 3.5:0.1 or 3..4."),
        )
    return Decimal(said.strip())
