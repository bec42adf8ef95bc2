"""Looks at courses as one learner sees them: lessons and what is read, why it is asked, what was done before."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Date, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from training.catalogue.models import Clause, Edition, Lesson, Subject, Track, Translation
from training.catalogue.queries import EDITION_READ, IN_LANGUAGE, SUMMARY_READ, TITLE_READ
from training.catalogue.rules import SubjectKind
from training.completion.models import Assignment, Completion, RequirementSubject, RequirementVersion
from training.core.db import database, scoped
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.learning.models import LessonProgress
from training.learning.rules import Way

_ME: BindParameter[int] = bindparam("person_id")
_TODAY: BindParameter[date] = bindparam("today", type_=Date())
_COURSE = and_(Subject.kind == SubjectKind.COURSE, Subject.retired_on.is_(None))
_Now = aliased(Edition)
_Then = aliased(Edition)

_later = Completion.__table__.alias("later")
STANDS = and_(
    Completion.void.is_(False),
    ~select(_later.c.id).where(_later.c.supersedes_id == Completion.id).correlate(Completion).exists(),
)
_DUTY_NOW = (
    Assignment.person_id == _ME,
    Assignment.retired_at.is_(None),
    Assignment.valid_from <= _TODAY,
    or_(Assignment.valid_until.is_(None), Assignment.valid_until > _TODAY),
)
# Whether a duty of :person_id that the subject satisfies is open on :today, for a SELECT from Subject.
ASKED = (
    select(Assignment.id)
    .join(RequirementSubject, RequirementSubject.version_id == Assignment.version_id)
    .where(*_DUTY_NOW, Assignment.done_on.is_(None), RequirementSubject.subject_id == Subject.id)
    .correlate(Subject)
    .exists()
)
_USED_UP = (
    select(Completion.id)
    .where(
        Completion.person_id == _ME,
        Completion.subject_id == LessonProgress.subject_id,
        Completion.happened_at >= LessonProgress.read_at,
        STANDS,
    )
    .correlate(LessonProgress)
    .exists()
)

# A lesson counts as read while the edition keeps its number: raising it says that people must take it again. When a
# course is asked for anew, what was read for the last time round does not count. "read", or "known" by its questions.
_PROGRESS = (
    select(case((LessonProgress.known, Way.KNOWN.value), else_=Way.READ.value))
    .join(_Then, _Then.id == LessonProgress.edition_id)
    .where(
        LessonProgress.person_id == _ME,
        LessonProgress.subject_id == Subject.id,
        LessonProgress.lesson_slug == Lesson.slug,
        _Then.number == _Now.number,
        ~and_(_USED_UP, ASKED),
    )
    .correlate(Subject, Lesson, _Now)
    .limit(1)
    .scalar_subquery()
)
_Earlier = aliased(Completion)
_EarlierEdition = aliased(Edition)
KNOWN_EDITION = (
    select(func.max(_EarlierEdition.number))
    .join(_Earlier, _Earlier.edition_id == _EarlierEdition.id)
    .join(Assignment, Assignment.anew_after_id == _Earlier.id)
    .where(*_DUTY_NOW, Assignment.done_on.is_(None), _Earlier.subject_id == Subject.id)
    .correlate(Subject)
    .scalar_subquery()
)
"""Which edition of a subject :person_id knows where a raised one began a duty anew; NULL where none did."""
_Changed = aliased(Lesson)
_SOME_CHANGED = (
    select(_Changed.id)
    .where(_Changed.edition_id == Lesson.edition_id, _Changed.changed > KNOWN_EDITION)
    .correlate(Subject, Lesson)
    .exists()
)
# Whoever knows the edition before is asked for what has changed since, if the author said what has.
_UNCHANGED = case((and_(Lesson.changed <= KNOWN_EDITION, _SOME_CHANGED), Way.UNCHANGED.value), else_=None)
WAY = func.coalesce(_PROGRESS, _UNCHANGED)
"""How :person_id is done with a lesson as of :today (a Way); NULL where it is still to be read."""


# --- courses ------------------------------------------------------------------------------------------------------


class CourseEntry(NamedTuple):
    """One course of the list; `done_on` is the day of the viewer's last completion, `asked` whether a duty is open."""

    slug: str
    title: str
    summary: str
    minutes: int
    track: str
    audience: list[str]
    lessons: int
    read: int
    done_on: date | None
    asked: bool


LESSONS_OF = (
    select(func.count()).select_from(Lesson).where(Lesson.edition_id == Subject.edition_id).correlate(Subject)
).scalar_subquery()
"""How many lessons a subject has, for a SELECT from Subject."""


