"""Parts that the pages of this room share: local words put in, counts in words, links and facts."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from training.catalogue.content.comparing import plain_words
from training.catalogue.content.lessons import fill
from training.web.words import count_word, ngettext

Words = Mapping[str, str]
"""The local words of a content: name of the placeholder → value."""


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Entry:
    """A course or a policy in a list; `act` is what can be done with it now, "" for nothing."""

    title: str
    href: str
    summary: str
    when: str
    distance: str
    facts: tuple[str, ...]
    act: str


@dataclass(frozen=True)
class Link:
    label: str
    href: str


def filled(html: str, words: Words) -> Markup:
    """Return rendered and sanitised html of an edition with the local words, escaped, put in."""
    return Markup(fill(html, words))  # noqa: S704  it was sanitised when it was published, and is never changed


def plain(html: str, words: Words) -> str:
    """Return the bare words of such html, for where no tags can stand."""
    return plain_words(fill(html, words))


def sentence(words: str) -> str:
    """Begin words with a capital."""
    return words[:1].upper() + words[1:]


def lessons_words(number: int) -> str:
    """Say "six lessons"."""
    return ngettext("%(word)s lesson", "%(word)s lessons", number, word=count_word(number))


def questions_words(number: int) -> str:
    """Say "eight questions"."""
    return ngettext("%(word)s question", "%(word)s questions", number, word=count_word(number))


def minutes_words(number: int) -> str:
    """Say "25 minutes"."""
    return ngettext("%(num)d minute", "%(num)d minutes", number)
