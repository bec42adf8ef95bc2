"""How a viewer stands with a course, gathered for its page."""

from datetime import date

from training.core.permissions import Viewer
from training.learning import attempt_queries, drawing_queries, queries
from training.learning.pages import Standing
from training.learning.queries import Course
from training.learning.readiness import NEVER


def standing(viewer: Viewer, course: Course, today: date) -> Standing:
    """Return how the viewer stands with a course. About seven SELECTs."""
    done = queries.last_done(viewer, course.subject_id)
    lessons_first = queries.seat_time(viewer, course.subject_id, today)
    since = done.happened_at if done else NEVER
    return Standing(
        queries.steps(viewer, course.slug, today),
        attempt_queries.last_try(viewer, course.slug),
        queries.duty(viewer, course.subject_id, today),
        done,
        {} if lessons_first else drawing_queries.topics(viewer, course.slug, since),
        attempt_queries.tries(viewer, course.subject_id),
    )
