"""What managers have said of their people lately: more time for a few, and that one of them is in the wrong team."""

from dataclasses import replace
from datetime import timedelta

from training.completion import excusing
from training.completion.excusing import NewExtension
from training.completion.team_queries import MOST_DAYS
from training.core.permissions import Held, Role
from training.demo import cast
from training.demo.calendar import DAY
from training.demo.cast import PHISHING
from training.demo.places import FINANCE
from training.demo.queries import Opened, opened, person_mark
from training.demo.scene import Scene
from training.demo.signing_in import MANAGER, SECURITY_TEAM
from training.people.doubt_service import raise_doubt

NEAR, MANY = timedelta(days=6), 5
REASONS = (
    "At a customer's for two weeks", "Stands in for a colleague at the desk", "Came back from a long journey",
    "Two audits in the same week", "The new terminals came late",
)  # fmt: skip
LONGER = timedelta(days=45)
DOUBTED, DOUBT = "Ken Sato", "Works for Treasury since the first of the month"


def be_lenient(scene: Scene) -> None:
    """Give a few people more time, the last of them by the security team for longer; doubt one line of the roster."""
    today, at = scene.calendar.today, scene.calendar.morning(scene.calendar.last_working_day)
    near = [duty for duty in opened(scene.calendar.morning(scene.calendar.first)) if _is_near(scene, duty)][:MANY]
    for number, (duty, reason) in enumerate(zip(near, REASONS, strict=False), start=1):
        worker, last = scene.staff.by_number[duty.number], number == len(near)
        manager = scene.ids[scene.staff.manager(worker, today)]
        by_id = scene.id_of(SECURITY_TEAM.name) if last else manager
        until = duty.due + (LONGER if last else timedelta(days=MOST_DAYS))
        new = NewExtension(scene.ids[duty.number], scene.requirements[PHISHING], duty.cycle, until, reason, by_id)
        excusing.extend(new, by_person_id=by_id, now=at, today=scene.calendar.last_working_day)
    _doubt(scene)


def _is_near(scene: Scene, duty: Opened) -> bool:
    """Whether it is about to be late, or has just become so, and its person is met nowhere else."""
    worker, today = scene.staff.by_number[duty.number], scene.calendar.today
    known = worker.name in cast.NAMES or worker.stays[-1].unit.startswith(FINANCE) or worker.leaves is not None
    return duty.requirement == PHISHING and not known and today - NEAR <= duty.due <= today + NEAR


def _doubt(scene: Scene) -> None:
    boss = scene.viewer(scene.staff.by_name[MANAGER.name])
    said = scene.calendar.morning(scene.calendar.last_working_day) + 2 * DAY / 24
    mark = person_mark(scene.id_of(DOUBTED))
    raise_doubt(replace(boss, held=(Held(Role.MANAGER),)), mark, DOUBT, now=said)
