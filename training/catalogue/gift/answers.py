"""What stands between the braces of a question: which kind it makes, and its answers."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from training.catalogue.gift.numbers import span_of
from training.catalogue.gift.questions import WHOLE, Answer, Broken, Format, Kind, Pair, Span, Words
from training.catalogue.gift.signs import Piece
from training.catalogue.gift.texts import weight_of, with_feedback, words_of
from training.core.text import text

MOST_ANSWERS = 100
FEWEST_CHOICES = 2
FEWEST_PAIRS = 2
NOTHING = Decimal(0)

_CHOICE_SIGNS = re.compile("[~=]")
_TRUE, _FALSE = {"T", "TRUE"}, {"F", "FALSE"}


@dataclass(frozen=True, slots=True)
class Answers:
    """The kind of a question, and whatever of the answers that kind has."""

    kind: Kind
    answers: tuple[Answer, ...] = ()
    pairs: tuple[Pair, ...] = ()
    spans: tuple[Span, ...] = ()
    single: bool = False


def answers_of(block: Piece, default: Format) -> Answers:
    """Read a block of answers without its general feedback. Raises Broken."""
    block = block.stripped()
    return _reader_of(block)(block, default)


def _reader_of(block: Piece) -> Callable[[Piece, Format], Answers]:
    """Choose by the signs in the order in which Moodle looks for them."""
    marks = block.text
    looks = (
        (not marks, _essay),
        (marks.startswith("#"), _numerical),
        ("~" in marks, _choice),
        ("=" in marks and "->" in marks, _matching),
        (_truth(block) in _TRUE | _FALSE, _true_or_false),
    )
    return next((reader for fits, reader in looks if fits), _short_answer)


def _essay(_block: Piece, _default: Format) -> Answers:
    return Answers(Kind.ESSAY)


# --- multiple choice --------------------------------------------------------------------------------------------------


def _choice(block: Piece, default: Format) -> Answers:
    answers = tuple(_option(sign, piece, default) for sign, piece in _signed(block))
    if len(answers) < FEWEST_CHOICES:
        raise Broken(
            block.at,
            text("There is only one answer to choose from."),
            text("Write at least two, each after ~ or, if it is right, after =."),
        )
    return Answers(Kind.CHOICE, answers, single="=" in block.text)


def _option(sign: str, piece: Piece, default: Format) -> Answer:
    weight, rest = weight_of(piece, WHOLE if sign == "=" else NOTHING)
    answer, feedback = with_feedback(rest, default)
    if not answer.text:
        raise _empty(piece)
    return Answer(answer, weight, feedback)


def _signed(block: Piece) -> Iterator[tuple[str, Piece]]:
    """Yield each answer of a choice with the sign before it."""
    signs = list(_CHOICE_SIGNS.finditer(block.text))
    _not_too_many(block, len(signs))
    if block.text[: signs[0].start()].strip():
        raise Broken(
            block.at,
            text("The first answer has no sign before it."),
            text("Write = before a right answer and ~ before a wrong one."),
        )
    for number, sign in enumerate(signs):
        end = signs[number + 1].start() if number + 1 < len(signs) else None
        yield sign[0], block.part(sign.end(), end)


def _empty(piece: Piece) -> Broken:
    return Broken(
        piece.at,
        text("An answer is empty."),
        text("Write it, or remove its sign; if the sign belongs to a text, write a backslash before it."),
    )


def _not_too_many(block: Piece, number: int) -> None:
    if number > MOST_ANSWERS:
        raise Broken(
            block.at,
            text("This question has more than %(n)s answers.", n=MOST_ANSWERS),
            text("Split it, or write a backslash before the signs that belong to a text."),
        )


# --- the other kinds --------------------------------------------------------------------------------------------------


def _truth(block: Piece) -> str:
    return block.split("#")[0].text.strip().upper()


def _true_or_false(block: Piece, default: Format) -> Answers:
    """Read `TRUE#to whoever is wrong#to whoever is right`."""
    _answer, told = block.split("#")
    if_wrong, if_right = told.split("#") if told else (Piece(""), None)
    wrong, right = words_of(if_wrong, default), words_of(if_right or Piece(""), default)
    if _truth(block) in _TRUE:
        answers = (_verdict("TRUE", WHOLE, right), _verdict("FALSE", NOTHING, wrong))
    else:
        answers = (_verdict("TRUE", NOTHING, wrong), _verdict("FALSE", WHOLE, right))
    return Answers(Kind.TRUE_FALSE, answers, single=True)


def _verdict(word: str, weight: Decimal, feedback: Words) -> Answer:
    return Answer(Words(word, Format.PLAIN), weight, feedback)


def _short_answer(block: Piece, default: Format) -> Answers:
    answers = []
    for piece in _listed(block):
        weight, rest = weight_of(piece, WHOLE)
        answer, feedback = with_feedback(rest, default)
        if not answer.text:
            raise _empty(piece)
        answers.append(Answer(answer, weight, feedback))
    return Answers(Kind.SHORT_ANSWER, tuple(answers))


def _matching(block: Piece, default: Format) -> Answers:
    pairs = tuple(_pair(piece, default) for piece in _listed(block))
    if len(pairs) < FEWEST_PAIRS:
        raise Broken(
            block.at,
            text("There is only one pair to match."),
            text("Write at least two, as in %(example)s.", example="=lock -> key"),
        )
    return Answers(Kind.MATCHING, pairs=pairs)


def _pair(piece: Piece, default: Format) -> Pair:
    left, right = piece.split("->")
    if right is None or not right.text.strip():
        raise Broken(
            piece.at,
            text("This pair has no right side."),
            text("Write both sides, as in %(example)s.", example="=lock -> key"),
        )
    return Pair(words_of(left, default), words_of(right, default))


def _numerical(block: Piece, default: Format) -> Answers:
    """Read `#3:1`, or a list with `=` before each number and `~` before what is said to whoever gives another."""
    block = block.part(1)
    numbers, other = block.split("~")
    spans = [span_of(*weight_of(piece, WHOLE), default) for piece in _listed(numbers)]
    if not spans:
        raise Broken(
            block.at,
            text("No number is given as the answer."),
            text("Write it after #, as in %(example)s.", example="{#3}"),
        )
    if other is not None:
        spans.append(Span(None, None, NOTHING, with_feedback(other, default)[1]))
    return Answers(Kind.NUMERICAL, spans=tuple(spans))


def _listed(block: Piece) -> list[Piece]:
    """Return what stands after each `=`, and what stands before the first one, if anything."""
    starts = [0, *(found.end() for found in re.finditer("=", block.text))]
    _not_too_many(block, len(starts))
    ends = [*(start - 1 for start in starts[1:]), len(block.text)]
    pieces = [block.part(start, end).stripped() for start, end in zip(starts, ends, strict=True)]
    return pieces if pieces[0].text else pieces[1:]
