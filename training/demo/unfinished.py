"""What stands half-done today: the lessons that the employee of the demonstration has read."""

from datetime import timedelta

from training.demo.calendar import working_moment
from training.demo.cast import AMARA, PHISHING
from training.demo.chance import Chance
from training.demo.scene import Scene, zone
from training.learning import queries
from training.learning.service import mark_read

COURSE = "recognising-phishing"


def begin_reading(scene: Scene) -> None:
    """Read the first half of the lessons, on the last working day before today."""
    worker, lessons = scene.staff.by_name[AMARA.name], scene.materials[PHISHING].lessons
    at = working_moment(scene.calendar.last_working_day, zone(worker), Chance("reading"))
    viewer = scene.viewer(worker)
    for place, slug in enumerate(lessons[: len(lessons) // 2]):
        mark_read(viewer, queries.lesson(viewer, COURSE, slug, at.date()), now=at + timedelta(minutes=4 * place))
