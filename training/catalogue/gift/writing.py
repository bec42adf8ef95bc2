"""Writes our own questions as GIFT.

They are taken as they stand in questions.yaml, not as they were frozen: so the words go out as their author wrote them,
in Markdown, which GIFT has a name for; and drafts go out too.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from training.catalogue.content.problems import shown
from training.catalogue.gift.layout import UNWRITTEN
from training.catalogue.gift.questions import WHOLE, Format
from training.catalogue.gift.signs import cleaned, escaped
from training.core.text import Text, text

Say = Callable[[Text], str]
Written = Mapping[str, Any]
"""An entry of questions.yaml, as plain values."""

_MARKDOWN = f"[{Format.MARKDOWN}]"
_MISTAKABLE = re.compile(r"%|\[(?:html|moodle|markdown|plain)\]")
_MARK = re.compile(r"\[(?=(?:id|tag):)")
_CENT = Decimal("0.00001")

_ORDER = text("GIFT knows no question of putting steps in order")
_INSPECT = text("GIFT knows no question of marking what is wrong in a message")
_UNKNOWN = text("GIFT knows no question of this kind")
_RETIRED = text("it is retired: nobody is asked it any more")
_UNFIT = text("its options do not fit its kind; the checker says what is wrong")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question that could not be written, and why."""

    id: str
    kind: str
    why: Text


@dataclass(frozen=True, slots=True)
class Bank:
    """A file of GIFT, how many questions it holds, and which it does not. The file says so too, in comments."""

    text: str
    questions: int
    left_out: tuple[LeftOut, ...]


def write(questions: Iterable[Written], *, title: str = "", say: Say = str) -> Bank:
    """Write the questions of a course. `title` goes into the first line."""
    chunks: list[str] = [f"// {_comment(title)}"] if title else []
    left: list[LeftOut] = []
    number = 0
    for question in questions:
        out = _left_out(question)
        if out:
            left.append(out)
            chunks.append(_told(out, say))
        else:
            number += 1
            chunks.append("\n".join(_lines(question, say)))
    return Bank("\n\n".join(chunks) + "\n", number, tuple(left))


def _left_out(question: Written) -> LeftOut | None:
    """Say why a question cannot be written; None where it can."""
    kind = str(question["kind"])
    if question.get("status") == "retired":
        return LeftOut(question["id"], kind, _RETIRED)
    if kind not in _WRITERS:
        return LeftOut(question["id"], kind, {"order": _ORDER, "inspect": _INSPECT}.get(kind, _UNKNOWN))
    return None if _fits(question) else LeftOut(question["id"], kind, _UNFIT)


def _fits(question: Written) -> bool:
    """Say whether GIFT would read the same: an answer alone is no choice to it, nor is a pair alone a match."""
    kind, options = question["kind"], _options(question)
    right = sum(_is_right(option) for option in options)
    enough = len(_pairs(question) if kind == "match" else options) > 1
    return enough and (kind == "match" or right == 1 or (kind == "many" and right > 1))


def _told(out: LeftOut, say: Say) -> str:
    return (
        f"// {_comment(say(text('Left out: %(id)s (%(kind)s): %(why)s', id=out.id, kind=out.kind, why=say(out.why))))}"
    )


def _lines(question: Written, say: Say) -> Iterator[str]:
    tags = " ".join(f"[tag:{key}:{question[key]}]" for key in ("objective", "lesson", "level") if question.get(key))
    yield f"// [id:{question['id']}] {tags}".rstrip()
    yield f"::{_said(question['id'])}::{_MARKDOWN}{_said(question['stem'])} {{"
    yield from (f"\t{line}" for line in _WRITERS[question["kind"]](question, say))
    if question.get("takeaway", UNWRITTEN) != UNWRITTEN:
        yield f"\t####{_guarded(question['takeaway'])}"
    yield "}"


def _one(question: Written, _say: Say) -> Iterator[str]:
    for option in _options(question):
        yield f"{'=' if _is_right(option) else '~'}{_answer(option)}"


def _many(question: Written, _say: Say) -> Iterator[str]:
    """Share a hundred per cent among the right ones, and take as much for all the wrong ones together."""
    options = _options(question)
    right = sum(_is_right(option) for option in options)
    gain, loss = _share(right), _share(len(options) - right)
    for option in options:
        yield f"~%{gain if _is_right(option) else f'-{loss}'}%{_answer(option)}"


def _match(question: Written, say: Say) -> Iterator[str]:
    """Write the reasons as comments: in GIFT a pair has no feedback."""
    for pair in _pairs(question):
        if pair.get("why"):
            yield f"// {_comment(say(text('Why: %(reason)s', reason=pair['why'])))}"
        yield f"={_left(pair['text'])} -> {_said(pair['goes_with'])}"
    yield from (f"= -> {_said(decoy)}" for decoy in question.get("decoys") or ())


_WRITERS: dict[str, Callable[[Written, Say], Iterator[str]]] = {"one": _one, "many": _many, "match": _match}


def _options(question: Written) -> list[Written]:
    return list(question.get("options") or ())


def _pairs(question: Written) -> list[Written]:
    return list(question.get("pairs") or ())


def _is_right(option: Written) -> bool:
    return bool(option.get("right"))


def _share(number: int) -> str:
    """Return one of so many equal parts of a hundred, to five places as Moodle names them: 33.33333."""
    return f"{(WHOLE / max(number, 1)).quantize(_CENT).normalize():f}"


# --- texts ------------------------------------------------------------------------------------------------------------


def _answer(option: Written) -> str:
    why = option.get("why")
    return _guarded(option["text"]) + (f"#{_guarded(why)}" if why else "")


def _left(words: str) -> str:
    """Write the left side of a pair. The arrow has no escape in GIFT, but its head has one in Markdown."""
    return _guarded(words.replace("->", "-\\>"))


def _guarded(words: str) -> str:
    """Write a text whose beginning could be taken for a weight or a format with its format before it."""
    return f"{_MARKDOWN}{_said(words)}" if _MISTAKABLE.match(words) else _said(words)


def _said(words: str) -> str:
    return escaped(cleaned(str(words)).strip())


def _comment(words: str) -> str:
    """Write words on one line, and nothing among them that could be taken for an id or a tag."""
    return shown(_MARK.sub("[ ", " ".join(words.split())), 1_000)
