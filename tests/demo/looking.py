"""Looks at the demonstration by names instead of ids, so that two of them can be compared."""

import hashlib
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Edition, Question, Subject
from training.completion.models import Assignment, Completion, Exemption, Requirement, RollUp
from training.core.db import Base, database, scoped
from training.learning.models import Answer, Attempt, LessonProgress
from training.notices.models import Message
from training.people.models import Department, Membership, Person, Site
from training.seminars.day_models import AttendanceRecord, Feedback
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession
from training.seminars.organisation_models import Allotment, Organisation
from training.seminars.plan_models import Interest, SeminarCost, SessionTrainer

_manager = aliased(Person)
_TABLES: dict[str, Any] = {
    "people": select(Person.external_id, Person.given, Person.family, Person.email, Person.started_on, Person.left_on),
    "memberships": select(
        Person.external_id, Department.code, Site.code, _manager.external_id, Membership.title, Membership.valid_from,
        Membership.valid_until, Membership.recorded_at, Membership.retired_at,
    ).select_from(Membership)
    .join(Person, Person.id == Membership.person_id)
    .join(Department, Department.id == Membership.department_id)
    .join(Site, Site.id == Membership.site_id)
    .outerjoin(_manager, _manager.id == Membership.manager_id),
    "duties": select(
        Person.external_id, Requirement.slug, Assignment.cycle, Assignment.valid_from, Assignment.valid_until,
        Assignment.due, Assignment.done_on, Assignment.exempt_from, Assignment.exempt_until, Department.code,
        Assignment.recorded_at, Assignment.retired_at,
    ).select_from(Assignment)
    .join(Person, Person.id == Assignment.person_id)
    .join(Requirement, Requirement.id == Assignment.requirement_id)
    .join(Department, Department.id == Assignment.department_id),
    "completions": select(
        Person.external_id, Subject.slug, Completion.how, Completion.happened_at, Completion.local_date,
        Completion.right, Completion.valid_until, Completion.recorded_at, Edition.digest,
    ).select_from(Completion)
    .join(Person, Person.id == Completion.person_id)
    .join(Subject, Subject.id == Completion.subject_id)
    .outerjoin(Edition, Edition.id == Completion.edition_id),
    "exemptions": select(Person.external_id, Exemption.kind, Exemption.valid_from, Exemption.valid_until, Exemption.reason)
    .join(Person, Person.id == Exemption.person_id),
    "answers": select(
        Person.external_id, Subject.slug, Attempt.number, Attempt.state, Answer.position, Question.digest, Answer.chosen,
        Answer.answered_at,
    ).select_from(Answer)
    .join(Attempt, Attempt.id == Answer.attempt_id)
    .join(Person, Person.id == Attempt.person_id)
    .join(Subject, Subject.id == Attempt.subject_id)
    .join(Question, Question.id == Answer.question_id),
    "lessons": select(Person.external_id, LessonProgress.lesson_slug, LessonProgress.read_at)
    .join(Person, Person.id == LessonProgress.person_id),
    "roll-ups": select(
        Department.code, Requirement.slug, RollUp.rolled_to, RollUp.done, RollUp.done_late, RollUp.exempt, RollUp.open,
        RollUp.overdue,
    ).select_from(RollUp)
    .join(Department, Department.id == RollUp.department_id)
    .join(Requirement, Requirement.id == RollUp.requirement_id),
    "seats": select(
        Seminar.slug, SeminarSession.starts_at, SeminarSession.status, SeminarSession.taken, Person.external_id,
        Attendee.email, Registration.state, Registration.queue_number, Registration.registered_at, AttendanceRecord.mark,
        AttendanceRecord.minutes,
    ).select_from(Registration)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
    .outerjoin(AttendanceRecord, AttendanceRecord.registration_id == Registration.id),
    "blocks": select(
        Organisation.name, SeminarSession.starts_at, Allotment.state, Allotment.seats, Allotment.least, Allotment.used,
        Allotment.release_at, Allotment.asked_at,
    ).select_from(Allotment)
    .join(SeminarSession, SeminarSession.id == Allotment.session_id)
    .join(Organisation, Organisation.id == Allotment.organisation_id),
    "trainers": select(SeminarSession.starts_at, SessionTrainer.name, Person.external_id, SessionTrainer.role)
    .select_from(SessionTrainer)
    .join(SeminarSession, SeminarSession.id == SessionTrainer.session_id)
    .outerjoin(Person, Person.id == SessionTrainer.person_id),
    "costs": select(SeminarSession.starts_at, SeminarCost.kind, SeminarCost.cents, SeminarCost.budget_line)
    .join(SeminarSession, SeminarSession.id == SeminarCost.session_id),
    "interest": select(Person.external_id, Attendee.email, Site.code, Interest.said_at, Interest.ended_at)
    .select_from(Interest)
    .join(Attendee, Attendee.id == Interest.attendee_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
    .outerjoin(Site, Site.id == Interest.site_id),
    "feedback": select(
        SeminarSession.starts_at, Feedback.given_on, Feedback.useful, Feedback.pace, Feedback.trainer, Feedback.comment
    ).join(SeminarSession, SeminarSession.id == Feedback.session_id),
    "mails": select(Message.kind, Message.recipient, Message.subject, Message.state, Message.created_at),
}  # fmt: skip


def rows(statement: Any) -> list[Any]:
    return list(database.session.execute(scoped(statement, by="test")))


def value(statement: Any) -> Any:
    return database.session.scalar(scoped(statement, by="test"))


def numbers() -> dict[str, int]:
    """Return how many rows every table of the database has."""
    return {name: value(select(func.count()).select_from(table)) for name, table in Base.metadata.tables.items()}


def digests() -> dict[str, str]:
    """Return a digest of every table that tells of people, by names."""
    told = {name: sorted(repr(tuple(row)) for row in rows(statement)) for name, statement in _TABLES.items()}
    assert all(told.values()), "a table without rows proves nothing"
    return {name: hashlib.sha256("\n".join(lines).encode()).hexdigest() for name, lines in told.items()}
