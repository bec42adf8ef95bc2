"""Looks at the due days of whoever holds the secret address of a calendar."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Subject
from training.catalogue.rules import SubjectKind
from training.completion import states
from training.completion.models import Assignment, Requirement, RequirementSubject, RequirementVersion
from training.core.db import database, scoped
from training.core.digest import token_hash
from training.core.errors import NotFound
from training.people.models import Account, Person


class DueDay(NamedTuple):
    """One open duty. `person`, `requirement` and `cycle` name it for ever; `moved` says how often it was said anew."""

    person: str
    requirement: str
    cycle: int
    due: date
    said_at: datetime
    moved: int
    title: str
    why: str
    kind: SubjectKind | None
    slug: str


class Feed(NamedTuple):
    """Whose calendar it is (their language alone), and what is due."""

    language: str
    days: list[DueDay]
    person_id: int


_TODAY: Any = bindparam("today", type_=Date())
_earlier = aliased(Assignment)
_moved = (
    select(func.count())
    .where(
        _earlier.person_id == Assignment.person_id,
        _earlier.requirement_id == Assignment.requirement_id,
        _earlier.cycle == Assignment.cycle,
        _earlier.retired_at.is_not(None),
    )
    .correlate(Assignment)
    .scalar_subquery()
)
_OPEN = and_(
    Assignment.person_id == Person.id,
    Assignment.retired_at.is_(None),
    Assignment.done_on.is_(None),
    states.current(Assignment, _TODAY),
    or_(Assignment.exempt_from.is_(None), ~states.exempt(Assignment, _TODAY)),
)
FEED: Select[*tuple[Any, ...]] = scoped(
    select(
        case((Account.language != "", Account.language), else_=Person.language),
        Person.public_id, Requirement.public_id, Assignment.cycle, Assignment.due, Assignment.recorded_at, _moved,
        RequirementVersion.title, RequirementVersion.why, Subject.kind, func.coalesce(Subject.slug, ""), Assignment.id,
        Person.id,
    )
    .select_from(Account)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(Assignment, _OPEN)
    .outerjoin(RequirementVersion, RequirementVersion.id == Assignment.version_id)
    .outerjoin(Requirement, Requirement.id == Assignment.requirement_id)
    .outerjoin(RequirementSubject, RequirementSubject.version_id == Assignment.version_id)
    .outerjoin(Subject, and_(Subject.id == RequirementSubject.subject_id, Subject.retired_on.is_(None)))
    .where(
        Account.feed_hash == bindparam("feed_hash"), Account.disabled_at.is_(None),
        or_(Person.left_on.is_(None), Person.left_on > _TODAY),
    )
    .order_by(Assignment.due, Assignment.id, Subject.kind),
    by="holder of the feed",
)  # fmt: skip


def feed(token: str, today: date) -> Feed:
    """Return what is due of whoever made this token. One SELECT for every token, known or not.

    Raises NotFound for one that nobody made or that has ended, and of somebody who left or is locked out.
    """
    rows = database.session.execute(FEED, {"feed_hash": token_hash(token), "today": today}).all()
    if not rows:
        raise NotFound
    # A requirement that several subjects satisfy comes once for each: the first of them is where the entry leads.
    first = {row[-2]: DueDay(*row[1:-2]) for row in reversed(rows) if row[-2] is not None}
    days = sorted(first.values(), key=lambda one: (one.due, one.title, one.requirement))
    return Feed(rows[0][0] or "", days, rows[0][-1])
