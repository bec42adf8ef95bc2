"""What a seminar asks of those who register: questions read, checked, put in order; answers frozen in their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from training.core.errors import NotFound, Refused
from training.core.text import text

MOST_QUESTIONS, LEAST_OPTIONS, MOST_OPTIONS = 6, 2, 12
LONGEST_LINE = 200
YES, NO = "Yes", "No"
FIELD = "answer-"


class QuestionKind(StrEnum):
    """How a question is answered: in a short line, by one of a list, by yes or no."""

    LINE = "line"
    CHOICE = "choice"
    YES_NO = "yes-no"


@dataclass(frozen=True)
class Question:
    """One question. `key` names it while it is asked; what was answered keeps its words instead."""

    key: str
    kind: QuestionKind
    label: str
    options: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True)
class Told:
    """What somebody told us with their registration: what was sent for each question, by key, and their need."""

    given: Mapping[str, str | None] = field(default_factory=dict)
    need: str = ""
    code: str = ""
    """Of the invitation with which they come."""


NOTHING_TOLD = Told()
Asked = tuple[Question, ...]


def read(stored: Sequence[Mapping[str, Any]] | None) -> Asked:
    """Return the questions of a seminar as they are stored."""
    return tuple(
        Question(
            one["key"], QuestionKind(one["kind"]), one["label"], tuple(one.get("options", ())), one.get("needed", False)
        )
        for one in stored or ()
    )


def written(asked: Asked) -> list[dict[str, Any]]:
    """Return questions as they are stored."""
    return [
        {"key": one.key, "kind": one.kind.value, "label": one.label, "options": list(one.options), "needed": one.needed}
        for one in asked
    ]


def added(asked: Asked, new: Question) -> Asked:
    """Put a question at the end, under a key of its own. Raises Refused."""
    if len(asked) >= MOST_QUESTIONS:
        raise Refused("", text("A seminar asks at most %(n)s questions. Take one away first.", n=MOST_QUESTIONS))
    return (*asked, _checked(asked, replace(new, key=_free_key(asked))))


def changed(asked: Asked, new: Question) -> Asked:
    """Put a question in the place of the one with its key. Raises NotFound and Refused."""
    here = _place(asked, new.key)
    others = asked[:here] + asked[here + 1 :]
    return (*asked[:here], _checked(others, new), *asked[here + 1 :])


def removed(asked: Asked, key: str) -> Asked:
    """Ask a question no longer. Raises NotFound."""
    here = _place(asked, key)
    return asked[:here] + asked[here + 1 :]


def moved_up(asked: Asked, key: str) -> Asked:
    """Ask a question before the one that stands before it; the first one stays. Raises NotFound."""
    here = _place(asked, key)
    if here == 0:
        return asked
    return (*asked[: here - 1], asked[here], asked[here - 1], *asked[here + 1 :])


def frozen(asked: Asked, answers: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    """Return question and answer in their words of today; what was not answered is left out.

    `answers` is by key. Raises Refused at `answer-<key>` where an answer is needed and there is none.
    """
    pairs = [(one, _answer(one, answers.get(one.key))) for one in asked]
    for one, answer in pairs:
        if one.needed and not answer:
            raise Refused(field_name(one), text("Answer this question"))
    return tuple((one.label, answer) for one, answer in pairs if answer)


def field_name(one: Question) -> str:
    """Return the name of the field in which a question is answered."""
    return f"{FIELD}{one.key}"


def _answer(one: Question, given: str | None) -> str:
    shown = "".join(character for character in given or "" if character.isprintable())
    answer = " ".join(shown.split())[:LONGEST_LINE]
    known = {QuestionKind.CHOICE: one.options, QuestionKind.YES_NO: (YES, NO)}.get(one.kind)
    return answer if known is None or answer in known else ""


def _place(asked: Asked, key: str) -> int:
    for place, one in enumerate(asked):
        if one.key == key:
            return place
    raise NotFound


def _free_key(asked: Asked) -> str:
    used = {one.key for one in asked}
    return next(key for number in range(1, MOST_QUESTIONS + 2) if (key := f"q{number}") not in used)


def _checked(others: Asked, one: Question) -> Question:
    label = " ".join(one.label.split())
    if not label or len(label) > LONGEST_LINE:
        raise Refused("label", text("Enter the question, in at most %(n)s characters.", n=LONGEST_LINE))
    if label.casefold() in {other.label.casefold() for other in others}:
        raise Refused("label", text("This is asked already."))
    return replace(one, label=label, options=_options(one))


def _options(one: Question) -> tuple[str, ...]:
    if one.kind is not QuestionKind.CHOICE:
        return ()
    options = tuple(dict.fromkeys(" ".join(option.split()) for option in one.options if option.strip()))
    if not LEAST_OPTIONS <= len(options) <= MOST_OPTIONS or any(len(option) > LONGEST_LINE for option in options):
        raise Refused(
            "options",
            text("Enter %(least)s to %(most)s answers, each on a line of its own.", least=LEAST_OPTIONS,
                 most=MOST_OPTIONS),
        )  # fmt: skip
    return options
