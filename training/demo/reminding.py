"""Who was reminded in the last two weeks, by the same verbs as every morning; and the days off of the sites."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from training.completion import reminder_work
from training.completion.reminder_letters import House
from training.completion.reminder_queries import zones
from training.completion.reminding import MORNING
from training.core.db import database
from training.demo.calendar import DAY, SATURDAY, instant
from training.demo.scene import COMPANY, Scene
from training.demo.signing_in import SECURITY_TEAM
from training.people.site_queries import weeks
from training.people.site_service import set_week

BACK = 14  # days


def close_for_holidays(scene: Scene) -> None:
    """Enter the days off that all sites share, of this year and the next two."""
    viewer = scene.viewer(scene.staff.by_name[SECURITY_TEAM.name])
    first = scene.calendar.today.year
    days = [date(year, *day) for year in range(first, first + 3) for day in ((1, 1), (12, 25))]
    for site in weeks():
        set_week(viewer, site.public_id, site.working_days, days, now=scene.calendar.now)


def remind(scene: Scene) -> None:
    """Let the mornings of the last two weeks go by, as far as they have come in each zone."""
    found = zones()
    database.session.rollback()
    for at, day, zone in sorted(_mornings(scene, found)):
        reminder_work.plan_morning(day, zone, now=at)
        house = House(COMPANY, scene.host_at(at).links)
        while reminder_work.write_part(day, house, now=at):
            pass


def _mornings(scene: Scene, found: list[str]) -> Iterator[tuple[datetime, date, str]]:
    today = scene.calendar.today
    for ago in range(BACK, -2, -1):
        for zone in found:
            day = today - ago * DAY
            if day.weekday() >= SATURDAY:
                continue
            at = instant(day, MORNING * 60, zone)
            if at <= scene.calendar.now - timedelta(hours=1):
                yield at, day, zone
