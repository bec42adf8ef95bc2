"""From what a GIFT file says to drafts of our own questions, and to the reasons why some cannot become one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import get_args

from training.catalogue.content.schema import Level
from training.catalogue.gift.answers import FEWEST_PAIRS
from training.catalogue.gift.plain import holds_pictures, markdown_of, plain_of
from training.catalogue.gift.questions import WHOLE, Answer, GiftQuestion, Kind, Reading, Words
from training.catalogue.gift.slugs import Names
from training.core.text import Text, text

FEWEST_OPTIONS, MOST_OPTIONS = 3, 5
LONGEST_LINE, LONGEST_TEXT = 240, 4000
"""Letters that the schema of questions.yaml allows for an option, and for any other text."""
TO_DO = "to-do"
"""Stands where a course names no objective or lesson: the checker knows none of that name."""
_LEVEL = "apply"

_UNSUPPORTED = {
    Kind.SHORT_ANSWER: text("Muster asks for a choice, never for typed words. Write options for it by hand."),
    Kind.NUMERICAL: text("Muster asks for a choice, never for a number. Write options for it by hand."),
    Kind.ESSAY: text("Nobody marks free text in Muster. Turn it into a choice, or into a case to try within a lesson."),
    Kind.DESCRIPTION: text("This text asks nothing. If people need it, it belongs into a lesson."),
}


@dataclass(frozen=True, slots=True)
class DraftOption:
    """An answer to choose from; `notes` are for its author."""

    text: str
    why: str
    right: bool
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftPair:
    """Two sides of a match."""

    text: str
    goes_with: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A question for questions.yaml, with what an author must still do. Texts are Markdown; "" where there is none."""

    line: int
    title: str
    category: str
    id: str
    objective: str
    lesson: str
    level: str
    kind: str
    stem: str
    takeaway: str
    options: tuple[DraftOption, ...] = ()
    pairs: tuple[DraftPair, ...] = ()
    decoys: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class NotDrafted:
    """A question that was read and that cannot become one of ours."""

    line: int
    title: str
    kind: Kind
    why: Text


