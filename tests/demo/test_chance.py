from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from training.completion.due import Done, History, Rule, Terms, plan
from training.demo.calendar import DAY, Calendar, working_day
from training.demo.cast import AMARA, CAST, DOORS, PHISHING, Script
from training.demo.chance import Chance
from training.demo.names import FAMILY, GIVEN, address
from training.demo.places import SITES, UNITS
from training.demo.staff import Staff, employ

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
YEARLY = Terms(Rule("days-from-start", days=30), renewal_months=12, window_days=60)
AT_DOORS = Terms(Rule("days-from-start", days=14), renewal_months=12, window_days=60, grace_days=7)


def staff_on(now: datetime) -> Staff:
    return employ(Calendar(now))


def test_chance_falls_alike_and_by_name() -> None:
    throws = [Chance("one", 2).number() for _time in range(3)]
    assert throws == [throws[0]] * 3
    assert throws[0] == 13783731668729442377, "another generator would change every demonstration"
    assert Chance("one", 3).number() != throws[0]
    stream = Chance("long")
    counted = Counter(stream.below(6) for _throw in range(6000))
    assert all(850 < counted[side] < 1150 for side in range(6)), counted
    assert sorted(stream.shuffled(range(50))) == list(range(50)) != stream.shuffled(range(50))


def test_names_are_many_and_addresses_plain() -> None:
    assert len(set(GIVEN)) == len(GIVEN) > 200
    assert len(set(FAMILY)) == len(FAMILY) > 200
    assert address("Ayşe", "Løkke-Łuk") == "ayse.lokke-luk@alderfinch.example"
    assert all(address(given, "Ito").isascii() for given in GIVEN)


def test_the_staff_is_twelve_hundred_with_a_past() -> None:
    staff = staff_on(NOW)
    here = [worker for worker in staff.workers if worker.here(staff.calendar.today)]
    assert len(here) == 1200 == sum(unit.heads for unit in UNITS)
    assert len({worker.email for worker in staff.workers}) == len({worker.number for worker in staff.workers})
    assert sum(worker.leaves is not None for worker in staff.workers) == 150
    assert 120 < sum(worker.starts > staff.calendar.first for worker in here) < 250
    assert 20 < sum(len(worker.stays) > 1 for worker in here) < 80
    assert {worker.site for worker in here} == {site.code for site in SITES}
    assert {member.name for member in CAST} <= {worker.name for worker in here}


def test_everybody_has_a_manager_who_is_there() -> None:
    staff = staff_on(NOW)
    for day in (staff.calendar.first, staff.calendar.roster_day(12), staff.calendar.today):
        for worker in staff.workers:
            manager = staff.manager(worker, day)
            assert manager != worker.number
            assert not manager or staff.by_number[manager].here(day)
    assert [worker.stays[-1].title for worker in staff.workers if not staff.manager(worker, NOW.date())] == [
        "Managing director"
    ]


def test_the_same_day_gives_the_same_people_and_another_day_others() -> None:
    assert staff_on(NOW).workers == staff_on(NOW + timedelta(hours=3)).workers
    assert staff_on(NOW).workers != staff_on(NOW + timedelta(days=14)).workers


@pytest.mark.parametrize("days", range(0, 400, 3))
def test_on_every_day_of_the_year_the_employee_has_two_things_to_do(days: int) -> None:
    calendar = Calendar(NOW + timedelta(days=days))
    script = Script(calendar)
    assert 1 <= (calendar.friday - calendar.today).days <= 6
    first = _stands(calendar, script, PHISHING, YEARLY)
    # The day before: where a 29 February lies between, no year has that day.
    assert first in {calendar.friday, calendar.friday - DAY}
    assert script.leaves_open(AMARA.name, PHISHING)
    doors = _stands(calendar, script, DOORS, AT_DOORS)
    if script.in_season:
        assert not script.leaves_open(AMARA.name, DOORS)
        assert (date(calendar.today.year, 12, 29) - calendar.today).days > 7, "the other thing comes after the first"
    else:
        assert 28 <= (doors - calendar.today).days <= 40
        assert script.leaves_open(AMARA.name, DOORS)


def _stands(calendar: Calendar, script: Script, requirement: str, terms: Terms) -> date:
    """Return when the duty is due that stands open, if she did what was due a year ago five days early."""
    taken_over = script.taken_over(AMARA.name, "", requirement)
    assert taken_over is not None and taken_over < calendar.first
    done = (Done(taken_over, 1),)
    while (last := plan(History(calendar.first, done), terms)[-1]).due < calendar.today - 100 * DAY:
        done = (*done, Done(last.due - 5 * DAY, len(done) + 1))
    return last.due


def test_working_days() -> None:
    saturday = date(2026, 11, 28)
    assert working_day(saturday, saturday + 9 * DAY) == date(2026, 11, 30)
    assert working_day(saturday, saturday) == date(2026, 11, 27)
    assert working_day(date(2026, 11, 27), saturday) == date(2026, 11, 27)
