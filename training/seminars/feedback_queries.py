"""Looks at feedback: who may give it, who is asked, and results that never come from fewer than five people."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Permission, Viewer
from training.people.models import Person
from training.seminars.day_models import AttendanceRecord, Feedback
from training.seminars.models import Attendee, Registration, Seminar, SeminarSession
from training.seminars.rules import State

FEWEST = 5
"""From how many answers on anything is shown."""
OPEN_FOR = timedelta(days=30)
WERE_THERE = (State.ATTENDED, State.PARTIAL)


class Asked(NamedTuple):
    """Somebody who was there. `signed_at` is when that was signed first; the window begins with it."""

    id: int
    public_id: str
    link_version: int
    given: bool
    person_id: int | None
    name: str
    email: str
    language: str
    session_id: int
    session_public_id: str
    slug: str
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    signed_at: datetime

    def open(self, now: datetime) -> bool:
        """Tell whether they may still say how it was."""
        return now <= self.signed_at + OPEN_FOR


_SIGNED = (
    select(func.min(AttendanceRecord.recorded_at))
    .where(AttendanceRecord.registration_id == Registration.id)
    .correlate(Registration)
    .scalar_subquery()
)
_ASKED = (
    select(
        Registration.id, Registration.public_id, Registration.link_version, Registration.feedback_given,
        Attendee.person_id, Attendee.name, Person.given, Person.family, Attendee.email,
        Person.email.label("person_email"), Attendee.language, SeminarSession.id,
        SeminarSession.public_id, Seminar.slug, Seminar.title, SeminarSession.starts_at, SeminarSession.ends_at,
        SeminarSession.zone, _SIGNED,
    )
    .select_from(Registration)
    .join(Attendee, Attendee.id == Registration.attendee_id)
    .outerjoin(Person, Person.id == Attendee.person_id)
    .join(SeminarSession, SeminarSession.id == Registration.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(Registration.state.in_(WERE_THERE))
)  # fmt: skip
OWN = scoped(
    _ASKED.where(
        Attendee.person_id == bindparam("person_id"), SeminarSession.public_id == bindparam("public_id"),
        Seminar.slug == bindparam("slug"),
    ),
    by="own person",
)  # fmt: skip
OF_LINK = scoped(
    _ASKED.where(
        Registration.public_id == bindparam("public_id"), Registration.link_version == bindparam("version"),
        Attendee.person_id.is_(None),
    ),
    by="holder of the link",
)  # fmt: skip
TO_ASK = scoped(
    _ASKED.where(
        Registration.session_id == bindparam("session"), Registration.feedback_given.is_(False),
        Registration.id > bindparam("after"),
    )
    .order_by(Registration.id)
    .limit(bindparam("limit")),
    by="system",
)  # fmt: skip


def own(viewer: Viewer, slug: str, session_public_id: str) -> Asked:
    """Return what lets the viewer say how a date was: that they were there. Raises NotFound."""
    values = {"person_id": viewer.person_id, "public_id": session_public_id, "slug": slug}
    return _one(OWN, values)


def of_link(registration: str, link_version: int) -> Asked:
    """Return the same for the holder of a guest's link. Raises NotFound."""
    return _one(OF_LINK, {"public_id": registration, "version": link_version})


def to_ask(session_id: int, *, after: int, limit: int) -> list[Asked]:
    """Return who was at a date and has not said yet how it was, some at a time in the order of their ids."""
    values = {"session": session_id, "after": after, "limit": limit}
    return [_asked(row) for row in database.session.execute(TO_ASK, values)]


def _one(statement: Any, values: dict[str, Any]) -> Asked:
    row = database.session.execute(statement, values).one_or_none()
    if row is None:
        raise NotFound
    return _asked(row)


def _asked(row: Any) -> Asked:
    (number, public_id, version, given_before, person, name, given, family, email, own_email, language,
     *session) = row  # fmt: skip
    shown = f"{given} {family}" if person else name
    return Asked(
        number, public_id, version, given_before, person, shown, (own_email if person else email) or "", language or "",
        *session,
    )  # fmt: skip


# --- results ----------------------------------------------------------------------------------------------------------


class Answer(NamedTuple):
    """One answer, of nobody in particular. `id` is only what its place in the list is drawn from."""

    id: int
    useful: int
    pace: int
    trainer: int
    comment: str


ANSWERS = (
    select(Feedback.id, Feedback.useful, Feedback.pace, Feedback.trainer, Feedback.comment)
    .join(SeminarSession, SeminarSession.id == Feedback.session_id)
    .where(SeminarSession.public_id == bindparam("public_id"))
    .order_by(Feedback.id)
)


class Answers(NamedTuple):
    """The answers about a date, and how many there are; none are handed out while they are fewer than five."""

    number: int
    shown: tuple[Answer, ...]


def of_session(viewer: Viewer, session_public_id: str) -> Answers:
    """Return what people thought of a date."""
    viewer.must(Permission.SEMINAR_RUN)
    found = [Answer._make(row) for row in database.session.execute(ANSWERS, {"public_id": session_public_id})]
    return Answers(len(found), tuple(found) if len(found) >= FEWEST else ())


class Grades(NamedTuple):
    """How often each pair of question and grade was given; `dates` count."""

    title: str
    slug: str
    dates: int
    number: int
    useful: tuple[int, ...]
    pace: tuple[int, ...]
    trainer: tuple[int, ...]


_ENOUGH = (
    select(Feedback.session_id.label("session_id"), func.count().label("number"))
    .join(SeminarSession, SeminarSession.id == Feedback.session_id)
    .join(Seminar, Seminar.id == SeminarSession.seminar_id)
    .where(Seminar.slug == bindparam("slug"))
    .group_by(Feedback.session_id)
    .having(func.count() >= FEWEST)
    .subquery()
)
"""Only dates that are shown by themselves count: else the sum would tell what a small one said."""
OF_SEMINAR = (
    select(Feedback.useful, Feedback.pace, Feedback.trainer, func.count())
    .join(_ENOUGH, _ENOUGH.c.session_id == Feedback.session_id)
    .group_by(Feedback.useful, Feedback.pace, Feedback.trainer)
)
DATES = select(func.count()).select_from(_ENOUGH)
SEMINAR = select(Seminar.title, Seminar.slug).where(Seminar.slug == bindparam("slug"))


def of_seminar(viewer: Viewer, slug: str) -> Grades:
    """Return how often each grade was given to a seminar, over all dates with five answers or more. Raises NotFound."""
    viewer.must(Permission.SEMINAR_RUN)
    about = database.session.execute(SEMINAR, {"slug": slug}).one_or_none()
    if about is None:
        raise NotFound
    found = [tuple(row) for row in database.session.execute(OF_SEMINAR, {"slug": slug})]
    dates = database.session.scalar(DATES, {"slug": slug}) or 0
    useful, pace, trainer = (counted([(row[place], row[3]) for row in found]) for place in range(3))
    return Grades(about.title, about.slug, dates, sum(row[3] for row in found), useful, pace, trainer)


def counted(pairs: list[tuple[int, int]]) -> tuple[int, ...]:
    """Return how often each grade from 1 to 5 occurs in pairs of a grade and a number."""
    return tuple(sum(number for grade, number in pairs if grade == wanted) for wanted in range(1, 6))
