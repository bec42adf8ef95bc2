"""Looks at requirements that were written on the desk and are not in force yet, and at whom they would concern."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, extract, func, or_, select

from training.catalogue.models import Subject
from training.catalogue.rules import SubjectKind
from training.completion import queries, reach, reminder_queries
from training.completion.audience_queries import check_everywhere, works_here
from training.completion.consequences import Case
from training.completion.due import terms_of
from training.completion.duties import Known, Version
from training.completion.models import Assignment, Requirement, RequirementDraft
from training.completion.publishing import Prepared
from training.completion.queries import MEMBERSHIP
from training.completion.reminding import calendar_of
from training.completion.rules import DraftState
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.jobs import queries as jobs
from training.people.models import Department, Membership, Person, Site

FORESEE = "completion.consequences"
"""The job that reckons what a draft would bring about."""
UNWRITTEN = 0
"""The id of a version that is not in the table yet: real ones begin with 1."""


def key(public_id: str, turn: int) -> str:
    """Return the key of the job that reckons a draft for the given time."""
    return f"{public_id}:{turn}"


class Draft(NamedTuple):
    """A draft as its page needs it. `slug` is that of the requirement; None for a new one."""

    id: int
    public_id: str
    requirement_id: int | None
    slug: str | None
    content: dict[str, Any]
    reason: str
    consequences: dict[str, Any]
    state: DraftState
    made_at: datetime
    by: str

    @property
    def turn(self) -> int:
        """How often it was reckoned, or is being."""
        return int(self.consequences.get("turn", 1))


_DRAFTS = (
    select(
        RequirementDraft.id, RequirementDraft.public_id, RequirementDraft.requirement_id, Requirement.slug,
        RequirementDraft.content, RequirementDraft.reason, RequirementDraft.consequences, RequirementDraft.state,
        RequirementDraft.made_at, Person.given + " " + Person.family,
    )
    .join(Person, Person.id == RequirementDraft.made_by_id)
    .outerjoin(Requirement, Requirement.id == RequirementDraft.requirement_id)
)  # fmt: skip
WAITING_STATES = (DraftState.RECKONING, DraftState.RECKONED, DraftState.FAILED)
DRAFT = scoped(_DRAFTS.where(RequirementDraft.public_id == bindparam("public_id")), by="managers of requirements")
WAITING = scoped(
    _DRAFTS.where(RequirementDraft.state.in_(WAITING_STATES)).order_by(
        RequirementDraft.made_at.desc(), RequirementDraft.id.desc()
    ),
    by="managers of requirements",
)


def draft_for(viewer: Viewer, public_id: str) -> Draft:
    """Return one draft to a viewer who manages requirements everywhere. Raises NotFound. One SELECT."""
    check_everywhere(viewer)
    found = draft(public_id)
    if found is None:
        raise NotFound
    return found


def draft(public_id: str) -> Draft | None:
    """Return one draft, for the system."""
    row = database.session.execute(DRAFT, {"public_id": public_id}).one_or_none()
    return Draft._make(row) if row else None


def waiting() -> list[Draft]:
    """Return the drafts that somebody has to decide on, the newest first. One SELECT."""
    return [Draft._make(row) for row in database.session.execute(WAITING)]


def waiting_for(viewer: Viewer) -> list[Draft]:
    """Return them to a viewer who manages requirements everywhere. Raises NotFound. One SELECT."""
    check_everywhere(viewer)
    return waiting()


def progress(found: Draft) -> tuple[int, int]:
    """Return how many people were looked at, and of how many (0 before the job has begun)."""
    row = jobs.progress(FORESEE, key(found.public_id, found.turn))
    return (row.done, row.total) if row is not None else (0, 0)


# --- reckoning --------------------------------------------------------------------------------------------------------

CALENDARS = select(Site.code, Site.working_days, Site.days_off)


def case(requirement_id: int | None, new: Prepared, today: date) -> Case:
    """Return a requirement before and after the change. Four SELECTs."""
    book = queries.book()
    before = next((one for one in book.current if one.requirement_id == requirement_id), None)
    row = new.row
    after = Version(
        id=UNWRITTEN, requirement_id=requirement_id or UNWRITTEN, since=today, rule=row["audience"],
        terms=terms_of(row["due"], row["renewal_months"], row["window_days"], row["grace_days"]),
        subjects=frozenset(new.subjects), asked_again=tuple(map(date.fromisoformat, row["asked_again"])),
        least=new.subjects,
    )  # fmt: skip
    calendars = {code: calendar_of(*days) for code, *days in database.session.execute(CALENDARS)}
    grace = {**book.grace, UNWRITTEN: row["grace_days"]}
    return Case(before, after, grace, today, calendars, reminder_queries.ladder().steps)


def _concerned(found: Case) -> Select[Any]:
    """Select from the people in the old or the new audience, and those whose duty would end."""
    rules = [reach.condition(one.rule) for one in (found.before, found.after) if one is not None]
    living = exists().where(
        Assignment.person_id == Person.id,
        Assignment.requirement_id == found.after.requirement_id,
        Assignment.retired_at.is_(None),
        or_(Assignment.valid_until.is_(None), Assignment.valid_until > found.today),
    )
    return (
        select(Person.id)
        .join(Membership, MEMBERSHIP)
        .join(Department, Department.id == Membership.department_id)
        .join(Site, Site.id == Membership.site_id)
        .where(or_(*rules, living), works_here(found.today))
    )


def concerned(found: Case) -> list[int]:
    """Return the ids of the people whom a change may concern, by name. One SELECT."""
    ordered = _concerned(found).order_by(Person.family, Person.given, Person.id)
    return list(database.session.scalars(scoped(ordered, by="system")))


def mark(found: Case) -> list[Any]:
    """Return what stays the same while what was reckoned holds: the day, the version, and who is concerned. One SELECT.

    Each change of a membership is a new row, so their ids tell; days of persons are written in place and are summed.
    """
    days = [_sum_of(Person.started_on), _sum_of(Person.left_on)]
    summed = _concerned(found).with_only_columns(
        func.count(), func.sum(Membership.id), *days, maintain_column_froms=True
    )
    row = database.session.execute(scoped(summed, by="system")).one()
    before = found.before
    version = None if before is None else [before.id, before.ended_on and before.ended_on.isoformat()]
    return [found.today.isoformat(), version, [int(one or 0) for one in row]]


def _sum_of(day: Any) -> Any:
    return func.sum(extract("year", day) * 10000 + extract("month", day) * 100 + extract("day", day))


MINUTES = select(func.min(Subject.minutes)).where(
    Subject.id.in_(bindparam("ids", expanding=True)), Subject.kind != SubjectKind.PROOF
)


def minutes(subject_ids: Iterable[int]) -> int:
    """Return how long the shortest of some subjects takes, proofs from elsewhere apart. One SELECT."""
    return database.session.scalar(MINUTES, {"ids": list(subject_ids)}) or 0


def known(person_ids: Sequence[int]) -> list[Known]:
    """Return all that is known of some people in the order of their ids as handed in, without locking anything."""
    found = {one.member.person_id: one for one in queries.known(person_ids, locked=False)}
    return [found[person_id] for person_id in person_ids if person_id in found]


# --- words ------------------------------------------------------------------------------------------------------------

NAMES = scoped(
    select(Person.id, Person.family, Person.given, Department.name)
    .outerjoin(Membership, MEMBERSHIP)
    .outerjoin(Department, Department.id == Membership.department_id)
    .where(Person.id.in_(bindparam("ids", expanding=True)))
    .order_by(Person.family, Person.given, Person.id),
    by="managers of requirements",
)


def names(ids: Sequence[int]) -> list[tuple[str, str, str]]:
    """Return some people by name: (family, given, department). One SELECT, or none."""
    if not ids:
        return []
    return [(row[1], row[2], row[3] or "") for row in database.session.execute(NAMES, {"ids": list(ids)})]
