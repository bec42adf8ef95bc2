"""With what the diary of seminars begins: rooms, organisations, dates with what happens at each, and wishes."""

from collections.abc import Callable
from datetime import datetime

from training.demo.calendar import DAY, HOME_ZONE, instant
from training.demo.scene import Scene
from training.demo.seminars_after import correct, look_after
from training.demo.seminars_changed import SITE, move, plan_together
from training.demo.seminars_day import open_doors, walk_in
from training.demo.seminars_described import ROOMS
from training.demo.seminars_equipped import equip, pay
from training.demo.seminars_given import give
from training.demo.seminars_held import ANNOUNCED, Date
from training.demo.seminars_outside import (
    coming_block,
    describe_organisations,
    held_block,
    invite_with_codes,
    waiting_block,
)
from training.demo.seminars_planned import SESSIONS, Session, Story
from training.demo.seminars_queued import ask_managers, make_offers
from training.demo.seminars_wished import wish
from training.people import roster_queries
from training.seminars import planning, retention, service
from training.seminars import roster_queries as seminar_rosters

MOST_FORGOTTEN = 500
Follow = Callable[[Date, datetime], None]
TELL: dict[Story, Follow] = {
    Story.TODAY: open_doors, Story.WALKED_IN: walk_in, Story.CORRECTED: correct, Story.BLOCK_HELD: held_block,
    Story.BLOCK_COMING: coming_block, Story.BLOCK_WAITING: waiting_block, Story.CODES: invite_with_codes,
    Story.OFFERS: make_offers, Story.APPROVAL: ask_managers, Story.MOVED: move,
}  # fmt: skip


def announce(scene: Scene, now: datetime) -> None:
    """Name the rooms and the organisations, and enter into the diary when each date is planned."""
    sites = roster_queries.sites()
    rooms = {code: planning.create_venue(sites[code], room.name, seats=room.seats) for code, room in ROOMS.items()}
    describe_organisations(scene, now)
    for session in SESSIONS:
        date = Date(scene, session, rooms.get(session.site, ""), _follow(session))
        day = max(session.starts(scene.calendar).date() - ANNOUNCED * DAY, scene.calendar.first + DAY)
        scene.diary.enter(instant(day, 10 * 60, HOME_ZONE), date.plan)
    plan_together(scene, rooms[SITE], (pay,))
    wish(scene)


def _follow(session: Session) -> tuple[Follow, ...]:
    """Return what begins once a date is planned."""
    first = next(one for one in SESSIONS if one.seminar == session.seminar)
    with_all = (equip,) if session is first else ()
    return (give, *with_all, pay, *(TELL[story] for story in session.stories), look_after)


def forget_guests(now: datetime) -> None:
    """Erase the names of guests whose seminars are over for as long as was promised to them."""
    service.forget_guests(seminar_rosters.guests_to_forget(now, MOST_FORGOTTEN), now=now)
    retention.mark_forgotten(now=now)
