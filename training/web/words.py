"""Words in the reader's language, with types: `_` for one sentence, `ngettext` for one that counts."""

from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale, gettext
from flask_babel import ngettext as counted

from training.core.text import text

NUMBERS = (
    text("no"), text("one"), text("two"), text("three"), text("four"), text("five"),
    text("six"), text("seven"), text("eight"), text("nine"), text("ten"),
)  # fmt: skip


def _(message: str, **values: Any) -> str:
    """Return a sentence in the reader's language."""
    return str(gettext(message, **values))


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """Return a sentence for a number, shown as %(num)d, or as a word: %(word)s or, at its beginning, %(Word)s."""
    # Looked up only where the sentence has it: a page of teams counts some hundred things in figures.
    if "%(word)s" in many or "%(Word)s" in many:
        word = count_word(number)
        values = {"word": word, "Word": word[:1].upper() + word[1:], **values}
    return str(counted(one, many, number, **values))


def count_word(value: int) -> str:
    """Numbers to ten as words, as statements write them."""
    if 0 <= value < len(NUMBERS):
        return _(NUMBERS[value].message)
    return str(format_decimal(value, locale=get_locale() or "en"))