def _of_what_is_read(figure: Any) -> ColumnElement[int]:
    read = (
        select(func.coalesce(figure, 0))
        .select_from(Lesson)
        .join(_Now, _Now.id == Lesson.edition_id)
        .where(Lesson.edition_id == Subject.edition_id, WAY.is_not(None))
    )
    return read.correlate(Subject).scalar_subquery()


LESSONS_READ = _of_what_is_read(func.count())
MINUTES_READ = _of_what_is_read(func.sum(Lesson.minutes))
"""What person :person_id has read of a subject as of :today, for a SELECT from Subject."""

_DONE_ON = select(func.max(Completion.local_date)).where(
    Completion.person_id == _ME, Completion.subject_id == Subject.id, STANDS
)
COURSES = scoped(
    select(
        Subject.slug, TITLE_READ, SUMMARY_READ, Subject.minutes, Subject.track, Subject.audience,
        LESSONS_OF,
        LESSONS_READ,
        _DONE_ON.correlate(Subject).scalar_subquery(),
        ASKED,
    )
    .outerjoin(Translation, IN_LANGUAGE)
    .where(_COURSE)
    .order_by(TITLE_READ),
    by="own person",
)  # fmt: skip


def courses(viewer: Viewer, today: date) -> list[CourseEntry]:
    """Return all courses that are taught now, by title, with what the viewer has read and done of each."""
    values = {"person_id": viewer.person_id, "today": today, "language": viewer.language}
    return [CourseEntry(*row) for row in database.session.execute(COURSES, values)]


class Course(NamedTuple):
    """A course and the whole content of the edition that is taught now."""

    subject_id: int
    slug: str
    title: str
    summary: str
    minutes: int
    track: str
    track_title: str
    edition_id: int
    number: int
    published_at: datetime
    content: Mapping[str, Any]


COURSE = (
    select(
        Subject.id, Subject.slug, TITLE_READ, SUMMARY_READ, Subject.minutes, Subject.track,
        func.coalesce(Track.title, Subject.track), Edition.id, Edition.number, Edition.published_at, Edition.content,
    )
    .outerjoin(Translation, IN_LANGUAGE)
    .join(Edition, Edition.id == EDITION_READ)
    .outerjoin(Track, Track.slug == Subject.track)
    .where(_COURSE, Subject.slug == bindparam("slug"))
)  # fmt: skip


def course(viewer: Viewer, slug: str) -> Course:
    """Return a course that is taught now, in the viewer's language if it is taught in it. Raises NotFound."""
    row = database.session.execute(COURSE, {"slug": slug, "language": viewer.language}).one_or_none()
    if row is None:
        raise NotFound
    return Course(*row)


# --- lessons ------------------------------------------------------------------------------------------------------


class Step(NamedTuple):
    """One lesson of a course as the viewer stands with it."""

    slug: str
    title: str
    minutes: int
    changed: int
    way: str | None

    @property
    def read(self) -> bool:
        """Whether nothing is to be done with it any more."""
        return self.way is not None


class LessonNow(NamedTuple):
    """One lesson to read, and all steps of its course in order."""

    subject_id: int
    edition_id: int
    language: str
    course_slug: str
    course_title: str
    slug: str
    html: str
    steps: tuple[Step, ...]

    @property
    def position(self) -> int:
        """The lesson's place among the steps, from 0."""
        return [step.slug for step in self.steps].index(self.slug)


def _steps(*more: Any) -> Select[Any]:
    return (
        select(Lesson.slug, Lesson.title, Lesson.minutes, Lesson.changed, WAY.label("way"), *more)
        .select_from(Subject)
        .outerjoin(Translation, IN_LANGUAGE)
        .join(_Now, _Now.id == EDITION_READ)
        .join(Lesson, Lesson.edition_id == _Now.id)
        .where(_COURSE, Subject.slug == bindparam("slug"))
        .order_by(Lesson.position)
    )


STEPS = scoped(_steps(), by="own person")
# One statement for the hottest page: all steps, and the text of the one that is read.
LESSON = scoped(
    _steps(
        Subject.id,
        _Now.id,
        _Now.language,
        TITLE_READ,
        case((Lesson.slug == bindparam("lesson"), Lesson.html), else_=None).label("html"),
    ),
    by="own person",
)


def steps(viewer: Viewer, slug: str, today: date) -> tuple[Step, ...]:
    """Return the lessons of a course that is taught now, in order. Raises NotFound."""
    values = {"person_id": viewer.person_id, "slug": slug, "today": today, "language": viewer.language}
    rows = database.session.execute(STEPS, values).all()
    if not rows:
        raise NotFound
    return tuple(Step(*row) for row in rows)


