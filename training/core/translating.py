"""Sentences in a language outside of any request: mail is written for its reader, whoever causes it."""

from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations

from training.core.settings import ROOT
from training.core.text import Text

WORDS = ROOT / "training" / "translations"


def said(sentence: Text, language: str) -> str:
    """Return a sentence, and the sentences among its values, in a language; in English where there are no words yet."""
    message = _catalogue(language).gettext(sentence.message)
    values = {name: _value(value, language) for name, value in sentence.values.items()}
    return str(message % values if values else message)


def _value(value: Any, language: str) -> Any:
    return said(value, language) if isinstance(value, Text) else value


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(str(WORDS), [language] if language else [])


@cache
def translated() -> frozenset[str]:
    """Name the languages into which the sentences are translated; English is what they are written in."""
    return frozenset(path.name for path in WORDS.iterdir() if path.is_dir())
