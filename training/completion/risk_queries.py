"""Looks at the requirements that take their interval from a risk, and at what a change of it would move."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from training.completion.due import Moment, Terms, next_due, terms_of
from training.completion.models import Assignment, Requirement, RequirementVersion
from training.completion.publishing_queries import Said, following
from training.core.db import database, scoped

_STANDS = and_(RequirementVersion.retired_at.is_(None), RequirementVersion.valid_until.is_(None))


class Linked(NamedTuple):
    """A requirement whose interval follows a risk, as it stands."""

    said: Said

    @property
    def level(self) -> str:
        return str(self.said.row["due"]["level"])

    def terms(self, level: str = "") -> Terms:
        """Return its terms as they are, or as they would be at another level."""
        row = self.said.row
        due = row["due"] | ({"level": level} if level else {})
        return terms_of(due, row["renewal_months"], row["window_days"], row["grace_days"])


def linked(risk: str) -> list[Linked]:
    """Return the requirements that follow a risk, by title. Two SELECTs."""
    return sorted((Linked(said) for said in following(risk)), key=lambda one: str(one.said.row["title"]))


FOLLOWED: Select[*tuple[Any, ...]] = (
    select(RequirementVersion.due["risk"].as_string(), RequirementVersion.title)
    .join(Requirement, Requirement.id == RequirementVersion.requirement_id)
    .where(_STANDS, Requirement.ended_on.is_(None), RequirementVersion.due["risk"].as_string().is_not(None))
    .order_by(RequirementVersion.title)
)


def followed() -> dict[str, list[str]]:
    """Return the titles of the requirements that follow each risk. One SELECT."""
    found: dict[str, list[str]] = {}
    for risk, title in database.session.execute(FOLLOWED):
        found.setdefault(risk, []).append(title)
    return found


# --- what a change would move -----------------------------------------------------------------------------------------


class Moves(NamedTuple):
    """What another level brings about for one requirement. Months are None where nothing comes again."""

    title: str
    months: int | None
    months_then: int | None
    people: int
    """Whose next due day moves,"""
    overdue: int
    """and for how many of them it would be past."""


_later, _living = aliased(Assignment), aliased(Assignment)
_same = (_later.person_id == Assignment.person_id, _later.requirement_id == Assignment.requirement_id)
_alive = (_living.person_id == Assignment.person_id, _living.requirement_id == Assignment.requirement_id)
DONE_LAST: Select[*tuple[Any, ...]] = scoped(
    select(Assignment.cycle, Assignment.done_on, func.coalesce(Assignment.due_before, Assignment.due), func.count())
    .where(
        Assignment.requirement_id == bindparam("requirement_id"),
        Assignment.retired_at.is_(None),
        Assignment.done_on.is_not(None),
        ~exists().where(
            *_same, _later.retired_at.is_(None), _later.done_on.is_not(None), _later.cycle > Assignment.cycle
        ),
        exists().where(
            *_alive,
            _living.retired_at.is_(None),
            or_(_living.valid_until.is_(None), _living.valid_until > bindparam("today")),
        ),
    )
    .group_by(Assignment.cycle, Assignment.done_on, func.coalesce(Assignment.due_before, Assignment.due)),
    by="counts alone",
)


def moves(risk: str, level: str, today: date) -> list[Moves]:
    """Return what it would move if a risk were that high. Two SELECTs, and one for each requirement that follows it.

    What comes next counts from what was done last, so days are told apart and not people: nobody is named.
    """
    return [_moved(one, level, today) for one in linked(risk) if one.level != level]


def _moved(one: Linked, level: str, today: date) -> Moves:
    now, then = one.terms(), one.terms(level)
    values = {"requirement_id": one.said.requirement_id, "today": today}
    people = overdue = 0
    for cycle, done_on, due, number in database.session.execute(DONE_LAST, values):
        before, after = (_next(terms, done_on, due, renewed=cycle > 1) for terms in (now, then))
        people += number if before != after else 0
        overdue += number if before != after and after is not None and after < today else 0
    due = one.said.row["due"]
    return Moves(one.said.row["title"], due.get(one.level), due.get(level), people, overdue)


def _next(terms: Terms, done_on: date, due: date, *, renewed: bool) -> date | None:
    """When what was done is due again, with the grace of the requirement."""
    grace = timedelta(days=terms.grace_days)
    end = due - grace
    found = next_due(terms, Moment(done_on, done_on=done_on, last_due=end, old_end=end if renewed else None))
    return found + grace if found else None
