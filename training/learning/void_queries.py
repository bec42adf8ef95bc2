"""Looks for what a question that was taken out changes: attempts, as they stood and as they stand."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, func, select

from training.catalogue.models import Question
from training.core.db import database, scoped
from training.learning.attempt_queries import WHOLE_ATTEMPT, AttemptNow, attempt_of
from training.learning.models import Answer, Attempt, QuestionVoid, Rescore
from training.learning.rules import FULL, AttemptKind, AttemptState
from training.people.models import Membership, Person, Site

GRADED = (AttemptKind.COURSE, AttemptKind.CHANGES, AttemptKind.TOPIC)
TO_RESCORE = scoped(
    select(Answer.attempt_id)
    .join(Question, Question.id == Answer.question_id)
    .join(QuestionVoid, QuestionVoid.digest == Question.digest)
    .join(Attempt, and_(Attempt.id == Answer.attempt_id, Attempt.subject_id == QuestionVoid.subject_id))
    .where(
        QuestionVoid.id == bindparam("void_id"), Attempt.finished_at.is_not(None),
        Attempt.state != AttemptState.STOPPED, Attempt.kind.in_(GRADED), Answer.credit < FULL,
    )
    .order_by(Answer.attempt_id),
    by="system",
)  # fmt: skip


def to_rescore(void_id: int) -> Sequence[int]:
    """Return the ended attempts in which the wording was not answered rightly."""
    return database.session.scalars(TO_RESCORE, {"void_id": void_id}).all()


class Stood(NamedTuple):
    """How an attempt stood before: by itself, or since another question was taken out."""

    state: AttemptState
    right: int


_LAST = select(Rescore.attempt_id, func.max(Rescore.id).label("id")).group_by(Rescore.attempt_id).subquery()
STOOD = scoped(
    select(Attempt.id, Attempt.state, Attempt.right, Rescore.state_after, Rescore.right_after)
    .outerjoin(_LAST, _LAST.c.attempt_id == Attempt.id)
    .outerjoin(Rescore, Rescore.id == _LAST.c.id)
    .where(Attempt.id.in_(bindparam("ids", expanding=True))),
    by="system",
)


def stood(ids: Sequence[int]) -> dict[int, Stood]:
    """Return how attempts stand so far."""
    found: dict[int, Stood] = {}
    for attempt_id, state, right, state_after, right_after in database.session.execute(STOOD, {"ids": list(ids)}):
        since = right_after is not None
        found[attempt_id] = Stood(state_after if since else state, right_after if since else right or 0)
    return found


WHOLE = scoped(
    WHOLE_ATTEMPT.add_columns(func.coalesce(func.nullif(Person.zone, ""), Site.zone).label("zone"))
    .join(Person, Person.id == Attempt.person_id)
    .outerjoin(Membership, and_(
        Membership.person_id == Attempt.person_id, Membership.retired_at.is_(None), Membership.valid_until.is_(None),
    ))
    .outerjoin(Site, Site.id == Membership.site_id)
    .where(Attempt.id.in_(bindparam("ids", expanding=True)))
    .order_by(Attempt.id)
    .with_for_update(of=Attempt.__table__),
    by="system",
)  # fmt: skip


class Ended(NamedTuple):
    """An ended attempt with its answers, and the day on which it ended where the person is."""

    attempt: AttemptNow
    finished_at: datetime
    day: date


def ended(ids: Sequence[int]) -> list[Ended]:
    """Return some ended attempts with their answers, locked. One SELECT, and one for each of them."""
    found = []
    for row in database.session.execute(WHOLE, {"ids": list(ids)}).all():
        zone = ZoneInfo(row.zone or "UTC")
        found.append(Ended(attempt_of(row), row.finished_at, row.finished_at.astimezone(zone).date()))
    return found
