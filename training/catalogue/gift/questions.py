"""What a GIFT file says, in a shape of its own that knows nothing of Muster."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from training.core.text import Text, text

WHOLE = Decimal(100)
"""The weight of an answer that earns everything."""
BLANK = "_____"
"""What stands in a text where the word to find is missing."""


class Format(StrEnum):
    """How a text of the file is meant. Moodle takes its own way where none is named."""

    MOODLE = "moodle"
    HTML = "html"
    MARKDOWN = "markdown"
    PLAIN = "plain"


class Kind(StrEnum):
    """What is asked for. A missing word is a multiple choice whose answers stand within the text."""

    CHOICE = "multiple choice"
    MISSING_WORD = "missing word"
    TRUE_FALSE = "true or false"
    SHORT_ANSWER = "short answer"
    MATCHING = "matching"
    NUMERICAL = "numerical"
    ESSAY = "essay"
    DESCRIPTION = "description"


KIND_NAMES: dict[Kind, Text] = {
    Kind.CHOICE: text("multiple choice"),
    Kind.MISSING_WORD: text("missing word"),
    Kind.TRUE_FALSE: text("true or false"),
    Kind.SHORT_ANSWER: text("short answer"),
    Kind.MATCHING: text("matching"),
    Kind.NUMERICAL: text("numerical"),
    Kind.ESSAY: text("essay"),
    Kind.DESCRIPTION: text("description"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A text without its escapes, and its format. Only HTML keeps the line breaks that the file itself has."""

    text: str = ""
    format: Format = Format.MOODLE


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with its share in per cent, from -100 to 100. Of true or false: TRUE, then FALSE."""

    words: Words
    weight: Decimal
    feedback: Words = Words()


@dataclass(frozen=True, slots=True)
class Pair:
    """What goes together. Without a left side it is a choice that belongs to nothing."""

    left: Words
    right: Words


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers from `low` to `high` that are taken as an answer; None: any other number."""

    low: Decimal | None
    high: Decimal | None
    weight: Decimal
    feedback: Words = Words()


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftQuestion:
    """One question of the file. `line` is where it begins, `category` what the last line $CATEGORY said before it.

    `single`: only one answer can be chosen. `id` and `tags` come from the comments above it.
    """

    line: int
    kind: Kind
    title: str = ""
    stem: Words
    answers: tuple[Answer, ...] = ()
    pairs: tuple[Pair, ...] = ()
    spans: tuple[Span, ...] = ()
    single: bool = False
    feedback: Words = Words()
    category: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GiftProblem:
    """What could not be read: one sentence that says what is wrong, one that says how to put it right."""

    line: int
    what: Text
    fix: Text


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a file says, and what of it could not be read, both in the order of the file."""

    questions: tuple[GiftQuestion, ...] = ()
    problems: tuple[GiftProblem, ...] = ()
    categories: tuple[str, ...] = ()


class Broken(Exception):
    """A question cannot be read. `at` is the place in its text, counted in letters."""

    def __init__(self, at: int, what: Text, fix: Text) -> None:
        super().__init__(str(what))
        self.at = at
        self.what = what
        self.fix = fix
