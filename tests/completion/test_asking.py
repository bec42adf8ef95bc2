"""What a manager asks for joins the next mail, once a day for each duty."""

from datetime import timedelta

from flask import Flask

from tests.completion import making, reminded
from tests.completion.reminded import MONDAY
from training.completion import reminder_service
from training.core.db import writing


def ask(team: reminded.Team, *person_ids: int, ahead: int = 0) -> int:
    day = MONDAY + timedelta(days=ahead)
    with writing():
        return reminder_service.ask(
            reminded.assignment_ids(*person_ids), asked_by_id=team.ines, now=making.noon(day), today=day
        )


def test_a_duty_is_asked_for_once_a_day(app: Flask) -> None:
    team = reminded.team()
    assert ask(team, *team.people) == 2
    assert ask(team, *team.people) == 0
    assert ask(team, team.people[0], ahead=1) == 1
    assert [(row[0], row[1]) for row in reminded.reminders()] == [
        (team.people[0], "asked"), (team.people[1], "asked"), (team.people[0], "asked"),
    ]  # fmt: skip


def test_nobody_is_reminded_of_what_is_done(app: Flask) -> None:
    team = reminded.team()
    making.record(team.people[0], team.course, MONDAY)
    assert ask(team, *team.people) == 1
