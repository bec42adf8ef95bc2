"""Fills the demonstration organisation into an empty database: sixty weeks, in the order in which they happened."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from training.completion import rollups
from training.completion import service as completion
from training.core import site
from training.core.db import database, writing
from training.core.errors import Conflict, Forbidden
from training.core.settings import Mode, Settings
from training.core.text import text
from training.core.world import World
from training.demo import desk, elsewhere, excuses, proving
from training.demo.calendar import Calendar, working_moment
from training.demo.chance import Chance
from training.demo.excuses import Excuse
from training.demo.founding import found
from training.demo.habits import Habits
from training.demo.leniency import be_lenient
from training.demo.on_paper import Entering, PaperList
from training.demo.outbox import carry_out
from training.demo.publishing import publish
from training.demo.queries import Opened, look_at_sizes, opened, setting
from training.demo.refreshers import ask_again
from training.demo.reminding import close_for_holidays, remind
from training.demo.rosters import bring_in
from training.demo.scene import BEGUN, MARK, WHOLE, Scene, zone
from training.demo.seminars_announced import announce, forget_guests
from training.demo.seminars_outside import ask_for_links
from training.demo.staff import employ
from training.demo.taking import Taking
from training.demo.unfinished import begin_reading
from training.learning.work import count_all
from training.people.queries import anybody

TOLD_EVERY = 5  # rosters
COUNTED_AT = (0, 1, 10)
"""Rosters after which tables have become much larger."""


def fill(world: World, settings: Settings, *, echo: Callable[[str], None] = lambda _line: None) -> bool:
    """Write the organisation, its people and their history; return whether that was done.

    Called inside an application context with no transaction open, on a database that is as new as the code. Where
    there is anybody yet nothing is changed. Raises Forbidden in production, since everybody knows these sign-ins, and
    Conflict where an earlier filling was cut short. `echo` is told how far it is. The same day and the same courses
    give the same organisation, but for ids that are random.
    """
    if settings.mode is Mode.PRODUCTION:
        raise Forbidden(text("The demonstration has sign-ins that everybody knows. It is not for production."))
    if _taken():
        return False
    calendar = Calendar(world.now())
    scene = Scene(world, settings, echo, calendar, employ(calendar))
    found(scene)
    _live(scene)
    _end(scene)
    return True


def _taken() -> bool:
    """Tell whether there is anybody yet."""
    found, mark = anybody(), setting(MARK)
    database.session.rollback()
    if found and mark == BEGUN:
        raise Conflict(
            text("The demonstration was cut short while it was filled. Delete its database and start again.")
        )
    return found


def _live(scene: Scene) -> None:
    days, coming = list(scene.calendar.roster_days()), list(excuses.excuses(scene.calendar, scene.staff))
    since = scene.calendar.morning(days[0])
    for place, day in enumerate(days):
        at = scene.calendar.morning(day)
        if place:
            bring_in(scene, scene.staff.changed(day), day)
        if place % TOLD_EVERY == 0:
            scene.echo(f"What happened from {day} on …")
        if place in COUNTED_AT:
            _look_at_sizes()
        desk.write(scene, day)
        _settle(scene, coming, day)
        _plan(scene, since)
        since = at
        until = scene.calendar.morning(days[place + 1]) if place + 1 < len(days) else scene.calendar.now
        _happen(scene, until)
        publish(scene, at, until)


def _look_at_sizes() -> None:
    with writing():
        look_at_sizes()


def _settle(scene: Scene, coming: list[Excuse], day: date) -> None:
    """Give everybody the duties that they have from a day on."""
    at = scene.calendar.morning(day)
    with writing():
        if day == scene.calendar.first:
            announce(scene, at)
        excuses.begin(scene, coming, day)
        completion.reconcile(now=at, today=day)
        forget_guests(at)


def _plan(scene: Scene, since: datetime) -> None:
    """Enter into the diary when the new duties are done."""
    habits = Habits(scene.calendar, scene.script)
    for duty in opened(since):
        key = (duty.number, duty.requirement)
        if scene.standing.get(key) != duty and duty.requirement in scene.materials:
            scene.standing[key] = duty
            _enter(scene, habits, duty)
    database.session.rollback()


def _enter(scene: Scene, habits: Habits, duty: Opened) -> None:
    worker = scene.staff.by_number[duty.number]
    day = habits.day(worker, duty, scripted=scene.follows_script(worker))
    if day is not None:
        chance = Chance("hour", *duty[:3])
        back = scene.away.get(worker.number)
        if back is not None and back[0] <= day < back[1]:
            day = back[1] + timedelta(days=chance.between(1, 12))
        at = working_moment(day, zone(worker), chance)
        taking, paper = Taking(scene, worker, duty), PaperList(scene.calendar)
        if paper.holds(worker, day) and not scene.materials[duty.requirement].statement:
            scene.diary.enter(paper.entered, Entering(scene, taking, at))
        elif at < scene.calendar.now:
            scene.diary.enter(at, taking)


def _happen(scene: Scene, until: datetime) -> None:
    with writing():
        for at, act in scene.diary.until(until):
            act(at)
        scene.ledger.write()


def _end(scene: Scene) -> None:
    """Bring everything to this very hour."""
    scene.echo("Today …")
    _reckon(scene)
    remind(scene)
    ask_for_links(scene)
    with writing():
        elsewhere.hand_in(scene)
        pack = proving.ask(scene)
        carry_out()
        site.change({MARK: WHOLE}, by_person_id=None, now=scene.calendar.now)
    proving.make(scene, pack)
    count_all(now=scene.calendar.now, today=scene.calendar.today)
    desk.leave_a_draft(scene)


def _reckon(scene: Scene) -> None:
    """Settle what everybody owes by now, and erase what is not kept so long."""
    with writing():
        begin_reading(scene)
        ask_again(scene)
        completion.reconcile(now=scene.calendar.now, today=scene.calendar.today)
        be_lenient(scene)
        rollups.roll(scene.calendar.today)
        forget_guests(scene.calendar.now)
        close_for_holidays(scene)
        carry_out()
