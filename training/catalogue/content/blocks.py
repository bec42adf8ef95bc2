"""The blocks of a lesson: `::: remember` (or `rule`), `note`, `example`, `try` and `answer`."""

from collections.abc import Sequence
from html import escape

from markdown_it.token import Token

from training.catalogue.content.labels import Labels
from training.catalogue.content.problems import Problem, nearest, shown
from training.catalogue.content.written import WrittenText

NAMES = ("remember", "rule", "note", "example", "try", "answer")
OPENS = "container_block_open"
CLOSES = "container_block_close"
_REMEMBERED = ("remember", "rule")


def name_blocks(tokens: Sequence[Token], text: WrittenText) -> list[Problem]:
    """Write the name of each block into its two tokens and say what is wrong."""
    problems: list[Problem] = []
    open_blocks: list[Token] = []
    for number, token in enumerate(tokens):
        if token.type == OPENS:
            before = tokens[number - 1] if number else None
            problems.extend(_open(token, before, text, nested=bool(open_blocks)))
            open_blocks.append(token)
        elif token.type == CLOSES:
            token.meta["name"] = open_blocks.pop().meta["name"]
        elif token.type == "paragraph_open" and open_blocks and open_blocks[-1].meta["name"] in _REMEMBERED:
            token.attrSet("class", "remember-text")
    return problems


def _open(token: Token, before: Token | None, text: WrittenText, *, nested: bool) -> list[Problem]:
    words = token.info.split()
    name = words[0] if words else ""
    token.meta["name"] = name
    problems = [*_unclosed(token, text)]
    place = text.place(token.map[0] if token.map else 0)
    if name not in NAMES:
        fix = nearest(name, NAMES) or f"use one of {', '.join(NAMES)}"
        problems.append(place.error("C019", f"there is no block '{shown(name, 30)}'", fix))
    if nested:
        problems.append(
            place.error("C034", "a block stands inside another block", "close the outer one first with ':::'")
        )
    follows_try = before is not None and before.type == CLOSES and before.meta["name"] == "try"
    if name == "answer" and not follows_try:
        fix = "put '::: try' with the question right before it"
        problems.append(place.error("C016", "this answer follows no 'try'", fix))
    return problems


def _unclosed(token: Token, text: WrittenText) -> list[Problem]:
    start, end = token.map or [0, 0]
    lines = text.body.split("\n")
    if end < len(lines) and lines[end].strip().startswith(":::"):
        return []
    return [text.place(start).error("C033", "this block is not closed", "end it with a line ':::'")]


def opening(token: Token, labels: Labels) -> str:
    """Begin a block in HTML."""
    words = {
        "remember": ("remember", "", labels.remember),
        "rule": ("remember", "", labels.remember),
        "note": ("note", ' role="note"', labels.note),
        "example": ("example", "", labels.example),
        "try": ("try", "", labels.try_it),
    }
    name = token.meta["name"]
    if name == "answer":
        return f'<details class="answer"><summary>{escape(labels.answer)}</summary>'
    if name not in words:
        return "<div>"
    style, role, label = words[name]
    return f'<div class="{style}"{role}><p class="{style}-label">{escape(label)}</p>'


def closing(token: Token) -> str:
    """End a block in HTML."""
    return "</details>\n" if token.meta["name"] == "answer" else "</div>\n"