def lesson(viewer: Viewer, slug: str, lesson_slug: str, today: date) -> LessonNow:
    """Return one lesson of a course that is taught now. Raises NotFound."""
    values = {
        "person_id": viewer.person_id, "slug": slug, "lesson": lesson_slug, "today": today,
        "language": viewer.language,
    }  # fmt: skip
    rows = database.session.execute(LESSON, values).all()
    here = next((row for row in rows if row.html is not None), None)
    if here is None:
        raise NotFound
    subject_id, edition_id, language, title, html = here[5:]
    return LessonNow(
        subject_id, edition_id, language, slug, title, lesson_slug, html, tuple(Step(*row[:5]) for row in rows)
    )


WAYS = scoped(
    select(Lesson.slug, Lesson.title, Lesson.minutes, Lesson.changed, WAY)
    .select_from(Subject)
    .join(_Now, _Now.id == bindparam("edition_id"))
    .join(Lesson, Lesson.edition_id == _Now.id)
    .where(Subject.id == bindparam("subject_id"))
    .order_by(Lesson.position),
    by="own person",
)


def steps_of(viewer: Viewer, subject_id: int, edition_id: int, today: date) -> tuple[Step, ...]:
    """Return the lessons of one edition, in order, as the viewer stands with them."""
    values = {"person_id": viewer.person_id, "subject_id": subject_id, "edition_id": edition_id, "today": today}
    return tuple(Step(*row) for row in database.session.execute(WAYS, values))


# --- why, and what was done before --------------------------------------------------------------------------------


class Duty(NamedTuple):
    """The viewer's duty that a course satisfies: the open one that is due first, else the last."""

    title: str
    why: str
    due: date
    renewal_months: int | None
    done_on: date | None
    public_id: str = ""


DUTY = scoped(
    select(
        RequirementVersion.title, RequirementVersion.why, Assignment.due, RequirementVersion.renewal_months,
        Assignment.done_on, Assignment.public_id,
    )
    .join(RequirementVersion, RequirementVersion.id == Assignment.version_id)
    .join(RequirementSubject, RequirementSubject.version_id == Assignment.version_id)
    .where(
        *_DUTY_NOW,
        RequirementSubject.subject_id == bindparam("subject_id"),
    )
    .order_by(Assignment.done_on.is_not(None), Assignment.due)
    .limit(1),
    by="own person",
)  # fmt: skip


def duty(viewer: Viewer, subject_id: int, today: date) -> Duty | None:
    """Return why the viewer has a course and by when, or None if nothing asks for it."""
    values = {"person_id": viewer.person_id, "subject_id": subject_id, "today": today}
    row = database.session.execute(DUTY, values).one_or_none()
    return Duty(*row) if row else None


class Done(NamedTuple):
    public_id: str
    local_date: date
    valid_until: date | None
    happened_at: datetime


_DONE = select(Completion.public_id, Completion.local_date, Completion.valid_until, Completion.happened_at).where(
    Completion.person_id == _ME, Completion.subject_id == bindparam("subject_id"), STANDS
)
LAST_DONE = scoped(_DONE.order_by(Completion.local_date.desc(), Completion.id.desc()).limit(1), by="own person")
DONE_AT = scoped(_DONE.where(Completion.happened_at == bindparam("at")).limit(1), by="own person")


def last_done(viewer: Viewer, subject_id: int) -> Done | None:
    """Return the viewer's last completion of a subject that stands."""
    values = {"person_id": viewer.person_id, "subject_id": subject_id}
    row = database.session.execute(LAST_DONE, values).one_or_none()
    return Done(*row) if row else None


def done_at(viewer: Viewer, subject_id: int, at: datetime) -> Done | None:
    """Return the viewer's completion of a subject at that instant, if it still stands: what an attempt led to."""
    values = {"person_id": viewer.person_id, "subject_id": subject_id, "at": at}
    row = database.session.execute(DONE_AT, values).one_or_none()
    return Done(*row) if row else None


CLAUSES = scoped(
    select(RequirementVersion.clauses)
    .join(Assignment, Assignment.version_id == RequirementVersion.id)
    .join(RequirementSubject, RequirementSubject.version_id == RequirementVersion.id)
    .where(
        *_DUTY_NOW, Assignment.done_on.is_(None), RequirementSubject.subject_id == bindparam("subject_id"),
        select(Clause.id).where(Clause.seat_time).exists(),
    ),
    by="own person",
)  # fmt: skip
SEAT_TIME = select(Clause.slug, Clause.citation).where(Clause.seat_time).order_by(Clause.citation)


def seat_time(viewer: Viewer, subject_id: int, today: date) -> tuple[str, ...]:
    """Return how the clauses are cited for which the viewer has to take the lessons themselves; mostly none."""
    values = {"person_id": viewer.person_id, "subject_id": subject_id, "today": today}
    named = {slug for clauses in database.session.scalars(CLAUSES, values) for slug in clauses}
    if not named:
        return ()
    return tuple(citation for slug, citation in database.session.execute(SEAT_TIME) if slug in named)
