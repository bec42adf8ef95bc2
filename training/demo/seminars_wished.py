"""Who would come to the seminar that has no date yet: people at each site, some of them online, and guests."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from training.core.permissions import NOBODY
from training.demo import cast
from training.demo.calendar import DAY, HOME_ZONE, working_day, working_moment
from training.demo.chance import Chance
from training.demo.names import FAMILY, GIVEN, address
from training.demo.scene import Scene, zone
from training.demo.seminar_queries import interest_mark
from training.demo.seminars_described import ON_THE_ROAD, OUTSIDE
from training.demo.staff import Worker
from training.people import roster_queries
from training.seminars import interest
from training.seminars.attendees import Guest

AT_SITES = {"LYO": 14, "LDS": 5, "CHI": 8, "SIN": 3}
ONLINE, GUESTS = 6, 3
TOLD = 52  # days ago the first one said so
AGREED = (
    "Keep my name and e-mail to tell me when this seminar is held. I can end that with one press in each mail. After a"
    " year it ends by itself, and they are erased."
)


def wish(scene: Scene) -> None:
    """Enter into the diary who says that they would come, and when."""
    taken: set[str] = set()
    for site, number in (*AT_SITES.items(), ("", ONLINE)):
        for worker in _some(scene, site, number, taken):
            taken.add(worker.number)
            scene.diary.enter(_moment(scene, worker.number, zone(worker)), partial(_say, scene, worker, bool(site)))
    for place in range(GUESTS):
        guest = _guest(place)
        at = _moment(scene, guest.email, HOME_ZONE)
        scene.diary.enter(at, partial(_note, scene, guest))
        scene.diary.enter(at + timedelta(minutes=25), partial(_confirm, guest.email))


def _some(scene: Scene, site: str, number: int, taken: set[str]) -> list[Worker]:
    today, since = scene.calendar.today, scene.calendar.today - TOLD * DAY
    able = [
        one for one in scene.staff.workers
        if one.here(since - DAY * 14) and one.here(today) and site in {"", one.site} and one.name not in cast.NAMES
        and one.number not in taken
    ]  # fmt: skip
    return Chance("interested", site).shuffled(able)[:number]


def _moment(scene: Scene, who: str, place: str) -> datetime:
    chance = Chance("says so", who)
    day = working_day(scene.calendar.today - chance.between(2, TOLD) * DAY, scene.calendar.last_working_day)
    return working_moment(day, place, chance)


def _say(scene: Scene, worker: Worker, there: bool, at: datetime) -> None:
    viewer = replace(scene.viewer(worker), site_id=roster_queries.sites()[worker.site], language="en")
    interest.say_interested(viewer, ON_THE_ROAD, online=not there, now=at)


def _guest(place: int) -> Guest:
    chance = Chance("interested guest", place)
    given, family, outside = chance.pick(GIVEN), chance.pick(FAMILY), OUTSIDE[place]
    return Guest(f"{given} {family}", address(given, family, outside.domain), outside.name, "en", AGREED)


def _note(scene: Scene, guest: Guest, at: datetime) -> None:
    interest.note_guest(NOBODY, ON_THE_ROAD, guest, host=scene.host_at(at), now=at)


def _confirm(email: str, at: datetime) -> None:
    interest.confirm_interest(interest_mark(email), 0, now=at)
