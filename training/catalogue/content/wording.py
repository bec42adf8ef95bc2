"""Measures of wording, all pure: reading grade, giveaways in options, verbs that nobody can watch."""

import re
from collections.abc import Sequence

# Flesch-Kincaid grade level: Kincaid, Fishburne, Rogers and Chissom 1975.
_PER_SENTENCE, _PER_WORD, _LESS = 0.39, 11.8, 15.59

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_ENOUGH_WORDS = 80

_ALL_OF_THE_ABOVE = re.compile(
    r"\b(?:all|none|both|neither|any) of (?:the|these|those) (?:above|others?|options?|answers?)\b"
    r"|^(?:all|none|both) of (?:them|these|the above)\.?$",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:NOT|EXCEPT)\b"
    r"|\b(?i:which|what)\b[^.?!]{0,200}\b(?:is|are|does|do|should|would) ?(?:not|n't|n’t)\b[^.?!]{0,200}\?$"
    r"|\b(?i:except|least likely)\b[^.?!]{0,200}\?$"
)
_ABSOLUTE = re.compile(r"\b(?:always|never|under no circumstances|in every case)\b", re.IGNORECASE)
_UNTESTABLE = re.compile(
    r"(?:know|understand|learn|be aware|appreciate|realise|realize|be familiar|remember)\b", re.IGNORECASE
)
_UNKIND = re.compile(r"\b(?:weakest link|stupid|dumb|idiots?|careless users?)\b", re.IGNORECASE)
_EMPTY_LINK = re.compile(r"(?:click here|here|this link|read more|more|link)\.?", re.IGNORECASE)

LONGER_THAN = 1.6
_LONG_ENOUGH = 30
_ECHO_LETTERS = 6
_FUNCTION_WORDS = frozenset(
    """about above across after again against already always another around because become before behind below
    between beyond cannot during either enough every everyone itself myself neither nobody nothing others people
    rather really should since someone something somebody their themselves there these those though through
    together towards under until whatever where whether which while within without would yourself""".split()  # noqa: SIM905 (a list of one word a line would fill a page)
)


def reading_grade(prose: str) -> float | None:
    """Work out the Flesch-Kincaid grade of English running text, or None when there are too few words to say."""
    words = _WORD.findall(re.sub(r"\{\{.*?\}\}", "name", prose))
    if len(words) < _ENOUGH_WORDS:
        return None
    sentences = [part for part in _SENTENCE_END.split(prose) if _WORD.search(part)]
    syllables = sum(_syllables(word.lower()) for word in words)
    return _PER_SENTENCE * len(words) / len(sentences) + _PER_WORD * syllables / len(words) - _LESS


def word_count(prose: str) -> int:
    """Words of running text."""
    return len(_WORD.findall(prose))


def _syllables(word: str) -> int:
    count = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and count > 1
    ending = word.endswith("ed") and not word.endswith(("ted", "ded")) and count > 1
    return max(1, count - silent - ending)


def is_all_of_the_above(option: str) -> bool:
    """Whether an option speaks of the other options; the site shuffles them."""
    return bool(_ALL_OF_THE_ABOVE.search(option))


def is_negative(stem: str) -> bool:
    """Whether a stem asks for what is not so."""
    return bool(_NEGATIVE.search(stem))


def is_absolute(option: str) -> bool:
    """Whether an option gives itself away by a word such as "always"."""
    return bool(_ABSOLUTE.search(option))


def is_untestable(objective: str) -> bool:
    """Whether an objective begins with a verb that nobody can watch."""
    return bool(_UNTESTABLE.match(objective))


def unkind_word(text: str) -> str:
    """Find a word that blames people, or ""."""
    found = _UNKIND.search(text)
    return found[0] if found else ""


def is_empty_link(words: str) -> bool:
    """Whether the words of a link do not say where it goes."""
    return bool(_EMPTY_LINK.fullmatch(words.strip()))


def is_much_longer(right: str, wrong: Sequence[str]) -> bool:
    """Whether the right option stands out by its length."""
    longest = max((len(text) for text in wrong), default=0)
    return len(right) > _LONG_ENOUGH and len(right) > LONGER_THAN * longest


def echo(stem: str, right: str, wrong: Sequence[str]) -> str:
    """Find a long word that only the right option repeats from the stem, or ""."""
    others = _long_words(" ".join(wrong))
    shared = (_long_words(stem) & _long_words(right)) - others
    return min(shared, default="")


def _long_words(text: str) -> set[str]:
    bare = re.sub(r"\{\{.*?\}\}|`[^`]*`", " ", text)
    return {word.lower() for word in _WORD.findall(bare) if len(word) >= _ECHO_LETTERS} - _FUNCTION_WORDS
