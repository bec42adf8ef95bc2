"""What stands between people and a seat: offers on a date that is full, and managers who decide."""

from datetime import datetime, timedelta
from functools import partial

from training.demo.calendar import DAY
from training.demo.scene import Scene
from training.demo.seminar_queries import Seated, registered
from training.demo.seminars_held import Date
from training.demo.signing_in import EMPLOYEE, MANAGER
from training.demo.staff import Worker
from training.seminars import approving, offering, overriding, service
from training.seminars.approval_queries import unanswered
from training.seminars.overriding import Hand
from training.seminars.rules import State
from training.seminars.service import Claim

HOUR = timedelta(hours=1)
TAKEN_AFTER = timedelta(hours=5)
BY_HAND = "Opens the new reception desk next month and has nobody to ask there"


def make_offers(date: Date, _at: datetime) -> None:
    """Let two people give up their seats: who is offered the first takes it, the second offer is open still.

    In between the security team puts somebody first.
    """
    now, enter = date.scene.calendar.now, date.scene.diary.enter
    enter(now - 6 * DAY, partial(_leave, date))
    enter(now - 6 * DAY + TAKEN_AFTER, partial(_accept, date))
    enter(now - 3 * DAY, partial(_put_first, date))
    enter(now - 5 * HOUR, partial(_leave, date))


def _leave(date: Date, at: datetime) -> None:
    one = next(one for one in registered(date.public_id, State.BOOKED) if one.person_id)
    service.cancel_registration(_claim(one), host=date.scene.host_at(at), now=at)
    del date.staff[one.email]


def _accept(date: Date, at: datetime) -> None:
    for one in registered(date.public_id, State.OFFERED):
        offering.accept_offer(_claim(one), host=date.scene.host_at(at), now=at)


def _put_first(date: Date, at: datetime) -> None:
    one = registered(date.public_id, State.WAITLISTED)[-1]
    hand = Hand(date.scene.team.person_id, BY_HAND)
    overriding.put_first(one.registration, hand, host=date.scene.host_at(at), now=at)


def _claim(one: Seated) -> Claim:
    return Claim(one.registration, one.person_id, None if one.person_id else 0)


def ask_managers(date: Date, _at: datetime) -> None:
    """Let people ask about whom nobody has decided yet: three of the shown manager, and the shown employee."""
    now, enter = date.scene.calendar.now, date.scene.diary.enter
    hours = (98, 47, 20)
    for worker, before in zip(_reports(date.scene), hours, strict=False):
        enter(now - before * HOUR, partial(_ask, date, worker))
    enter(now - hours[0] * HOUR + approving.REMIND_AFTER + HOUR, partial(_remind, date.scene))
    enter(now - 26 * HOUR, partial(_ask, date, date.scene.staff.by_name[EMPLOYEE.name]))


def _reports(scene: Scene) -> list[Worker]:
    """Return the people whose manager is the one whose sign-in is shown, by number."""
    today, boss = scene.calendar.today, scene.staff.by_name[MANAGER.name].number
    here = [one for one in scene.staff.workers if one.here(today) and one.number in scene.ids]
    return [one for one in here if scene.staff.manager(one, today) == boss]


def _ask(date: Date, worker: Worker, at: datetime) -> None:
    viewer, host = date.scene.viewer(worker), date.scene.host_at(at)
    service.register_employee(viewer, date.public_id, host=host, now=at, knows=True)


def _remind(scene: Scene, at: datetime) -> None:
    """Bring to mind what has waited for days, as the job does."""
    for one in unanswered(at, approving.REMIND_AFTER):
        approving.remind(one, host=scene.host_at(at), now=at)
