"""The verbs of a seminar's questions: add one, change it, take it away, ask it earlier. Old answers stay."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import update

from training.audit.service import Happening, record
from training.core.db import amend
from training.seminars import questions, wish_queries
from training.seminars.models import Seminar
from training.seminars.questions import Asked, Question


def add_question(slug: str, new: Question, *, by_person_id: int | None, now: datetime) -> None:
    """Ask one question more. Raises NotFound and Refused."""
    _change(slug, lambda asked: questions.added(asked, new), by_person_id, now)


def change_question(slug: str, new: Question, *, by_person_id: int | None, now: datetime) -> None:
    """Ask something else, or in other words, where the question of this key stands. Raises NotFound and Refused."""
    _change(slug, lambda asked: questions.changed(asked, new), by_person_id, now)


def remove_question(slug: str, key: str, *, by_person_id: int | None, now: datetime) -> None:
    """Ask a question no longer. Raises NotFound."""
    _change(slug, lambda asked: questions.removed(asked, key), by_person_id, now)


def move_question_up(slug: str, key: str, *, by_person_id: int | None, now: datetime) -> None:
    """Ask a question before the one above it. Raises NotFound."""
    _change(slug, lambda asked: questions.moved_up(asked, key), by_person_id, now)


def _change(slug: str, change: Callable[[Asked], Asked], by_person_id: int | None, now: datetime) -> None:
    seminar = wish_queries.locked(slug)
    after = change(seminar.asked)
    amend(update(Seminar).where(Seminar.id == seminar.id).values(questions=questions.written(after)))
    labels = [one.label for one in after]
    record(Happening("questions-changed", "seminar", seminar.id, {"asked": labels}), actor_id=by_person_id, now=now)
