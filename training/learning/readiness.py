"""What would be asked of a learner now, and whether anything comes first: the same for the page and for the verb."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from training.core.permissions import Viewer
from training.learning import drawing_queries, queries
from training.learning.drawing_queries import Arranged, of_lessons
from training.learning.queries import Course, Step
from training.learning.rules import AttemptKind, Candidate, Pause, Terms, Way, limit_of, needed_of, pause, pauses_after

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Moment:
    """When a verb happens: the instant, and the day at the person's site."""

    now: datetime
    today: date


@dataclass(frozen=True)
class Readiness:
    """What the questions of a course are for one learner now."""

    kind: AttemptKind
    pool: tuple[Candidate, ...]
    terms: Terms
    carried: Mapping[str, int]
    """Lessons that were passed by their questions, with the right answers that count from them."""
    limit: timedelta | None
    pause: Pause | None
    lessons_first: tuple[str, ...]
    """How the clauses are cited for which the lessons themselves come first, while some are not read."""
    steps: tuple[Step, ...]

    @property
    def asked(self) -> int:
        return min(self.terms.draw, len(self.pool))

    @property
    def needed(self) -> int:
        return needed_of(self.asked, self.terms)

    @property
    def right_before(self) -> int:
        return sum(self.carried.values())

    @property
    def may_begin(self) -> bool:
        return self.pause is None and not self.lessons_first and bool(self.pool)


def readiness(viewer: Viewer, course: Course, at: Moment) -> Readiness:
    """Return what would be asked of the viewer, drawn from what, and what comes first. About eight SELECTs."""
    steps = queries.steps_of(viewer, course.subject_id, course.edition_id, at.today)
    arranged = drawing_queries.arranged(viewer, at.today)
    carried = _carried(viewer, course, steps)
    whole = fitting(drawing_queries.candidates(course.edition_id), arranged)
    kind, pool = _pool(whole, steps, carried)
    terms = terms_of(course)
    return Readiness(
        kind=kind,
        pool=tuple(pool),
        terms=terms if len(pool) == len(whole) else terms.scaled(len(pool), len(whole)),
        carried=carried if kind is AttemptKind.COURSE else {},
        limit=limit_of(course.content["quiz"]["limit_minutes"], arranged.time_percent),
        pause=None if arranged.without_pause else _pause(viewer, course, at.now),
        lessons_first=() if _all_taken(steps) else queries.seat_time(viewer, course.subject_id, at.today),
        steps=steps,
    )


def terms_of(course: Course) -> Terms:
    """Return how the questions of a course are drawn and passed."""
    quiz = course.content["quiz"]
    return Terms(quiz["draw"], quiz["from_each_objective"], quiz["pass_percent"])


def round_began(viewer: Viewer, subject_id: int) -> datetime:
    """Return since when the viewer is on the way to the next completion of a course."""
    done = queries.last_done(viewer, subject_id)
    return done.happened_at if done else NEVER


def _carried(viewer: Viewer, course: Course, steps: Sequence[Step]) -> dict[str, int]:
    if not any(step.way == Way.KNOWN for step in steps):
        return {}
    since = round_began(viewer, course.subject_id)
    return drawing_queries.carried(viewer, course.subject_id, course.number, since)


def _pool(
    whole: list[Candidate], steps: Sequence[Step], carried: Mapping[str, int]
) -> tuple[AttemptKind, list[Candidate]]:
    if any(step.way == Way.UNCHANGED for step in steps):
        changed = of_lessons(whole, [step.slug for step in steps if step.way != Way.UNCHANGED])
        # A changed lesson without a question of its own: then the whole is asked.
        return (AttemptKind.CHANGES, changed) if changed else (AttemptKind.COURSE, whole)
    return AttemptKind.COURSE, [one for one in whole if one.lesson not in carried] if carried else whole


def fitting(pool: list[Candidate], arranged: Arranged) -> list[Candidate]:
    """Return the questions that fit what was arranged for a person; all of them where none would be left."""
    plain = [one for one in pool if one.plain] if arranged.plain_questions else []
    return plain or pool


def _pause(viewer: Viewer, course: Course, now: datetime) -> Pause | None:
    failed = drawing_queries.failed_in_a_row(viewer, course.subject_id)
    if not pauses_after(len(failed)):
        return None
    return pause(failed[0].finished_at, drawing_queries.to_read_first(failed[0].id), now)


def _all_taken(steps: Sequence[Step]) -> bool:
    return all(step.way in {Way.READ, Way.UNCHANGED} for step in steps)
