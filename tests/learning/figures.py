"""Makers for figures: attempts that are made up in bulk, row by row, and figures as if they had been counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from tests.learning.weeks_later import taught
from training.catalogue.models import Question
from training.core.db import database, writing
from training.core.world import new_public_id
from training.learning.models import Answer, Attempt, CourseFigures, QuestionFigures
from training.learning.rules import AttemptKind, AttemptState

_number = count(1)


@dataclass(frozen=True)
class MadeUp:
    """One answer: to which question, what was chosen, what it was worth, and how long it took."""

    slug: str
    chosen: tuple[str, ...] | None
    credit: int
    seconds: int | None = 10


@dataclass(frozen=True)
class Bank:
    """The questions of an edition by slug."""

    subject_id: int
    edition_id: int
    ids: Mapping[str, int]
    digests: Mapping[str, str]
    contents: Mapping[str, Mapping[str, Any]]
    topics: Mapping[str, str] = field(default_factory=dict)

    def keys(self, slug: str, *, right: bool) -> list[str]:
        """The right options of a question, or the wrong ones, as they stand in the edition."""
        return [option["key"] for option in self.contents[slug]["options"] if option["right"] is right]


def bank(course: str = "spot-it", language: str = "") -> Bank:
    subject_id, edition_id = taught(course, language)
    rows = database.session.scalars(select(Question).where(Question.edition_id == edition_id)).all()
    return Bank(
        subject_id, edition_id, {row.slug: row.id for row in rows}, {row.slug: row.digest for row in rows},
        {row.slug: dict(row.content) for row in rows}, {row.slug: row.topic for row in rows},
    )  # fmt: skip


def right(of: Bank, slug: str, seconds: int | None = 10) -> MadeUp:
    return MadeUp(slug, tuple(of.keys(slug, right=True)), 100, seconds)


def wrong(of: Bank, slug: str, seconds: int | None = 10, *, option: int = 0) -> MadeUp:
    return MadeUp(slug, (of.keys(slug, right=False)[option],), 0, seconds)


def attempted(person_id: int, of: Bank, given: Sequence[MadeUp], at: datetime, **values: Any) -> None:
    """Write an attempt that ended then, with its answers. It is a true row, but no verb was asked."""
    defaults: dict[str, Any] = {
        "kind": AttemptKind.COURSE, "part": "", "state": AttemptState.PASSED, "finished_at": at, "needed": len(given),
        "right": sum(one.credit for one in given) // 100, "language": "en",
    }  # fmt: skip
    drawn = [
        {"question": of.ids[one.slug], "digest": of.digests[one.slug], "options": [key["key"] for key in of.contents[one.slug]["options"]]}
        for one in given
    ]  # fmt: skip
    with writing():
        row = Attempt(
            public_id=new_public_id(), person_id=person_id, subject_id=of.subject_id, edition_id=of.edition_id,
            number=next(_number), draw=drawn, words={}, carried=0, started_at=at - timedelta(minutes=5),
            **(defaults | values),
        )  # fmt: skip
        database.session.add(row)
        database.session.flush()
        database.session.add_all(
            Answer(
                attempt_id=row.id, position=position, question_id=of.ids[one.slug],
                chosen=None if one.chosen is None else list(one.chosen), credit=one.credit, seconds=one.seconds,
                answered_at=at,
            )
            for position, one in enumerate(given, start=1)
        )  # fmt: skip


def counted(of: Bank, on: date, **figures: Mapping[str, Any]) -> None:
    """Write figures of questions as the job would: slug (with _ for -) → what was counted."""
    defaults: dict[str, Any] = {
        "answers": 100, "difficulty": 0.7, "discrimination": 0.3, "median_seconds": 20, "options": {},
    }  # fmt: skip
    with writing():
        for name, values in figures.items():
            slug = name.replace("_", "-")
            row = {"digest": of.digests[slug], **defaults, **values}
            database.session.add(QuestionFigures(subject_id=of.subject_id, slug=slug, counted_on=on, **row))


def alarmed(of: Bank, on: date, before: Mapping[str, int], lately: Mapping[str, int], *, alarm: bool = True) -> None:
    """Write what tells of a leaked key as the job would."""
    figures = {"before": dict(before), "lately": dict(lately)}
    with writing():
        database.session.add(CourseFigures(subject_id=of.subject_id, figures=figures, alarm=alarm, counted_on=on))
