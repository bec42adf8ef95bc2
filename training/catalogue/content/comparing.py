"""What differs between two frozen contents of one course, in words that can be read. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from training.catalogue.content.lessons import fill

Content = Mapping[str, Any]

_BLOCK_END = re.compile(r"</(?:p|li|h[2-6]|t[dh]|d[dt]|figcaption|text|summary|title|desc)>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Difference:
    """One lesson or question that is new, gone or said otherwise. `before` and `after` are the parts that differ."""

    kind: str
    """lesson or question."""
    title: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def differences(before: Content, after: Content) -> list[Difference]:
    """Return what differs in lessons and questions, in the order of the newer content; what is gone stands last."""
    return [
        *_pairs("lesson", _lessons(before), _lessons(after)),
        *_pairs("question", _questions(before), _questions(after)),
    ]


def _pairs(
    kind: str, before: dict[str, tuple[str, list[str]]], after: dict[str, tuple[str, list[str]]]
) -> Iterator[Difference]:
    for slug, (title, parts) in after.items():
        if slug not in before:
            yield Difference(kind, title, after=tuple(parts))
        elif before[slug] != (title, parts):
            yield Difference(kind, title, *_changed(before[slug][1], parts))
    for slug, (title, parts) in before.items():
        if slug not in after:
            yield Difference(kind, title, before=tuple(parts))


def _changed(before: list[str], after: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    gone: list[str] = []
    new: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            gone.extend(before[a:b])
            new.extend(after[c:d])
    return tuple(gone), tuple(new)


def _lessons(content: Content) -> dict[str, tuple[str, list[str]]]:
    return {one["slug"]: (one["title"], [one["title"], *blocks(one["html"])]) for one in content["lessons"]}


def _questions(content: Content) -> dict[str, tuple[str, list[str]]]:
    found = {}
    for one in content["questions"]:
        choices = {choice["key"]: choice["text_html"] for choice in one.get("choices", ())}
        options = sorted(_part(option, choices) for option in one["options"])
        found[one["id"]] = (
            plain_words(one["stem_html"]),
            [plain_words(one["stem_html"]), *options, plain_words(one["takeaway_html"])],
        )
    return found


def _part(option: Content, choices: Mapping[str, str]) -> str:
    """Say a part with its reason, its place among the steps, or what it goes with."""
    beside = (str(option.get("label", "")), choices.get(option.get("answer", ""), ""), str(option.get("place", "")))
    said = (option["text_html"], *beside, option["why_html"])
    return " ".join(words for html in said if (words := plain_words(html)))


def blocks(html: str) -> list[str]:
    """Return the words of sanitised HTML, one entry for each paragraph, cell or heading."""
    return [words for part in _BLOCK_END.split(html) if (words := plain_words(part))]


def plain_words(html: str) -> str:
    """Return the words of sanitised HTML in one line, with ordinary words for the local ones."""
    return " ".join(unescape(_TAG.sub(" ", fill(html, {}))).split())


def unraised(before: Content, after: Content) -> list[str]:
    """Say what has changed so that the edition ought to be raised, where its number is still the same."""
    if before["number"] != after["number"]:
        return []
    told = []
    if _texts(before["objectives"]) != _texts(after["objectives"]):
        told.append("the objectives have changed")
    if before["quiz"]["pass_percent"] != after["quiz"]["pass_percent"]:
        told.append("the pass mark has changed")
    if _claims(before) != _claims(after):
        told.append("the clauses that it serves have changed")
    if {one["slug"] for one in before["lessons"]} != {one["slug"] for one in after["lessons"]}:
        told.append("lessons have come or gone")
    return told


def _texts(objectives: list[dict[str, str]]) -> dict[str, str]:
    return {one["id"]: one["text"] for one in objectives}


def _claims(content: Content) -> dict[str, str]:
    return {one["clause"]: one["strength"] for one in content["serves"]}
