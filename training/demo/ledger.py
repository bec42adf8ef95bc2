"""What people did with courses, gathered for two weeks and written at once: many facts, one statement a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, update

from training.audit.service import Happening, Occurrence, record_each
from training.completion import rollups
from training.completion.duties import Change
from training.completion.models import Assignment, Completion
from training.core.bulk import send
from training.core.db import Base, database
from training.core.db import insert as upsert
from training.demo.queries import standing
from training.learning.marking import Content, beliefs
from training.learning.models import Answer, Attempt, HeldBelief, LessonProgress, SkippedLesson
from training.learning.rules import Given, seconds_taken


def _table(model: type[Base]) -> Any:
    return model.__table__


_duty = _table(Assignment)
_SETTLE = (
    update(_duty)
    .where(_duty.c.id == bindparam("of"))
    .values(completion_id=bindparam("settled_by"), done_on=bindparam("settled_on"))
)


class Done(NamedTuple):
    """A completion and the duty that it settles: the id of the requirement, and the cycle."""

    completion: dict[str, Any]
    requirement_id: int
    cycle: int


class Answered(NamedTuple):
    """An answer, named as its columns are."""

    position: int
    question_id: int
    chosen: tuple[str, ...]
    credit: int
    seconds: int | None
    answered_at: datetime


def answered(position: int, question_id: int, given: Given, at: datetime, since: datetime) -> Answered:
    """Make an answer of what was given."""
    return Answered(position, question_id, given.chosen or (), given.credit, seconds_taken(since, at), at)


class Tried(NamedTuple):
    """An attempt, its answers, and the frozen contents of the questions; the lessons that it made needless."""

    attempt: dict[str, Any]
    answers: list[Answered]
    contents: list[Content]
    skipped: Sequence[tuple[str, int]] = ()
    """Each with its minutes."""


class Read(NamedTuple):
    """That somebody has read a lesson, named as the columns are."""

    person_id: int
    subject_id: int
    lesson_slug: str
    edition_id: int
    read_at: datetime
    known: bool


@dataclass
class Ledger:
    """Facts that have happened and are not written yet."""

    done: list[Done] = field(default_factory=list)
    tried: list[Tried] = field(default_factory=list)
    read: list[Read] = field(default_factory=list)

    def write(self) -> None:
        """Write everything with its events, in the caller's transaction, and let the duties show it."""
        events = [*self._attempts(), *self._completions()]
        record_each(sorted(events, key=lambda event: event.at))
        send(insert(_table(LessonProgress)), Read._fields, self.read)
        self.done, self.tried, self.read = [], [], []

    def _attempts(self) -> list[Occurrence]:
        ids = _inserted(Attempt, [one.attempt for one in self.tried])
        pairs = list(zip(ids, self.tried, strict=True))
        answers = [(number, *answer) for number, one in pairs for answer in one.answers]
        send(insert(_table(Answer)), ("attempt_id", *Answered._fields), answers)
        skipped = [
            (number, one.attempt["person_id"], one.attempt["subject_id"], slug, minutes, one.attempt["finished_at"])
            for number, one in pairs
            for slug, minutes in one.skipped
        ]
        columns = ("attempt_id", "person_id", "subject_id", "lesson_slug", "minutes", "happened_at")
        send(insert(_table(SkippedLesson)), columns, skipped)
        _hold(self.tried)
        return [event for number, one in pairs for event in _events_of(number, one.attempt)]

    def _completions(self) -> list[Occurrence]:
        ids = _inserted(Completion, [one.completion for one in self.done])
        pairs = list(zip(ids, self.done, strict=True))
        _settle(pairs)
        return [
            Occurrence(
                Happening("completion-recorded", "completion", number), one.completion["recorded_by_id"],
                one.completion["recorded_at"],
            )
            for number, one in pairs
        ]  # fmt: skip


def _hold(tried: Sequence[Tried]) -> None:
    """Keep which false beliefs people showed last."""
    last: dict[tuple[int, str], tuple[bool, datetime]] = {}
    for one in sorted(tried, key=lambda one: one.answers[-1].answered_at):
        for answer, content in zip(one.answers, one.contents, strict=True):
            for belief, held in beliefs(content, answer.chosen).items():
                last[one.attempt["person_id"], belief] = (held, answer.answered_at)
    rows = [
        {"person_id": person_id, "belief_slug": belief, "held": held, "answered_at": at}
        for (person_id, belief), (held, at) in last.items()
    ]
    if rows:
        written = upsert(HeldBelief)
        changes = {"held": written.excluded.held, "answered_at": written.excluded.answered_at}
        key = [HeldBelief.person_id, HeldBelief.belief_slug]
        database.session.execute(written.on_conflict_do_update(index_elements=key, set_=changes), rows)


def _settle(pairs: Sequence[tuple[int, Done]]) -> None:
    """Project completions on their duties and move the roll-ups: what `completion.service.record` does for one."""
    duties = standing({one.completion["person_id"] for _number, one in pairs})
    rows, changes = [], []
    for number, one in pairs:
        person_id, day = one.completion["person_id"], one.completion["local_date"]
        duty = duties[person_id, one.requirement_id, one.cycle]
        rows.append((duty.id, number, day))
        changes.append(Change(duty.weighed, duty.weighed._replace(done_on=day)))
    send(_SETTLE, ("of", "settled_by", "settled_on"), rows)
    rollups.move(changes)


def _inserted(table: Any, rows: Sequence[dict[str, Any]]) -> Sequence[int]:
    adding = insert(table).returning(table.id, sort_by_parameter_order=True)
    return database.session.scalars(adding, rows).all() if rows else ()


def _events_of(number: int, attempt: dict[str, Any]) -> tuple[Occurrence, Occurrence]:
    who = attempt["person_id"]
    return (
        Occurrence(Happening("attempt-started", "attempt", number), who, attempt["started_at"]),
        Occurrence(Happening(f"attempt-{attempt['state']}", "attempt", number), who, attempt["finished_at"]),
    )
