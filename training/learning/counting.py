"""The verbs that count: recall by department and topic, figures of questions, and what tells of a leaked key.

Counting is parted in two: reading, which may take long and holds no lock, and writing what was found, which is quick.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy import insert as insert_rows

from training.core.db import Base, database, insert
from training.learning import figure_queries
from training.learning.figure_queries import Counted, Course, Given, Held
from training.learning.marking import Kind, kind_of
from training.learning.models import BeliefCount, CourseFigures, QuestionFigures, RecallCount
from training.learning.rules import FULL
from training.learning.statistics import Answering, Pairs, looks_leaked, middle

PERIOD = timedelta(days=90)
LATELY = timedelta(days=14)
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Remembered:
    """What was counted of recall and of false beliefs."""

    recalled: Sequence[Counted]
    held: Sequence[Held]


def remembered(now: datetime) -> Remembered:
    """Count the answers to refreshers of the last ninety days and of the ninety before, and who held which belief."""
    recalled = figure_queries.recalled(now - 2 * PERIOD, now - PERIOD)
    return Remembered(recalled, figure_queries.held(now - LOOKED_BACK))


def write_remembered(found: Remembered, *, today: date) -> None:
    """Put what was counted in the place of what was counted before."""
    _replace(RecallCount, [one._asdict() | {"counted_on": today} for one in found.recalled])
    _replace(BeliefCount, [one._asdict() | {"counted_on": today} for one in found.held])


def _replace(table: type[Base], rows: list[dict[str, Any]]) -> None:
    database.session.execute(delete(table))
    if rows:
        database.session.execute(insert_rows(table), rows)


# --- questions ----------------------------------------------------------------------------------------------------


@dataclass
class _Tally:
    """What is gathered of one question."""

    answers: int = 0
    credit: int = 0
    seconds: list[int] = field(default_factory=list)
    chosen: Counter[str] = field(default_factory=Counter)
    pairs: Pairs = field(default_factory=Pairs)


@dataclass
class _Times:
    """What is gathered of a whole course in one time."""

    answers: int = 0
    right: int = 0
    seconds: list[int] = field(default_factory=list)

    def add(self, one: Given) -> None:
        self.answers += 1
        self.right += one.credit == FULL
        if one.seconds is not None:
            self.seconds.append(one.seconds)

    @property
    def answering(self) -> Answering:
        return Answering(self.answers, self.right, middle(self.seconds))


@dataclass(frozen=True)
class Figures:
    """What was counted of one course: rows of its questions, and its own."""

    subject_id: int
    questions: list[dict[str, Any]]
    course: dict[str, Any]


def figures(course: Course, now: datetime) -> Figures:
    """Count the answers of a year to the present questions of a course."""
    tallies: dict[str, _Tally] = {digest: _Tally() for digest in course.questions}
    lately, before = _Times(), _Times()
    for answers in figure_queries.given(course.subject_id, now - LOOKED_BACK):
        _gather(answers, tallies, course.questions)
        for one in answers:
            (lately if one.answered_at >= now - LATELY else before).add(one)
    rows = [_row(course, digest, tally) for digest, tally in tallies.items() if tally.answers]
    pair = {"before": before.answering, "lately": lately.answering}
    alarm = looks_leaked(pair["before"], pair["lately"])
    own = {"figures": {name: asdict(one) for name, one in pair.items()}, "alarm": alarm}
    return Figures(course.subject_id, rows, own)


def _gather(
    answers: list[Given], tallies: Mapping[str, _Tally], questions: Mapping[str, tuple[str, Mapping[str, Any]]]
) -> None:
    whole = sum(one.credit for one in answers)
    for one in answers:
        tally = tallies.get(one.digest)
        if tally is None:
            continue
        tally.answers += 1
        tally.credit += one.credit
        tally.chosen.update(_ticked(questions[one.digest][1], one.chosen or ()))
        if one.seconds is not None:
            tally.seconds.append(one.seconds)
        if len(answers) > 1:
            rest = (whole - one.credit) / (len(answers) - 1) / FULL
            tally.pairs.add(float(one.credit == FULL), rest)


def _ticked(content: Mapping[str, Any], chosen: Iterable[str]) -> Iterable[str]:
    """What can be dead: options that may be chosen or left. Steps and lines are always all there."""
    return chosen if kind_of(content) in {Kind.ONE, Kind.MANY, Kind.INSPECT} else ()


def _row(course: Course, digest: str, tally: _Tally) -> dict[str, Any]:
    return {
        "subject_id": course.subject_id, "slug": course.questions[digest][0], "digest": digest,
        "answers": tally.answers, "difficulty": tally.credit / tally.answers / FULL,
        "discrimination": tally.pairs.correlation, "median_seconds": middle(tally.seconds),
        "options": dict(tally.chosen),
    }  # fmt: skip


def write_figures(found: Figures, *, today: date) -> None:
    """Put what was counted of a course in the place of what was counted before."""
    database.session.execute(delete(QuestionFigures).where(QuestionFigures.subject_id == found.subject_id))
    if found.questions:
        database.session.execute(insert_rows(QuestionFigures), [row | {"counted_on": today} for row in found.questions])
    values = {"subject_id": found.subject_id, **found.course, "counted_on": today}
    changes = {name: values[name] for name in ("figures", "alarm", "counted_on")}
    written = insert(CourseFigures).values(values)
    database.session.execute(written.on_conflict_do_update(index_elements=[CourseFigures.subject_id], set_=changes))
