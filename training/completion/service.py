"""The verbs of completion: record what was done, take it back, make all duties as they ought to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, bindparam, insert, update

from training.audit.service import Happening
from training.audit.service import record as record_event
from training.catalogue.content.requirement_schema import Requirement
from training.completion import publishing, queries, rollups
from training.completion.due import Moment, next_due
from training.completion.duties import Change
from training.completion.models import Assignment, Completion
from training.completion.reconciling import Reconciled, settle
from training.completion.rules import How
from training.completion.unsettled import unsettled
from training.core.db import database
from training.core.errors import Conflict, NotFound
from training.core.text import text
from training.core.world import new_public_id
from training.jobs.service import NewJob, add

RECONCILE = "completion.reconcile"
PEOPLE_AT_ONCE = 250


@dataclass(frozen=True)
class NewCompletion:
    """That a person completed a subject. `right` of `asked` questions, `needed` to pass; None where none were asked."""

    person_id: int
    subject_id: int
    how: How
    happened_at: datetime
    local_date: date
    """The day at the person's site."""
    edition_id: int | None = None
    digest: str | None = None
    right: int | None = None
    asked: int | None = None
    needed: int | None = None
    edition_number: int | None = None
    statement: str | None = None
    """The sentence that was agreed to, word for word."""
    origin: str | None = None
    """What another system or organisation said of it, word for word; None for what was done here."""
    told_until: date | None = None
    """Until when it is valid there. It stands where no requirement of ours says until when it counts."""


@dataclass(frozen=True)
class Recorded:
    """What was recorded. `valid_until` is the last day on which the first of the requirements counts it as done."""

    id: int
    public_id: str
    valid_until: date | None


def record(new: NewCompletion, *, recorded_by_id: int | None, now: datetime) -> Recorded:
    """Record a completion: the fact, the duties that it settles, their roll-ups and the event, in this transaction.

    Five statements for one person, however many requirements the subject satisfies. What is not the plain case (it
    comes before an opening, or before one that was recorded earlier) has the person's cycles planned anew.
    """
    duties = queries.duties_for_record(new.person_id, new.subject_id)
    counting = [duty for duty in duties if duty.counts(new.edition_number)]
    row = fact(new, recorded_by_id, now) | {"valid_until": valid_until(new, counting)}
    completion_id = _insert(row)
    _project([duty for duty in counting if _settles(new.local_date, duty)], completion_id, new.local_date)
    record_event(Happening("completion-recorded", "completion", completion_id), actor_id=recorded_by_id, now=now)
    if any(new.local_date < (duty.done_on or duty.valid_from) for duty in counting):
        settle([new.person_id], now=now, today=max(now.date(), new.local_date))
    return Recorded(completion_id, row["public_id"], row["valid_until"])


def fact(new: NewCompletion, recorded_by_id: int | None, now: datetime) -> dict[str, Any]:
    """Return the row of a completion, but for until when it counts."""
    return {
        "public_id": new_public_id(), "person_id": new.person_id, "subject_id": new.subject_id,
        "edition_id": new.edition_id, "digest": new.digest, "how": new.how, "right": new.right, "asked": new.asked,
        "needed": new.needed, "statement": new.statement, "origin": new.origin, "void": False,
        "local_date": new.local_date, "happened_at": new.happened_at, "recorded_at": now,
        "recorded_by_id": recorded_by_id,
    }  # fmt: skip


def _insert(row: dict[str, Any]) -> int:
    return int(database.session.execute(insert(Completion).values(row).returning(Completion.id)).scalar_one())


def _settles(day: date, duty: queries.DutyRow) -> bool:
    # The plain case: the last cycle is open on that day and not done.
    within = duty.valid_from <= day and (duty.valid_until is None or day < duty.valid_until)
    return duty.last and duty.done_on is None and within


def valid_until(new: NewCompletion, duties: Sequence[queries.DutyRow]) -> date | None:
    """Return the last day on which the first of the duties counts it as done."""
    day = new.local_date
    ends = [_kept(new, duty) or _worth(day, duty) for duty in duties if duty.last]
    return min((end for end in ends if end), default=new.told_until)


def _kept(new: NewCompletion, duty: queries.DutyRow) -> date | None:
    """The changed part alone keeps the end of the completion before it: the whole never comes later for it."""
    keeps = new.how is How.CHANGES and duty.kept_until is not None and duty.kept_until >= new.local_date
    return duty.kept_until if keeps else None


