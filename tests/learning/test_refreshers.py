"""Weeks later one short question comes back: to whom, when, and which one."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.catalogue.making import right_files
from tests.client import Client
from tests.conftest import Clock
from tests.learning import making, weeks_later
from tests.learning.making import attempts
from tests.learning.weeks_later import (
    Standing,
    ask_again,
    asked,
    hold,
    ladder,
    learned,
    learner,
    mails,
    objectives,
    pass_course,
    paths,
    refreshers,
    slugs,
)
from training.catalogue.models import Question
from training.core import site
from training.core.db import database, writing
from training.jobs.service import add
from training.learning import work
from training.learning.models import QuestionVoid
from training.learning.rules import AttemptState
from training.people.models import Person

TODAY = making.TODAY
WEEK = timedelta(days=7)


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> Path:
    making.publish(tmp_path)
    return tmp_path


@pytest.fixture
def courses(app: Flask, tmp_path: Path) -> Path:
    """Two of them, which are alike."""
    making.publish(tmp_path, weeks_later.two_courses())
    return tmp_path


@pytest.fixture
def reader(app: Flask) -> Client:
    """Whoever opens a link of a mail: signed in nowhere."""
    return Client(app)


# --- the ladder begins ------------------------------------------------------------------------------------------------


def test_passing_a_course_puts_its_objectives_on_the_ladder(course: Path, clock: Clock) -> None:
    first = Standing(step=0, due_on=TODAY + WEEK, learned_on=TODAY)
    assert ladder(learner(clock)) == {"examine": first, "report": first}


def test_failing_puts_nothing_on_it(course: Path, clock: Clock) -> None:
    person_id = weeks_later.person()
    weeks_later.answer(weeks_later.seal(person_id, "first-note", now=clock()), False, now=clock())
    assert ladder(person_id) == {}


def test_passing_again_keeps_the_step_and_moves_the_day(app: Flask, course: Path, clock: Clock, reader: Client) -> None:
    person_id, path = asked(app, clock)
    making.answer(reader, reader.get(path))
    (done,) = objectives(refreshers())
    other = next(name for name in ("examine", "report") if name != done)
    today = clock.forward(days=3).date()

    pass_course(person_id, clock())

    assert ladder(person_id) == {
        done: Standing(1, today + timedelta(days=30), today), other: Standing(0, today + WEEK, today),
    }  # fmt: skip


# --- the job ----------------------------------------------------------------------------------------------------------


def test_a_question_comes_after_a_week_and_not_before(app: Flask, course: Path, clock: Clock) -> None:
    person_id = learner(clock)
    clock.forward(days=6, hours=14)
    ask_again(app)
    assert not refreshers()
    assert not mails()

    clock.forward(hours=2)
    ask_again(app)

    (one,) = refreshers()
    assert (one.person_id, one.number, one.part, one.needed, one.state) == (person_id, 1, "", 1, AttemptState.OPEN)
    assert (one.started_at, one.closes_at, one.carried, len(one.draw)) == (clock(), None, 0, 1)
    assert [mail.person_id for mail in mails()] == [person_id]
    assert weeks_later.events("attempt-started")[-1] == ("attempt-started", None, one.id)


def test_the_day_is_the_organisation_s(app: Flask, course: Path, clock: Clock) -> None:
    """A week later in Auckland it is still Sunday evening in Greenwich."""
    with writing():
        site.change({"zone": "Pacific/Auckland"}, by_person_id=None, now=clock())
    learner(clock)
    clock.forward(days=6, hours=3)
    assert clock().date() < TODAY + WEEK
    ask_again(app)
    assert len(refreshers()) == 1


@pytest.mark.parametrize(("a_week", "asked_then"), [(0, 0), (1, 1), (2, 2)])
def test_so_many_a_week_as_the_setting_says(
    app: Flask, courses: Path, clock: Clock, a_week: int, asked_then: int
) -> None:
    person_id = learner(clock)
    pass_course(person_id, clock(), "call-it")
    clock.forward(days=7)

    ask_again(app, a_week)

    assert len(refreshers()) == asked_then
    assert len({one.subject_id for one in refreshers()}) == asked_then, "of different courses"
    assert len(mails()) == min(asked_then, 1), "one mail for all of them"
    assert sum(len(paths(mail)) for mail in mails()) == asked_then


def test_two_a_week_are_never_of_one_course(app: Flask, course: Path, clock: Clock) -> None:
    learner(clock)
    clock.forward(days=7)
    ask_again(app, 2)
    assert len(refreshers()) == 1, "both of its objectives are due"


def test_both_links_of_a_mail_lead_to_questions_one_after_the_other(
    app: Flask, courses: Path, clock: Clock, reader: Client
) -> None:
    pass_course(learner(clock), clock(), "call-it")
    clock.forward(days=7)
    ask_again(app, 2)
    first, second = paths(mails()[0])

    page = making.answer(reader, reader.get(first))
    onward = page.soup.select_one("main a.button.primary")
    assert onward.get_text(strip=True) == "One more question"
    page = making.answer(reader, making.onward(reader, page))

    assert page.soup.select_one("main a.button.primary").get_text(strip=True) == "Back to today"
    assert {one.state for one in refreshers()} == {AttemptState.PASSED}
    assert reader.get(second).soup.select(".verdicts"), "the other link shows what was answered"


def test_the_job_of_a_day_is_one_and_asks_once_however_often_it_runs(app: Flask, course: Path, clock: Clock) -> None:
    learner(clock)
    clock.forward(days=7)
    for _ in range(2):
        with writing():
            add(*work.schedule(clock()), now=clock())
        weeks_later.work_off(app)
        ask_again(app)
    assert len(refreshers()) == len(mails()) == 1


def test_an_unanswered_question_is_not_followed_by_another(app: Flask, courses: Path, clock: Clock) -> None:
    person_id = learner(clock)
    pass_course(person_id, clock(), "call-it")
    for _week in range(5):
        clock.forward(days=7)
        ask_again(app, 2 if _week else 1)
    assert len(refreshers()) == len(mails()) == 1


def test_the_next_one_comes_the_week_after_and_only_after_answering(
    app: Flask, course: Path, clock: Clock, reader: Client
) -> None:
    _person_id, path = asked(app, clock)
    clock.forward(days=2)
    making.answer(reader, reader.get(path))
    for _day in range(4):
        ask_again(app)
        clock.forward(days=1)
    assert len(refreshers()) == 1, "Wednesday to Saturday: one a week, though the other objective is due"
    assert clock().strftime("%A") == "Sunday"
    ask_again(app)
    assert len(refreshers()) == 1

    clock.forward(days=1)
    ask_again(app)

    assert sorted(objectives(refreshers())) == ["examine", "report"]
    assert [one.number for one in refreshers()] == [1, 2]
    assert len(mails()) == 2


# --- who is asked, and who is not ---------------------------------------------------------------------------------------


def test_whoever_has_left_is_not_asked(app: Flask, course: Path, clock: Clock) -> None:
    left, leaves_today, stays = (learner(clock) for _ in range(3))
    day = TODAY + WEEK
    with writing():
        for person_id, on in ((left, day - WEEK), (leaves_today, day), (stays, day + timedelta(days=1))):
            database.session.execute(update(Person).where(Person.id == person_id).values(left_on=on))
    clock.forward(days=7)
    ask_again(app)
    assert [one.person_id for one in refreshers()] == [stays]


def test_whoever_has_no_mail_is_not_asked(app: Flask, course: Path, clock: Clock) -> None:
    learner(clock, email=None)
    clock.forward(days=7)
    ask_again(app)
    assert not refreshers()
    assert not mails()


def test_a_course_that_is_taught_no_more_is_not_asked(app: Flask, courses: Path, clock: Clock) -> None:
    person_id = learner(clock)
    pass_course(person_id, clock(), "call-it")
    making.publish(courses)
    clock.forward(days=7)
    ask_again(app, 2)
    assert [one.subject_id for one in refreshers()] == [making.subject_id("spot-it")]


def take_out(*of: str) -> None:
    """Take questions out in every wording that the database knows."""
    database.session.rollback()
    found = database.session.execute(
        select(Question.slug, Question.digest).where(Question.slug.in_(of)).distinct()
    ).all()
    subject_id = making.subject_id()
    with writing():
        database.session.add_all(
            QuestionVoid(
                subject_id=subject_id, slug=slug, digest=digest, reason="Two are right.", happened_at=make.NOW,
                recorded_at=make.NOW,
            )
            for slug, digest in found
        )  # fmt: skip


def test_what_was_taken_out_is_not_asked(app: Flask, course: Path, clock: Clock) -> None:
    people = [learner(clock) for _ in range(6)]
    take_out("first-note", "second-note", "third-note")
    clock.forward(days=7)
    ask_again(app)
    assert [slugs(one) for one in refreshers()] == [["fourth-note"]] * len(people)


def test_where_everything_was_taken_out_nothing_is_asked(app: Flask, course: Path, clock: Clock) -> None:
    learner(clock)
    take_out("first-note", "second-note", "third-note", "fourth-note")
    clock.forward(days=7)
    ask_again(app)
    assert not refreshers()
    assert not mails()


# --- what is asked ------------------------------------------------------------------------------------------------------


def test_an_unseen_question_comes_first(app: Flask, course: Path, clock: Clock) -> None:
    """The course draws one of two for each objective: the refresher asks the other one."""
    people = [learner(clock) for _ in range(6)]
    seen = {one.person_id: set(slugs(one)) for one in attempts()}
    clock.forward(days=7)
    ask_again(app)
    assert {one.person_id for one in refreshers()} == set(people)
    for one in refreshers():
        assert not set(slugs(one)) & seen[one.person_id]


def belief_of(slug: str, belief: str) -> tuple[str, str]:
    """How one question is written so that its second option traps another belief."""
    old = f"A note named {slug} wants your code. What now?\n  options:\n    - text: Report it with the button.\n"
    old += "      right: true\n      why: Sorting it out is our work.\n    - text: Delete it at once.\n"
    return f"{old}      misconception: delete-is-enough\n", f"{old}      misconception: {belief}\n"


@pytest.fixture
def own_beliefs(app: Flask, tmp_path: Path) -> None:
    """The right course, in which the fourth question alone traps a belief of its own."""
    files = right_files()
    files["misconceptions.yaml"] += "no-time: There is no time to ask\n"
    old, new = belief_of("fourth-note", "no-time")
    assert old in files["spot-it/questions.yaml"]
    files["spot-it/questions.yaml"] = files["spot-it/questions.yaml"].replace(old, new)
    making.publish(tmp_path, files)


@pytest.mark.usefixtures("own_beliefs")
def test_a_weak_belief_comes_first(app: Flask, clock: Clock) -> None:
    """Else it would be the objective that comes first by its name, and either of its two questions."""
    people = [weeks_later.person() for _ in range(8)]
    for person_id in people:
        learned(person_id, TODAY, "examine", "report")
        hold(person_id, "no-time")
    clock.forward(days=7)
    ask_again(app)
    assert [slugs(one) for one in refreshers()] == [["fourth-note"]] * len(people)


@pytest.mark.usefixtures("own_beliefs")
def test_a_belief_that_was_overcome_is_weak_no_more(app: Flask, clock: Clock) -> None:
    person_id = weeks_later.person()
    learned(person_id, TODAY, "examine", "report")
    hold(person_id, "no-time", held=False)
    clock.forward(days=7)
    ask_again(app)
    assert objectives(refreshers()) == ["examine"]


def test_what_has_been_due_longest_comes_first(app: Flask, course: Path, clock: Clock) -> None:
    person_id = weeks_later.person()
    learned(person_id, TODAY - timedelta(days=1), "report")
    learned(person_id, TODAY, "examine")
    clock.forward(days=7)
    ask_again(app)
    assert objectives(refreshers()) == ["report"]
