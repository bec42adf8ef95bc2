"""Rules of learning: what is drawn, when it is passed, and where a learner goes next. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")

FULL = 100
"""Per cent: what a question is worth that was answered rightly."""


class AttemptState(StrEnum):
    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"
    STOPPED = "stopped"
    """Begun anew before the end, as when a new edition came."""


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


class Way(StrEnum):
    """How somebody is done with a lesson."""

    READ = "read"
    KNOWN = "known"
    """All of its questions were answered rightly before."""
    UNCHANGED = "unchanged"
    """They know it from the edition before."""


class Period(StrEnum):
    """The ninety days until today, and the ninety before them."""

    NOW = "now"
    BEFORE = "before"


class Shuffle(Protocol):
    """Chance, handed in: the same items in some order."""

    def __call__(self, items: Iterable[Item]) -> list[Item]: ...


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn; `options` and `choices` are the keys of its parts, as they stand in the edition."""

    id: int
    slug: str
    digest: str
    objective: str
    lesson: str
    options: tuple[str, ...]
    choices: tuple[str, ...] = ()
    fixed: bool = False
    """Whether the parts keep their order, as in a scene."""
    plain: bool = True
    """Whether it is answered by choosing from a list."""
    beliefs: frozenset[str] = frozenset()
    """The false beliefs that it traps."""


@dataclass(frozen=True)
class Known:
    """What is known of a learner: how often each question was asked, and which false beliefs were shown last."""

    seen: Mapping[str, int] = field(default_factory=dict)
    weak: frozenset[str] = frozenset()

    def rank(self, one: Candidate) -> tuple[int, bool]:
        """Order questions: those seen least come first, and among them those that meet a weak belief."""
        return self.seen.get(one.slug, 0), not (one.beliefs & self.weak)


NOTHING_KNOWN = Known()


@dataclass(frozen=True)
class Drawn:
    """One question of a sealed draw: which, in which wording, its parts in the order in which they are shown."""

    question: int
    digest: str
    options: tuple[str, ...]
    choices: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Give it as plain values, fit for JSON."""
        choices = {"choices": list(self.choices)} if self.choices else {}
        return {"question": self.question, "digest": self.digest, "options": list(self.options), **choices}


@dataclass(frozen=True)
class Terms:
    """How the questions are drawn and passed, as the course's author set it. `pass_percent` of those asked."""

    draw: int
    from_each_objective: int
    pass_percent: int

    def scaled(self, part: int, whole: int) -> "Terms":
        """Return the terms for a part of the questions: as many fewer are drawn, but never fewer than two."""
        return replace(self, draw=max(2, -(-self.draw * part // whole)))


TOPIC_TERMS = Terms(draw=3, from_each_objective=0, pass_percent=100)
"""The questions of one lesson, asked before it is read: few, so all of them have to be right."""
FEWEST_FOR_TOPIC = 2


@dataclass(frozen=True)
class Given:
    """A stored answer: what was chosen (None once it was forgotten) and what it was worth. It is never changed."""

    chosen: tuple[str, ...] | None
    credit: int
    """Per cent of the question."""

    @property
    def right(self) -> bool:
        return self.credit == FULL


@dataclass(frozen=True)
class Grade:
    """How an attempt stands. `right` is the sum of all credits in whole questions, rounded down."""

    state: AttemptState
    right: int
    asked: int
    needed: int


def drawn_from(data: Iterable[Mapping[str, Any]]) -> tuple[Drawn, ...]:
    """Read a sealed draw back from its plain values."""
    return tuple(
        Drawn(one["question"], one["digest"], tuple(one["options"]), tuple(one.get("choices", ()))) for one in data
    )


def draw(
    candidates: Sequence[Candidate], terms: Terms, shuffled: Shuffle, known: Known = NOTHING_KNOWN
) -> tuple[Drawn, ...]:
    """Draw questions: first some for each objective, then from all the others; order and parts are shuffled too.

    What was seen least comes first. A draw that is smaller than what the objectives ask for takes one for each in turn,
    in a random order of theirs.
    """
    most = min(terms.draw, len(candidates))
    ranked = sorted(shuffled(candidates), key=known.rank)
    chosen = _in_turn(ranked, terms.from_each_objective, shuffled)[:most]
    taken = {one.id for one in chosen}
    others = [one for one in ranked if one.id not in taken]
    asked = shuffled(chosen + others[: most - len(chosen)])
    return tuple(sealed(one, shuffled) for one in asked)


def sealed(one: Candidate, shuffled: Shuffle) -> Drawn:
    """Fix in which order the parts of a question are shown."""
    options = one.options if one.fixed else tuple(shuffled(one.options))
    return Drawn(one.id, one.digest, options, tuple(shuffled(one.choices)))


def _in_turn(ranked: Sequence[Candidate], from_each: int, shuffled: Shuffle) -> list[Candidate]:
    by_objective: dict[str, list[Candidate]] = {}
    for one in ranked:
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


def grade(drawn: Sequence[Drawn], answers: Mapping[int, Given], needed: int, *, over: bool = False) -> Grade:
    """Tell how an attempt stands, from its sealed draw and its stored answers alone.

    `over`: nothing more can be answered, as when a limit of time has passed.
    """
    asked = len(drawn)
    worth = sum(answers[position].credit for position in range(1, asked + 1) if position in answers)
    right = worth // FULL
    if next_position(asked, answers) is not None and not over:
        return Grade(AttemptState.OPEN, right, asked, needed)
    return Grade(AttemptState.PASSED if right >= needed else AttemptState.FAILED, right, asked, needed)


# --- again ------------------------------------------------------------------------------------------------------------

TRIES = 3
PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Pause:
    """Why the questions cannot be begun yet: it is too soon, or lessons are still to be read again."""

    until: datetime | None
    lessons: tuple[str, ...]


def pauses_after(failed_in_a_row: int) -> bool:
    """Tell whether a pause follows: after each third attempt in a row that did not pass."""
    return failed_in_a_row > 0 and failed_in_a_row % TRIES == 0


def pause(last: datetime, unread: Sequence[str], now: datetime) -> Pause | None:
    """Return what is left of a pause, or None. It always ends by itself: nobody is locked out.

    `unread` are the lessons of what was missed that were not read again since.
    """
    until = last + PAUSE if now < last + PAUSE else None
    return Pause(until, tuple(unread)) if until or unread else None


def with_voids(drawn: Sequence[Drawn], answers: Mapping[int, Given], voids: Collection[str]) -> dict[int, Given]:
    """Return the answers in which every wording that was taken out counts as right, whatever was chosen."""
    out = {place for place, one in enumerate(drawn, start=1) if one.digest in voids}
    return {place: replace(given, credit=FULL) if place in out else given for place, given in answers.items()}


def limit_of(minutes: int | None, percent: int | None) -> timedelta | None:
    """Return how long an attempt may take: the course's limit, as much longer as a person is given; None: no limit."""
    if minutes is None or percent is None:
        return None
    return timedelta(minutes=-(-minutes * percent // 100))


AWAY = 30 * 60
"""Seconds: whoever takes longer for one answer has gone away in between."""


def seconds_taken(since: datetime, until: datetime) -> int | None:
    """Return how long an answer took; None where somebody went away in between."""
    seconds = round((until - since).total_seconds())
    return seconds if 0 <= seconds <= AWAY else None


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
