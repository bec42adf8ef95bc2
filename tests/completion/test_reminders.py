"""Reminders as they are planned and written: at the steps of the ladder, few, and only of what still holds."""

from datetime import date, timedelta

import pytest
from flask import Flask

from tests.completion import making, reminded
from tests.completion.reminded import MONDAY
from training.completion import reminder_planning, reminder_work
from training.completion.rules import BrakeState, DigestState, ReminderKind
from training.core.db import writing

DUE = date(2026, 11, 26)
"""A Thursday: fourteen working days before it is Friday 6 November, three are Monday 23 November."""
FIRST, SECOND, LAST = date(2026, 11, 6), date(2026, 11, 23), date(2026, 12, 1)


def test_each_step_is_told_once_on_its_day(app: Flask) -> None:
    team = reminded.team(due=DUE, people=1)
    reminded.live(app, date(2026, 11, 2), date(2026, 12, 17))
    assert reminded.days_of(team.people[0]) == [FIRST, SECOND, DUE, LAST]
    own = [row for row in reminded.reminders() if row[1] == ReminderKind.OWN]
    assert [(row[2], row[3]) for row in own] == [(-14, FIRST), (-3, SECOND), (0, DUE), (3, LAST)]


def test_the_manager_and_whoever_leads_above_are_told_later(app: Flask) -> None:
    team = reminded.team(due=DUE)
    making.record(team.people[1], team.course, MONDAY)
    reminded.live(app, date(2026, 11, 2), date(2026, 12, 17))
    assert reminded.days_of(team.ines) == [LAST]
    assert reminded.days_of(team.nadia) == [date(2026, 12, 16)]  # fourteen working days late
    (mail,) = reminded.mails(team.ines)
    assert mail.subject == "Your team: 1 of 2 open, 1 overdue"
    assert "Okafor, Amara: Phishing, was due 26 November" in mail.body
    assert "Beck" not in mail.body
    (mail,) = reminded.mails(team.nadia)
    assert "Okafor, Amara (Payments): Phishing, was due 26 November" in mail.body


def test_planning_twice_adds_nothing(app: Flask) -> None:
    reminded.team(due=DUE)
    reminded.plan(FIRST)
    once = reminded.reminders(), reminded.digests()
    reminded.plan(FIRST)
    assert (reminded.reminders(), reminded.digests()) == once
    assert len(once[0]) == len(once[1]) == 2
    reminded.write(app, FIRST)
    reminded.write(app, FIRST)
    assert len(reminded.mails()) == 2
    reminded.plan(FIRST)
    reminded.write(app, FIRST)
    assert len(reminded.mails()) == 2


def test_steps_that_were_passed_over_are_caught_up_once(app: Flask) -> None:
    team = reminded.team(due=DUE, people=1)
    reminded.live(app, LAST, date(2026, 12, 11))
    own = [row for row in reminded.reminders() if row[1] == ReminderKind.OWN]
    assert own == [(team.people[0], ReminderKind.OWN, 3, LAST)]
    assert reminded.days_of(team.people[0]) == [LAST]


def test_at_most_two_mails_in_seven_days(app: Flask) -> None:
    team = reminded.team(due=DUE, people=1)
    for number, day in enumerate((date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 27), date(2026, 11, 30))):
        team.duty(f"other-{number}", day)
    reminded.live(app, date(2026, 11, 2), date(2026, 12, 11))
    days = reminded.days_of(team.people[0])
    assert len(days) > 4
    assert all(late - early > timedelta(days=6) for early, late in zip(days, days[2:], strict=False)), days
    carried = [row for row in reminded.reminders() if row[1] == ReminderKind.OWN]
    assert all(row[3] is not None for row in carried), "what had to wait was told in the end"


def test_nobody_on_leave_is_written_to(app: Flask) -> None:
    team = reminded.team(due=DUE, people=1)
    reminded.leave(team.people[0], date(2026, 11, 20), date(2026, 12, 7))
    reminded.live(app, date(2026, 11, 2), date(2026, 12, 18))
    assert reminded.days_of(team.people[0]) == [FIRST, date(2026, 12, 7)], "the furthest step waits for the return"
    assert reminded.days_of(team.ines) == [date(2026, 12, 7)], "and the manager hears nothing before either"


def test_a_manager_on_leave_hears_after_it(app: Flask) -> None:
    team = reminded.team(due=DUE, people=1)
    reminded.leave(team.ines, date(2026, 11, 30), date(2026, 12, 8))
    reminded.live(app, date(2026, 11, 2), date(2026, 12, 18))
    assert reminded.days_of(team.ines) == [date(2026, 12, 8)]


