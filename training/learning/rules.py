"""Rules of learning: what is drawn, when it is passed, and where a learner goes next. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")


class AttemptState(StrEnum):
    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"


class AttemptKind(StrEnum):
    """For what the questions are asked."""

    COURSE = "course"
    """All that is to be known; passing completes the course."""
    TOPIC = "topic"
    """Those of one lesson, before it is read: passing skips it."""
    CHANGES = "changes"
    """Those of the lessons that a raised edition changed, for whoever knows the one before."""
    REFRESHER = "refresher"
    """One, weeks later."""


class Period(StrEnum):
    """The ninety days until today, and the ninety before them."""

    NOW = "now"
    BEFORE = "before"


class Shuffle(Protocol):
    """Chance, handed in: the same items in some order."""

    def __call__(self, items: Iterable[Item]) -> list[Item]: ...


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn; `options` are the keys of its options."""

    id: int
    digest: str
    objective: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Drawn:
    """One question of a sealed draw: which, in which wording, its options in the order in which they are shown."""

    question: int
    digest: str
    options: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """Give it as plain values, fit for JSON."""
        return {"question": self.question, "digest": self.digest, "options": list(self.options)}


@dataclass(frozen=True)
class Terms:
    """How the questions are drawn and passed, as the course's author set it. `pass_percent` of those asked."""

    draw: int
    from_each_objective: int
    pass_percent: int


@dataclass(frozen=True)
class Given:
    """A stored answer: the key of the option and whether it was right. It is never changed."""

    chosen: str
    right: bool


@dataclass(frozen=True)
class Grade:
    """How an attempt stands."""

    state: AttemptState
    right: int
    asked: int
    needed: int


def drawn_from(data: Iterable[Mapping[str, Any]]) -> tuple[Drawn, ...]:
    """Read a sealed draw back from its plain values."""
    return tuple(Drawn(one["question"], one["digest"], tuple(one["options"])) for one in data)


def draw(candidates: Sequence[Candidate], terms: Terms, shuffled: Shuffle) -> tuple[Drawn, ...]:
    """Draw questions: first some for each objective, then from all the others; order and options are shuffled too.

    A draw that is smaller than what the objectives ask for takes one for each in turn, in a random order of theirs.
    """
    most = min(terms.draw, len(candidates))
    chosen = _in_turn(candidates, terms.from_each_objective, shuffled)[:most]
    taken = {one.id for one in chosen}
    others = shuffled(one for one in candidates if one.id not in taken)
    asked = shuffled(chosen + others[: most - len(chosen)])
    return tuple(Drawn(one.id, one.digest, tuple(shuffled(one.options))) for one in asked)


def _in_turn(candidates: Sequence[Candidate], from_each: int, shuffled: Shuffle) -> list[Candidate]:
    by_objective: dict[str, list[Candidate]] = {}
    for one in shuffled(candidates):
        by_objective.setdefault(one.objective, []).append(one)
    groups = shuffled(by_objective.values())
    return [group[turn] for turn in range(from_each) for group in groups if turn < len(group)]


def needed_of(asked: int, terms: Terms) -> int:
    """Return how many right answers pass: the per cent of those asked, rounded up."""
    return -(-asked * terms.pass_percent // 100)


def next_position(asked: int, answers: Collection[int]) -> int | None:
    """Return the first position without an answer, from 1; None when all are answered."""
    return next((position for position in range(1, asked + 1) if position not in answers), None)


def position_to_show(asked: int, answers: Collection[int], wished: int) -> int:
    """Return what a learner who wishes to see a position sees: it, if answered, else the one that is next."""
    following = next_position(asked, answers)
    return wished if following is None or wished in answers else following


def grade(drawn: Sequence[Drawn], answers: Mapping[int, Given], needed: int) -> Grade:
    """Tell how an attempt stands, from its sealed draw and its stored answers alone."""
    asked = len(drawn)
    right = sum(answers[position].right for position in range(1, asked + 1) if position in answers)
    if next_position(asked, answers) is not None:
        return Grade(AttemptState.OPEN, right, asked, needed)
    return Grade(AttemptState.PASSED if right >= needed else AttemptState.FAILED, right, asked, needed)


def missed(answers: Mapping[int, Given]) -> tuple[int, ...]:
    """Return the positions that were answered, but not rightly."""
    return tuple(position for position, given in sorted(answers.items()) if not given.right)


def to_read_again(lessons: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """Return the lessons of missed questions, each once, in the order of the course. Each comes with its place."""
    return tuple(slug for _place, slug in sorted(set(lessons)))


def first_unread(lessons: Iterable[tuple[str, bool]]) -> str | None:
    """Return the first lesson that is not read yet; None when all are. Each comes with whether it is read."""
    return next((slug for slug, read in lessons if not read), None)


def following(lessons: Sequence[str], lesson: str) -> str | None:
    """Return the lesson after this one; None after the last, where the questions come."""
    place = lessons.index(lesson) + 1
    return lessons[place] if place < len(lessons) else None
