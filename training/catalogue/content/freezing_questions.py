"""Questions, frozen: what is asked, in parts whose names tell nothing of their place or of their being right."""

from collections.abc import Sequence
from typing import Any

from training.catalogue.content.digest import digest_of
from training.catalogue.content.figures import draw
from training.catalogue.content.lessons import render_inline
from training.catalogue.content.sanitiser import sanitised
from training.catalogue.content.schema import Option, Pair, Step
from training.catalogue.content.written import WrittenCourse, WrittenQuestion
from training.core.digest import digest

_KEY_DIGITS = 12


def frozen_question(written: WrittenQuestion, course: WrittenCourse) -> dict[str, Any]:
    """Freeze one question.

    `options` are its parts: answers to choose from, steps with their `place` (from 1), pairs with the key of their
    `answer` among the `choices`, or the parts of a scene in the order in which they stand there.
    """
    question = written.question
    asked: dict[str, Any] = {
        "id": question.id,
        "kind": question.kind,
        "level": question.level,
        "objective": question.objective,
        "topic": _topic(written, course),
        "lesson": question.lesson,
        "stem_html": _inline(question.stem, course),
        "takeaway_html": _inline(question.takeaway, course),
    }
    if question.kind == "inspect":
        asked |= {"scene": question.scene, "picture_html": _picture(written, course)}
    parts = _parts(written, course)
    choices = sorted({pair.goes_with for pair in question.pairs} | set(question.decoys))
    sealed = digest_of({**asked, "options": sorted(parts, key=digest_of), "decoys": list(question.decoys)})
    keyed = [{"key": _key(sealed, f"{part.get('label', '')}{part['text_html']}"), **_answered(sealed, part)}
             for part in parts]  # fmt: skip
    return {
        **asked, "digest": sealed,
        "options": keyed if question.kind == "inspect" else sorted(keyed, key=lambda part: str(part["key"])),
        "choices": sorted(
            ({"key": _key(sealed, f"choice {choice}"), "text_html": _inline(choice, course)} for choice in choices),
            key=lambda choice: choice["key"],
        ),
    }  # fmt: skip


def _topic(written: WrittenQuestion, course: WrittenCourse) -> str:
    own = {one.id: one.topic for one in course.course.objectives}.get(written.question.objective)
    return own or course.course.topic


def _parts(written: WrittenQuestion, course: WrittenCourse) -> list[dict[str, Any]]:
    question = written.question
    if question.kind == "order":
        return [_said(step, course) | {"place": place} for place, step in enumerate(question.steps, start=1)]
    if question.kind == "match":
        return [_said(pair, course) | {"goes_with": pair.goes_with} for pair in question.pairs]
    return [_option(option, course) for option in question.options]


def _said(part: Step | Pair | Option, course: WrittenCourse) -> dict[str, Any]:
    return {"text_html": _inline(part.text, course), "why_html": _inline(part.why or "", course)}


def _option(option: Option, course: WrittenCourse) -> dict[str, Any]:
    label = {"label": option.label} if option.label else {}
    return _said(option, course) | {"right": option.right, "misconception": option.misconception} | label


def _answered(sealed: str, part: dict[str, Any]) -> dict[str, Any]:
    """Name what a pair goes with by the key of the choice."""
    if "goes_with" not in part:
        return part
    rest = {name: value for name, value in part.items() if name != "goes_with"}
    return rest | {"answer": _key(sealed, f"choice {part['goes_with']}")}


def _picture(written: WrittenQuestion, course: WrittenCourse) -> str:
    picture = course.pictures.get(written.question.picture or "")
    return sanitised(draw(picture, written.question.stem).svg) if picture else ""


def _key(sealed: str, text: str) -> str:
    return digest(f"{sealed}\n{text}".encode())[:_KEY_DIGITS]


def _inline(text: str, course: WrittenCourse) -> str:
    return render_inline(text, course.document.place(), course.surroundings).html


def frozen_questions(questions: Sequence[WrittenQuestion], course: WrittenCourse) -> list[dict[str, Any]]:
    """Freeze several."""
    return [frozen_question(written, course) for written in questions]
