"""Who of the staff gives and helps at seminars besides the trainer whose sign-in is shown."""

from training.demo import cast
from training.demo.places import RECEPTION, SECURITY
from training.demo.scene import Scene
from training.demo.staff import Worker


def colleague(scene: Scene) -> Worker:
    """Return the other trainer of the security team."""
    return _steady(scene, SECURITY)[0]


def at_the_door(scene: Scene) -> Worker:
    """Return who of the reception checks people in on the date of today."""
    return next(one for one in _steady(scene, RECEPTION) if one.site == "CHI")


def _steady(scene: Scene, unit: str) -> list[Worker]:
    """Return who works in a department for the whole time and is met nowhere else, by number."""
    return [
        one for one in scene.staff.workers
        if one.stays[-1].unit == unit and len(one.stays) == 1 and one.leaves is None and not one.leads
        and one.here(scene.calendar.first) and one.name not in cast.NAMES
    ]  # fmt: skip