def _worth(day: date, duty: queries.DutyRow) -> date | None:
    due = duty.due_without_grace if duty.valid_from <= day else None
    renews = duty.cycle > 1 and duty.done_on is None
    return next_due(duty.terms, Moment(duty.valid_from, done_on=day, last_due=due, old_end=due if renews else None))


_table: Any = Assignment.__table__
_PROJECT = (
    update(_table)
    .where(_table.c.id == bindparam("at_id", type_=Integer()))
    .values(completion_id=bindparam("at_completion", type_=Integer()), done_on=bindparam("at_done_on", type_=Date()))
)


def _project(duties: list[queries.DutyRow], completion_id: int, day: date) -> None:
    if duties:
        rows = [{"at_id": duty.id, "at_completion": completion_id, "at_done_on": day} for duty in duties]
        database.session.execute(_PROJECT, rows)
        rollups.move(Change(duty.weighed, duty.weighed._replace(done_on=day)) for duty in duties)


def take_back(completion_id: int, *, reason: str, by_person_id: int | None, now: datetime) -> None:
    """Take a completion back: a row that supersedes it, and the duties as they are without it.

    Raises NotFound for one that does not exist and Conflict for one that was taken back or corrected before.
    """
    found = queries.completion(completion_id)
    if found is None:
        raise NotFound
    if found.void or found.superseded:
        raise Conflict(text("This completion was taken back before."))
    _insert(taken_back(found, completion_id, reason=reason, by_person_id=by_person_id, now=now))
    record_event(Happening("completion-taken-back", "completion", completion_id), actor_id=by_person_id, now=now)
    settle([found.person_id], now=now, today=max(now.date(), found.local_date))


def taken_back(
    found: queries.Fact, completion_id: int, *, reason: str, by_person_id: int | None, now: datetime
) -> dict[str, Any]:
    """Return the row that takes a completion back."""
    new = NewCompletion(
        found.person_id, found.subject_id, found.how, found.happened_at, found.local_date, edition_id=found.edition_id,
        digest=found.digest,
    )  # fmt: skip
    return fact(new, by_person_id, now) | {"void": True, "supersedes_id": completion_id, "reason": reason[:200]}


class Publication(NamedTuple):
    """What publishing the file did: new versions, and the requirements that it left alone since the desk has them."""

    versions: int
    left: tuple[str, ...]


def publish_requirements(requirements: Sequence[Requirement], *, now: datetime, today: date) -> Publication:
    """Publish what requirements.yaml says, and return what that changed.

    A version is new only where its digest is. A requirement that is not in the list any more ends today. What was
    edited on the desk is left alone. Whoever is concerned gets their duties by a job. Raises Refused where nothing
    that satisfies a requirement exists.
    """
    made, ended, left = publishing.publish(requirements, now=now, today=today)
    for requirement_id in made:
        record_event(Happening("requirement-published", "requirement", requirement_id), actor_id=None, now=now)
    for requirement_id in ended:
        record_event(Happening("requirement-ended", "requirement", requirement_id), actor_id=None, now=now)
    if made or ended:
        add(NewJob(RECONCILE, f"requirements:{now.isoformat()}"), now=now)
    return Publication(len(made), left)


def reconcile(*, now: datetime, today: date, person_ids: Sequence[int] | None = None) -> Reconciled:
    """Make all duties as they ought to be, or those of some people. A second run changes nothing.

    Opens the first cycle of everybody in an audience, the next ones ahead of their time, follows moves between
    departments, and ends the duties of those who left or are in the audience no more. A whole run belongs into a job,
    which does the same in transactions of `PEOPLE_AT_ONCE`.
    """
    requirements = queries.book()
    ids = unsettled(requirements.current, today) if person_ids is None else sorted(set(person_ids))
    done = Reconciled()
    for start in range(0, len(ids), PEOPLE_AT_ONCE):
        done += settle(ids[start : start + PEOPLE_AT_ONCE], now=now, today=today, book=requirements)
    if done.changed:
        detail = {"opened": done.opened, "ended": done.ended}
        record_event(Happening("duties-reconciled", "requirement", None, detail), actor_id=None, now=now)
    return done