@dataclass(frozen=True, slots=True)
class Drafts:
    """What became of the questions of a file, each part in its order."""

    drafts: tuple[Draft, ...] = ()
    left: tuple[NotDrafted, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where questions are to go: the slugs that the course has, the first of each as a guess, and the ids it uses."""

    objectives: Sequence[str] = ()
    lessons: Sequence[str] = ()
    taken: Collection[str] = ()


class _Unfit(Exception):
    """This question cannot become one of ours."""

    def __init__(self, why: Text) -> None:
        super().__init__(str(why))
        self.why = why


def drafted(reading: Reading, place: Place) -> Drafts:
    """Draft what can be drafted, and say of everything else why it cannot."""
    names = Names(place.taken)
    drafts: list[Draft] = []
    left: list[NotDrafted] = []
    for question in reading.questions:
        try:
            drafts.append(_draft(question, place, names))
        except _Unfit as unfit:
            left.append(NotDrafted(question.line, title_of(question), question.kind, unfit.why))
    return Drafts(tuple(drafts), tuple(left))


def title_of(question: GiftQuestion) -> str:
    """Return the title of a question, or its first words where it has none."""
    return question.title or " ".join(plain_of(question.stem).split())


def _draft(question: GiftQuestion, place: Place, names: Names) -> Draft:
    if question.kind in _UNSUPPORTED:
        raise _Unfit(_UNSUPPORTED[question.kind])
    pairs, decoys = _pairs(question)
    stem, takeaway = _fitting(question.stem, LONGEST_TEXT), _optional(question.feedback)
    options = _options(question)
    return Draft(
        line=question.line, title=question.title, category=question.category,
        objective=_tagged(question, "objective", place.objectives, next(iter(place.objectives), TO_DO)),
        lesson=_tagged(question, "lesson", place.lessons, next(iter(place.lessons), TO_DO)),
        level=_tagged(question, "level", get_args(Level), _LEVEL),
        kind=_kind(question), stem=stem, takeaway=takeaway, options=options, pairs=pairs, decoys=decoys,
        notes=_notes(question), id=names.new(question.title or question.id or title_of(question)),
    )  # fmt: skip


def _tagged(question: GiftQuestion, key: str, known: Sequence[str], otherwise: str) -> str:
    """Return what a tag such as `lesson:look` names, if it is known. Our own export writes such tags."""
    wished = (tag.removeprefix(f"{key}:") for tag in question.tags if tag.startswith(f"{key}:"))
    return next((name for name in wished if name in known), otherwise)


# --- one or many right ------------------------------------------------------------------------------------------------


def _kind(question: GiftQuestion) -> str:
    if question.kind is Kind.MATCHING:
        return "match"
    return "many" if len(_right(question)) > 1 else "one"


def _right(question: GiftQuestion) -> list[Answer]:
    """Return the right answers. Where only one can be chosen, an answer that earns a part is not the best one."""
    earning = [answer for answer in question.answers if answer.weight > 0]
    return [answer for answer in earning if answer.weight == WHOLE] if question.single else earning


def _options(question: GiftQuestion) -> tuple[DraftOption, ...]:
    if question.kind is Kind.MATCHING:
        return ()
    right = _right(question)
    if not right:
        raise _Unfit(text("No answer is right. Write = before the right one, and read the file again."))
    if question.single and len(right) > 1:
        raise _Unfit(
            text("Each of several answers is right by itself. Muster asks for the best one, or for all of them.")
        )
    return tuple(_option(answer, question, right=answer in right) for answer in question.answers)


def _option(answer: Answer, question: GiftQuestion, *, right: bool) -> DraftOption:
    notes = []
    if not right and answer.weight > 0 and question.single:
        notes.append(
            text("it earned %(n)s %% in the file: make sure that it is wrong, or drop it", n=f"{answer.weight:f}")
        )
    said = _verdict(answer) if question.kind is Kind.TRUE_FALSE else _fitting(answer.words, LONGEST_LINE)
    return DraftOption(said, _optional(answer.feedback), right, tuple(notes))


def _verdict(answer: Answer) -> str:
    return answer.words.text.capitalize()


def _pairs(question: GiftQuestion) -> tuple[tuple[DraftPair, ...], tuple[str, ...]]:
    """Return what goes together, and what goes with nothing: an empty left side in GIFT."""
    whole = tuple(pair for pair in question.pairs if pair.left.text)
    alone = tuple(pair for pair in question.pairs if not pair.left.text)
    if question.kind is Kind.MATCHING and len(whole) < FEWEST_PAIRS:
        raise _Unfit(text("Fewer than two of its pairs have a left side. Write at least two, and read the file again."))
    pairs = tuple(DraftPair(_fitting(one.left, LONGEST_LINE), _fitting(one.right, LONGEST_LINE)) for one in whole)
    return pairs, tuple(_fitting(one.right, LONGEST_LINE) for one in alone)


# --- texts and notes --------------------------------------------------------------------------------------------------


def _fitting(words: Words, longest: int) -> str:
    """Return a text that has to be there. Raises _Unfit."""
    bare = plain_of(words)
    if not bare:
        raise _Unfit(text("A text of it holds no words. Write what its tags showed, and read the file again."))
    said = bare if len(bare) > longest else markdown_of(words)
    if len(said) > longest:
        raise _Unfit(text("A text of it has more than %(n)s letters. Shorten it, and read the file again.", n=longest))
    return said


def _optional(words: Words) -> str:
    return _fitting(words, LONGEST_TEXT) if words.text else ""


def _notes(question: GiftQuestion) -> tuple[Text, ...]:
    notes = []
    if question.kind is Kind.TRUE_FALSE:
        notes.append(text("a question of true or false is a coin: ask what somebody does, with three options"))
    elif question.kind is not Kind.MATCHING and len(question.answers) < FEWEST_OPTIONS:
        notes.append(text("write at least three options"))
    if len(question.answers) > MOST_OPTIONS:
        notes.append(text("keep at most five options; three are best"))
    if any(holds_pictures(words) for words in _texts(question)):
        notes.append(text("a picture or a film stood here: say in words what it showed"))
    return tuple(notes)


def _texts(question: GiftQuestion) -> list[Words]:
    options = [words for answer in question.answers for words in (answer.words, answer.feedback)]
    return [
        question.stem,
        question.feedback,
        *options,
        *(side for pair in question.pairs for side in (pair.left, pair.right)),
    ]
