"""As of any day: what was given on a day can be read again later, whatever is found out since."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from tests import make
from tests.completion import making
from tests.completion.test_reconciling import leave, move
from training.completion import as_of_queries, excusing, service
from training.completion.as_of import AsOf, Known, known_now, known_then
from training.completion.rules import ExemptionKind, FiveParts, How
from training.core.db import database, writing

START = date(2026, 11, 1)
LATER = datetime(2027, 8, 1, tzinfo=UTC)


def then(day: date, now: datetime = LATER) -> dict[tuple[int, int], FiveParts]:
    database.session.rollback()
    return as_of_queries.parts(known_then(day, now=now, zone=UTC))


def now_known(day: date, now: datetime = LATER) -> dict[tuple[int, int], FiveParts]:
    database.session.rollback()
    return as_of_queries.parts(known_now(day, now=now, zone=UTC))


# --- the day itself ---------------------------------------------------------------------------------------------------


def test_a_day_is_known_as_it_was_at_its_end_in_the_zone_of_the_organisation():
    chicago = ZoneInfo("America/Chicago")
    past = known_then(date(2026, 9, 30), now=LATER, zone=chicago)
    assert past == AsOf(date(2026, 9, 30), datetime(2026, 10, 1, 4, 59, 59, 999999, tzinfo=UTC), Known.THEN)
    noon = datetime(2026, 9, 30, 17, tzinfo=UTC)
    assert known_then(date(2026, 9, 30), now=noon, zone=chicago).known_at == noon
    assert known_now(date(2026, 9, 30), now=noon, zone=chicago) == known_then(
        date(2026, 9, 30), now=noon, zone=chicago
    ), "today is known in one way"
    assert known_now(date(2026, 9, 29), now=noon, zone=chicago) == AsOf(date(2026, 9, 29), noon, Known.NOW)


# --- what each way says -----------------------------------------------------------------------------------------------


def test_what_was_recorded_later_counts_only_as_known_now(app: Flask):
    course, person = making.subject("course"), making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    with writing():
        new = service.NewCompletion(person, course, How.IMPORT, making.noon(date(2026, 11, 5)), date(2026, 11, 5))
        service.record(new, recorded_by_id=None, now=making.noon(date(2026, 11, 20)))
    day = date(2026, 11, 10)
    assert list(then(day).values()) == [FiveParts(open=1)]
    assert list(now_known(day).values()) == [FiveParts(done=1)]
    assert list(now_known(date(2026, 11, 4)).values()) == [FiveParts(open=1)], "nor before it was done"
    assert list(then(date(2026, 11, 20)).values()) == [FiveParts(done=1)]


def test_what_was_taken_back_counts_only_as_known_then(app: Flask):
    course, person = making.subject("course"), making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    done = making.record(person, course, date(2026, 11, 5))
    with writing():
        service.take_back(done.id, reason="Wrong person", by_person_id=None, now=making.noon(date(2026, 11, 20)))
    assert list(then(date(2026, 11, 10)).values()) == [FiveParts(done=1)]
    assert list(now_known(date(2026, 11, 10)).values()) == [FiveParts(open=1)]


def test_people_count_where_they_belonged_on_the_day(app: Flask):
    making.subject("course")
    person, here = making.person(), making.department_of_all()
    there = make.department("Treasury").id
    making.publish(making.written(), on=START)
    making.reconcile(START)
    move(person, there, date(2026, 11, 10))
    making.reconcile(date(2026, 11, 10))
    for looked in (then, now_known):
        assert [key[0] for key in looked(date(2026, 11, 9))] == [here]
        assert [key[0] for key in looked(date(2026, 11, 10))] == [there]


def test_a_move_that_was_late_counts_from_its_day_as_known_now(app: Flask):
    making.subject("course")
    person, here = making.person(), making.department_of_all()
    there = make.department("Treasury").id
    making.publish(making.written(), on=START)
    making.reconcile(START)
    move(person, there, date(2026, 11, 10), at=date(2026, 11, 20))
    making.reconcile(date(2026, 11, 20))
    assert [key[0] for key in then(date(2026, 11, 15))] == [here]
    assert [key[0] for key in now_known(date(2026, 11, 15))] == [there]


def test_a_leaver_stays_in_the_numbers_of_the_past(app: Flask):
    making.subject("course")
    person = making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    leave(person, date(2026, 12, 24))
    making.reconcile(date(2026, 12, 24))
    for looked in (then, now_known):
        assert list(looked(date(2026, 12, 23)).values()) == [FiveParts(overdue=1)]
        assert looked(date(2026, 12, 24)) == {}


def test_leave_that_was_told_later_counts_only_as_known_now(app: Flask):
    making.subject("course")
    person = making.person()
    making.publish(making.written(), on=START)
    making.reconcile(START)
    told = date(2026, 12, 20)
    away = excusing.NewExemption(person, None, ExemptionKind.LEAVE, date(2026, 12, 1), date(2027, 1, 10), "Leave", None)
    with writing():
        excusing.exempt(away, by_person_id=None, now=making.noon(told), today=told)
    assert list(then(date(2026, 12, 5)).values()) == [FiveParts(overdue=1)]
    assert list(now_known(date(2026, 12, 5)).values()) == [FiveParts(exempt=1)]
    for looked in (then, now_known):
        assert list(looked(date(2026, 12, 20)).values()) == [FiveParts(exempt=1)]
        assert list(looked(date(2027, 1, 10)).values()) == [FiveParts(overdue=1)]


def test_a_requirement_is_called_as_it_was_on_the_day(app: Flask):
    making.subject("course")
    making.publish(making.written("rule", title="Before"), on=START)
    making.publish(making.written("rule", title="After"), on=date(2026, 11, 10))

    def title(day: date) -> str:
        return next(iter(as_of_queries.requirements(known_then(day, now=LATER, zone=UTC)).values())).title

    assert (title(date(2026, 11, 9)), title(date(2026, 11, 10))) == ("Before", "After")


def test_the_first_day_is_that_of_the_first_roster(app: Flask):
    assert as_of_queries.first_known() is None
    making.person()
    assert as_of_queries.first_known() == make.NOW


def test_one_statement_for_one_person_or_fifty(app: Flask, statements: Any):
    making.subject("course")
    making.publish(making.written("rule"), making.written("other"), on=START)
    for number in (1, 49):
        for _person in range(number):
            making.person()
        making.reconcile(START)
        for looked in (then, now_known):
            with statements() as counted:
                found = looked(date(2026, 11, 25))
            assert len(counted) == 1, counted.texts
            assert found
    assert sum(parts.total for parts in then(date(2026, 11, 25)).values()) == 100


def test_a_subtree_and_one_requirement_are_a_part_of_the_whole(app: Flask):
    making.subject("course")
    above = make.department("Finance")
    path, below = above.path, make.department("Treasury", parent=above)
    for place in (above, below, make.department("Legal")):
        making.person(department=place)
    making.publish(making.written("rule"), making.written("other"), on=START)
    making.reconcile(START)
    day = known_then(date(2026, 11, 25), now=LATER, zone=UTC)
    whole, part = as_of_queries.parts(day), as_of_queries.parts(day, path=path)
    assert len(whole) == 6
    assert part == {key: parts for key, parts in whole.items() if key[0] in {above.id, below.id}}
    (one, other) = as_of_queries.requirements(day)
    assert as_of_queries.parts(day, requirement_id=one) | as_of_queries.parts(day, requirement_id=other) == whole
