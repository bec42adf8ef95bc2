"""An answered question, part by part: what was right, what was chosen, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from training.learning.marking import Content, Kind, kind_of, pairs_of
from training.learning.parts import Words, filled, plain, sentence
from training.web.language import ordinal_word
from training.web.words import _


@dataclass(frozen=True)
class Verdict:
    """One part of an answered question, with its reason. `which` says in words what the tick and the border say."""

    text: Markup
    why: Markup
    right: bool
    chosen: bool
    which: str = ""
    label: str = ""


Part = Mapping[str, Any]


def verdicts(content: Content, order: Sequence[str], chosen: Sequence[str] | None, words: Words) -> tuple[Verdict, ...]:
    """Build the verdicts in the order in which the parts were shown; steps stand in their right order.

    `chosen` is None where the answer was forgotten: then only what is right is told.
    """
    shown = {part["key"]: part for part in content["options"]}
    parts = [shown[key] for key in order]
    build = _ORDER if kind_of(content) is Kind.ORDER else _MATCH if kind_of(content) is Kind.MATCH else _CHOICE
    return build(content, parts, chosen, words)


def _said(part: Part, words: Words) -> tuple[Markup, Markup]:
    return filled(part["text_html"], words), filled(part["why_html"], words)


def _choices(
    content: Content, parts: Sequence[Part], chosen: Sequence[str] | None, words: Words
) -> tuple[Verdict, ...]:
    if kind_of(content) is Kind.INSPECT:
        return tuple(
            replace(_scene_part(part, chosen, words), label=_label(content, part, number))
            for number, part in enumerate(parts, start=1)
        )
    return tuple(
        Verdict(
            *_said(part, words), right=part["right"], chosen=part["key"] in (chosen or ()),
            which=_option(part["right"], part["key"] in (chosen or ())),
        )
        for part in parts
    )  # fmt: skip


def _label(content: Content, part: Part, number: int) -> str:
    """Return what stands in front of a part of a scene: in a room it has the number that the picture shows."""
    label = str(part.get("label", ""))
    return f"{label} {number}".strip() if content.get("scene") == "room" else label


def _option(right: bool, chosen: bool) -> str:
    if chosen:
        return _("Your answer, and right") if right else _("Your answer")
    return _("Right") if right else ""


def _scene_part(part: Part, chosen: Sequence[str] | None, words: Words) -> Verdict:
    """A part of a scene: what is right is to mark a sign, and to leave what is none."""
    sign, marked = part["right"], part["key"] in (chosen or ())
    said = {
        (True, True): _("A sign, and you found it"), (True, False): _("A sign that you did not mark"),
        (False, True): _("You marked it; it is no sign"), (False, False): _("No sign"),
    }[sign, marked]  # fmt: skip
    if chosen is None:
        said = _("A sign") if sign else _("No sign")
    right = sign if chosen is None else sign == marked
    return Verdict(*_said(part, words), right=right, chosen=marked, which=said)


def _steps(_content: Content, parts: Sequence[Part], chosen: Sequence[str] | None, words: Words) -> tuple[Verdict, ...]:
    put = {key: place for place, key in enumerate(chosen or (), start=1)}
    before = {part["place"]: part["key"] for part in parts}
    found = []
    for part in sorted(parts, key=lambda part: int(part["place"])):
        place, mine = part["place"], put.get(part["key"])
        follows = mine is not None and mine == 1 + (0 if place == 1 else put.get(before[place - 1], 0))
        which = _place_words(place, mine, follows=follows)
        found.append(Verdict(*_said(part, words), right=follows or chosen is None, chosen=False, which=which))
    return tuple(found)


def _place_words(place: int, mine: int | None, *, follows: bool) -> str:
    right = ordinal_word(place)
    if mine is None or mine == place:
        return sentence(right)
    if follows:
        return _("Comes %(place)s; you put it %(mine)s, after the right one", place=right, mine=ordinal_word(mine))
    return _("Comes %(place)s; you put it %(mine)s", place=right, mine=ordinal_word(mine))


def _lines(content: Content, parts: Sequence[Part], chosen: Sequence[str] | None, words: Words) -> tuple[Verdict, ...]:
    choices = {choice["key"]: plain(choice["text_html"], words) for choice in content["choices"]}
    given = pairs_of(chosen or ())
    found = []
    for part in parts:
        mine = given.get(part["key"])
        fits = mine == part["answer"]
        goes = choices[part["answer"]]
        which = (
            _("Goes with: %(choice)s", choice=goes)
            if fits or mine is None
            else _("Goes with: %(choice)s. You chose: %(mine)s", choice=goes, mine=choices.get(mine, ""))
        )
        found.append(Verdict(*_said(part, words), right=fits or chosen is None, chosen=False, which=which))
    return tuple(found)


Build = Callable[[Content, Sequence[Part], Sequence[str] | None, Words], tuple[Verdict, ...]]
_CHOICE: Build = _choices
_ORDER: Build = _steps
_MATCH: Build = _lines
