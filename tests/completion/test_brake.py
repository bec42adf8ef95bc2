"""Too many mails on one day wait for two different people; nobody's mail is lost."""

from datetime import date, timedelta

import pytest
from flask import Flask

from tests import make
from tests.completion import making, reminded
from training.completion import reminder_service
from training.completion.reminder_planning import let_go
from training.completion.rules import BrakeState, DigestState
from training.core.db import writing
from training.core.errors import Conflict, Forbidden
from training.core.permissions import Held, Role, Viewer

DAY = date(2026, 11, 6)
"""A Friday: fourteen working days before the day on which all is due."""


def desk() -> Viewer:
    return Viewer(person_id=make.person().id, held=(Held(Role.SECURITY_TEAM),))


def three_held(brake: int = 2) -> tuple[reminded.Team, Viewer, Viewer]:
    team = reminded.team(people=3)
    reminded.set_ladder(brake=brake)
    return team, desk(), desk()


def release(who: Viewer, day: date = DAY) -> None:
    with writing():
        reminder_service.release(who, day, now=reminded.morning(day))


def confirm(who: Viewer, day: date = DAY) -> None:
    with writing():
        reminder_service.confirm(who, day, now=reminded.morning(day))


def test_more_than_the_brake_lets_pass_is_held(app: Flask) -> None:
    three_held()
    assert reminded.plan(DAY) is BrakeState.HELD
    assert set(reminded.digests().values()) == {DigestState.HELD}
    reminded.write(app, DAY)
    assert reminded.mails() == []


def test_as_many_as_it_lets_pass_go(app: Flask) -> None:
    three_held(brake=3)
    assert reminded.plan(DAY) is BrakeState.GOING
    reminded.write(app, DAY)
    assert len(reminded.mails()) == 3


def test_one_person_lets_go_and_another_confirms(app: Flask) -> None:
    team, first, second = three_held()
    reminded.plan(DAY)
    with pytest.raises(Conflict):
        confirm(second)
    release(first)
    with pytest.raises(Forbidden):
        confirm(first)
    with pytest.raises(Conflict):
        release(second)
    reminded.write(app, DAY)
    assert reminded.mails() == [], "one person is not enough"
    confirm(second)
    reminded.write(app, DAY)
    assert {mail.person_id for mail in reminded.mails()} == set(team.people)
    with pytest.raises(Conflict):
        release(first)


def test_what_is_done_meanwhile_drops_out_and_the_others_get_theirs(app: Flask) -> None:
    team, first, second = three_held()
    reminded.plan(DAY)
    making.record(team.people[1], team.course, DAY)
    release(first)
    confirm(second)
    reminded.write(app, DAY)
    assert {mail.person_id for mail in reminded.mails()} == {team.people[0], team.people[2]}


def test_a_day_that_nobody_lets_go_is_held_again_and_lost_to_nobody(app: Flask) -> None:
    team, first, _second = three_held()
    monday = DAY + timedelta(days=3)
    reminded.plan(DAY)
    reminded.plan(DAY + timedelta(days=1))
    making.record(team.people[1], team.course, monday)
    assert reminded.plan(monday) is BrakeState.GOING, "two are not too many"
    reminded.write(app, monday)
    assert {mail.person_id for mail in reminded.mails()} == {team.people[0], team.people[2]}
    assert {mail.created_at.date() for mail in reminded.mails()} == {monday}
    with pytest.raises(Conflict):
        release(first, DAY - timedelta(days=30))


def test_raising_the_brake_lets_nothing_go_that_is_held(app: Flask) -> None:
    three_held()
    reminded.plan(DAY)
    reminded.set_ladder(brake=1000)
    assert reminded.plan(DAY) is BrakeState.HELD
    reminded.write(app, DAY)
    assert reminded.mails() == []


def test_a_day_that_was_let_go_goes_on_in_later_zones(app: Flask) -> None:
    _team, first, second = three_held()
    reminded.plan(DAY)
    release(first)
    confirm(second)
    chicago = make.site("Chicago", zone="America/Chicago")
    department = make.department("Elsewhere")
    late = making.person(department=department, site=chicago)
    making.publish(
        making.written("elsewhere", audience={"departments": ("Elsewhere",)},
                       due={"kind": "fixed-date", "month": 11, "day": 26}, renewal_months=None), on=date(2026, 1, 2),
    )  # fmt: skip
    making.reconcile(date(2026, 1, 2))
    assert reminded.plan(DAY, "America/Chicago") is BrakeState.RELEASED
    assert reminded.digests()[late, DAY] is DigestState.PLANNED


def test_letting_go_touches_no_other_day(app: Flask) -> None:
    three_held()
    reminded.plan(DAY)
    with writing():
        let_go(DAY + timedelta(days=1))
    assert set(reminded.digests().values()) == {DigestState.HELD}