def test_what_is_done_is_not_told(app: Flask) -> None:
    team = reminded.team(due=DUE)
    reminded.plan(FIRST)
    making.record(team.people[0], team.course, FIRST)
    reminded.write(app, FIRST)
    assert [mail.person_id for mail in reminded.mails()] == [team.people[1]]
    assert reminded.digests()[team.people[0], FIRST] is DigestState.DROPPED
    reminded.live(app, FIRST + timedelta(days=1), date(2026, 12, 18))
    assert reminded.days_of(team.people[0]) == []


def test_a_duty_that_is_said_anew_is_not_told_anew(app: Flask) -> None:
    team = reminded.team(due=DUE, people=1)
    reminded.live(app, date(2026, 11, 2), date(2026, 11, 12))
    before = reminded.assignment_ids(*team.people)
    team.duty("phishing", DUE, title="Phishing, said better")
    making.reconcile(date(2026, 11, 13))
    assert reminded.assignment_ids(*team.people) != before, "the requirement's new version has rows of its own"
    reminded.live(app, date(2026, 11, 13), date(2026, 11, 20))
    assert reminded.days_of(team.people[0]) == [FIRST]
    reminded.live(app, date(2026, 11, 23), date(2026, 11, 23))
    assert reminded.days_of(team.people[0]) == [FIRST, SECOND]
    assert "said better" in reminded.mails()[-1].body


def test_another_ladder_holds_at_once_for_duties_that_run(app: Flask) -> None:
    team = reminded.team(due=DUE, people=1)
    reminded.live(app, date(2026, 11, 2), date(2026, 11, 12))
    reminded.set_ladder(steps=[-14, -8, 1], manager_from=5)
    reminded.live(app, date(2026, 11, 13), date(2026, 12, 17))
    assert reminded.days_of(team.people[0]) == [FIRST, date(2026, 11, 16), date(2026, 11, 27)]
    assert reminded.days_of(team.ines) == [date(2026, 12, 3)]


def test_an_earlier_step_in_place_of_one_that_was_told_says_nothing_again(app: Flask) -> None:
    team = reminded.team(due=DUE, people=1)
    reminded.live(app, date(2026, 11, 2), date(2026, 12, 2))
    reminded.set_ladder(steps=[-14, 2])
    reminded.live(app, date(2026, 12, 3), date(2026, 12, 18))
    assert reminded.days_of(team.people[0])[-1] == LAST


def test_holidays_and_other_working_weeks_move_the_steps(app: Flask) -> None:
    team = reminded.team(due=DUE, people=1, working_days="7123", days_off=["2026-11-24"])
    reminded.live(app, date(2026, 11, 15), date(2026, 12, 6))
    # Sunday to Wednesday, without Tuesday 24: Wednesday 25 stands for the due day, Wednesday 18 is three days before it.
    wanted = [date(2026, 11, 15), date(2026, 11, 18), date(2026, 11, 25), date(2026, 12, 1)]
    assert reminded.days_of(team.people[0]) == wanted


def test_what_a_manager_asks_joins_the_next_mail(app: Flask) -> None:
    from training.completion import reminder_service

    team = reminded.team(due=date(2026, 12, 20), people=1)
    saturday = date(2026, 11, 21)
    with writing():
        ids = reminded.assignment_ids(*team.people)
        reminder_service.ask(ids, asked_by_id=team.ines, now=reminded.morning(saturday), today=saturday)
    reminded.live(app, saturday, MONDAY)
    (mail,) = reminded.mails(team.people[0])
    assert mail.created_at.date() == MONDAY
    assert "Ines Duarte asked for this reminder" in mail.body


def test_a_mail_that_is_late_by_a_day_is_dropped_and_its_reminders_wait(app: Flask) -> None:
    team = reminded.team(due=DUE, people=1)
    assert reminded.plan(FIRST) is BrakeState.GOING
    reminded.live(app, date(2026, 11, 9), date(2026, 11, 9))
    assert reminded.digests()[team.people[0], FIRST] is DigestState.DROPPED
    assert reminded.days_of(team.people[0]) == [date(2026, 11, 9)]
    assert reminded.reminders() == [(team.people[0], ReminderKind.OWN, -14, date(2026, 11, 9))]


def test_parts_go_on_until_everybody_is_planned(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (reminder_planning, reminder_work):
        monkeypatch.setattr(module, "READ_AT_ONCE", 2)
        monkeypatch.setattr(module, "WRITTEN_AT_ONCE", 1)
    team = reminded.team(due=DUE, people=5)
    reminded.plan(LAST)
    assert len([row for row in reminded.reminders() if row[1] == ReminderKind.OWN]) == 5
    assert {person_id for person_id, _day in reminded.digests()} == {*team.people, team.ines}


def test_whoever_has_left_is_not_written_to(app: Flask) -> None:
    from tests.completion.test_reconciling import leave

    team = reminded.team(due=DUE, people=1)
    reminded.plan(FIRST)
    leave(team.people[0], FIRST)
    reminded.write(app, FIRST)
    assert reminded.mails() == []
